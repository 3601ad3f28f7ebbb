// The folder of one editor in the project's cache: .cache/editors/NAME with bin/NAME, and a note of what is in it.
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where everything is kept that the editors' tests need. */
export const editorsFolder = fileURLToPath(new URL("../../.cache/editors", import.meta.url));

export class Place {
  /** The folder; absolute paths in it are written into files, so a moved checkout brings its editors again. */
  folder;
  #name;
  #note;
  #recipe;

  /** @param {{ name: string, recipe: unknown }} editor */
  constructor({ name, recipe }) {
    this.#name = name;
    this.folder = join(editorsFolder, name);
    this.#note = join(this.folder, "editor.json");
    const made = JSON.stringify([this.folder, recipe]);
    this.#recipe = createHash("sha256").update(made).digest("hex");
  }

  /** @returns {{ version: string } | undefined} what is there, if it is whole and of this recipe */
  brought() {
    try {
      const note = JSON.parse(readFileSync(this.#note, "utf8"));
      return note.recipe === this.#recipe && note.version !== undefined ? note : undefined;
    } catch {
      return undefined;
    }
  }

  /** Removes what is there and makes the folder. */
  empty() {
    rmSync(this.folder, { recursive: true, force: true });
    mkdirSync(join(this.folder, "bin"), { recursive: true });
  }

  /** Notes that everything is there. */
  finish(version) {
    writeFileSync(this.#note, JSON.stringify({ recipe: this.#recipe, version }));
  }

  /** Notes why it is not. */
  fail(reason) {
    this.empty();
    writeFileSync(this.#note, JSON.stringify({ recipe: this.#recipe, reason }));
  }

  /** The editor's command. */
  get command() {
    return join(this.folder, "bin", this.#name);
  }

  /**
   * Writes the editor's command.
   * @param {string[]} words what it starts, before the words that it is given
   * @param {Record<string, string>} variables that it sets
   */
  writeCommand(words, variables = {}) {
    const set = Object.entries(variables).map(([name, value]) => `export ${name}=${quoted(value)}\n`);
    writeFileSync(this.command, `#!/bin/sh\n${set.join("")}exec ${words.map(quoted).join(" ")} "$@"\n`);
    chmodSync(this.command, 0o755);
  }
}

function quoted(word) {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
