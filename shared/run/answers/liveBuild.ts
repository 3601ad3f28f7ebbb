import type { KeyInput } from "../../contract/answers.ts";
import { errorIds, Failure } from "../../contract/errors.ts";
import { importPaths, parseInputs } from "../../go/keyInputs.ts";
import { hideWith, InputRedactor } from "../../record/secrets.ts";
import { redactFlags } from "../../record/secretWords.ts";
import type { KnownBuild } from "../../why/build.ts";
import type { GoRun } from "../goRun.ts";
import { debugPackagesText } from "../settings.ts";
import { setVariables } from "../setVariables.ts";

/**
 * The build as far as it is known now.
 * @throws Failure 7002 while the run is still being planned
 */
export async function liveBuild(run: GoRun): Promise<KnownBuild> {
  const { plan } = run;
  if (!plan) throw new Failure(errorIds.wrongPhase, "the run is still being planned: no key is known yet");
  const digest = await run.history.digester();
  const facts = run.actions.all;
  const module = plan.modules[0]?.path;
  const byId = new Map(facts.map((action) => [action.id, action]));
  const redactor = new InputRedactor(digest);
  const lines = new Map<string, KeyInput[]>();
  return {
    run: run.id,
    kind: run.kind,
    package: run.package,
    flags: redactFlags(plan.userFlags, hideWith(digest)),
    variables: setVariables(plan, hideWith(digest)),
    ...(run.kind === "debug" && { debugPackages: debugPackagesText(run.attributes) }),
    ...(module === undefined ? {} : { module }),
    startedAt: new Date(run.phases.all[0]?.at ?? 0).toISOString(),
    phase: run.phase,
    actions: facts.map((action) => run.actions.describe(action)),
    inputs: (id) => {
      const key = byId.get(id)?.key;
      return key && !key.ambiguous ? redactor.redact(parseInputs(key.rawInputs(), lines)) : undefined;
    },
    imports: (id) => importPaths(byId.get(id)?.key?.rawInputs() ?? []),
  };
}
