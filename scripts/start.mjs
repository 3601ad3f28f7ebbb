// `npm start` in a checkout: the demo, in the directory that npm was called in, so that a path means what it says there.
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../dist/gorunscope.js", import.meta.url));
process.chdir(process.env.INIT_CWD ?? ".");
process.argv.splice(1, 1, program, "demo");
await import(program);
