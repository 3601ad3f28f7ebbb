import assert from "node:assert/strict";
import {
  descendants,
  groupMembers,
  identify,
  isAlive,
  isRunning,
  sessionMembers,
  signal,
  signalGroup,
  type Identity,
} from "../../../shared/process/identity.ts";
import { procAvailable, readStat } from "../../../shared/process/procfs.ts";
import { until } from "../../../shared/process/waiting.ts";
import { endTrees, line, tree } from "./trees.ts";

function later(identity: Identity): Identity {
  return { ...identity, startTicks: identity.startTicks + 1 };
}

function numbers(stats: { pid: number }[]): number[] {
  return stats.map(({ pid }) => pid).sort((a, b) => a - b);
}

describe("identity", function () {
  before(function () {
    if (!procAvailable()) this.skip();
  });
  afterEach(endTrees);

  it("names a process for good", async () => {
    const held = await tree("cat <&4");
    const identity = identify(held.started.pid);
    assert.deepEqual(identity, held.started.identity);
    assert.ok(isAlive(identity) && isRunning(identity));
    assert.ok(!isAlive(later(identity)) && !isRunning(later(identity)));
    held.input.end();
    await held.started.exited;
    assert.ok(!isAlive(identity) && !isRunning(identity));
    assert.equal(identify(held.started.pid), undefined);
  });

  it("tells a zombie from what runs", async () => {
    // cat, which the shell becomes, does not wait for what the shell has started.
    const held = await tree(`sh -c 'echo $$; read x <&4' & exec cat <&4 >/dev/null`);
    const zombie = identify(Number(await line(held.output)))!;
    signal(zombie, "SIGKILL");
    assert.ok(await until(() => readStat(zombie.pid)?.state === "zombie", 5000));
    assert.ok(isAlive(zombie));
    assert.ok(!isRunning(zombie));
  });

  it("sends a signal to the one that is meant, and to no other of its number", async () => {
    const held = await tree("exec cat <&4");
    assert.equal(signal(later(held.started.identity), "SIGKILL"), false);
    assert.equal(signalGroup(later(held.started.identity), "SIGKILL"), false);
    assert.ok(isRunning(held.started.identity));
    assert.equal(signal(held.started.identity, "SIGTERM"), true);
    assert.deepEqual(await held.started.exited, { signal: "SIGTERM" });
    assert.equal(signal(held.started.identity, "SIGTERM"), false);
  });

  it("sends a signal to a group, also when its leader is gone", async () => {
    const held = await tree("cat <&4 & echo; exit 0");
    await line(held.output);
    await held.started.exited;
    assert.equal(groupMembers(held.started.identity).length, 1);
    const { pid, startTicks } = held.started.identity;
    assert.deepEqual(groupMembers({ pid, startTicks: startTicks + 1000 }), [], "older than their leader: another's");
    assert.equal(signalGroup(held.started.identity, "SIGKILL"), true);
    await held.gone;
    assert.equal(signalGroup(held.started.identity, "SIGKILL"), false);
  });

  it("sends nothing to the group of a process that leads none", async () => {
    const held = await tree("sh -c 'echo $$; read x <&4'; :");
    const member = identify(Number(await line(held.output)))!;
    assert.equal(signalGroup(member, "SIGKILL"), false);
    assert.ok(isRunning(member));
  });

  it("finds who is below and who is of a session, whatever their group", async () => {
    // timeout gives itself a group of its own, in the same session.
    const held = await tree(`timeout 60 sh -c 'echo $PPID $$; read x <&4' & read x <&4`);
    const { pid, identity } = held.started;
    const [child, grandchild] = (await line(held.output)).split(" ").map(Number) as [number, number];
    assert.deepEqual(
      descendants(pid).map((stat) => stat.pid),
      [child, grandchild],
    );
    assert.deepEqual(
      numbers(sessionMembers(identity)),
      [pid, child, grandchild].sort((a, b) => a - b),
    );
    assert.deepEqual(numbers(groupMembers(identity)), [pid]);
    assert.deepEqual(sessionMembers(later(identity)), []);
    signal(identity, "SIGKILL");
    await held.started.exited;
    assert.deepEqual(
      numbers(sessionMembers(identity)),
      [child, grandchild].sort((a, b) => a - b),
    );
  });
});
