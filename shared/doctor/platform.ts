import { arch, platform, release } from "node:os";
import type { Check } from "./check.ts";

/** The system underneath, as Node names it. */
export interface Platform {
  /** "linux", "darwin", "win32", … */
  system: string;
  architecture: string;
  kernel: string;
}

export function readPlatform(): Platform {
  return { system: platform(), architecture: arch(), kernel: release() };
}

/** Linux is what gorunscope is made and tested on. */
export function platformCheck({ system, architecture, kernel }: Platform): Check {
  const base = { id: "platform", title: "operating system", found: `${system}/${architecture}, kernel ${kernel}` };
  if (system === "linux") return { ...base, status: "ok" };
  if (system === "win32") {
    return { ...base, status: "error", advice: "gorunscope needs Unix sockets, sh and process groups: use it in WSL." };
  }
  const advice = "Tested on Linux; without /proc the process tree shows less, and syscalls and mappings are missing.";
  if (system !== "darwin") return { ...base, status: "warning", advice };
  const permission =
    "dlv needs the command line tools and their permission: `xcode-select --install`, `sudo DevToolsSecurity -enable`.";
  return { ...base, status: "warning", advice: `${advice} ${permission}` };
}
