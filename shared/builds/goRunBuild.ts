/** Builds what `go run`, or a debug launch of ours, would build, and starts nothing of it. */
import { checkLaunch } from "../contract/launchAttributes.ts";
import { liveView } from "../run/answers/liveView.ts";
import { GoRun, type RunDebugger } from "../run/goRun.ts";
import { startWithPipes } from "../run/streams.ts";
import type { KnownBuild } from "../why/build.ts";
import { buildFailure, cancelled } from "./failures.ts";
import type { BuildRequest } from "./request.ts";

/** What go starts in the program's place: it ends at once, with the status 0. */
const nothing = "true";

/** What stands where dlv would: nothing is started, no connection made. */
const noDebugger: RunDebugger = { command: [nothing], environment: {}, close: () => undefined };

/**
 * The keys of a real go run: planned, flagged and cleaned up as every other one. For a debug the place of dlv is taken by a command
 * that does nothing.
 * @throws Failure 7005 where the build fails, 7002 where it was broken off, others as GoRun
 */
export async function goRunBuild(way: "run" | "debug", request: BuildRequest): Promise<KnownBuild> {
  const { program, flags, cwd, env, signal } = request;
  const buildFlags = way === "run" ? [...flags, `-exec=${nothing}`] : [...flags];
  const run = new GoRun({
    kind: way,
    attributes: checkLaunch({ program, buildFlags: [...buildFlags, "-work=false"], cwd }, env),
    adapterCwd: cwd,
    env,
    startGo: startWithPipes,
    asTyped: true,
    ...(way === "debug" && { debugger: () => Promise.resolve(noDebugger) }),
  });
  const cancel = () => void run.cancel();
  signal.addEventListener("abort", cancel, { once: true });
  try {
    await run.start();
    for (const stream of Object.values(run.go?.program ?? {})) stream.resume();
    const end = await run.ended;
    if (signal.aborted) throw cancelled(way);
    if (end.phase === "failed") throw buildFailure(way, run.sources?.lines ?? []);
    return await liveView(run).build();
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}
