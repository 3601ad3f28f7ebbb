/** Where a run builds and what it executes, as text. */
import type { BuildDirResponse, Executable, ProcessFacts, WorkDirectory } from "../contract/answers.ts";
import { padEnd, widest, wrap } from "./columns.ts";
import { fullCommand, shortPaths } from "./commands.ts";
import { limited, openPage, setRows, type Page, type Row, type TextOptions } from "./page.ts";
import { shown } from "./safe.ts";
import { bytesText, timeText } from "./units.ts";

const defaultLimit = 10;

/** One line: the build directory and the executable. */
export function buildDirSentence(answer: BuildDirResponse): string {
  const { work, executable } = answer;
  const directory = work === undefined ? "no build directory yet" : shown(work.path);
  const state = work === undefined || work.exists ? "" : work.removedAt === undefined ? " (not there)" : " (removed)";
  const program = executable === undefined ? "" : `, executable ${shown(shortPaths(executable.path))}`;
  return directory + state + program;
}

/** The answer to buildDir for people. Paths are never cut, so that they can be copied. */
export function buildDirText(answer: BuildDirResponse, options: TextOptions): string {
  const page = openPage(options);
  const { work, executable, process } = answer;
  const rows: Row[] = [
    ["$WORK", (room) => (work === undefined ? [page.paint.dim("not made yet")] : workLines(page, work, room))],
    ["executable", executable === undefined ? [] : executableLines(page, executable)],
    ["process", (room) => (process === undefined ? [] : processLines(page, process, room))],
    ["command", (room) => wrap(fullCommand(answer.command), room)],
    ["directory", [shown(answer.cwd)]],
    ["module", answer.module === undefined ? [] : [shown(answer.module)]],
    ["objects", (room) => objectLines(page, answer, room)],
    ["go", [`${shown(answer.goVersion)} in ${shown(answer.goRoot)}`]],
    ["GOCACHE", [shown(answer.goCache)]],
    ["GOMODCACHE", [shown(answer.goModCache)]],
  ];
  return setRows(page, rows).join("\n");
}

function workLines(page: Page, work: WorkDirectory, room: number): string[] {
  const facts = [
    ...(work.bytes === undefined ? [] : [bytesText(work.bytes)]),
    ...(work.createdAt === undefined ? [] : [`made ${timeText(work.createdAt, page.now)}`]),
    ...(work.chosenBy === "default" ? [] : [`chosen by ${work.chosenBy}`]),
    fate(page, work),
  ];
  return [shown(work.path), ...wrap(facts.join(", ").split(" "), room).map(page.paint.dim)];
}

function fate(page: Page, work: WorkDirectory): string {
  if (work.removedAt !== undefined) return `removed ${timeText(work.removedAt, page.now)}`;
  if (!work.exists) return "not there";
  return work.kept ? "kept" : "removed when go ends";
}

function executableLines(page: Page, executable: Executable): string[] {
  const origin = executable.origin === "work" ? "linked by this run" : "from the build cache";
  const debug = executable.hasDwarf ? "with DWARF" : "without DWARF";
  return [
    shown(executable.path),
    page.paint.dim(`${bytesText(executable.bytes)}, ${origin}, ${debug}`),
    page.paint.dim(`build ID ${shown(executable.buildID)}`),
  ];
}

function processLines(page: Page, process: ProcessFacts, room: number): string[] {
  const lines = [`pid ${process.pid} in ${shown(process.cwd)}`];
  const paths = new Set(process.mappings.map(({ path }) => path).filter((path) => path.startsWith("/")));
  paths.delete(process.executable);
  const names = [...paths].map((path) => shown(path.slice(path.lastIndexOf("/") + 1)));
  if (names.length > 0) lines.push(page.paint.dim(page.cut(`maps ${names.join(", ")}`, room)));
  return lines;
}

/** One line for each object directory: its name below $WORK, what is made in it, the package. */
function objectLines(page: Page, answer: BuildDirResponse, room: number): string[] {
  const directories = new Map<string, { actions: string[]; package: string }>();
  for (const { directory, action, package: path } of answer.objects) {
    const object = directories.get(directory);
    if (object === undefined) directories.set(directory, { actions: [action], package: path });
    else object.actions.push(action);
  }
  const objects = [...directories]
    .sort(([one], [other]) => one.length - other.length || (one < other ? -1 : 1))
    .map(([directory, object]) => ({
      name: shown(directory.slice(directory.lastIndexOf("/") + 1)),
      actions: shown(object.actions.sort().join(", ")),
      package: shown(object.package),
    }));
  const nameWidth = widest(objects.map(({ name }) => name));
  const actionsWidth = widest(objects.map(({ actions }) => actions));
  const lines = objects.map(({ name, actions, package: path }) => {
    const left = `${padEnd(name, nameWidth)}  ${page.paint.dim(padEnd(actions, actionsWidth))}  `;
    return left + page.cut(path, room - nameWidth - actionsWidth - 4, "end");
  });
  return limited(page, lines, page.limit ?? defaultLimit);
}
