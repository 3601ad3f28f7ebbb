/** Files of environment variables, as the attribute `envFile` names them. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { errorIds, Failure } from "./errors.ts";

/**
 * Reads files of variables; of several with the same name the last counts.
 *
 * The format is the one that users of the Go extension of VS Code know: a line is `NAME=VALUE` or `export NAME=VALUE`, empty
 * lines and lines that begin with # mean nothing. A value may stand in '…', where everything is itself, or in "…", where `\n` is
 * a line break. Outside of '…', `${NAME}` is the value of that variable, from the lines before or the environment, or nothing;
 * `\$` is a dollar sign. A comment may follow a quoted value.
 * @param paths relative ones are seen from `cwd`
 * @param environment where a `${NAME}` is looked up that no line before has set
 * @throws Failure 7004 for a file that cannot be read, and for a line in another form: it names file and line, never the value
 */
export function readEnvFiles(
  paths: string[],
  cwd: string,
  environment: Readonly<NodeJS.ProcessEnv> = {},
): Record<string, string> {
  const variables: Record<string, string> = {};
  const lookUp = (name: string) => variables[name] ?? environment[name] ?? "";
  for (const path of paths.map((each) => resolve(cwd, each))) {
    readText(path)
      .split("\n")
      .forEach((line, index) => {
        const found = readLine(line, path, index + 1, lookUp);
        if (found) variables[found.name] = found.value;
      });
  }
  return variables;
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? "unreadable";
    throw new Failure(errorIds.wrongArguments, `envFile ${path} could not be read (${code})`, {
      advice: "Check the path; a relative one is seen from cwd.",
      cause,
    });
  }
}

function readLine(
  line: string,
  path: string,
  number: number,
  lookUp: (name: string) => string,
): { name: string; value: string } | undefined {
  if (/^\s*(?:#|$)/.test(line)) return undefined;
  const [, name, given = ""] = /^\s*(?:export\s+)?([\w.-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
  if (name === undefined) throw malformed(path, number, "is not NAME=VALUE");
  const quote = given.charAt(0);
  if (quote !== '"' && quote !== "'") return { name, value: substitute(given, lookUp) };
  const inside = insideQuotes(given, quote);
  if (inside === undefined)
    throw malformed(path, number, `has a ${quote} that is never closed, or text after the closing one`);
  return { name, value: quote === "'" ? inside : substitute(inside.replaceAll("\\n", "\n"), lookUp) };
}

/** What stands between the quotes of a value: up to a quote that a comment follows, else up to the last one. */
function insideQuotes(value: string, quote: string): string | undefined {
  const commented = new RegExp(`^.([^${quote}]*)${quote}\\s+#`).exec(value)?.[1];
  if (commented !== undefined) return commented;
  return value.length > 1 && value.endsWith(quote) ? value.slice(1, -1) : undefined;
}

function substitute(value: string, lookUp: (name: string) => string): string {
  return value.replace(/\\\$|\$\{([A-Za-z_]\w*)\}/g, (whole, name?: string) =>
    name === undefined ? whole.slice(1) : lookUp(name),
  );
}

function malformed(path: string, number: number, what: string): Failure {
  return new Failure(errorIds.wrongArguments, `envFile ${path}, line ${number} ${what}`, {
    advice: "A line is NAME=VALUE, a value with quotes ends with the same quote.",
  });
}
