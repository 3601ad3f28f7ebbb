/** The extension's manifest: what it says of attributes, settings and commands is what the adapter and the server take. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkLaunch } from "../../../shared/contract/launchAttributes.ts";
import { launchDefaults } from "../../../shared/contract/launch.ts";
import { version } from "../../../shared/contract/version.ts";
import { commandNames } from "../../../server/commands/names.ts";
import { defaultSettings } from "../../../server/settings.ts";
import { root } from "../../support/tools.ts";

interface Property {
  type?: string | string[];
  default?: unknown;
  description?: string;
  markdownDescription?: string;
}

interface Manifest {
  version: string;
  contributes: {
    debuggers: {
      configurationAttributes: { launch: { properties: Record<string, Property> } };
      initialConfigurations: object[];
      configurationSnippets: { label: string; body: Record<string, unknown> }[];
    }[];
    commands: { command: string }[];
    configuration: { properties: Record<string, Property> };
    menus: Record<string, { command: string }[]>;
    views: Record<string, { id: string }[]>;
  };
}

const folder = join(root, "editors", "vscode");
const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
const [debuggers] = manifest.contributes.debuggers;
const attributes = debuggers!.configurationAttributes.launch.properties;

/** The attributes by which a launch is planned; what goes on to dlv is dlv's. */
const ours = Object.keys(checkLaunch({ cwd: ".", dlvPath: "dlv", goBinary: "go" })).filter((name) => name !== "rest");

describe("the manifest of the extension for VS Code", () => {
  it("is of the program's version", () => assert.equal(manifest.version, version));

  it("has every launch attribute, with its default", () => {
    for (const name of [...ours, "mode", "command", "dlvToolPath", "substitutePath"]) {
      const property = attributes[name];
      assert.ok(property, `no attribute ${name}`);
      assert.ok(property.description ?? property.markdownDescription, `${name} is not described`);
    }
    const plain = Object.entries(launchDefaults).filter(([name]) => !["program", "rest"].includes(name));
    for (const [name, value] of plain) assert.deepEqual(attributes[name]!.default, value, name);
  });

  it("has defaults, snippets and first configurations that the adapter takes", () => {
    const defaults = Object.entries(attributes).filter(
      ([name, { default: value }]) => name !== "command" && value !== undefined,
    );
    checkLaunch(Object.fromEntries(defaults.map(([name, { default: value }]) => [name, value])));
    const bodies = debuggers!.configurationSnippets.map(({ body }) => body).filter(({ mode }) => mode === "run");
    const filled = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value).replaceAll(/\$\{\d+:([^}]*)\}/g, "$1"));
    assert.ok(bodies.length >= 5);
    for (const body of [...bodies.map(filled), ...debuggers!.initialConfigurations]) {
      assert.equal(checkLaunch(body).hint, undefined);
    }
  });

  it("has every setting of the language server, with its default", () => {
    const settings = manifest.contributes.configuration.properties;
    for (const [name, value] of Object.entries(defaultSettings)) {
      assert.deepEqual(settings[`gorunscope.${name}`]?.default, value, name);
    }
  });

  it("names no command that the language client registers, and each that a menu has", () => {
    const commands = manifest.contributes.commands.map(({ command }) => command);
    const servers = commandNames.map((name) => `gorunscope.${name}`);
    assert.deepEqual(
      commands.filter((command) => servers.includes(command)),
      [],
    );
    const inMenus = Object.values(manifest.contributes.menus).flat();
    for (const { command } of inMenus) assert.ok(commands.includes(command), command);
  });
});
