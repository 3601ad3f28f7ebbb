/** A scenario in a real Neovim without a screen: started, waited for, and all of it shown where it fails. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Editor } from "../../support/editors.ts";
import { gorunscopeCommand } from "../../support/gorunscope.ts";
import { root } from "../../support/tools.ts";
import type { World } from "../../support/world.ts";

const here = join(root, "test", "editors", "nvim");

/** The plugin of the product. */
const plugin = join(root, "editors", "nvim");

/** The debug client of the tests' own, which stands in for nvim-dap. */
export const ownClient = join(here, "client");

/** How long a scenario may take, in milliseconds. */
const limitMs = 90_000;

export interface Scenario {
  nvim: Editor;
  world: World;
  /** A file in scenarios/, without its ending. */
  name: string;
  /** What the scenario reads. */
  parameters?: Record<string, unknown>;
  /** Plugins beside the product's. */
  plugins?: string[];
  /** vim.g.gorunscope, over the command of the tests. */
  options?: Record<string, unknown>;
  /** Put over the world's environment. */
  env?: NodeJS.ProcessEnv;
}

/** What Neovim showed. */
export interface Shown<T> {
  result: T;
  /** What the user was told by vim.notify. */
  messages: { text: string; level: number }[];
  screen: string;
}

interface Report<T> extends Shown<T> {
  ok: boolean;
  shown: string;
  frames: string;
}

/**
 * Runs a scenario.
 * @throws AssertionError with the screen, the messages, the adapter's log and the frames, if it fails
 */
export async function runScenario<T>(scenario: Scenario): Promise<Shown<T>> {
  const { nvim, world, name, parameters = {}, plugins = [ownClient], options = {}, env = {} } = scenario;
  const report = join(world.path, "report.json");
  const log = join(world.path, "adapter.log");
  const settings = { command: gorunscopeCommand, adapter_args: ["--log", `--log-dest=${log}`], ...options };
  const paths = [plugin, here, ...plugins].map((path) => path.replaceAll(",", "\\,"));
  const words = [
    "--headless",
    "--clean",
    ...["--cmd", `set runtimepath^=${paths.join(",")} columns=120 lines=40`],
    ...["--cmd", `let g:gorunscope = json_decode(${vimString(JSON.stringify(settings))})`],
    ...["-c", `luafile ${join(here, "scenarios", `${name}.lua`)}`],
  ];
  const said = await ended(nvim.command, words, {
    ...world.env,
    ...env,
    GORUNSCOPE_SCENARIO: JSON.stringify({ ...parameters, report }),
  });
  const told = existsSync(report) ? (JSON.parse(readFileSync(report, "utf8")) as Report<T>) : undefined;
  if (told?.ok) return told;
  assert.fail(
    [
      `${name} in ${nvim.name} ${nvim.version}: ${told === undefined ? "no report" : String(told.result)}`,
      section("output", said),
      section("screen", told?.screen),
      section("messages", told && JSON.stringify(told.messages, undefined, 1) + told.shown),
      section("adapter's log", existsSync(log) ? readFileSync(log, "utf8") : undefined),
      section("frames", told?.frames),
    ].join("\n"),
  );
}

function ended(command: string, words: string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve) => {
    const options = { env, timeout: limitMs, killSignal: "SIGKILL", maxBuffer: 1 << 26 } as const;
    execFile(command, words, options, (error, stdout, stderr) => {
      resolve([error?.killed ? `killed after ${limitMs} ms` : "", stdout, stderr].join("\n").trim());
    });
  });
}

function vimString(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function section(title: string, text: string | undefined): string {
  return `---- ${title}\n${text === undefined || text === "" ? "(nothing)" : text}`;
}
