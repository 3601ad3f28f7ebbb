/** A run of this process as one that can be asked. */
import { errorIds, Failure } from "../../contract/errors.ts";
import type { LaunchAttributes } from "../../contract/launch.ts";
import type { GoRun } from "../goRun.ts";
import type { RunPlan } from "../plan.ts";
import { buildDir } from "./buildDir.ts";
import { cacheKeys } from "./cacheKeys.ts";
import { procTree } from "./procTree.ts";
import type { LaunchAgain, RunView } from "./view.ts";

/** Each answer is of the moment in which it is asked for. */
export function liveView(run: GoRun): RunView {
  return {
    id: run.id,
    kind: run.kind,
    get phase() {
      return run.phase;
    },
    buildDir: () => buildDir(run),
    cacheKeys: (args) => cacheKeys(run, args),
    procTree: (args) => new Promise((resolve) => resolve(procTree(run, args))),
    variables: async () => {
      const [{ hideWith }, { setVariables }] = await Promise.all([
        import("../../record/secrets.ts"),
        import("../setVariables.ts"),
      ]);
      return setVariables(planOf(run), hideWith(await run.history.digester()));
    },
    build: async () => (await import("./liveBuild.ts")).liveBuild(run),
    launch: () => launchOf(run.attributes, planOf(run)),
  };
}

function planOf({ plan }: GoRun): RunPlan {
  if (!plan)
    throw new Failure(errorIds.wrongPhase, "the run is still being planned: it is not known yet what is built");
  return plan;
}

function launchOf(attributes: LaunchAttributes, plan: RunPlan): LaunchAgain {
  return { ...attributes, program: plan.program.words, cwd: plan.cwd };
}
