// Neovim: the oldest that the plugin takes, and the newest that Debian has, with the configurations of vim.lsp.
import { join } from "node:path";
import { debianEditor } from "./debianEditor.mjs";

const description = {
  packages: ["neovim"],
  program: "usr/bin/nvim",
  // Its parsers (markdown, for hovers) lie in a library folder, which the runtime path takes from where it was built.
  starts: (root) => ({
    words: ["--cmd", `set runtimepath^=${join(root, "usr/lib/nvim")}`],
    variables: { VIMRUNTIME: join(root, "usr/share/nvim/runtime") },
  }),
  version: /^NVIM v(\S+)/,
};

export const nvim = debianEditor({ ...description, name: "nvim", suite: "trixie" });
export const nvimTesting = debianEditor({ ...description, name: "nvim-testing", suite: "forky" });
