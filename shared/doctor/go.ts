import { sentenceOf } from "../contract/errors.ts";
import { goEnvNames, parseGoEnv, parseGoVersion, type GoEnv } from "../go/goEnv.ts";
import { capture } from "../process/spawn.ts";
import type { Check } from "./check.ts";

/** What the go command says of itself, or why it says nothing. */
export type GoFacts = { goBinary: string; goEnv: GoEnv } | { goBinary: string; why: string };

/** The oldest Go whose key log, action graph and flags gorunscope knows. */
const oldestMinor = 23;

/** Asks the go command for its environment, in the directory `cwd`: a go.mod there may choose another toolchain. */
export async function readGoFacts(goBinary: string, env: NodeJS.ProcessEnv, cwd: string): Promise<GoFacts> {
  try {
    const { code, stdout, stderr } = await capture([goBinary, "env", "-json", ...goEnvNames], { env, cwd });
    if (code !== 0) return { goBinary, why: stderr.trim() || `\`${goBinary} env\` failed` };
    return { goBinary, goEnv: parseGoEnv(stdout) };
  } catch (error) {
    return { goBinary, why: sentenceOf(error) };
  }
}

export function goCheck(facts: GoFacts): Check {
  const base = { id: "go", title: "go" };
  const install = "Install Go from https://go.dev/dl, or name the go command (`goBinary`, `--go-binary`).";
  if ("why" in facts) return { ...base, status: "error", found: facts.why, advice: install };
  const { GOVERSION, GOROOT } = facts.goEnv;
  const found = `${GOVERSION} in ${GOROOT}`;
  const version = parseGoVersion(GOVERSION);
  if (version === undefined) {
    return { ...base, status: "warning", found, advice: "A Go of this name is not known; Go 1.23 or newer is needed." };
  }
  if (version.major === 1 && version.minor < oldestMinor) {
    return { ...base, status: "error", found, advice: `Go 1.${oldestMinor} or newer is needed. ${install}` };
  }
  return { ...base, status: "ok", found };
}
