/** The built program (or another) run as a shell runs it: with streams, signals and a terminal that the test has in its hands. */
import { spawn, type ChildProcess } from "node:child_process";
import { shellWord } from "../../shared/run/shimParts.ts";
import { gorunscope } from "./session.ts";
import type { World } from "./world.ts";

/** How long a word of output or an end is waited for, in milliseconds. */
const patienceMs = 60_000;

/** The words that start `gorunscope`. */
export const gorunscopeCommand = [process.execPath, gorunscope];

export interface Ended {
  stdout: string;
  stderr: string;
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface CommandOptions {
  /** Absent: the world's directory. */
  cwd?: string;
  /** What it reads; absent: nothing. */
  stdin?: string;
  env?: NodeJS.ProcessEnv;
}

/** A program that runs. */
export class Running {
  readonly child: ChildProcess;
  /** Its end, and that of its output. */
  readonly ended: Promise<Ended>;
  readonly #said = { stdout: "", stderr: "" };

  constructor(child: ChildProcess) {
    this.child = child;
    for (const name of ["stdout", "stderr"] as const) {
      child[name]!.setEncoding("utf8").on("data", (text: string) => (this.#said[name] += text));
    }
    const closed = new Promise<Ended>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) => resolve({ ...this.#said, code, signal }));
    });
    this.ended = this.#inTime(closed, "did not end");
    // Whoever waits for a word first learns of it there.
    this.ended.catch(() => undefined);
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Both streams so far; of a terminal the one that it has. */
  get output(): string {
    return this.#said.stdout + this.#said.stderr;
  }

  /** Waits until the standard output has this. */
  async says(pattern: RegExp): Promise<RegExpMatchArray> {
    const said = new Promise<RegExpMatchArray>((resolve, reject) => {
      const look = () => {
        const match = this.#said.stdout.match(pattern);
        if (match) resolve(match);
      };
      look();
      this.child.stdout!.on("data", look);
      this.child.once("close", () => reject(new Error(`ended without ${pattern}:\n${this.output}`)));
    });
    return this.#inTime(said, `did not say ${pattern}`);
  }

  /** Types on its terminal, or writes to its standard input. */
  type(keys: string): void {
    this.child.stdin!.write(keys);
  }

  #inTime<T>(promise: Promise<T>, otherwise: string): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`${otherwise} in ${patienceMs} ms:\n${this.output}`)), patienceMs);
    });
    return Promise.race([promise, late]).finally(() => clearTimeout(timer));
  }
}

/** Starts a command in a world, in a process group of its own. */
export function startCommand(world: World, command: readonly string[], options: CommandOptions = {}): Running {
  const [file = "", ...args] = command;
  const { cwd = world.path, stdin, env = {} } = options;
  const child = spawn(file, args, { cwd, env: { ...world.env, PWD: cwd, ...env }, detached: true });
  child.stdin.on("error", () => undefined);
  child.stdin.end(stdin);
  return new Running(child);
}

/** Runs a command to its end. */
export function runCommand(world: World, command: readonly string[], options?: CommandOptions): Promise<Ended> {
  return startCommand(world, command, options).ended;
}

/** Runs `gorunscope` with these words to its end. */
export function runGorunscope(world: World, words: readonly string[], options?: CommandOptions): Promise<Ended> {
  return runCommand(world, [...gorunscopeCommand, ...words], options);
}

/** Starts a command in a terminal of its own. What it writes to either stream is standard output here; the status is 128 and more for a signal. */
export function startInTerminal(world: World, command: readonly string[], options: CommandOptions = {}): Running {
  const { cwd = world.path, env = {} } = options;
  const line = `exec ${command.map(shellWord).join(" ")}`;
  const child = spawn("script", ["--quiet", "--return", "--flush", "--command", line, "/dev/null"], {
    cwd,
    env: { ...world.env, PWD: cwd, TERM: "xterm", SHELL: "/bin/sh", ...env },
    detached: true,
  });
  return new Running(child);
}
