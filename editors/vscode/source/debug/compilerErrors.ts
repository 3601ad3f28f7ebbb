/** Errors of the compiler, which the adapter sends as output with a place, as diagnostics until the next run begins. */
import { Diagnostic, DiagnosticSeverity, Disposable, languages, Range, Uri } from "vscode";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Sessions } from "./sessions.ts";

/** go writes "FILE:LINE:COLUMN: message", and indented lines below it. */
function messageOf(output: string): string {
  const text = output.trim();
  return /^\S+?:\d+(?::\d+)?: ([^]*)$/.exec(text)?.[1] ?? text;
}

export function showCompilerErrors(sessions: Sessions): Disposable {
  const diagnostics = languages.createDiagnosticCollection("go run");
  const show = ({ output, source, line, column }: DebugProtocol.OutputEvent["body"]) => {
    // The program's own output never has a place.
    if (source?.path === undefined || line === undefined) return;
    const uri = Uri.file(source.path);
    const [row, character] = [line - 1, Math.max((column ?? 1) - 1, 0)];
    const place = new Range(row, character, row, character);
    const diagnostic = new Diagnostic(place, messageOf(output), DiagnosticSeverity.Error);
    diagnostic.source = "go run";
    diagnostics.set(uri, [...(diagnostics.get(uri) ?? []), diagnostic]);
  };
  return Disposable.from(
    diagnostics,
    sessions.onDidOutput(show),
    sessions.onDidBeginRun(() => diagnostics.clear()),
  );
}
