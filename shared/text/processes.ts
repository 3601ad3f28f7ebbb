/** The processes of a run in few words. */
import type { ProcessRole, ProcNode, ProcTreeResponse } from "../contract/answers.ts";
import { shortCommand } from "./commands.ts";
import { shown } from "./safe.ts";
import { countText, durationText } from "./units.ts";

/** The programs that go starts to build: they end by themselves, and there may be thousands. */
const toolRoles: ReadonlySet<ProcessRole> = new Set(["compile", "asm", "cgo", "link", "tool"]);

export function hasEnded(node: ProcNode): boolean {
  return node.state === "exited";
}

/** Whether a process ended otherwise than well. */
export function hasFailed(node: ProcNode): boolean {
  return hasEnded(node) && (node.signal !== undefined || (node.exitCode ?? 0) !== 0);
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

/** How a process ended: "exited 3", "SIGKILL", "ended" where nobody knows how. */
function exitText(node: ProcNode): string {
  if (node.signal !== undefined) return shown(node.signal);
  return node.exitCode === undefined ? "ended" : `exited ${node.exitCode}`;
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

/** What a process works on: of a build tool its package, of any other its command line. */
export function purposeOf(node: ProcNode, ellipsis?: string): string {
  return worksOnPackage(node) ? shown(node.package) : shortCommand(node.command, ellipsis);
}

/** The ended processes below a node that are told as one: build tools that did their work, and children of the program. */
export interface EndedGroup {
  name: "tools" | "children";
  members: ProcNode[];
}

/**
 * Parts a node's children in those that are worth a line each and groups of ended ones. A group of up to `limit` members is no
 * group; tools that failed and processes with children of their own never are in one.
 */
export function foldEnded(children: readonly ProcNode[], limit: number): { single: ProcNode[]; groups: EndedGroup[] } {
  const groups = (["tools", "children"] as const)
    .map((name): EndedGroup => ({ name, members: children.filter((node) => groupOf(node) === name) }))
    .filter(({ members }) => members.length > limit);
  const folded = new Set(groups.flatMap(({ members }) => members));
  return { single: children.filter((node) => !folded.has(node)), groups };
}

function groupOf(node: ProcNode): EndedGroup["name"] | undefined {
  if (!hasEnded(node) || node.children.length > 0) return undefined;
  if (node.role === "child") return "children";
  return toolRoles.has(node.role) && !hasFailed(node) ? "tools" : undefined;
}

/** "102 tools ended: 60 compile, 3 asm; slowest: compile net/http 1.9 s". */
export function groupSentence({ name, members }: EndedGroup, ellipsis?: string): string {
  const counts = new Map<string, number>();
  for (const node of members) {
    const kind = name === "tools" ? node.role : stateOf(node);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const kinds = [...counts].sort(([, one], [, other]) => other - one).map(([kind, count]) => `${count} ${kind}`);
  const slowest = members.reduce((one, other) => ((lifetimeMs(other) ?? 0) > (lifetimeMs(one) ?? 0) ? other : one));
  const role = name === "tools" ? `${slowest.role} ` : "";
  const time = durationText(lifetimeMs(slowest) ?? 0);
  const title = name === "tools" ? countText(members.length, "tool") : countText(members.length, "child", "children");
  return `${title} ended: ${kinds.join(", ")}; slowest: ${role}${purposeOf(slowest, ellipsis)} ${time}`;
}
