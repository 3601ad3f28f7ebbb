/** Asks which package is to be run. */
import { window, workspace, type WorkspaceFolder } from "vscode";
import { listMains } from "./goPackages.ts";

/**
 * Lets the user choose among the main packages of the workspace, or of one folder; where there is but one, it is that.
 * @returns its directory; undefined where there is none, which is said, or where nothing is chosen
 */
export async function choosePackage(folder: WorkspaceFolder | undefined): Promise<string | undefined> {
  const folders = folder === undefined ? (workspace.workspaceFolders ?? []) : [folder];
  const found = await Promise.all(
    folders.map(async (each) => (await listMains(each)).map((main) => ({ ...main, folder: each.name }))),
  );
  const mains = found.flat();
  if (mains.length === 0) {
    void window.showErrorMessage(
      "gorunscope: there is no package main here. Open a file of one, or name it in launch.json.",
    );
    return undefined;
  }
  if (mains.length === 1) return mains[0]?.directory;
  const items = mains.map(({ path, directory, folder: name }) => ({ label: path, description: name, directory }));
  return (await window.showQuickPick(items, { placeHolder: "go run", matchOnDescription: true }))?.directory;
}
