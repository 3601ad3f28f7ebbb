/** A scenario in a real Emacs without a screen: started, waited for, and all of it shown where it fails. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Editor } from "../../support/editors.ts";
import { gorunscopeCommand } from "../../support/gorunscope.ts";
import { root } from "../../support/tools.ts";
import type { World } from "../../support/world.ts";

const here = join(root, "test", "editors", "emacs");

/** The package of the product. */
export const emacsPackage = join(root, "editors", "emacs");

/** How long a scenario may take, in milliseconds. */
const limitMs = 90_000;

export interface Scenario {
  emacs: Editor;
  world: World;
  /** A file in scenarios/, without its ending. */
  name: string;
  /** What the scenario reads. */
  parameters?: Record<string, unknown>;
  /** The words of `gorunscope-program`; absent: the built program. */
  program?: string[];
  /** Put over the world's environment. */
  env?: NodeJS.ProcessEnv;
}

/** What Emacs showed. */
export interface Shown<T> {
  result: T;
  /** What the user was told: messages, warnings and errors. */
  messages: string[];
}

interface Report<T> extends Shown<T> {
  ok: boolean;
  /** By buffer: its text. */
  buffers: Record<string, string>;
}

/**
 * Runs a scenario.
 * @throws AssertionError with the buffers, the messages and the adapter's log, if it fails
 */
export async function runScenario<T>(scenario: Scenario): Promise<Shown<T>> {
  const { emacs, world, name, parameters = {}, program = gorunscopeCommand, env = {} } = scenario;
  const [report, log] = [join(world.path, "report.json"), join(world.path, "adapter.log")];
  const bin = join(world.path, "bin");
  mkdirSync(bin, { recursive: true });
  for (const name of ["gorunscope", "gorunscope-dlv"]) {
    const script = join(root, "dist", `${name}.js`);
    writeFileSync(join(bin, name), `#!/bin/sh\nexec '${process.execPath}' '${script}' "$@"\n`, { mode: 0o755 });
  }
  const given = { ...parameters, report, log, program };
  const said = await ended(emacs.command, batch(world, "-l", join(here, "scenarios", `${name}.el`)), {
    ...world.env,
    ...env,
    PATH: `${bin}:${env.PATH ?? process.env.PATH}`,
    GORUNSCOPE_SCENARIO: JSON.stringify(given),
  });
  const told = existsSync(report) ? (JSON.parse(readFileSync(report, "utf8")) as Report<T>) : undefined;
  if (told?.ok) return told;
  const buffers = Object.entries(told?.buffers ?? {}).map(([title, text]) => section(`buffer ${title}`, text));
  assert.fail(
    [
      `${name} in ${emacs.name} ${emacs.version}: ${told === undefined ? "no report" : String(told.result)}`,
      section("output", said.output),
      section("messages", told?.messages.join("\n")),
      section("adapter's log", existsSync(log) ? readFileSync(log, "utf8") : undefined),
      ...buffers,
    ].join("\n"),
  );
}

/** The first example of docs/editors/emacs.md that has this text. */
export function elispOf(text: string): string {
  const page = readFileSync(join(root, "docs", "editors", "emacs.md"), "utf8");
  const found = [...page.matchAll(/```elisp\n([^]*?)```/g)].find(([, code]) => code!.includes(text));
  if (!found) throw new Error(`no example has ${text}`);
  return found[1]!;
}

/** Runs Emacs with other words, in batch. @returns its exit status and all that it has said */
export function runEmacs(emacs: Editor, world: World, words: string[]): Promise<{ status: number; output: string }> {
  return ended(emacs.command, batch(world, ...words), world.env);
}

function batch(world: World, ...words: string[]): string[] {
  const init = join(world.path, "emacs.d");
  mkdirSync(init, { recursive: true });
  return ["-Q", "--batch", `--init-directory=${init}`, "-L", emacsPackage, "-L", join(here, "lisp"), ...words];
}

function ended(command: string, words: string[], env: NodeJS.ProcessEnv): Promise<{ status: number; output: string }> {
  return new Promise((resolve) => {
    const options = { env, timeout: limitMs, killSignal: "SIGKILL", maxBuffer: 1 << 26 } as const;
    execFile(command, words, options, (error, stdout, stderr) => {
      const killed = error?.killed ? `killed after ${limitMs} ms\n` : "";
      const status = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
      resolve({ status, output: (killed + stdout + stderr).trim() });
    });
  });
}

function section(title: string, text: string | undefined): string {
  return `---- ${title}\n${text === undefined || text === "" ? "(nothing)" : text}`;
}
