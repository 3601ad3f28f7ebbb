/** What the client is told that this session can do. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import { version } from "../shared/contract/version.ts";

/** The answer of dlv 1.22, the oldest that is supported (service/dap/server.go, onInitializeRequest): where no dlv was found. */
export const oldestDlvCapabilities: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsFunctionBreakpoints: true,
  supportsConditionalBreakpoints: true,
  supportsEvaluateForHovers: true,
  supportsSetVariable: true,
  supportsExceptionInfoRequest: true,
  supportsDelayedStackTraceLoading: true,
  supportsLogPoints: true,
  supportsDisassembleRequest: true,
  supportsClipboardContext: true,
  supportsSteppingGranularity: true,
  supportsInstructionBreakpoints: true,
};

/** dlv's capabilities with what is the adapter's own: dlv has no `terminate`. */
export function withOwnCapabilities(
  dlv: DebugProtocol.Capabilities,
): DebugProtocol.Capabilities & { gorunscope: { version: string } } {
  return { ...dlv, supportsTerminateRequest: true, gorunscope: { version } };
}

/** What of `after` a client has to be told that knows `before`; undefined where that is nothing. */
export function changedCapabilities(
  before: DebugProtocol.Capabilities,
  after: DebugProtocol.Capabilities,
): DebugProtocol.Capabilities | undefined {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof DebugProtocol.Capabilities>;
  // An absent capability is one that is not there; only `false` takes back what was said before.
  const changed = [...names].flatMap((name) => {
    const now = after[name] ?? false;
    return JSON.stringify(before[name] ?? false) === JSON.stringify(now) ? [] : [[name, now] as const];
  });
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}
