import assert from "node:assert/strict";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { RunScope, type ScopeAnswers } from "../../../adapter/views/scope.ts";
import type { CacheKeysArguments } from "../../../shared/contract/answers.ts";
import { errorIds, Failure } from "../../../shared/contract/errors.ts";
import {
  coldProcTree,
  largeCacheKeys,
  recordedBuildDir,
  recordedCacheKeys,
  recordedMainPackage,
  recordedProcTree,
} from "../text/answers.ts";

/** Answers that note what they are asked for; `given` replaces some. */
function recorded(given: Partial<ScopeAnswers> = {}): ScopeAnswers & { asked: (CacheKeysArguments | undefined)[] } {
  const asked: (CacheKeysArguments | undefined)[] = [];
  return {
    asked,
    buildDir: () => Promise.resolve(recordedBuildDir()),
    cacheKeys: (args) => {
      asked.push(args);
      return Promise.resolve(args?.inputs === true ? recordedMainPackage() : recordedCacheKeys());
    },
    procTree: recordedProcTree,
    environment: () =>
      Promise.resolve({
        run: "20261122T100000-1234abcd",
        variables: [
          {
            name: "GOROOT",
            value: "/usr/local/go",
            set: false,
            inKeys: 1,
            examples: ["link m: GOROOT"],
            sentence: "in 1",
          },
          { name: "GOPATH", value: "/root/go", set: false, inKeys: 0, examples: [], sentence: "in none" },
        ],
      }),
    ...given,
  };
}

/** One stop's scope, walked by names. */
class Walk {
  readonly scope: RunScope;
  readonly answers: ScopeAnswers;

  constructor(answers: ScopeAnswers = recorded(), scope = new RunScope()) {
    this.answers = answers;
    this.scope = scope;
  }

  expand(variablesReference: number, page: Omit<DebugProtocol.VariablesArguments, "variablesReference"> = {}) {
    return this.scope.variables({ variablesReference, ...page }, this.answers);
  }

  top() {
    return this.expand(this.scope.scope().variablesReference);
  }

  /** The variable at the end of a way of names. */
  async at(...names: string[]): Promise<DebugProtocol.Variable> {
    let variables = await this.top();
    let found: DebugProtocol.Variable | undefined;
    for (const [index, name] of names.entries()) {
      found = variables.find((variable) => variable.name === name);
      assert.ok(found, `${name} is not among ${variables.map((variable) => variable.name).join(", ")}`);
      if (index < names.length - 1) variables = await this.expand(found.variablesReference);
    }
    assert.ok(found);
    return found;
  }

  /** What that variable expands to, by name. */
  async children(...names: string[]): Promise<Map<string, string>> {
    const { variablesReference } = await this.at(...names);
    return new Map((await this.expand(variablesReference)).map(({ name, value }) => [name, value]));
  }
}

async function rejectsAsStale(promise: Promise<unknown>): Promise<void> {
  await assert.rejects(promise, (error) => {
    assert.ok(error instanceof Failure);
    assert.equal(error.id, errorIds.wrongPhase);
    assert.match(error.format, /earlier stop/);
    return true;
  });
}

