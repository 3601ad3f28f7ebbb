/** The example that comes with gorunscope. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../support/tools.ts";
import type { Program } from "./program.ts";

const source = join(root, "examples", "web");
const leafFile = "internal/store/book.go";
const leafWords = "a message needs a name and a text";

export function example(): Program {
  const files = Object.fromEntries(
    readdirSync(source, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".go") || path === "go.mod")
      .map((path) => [path, readFileSync(join(source, path), "utf8")]),
  );
  const leaf = files[leafFile];
  if (leaf?.includes(leafWords) !== true) throw new Error(`${leafFile} of the example does not say "${leafWords}"`);
  return {
    name: "example",
    files,
    package: "./cmd/guestbook",
    endsWith: ["-h"],
    leaf: { file: leafFile, edited: (word) => leaf.replace(leafWords, `${leafWords} (${word})`) },
  };
}
