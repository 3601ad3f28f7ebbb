/** `gorunscope doctor`: what debugging a go run needs on this machine, and what to do about what is missing. */
import picocolors from "picocolors";
import { sentenceOf } from "../shared/contract/errors.ts";
import type { Check } from "../shared/doctor/check.ts";
import { checkDlv, examine, type Examination } from "../shared/doctor/examine.ts";
import { installShown } from "./fittingDlv.ts";
import { ProgressLine } from "./progressLine.ts";

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
  const say = (line: string) => io.stderr.write(`${line}\n`);
  try {
    const progress = new ProgressLine(io.env, "lines", io.stderr);
    const dlv = await installShown(go.goBinary, go.goEnv.GOVERSION, io.env, progress);
    say(dlv === "interrupted" ? "interrupted, nothing was installed" : `installed dlv ${dlv.version}: ${dlv.path}`);
    return dlv === "interrupted" ? dlv : "installed";
  } catch (error) {
    say(sentenceOf(error));
    return "nothing";
  }
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
