/** What a forecast takes beside `go list -deps -json` of the same package. */
import { join } from "node:path";
import { forecast } from "../../../shared/forecast/forecast.ts";
import { RecordStore } from "../../../shared/record/store.ts";
import { inTurns, timed, type Benchmark } from "../benchmark.ts";
import { restoreCache } from "../caches.ts";
import { medianOf } from "../figure.ts";
import { goCommand, prepare, type Program } from "../programs/program.ts";

/** Measured where nothing has changed, in one process, as a language server asks again and again. */
export function forecasts(program: Program): Benchmark {
  const name = `forecast/${program.name}`;
  return {
    lines: [name],
    run: async (around) => {
      const { directory, package: path, afterGoRun } = prepare(around, program);
      around.say(name);
      const goCache = join(around.directory, "forecast-cache");
      restoreCache(afterGoRun, goCache);
      const env = { ...around.env(goCache), PWD: directory };
      const store = new RecordStore(join(around.directory, "forecast-state"));
      const ask = async () => {
        const { actions } = await forecast({ package: path, cwd: directory, for: "run", env, store });
        if (actions.length === 0) throw new Error(`nothing was foretold of ${program.name}`);
      };
      await ask();
      const samples = await inTurns(around.many, {
        ours: () => timed(ask),
        list: () =>
          timed(() => Promise.resolve(goCommand(around, directory, goCache, ["list", "-deps", "-json", path]))),
      });
      return [
        {
          name,
          text: `forecast of ${program.name}: nothing changed`,
          unit: "ms",
          ours: medianOf(samples.ours),
          reference: { name: "go list -deps -json", figure: medianOf(samples.list) },
          goal: { of: "ratio", atMost: 1.2 },
        },
      ];
    },
  };
}
