/** The settings that apply now: what the client gave at `initialize`, and over it what it says of the workspace and each folder. */
import type { Connection } from "vscode-languageserver";
import { pathToFileURL } from "node:url";
import type { Client } from "./client.ts";
import { checkSettings, defaultSettings, type Settings } from "./settings.ts";

export class Configuration {
  readonly #connection: Connection;
  readonly #client: Client;
  readonly #initial: object;
  #workspace: Settings;
  readonly #folders = new Map<string, Settings>();
  /** Sentences that the user has seen. */
  readonly #told = new Set<string>();

  /** @param initial `initializationOptions` */
  constructor(connection: Connection, client: Client, initial: object) {
    this.#connection = connection;
    this.#client = client;
    this.#initial = initial;
    this.#workspace = defaultSettings;
  }

  /** @param folder the workspace folder that a file lies in */
  of(folder: string | undefined): Settings {
    return (folder === undefined ? undefined : this.#folders.get(folder)) ?? this.#workspace;
  }

  /** Takes in what was given at `initialize`. */
  begin(): void {
    this.#workspace = this.#check({});
  }

  /**
   * Asks the client for its settings, or takes them from its notification where it cannot be asked.
   * @param pushed the `settings` of workspace/didChangeConfiguration
   */
  async update(pushed?: unknown): Promise<void> {
    const { folders, hasConfiguration } = this.#client;
    if (!hasConfiguration) {
      const { gorunscope } = (pushed ?? {}) as { gorunscope?: unknown };
      this.#workspace = this.#check(gorunscope);
      return;
    }
    const scopes = folders.map((folder) => ({ section: "gorunscope", scopeUri: pathToFileURL(folder).href }));
    const answer = (await this.#connection.workspace.getConfiguration([
      { section: "gorunscope" },
      ...scopes,
    ])) as unknown;
    const [workspace, ...perFolder] = Array.isArray(answer) ? (answer as unknown[]) : [];
    this.#workspace = this.#check(workspace);
    this.#folders.clear();
    folders.forEach((folder, index) => this.#folders.set(folder, this.#check(perFolder[index] ?? workspace)));
  }

  /** A wrong value is told once, however many folders have it. */
  #check(given: unknown): Settings {
    const isObject = typeof given === "object" && given !== null && !Array.isArray(given);
    const said = isObject ? Object.entries(given).filter(([, value]) => value !== null && value !== undefined) : [];
    const wrong = given !== undefined && given !== null && !isObject;
    const { settings, problems } = checkSettings(wrong ? given : { ...this.#initial, ...Object.fromEntries(said) });
    for (const problem of problems) {
      if (this.#told.has(problem)) continue;
      this.#told.add(problem);
      this.#connection.console.warn(problem);
      void this.#connection.sendNotification("window/showMessage", { type: 2, message: problem });
    }
    return settings;
  }
}
