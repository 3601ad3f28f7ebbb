/** What a request of the client is about, told from its name and arguments. */
import type { DebugProtocol } from "@vscode/debugprotocol";

/** Whether a request is about a go run. */
export function isOwnRequest(command: string): boolean {
  return ["buildDir", "cacheKeys", "procTree"].includes(command) || command.startsWith("gorunscope.");
}

/** A request's arguments; none where they are no object. */
export function argumentsOf(request: DebugProtocol.Request): Record<string, unknown> {
  const args: unknown = request.arguments;
  return typeof args === "object" && args !== null ? (args as Record<string, unknown>) : {};
}
