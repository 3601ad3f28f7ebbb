/** What VS Code starts as debug adapter: `gorunscope dap`. */
import { dirname } from "node:path";
import { DebugAdapterExecutable, window, type DebugAdapterDescriptorFactory } from "vscode";
import { findProgram } from "../program.ts";
import { adapterArguments, programName } from "../settings.ts";

/** The adapter's directory is that of the workspace folder, from which relative paths are seen. */
export const adapterFactory: DebugAdapterDescriptorFactory = {
  createDebugAdapterDescriptor(session) {
    const open = window.activeTextEditor?.document.uri;
    const cwd = session.workspaceFolder?.uri.fsPath ?? (open?.scheme === "file" ? dirname(open.fsPath) : undefined);
    const options = cwd === undefined ? {} : { cwd };
    return new DebugAdapterExecutable(findProgram() ?? programName(), ["dap", ...adapterArguments()], options);
  },
};
