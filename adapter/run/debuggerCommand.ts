/** The dlv that stands under go in the program's place: which one, with which flags and configuration. */
import type { Socket } from "node:net";
import { errorIds, Failure } from "../../shared/contract/errors.ts";
import type { LaunchAttributes } from "../../shared/contract/launch.ts";
import { programConfigEnv, writeDlvConfig } from "../../shared/delve/config.ts";
import { askDlv } from "../../shared/delve/identity.ts";
import { findDlv } from "../../shared/delve/find.ts";
import { dialsUnixSockets } from "../../shared/delve/versions.ts";
import type { RunDirectory } from "../../shared/process/privateDirectory.ts";
import type { RunDebugger } from "../../shared/run/goRun.ts";
import type { RunPlan } from "../../shared/run/plan.ts";
import { Rendezvous } from "../rendezvous.ts";
import type { SessionContext } from "../sessionContext.ts";

export interface DebuggerCommand extends RunDebugger {
  /** dlv's connection; never resolves when it does not come. */
  connection: Promise<Socket>;
  /** Puts back for the program what `environment` changed: dlv's launch attribute `env`. */
  programEnvironment: Record<string, string | null>;
  /** dlv's own version. */
  version: string;
  notice?: string;
}

/**
 * @param context has the flags of the adapter's own command line that are dlv's (--log, --check-go-version, …)
 * @param ended the end of the run
 * @throws Failure 7003 for a program of another system, 7006 without a dlv that fits
 */
export async function debuggerCommand(
  plan: RunPlan,
  attributes: LaunchAttributes,
  directory: RunDirectory,
  { options, logDescriptor }: Pick<SessionContext, "options" | "logDescriptor">,
  ended: Promise<unknown>,
): Promise<DebuggerCommand> {
  if (plan.foreign !== undefined) {
    throw new Failure(errorIds.notOnThisSystem, `a program for ${plan.foreign} cannot be debugged on this machine`, {
      advice: "Set noDebug to true to run it, or unset GOOS and GOARCH.",
    });
  }
  const found = await findDlv({
    ...(await namedDlv(attributes.dlvPath, plan)),
    env: plan.env,
    cwd: plan.cwd,
    goEnv: plan.goEnv,
    goVersion: plan.goEnv.GOVERSION,
  });
  const environment = attributes.cDebugInfo ? {} : await writeDlvConfig({ directory: directory.path, env: plan.env });
  const log: string[] = [];
  if (logDescriptor !== undefined) {
    const { debuggerLog } = await import("./debuggerLog.ts");
    log.push(await debuggerLog(directory, logDescriptor, ended));
  }
  // Others cannot come into the run's own directory.
  const rendezvous = await (dialsUnixSockets(found.version)
    ? Rendezvous.atPath(directory.socketPath("dlv"))
    : Rendezvous.atLocalPort());
  return {
    command: [found.path, "dap", ...options.dlvFlags, ...log, `--client-addr=${rendezvous.address}`],
    environment,
    version: found.version,
    connection: rendezvous.connection,
    close: () => {
      rendezvous.close();
      void rendezvous.connection.then((socket) => socket.destroy());
    },
    programEnvironment: {
      ...(Object.keys(environment).length > 0 ? programConfigEnv(plan.env) : {}),
      // dlv sets it for builds of its own, and the program would inherit that (cmd/dlv/main.go).
      CGO_CFLAGS: plan.env.CGO_CFLAGS ?? null,
    },
    ...(found.notice === undefined ? {} : { notice: found.notice }),
  };
}

/** The dlv that the launch names; none where that is our own drop-in, as with a vscode-go that was told to start that as dlv. */
async function namedDlv(dlvPath: string | undefined, { env, cwd }: RunPlan): Promise<{ dlvPath?: string }> {
  if (dlvPath === undefined) return {};
  return (await askDlv(dlvPath, { env, cwd })).kind === "ourselves" ? {} : { dlvPath };
}
