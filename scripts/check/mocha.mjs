// Runs test files under mocha and reads what the reporter beside this file noted.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "./process.mjs";

let runs = 0;

/**
 * @param {string} directory for the files that the run leaves
 * @param {string[]} files test files
 * @param {number} timeoutMs for one test
 * @returns {Promise<{ passed: number, failed: number, skipped: string[], details: string, ms: number }>} `details`: the
 * failed tests with their stacks, and the output of the run if anything failed
 */
export async function runMocha(directory, files, timeoutMs) {
  const results = join(directory, `results-${runs++}`);
  const options = ["--no-config", "--forbid-only", "--import=tsx", `--timeout=${timeoutMs}`];
  const reporter = ["--reporter=./scripts/check/reporter.mjs", `--reporter-option=output=${results}`];
  const run = await runCommand(directory, ["node_modules/.bin/mocha", ...options, ...reporter, ...files]);
  const events = readEvents(results);
  const titles = (kind) => events.filter(({ event }) => event === kind).map(({ title }) => title);
  const failures = events
    .filter(({ event }) => event === "fail")
    .map(({ title, error }) => `${title}\n${indent(error)}`);
  const passed = titles("pass").length;
  const skipped = titles("skip");

  if (run.timedOut) failures.push(`${run.ending}; ${whatHangs(events)}`);
  else if (!run.ok && failures.length === 0) failures.push(`mocha: ${run.ending}, and no test failed`);
  else if (passed + failures.length + skipped.length === 0) failures.push("no test ran");

  const details = failures.length === 0 ? [] : [...failures, run.output.trimEnd() || "(the run printed nothing)"];
  return { passed, failed: failures.length, skipped, details: details.join("\n"), ms: run.ms };
}

function readEvents(file) {
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

function whatHangs(events) {
  if (events.length === 0) return "no test had begun";
  const last = events.at(-1);
  if (last.event === "begin") return `this test had begun and did not end: ${last.title}`;
  if (last.event === "end") return "all tests had ended, but something kept the process alive";
  return `the last test that ended: ${last.title}`;
}

function indent(text) {
  return text.replaceAll(/^(?=.)/gm, "  ");
}
