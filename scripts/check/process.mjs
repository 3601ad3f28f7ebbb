// Runs one command of the check with a limit of time, its output in a file: what a surviving grandchild holds open
// then keeps nobody waiting.
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";

const limitMs = 20 * 60_000;
const graceMs = 5_000;
const running = new Set();
let started = 0;

/**
 * Runs a command in a process group of its own.
 * @param {string} directory where the file with its output goes
 * @param {string[]} command its words
 * @param {string} cwd
 * @returns {Promise<{ ok: boolean, output: string, ms: number, ending: string, timedOut: boolean }>} `ending` says how
 * it ended, for people ("exit status 2"); empty when it went well
 */
export async function runCommand(directory, command, cwd = ".") {
  const file = join(directory, `output-${started++}`);
  const descriptor = openSync(file, "w");
  const begin = performance.now();
  let timedOut = false;
  let limit;
  const ending = await new Promise((resolve) => {
    const child = spawn(command[0], command.slice(1), {
      cwd,
      detached: true,
      stdio: ["ignore", descriptor, descriptor],
    });
    child.once("error", (error) => resolve(`${command[0]} did not start: ${error.message}`));
    child.once("exit", (code, signal) => {
      running.delete(child);
      resolve(code === 0 ? "" : signal === null ? `exit status ${code}` : `ended by ${signal}`);
    });
    if (child.pid === undefined) return;
    running.add(child);
    limit = setTimeout(() => {
      timedOut = true;
      signalGroup(child, "SIGTERM");
      limit = setTimeout(() => signalGroup(child, "SIGKILL"), graceMs);
    }, limitMs);
  });
  clearTimeout(limit);
  closeSync(descriptor);
  const said = timedOut ? `killed: still running after ${limitMs / 60_000} minutes` : ending;
  return { ok: said === "", output: readFileSync(file, "utf8"), ms: performance.now() - begin, ending: said, timedOut };
}

/** Ends whatever still runs, for a check that is itself interrupted. */
export function endAll() {
  for (const child of running) signalGroup(child, "SIGTERM");
}

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}
