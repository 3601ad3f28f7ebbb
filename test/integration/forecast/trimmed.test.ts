import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheKeys } from "../../../shared/run/answers/cacheKeys.ts";
import { Recorder } from "../../../shared/run/recorder.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";
import { assertWent, observe } from "../truth/observe.ts";
import { writeTiny, type Subject } from "../truth/subject.ts";
import { Foreteller, inState } from "./foretold.ts";

/** Waits for the file `gate` in its working directory. */
const waiting = `package main

import (
	"os"
	"time"

	"example.com/trimmed/mid"
)

func main() {
	for mid.Truth() > 0 {
		if _, err := os.Stat("gate"); err == nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
}
`;

const trimmedAway = /not in GOCACHE any more/;

describe("a cache that go trims while the program runs", function () {
  this.timeout(120_000);
  let world: World;
  let goCache: string;
  let subject: Subject;
  before(() => {
    world = makeWorld();
    goCache = join(world.path, "go-build");
    mkdirSync(goCache);
    world.env.GOCACHE = goCache;
    warmCache(world, [], ["os"]);
    subject = writeTiny(world, "trimmed", { "main.go": waiting });
  });
  after(() => world.remove());

  /** go removes what was not used for five days, at most once a day (cmd/go/internal/cache). */
  function trim(): void {
    const longAgo = new Date(Date.now() - 7 * 24 * 3_600_000);
    for (const entry of readdirSync(goCache, { recursive: true, withFileTypes: true })) {
      utimesSync(join(entry.parentPath, entry.name), longAgo, longAgo);
    }
    rmSync(join(goCache, "trim.txt"), { force: true });
    execFileSync("go", ["build", "unsafe"], { cwd: world.path, env: world.env, stdio: "pipe" });
  }

  it("changes nothing of what the run says, and the forecast and the next run know where it has gone", async () => {
    const before = await observe(world, { cwd: subject.directory }, async (run) => {
      try {
        trim();
        const { actions, summary } = await cacheKeys(run);
        assert.ok(summary.hits > 20);
        assert.equal(summary.hits + summary.misses, summary.actions);
        // The program's own was looked up when it was started.
        for (const { id, entry, why } of actions.filter(({ action }) => action !== "link")) {
          assert.equal(entry, undefined, id);
          assert.match(why ?? "", trimmedAway, id);
        }
      } finally {
        writeFileSync(join(subject.directory, "gate"), "");
      }
    });
    assertWent(before, "");
    await new Recorder(before.run).finish();
    const foreteller = new Foreteller(world, subject);
    const { forecast, observed } = await foreteller.foretell();
    assert.equal(inState(forecast, "hit").length, 0, forecast.sentence);
    assert.match(forecast.sentence, /are gone from the cache: \d+ rebuilds certain, up to \d+ more$/);
    assert.equal(observed.keys.summary.misses, before.keys.summary.actions);
    for (const { id, reason } of observed.keys.actions) assert.equal(reason?.kind, "evicted", id);
    assert.match(observed.keys.summary.sentence, /: gone from the cache \(1 link\)$|: gone from the cache$/);
    assert.match((await foreteller.forecast()).sentence, /^nothing to rebuild/);
  });
});
