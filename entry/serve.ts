/** Brings together what `dap` needs and what the rooms may not know of each other. */
import type { DapOptions } from "../shared/dap/options.ts";

/** Serves debug sessions in this process's own surroundings. */
export async function serve(options: DapOptions): Promise<void> {
  const { serveSessions } = await import("../adapter/front.ts");
  await serveSessions(options, {
    env: process.env,
    cwd: process.cwd(),
    loadRun: async () => {
      const { RunModeSession } = await import("../adapter/run/runSession.ts");
      return (context, request) => new RunModeSession(context, request);
    },
  });
}
