/** Installs a dlv that fits a Go, as a user would with `go install`, into a directory of gorunscope's own. */
import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, readdir, rename, rm, stat, symlink } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { errorIds, Failure } from "../contract/errors.ts";
import { goEnvNames, goFlagsWords, parseGoEnv } from "../go/goEnv.ts";
import { capture, end, start } from "../process/spawn.ts";
import type { FoundDlv } from "./find.ts";
import { askAnew, notDlv, type DlvIdentity } from "./identity.ts";
import { installDirectory, installedDlvs, installedFileName } from "./places.ts";
import { fits, versionFor } from "./versions.ts";

export interface InstallOptions {
  /** The go command that builds dlv. */
  goBinary: string;
  /** The Go whose programs are to be debugged, "go1.26.8". */
  goVersion: string;
  env: NodeJS.ProcessEnv;
  /** Called for each step: "downloading MODULE VERSION" or "building PACKAGE". What else go says stands in the failure. */
  onProgress?: ((line: string) => void) | undefined;
  /** Ends the installation; nothing half-made stays. */
  signal?: AbortSignal | undefined;
}

const command = "github.com/go-delve/delve/cmd/dlv";
const temporaryPrefix = ".install-";
/** An installation takes a minute or two; a temporary directory this old belongs to one that was killed. */
const abandonedAfterMs = 60 * 60 * 1000;
/** How many of go's last lines a failure tells. */
const lastLines = 8;

/**
 * Builds the newest dlv that takes `goVersion` and puts it into `$XDG_DATA_HOME/gorunscope/bin` as `dlv-VERSION`, beside
 * other versions; `dlv` there becomes a link to the newest that takes this Go.
 * @throws Failure toolMissing where go failed, with what it said last, or where no dlv takes this Go yet;
 *   the signal's reason where it was aborted
 */
export async function installDlv(options: InstallOptions): Promise<FoundDlv> {
  const { goVersion, env, signal } = options;
  const wanted = versionFor(goVersion);
  const directory = installDirectory(env);
  const temporary = await temporaryIn(directory);
  try {
    await goInstall(`${command}@${wanted === "latest" ? wanted : `v${wanted}`}`, temporary, options);
    const built = join(temporary, "dlv");
    const identity = await identify(built, env);
    signal?.throwIfAborted();
    if (fits(identity.version, goVersion, identity.builtWith) === "goTooNew") {
      throw new Failure(
        errorIds.toolMissing,
        `The newest dlv, ${identity.version}, does not take programs of ${goVersion} yet`,
        {
          advice: "Use an older Go until there is one.",
        },
      );
    }
    const path = join(directory, installedFileName(identity.version));
    await rename(built, path);
    await linkNewest(directory, temporary, goVersion);
    return { path, version: identity.version, origin: "installed" };
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** A directory beside the target, so that what is built there can be moved in one step. */
async function temporaryIn(directory: string): Promise<string> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await removeAbandoned(directory);
    return await mkdtemp(join(directory, temporaryPrefix));
  } catch (cause) {
    throw new Failure(errorIds.toolMissing, `dlv cannot be installed: ${directory} cannot be written`, {
      advice: "Make it writable, or set XDG_DATA_HOME to a directory that is.",
      cause,
    });
  }
}

async function removeAbandoned(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!name.startsWith(temporaryPrefix)) continue;
    const path = join(directory, name);
    // Another installation may be done with its own at this very moment.
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && Date.now() - found.mtimeMs > abandonedAfterMs)
      await rm(path, { recursive: true, force: true });
  }
}

async function goInstall(what: string, temporary: string, options: InstallOptions): Promise<void> {
  const { env, onProgress, signal } = options;
  const goBinary = options.goBinary.includes("/") ? resolve(options.goBinary) : options.goBinary;
  const installEnv = await installEnvironment(goBinary, temporary, env);
  signal?.throwIfAborted();
  const go = start([goBinary, "install", "-v", what], {
    cwd: temporary,
    env: installEnv,
    stdio: ["ignore", "ignore", "pipe"],
    ownSession: true,
  });
  const stop = (): void => void end(go, { politeSignal: "SIGINT" });
  signal?.addEventListener("abort", stop, { once: true });
  const said: string[] = [];
  try {
    await go.started;
    for await (const line of createInterface({ input: go.process.stderr! })) {
      const step = progressStep(line);
      if (step === undefined) said.push(line);
      else onProgress?.(step);
    }
    const { code } = await go.exited;
    signal?.throwIfAborted();
    if (code === 0) return;
  } finally {
    signal?.removeEventListener("abort", stop);
    await end(go);
  }
  const last = said.filter((line) => line.trim() !== "").slice(-lastLines);
  throw new Failure(errorIds.toolMissing, [`go install ${what} failed`, ...last].join("\n"), {
    advice: "See that go can download modules (GOPROXY, the network), or install dlv by hand into a directory on PATH.",
  });
}

/** A line of `go install -v`: what is downloaded, or a package that is being built. */
export function progressStep(line: string): string | undefined {
  const download = /^go: downloading (.+)$/.exec(line);
  if (download !== null) return `downloading ${download[1]}`;
  return /^[\w.~-]+(\/[\w.~-]+)*$/.test(line) ? `building ${line}` : undefined;
}

/**
 * The user's environment (proxies, certificates, GOTOOLCHAIN and all), without what is meant for the user's own programs:
 * this program runs here, whatever system theirs are built for. Variables are set, not taken out: `go env -w` would put its
 * own in their place.
 */
async function installEnvironment(
  goBinary: string,
  temporary: string,
  env: NodeJS.ProcessEnv,
): Promise<NodeJS.ProcessEnv> {
  const { stdout } = await capture([goBinary, "env", "-json", ...goEnvNames], { cwd: temporary, env });
  const { GOHOSTOS, GOHOSTARCH, GOFLAGS } = parseGoEnv(stdout);
  return {
    ...env,
    GOBIN: temporary,
    GOOS: GOHOSTOS,
    GOARCH: GOHOSTARCH,
    GOAMD64: "v1",
    GOARM64: "v8.0",
    // Of a user's flags only this one is about the module cache and not about their own programs.
    GOFLAGS: goFlagsWords(GOFLAGS).find((flag) => /^--?modcacherw/.test(flag)) ?? "-buildvcs=false",
    GO111MODULE: "on",
    GOWORK: "off",
    // dlv's Linux backend is pure Go, and a C compiler chosen for another system must not come in.
    ...(GOHOSTOS === "linux" ? { CGO_ENABLED: "0" } : {}),
  };
}

async function identify(path: string, env: NodeJS.ProcessEnv): Promise<DlvIdentity> {
  const asked = await askAnew(path, { env });
  if (asked.kind !== "dlv") throw notDlv(path, asked);
  return asked.identity;
}

/** Points `dlv` to the newest installed version that takes this Go, in one step. */
async function linkNewest(directory: string, temporary: string, goVersion: string): Promise<void> {
  const newest = installedDlvs(directory).find(({ version }) => fits(version, goVersion) === "fits");
  if (newest === undefined) return;
  const link = join(temporary, randomUUID());
  await symlink(installedFileName(newest.version), link);
  await rename(link, join(directory, "dlv"));
}
