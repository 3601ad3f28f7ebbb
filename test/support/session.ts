/** A real `gorunscope dap` from dist/ with a client at its other end, and the ways in which tests drive it. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { DapClient, DapError } from "../../shared/dap/client.ts";
import { root } from "./tools.ts";
import type { World } from "./world.ts";

/** The built program; `npm run build` makes it. */
export const gorunscope = join(root, "dist", "gorunscope.js");

/** How long an answer or an event is waited for, in milliseconds. */
const patienceMs = 20_000;

/** What most clients say at first. */
const initializeArguments: DebugProtocol.InitializeRequestArguments = {
  adapterID: "go",
  clientID: "test",
  pathFormat: "path",
  linesStartAt1: true,
  columnsStartAt1: true,
  supportsProgressReporting: true,
  supportsVariableType: true,
};

export interface AdapterOptions {
  /** Where the adapter is started; absent: the world's directory. */
  cwd?: string;
  /** More words for `gorunscope dap`. */
  args?: string[];
  /** Put over what most clients say; false: the test says `initialize` itself. */
  initialize?: Partial<DebugProtocol.InitializeRequestArguments> | false;
}

export interface Adapter {
  client: DapClient;
  /** The adapter's process. */
  pid: number;
  /** The answer to `initialize`; empty if the test says it itself. */
  capabilities: DebugProtocol.Capabilities & { gorunscope?: { version: string } };
  /** What the adapter has written to its standard error. */
  stderr(): string;
  /** How the adapter ended. */
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** Starts an adapter on its standard streams. Whoever starts it ends it: `adapter.client.close()`. */
export async function startAdapter(world: World, options: AdapterOptions = {}): Promise<Adapter> {
  if (!existsSync(gorunscope)) throw new Error(`${gorunscope} is not there: run \`npm run build\` first`);
  const { cwd = world.path, args = [], initialize = {} } = options;
  const command = [process.execPath, gorunscope, "dap", ...args];
  const client = DapClient.spawn(command, { cwd, env: world.env, stderr: "pipe", timeoutMs: patienceMs });
  const child = client.process!;
  const said: Buffer[] = [];
  child.stderr!.on("data", (chunk: Buffer) => said.push(chunk));
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once("exit", (code, signal) => resolve({ code, signal })),
  );
  const capabilities =
    initialize === false ? {} : await client.request<object>("initialize", { ...initializeArguments, ...initialize });
  return { client, pid: child.pid!, capabilities, stderr: () => Buffer.concat(said).toString("utf8"), exited };
}

/** Runs a test with an adapter, and closes it at the test's end. */
export async function withSession(
  world: World,
  test: (client: DapClient, adapter: Adapter) => Promise<void>,
  options: AdapterOptions = {},
): Promise<void> {
  const adapter = await startAdapter(world, options);
  try {
    await test(adapter.client, adapter);
  } finally {
    await adapter.client.close();
  }
}

/** What a client configures before the program runs. */
export interface Configuration {
  /** Lines by the file's absolute path. */
  breakpoints?: Record<string, number[]>;
  /** Names of functions. */
  functions?: string[];
}

/** `main.main` is where most tests stop. */
const stopInMain: Configuration = { functions: ["main.main"] };

/**
 * Launches in mode "run" as an editor does: `launch`, then at `initialized` breakpoints and `configurationDone`; with `noDebug`
 * there is nothing to configure.
 * @returns the bodies of the answers to `setBreakpoints` and `setFunctionBreakpoints`
 * @throws DapError when the launch fails
 */
export async function launch(
  client: DapClient,
  attributes: Record<string, unknown>,
  { breakpoints = {}, functions = [] }: Configuration = {},
): Promise<DebugProtocol.Breakpoint[][]> {
  const launched = client.request("launch", { mode: "run", ...attributes });
  if (attributes["noDebug"] === true) return launched.then(() => []);
  const initialized = client.waitFor("initialized");
  // Which of the two fails, fails the launch; the other one's failure is then nobody's concern.
  initialized.catch(() => undefined);
  await Promise.race([initialized, launched.then(() => initialized)]);
  const requests = [
    ...Object.entries(breakpoints).map(([path, lines]) => {
      return { command: "setBreakpoints", args: { source: { path }, breakpoints: lines.map((line) => ({ line })) } };
    }),
    ...(functions.length === 0
      ? []
      : [{ command: "setFunctionBreakpoints", args: { breakpoints: functions.map((name) => ({ name })) } }]),
  ];
  const answers: DebugProtocol.Breakpoint[][] = [];
  for (const { command, args } of requests) {
    answers.push((await client.request<{ breakpoints: DebugProtocol.Breakpoint[] }>(command, args)).breakpoints);
  }
  await client.request("configurationDone");
  await launched;
  return answers;
}

/** Launches and waits for the first stop, in `main.main` unless something else is configured. */
export async function launchUntilStopped(
  client: DapClient,
  attributes: Record<string, unknown>,
  configuration: Configuration = stopInMain,
): Promise<DebugProtocol.StoppedEvent["body"]> {
  await launch(client, attributes, configuration);
  return (await client.waitFor<DebugProtocol.StoppedEvent>("stopped")).body;
}

/** Waits for `terminated`, and gives the exit code that the client was told before it, if it was. */
export async function programEnd(client: DapClient): Promise<number | undefined> {
  await client.waitFor("terminated");
  const exited = client.events.find((event) => event.event === "exited") as DebugProtocol.ExitedEvent | undefined;
  return exited?.body.exitCode;
}

/** All output so far, of these categories or of all. */
export function outputOf(client: DapClient, ...categories: string[]): string {
  return client.events
    .filter((event) => event.event === "output")
    .map((event) => (event as DebugProtocol.OutputEvent).body)
    .filter(({ category = "console" }) => categories.length === 0 || categories.includes(category))
    .map(({ output }) => output)
    .join("");
}

/** The bodies of all events of a name so far. */
export function bodiesOf<T extends DebugProtocol.Event>(client: DapClient, name: T["event"]): T["body"][] {
  return client.events.filter(({ event }) => event === name).map(({ body }) => body as T["body"]);
}

/** The error id of a request's answer, which must be a failure. */
export async function idOfFailure(answer: Promise<unknown>): Promise<number | undefined> {
  const error: unknown = await answer.then(
    () => new Error("the request succeeded"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof DapError)) throw error;
  return error.body?.error?.id;
}
