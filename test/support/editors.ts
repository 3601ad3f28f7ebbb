/** The real editors that `npm run editors` has brought. A test of one that is not there is skipped, by name and with the reason. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./tools.ts";

export interface Editor {
  /** "nvim", "hx", …: its folder in .cache/editors. */
  name: string;
  version: string;
  /** The path of what starts it. */
  command: string;
}

/** What an editor's folder says of itself: its version, or why it could not be brought. */
interface Note {
  version?: string;
  reason?: string;
}

function noteOf(name: string): Note {
  try {
    return JSON.parse(readFileSync(join(root, ".cache", "editors", name, "editor.json"), "utf8")) as Note;
  } catch {
    return { reason: "`npm run editors` has not been run" };
  }
}

/** An editor that is there, or why it is not. */
export function findEditor(name: string): Editor | { reason: string } {
  const { version, reason = "not whole" } = noteOf(name);
  if (version === undefined) return { reason };
  return { name, version, command: join(root, ".cache", "editors", name, "bin", name) };
}

/**
 * Describes tests in an editor, once for each of these that is there.
 * @param title what is tested
 */
export function inEditors(names: readonly string[], title: string, define: (editor: Editor) => void): void {
  for (const name of names) {
    const found = findEditor(name);
    describe(`${name}: ${title}`, () => {
      if ("reason" in found) it.skip(`${name} is not there: ${found.reason}`);
      else define(found);
    });
  }
}

/**
 * Describes tests with plugins that are in no registry, each a checkout whose path a variable of the environment has.
 * @param variables their names; the tests get the paths in the same order
 */
export function withCheckouts(variables: readonly string[], title: string, define: (paths: string[]) => void): void {
  const missing = variables.filter((name) => process.env[name] === undefined);
  describe(title, () => {
    if (missing.length > 0) it.skip(`${missing.join(", ")} not set`);
    else define(variables.map((name) => process.env[name]!));
  });
}
