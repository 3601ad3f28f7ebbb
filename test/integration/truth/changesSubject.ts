/** Programs for the table of changes: each knows which of its own packages imports which. */
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeModule } from "../../support/goModule.ts";
import { root } from "../../support/tools.ts";
import type { World } from "../../support/world.ts";
import { leafFiles, type Subject } from "./subject.ts";

/** A program of the table. Beside its own module it has one that go.mod replaces by a directory, of the package `library`. */
export interface TableSubject extends Subject {
  /** The path of its own module, and of package main. */
  module: string;
  main: string;
  /** Of each package of its own and of the replaced module, what it imports of those; the link is not among them. */
  imports: ReadonlyMap<string, readonly string[]>;
  /** Whether C flags are inputs of the leaf's key. */
  leafHasC?: boolean;
}

/** The package of the replaced module. */
export const library = "example.com/library/extra";

/** The leaf of another test, and a constant that what is above may be computed from. */
function tableLeaf(directory: string, name: string): Record<string, string> {
  return { ...leafFiles(directory), [`${directory}/base.go`]: `package ${name}\n\nconst Base = 1\n` };
}

/** The two directories of the replaced module, of which go.mod names the first. */
function writeLibrary(world: World): void {
  for (const name of ["library", "later"]) {
    writeModule(world.path, name, {
      "go.mod": "module example.com/library\n\ngo 1.23\n",
      "extra/extra.go":
        "package extra\n\n//go:noinline\nfunc Truth() int { return truth() }\n\nfunc truth() int { return 1 }\n",
    });
  }
}

function goMod(module: string): string {
  return `module ${module}\n\ngo 1.23\n\nrequire example.com/library v1.0.0\n\nreplace example.com/library => ../library\n`;
}

function subjectOf(
  directory: string,
  leaf: string,
  imports: Record<string, string[]>,
  rest: Pick<TableSubject, "module" | "main" | "attributes" | "output"> & Partial<TableSubject>,
): TableSubject {
  const packages = Object.keys(imports);
  return {
    directory,
    leaf,
    leafDirectory: join(directory, leaf.slice(rest.module.length + 1)),
    importers: packages.filter((path) => imports[path]?.includes(leaf)),
    above: [...packages.filter((path) => path !== leaf && path !== library && path !== rest.main), rest.main],
    imports: new Map(Object.entries(imports)),
    ...rest,
  };
}

/** A copy of examples/web, whose package at the bottom is changed. */
export function writeExample(world: World): TableSubject {
  const [module, directory] = ["example.com/guestbook", join(world.path, "web")];
  cpSync(join(root, "examples", "web"), directory, { recursive: true });
  writeLibrary(world);
  const files = {
    "go.mod": goMod(module),
    ...tableLeaf("internal/store", "store"),
    "cmd/guestbook/extra.go": `package main

import "${library}"

var truth = "no"

func init() { println(extra.Truth(), truth) }
`,
  };
  for (const [path, text] of Object.entries(files)) writeFileSync(join(directory, path), text);
  const [main, web, store] = [`${module}/cmd/guestbook`, `${module}/internal/web`, `${module}/internal/store`];
  return subjectOf(
    directory,
    store,
    { [library]: [], [store]: [], [web]: [store], [main]: [web, store, library] },
    {
      module,
      main,
      // It says how it is used, and ends.
      attributes: { program: "./cmd/guestbook", args: ["-h"] },
      output: "",
    },
  );
}

/**
 * A module of so many packages: a tenth of them in one long row, four tenths in layers in which each imports two of the layer below,
 * the others side by side; the leaf is below them all, and main above.
 */
