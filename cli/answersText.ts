/** The three answers, one below the other, for people. */
import picocolors from "picocolors";
import { buildDirText } from "../shared/text/buildDir.ts";
import { cacheKeysText } from "../shared/text/cacheKeys.ts";
import type { TextOptions } from "../shared/text/page.ts";
import { procTreeText } from "../shared/text/procTree.ts";
import type { Answers } from "./debugSession.ts";

/** Begins with an empty line and ends in a newline. */
export function answersText({ buildDir, cacheKeys, procTree }: Answers, options: TextOptions): string {
  const { bold, cyan } = picocolors.createColors(options.color);
  const part = (title: string, text: string) => `\n${bold(cyan(title))}\n${text}\n`;
  return [
    part("Build directory", buildDirText(buildDir, options)),
    part("Cache keys", cacheKeysText(cacheKeys, options)),
    part("Process tree", procTreeText(procTree, options)),
  ].join("");
}
