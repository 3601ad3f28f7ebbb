/** The scope `go run` of the Variables view: the answers as variables, while the program is stopped. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import type {
  BuildDirResponse,
  CacheAction,
  CacheKeysArguments,
  CacheKeysResponse,
  EnvironmentResponse,
  KeyInput,
  ProcTreeResponse,
} from "../../shared/contract/answers.ts";
import { errorIds, Failure, sentenceOf } from "../../shared/contract/errors.ts";
import { nodeOf, type ViewNode } from "./node.ts";

/** References of ours; dlv counts its own from 1000 and never comes here. DAP allows none above 2^31 - 1. */
const firstReference = 2 ** 30;
const lastReference = 2 ** 31 - 1;

/** A longer list says how many elements it has, so that a client fetches them page by page. */
const pageSize = 100;

/** Where the scope gets its answers from, each when it is expanded. */
export interface ScopeAnswers {
  buildDir(): Promise<BuildDirResponse>;
  /** Asked without arguments for all actions, and for one package with `inputs` when an action of it is expanded. */
  cacheKeys(args?: CacheKeysArguments): Promise<CacheKeysResponse>;
  procTree(): ProcTreeResponse | Promise<ProcTreeResponse>;
  environment(): Promise<EnvironmentResponse>;
}

export class RunScope {
  readonly #supportsVariableType: boolean;
  /** What can be expanded at this stop, by reference. */
  readonly #nodes = new Map<number, ViewNode>();
  readonly #references = new Map<ViewNode, number>();
  /** The children of what was expanded: a client fetches a long list in pages. */
  readonly #children = new Map<ViewNode, Promise<ViewNode[]>>();
  #scopeReference: number | undefined;
  #nextReference = firstReference;
  #stop = 0;

  /** @param options.supportsVariableType whether the client said so in `initialize` */
  constructor(options: { supportsVariableType?: boolean } = {}) {
    this.#supportsVariableType = options.supportsVariableType ?? false;
  }

  /** The scope to add to an answer to `scopes`; the same one until `invalidate`. */
  scope(): DebugProtocol.Scope {
    this.#scopeReference ??= this.#newReference();
    return { name: "go run", variablesReference: this.#scopeReference, expensive: true };
  }

  /** Whether a reference is one of ours, be it of this stop or of an earlier one. */
  owns(reference: number): boolean {
    return reference >= firstReference && reference <= lastReference;
  }

  /** The program runs on: no reference given out so far is valid any more. */
  invalidate(): void {
    this.#nodes.clear();
    this.#references.clear();
    this.#children.clear();
    this.#scopeReference = undefined;
    this.#stop++;
  }

  /**
   * What a reference of ours expands to. An answer that cannot be had shows why as its value.
   * @throws Failure 7002 for a reference of an earlier stop
   */
  async variables(args: DebugProtocol.VariablesArguments, answers: ScopeAnswers): Promise<DebugProtocol.Variable[]> {
    const { variablesReference, start = 0, count = 0, filter } = args;
    const stop = this.#stop;
    const node = this.#nodes.get(variablesReference);
    if (node === undefined && variablesReference !== this.#scopeReference) throw stale();
    const children = node === undefined ? await answerNodes(answers) : await this.#expand(node, answers);
    // Meanwhile the program may have run on: what is given out now would look like the next stop's.
    if (stop !== this.#stop) throw stale();
    if (filter !== undefined && (filter === "indexed") !== isPaged(node)) return [];
    return children.slice(start, count > 0 ? start + count : undefined).map((child) => this.#variable(child));
  }

  #expand(node: ViewNode, answers: ScopeAnswers): Promise<ViewNode[]> {
    const known = this.#children.get(node);
    if (known !== undefined) return known;
    const children = Promise.resolve(node.children?.({ inputsOf: (action) => inputsOf(action, answers) }) ?? []);
    this.#children.set(node, children);
    // What failed may be tried again.
    children.catch(() => this.#children.delete(node));
    return children;
  }

  #variable(node: ViewNode): DebugProtocol.Variable {
    return {
      name: node.name,
      value: node.value,
      ...(this.#supportsVariableType ? { type: node.type } : {}),
      presentationHint: { attributes: ["readOnly"] },
      variablesReference: node.children === undefined ? 0 : this.#referenceOf(node),
      ...(isPaged(node) ? { indexedVariables: node.length } : {}),
    };
  }

  #referenceOf(node: ViewNode): number {
    const known = this.#references.get(node);
    if (known !== undefined) return known;
    const reference = this.#newReference();
    this.#references.set(node, reference);
    this.#nodes.set(reference, node);
    return reference;
  }

  /** Counts on over stops, so that a reference of an earlier one is known for what it is. */
  #newReference(): number {
    const reference = this.#nextReference;
    this.#nextReference = reference === lastReference ? firstReference : reference + 1;
    return reference;
  }
}

function isPaged(node: ViewNode | undefined): node is ViewNode & { length: number } {
  return node?.length !== undefined && node.length > pageSize;
}

/** The answers; one that fails does not take the others with it. */
async function answerNodes(answers: ScopeAnswers): Promise<ViewNode[]> {
  const asked: [string, () => unknown][] = [
    ["buildDir", () => answers.buildDir()],
    ["cacheKeys", () => answers.cacheKeys()],
    ["procTree", () => answers.procTree()],
    ["environment", () => answers.environment()],
  ];
  const nodes = await Promise.all(
    asked.map(async ([name, ask]) => {
      try {
        return nodeOf(name, await ask());
      } catch (error) {
        return nodeOf(name, sentenceOf(error));
      }
    }),
  );
  return nodes.filter((node) => node !== undefined);
}

/** An action's inputs, which answers leave out unless one package is asked for. */
async function inputsOf(action: CacheAction, answers: ScopeAnswers): Promise<KeyInput[] | string | undefined> {
  try {
    const { actions } = await answers.cacheKeys({ package: action.package, inputs: true });
    return actions.find(({ id }) => id === action.id)?.inputs;
  } catch (error) {
    return sentenceOf(error);
  }
}

function stale(): Failure {
  return new Failure(errorIds.wrongPhase, "this part of the go run scope is of an earlier stop", {
    advice: "Expand the scope go run again.",
  });
}
