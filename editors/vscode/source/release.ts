/** The extension's version, and whether the program's goes with it. */
import { window } from "vscode";
import { version } from "../../../shared/contract/version.ts";

const told = new Set<string>();

/** Versions fit when they have the same first number that is not 0: 1.2 and 1.5, 0.1.0 and 0.1.3. */
function fits(program: string): boolean {
  const [one, other] = [version, program].map((each) => each.split(".").map(Number));
  if (one?.[0] !== other?.[0]) return false;
  return one?.[0] !== 0 || one[1] === other?.[1];
}

/** Says, once for each version, that the program is of another release. */
export function checkRelease(program: string): void {
  if (fits(program) || told.has(program)) return;
  told.add(program);
  const sentence = `gorunscope: this extension is of gorunscope ${version}, the program is ${program}; install both from one release.`;
  void window.showWarningMessage(sentence);
}
