import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { BuildDirResponse, ProcessFacts, WorkDirectory } from "../../contract/answers.ts";
import { errorIds, Failure } from "../../contract/errors.ts";
import { isAlive } from "../../process/identity.ts";
import { readLink, readMappings } from "../../process/procfs.ts";
import type { GoRun } from "../goRun.ts";

/**
 * Where a run builds and what it executes.
 * @throws Failure 7002 while the run is still being planned
 */
export async function buildDir(run: GoRun): Promise<BuildDirResponse> {
  const { plan } = run;
  if (!plan) {
    throw new Failure(errorIds.wrongPhase, "the run is still being planned: nothing is known of its directories yet");
  }
  const { goEnv } = plan;
  const work = await workDirectory(run);
  const executable = await run.products?.executableFacts;
  const facts = processFacts(run);
  const module = plan.modules[0]?.path;
  return {
    run: run.id,
    phase: run.phase,
    command: run.command,
    cwd: plan.workingDirectory,
    ...(module === undefined ? {} : { module }),
    ...(work ? { work } : {}),
    ...(executable ? { executable } : {}),
    objects: run.actions.all.flatMap(({ package: path, action, objdir }) =>
      objdir !== undefined && (action === "build" || action === "link")
        ? [{ package: path, action, directory: objdir }]
        : [],
    ),
    ...(facts ? { process: facts } : {}),
    goVersion: goEnv.GOVERSION,
    goRoot: goEnv.GOROOT,
    goPath: goEnv.GOPATH,
    goCache: goEnv.GOCACHE,
    goModCache: goEnv.GOMODCACHE,
    goTmpDir: goEnv.GOTMPDIR,
  };
}

async function workDirectory(run: GoRun): Promise<WorkDirectory | undefined> {
  const path = run.work;
  if (path === undefined || !run.plan) return undefined;
  const now = await stat(path).catch(() => undefined);
  const { goEnv, env, keepWork } = run.plan;
  return {
    path,
    chosenBy: goEnv.GOTMPDIR ? "GOTMPDIR" : env.TMPDIR ? "TMPDIR" : "default",
    ...(run.workCreatedAt ? { createdAt: run.workCreatedAt.toISOString() } : {}),
    ...(run.workRemovedAt === undefined ? {} : { removedAt: new Date(run.workRemovedAt).toISOString() }),
    exists: now !== undefined,
    kept: keepWork,
    ...(now ? { bytes: await sizeOf(path) } : {}),
  };
}

/** The bytes of all files below a directory; what vanishes meanwhile does not count. */
async function sizeOf(directory: string): Promise<number> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    entries.map(async (entry) => {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) return sizeOf(path);
      return (await stat(path).catch(() => undefined))?.size ?? 0;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The program as the kernel reports it, while it lives. */
function processFacts(run: GoRun): ProcessFacts | undefined {
  const { program } = run;
  if (!program || !isAlive(program)) return undefined;
  const cwd = readLink(program.pid, "cwd");
  const executable = readLink(program.pid, "exe");
  if (cwd === undefined || executable === undefined) return undefined;
  return { pid: program.pid, cwd, executable, mappings: readMappings(program.pid) };
}
