/**
 * The packages of a module that only go will find: `go run package@version` has no main module, and which part of the package's
 * path is the module's go learns from the module proxy. But it is known where that module will lie, whichever it is.
 */

/**
 * Patterns of -gcflags that match the packages of the module which provides a package at a version, by their directories in the
 * module cache (`PATH@VERSION/…`, a capital letter written as "!" and the small one: golang.org/x/mod/module, EscapePath): one for
 * each path that the module can have. Those that it does not have match nothing.
 * @param program as `go run` takes it, "golang.org/x/tools/cmd/stringer@latest"
 * @param goModCache absolute
 * @param cwds the names of the directory where go works. Relative patterns are the only ones that go compares with directories:
 *   these go up to the root from whichever go has for its own
 */
export function cachedModulePatterns(program: string, goModCache: string, cwds: string[]): string[] {
  // Such a path cannot stand in a pattern.
  if (/=|\.\.\./.test(goModCache)) return [];
  const [path = "", version = ""] = program.split("@");
  const elements = escaped(path).split("/");
  // The version may have "+incompatible" behind it, and of another kind (a branch, latest) it is not known.
  const exact = /^v\d+\.\d+\.\d+/.test(version) ? escaped(version) : "";
  const depth = Math.max(1, ...cwds.map((cwd) => cwd.split("/").length - 1));
  const root = "../".repeat(depth).slice(0, -1);
  return elements.map((_, index) => `${root}${goModCache}/${elements.slice(0, index + 1).join("/")}@${exact}.../...`);
}

function escaped(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
}
