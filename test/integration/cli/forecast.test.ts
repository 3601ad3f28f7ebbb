import assert from "node:assert/strict";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import type { ForecastResponse } from "../../../shared/contract/answers.ts";
import { writeHello } from "../../support/goModule.ts";
import { runGorunscope } from "../../support/gorunscope.ts";
import { makeWorld, type World } from "../../support/world.ts";

describe("gorunscope forecast", function () {
  this.timeout(120_000);
  let world: World;
  let cwd: string;
  before(async () => {
    world = makeWorld();
    cwd = writeHello(world.path, "foreseen");
    assert.equal((await runGorunscope(world, ["run", "."], { cwd })).code, 0);
  });
  after(() => world.remove());

  it("prints what the next run would rebuild, for people and as JSON", async () => {
    const unchanged = await runGorunscope(world, ["forecast", "."], { cwd });
    assert.match(unchanged.stdout, /^nothing to rebuild: all \d+ actions are in the cache\n$/);
    appendFileSync(join(cwd, "main.go"), "// A comment.\n");
    const { stdout, code } = await runGorunscope(world, ["forecast", "--json", "."], { cwd });
    const answer = JSON.parse(stdout) as ForecastResponse;
    assert.equal(code, 0);
    assert.equal(answer.sentence, "main.go changed: 2 rebuilds certain");
    const misses = answer.actions.filter(({ state }) => state === "miss");
    assert.deepEqual(
      misses.map(({ action, reason }) => [action, reason?.kind]),
      [
        ["build", "changed"],
        ["link", "cascade"],
      ],
    );
  });

  it("is of the next debug with --for debug", async () => {
    const { stdout } = await runGorunscope(world, ["forecast", "--for", "debug", "--json", "."], { cwd });
    const answer = JSON.parse(stdout) as ForecastResponse;
    assert.equal(answer.for, "debug");
    assert.ok(answer.actions.some(({ action, state }) => action === "build" && state === "miss"));
  });

  it("says in one line what it cannot do, and exits with 1 or 2", async () => {
    const wrong = await runGorunscope(world, ["forecast", "fmt"], { cwd });
    assert.match(wrong.stderr, /^gorunscope: fmt is package fmt, which go run cannot run\. Name a package main\.\n$/);
    assert.equal(wrong.code, 1);
    const unknown = await runGorunscope(world, ["forecast", "./nosuch"], { cwd });
    assert.match(
      unknown.stderr,
      /^gorunscope: go knows no package \.\/nosuch: stat .*not found\. Name it as go run.*\n$/,
    );
    assert.deepEqual([unknown.stdout, unknown.code], ["", 1]);
    const words = await runGorunscope(world, ["forecast", ".", "--addr"], { cwd });
    assert.match(words.stderr, /^gorunscope: forecast takes one package.*\n$/);
    assert.notEqual(words.code, 0);
  });
});
