/** Scripts that complete gorunscope's commands in a shell, made from the commands that there are. */
import { bashScript } from "./completion/bash.ts";
import { fishScript } from "./completion/fish.ts";
import { zshScript } from "./completion/zsh.ts";

export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

/** A command as its completion has to know it. */
export interface CompletedCommand {
  name: string;
  description: string;
  options: CompletedOption[];
  /** Words that it takes as its argument. */
  words: string[];
  /** Whether it takes a Go package: a directory or .go files. */
  takesPackage: boolean;
}

export interface CompletedOption {
  /** With its dashes. */
  name: string;
  description: string;
  takesValue: boolean;
  /** Whether its value is a file's name. */
  takesFile: boolean;
  /** The values that it may have; empty where it takes any. */
  choices: readonly string[];
}

const scripts: Readonly<Record<Shell, (commands: readonly CompletedCommand[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** The script for a shell, to be sourced by it. */
export function completionScript(shell: Shell, commands: readonly CompletedCommand[]): string {
  return scripts[shell](commands);
}
