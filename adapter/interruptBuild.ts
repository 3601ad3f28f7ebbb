/** Ends the build that a dlv waits for, in a way that leaves nothing behind. */
import { descendants, isRunning, signal, type Identity } from "../shared/process/identity.ts";

/** How often is looked for tools that go has started meanwhile, in milliseconds. */
const lookMs = 20;
/** So long go may take to start a tool that can be made to fail; it may as well wait for a download. In milliseconds. */
const toolsMs = 1000;

/**
 * dlv reads no requests while it builds, and if it is ended itself its binary stays behind. So the build is: where a tool fails,
 * go removes what it has made and fails, and dlv removes its binary, answers the launch and reads on. Where there is no tool go
 * is interrupted, which leaves its work directory.
 * @param isOver whether it has come to that; looked at until it has, or dlv has ended
 */
export async function interruptBuild(dlv: Identity, isOver: () => boolean): Promise<void> {
  const patientUntil = Date.now() + toolsMs;
  while (!isOver() && isRunning(dlv)) {
    const below = descendants(dlv.pid);
    const builders = below.filter(({ name, parentPid }) => name === "go" && parentPid === dlv.pid);
    const tools = below.filter(({ parentPid }) => builders.some(({ pid }) => pid === parentPid));
    for (const tool of tools) signal(tool, "SIGTERM");
    if (tools.length === 0 && Date.now() > patientUntil) for (const builder of builders) signal(builder, "SIGINT");
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
}
