/** The program gorunscope: where it is, what users are told where it is not, and what its commands answer. */
import { execFile } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import { commands, window } from "vscode";
import { programName } from "./settings.ts";

/** An answer may have the keys of a thousand packages. */
const longestAnswer = 1 << 28;

/** The path of the program; undefined where there is none. */
export function findProgram(): string | undefined {
  const name = programName();
  if (isAbsolute(name)) return isExecutable(name) ? name : undefined;
  const directories = (process.env["PATH"] ?? "").split(delimiter).filter((directory) => directory !== "");
  return directories.map((directory) => join(directory, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** What to tell a user where the program is not there. */
function missingSentence(): string {
  const name = programName();
  const where = isAbsolute(name) ? "there is no program" : "VS Code finds no program on its PATH that is called";
  return `gorunscope: ${where} ${name}. Install gorunscope, or name it in the setting gorunscope.path.`;
}

/**
 * The path of the program. Where it is missing the user is told so, with one message.
 * @returns undefined where it is missing
 */
export function programOrMessage(): string | undefined {
  const path = findProgram();
  if (path === undefined) void tellMissing();
  return path;
}

async function tellMissing(): Promise<void> {
  const [settings, help] = ["Open the Setting", "How to Begin"];
  const chosen = await window.showErrorMessage(missingSentence(), settings, help);
  if (chosen === settings) await commands.executeCommand("workbench.action.openSettings", "gorunscope.path");
  if (chosen === help) await commands.executeCommand("gorunscope.openWalkthrough");
}

/**
 * Runs one of its commands that answer with JSON.
 * @param cwd where it runs
 * @throws Error with what the program said
 */
export function askProgram(words: readonly string[], cwd: string | undefined): Promise<unknown> {
  const path = findProgram();
  if (path === undefined) return Promise.reject(new Error(missingSentence()));
  return new Promise((resolve, reject) => {
    execFile(path, words, { cwd, maxBuffer: longestAnswer }, (error, stdout, stderr) => {
      if (error) reject(new Error(stderr.trim().replace(/^gorunscope[^:]*: /, "") || error.message));
      else resolve(JSON.parse(stdout));
    });
  });
}
