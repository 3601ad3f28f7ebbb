import assert from "node:assert/strict";
import { readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LaunchAttributes } from "../../../shared/contract/launch.ts";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";
import { ExplainedModule, type Explained } from "./explained.ts";

const util = (body: string) => `package util\n\nfunc Double(n int) int { ${body} }\n`;
const db = (body: string) =>
  `package db\n\nimport "example.com/m/internal/util"\n\nfunc Rows() int { return util.Double(${body}) }\n`;

/** What follows where what util gives to others has changed. */
function followed(change: string): string[] {
  return [
    `build example.com/m/internal/db: cascade: ${change}, on which it depends`,
    `build example.com/m: cascade: ${change}, on which it depends by way of internal/db`,
    `link example.com/m: cascade: ${change}, on which it depends`,
  ];
}

interface Case {
  title: string;
  change: (module: ExplainedModule) => void;
  run?: [attributes: Partial<LaunchAttributes>, env?: NodeJS.ProcessEnv];
  /** After "rebuilt N of M". */
  sentence: RegExp;
  reasons: string[];
}

const changed = "internal/util/util.go changed";
const again = { sentence: /^all \d+ from the cache$/, reasons: [] };

const table: Case[] = [
  {
    title: "a comment at the end of a line: the output is the same",
    change: (module) => module.write("internal/util/util.go", util("return n * 2") + "// Twice.\n"),
    sentence: /: internal\/util\/util\.go changed \(came out the same, 1 spared\)$/,
    reasons: [
      `build example.com/m/internal/util: changed: ${changed}; came out the same, so the package that imports it was spared`,
    ],
  },
  {
    title: "the body of a function",
    change: (module) => module.write("internal/util/util.go", util("return n + n")),
    sentence: /: internal\/util\/util\.go changed \(2 followed, 1 link\)$/,
    reasons: [...followed(changed), `build example.com/m/internal/util: changed: ${changed}`],
  },
  {
    title: "something new that is exported",
    change: (module) =>
      module.write("internal/util/util.go", util("return n + n") + "\nfunc Half(n int) int { return n / 2 }\n"),
    sentence: /: internal\/util\/util\.go changed \(2 followed, 1 link\)$/,
    reasons: [...followed(changed), `build example.com/m/internal/util: changed: ${changed}`],
  },
  {
    title: "a new file",
    change: (module) => module.write("internal/util/more.go", "package util\n\nfunc More() int { return 1 }\n"),
    sentence: /: internal\/util\/more\.go was added \(2 followed, 1 link\)$/,
    reasons: [
      ...followed("internal/util/more.go was added"),
      "build example.com/m/internal/util: changed: internal/util/more.go was added",
    ],
  },
  {
    title: "a deleted file, where another takes its place",
    change: (module) => {
      module.remove("internal/util/more.go");
      module.write("internal/util/less.go", "package util\n\nfunc Less() int { return 1 }\n");
    },
    sentence: /: internal\/util\/less\.go was added, internal\/util\/more\.go was removed$/,
    reasons: [
      ...followed("internal/util/less.go was added"),
      "build example.com/m/internal/util: changed: internal/util/less.go was added, internal/util/more.go was removed",
    ],
  },
  {
    title: "two changes at once",
    change: (module) => {
      module.write("internal/util/util.go", util("return 2 * n"));
      module.write("internal/db/db.go", db("4"));
    },
    sentence:
      /: internal\/util\/util\.go changed, internal\/db\/db\.go changed \(1 followed, 1 link\)$|: internal\/db\/db\.go changed, internal\/util\/util\.go changed \(1 followed, 1 link\)$/,
    reasons: [
      "build example.com/m/internal/db: changed: internal/db/db.go changed",
      "build example.com/m/internal/util: changed: internal/util/util.go changed",
      "build example.com/m: cascade: internal/db/db.go changed, on which it depends (and 1 more package changed)",
      "link example.com/m: cascade: internal/db/db.go changed, on which it depends (and 1 more package changed)",
    ],
  },
  {
    title: "a touch: nothing",
    change: (module) => utimesSync(join(module.directory, "internal/util/util.go"), new Date(), new Date()),
    ...again,
  },
  {
    title: "a flag",
    change: () => undefined,
    run: [{ buildFlags: ["-tags=dev"] }],
    sentence: /: -tags was added \(1 link\)$/,
    reasons: [
      "build example.com/m: changed: -tags was added, which the program's build information says",
      "link example.com/m: cascade: -tags was added for example.com/m, on which it depends",
    ],
  },
  {
    title: "the flag taken away again: nothing",
    change: () => undefined,
    ...again,
  },
  {
    title: "a flag in GOFLAGS",
    change: () => undefined,
    run: [{}, { GOFLAGS: "-tags=other" }],
    sentence: /: GOFLAGS -tags was added \(1 link\)$/,
    reasons: [
      "build example.com/m: changed: GOFLAGS -tags was added, which the program's build information says",
      "link example.com/m: cascade: GOFLAGS -tags was added for example.com/m, on which it depends",
    ],
  },
  {
    title: "a variable of the environment",
    change: () => undefined,
    run: [{}, { CGO_CFLAGS: "-O1 -DKEY=hunter2" }],
    sentence: /: CGO_CFLAGS was set/,
    reasons: [
      "build example.com/m: changed: CGO_CFLAGS was set, which the program's build information says",
      "link example.com/m: cascade: CGO_CFLAGS was set for example.com/m, on which it depends",
    ],
  },
  {
    title: "a build tag that selects a file",
    change: (module) =>
      module.write("internal/util/tagged.go", "//go:build some\n\npackage util\n\nfunc Tagged() int { return 3 }\n"),
    run: [{ buildFlags: ["-tags=some"] }],
    sentence: /: -tags was added \(1 followed, 1 link\)$/,
    reasons: [
      "build example.com/m/internal/db: cascade: -tags was added for internal/util, on which it depends",
      "build example.com/m/internal/util: changed: -tags was added: internal/util/tagged.go is built now",
      "build example.com/m: changed: -tags was added, which the program's build information says",
      "link example.com/m: cascade: -tags was added for example.com/m, on which it depends (and 1 more package changed)",
    ],
  },
  {
    title: "a value of the linker's -X",
    change: () => undefined,
    run: [{ buildFlags: ["-ldflags=-X main.version=hunter2"] }],
    sentence: /: -ldflags -X main\.version was added \(1 link\)$|: -ldflags -X main\.version was added$/,
    reasons: [
      "build example.com/m: changed: -ldflags was added, which the program's build information says",
      "link example.com/m: changed: -ldflags -X main.version was added",
    ],
  },
  {
    title: "an edit in another setting than the last run's: told by the last run that had it",
    change: (module) => module.write("internal/db/db.go", db("5")),
    sentence: /: internal\/db\/db\.go changed \(1 followed, 1 link\)$/,
    reasons: [
      "build example.com/m/internal/db: changed: internal/db/db.go changed",
      "build example.com/m: cascade: internal/db/db.go changed, on which it depends",
      "link example.com/m: cascade: internal/db/db.go changed, on which it depends",
    ],
  },
  {
    title: "the go line of go.mod",
    change: (module) => module.write("go.mod", "module example.com/m\n\ngo 1.24\n"),
    sentence: /: the go line of go\.mod went from 1\.23 to 1\.24 \(2 came out the same, 1 link\)$/,
    reasons: [
      "build example.com/m/internal/db: changed: the go line of go.mod went from 1.23 to 1.24; rebuilt, but came out the same",
      "build example.com/m/internal/util: changed: the go line of go.mod went from 1.23 to 1.24; rebuilt, but came out the same",
      "build example.com/m: changed: the go line of go.mod went from 1.23 to 1.24",
      "link example.com/m: changed: defaultgodebug changed",
    ],
  },
];

