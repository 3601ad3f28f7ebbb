/**
 * Finds processes soon after they have come into being, at little cost: the kernel says which number it gave last, so only the
 * numbers since then are looked at. Where that does not tell (the first time, after numbers have wrapped, after a long pause),
 * all processes are.
 */
import { lastPid, readAll, readTask, type ProcStat } from "./procfs.ts";

/** More new numbers than this, or a longer pause, milliseconds: looking at all is cheaper, or safer. */
const mostNumbers = 1000;
const longestPauseMs = 5000;

/** A number is given away a little before its process can be seen: it is looked for again as long as this, milliseconds. */
const invisibleMs = 40;

/** How many of the newest numbers may still be invisible when all processes are looked at. */
const newest = 32;

export class NewTasks {
  #last = 0;
  #lookedAt = 0;
  /** Numbers at which nobody was seen, and since when that is so. */
  #invisible = new Map<number, number>();

  /** Has the next look take in all processes. */
  startOver(): void {
    this.#last = 0;
  }

  /** Has the next look take in those alone that come from now on. */
  startHere(): void {
    this.#last = lastPid();
    this.#lookedAt = Date.now();
  }

  /** Whether a look may find somebody. */
  get expected(): boolean {
    return this.#invisible.size > 0 || lastPid() !== this.#last;
  }

  /** The processes that have come since the last look, or all; those that cannot belong to anybody are left to the caller. */
  look(): ProcStat[] {
    const now = Date.now();
    const last = lastPid();
    const from = this.#last;
    const few = from > 0 && last >= from && last - from <= mostNumbers && now - this.#lookedAt <= longestPauseMs;
    this.#last = last;
    this.#lookedAt = now;
    return few ? this.#lookAgain(now).concat(this.#lookAt(from + 1, last, now)) : this.#lookAtAll(last, now);
  }

  #lookAtAll(last: number, now: number): ProcStat[] {
    const all = readAll();
    const seen = new Set(all.map((stat) => stat.pid));
    this.#invisible.clear();
    for (let id = Math.max(1, last - newest); id <= last; id += 1) if (!seen.has(id)) this.#invisible.set(id, now);
    return all;
  }

  #lookAt(first: number, last: number, now: number): ProcStat[] {
    const found: ProcStat[] = [];
    for (let id = first; id <= last; id += 1) {
      const stat = readTask(id);
      if (!stat) this.#invisible.set(id, now);
      else if (!stat.isThread) found.push(stat);
    }
    return found;
  }

  #lookAgain(now: number): ProcStat[] {
    const found: ProcStat[] = [];
    for (const [id, since] of this.#invisible) {
      const stat = readTask(id);
      if (stat && !stat.isThread) found.push(stat);
      if (stat || now - since > invisibleMs) this.#invisible.delete(id);
    }
    return found;
  }
}
