/** What all features of the server look at: the client, its files, the runs, and what is known of packages. */
import type { Connection } from "vscode-languageserver";
import type { Runs } from "../shared/runs/runs.ts";
import type { Client } from "./client.ts";
import type { Documents, OpenFile } from "./documents/documents.ts";
import type { Forecasts, ForecastTarget } from "./forecasts/forecasts.ts";
import type { GoPackage } from "./packages/goPackage.ts";
import type { Packages } from "./packages/packages.ts";
import type { BuiltPackages } from "./runs/builtPackages.ts";
import type { OwnRuns } from "./runs/ownRuns.ts";
import type { ProgramRuns } from "./runs/programRuns.ts";
import type { Settings } from "./settings.ts";
import type { ShownDocuments } from "./shownDocuments.ts";

export interface ServerState {
  connection: Connection;
  client: Client;
  env: NodeJS.ProcessEnv;
  /** The words that start gorunscope itself. */
  program: readonly string[];
  documents: Documents;
  packages: Packages;
  runs: Runs;
  programRuns: ProgramRuns;
  built: BuiltPackages;
  ownRuns: OwnRuns;
  forecasts: Forecasts;
  shown: ShownDocuments;
  /** The settings that apply to a file or directory. */
  settings(path: string): Settings;
  /** The workspace folder that a file lies in. */
  folderOf(path: string): string | undefined;
  /** What go run would be given for the program of a file, or of the package in a directory. */
  target(path: string, known?: GoPackage): ForecastTarget;
}

/** Whether a file is of a package main with a func main. */
export function isProgram(file: OpenFile): boolean {
  const { packageClause, main } = file.outline();
  return main !== undefined && (packageClause?.name === undefined || packageClause.name === "main");
}

/** The texts of the files that are not saved, by path. */
export function overlayOf(documents: Documents): Record<string, string> {
  return Object.fromEntries(documents.all.filter(({ dirty }) => dirty).map((file) => [file.path, file.text()]));
}
