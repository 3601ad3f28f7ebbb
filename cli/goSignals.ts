/** Signals by the names that go prints for them (syscall/zerrors_linux_*.go: `signals`; the same on macOS but for the commented ones). */
import { constants } from "node:os";

const names: readonly (readonly [text: string, name: NodeJS.Signals])[] = [
  ["hangup", "SIGHUP"],
  ["interrupt", "SIGINT"],
  ["quit", "SIGQUIT"],
  ["illegal instruction", "SIGILL"],
  ["trace/breakpoint trap", "SIGTRAP"],
  ["trace/BPT trap", "SIGTRAP"], // macOS
  ["aborted", "SIGABRT"],
  ["abort trap", "SIGABRT"], // macOS
  ["bus error", "SIGBUS"],
  ["floating point exception", "SIGFPE"],
  ["killed", "SIGKILL"],
  ["user defined signal 1", "SIGUSR1"],
  ["segmentation fault", "SIGSEGV"],
  ["user defined signal 2", "SIGUSR2"],
  ["broken pipe", "SIGPIPE"],
  ["alarm clock", "SIGALRM"],
  ["terminated", "SIGTERM"],
  ["CPU time limit exceeded", "SIGXCPU"],
  ["cputime limit exceeded", "SIGXCPU"], // macOS
  ["file size limit exceeded", "SIGXFSZ"],
  ["filesize limit exceeded", "SIGXFSZ"], // macOS
  ["bad system call", "SIGSYS"],
];

/** The number of the signal that go calls so ("killed", "signal 64"); undefined for a name that it does not use. */
export function numberOfGoSignal(text: string): number | undefined {
  const numbered = /^signal (\d+)$/.exec(text)?.[1];
  if (numbered !== undefined) return Number(numbered);
  const name = names.find(([each]) => each === text)?.[1];
  return name && constants.signals[name];
}

/** What go calls the signal of this number. */
export function goSignalText(number: number): string {
  return names.find(([, name]) => constants.signals[name] === number)?.[0] ?? `signal ${number}`;
}
