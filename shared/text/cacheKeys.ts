/** The cache keys of a run as text: what was rebuilt, or one package in full. */
import type { CacheAction, CacheKeysResponse } from "../contract/answers.ts";
import { actionText } from "./action.ts";
import { missesFirst } from "./actions.ts";
import { padEnd, padStart, widest, wrap } from "./columns.ts";
import { openPage, type Page, type TextOptions } from "./page.ts";
import { shown } from "./safe.ts";
import { durationText } from "./units.ts";

const defaultLimit = 20;
const indent = "  ";

/**
 * The answer to cacheKeys for people. What was rebuilt has a line each with its short ID, slowest first; what came from the
 * cache is counted. Where the answer is of one package, or holds inputs, the actions are shown in full.
 */
export function cacheKeysText(answer: CacheKeysResponse, options: TextOptions): string {
  const page = openPage(options);
  const [first] = answer.actions;
  if (first !== undefined && answer.actions.every((action) => action.package === first.package)) {
    return answer.actions.map((action) => actionText(page, action)).join("\n\n");
  }
  const summary = page.paint.bold(shown(answer.summary.sentence));
  const limit = page.limit ?? defaultLimit;
  const listed = missesFirst(answer.actions).filter(
    ({ state }) => state === "miss" || state === "failed" || state === "building",
  );
  const shownActions = listed.slice(0, limit);
  const inFull = shownActions.some((action) => action.inputs !== undefined);
  const blocks = inFull
    ? shownActions.map((action) => `\n${actionText(page, action)}`)
    : actionLines(page, shownActions);
  const rest = restLines(page, answer, listed.slice(limit)).map((line) => (inFull ? `\n${line}` : line));
  return [summary, ...(blocks.length > 0 ? ["", ...blocks] : []), ...rest].join("\n");
}

/** One line for each action, and its reason below it. */
function actionLines(page: Page, actions: CacheAction[]): string[] {
  const { paint } = page;
  const rows = actions.map((action) => ({
    action,
    time: action.durationMs === undefined ? shown(action.state) : durationText(action.durationMs),
    mode: shown(action.action),
    shortID: shown(action.shortID ?? ""),
  }));
  const timeWidth = widest(rows.map(({ time }) => time));
  const modeWidth = widest(rows.map(({ mode }) => mode));
  const idWidth = widest(rows.map(({ shortID }) => shortID));
  const margin = indent.length + timeWidth + 2 + modeWidth + 2;
  const room = page.width - margin - (idWidth === 0 ? 0 : idWidth + 2);
  return rows.flatMap(({ action, time, mode, shortID }) => {
    const color = action.state === "failed" ? paint.red : paint.yellow;
    const path = padEnd(page.cut(shown(action.package), room, "end"), room);
    const line = `${indent}${color(padStart(time, timeWidth))}  ${padEnd(mode, modeWidth)}  ${path}  ${paint.dim(shortID)}`;
    const notes = [
      ...(action.reason === undefined ? [] : [action.reason.sentence]),
      ...(action.state === "failed" && action.durationMs !== undefined ? ["failed"] : []),
      ...(action.cutoff === true && !action.reason
        ? ["its output did not change, so what depends on it was spared"]
        : []),
    ];
    const below = notes.flatMap((note) => wrap(shown(note).split(" "), page.width - margin));
    return [line.trimEnd(), ...below.map((text) => " ".repeat(margin) + paint.dim(text))];
  });
}

/** What is not listed: counted, and for what is unknown told why. */
function restLines(page: Page, answer: CacheKeysResponse, unlisted: CacheAction[]): string[] {
  const { signs, paint } = page;
  const lines: string[] = [];
  if (unlisted.length > 0) lines.push(`${signs.ellipsis} and ${unlisted.length} more that were rebuilt`);
  const reasons = new Map<string, number>();
  for (const { state, why } of answer.actions) {
    if (state === "unknown") reasons.set(why ?? "", (reasons.get(why ?? "") ?? 0) + 1);
  }
  for (const [why, count] of reasons) {
    lines.push(`${signs.ellipsis} and ${count} unknown${why === "" ? "" : `: ${shown(why)}`}`);
  }
  const pending = answer.actions.filter(({ state }) => state === "pending").length;
  if (pending > 0) lines.push(`${signs.ellipsis} and ${pending} to come`);
  const { hits, actions } = answer.summary;
  if (hits > 0 && hits < actions) lines.push(`${signs.ellipsis} and ${hits} from the cache`);
  return lines.map((line) => paint.dim(line));
}
