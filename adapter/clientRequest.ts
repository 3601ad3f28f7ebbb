import type { DebugProtocol } from "@vscode/debugprotocol";

/** A request's arguments; none where they are no object. */
export function argumentsOf(request: DebugProtocol.Request): Record<string, unknown> {
  const args: unknown = request.arguments;
  return typeof args === "object" && args !== null ? (args as Record<string, unknown>) : {};
}
