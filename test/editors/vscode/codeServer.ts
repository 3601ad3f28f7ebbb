/** VS Code as a server, with the packaged extension and the tests' driver in it, and its page in a browser without a screen. */
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { chromium, type Browser, type Page } from "playwright-core";
import { shellWord } from "../../../shared/run/shimParts.ts";
import type { Editor } from "../../support/editors.ts";
import { gorunscopeCommand } from "../../support/gorunscope.ts";
import { killAll } from "../../support/leaks.ts";
import { root } from "../../support/tools.ts";
import { makeWorld, type World } from "../../support/world.ts";
import type { Answered, Asked } from "./driver/messages.ts";
import { packaged, packagedDriver } from "./packages.ts";
import type { ParametersOf, ResultOf, ScenarioName } from "./scenarios/all.ts";

const run = promisify(execFile);

/** How long code-server, its page and a scenario may take, in milliseconds. */
const patienceMs = 90_000;

/** How long something is waited for on the page, in milliseconds. */
const pageMs = 45_000;

/** Of a log so many characters are shown. */
const longestLog = 20_000;

/** Where pictures of the page are kept. */
const pictures = join(root, ".cache", "pictures");

export class CodeServer {
  /** The place of VS Code itself. */
  readonly #home: World;
  /** The place of what gorunscope starts. */
  readonly world: World;
  readonly #editor: Editor;
  #server: ChildProcess | undefined;
  #socket: Server | undefined;
  #driver: Socket | undefined;
  #browser: Browser | undefined;
  #page: Page | undefined;
  #asked = 0;
  readonly #waiting = new Map<number, (answered: Answered) => void>();
  #said = "";

  constructor(editor: Editor) {
    this.#editor = editor;
    this.#home = makeWorld();
    this.world = makeWorld();
  }

  /** The folder that is opened; modules are made below it. */
  get folder(): string {
    return join(this.world.path, "workspace");
  }

