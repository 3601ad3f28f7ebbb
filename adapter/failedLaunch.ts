import type { DebugProtocol } from "@vscode/debugprotocol";
import type { ClientSide } from "./clientSide.ts";

/**
 * What follows the answer to a launch or attach that failed: Helix (clientID `hx`) would wait for ever, without sending
 * `disconnect`, so it is told that the session is over. The others end it themselves.
 * @returns whether `terminated` was sent
 */
export function endFailedLaunch(client: ClientSide, { clientID }: DebugProtocol.InitializeRequestArguments): boolean {
  if (clientID !== "hx") return false;
  client.sendEvent("terminated");
  return true;
}
