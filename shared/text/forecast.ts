/** A forecast as text: the sentence, what is certain to be rebuilt, what may follow, and why. */
import type { ForecastAction, ForecastResponse } from "../contract/answers.ts";
import { actionName } from "./actions.ts";
import { padEnd, widest, wrap } from "./columns.ts";
import { openPage, type Page, type TextOptions } from "./page.ts";
import { shown } from "./safe.ts";
import { countText } from "./units.ts";

const defaultLimit = 20;
const indent = "  ";
const labels: Readonly<Record<ForecastAction["state"], string>> = { miss: "rebuilt", unknown: "maybe", hit: "cached" };

/**
 * The answer to forecast for people: what is certain first, each with its reason; what comes from the cache is counted.
 * @param packagePath only the actions of this package, also those from the cache
 */
export function forecastText(answer: ForecastResponse, options: TextOptions, packagePath?: string): string {
  const page = openPage(options);
  const { dim, bold } = page.paint;
  const inState = (wanted: ForecastAction["state"]) => answer.actions.filter(({ state }) => state === wanted);
  const told = [...inState("miss"), ...inState("unknown")];
  const listed = packagePath === undefined ? told : answer.actions.filter((each) => each.package === packagePath);
  const limit = page.limit ?? defaultLimit;
  const rows = listed.slice(0, limit);
  const rest = [
    ...(listed.length > limit ? [`${page.signs.ellipsis} and ${listed.length - limit} more of these`] : []),
    ...(told.length > 0 && inState("hit").length > 0
      ? [`${page.signs.ellipsis} and ${countText(inState("hit").length, "action")} from the cache`]
      : []),
  ];
  return [
    bold(shown(answer.sentence)),
    ...(rows.length > 0 ? ["", ...rows.flatMap((each, index) => lines(page, each, rows[index + 1]))] : []),
    ...rest.map(dim),
  ].join("\n");
}

/** @param next what stands below it: a reason that both have is told once, below the last of them */
function lines(page: Page, action: ForecastAction, next: ForecastAction | undefined): string[] {
  const { yellow, dim, green } = page.paint;
  const color = { miss: yellow, unknown: dim, hit: green }[action.state];
  const width = widest(Object.values(labels));
  const margin = indent.length + width + 2;
  const room = page.width - margin;
  const name = page.cut(actionName(action), room, "end");
  const sentence = action.reason?.sentence;
  const isTold = next?.state === action.state && next.reason?.sentence === sentence;
  const why = sentence === undefined || isTold ? [] : wrap(shown(sentence).split(" "), room);
  return [
    `${indent}${color(padEnd(labels[action.state], width))}  ${name}`,
    ...why.map((line) => " ".repeat(margin) + dim(line)),
  ];
}
