// Brings the real editors that test/editors drives, into .cache/editors and nowhere else: `npm run editors`, or some of them,
// `npm run editors -- nvim hx`. What is there already is left alone. Exit status 1 if one could not be brought; which and why
// is said, and kept for the tests, which skip that editor by name.
import { describeEditors } from "./editors/all.mjs";
import { endCommands } from "./editors/command.mjs";
import { Place } from "./editors/place.mjs";

const lanes = 2;
const known = describeEditors();
const wanted = process.argv.length > 2 ? process.argv.slice(2) : known.map(({ name }) => name);
const wrong = wanted.filter((name) => !known.some((editor) => editor.name === name));
if (wrong.length > 0) {
  console.error(`editors: no ${wrong.join(", ")}; there are ${known.map(({ name }) => name).join(", ")}`);
  process.exit(2);
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    endCommands();
    process.exit(1);
  });
}

const waiting = known.filter(({ name }) => wanted.includes(name));
const missing = [];
await Promise.all(
  Array.from({ length: lanes }, async () => {
    for (let editor = waiting.shift(); editor !== undefined; editor = waiting.shift()) {
      if (!(await bring(editor))) missing.push(editor.name);
    }
  }),
);
if (missing.length > 0) console.log(`not there: ${missing.join(", ")}; their tests are skipped`);
process.exitCode = missing.length > 0 ? 1 : 0;

/** @returns {Promise<boolean>} whether the editor is there */
async function bring(editor) {
  const say = (line) => console.log(`${editor.name.padEnd(13)} ${line}`);
  const place = new Place(editor);
  const there = place.brought();
  if (there !== undefined) {
    say(`${there.version} is there`);
    return true;
  }
  const begin = performance.now();
  try {
    place.empty();
    const version = await editor.bring(place, say);
    place.finish(version);
    say(`${version} brought in ${((performance.now() - begin) / 1000).toFixed(0)} s`);
    return true;
  } catch (error) {
    place.fail(error.message);
    say(`could not be brought: ${error.message}`);
    return false;
  }
}
