import { execFileSync } from "node:child_process";
import { warmCache } from "../../support/warmCache.ts";
import { makeWorld, type World } from "../../support/world.ts";
import { withKnownModules, type TableSubject } from "./changesSubject.ts";
import { isFull, testTable } from "./changesSuite.ts";
import { cFlags, otherGo, table } from "./changesTable.ts";
import { zooTable } from "./changesZoo.ts";
import { writeZoo } from "./zoo.ts";

/** Packages of well-known modules, each with something of it that is referred to. */
const tools = {
  modules: { "golang.org/x/tools": "v0.30.0" },
  packages: {
    "golang.org/x/tools/go/analysis": "Validate",
    "golang.org/x/tools/go/packages": "Load",
    "golang.org/x/tools/go/ssa": "NewProgram",
  },
};
const hundreds = {
  modules: {
    ...tools.modules,
    "github.com/prometheus/client_golang": "v1.20.5",
    "k8s.io/apimachinery": "v0.31.4",
  },
  packages: {
    ...tools.packages,
    "github.com/prometheus/client_golang/prometheus/promhttp": "Handler",
    "k8s.io/apimachinery/pkg/runtime/serializer": "NewCodecFactory",
    "k8s.io/apimachinery/pkg/util/strategicpatch": "StrategicMergePatch",
  },
};

const modules = isFull ? hundreds : tools;

/** Those of all programs in which the packages of others play a part. */
const some = [
  "nothing changed",
  "a comment at the end",
  "the exported API",
  "a go.mod bump",
  "two changes at once",
  "a flag of the compiler",
  "a variable of the environment",
];
const rows = isFull ? table : table.filter(({ name }) => some.includes(name));

describe("changes to a program with C, assembly, embedded files and packages of well-known modules", function () {
  this.timeout(isFull ? 900_000 : 300_000);
  let world: World;
  let subject: TableSubject;
  before(() => {
    world = makeWorld({ CGO_ENABLED: "1" });
    subject = withKnownModules(world, writeZoo(world), modules);
    // What go.mod and go.sum need besides: a forecast changes no file.
    execFileSync("go", ["list", "-mod=mod", "-deps", "."], { cwd: subject.directory, env: world.env, stdio: "pipe" });
    const known = { ...world, path: subject.directory };
    const packages = [...Object.keys(modules.packages), "runtime/cgo"];
    warmCache(known, [], packages);
    warmCache(known, [], packages, { CGO_CFLAGS: cFlags });
    if (rows.some(({ name }) => name === "another Go")) warmCache(known, [], packages, { GOTOOLCHAIN: otherGo });
  });
  after(() => world.remove());

  testTable(() => ({ world, subject }), [...zooTable, ...rows]);
});
