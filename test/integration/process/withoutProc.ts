/** Uses everything as on a system without /proc: to be run in a process of its own. Fails with an exit status. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

Object.defineProperty(process, "platform", { value: "darwin" });
const { identify, isAlive, isRunning, signal } = await import("../../../shared/process/identity.ts");
const { createRunDirectory } = await import("../../../shared/process/privateDirectory.ts");
const { ProcessTable } = await import("../../../shared/process/processTable.ts");
const procfs = await import("../../../shared/process/procfs.ts");
const { capture, end, endAll, start } = await import("../../../shared/process/spawn.ts");
const { sweep } = await import("../../../shared/process/sweep.ts");
const { Watchdog } = await import("../../../shared/process/watchdog.ts");

assert.equal(procfs.procAvailable(), false);
assert.equal(procfs.readStat(process.pid), undefined);
assert.deepEqual([procfs.listPids(), procfs.readAll(), procfs.lastPid()], [[], [], 0]);
assert.equal(identify(process.pid), undefined);

const polite = start(["tail", "-f", "/dev/null"], { stdio: "ignore", ownSession: true });
assert.deepEqual(polite.identity, { pid: polite.pid, startTicks: 0 });
assert.ok(isAlive(polite.identity) && isRunning(polite.identity));
assert.deepEqual(await end(polite), { signal: "SIGTERM" });
assert.equal(isAlive(polite.identity), false);
assert.equal(signal(polite.identity, "SIGTERM"), false);

for (const ownSession of [true, false]) {
  const stubborn = start(["sh", "-c", "trap '' TERM; echo; while :; do sleep 1; done"], {
    stdio: ["ignore", "pipe", "ignore"],
    ownSession,
  });
  await new Promise((resolve) => stubborn.process.stdout!.once("data", resolve));
  assert.deepEqual(await end(stubborn, { graceMs: 20 }), { signal: "SIGKILL" });
}
assert.equal((await capture(["echo", "x"])).stdout, "x\n");
await endAll();

const table = new ProcessTable();
const go = start(["tail", "-f", "/dev/null"], { stdio: "ignore", ownSession: true });
table.root(go.pid);
table.note({ pid: 4_000_000, parentPid: go.pid, command: ["/go/compile"], role: "compile", package: "fmt" });
table.poll(1);
table.scan();
table.ended(4_000_000, { code: 0 });
assert.deepEqual(
  table.tree(false)?.children.map(({ role, state, exitCode }) => [role, state, exitCode]),
  [["compile", "exited", 0]],
);
assert.equal(table.tree(true)?.state, "running");

const temporary = mkdtempSync(join(tmpdir(), "without-"));
try {
  const directory = await createRunDirectory({ TMPDIR: temporary });
  const watchdog = Watchdog.start(directory.path);
  watchdog.watch(go.identity, "group");
  await sweep({ TMPDIR: temporary });
  directory.note({ go: go.identity });
  await watchdog.close();
  await directory.remove();
} finally {
  rmSync(temporary, { recursive: true });
}
await endAll();
assert.equal(isAlive(go.identity), false);
