/** What a command was given, checked; and the run or the program that it means. */
import { AttributeReader } from "../../shared/contract/attributeValues.ts";
import { errorIds, Failure } from "../../shared/contract/errors.ts";
import type { KnownRun } from "../../shared/runs/knownRun.ts";
import { pathOfUri } from "../documents/paths.ts";
import { packageOfPath } from "../packages/packageOfPath.ts";
import type { ServerState } from "../state.ts";
import type { CommandArguments } from "./names.ts";

/**
 * Checks the arguments of a command.
 * @param given what stands in workspace/executeCommand: none, or one object
 * @throws Failure 7004 for anything else, and for a member of the wrong type
 */
export function checkArguments(given: unknown[] | undefined): CommandArguments {
  const [object, second] = given ?? [];
  if (object === undefined || object === null) return {};
  if (typeof object !== "object" || Array.isArray(object) || second !== undefined) {
    throw new Failure(errorIds.wrongArguments, "a gorunscope command takes one object { uri?, package?, run?, args? }");
  }
  const reader = new AttributeReader(object as Record<string, unknown>);
  const [uri, path, run] = ["uri", "package", "run"].map((name) => reader.string(name));
  const args = reader.words("args");
  const show = reader.boolean("show", false);
  return {
    ...(uri !== undefined && { uri }),
    ...(path !== undefined && { package: path }),
    ...(run !== undefined && { run }),
    ...(args.length > 0 && { args }),
    ...(show && { show }),
  };
}

/**
 * The path of the file that a command is about.
 * @throws Failure 7004 for a URI that names no file
 */
export function fileOf({ uri }: CommandArguments): string | undefined {
  if (uri === undefined) return undefined;
  const path = pathOfUri(uri);
  if (path === undefined) throw new Failure(errorIds.wrongArguments, `${uri} names no file on this machine`);
  return path;
}

/**
 * The run that a command is about: the one that is named, else the newest of the program of the file, else the newest that has the
 * package, else the newest in the workspace.
 * @throws Failure 7001 where there is none, 7004 for a URI that names no file
 */
export async function runOf(state: ServerState, args: CommandArguments): Promise<KnownRun> {
  const found = await findRun(state, args);
  if (found) return found;
  const what = args.run !== undefined ? `no run ${args.run} is known` : "there is no run yet";
  throw new Failure(errorIds.noRunYet, what, {
    advice: "Run the program once: gorunscope.run, or gorunscope run PACKAGE.",
  });
}

async function findRun(state: ServerState, args: CommandArguments): Promise<KnownRun | undefined> {
  if (args.run !== undefined) return state.runs.find(args.run);
  const path = fileOf(args);
  const known = path === undefined ? undefined : packageOfPath(state, path);
  const [own] = known ? state.programRuns.ofProgram(known) : [];
  if (own) return own;
  const seen = known ? state.programRuns.ofModule(known) : state.runs.list();
  const wanted = args.package ?? known?.importPath;
  if (wanted === undefined) return seen[0];
  const program = seen.find((run) => run.package === wanted);
  return program ?? (await state.built.newestWith(wanted, seen))?.run;
}
