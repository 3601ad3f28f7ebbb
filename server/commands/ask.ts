/** The commands that ask a run: buildDir, cacheKeys, procTree, explain, compare, environment. */
import type { BuildDirResponse } from "../../shared/contract/answers.ts";
import type { KnownRun } from "../../shared/runs/knownRun.ts";
import type { ServerState } from "../state.ts";
import { packageOfPath } from "../packages/packageOfPath.ts";
import { answerText } from "./answerText.ts";
import { fileOf, runOf } from "./arguments.ts";
import { hideSecrets } from "./hiddenAnswer.ts";
import { commandPrefix, type CommandArguments, type CommandName } from "./names.ts";

/** The contract's first requests have their plain names in every protocol. */
const plainNames: readonly CommandName[] = ["buildDir", "cacheKeys", "procTree"];

/** The request of a command. */
function methodOf(name: CommandName): string {
  return plainNames.includes(name) ? name : commandPrefix + name;
}

/** @throws Failure as the request says */
export async function ask(state: ServerState, name: CommandName, args: CommandArguments): Promise<unknown> {
  const run = await runOf(state, args);
  const { onlyMisses, inputs, live } = args;
  const asked = {
    ...packageArgument(state, name, args, run),
    ...(onlyMisses !== undefined && { onlyMisses }),
    ...(inputs !== undefined && { inputs }),
    ...(live !== undefined && { live }),
  };
  const body = await state.runs.request(run.run, methodOf(name), asked);
  if (args.show)
    await state.shown.show(state.client, name, answerText(name, await withoutSecrets(state, name, body, run)));
  return body;
}

/** A run's own program is all of it; of another package the request is about that alone. */
function packageArgument(state: ServerState, name: CommandName, args: CommandArguments, run: KnownRun): object {
  if (name !== "cacheKeys" && name !== "explain" && name !== "compare") return {};
  const path = fileOf(args);
  const known = path === undefined ? undefined : packageOfPath(state, path);
  const wanted = args.package ?? known?.importPath;
  // A program that was given as files has another name in its run.
  const isOwn = known !== undefined && state.programRuns.ofProgram(known).some((each) => each.run === run.run);
  const isProgram = wanted === run.package || (isOwn && wanted === known.importPath);
  return wanted === undefined || isProgram ? {} : { package: wanted };
}

async function withoutSecrets(state: ServerState, name: CommandName, body: unknown, run: KnownRun): Promise<unknown> {
  if (!run.live) return body;
  const { command, executable } = (await state.runs.request(run.run, "buildDir")) as BuildDirResponse;
  const digest = await state.runs.store.digester();
  return hideSecrets(name, body, digest, { go: command[0], executable: executable?.path });
}
