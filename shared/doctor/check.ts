/** What one check of `gorunscope doctor` found. */
export interface Check {
  /** Stable, for scripts: "go", "dlv", "ptrace", "temp", … */
  id: string;
  /** A few words for a person. */
  title: string;
  /** error: debugging a go run fails here; warning: something does less than it could. */
  status: "ok" | "warning" | "error";
  /** What is the case, in one line. */
  found: string;
  /** What to do about it: one or two sentences. */
  advice?: string;
}