describe("RunScope", () => {
  it("is a scope that clients do not expand by themselves", () => {
    const scope = new RunScope().scope();
    assert.equal(scope.name, "go run");
    assert.equal(scope.expensive, true);
    assert.ok(scope.variablesReference >= 2 ** 30 && scope.variablesReference < 2 ** 31);
  });

  it("is made without asking for any answer", () => {
    const answers = recorded();
    new Walk(answers).scope.scope();
    assert.deepEqual(answers.asked, []);
  });

  it("shows the answers in a line each", async () => {
    const variables = await new Walk().top();
    assert.deepEqual(
      variables.map(({ name, value }) => [name, value]),
      [
        ["buildDir", "/tmp/go-build2083190431, executable $WORK/b001/exe/guestbook"],
        ["cacheKeys", "rebuilt 3 of 63 in 507 ms"],
        ["procTree", "4 processes, program pid 4711, 4 ended"],
        ["environment", "1 of 2 variables and directories stand in keys"],
      ],
    );
    for (const variable of variables) {
      assert.ok(variable.variablesReference >= 2 ** 30);
      assert.equal(variable.evaluateName, undefined);
      assert.equal(variable.type, undefined);
      assert.deepEqual(variable.presentationHint, { attributes: ["readOnly"] });
    }
  });

  it("expands the build directory to fields, with units, and leaves empty ones out", async () => {
    const walk = new Walk();
    const fields = await walk.children("buildDir");
    assert.equal(fields.get("goVersion"), "go1.26.8");
    assert.equal(fields.get("objects"), "63 objects");
    assert.match(fields.get("command") ?? "", /^go run '-ldflags=-s=false .* -addr 127\.0\.0\.1:8080$/);
    assert.ok(!fields.has("goTmpDir"), "an empty field is shown");
    assert.equal((await walk.children("buildDir", "work")).get("bytes"), "3.2 MB");
    assert.equal((await walk.children("buildDir", "work")).get("kept"), "false");
    const objects = await walk.children("buildDir", "objects");
    assert.equal(objects.get("link example.com/guestbook/cmd/guestbook"), "/tmp/go-build2083190431/b001");
    const mappings = await walk.children("buildDir", "process", "mappings");
    assert.equal(mappings.get("0x400000-0x4a2000"), "r-xp /tmp/go-build2083190431/b001/exe/guestbook");
  });

  it("shows misses first, the slowest first, by the names of their packages", async () => {
    const actions = await new Walk().children("cacheKeys", "actions");
    assert.deepEqual([...actions].slice(0, 4), [
      ["link example.com/guestbook/cmd/guestbook", "miss 458 ms"],
      ["example.com/guestbook/internal/store", "miss 33 ms"],
      ["example.com/guestbook/cmd/guestbook", "miss 16 ms"],
      ["fmt", "hit"],
    ]);
    assert.equal(actions.size, 63);
  });

  it("asks for an action's inputs when it is expanded, and not before", async () => {
    const answers = recorded();
    const walk = new Walk(answers);
    await walk.children("cacheKeys", "actions");
    assert.ok(answers.asked.every((args) => args === undefined));
    const name = "example.com/guestbook/cmd/guestbook";
    const fields = await walk.children("cacheKeys", "actions", name);
    assert.deepEqual(answers.asked.at(-1), { package: name, inputs: true });
    assert.equal(fields.get("durationMs"), "16 ms");
    assert.equal(fields.get("shortID"), "OKKraxFD4vdcTD45iK2j");
    assert.equal(fields.get("inputs"), "34 inputs");
    const inputs = await walk.children("cacheKeys", "actions", name, "inputs");
    assert.equal(inputs.get("file main.go"), "aV2wNb3yigLnTkUFvyuL");
    assert.equal(inputs.get("flag gcflags"), "-N -l -dwarf=true");
    assert.equal(inputs.get("flag forced gcflags"), "", "an empty input is an input");
  });

  it("shows an action's fields where its inputs cannot be had", async () => {
    const failing = recorded({
      cacheKeys: (args) =>
        args ? Promise.reject(new Error("the record is damaged")) : Promise.resolve(recordedCacheKeys()),
    });
    const fields = await new Walk(failing).children("cacheKeys", "actions", "fmt");
    assert.equal(fields.get("state"), "hit");
    assert.equal(fields.get("inputs"), "the record is damaged");
    // An answer that pays no heed to the arguments has none.
    const deaf = recorded({ cacheKeys: () => Promise.resolve(recordedCacheKeys()) });
    assert.ok(!(await new Walk(deaf).children("cacheKeys", "actions", "fmt")).has("inputs"));
  });

  it("shows a reason with what changed", async () => {
    const answer = recordedCacheKeys();
    const miss = answer.actions.find((action) => action.package.endsWith("/store"));
    assert.ok(miss);
    miss.reason = {
      kind: "changed",
      sentence: "file book.go changed",
      changes: [
        { kind: "file", name: "book.go", before: "C5R0", after: "aV2w" },
        { kind: "env", name: "GOAMD64", after: "v3" },
      ],
      path: ["a", "b"],
    };
    const walk = new Walk(recorded({ cacheKeys: () => Promise.resolve(answer) }));
    const name = "example.com/guestbook/internal/store";
    assert.equal((await walk.at("cacheKeys", "actions", name)).value, "miss 33 ms: file book.go changed");
    assert.deepEqual(
      [...(await walk.children("cacheKeys", "actions", name, "reason", "changes"))],
      [
        ["file book.go", "C5R0 → aV2w"],
        ["env GOAMD64", "(none) → v3"],
      ],
    );
    assert.equal((await walk.at("cacheKeys", "actions", name, "reason", "path")).value, "a, b");
  });

  it("nests the processes", async () => {
    const walk = new Walk();
    const program = ["procTree", "go 4690", "debugger 4705", "program 4711"];
    assert.equal((await walk.at(...program)).value, "stopped, $WORK/b001/exe/guestbook -addr 127.0.0.1:8080");
    const fields = await walk.children(...program);
    assert.equal(fields.get("residentBytes"), "9.4 MB");
    assert.equal(fields.get("child 4733"), "exit status 128, git rev-parse HEAD");
    assert.ok(!fields.has("children"));
  });

  it("folds ended tools, and shows them when expanded", async () => {
    const walk = new Walk(recorded({ procTree: coldProcTree }));
    const go = await walk.children("procTree", "go 4690");
    assert.equal(go.get("ended tools"), "102 tools ended: 61 compile, 38 asm, 3 cgo; slowest: compile net/http 1.9 s");
    assert.equal(go.get("compile 5301"), "exit status 2, example.com/guestbook/internal/broken");
    const tools = await walk.children("procTree", "go 4690", "ended tools");
    assert.equal(tools.get("compile 5300"), "exit status 0, net/http");
    assert.equal(tools.size, 102);
  });

  it("gives long lists page by page", async () => {
    const walk = new Walk(recorded({ cacheKeys: () => Promise.resolve(largeCacheKeys(3000, 120)) }));
    const list = await walk.at("cacheKeys", "actions");
    assert.equal(list.indexedVariables, 3000);
    const reference = list.variablesReference;
    const page = await walk.expand(reference, { filter: "indexed", start: 100, count: 100 });
    assert.equal(page.length, 100);
    assert.equal(page[0]?.name, "example.com/large/p2899");
    assert.equal(page[19]?.value, "miss 2.9 s");
    assert.equal(page[20]?.value, "hit");
    assert.equal((await walk.expand(reference, { filter: "indexed", start: 2990, count: 100 })).length, 10);
    assert.equal((await walk.expand(reference, { filter: "named" })).length, 0);
    assert.equal((await walk.expand(reference, { start: 0, count: 0 })).length, 3000);
    assert.equal((await walk.expand(reference)).length, 3000);
  });

  it("gives short lists at once, and knows no paging of objects", async () => {
    const walk = new Walk();
    const list = await walk.at("cacheKeys", "actions");
    assert.equal(list.indexedVariables, undefined);
    const { variablesReference } = await walk.at("buildDir");
    assert.equal((await walk.expand(variablesReference, { filter: "indexed" })).length, 0);
    assert.ok((await walk.expand(variablesReference, { filter: "named" })).length > 5);
  });

  it("gives one child the same reference on every page", async () => {
    const walk = new Walk(recorded({ cacheKeys: () => Promise.resolve(largeCacheKeys(200, 0)) }));
    const { variablesReference } = await walk.at("cacheKeys", "actions");
    const all = await walk.expand(variablesReference);
    const page = await walk.expand(variablesReference, { start: 150, count: 1 });
    assert.equal(page[0]?.variablesReference, all[150]?.variablesReference);
    assert.equal(new Set(all.map((variable) => variable.variablesReference)).size, 200);
  });

  it("says why where an answer cannot be had, and shows the others", async () => {
    const answers = recorded({
      buildDir: () => Promise.reject(new Failure(errorIds.wrongPhase, "the run is still being planned")),
      procTree: () => {
        throw new Failure(errorIds.notOnThisSystem, "no /proc\x1b here", { advice: "Use Linux." });
      },
    });
    const [directory, keys, tree] = await new Walk(answers).top();
    assert.equal(directory?.value, "the run is still being planned");
    assert.equal(directory?.variablesReference, 0);
    assert.equal(keys?.value, "rebuilt 3 of 63 in 507 ms");
    assert.equal(tree?.value, "no /proc\\x1b here. Use Linux.");
  });

  it("shows each variable of the environment with its sentence", async () => {
    const walk = new Walk();
    assert.equal((await walk.at("environment")).value, "1 of 2 variables and directories stand in keys");
    const variables = await walk.children("environment", "variables");
    assert.deepEqual(
      [...variables],
      [
        ["GOROOT", "in 1"],
        ["GOPATH", "in none"],
      ],
    );
  });

  it("gives types to clients that show them", async () => {
    const walk = new Walk(recorded(), new RunScope({ supportsVariableType: true }));
    assert.equal((await walk.at("buildDir")).type, "object");
    assert.equal((await walk.at("buildDir", "objects")).type, "array");
    assert.equal((await walk.at("buildDir", "cwd")).type, "string");
    assert.equal((await walk.at("buildDir", "work", "bytes")).type, "number");
    assert.equal((await walk.at("buildDir", "work", "kept")).type, "boolean");
  });

  it("shows hostile values and secrets safely", async () => {
    const answer = recordedBuildDir();
    answer.cwd = "/home/\x1b[2J\u202e";
    answer.command = ["go", "run", ".", { digest: "3f9a12bc4d5e6f70" } as unknown as string];
    answer.module = { digest: "00ff00ff00ff00ff" } as unknown as string;
    const fields = await new Walk(recorded({ buildDir: () => Promise.resolve(answer) })).children("buildDir");
    assert.equal(fields.get("cwd"), "/home/\\x1b[2J\\u202e");
    assert.equal(fields.get("command"), "go run . secret:3f9a12bc4d5e");
    assert.equal(fields.get("module"), "secret:00ff00ff00ff");
  });

  it("shows fields that it does not know as what they are", async () => {
    const answer = {
      ...recordedBuildDir(),
      constructor: { deep: [{ toString: "x", n: 1 }, ["a", "b"]], nothing: null, empty: {} },
    };
    const walk = new Walk(recorded({ buildDir: () => Promise.resolve(answer) }));
    assert.equal((await walk.at("buildDir", "constructor")).value, "deep: 2 deep");
    assert.equal((await walk.at("buildDir", "constructor", "deep", "[0]")).value, "toString: x, n: 1");
    assert.equal((await walk.at("buildDir", "constructor", "deep", "[1]")).value, "a, b");
  });

  it("gives new references at each stop, and refuses those of an earlier one", async () => {
    const walk = new Walk();
    const first = walk.scope.scope().variablesReference;
    assert.equal(walk.scope.scope().variablesReference, first, "frames of one stop share the scope");
    const { variablesReference: list } = await walk.at("cacheKeys", "actions");
    walk.scope.invalidate();
    const second = walk.scope.scope().variablesReference;
    assert.ok(second > list);
    await rejectsAsStale(walk.expand(first));
    await rejectsAsStale(walk.expand(list));
    assert.ok(walk.scope.owns(first) && walk.scope.owns(list) && walk.scope.owns(second));
    await walk.expand(second);
  });

  it("gives nothing out that was asked for before the program ran on", async () => {
    let answered: () => void = () => {};
    const waiting = new Promise<void>((resolve) => (answered = resolve));
    const walk = new Walk(recorded({ buildDir: () => waiting.then(recordedBuildDir) }));
    const asked = walk.top();
    walk.scope.invalidate();
    answered();
    await rejectsAsStale(asked);
  });

  it("owns nothing of dlv's", () => {
    const scope = new RunScope();
    for (const reference of [0, 1000, 2 ** 30 - 1, 2 ** 31, NaN, -1]) assert.equal(scope.owns(reference), false);
    assert.ok(scope.owns(2 ** 30) && scope.owns(2 ** 31 - 1));
  });
});
