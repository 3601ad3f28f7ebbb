/**
 * The build information that go embeds in a main package and hashes with it, as debug.BuildInfo's String writes it
 * (https://pkg.go.dev/runtime/debug#BuildInfo.String).
 */
import type { InputKind, KeyInput } from "../contract/answers.ts";
import { unquote } from "./goQuote.ts";

/**
 * Each module by its path, with version and checksum; each setting as "modinfo NAME". What is said elsewhere among a key's inputs
 * is said here again, so those names differ from the others.
 */
export function parseModinfo(text: string): KeyInput[] {
  const inputs: KeyInput[] = [];
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const [word = "", ...fields] = line.split("\t");
    if (word === "mod" || word === "dep") {
      inputs.push({ kind: "module", name: fields[0] ?? "", value: version(fields.slice(1)) });
    } else if (word === "=>") {
      const replaced = inputs.at(-1);
      if (replaced) replaced.value += ` => ${version(fields)}`;
    } else if (word === "build") {
      inputs.push(setting(fields.join("\t")));
    } else {
      inputs.push({ kind: word === "go" ? "go" : "other", name: `modinfo ${word}`, value: fields.join(" ") });
    }
  }
  return inputs;
}

function version(fields: string[]): string {
  return fields.filter((field) => field !== "").join(" ");
}

/** `-ldflags="-s -w"`, `CGO_ENABLED=1`, `vcs.revision=…`: key and value are quoted where they hold blanks, quotes or "=". */
function setting(text: string): KeyInput {
  const [, key = text, value = ""] = /^("(?:[^"\\]|\\.)*"|[^=]*)=(.*)$/s.exec(text) ?? [];
  const name = unquote(key) ?? key;
  return { kind: settingKind(name), name: `modinfo ${name}`, value: unquote(value) ?? value };
}

function settingKind(name: string): InputKind {
  if (name.startsWith("-")) return "flag";
  if (/^(?:GO|CGO_)/.test(name)) return "env";
  return name.startsWith("vcs") ? "module" : "other";
}
