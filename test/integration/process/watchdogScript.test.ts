import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Identity } from "../../../shared/process/identity.ts";
import { procAvailable, readStat } from "../../../shared/process/procfs.ts";
import { capture } from "../../../shared/process/spawn.ts";
import { encodePath, watchdogScript } from "../../../shared/process/watchdogScript.ts";
import { endTrees, line, tree } from "./trees.ts";

const user = String(process.getuid?.() ?? 0);

/** Names that a careless shell trips over. */
const names = [
  "plain",
  "two  words ",
  "it's",
  '"quoted" $HOME `id`',
  "back\\slash\\n",
  "line\nend\n",
  "*?[a]",
  "-rf",
  "grün",
  "100%s",
];

const shells = [["sh"], ["dash"], ["busybox", "sh"], ["bash"], ["bash", "--posix"]];

async function works(shell: string[]): Promise<boolean> {
  const answer = await capture([...shell, "-c", "echo yes"]).catch(() => undefined);
  return answer?.stdout === "yes\n";
}

for (const shell of shells) {
  describe(`the watchdog's script in ${shell.join(" ")}`, function () {
    let root: string;
    let run: string;

    before(async function () {
      if (!procAvailable() || !(await works(shell))) this.skip();
    });
    beforeEach(() => {
      root = mkdtempSync(join(tmpdir(), "watchdog-"));
      run = join(root, "it's the base", names[3]!);
      mkdirSync(run, { recursive: true });
    });
    afterEach(async () => {
      await endTrees();
      rmSync(root, { recursive: true });
    });

    /** Says these lines to a watchdog and then no more, as if the adapter had died. */
    async function adapterSays(...lines: string[]): Promise<void> {
      const script = join(run, "watchdog");
      writeFileSync(script, watchdogScript);
      const [file, ...words] = shell;
      const watchdog = spawn(file!, [...words, script, encodePath(run), user], {
        cwd: "/",
        stdio: ["pipe", "ignore", "pipe"],
        detached: true,
      });
      watchdog.stderr.setEncoding("utf8");
      let complaints = "";
      watchdog.stderr.on("data", (text: string) => (complaints += text));
      const ended = once(watchdog, "close");
      watchdog.stdin.end(lines.map((text) => `${text}\n`).join(""));
      assert.deepEqual(await ended, [0, null]);
      assert.doesNotMatch(complaints, /syntax|not found|illegal|unexpected|invalid|parameter/i);
    }

    function watching(kind: string, { pid, startTicks }: Identity): string {
      return `${kind} ${pid} ${startTicks}`;
    }

    function work(name: string): string {
      const path = join(root, name, "go-build123456");
      mkdirSync(join(path, "b001"), { recursive: true });
      writeFileSync(join(path, "b001", "_pkg_.a"), "");
      return path;
    }

    it("gets paths as they are", async () => {
      for (const name of [...names, names.join("/")]) {
        const { stdout } = await capture([...shell, "-c", `printf '%bx' "$1"`, "sh", encodePath(`/${name}`)]);
        assert.equal(stdout, `/${name}x`);
      }
    });

    it("removes $WORK and the run's directory, whatever they are called", async () => {
      const works = names.map(work);
      await adapterSays(...works.map((path) => `remove ${encodePath(path)}`));
      assert.deepEqual(works.filter(existsSync), []);
      assert.deepEqual(works.map((path) => existsSync(dirname(path))).includes(false), false);
      assert.equal(existsSync(dirname(run)), false, "it went with its last run");
    });

    it("leaves other runs alone", async () => {
      const other = join(dirname(run), "another");
      mkdirSync(other);
      await adapterSays();
      assert.deepEqual([existsSync(run), existsSync(other)], [false, true]);
    });

    it("removes nothing but what go calls so", async () => {
      const others = ["go-build", "go-build12x", "go-builder1", "xgo-build1", "mine"].map((name) => join(root, name));
      for (const path of others) mkdirSync(path);
      const target = join(root, "target");
      mkdirSync(target);
      const link = join(root, "go-build77");
      symlinkSync(target, link);
      const file = join(root, "go-build78");
      writeFileSync(file, "");
      const said = [...others, link, file, `${target}/`, "/", "", "go-build1"];
      await adapterSays(...said.map((path) => `remove ${encodePath(path)}`));
      assert.deepEqual(
        [...others, link, target, file].filter((path) => !existsSync(path)),
        [],
      );
    });

    it("keeps what it is told to keep", async () => {
      const [kept, removed] = [work("two  words "), work("it's")];
      await adapterSays(`remove ${encodePath(kept)}`, `remove ${encodePath(removed)}`, `keep ${encodePath(kept)}`);
      assert.deepEqual([existsSync(kept), existsSync(removed)], [true, false]);
    });

    it("does nothing when all is well", async () => {
      const path = work("plain");
      const held = await tree("echo; cat <&4");
      await line(held.output);
      await adapterSays(watching("group", held.started.identity), `remove ${encodePath(path)}`, "close");
      assert.deepEqual([existsSync(path), existsSync(run)], [true, true]);
      assert.ok(readStat(held.started.pid));
    });

    it("is polite first, and waits for that", async () => {
      const told = join(root, "told");
      const held = await tree(`trap 'echo interrupted >"${told}"; exit 0' INT; echo; while :; do read x <&4; done`);
      await line(held.output);
      await adapterSays(watching("group", held.started.identity));
      await held.gone;
      assert.equal(readFileSync(told, "utf8"), "interrupted\n");
      assert.deepEqual(await held.started.exited, { code: 0 });
    });

    it("ends who ignores it, in other groups of the session too", async () => {
      const held = await tree(`trap '' INT; timeout 60 sh -c 'echo; cat <&4' & cat <&4`);
      await line(held.output);
      await adapterSays(watching("group", held.started.identity));
      assert.deepEqual(await held.started.exited, { signal: "SIGKILL" });
      await held.gone;
    });

    it("ends what a leader that is gone has left", async () => {
      const held = await tree(`trap '' INT; sh -c 'echo; cat <&4' & exit 0`);
      await line(held.output);
      await held.started.exited;
      await adapterSays(watching("group", held.started.identity));
      await held.gone;
    });

    it("ends a single process, and only that", async () => {
      const held = await tree(`sh -c 'echo $$; read x <&4' & wait; read x <&4`);
      const pid = Number(await line(held.output));
      await adapterSays(watching("process", { pid, startTicks: readStat(pid)!.startTicks }));
      assert.equal(readStat(pid)?.state ?? "zombie", "zombie");
      assert.ok(readStat(held.started.pid));
    });

    it("ends what the first process has started, though nobody has told of it", async () => {
      const held = await tree(`sh -c 'echo $$; read x <&4; :' & wait; read x <&4`);
      const child = Number(await line(held.output));
      await adapterSays(watching("process", held.started.identity));
      assert.equal(readStat(child)?.state ?? "zombie", "zombie");
    });

    it("touches nobody who has the number of another by now", async () => {
      const held = await tree(`echo; cat <&4`);
      await line(held.output);
      const { pid, startTicks } = held.started.identity;
      const earlier = { pid, startTicks: startTicks - 1 };
      await adapterSays(watching("group", earlier), watching("process", earlier));
      assert.equal(readStat(pid)?.startTicks, startTicks);
    });

    it("touches nobody who has ended or is no longer to be watched", async () => {
      const held = await tree(`echo; cat <&4`);
      await line(held.output);
      const { pid, startTicks } = held.started.identity;
      await adapterSays(
        watching("group", held.started.identity),
        watching("process", held.started.identity),
        `unwatch ${pid} ${startTicks}`,
      );
      assert.equal(readStat(pid)?.startTicks, startTicks);
    });
  });
}
