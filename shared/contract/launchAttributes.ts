/** The launch configuration of mode run: from what a client sends to attributes with their types and defaults. */
import { parseCommandLine, splitShell } from "../go/command.ts";
import { flagsOf, parseRunArguments } from "../go/runArguments.ts";
import { AttributeReader, wrongType } from "./attributeValues.ts";
import { misspeltAs } from "../text/nearest.ts";
import { errorIds, Failure } from "./errors.ts";
import { launchDefaults, type LaunchAttributes } from "./launch.ts";

/** The adapter's and the client's own attributes: they say who starts what, not how. */
const notForDlv = ["mode", "request", "name", "type"];

/**
 * Checks a launch configuration. It starts nothing and reads no files.
 *
 * null is a missing attribute; so are an empty string, and false where the attribute is no boolean.
 * @param raw the arguments of the launch request
 * @param environment where variables in `command` are looked up
 * @throws Failure 7004 for a wrong type: it names the attribute, what it got and what it takes; and for a `command` that is no
 *   go run or that stands beside the attributes it replaces
 */
export function checkLaunch(raw: unknown, environment: Readonly<NodeJS.ProcessEnv> = process.env): LaunchAttributes {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw))
    throw wrongType("launch", raw, "an object of attributes");
  const reader = new AttributeReader(raw as Record<string, unknown>);
  reader.drop(...notForDlv);
  const command = reader.string("command");
  const { goBinary, ...what } = command === undefined ? fromFields(reader) : fromCommand(command, reader, environment);
  const cwd = reader.string("cwd");
  const dlvToolPath = reader.string("dlvToolPath");
  const dlvPath = reader.string("dlvPath") ?? dlvToolPath;
  const attributes: LaunchAttributes = {
    ...what,
    ...(cwd === undefined ? {} : { cwd }),
    envFile: asList(reader.stringOrList("envFile")),
    debugPackages: debugPackages(reader),
    noDebug: reader.boolean("noDebug", launchDefaults.noDebug),
    stopOnEntry: reader.boolean("stopOnEntry", launchDefaults.stopOnEntry),
    console: reader.choice("console", ["internalConsole", "integratedTerminal", "externalTerminal"]),
    outputMode: reader.choice("outputMode", ["local", "remote"]),
    keepWork: reader.boolean("keepWork", launchDefaults.keepWork),
    cDebugInfo: reader.boolean("cDebugInfo", launchDefaults.cDebugInfo),
    record: reader.boolean("record", launchDefaults.record),
    syscalls: reader.boolean("syscalls", launchDefaults.syscalls),
    ...(dlvPath === undefined ? {} : { dlvPath }),
    ...(goBinary === undefined ? {} : { goBinary }),
    rest: reader.rest(),
  };
  const hint = misspelt(Object.keys(attributes.rest), reader.names);
  return hint === undefined ? attributes : { ...attributes, hint };
}

/** Says which attributes are not ours but nearly have the name of one that is. */
function misspelt(given: string[], ours: string[]): string | undefined {
  const sentences = given.flatMap((name) => {
    const meant = misspeltAs(name, ours);
    return meant === undefined ? [] : [`there is no attribute ${name}; did you mean ${meant}?`];
  });
  return sentences.length === 0 ? undefined : sentences.join(" ");
}

type WhatToRun = Pick<LaunchAttributes, "program" | "args" | "env" | "buildFlags" | "goBinary">;

function fromFields(reader: AttributeReader): WhatToRun {
  const program = asList(reader.stringOrList("program"));
  const goBinary = reader.string("goBinary");
  return {
    program: program.length === 0 ? launchDefaults.program : program,
    args: reader.words("args"),
    env: reader.variables("env"),
    buildFlags: buildFlags(reader),
    ...(goBinary === undefined ? {} : { goBinary }),
  };
}

function buildFlags(reader: AttributeReader): string[] {
  const given = reader.stringOrWords("buildFlags");
  const words = typeof given === "string" ? splitShell(given, "buildFlags") : (given ?? []);
  return flagsOf(words).flatMap((flag) => flag.words);
}

/** `command` says all that program, args and buildFlags would say; env and goBinary may stand beside it. */
function fromCommand(command: string, reader: AttributeReader, environment: Readonly<NodeJS.ProcessEnv>): WhatToRun {
  const doubled = ["program", "args", "buildFlags"].filter((name) => reader.has(name));
  if (doubled.length > 0) {
    throw new Failure(errorIds.wrongArguments, `command cannot stand together with ${doubled.join(", ")}`, {
      advice: "Give the whole command line, or its parts.",
    });
  }
  reader.drop("program", "args", "buildFlags");
  const { env, goBinary, words } = parseCommandLine(command, environment);
  const { flags, program, args } = parseRunArguments(words);
  if (program.length === 0) {
    throw new Failure(errorIds.wrongArguments, "command names no package to run", {
      advice: "Name it as go run takes it: a package, a directory, or .go files.",
    });
  }
  const named = reader.string("goBinary");
  const binary = goBinary === "go" ? named : goBinary;
  if (named !== undefined && binary !== named) {
    throw new Failure(errorIds.wrongArguments, "command and goBinary name different go commands", {
      advice: "Name it in one of them.",
    });
  }
  return {
    program,
    args,
    env: { ...reader.variables("env"), ...env },
    buildFlags: flags.flatMap((flag) => flag.words),
    ...(binary === undefined ? {} : { goBinary: binary }),
  };
}

function debugPackages(reader: AttributeReader): LaunchAttributes["debugPackages"] {
  const given = reader.stringOrList("debugPackages");
  if (given === undefined) return launchDefaults.debugPackages;
  if (given === "module" || given === "all" || given === "none") return given;
  const patterns = asList(given);
  // A pattern becomes part of -gcflags=PATTERN=FLAGS.
  const wrong = patterns.find((pattern) => pattern.trim() === "" || /^-|^['"]|=/.test(pattern));
  if (wrong !== undefined) {
    throw wrongType("debugPackages", wrong, '"module", "all", "none" or package patterns', { quote: true });
  }
  return patterns.length === 0 ? "none" : patterns;
}

function asList(value: string | string[] | undefined): string[] {
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}
