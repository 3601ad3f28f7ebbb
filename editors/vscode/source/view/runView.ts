/** The view "Go run" in the debug side bar: processes, cache keys and build directory, following the run. */
import {
  Disposable,
  EventEmitter,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  window,
  type TreeDataProvider,
  type TreeView,
} from "vscode";
import { isFinal } from "../../../../shared/contract/answers.ts";
import { follow } from "../answers/following.ts";
import type { Runs } from "../answers/runs.ts";
import { buildDirNode } from "./buildDir.ts";
import { cacheKeysNode } from "./cacheKeys.ts";
import type { Node } from "./node.ts";
import { procTreeNode } from "./procTree.ts";

const everyMs = 250;

export class RunView implements TreeDataProvider<Node> {
  readonly #runs: Runs;
  readonly #changed = new EventEmitter<void>();
  #view: TreeView<Node> | undefined;
  #sections: Node[] = [];
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(runs: Runs) {
    this.#runs = runs;
  }

  register(): Disposable {
    const view = window.createTreeView("gorunscope.run", { treeDataProvider: this, showCollapseAll: true });
    this.#view = view;
    return Disposable.from(
      view,
      this.#changed,
      follow(this.#runs.onDidChange, everyMs, () => this.#look()),
      view.onDidChangeVisibility(({ visible }) => void (visible && this.#look())),
      // A session that is over answers no more: what stands there at its end is asked for as soon as it is known.
      this.#runs.onDidChange((phase) => void (phase !== undefined && isFinal(phase.phase) && this.#look())),
    );
  }

  getChildren(node?: Node): Node[] | Promise<Node[]> {
    if (node === undefined) return this.#sections;
    return node.children ?? node.more?.().catch(() => []) ?? [];
  }

  getTreeItem(node: Node): TreeItem {
    const { Collapsed, Expanded, None } = TreeItemCollapsibleState;
    const hasMore = node.children !== undefined || node.more !== undefined;
    const item = new TreeItem(node.label, !hasMore ? None : node.expanded === true ? Expanded : Collapsed);
    item.id = node.id;
    if (node.description !== undefined) item.description = node.description;
    item.tooltip = node.tooltip ?? node.label;
    // What is read out: by itself VS Code leaves the description out.
    item.accessibilityInformation = { label: [node.label, node.description ?? ""].join(" ").trim() };
    if (node.icon !== undefined) {
      item.iconPath = new ThemeIcon(node.icon, node.color === undefined ? undefined : new ThemeColor(node.color));
    }
    const contexts = [node.value !== undefined && "value", node.directory !== undefined && "directory"];
    item.contextValue = contexts.filter(Boolean).join(" ");
    return item;
  }

  #isOver(): boolean {
    const { latest } = this.#runs;
    return latest !== undefined && isFinal(latest.phase);
  }

  async #look(): Promise<void> {
    const { latest } = this.#runs;
    if (latest === undefined || (this.#view?.visible !== true && !this.#isOver())) return;
    const asked = { run: latest.run };
    const all = () => this.#runs.ask("cacheKeys", asked);
    const [processes, keys, directory] = await Promise.all([
      this.#runs.ask("procTree", asked).then(procTreeNode, () => undefined),
      this.#runs.ask("cacheKeys", asked, { onlyMisses: true }).then(
        (answer) => cacheKeysNode(answer, all),
        () => undefined,
      ),
      this.#runs.ask("buildDir", asked).then(buildDirNode, () => undefined),
    ]);
    // What stands there stays where no answer comes.
    const find = (id: string) => this.#sections.find((section) => section.id === id);
    const sections = [processes ?? find("procTree"), keys ?? find("cacheKeys"), directory ?? find("buildDir")];
    this.#sections = sections.filter((section) => section !== undefined);
    if (this.#view !== undefined) this.#view.description = this.#runs.latest?.phase ?? "";
    this.#changed.fire();
  }
}
