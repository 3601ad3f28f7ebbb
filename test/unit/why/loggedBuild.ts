import { readFileSync } from "node:fs";
import type { KeyInput } from "../../../shared/contract/answers.ts";
import { parseInputs } from "../../../shared/go/keyInputs.ts";
import { KeyLog } from "../../../shared/go/keyLog.ts";
import type { KnownBuild } from "../../../shared/why/build.ts";
import { fixturePath } from "../../support/golden.ts";

/** A build as a recorded key log has it. */
export type LoggedBuild = Pick<KnownBuild, "run" | "package" | "actions" | "inputs">;

/** @param log a key log's text */
export function loggedBuild(log: Buffer): LoggedBuild {
  const reader = new KeyLog({});
  reader.push(log);
  reader.end();
  const inputs = new Map<string, KeyInput[]>();
  for (const [id, block] of reader.blocks) inputs.set(id, parseInputs(block.rawInputs()));
  const actions = [...reader.blocks].map(([id, { kind, package: path, actionID }]) => ({
    id,
    action: kind,
    package: path,
    state: "hit" as const,
    ...(actionID !== undefined && { actionID }),
  }));
  const main = actions.find(({ action }) => action === "link")?.package ?? "";
  return { run: "20261122T100000-1234abcd", package: main, actions, inputs: (id) => inputs.get(id) };
}

/** The build that a file of test/fixtures/why holds. */
export function fixtureBuild(name: string): LoggedBuild {
  return loggedBuild(readFileSync(fixturePath(`why/${name}`)));
}

/** The same build with some inputs changed, and other keys for their actions. */
export function withInputs(
  build: LoggedBuild,
  change: (id: string, inputs: KeyInput[]) => KeyInput[] | undefined,
): LoggedBuild {
  const changed = new Map(build.actions.map(({ id }) => [id, change(id, build.inputs(id) ?? [])]));
  return {
    ...build,
    actions: build.actions.map((action) =>
      JSON.stringify(changed.get(action.id)) === JSON.stringify(build.inputs(action.id))
        ? action
        : { ...action, actionID: "f".repeat(64) },
    ),
    inputs: (id) => changed.get(id),
  };
}
