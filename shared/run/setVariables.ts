/** Which of go's variables somebody has set: in the environment that go is given, or with `go env -w`. */
import type { SetVariable } from "../contract/record.ts";
import { goFlagsWords, type GoEnv } from "../go/goEnv.ts";
import { redactFlags, type Hide } from "../record/secretWords.ts";
import type { RunPlan } from "./plan.ts";

/** What go itself and the C compilers under it read. */
const ofGo = /^(?:GO[A-Z0-9_]*|CGO_\w+|CC|CXX|FC|AR|PKG_CONFIG)$/;

/** What a build is for and where things lie is no secret; all other values are hidden. */
const plain =
  /^GO(?:111MODULE|386|AMD64|ARCH|ARM|ARM64|BIN|CACHE|EXPERIMENT|FIPS140|MIPS|MIPS64|MODCACHE|OS|PATH|PPC64|RISCV64|ROOT|TMPDIR|TOOLCHAIN|WASM|WORK)$/;

/** Those that go answers with an empty text unless somebody sets them: set with `go env -w` they stand in no environment. */
const emptyByDefault = ["GO111MODULE", "GODEBUG", "GOFLAGS", "GOTMPDIR"] as const satisfies (keyof GoEnv)[];

/** By name, in the order of the alphabet; the value as it may be kept. */
export function setVariables({ env, goEnv }: Pick<RunPlan, "env" | "goEnv">, hide: Hide): SetVariable[] {
  const values = new Map<string, string>();
  for (const name of emptyByDefault) values.set(name, goEnv[name]);
  for (const [name, value = ""] of Object.entries(env)) if (ofGo.test(name)) values.set(name, value);
  return [...values]
    .filter(([, value]) => value !== "")
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => ({ name, value: shownValue(name, value, hide) }));
}

function shownValue(name: string, value: string, hide: Hide): string {
  if (plain.test(name)) return value;
  return name === "GOFLAGS" ? redactFlags(goFlagsWords(value), hide).join(" ") : hide(value);
}
