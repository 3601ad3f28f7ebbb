/** Reading single attributes of a launch configuration: what clients send, in the types that the attributes have. */
import { errorIds, Failure } from "./errors.ts";

/** A launch configuration whose attributes are taken out one by one. */
export class AttributeReader {
  readonly #values: Map<string, unknown>;
  readonly #names = new Set<string>();

  constructor(values: Record<string, unknown>) {
    this.#values = new Map(Object.entries(values));
  }

  /** Whether an attribute is there and says something. */
  has(name: string): boolean {
    const value = this.#values.get(name);
    return !isMissing(value) && value !== "" && !isEmptyList(value);
  }

  /** A boolean; the default where it is missing. */
  boolean(name: string, byDefault: boolean): boolean {
    const value = this.#take(name);
    if (value === undefined || value === null) return byDefault;
    if (typeof value === "boolean") return value;
    throw wrongType(name, value, "true or false");
  }

  /** A text; undefined where it is missing or empty. */
  string(name: string): string | undefined {
    const value = this.#take(name);
    if (isMissing(value) || value === "") return undefined;
    if (typeof value === "string") return value;
    throw wrongType(name, value, "a string");
  }

  /** One of a few texts; the default where it is missing. */
  choice<T extends string>(name: string, choices: readonly [T, ...T[]]): T {
    const value = this.#take(name);
    if (isMissing(value) || value === "") return choices[0];
    const found = choices.find((choice) => choice === value);
    if (found !== undefined) return found;
    throw wrongType(name, value, oneOf(choices.map((choice) => `"${choice}"`)), { quote: true });
  }

  /** A list of texts, or one text that stands for a list; undefined where it is missing. */
  stringOrList(name: string): string | string[] | undefined {
    const value = this.#take(name);
    if (isMissing(value) || value === "") return undefined;
    if (typeof value === "string") return value;
    if (!Array.isArray(value)) throw wrongType(name, value, "a string or a list of strings");
    return value.map((element: unknown, index) => {
      if (typeof element === "string") return element;
      throw wrongType(`${name}[${index}]`, element, "a string");
    });
  }

  /**
   * A list of words, or one text that stands for a list; undefined where it is missing. Helix sends words of digits as numbers:
   * numbers are words, too.
   */
  stringOrWords(name: string): string | string[] | undefined {
    if (typeof this.#values.get(name) === "string") return this.string(name);
    return this.#list(name, "a string or a list of strings", ["string", "number"]);
  }

  /** A list of words, numbers and booleans taken as their text; empty where it is missing. */
  words(name: string): string[] {
    return this.#list(name, "a list of strings", ["string", "number", "boolean"]) ?? [];
  }

  /** Names and values of variables; null unsets. Lua sends an empty object as an empty list. */
  variables(name: string): Record<string, string | null> {
    const value = this.#take(name);
    if (isMissing(value) || isEmptyList(value)) return {};
    if (typeof value !== "object" || Array.isArray(value)) throw wrongType(name, value, "an object of strings");
    const entries = Object.entries(value as Record<string, unknown>).map(
      ([variable, text]): [string, string | null] => {
        if (variable === "" || /[=\0]/.test(variable)) {
          throw new Failure(errorIds.wrongArguments, `${name} has a variable whose name is empty or holds an =`);
        }
        if (text === null) return [variable, null];
        return [
          variable,
          wordOf(
            `${name}.${variable}`,
            text,
            ["string", "number", "boolean"],
            "a string, a number, true, false or null",
          ),
        ];
      },
    );
    return Object.fromEntries(entries);
  }

  /** Leaves attributes out of the rest. */
  drop(...names: string[]): void {
    for (const name of names) this.#take(name);
  }

  /** The attributes that were asked for so far, given or not. */
  get names(): string[] {
    return [...this.#names];
  }

  /** What nobody has taken, without what clients keep for themselves (`__…`). */
  rest(): Record<string, unknown> {
    return Object.fromEntries([...this.#values].filter(([name]) => !name.startsWith("__")));
  }

  #list(name: string, takes: string, kinds: string[]): string[] | undefined {
    const value = this.#take(name);
    if (isMissing(value)) return undefined;
    if (!Array.isArray(value)) throw wrongType(name, value, takes);
    return value.map((element: unknown, index) =>
      wordOf(`${name}[${index}]`, element, kinds, oneOf(kinds.map(article))),
    );
  }

  #take(name: string): unknown {
    this.#names.add(name);
    const value = this.#values.get(name);
    this.#values.delete(name);
    return value;
  }
}

/**
 * The failure of a wrong type. The value itself is named only where it cannot be a secret.
 * @param takes what the attribute takes
 */
export function wrongType(name: string, value: unknown, takes: string, options: { quote?: boolean } = {}): Failure {
  const got = options.quote && typeof value === "string" ? `"${value}"` : typeName(value);
  return new Failure(errorIds.wrongArguments, `${name} takes ${takes}; it got ${got}`);
}

/** dap-mode and nvim-dap send null, dape sends false for what is not set. */
function isMissing(value: unknown): value is null | undefined | false {
  return value === undefined || value === null || value === false;
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function wordOf(name: string, value: unknown, kinds: string[], takes: string): string {
  if (kinds.includes(typeof value)) return String(value);
  throw wrongType(name, value, takes);
}

function article(kind: string): string {
  return `a ${kind}`;
}

function oneOf(choices: string[]): string {
  const last = choices.at(-1) ?? "";
  return choices.length > 1 ? `${choices.slice(0, -1).join(", ")} or ${last}` : last;
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "boolean") return String(value);
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
