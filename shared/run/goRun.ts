/**
 * One go run from start to end. Starts go with the shims, gathers what its sources tell into facts, and brings everything to an
 * end: whatever way a run goes, when `ended` resolves no process, socket, $WORK or directory of it is left.
 */
import { EventEmitter } from "node:events";
import { existsSync, statSync } from "node:fs";
import type { Phase, ProcNode } from "../contract/answers.ts";
import { isFinal } from "../contract/answers.ts";
import { launchDefaults, type LaunchAttributes } from "../contract/launch.ts";
import { findFlag } from "../go/runArguments.ts";
import { identify, signal, signalGroup, type Identity } from "../process/identity.ts";
import { fileFailure, type RunDirectory } from "../process/privateDirectory.ts";
import { parseStat } from "../process/procfs.ts";
import { ProcessTable } from "../process/processTable.ts";
import { randomHex } from "../process/random.ts";
import { workParent } from "../process/workDirectory.ts";
import { sweep } from "../process/sweep.ts";
import { stateDirectory } from "../record/stateDirectory.ts";
import { BuildActions, type ActionFacts } from "./actions.ts";
import { goCommandLine } from "./commandLine.ts";
import { cancelBuild, clearWork, endFamily, endProgram, followGo } from "./ending.ts";
import type { RunEvents } from "./events.ts";
import { History } from "./history.ts";
import type { ExecNote } from "./notes.ts";
import { Products } from "./products.ts";
import { Provisions } from "./provisions.ts";
import type { GoRunOptions, RunDebugger, RunEnd } from "./runOptions.ts";
import { Phases } from "./phases.ts";
import { goEnvironment, planRun, type RunPlan } from "./plan.ts";
import { shimEnvironment, writeShims, type ShimPaths } from "./shims.ts";
import { newRunID } from "./runID.ts";
import { RunSources } from "./sources.ts";
import { drained, type GoProcess } from "./streams.ts";

/** How often /proc is looked at, and how often for new processes alone: while tools of a few milliseconds come and go, and later. */
const pollWhileBuildingMs = 10;
const glanceWhileBuildingMs = 1;
const pollWhileRunningMs = 250;
const glanceWhileRunningMs = 4;
export type { GoRunOptions, RunDebugger, RunEnd } from "./runOptions.ts";

export class GoRun extends EventEmitter<RunEvents> {
  readonly id = newRunID();
  readonly kind: "run" | "debug";
  readonly attributes: LaunchAttributes;
  readonly actions = new BuildActions();
  readonly table = new ProcessTable();
  readonly phases = new Phases();
  readonly ended: Promise<RunEnd>;
  /** What is known of runs before this one. */
  readonly history = new History(this);
  plan: RunPlan | undefined;
  command: string[] = [];
  go: GoProcess | undefined;
  /** The process that runs the user's program. */
  program: Identity | undefined;
  programExit: { code?: number; signal?: string } | undefined;
  /** The signal that ended go though nobody had asked for the run's end. */
  goKilledBy: string | undefined;
  workCreatedAt: Date | undefined;
  workRemovedAt: number | undefined;
  sources: RunSources | undefined;
  products: Products | undefined;
  readonly #options: GoRunOptions;
  readonly #provisions = new Provisions();
  #debugger: RunDebugger | undefined;
  #shims: ShimPaths | undefined;
  /** Breaks off what comes before go's start. */
  readonly #abort = new AbortController();
  #cancelled = false;
  #end!: (end: RunEnd) => void;

