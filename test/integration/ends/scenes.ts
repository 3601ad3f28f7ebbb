/** Sessions brought to one of their phases, with the processes that they are made of there. */
import type { DapError } from "../../../shared/dap/dapError.ts";
import { until } from "../../../shared/process/waiting.ts";
import { GatedModule, writeWaiting, type GatePlace } from "../../support/goModule.ts";
import { killAll, processesOf, type WorldProcess } from "../../support/leaks.ts";
import { launch, launchUntilStopped, startAdapter, type Adapter } from "../../support/session.ts";
import { scratch, type Scratch } from "../../support/tools.ts";
import { makeWorld, type World } from "../../support/world.ts";

/** loading: go asks its tools who they are; starting: dlv reads the program, which is there and has not run yet. */
export type ScenePhase = "loading" | "building" | "linking" | "starting" | "stopped" | "running";

const gatePlaces: Partial<Record<ScenePhase, GatePlace>> = { loading: "version", building: "compile", linking: "link" };

export interface Processes {
  adapter: number;
  go: number;
  /** The dlv under go, and what it has started: from "starting" on. */
  dlv: number | undefined;
  program: number | undefined;
}

export interface Scene {
  world: World;
  adapter: Adapter;
  client: Adapter["client"];
  processes: Processes;
  /** How the launch was answered: undefined where that went well. */
  launched: Promise<DapError | undefined>;
  /** The gate at which a build stands. */
  gate: GatedModule | undefined;
}

export interface SceneOptions {
  /** Launch attributes. */
  attributes?: Record<string, unknown>;
  /** See GatedModule. */
  stubbornTool?: boolean;
  /** Variables of the adapter. */
  env?: NodeJS.ProcessEnv;
}

/** Makes scenes, and removes all that was made for them. */
export class Stage {
  readonly #scenes: Scene[] = [];
  readonly #worlds: World[] = [];
  #modules: Scratch | undefined;
  #waiting: string | undefined;

  /** The program that waits, see writeWaiting: one for all tests, so that it is built once. */
  get waiting(): string {
    this.#modules ??= scratch();
    return (this.#waiting ??= writeWaiting(this.#modules.path));
  }

  world(env: NodeJS.ProcessEnv = {}): World {
    const world = makeWorld(env);
    this.#worlds.push(world);
    return world;
  }

  async reach(phase: ScenePhase, options: SceneOptions = {}): Promise<Scene> {
    const world = this.world(options.env);
    const adapter = await startAdapter(world);
    const { client } = adapter;
    const place = gatePlaces[phase];
    const gate = place && new GatedModule(world.path, place, { stubborn: options.stubbornTool === true });
    const attributes = {
      ...(gate ? { program: gate.directory, buildFlags: gate.buildFlags } : { program: this.waiting }),
      ...options.attributes,
    };
    let launched: Promise<unknown>;
    if (phase === "stopped") {
      launched = launchUntilStopped(client, attributes);
      await launched;
    } else if (phase === "running") {
      launched = launch(client, attributes);
      await client.waitFor("output", ({ body }) => (body as { output: string }).output.includes("ready\n"));
    } else {
      launched = client.request("launch", { mode: "run", ...attributes });
      launched.catch(() => undefined);
      await gate?.arrived();
    }
    const processes = await found(world, adapter.pid, gate === undefined);
    const settled = launched.then(() => undefined, (error: unknown) => error as DapError);
    const scene: Scene = { world, adapter, client, processes, launched: settled, gate };
    this.#scenes.push(scene);
    return scene;
  }

  /** Ends and removes what the tests so far have made. */
  async clear(): Promise<void> {
    for (const { client, gate } of this.#scenes.splice(0)) {
      gate?.close();
      client.process?.kill("SIGKILL");
      await client.close();
    }
    for (const world of this.#worlds.splice(0)) {
      killAll(world);
      world.remove();
    }
  }

  /** Removes what the scenes share. */
  close(): void {
    this.#modules?.remove();
    this.#modules = undefined;
    this.#waiting = undefined;
  }
}

/** Waits until the processes that a phase is made of are there. */
async function found(world: World, adapter: number, withProgram: boolean): Promise<Processes> {
  let seen: Processes | undefined;
  const complete = () => {
    const all = processesOf(world);
    const go = all.find(({ command: [file = "", verb] }) => file.endsWith("/go") && verb === "run");
    const dlv = all.find((each) => each.parentPid === go?.pid && isDlv(each));
    const program = all.find((each) => each.parentPid === dlv?.pid && !each.command.includes("** telemetry **"));
    seen = go && { adapter, go: go.pid, dlv: dlv?.pid, program: program?.pid };
    return seen !== undefined && (!withProgram || seen.program !== undefined);
  };
  if (!(await until(complete, 20_000))) throw new Error(`not there: ${JSON.stringify({ seen, all: processesOf(world) })}`);
  return seen!;
}

function isDlv({ command }: WorldProcess): boolean {
  return command[1] === "dap" && command.some((word) => word.startsWith("--client-addr="));
}