  /** The program gorunscope, as the settings name it. */
  get program(): string {
    return join(this.#home.path, "gorunscope");
  }

  get page(): Page {
    if (this.#page === undefined) throw new Error("no page is open");
    return this.#page;
  }

  get #options(): string[] {
    const at = (name: string) => join(this.#home.path, name);
    return ["--user-data-dir", at("data"), "--extensions-dir", at("extensions"), "--config", at("config.yaml")];
  }

  /** VS Code asks the user's shell for an environment unless it was started from one. */
  get #env(): NodeJS.ProcessEnv {
    const at = (name: string) => join(this.#home.path, name);
    const own = { XDG_DATA_HOME: at("share"), GORUNSCOPE_TEST_SOCKET: at("socket"), VSCODE_CLI: "1" };
    return { ...this.#home.env, ...own, EXTENSIONS_GALLERY: '{"serviceUrl":"http://127.0.0.1:9"}' };
  }

  /** Starts the server and opens its page. */
  async open(): Promise<void> {
    mkdirSync(this.folder, { recursive: true });
    this.#writeSettings();
    const driver = await packagedDriver(this.#home.path);
    await this.#carryOut(["--install-extension", await packaged(), "--install-extension", driver]);
    const connected = this.#listen();
    const address = await this.#serve();
    this.#browser = await chromium.launch({ executablePath: browserPath(), args: browserFlags, env: browserEnv() });
    this.#page = await this.#browser.newPage({ viewport: { width: 1280, height: 1000 } });
    this.#page.setDefaultTimeout(pageMs);
    await this.#page.goto(`${address}/?folder=${encodeURIComponent(this.folder)}`);
    this.#driver = await inTime(connected, "the extension host did not start");
  }

  /** The extensions that VS Code lists, with their versions. */
  async extensions(): Promise<string[]> {
    return (await this.#carryOut(["--list-extensions", "--show-versions"]))
      .split("\n")
      .filter((line) => line.includes("@"));
  }

  /** Carries out a scenario in the extension host. @throws Error with what the scenario has thrown */
  async run<Name extends ScenarioName>(name: Name, ...[parameters]: ParametersOf<Name>): Promise<ResultOf<Name>> {
    const id = ++this.#asked;
    const answered = new Promise<Answered>((resolve) => this.#waiting.set(id, resolve));
    const asked: Asked = { id, name, parameters };
    this.#driver?.write(`${JSON.stringify(asked)}\n`);
    const { result, error } = await inTime(answered, `${name} did not end`);
    if (error !== undefined) throw new Error(`${name}: ${error}`);
    return result as ResultOf<Name>;
  }

  /** Writes a program that the settings can name. @returns its path */
  writeProgram(name: string, script: string): string {
    const path = join(this.#home.path, name);
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    return path;
  }

  /** Texts of the messages that VS Code shows, once it shows any. */
  async messages(): Promise<string[]> {
    const messages = this.page.locator(".notification-list-item-message");
    await messages.first().waitFor();
    return messages.allInnerTexts();
  }

  /** Runs a test; where it fails, everything is shown that may say why. */
  async showing(title: string, test: () => Promise<void>): Promise<void> {
    try {
      await test();
    } catch (error) {
      const picture = await this.picture(`failed-${title.replaceAll(/\W+/g, "-")}`);
      const page = await this.page.locator("body").innerText();
      const sections = [
        ["screen", `${picture}\n${page}`],
        ["code-server", this.#said.slice(-longestLog)],
        ...this.#logs(),
      ];
      const text = sections.map(([name, content]) => `---- ${name}\n${content}`).join("\n");
      throw new Error(`in code-server ${this.#editor.version}: ${String(error)}\n${text}`, { cause: error });
    }
  }

  /** Takes a picture of the page. @returns its path */
  async picture(name: string): Promise<string> {
    mkdirSync(pictures, { recursive: true });
    const path = join(pictures, `vscode-${name}.png`);
    await this.page.screenshot({ path });
    return path;
  }

  async close(): Promise<void> {
    await this.#browser?.close();
    this.#server?.kill();
    if (this.#server !== undefined && this.#server.exitCode === null) await once(this.#server, "exit");
    this.#driver?.destroy();
    this.#socket?.close();
    for (const world of [this.world, this.#home]) {
      killAll(world);
      world.remove();
    }
  }

  async #carryOut(words: string[]): Promise<string> {
    const { stdout } = await run(this.#editor.command, [...this.#options, ...words], { env: this.#env });
    return stdout;
  }

  /** gorunscope as VS Code starts it: what it debugs is of a world of its own, the language server of VS Code's. */
  #writeSettings(): void {
    const set = (env: NodeJS.ProcessEnv) =>
      ["XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR", "TMPDIR", "GORUNSCOPE_TEST_WORLD"]
        .map((name) => `export ${name}=${shellWord(env[name] ?? "")}\n`)
        .join("");
    const own = `export TMPDIR=${shellWord(this.#home.tmp)} GORUNSCOPE_TEST_WORLD=${shellWord(this.#home.path)}`;
    const lines = `${set(this.world.env)}case $1 in lsp) ${own} ;; esac`;
    const program = this.writeProgram(
      "gorunscope",
      `${lines}\nexec ${gorunscopeCommand.map(shellWord).join(" ")} "$@"`,
    );
    const settings = {
      "gorunscope.path": program,
      "gorunscope.adapterArgs": ["--log", `--log-dest=${this.#adapterLog}`, "--log-output=dap"],
      // A forecast's go list may go on when the session whose remains are looked for is over.
      "gorunscope.forecast": "off",
      "security.workspace.trust.enabled": false,
      "telemetry.telemetryLevel": "off",
      "workbench.startupEditor": "none",
      "workbench.secondarySideBar.defaultVisibility": "hidden",
      "chat.disableAIFeatures": true,
      "extensions.autoCheckUpdates": false,
      "git.enabled": false,
      "window.restoreWindows": "none",
      "debug.openDebug": "neverOpen",
    };
    // Those that name programs are the machine's, the others the user's.
    for (const name of ["User", "Machine"]) {
      mkdirSync(join(this.#home.path, "data", name), { recursive: true });
      writeFileSync(join(this.#home.path, "data", name, "settings.json"), JSON.stringify(settings));
    }
    writeFileSync(join(this.#home.path, "config.yaml"), "auth: none\n");
  }

  get #adapterLog(): string {
    return join(this.#home.path, "adapter.log");
  }

  #listen(): Promise<Socket> {
    return new Promise((resolve) => {
      this.#socket = createServer((socket) => {
        createInterface(socket).on("line", (line) => {
          const answered = JSON.parse(line) as Answered;
          this.#waiting.get(answered.id)?.(answered);
          this.#waiting.delete(answered.id);
        });
        resolve(socket);
      }).listen(this.#env["GORUNSCOPE_TEST_SOCKET"]);
    });
  }

  async #serve(): Promise<string> {
    const quiet = ["--disable-telemetry", "--disable-update-check", "--disable-getting-started-override"];
    const words = [...this.#options, "--auth", "none", "--bind-addr", "127.0.0.1:0", ...quiet];
    const server = spawn(this.#editor.command, words, { env: this.#env, stdio: ["ignore", "pipe", "pipe"] });
    this.#server = server;
    const address = new Promise<string>((resolve) => {
      for (const stream of [server.stdout, server.stderr]) {
        stream.setEncoding("utf8").on("data", (text: string) => {
          this.#said += text;
          const found = /listening on (http:\S+?)\/?\s/.exec(this.#said)?.[1];
          if (found !== undefined) resolve(found);
        });
      }
    });
    return inTime(address, "code-server did not start");
  }

  /** The adapter's log with its frames, and what VS Code's extension host has written. */
  #logs(): [string, string][] {
    const logs = join(this.#home.path, "data", "logs");
    const files = existsSync(logs) ? readdirSync(logs, { recursive: true, encoding: "utf8" }) : [];
    const wanted = files
      .filter((file) => /remoteexthost\.log$|gorunscope.*\.log$/.test(file))
      .map((file) => join(logs, file));
    return [this.#adapterLog, ...wanted]
      .filter((file) => existsSync(file))
      .map((file) => [file, readFileSync(file, "utf8").slice(-longestLog)]);
  }
}

const browserFlags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"];

function browserPath(): string {
  return join(root, ".cache", "editors", "chromium", "bin", "chromium");
}

function browserEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

async function inTime<T>(promise: Promise<T>, otherwise: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${otherwise} in ${patienceMs} ms`)), patienceMs);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
