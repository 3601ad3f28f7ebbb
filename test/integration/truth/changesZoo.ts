/** Changes to what a program of the zoo has beside Go: a row each for C, embedded files and assembly. */
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { edit } from "../forecast/foretold.ts";
import { byLeafFile, ofMain, type TableRow } from "./changesTable.ts";

/** What C, assembly and embedded files add. */
export const zooTable: readonly TableRow[] = [
  {
    name: "a C file",
    apply: ({ leafDirectory }) => edit(join(leafDirectory, "twice.c"), "2 * x", "x + x + 0"),
    begins: byLeafFile("twice.c", "changed"),
    reach: 1,
    run: /leaf\/twice\.c changed/,
    forecast: /leaf\/twice\.c changed: 1 rebuild certain, up to \d+ more$/,
  },
  {
    name: "an embedded file",
    apply: ({ directory }) => appendFileSync(join(directory, "greeting.txt"), "and good morning\n"),
    begins: ofMain(["greeting.txt"], "changed"),
    reach: 0,
    run: /: greeting\.txt changed \(1 link\)$/,
    forecast: /greeting\.txt changed: 2 rebuilds certain$/,
  },
  {
    name: "assembly",
    apply: ({ directory }) => {
      for (const arch of ["amd64", "arm64"]) {
        appendFileSync(join(directory, "sum", `sum_${arch}.s`), "\nTEXT ·unused(SB), NOSPLIT, $0-0\n\tRET\n");
      }
    },
    begins: ({ module }) => ({
      [`build ${module}/sum`]: {
        kind: "changed",
        changes: [`sum/sum_${goArch}.s`],
        sentence: new RegExp(String.raw`^sum/sum_${goArch}\.s changed$`),
      },
    }),
    reach: 1,
    run: /sum_\w+\.s changed \(1 followed, 1 link\)$/,
    forecast: /sum_\w+\.s changed: 1 rebuild certain, up to 2 more$/,
  },
];

const goArch = process.arch === "x64" ? "amd64" : process.arch;
