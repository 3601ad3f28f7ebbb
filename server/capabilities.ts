import type { ServerCapabilities } from "vscode-languageserver";
import type { Client } from "./client.ts";
import { actionKind, commandNames, commandPrefix } from "./commands/names.ts";

/** What this server does, for the answer to `initialize`. */
export function capabilitiesFor({ encoding }: Client): ServerCapabilities {
  return {
    positionEncoding: encoding,
    textDocumentSync: { openClose: true, change: 2, save: { includeText: false } },
    codeLensProvider: { resolveProvider: false },
    hoverProvider: true,
    codeActionProvider: { codeActionKinds: [actionKind] },
    executeCommandProvider: { commands: commandNames.map((name) => commandPrefix + name), workDoneProgress: true },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  };
}
