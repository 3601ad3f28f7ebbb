/** gopls, brought into the project's own folder `.cache/` for the tests that run beside it. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { goVersions, root } from "./tools.ts";

/** @returns its path, installed through the Go module proxy if it is not there; undefined where that cannot be reached */
export function testGopls(): string | undefined {
  const bin = join(root, ".cache", "gopls");
  const path = join(bin, "gopls");
  if (existsSync(path)) return path;
  try {
    execFileSync("go", ["install", "golang.org/x/tools/gopls@latest"], {
      // It may need a newer Go than the machine has; the programs that it looks at need not.
      env: { ...process.env, GOBIN: bin, GOFLAGS: "-modcacherw", GOTOOLCHAIN: goVersions.newest },
      stdio: "ignore",
    });
    return path;
  } catch {
    return undefined;
  }
}
