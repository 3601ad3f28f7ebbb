/** What the server answers, one file for each method. */
import { codeActions } from "./codeAction.ts";
import { codeLenses } from "./codeLens.ts";
import { executeCommand } from "./executeCommand.ts";
import { hover } from "./hover.ts";

export const features = { codeActions, codeLenses, executeCommand, hover };