describe("why a go run rebuilt", () => {
  let world: World;
  let module: ExplainedModule;
  let first: Explained;

  before(async function () {
    this.timeout(300_000);
    world = makeWorld();
    warmCache(world, [], ["runtime"]);
    module = new ExplainedModule(world);
    module.write(
      "main.go",
      `package main\n\nimport "example.com/m/internal/db"\n\n// ${world.path}\nfunc main() { println(db.Rows()) }\n`,
    );
    first = await module.run();
  });
  after(() => world.remove());

  it("the first time: there is nothing to compare with", () => {
    assert.match(first.sentence, /^rebuilt \d+ of \d+: first go run of it here$/);
    assert.equal(first.reason("link example.com/m")?.kind, "first");
  });

  for (const { title, change, run = [{}], sentence, reasons } of table) {
    it(title, async () => {
      change(module);
      const explained = await module.run(...run);
      assert.deepEqual(explained.reasons, [...reasons].sort());
      assert.match(explained.sentence, sentence);
      assert.ok(explained.keys.summary.sentence.length <= 100, explained.keys.summary.sentence);
      assert.ok(!JSON.stringify(explained.keys.actions.map(({ reason }) => reason)).includes("hunter2"));
    });
  }

  it("a cache entry that was removed", async () => {
    const { keys } = await module.run();
    const entry = keys.actions.find(({ id }) => id === "build example.com/m/internal/util")?.entry;
    rmSync(entry ?? "");
    const explained = await module.run();
    assert.equal(explained.sentence.replace(/\d+ of \d+/, "N of M"), "rebuilt N of M: gone from the cache");
    assert.equal(explained.reasons.length, 1);
    assert.match(
      explained.reasons[0] ?? "",
      /^build example\.com\/m\/internal\/util: evicted: not changed, but gone from the cache, which had it in the go run of \d{4}-/,
    );
  });

  it("a cache entry that only a run long ago knew, of another program", async () => {
    module.write(
      "cmd/other/main.go",
      'package main\n\nimport "example.com/m/internal/util"\n\nfunc main() { println(util.Double(3)) }\n',
    );
    const { keys } = await module.run();
    const entry = keys.actions.find(({ id }) => id === "build example.com/m/internal/util")?.entry;
    rmSync(entry ?? "");
    const other = await module.run({ program: ["./cmd/other"] });
    assert.match(
      other.reason("build example.com/m/internal/util")?.sentence ?? "",
      /^not changed, but gone from the cache, which had it in the go run of example\.com\/m of \d{4}-/,
    );
    assert.equal(other.reason("build example.com/m/cmd/other")?.kind, "first");
    module.remove("cmd/other/main.go");
  });

  it("a first debug: of other flags than the go run, not because everything changed", async () => {
    const debug = await module.run({}, {}, { kind: "debug" });
    assert.match(debug.sentence, /: first debug here, with other flags than before \(-gcflags, -ldflags\)$/);
    assert.equal(
      debug.reason("build example.com/m/internal/util")?.sentence,
      "first debug: there is a go run of it, with other flags (-gcflags)",
    );
    const again = await module.run({}, {}, { kind: "debug" });
    assert.match(again.sentence, /^all \d+ from the cache$/);
  });

  it("a debug for which other packages are compiled: of the attribute, not of flags that nobody typed", async () => {
    const main = await module.run({ debugPackages: ["example.com/m"] }, {}, { kind: "debug" });
    assert.match(main.sentence, /: debugPackages changed: example\.com\/m instead of module /);
    const all = await module.run({ debugPackages: "all" }, {}, { kind: "debug" });
    assert.match(all.sentence, /: debugPackages changed: all instead of /);
  });

  it("a build that had failed", async () => {
    module.write("internal/db/db.go", db("nothing"));
    assert.match((await module.run()).sentence, /^the build failed/);
    module.write("internal/db/db.go", db("6"));
    const explained = await module.run();
    assert.equal(explained.reason("build example.com/m/internal/db")?.sentence, "internal/db/db.go changed");
  });

  it("-trimpath, from which go makes other directories and flags", async () => {
    const { sentence, reasons } = await module.run({ buildFlags: ["-trimpath"] });
    assert.match(sentence, /: -trimpath was added \(/);
    assert.ok(reasons.includes("build example.com/m: changed: -trimpath was added"));
    assert.ok(reasons.every((reason) => reason.includes(": -trimpath was added")));
  });

  it("what changed since the last build that did not fail", async () => {
    module.write("internal/util/util.go", util("return n + n + 0"));
    module.write("internal/db/db.go", db("nothing"));
    assert.match((await module.run()).sentence, /^the build failed/);
    module.write("internal/db/db.go", db("6"));
    assert.match((await module.run()).sentence, /: internal\/util\/util\.go changed \(/);
  });

  it("a record that is damaged is passed over", async () => {
    const directory = join(world.env.XDG_STATE_HOME ?? "", "gorunscope", "runs");
    const newest = readdirSync(directory).sort().at(-1) ?? "";
    writeFileSync(join(directory, newest), "nothing");
    module.write("internal/util/util.go", util("return n << 1"));
    const explained = await module.run();
    assert.equal(explained.reason("build example.com/m/internal/util")?.sentence, changed);
  });
});
