/** Answers to test views with: recorded ones (a debug launch of a small module after an edit of one package), and large ones. */
import { readFileSync } from "node:fs";
import type {
  BuildDirResponse,
  CacheAction,
  CacheKeysResponse,
  ProcNode,
  ProcTreeResponse,
} from "../../../shared/contract/answers.ts";
import { fixturePath } from "../../support/golden.ts";

/** When the recorded run is looked at. */
export const now = new Date("2026-11-22T22:53:00Z");

export function recordedBuildDir(): BuildDirResponse {
  return read("buildDir.json") as BuildDirResponse;
}

/** All 63 actions, without inputs. */
export function recordedCacheKeys(): CacheKeysResponse {
  return read("cacheKeys.json") as CacheKeysResponse;
}

/** The main package's build and link, with inputs. */
export function recordedMainPackage(): CacheKeysResponse {
  return read("cacheKeysMain.json") as CacheKeysResponse;
}

export function recordedProcTree(): ProcTreeResponse {
  return read("procTree.json") as ProcTreeResponse;
}

/** After a cold build with cgo: of a real run the processes that worked on no package, on runtime and on runtime/cgo. */
export function cgoProcTree(): ProcTreeResponse {
  return read("procTreeCgo.json") as ProcTreeResponse;
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(fixturePath(`text/${file}`), "utf8"));
}

/** A build of that many packages of which the last `misses` were rebuilt, the last one slowest. */
export function largeCacheKeys(count: number, misses: number): CacheKeysResponse {
  const actions = Array.from({ length: count }, (_, index): CacheAction => {
    const missed = index >= count - misses;
    const path = `example.com/large/p${String(index).padStart(4, "0")}`;
    return {
      id: `build ${path}`,
      action: "build",
      package: path,
      shortID: String(index).padStart(20, "A"),
      state: missed ? "miss" : "hit",
      // A hit has a time, too: it took go that long to see that there was nothing to do.
      durationMs: missed ? index : 100_000,
    };
  });
  const sentence = `rebuilt ${misses} of ${count} in 1.2 s`;
  const summary = { actions: count, hits: count - misses, misses, cutoffs: 0, buildMs: 1234, sentence };
  return { run: "20261122T225138-5f0c7a21", phase: "running", summary, actions };
}

/** A process that ended well after so many milliseconds. */
export function endedProcess(pid: number, given: Partial<ProcNode> = {}, lifetimeMs = 10): ProcNode {
  return {
    pid,
    parentPid: 4690,
    role: "compile",
    command: ["/usr/local/go/pkg/tool/linux_amd64/compile", "-o", "/tmp/go-build2083190431/b002/_pkg_.a"],
    package: `example.com/large/p${pid}`,
    state: "exited",
    startedAt: "2026-11-22T22:52:47.000Z",
    exitedAt: new Date(Date.parse("2026-11-22T22:52:47.000Z") + lifetimeMs).toISOString(),
    exitCode: 0,
    children: [],
    ...given,
  };
}

/** The recorded tree after a cold build: its three tools became many, one of which failed. */
export function coldProcTree(): ProcTreeResponse {
  const tree = recordedProcTree();
  const tools = [
    ...Array.from({ length: 60 }, (_, index) => endedProcess(5000 + index, {}, 10 + index)),
    ...Array.from({ length: 38 }, (_, index) => endedProcess(5100 + index, { role: "asm" })),
    ...Array.from({ length: 3 }, (_, index) => endedProcess(5200 + index, { role: "cgo" })),
    endedProcess(5300, { role: "compile", package: "net/http" }, 1900),
    endedProcess(5301, { role: "compile", package: "example.com/guestbook/internal/broken", exitCode: 2 }, 40),
  ];
  const living = tree.root.children.filter((node) => node.state !== "exited");
  return { ...tree, root: { ...tree.root, children: [...tools, ...living] } };
}
