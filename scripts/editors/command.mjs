// Runs the programs that bring an editor: apt-get, dpkg-deb, npm. What they say is shown only where they fail.
import { spawn } from "node:child_process";

const running = new Set();

/**
 * Runs a command to its end.
 * @param {string[]} words
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<string>} its standard output; throws an Error with what it said last if it fails
 */
export function run([file, ...args], options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...options, stdio: ["ignore", "pipe", "pipe"], detached: true });
    running.add(child);
    let [output, errors] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text) => (output += text));
    child.stderr.setEncoding("utf8").on("data", (text) => (errors += text));
    child.once("error", (error) => reject(new Error(`${file} did not start: ${error.message}`)));
    child.once("close", (code, signal) => {
      running.delete(child);
      if (code === 0) resolve(output);
      else reject(new Error(`${file} ${signal ?? `exit status ${code}`}: ${lastWords(errors || output)}`));
    });
  });
}

/** Ends what still runs. */
export function endCommands() {
  for (const child of running) process.kill(-child.pid, "SIGTERM");
}

/** The lines that apt and npm mark as errors, or else the last ones. */
function lastWords(text) {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const marked = lines.filter((line) => /^(E:|npm error)/.test(line));
  return (marked.length > 0 ? marked : lines).slice(-3).join("; ");
}
