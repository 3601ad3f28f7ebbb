/** Waiting with an end: for events of our own children, and for others' ends, of which there is no event. */

/** How often a condition without an event is looked at, milliseconds. */
const lookMs = 10;

/** Waits for a promise, at most this long; whether it was settled in time. It must not reject. */
export async function within(promise: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), Math.max(0, ms));
  });
  const inTime = await Promise.race([promise.then(() => true), late]);
  clearTimeout(timer);
  return inTime;
}

/** Waits until a condition holds, at most this long; whether it came to hold. */
export async function until(condition: () => boolean, ms: number): Promise<boolean> {
  const end = Date.now() + ms;
  while (!condition()) {
    if (Date.now() >= end) return false;
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
  return true;
}
