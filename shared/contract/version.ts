import { readFileSync } from "node:fs";

// Set by scripts/build.mjs; from source (tests, benchmarks) the version is read from package.json.
declare const GORUNSCOPE_VERSION: string | undefined;

/** gorunscope's own version, as package.json has it. */
export const version: string =
  typeof GORUNSCOPE_VERSION === "string"
    ? GORUNSCOPE_VERSION
    : (JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string }).version;
