import { randomHex } from "../process/random.ts";

/** A run's id: sorts by time, unique on this machine. */
export function newRunID(): string {
  const now = new Date().toISOString().replace(/[-:]/g, "").slice(0, 15);
  return `${now}-${randomHex(4)}`;
}
