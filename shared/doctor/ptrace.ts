import { existsSync, readFileSync } from "node:fs";
import type { Check } from "./check.ts";

/** What the kernel says about tracing. */
export interface PtraceFacts {
  /** /proc/sys/kernel/yama/ptrace_scope; undefined where the kernel has no yama. */
  scope?: number;
  /** The line CapEff of /proc/self/status, hexadecimal; undefined without /proc. */
  capabilities?: string;
  /** Whether system calls of this process are filtered (the line Seccomp of /proc/self/status is 2). */
  filtered: boolean;
  /** What kind of container this is, as far as it can be told. */
  container?: string;
}

/** Number of CAP_SYS_PTRACE in linux/capability.h. */
const capSysPtrace = 19n;

/** @param root another root directory, for tests */
export function readPtraceFacts(root = "/"): PtraceFacts {
  const scope = readIfThere(`${root}proc/sys/kernel/yama/ptrace_scope`);
  const status = readIfThere(`${root}proc/self/status`) ?? "";
  const capabilities = /^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1];
  const container = containerAt(root);
  return {
    ...(scope === undefined ? {} : { scope: Number(scope) }),
    ...(capabilities === undefined ? {} : { capabilities }),
    filtered: /^Seccomp:\s*2$/m.test(status),
    ...(container === undefined ? {} : { container }),
  };
}

/** Whether dlv may trace: the program it starts, and one that runs already. See the kernel's admin-guide/LSM/Yama.rst. */
export function ptraceCheck({ scope, capabilities, filtered, container }: PtraceFacts): Check {
  const mayTrace = capabilities !== undefined && ((BigInt(`0x${capabilities}`) >> capSysPtrace) & 1n) === 1n;
  const where = container === undefined ? "" : `, in a container (${container})`;
  const base = {
    id: "ptrace",
    title: "ptrace permission",
    found: `${scope === undefined ? "no yama" : `ptrace_scope ${scope}`}, ${mayTrace ? "with" : "without"} CAP_SYS_PTRACE${where}`,
  };
  const lower = (value: number): string =>
    container === undefined
      ? `\`sudo sysctl kernel.yama.ptrace_scope=${value}\` changes it until the next boot.`
      : `Set kernel.yama.ptrace_scope to ${value} on the container's host.`;
  if (scope !== undefined && scope >= 3) {
    return {
      ...base,
      status: "error",
      advice: "The kernel lets nobody trace. Set kernel.yama.ptrace_scope to 1 and restart.",
    };
  }
  if (scope === 2 && !mayTrace) return { ...base, status: "error", advice: `Only root may trace. ${lower(1)}` };
  if (container !== undefined && filtered && !mayTrace) {
    const advice = 'If dlv says "operation not permitted", start the container with `--cap-add=SYS_PTRACE`.';
    return { ...base, status: "warning", advice };
  }
  if (scope === 1 && !mayTrace) {
    const advice = `Debugging what gorunscope starts works; attaching to a go run started elsewhere does not. ${lower(0)}`;
    return { ...base, status: "warning", advice };
  }
  return { ...base, status: "ok" };
}

/** Docker and podman leave a file, kubernetes and lxc show in the first process's control groups. */
function containerAt(root: string): string | undefined {
  if (existsSync(`${root}.dockerenv`)) return "docker";
  if (existsSync(`${root}run/.containerenv`)) return "podman";
  return /\b(docker|kubepods|lxc|containerd)\b/.exec(readIfThere(`${root}proc/1/cgroup`) ?? "")?.[1];
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return undefined;
  }
}
