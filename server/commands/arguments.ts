/** What a command was given, checked; and the run or the program that it means. */
import { existsSync } from "node:fs";
import { AttributeReader, wrongType } from "../../shared/contract/attributeValues.ts";
import { errorIds, Failure } from "../../shared/contract/errors.ts";
import type { KnownRun } from "../../shared/runs/knownRun.ts";
import { pathOfUri } from "../documents/paths.ts";
import { packageOfPath } from "../packages/packageOfPath.ts";
import type { ServerState } from "../state.ts";
import type { CommandArguments, CommandName, RequestArguments } from "./names.ts";

/** What every command takes. */
const common = ["uri", "package", "run", "args", "show"] as const satisfies readonly (keyof CommandArguments)[];

type Reader = (reader: AttributeReader, name: string) => CommandArguments[keyof CommandArguments];

const readers: Record<keyof CommandArguments, Reader> = {
  uri: text,
  package: text,
  run: text,
  args: (reader, name) => reader.words(name),
  show: flag,
  onlyMisses: flag,
  inputs: flag,
  live: flag,
  for: (reader, name) => reader.choice(name, ["run", "debug"]),
  overlay: texts,
};

/** What single commands take beside that: what their requests do. */
const further: Partial<Record<CommandName, readonly (keyof RequestArguments)[]>> = {
  cacheKeys: ["onlyMisses", "inputs"],
  procTree: ["live"],
  forecast: ["for", "overlay"],
};

function text(reader: AttributeReader, name: string): string | undefined {
  return reader.string(name);
}

function flag(reader: AttributeReader, name: string): boolean {
  return reader.boolean(name, false);
}

function texts(reader: AttributeReader, name: string): Record<string, string> {
  const given = reader.rest()[name];
  const isObject = typeof given === "object" && given !== null && !Array.isArray(given);
  if (isObject && Object.values(given).every((value) => typeof value === "string")) {
    return given as Record<string, string>;
  }
  throw wrongType(name, given, "an object of texts by absolute path");
}

/**
 * Checks the arguments of a command. What is null is missing.
 * @param given what stands in workspace/executeCommand: none, or one object
 * @throws Failure 7004 for anything else, for a member that the command does not take, and for one of the wrong type
 */
export function checkArguments(name: CommandName, given: unknown[] | undefined): CommandArguments {
  const [object, second] = given ?? [];
  if (object === undefined || object === null) return {};
  const members = [...common, ...(further[name] ?? [])];
  const takes = `{ ${members.map((member) => `${member}?`).join(", ")} }`;
  if (typeof object !== "object" || Array.isArray(object) || second !== undefined) {
    throw new Failure(errorIds.wrongArguments, `gorunscope.${name} takes one object ${takes}`);
  }
  const said = Object.entries(object).filter(([, value]) => value !== null && value !== undefined);
  const reader = new AttributeReader(Object.fromEntries(said));
  const unknown = said.find(([member]) => !members.some((each) => each === member));
  if (unknown) {
    throw new Failure(errorIds.wrongArguments, `gorunscope.${name} has no argument ${unknown[0]}`, {
      advice: `It takes ${takes}.`,
    });
  }
  const read = members
    .filter((member) => said.some(([each]) => each === member))
    .map((member) => [member, readers[member](reader, member)] as const);
  return Object.fromEntries(read.filter(([, value]) => value !== undefined));
}

/**
 * The path of the file or directory that a command is about; a Go file may not have been saved yet.
 * @throws Failure 7004 for a URI that names neither
 */
export function fileOf({ uri }: CommandArguments): string | undefined {
  if (uri === undefined) return undefined;
  const path = pathOfUri(uri);
  if (path !== undefined && (path.endsWith(".go") || existsSync(path))) return path;
  throw new Failure(errorIds.wrongArguments, `${uri} names no file on this machine`);
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
