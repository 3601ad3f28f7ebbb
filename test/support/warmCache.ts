/** The build cache, filled ahead: in a fresh clone all that a test's program imports would have to be compiled while a client waits. */
import { execFileSync } from "node:child_process";
import type { World } from "./world.ts";

/** What the programs of most tests import. */
const usual = ["encoding/json", "fmt", "os/exec", "os/signal"];

/**
 * Compiles packages of the standard library, if they are not in the cache.
 * @param flags of the build that is to find them there
 * @param env variables put over the world's
 */
export function warmCache(
  { path, env }: World,
  flags: string[] = [],
  packages = usual,
  added: NodeJS.ProcessEnv = {},
): void {
  execFileSync("go", ["build", ...flags, ...packages], { cwd: path, env: { ...env, ...added } });
}
