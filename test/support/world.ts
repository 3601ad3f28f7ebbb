/**
 * A place of a test's own: every directory in which gorunscope, go or dlv may leave something lies below it, and every process that
 * is started in it carries its mark.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { scratch, testEnvironment } from "./tools.ts";

/** The variable that marks the processes of a world; its value is the world's directory. */
const markName = "GORUNSCOPE_TEST_WORLD";

export interface World {
  /** The directory of all, for modules and files of the test too. */
  path: string;
  /** TMPDIR: empty but for what has been left. */
  tmp: string;
  /** XDG_RUNTIME_DIR: empty but for what has been left. */
  runtime: string;
  /** The environment to start programs with. */
  env: NodeJS.ProcessEnv;
  remove: () => void;
}

/** @param added variables put over the test environment; undefined unsets */
export function makeWorld(added: NodeJS.ProcessEnv = {}): World {
  const { path, remove } = scratch();
  const tmp = join(path, "tmp");
  mkdirSync(tmp);
  const env = { ...testEnvironment(path), TMPDIR: tmp, [markName]: path, ...added };
  return { path, tmp, runtime: join(path, "runtime"), env, remove };
}

/** Whether an environment is that of a process of this world. */
export function isOfWorld(world: World, env: Record<string, string>): boolean {
  return env[markName] === world.path;
}
