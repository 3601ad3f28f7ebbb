import { errorIds, Failure, sentenceOf } from "../contract/errors.ts";
import { findDlv, type FindDlvOptions, type FoundDlv } from "../delve/find.ts";
import { fits } from "../delve/versions.ts";
import type { Check } from "./check.ts";

/** The dlv that a session would use, or why there is none. */
export type DlvFacts = { found: FoundDlv; goVersion?: string } | { failure: Failure };

export async function readDlvFacts(options: FindDlvOptions): Promise<DlvFacts> {
  try {
    const found = await findDlv(options);
    return options.goVersion === undefined ? { found } : { found, goVersion: options.goVersion };
  } catch (error) {
    return {
      failure:
        error instanceof Failure ? error : new Failure(errorIds.toolMissing, sentenceOf(error), { cause: error }),
    };
  }
}

export function dlvCheck(facts: DlvFacts): Check {
  const base = { id: "dlv", title: "dlv" };
  if ("failure" in facts) {
    const { message, advice } = facts.failure;
    return { ...base, status: "error", found: message, ...(advice === undefined ? {} : { advice }) };
  }
  const { path, version, origin, notice } = facts.found;
  const from = origin === "installed" ? "installed by gorunscope" : origin;
  const found = `${version} at ${path} (${from})`;
  if (facts.goVersion !== undefined && fits(version, facts.goVersion) === "unknown") {
    const advice = `Whether this dlv takes ${facts.goVersion} is not known. If it does not: \`gorunscope doctor --fix\`.`;
    return { ...base, status: "warning", found, advice };
  }
  return notice === undefined
    ? { ...base, status: "ok", found }
    : { ...base, status: "ok", found: `${found}; ${notice}` };
}
