/** Where this program lies on disk. */
import { realpathSync } from "node:fs";
import { dirname, join } from "node:path";

/** The directory of the bundled programs. */
function ownDirectory(): string {
  return dirname(realpathSync(process.argv[1] ?? ""));
}

/** The script `gorunscope`; `gorunscope-dlv` lies beside it. */
export function ownScript(): string {
  return join(ownDirectory(), "gorunscope.js");
}

/** The root of the installed package, which may be read-only. */
export function packageRoot(): string {
  return join(ownDirectory(), "..");
}
