/** Debug configurations: what a missing one is, and what one that is not whole gets. */
import { basename } from "node:path";
import {
  window,
  type DebugConfiguration,
  type DebugConfigurationProvider,
  type ProviderResult,
  type WorkspaceFolder,
} from "vscode";
import { programOrMessage } from "../program.ts";
import { runSettings } from "../settings.ts";
import { choosePackage } from "./choosePackage.ts";
import { listMains, programOfFile } from "./goPackages.ts";

/** The debugger's type. */
export const debugType = "gorunscope";

/** A launch of mode run. */
export function runConfiguration(name: string, attributes: Record<string, unknown>): DebugConfiguration {
  return { name, type: debugType, request: "launch", mode: "run", ...attributes };
}

/** Offers configurations where launch.json is made: the package of the open file. */
export const initialConfigurations: DebugConfigurationProvider = {
  provideDebugConfigurations: () => [runConfiguration("go run", { program: "${fileDirname}" })],

  async resolveDebugConfiguration(folder, given): Promise<DebugConfiguration | undefined> {
    const isRun = (given.request ?? "launch") === "launch" && (given["mode"] ?? "run") === "run";
    if (!isRun) return given;
    // F5 without a launch.json gives nothing at all.
    const configuration = runConfiguration(given.name || "go run", { ...given, type: debugType, mode: "run" });
    configuration.request = "launch";
    if (isMissing(configuration["program"]) && isMissing(configuration["command"])) {
      const program = programOfFile(window.activeTextEditor?.document) ?? (await choosePackage(folder));
      if (program === undefined) return undefined;
      configuration["program"] = program;
    }
    addSettings(configuration, folder);
    return configuration;
  },

  resolveDebugConfigurationWithSubstitutedVariables: (_folder, configuration) =>
    programOrMessage() === undefined ? undefined : configuration,
};

/** Offers the main packages of a folder where one asks for a configuration. */
export const dynamicConfigurations: DebugConfigurationProvider = {
  async provideDebugConfigurations(folder): Promise<DebugConfiguration[]> {
    if (folder === undefined) return [];
    const mains = await listMains(folder);
    return mains.map(({ path, directory }) =>
      runConfiguration(`go run ${path === "." ? basename(directory) : path}`, { program: directory }),
    );
  },
} satisfies {
  provideDebugConfigurations: (folder: WorkspaceFolder | undefined) => ProviderResult<DebugConfiguration[]>;
};

/** What the settings say, where the configuration says nothing. A command line has its own flags and arguments. */
function addSettings(configuration: DebugConfiguration, folder: WorkspaceFolder | undefined): void {
  const { buildFlags, args, env, goBinary } = runSettings(folder?.uri);
  const add = (name: string, value: unknown, isSet: boolean) => {
    if (isSet && isMissing(configuration[name])) configuration[name] = value;
  };
  if (isMissing(configuration["command"])) {
    add("buildFlags", buildFlags, buildFlags.length > 0);
    add("args", args, args.length > 0);
    add("goBinary", goBinary, goBinary !== "go");
  }
  add("env", env, Object.keys(env).length > 0);
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}
