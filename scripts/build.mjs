// Bundles the programs into dist/: one entry for each binary, chunks shared between them and loaded when first needed.
//
// The chunks are cut as ES modules, for only those are cut by esbuild, and turned into CommonJS, which Node 20 starts 40 ms
// sooner: it does without the loader of ES modules and the facades of Node's own modules.
import { build, transform } from "esbuild";
import { chmod, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";

const { version } = JSON.parse(await readFile("package.json", "utf8"));
// Built beside and moved there as a whole: whoever uses dist/ meanwhile has the old one, or the new one.
const fresh = `dist.${process.pid}`;
const target = "node20.19";

/** The frame reader needs vscode-jsonrpc's buffer, whose own file is a fiftieth of what all of vscode-jsonrpc/node loads. */
const bufferAlone = {
  name: "buffer-alone",
  setup({ onResolve }) {
    onResolve({ filter: /^vscode-jsonrpc\/node$/ }, ({ importer }) =>
      basename(importer) === "frameReader.ts"
        ? { path: resolve("node_modules/vscode-jsonrpc/lib/common/messageBuffer.js") }
        : undefined,
    );
  },
};

const { outputFiles } = await build({
  entryPoints: ["entry/gorunscope.ts", "entry/gorunscope-dlv.ts"],
  outdir: fresh,
  bundle: true,
  write: false,
  splitting: true,
  format: "esm",
  platform: "node",
  target,
  minifySyntax: true,
  legalComments: "none",
  define: { GORUNSCOPE_VERSION: JSON.stringify(version) },
  plugins: [bufferAlone],
  logLevel: "warning",
});
await mkdir(fresh);
// An import() would bring the loader of ES modules back.
const supported = { "dynamic-import": false };
for (const { path, text } of outputFiles) {
  const { code } = await transform(text, { format: "cjs", platform: "node", target, supported, minifySyntax: true });
  await writeFile(path, code);
}
await writeFile(join(fresh, "package.json"), `${JSON.stringify({ type: "commonjs" })}\n`);
for (const name of ["gorunscope", "gorunscope-dlv"]) await chmod(`${fresh}/${name}.js`, 0o755);
await rm("dist", { recursive: true, force: true });
await rename(fresh, "dist");
