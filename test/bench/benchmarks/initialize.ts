/** From the adapter's start to its answer to `initialize`. */
import { join } from "node:path";
import { inTurns, type Benchmark } from "../benchmark.ts";
import { medianOf } from "../figure.ts";
import { initialize, startDlv, startGorunscope, type StartSession } from "../sessions.ts";

const name = "initialize";

export const initializing: Benchmark = {
  lines: [name],
  run: async (around) => {
    around.say(name);
    const measure = async (start: StartSession) => {
      const begin = performance.now();
      const session = await start(around, around.world.path, join(around.directory, "initialize"));
      try {
        await initialize(session.client);
        return performance.now() - begin;
      } finally {
        await session.end();
      }
    };
    const samples = await inTurns(around.many, {
      ours: () => measure(startGorunscope),
      direct: () => measure(startDlv),
    });
    return [
      {
        name,
        text: "adapter started to initialize answered",
        unit: "ms",
        ours: medianOf(samples.ours),
        reference: { name: "dlv dap", figure: medianOf(samples.direct) },
        goal: { of: "value", atMost: 150 },
      },
    ];
  },
};
