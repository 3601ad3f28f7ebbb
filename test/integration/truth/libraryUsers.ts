/** Programs whose leaf is of another module, which go.mod, go.work or vendor/ says where to find. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeModule } from "../../support/goModule.ts";
import type { World } from "../../support/world.ts";
import { leafFiles, type Subject } from "./subject.ts";

/** Writes the module that is not the main one; where it lies twice, it is the same in both. */
function writeLibraries(world: World, ...names: string[]): void {
  const library = { "go.mod": "module example.com/library\n\ngo 1.23\n", ...leafFiles("leaf") };
  for (const name of names) writeModule(world.path, name, library);
}

/** A program that needs the module example.com/library. */
function writeUser(world: World, name: string, goMod: string): Subject {
  const directory = writeModule(world.path, name, {
    "go.mod": `module example.com/${name}\n\ngo 1.23\n\nrequire example.com/library v1.0.0\n${goMod}`,
    "main.go": `package main

import "example.com/library/leaf"

var truth = "no"

func main() { print(leaf.Truth(), truth, "\\n") }
`,
  });
  return {
    directory,
    leafDirectory: join(world.path, "library", "leaf"),
    leaf: "example.com/library/leaf",
    above: [`example.com/${name}`],
    importers: [`example.com/${name}`],
    attributes: {},
    output: "",
  };
}

const replaced = "\nreplace example.com/library => ../library\n";

/** go.mod replaces the module by a directory; in ../later lies the same. */
export function writeReplacing(world: World): Subject {
  writeLibraries(world, "library", "later");
  return writeUser(world, "replacing", replaced);
}

/** go.work names both modules. */
export function writeWorking(world: World): Subject {
  writeLibraries(world, "library");
  writeFileSync(join(world.path, "go.work"), "go 1.23\n\nuse ./library\nuse ./working\n");
  return writeUser(world, "working", "");
}

/** The module's files lie in vendor/, where they are changed. */
export function writeVendoring(world: World): Subject {
  writeLibraries(world, "library");
  const subject = writeUser(world, "vendoring", replaced);
  execFileSync("go", ["mod", "vendor"], { cwd: subject.directory, env: world.env, stdio: "pipe" });
  return { ...subject, leafDirectory: join(subject.directory, "vendor", "example.com", "library", "leaf") };
}
