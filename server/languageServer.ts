/** The language server of one client: brings its state together, and keeps lenses as true as what they tell of. */
import type { Connection, TextDocumentContentChangeEvent, TextDocumentItem } from "vscode-languageserver";
import { isFinal, type PhaseEvent } from "../shared/contract/answers.ts";
import { sentenceOf } from "../shared/contract/errors.ts";
import { findModule } from "../shared/go/module.ts";
import { sweep } from "../shared/process/sweep.ts";
import { within } from "../shared/process/waiting.ts";
import { Runs } from "../shared/runs/runs.ts";
import { BuildProgress } from "./buildProgress.ts";
import type { Client } from "./client.ts";
import { goEnvironmentOf } from "./commands/launch.ts";
import { Configuration } from "./configuration.ts";
import { Documents } from "./documents/documents.ts";
import { innermostFolder } from "./folders.ts";
import { forecastTarget } from "./forecasts/forecaster.ts";
import { Forecasts, type ForecastTarget } from "./forecasts/forecasts.ts";
import { Background } from "./packages/background.ts";
import { programOf, type GoPackage } from "./packages/goPackage.ts";
import { packageOfPath } from "./packages/packageOfPath.ts";
import { Packages } from "./packages/packages.ts";
import { LensRefresh } from "./refresh.ts";
import { BuiltPackages } from "./runs/builtPackages.ts";
import { OwnRuns } from "./runs/ownRuns.ts";
import { ProgramRuns } from "./runs/programRuns.ts";
import { environmentWith, type Settings } from "./settings.ts";
import { ShownDocuments } from "./shownDocuments.ts";
import { isProgram, overlayOf, type ServerState } from "./state.ts";
import { holdsMs } from "./text/runningTime.ts";

/** So long the client's settings are waited for before anything is answered, in milliseconds. */
const settingsMs = 500;

/** So many programs are forecast as one types: those whose files are open. */
const forecastPrograms = 4;

export interface ServerOptions {
  env: NodeJS.ProcessEnv;
  /** The words that start gorunscope itself. */
  program: readonly string[];
  /** Resolves when the client has taken what was sent so far. */
  drained: () => Promise<void>;
}

export class LanguageServer implements ServerState {
  readonly connection: Connection;
  readonly client: Client;
  readonly env: NodeJS.ProcessEnv;
  readonly program: readonly string[];
  readonly documents = new Documents();
  readonly packages: Packages;
  readonly runs: Runs;
  readonly programRuns: ProgramRuns;
  readonly built: BuiltPackages;
  readonly ownRuns: OwnRuns;
  readonly forecasts: Forecasts;
  readonly shown: ShownDocuments;
  readonly configuration: Configuration;
  readonly #refresh: LensRefresh;
  readonly #background = new Background();
  /** Resolves when nothing is left of servers and runs that were killed. */
  #swept: Promise<void> = Promise.resolve();

