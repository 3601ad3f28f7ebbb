/** Installs a dlv that fits, for `doctor --fix`, and for the demo where there is none. */
import { errorIds, Failure } from "../shared/contract/errors.ts";
import type { FoundDlv } from "../shared/delve/find.ts";
import { installDlv } from "../shared/delve/install.ts";
import { readDlvFacts } from "../shared/doctor/dlv.ts";
import { goCheck, readGoFacts } from "../shared/doctor/go.ts";
import { endBySignal } from "./endBySignal.ts";
import { writeTo } from "./output.ts";
import { ProgressLine } from "./progressLine.ts";

/**
 * Makes sure that there is a dlv.
 * @param cwd a directory of the program's module: a go.mod may choose another Go
 * @throws Failure 7006 where go is missing or too old, or where no dlv could be installed
 */
export async function ensureDlv(cwd: string, env: NodeJS.ProcessEnv): Promise<void> {
  const go = await readGoFacts("go", env, cwd);
  const check = goCheck(go);
  if (check.status === "error" || !("goEnv" in go)) {
    throw new Failure(errorIds.toolMissing, `go: ${check.found}`, {
      ...(check.advice === undefined ? {} : { advice: check.advice }),
    });
  }
  const { goEnv, goBinary } = go;
  const facts = await readDlvFacts({ env, cwd, goEnv, goVersion: goEnv.GOVERSION });
  if ("found" in facts) return;
  writeTo(2, `${facts.failure.message}: installing one with go install\n`);
  const dlv = await installShown(goBinary, goEnv.GOVERSION, env, new ProgressLine(env, "lines"));
  if (dlv === "interrupted") {
    await endBySignal("SIGINT");
    throw new Failure(errorIds.toolMissing, "interrupted, no dlv was installed");
  }
  writeTo(2, `installed dlv ${dlv.version}: ${dlv.path}\n`);
}

/**
 * Installs the dlv that fits a Go, and draws how that goes. Ctrl-C breaks it off, and leaves nothing half-made.
 * @throws Failure 7006 where it could not be installed
 */
export async function installShown(
  goBinary: string,
  goVersion: string,
  env: NodeJS.ProcessEnv,
  progress: ProgressLine,
): Promise<FoundDlv | "interrupted"> {
  const interruption = new AbortController();
  const { signal } = interruption;
  const interrupt = () => interruption.abort();
  process.once("SIGINT", interrupt);
  try {
    return await installDlv({ goBinary, goVersion, env, onProgress: (line) => progress.draw(line), signal });
  } catch (error) {
    if (signal.aborted) return "interrupted";
    throw error;
  } finally {
    progress.remove();
    process.off("SIGINT", interrupt);
  }
}
