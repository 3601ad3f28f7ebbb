/**
 * The runs that live now, whoever has started them: each has a socket in its directory (contract, part 7). Found by events of the
 * file system; one that ends is known by its socket's end, also where it dies without a word.
 */
import { EventEmitter } from "node:events";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { isFinal, type PhaseEvent } from "../contract/answers.ts";
import { errorIds, Failure } from "../contract/errors.ts";
import { ownerState, readOwner } from "../process/ownerFile.ts";
import { existingBases, isRunDirectoryName, possibleBases } from "../process/privateDirectory.ts";
import type { LiveSummary } from "../run/liveSummary.ts";
import { DirectoryWatch } from "./directoryWatch.ts";
import { LiveClient } from "./liveClient.ts";

interface LiveRunsEvents {
  /** A run is there, or is another than before. */
  changed: [LiveSummary];
  phase: [PhaseEvent];
  /** A run is over; its summary is the last word on it where it ended by itself, and absent where it vanished. */
  ended: [run: string, summary: LiveSummary | undefined];
}

/** One run's directory. */
interface Place {
  /** Until the socket is there. */
  watch: DirectoryWatch | undefined;
  client: LiveClient | undefined;
  /** Whether a try is under way, and whether something has happened since it began. */
  connecting: boolean;
  tryAgain: boolean;
  summary: LiveSummary | undefined;
}

export class LiveRuns extends EventEmitter<LiveRunsEvents> {
  readonly #env: NodeJS.ProcessEnv;
  readonly #watches: DirectoryWatch[];
  readonly #places = new Map<string, Place>();
  /** The last look, and the one after it where something has happened since. */
  #looking: Promise<void> | undefined;
  #lookAgain = false;
  #closed = false;

  /** Watches from now on. @param env where XDG_RUNTIME_DIR and TMPDIR are taken from */
  constructor(env: NodeJS.ProcessEnv) {
    super();
    this.#env = env;
    this.#watches = possibleBases(env).map((base) => new DirectoryWatch(base, () => void this.look()));
  }

  /** Those that can be asked now. */
  get all(): LiveSummary[] {
    return [...this.#places.values()].flatMap(({ client, summary }) => (client && summary ? [summary] : []));
  }

  /** Looks at what is there; resolves when all that was there when it was called is connected. */
  async look(): Promise<void> {
    if (this.#looking) {
      this.#lookAgain = true;
      return this.#looking;
    }
    this.#looking = this.#lookUntilSeen();
    try {
      await this.#looking;
    } finally {
      this.#looking = undefined;
    }
  }

  async #lookUntilSeen(): Promise<void> {
    do {
      this.#lookAgain = false;
      await this.#look();
    } while (this.#lookAgain && !this.#closed);
  }

  /**
   * Asks a run, or has it do something (`stop`, `restart`).
   * @throws Failure 7001 where it does not live any more, else as it answers
   */
  async request(run: string, method: string, args: object = {}): Promise<unknown> {
    const client = [...this.#places.values()].find(({ summary }) => summary?.run === run)?.client;
    if (!client) throw new Failure(errorIds.noRunYet, `run ${run} does not live any more`);
    return client.request(method, args);
  }

  close(): void {
    this.#closed = true;
    for (const watch of this.#watches) watch.close();
    for (const place of this.#places.values()) {
      place.watch?.close();
      place.client?.close();
    }
  }

  async #look(): Promise<void> {
    const found = (await Promise.all(existingBases(this.#env).map(runDirectories))).flat();
    for (const [directory, place] of this.#places) {
      if (found.includes(directory)) continue;
      place.watch?.close();
      if (!place.client) this.#places.delete(directory);
    }
    await Promise.all(found.filter((directory) => !this.#places.has(directory)).map((each) => this.#add(each)));
  }

  async #add(directory: string): Promise<void> {
    if (this.#closed) return;
    const place: Place = {
      watch: undefined,
      client: undefined,
      connecting: false,
      tryAgain: false,
      summary: undefined,
    };
    this.#places.set(directory, place);
    // Watched before the first try, so that no moment is missed.
    place.watch = new DirectoryWatch(directory, () => void this.#join(directory, place));
    await this.#join(directory, place);
    const owner = readOwner(directory);
    // What a dead one has left is the next run's to sweep.
    if (!place.client && owner && ownerState(owner) === "dead") place.watch?.close();
  }

  async #join(directory: string, place: Place): Promise<void> {
    if (place.client || this.#closed) return;
    if (place.connecting) {
      place.tryAgain = true;
      return;
    }
    place.connecting = true;
    place.tryAgain = false;
    try {
      place.client = await LiveClient.connect(join(directory, "live"), {
        changed: (summary) => {
          place.summary = summary;
          this.emit("changed", summary);
        },
        phase: (event) => this.emit("phase", event),
        closed: () => this.#gone(directory, place),
      });
    } finally {
      place.connecting = false;
    }
    if (place.client) {
      place.watch?.close();
      place.watch = undefined;
      if (this.#closed) place.client.close();
    } else if (place.tryAgain) await this.#join(directory, place);
  }

  #gone(directory: string, { summary }: Place): void {
    this.#places.delete(directory);
    if (this.#closed || !summary) return;
    this.emit("ended", summary.run, isFinal(summary.phase) ? summary : undefined);
  }
}

async function runDirectories(base: string): Promise<string[]> {
  const names = await readdir(base).catch(() => []);
  return names.filter(isRunDirectoryName).map((name) => join(base, name));
}
