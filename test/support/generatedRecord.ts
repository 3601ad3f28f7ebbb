/** Records of any size, as a run of a module of so many packages would leave them. */
import { createHash } from "node:crypto";
import type { CacheAction, KeyInput, ProcNode } from "../../shared/contract/answers.ts";
import type { RunRecord } from "../../shared/contract/record.ts";
import { timelineOf } from "../../shared/record/timeline.ts";

const goCache = "/home/someone/.cache/go-build";
const work = "/tmp/go-build1234567890";
const toolDirectory = "/usr/local/go/pkg/tool/linux_amd64";
const begin = Date.parse("2026-11-22T10:00:00.000Z");

export interface GeneratedOptions {
  run?: string;
  package?: string;
  kind?: RunRecord["kind"];
  /** Milliseconds since 1970. */
  startedAt?: number;
  packages?: number;
  /** Whether nothing came from the cache: each action has a command, a process and times. */
  cold?: boolean;
}

/** A record of a build whose packages have six files, and import up to twenty of those before them. */
export function generatedRecord(options: GeneratedOptions = {}): RunRecord {
  const { packages = 3, cold = false, startedAt = begin } = options;
  const run = options.run ?? `${new Date(startedAt).toISOString().replace(/[-:]/g, "").slice(0, 15)}-1234abcd`;
  const main = options.package ?? "example.com/m/cmd/server";
  const phase = "exited";
  const at = (ms: number) => new Date(startedAt + ms).toISOString();
  const builds = Array.from({ length: packages }, (_, index) =>
    build(index, index === packages - 1 ? main : undefined),
  );
  const actions = [...builds, link(main, packages)].map((action, index) => (cold ? ran(action, index, at) : action));
  const root: ProcNode = {
    pid: 1000,
    parentPid: 999,
    role: "go",
    command: ["/usr/local/go/bin/go", "run", "./cmd/server"],
    executable: "/usr/local/go/bin/go",
    cwd: "/home/someone/m",
    state: "exited",
    startedAt: at(0),
    exitedAt: at(90_000),
    exitCode: 0,
    cpuMs: 12_340,
    children: cold ? actions.map((action) => toolProcess(action)) : [],
  };
  const buildMs = cold ? 60_000 : 120;
  const figures = {
    actions: actions.length,
    hits: cold ? 0 : actions.length,
    misses: cold ? actions.length : 0,
    cutoffs: 0,
    buildMs,
  };
  return {
    version: 1,
    run,
    kind: options.kind ?? "run",
    package: main,
    flags: ["-tags=netgo"],
    tags: [],
    kept: false,
    startedAt: at(0),
    endedAt: at(90_000),
    exitCode: 0,
    goExitCode: 0,
    gaps: [],
    buildDir: {
      run,
      phase,
      command: ["/usr/local/go/bin/go", "run", "-tags=netgo", "./cmd/server"],
      cwd: "/home/someone/m",
      module: "example.com/m",
      work: { path: work, chosenBy: "default", createdAt: at(5), removedAt: at(89_990), exists: false, kept: false },
      objects: actions.map(({ package: path, action }, index) => ({
        package: path,
        action: action as "build" | "link",
        directory: `${work}/b${String(index + 1).padStart(3, "0")}/`,
      })),
      goVersion: "go1.26.8",
      goRoot: "/usr/local/go",
      goPath: "/home/someone/go",
      goCache,
      goModCache: "/home/someone/go/pkg/mod",
      goTmpDir: "",
    },
    cacheKeys: {
      run,
      phase,
      summary: { ...figures, sentence: `rebuilt ${figures.misses} of ${figures.actions}` },
      actions,
    },
    procTree: { run, phase, takenAt: at(90_000), root },
    timeline: timelineOf(
      [
        { phase: "building", at: startedAt },
        { phase, at: startedAt + 90_000 },
      ],
      actions,
      root,
    ),
  };
}

