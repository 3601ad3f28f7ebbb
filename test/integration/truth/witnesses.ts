/** The three witnesses of every action: go's action graph, the build IDs in the built files, and the files of the cache. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { CacheAction } from "../../../shared/contract/answers.ts";
import type { GoAction, Observation } from "./observe.ts";

/** What was counted on the way: a comparison of nothing proves nothing. */
export interface Agreement {
  actions: number;
  hits: number;
  misses: number;
  unknown: number;
  /** How many entries of the cache were compared. */
  entries: number;
}

export interface WitnessOptions {
  /** Whether entries of linked programs are expected in the cache; go keeps them there since 1.24. */
  keepsPrograms?: boolean;
  /** Why no entry at all can be there. */
  noEntries?: RegExp;
}

/** Compares each action of a run that has ended with all witnesses. */
export function assertTrue(observed: Observation, options: WitnessOptions = {}): Agreement {
  const { keys, graph } = observed;
  const expected = graph.filter(({ Mode }) => ["build", "link", "preprocess PGO profile"].includes(Mode));
  const ids = keys.actions.map(({ id }) => id);
  assert.deepEqual([...new Set(ids)], ids, "ids are unique");
  assert.deepEqual(
    keys.actions.map(nameOf).sort(),
    expected.map(nameOfGo).sort(),
    "the actions are those of the graph",
  );
  const agreement: Agreement = { actions: expected.length, hits: 0, misses: 0, unknown: 0, entries: 0 };
  for (const theirs of expected) {
    const ours = keys.actions.find((action) => nameOf(action) === nameOfGo(theirs))!;
    assertAction(ours, theirs, graph);
    agreement[ours.state === "hit" ? "hits" : ours.state === "miss" ? "misses" : "unknown"]++;
    if (assertEntry(ours, theirs, observed, options)) agreement.entries++;
  }
  const { summary } = keys;
  assert.equal(summary.actions, agreement.actions);
  assert.equal(summary.hits, agreement.hits);
  assert.equal(summary.misses, agreement.misses);
  assertObjects(observed);
  assertExecutable(observed, options);
  return agreement;
}

function nameOf({ action, package: path }: CacheAction): string {
  return `${action} ${path}`;
}

function nameOfGo({ Mode, Package = "" }: GoAction): string {
  return `${Mode} ${Package}`;
}

/** The short form of a key: the first 15 of its 32 bytes. */
function short(hex: string): string {
  return Buffer.from(hex, "hex").subarray(0, 15).toString("base64url");
}

function assertAction(ours: CacheAction, theirs: GoAction, graph: GoAction[]): void {
  const name = nameOf(ours);
  if (ours.state === "unknown") {
    assert.ok(ours.why, `${name} is unknown, and does not say why`);
  } else {
    assert.equal(ours.state, theirs.Cmd?.length ? "miss" : "hit", name);
    assert.match(ours.actionID ?? "", /^[0-9a-f]{64}$/, name);
    assert.equal(short(ours.actionID!), theirs.ActionID, name);
  }
  if (ours.shortID !== undefined) assert.equal(ours.shortID, theirs.ActionID, name);
  if (!theirs.Cmd?.length) return;
  assert.ok(ours.pid! > 0 && ours.command!.length > 0, `${name} ran, and its tool is not known`);
  // What go does for a package in several steps (cgo, its C files, cover, compile) is one action here.
  const steps = graph.filter(({ Package, Cmd, Mode }) => {
    return Package === theirs.Package && Cmd?.length && isPartOf(Mode, theirs.Mode);
  });
  const times = (field: "TimeStart" | "TimeDone") => steps.map((step) => Date.parse(step[field]));
  const [from, to] = [Math.min(...times("TimeStart")), Math.max(...times("TimeDone"))];
  assert.equal(Date.parse(ours.startedAt!), from, `${name} started`);
  assert.equal(ours.durationMs, to - from, `${name} took`);
}

/** cgo, its C files and cover belong to the build. */
function isPartOf(step: string, mode: string): boolean {
  const whole = step === "link" || step === "preprocess PGO profile" ? step : "build";
  return whole === mode;
}

