/** Which dlv a launch or attach in one of dlv's own modes asks for. */
import { errorIds, Failure } from "../shared/contract/errors.ts";
import { findDlv, findDlvQuick, type FindDlvOptions } from "../shared/delve/find.ts";
import { askDlv } from "../shared/delve/identity.ts";

/**
 * The dlv to serve a session with.
 * @param dlvPath what the launch names; absent: the first on this machine
 * @returns its path; undefined where the launch names our own drop-in, as vscode-go does that was told to start that as dlv
 * @throws Failure toolMissing, with what to do
 */
export async function chooseDlv(options: FindDlvOptions): Promise<string | undefined> {
  const quick = await findDlvQuick(options);
  if (quick !== undefined) return quick.path;
  const { dlvPath, env, cwd } = options;
  if (dlvPath !== undefined && (await askDlv(dlvPath, { env, cwd })).kind === "ourselves") return undefined;
  return (await findDlv(options)).path;
}

/**
 * The attribute `dlvPath`, or `dlvToolPath` as vscode-go calls it. null and false are a missing one.
 * @throws Failure wrongArguments for another type
 */
export function dlvPathOf(args: Record<string, unknown>): string | undefined {
  for (const name of ["dlvPath", "dlvToolPath"]) {
    const value = args[name];
    if (value === undefined || value === null || value === false || value === "") continue;
    if (typeof value === "string") return value;
    throw new Failure(errorIds.wrongArguments, `${name} takes a string, not ${JSON.stringify(value)}`);
  }
  return undefined;
}
