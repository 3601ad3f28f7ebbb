/** `gorunscope demo`, which is what `npm start` runs: a guided tour with the bundled example, or with a program of the reader's. */
import { statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import picocolors from "picocolors";
import { sentenceOf } from "../shared/contract/errors.ts";
import { debugToItsEnd } from "./debugEnd.ts";
import { DebugPrinter } from "./debugPrinter.ts";
import { DebugSession, type DebugLaunch } from "./debugSession.ts";
import { ensureDlv } from "./fittingDlv.ts";
import { textOptions, writeTo } from "./output.ts";
import { ownScript, packageRoot } from "./ownProgram.ts";
import type { RunWords } from "./words.ts";

/** What the example answers to. */
const examplePath = "/messages";

/**
 * @param read without a program: the bundled example
 * @returns the exit status
 * @throws Failure 7006 where go is missing or no dlv fits
 */
export async function demo(read: RunWords, env: NodeJS.ProcessEnv): Promise<number> {
  const isExample = read.program.length === 0;
  const launch = isExample ? exampleLaunch(read) : ownLaunch(read);
  const printer = new DemoPrinter(env);
  printer.title(`go run ${launch.program.join(" ")}, under a debugger`);
  if (launch.cwd !== undefined) printer.remark(`in ${launch.cwd}`);
  await ensureDlv(launch.cwd ?? directoryOf(read.program), env);
  const session = new DebugSession(printer);
  if (isExample) printer.onListening = (url) => void visit(url, printer, session);
  const status = await debugToItsEnd(session, launch);
  printer.next();
  return status;
}

/** The example of the package, which may be installed where nothing can be written. A workspace of the reader's is not its. */
function exampleLaunch({ buildFlags }: RunWords): DebugLaunch {
  const env = { GOWORK: "off", GOFLAGS: "-mod=readonly" };
  return { program: ["./cmd/guestbook"], buildFlags, args: [], cwd: join(packageRoot(), "examples/web"), env };
}

/** A program of the reader's need not be in the directory that the tour was started in: the adapter finds its module. */
function ownLaunch({ program, buildFlags, args }: RunWords): DebugLaunch {
  return { program, buildFlags, args };
}

/** Where go is asked which Go it is: the program's directory if it is one. */
function directoryOf([program = "."]: string[]): string {
  const path = resolve(program.endsWith(".go") ? dirname(program) : program);
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ? path : process.cwd();
}

/** Sends the example one request, and ends it. */
async function visit(url: string, printer: DemoPrinter, session: DebugSession): Promise<void> {
  printer.title(`One request: GET ${url}${examplePath}`);
  try {
    const response = await fetch(`${url}${examplePath}`, { headers: { connection: "close" } });
    writeTo(1, `${response.status} ${response.statusText}\n${await response.text()}`);
  } catch (error) {
    writeTo(1, `no answer: ${sentenceOf(error)}\n`);
  }
  printer.title("Ending it, as Ctrl-C does");
  session.interrupt();
}

/** What `gorunscope debug` prints, with a word before each step. */
class DemoPrinter extends DebugPrinter {
  /** Told, once, the address that the program says it listens on. */
  onListening: ((url: string) => void) | undefined;
  readonly #paint: ReturnType<typeof picocolors.createColors>;
  /** How this program is called. */
  readonly #command: string;
  readonly #isNpm: boolean;
  #said = "";
  /** Whether the tour has come as far as the stop, and on. */
  #wentOn = false;

  constructor(env: NodeJS.ProcessEnv) {
    super(env, false);
    this.#paint = picocolors.createColors(textOptions(1, env).color);
    this.#isNpm = env.npm_lifecycle_event === "start";
    this.#command = this.#isNpm ? `node ${relative(process.cwd(), ownScript())}` : "gorunscope";
  }

  title(text: string): void {
    writeTo(1, "\n");
    this.#heading(text);
  }

  remark(text: string): void {
    writeTo(1, `${this.#paint.dim(text)}\n`);
  }

  goesOn(): void {
    this.#wentOn = true;
    this.#heading("The program runs on");
  }

  override output(category: string, text: string): void {
    super.output(category, text);
    if (category !== "stdout" || !this.onListening) return;
    this.#said += text;
    const url = /^listening on (http:\S+)\n/m.exec(this.#said)?.[1];
    if (url === undefined) return;
    this.onListening(url);
    this.onListening = undefined;
  }

  /** What to try after the tour, or after what became of it. */
  next(): void {
    const again = this.#isNpm ? "npm start --" : `${this.#command} demo`;
    const rows = this.#wentOn
      ? [
          [`${again} ./path/to/package`, "the same with a program of yours"],
          [`${this.#command} run ./path/to/package`, "go run, with a summary of its build"],
          ["README.md, Set up an editor", "the same in your editor"],
        ]
      : [[`${this.#command} doctor`, "looks for what is missing on this machine"]];
    this.title("Next");
    const width = Math.max(...rows.map(([first = ""]) => first.length));
    for (const [first = "", second = ""] of rows) writeTo(1, `  ${first.padEnd(width)}  ${this.#paint.dim(second)}\n`);
  }

  #heading(text: string): void {
    writeTo(1, `${this.#paint.bold(this.#paint.green(text))}\n`);
  }
}
