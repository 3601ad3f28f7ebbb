/** The build that is to come beside the recorded ones: in the form in which builds are compared. */
import { randomBytes } from "node:crypto";
import { parseInputs } from "../go/keyInputs.ts";
import { digester } from "../record/digest.ts";
import { redactFlags } from "../record/secretWords.ts";
import { hideWith, redactInputs } from "../record/secrets.ts";
import type { RecordStore } from "../record/store.ts";
import { earlierBuilds } from "../run/earlierBuilds.ts";
import type { RunPlan } from "../run/plan.ts";
import { settingsOf } from "../run/settings.ts";
import { setVariables } from "../run/setVariables.ts";
import type { Earlier } from "../why/explain.ts";
import type { Coming } from "./reasons.ts";

/** Whose records are asked. */
export interface BuildsOptions {
  for: "run" | "debug";
  store: RecordStore;
}

/**
 * What is known of the build that is to come, its secrets as the digests of the records, and the builds before it.
 * @param main the import path of package main
 */
export async function buildsOf(
  main: string,
  plan: RunPlan,
  { for: kind, store }: BuildsOptions,
): Promise<{ coming: Omit<Coming, "forced">; earlier: Earlier }> {
  // Without a salt there are no records either: the digests then compare with nothing.
  const digest = await store.digester().catch(() => digester(randomBytes(32)));
  const hide = hideWith(digest);
  const coming = {
    kind,
    package: main,
    flags: redactFlags(plan.userFlags, hide),
    variables: setVariables(plan, hide),
    module: plan.modules[0]?.path,
    goVersion: plan.goEnv.GOVERSION,
    inputsOf: (judged: { inputs: () => string[] }) => redactInputs(parseInputs(judged.inputs()), digest),
  };
  const directory = plan.program.packageDir;
  const compared = { run: "", kind, package: main, settings: settingsOf(plan, digest), cwd: plan.workingDirectory };
  // Records that cannot be read leave the forecast as it is; it knows fewer reasons then.
  const earlier = await earlierBuilds(store, {
    ...compared,
    ...(directory === undefined ? {} : { directory }),
  }).catch((): Earlier => ({ builds: [], noRecords: true }));
  return { coming, earlier };
}
