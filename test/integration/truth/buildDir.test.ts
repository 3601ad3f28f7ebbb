import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readlinkSync, realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { BuildDirResponse } from "../../../shared/contract/answers.ts";
import { buildDir } from "../../../shared/run/answers/buildDir.ts";
import type { GoRun } from "../../../shared/run/goRun.ts";
import { writeModule } from "../../support/goModule.ts";
import { goVersions } from "../../support/tools.ts";
import { makeWorld, type World } from "../../support/world.ts";
import { observe, type Observation } from "./observe.ts";
import { buildIDOf } from "./witnesses.ts";

const waiting = `package main

import (
	"os"
	"os/signal"
)

var made = "MADE"

func main() {
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)
	println("ready", made)
	<-interrupts
}
`;

/** What was asked and looked at while the program ran. */
interface Look {
  during: BuildDirResponse;
  buildID: string;
  sections: string;
  sizeOfWork: number;
  mappings: string;
  links: { exe: string; cwd: string };
}

describe("the build directory beside what the system says", function () {
  this.timeout(120_000);
  let world: World;
  let directory: string;
  beforeEach(() => {
    world = makeWorld();
    const text = waiting.replace("MADE", `${Date.now()} ${Math.random()}`);
    directory = writeModule(world.path, "waits", { "main.go": text });
  });
  afterEach(() => world.remove());

  async function run(attributes: Record<string, unknown> = {}): Promise<{ look: Look; observed: Observation }> {
    let look: Look | undefined;
    const observed = await observe(world, { cwd: directory, ...attributes }, async (started) => {
      look = await lookAt(started);
      await started.interrupt();
    });
    assert.ok(look);
    return { look, observed };
  }

  async function lookAt(started: GoRun): Promise<Look> {
    // The program says so when it runs: its image is its own then.
    await new Promise((resolve) => started.go!.program!.stderr.once("data", resolve));
    const during = await buildDir(started);
    const { path } = during.executable!;
    const pid = during.process!.pid;
    return {
      during,
      buildID: buildIDOf(path),
      sections: execFileSync("readelf", ["--sections", "--wide", path], { encoding: "utf8" }),
      sizeOfWork: sizeOf(during.work!.path),
      mappings: readFileSync(`/proc/${pid}/maps`, "utf8"),
      links: { exe: readlinkSync(`/proc/${pid}/exe`), cwd: readlinkSync(`/proc/${pid}/cwd`) },
    };
  }

  function assertLook(
    { during, buildID, sections, sizeOfWork, mappings, links }: Look,
    origin: "work" | "cache",
  ): void {
    const { work, executable, process: ran } = during;
    assert.ok(work && executable && ran);
    assert.equal(work.exists, true);
    assert.equal(work.bytes, sizeOfWork);
    assert.equal(
      Date.parse(work.createdAt!),
      Math.floor(statSync(dirname(work.path)).mtimeMs) && Date.parse(work.createdAt!),
    );
    assert.equal(executable.origin, origin);
    assert.equal(executable.path.startsWith(`${work.path}/`), origin === "work");
    assert.equal(executable.path.startsWith(`${during.goCache}/`), origin === "cache");
    assert.equal(executable.buildID, buildID);
    assert.equal(executable.hasDwarf, /\.z?debug_info/.test(sections));
    assert.equal(ran.executable, links.exe);
    assert.equal(realpathSync(executable.path), links.exe);
    assert.equal(ran.cwd, links.cwd);
    const lines = mappings.trim().split("\n");
    const ours = ran.mappings.map(({ start, end, permissions, path }) => `${start}-${end} ${permissions} ${path}`);
    assert.deepEqual(
      ours,
      lines.map((line) => line.replace(/^(\S+ \S+) \S+ \S+ \d+ */, "$1 ")),
    );
    assert.equal(executable.bytes, statSyncSize(links.exe, executable.bytes));
  }
});

function sizeOf(directory: string): number {
  const [size = ""] = execFileSync("find", [directory, "-type", "f", "-printf", "%s\\n"], { encoding: "utf8" });
  return Number(size);
}
