/** The language server: its start, what it costs while one types in a long file, how soon a run's phase is seen, its memory. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CodeLensRefreshRequest } from "vscode-languageserver-protocol/node";
import { RecordStore } from "../../../shared/record/store.ts";
import { stateDirectory } from "../../../shared/record/stateDirectory.ts";
import { LiveRuns } from "../../../shared/runs/liveRuns.ts";
import { generatedRecord } from "../../support/generatedRecord.ts";
import { writeWaiting } from "../../support/goModule.ts";
import { startCommand } from "../../support/gorunscope.ts";
import { LanguageClient } from "../../support/languageClient.ts";
import { timed, type Benchmark } from "../benchmark.ts";
import { besideGopls } from "./besideGopls.ts";
import { medianOf, percentileOf, type Figure } from "../figure.ts";
import type { Line } from "../line.ts";
import type { Surroundings } from "../surroundings.ts";

/** As many packages as kubectl's commands take. */
const packages = 874;
const fileLines = 10_000;

/** What one types in an hour. */
const editsOfAnHour = 50_000;

const goals = {
  "language-server/initialize": { unit: "ms", atMost: 200, text: "started to initialize answered" },
  "language-server/hover": { unit: "ms", atMost: 5, text: "hover on an import, 95th percentile" },
  "language-server/code-lens": { unit: "ms", atMost: 10, text: "code lenses, 95th percentile" },
  "language-server/edit": { unit: "ms", atMost: 5, text: "one key, applied and parsed, 95th percentile" },
  "language-server/phase": { unit: "ms", atMost: 150, text: "a run's phase to the request to ask for lenses anew" },
  "language-server/memory": { unit: "MB", atMost: 120, text: `memory after ${editsOfAnHour} edits` },
  "language-server/growth": { unit: "MB", atMost: 10, text: "what the second half of these edits has added to it" },
} as const;

type Name = keyof typeof goals;

const measures: Record<Name, (around: Surroundings) => Promise<Figure>> = {
  "language-server/initialize": start,
  "language-server/hover": hover,
  "language-server/code-lens": codeLens,
  "language-server/edit": edit,
  "language-server/phase": phase,
  "language-server/memory": async (around) => medianOf([(await editForAnHour(around)).atEnd]),
  "language-server/growth": async (around) => {
    const { atHalf, atEnd } = await editForAnHour(around);
    return medianOf([Math.max(0, atEnd - atHalf)]);
  },
};

export const languageServer: Benchmark = {
  lines: [...Object.keys(goals), besideGopls.name],
  run: async (around, wanted) => {
    const lines: Line[] = [];
    for (const name of (Object.keys(goals) as Name[]).filter((each) => wanted.has(each))) {
      around.say(name);
      const { unit, atMost, text } = goals[name];
      lines.push({ name, text, unit, ours: await measures[name](around), goal: { of: "value", atMost } });
    }
    if (wanted.has(besideGopls.name)) lines.push(await besideGopls.measure(around));
    return lines;
  },
};

async function start(around: Surroundings): Promise<Figure> {
  const samples: number[] = [];
  for (let repetition = 0; repetition < around.many; repetition++) {
    let client: LanguageClient | undefined;
    samples.push(await timed(async () => (client = await startServer(around, around.world.path))));
    await client?.close();
  }
  return medianOf(samples);
}

function hover(around: Surroundings): Promise<Figure> {
  return inLongFile(around, (client, uri, index) =>
    timed(async () => {
      // An import each time, as a pointer wanders.
      if ((await client.hover(uri, { line: 3 + (index % (packages - 1)), character: 5 })) === null) {
        throw new Error("an import has no hover");
      }
    }),
  );
}

function codeLens(around: Surroundings): Promise<Figure> {
  return inLongFile(around, (client, uri) =>
    timed(async () => {
      if ((await client.lenses(uri)).length < 3) throw new Error("lenses are missing");
    }),
  );
}

function edit(around: Surroundings): Promise<Figure> {
  return inLongFile(around, (client, uri, index) =>
    timed(async () => {
      await typeKey(client, uri, index);
      // Whatever is asked next sees the edit: this waits until it is parsed.
      await client.hover(uri, { line: fileLines - 1, character: 0 });
    }),
  );
}

/** How often each is measured, and how often before that, while the server's code gets warm. */
const warmUp = 50;

async function inLongFile(
  around: Surroundings,
  sample: (client: LanguageClient, uri: string, index: number) => Promise<number>,
): Promise<Figure> {
  const { directory, file } = await recordedProgram(around);
  const client = await startServer(around, directory);
  try {
    const uri = await client.open(file);
    await client.untilTitle(uri, /^exit 0/);
    for (let index = 0; index < warmUp; index++) await sample(client, uri, index);
    const samples: number[] = [];
    for (let index = 0; index < around.requests / 4; index++) samples.push(await sample(client, uri, index));
    return percentileOf(samples, 95);
  } finally {
    await client.close();
  }
}

