/** What the features read of a request, checked: a client that leaves it out is told so. */
import { ErrorCodes, Position, Range, ResponseError } from "vscode-languageserver";

const isRight = {
  position: Position.is,
  range: Range.is,
  context: (value: unknown) => typeof value === "object" && value !== null,
};

/**
 * The same parameters.
 * @param members what has to be there beside the document
 * @throws ResponseError InvalidParams, with the member that is missing or wrong
 */
export function checkedParams<T extends object>(params: T, ...members: (keyof typeof isRight)[]): T {
  const { textDocument, ...given } = params as { textDocument?: { uri?: unknown } } & Record<string, unknown>;
  const isDocument = typeof textDocument?.uri === "string";
  const wrong = isDocument ? members.find((member) => !isRight[member](given[member])) : "textDocument";
  if (wrong === undefined) return params;
  throw new ResponseError(ErrorCodes.InvalidParams, `${wrong} is missing, or not what the protocol says`);
}
