import type { DebugProtocol } from "@vscode/debugprotocol";

/** A request that was answered with `success: false`, or could not be answered. */
export class DapError extends Error {
  readonly command: string;
  /** The answer's body, usually `{ error: { id, format, … } }`; undefined where no answer came. */
  readonly body: { error?: DebugProtocol.Message } | undefined;

  constructor(command: string, message: string, body?: { error?: DebugProtocol.Message }) {
    super(message);
    this.name = "DapError";
    this.command = command;
    this.body = body;
  }
}
