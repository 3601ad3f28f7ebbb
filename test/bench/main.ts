/** `npm run bench`: measures gorunscope against `dlv dap` driven directly, and says what of the goals is reached. */
import { sentenceOf } from "../../shared/contract/errors.ts";
import { benchmarks } from "./benchmarks/all.ts";
import { judge, type Judged } from "./line.ts";
import { describeMachine, machineText } from "./machine.ts";
import { helpText, isWanted, parseOptions, type Options } from "./options.ts";
import { surroundings, type Surroundings } from "./surroundings.ts";
import { tableText } from "./table.ts";

interface Results {
  lines: Judged[];
  /** What went wrong, a sentence each. */
  problems: string[];
}

process.exitCode = await main(process.argv.slice(2));

/** @returns the exit status: 0 also where goals are missed, 1 where something could not be measured, 2 for wrong usage */
async function main(words: string[]): Promise<number> {
  let options: Options;
  try {
    options = parseOptions(words);
  } catch (error) {
    process.stderr.write(`bench: ${sentenceOf(error)}\n`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(helpText(benchmarks.flatMap(({ lines }) => lines)));
    return 0;
  }
  const names = benchmarksOf(options).flatMap(({ lines }) => lines);
  const nothing = options.only.find((name) => !names.some((line) => isWanted(line, [name])));
  if (nothing !== undefined) {
    const further = options.large ? "" : " without --large";
    process.stderr.write(`bench: there is no line ${nothing}${further}; --help tells which there are\n`);
    return 2;
  }
  return measure(options);
}

async function measure(options: Options): Promise<number> {
  const around = await surroundings(options.quick, (text) => process.stderr.write(`${text}\n`));
  const removeAndEnd = () => {
    around.remove();
    process.exit(1);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, removeAndEnd);
  try {
    const machine = describeMachine(around.goVersion, around.dlv);
    const results = await runAll(around, options);
    for (const left of await around.leftovers()) results.problems.push(`left behind: ${left}`);
    if (options.json) {
      process.stdout.write(`${JSON.stringify({ machine, quick: options.quick, ...results }, undefined, 2)}\n`);
    } else {
      process.stdout.write(`${machineText(machine)}\n${tableText(results.lines)}`);
      for (const problem of results.problems) process.stdout.write(`\n${problem}\n`);
    }
    return results.problems.length === 0 ? 0 : 1;
  } finally {
    around.remove();
  }
}

/** One that fails does not keep the others from being measured. */
async function runAll(around: Surroundings, options: Options): Promise<Results> {
  const results: Results = { lines: [], problems: [] };
  for (const benchmark of benchmarksOf(options)) {
    const wanted = new Set(benchmark.lines.filter((line) => isWanted(line, options.only)));
    if (wanted.size === 0) continue;
    try {
      results.lines.push(...(await benchmark.run(around, wanted)).map(judge));
    } catch (error) {
      results.problems.push(`${[...wanted].join(", ")}: ${sentenceOf(error)}`);
    }
  }
  return results;
}

function benchmarksOf({ large }: Options) {
  return benchmarks.filter((benchmark) => large || benchmark.large !== true);
}
