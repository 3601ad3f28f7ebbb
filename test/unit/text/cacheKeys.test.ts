import assert from "node:assert/strict";
import type { CacheAction, CacheKeysResponse } from "../../../shared/contract/answers.ts";
import { actionName, actionSentence, missesFirst, stateText } from "../../../shared/text/actions.ts";
import { cacheKeysText } from "../../../shared/text/cacheKeys.ts";
import { assertGolden } from "../../support/golden.ts";
import { largeCacheKeys, now, recordedCacheKeys, recordedMainPackage } from "./answers.ts";

const plain = { width: 80, color: false, now };

/** The recorded answer with reasons, as a run gives them that has an earlier one to compare with. */
function explained(): CacheKeysResponse {
  const answer = recordedCacheKeys();
  for (const action of answer.actions) {
    if (action.state !== "miss") continue;
    action.reason = action.package.endsWith("/store")
      ? {
          kind: "changed",
          sentence: "file book.go changed",
          changes: [{ kind: "file", name: "book.go", before: "C5R01t64ChGBfhxCadih", after: "aV2wNb3yigLnTkUFvyuL" }],
        }
      : {
          kind: "cascade",
          sentence:
            "example.com/guestbook/internal/store changed, which it imports by way of example.com/guestbook/cmd/guestbook",
          changes: [],
          roots: ["example.com/guestbook/internal/store"],
          path: ["example.com/guestbook/cmd/guestbook", "example.com/guestbook/internal/store"],
        };
  }
  return answer;
}

describe("cacheKeysText", () => {
  it("lists what was rebuilt, slowest first, and counts the rest", () => {
    assertGolden("text/cacheKeys.txt", cacheKeysText(recordedCacheKeys(), plain));
  });

  it("says why", () => {
    assertGolden("text/cacheKeysReasons.txt", cacheKeysText(explained(), plain));
  });

  it("shows one package in full, its inputs by kind", () => {
    assertGolden("text/cacheKeysMain.txt", cacheKeysText(recordedMainPackage(), plain));
  });

  it("shows one package's reason and what changed", () => {
    const answer = explained();
    answer.actions = answer.actions.filter((action) => action.package.endsWith("/cmd/guestbook"));
    const text = cacheKeysText(answer, plain);
    assert.match(
      text,
      /^ {13}example.com\/guestbook\/cmd\/guestbook →\n {13}example.com\/guestbook\/internal\/store$/m,
    );
  });

  it("shows misses in full where inputs were asked for", () => {
    const answer = recordedCacheKeys();
    const main = recordedMainPackage();
    answer.actions = [...main.actions, ...answer.actions.filter((action) => !action.package.includes("/cmd/"))];
    const text = cacheKeysText(answer, { ...plain, limit: 2 });
    assert.match(text, /^link example.com\/guestbook\/cmd\/guestbook {2}miss 458 ms$/m);
    assert.match(text, /81 inputs/);
    assert.match(text, /… and 1 more that were rebuilt\n\n… and 60 from the cache$/);
  });

  it("counts misses beyond the limit", () => {
    const text = cacheKeysText(largeCacheKeys(3000, 871), plain);
    const lines = text.split("\n");
    assert.equal(lines.length, 2 + 20 + 2);
    assert.match(lines[2] ?? "", /^ {2}3\.0 s {2}build {2}example\.com\/large\/p2999 .* A+2999$/);
    assert.deepEqual(lines.slice(-2), ["… and 851 more that were rebuilt", "… and 2129 from the cache"]);
  });

  it("is one line where all came from the cache", () => {
    assert.equal(cacheKeysText(largeCacheKeys(60, 0), plain), "rebuilt 0 of 60 in 1.2 s");
  });

  it("tells what is under way, failed, unknown or to come", () => {
    const answer = largeCacheKeys(8, 3);
    const states: Partial<CacheAction>[] = [
      { state: "pending" },
      { state: "pending" },
      { state: "unknown", why: "go computed two keys under this one name" },
      { state: "unknown", why: "go computed two keys under this one name" },
      { state: "unknown" },
      { state: "failed", durationMs: 40 },
      { state: "building" },
      { state: "miss", durationMs: 1234, cutoff: true },
    ];
    answer.actions = answer.actions.map(({ durationMs: _, ...action }, index) => ({ ...action, ...states[index] }));
    answer.summary = { ...answer.summary, hits: 0, sentence: "building: 3 of 8 known so far" };
    assertGolden("text/cacheKeysBuilding.txt", cacheKeysText(answer, plain));
  });

  it("keeps to the width, but for keys and paths in full", () => {
    for (const width of [60, 80, 120]) {
      for (const text of [
        cacheKeysText(explained(), { ...plain, width }),
        cacheKeysText(recordedMainPackage(), { ...plain, width }),
      ]) {
        const long = text
          .split("\n")
          .filter((line) => line.length > width && !/^(build|link) |^ {2}\w+( ID)? +[0-9a-f/]/.test(line));
        assert.deepEqual(
          long.filter((line) => !/-[ad]$/.test(line)),
          [],
          `width ${width}`,
        );
      }
    }
  });

  it("shows hostile text safely", () => {
    const answer = explained();
    for (const action of answer.actions) {
      if (action.reason) action.reason.sentence = "file \x1b]0;x\x07 changed\r\n";
    }
    const [first] = answer.actions;
    assert.ok(first);
    first.package = "example.com/\u202e/\x1b[2J";
    const text = cacheKeysText(answer, plain);
    assert.doesNotMatch(text, /[\x1b\x07\r\u202e]/);
    assert.match(text, /file \\x1b\]0;x\\x07 changed\\r\\n/);
  });
});

describe("actions in few words", () => {
  const action: CacheAction = { id: "1", action: "build", package: "net/http", state: "miss", durationMs: 812 };

  it("names and summarises them", () => {
    assert.equal(stateText(action), "miss 812 ms");
    assert.equal(stateText({ ...action, state: "hit" }), "hit");
    assert.equal(stateText({ ...action, cutoff: true }), "miss 812 ms, output unchanged");
    assert.equal(
      actionSentence({ ...action, reason: { kind: "first", sentence: "never built before", changes: [] } }),
      "miss 812 ms: never built before",
    );
    assert.equal(actionSentence({ ...action, state: "unknown", why: "no key log" }), "unknown: no key log");
    assert.equal(actionSentence({ ...action, why: "no entry" }), "miss 812 ms");
    assert.equal(actionName(action), "net/http");
    assert.equal(actionName({ action: "link", package: "example.com/web" }), "link example.com/web");
  });

  it("orders misses by time and hits not", () => {
    const states = ["hit", "pending", "miss", "failed", "miss", "unknown", "building", "hit"] as const;
    const ordered = missesFirst(
      states.map((state, index) => ({ ...action, id: String(index), state, durationMs: index })),
    );
    assert.deepEqual(
      ordered.map(({ id }) => id),
      ["3", "6", "4", "2", "5", "1", "0", "7"],
    );
  });
});
