// A mocha reporter that appends one line of JSON for each thing that happens to the file named by its option `output`.
// Unlike mocha's own json reporter it leaves results behind when the process is killed or never ends.
import { appendFileSync } from "node:fs";
import { inspect } from "node:util";

export default class LineReporter {
  constructor(runner, { reporterOptions: { output } }) {
    const note = (event, test, more) =>
      appendFileSync(output, JSON.stringify({ event, title: test?.titlePath().join(" › "), ...more }) + "\n");
    runner.on("test", (test) => note("begin", test));
    runner.on("pass", (test) => note("pass", test));
    runner.on("pending", (test) => note("skip", test));
    runner.on("fail", (test, error) => note("fail", test, { error: describe(error) }));
    runner.on("end", () => note("end"));
  }
}

/** An error with its stack (which begins with the message) and those of its causes. */
function describe(error) {
  if (!(error instanceof Error)) return inspect(error);
  const stack = error.stack ?? String(error);
  return error.cause === undefined ? stack : `${stack}\ncaused by: ${describe(error.cause)}`;
}
