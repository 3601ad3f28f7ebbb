import { misspeltAs } from "../shared/text/nearest.ts";

/** dlv's modes (service/dap/server.go, onLaunchRequest and onAttachRequest), and "auto", which the Go extension of VS Code replaces. */
const dlvModes: ReadonlySet<unknown> = new Set(["debug", "test", "exec", "replay", "core", "local", "remote", "auto"]);

/** What to say of a mode that nobody knows and that is nearly "run": dlv itself does not know that one. */
export function misspeltMode(mode: unknown): string | undefined {
  if (typeof mode !== "string" || dlvModes.has(mode) || misspeltAs(mode.trim(), ["run"]) === undefined)
    return undefined;
  return `there is no mode ${JSON.stringify(mode)}; did you mean "run"?`;
}
