/** Why a run rebuilt what it rebuilt, as text. */
import type { ExplainResponse } from "../contract/answers.ts";
import { reasonLines } from "./action.ts";
import { actionName } from "./actions.ts";
import { openPage, type Page, type TextOptions } from "./page.ts";
import { shown } from "./safe.ts";

const defaultLimit = 20;
const indent = "  ";

/** The sentence, then each reason once with what it holds for: what changed by itself before what followed from it. */
export function explainText({ sentence, reasons }: ExplainResponse, options: TextOptions): string {
  const page = openPage(options);
  const groups = groupReasons(reasons);
  const limit = page.limit ?? defaultLimit;
  const blocks = groups.slice(0, limit).flatMap((group) => ["", ...groupLines(page, group)]);
  const more = groups.slice(limit).reduce((sum, group) => sum + group.length, 0);
  const rest = more > 0 ? ["", page.paint.dim(`${page.signs.ellipsis} and ${more} more that were rebuilt`)] : [];
  return [page.paint.bold(shown(sentence)), ...blocks, ...rest].join("\n");
}

type Explained = ExplainResponse["reasons"][number];

/** The kinds in the order in which people look for a cause. */
const order = ["changed", "forced", "evicted", "first", "unknown", "cascade"];

/** Those of one kind with one sentence together: a new Go has one reason for a thousand packages. */
function groupReasons(reasons: readonly Explained[]): Explained[][] {
  const groups = new Map<string, Explained[]>();
  for (const each of reasons) {
    const key = `${each.reason.kind} ${each.reason.sentence}`;
    const group = groups.get(key);
    if (group) group.push(each);
    else groups.set(key, [each]);
  }
  return [...groups.values()].sort(
    ([one], [other]) => order.indexOf(one!.reason.kind) - order.indexOf(other!.reason.kind),
  );
}

function groupLines(page: Page, group: readonly Explained[]): string[] {
  const [first, ...others] = group;
  if (first === undefined) return [];
  const also = others.length === 0 ? "" : page.paint.dim(` and ${others.length} more`);
  const lines = reasonLines(page, first.reason, page.width - indent.length);
  return [`${page.paint.yellow(actionName(first))}${also}`, ...lines.map((line) => indent + line)];
}
