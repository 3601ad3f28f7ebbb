/** What the environment played in a run's keys, as text. */
import type { EnvironmentResponse, EnvironmentVariable } from "../contract/answers.ts";
import { wrap } from "./columns.ts";
import { openPage, setRows, type Page, type Row, type TextOptions } from "./page.ts";
import { shown } from "./safe.ts";

/** What stands in keys first, the one in most of them first of all; the others in their order. */
export function environmentText({ variables }: EnvironmentResponse, options: TextOptions): string {
  const page = openPage(options);
  const inKeys = variables.filter((each) => each.inKeys > 0).sort((one, other) => other.inKeys - one.inKeys);
  const others = variables.filter((each) => each.inKeys === 0);
  return [
    page.paint.bold("in keys"),
    ...setRows(page, rowsOf(page, inKeys), "  "),
    "",
    page.paint.bold("in no key"),
    ...setRows(page, rowsOf(page, others), "  "),
  ].join("\n");
}

function rowsOf(page: Page, variables: readonly EnvironmentVariable[]): Row[] {
  const { dim } = page.paint;
  return variables.map((each): Row => [
    shown(each.name),
    (room) => [
      ...(each.value === undefined ? [] : [shown(each.value)]),
      ...wrap(shown(each.sentence.slice(`${each.name} stands in `.length)).split(" "), room),
      ...(each.examples.length === 0 ? [] : [dim(page.cut(each.examples.map(shown).join(" · "), room))]),
    ],
  ]);
}
