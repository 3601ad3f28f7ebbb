/** A module of so many packages of its own, which import each other. */
import type { Program } from "./program.ts";

/** @param count how many packages there are besides main */
export function generated(count: number): Program {
  const path = "example.com/generated";
  const files: Record<string, string> = {
    "go.mod": `module ${path}\n\ngo 1.23\n`,
    "main.go": mainFile(path, count),
  };
  for (let index = 0; index < count; index++) files[fileOf(index)] = packageFile(path, index);
  const edited = (word: string) => packageFile(path, 0).replace("return 0", `return 0 + len("${word}")`);
  return { name: `generated-${count}`, files, package: ".", endsWith: [], leaf: { file: fileOf(0), edited } };
}

/** Imports the second half, which imports the first. */
function mainFile(path: string, count: number): string {
  const imported = Array.from({ length: Math.ceil(count / 2) }, (_, index) => Math.floor(count / 2) + index);
  const imports = imported.map((index) => `\t"${path}/${nameOf(index)}"\n`).join("");
  const sum = imported.map((index) => `${nameOf(index)}.Number()`).join(" +\n\t\t");
  return `package main\n\nimport (\n\t"fmt"\n\n${imports})\n\nfunc main() {\n\tfmt.Println(${sum})\n}\n`;
}

/** Imports the packages at a half, a third and a fifth of its number: some ten are in a row, and all have many paths to the first. */
function packageFile(path: string, index: number): string {
  const imported = [...new Set([2, 3, 5].map((divisor) => Math.floor(index / divisor)))].filter(
    (each) => each !== index,
  );
  const imports = imported.map((each) => `\t"${path}/${nameOf(each)}"\n`).join("");
  const sum = [String(index), ...imported.map((each) => `${nameOf(each)}.Number()`)].join(" + ");
  return `package ${nameOf(index)}\n\nimport (\n${imports})\n\n// Number adds up what is below.\nfunc Number() int {\n\treturn ${sum}\n}\n`;
}

function fileOf(index: number): string {
  return `${nameOf(index)}/number.go`;
}

function nameOf(index: number): string {
  return `p${String(index).padStart(4, "0")}`;
}
