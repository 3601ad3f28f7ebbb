/**
 * The adapter's own log: with `--log` only, to standard error or to what `--log-dest` names, and never to standard output. What
 * was done is logged by name and number; arguments and bodies are not, since they hold environments and values.
 */
import { constants, closeSync, fstatSync, openSync, writeSync } from "node:fs";
import { errorIds, Failure, sentenceOf } from "../shared/contract/errors.ts";
import type { DapOptions } from "../shared/dap/options.ts";

export type LogFields = Record<string, string | number | boolean | undefined>;

export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
}

/** Where log lines go, ours and dlv's. */
export interface LogDestination {
  log: Log;
  /** The descriptor that dlv's log goes to as well; undefined without `--log`. */
  descriptor: number | undefined;
  /** Writes one line that must be seen whether or not anything is logged; true if it went into the log. */
  writeLine(line: string): boolean;
  close(): void;
}

const silent: Log = { debug() {}, info() {}, warn() {} };

/**
 * Opens what `--log` and `--log-dest` ask for. As dlv does it, `--log-dest` alone logs nothing, but takes the line that says
 * where we listen.
 * @param protocolOnStdout whether standard output is the protocol's own
 * @throws Failure wrongArguments where the destination cannot be written
 */
export async function openLog(
  options: Pick<DapOptions, "log" | "logDestination">,
  protocolOnStdout: boolean,
): Promise<LogDestination> {
  const given = options.logDestination;
  const opened = given === undefined ? undefined : openDestination(given, protocolOnStdout);
  return {
    log: options.log ? await createLog(opened?.descriptor ?? 2) : silent,
    descriptor: options.log ? (opened?.descriptor ?? 2) : undefined,
    writeLine(line) {
      if (opened === undefined) return false;
      writeSync(opened.descriptor, `${line}\n`);
      return true;
    },
    close() {
      if (opened?.isOurs === true) closeSync(opened.descriptor);
    },
  };
}

function openDestination(given: string, protocolOnStdout: boolean): { descriptor: number; isOurs: boolean } {
  const isNumber = /^\d+$/.test(given);
  if (isNumber && protocolOnStdout && Number(given) <= 1) {
    throw new Failure(errorIds.wrongArguments, `--log-dest=${given} is a stream of the protocol`, {
      advice: "Name a file, or 2 for standard error.",
    });
  }
  try {
    if (isNumber) {
      fstatSync(Number(given));
      return { descriptor: Number(given), isOurs: false };
    }
    // Appending, since dlv writes into the same file; for nobody else, since dlv's log holds whole launch configurations.
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_APPEND;
    return { descriptor: openSync(given, flags, 0o600), isOurs: true };
  } catch (cause) {
    throw new Failure(errorIds.wrongArguments, `--log-dest=${given} cannot be written: ${sentenceOf(cause)}`, {
      cause,
    });
  }
}

async function createLog(descriptor: number): Promise<Log> {
  const { default: pino } = await import("pino");
  const logger = pino({ name: "gorunscope", level: "debug" }, pino.destination({ fd: descriptor, sync: true }));
  return {
    debug: (message, fields) => logger.debug(fields ?? {}, message),
    info: (message, fields) => logger.info(fields ?? {}, message),
    warn: (message, fields) => logger.warn(fields ?? {}, message),
  };
}
