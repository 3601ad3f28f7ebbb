// A GOCACHEPROG as cmd/go/internal/cacheprog describes it: `node cacheProgram.mjs DIRECTORY GOCACHE`. Keeps what is put below
// DIRECTORY, and appends a line `put KEY OUTPUT` there to `log` for each. What it does not have it looks up in GOCACHE, so that the
// standard library need not be built anew.
import { appendFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

const [directory, goCache] = process.argv.slice(2);
mkdirSync(directory, { recursive: true });
const answer = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
const hex = (base64) => Buffer.from(base64 ?? "", "base64").toString("hex");
const entryOf = (key) => join(directory, `${key}-a`);

answer({ ID: 0, KnownCommands: ["get", "put", "close"] });

let put;
for await (const line of createInterface({ input: process.stdin })) {
  if (line === "") continue;
  if (put) {
    // The body of the request before, as base64 in quotes.
    store(put, Buffer.from(JSON.parse(line), "base64"));
    put = undefined;
    continue;
  }
  const request = JSON.parse(line);
  if (request.Command === "put" && request.BodySize > 0) put = request;
  else if (request.Command === "put") store(request, Buffer.alloc(0));
  else if (request.Command === "get") answer({ ID: request.ID, ...find(hex(request.ActionID)) });
  else answer({ ID: request.ID });
}

function store(request, body) {
  const [key, output] = [hex(request.ActionID), hex(request.OutputID ?? request.ObjectID)];
  const file = join(directory, `${output}-d`);
  writeFileSync(file, body);
  writeFileSync(entryOf(key), output);
  appendFileSync(join(directory, "log"), `put ${key} ${output}\n`);
  answer({ ID: request.ID, DiskPath: file });
}

function find(key) {
  if (existsSync(entryOf(key))) return found(readFileSync(entryOf(key), "utf8"), directory);
  const entry = join(goCache, key.slice(0, 2), `${key}-a`);
  const output = existsSync(entry) ? readFileSync(entry, "utf8").split(" ")[2] : undefined;
  return output === undefined ? { Miss: true } : found(output, join(goCache, output.slice(0, 2)));
}

function found(output, where) {
  const file = join(where, `${output}-d`);
  const status = statSync(file, { throwIfNoEntry: false });
  if (!status?.isFile()) return { Miss: true };
  const OutputID = Buffer.from(output, "hex").toString("base64");
  return { OutputID, Size: status.size, Time: status.mtime.toISOString(), DiskPath: file };
}
