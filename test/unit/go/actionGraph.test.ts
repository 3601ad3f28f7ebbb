import assert from "node:assert/strict";
import { parseActionGraph, type ActionGraph, type GraphAction } from "../../../shared/go/actionGraph.ts";
import { fixture, versions } from "./fixtures.ts";

function read(name: string): ActionGraph {
  const graph = parseActionGraph(fixture(name).toString());
  assert.ok(graph);
  return graph;
}

function find(graph: ActionGraph, mode: string, packagePath: string): GraphAction {
  const action = graph.actions.find((each) => each.mode === mode && each.package === packagePath);
  assert.ok(action, `${mode} ${packagePath}`);
  return action;
}

describe("an action graph", () => {
  for (const version of versions) {
    it(`of ${version} as it is written before the build has no IDs, times and commands`, () => {
      const graph = read(`graph-${version}-plan.json.gz`);
      assert.match(graph.work ?? "", /^\/tmp\/go-build\d+$/);
      for (const action of graph.actions) {
        assert.deepEqual(
          [
            action.actionID,
            action.buildID,
            action.timeReady,
            action.timeStart,
            action.timeDone,
            action.realMs,
            action.ran,
          ],
          [undefined, undefined, undefined, undefined, undefined, undefined, false],
        );
      }
      const link = find(graph, "link", "example.com/zoo/hello");
      assert.equal(link.objdir, `${graph.work}/b001/`);
      assert.equal(link.target, `${graph.work}/b001/exe/hello`);
      const main = find(graph, "build", "example.com/zoo/hello");
      assert.ok(link.deps.includes(main.id));
      assert.ok(main.deps.includes(find(graph, "build", "example.com/zoo/hello/lib").id));
    });

    it(`of ${version} as it is written at the end says what ran`, () => {
      const graph = read(`graph-${version}.json.gz`);
      assert.equal(graph.work, read(`graph-${version}-plan.json.gz`).work);
      const ran = graph.actions.filter((action) => action.ran).map((action) => `${action.mode} ${action.package}`);
      const link = find(graph, "link", "example.com/zoo/hello");
      assert.ok(ran.includes("link example.com/zoo/hello"));
      assert.ok(!ran.includes("build runtime"));
      assert.match(link.commands.join("\n"), /\/link -o /);
      assert.ok((link.realMs ?? 0) > 1 && (link.realMs ?? 0) < 60_000);
      assert.ok(Date.parse(link.timeReady ?? "") <= Date.parse(link.timeStart ?? ""));
      assert.ok(Date.parse(link.timeStart ?? "") < Date.parse(link.timeDone ?? ""));
      assert.match(link.timeDone ?? "", /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
      const main = find(graph, "build", "example.com/zoo/hello");
      const [linkID, mainID, mainContent] = link.buildID?.split("/") ?? [];
      assert.equal(linkID, link.actionID);
      assert.equal(mainID, main.actionID);
      assert.equal(main.buildID, `${mainID}/${mainContent}`);
    });
  }

  it("knows the modes of its version", () => {
    assert.ok(read("graph-go1.26.8.json.gz").actions.some((action) => action.mode === "build check cache"));
    assert.ok(!read("graph-go1.23.12.json.gz").actions.some((action) => action.mode === "build check cache"));
  });

  it("that is half written is none", () => {
    const text = fixture("graph-go1.26.8.json.gz").toString();
    for (let length = 0; length < text.length; length += 997) {
      assert.equal(parseActionGraph(text.slice(0, length)), undefined, `${length} characters`);
    }
  });

  it("that is no list is none", () => {
    for (const text of ["{}", "null", "3", '"text"']) assert.equal(parseActionGraph(text), undefined);
  });

  it("is read as far as it is understood", () => {
    const action = { ID: 1, Mode: "build", Deps: [0, "x"], Cmd: "compile", Objdir: 7, TimeDone: "soon", New: {} };
    const list = [
      null,
      4,
      { ID: "1" },
      { ID: 2 },
      action,
      { ID: 3, Mode: "link", Cmd: null, Deps: null, Package: "m" },
    ];
    assert.deepEqual(parseActionGraph(JSON.stringify(list)), {
      actions: [
        { id: 1, mode: "build", package: "", commands: [], ran: false, deps: [0] },
        { id: 3, mode: "link", package: "m", commands: [], ran: false, deps: [] },
      ],
    });
  });

  it("gives times in UTC and durations in milliseconds", () => {
    const action = {
      ID: 1,
      Mode: "link",
      Cmd: ["link"],
      CmdReal: 2_500_000,
      CmdUser: 1_000,
      TimeDone: "2026-11-22T23:36:25.9125914+01:00",
    };
    assert.deepEqual(parseActionGraph(JSON.stringify([action]))?.actions, [
      {
        id: 1,
        mode: "link",
        package: "",
        commands: ["link"],
        ran: true,
        deps: [],
        timeDone: "2026-11-22T22:36:25.912Z",
        realMs: 2.5,
        userMs: 0.001,
      },
    ]);
  });
});
