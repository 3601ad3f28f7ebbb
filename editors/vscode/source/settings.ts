/** The settings `gorunscope.*` that the extension itself reads; those of the language server it pulls by itself. */
import { workspace, type Uri } from "vscode";

export const section = "gorunscope";

/** What a debug configuration gets where it says nothing, as code lenses get it. */
export interface RunSettings {
  buildFlags: string | string[];
  args: string[];
  env: Record<string, unknown>;
  goBinary: string;
}

/** How the program gorunscope is named: by a name on PATH, or by a path. */
export function programName(): string {
  return workspace.getConfiguration(section).get<string>("path")?.trim() || "gorunscope";
}

export function adapterArguments(): string[] {
  return workspace.getConfiguration(section).get<string[]>("adapterArgs") ?? [];
}

export function wantsServer(): boolean {
  return workspace.getConfiguration(section).get<boolean>("languageServer") ?? true;
}

/** @param scope the folder or file that is run */
export function runSettings(scope: Uri | undefined): RunSettings {
  const settings = workspace.getConfiguration(section, scope);
  return {
    buildFlags: settings.get<string | string[]>("buildFlags") ?? [],
    args: settings.get<string[]>("args") ?? [],
    env: settings.get<Record<string, unknown>>("env") ?? {},
    goBinary: settings.get<string>("goBinary") || "go",
  };
}
