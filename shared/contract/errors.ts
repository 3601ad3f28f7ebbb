/** The error ids of the contract, by what they mean. */
export const errorIds = {
  unexpected: 7000,
  noRunYet: 7001,
  wrongPhase: 7002,
  notOnThisSystem: 7003,
  wrongArguments: 7004,
  buildFailed: 7005,
  toolMissing: 7006,
  debuggerEnded: 7007,
} as const;

export type ErrorId = (typeof errorIds)[keyof typeof errorIds];

/**
 * A failure that a user is told about. Thrown where it is noticed, translated once at the boundary: to a DAP error
 * response, a JSON-RPC error or a line on stderr with an exit status.
 */
export class Failure extends Error {
  /** One of the contract's ids. */
  readonly id: ErrorId;
  /** What to do about it: a sentence of its own, or absent where there is nothing to do. */
  readonly advice: string | undefined;

  /**
   * @param sentence what happened, with what; a short sentence without a final period
   * @param options.advice what to do about it
   * @param options.cause the error underneath
   */
  constructor(id: ErrorId, sentence: string, options: { advice?: string; cause?: unknown } = {}) {
    super(sentence, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "Failure";
    this.id = id;
    this.advice = options.advice;
  }

  /** The sentence in full, with what to do. */
  get format(): string {
    if (this.advice === undefined) return this.message;
    // Where the sentence is somebody else's it may have its own period.
    return `${this.message}${/[.!?]$/.test(this.message) ? "" : "."} ${this.advice}`;
  }
}

/**
 * A part of the program that could not be loaded, as a Failure; undefined for any other error. Parts are loaded when they are first
 * needed, and those of a program that has been replaced since it was started are gone.
 */
export function lostPart(error: unknown): Failure | undefined {
  const { code } = (error ?? {}) as { code?: unknown };
  if (code !== "MODULE_NOT_FOUND" && code !== "ERR_MODULE_NOT_FOUND") return undefined;
  return new Failure(errorIds.unexpected, "a part of gorunscope is gone: it was replaced or removed while it ran", {
    advice: "Restart the language server or the debug session.",
    cause: error,
  });
}

/** Whatever was thrown, as one line for a person. */
export function sentenceOf(error: unknown): string {
  const failure = error instanceof Failure ? error : lostPart(error);
  if (failure) return failure.format;
  return error instanceof Error ? error.message : String(error);
}
