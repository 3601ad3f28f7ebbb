import assert from "node:assert/strict";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { capture } from "../../../shared/process/spawn.ts";
import { shellWord } from "../../../shared/run/shimParts.ts";
import { gorunscopeCommand } from "../../support/gorunscope.ts";
import { makeWorld, type World } from "../../support/world.ts";
import { outputsOf, patternOf, readSteps, scriptOf } from "./page.ts";

const steps = readSteps("what-go-run-really-does.md");
const sections = [...new Set(steps.map(({ section }) => section))];

describe("docs/what-go-run-really-does.md", function () {
  this.timeout(240_000);
  let world: World;
  let outputs: string[];

  before(async () => {
    world = makeWorld({ GOFLAGS: undefined, GOENV: "off" });
    const bin = join(world.path, "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "gorunscope"), `#!/bin/sh\nexec ${gorunscopeCommand.map(shellWord).join(" ")} "$@"\n`);
    chmodSync(join(bin, "gorunscope"), 0o755);
    const script = join(world.path, "page.sh");
    writeFileSync(script, scriptOf(steps));
    const env = { PATH: `${bin}:${process.env.PATH}` };
    // One stream for both: what is printed stands in its order.
    const command = ["sh", "-c", `exec sh ${shellWord(script)} 2>&1`];
    // A debugger's own build compiles the standard library anew, the first time on a machine.
    const { stdout, cut } = await capture(command, {
      cwd: world.path,
      env: { ...world.env, ...env },
      timeoutMs: 200_000,
    });
    assert.equal(cut, undefined, stdout);
    outputs = outputsOf(stdout);
  });
  after(() => world.remove());

  it("has commands in every section", () => {
    assert.ok(sections.length > 10);
    for (const section of sections)
      assert.ok(
        steps.some((step) => step.section === section),
        section,
      );
  });

  for (const section of sections) {
    it(`is right about ${section === "" ? "its program" : section}`, () => {
      for (const [index, step] of steps.entries()) {
        if (step.section !== section) continue;
        const printed = outputs[index] ?? "(it was not run)";
        assert.match(printed, patternOf(step.prints ?? ""), `$ ${step.command}\n${printed}`);
      }
    });
  }
});
