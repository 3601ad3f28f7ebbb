/** What the tests need besides node and go, brought into the project's own folder `.cache/` and kept there. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findDlv } from "../../shared/delve/find.ts";
import { installDlv } from "../../shared/delve/install.ts";

/** The checkout. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** XDG_DATA_HOME of the tests: dlv is installed there as `doctor --fix` does. */
const dataHome = join(root, ".cache", "data");

/** The Go versions that the launch tests run on: the machine's, the oldest supported, the newest known. */
export const goVersions = { oldest: "go1.23.12", newest: "go1.27.4" } as const;

/** The version of the machine's own go: "go1.26.8". */
export function machineGo(): string {
  return execFileSync("go", ["env", "GOVERSION"], { encoding: "utf8" }).trim();
}

/**
 * The path of a dlv that takes a Go, installed first if it is not there.
 * @param onProgress told what is going on while it is installed
 */
export async function testDlv(
  goVersion = machineGo(),
  onProgress: (line: string) => void = () => undefined,
): Promise<string> {
  mkdirSync(dataHome, { recursive: true });
  // Only what was installed for the tests counts: PATH may hold any other dlv.
  const env = { ...process.env, XDG_DATA_HOME: dataHome, GOBIN: "", GOPATH: "/nonexistent" };
  const installed = await findDlv({ env: { ...env, PATH: "/nonexistent" }, goVersion }).catch(() => undefined);
  if (installed) return installed.path;
  const found = await installDlv({
    goBinary: "go",
    goVersion,
    env: { ...process.env, XDG_DATA_HOME: dataHome },
    onProgress,
  });
  return found.path;
}

/** A directory for one test, removed by `remove`. */
export interface Scratch {
  path: string;
  remove: () => void;
}

export function scratch(prefix = "gorunscope-test-"): Scratch {
  const path = mkdtempSync(join(tmpdir(), prefix));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/**
 * The environment that gorunscope has in a test: its own state and runtime directories below `home`, the tests' dlv, and nothing of
 * the machine's that would change what is measured.
 */
export function testEnvironment(home: string): NodeJS.ProcessEnv {
  const runtime = join(home, "runtime");
  for (const directory of [runtime, join(home, "state")]) {
    if (!existsSync(directory)) mkdirSync(directory, { recursive: true, mode: 0o700 });
  }
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    XDG_DATA_HOME: dataHome,
    XDG_STATE_HOME: join(home, "state"),
    XDG_RUNTIME_DIR: runtime,
  };
  delete env.GODEBUG;
  return env;
}
