/** The extension: what VS Code calls when it is started and ended. */
import { commands, debug, DebugConfigurationProviderTriggerKind, type ExtensionContext } from "vscode";
import { Documents } from "./answers/documents.ts";
import { Runs } from "./answers/runs.ts";
import { registerCommands } from "./commands.ts";
import { adapterFactory } from "./debug/adapter.ts";
import { showCompilerErrors } from "./debug/compilerErrors.ts";
import { debugType, dynamicConfigurations, initialConfigurations } from "./debug/configurations.ts";
import { Sessions } from "./debug/sessions.ts";
import { LanguageServer, restartOnSettings } from "./language/server.ts";
import { programOrMessage } from "./program.ts";
import { RunView } from "./view/runView.ts";

let server: LanguageServer | undefined;

export function activate({ subscriptions }: ExtensionContext): void {
  const { Initial, Dynamic } = DebugConfigurationProviderTriggerKind;
  const sessions = new Sessions();
  server = new LanguageServer();
  const runs = new Runs(sessions, server);
  const documents = new Documents(runs);
  server.show = (name, asked, answer) => documents.show(name, asked, answer);
  subscriptions.push(
    sessions.register(),
    debug.registerDebugConfigurationProvider(debugType, initialConfigurations, Initial),
    debug.registerDebugConfigurationProvider(debugType, dynamicConfigurations, Dynamic),
    debug.registerDebugAdapterDescriptorFactory(debugType, adapterFactory),
    showCompilerErrors(sessions),
    runs.register(),
    documents.register(),
    new RunView(runs).register(),
    registerCommands(documents, server),
    restartOnSettings(server),
  );
  void commands.executeCommand("setContext", "gorunscope.isActive", true);
  programOrMessage();
  void server.restart();
}

/** The server is told to end, and is given the time to. */
export function deactivate(): Promise<void> | undefined {
  return server?.dispose();
}
