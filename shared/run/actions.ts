/**
 * The build's actions: what is planned, which keys are known, which tools ran. Fed by the action graph that go writes before and
 * after the build, by the key log and by the tool shim's notes.
 */
import { basename } from "node:path";
import type { CacheAction } from "../contract/answers.ts";
import type { ActionGraph, GraphAction } from "../go/actionGraph.ts";
import { shortID } from "../go/buildCache.ts";
import type { KeyBlock } from "../go/keyLog.ts";

/** A profile is prepared for the compiler once, for all packages. */
const profileMode = "preprocess PGO profile";

/** The modes that have a cache key of their own. Other modes of go's belong to one of these. */
const keyedModes = new Set(["build", "link", profileMode]);

/** What a tool works for, where that is not a package's build. */
const modesOfTools = new Map([
  ["link", "link"],
  ["preprofile", profileMode],
]);

/** One action, as far as it is known. Times are milliseconds since the epoch. */
export interface ActionFacts {
  id: string;
  action: string;
  package: string;
  objdir?: string;
  key?: KeyBlock;
  /** The last tool that ran for it. */
  tool?: { pid: number; command: string[] };
  startedAt?: number;
  endedAt?: number;
  failed: boolean;
  /** What go said of it at its end: the last word where there is one. */
  settled?: GraphAction;
}

export class BuildActions {
  readonly #actions = new Map<string, ActionFacts>();
  /** Ids of those that have a key: counted anew with each key of a large build they would take longer than its log. */
  readonly #keyed = new Set<string>();
  #over = false;
  #ended = false;
  #planned = false;
  #changes = 0;

