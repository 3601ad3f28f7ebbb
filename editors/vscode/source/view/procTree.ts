/** The processes of a run as nodes. */
import type { ProcNode, ProcTreeResponse } from "../../../../shared/contract/answers.ts";
import { fullCommand } from "../../../../shared/text/commands.ts";
import {
  foldEnded,
  groupSentence,
  hasEnded,
  hasFailed,
  lifetimeMs,
  procTreeSentence,
  purposeOf,
  stateOf,
} from "../../../../shared/text/processes.ts";
import { bytesText, durationText } from "../../../../shared/text/units.ts";
import type { Node } from "./node.ts";

/** More ended tools of one process than that are told as one. */
const limit = 1;

export function procTreeNode(answer: ProcTreeResponse): Node {
  return {
    id: "procTree",
    label: "Processes",
    description: procTreeSentence(answer),
    icon: "list-tree",
    expanded: true,
    children: [processNode(answer.root)],
  };
}

function processNode(node: ProcNode): Node {
  const { single, groups } = foldEnded(node.children, limit);
  const children = [
    ...single.filter((each) => !hasEnded(each)).map(processNode),
    ...single.filter(hasEnded).map(processNode),
    ...groups.map((group): Node => {
      const id = `process/${node.pid}/${group.name}`;
      return { id, label: groupSentence(group), icon: "archive", children: group.members.map(processNode) };
    }),
  ];
  const command = fullCommand(node.command).join(" ");
  return {
    id: `process/${node.pid}`,
    label: `${node.role} ${node.pid}`,
    description: [stateOf(node), figuresOf(node), purposeOf(node)].filter((text) => text !== "").join("  "),
    tooltip: [command, ...(node.cwd === undefined ? [] : [`in ${node.cwd}`]), `since ${node.startedAt}`].join("\n"),
    ...iconOf(node),
    value: command,
    ...(node.cwd !== undefined && { directory: node.cwd }),
    expanded: !hasEnded(node),
    ...(children.length > 0 && { children }),
  };
}

function figuresOf(node: ProcNode): string {
  const lifetime = lifetimeMs(node);
  if (hasEnded(node)) return lifetime === undefined ? "" : durationText(lifetime);
  const cpu = node.cpuMs === undefined ? [] : [`cpu ${durationText(node.cpuMs)}`];
  const memory = node.residentBytes === undefined ? [] : [bytesText(node.residentBytes)];
  return [...cpu, ...memory].join(", ");
}

function iconOf(node: ProcNode): { icon: string; color?: string } {
  if (hasFailed(node)) return { icon: "error", color: "testing.iconFailed" };
  if (hasEnded(node)) return { icon: "circle-outline" };
  if (node.role === "program") return { icon: "vm-running", color: "testing.iconPassed" };
  return { icon: node.role === "debugger" ? "bug" : "circle-filled" };
}
