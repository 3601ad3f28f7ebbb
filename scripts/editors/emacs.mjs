// Emacs without windows, with its debug and language clients, and what looks at packages for it.
import { readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { debianEditor } from "./debianEditor.mjs";

const packages = ["dap-mode", "dape", "go-mode", "lsp-mode", "package-lint"];

export default debianEditor({
  name: "emacs",
  suite: "trixie",
  packages: ["emacs-nox", ...packages.map((name) => `elpa-${name}`)],
  program: "usr/bin/emacs-nox",
  starts: (root) => {
    const [version] = readdirSync(join(root, "usr/share/emacs")).filter((name) => /^\d/.test(name));
    const [share, elpa] = [join(root, "usr/share/emacs", version), join(root, "usr/share/emacs/site-lisp/elpa-src")];
    const [machine] = readdirSync(join(root, "usr/libexec/emacs", version));
    const execs = join(root, "usr/libexec/emacs", version, machine);
    const dump = readdirSync(execs).find((name) => name.endsWith(".pdmp"));
    const lisp = readdirSync(elpa).map((name) => join(elpa, name));
    // Where Emacs, and each Emacs that it starts, looks for it first.
    symlinkSync(join(execs, dump), join(root, "usr/bin/emacs-nox.pdmp"));
    return {
      // What compiles to native code would take an assembler and a linker.
      words: ["--eval", "(setq native-comp-enable-subr-trampolines nil native-comp-jit-compilation nil)"],
      variables: {
        EMACSLOADPATH: [...lisp, join(share, "lisp")].join(":"),
        EMACSDATA: join(share, "etc"),
        EMACSDOC: join(share, "etc"),
        EMACSPATH: execs,
      },
    };
  },
  version: /^GNU Emacs (\S+)/,
});
