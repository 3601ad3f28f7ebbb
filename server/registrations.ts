/** What the server asks the client to tell it of, where the client wants to be asked. */
import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type Connection,
} from "vscode-languageserver";
import type { Client } from "./client.ts";

export async function registrations(connection: Connection, client: Client): Promise<void> {
  if (client.tellsConfiguration) {
    await connection.client.register(DidChangeConfigurationNotification.type, { section: "gorunscope" });
  }
  if (client.tellsFiles) {
    const watchers = ["go.mod", "go.work", "*.go"].map((name) => ({ globPattern: `**/${name}` }));
    await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  }
}

/** Whether a URI is that of a file that says which modules there are. */
export function isGoModule(uri: string): boolean {
  return /\/go\.(?:mod|work)$/.test(uri);
}
