/** The extensions that are installed: the product's and the one that carries out scenarios. */
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { vsixOf } from "../../../scripts/vscode/vsix.mjs";
import { root } from "../../support/tools.ts";

const run = promisify(execFile);

/** The extension, packaged by `npm run vscode`. @returns its path */
export async function packaged(): Promise<string> {
  await run(process.execPath, [join(root, "scripts", "vscode.mjs")], { cwd: root });
  return join(root, "editors", "vscode", "dist", "gorunscope.vsix");
}

/** The tests' own extension, packaged into a folder. @returns its path */
export async function packagedDriver(folder: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(root, "test/editors/vscode/driver/extension.ts")],
    bundle: true,
    write: false,
    format: "cjs",
    platform: "node",
    external: ["vscode"],
  });
  const manifest = {
    name: "driver",
    displayName: "driver",
    description: "carries out scenarios",
    publisher: "gorunscope-tests",
    version: "0.0.1",
    main: "extension.cjs",
    engines: { vscode: "^1.91.0" },
    keywords: [],
    categories: ["Other"],
    extensionKind: ["workspace"],
    activationEvents: ["onStartupFinished"],
  };
  const vsix = join(folder, "driver.vsix");
  writeFileSync(vsix, vsixOf(manifest, { "package.json": manifest, "extension.cjs": outputFiles[0]!.contents }));
  return vsix;
}
