/** On what was measured. */
import { execFileSync } from "node:child_process";
import { cpus, loadavg, release, totalmem, type } from "node:os";
import { gorunscope } from "../support/session.ts";

export interface Machine {
  date: string;
  system: string;
  processor: string;
  cores: number;
  memoryGB: number;
  /** The system's load of the last minute when the run began: with much else going on figures mean little. */
  load: number;
  versions: { gorunscope: string; node: string; go: string; dlv: string };
}

/** @param dlv the path of the dlv that is measured against */
export function describeMachine(goVersion: string, dlv: string): Machine {
  const all = cpus();
  return {
    date: new Date().toISOString(),
    system: `${type()} ${release()}`,
    processor: all[0]?.model.trim() ?? "unknown",
    cores: all.length,
    memoryGB: Math.round(totalmem() / 2 ** 30),
    load: Math.round(loadavg()[0]! * 10) / 10,
    versions: {
      gorunscope: said(process.execPath, gorunscope, "--version"),
      node: process.version,
      go: goVersion,
      dlv: /^Version: (\S+)/m.exec(said(dlv, "version"))?.[1] ?? "unknown",
    },
  };
}

/** The same in two lines. */
export function machineText({ date, system, processor, cores, memoryGB, load, versions }: Machine): string {
  const tools = `gorunscope ${versions.gorunscope}, dlv ${versions.dlv}, ${versions.go}, node ${versions.node}`;
  return `${date.slice(0, 10)}: ${tools}\n${processor}, ${cores} cores, ${memoryGB} GB, ${system}, load ${load}\n`;
}

function said(...[file, ...args]: [string, ...string[]]): string {
  return execFileSync(file, args, { encoding: "utf8" }).trim();
}
