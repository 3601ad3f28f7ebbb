/** A go under strace: a witness that sees every fork, exec and end of a run. The tracer detaches itself, so the tree stays as it is. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "../../../shared/process/waiting.ts";

/** A process as the kernel told strace of it. */
export interface TracedProcess {
  pid: number;
  parentPid: number;
  /** What it became, one after the other. */
  execs: { path: string; command: string[]; environment: Record<string, string> }[];
  /** How it ended: a status, or a signal's name. */
  end?: number | string;
}

/** Whether processes can be traced here. */
export function canTrace(): boolean {
  const options = ["-DDD", "-f", "--seccomp-bpf", "-o", "/dev/null", "-e", "trace=execve"];
  return spawnSync("strace", [...options, "true"], { stdio: "ignore" }).status === 0;
}

/** A go command that traces its `go run`, and what it has written then. */
export class TracedGo {
  /** To be given as goBinary. */
  readonly path: string;
  readonly #directory: string;

  /** @param directory an empty one */
  constructor(directory: string) {
    this.#directory = directory;
    this.path = join(directory, "go");
    const calls = "execve,execveat,clone,clone3,fork,vfork";
    const strace = `strace -DDD -f --seccomp-bpf -q -s 100000 -e abbrev=none -e trace=${calls} -o '${directory}'/trace.$$`;
    writeFileSync(this.path, `#!/bin/sh\n[ "$1" = run ] || exec go "$@"\nexec ${strace} go "$@"\n`, { mode: 0o755 });
  }

  /** All processes of the one traced run, its first the root, once the tracer has written of their ends. */
  async processes(): Promise<TracedProcess[]> {
    const [name = ""] = readdirSync(this.#directory).filter((each) => each.startsWith("trace."));
    const file = join(this.#directory, name);
    const root = Number(name.slice("trace.".length));
    const complete = () => existsSync(file) && new RegExp(`^${root} +\\+\\+\\+ `, "m").test(readFileSync(file, "utf8"));
    if (!(await until(complete, 10_000))) throw new Error("strace has not written of go's end");
    return parseTrace(readFileSync(file, "utf8"), root);
  }
}

/** Reads strace's lines `PID CALL(ARGUMENTS) = RESULT`, of which long ones come in two: `<unfinished ...>`, `<... CALL resumed>`. */
function parseTrace(text: string, root: number): TracedProcess[] {
  const processes = new Map<number, TracedProcess>([[root, { pid: root, parentPid: 0, execs: [] }]]);
  /** Threads by their number: the number of their process. */
  const threads = new Map<number, number>();
  const unfinished = new Map<number, string>();
  for (const line of text.split("\n")) {
    const [, number, rest = ""] = /^(\d+) +(.*)$/.exec(line) ?? [];
    const task = Number(number);
    const pid = threads.get(task) ?? task;
    const start = /^(.*) <unfinished \.\.\.>$/.exec(rest)?.[1];
    if (start !== undefined) {
      unfinished.set(task, start);
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest)?.[1];
    const call = resumed === undefined ? rest : (unfinished.get(task) ?? "") + resumed;
    const [, cloned] = /^(?:clone|clone3|fork|vfork)\(.*\) += (\d+)$/.exec(call) ?? [];
    if (cloned !== undefined && call.includes("CLONE_THREAD")) threads.set(Number(cloned), pid);
    else if (cloned !== undefined) addChild(processes, Number(cloned), pid);
    else if (/^execve\(.*\) += 0$/.test(call)) ensure(processes, pid).execs.push(parseExec(call));
    const [, status, signal] = /^\+\+\+ (?:exited with (\d+)|killed by (\w+)).*\+\+\+$/.exec(rest) ?? [];
    if ((status ?? signal) !== undefined && pid === task) ensure(processes, pid).end = signal ?? Number(status);
  }
  return [...processes.values()];
}

/** The child may have been heard of before its parent's call returned. */
function addChild(processes: Map<number, TracedProcess>, pid: number, parentPid: number): void {
  ensure(processes, pid).parentPid = parentPid;
}

function ensure(processes: Map<number, TracedProcess>, pid: number): TracedProcess {
  const known = processes.get(pid) ?? { pid, parentPid: 0, execs: [] };
  processes.set(pid, known);
  return known;
}

const quoted = /"((?:[^"\\]|\\.)*)"/g;

/** `execve("PATH", ["WORD", …], ["NAME=VALUE", …]) = 0`, each text as C writes it. */
function parseExec(call: string): TracedProcess["execs"][number] {
  const [, path = "", words = "", variables = ""] =
    /^execve\(("(?:[^"\\]|\\.)*"), \[(.*?)\], \[(.*)\]\) += 0$/.exec(call) ?? [];
  const texts = (list: string) => [...list.matchAll(quoted)].map(([, text]) => unescape(text!));
  const environment = texts(variables).map(
    (text) => [text.replace(/=.*$/s, ""), text.replace(/^[^=]*=/s, "")] as const,
  );
  return { path: texts(path)[0]!, command: texts(words), environment: Object.fromEntries(environment) };
}

function unescape(text: string): string {
  const bytes: number[] = [];
  for (const [part, octal, letter] of text.matchAll(/\\([0-7]{1,3})|\\(.)|[^\\]+/gs)) {
    if (octal !== undefined) bytes.push(parseInt(octal, 8));
    else if (letter !== undefined)
      bytes.push(...Buffer.from({ n: "\n", t: "\t", r: "\r", v: "\v", f: "\f" }[letter] ?? letter));
    else bytes.push(...Buffer.from(part));
  }
  return Buffer.from(bytes).toString("utf8");
}
