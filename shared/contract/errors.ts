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

/** Whatever was thrown, as one line for a person. */
export function sentenceOf(error: unknown): string {
  if (error instanceof Failure) return error.format;
  return error instanceof Error ? error.message : String(error);
}
