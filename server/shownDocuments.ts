/**
 * Answers as documents, for clients that drop what a command answers. A document lies in this server's own private directory and goes
 * with it; what is secret stands in it as a digest.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Connection } from "vscode-languageserver";
import type { Client } from "./client.ts";
import { sentenceOf } from "../shared/contract/errors.ts";
import { createRunDirectory, type RunDirectory } from "../shared/process/privateDirectory.ts";

export class ShownDocuments {
  readonly #connection: Connection;
  readonly #env: NodeJS.ProcessEnv;
  #directory: Promise<RunDirectory> | undefined;
  #closed = false;

  constructor(connection: Connection, env: NodeJS.ProcessEnv) {
    this.#connection = connection;
    this.#env = env;
  }

  /**
   * Shows a text: as a document, or, where the client has none to show, its first lines as a message.
   * @param name of the document, as in "buildDir"
   */
  async show(client: Client, name: string, text: string): Promise<void> {
    if (this.#closed) return;
    if (client.showsDocuments && (await this.#showDocument(name, text))) return;
    await this.#connection.sendNotification("window/showMessage", { type: 3, message: firstLines(text) });
  }

  /** Removes all documents; there are none after it. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#directory?.then((directory) => directory.remove()).catch(() => undefined);
  }

  async #showDocument(name: string, text: string): Promise<boolean> {
    try {
      const directory = await (this.#directory ??= createRunDirectory(this.#env));
      const path = join(directory.path, `${name}.txt`);
      await writeFile(path, `${text}\n`, { mode: 0o600 });
      const uri = pathToFileURL(path).href;
      const { success } = await this.#connection.window.showDocument({ uri, takeFocus: false });
      return success;
    } catch (error) {
      this.#connection.console.warn(`${name} could not be shown: ${sentenceOf(error)}`);
      return false;
    }
  }
}

/** A message has room for a few lines. */
function firstLines(text: string): string {
  const lines = text.split("\n");
  return lines.length <= 5 ? text : [...lines.slice(0, 5), "…"].join("\n");
}
