/** Forecast, real run, witnesses, reasons: for each row of the table of changes. */
import assert from "node:assert/strict";
import type { CacheAction, ForecastResponse } from "../../../shared/contract/answers.ts";
import type { World } from "../../support/world.ts";
import { Foreteller, inState } from "../forecast/foretold.ts";
import type { TableSubject } from "./changesSubject.ts";
import type { Beginning, TableRow } from "./changesTable.ts";
import type { Observation } from "./observe.ts";
import { rebuilt } from "./observe.ts";

/**
 * Defines the tests of a subject: its first run, then each change in turn.
 * @param make the subject, in a world that is there when the tests run
 */
export function testTable(make: () => { world: World; subject: TableSubject }, rows: readonly TableRow[]): void {
  let foreteller: Foreteller;
  let last: Observation;

  it("is true of the first run", async () => {
    const { world, subject } = make();
    foreteller = new Foreteller(world, subject);
    const { observed } = await foreteller.foretell();
    const own = [...subject.imports.keys()].map((path) => `build ${path}`);
    const expected = [...own, `link ${subject.main}`].sort();
    // What other tests have built of the replaced module may lie in the cache.
    assert.deepEqual(
      rebuilt(observed, (path) => subject.imports.has(path)),
      expected,
    );
    for (const { reason } of observed.keys.actions) assert.equal(reason?.kind ?? "first", "first");
    assertSentence(observed.keys.summary.sentence, /^rebuilt \d+ of \d+.*: first go run of it here$/);
    last = observed;
  });

  for (const row of rows) {
    it(`is true after this change: ${row.name}`, async () => {
      const { subject } = make();
      const { forecast, observed } = await foreteller.foretell(row.apply(subject, last) ?? {});
      last = observed;
      const begins = row.begins(subject);
      assertRebuilt(observed, subject, begins, row.reach);
      assertReasons(observed, subject, begins, row);
      assertSentence(observed.keys.summary.sentence, row.run);
      assertForecast(forecast, observed, subject, begins);
      assertSentence(forecast.sentence, row.forecast);
    });
  }
}

function assertSentence(sentence: string, expected: RegExp): void {
  assert.match(sentence, expected);
  assert.ok(sentence.length <= 100, sentence);
}

/** GORUNSCOPE_TRUTH=full: everything at the size that the product is measured at. */
export const isFull = process.env.GORUNSCOPE_TRUTH === "full";

/** The packages from which one of these can be reached by at most so many imports, these not among them unless another is below. */
function above(subject: TableSubject, packages: readonly string[], levels: number): Set<string> {
  const found = new Set<string>();
  let next = new Set(packages);
  for (let level = 0; level < levels && next.size > 0; level++) {
    const from = next;
    next = new Set();
    for (const [path, imported] of subject.imports) {
      if (found.has(path) || !imported.some((each) => from.has(each))) continue;
      found.add(path);
      next.add(path);
    }
  }
  return found;
}

/** The packages whose build a change begins at. */
function begunIn(begins: Readonly<Record<string, Beginning>>): string[] {
  return Object.keys(begins).flatMap((id) => (id.startsWith("build ") ? [id.slice("build ".length)] : []));
}

/** Nothing else was rebuilt, of any package. */
function assertRebuilt(
  observed: Observation,
  subject: TableSubject,
  begins: Readonly<Record<string, Beginning>>,
  reach: number,
): void {
  const begun = begunIn(begins);
  const followed = above(subject, begun, reach);
  const expected = new Set([...Object.keys(begins), ...[...followed].map((path) => `build ${path}`)]);
  if (followed.size > 0 || begun.includes(subject.main)) expected.add(`link ${subject.main}`);
  assert.deepEqual(rebuilt(observed), [...expected].sort());
}

