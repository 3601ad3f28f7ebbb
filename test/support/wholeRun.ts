/** Whole sessions in mode "run", from the launch to the program's end, and programs that tell how they were started. */
import { execFileSync } from "node:child_process";
import type { BuildDirResponse, CacheKeysResponse } from "../../shared/contract/answers.ts";
import { DapError, type DapClient } from "../../shared/dap/client.ts";
import { writeModule } from "./goModule.ts";
import { launch, outputOf, programEnd, startAdapter, type AdapterOptions, type Configuration } from "./session.ts";
import type { World } from "./world.ts";

/** What a session has left when its program has ended. */
export interface WholeRun {
  client: DapClient;
  /** What the client was told before `terminated`. */
  exitCode: number | undefined;
  /** The output of these categories, or of all. */
  output(...categories: string[]): string;
  buildDir: BuildDirResponse;
  /** With inputs. */
  cacheKeys: CacheKeysResponse;
}

export interface WholeRunOptions extends AdapterOptions {
  configuration?: Configuration;
}

/**
 * Launches, lets the program run to its end and closes the session.
 * @throws DapError when the launch fails; the session is closed then, too
 */
export async function wholeRun(
  world: World,
  attributes: Record<string, unknown>,
  { configuration, ...options }: WholeRunOptions = {},
): Promise<WholeRun> {
  const { client } = await startAdapter(world, options);
  try {
    if (attributes.noDebug === true) await client.request("launch", { mode: "run", ...attributes });
    else await launch(client, attributes, configuration);
    const exitCode = await programEnd(client);
    const buildDir = await client.request<BuildDirResponse>("buildDir");
    const cacheKeys = await client.request<CacheKeysResponse>("cacheKeys", { inputs: true });
    return { client, exitCode, output: (...categories) => outputOf(client, ...categories), buildDir, cacheKeys };
  } finally {
    await client.close();
  }
}

/** How a launch failed that was to fail. */
export interface LaunchFailure {
  id: number | undefined;
  /** The short sentence. */
  message: string;
  /** The sentence in full, with what to do. */
  format: string;
  client: DapClient;
}

/** Launches what must not succeed, waits for `terminated` and closes the session. */
export async function failingLaunch(
  world: World,
  attributes: Record<string, unknown>,
  options: AdapterOptions = {},
): Promise<LaunchFailure> {
  const { client } = await startAdapter(world, options);
  try {
    const error = await client.request("launch", { mode: "run", ...attributes }).then(
      () => new Error("the launch succeeded"),
      (reason: unknown) => reason,
    );
    if (!(error instanceof DapError)) throw error;
    await client.waitFor("terminated");
    return { id: error.body?.error?.id, message: error.message, format: error.body?.error?.format ?? "", client };
  } finally {
    await client.close();
  }
}

/** What a teller tells. */
export interface Told {
  args: string[];
  cwd: string;
  env: Record<string, string>;
  executable: string;
  /** Its variable main.version, "unset" unless the linker sets it. */
  version: string;
  /** Names that its other files have added. */
  features: string[];
}

const teller = `package main

import (
	"encoding/json"
	"os"
	"strings"
)

var version = "unset"

var features = []string{}

func main() {
	env := map[string]string{}
	for _, variable := range os.Environ() {
		name, value, _ := strings.Cut(variable, "=")
		env[name] = value
	}
	cwd, _ := os.Getwd()
	executable, _ := os.Executable()
	told := map[string]any{
		"args": os.Args[1:], "cwd": cwd, "env": env, "executable": executable, "version": version, "features": features,
	}
	if err := json.NewEncoder(os.Stdout).Encode(told); err != nil {
		panic(err)
	}
}
`;

/** A file of package main that adds a name to the features of a teller. */
export function featureFile(feature: string, constraint?: string): string {
  const first = constraint === undefined ? "" : `//go:build ${constraint}\n\n`;
  return `${first}package main\n\nfunc init() { features = append(features, "${feature}") }\n`;
}

/**
 * Writes the module example.com/NAME whose package main tells how it was started.
 * @param files more files of the module, by path; `main.go` of theirs takes the place of the teller
 * @param main the directory of package main in the module
 */
export function writeTeller(parent: string, name: string, files: Record<string, string> = {}, main = "."): string {
  return writeModule(parent, name, { [`${main}/tell.go`]: teller, ...files });
}

/** What the teller of a run has told. */
export function told(run: WholeRun): Told {
  return JSON.parse(run.output("stdout")) as Told;
}

/** What a teller tells under a go run of nobody's: the words follow `go run`. */
export function toldPlainly({ env }: World, cwd: string, ...words: string[]): Told {
  return JSON.parse(
    execFileSync("go", ["run", ...words], { cwd, env: { ...env, PWD: cwd }, encoding: "utf8" }),
  ) as Told;
}

/** The names of the variables in which two environments differ. */
export function differences(one: Told, other: Told): string[] {
  const names = new Set([...Object.keys(one.env), ...Object.keys(other.env)]);
  return [...names].filter((name) => one.env[name] !== other.env[name]).sort();
}
