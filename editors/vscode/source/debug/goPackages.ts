/** What `go run` can be given: the package of a file, and the main packages of a folder. */
import { execFile } from "node:child_process";
import { dirname, relative } from "node:path";
import type { TextDocument, WorkspaceFolder } from "vscode";
import { runSettings } from "../settings.ts";

/** What a Go file says of itself before its first import. */
interface Clause {
  name: string;
  /** It has a build constraint, which may keep it out of its package. */
  constrained: boolean;
}

function clauseOf(document: TextDocument): Clause | undefined {
  let constrained = false;
  for (let line = 0; line < document.lineCount; line++) {
    const { text } = document.lineAt(line);
    if (text.startsWith("//go:build ")) constrained = true;
    const name = /^package\s+(\w+)/.exec(text)?.[1];
    if (name !== undefined) return { name, constrained };
  }
  return undefined;
}

/** What `go run` takes for a file: its package, or the file alone where a constraint may keep it out; undefined for what is no main. */
export function programOfFile(document: TextDocument | undefined): string | undefined {
  if (document === undefined || document.languageId !== "go" || document.uri.scheme !== "file") return undefined;
  const clause = clauseOf(document);
  if (clause?.name !== "main") return undefined;
  return clause.constrained ? document.uri.fsPath : dirname(document.uri.fsPath);
}

export interface MainPackage {
  directory: string;
  /** As one types it in the folder: ".", "./cmd/app". */
  path: string;
}

/** The main packages of a folder's module, or of its workspace; none where go can list none. */
export function listMains(folder: WorkspaceFolder): Promise<MainPackage[]> {
  const { goBinary } = runSettings(folder.uri);
  const root = folder.uri.fsPath;
  const words = ["list", "-e", "-f", '{{if eq .Name "main"}}{{.Dir}}{{end}}', "./..."];
  return new Promise((resolve) => {
    execFile(goBinary, words, { cwd: root }, (_error, stdout) => {
      const directories = stdout.split("\n").filter((line) => line !== "");
      resolve(
        directories.map((directory) => ({ directory, path: `./${relative(root, directory)}`.replace(/\/$/, "") })),
      );
    });
  });
}
