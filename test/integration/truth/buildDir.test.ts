import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readlinkSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import type { BuildDirResponse } from "../../../shared/contract/answers.ts";
import { buildDir } from "../../../shared/run/answers/buildDir.ts";
import { until } from "../../../shared/process/waiting.ts";
import type { GoRun } from "../../../shared/run/goRun.ts";
import { writeModule } from "../../support/goModule.ts";
import { goVersions } from "../../support/tools.ts";
import { makeWorld, type World } from "../../support/world.ts";
import { assertWent, observe, type Observation } from "./observe.ts";
import { assertTrue, buildIDOf } from "./witnesses.ts";

const waiting = `package main

import (
	"os"
	"os/signal"
)

func main() {
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)
	println("ready MADE")
	<-interrupts
}
`;

/** What others said while the program ran. */
interface Look {
  answer: BuildDirResponse;
  buildID: string;
  sections: string;
  bytes: number;
  workBytes: number;
  workBorn: number;
  mappings: string;
  links: { exe: string; cwd: string };
}

describe("the build directory beside what the system says", function () {
  this.timeout(120_000);
  let world: World;
  let directory: string;
  beforeEach(() => {
    world = makeWorld();
    directory = writeModule(world.path, "waits", { "main.go": waiting.replace("MADE", randomUUID()) });
  });
  afterEach(() => world.remove());

  /** Looks around while the program runs, then ends it. */
  async function run(attributes: Record<string, unknown> = {}): Promise<{ look: Look; observed: Observation }> {
    let look: Look | undefined;
    const observed = await observe(world, { cwd: directory, ...attributes }, async (started, output) => {
      try {
        // When the program says so, it is what the kernel shows, and no longer on the way there.
        assert.ok(await until(() => output.stderr.startsWith("ready"), 20_000));
        look = await lookAt(started);
      } finally {
        await started.interrupt();
      }
    });
    assert.ok(look);
    assertWent(observed, "");
    return { look, observed };
  }

  function assertLook({ answer, ...said }: Look, origin: "work" | "cache"): void {
    const { work, executable, process: ran } = answer;
    assert.ok(work && executable && ran);
    assert.deepEqual([work.exists, work.removedAt, work.bytes], [true, undefined, said.workBytes]);
    assert.ok(
      Math.abs(Date.parse(work.createdAt!) - said.workBorn) < 1,
      "created when the directory was, to the millisecond",
    );
    assert.equal(executable.origin, origin);
    const [place, other] = origin === "work" ? [work.path, answer.goCache] : [answer.goCache, work.path];
    assert.ok(executable.path.startsWith(`${place}/`) && !executable.path.startsWith(`${other}/`), executable.path);
    assert.equal(executable.buildID, said.buildID);
    assert.equal(executable.bytes, said.bytes);
    assert.equal(executable.hasDwarf, /\.z?debug_info/.test(said.sections));
    assert.equal(ran.executable, said.links.exe);
    assert.equal(realpathSync(said.links.cwd), ran.cwd);
    const mappings = ran.mappings.map(({ start, end, permissions, path }) => `${start}-${end} ${permissions} ${path}`);
    const lines = said.mappings.trimEnd().split("\n");
    assert.deepEqual(
      mappings,
      lines.map((line) => line.replace(/^(\S+ \S+) \S+ \S+ \d+ */, "$1 ")),
    );
  }

  it("has the executable in $WORK at first, in the cache then, and is gone afterwards", async () => {
    for (const origin of ["work", "cache"] as const) {
      const { look, observed } = await run();
      assertLook(look, origin);
      assertTrue(observed);
      const { work, process: ran } = observed.dir;
      assert.ok(work);
      assert.deepEqual([work.path, work.createdAt], [look.answer.work?.path, look.answer.work?.createdAt]);
      assert.deepEqual([work.exists, work.kept, work.bytes, existsSync(work.path)], [false, false, undefined, false]);
      const ended = Date.parse(observed.tree.root.exitedAt!);
      assert.ok(Math.abs(Date.parse(work.removedAt!) - ended) < 1000, "removed when go ended");
      assert.equal(ran, undefined);
      assert.deepEqual(observed.dir.executable, look.answer.executable);
    }
  });

  it("always has it in $WORK with the oldest Go", async () => {
    for (const time of ["first", "again"]) {
      const { look, observed } = await run({ env: { GOTOOLCHAIN: goVersions.oldest } });
      assertLook(look, "work");
      assert.equal(look.answer.goVersion, goVersions.oldest, time);
      assertTrue(observed, { keepsPrograms: false });
    }
  });

  it("is true of a program with debug information", async () => {
    for (const buildFlags of [["-ldflags=-s=false -w=false"], ["-ldflags=-s=false -w=false -compressdwarf=false"]]) {
      const { look } = await run({ buildFlags });
      assertLook(look, "work");
      assert.equal(look.answer.executable?.hasDwarf, true);
    }
  });

  it("says who chose its place", async () => {
    const places = { tmp: join(world.path, "own tmp"), gotmp: join(world.path, "gotmp") };
    for (const place of Object.values(places)) mkdirSync(place);
    for (const [env, chosenBy, place] of [
      [{ TMPDIR: places.tmp, GOTMPDIR: null }, "TMPDIR", places.tmp],
      [{ TMPDIR: places.tmp, GOTMPDIR: places.gotmp }, "GOTMPDIR", places.gotmp],
      [{ TMPDIR: null, GOTMPDIR: null }, "default", "/tmp"],
    ] as const) {
      const { look } = await run({ env });
      const { work } = look.answer;
      assert.deepEqual([work?.chosenBy, work?.exists], [chosenBy, true]);
      assert.match(work!.path.replace(`${place}/`, ""), /^go-build\d+$/);
      assert.equal(look.answer.goTmpDir, env.GOTMPDIR ?? "");
    }
  });

  it("stays where it was asked to be kept", async () => {
    for (const attributes of [{ keepWork: true }, { buildFlags: ["-work"] }]) {
      const { observed } = await run(attributes);
      const { work } = observed.dir;
      assert.ok(work);
      assert.deepEqual([work.exists, work.kept, work.removedAt], [true, true, undefined]);
      assert.equal(work.bytes, sizeOf(work.path));
      assert.ok(observed.goLines.includes(`WORK=${work.path}`));
    }
  });
});

