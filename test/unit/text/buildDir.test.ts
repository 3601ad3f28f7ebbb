import assert from "node:assert/strict";
import { buildDirSentence, buildDirText } from "../../../shared/text/buildDir.ts";
import { assertGolden } from "../../support/golden.ts";
import { now, recordedBuildDir } from "./answers.ts";

const plain = { width: 80, color: false, now };

describe("buildDirText", () => {
  it("shows directory, executable, process and go", () => {
    assertGolden("text/buildDir.txt", buildDirText(recordedBuildDir(), plain));
  });

  it("shows a run that is over, its executable from the cache", () => {
    const { process, ...answer } = recordedBuildDir();
    assert.ok(process && answer.work && answer.executable);
    answer.phase = "exited";
    answer.work = { ...answer.work, exists: false, removedAt: "2026-11-22T22:52:59Z", chosenBy: "GOTMPDIR" };
    delete answer.work.bytes;
    const digits = "6b140637d9f642c9c7e4b5f1a3c4766b1054cc6bc92ff471c44cdde97ffeb2e2";
    const path = `/home/gopher/.cache/go-build/6b/${digits}-d/guestbook`;
    answer.executable = { ...answer.executable, path, origin: "cache", hasDwarf: false };
    assertGolden("text/buildDirOver.txt", buildDirText(answer, { width: 80, color: false, limit: 2 }));
    assert.equal(
      buildDirSentence(answer),
      "/tmp/go-build2083190431 (removed), executable $GOCACHE/6b/6b140637d9f6…-d/guestbook",
    );
  });

  it("shows what there is before the build", () => {
    const { work, executable, process, ...answer } = recordedBuildDir();
    assert.ok(work && executable && process);
    answer.objects = [];
    const text = buildDirText(answer, plain);
    assert.match(text, /^\$WORK {7}not made yet$/m);
    assert.doesNotMatch(text, /executable|process|objects/);
    assert.equal(buildDirSentence(answer), "no build directory yet");
  });

  it("says of a kept and of a lost directory that it is", () => {
    const answer = recordedBuildDir();
    assert.ok(answer.work);
    answer.work.kept = true;
    assert.match(buildDirText(answer, plain), /made 12 s ago, kept$/m);
    answer.work.exists = false;
    assert.match(buildDirText(answer, plain), /made 12 s ago, not there$/m);
    assert.match(buildDirSentence(answer), /\(not there\)/);
  });

  it("keeps to the width, but for what may be copied", () => {
    const text = buildDirText(recordedBuildDir(), { ...plain, width: 60 });
    const long = text.split("\n").filter((line) => line.length > 60);
    assert.deepEqual(
      long.filter((line) => !/build ID |'-/.test(line)),
      [],
    );
  });

  it("shows hostile names and secrets safely", () => {
    const answer = recordedBuildDir();
    answer.cwd = "/home/\x1b[31mgopher\u202e";
    answer.command = ["go", "run", ".", { digest: "3f9a12bc4d5e6f70" } as unknown as string];
    const text = buildDirText(answer, plain);
    assert.match(text, /\/home\/\\x1b\[31mgopher\\u202e/);
    assert.match(text, /go run \. secret:3f9a12bc4d5e/);
    assert.doesNotMatch(text, /\x1b|\u202e/);
  });
});
