/** Programs whose own code is little and whose imports are many: packages of well-known modules, at fixed versions. */
import type { Program } from "./program.ts";

interface Imports {
  name: string;
  /** Module paths with their versions. */
  modules: Record<string, string>;
  /** Packages, each with something of it that main refers to, so that the linker keeps what it needs. */
  packages: Record<string, string>;
}

/** Imports about 400 packages, those of the standard library among them. */
export const hundreds = importing({
  name: "hundreds",
  modules: {
    "github.com/prometheus/client_golang": "v1.20.5",
    "golang.org/x/tools": "v0.30.0",
    "k8s.io/apimachinery": "v0.31.4",
  },
  packages: {
    "github.com/prometheus/client_golang/prometheus/promhttp": "Handler",
    "golang.org/x/tools/go/packages": "Load",
    "golang.org/x/tools/go/ssa": "NewProgram",
    "k8s.io/apimachinery/pkg/runtime/serializer": "NewCodecFactory",
    "k8s.io/apimachinery/pkg/util/strategicpatch": "StrategicMergePatch",
  },
});

/** Imports kubectl's commands, as an ordinary dependency: about 900 packages. */
export const kubectl = importing({
  name: "kubectl",
  modules: { "k8s.io/kubectl": "v0.31.4" },
  packages: { "k8s.io/kubectl/pkg/cmd": "NewDefaultKubectlCommand" },
});

function importing({ name, modules, packages }: Imports): Program {
  const path = `example.com/${name}`;
  const requirements = Object.entries(modules).map(([module, version]) => `\t${module} ${version}\n`);
  const imports = [...Object.keys(packages), `${path}/leaf`].map((each) => `\t"${each}"\n`);
  const uses = Object.entries(packages).map(([each, used]) => `\t${each.slice(each.lastIndexOf("/") + 1)}.${used},\n`);
  const main = `package main

import (
	"fmt"

${imports.join("")})

var used = []any{
${uses.join("")}}

func main() {
	fmt.Println(leaf.Word(), len(used))
}
`;
  return {
    name,
    files: {
      "go.mod": `module ${path}\n\ngo 1.23\n\nrequire (\n${requirements.join("")})\n`,
      "main.go": main,
      "leaf/leaf.go": leaf("unchanged"),
    },
    package: ".",
    endsWith: [],
    leaf: { file: "leaf/leaf.go", edited: leaf },
  };
}

function leaf(word: string): string {
  return `package leaf

// Word is printed by main.
func Word() string {
	return "${word}"
}
`;
}