/** Each of the actions has the reason of the table, or follows from one that has. */
function assertReasons(
  { keys }: Observation,
  subject: TableSubject,
  begins: Readonly<Record<string, Beginning>>,
  { reach, elsewhere = false }: TableRow,
): void {
  const cutoffs = new Set(keys.actions.filter(({ cutoff }) => cutoff).map(({ package: path }) => path));
  const roots = begunIn(begins).filter((path) => !cutoffs.has(path));
  for (const action of keys.actions) {
    const expected = begins[action.id];
    if (action.state === "hit") assert.equal(action.reason, undefined, action.id);
    else if (expected) assertBeginning(action, expected);
    else {
      // The link takes in every package, wherever it is imported.
      const isBelow = (root: string) => action.action === "link" || above(subject, [root], reach).has(action.package);
      assertFollowed(action, subject, roots.filter(isBelow), elsewhere);
    }
  }
}

function assertBeginning({ id, reason }: CacheAction, expected: Beginning): void {
  assert.ok(reason, id);
  const { kind, changes, sentence } = reason;
  assert.deepEqual([kind, changes.map(({ name }) => name)], [expected.kind, expected.changes], `${id}: ${sentence}`);
  assert.match(sentence, expected.sentence, `${id}: ${sentence}`);
}

function assertFollowed(
  { id, action, package: path, reason }: CacheAction,
  subject: TableSubject,
  below: string[],
  elsewhere: boolean,
): void {
  assert.ok(reason, id);
  assert.equal(reason.kind, "cascade", `${id}: ${reason.sentence}`);
  assert.match(reason.sentence, /, on which it depends/, id);
  const { roots = [] } = reason;
  const isOwn = (root: string) => subject.imports.has(root);
  assert.deepEqual(roots.filter(isOwn).sort(), below.sort(), id);
  // What is not the subject's own came from the cache under another key, or is no root.
  for (const root of roots.filter((each) => !isOwn(each))) assert.ok(elsewhere, `${id}: ${root}`);
  const way = reason.path ?? [];
  assert.equal(way[0], path, id);
  assert.ok(roots.includes(way.at(-1) ?? ""), `${id}: ${way.join(" → ")}`);
  // The program links packages that main does not import.
  const steps = action === "link" ? way.slice(1) : way;
  for (const [index, from] of steps.slice(0, -1).entries()) {
    if (!isOwn(steps[index + 1]!)) break;
    assert.ok(subject.imports.get(from)?.includes(steps[index + 1]!), `${id}: ${way.join(" → ")}`);
  }
}

/** Certain is what does not depend on anything that is built; and of that, the reasons were foretold. */
function assertForecast(
  forecast: ForecastResponse,
  { keys }: Observation,
  subject: TableSubject,
  begins: Readonly<Record<string, Beginning>>,
): void {
  const begun = begunIn(begins);
  const waiting = above(subject, begun, Infinity);
  const certain = begun.filter((path) => !waiting.has(path));
  const link = `link ${subject.main}`;
  const isLinked = begun.length > 0 || link in begins;
  const linksCertainly = isLinked && !waiting.has(subject.main);
  assert.deepEqual(
    inState(forecast, "miss"),
    [...certain.map((path) => `build ${path}`), ...(linksCertainly ? [link] : [])].sort(),
    forecast.sentence,
  );
  assert.deepEqual(
    inState(forecast, "unknown"),
    [...[...waiting].map((path) => `build ${path}`), ...(isLinked && !linksCertainly ? [link] : [])].sort(),
    forecast.sentence,
  );
  const came = new Map(keys.actions.map(({ id, reason }) => [id, reason]));
  for (const { action, package: path, state, reason } of forecast.actions) {
    assert.equal(reason === undefined, state === "hit");
    if (state !== "miss" || !(`${action} ${path}` in begins)) continue;
    // Main's key is a part of the link's: where main is rebuilt, that is reason enough.
    if (action === "link" && begun.length > 0) continue;
    const told = came.get(`${action} ${path}`);
    const plain = (each: typeof reason) => [each?.kind, each?.changes.map(({ name }) => name)];
    assert.deepEqual(plain(reason), plain(told), `${action} ${path}: ${reason?.sentence}`);
  }
}
