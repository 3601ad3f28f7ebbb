/** A comparison of ways to build as text: the sentence, what was compared, and each cause with its values. */
import type { BuildWay, CompareResponse, ComparedAction, InputDifference } from "../contract/answers.ts";
import { isOwn, wayNames } from "../why/buildWays.ts";
import { actionName } from "./actions.ts";
import { wrap } from "./columns.ts";
import { limited, openPage, setRows, type Page, type Row, type TextOptions } from "./page.ts";
import { shown } from "./safe.ts";
import { countText, timeText } from "./units.ts";

const defaultLimit = 20;
const indent = "  ";

/** So many actions that differ in the same way are named. */
const namedActions = 3;

/** Actions that differ through the same inputs with the same values stand together; those that follow from others are counted. */
export function compareText(answer: CompareResponse, options: TextOptions): string {
  const page = openPage(options);
  const groups = groupsOf(answer.actions);
  const followers = answer.actions.filter(({ differences }) => !differences.some(isOwn));
  const blocks = groups.flatMap((group) => ["", ...groupLines(page, group, answer)]);
  const { dim } = page.paint;
  return [
    ...wrap(shown(answer.sentence).split(" "), page.width).map(page.paint.bold),
    "",
    ...setRows(
      page,
      answer.builds.map((build): Row => [wayNames[build.way], [sourceText(page, build)]]),
    ),
    ...blocks,
    ...(followers.length === 0 ? [] : ["", dim(followersText(page, followers))]),
  ].join("\n");
}

function sourceText(page: Page, { run, startedAt, flags }: CompareResponse["builds"][number]): string {
  const source = run === undefined ? "built for this answer" : `run ${shown(run)}`;
  const when = startedAt === undefined ? [] : [timeText(startedAt, page.now)];
  return [source, ...when, ...(flags.length === 0 ? [] : [flags.map(shown).join(" ")])].join(", ");
}

interface Group {
  actions: ComparedAction[];
  differences: InputDifference[];
}

function groupsOf(actions: readonly ComparedAction[]): Group[] {
  const groups = new Map<string, Group>();
  for (const action of actions) {
    const differences = action.differences.filter(isOwn);
    if (differences.length === 0) continue;
    const key = JSON.stringify([action.action, differences]);
    const group = groups.get(key) ?? { actions: [], differences };
    groups.set(key, group);
    group.actions.push(action);
  }
  return [...groups.values()];
}

function groupLines(page: Page, { actions, differences }: Group, { builds }: CompareResponse): string[] {
  const names = actions.slice(0, namedActions).map(actionName).join(", ");
  const more = actions.length - namedActions;
  const title = more > 0 ? `${names} and ${more} more` : names;
  const ways = builds.map(({ way }) => way);
  const rows = differences.map((difference): Row => [
    `${difference.kind} ${shown(difference.name)}`,
    [valuesText(difference, ways)],
  ]);
  return [
    ...wrap(title.split(" "), page.width).map(page.paint.bold),
    ...limited(page, setRows(page, rows, indent), page.limit ?? defaultLimit),
  ];
}

/** "go run, go build: (none) · debug: -N -l": ways with the same value stand together. */
function valuesText(difference: InputDifference, ways: readonly BuildWay[]): string {
  const byValue = new Map<string, string[]>();
  for (const way of ways) {
    const value = difference[way];
    const text = value === undefined || value === "" ? "(none)" : shown(value);
    byValue.set(text, [...(byValue.get(text) ?? []), wayNames[way]]);
  }
  return [...byValue].map(([value, names]) => `${names.join(", ")}: ${value}`).join(" · ");
}

function followersText({ signs }: Page, followers: readonly ComparedAction[]): string {
  const sameInputs = followers.filter(({ differences }) => differences.length === 0).length;
  const imported = followers.length - sameInputs;
  const parts = [
    ...(imported > 0 ? [`${countText(imported, "key")} that differ through what they import`] : []),
    ...(sameInputs > 0
      ? [`${countText(sameInputs, "key")} of which no inputs are known, or which some ways lack`]
      : []),
  ];
  return `${signs.ellipsis} and ${parts.join(", ")}`;
}