  /** All actions in the order they became known. */
  get all(): readonly ActionFacts[] {
    return [...this.#actions.values()];
  }

  get size(): number {
    return this.#actions.size;
  }

  /** The import path of the package that is linked, once that is known. */
  get linked(): string | undefined {
    for (const { action, package: path } of this.#actions.values()) if (action === "link") return path;
    return undefined;
  }

  /** Another one whenever something is known of what was rebuilt that was not known before. */
  get revision(): string {
    let rebuilt = 0;
    let failed = 0;
    for (const action of this.#actions.values()) {
      if (this.ran(action) === true) rebuilt++;
      if (action.failed) failed++;
    }
    return [this.size, this.keyed, rebuilt, failed, this.#over].join(" ");
  }

  /** Another one whenever anything is known that was not known before. */
  get changes(): number {
    return this.#changes;
  }

  /** Whether go's plan was read: before that, the number of actions is not known. */
  get planned(): boolean {
    return this.#planned;
  }

  /** How many actions have a key: go has come so far. */
  get keyed(): number {
    return this.#keyed.size;
  }

  /** The action graph as go writes it before the build. */
  plan(graph: ActionGraph): void {
    this.#planned = true;
    this.#changes++;
    // Keys may have come before: the plan's order stands all the same.
    const known = new Map(this.#actions);
    this.#actions.clear();
    for (const planned of graph.actions) {
      if (!keyedModes.has(planned.mode)) continue;
      const action = this.#ensure(planned.mode, planned.package, known);
      if (planned.objdir !== undefined) action.objdir = planned.objdir.replace(/\/$/, "");
    }
    for (const [id, action] of known) if (!this.#actions.has(id)) this.#actions.set(id, action);
  }

  /** A key's block of the key log was closed. */
  key(block: KeyBlock): ActionFacts | undefined {
    if (!keyedModes.has(block.kind)) return undefined;
    this.#changes++;
    // The log names a profile by its file, the action graph by nothing.
    const action = this.#ensure(block.kind, block.kind === profileMode ? "" : block.package);
    action.key = block;
    if (block.actionID === undefined) this.#keyed.delete(action.id);
    else this.#keyed.add(action.id);
    return action;
  }

  /**
   * A tool started; undefined where it belongs to no action (go asks a tool for its version).
   * @param command the tool and its arguments, without the words of the user's own -toolexec
   */
  tool(pid: number, packagePath: string, command: string[], at: number): ActionFacts | undefined {
    const mode = modesOfTools.get(basename(command[0] ?? "", ".exe")) ?? "build";
    if (command[1] === "-V=full" || (packagePath === "" && mode !== profileMode)) return undefined;
    this.#changes++;
    const action = this.#ensure(mode, packagePath);
    action.tool = { pid, command };
    action.startedAt ??= at;
    delete action.endedAt;
    return action;
  }

  /** A tool ended: its action has ended as far as one can see from outside. */
  toolEnded(pid: number, at: number, failed: boolean): ActionFacts | undefined {
    for (const action of this.#actions.values()) {
      if (action.tool?.pid !== pid || action.endedAt !== undefined) continue;
      this.#changes++;
      action.endedAt = at;
      if (failed) action.failed = true;
      return action;
    }
    return undefined;
  }

  /** Compiler errors of a package: its build failed. @returns undefined where that was known, or there is no such action */
  fail(packagePath: string): ActionFacts | undefined {
    const action = this.#actions.get(`build ${packagePath}`);
    if (!action || action.failed) return undefined;
    this.#changes++;
    action.failed = true;
    return action;
  }

  /** The build is over: what no tool ran for came from the cache. @returns the actions of which that was not known before */
  finish(): ActionFacts[] {
    this.#over = true;
    this.#changes++;
    return this.all.filter((action) => !action.tool);
  }

  /**
   * go has ended: what could only be estimated is settled by the action graph as go writes it at its end.
   * @param graph absent where go could not write it
   */
  settle(graph: ActionGraph | undefined): void {
    this.#ended = true;
    this.#changes++;
    if (!graph) return;
    const firstSteps = firstStarts(graph);
    for (const settled of graph.actions) {
      if (!keyedModes.has(settled.mode)) continue;
      const action = this.#ensure(settled.mode, settled.package);
      action.settled = settled;
      if (!settled.ran || settled.timeStart === undefined || settled.timeDone === undefined) continue;
      // go gives an action its build ID when the output is there; a preprocessed profile has none.
      if (settled.mode !== profileMode) action.failed = settled.buildID === undefined;
      const firstStep = settled.mode === "build" ? firstSteps.get(settled.package) : undefined;
      action.startedAt = Math.min(Date.parse(settled.timeStart), firstStep ?? Infinity);
      action.endedAt = Date.parse(settled.timeDone);
    }
  }

  /** Whether an action ran a tool; undefined where that is not known yet. */
  ran(action: ActionFacts): boolean | undefined {
    if (action.tool) return true;
    if (action.settled?.timeDone !== undefined) return action.settled.ran;
    return this.#over ? false : undefined;
  }

  /** The state of an action, and why where it is not plain. */
  state(action: ActionFacts): Pick<CacheAction, "state" | "why"> {
    if (action.failed) return { state: "failed" };
    if (this.#ended && !this.#over && action.settled?.timeDone === undefined) {
      return { state: "unknown", why: "go was ended before it could tell how this came out" };
    }
    const ran = this.ran(action);
    if (ran === true) return { state: action.endedAt === undefined && !this.#over ? "building" : "miss" };
    if (ran === undefined) return { state: "pending" };
    if (action.key?.ambiguous) {
      return { state: "unknown", why: "go computed two keys under this one name; which is which cannot be told apart" };
    }
    if (!this.#over && !action.key?.actionID && !action.settled?.actionID) {
      return { state: "unknown", why: "go computed no key for it: the build ended before" };
    }
    return { state: "hit" };
  }

  /** The contract's action without what stands in the cache's files. */
  describe(action: ActionFacts): CacheAction {
    const actionID = action.key?.ambiguous ? undefined : (action.key?.actionID ?? undefined);
    const described: CacheAction = {
      id: action.id,
      action: action.action,
      package: action.package,
      ...this.state(action),
    };
    if (actionID !== undefined) {
      described.actionID = actionID;
      described.shortID = shortID(actionID);
    } else if (action.settled?.buildID !== undefined && action.settled.actionID !== undefined) {
      described.shortID = action.settled.actionID;
      described.why ??= "only the short form of the key is known: the key log was off";
    } else if (this.#over && !action.failed) {
      described.why ??= "its key is not known: the key log is off";
    }
    if (action.startedAt !== undefined) described.startedAt = new Date(action.startedAt).toISOString();
    if (action.startedAt !== undefined && action.endedAt !== undefined) {
      described.durationMs = Math.max(0, action.endedAt - action.startedAt);
    }
    if (action.tool) {
      described.pid = action.tool.pid;
      described.command = action.tool.command;
    }
    return described;
  }

  #ensure(action: string, packagePath: string, known: ReadonlyMap<string, ActionFacts> = this.#actions): ActionFacts {
    const id = `${action} ${packagePath}`;
    const facts = known.get(id) ?? { id, action, package: packagePath, failed: false };
    this.#actions.set(id, facts);
    return facts;
  }
}

/**
 * When the first step of a package's build began, milliseconds since the epoch: since Go 1.26 cgo, each of its C files and cover are
 * actions of their own, and the build's time is the compiler's alone.
 */
function firstStarts(graph: ActionGraph): Map<string, number> {
  const starts = new Map<string, number>();
  for (const { mode, ran, package: path, timeStart } of graph.actions) {
    if (!ran || keyedModes.has(mode) || timeStart === undefined) continue;
    starts.set(path, Math.min(starts.get(path) ?? Infinity, Date.parse(timeStart)));
  }
  return starts;
}
