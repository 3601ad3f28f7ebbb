/** What the server answers, one file for each method. */
export { codeActions } from "./codeAction.ts";
export { codeLenses } from "./codeLens.ts";
export { executeCommand } from "./executeCommand.ts";
export { hover } from "./hover.ts";
