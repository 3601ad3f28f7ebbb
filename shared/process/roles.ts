/** What part a process plays in a go run, told from its command and from what stands above it. */
import { basename } from "node:path";
import type { ProcessRole } from "../contract/answers.ts";

/** What is known of a process when its role is asked for. */
export interface RoleFacts {
  command: string[];
  executable?: string | undefined;
  /** Whether it leads a process group of its own. */
  leadsGroup: boolean;
}

/**
 * The role of a process.
 * @param self the process, as it is since its last exec
 * @param parent what it was started by
 */
export function roleOf(self: RoleFacts, parent: { role: ProcessRole }): ProcessRole {
  switch (parent.role) {
    case "program":
    case "child":
      return "child";
    case "debugger":
      return belowDebugger(self);
    case "go":
      return toolRole(self.command) ?? belowGo(self);
    case "compile":
    case "link":
    case "asm":
    case "cgo":
    case "tool":
      return toolRole(self.command) ?? "tool";
  }
}

/** Where go leaves what it has linked: in $WORK, or (since Go 1.24) in the build cache. */
const built = /\/go-build\d+\/b\d+\/exe\/[^/]+$|\/[0-9a-f]{2}\/[0-9a-f]{64}-d\/[^/]+$/;

/**
 * dlv gives the program a process group of its own. Its other children are itself (on the way to becoming the program, or sending
 * telemetry, in a session of its own) and helpers such as debuginfod-find.
 */
function belowDebugger(self: RoleFacts): ProcessRole {
  return self.leadsGroup && built.test(self.executable ?? "") ? "program" : "tool";
}

function belowGo(self: RoleFacts): ProcessRole {
  if (built.test(self.executable ?? self.command[0] ?? "")) return "program";
  return basename(self.command[0] ?? "") === "dlv" ? "debugger" : "tool";
}

/** One of Go's own tools at work; with -V=full it is only asked who it is. */
function toolRole(command: string[]): ProcessRole | undefined {
  const path = command[0] ?? "";
  if (!/\/pkg\/tool\/[^/]+\/[^/]+$/.test(path) || command[1] === "-V=full") return undefined;
  const name = basename(path).replace(/\.exe$/, "");
  return name === "compile" || name === "link" || name === "asm" || name === "cgo" ? name : undefined;
}
