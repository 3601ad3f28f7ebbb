/** Makes sure that there is a dlv for the demo: installs one, as `doctor --fix` does, where none fits. */
import { errorIds, Failure } from "../shared/contract/errors.ts";
import { installDlv } from "../shared/delve/install.ts";
import { readDlvFacts } from "../shared/doctor/dlv.ts";
import { goCheck, readGoFacts } from "../shared/doctor/go.ts";
import { endBySignal } from "./endBySignal.ts";
import { writeTo } from "./output.ts";
import { ProgressLine } from "./progressLine.ts";

/**
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
  const progress = new ProgressLine(env, "lines");
  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  process.once("SIGINT", interrupt);
  try {
    const onProgress = (line: string) => progress.draw(line);
    const dlv = await installDlv({
      goBinary,
      goVersion: goEnv.GOVERSION,
      env,
      onProgress,
      signal: interruption.signal,
    });
    progress.remove();
    writeTo(2, `installed dlv ${dlv.version}: ${dlv.path}\n`);
  } catch (error) {
    progress.remove();
    if (interruption.signal.aborted) await endBySignal("SIGINT");
    throw error;
  } finally {
    process.off("SIGINT", interrupt);
  }
}
