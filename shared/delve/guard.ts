/**
 * Users link gorunscope-dlv as `dlv`, so the search for the real dlv may come upon ourselves, also behind a script or a
 * version manager's shim, and starting that would start us again without end. So whoever is asked for its version finds
 * this variable in its environment: our drop-in answers with its own name instead of looking for a dlv.
 */
const variable = "GORUNSCOPE_DLV";
const ownName = "gorunscope-dlv";

/** The environment in which a program is asked whether it is dlv. */
export function guarded(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...env, [variable]: "1" };
}

/**
 * For the drop-in's first line: what to print on stdout before ending with status 1, where gorunscope itself is asking
 * for dlv; undefined where somebody else has started it.
 */
export function answerToGuard(env: NodeJS.ProcessEnv): string | undefined {
  return env[variable] === undefined ? undefined : ownName;
}

/** Whether what a guarded program has printed is our drop-in's answer. */
export function isOwnAnswer(stdout: string): boolean {
  return stdout.trim() === ownName;
}
