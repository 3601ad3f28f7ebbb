/** The dlv that stands under go in the program's place: which one, with which flags and configuration. */
import { errorIds, Failure } from "../../shared/contract/errors.ts";
import type { LaunchAttributes } from "../../shared/contract/launch.ts";
import { programConfigEnv, writeDlvConfig } from "../../shared/delve/config.ts";
import { askDlv } from "../../shared/delve/identity.ts";
import { findDlv } from "../../shared/delve/find.ts";
import type { RunDirectory } from "../../shared/process/privateDirectory.ts";
import type { RunPlan } from "../../shared/run/plan.ts";

export interface DebuggerCommand {
  command: string[];
  /** Set for dlv alone. */
  environment: Record<string, string>;
  /** Puts back for the program what `environment` changed: dlv's launch attribute `env`. */
  programEnvironment: Record<string, string | null>;
  notice?: string;
}

/**
 * @param dlvFlags flags of the adapter's own command line that are dlv's (--log, --check-go-version, …)
 * @throws Failure 7003 for a program of another system, 7006 without a dlv that fits
 */
export async function debuggerCommand(
  plan: RunPlan,
  attributes: LaunchAttributes,
  directory: RunDirectory,
  dlvFlags: readonly string[],
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
  return {
    command: [found.path, "dap", ...dlvFlags],
    environment,
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