  /** @param initial `initializationOptions` */
  constructor(connection: Connection, client: Client, initial: object, options: ServerOptions) {
    this.connection = connection;
    this.client = client;
    this.env = options.env;
    this.program = options.program;
    this.documents.encoding = this.client.encoding;
    this.configuration = new Configuration(connection, client, initial);
    this.configuration.begin();
    this.#refresh = new LensRefresh(async () => {
      if (this.client.refreshesLenses) await connection.sendRequest("workspace/codeLens/refresh");
    });
    this.runs = new Runs(options.env);
    this.programRuns = new ProgramRuns(this.runs, () => this.#refresh.soon());
    this.built = new BuiltPackages(this.runs);
    this.packages = new Packages(this.#background, (directory) => this.#goSettings(directory));
    this.shown = new ShownDocuments(connection, options.env);
    const progress = new BuildProgress(connection, this.client.showsProgress);
    this.ownRuns = new OwnRuns({
      write: (text) => connection.console.log(text),
      drained: options.drained,
      warn: (sentence) => void connection.sendNotification("window/showMessage", { type: 2, message: sentence }),
      started: (run) => void progress.follow(run),
    });
    this.forecasts = new Forecasts(this.#background, {
      forecast: (target, overlay, signal) => forecastTarget(this.runs.store, target, overlay, signal),
      targets: () => this.#forecastTargets(),
      overlay: () => overlayOf(this.documents),
    });
    this.#listen();
  }

  /** Resolves when what was there at the start is known; a client that does not say its settings keeps nobody waiting. */
  async begin(): Promise<void> {
    this.#swept = sweep(this.env);
    await Promise.all([this.runs.ready(), within(this.updateSettings(), settingsMs)]);
  }

  settings(path: string): Settings {
    return this.configuration.of(this.folderOf(path));
  }

  folderOf(path: string): string | undefined {
    return innermostFolder(this.client.folders, path);
  }

  target(path: string, known: GoPackage = packageOfPath(this, path)): ForecastTarget {
    const { buildFlags, goBinary } = this.settings(path);
    const folder = this.folderOf(path);
    const root = findModule(known.directory)?.root;
    // go run takes a directory only where its module is a main module; the folder may lie above several.
    const inFolder = folder !== undefined && root !== undefined && findModule(folder)?.root === root;
    return {
      package: known,
      program: [programOf(known, path)],
      cwd: (inFolder ? folder : root) ?? known.directory,
      for: "run",
      buildFlags,
      env: goEnvironmentOf(this, path),
      goBinary,
    };
  }

  opened(document: TextDocumentItem): void {
    this.documents.open(document);
    const file = this.documents.get(document.uri);
    if (file) this.#edited(file.path);
  }

  changed(uri: string, version: number, changes: TextDocumentContentChangeEvent[]): void {
    const file = this.documents.change(uri, version, changes);
    if (file) this.#edited(file.path);
  }

  saved(uri: string): void {
    const file = this.documents.saved(uri);
    if (!file) return;
    this.packages.saved(file.path);
    this.#edited(file.path);
  }

  /** Go files have been written, made or removed, by whomever. */
  filesChanged(paths: readonly string[]): void {
    for (const path of paths) this.packages.saved(path);
    this.#edited(...paths);
  }

  /** Settings or folders are others now. Never fails: what the client does not say stays as it was. */
  async updateSettings(pushed?: unknown): Promise<void> {
    try {
      await this.configuration.update(pushed);
    } catch (error) {
      this.connection.console.warn(`the settings could not be read: ${sentenceOf(error)}`);
    }
    this.modulesChanged();
  }

  modulesChanged(): void {
    this.packages.forgetAll();
    this.programRuns.forget();
    this.forecasts.clear();
    this.#edited(...this.documents.all.map(({ path }) => path));
    this.#refresh.soon();
  }

  foldersChanged(added: readonly string[], removed: readonly string[]): void {
    this.client.folders = [...this.client.folders.filter((folder) => !removed.includes(folder)), ...added];
    void this.updateSettings();
  }

  /** Ends everything that goes on; resolves when nothing of it is left. */
  async close(): Promise<void> {
    this.#refresh.close();
    this.forecasts.close();
    await Promise.all([this.#background.close(), this.ownRuns.close(), this.shown.close(), this.#swept]);
    this.runs.close();
  }

  /** What depends on the files' texts is found out anew. */
  #edited(...paths: string[]): void {
    const settings = paths.map((path) => this.settings(path)).find(({ forecast }) => forecast === "auto");
    if (settings) this.forecasts.schedule(settings.forecastDelay);
  }

  #listen(): void {
    const { console } = this.connection;
    this.runs.on("changed", () => this.#runsChanged());
    this.runs.on("phase", (event) => this.#phase(event));
    this.runs.on("problem", (sentence) => console.warn(sentence));
    this.packages.on("changed", () => this.#refresh.soon());
    this.packages.on("problem", (sentence) => console.warn(sentence));
    this.forecasts.on("changed", () => this.#refresh.soon());
    this.forecasts.on("problem", (sentence) => console.log(sentence));
  }

  #phase(event: PhaseEvent): void {
    if (this.client.runChanged) void this.connection.sendNotification("gorunscope/runChanged", event);
    const { phase } = event;
    // What it has built need not be built again.
    if (phase === "starting" || isFinal(phase)) this.forecasts.clear();
    if (isFinal(phase)) this.#edited(...this.documents.all.map(({ path }) => path));
    this.#runsChanged();
  }

  #runsChanged(): void {
    this.#refresh.soon();
    const running = this.runs.list().filter(({ live, phase }) => live && phase === "running");
    const [since] = running.map(({ programStartedAt, startedAt }) => Date.parse(programStartedAt ?? startedAt)).sort();
    // "running 12 s" holds for a while only.
    if (since !== undefined) this.#tick(since);
  }

  #tick(since: number): void {
    const running = Math.max(0, Date.now() - since);
    const step = holdsMs(running);
    this.#refresh.in(step - (running % step), () => this.#runsChanged());
  }

  #goSettings(directory: string) {
    const { goBinary, buildFlags, env } = this.settings(directory);
    return { goBinary, buildFlags, env: environmentWith(this.env, env) };
  }

  #forecastTargets(): ForecastTarget[] {
    const programs = new Map<string, ForecastTarget>();
    for (const file of this.documents.all) {
      if (!isProgram(file) || this.settings(file.path).forecast === "off") continue;
      const known = this.packages.of(file.path);
      if (known.problem === undefined) programs.set(known.directory, this.target(file.path, known));
    }
    return [...programs.values()].slice(-forecastPrograms);
  }
}
