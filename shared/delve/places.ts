/** Where dlv may stand on a machine, and where gorunscope keeps what it installed. */
import { accessSync, constants, readdirSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, isAbsolute, join } from "node:path";
import { compareDlvVersions } from "./versions.ts";

/** How a dlv was found. "installed": by `gorunscope doctor --fix`. */
export type DlvOrigin = "attribute" | "PATH" | "GOBIN" | "GOPATH" | "installed";

/** An executable file that may be dlv. */
export interface Candidate {
  path: string;
  origin: DlvOrigin;
}

/** The two variables of `go env` that say where `go install` puts programs; either may be empty or absent. */
export interface GoInstallEnv {
  GOBIN?: string | undefined;
  GOPATH?: string | undefined;
}

/** `dlv-VERSION`, as installDlv names what it installs. */
const installedName = /^dlv-(\d+\.\d+\.\d+.*)$/;

/** `$XDG_DATA_HOME/gorunscope/bin`, else under `~/.local/share`: where `doctor --fix` installs. */
export function installDirectory(env: NodeJS.ProcessEnv): string {
  const given = env["XDG_DATA_HOME"];
  // A relative value counts as none, as the XDG base directory specification has it.
  const data = given !== undefined && isAbsolute(given) ? given : join(homeOf(env), ".local", "share");
  return join(data, "gorunscope", "bin");
}

/** A file name for a version of dlv in installDirectory. */
export function installedFileName(version: string): string {
  return `dlv-${version}`;
}

/** What stands in installDirectory, newest version first. Links (`dlv`) are left out: each names one of these. */
export function installedDlvs(directory: string): { path: string; version: string }[] {
  return namesIn(directory)
    .flatMap((name) => {
      const version = installedName.exec(name)?.[1];
      return version === undefined ? [] : [{ path: join(directory, name), version }];
    })
    .sort((a, b) => compareDlvVersions(b.version, a.version));
}

/**
 * Every executable called dlv, in the contract's order: on PATH, in GOBIN, in GOPATH/bin, then those that `doctor --fix`
 * installed. Each file once. Relative entries of PATH are skipped, as Go skips them.
 * @returns the candidates, and where was looked, in words for a message
 */
export function dlvCandidates(
  env: NodeJS.ProcessEnv,
  goEnv: GoInstallEnv,
): { candidates: Candidate[]; looked: string[] } {
  const goPath = nonEmpty(goEnv.GOPATH) ?? nonEmpty(env["GOPATH"]) ?? join(homeOf(env), "go");
  const goBin = nonEmpty(goEnv.GOBIN) ?? nonEmpty(env["GOBIN"]);
  const installed = installDirectory(env);
  const inGoPath = entriesOf(goPath).map((directory) => join(directory, "bin"));
  const found: Candidate[] = [
    ...onPath(env, "dlv").map((path): Candidate => ({ path, origin: "PATH" })),
    ...(goBin === undefined ? [] : [{ path: join(goBin, "dlv"), origin: "GOBIN" } as const]),
    ...inGoPath.map((directory): Candidate => ({ path: join(directory, "dlv"), origin: "GOPATH" })),
    ...installedDlvs(installed).map(({ path }): Candidate => ({ path, origin: "installed" })),
  ];
  const candidates = found.filter(
    ({ path }, index) => found.findIndex((other) => other.path === path) === index && isExecutableFile(path),
  );
  return {
    candidates,
    looked: ["on PATH", ...[goBin ?? [], inGoPath, installed].flat().map((directory) => `in ${directory}`)],
  };
}

/** Every executable of this name on PATH, first one first. */
export function executablesOnPath(env: NodeJS.ProcessEnv, name: string): string[] {
  return onPath(env, name).filter(isExecutableFile);
}

/** Whether this is a file that this user may execute. */
export function isExecutableFile(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function homeOf(env: NodeJS.ProcessEnv): string {
  return nonEmpty(env["HOME"]) ?? homedir();
}

function onPath(env: NodeJS.ProcessEnv, name: string): string[] {
  return entriesOf(env["PATH"] ?? "").map((directory) => join(directory, name));
}

function entriesOf(list: string): string[] {
  return list.split(delimiter).filter((entry) => isAbsolute(entry));
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === "" ? undefined : value;
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
