import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { NoteReader, type Note } from "../../../shared/run/notes.ts";
import { shellWord, writeShims, type ShimOptions } from "../../../shared/run/shims.ts";
import { scratch, type Scratch } from "../../support/tools.ts";

const mark = "the mark";
const plan = { userExec: [], userToolexec: [], compilers: { names: [], gcc: [] } };

interface Ran {
  status: number | null;
  stdout: string;
  /** What the program wrote to the standard error that it was given. */
  stderr: string;
  /** What the shim wrote to go's standard error. */
  goStderr: string;
  notes: Note[];
}

describe("shims", () => {
  let directory: Scratch;
  beforeEach(() => (directory = scratch("gorunscope 'shim' ")));
  afterEach(() => directory.remove());

  /** Starts a shim as go does: notes on descriptor 3, the program's standard error on 4. */
  async function run(
    which: "tool" | "exec",
    words: string[],
    options: Partial<ShimOptions> = {},
    env: NodeJS.ProcessEnv = {},
  ): Promise<Ran> {
    const paths = await writeShims(directory.path, directory.path, { mark, plan, ...options });
    const files = ["notes", "stderr"].map((name) => join(directory.path, name));
    const descriptors = files.map((file) => openSync(file, "w"));
    const result = spawnSync("sh", [paths[which], ...words], {
      encoding: "utf8",
      env: { PATH: process.env.PATH, ...env },
      stdio: ["ignore", "pipe", "pipe", ...descriptors],
    });
    for (const descriptor of descriptors) closeSync(descriptor);
    const notes: Note[] = [];
    new NoteReader((note) => notes.push(note)).push(readFileSync(files[0]!));
    return {
      status: result.status,
      stdout: result.stdout,
      stderr: readFileSync(files[1]!, "utf8"),
      goStderr: result.stderr,
      notes,
    };
  }

  it("the tool shim notes the tool and becomes it", async () => {
    const words = ["sh", "-c", 'echo "$0 $*"; exit 3', "it's", "a b"];
    const ran = await run("tool", words, {}, { TOOLEXEC_IMPORTPATH: "example.com/m" });
    assert.equal(ran.stdout, "it's a b\n");
    assert.equal(ran.status, 3);
    const [note] = ran.notes;
    assert.ok(note?.kind === "tool");
    assert.deepEqual(note.command, words);
    assert.equal(note.package, "example.com/m");
    assert.match(note.stat, new RegExp(`^${note.pid} \\(`));
  });

  it("the tool shim leaves a command line out that would not fit one write", async () => {
    const ran = await run("tool", ["true", "x".repeat(4000)]);
    assert.ok(ran.notes[0]?.kind === "tool");
    assert.deepEqual(ran.notes[0].command, []);
    assert.equal(ran.status, 0);
  });

  it("hands its own descriptors to nobody", async () => {
    const open = 'for fd in 3 4; do [ -e /proc/$$/fd/$fd ] && echo "open $fd"; done; true';
    for (const which of ["tool", "exec"] as const) {
      const ran = await run(which, ["sh", "-c", open]);
      assert.equal(ran.stdout, "", which);
    }
  });

  it("a reader that is gone does not fail the build", async () => {
    const paths = await writeShims(directory.path, directory.path, { mark, plan });
    const script = `{ sh ${shellWord(paths.tool)} echo built; echo $? >&2; } 3>&1 >&2 | true`;
    const result = spawnSync("sh", ["-c", script], { encoding: "utf8" });
    assert.match(result.stderr, /built\n0\n/);
  });

  it("both fail when the run is cancelled", async () => {
    mkdirSync(join(directory.path), { recursive: true });
    writeFileSync(join(directory.path, "cancelled"), "");
    for (const which of ["tool", "exec"] as const) {
      const ran = await run(which, ["echo", "no"]);
      assert.equal(ran.status, 1);
      assert.equal(ran.stdout, "");
    }
  });

  it("the exec shim notes the executable, marks go's standard error and gives the program the true one", async () => {
    const ran = await run(
      "exec",
      ["/bin/sh", "-c", 'echo "err $GODEBUG" >&2; env | grep GORUNSCOPE'],
      {},
      { GODEBUG: "gocachehash=1" },
    );
    assert.equal(ran.goStderr, `${mark}\n`);
    assert.equal(ran.stderr, "err \n");
    assert.equal(ran.stdout, "");
    assert.deepEqual(
      ran.notes.map((note) => note.kind === "exec" && note.executable),
      ["/bin/sh"],
    );
  });

  it("the exec shim puts the user's own GODEBUG back", async () => {
    const env = { GODEBUG: "x=1,gocachehash=1", GORUNSCOPE_GODEBUG: "x=1" };
    const ran = await run("exec", ["/bin/sh", "-c", 'echo "$GODEBUG"'], {}, env);
    assert.equal(ran.stdout, "x=1\n");
  });

  it("the exec shim becomes the debugger, under the user's own -exec", async () => {
    const ran = await run("exec", ["env", "A=1", "/the/executable", "arg"], {
      plan: { ...plan, userExec: ["env", "A=1"] },
      replacement: ["sh", "-c", 'echo "$A $B $0"', "it's"],
      environment: { B: "two words" },
    });
    assert.equal(ran.stdout, "1 two words it's\n");
    assert.deepEqual(
      ran.notes.map((note) => note.kind === "exec" && note.executable),
      ["/the/executable"],
    );
  });
});
