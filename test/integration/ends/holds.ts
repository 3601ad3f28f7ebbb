/** What a launch can be made to wait for, as long as a test wants. */
import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Gate, writeGatedProgram } from "../../support/gate.ts";
import { GatedModule, mainFile, writeModule, type GatePlace } from "../../support/goModule.ts";
import { testDlv } from "../../support/tools.ts";
import type { World } from "../../support/world.ts";

/** Phases of a launch, in their order. */
export const heldPhases = [
  /** go is asked for its environment. */
  "planning",
  /** go downloads a module; it has made its $WORK, and told nobody. */
  "downloading",
  /** go asks its tools who they are. */
  "asking",
  "building",
  "linking",
  /** dlv is started, and has not called yet. */
  "calling",
] as const;
export type HeldPhase = (typeof heldPhases)[number];

export interface Hold {
  /** Launch attributes that lead there. */
  attributes: Record<string, unknown>;
  /** Resolves when the launch waits. */
  arrived(): Promise<unknown>;
  /** To be called at the test's end. */
  close(): void;
}

export function isHeld(phase: string): phase is HeldPhase {
  return (heldPhases as readonly string[]).includes(phase);
}

/** @param options.stubbornTool see GatedModule */
export async function startHold(phase: HeldPhase, world: World, options: { stubbornTool?: boolean }): Promise<Hold> {
  switch (phase) {
    case "planning": {
      const go = execFileSync("sh", ["-c", "command -v go"], { encoding: "utf8", env: world.env }).trim();
      return atProgram(world, "env", go, (path) => ({ goBinary: path }));
    }
    case "downloading":
      return atDownload(world);
    case "calling":
      return atProgram(world, "dap", await testDlv(), (path) => ({ dlvPath: path }));
    default:
      return atTool({ asking: "version", building: "compile", linking: "link" }[phase] as GatePlace, world, options);
  }
}

function atTool(place: GatePlace, world: World, { stubbornTool = false }: { stubbornTool?: boolean }): Hold {
  const module = new GatedModule(world.path, place, { stubborn: stubbornTool });
  return {
    attributes: { program: module.directory, buildFlags: module.buildFlags },
    arrived: () => module.arrived(),
    close: () => module.close(),
  };
}

function atProgram(
  world: World,
  argument: string,
  program: string,
  attributes: (path: string) => Hold["attributes"],
): Hold {
  const gate = new Gate(world.path);
  const path = writeGatedProgram(join(world.path, "gated"), gate, argument, program);
  return { attributes: attributes(path), arrived: () => gate.arrived(), close: () => gate.close() };
}

/** A module proxy that takes requests and never answers. */
async function atDownload(world: World): Promise<Hold> {
  let arrive!: () => void;
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const proxy = createServer(() => arrive());
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const { port } = proxy.address() as AddressInfo;
  const program = writeModule(world.path, "far", {
    "go.mod": "module example.com/far\n\ngo 1.23\n\nrequire example.net/away v1.0.0\n",
    "main.go": mainFile(["example.net/away"], ["away.Go()"]),
  });
  return {
    attributes: { program, env: { GOPROXY: `http://127.0.0.1:${port}`, GOFLAGS: "-mod=mod", GONOSUMDB: "*" } },
    arrived: () => arrived,
    close: () => {
      proxy.close();
      proxy.closeAllConnections();
    },
  };
}
