import { isFinal, type Phase } from "../contract/answers.ts";

/** The phases a run has gone through, with the time at which each began: milliseconds since the epoch. */
export class Phases {
  readonly #entries: { phase: Phase; at: number }[] = [{ phase: "planned", at: Date.now() }];

  get current(): Phase {
    return this.#entries.at(-1)!.phase;
  }

  /** All of them in their order; running and stopped may come often. */
  get all(): readonly { phase: Phase; at: number }[] {
    return this.#entries;
  }

  /** Goes to a phase. @returns false where the run is there already, or in a final phase, which is never left */
  enter(phase: Phase): boolean {
    if (this.current === phase || isFinal(this.current)) return false;
    this.#entries.push({ phase, at: Date.now() });
    return true;
  }

  /** When a phase first began; undefined if it has not. */
  began(phase: Phase): number | undefined {
    return this.#entries.find((entry) => entry.phase === phase)?.at;
  }

  /** How long the build took, or takes so far, in milliseconds; undefined before it began. */
  buildMs(): number | undefined {
    const index = this.#entries.findIndex((entry) => entry.phase === "building");
    const began = this.#entries[index];
    return began && (this.#entries[index + 1]?.at ?? Date.now()) - began.at;
  }
}