async function lookAt(started: GoRun): Promise<Look> {
  const { answer, mappings } = await askWhileUnchanged(started);
  const { path } = answer.executable!;
  const { pid } = answer.process!;
  return {
    answer,
    buildID: buildIDOf(path),
    sections: execFileSync("readelf", ["--sections", "--wide", path], { encoding: "utf8" }),
    bytes: statSync(path).size,
    workBytes: sizeOf(answer.work!.path),
    workBorn: statSync(answer.work!.path).birthtimeMs,
    mappings,
    links: { exe: readlinkSync(`/proc/${pid}/exe`), cwd: readlinkSync(`/proc/${pid}/cwd`) },
  };
}

/** A program that stands still maps memory all the same, when its runtime likes: an answer between two equal looks is asked for. */
async function askWhileUnchanged(started: GoRun): Promise<Pick<Look, "answer" | "mappings">> {
  const mappingsOf = (pid: number) => readFileSync(`/proc/${pid}/maps`, "utf8");
  const deadline = Date.now() + 20_000;
  for (;;) {
    const { pid } = (await buildDir(started)).process!;
    const before = mappingsOf(pid);
    const answer = await buildDir(started);
    if (mappingsOf(pid) === before) return { answer, mappings: before };
    assert.ok(Date.now() < deadline, "the program never stood still");
  }
}

/** The bytes of all files below a directory, as find counts them. */
function sizeOf(directory: string): number {
  const sizes = execFileSync("find", [directory, "-type", "f", "-printf", "%s\n"], { encoding: "utf8" });
  return sizes.split("\n").reduce((sum, size) => sum + Number(size), 0);
}
