import { executablesOnPath } from "../delve/places.ts";
import type { Check } from "./check.ts";

/** go starts its tools and the program through two small sh scripts of ours. */
export function shCheck(env: NodeJS.ProcessEnv): Check {
  const base = { id: "sh", title: "sh" };
  const path = executablesOnPath(env, "sh")[0];
  if (path !== undefined) return { ...base, status: "ok", found: path };
  return {
    ...base,
    status: "error",
    found: "not found on PATH",
    advice: "Put a POSIX sh on PATH (/bin on every Unix).",
  };
}

/** Only the attribute `syscalls` needs it. */
export function straceCheck(env: NodeJS.ProcessEnv): Check {
  const base = { id: "strace", title: "strace (optional)" };
  const path = executablesOnPath(env, "strace")[0];
  if (path !== undefined) return { ...base, status: "ok", found: path };
  return {
    ...base,
    status: "warning",
    found: "not found on PATH",
    advice: 'Only `"syscalls": true` needs it; your system\'s packages have it.',
  };
}
