// VS Code as a server, from npm, with the Node that it wants.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./command.mjs";

const recipe = { node: "24.21.0", codeServer: "4.139.1" };
const npm = ["npm", "install", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error"];

/** @type {import("./all.mjs").Editor} */
export default {
  name: "code-server",
  recipe,
  async bring(place, say) {
    const nodePackage = `node-${process.platform}-${process.arch}`;
    // Each in a folder of its own: in one, the package of the node would be code-server's dependency to npm.
    const node = await install(place, "node", `${nodePackage}@${recipe.node}`, process.env, say);
    const bin = join(node, nodePackage, "bin");
    const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
    const server = join(await install(place, "server", `code-server@${recipe.codeServer}`, env, say), "code-server");
    const code = join(server, "lib/vscode");
    for (const cwd of [code, join(code, "extensions")]) {
      say("downloads what VS Code and its extensions need");
      await run(npm, { cwd, env });
    }
    place.writeCommand([join(bin, "node"), join(server, "out/node/entry.js")]);
    // Before it says its version it may log.
    const said = (await run([place.command, "--version"])).trim().split("\n").at(-1);
    return said.split(" ")[0];
  },
};

/** @returns {Promise<string>} the folder of the installed packages */
async function install(place, name, wanted, env, say) {
  const cwd = join(place.folder, name);
  mkdirSync(cwd);
  writeFileSync(join(cwd, "package.json"), '{"private":true}\n');
  say(`downloads ${wanted}`);
  await run([...npm, wanted], { cwd, env });
  return join(cwd, "node_modules");
}
