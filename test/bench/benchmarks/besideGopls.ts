/** gopls' own hovers, in turns with our server beside it on the same buffer and without. */
import { join } from "node:path";
import type { Position } from "vscode-languageserver-protocol/node";
import { testGopls } from "../../support/gopls.ts";
import { writeModule } from "../../support/goModule.ts";
import { LanguageClient } from "../../support/languageClient.ts";
import { timed } from "../benchmark.ts";
import { medianOf } from "../figure.ts";
import type { Line } from "../line.ts";
import type { Surroundings } from "../surroundings.ts";

const name = "language-server/beside-gopls";

/**
 * A person stops typing, and then points at something: so much time lies between the two, in milliseconds. It is more than
 * gorunscope.forecastDelay, so that the forecast is under way when gopls is asked.
 */
const pauseMs = 450;

/** What a forecast takes at most until it is at rest again, so that it is in no hover's way that is measured without us. */
const restMs = 1000;

/** So many pairs of hovers for each repetition, one with and one without us, and so many hovers before the first. */
const pairs = 8;
const warmUp = 20;

const source = `package main

import (
	"fmt"
	"net/http"
)

func main() {
	fmt.Println(http.ListenAndServe("127.0.0.1:0", nil))
}

func typed(n int) int {

	return n
}
`;

/** Where both servers answer, and where gopls alone does. */
const places: readonly Position[] = [
  { line: 4, character: 4 },
  { line: 8, character: 22 },
];
const typedAt: Position = { line: 12, character: 0 };

async function measure(around: Surroundings): Promise<Line> {
  const command = testGopls();
  if (command === undefined) throw new Error("gopls is not there, and cannot be installed");
  around.say(name);
  const module = writeModule(around.directory, "beside-gopls", { "main.go": source });
  const env = around.env(join(around.directory, "language-server"));
  const start = async (words: string[]): Promise<Server> => {
    const client = await LanguageClient.start(around.world, {
      command: words,
      folders: [module],
      env,
    });
    return { client, uri: await client.open(join(module, "main.go"), source), isTyped: false };
  };
  const servers: Server[] = [];
  const samples: Record<"beside" | "alone", number[]> = { beside: [], alone: [] };
  try {
    const gopls = await start([command]);
    servers.push(gopls);
    const ours = await start([process.execPath, around.gorunscope, "lsp", "--stdio"]);
    servers.push(ours);
    await ours.client.untilTitle(ours.uri, /^next run/);
    for (let index = 0; index < warmUp; index++) await hover(gopls, index);
    for (let pair = 0; pair < around.repetitions * pairs; pair++) {
      samples.alone.push(await typeAndHover(pair, [gopls]));
      samples.beside.push(await typeAndHover(pair, [gopls, ours]));
      await wait(restMs);
    }
  } finally {
    await Promise.all(servers.map(({ client }) => client.close()));
  }
  return {
    name,
    text: "hover of gopls, with us beside it",
    unit: "ms",
    ours: medianOf(samples.beside),
    reference: { name: "gopls alone", figure: medianOf(samples.alone) },
    goal: { of: "ratio", atMost: 1.05 },
  };
}

interface Server {
  client: LanguageClient;
  uri: string;
  /** Whether there is a letter that has to be taken back. */
  isTyped: boolean;
}

/** @returns how long the first of the servers took for a hover, in milliseconds */
async function typeAndHover(index: number, servers: readonly [Server, ...Server[]]): Promise<number> {
  for (const server of servers) await typeLetter(server);
  await wait(pauseMs);
  const [first, ...others] = servers;
  // As an editor does, all are asked at once.
  const asked = others.map((server) => hover(server, index));
  const ms = await timed(() => hover(first, index));
  await Promise.all(asked);
  return ms;
}

async function typeLetter(server: Server): Promise<void> {
  const { client, uri, isTyped } = server;
  await client.edit(uri, typedAt, isTyped ? { ...typedAt, character: 1 } : typedAt, isTyped ? "" : "x");
  server.isTyped = !isTyped;
}

async function hover({ client, uri }: Server, index: number): Promise<void> {
  await client.hover(uri, places[index % places.length]!);
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export const besideGopls = { name, measure };
