/**
 * The file that go writes for -debug-actiongraph: JSON of actionJSON in cmd/go/internal/work/action.go. It is written twice: before
 * the build, without IDs, commands and times, and when everything (the program of a go run, too) has ended.
 */
import { dirname } from "node:path";

/** One action; what go has not said yet is absent. */
export interface GraphAction {
  id: number;
  /** "build", "link", "go run", "build check cache", "nop", … */
  mode: string;
  /** The import path, or "". */
  package: string;
  /** $WORK/b001/, as go writes it, with a slash at the end. Several actions of one package share it. */
  objdir?: string;
  /** Where the result belongs. */
  target?: string;
  /** The key's short form, the first part of the build ID: shortID of the key in the log. */
  actionID?: string;
  /** Of a build `action/content`, of a link `action(link)/action(main)/content(main)/content(link)`. */
  buildID?: string;
  /** The command lines that ran, each as one text in shell notation. */
  commands: string[];
  /** Whether any command ran: what was taken from the cache has none. */
  ran: boolean;
  /** Ids of the actions that this one needs. */
  deps: number[];
  /** ISO 8601 UTC. */
  timeReady?: string;
  timeStart?: string;
  timeDone?: string;
  /** What the commands took by the clock, in their own code and in the kernel, milliseconds. */
  realMs?: number;
  userMs?: number;
  sysMs?: number;
}

export interface ActionGraph {
  actions: GraphAction[];
  /** $WORK: the directory in which the object directories stand. */
  work?: string;
}

/**
 * Reads an action graph as far as it is understood.
 * @returns undefined for text that is no list in complete JSON: a file that is being written
 */
export function parseActionGraph(text: string): ActionGraph | undefined {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(list)) return undefined;
  const actions = list.map(parseAction).filter((action) => action !== undefined);
  const objdir = actions.find((action) => action.objdir !== undefined)?.objdir;
  return objdir === undefined ? { actions } : { actions, work: dirname(objdir) };
}

function parseAction(value: unknown): GraphAction | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const fields = value as Record<string, unknown>;
  if (typeof fields.ID !== "number" || typeof fields.Mode !== "string") return undefined;
  const commands = listOf(fields.Cmd, (each) => typeof each === "string");
  const optional = {
    objdir: text(fields.Objdir),
    target: text(fields.Target),
    actionID: text(fields.ActionID),
    buildID: text(fields.BuildID),
    timeReady: time(fields.TimeReady),
    timeStart: time(fields.TimeStart),
    timeDone: time(fields.TimeDone),
    realMs: milliseconds(fields.CmdReal),
    userMs: milliseconds(fields.CmdUser),
    sysMs: milliseconds(fields.CmdSys),
  };
  return {
    id: fields.ID,
    mode: fields.Mode,
    package: text(fields.Package) ?? "",
    commands,
    ran: commands.length > 0,
    deps: listOf(fields.Deps, (each) => typeof each === "number"),
    ...withoutUndefined(optional),
  };
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(values: T): Defined<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>;
}

function listOf<T>(value: unknown, is: (each: unknown) => each is T): T[] {
  return Array.isArray(value) ? value.filter(is) : [];
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Go's time.Time; its zero, year 1, stands for a time that has not come. */
function time(value: unknown): string | undefined {
  if (typeof value !== "string" || value.startsWith("0001-")) return undefined;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** Go's time.Duration, nanoseconds. */
function milliseconds(value: unknown): number | undefined {
  return typeof value === "number" ? value / 1e6 : undefined;
}
