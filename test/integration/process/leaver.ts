/** A process that exits without ending what it has started; descriptor 3 is held by that. */
import { start } from "../../../shared/process/spawn.ts";

const started = start(["sh", "-c", "echo; tail -f /dev/null"], {
  stdio: ["ignore", "pipe", "ignore", 3],
  ownSession: true,
});
started.process.stdout?.once("data", () => process.exit(5));
