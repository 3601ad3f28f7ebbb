// Bundles the programs into dist/: one entry for each binary, chunks shared between them and loaded when first needed.
import { build } from "esbuild";
import { chmod, readFile, rename, rm } from "node:fs/promises";

const { version } = JSON.parse(await readFile("package.json", "utf8"));
// Built beside and moved there as a whole: whoever uses dist/ meanwhile has the old one, or the new one.
const fresh = `dist.${process.pid}`;
await build({
  entryPoints: ["entry/gorunscope.ts", "entry/gorunscope-dlv.ts"],
  outdir: fresh,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  minifySyntax: true,
  legalComments: "none",
  define: { GORUNSCOPE_VERSION: JSON.stringify(version) },
  // CommonJS dependencies call require for Node's own modules; an ES module has none unless it makes one.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
  logLevel: "warning",
});
for (const name of ["gorunscope", "gorunscope-dlv"]) await chmod(`${fresh}/${name}.js`, 0o755);
await rm("dist", { recursive: true, force: true });
await rename(fresh, "dist");
