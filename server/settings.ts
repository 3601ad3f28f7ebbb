/** The settings `gorunscope.*`, as a client gives them in `initializationOptions` or by `workspace/configuration`. */
import { AttributeReader, wrongType } from "../shared/contract/attributeValues.ts";
import { Failure, sentenceOf } from "../shared/contract/errors.ts";
import { splitShell } from "../shared/go/command.ts";
import { flagsOf } from "../shared/go/runArguments.ts";

export interface Settings {
  /** Which parts show anything. */
  codeLens: boolean;
  hover: boolean;
  codeAction: boolean;
  /** Whether the next run is forecast while one types. */
  forecast: "auto" | "off";
  /** How long after the last key a forecast begins, in milliseconds. */
  forecastDelay: number;
  /** Flags for go run, as words. */
  buildFlags: string[];
  /** The program's arguments. */
  args: string[];
  /** Put over the server's environment; null unsets. */
  env: Record<string, string | null>;
  /** The go command. */
  goBinary: string;
}

export const defaultSettings: Readonly<Settings> = {
  codeLens: true,
  hover: true,
  codeAction: true,
  forecast: "auto",
  forecastDelay: 400,
  buildFlags: [],
  args: [],
  env: {},
  goBinary: "go",
};

const longestDelay = 60_000;

type Readers = { [Name in keyof Settings]: (reader: AttributeReader, byDefault: Settings[Name]) => Settings[Name] };

const readers: Readers = {
  codeLens: (reader, byDefault) => reader.boolean("codeLens", byDefault),
  hover: (reader, byDefault) => reader.boolean("hover", byDefault),
  codeAction: (reader, byDefault) => reader.boolean("codeAction", byDefault),
  forecast: (reader) => reader.choice("forecast", ["auto", "off"]),
  forecastDelay: (reader, byDefault) => delay(reader.rest()["forecastDelay"], byDefault),
  buildFlags: (reader) => {
    const given = reader.stringOrWords("buildFlags");
    const words = typeof given === "string" ? splitShell(given) : (given ?? []);
    return flagsOf(words).flatMap((flag) => flag.words);
  },
  args: (reader) => reader.words("args"),
  env: (reader) => reader.variables("env"),
  goBinary: (reader, byDefault) => reader.string("goBinary") ?? byDefault,
};

function delay(given: unknown, byDefault: number): number {
  if (given === undefined || given === null) return byDefault;
  if (typeof given === "number" && given >= 0 && given <= longestDelay) return given;
  throw wrongType("forecastDelay", given, `a number of milliseconds from 0 to ${longestDelay}`);
}

/**
 * Checks settings. What is missing or null has its default, and so has what is wrong; names that are none of ours are somebody
 * else's.
 * @returns the settings, and a sentence for each that is wrong: it names the setting, what it got and what stands instead
 */
export function checkSettings(given: unknown): { settings: Settings; problems: string[] } {
  const settings = { ...defaultSettings };
  if (given === undefined || given === null) return { settings, problems: [] };
  if (typeof given !== "object" || Array.isArray(given)) {
    return { settings, problems: ["gorunscope takes an object of settings; the defaults stand"] };
  }
  const problems: string[] = [];
  const read = <Name extends keyof Settings>(name: Name) => {
    try {
      settings[name] = readers[name](new AttributeReader(given as Record<string, unknown>), defaultSettings[name]);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const sentence = sentenceOf(error);
      const named = sentence.startsWith(name) ? sentence : `${name}: ${sentence}`;
      problems.push(`gorunscope.${named}; ${JSON.stringify(defaultSettings[name])} stands instead`);
    }
  };
  for (const name of Object.keys(readers) as (keyof Settings)[]) read(name);
  return { settings, problems };
}

/** An environment with what the settings say put over it. */
export function environmentWith(env: NodeJS.ProcessEnv, added: Settings["env"]): NodeJS.ProcessEnv {
  const merged = { ...env };
  for (const [name, value] of Object.entries(added)) {
    if (value === null) delete merged[name];
    else merged[name] = value;
  }
  return merged;
}