function build(index: number, main: string | undefined): CacheAction {
  const path = main ?? packagePath(index);
  const files = ["doc", "client", "server", "options", "errors", "util"].map((name) => `${name}${index % 7}.go`);
  const imports = Array.from({ length: Math.min(index, 1 + (index % 20)) }, (_, i) => (index * 7 + i * 131) % index);
  const inputs: KeyInput[] = [
    { kind: "go", name: "version", value: "go1.26.8" },
    { kind: "other", name: "action", value: "compile" },
    { kind: "go", name: "language version", value: "1.26" },
    { kind: "platform", name: "GOOS", value: "linux" },
    { kind: "platform", name: "GOARCH", value: "amd64" },
    { kind: "other", name: "import path", value: path },
    { kind: "other", name: "omitdebug", value: "false" },
    { kind: "other", name: "standard", value: "false" },
    { kind: "other", name: "local", value: "false" },
    { kind: "other", name: "prefix", value: "" },
    { kind: "tool", name: "compile", value: "compile version go1.26.8" },
    { kind: "env", name: "GOAMD64", value: "v1" },
    ...files.map((name): KeyInput => ({ kind: "file", name, value: shortHash(`${path} ${name}`) })),
    ...imports.map((imported): KeyInput => ({
      kind: "import",
      name: packagePath(imported),
      value: contentOf(imported),
    })),
  ];
  return described("build", path, inputs);
}

function link(main: string, packages: number): CacheAction {
  const inputs: KeyInput[] = [
    { kind: "go", name: "version", value: "go1.26.8" },
    { kind: "other", name: "action", value: "link" },
    { kind: "flag", name: "ldflags", value: "-s -w" },
    ...Array.from({ length: packages }, (_, i): KeyInput => ({
      kind: "import",
      name: packagePath(i),
      value: contentOf(i),
    })),
  ];
  return described("link", main, inputs);
}

function described(action: string, path: string, inputs: KeyInput[]): CacheAction {
  const actionID = hash(`key ${action} ${path}`).toString("hex");
  const outputID = hash(`output ${action} ${path}`).toString("hex");
  return {
    id: `${action} ${path}`,
    action,
    package: path,
    state: "hit",
    actionID,
    shortID: Buffer.from(actionID.slice(0, 30), "hex").toString("base64url"),
    outputID,
    entry: `${goCache}/${actionID.slice(0, 2)}/${actionID}-a`,
    output: `${goCache}/${outputID.slice(0, 2)}/${outputID}-d`,
    bytes: hash(path).readUInt32LE() % 1_000_000,
    storedAt: new Date(begin - (hash(path).readUInt32LE(4) % 1_000_000_000)).toISOString(),
    inputs,
  };
}

function ran(action: CacheAction, index: number, at: (ms: number) => string): CacheAction {
  const directory = `${work}/b${String(index + 1).padStart(3, "0")}`;
  const files = action.inputs?.filter((input) => input.kind === "file").map((input) => `./${input.name}`) ?? [];
  const noise = hash(`time ${action.id}`);
  return {
    ...action,
    state: "miss",
    startedAt: at(index * 20 + (noise[0] ?? 0)),
    durationMs: 20 + (noise.readUInt32LE() % 400_000) / 1000,
    pid: 2000 + index * 3,
    command:
      action.action === "link"
        ? [
            `${toolDirectory}/link`,
            "-o",
            `${directory}/exe/a.out`,
            "-importcfg",
            `${directory}/importcfg.link`,
            "-s",
            "-w",
          ]
        : [
            `${toolDirectory}/compile`,
            ...["-o", `${directory}/_pkg_.a`, "-trimpath", `${directory}=>`, "-p", action.package, "-lang=go1.26"],
            ...["-complete", "-buildid", noise.toString("base64url").slice(0, 40), "-goversion", "go1.26.8", "-c=2"],
            ...["-shared", "-nolocalimports", "-importcfg", `${directory}/importcfg`, "-pack", ...files],
          ],
  };
}

function toolProcess(action: CacheAction): ProcNode {
  const startedAt = action.startedAt ?? "";
  return {
    pid: action.pid ?? 0,
    parentPid: 1000,
    role: action.action === "link" ? "link" : "compile",
    command: action.command ?? [],
    executable: action.command?.[0] ?? "",
    cwd: "/home/someone/m",
    package: action.package,
    state: "exited",
    startedAt,
    exitedAt: new Date(Date.parse(startedAt) + (action.durationMs ?? 0)).toISOString(),
    exitCode: 0,
    cpuMs: Math.round(action.durationMs ?? 0),
    children: [],
  };
}

const areas = ["api", "internal/db", "internal/util", "pkg/auth", "pkg/render", "third_party/proto"];

function packagePath(index: number): string {
  return `example.com/m/${areas[index % areas.length]}/part${Math.floor(index / 40)}/unit${index}`;
}

function contentOf(index: number): string {
  return shortHash(`content ${index}`);
}

function shortHash(text: string): string {
  return hash(text).subarray(0, 15).toString("base64url");
}

function hash(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
