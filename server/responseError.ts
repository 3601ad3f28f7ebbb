import { ErrorCodes, LSPErrorCodes, ResponseError } from "vscode-languageserver";
import { errorIds, Failure, lostPart, sentenceOf } from "../shared/contract/errors.ts";

/**
 * What a request fails with, as the protocol has it: InvalidParams for wrong arguments, RequestFailed for what could not be done,
 * each with the contract's id and the whole sentence in its data; InternalError for anything else.
 */
export function responseError(error: unknown): ResponseError<unknown> {
  if (error instanceof ResponseError) return error as ResponseError<unknown>;
  const failure = error instanceof Failure ? error : lostPart(error);
  if (!failure) return new ResponseError(ErrorCodes.InternalError, sentenceOf(error));
  const isWrong = failure.id === errorIds.wrongArguments;
  return new ResponseError(isWrong ? ErrorCodes.InvalidParams : LSPErrorCodes.RequestFailed, failure.format, {
    id: failure.id,
    format: failure.format,
  });
}
