/** Sessions brought to one of their phases, with the processes that they are made of there. */
import type { DapError } from "../../../shared/dap/dapError.ts";
import { until } from "../../../shared/process/waiting.ts";
import { writeWaiting } from "../../support/goModule.ts";
import { killAll, processesOf, type WorldProcess } from "../../support/leaks.ts";
import { launch, launchUntilStopped, startAdapter, type Adapter } from "../../support/session.ts";
import { scratch, type Scratch } from "../../support/tools.ts";
import { makeWorld, type World } from "../../support/world.ts";
import { isHeld, startHold, type HeldPhase } from "./holds.ts";

/** starting: dlv reads the program, which is there and has not run yet. */
export type ScenePhase = HeldPhase | "starting" | "stopped" | "running";

export interface Processes {
  adapter: number;
  /** 0 as long as it is only asked for its environment. */
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
}

export interface SceneOptions {
  /** Launch attributes. */
  attributes?: Record<string, unknown>;
  /** See GatedModule. */
  stubbornTool?: boolean;
}

/** Makes scenes, and removes all that was made for them. */
export class Stage {
  readonly #cleanUps: (() => unknown)[] = [];
  #modules: Scratch | undefined;
  #waiting: string | undefined;

  /** The program that waits, see writeWaiting: one for all tests, so that it is built once. */
  get waiting(): string {
    this.#modules ??= scratch();
    return (this.#waiting ??= writeWaiting(this.#modules.path));
  }

  world(env: NodeJS.ProcessEnv = {}): World {
    const world = makeWorld(env);
    this.#cleanUps.push(() => {
      killAll(world);
      world.remove();
    });
    return world;
  }

  /** Has something done when the test is over. */
  atEnd(cleanUp: () => unknown): void {
    this.#cleanUps.push(cleanUp);
  }

  /** An adapter in a world of its own. */
  async adapter(world = this.world()): Promise<Pick<Scene, "world" | "adapter" | "client">> {
    const adapter = await startAdapter(world);
    const { client } = adapter;
    this.#cleanUps.push(() => {
      client.process?.kill("SIGKILL");
      return client.close();
    });
    return { world, adapter, client };
  }

  async reach(phase: ScenePhase, options: SceneOptions = {}): Promise<Scene> {
    const world = this.world();
    const hold = isHeld(phase) ? await startHold(phase, world, options) : undefined;
    if (hold) this.#cleanUps.push(() => hold.close());
    const { adapter, client } = await this.adapter(world);
    const attributes = { program: this.waiting, ...hold?.attributes, ...options.attributes };
    let launched: Promise<unknown>;
    if (phase === "stopped") {
      launched = launchUntilStopped(client, attributes);
      await launched;
    } else if (phase === "running") {
      launched = launch(client, attributes);
      await client.waitFor("output", ({ body }) => (body as { output: string }).output.includes("ready\n"));
    } else {
      launched = client.request("launch", { mode: "run", ...attributes });
      // A launch that fails never comes there.
      const failed = new Promise<never>((_resolve, reject) => void launched.catch(reject));
      await Promise.race([hold?.arrived(), failed]);
    }
    const settled = launched.then(
      () => undefined,
      (error: unknown) => error as DapError,
    );
    const isComplete = ({ go, program }: Processes) => phase === "planning" || (hold ? go > 0 : program !== undefined);
    const processes = await found(world, adapter.pid, options.attributes?.["noDebug"] === true, isComplete);
    return { world, adapter, client, processes, launched: settled };
  }

  /** Ends and removes what the tests so far have made. */
  async clear(): Promise<void> {
    for (const cleanUp of this.#cleanUps.splice(0).reverse()) await cleanUp();
  }

  /** Removes what the scenes share. */
  close(): void {
    this.#modules?.remove();
    this.#modules = undefined;
    this.#waiting = undefined;
  }
}

/** Waits until the processes that a phase is made of are there. */
async function found(
  world: World,
  adapter: number,
  noDebug: boolean,
  isComplete: (seen: Processes) => boolean,
): Promise<Processes> {
  let seen: Processes = { adapter, go: 0, dlv: undefined, program: undefined };
  const look = () => {
    const all = processesOf(world);
    const go = all.find(({ command: [file = "", verb] }) => file.endsWith("/go") && verb === "run");
    const dlv = all.find((each) => each.parentPid === go?.pid && isDlv(each));
    const parent = noDebug ? go : dlv;
    const program = all.find((each) => each.parentPid === parent?.pid && !each.command.includes("** telemetry **"));
    seen = { adapter, go: go?.pid ?? 0, dlv: dlv?.pid, program: program?.pid };
    return isComplete(seen);
  };
  if (!(await until(look, 20_000))) throw new Error(`not there: ${JSON.stringify({ seen, all: processesOf(world) })}`);
  return seen;
}

function isDlv({ command }: WorldProcess): boolean {
  return command[1] === "dap" && command.some((word) => word.startsWith("--client-addr="));
}
