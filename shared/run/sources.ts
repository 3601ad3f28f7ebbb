/**
 * Listens to what go and the shims say while a run goes on, and turns it into facts: keys, tools, processes, compiler errors,
 * the moment at which the program starts.
 */
import { existsSync, renameSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { parseActionGraph, type ActionGraph } from "../go/actionGraph.ts";
import { Diagnostics, type Finding } from "../go/diagnostics.ts";
import { KeyLog } from "../go/keyLog.ts";
import type { GatheredFile } from "../process/gatheredFile.ts";
import type { Exit } from "../process/spawn.ts";
import type { Identity } from "../process/identity.ts";
import type { ProcessTable } from "../process/processTable.ts";
import { parseStat } from "../process/procfs.ts";
import type { ActionFacts, BuildActions } from "./actions.ts";
import type { RunEmitter } from "./events.ts";
import { NoteReader, takeLongCommand, type CompilerNote, type ExecNote, type Note, type ToolNote } from "./notes.ts";
import type { RunPlan } from "./plan.ts";
import { shimWords, type ShimPaths } from "./shims.ts";
import type { GoProcess } from "./streams.ts";

/** How often what go has said is collected, milliseconds: while it builds, and while the program runs; with each note, too. */
const collectMs = 10;
const collectWhileRunningMs = 250;

/** How many of go's own lines are kept to explain a failure. */
const keptLines = 200;

export interface SourceOptions {
  plan: RunPlan;
  goPid: number;
  actions: BuildActions;
  table: ProcessTable;
  emitter: RunEmitter;
  /** The line that the exec shim writes to go's standard error. */
  mark: string;
  shims: ShimPaths;
  /** The path of go's action graph. */
  graphFile: string;
  /** Whether the exec shim becomes dlv. */
  debug: boolean;
  onBuilding(): void;
  onAction(action: ActionFacts): void;
  onWork(work: string): void;
  /** The linker has started, and will write this file. */
  onLinking(path: string): void;
  /** The executable is about to be started, by this process or in its place: it may be gone soon. */
  onExecutable(path: string, by: Identity): void;
  onBuilt(note: ExecNote): void;
}

export class RunSources {
  readonly #options: SourceOptions;
  readonly #keyLog: KeyLog;
  readonly #notes: NoteReader;
  readonly #diagnostics: Diagnostics;
  readonly #shimWords: readonly string[];
  #gathered: GatheredFile | undefined;
  #execNote: ExecNote | undefined;
  #markSeen = false;
  #planReading: Promise<void> | undefined;
  /** The action graph as it was read last. */
  #graph: ActionGraph | undefined;
  #lastPackage: string | undefined;
  /** go's own lines, the last ones, for the failure's sentence. */
  readonly lines: string[] = [];
  /** $WORK, once go's action graph was read. */
  work: string | undefined;
  /** What go said of the program's end; it says nothing of a status of 0. */
  programExit: Exit | undefined;
  /** Resolves when the run knows of the program's start, if one was read. */
  handedOn: Promise<void> = Promise.resolve();

  constructor(options: SourceOptions) {
    this.#options = options;
    this.#diagnostics = new Diagnostics(options.plan.workingDirectory);
    this.#shimWords = shimWords(options.shims);
    this.#keyLog = new KeyLog({
      onOpen: (block) => {
        if (block.kind === "build" || block.kind === "link") void this.#plan();
      },
      onKey: (block) => {
        if (options.actions.key(block)) this.#progress();
      },
      onLine: (line) => this.#line(line),
    });
    this.#notes = new NoteReader((note) => this.#note(note));
  }

  /** Reads both streams until they end. */
  attach({ goStderr, notes, gathered }: Pick<GoProcess, "goStderr" | "notes" | "gathered">): void {
    goStderr.on("data", (chunk: Buffer) => this.#keyLog.push(chunk));
    goStderr.on("end", () => {
      this.#keyLog.end();
      for (const finding of this.#diagnostics.end()) this.#found(finding);
    });
    this.#gathered = gathered;
    gathered?.poll(collectMs);
    notes.on("data", (chunk: Buffer) => {
      // What go and a shim have said before the note comes before it.
      gathered?.collect();
      this.#notes.push(chunk);
    });
  }

  /** The compiler's errors so far. */
  get compilerErrors() {
    return this.#diagnostics.errors;
  }

  /**
   * Reads the action graph as go left it; undefined where it was not written to its end. A file of ours is removed: the program's
   * arguments and the linker's command line stand in it. go makes a new one when it ends.
   */
  async readGraph(): Promise<ActionGraph | undefined> {
    const { graphFile, plan } = this.#options;
    const isOurs = plan.actionGraphFile === undefined;
    // Under another name, so that go's next one is not removed in its place.
    const file = isOurs ? `${graphFile}.read` : graphFile;
    if (isOurs && existsSync(graphFile)) renameSync(graphFile, file);
    const text = await readFile(file, "utf8").catch(() => undefined);
    const graph = text === undefined ? undefined : parseActionGraph(text);
    if (graph === undefined) return this.#graph;
    if (isOurs) rmSync(file, { force: true });
    this.#graph = graph;
    this.work ??= graph.work;
    return graph;
  }

  /**
   * go writes its plan before the first action: the first key's opening says that it is there, and without a key log the first
   * tool, which go asks for its version.
   */
  #plan(): Promise<void> {
    return (this.#planReading ??= this.#readPlan());
  }

  async #readPlan(): Promise<void> {
    const graph = await this.readGraph();
    if (!graph) {
      this.#planReading = undefined;
      return;
    }
    this.#options.onBuilding();
    if (graph.work !== undefined) this.#options.onWork(graph.work);
    this.#options.actions.plan(graph);
    this.#progress();
  }

  #progress(): void {
    const { actions, emitter } = this.#options;
    if (!actions.planned) return;
    emitter.emit("progress", {
      done: actions.keyed,
      total: actions.size,
      ...(this.#lastPackage === undefined ? {} : { package: this.#lastPackage }),
    });
  }

  #note(note: Note): void {
    if (note.kind === "exec") this.#exec(note);
    else if (note.kind === "compiler") this.#compiler(note);
    else this.#tool(note);
  }

  #compiler(note: CompilerNote): void {
    const stat = parseStat(note.stat);
    this.#options.table.note({
      pid: note.pid,
      parentPid: stat?.parentPid ?? this.#options.goPid,
      ...(stat ? { startTicks: stat.startTicks } : {}),
      command: this.#commandOf(note),
      role: "tool",
      ...(note.package === "" ? {} : { package: note.package }),
    });
  }

  #commandOf({ pid, command }: ToolNote | CompilerNote): string[] {
    return command.length > 0 ? command : takeLongCommand(`${this.#options.shims.longCommands}${pid}`);
  }

  #tool(note: ToolNote): void {
    void this.#plan();
    const { plan, goPid, table, actions } = this.#options;
    const whole = this.#commandOf(note);
    const command = whole.slice(plan.userToolexec.length);
    const stat = parseStat(note.stat);
    table.note({
      pid: note.pid,
      parentPid: stat?.parentPid ?? goPid,
      ...(stat ? { startTicks: stat.startTicks } : {}),
      command: whole,
      role: toolRole(command),
      ...(note.package === "" ? {} : { package: note.package }),
    });
    const action = actions.tool(note.pid, note.package, command, Date.now());
    if (!action) return;
    const output = action.action === "link" ? command[command.indexOf("-o") + 1] : undefined;
    if (output !== undefined) this.#options.onLinking(output);
    this.#lastPackage = note.package;
    this.#progress();
    this.#options.onAction(action);
  }

  #exec(note: ExecNote): void {
    const stat = parseStat(note.stat);
    this.#options.onExecutable(note.executable, { pid: note.pid, startTicks: stat?.startTicks ?? 0 });
    this.#options.table.note({
      pid: note.pid,
      parentPid: stat?.parentPid ?? this.#options.goPid,
      ...(stat ? { startTicks: stat.startTicks } : {}),
      command: this.#options.debug ? [] : [note.executable, ...this.#options.plan.args],
      role: this.#options.debug ? "debugger" : "program",
    });
    this.#execNote = note;
    this.#builtWhenBothSeen();
  }

  #line(said: string): void {
    if (said === this.#options.mark) {
      for (const finding of this.#diagnostics.end()) this.#found(finding);
      this.#markSeen = true;
      this.#builtWhenBothSeen();
      return;
    }
    // With -x and -n go prints what it starts; without the shims that is what a plain go run prints.
    const line = this.#shimWords.reduce((text, shim) => text.replaceAll(shim, ""), said);
    this.lines.push(line);
    if (this.lines.length > keptLines) this.lines.shift();
    this.#options.emitter.emit("goLine", line);
    for (const finding of this.#diagnostics.push(line)) this.#found(finding);
  }

  #found(finding: Finding): void {
    if (finding.kind === "end")
      this.programExit = "signal" in finding ? { signal: finding.signal } : { code: finding.exitStatus };
    if (finding.kind === "error" && finding.error.severity === "error" && finding.error.package !== undefined) {
      const action = this.#options.actions.fail(finding.error.package);
      if (action) this.#options.onAction(action);
    }
    this.#options.emitter.emit("finding", finding);
  }

  /** The note comes on one descriptor, the mark on another: only with both everything before them has been read. */
  #builtWhenBothSeen(): void {
    const note = this.#execNote;
    if (!note || !this.#markSeen) return;
    // From here to the program's end go says nothing.
    this.#gathered?.poll(collectWhileRunningMs);
    this.handedOn = this.#plan().then(() => this.#options.onBuilt(note));
  }
}

/** One of go's tools at work; asked for its version only, it is any tool. */
function toolRole([tool = "", first]: string[]): "compile" | "link" | "asm" | "cgo" | "tool" {
  const name = basename(tool, ".exe");
  if (first === "-V=full") return "tool";
  return name === "compile" || name === "link" || name === "asm" || name === "cgo" ? name : "tool";
}
