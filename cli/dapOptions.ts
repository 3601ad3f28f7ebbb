import type { OwnOption } from "./words.ts";

/** The flags of `gorunscope dap`, for completion. What they mean stands in its own help. */
export const dapOptions: readonly OwnOption[] = [
  { name: "listen", value: "HOST:PORT", description: "listen; also unix:PATH" },
  { name: "client-addr", value: "ADDR", description: "dial a client that waits" },
  { name: "log", description: "log to standard error, dlv's log too" },
  { name: "log-output", value: "LIST", description: "what dlv logs" },
  { name: "log-dest", value: "FILE", description: "log to a file or a file descriptor" },
  { name: "check-go-version", description: "dlv refuses a Go that it does not know" },
  { name: "only-same-user", description: "other users may not connect" },
  { name: "help", description: "show the help" },
];
