import { statSync } from "node:fs";

/** The directory by the name that the shell gave it, which go and a program may ask for; by its own where that is another. */
export function workingDirectory(env: NodeJS.ProcessEnv): string {
  const cwd = process.cwd();
  const named = env.PWD?.startsWith("/") ? statSync(env.PWD, { throwIfNoEntry: false }) : undefined;
  const here = statSync(cwd);
  return env.PWD !== undefined && named?.ino === here.ino && named.dev === here.dev ? env.PWD : cwd;
}