/** The entry of a key as it stands in the cache, read with what cmd/go/internal/cache says of its format. */
function readEntry(goCache: string, key: string) {
  const file = join(goCache, key.slice(0, 2), `${key}-a`);
  if (!existsSync(file)) return undefined;
  const [version, actionID, outputID = "", size, time = "0"] = readFileSync(file, "utf8").trim().split(/ +/);
  assert.deepEqual([version, actionID], ["v1", key]);
  const data = join(goCache, outputID.slice(0, 2), `${outputID}-d`);
  const output = statSync(data).isDirectory() ? join(data, readdirSync(data)[0]!) : data;
  return { file, outputID, output, bytes: Number(size), storedAt: Number(BigInt(time) / 1_000_000n) };
}

function assertEntry(
  ours: CacheAction,
  theirs: GoAction,
  { dir: { goCache }, takenAt }: Observation,
  options: WitnessOptions,
): boolean {
  const name = nameOf(ours);
  const { keepsPrograms = true, noEntries } = options;
  if (noEntries || (ours.action === "link" && !keepsPrograms)) {
    assert.deepEqual(
      [ours.entry, ours.output, ours.outputID, ours.bytes, ours.storedAt],
      Array(5).fill(undefined),
      name,
    );
    assert.match(ours.why ?? "", noEntries ?? /since 1\.24/, name);
    return false;
  }
  const entry = ours.actionID === undefined ? undefined : readEntry(goCache, ours.actionID);
  assert.ok(entry, `${name} is not in the cache`);
  assert.equal(ours.entry, entry.file, name);
  assert.equal(ours.outputID, entry.outputID, name);
  assert.equal(ours.output, entry.output, name);
  assert.equal(ours.bytes, entry.bytes, name);
  // Other builds on the machine may have stored the same anew since.
  if (entry.storedAt < takenAt) assert.equal(Date.parse(ours.storedAt!), entry.storedAt, name);
  assert.equal(statSync(entry.output).size, entry.bytes, name);
  const content = contentOf(entry.output);
  assert.equal(content.sha256, entry.outputID, name);
  if (theirs.BuildID !== undefined) assert.equal(content.buildID, theirs.BuildID, name);
  return true;
}

/** Outputs are named by their content, so each is looked at once. */
const contents = new Map<string, { sha256: string; buildID: string }>();

function contentOf(file: string): { sha256: string; buildID: string } {
  let content = contents.get(file);
  if (!content) {
    const text = readFileSync(file);
    const buildID = text.subarray(0, 7).toString() === "!<arch>" || text[0] === 0x7f ? buildIDOf(file) : "";
    content = { sha256: createHash("sha256").update(text).digest("hex"), buildID };
    contents.set(file, content);
  }
  return content;
}

let buildIDTool: string | undefined;

/** What `go tool buildid` says. */
export function buildIDOf(file: string): string {
  buildIDTool ??= execFileSync("go", ["tool", "-n", "buildid"], { encoding: "utf8" }).trim();
  return execFileSync(buildIDTool, [file], { encoding: "utf8" }).trim();
}

/** The object directories are those of the graph. */
function assertObjects({ graph, dir }: Observation): void {
  const expected = graph
    .filter(({ Mode, Objdir }) => (Mode === "build" || Mode === "link") && Objdir)
    .map(({ Mode, Package, Objdir }) => `${Mode} ${Package} ${Objdir!.replace(/\/$/, "")}`);
  const ours = dir.objects.map(({ action, package: path, directory }) => `${action} ${path} ${directory}`);
  assert.deepEqual(ours.sort(), expected.sort());
}

/** What was executed is what the link action says. */
function assertExecutable({ graph, dir, end }: Observation, { keepsPrograms = true }: WitnessOptions): void {
  if (end.phase === "failed") return;
  const link = graph.find(({ Mode }) => Mode === "link");
  assert.ok(dir.executable, "the executable is not known");
  // Before 1.24 go run did not write the content's hash into the file.
  const buildID = keepsPrograms ? link?.BuildID : link?.BuildID?.replace(/[^/]*$/, link.ActionID!);
  assert.equal(dir.executable.buildID, buildID);
  assert.equal(dir.executable.origin, dir.executable.path.startsWith(`${dir.work?.path}/`) ? "work" : "cache");
  if (link?.Cmd?.length) assert.equal(dir.executable.origin, "work");
}
