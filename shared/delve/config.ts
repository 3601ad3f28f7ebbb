/**
 * A dlv configuration for sessions without C debug information. A program with cgo loads libc, and where libc's debug files
 * are installed dlv reads them at the first stop, which takes longer than everything else it does there. dlv looks for such
 * files in the directories that its config.yml names, and has no flag for it.
 */
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { isAbsolute, join } from "node:path";
import { Document, isMap, parseDocument } from "yaml";

export interface DlvConfigOptions {
  /** An existing private directory; `config` is made in it. Whoever made it removes it: what is in there are links and one file. */
  directory: string;
  /** The environment that dlv would have without this. */
  env: NodeJS.ProcessEnv;
  /** The home directory as dlv sees it: the one of the user database, whatever HOME says. */
  home?: string;
}

/**
 * Writes `<directory>/config/dlv/config.yml`: the user's own, with `debug-info-directories` naming nothing that exists. What
 * else stands in the user's configuration directory is linked beside it, for dlv's own children (go, its telemetry).
 * @returns what to add to dlv's environment; nothing where dlv's configuration is better left alone: another system than
 *   Linux, a configuration that dlv would not read, or one that dlv is about to move from `~/.dlv`
 */
export async function writeDlvConfig(options: DlvConfigOptions): Promise<Record<string, string>> {
  const { directory, env } = options;
  const home = options.home ?? userInfo().homedir;
  if (process.platform !== "linux" || waitsToBeMoved(home)) return {};
  const userConfig = env["XDG_CONFIG_HOME"] || join(home, ".config");
  if (!isAbsolute(userConfig)) return {};
  const config = join(directory, "config");
  const own = await readIfThere(join(userConfig, "dlv", "config.yml"));
  const text = own === undefined ? undefined : withoutDebugInfo(own, join(config, "no-debug-info"));
  if (text === undefined) return {};
  await mkdir(join(config, "dlv"), { recursive: true, mode: 0o700 });
  await writeFile(join(config, "dlv", "config.yml"), text, { mode: 0o600 });
  await linkOthers(userConfig, config, "dlv");
  if (!existsSync(join(config, "go"))) await switchTelemetryOff(config);
  await linkOthers(join(userConfig, "dlv"), join(config, "dlv"), "config.yml");
  return { XDG_CONFIG_HOME: config };
}

/**
 * For the `env` of dlv's launch request: gives the program the XDG_CONFIG_HOME of the user back, which dlv got another for.
 * null unsets (service/dap/types.go, LaunchConfig.Env).
 */
export function programConfigEnv(env: NodeJS.ProcessEnv): Record<string, string | null> {
  return { XDG_CONFIG_HOME: env["XDG_CONFIG_HOME"] ?? null };
}

/** dlv moves `~/.dlv/config.yml` to XDG_CONFIG_HOME and removes `~/.dlv` (pkg/config, moveOldConfig): never into a directory of ours. */
function waitsToBeMoved(home: string): boolean {
  return existsSync(join(home, ".dlv", "config.yml"));
}

/** @returns undefined where dlv could not read the text either */
function withoutDebugInfo(text: string, nowhere: string): string | undefined {
  const document = parseDocument(text);
  if (document.errors.length > 0) return undefined;
  const config = document.contents === null ? new Document({}) : document;
  if (!isMap(config.contents)) return undefined;
  config.set("debug-info-directories", [nowhere]);
  return config.toString({ lineWidth: 0 });
}

/** @returns "" where there is no such file, undefined where it cannot be read */
async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch(() => (existsSync(path) ? undefined : ""));
}

/**
 * dlv counts its starts in the configuration directory, by a process that may outlive it. Where the user has no such counts
 * they would be made here, while all this is being removed. The file: golang.org/x/telemetry/internal/telemetry, Dir.Mode.
 */
async function switchTelemetryOff(config: string): Promise<void> {
  const telemetry = join(config, "go", "telemetry");
  await mkdir(telemetry, { recursive: true, mode: 0o700 });
  await writeFile(join(telemetry, "mode"), "off");
}

/** Links every entry of a directory into another, but for one name. */
async function linkOthers(from: string, to: string, except: string): Promise<void> {
  if (!existsSync(from)) return;
  const names = await readdir(from);
  await Promise.all(names.filter((name) => name !== except).map((name) => symlink(join(from, name), join(to, name))));
}
