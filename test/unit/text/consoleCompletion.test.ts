import assert from "node:assert/strict";
import { consoleCommands } from "../../../shared/text/consoleCommands.ts";
import { completeConsole } from "../../../shared/text/console.ts";

describe("completeConsole", () => {
  const packages = [
    "fmt",
    "net/http",
    "example.com/guestbook/internal/web",
    "example.com/guestbook/internal/store",
    "example.com/guestbook/cmd/guestbook",
    "fmt",
  ];

  /** The labels offered at the cursor, which is where "|" stands. */
  function labels(text: string): string[] {
    return items(text).map((item) => item.label);
  }

  function items(text: string) {
    return completeConsole(text.replace("|", ""), text.indexOf("|") + 1, packages);
  }

  /** The text after choosing an item, as a client does that takes `start` and `length` by their word. */
  function chosen(text: string, label: string): string {
    const typed = text.replace("|", "");
    const item = items(text).find((each) => each.label === label);
    assert.ok(item?.start !== undefined && item.length !== undefined, `${label} is not offered`);
    return typed.slice(0, item.start) + (item.text ?? item.label) + typed.slice(item.start + item.length);
  }

  it("offers gorun where nothing else began", () => {
    assert.deepEqual(labels("|"), ["gorun"]);
    assert.deepEqual(labels("  go|"), ["gorun"]);
    assert.deepEqual(labels("book.go|"), []);
    assert.deepEqual(labels("x + go|"), []);
    assert.equal(chosen("go|", "gorun"), "gorun");
  });

  it("offers commands", () => {
    assert.deepEqual(
      labels("gorun |"),
      consoleCommands.map(({ name }) => name),
    );
    assert.deepEqual(labels("gorun CA|"), ["cacheKeys"]);
    assert.deepEqual(labels("gorun x|"), []);
    assert.equal(chosen("gorun ca|", "cacheKeys"), "gorun cacheKeys");
    assert.equal(chosen("gorun |", "procTree"), "gorun procTree");
  });

  it("offers packages, the module's own first, and flags that are not there yet", () => {
    assert.deepEqual(labels("gorun cacheKeys |"), [
      "example.com/guestbook/cmd/guestbook",
      "example.com/guestbook/internal/store",
      "example.com/guestbook/internal/web",
      "fmt",
      "net/http",
      "--misses",
      "--inputs",
    ]);
    assert.deepEqual(labels("gorun cachekeys --m|"), ["--misses"]);
    assert.deepEqual(labels("gorun cacheKeys --misses --|"), ["--inputs"]);
    assert.deepEqual(labels("gorun cacheKeys fmt |"), ["--misses", "--inputs"]);
    assert.deepEqual(labels("gorun procTree |"), ["--live"]);
    assert.deepEqual(labels("gorun buildDir |"), []);
    assert.deepEqual(labels("gorun unknown |"), []);
  });

  it("finds a package by its path or by the beginning of one of its elements", () => {
    assert.deepEqual(labels("gorun cacheKeys example.com/guestbook/internal/s|"), [
      "example.com/guestbook/internal/store",
    ]);
    assert.deepEqual(labels("gorun cacheKeys http|"), ["net/http"]);
    // A client that replaces "in" alone must not be offered a whole path for "guestbook/in".
    assert.deepEqual(labels("gorun cacheKeys guestbook/in|"), []);
    assert.equal(
      chosen("gorun cacheKeys web|", "example.com/guestbook/internal/web"),
      "gorun cacheKeys example.com/guestbook/internal/web",
    );
  });

  it("takes the text before the cursor alone", () => {
    assert.deepEqual(labels("gorun pro| --live"), ["procTree"]);
    assert.equal(chosen("gorun pro| --live", "procTree"), "gorun procTree --live");
  });

  it("counts columns from 0 or from 1 as the client does", () => {
    assert.deepEqual(
      completeConsole("gorun pr", 8, packages, false).map(({ label, start, length }) => ({ label, start, length })),
      [{ label: "procTree", start: 6, length: 2 }],
    );
    assert.deepEqual(
      completeConsole("gorun pr", 0, packages, false).map(({ label }) => label),
      ["gorun"],
    );
    assert.deepEqual(
      completeConsole("gorun pr", -5, packages).map(({ label }) => label),
      ["gorun"],
    );
  });

  it("keeps its order in clients that sort", () => {
    const offered = items("gorun cacheKeys |");
    const sorted = [...offered].sort((one, other) => ((one.sortText ?? "") < (other.sortText ?? "") ? -1 : 1));
    assert.deepEqual(sorted, offered);
  });
});