  constructor(options: GoRunOptions) {
    super();
    this.#options = options;
    this.kind = options.kind;
    this.attributes = { ...launchDefaults, ...options.attributes };
    this.ended = new Promise((resolve) => (this.#end = resolve));
    this.table.onProcess = (node) => this.#process(node);
  }

  get phase(): Phase {
    return this.phases.current;
  }

  /** The environment of whoever runs it, without what the attributes add. */
  get env(): NodeJS.ProcessEnv {
    return this.#options.env;
  }

  /** The import path of what is run, as far as go has said it, else the user's words. */
  get package(): string {
    return this.actions.linked ?? this.attributes.program.join(" ");
  }

  /** The path of the live socket, once it is there. */
  get socket(): string | undefined {
    return this.#provisions.socket;
  }

  /** $WORK, once it is known. */
  get work(): string | undefined {
    return this.sources?.work;
  }

  /** Takes the run to a phase; a final one is never left. */
  setPhase(phase: Phase): void {
    if (!this.phases.enter(phase)) return;
    if (phase === "running") this.table.poll(pollWhileRunningMs, glanceWhileRunningMs);
    if (phase === "stopped") {
      // A program that stands starts nothing more, and may stand for hours.
      this.table.glance();
      this.table.poll(pollWhileRunningMs);
    }
    this.emit("phase", { run: this.id, phase });
  }

  /**
   * Plans and starts the run. Resolves when go has started.
   * @throws Failure when it cannot be started; everything made for it is gone then
   */
  async start(): Promise<void> {
    try {
      await this.#start();
    } catch (error) {
      await this.#finish({ phase: "failed" });
      // Whoever has asked for the end need not be told what that has broken off.
      if (!this.#cancelled) throw fileFailure(error);
    }
  }

  async #start(): Promise<void> {
    const { adapterCwd, env, startGo } = this.#options;
    const { signal } = this.#abort;
    const planned = planRun(this.attributes, { adapterCwd, env, asTyped: this.#options.asTyped === true, signal });
    // Whoever fails first: a directory that was made is known, so that it is removed.
    planned.catch(() => undefined);
    // What needs no answer of go's is done while that is asked.
    const control = { stop: () => this.interrupt(), ...this.#options.control };
    const directory = await this.#provisions.make(this, startGo, control);
    const plan = await planned;
    this.plan = plan;
    this.products = new Products(this.actions, plan.goEnv);
    const mark = `gorunscope: the program starts (${randomHex(12)})`;
    const dlv = await this.#prepareDebugger(plan, directory);
    this.#shims = await writeShims(directory.path, stateDirectory(env), { mark, plan, ...dlv });
    const graphFile = plan.actionGraphFile ?? `${directory.path}/graph.json`;
    this.command = await goCommandLine(plan, this.attributes, this.#shims, graphFile, dlv !== undefined);
    if (this.#cancelled) return this.#finish({ phase: "failed" });
    const goEnv = shimEnvironment(goEnvironment(plan, this.attributes.record), plan.compilers, this.#shims);
    const keyLog = await this.#provisions.ready();
    // With -x and -n go says what it does just before the program says something: its lines are not to come later than they must.
    const gathered = ["x", "n"].some((name) => findFlag(plan.flags, name)) ? undefined : keyLog;
    this.table.expectRoot();
    this.go = await startGo.start(this.command, plan.cwd, goEnv, directory, signal, gathered);
    this.#provisions.goStarted(this.go, plan.keepWork ? undefined : workParent(plan.env, plan.goEnv.GOTMPDIR));
    this.table.root(this.go.identity.pid);
    this.table.poll(pollWhileBuildingMs, glanceWhileBuildingMs);
    this.setPhase("loading");
    this.sources = new RunSources({
      plan,
      goPid: this.go.identity.pid,
      actions: this.actions,
      table: this.table,
      emitter: this,
      mark,
      shims: this.#shims,
      graphFile,
      debug: dlv !== undefined,
      onBuilding: () => this.setPhase("building"),
      onAction: (action) => this.#action(action),
      onWork: (work) => this.#workKnown(work),
      onLinking: (path) => this.products?.linking(path),
      onExecutable: (path, by) => {
        this.products?.started(path);
        if (!this.#options.debugger) this.#provisions.programComes(by);
      },
      onBuilt: (note) => this.#built(note),
    });
    this.sources.attach(this.go);
    void this.#watchGo(this.go);
    // What a session that was killed together with its watchdog has left is removed beside our own work.
    void sweep(env);
    // Somebody may have wanted its end while go was being started.
    if (this.#cancelled) void this.cancel();
  }

  async #prepareDebugger(plan: RunPlan, directory: RunDirectory) {
    this.#debugger = await this.#options.debugger?.(plan, directory);
    return this.#debugger && { replacement: this.#debugger.command, environment: this.#debugger.environment };
  }

  /** The program that the debugger reports, so that it can be ended should the debugger die first. It may be gone already. */
  programStarted(pid: number, startTicks = identify(pid)?.startTicks ?? 0): void {
    const identity = { pid, startTicks };
    this.program = identity;
    this.table.setRole(pid, "program");
    // Under dlv the program leads a group of its own; without, it is a member of go's, or of a terminal's job.
    this.#provisions.programStarted(identity, this.#options.debugger ? "group" : "process");
  }

  /** What the debugger says of the program's end. */
  programEnded(exit: { code?: number; signal?: string }): void {
    this.programExit ??= exit;
    if (this.program) this.table.ended(this.program.pid, exit);
  }

  /** Whether somebody asked for the run's end before it came by itself. */
  get wasCancelled(): boolean {
    return this.#cancelled;
  }

  /** Asks the program to end as Ctrl-C does; before it runs, ends the build. */
  async interrupt(): Promise<void> {
    const program = this.#programIdentity();
    const runs = this.phase === "running" || this.phase === "stopped";
    if (!program || !runs) await this.cancel();
    else if (!signalGroup(program, "SIGINT")) signal(program, "SIGINT");
  }

  /** Ends the run, in whatever phase it is: resolves when nothing of it is left. */
  async cancel(): Promise<RunEnd> {
    this.#cancelled ||= this.programExit === undefined;
    this.#abort.abort();
    const { go, plan } = this;
    if (go && plan && !isFinal(this.phase)) {
      if (this.phases.began("starting") === undefined) await cancelBuild(go, this.table, this.#shims!.cancelFile);
      else await endProgram(go, this.table, this.#programIdentity(), () => this.#debugger?.close());
    }
    return this.ended;
  }

  /** The program, from the debugger's word or from the process tree. */
  #programIdentity(): Identity | undefined {
    return this.program ?? this.table.findRole("program");
  }

  #action(action: ActionFacts): void {
    if (this.actions.ran(action) === true) this.history.prepare();
    if (this.listenerCount("action") > 0) this.emit("action", { ...this.actions.describe(action), run: this.id });
  }

  #process(node: Omit<ProcNode, "children">): void {
    if (node.exitedAt !== undefined) {
      const hasFailed = !this.#cancelled && (node.exitCode ?? 0) !== 0; // To stop a build, its tools are made to fail.
      const action = this.actions.toolEnded(node.pid, Date.parse(node.exitedAt), hasFailed);
      if (action) this.#action(action);
    }
    this.emit("process", { ...node, run: this.id });
  }

  #workKnown(work: string): void {
    this.workCreatedAt = statSync(work, { throwIfNoEntry: false })?.birthtime;
    if (!this.plan?.keepWork) this.#provisions.workKnown(work);
  }

  #built(note: ExecNote): void {
    for (const action of this.actions.finish()) this.#action(action);
    this.products?.linked();
    this.setPhase("starting");
    this.emit("built");
    if (this.#options.debugger) return;
    this.programStarted(note.pid, parseStat(note.stat)?.startTicks);
    this.setPhase("running");
  }

  /** go's end is the run's end, whatever came before. */
  async #watchGo(go: GoProcess): Promise<void> {
    const exit = await go.exited;
    if (this.work !== undefined && !existsSync(this.work)) this.workRemovedAt = Date.now();
    if (!this.#cancelled) this.goKilledBy = exit.signal;
    this.table.ended(go.identity.pid, exit);
    await Promise.all([drained(go.goStderr), drained(go.notes)]);
    await this.sources?.handedOn;
    if (exit.signal !== undefined && !this.#options.debugger) await followGo(this.#programIdentity(), exit.signal);
    await endProgram(go, this.table, this.#programIdentity(), () => this.#debugger?.close());
    if (this.#cancelled || exit.signal !== undefined) await endFamily(go, this.table);
    this.actions.settle(await this.sources?.readGraph());
    const started = this.phases.began("starting") !== undefined;
    if (started && this.kind === "run")
      this.programEnded(this.sources?.programExit ?? (exit.code === 0 ? { code: 0 } : {}));
    await this.#finish({ phase: started ? "exited" : "failed", go: exit });
  }

  /** Removes all that was made for the run, and says that it is over. */
  async #finish(end: RunEnd): Promise<void> {
    // All has ended: those whose end nobody has waited for are seen to be gone.
    this.table.close();
    await this.products?.close();
    this.#debugger?.close();
    if (this.plan && !this.plan.keepWork) {
      await clearWork(this.work, this.go, this.plan);
      if (this.work !== undefined) this.workRemovedAt ??= Date.now();
    }
    this.#provisions.end();
    this.setPhase(end.phase);
    await this.#provisions.remove();
    this.#end(end);
  }
}
