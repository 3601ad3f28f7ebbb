// Packages the extension for VS Code: `npm run vscode` writes editors/vscode/dist/gorunscope.vsix, from what lies here, without network.
import { build } from "esbuild";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { vsixOf } from "./vscode/vsix.mjs";

const folder = "editors/vscode";
const { version } = JSON.parse(await readFile("package.json", "utf8"));

const { outputFiles } = await build({
  entryPoints: [join(folder, "source/extension.ts")],
  bundle: true,
  write: false,
  format: "cjs",
  platform: "node",
  target: "node20",
  external: ["vscode"],
  minify: true,
  legalComments: "none",
  define: { GORUNSCOPE_VERSION: JSON.stringify(version), "import.meta.url": '""' },
  logLevel: "warning",
});
const manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
if (manifest.version !== version) throw new Error(`${folder}/package.json has not the version ${version}`);

const files = { "package.json": manifest, "dist/extension.cjs": outputFiles[0].contents };
for (const name of ["check", "debug", "see", "read"]) {
  files[`media/${name}.md`] = await readFile(join(folder, `media/${name}.md`));
}
files["readme.md"] = await readFile(join(folder, "README.md"));
files["changelog.md"] = await readFile("CHANGELOG.md");
files["LICENSE.txt"] = await readFile("LICENSE");

const dist = join(folder, "dist");
await mkdir(dist, { recursive: true });
const fresh = join(dist, `gorunscope.vsix.${process.pid}`);
await writeFile(fresh, vsixOf(manifest, files));
await rename(fresh, join(dist, "gorunscope.vsix"));
