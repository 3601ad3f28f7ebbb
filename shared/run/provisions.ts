/**
 * What a run has around it from before go's start until nothing of it is left: a directory of its own, a watchdog, a file for the
 * key log, the live socket.
 */
import { GatheredFile } from "../process/gatheredFile.ts";
import type { Identity } from "../process/identity.ts";
import { createRunDirectory, type RunDirectory } from "../process/privateDirectory.ts";
import { Watchdog, type WatchKind } from "../process/watchdog.ts";
import type { GoRun } from "./goRun.ts";
import { LiveSocket, type RunControl } from "./liveSocket.ts";
import type { GoProcess, StartGo } from "./streams.ts";

export class Provisions {
  /** The path of the live socket, once it is known. */
  socket: string | undefined;
  #directory: RunDirectory | undefined;
  /** What go's start needs in the directory. */
  #prepared: Promise<void> | undefined;
  /** Where go writes its key log. */
  #gathered: GatheredFile | undefined;
  #watchdog: Watchdog | undefined;
  #live: LiveSocket | undefined;
  #ended: Promise<unknown> | undefined;

  /**
   * Makes it all; what there is after a failure is removed by `end` and `remove`, too.
   * @throws Failure 7003 where there is no place for it
   */
  async make(run: GoRun, startGo: StartGo, control: RunControl): Promise<RunDirectory> {
    const directory = await createRunDirectory(run.env);
    this.#directory = directory;
    this.#prepared = startGo.prepare?.(directory);
    this.#prepared?.catch(() => undefined);
    if (run.attributes.record) this.#gathered = GatheredFile.open();
    this.#watchdog = Watchdog.start(directory.path);
    this.socket = directory.socketPath("live");
    this.#live = await LiveSocket.listen(this.socket, run, control);
    return directory;
  }

  /**
   * Waits for what go's start needs.
   * @returns the file for the key log, if there is one
   * @throws Failure 7003 where something cannot be made
   */
  async ready(): Promise<GatheredFile | undefined> {
    await this.#prepared;
    return this.#gathered;
  }

  /** @param temporary the directory that $WORK is made in; undefined where it is to be kept */
  goStarted(go: GoProcess, temporary: string | undefined): void {
    this.#watchdog?.watch(go.identity, go.ownGroup ? "group" : "process");
    if (temporary !== undefined) this.#watchdog?.seekWork(temporary);
    this.#directory?.note({ go: go.identity, temporary });
  }

  /** $WORK is known, and to be removed. */
  workKnown(work: string): void {
    this.#watchdog?.removeAtEnd(work);
    this.#directory?.note({ work });
  }

  /** A process will become the program in a moment: should we be killed before it is known for sure, nobody else would know of it. */
  programComes(by: Identity): void {
    this.#watchdog?.watch(by, "process");
  }

  programStarted(program: Identity, kind: WatchKind): void {
    this.#watchdog?.watch(program, kind);
    this.#directory?.note({ program });
  }

  /** All processes of the run have ended: the helpers may. */
  end(): void {
    this.#gathered?.end();
    this.#ended = this.#watchdog?.close();
  }

  /** Lets whoever listens have the last word, and removes what is there. To be called after `end`. */
  async remove(): Promise<void> {
    await this.#live?.close();
    await this.#prepared?.catch(() => undefined);
    await Promise.all([this.#ended, this.#directory?.remove()]);
  }
}
