import assert from "node:assert/strict";
import type { BuildWay } from "../../../shared/contract/answers.ts";
import { buildWays } from "../../../shared/why/buildWays.ts";
import { compareBuilds } from "../../../shared/why/compare.ts";
import { fixtureBuild, withInputs, type LoggedBuild } from "./loggedBuild.ts";

const builds: Record<BuildWay, LoggedBuild> = {
  run: fixtureBuild("compare-run.txt"),
  build: fixtureBuild("compare-build.txt"),
  debug: fixtureBuild("compare-debug.txt"),
  dlv: fixtureBuild("compare-dlv.txt"),
};
const module = "example.com/shop";
const main = `${module}/cmd/shop`;

function compare(...ways: BuildWay[]) {
  return compareBuilds(
    ways.map((way) => ({ way, build: builds[way] })),
    { module },
  );
}

/** A go run, and one whose inputs differ, as if it were a debug. */
function compareChanged(change: Parameters<typeof withInputs>[1]) {
  const changed = withInputs(builds.run, change);
  return compareBuilds(
    [
      { way: "run", build: builds.run },
      { way: "debug", build: changed },
    ],
    { module },
  );
}

describe("the comparison of ways to build", () => {
  it("says of go run and go build: the link, and version control", () => {
    const { sentence, actions } = compare("run", "build");
    const version =
      /^compared with go run: go build: link without -s -w, version control stamped into (\S+) \((\S+)\)$/;
    const [, stamped, as] = version.exec(sentence) ?? assert.fail(sentence);
    assert.equal(stamped, main);
    assert.match(as ?? "", /^v0\.0\.0-20261120120000-[0-9a-f]{12}$/);
    assert.deepEqual(actions.map(({ action, package: path }) => `${action} ${path}`).sort(), [
      `build ${main}`,
      `link ${main}`,
    ]);
    const build = actions.find(({ action }) => action === "build");
    assert.deepEqual(
      build?.differences.map(({ name }) => name),
      ["omitdebug", module, "modinfo vcs", "modinfo vcs.revision", "modinfo vcs.time", "modinfo vcs.modified"],
    );
    const modified = build?.differences.find(({ name }) => name === "modinfo vcs.modified");
    assert.deepEqual(modified, { kind: "module", name: "modinfo vcs.modified", build: "false" });
  });

  it("says of go run and a debug: which packages are not optimised, and how it is linked", () => {
    assert.equal(
      compare("run", "debug").sentence,
      "compared with go run: debug: -N -l on 3 packages of the main module, -dwarf=true on main, "
        + "link: -s=false -w=false -compressdwarf=false",
    );
  });

  it("says of dlv's own debug that it compiles everything anew", () => {
    const { sentence, actions } = compare("run", "dlv");
    assert.match(sentence, /^compared with go run: dlv debug: -N -l on all 5 packages, link without -s -w, version/);
    assert.equal(actions.length, builds.run.actions.length);
  });

  it("compares all four with the first, whatever their order", () => {
    const all = compare(...buildWays);
    assert.deepEqual(compare("dlv", "build", "debug", "run"), all);
    for (const name of ["go build: link", "debug: -N -l on 3", "dlv debug: -N -l on all 5"]) {
      assert.ok(all.sentence.includes(name), all.sentence);
    }
    const lib = all.actions.find(({ package: path }) => path === `${module}/internal/db`);
    assert.deepEqual(lib?.differences, [
      { kind: "flag", name: "gcflags", run: "", build: "", debug: "-N -l", dlv: "-N -l" },
    ]);
    assert.equal(lib.keys.run, lib.keys.build);
    assert.equal(lib.keys.debug, lib.keys.dlv);
    assert.notEqual(lib.keys.run, lib.keys.debug);
  });

  it("compares with go build where there is no go run", () => {
    assert.match(compare("build", "debug").sentence, /^compared with go build: debug: .*link: -s -w/);
  });

  it("says that all keys are the same, or that there is nothing to compare", () => {
    assert.equal(compareChanged((_id, inputs) => inputs).sentence, "go run and debug have the same 6 keys");
    assert.match(compare("run").sentence, /^nothing to compare/);
  });

  it("puts what differs by itself before what follows from it", () => {
    const { actions, sentence } = compareChanged((id, inputs) => {
      if (id === `build ${module}/internal/db`)
        return inputs.map((each) => (each.kind === "file" ? { ...each, value: "X" } : each));
      return inputs.map((each) => (each.name === `${module}/internal/db` ? { ...each, value: "X" } : each));
    });
    assert.equal(actions[0]?.package, `${module}/internal/db`);
    assert.equal(
      sentence,
      `compared with go run: debug: ${module}/internal/db/db.go changed in between, 2 more keys through what they import`,
    );
  });

  it("names variables, versions, linker variables and modules", () => {
    const { sentence } = compareChanged((id, inputs) => {
      if (id === `link ${main}`) return [...inputs, { kind: "flag", name: "ldflags -X main.v", value: "{digest:a}" }];
      if (id !== `build ${main}`) return inputs;
      const changed = inputs.map((each) =>
        each.name === "modinfo CGO_CFLAGS" ? { ...each, value: "{digest:b}" } : each,
      );
      return [...changed, { kind: "module", name: "example.com/dep", value: "v1.2.0" }];
    });
    assert.equal(
      sentence,
      "compared with go run: debug: link: -X main.v, CGO_CFLAGS set on main, example.com/dep v1.2.0 instead of none",
    );
  });

  it("takes a key that is not known for no difference, and says where inputs are not known", () => {
    const unknown = {
      ...builds.build,
      actions: builds.build.actions.map(({ actionID: _, ...action }) => action),
    };
    const without = compareBuilds([
      { way: "run", build: builds.run },
      { way: "build", build: unknown },
    ]);
    assert.deepEqual(without.actions, []);
    const { sentence, actions } = compareChanged((id, inputs) => (id === `build ${main}` ? undefined : inputs));
    assert.equal(sentence, "compared with go run: debug: 1 key of which no inputs are known");
    assert.deepEqual(actions[0]?.differences, []);
  });

  it("tells of actions that one way does not have", () => {
    const fewer = { ...builds.run, actions: builds.run.actions.filter(({ package: path }) => path !== "internal/abi") };
    const ways = (one: LoggedBuild, other: LoggedBuild) =>
      compareBuilds([
        { way: "run", build: one },
        { way: "debug", build: other },
      ]).sentence;
    assert.equal(ways(builds.run, fewer), "compared with go run: debug: without 1 action of go run");
    assert.equal(ways(fewer, builds.run), "compared with go run: debug: 1 action that go run does not have");
  });

  it("is of one package where one is named", () => {
    const { actions } = compareBuilds(
      [
        { way: "run", build: builds.run },
        { way: "dlv", build: builds.dlv },
      ],
      { module, package: "internal/abi" },
    );
    assert.deepEqual(
      actions.map(({ package: path }) => path),
      ["internal/abi"],
    );
  });
});
