// An editor out of Debian's packages. It keeps the libraries of its own Debian: the program is told of its dynamic linker and
// libraries (patchelf), so that what the editor starts still gets the machine's.
import { join } from "node:path";
import { run } from "./command.mjs";
import { extractPackages } from "./debian.mjs";

/**
 * @typedef {object} Description
 * @property {string} name
 * @property {string} suite Debian's codename
 * @property {string[]} packages
 * @property {RegExp} [without] file names of packages to leave out
 * @property {string} program path of its program below the root
 * @property {(root: string, libraries: string) => { words?: string[], variables?: Record<string, string> }} starts what its
 * command says to the program besides
 * @property {RegExp} version where it says its version
 * @property {string} [asked] the option that makes it say so, unless it is `--version`
 */

/**
 * @param {Description} description
 * @returns {import("./all.mjs").Editor}
 */
export function debianEditor({ name, suite, packages, without, program, starts, version, asked = "--version" }) {
  return {
    name,
    recipe: [suite, packages, String(without), program, String(starts)],
    async bring(place, say) {
      const root = join(place.folder, "root");
      const { libraries, linker } = await extractPackages(suite, [...packages, "patchelf"], root, { without, say });
      const path = join(root, program);
      const patchelf = [linker, "--library-path", libraries, join(root, "usr/bin/patchelf")];
      await run([...patchelf, "--set-interpreter", linker, "--force-rpath", "--set-rpath", libraries, path]);
      const { words = [], variables = {} } = starts(root, libraries);
      place.writeCommand([path, ...words], variables);
      const said = await run([place.command, asked]);
      const found = said.match(version)?.[1];
      if (found === undefined) throw new Error(`it says no version: ${said.trim()}`);
      return found;
    },
  };
}
