// The editors, and what drives them, one module each.
import chromium from "./chromium.mjs";
import codeServer from "./codeServer.mjs";
import emacs from "./emacs.mjs";
import { helix, helixTesting } from "./helix.mjs";
import { nvim, nvimTesting } from "./nvim.mjs";
import tmux from "./tmux.mjs";

/**
 * @typedef {object} Editor
 * @property {string} name of its folder in .cache/editors and of its command there
 * @property {unknown} recipe what it is made from: where this changes, the editor is brought again
 * @property {(place: import("./place.mjs").Place, say: (line: string) => void) => Promise<string>} bring fills the place;
 * gives the version, throws an Error that says why it cannot
 */

/** @returns {Editor[]} slow ones first */
export function describeEditors() {
  return [chromium, codeServer, emacs, nvim, nvimTesting, helix, helixTesting, tmux];
}
