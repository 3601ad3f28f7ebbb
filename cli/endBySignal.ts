/** Ending as a program ends that a signal has killed, so that a shell or a supervisor sees the same as of a plain go run. */
import { constants } from "node:os";

/** A signal that does not end us at once (it was blocked, or is not one) is given this long, in milliseconds. */
const deliveredWithinMs = 100;

/**
 * Ends this process by a signal. Returns only where that fails.
 * @returns the exit status with which a shell would tell of it: 128 and the signal's number
 */
export async function endBySignal(name: string): Promise<number> {
  const number = constants.signals[name as NodeJS.Signals] as number | undefined;
  if (number !== undefined) {
    process.removeAllListeners(name);
    process.kill(process.pid, number);
    await new Promise((resolve) => setTimeout(resolve, deliveredWithinMs));
  }
  return 128 + (number ?? 0);
}