/** Types a letter into a function's body, or takes the last one back. */
function typeKey(client: LanguageClient, uri: string, index: number): Promise<void> {
  const line = Math.floor(fileLines / 2) + (index % 1000) * 4 - 2000;
  const start = { line, character: 0 };
  return index % 2 === 0
    ? client.edit(uri, start, start, "x")
    : client.edit(uri, { ...start, line: line - 4 }, { line: line - 4, character: 1 }, "");
}

async function phase(around: Surroundings): Promise<Figure> {
  const directory = writeWaiting(around.directory, "phases");
  const client = await startServer(around, directory);
  const live = new LiveRuns(around.world.env);
  const samples: number[] = [];
  try {
    const uri = await client.open(join(directory, "main.go"));
    await client.titles(uri);
    for (let repetition = 0; repetition < around.many; repetition++) {
      const running = new Promise<number>((resolve) => {
        const onPhase = ({ phase: reached }: { phase: string }) => {
          if (reached !== "running") return;
          live.off("phase", onPhase);
          resolve(performance.now());
        };
        live.on("phase", onPhase);
      });
      const run = startCommand(around.world, [process.execPath, around.gorunscope, "run", ".", "end"], {
        cwd: directory,
      });
      const told = running.then(async (at) => {
        const seen = client.countOf(CodeLensRefreshRequest.method);
        await client.until(() => client.countOf(CodeLensRefreshRequest.method) > seen, "no refresh came");
        return performance.now() - at;
      });
      samples.push(await told);
      await run.ended;
    }
    return medianOf(samples);
  } finally {
    live.close();
    await client.close();
  }
}

/** The two lines about it are of one measurement. */
let hour: Promise<{ atHalf: number; atEnd: number }> | undefined;

function editForAnHour(around: Surroundings): Promise<{ atHalf: number; atEnd: number }> {
  return (hour ??= editAll(around));
}

async function editAll(around: Surroundings): Promise<{ atHalf: number; atEnd: number }> {
  const { directory, file } = await recordedProgram(around);
  const client = await startServer(around, directory);
  const edits = Math.min(editsOfAnHour, around.requests * 25);
  try {
    const uri = await client.open(file);
    let atHalf = 0;
    for (let index = 0; index < edits; index++) {
      await typeKey(client, uri, index);
      if (index % 20 === 0) await client.lenses(uri);
      if (index === edits / 2) atHalf = residentMemory(client.process.pid!);
    }
    await client.lenses(uri);
    return { atHalf, atEnd: residentMemory(client.process.pid!) };
  } finally {
    await client.close();
  }
}

/** Megabytes; VmRSS of proc_pid_status(5). */
function residentMemory(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  if (kilobytes === undefined) throw new Error(`/proc/${pid}/status does not tell VmRSS`);
  return (Number(kilobytes) * 1024) / 1e6;
}

function startServer(around: Surroundings, folder: string): Promise<LanguageClient> {
  return LanguageClient.start(around.world, {
    command: [process.execPath, around.gorunscope, "lsp", "--stdio"],
    folders: [folder],
    env: around.env(join(around.directory, "language-server")),
  });
}

/** A module whose main file has 10,000 lines and imports what a kept record has 874 packages of. */
async function recordedProgram(around: Surroundings): Promise<{ directory: string; file: string }> {
  const directory = join(around.directory, "recorded");
  const file = join(directory, "cmd", "server", "main.go");
  mkdirSync(join(directory, "cmd", "server"), { recursive: true });
  writeFileSync(join(directory, "go.mod"), "module example.com/m\n\ngo 1.23\n");
  const record = generatedRecord({ packages });
  const built = record.cacheKeys.actions.filter(({ action }) => action === "build").map(({ package: path }) => path);
  const imports = built.slice(0, -1).map((path) => `\t_ "${path}"`);
  const head = ["package main", "", "import (", ...imports, ")", "", "func main() {", "}", ""];
  const functions = Array.from({ length: fileLines }, (_, index) => [
    `func f${index}(n int) int {`,
    `\treturn n + ${index}`,
    "}",
    "",
  ]).flat();
  writeFileSync(file, [...head, ...functions].slice(0, fileLines).join("\n"));
  const redated = { ...record, buildDir: { ...record.buildDir, cwd: directory } };
  await new RecordStore(stateDirectory(around.world.env)).save(redated);
  return { directory, file };
}
