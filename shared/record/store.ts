/** The records of a state directory: one file for each run, bounded in number and size. */
import { open, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { errorIds, Failure, sentenceOf } from "../contract/errors.ts";
import type { RunKind, RunRecord } from "../contract/record.ts";
import { digester, type Digester } from "./digest.ts";
import { cannotKeep, storageFailure } from "./failures.ts";
import { makeRoom, type Limits } from "./limits.ts";
import { fileName, recordNames, temporaryName, type RecordName } from "./names.ts";
import { packRecord, type PackedInputs } from "./packedRecord.ts";
import { damaged, decodeHead, encodeFile, usualHeadBytes, withSummary, type Head } from "./recordFile.ts";
import { readSalt } from "./salt.ts";
import { makePrivateDirectory } from "./stateDirectory.ts";
import { StoredRecord } from "./storedRecord.ts";
import { summaryOf, type RecordSummary } from "./summary.ts";

const defaultLimits: Limits = { runs: 200, bytes: 200_000_000 };

/** Of a program of some thirty packages. */
const smallRecordBytes = 16_384;

/** Which records are looked for; what is absent may be anything. */
export interface RecordQuery {
  package?: string;
  kind?: RunKind;
  /** Where go was started: tells two copies of one module apart. */
  cwd?: string;
  /** Only records of runs that began before this one, if it has a record. */
  before?: string;
}

export class RecordStore {
  /** Where the records lie. */
  readonly directory: string;
  readonly #stateDirectory: string;
  readonly #limits: Limits;

  /** Nothing is made or read before it is needed. */
  constructor(stateDirectory: string, limits: Partial<Limits> = {}) {
    this.#stateDirectory = stateDirectory;
    this.directory = join(stateDirectory, "runs");
    this.#limits = { ...defaultLimits, ...limits };
  }

  /** Whether nothing is to be kept: the limit of runs is 0. */
  get keepsNothing(): boolean {
    return this.#limits.runs === 0;
  }

  /** Whether a record that is saved now would stay; tried with a file of a small record's size, of which nothing is left. */
  async canKeep(): Promise<boolean> {
    if (this.keepsNothing) return false;
    const trial = join(
      this.directory,
      temporaryName(fileName({ run: "trial", startedAt: "1970-01-01T00:00:00.000Z" })),
    );
    try {
      await this.#makeDirectory();
      await writeFile(trial, Buffer.alloc(smallRecordBytes), { mode: 0o600, flag: "wx" });
      return true;
    } catch {
      return false;
    } finally {
      await rm(trial, { force: true }).catch(() => undefined);
    }
  }

  /**
   * The digests of this state directory.
   * @throws Failure 7003 where there is no salt and none can be kept
   */
  async digester(): Promise<Digester> {
    try {
      return digester(await readSalt(this.#stateDirectory));
    } catch (error) {
      throw cannotKeep("the salt of the records' digests", this.#stateDirectory, error);
    }
  }

  /**
   * Keeps a record, which must be redacted. One of the same run is replaced, but for its tags and whether it is to be kept, which
   * are the user's. The oldest that are not to be kept make room.
   * @param inputs those of the same keys as another save has packed them: the record itself needs none then; or what the record's
   *   own are of, so that a later save may take them
   * @throws Failure 7003 where it cannot be kept; nothing is left of it then
   */
  async save(record: RunRecord, inputs: PackedInputs | { of?: string } = {}): Promise<PackedInputs | undefined> {
    const { run } = record;
    const name = fileName(record);
    const known = await this.#head({ run, file: name }).catch(() => undefined);
    const { kept, tags } = known?.summary ?? record;
    const packed = await packRecord(record, inputs);
    const directory = packed.inputs?.directory;
    const summary = { ...summaryOf(record), ...(directory !== undefined && { directory }), kept, tags };
    const file = encodeFile(summary, packed.sections);
    if (file.length > this.#limits.bytes) {
      const why = `it has ${file.length} bytes, and all records together may have ${this.#limits.bytes}`;
      throw cannotKeep(`the record of run ${record.run}`, this.directory, new Error(why));
    }
    try {
      await this.#makeDirectory();
      await this.#write(name, file);
    } catch (error) {
      throw cannotKeep(`the record of run ${record.run}`, this.directory, error);
    }
    try {
      if (!known) await makeRoom(this.directory, this.#limits, name);
    } catch (error) {
      throw storageFailure(`records of older runs could not be removed from ${this.directory}`, error);
    }
    return packed.inputs;
  }

  /**
   * The summaries of all records that can be read, the newest first.
   * @throws Failure 7003 where the directory cannot be read
   */
  async list(): Promise<RecordSummary[]> {
    return (await this.survey()).records;
  }

  /**
   * The summaries of all records, and a sentence for each that cannot be read.
   * @throws Failure 7003 where the directory cannot be read
   */
  async survey(): Promise<{ records: RecordSummary[]; problems: string[] }> {
    const names = await this.#names();
    const problems: string[] = [];
    const read = names.map(async (name) => {
      try {
        return (await this.#head(name))?.summary;
      } catch (error) {
        problems.push(sentenceOf(error));
        return undefined;
      }
    });
    const records = (await Promise.all(read)).filter((summary) => summary !== undefined);
    return { records, problems };
  }

  /**
   * The summaries of all records, the newest first, each read when it is asked for. Those that cannot be read are passed over.
   * @param before a run, if it has a record: those of runs that began before it alone
   * @throws Failure 7003 where the directory cannot be read
   */
  async *newestFirst(before?: string): AsyncGenerator<RecordSummary> {
    const names = await this.#names();
    const from = before === undefined ? 0 : names.findIndex(({ run }) => run === before) + 1;
    for (const name of names.slice(from)) {
      const head = await this.#head(name).catch(() => undefined);
      if (head) yield head.summary;
    }
  }

  /** The newest record that fits; those that cannot be read are passed over. */
  async latest(query: RecordQuery = {}): Promise<RecordSummary | undefined> {
    for await (const summary of this.newestFirst(query.before)) if (fits(summary, query)) return summary;
    return undefined;
  }

  /**
   * A record, part by part.
   * @throws Failure 7001 where there is none of this run, 7004 for one that is damaged or of another version
   */
  async open(run: string): Promise<StoredRecord> {
    const { file, head, name } = await this.#read(run);
    return new StoredRecord(file, head, this.#describe(name));
  }

  /**
   * A whole record.
   * @throws Failure 7001 where there is none of this run, 7004 for one that is damaged or of another version
   */
  async load(run: string): Promise<RunRecord> {
    return (await this.open(run)).whole();
  }

  /**
   * Removes a record, whatever state it is in.
   * @throws Failure 7001 where there is none of this run, 7003 where it cannot be removed
   */
  async remove(run: string): Promise<void> {
    const { file } = await this.#find(run);
    try {
      await rm(join(this.directory, file), { force: true });
    } catch (error) {
      throw storageFailure(`the record of run ${run} cannot be removed`, error);
    }
  }

  /**
   * Keeps a record from being removed to make room for others, or no longer does.
   * @throws Failure 7001, 7004 as open; 7003 where it cannot be written
   */
  async keep(run: string, kept = true): Promise<void> {
    await this.#change(run, { kept });
  }

  /**
   * Gives a record these tags in place of those it has.
   * @throws Failure 7001, 7004 as open; 7003 where it cannot be written
   */
  async tag(run: string, tags: string[]): Promise<void> {
    await this.#change(run, { tags });
  }

  async #change(run: string, change: Partial<RecordSummary>): Promise<void> {
    const { file, head, name } = await this.#read(run);
    try {
      await this.#write(name.file, withSummary(file, head, { ...head.summary, ...change }));
    } catch (error) {
      throw cannotKeep(`the change to the record of run ${run}`, this.directory, error);
    }
  }

  async #makeDirectory(): Promise<void> {
    await makePrivateDirectory(this.#stateDirectory);
    await makePrivateDirectory(this.directory);
  }

  /** Readers find the old file or the new one, never a part. */
  async #write(name: string, bytes: Buffer): Promise<void> {
    const temporary = join(this.directory, temporaryName(name));
    try {
      await writeFile(temporary, bytes, { mode: 0o600, flag: "wx" });
      await rename(temporary, join(this.directory, name));
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  async #names(): Promise<RecordName[]> {
    try {
      return recordNames(await readdir(this.directory));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw storageFailure(`the records in ${this.directory} cannot be read`, error);
    }
  }

  async #find(run: string): Promise<RecordName> {
    const name = (await this.#names()).find((each) => each.run === run);
    if (name) return name;
    throw new Failure(errorIds.noRunYet, `there is no record of run ${run}`, {
      advice: `The records are the files in ${this.directory}.`,
    });
  }

  async #read(run: string): Promise<{ file: Buffer; head: Head; name: RecordName }> {
    const name = await this.#find(run);
    let file: Buffer;
    try {
      file = await readFile(join(this.directory, name.file));
    } catch (error) {
      throw storageFailure(`${this.#describe(name)} cannot be read`, error);
    }
    return { file, head: this.#decodeAll(name, file), name };
  }

  /** Undefined where the file was removed just now. */
  async #head(name: RecordName): Promise<Head | undefined> {
    try {
      const file = await open(join(this.directory, name.file));
      try {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(usualHeadBytes), 0, usualHeadBytes, 0);
        const start = buffer.subarray(0, bytesRead);
        return this.#decode(name, start) ?? this.#decodeAll(name, await file.readFile());
      } finally {
        await file.close();
      }
    } catch (error) {
      if (error instanceof Failure) throw error;
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw storageFailure(`${this.#describe(name)} cannot be read`, error);
    }
  }

  #decodeAll(name: RecordName, file: Buffer): Head {
    const head = this.#decode(name, file);
    if (head) return head;
    throw damaged(this.#describe(name));
  }

  /** Undefined where the head is longer than what is there of the file. */
  #decode(name: RecordName, start: Buffer): Head | undefined {
    const head = decodeHead(start, this.#describe(name));
    if (head && head.summary.run !== name.run) throw damaged(this.#describe(name));
    return head;
  }

  #describe({ run, file }: RecordName): string {
    return `the record of run ${run} (${join(this.directory, file)})`;
  }
}

function fits(summary: RecordSummary, query: RecordQuery): boolean {
  return (["package", "kind", "cwd"] as const).every((key) => query[key] === undefined || summary[key] === query[key]);
}
