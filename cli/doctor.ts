/** `gorunscope doctor`: what debugging a go run needs on this machine, and what to do about what is missing. */
import picocolors from "picocolors";
import { sentenceOf } from "../shared/contract/errors.ts";
import { installDlv } from "../shared/delve/install.ts";
import type { Check } from "../shared/doctor/check.ts";
import { checkDlv, examine, type Examination } from "../shared/doctor/examine.ts";

export interface DoctorOptions {
  /** Install a dlv that fits, where there is none. */
  fix?: boolean;
  /** Print `{ "checks": Check[] }` instead of text. */
  json?: boolean;
  /** The go command; default: go on PATH. */
  goBinary?: string;
}

export interface DoctorIO {
  stdout: NodeJS.WritableStream;
  stderr: NodeJS.WritableStream;
  env: NodeJS.ProcessEnv;
}

const interruptedStatus = 130;

/**
 * Checks go, dlv, permissions and directories, as they are in the current directory; prints one line for each on stdout.
 * With `fix` a missing dlv is installed, which stderr tells about.
 * @returns the exit status: 0 where no check is an error, 130 where an installation was interrupted, else 1
 */
export async function doctor(options: DoctorOptions, io: DoctorIO): Promise<number> {
  const cwd = process.cwd();
  const examination = await examine({ goBinary: options.goBinary ?? "go", env: io.env, cwd });
  let { checks } = examination;
  if (options.fix === true) {
    const outcome = await fixDlv(examination, io);
    if (outcome === "interrupted") return interruptedStatus;
    if (outcome === "installed") {
      const dlv = await checkDlv(examination.go, io.env, cwd);
      checks = checks.map((check) => (check.id === dlv.id ? dlv : check));
    }
  }
  io.stdout.write(options.json === true ? `${JSON.stringify({ checks }, undefined, 2)}\n` : text(checks, io));
  return checks.some(({ status }) => status === "error") ? 1 : 0;
}

/** Installs a dlv where the check of dlv found fault. A failure is told on stderr; the check says the rest. */
async function fixDlv({ checks, go }: Examination, io: DoctorIO): Promise<"installed" | "nothing" | "interrupted"> {
  const faulty = checks.filter(({ status }) => status !== "ok").map(({ id }) => id);
  if (!faulty.includes("dlv") || faulty.includes("go") || !("goEnv" in go)) return "nothing";
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort();
  process.once("SIGINT", interrupt);
  const progress = progressOn(io.stderr);
  try {
    const { goBinary, goEnv } = go;
    const dlv = await installDlv({
      goBinary,
      goVersion: goEnv.GOVERSION,
      env: io.env,
      onProgress: progress.step,
      signal: interruption.signal,
    });
    progress.end(`installed dlv ${dlv.version}: ${dlv.path}`);
    return "installed";
  } catch (error) {
    if (interruption.signal.aborted) {
      progress.end("interrupted, nothing was installed");
      return "interrupted";
    }
    progress.end(sentenceOf(error));
    return "nothing";
  } finally {
    process.off("SIGINT", interrupt);
  }
}

/** One line that is drawn again and again on a terminal, plain lines elsewhere. */
function progressOn(stream: NodeJS.WritableStream): { step: (line: string) => void; end: (line: string) => void } {
  const { isTTY, columns = 80 } = stream as Partial<NodeJS.WriteStream>;
  const clear = "\r\u001b[2K";
  if (isTTY !== true) {
    const write = (line: string): void => void stream.write(`${line}\n`);
    return { step: write, end: write };
  }
  return {
    step: (line) => void stream.write(`${clear}${line.slice(0, columns - 1)}`),
    end: (line) => void stream.write(`${clear}${line}\n`),
  };
}

function text(checks: Check[], { stdout, env }: DoctorIO): string {
  const colors = picocolors.createColors((stdout as Partial<NodeJS.WriteStream>).isTTY === true && !env["NO_COLOR"]);
  const marks = { ok: colors.green("✓"), warning: colors.yellow("!"), error: colors.red("✗") };
  const width = Math.max(...checks.map(({ title }) => title.length));
  const indent = " ".repeat(width + 4);
  const lines = checks.flatMap(({ title, status, found, advice }) => [
    `${marks[status]} ${title.padEnd(width)}  ${found.replaceAll("\n", `\n${indent}`)}`,
    ...(advice === undefined ? [] : [`${indent}${colors.dim(advice)}`]),
  ]);
  return `${lines.join("\n")}\n`;
}
