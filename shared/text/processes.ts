/** The processes of a run in few words. */
import { basename } from "node:path";
import type { ProcessRole, ProcNode, ProcTreeResponse } from "../contract/answers.ts";
import { shortCommand } from "./commands.ts";
import { shown } from "./safe.ts";
import { countText, durationText } from "./units.ts";

/** The programs that go starts to build: they end by themselves, and there may be thousands. */
const toolRoles: ReadonlySet<ProcessRole> = new Set(["compile", "asm", "cgo", "link", "tool"]);

export function hasEnded(node: ProcNode): boolean {
  return node.state === "exited";
}

/**
 * Whether a process ended otherwise than well. A compiler that go or cgo gives a few lines on its standard input is asked what it
 * takes: its "no" is an answer.
 */
export function hasFailed(node: ProcNode): boolean {
  if (!hasEnded(node) || (node.role === "tool" && node.command.includes("-"))) return false;
  return node.signal !== undefined || (node.exitCode ?? 0) !== 0;
}

/** A node and all below it. */
function allProcesses(root: ProcNode): ProcNode[] {
  const nodes = [root];
  for (let index = 0; index < nodes.length; index++) nodes.push(...(nodes[index]?.children ?? []));
  return nodes;
}

/** One line: how many processes live, and which one is the program: "5 processes, program pid 4711". */
export function procTreeSentence(answer: ProcTreeResponse): string {
  const all = allProcesses(answer.root);
  const living = all.filter((node) => !hasEnded(node)).length;
  const ended = all.length - living;
  const program = all.find((node) => node.role === "program");
  const parts = [living === 0 ? "no process lives" : countText(living, "process", "processes")];
  if (program !== undefined) {
    parts.push(`program pid ${program.pid}${hasEnded(program) ? ` (${exitText(program)})` : ""}`);
  }
  if (ended > 0) parts.push(`${ended} ended`);
  return parts.join(", ");
}

/** How a process ended: "exit status 3" as go says it, "SIGKILL", "ended" where nobody knows how. */
function exitText(node: ProcNode): string {
  if (node.signal !== undefined) return shown(node.signal);
  return node.exitCode === undefined ? "ended" : `exit status ${node.exitCode}`;
}

/** "sleeping", or how it ended. */
export function stateOf(node: ProcNode): string {
  return hasEnded(node) ? exitText(node) : shown(node.state);
}

/** Milliseconds from start to end; undefined while it lives. */
export function lifetimeMs(node: ProcNode): number | undefined {
  if (node.exitedAt === undefined) return undefined;
  return Math.max(0, Date.parse(node.exitedAt) - Date.parse(node.startedAt));
}

/** Whether a process is told by its package: a build tool's command line says less. */
export function worksOnPackage(node: ProcNode): node is ProcNode & { package: string } {
  return toolRoles.has(node.role) && node.package !== undefined && node.package !== "";
}

/** What a process works on: of a build tool its package, with its name where the role is not its name; of any other its command line. */
export function purposeOf(node: ProcNode, ellipsis?: string): string {
  if (!worksOnPackage(node)) return shortCommand(node.command, ellipsis);
  return node.role === "tool" ? `${nameOf(node)} ${shown(node.package)}` : shown(node.package);
}

function nameOf({ command: [program = ""] }: ProcNode): string {
  return shown(typeof program === "string" ? basename(program) : program);
}

/** A C compiler or C linker, and the parts that it starts; with a triplet before the name or a version behind. */
const partOfCCompiler =
  /^(?:\w+-)*(?:cc|c\+\+|gcc|g\+\+|clang|clang\+\+|cc1|cc1plus|as|collect2|lto1|lto-wrapper|ld(?:\.\w+)?)(?:-[\d.]+)?$/;

/** What a build tool counts as. */
function kindOf(node: ProcNode): string {
  if (node.role !== "tool") return node.role;
  if (node.command.includes("-V=full")) return "asked for their version";
  return partOfCCompiler.test(nameOf(node)) ? "of the C compiler" : nameOf(node);
}

/** The ended processes below a node that are told as one: build tools that did their work, and children of the program, each with all below it. */
export interface EndedGroup {
  name: "tools" | "children";
  members: ProcNode[];
}

/**
 * Parts a node's children in those that are worth a line each and groups of ended ones. A group of up to `limit` processes is no
 * group; tools that failed and processes above one that lives never are in one.
 */
export function foldEnded(children: readonly ProcNode[], limit: number): { single: ProcNode[]; groups: EndedGroup[] } {
  const groups = (["tools", "children"] as const)
    .map((name): EndedGroup => ({ name, members: children.filter((node) => groupOf(node) === name) }))
    .filter(({ members }) => members.flatMap(allProcesses).length > limit);
  const folded = new Set(groups.flatMap(({ members }) => members));
  return { single: children.filter((node) => !folded.has(node)), groups };
}

function groupOf(node: ProcNode): EndedGroup["name"] | undefined {
  if (!allProcesses(node).every(hasEnded)) return undefined;
  if (node.role === "child") return "children";
  return toolRoles.has(node.role) && !hasFailed(node) ? "tools" : undefined;
}

/** "102 tools ended: 60 compile, 39 of the C compiler, 3 cgo; slowest: compile net/http 1.9 s". */
export function groupSentence({ name, members }: EndedGroup, ellipsis?: string): string {
  const all = members.flatMap(allProcesses);
  const counts = new Map<string, number>();
  for (const node of all) {
    const kind = name === "tools" ? kindOf(node) : stateOf(node);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const kinds = [...counts].sort(([, one], [, other]) => other - one).map(([kind, count]) => `${count} ${kind}`);
  const slowest = all.reduce((one, other) => ((lifetimeMs(other) ?? 0) > (lifetimeMs(one) ?? 0) ? other : one));
  const role = name === "tools" && slowest.role !== "tool" ? `${slowest.role} ` : "";
  const time = durationText(lifetimeMs(slowest) ?? 0);
  const title = name === "tools" ? countText(all.length, "tool") : countText(all.length, "child", "children");
  return `${title} ended: ${kinds.join(", ")}; slowest: ${role}${purposeOf(slowest, ellipsis)} ${time}`;
}