export function writeGenerated(world: World, count: number): TableSubject {
  const module = "example.com/generated";
  const shapes: Record<string, string[]> = {};
  const [deep, layered] = [Math.floor(count / 10), Math.floor((count * 4) / 10)];
  const width = Math.min(20, Math.ceil(Math.sqrt(layered)));
  const at = (shape: string, index: number) => `${shape}${String(index).padStart(4, "0")}`;
  for (let index = 0; index < deep; index++) {
    shapes[at("deep", index)] = [index === 0 ? "leaf" : at("deep", index - 1)];
  }
  for (let index = 0; index < layered; index++) {
    const below = index - (index % width) - width;
    const pair = [index % width, (index + 1) % width].map((place) => at("layer", below + place));
    shapes[at("layer", index)] = below < 0 ? ["leaf"] : pair;
  }
  for (let index = 0; index < count - deep - layered; index++) shapes[at("wide", index)] = ["leaf"];
  const imported = new Set(Object.values(shapes).flat());
  const tops = Object.keys(shapes).filter((name) => !imported.has(name));

  const files: Record<string, string> = { "go.mod": goMod(module), ...tableLeaf("leaf", "leaf") };
  for (const [name, below] of Object.entries(shapes)) files[`${name}/${name}.go`] = packageFile(module, name, below);
  files["main.go"] = generatedMain(module, tops);
  writeLibrary(world);
  const directory = writeModule(world.path, "generated", files);
  const imports: Record<string, string[]> = { [library]: [], [`${module}/leaf`]: [] };
  const inModule = (name: string) => `${module}/${name}`;
  for (const [name, below] of Object.entries(shapes)) imports[inModule(name)] = below.map(inModule);
  imports[module] = [...tops.map(inModule), library];
  return subjectOf(directory, `${module}/leaf`, imports, { module, main: module, attributes: {}, output: "" });
}

/**
 * What is exported as a constant changes with what is below; what the function's body says stays in the package. It calls one of those below
 * alone: the calls of sixty layers of two each would never come to their end.
 */
function packageFile(module: string, name: string, below: string[]): string {
  const imports = below.map((each) => `import "${module}/${each}"\n`).join("");
  const sum = below.map((each) => `${each}.Base`).join(" + ");
  return `package ${name}\n\n${imports}\nconst Base = ${sum} + 1\n\n//go:noinline\nfunc Truth() int { return ${below[0]}.Truth() }\n`;
}

function generatedMain(module: string, tops: string[]): string {
  const imports = tops.map((name) => `import "${module}/${name}"\n`).join("");
  const calls = tops.map((name) => `\tsum += ${name}.Truth() + ${name}.Base\n`).join("");
  return `package main

import "${library}"
${imports}
var truth = "no"

func main() {
	sum := extra.Truth()
${calls}	print(sum, " ", truth, "\\n")
}
`;
}

/** Writes files over those of a subject. */
function writeFiles(directory: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
}

/**
 * A program of the zoo, with C, assembly and embedded files, that has many packages of well-known modules besides.
 * @param zoo as writeZoo made it
 * @param known the go.mod requirements, and the packages with something of each that is referred to
 */
export function withKnownModules(
  world: World,
  zoo: Subject,
  known: { modules: Record<string, string>; packages: Record<string, string> },
): TableSubject {
  const module = "example.com/zoo";
  const requirements = Object.entries(known.modules).map(([path, version]) => `require ${path} ${version}\n`);
  const imports = Object.keys(known.packages).map((path) => `import "${path}"\n`);
  const uses = Object.entries(known.packages).map(([path, used]) => `${path.slice(path.lastIndexOf("/") + 1)}.${used}`);
  writeLibrary(world);
  writeFiles(zoo.directory, {
    "go.mod": `${goMod(module)}\n${requirements.join("")}`,
    ...tableLeaf("leaf", "leaf"),
    "known/known.go": `package known\n\n${imports.join("")}\nvar Used = []any{${uses.join(", ")}}\n`,
    "used.go": `package main

import (
	"${module}/known"
	"${library}"
)

func init() { print(len(known.Used) + extra.Truth(), "\\n") }
`,
  });
  const [leaf, mid, sum] = ["leaf", "mid", "sum"].map((name) => `${module}/${name}`) as [string, string, string];
  return subjectOf(
    zoo.directory,
    leaf,
    {
      [library]: [],
      [leaf]: [],
      [sum]: [],
      [`${module}/known`]: [],
      [mid]: [leaf],
      [module]: [mid, sum, `${module}/known`, library],
    },
    { module, main: module, attributes: zoo.attributes, output: zoo.output, leafHasC: true },
  );
}
