/** What `gorunscope dap` and `gorunscope dlv dap` are started with: dlv's own flags, read. */
export interface DapOptions {
  /** `--listen`: HOST:PORT or unix:PATH. Without it and without `clientAddress` the one session is on standard input and output. */
  listen?: string;
  /** `--client-addr`: where a client waits to be dialled. */
  clientAddress?: string;
  /** End after one session, as `dlv dap` does. */
  once: boolean;
  /** `--log` */
  log: boolean;
  /** `--log-dest`: a file, or the number of an open file descriptor */
  logDestination?: string;
  /** `--only-same-user` */
  onlySameUser: boolean;
  /** The flags that are dlv's business (`--log`, `--log-output`, `--check-go-version`, …), as every dlv that is started gets them. */
  dlvFlags: readonly string[];
}
