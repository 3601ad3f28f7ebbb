// What `npm run check`, and so `npm test`, runs. `node scripts/check.mjs lint unit` runs these steps alone.
// Prints one line for each finished task, everything that a failed one said, and as the very last line
// `N passed, N failed, N skipped`, where each static check counts as one test. Exit status 1 if anything failed.
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { runMocha } from "./check/mocha.mjs";
import { endAll, runCommand } from "./check/process.mjs";

const lanes = 2;
const directory = mkdtempSync(join(tmpdir(), "gorunscope-check-"));
process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    endAll();
    process.exit(128 + constants.signals[signal]);
  });
}

const goChecks =
  'files=$(gofmt -l .) && test -z "$files" || { echo "not formatted: $files"; exit 1; }; go vet ./... && go test ./...';

/** Tasks of each step. The steps of a stage run side by side, slow ones first; the real programs have a stage alone. */
const stages = [
  {
    lint: () => [command("lint", ["node_modules/.bin/eslint", "."])],
    types: () => [command("types", ["node_modules/.bin/tsc", "--noEmit"])],
    example: () => [command("example", ["sh", "-c", goChecks], "examples/web")],
    unit: () => [mocha("unit", testFiles("test/unit"), 20_000)],
    unused: () => [command("unused", ["node_modules/.bin/knip", "--no-progress"])],
    format: () => [command("format", ["node_modules/.bin/prettier", "--check", "."])],
  },
  {
    // Every integration test debugs: the dlvs are there before the first of them starts.
    tools: () => [command("tools", [process.execPath, "--import", "tsx", "test/support/bringTools.ts"])],
    // 300 MB, once; a minute or two.
    bring: () => [
      optional("bring", "the editors of the tests, into .cache/editors", [process.execPath, "scripts/editors.mjs"]),
    ],
  },
  {
    // One process for each file: what one leaves behind or breaks is not the next one's, and the lanes stay full.
    integration: () => testFiles("test/integration").map((file) => real(file, 120_000)),
  },
  {
    editors: () => testFiles("test/editors").map((file) => real(file, 180_000)),
  },
];

const known = stages.flatMap((stage) => Object.keys(stage));
const wanted = process.argv.length > 2 ? process.argv.slice(2) : known;
const wrong = wanted.filter((name) => !known.includes(name));
if (wrong.length > 0) {
  console.error(`check: no step ${wrong.join(", ")}; the steps are ${known.join(", ")}`);
  process.exit(2);
}

const results = [];
for (const stage of stages) {
  const tasks = Object.entries(stage).flatMap(([name, list]) => (wanted.includes(name) ? tasksOf(name, list()) : []));
  results.push(...(await againAlone(await inLanes(tasks))));
}
const sum = (count) => results.reduce((total, result) => total + count(result), 0);
const failed = sum((result) => result.failed);
const broken = results.filter((result) => result.failed > 0).map((result) => result.name);
const unsteady = results.filter((result) => result.isUnsteady).map((result) => result.name);
if (unsteady.length > 0) console.log(`\nunsteady (failed beside others, passed alone): ${unsteady.join(", ")}`);
if (broken.length > 0) console.log(`\nfailed: ${broken.join(", ")}`);
process.exitCode = failed > 0 ? 1 : 0;
console.log(
  `${sum((result) => result.passed)} passed, ${failed} failed, ${sum((result) => result.skipped.length)} skipped`,
);

/** A step that has nothing to run is a failure: it would otherwise pass without a test. */
function tasksOf(name, tasks) {
  if (tasks.length > 0) return tasks;
  return [
    () => Promise.resolve({ name, passed: 0, failed: 1, skipped: [], details: "there are no test files", ms: 0 }),
  ];
}

function command(name, words, cwd) {
  return async () => {
    const { ok, ms, output, ending } = await runCommand(directory, words, cwd);
    const details = ok ? "" : `${output}${ending}`;
    return { name, passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: [], details, ms };
  };
}

/** What may be out of reach: then it is skipped, with all that was said of it. */
function optional(name, what, words) {
  return async () => {
    console.log(`        ${name}: ${what}`);
    const { ok, ms, output, ending } = await runCommand(directory, words);
    const skipped = ok ? [] : ["not all of it could be brought; what needs the rest is skipped by name"];
    return { name, passed: ok ? 1 : 0, failed: 0, skipped, details: ok ? "" : `${output}${ending}`, ms };
  };
}

function mocha(name, files, timeoutMs) {
  return async () => ({ name, ...(await runMocha(directory, files, timeoutMs)) });
}

/** A file of tests with real programs, which a busy machine may upset: what fails is looked at again, see againAlone. */
function real(file, timeoutMs) {
  const run = mocha(file, [file], timeoutMs);
  return async () => ({ ...(await run()), again: run });
}

/**
 * Runs what has failed among real programs once more, with nothing beside it. What passes then counts as passed, is named as
 * unsteady in the summary, and its first failure stays printed.
 */
async function againAlone(results) {
  const settled = [];
  for (const result of results) {
    const second = result.failed > 0 && result.again !== undefined ? await result.again() : undefined;
    if (second) print({ ...second, name: `${second.name}, again alone` });
    settled.push(second ? { ...second, isUnsteady: second.failed === 0 } : result);
  }
  return settled;
}

/** All test files below a folder, large ones first: they tend to take longest. */
function testFiles(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => join(folder, file))
    .sort((a, b) => statSync(b).size - statSync(a).size);
}

async function inLanes(tasks) {
  const waiting = [...tasks];
  const done = [];
  const lane = async () => {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) {
      const result = await task();
      print(result);
      done.push(result);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return done;
}

function print({ name, passed, failed, skipped, details, ms }) {
  const counts = [`${passed} passed`];
  if (failed > 0) counts.push(`${failed} failed`);
  if (skipped.length > 0) counts.push(`${skipped.length} skipped`);
  console.log(`${failed > 0 ? "FAILED" : "ok    "}  ${name}: ${counts.join(", ")} in ${(ms / 1000).toFixed(1)} s`);
  for (const title of skipped) console.log(`        skipped: ${title}`);
  if (details !== "") console.log(details.trimEnd().replaceAll(/^(?=.)/gm, "        "));
}
