/** workspace/executeCommand: each command with its one object, answered with JSON. */
import { ErrorCodes, LSPErrorCodes, ResponseError, type ExecuteCommandParams } from "vscode-languageserver";
import type { CancellationToken, WorkDoneProgressReporter } from "vscode-languageserver";
import { checkArguments } from "../commands/arguments.ts";
import { ask } from "../commands/ask.ts";
import { restart, stop } from "../commands/control.ts";
import { forecast } from "../commands/forecast.ts";
import { debug, run } from "../commands/launch.ts";
import { commandNames, commandPrefix, type CommandArguments, type CommandName } from "../commands/names.ts";
import { withProgress } from "../progress.ts";
import { responseError } from "../responseError.ts";
import type { ServerState } from "../state.ts";

type Carry = (state: ServerState, args: CommandArguments, signal: AbortSignal) => Promise<unknown>;

const own: Partial<Record<CommandName, Carry>> = { run, debug, stop, restart, forecast };

/**
 * @throws ResponseError InvalidParams for an unknown command and wrong arguments, RequestFailed for what could not be done, each with
 *   the contract's id in its data; RequestCancelled
 */
export async function executeCommand(
  state: ServerState,
  params: ExecuteCommandParams,
  token: CancellationToken,
  progress: WorkDoneProgressReporter,
): Promise<unknown> {
  const name = commandNames.find((each) => commandPrefix + each === params.command);
  if (name === undefined) {
    throw new ResponseError(ErrorCodes.InvalidParams, `there is no command ${params.command}`);
  }
  const controller = new AbortController();
  token.onCancellationRequested(() => controller.abort());
  const options = {
    title: `gorunscope ${name}`,
    shows: state.client.showsProgress,
    ...(params.workDoneToken !== undefined && { given: progress }),
    cancel: () => controller.abort(),
  };
  try {
    const args = checkArguments(name, params.arguments as unknown[] | undefined);
    const carry = own[name] ?? ((_state, given) => ask(state, name, given));
    return await withProgress(state.connection, options, () => carry(state, args, controller.signal));
  } catch (error) {
    if (controller.signal.aborted) throw new ResponseError(LSPErrorCodes.RequestCancelled, `${name} was broken off`);
    throw responseError(error);
  }
}
