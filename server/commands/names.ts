/** The commands by name, and how lenses and code actions name them. */
import type { Command } from "vscode-languageserver";
import type { Client } from "../client.ts";

/** The commands of contract part 6 that this server carries out. */
export const commandNames = [
  "run",
  "debug",
  "buildDir",
  "cacheKeys",
  "procTree",
  "explain",
  "forecast",
  "compare",
  "environment",
  "stop",
  "restart",
] as const;

export type CommandName = (typeof commandNames)[number];

/** The one object that every command takes; what it has beside these is the request's own. */
export interface CommandArguments extends RequestArguments {
  /** A Go file. */
  uri?: string;
  /** An import path. */
  package?: string;
  /** A run's id. */
  run?: string;
  /** The program's arguments. */
  args?: string[];
  /** Whether the answer is to be shown, since nobody will read it. */
  show?: boolean;
}

/** What single requests take beside the package (contract, parts 3 and 6). */
export interface RequestArguments {
  /** Of cacheKeys: only what was rebuilt. */
  onlyMisses?: boolean;
  /** Of cacheKeys: what the keys are made of, too. */
  inputs?: boolean;
  /** Of procTree: only what still runs. */
  live?: boolean;
  /** Of forecast: the next go run, or the next debug launch. */
  for?: "run" | "debug";
  /** Of forecast: texts of files that are not saved, by absolute path; they go over the buffers. */
  overlay?: Record<string, string>;
}

/** The kind of all our code actions; none is of a kind that an editor carries out by itself. */
export const actionKind = "gorunscope";

/** What stands before a command's name in the protocol. */
export const commandPrefix = "gorunscope.";

/** A command as a lens or a code action carries it: a client that starts one of these drops the answer. */
export function commandOf(name: CommandName, title: string, args: CommandArguments, client: Client): Command {
  const show = client.showsAnswers ? {} : { show: true };
  return { title, command: commandPrefix + name, arguments: [{ ...args, ...show }] };
}
