/** A record as it may be kept: no value of the environment, no argument of the program, no value of `-ldflags`' -X and -extldflags, no user of a URL. */
import type { CacheAction, KeyInput, ProcNode } from "../contract/answers.ts";
import type { RunRecord } from "../contract/record.ts";
import { digestText, isDigestText, type Digester } from "./digest.ts";
import { redactInputValue } from "./secretInputs.ts";
import { externalWords, redactCommand, redactFlags, type Hide, type RunPaths } from "./secretWords.ts";

/**
 * The record with every secret in it replaced by its digest. The types of the answers stay: where the contract has a string, a
 * digest is the text `{digest:…}`; inside a longer string the rest stays readable, as in `-X main.version={digest:…}`. Sentences are
 * searched for URLs alone: who writes them names variables, not values. What is a digest already stays, as in the
 * reasons, which come of comparing what is kept.
 */
export function redactRecord(record: RunRecord, digest: Digester): RunRecord {
  const hide = hideWith(digest);
  const { actions } = record.cacheKeys;
  const commands = [
    ...actions.flatMap(({ command }) => (command ? [command] : [])),
    ...commandsOf(record.procTree.root),
  ];
  const paths: RunPaths = {
    go: record.buildDir.command[0],
    executable: record.buildDir.executable?.path,
    externalWords: new Set(commands.flatMap(externalWords)),
  };
  const redacted = hideURLUsers(
    {
      ...record,
      flags: redactFlags(record.flags, hide),
      buildDir: { ...record.buildDir, command: redactCommand("go", record.buildDir.command, paths, hide) },
      cacheKeys: { ...record.cacheKeys, actions: actions.map((action) => redactAction(action, paths, hide)) },
      procTree: { ...record.procTree, root: redactNode(record.procTree.root, paths, hide) },
    },
    hide,
  );
  // The inputs are many, and most of them are files and imports, which the walk through all strings need not see.
  redacted.cacheKeys.actions.forEach((action, index) => {
    const inputs = actions[index]?.inputs;
    if (inputs) action.inputs = redactInputs(inputs, digest);
  });
  return redacted;
}

/** How a secret is hidden in text: by its digest; what is a digest already stays. */
export function hideWith(digest: Digester): Hide {
  return (value) => (isDigestText(value) ? value : digestText(digest(value)));
}

/** The inputs of a key as a record has them: what is compared with a record's has to pass here first. */
export function redactInputs(inputs: KeyInput[], digest: Digester): KeyInput[] {
  return new InputRedactor(digest).redact(inputs);
}

/** Redacts the inputs of many keys: what several have in common once. */
export class InputRedactor {
  readonly #hide: Hide;
  readonly #known = new WeakMap<KeyInput, KeyInput>();

  constructor(digest: Digester) {
    this.#hide = hideWith(digest);
  }

  redact(inputs: KeyInput[]): KeyInput[] {
    return inputs.map((input) => {
      if (input.kind === "file" || input.kind === "import" || input.value === "") return input;
      let redacted = this.#known.get(input);
      if (!redacted) this.#known.set(input, (redacted = this.#redactOne(input)));
      return redacted;
    });
  }

  #redactOne(input: KeyInput): KeyInput {
    const value = hideURLUsers(redactInputValue(input, this.#hide), this.#hide);
    return value === input.value ? input : { ...input, value };
  }
}

/** An action without its inputs. */
function redactAction(action: CacheAction, paths: RunPaths, hide: Hide): CacheAction {
  const bare = { ...action };
  delete bare.inputs;
  const { command, reason } = bare;
  const part = (change: Pick<KeyInput, "kind" | "name">, value: string) =>
    redactInputValue({ kind: change.kind, name: change.name, value }, hide);
  return {
    ...bare,
    ...(command && { command: redactCommand("tool", command, paths, hide) }),
    ...(reason && {
      reason: {
        ...reason,
        changes: reason.changes.map((change) => ({
          ...change,
          ...(change.before !== undefined && { before: part(change, change.before) }),
          ...(change.after !== undefined && { after: part(change, change.after) }),
        })),
      },
    }),
  };
}

function commandsOf({ command, children }: ProcNode): string[][] {
  return [command, ...children.flatMap(commandsOf)];
}

function redactNode(node: ProcNode, paths: RunPaths, hide: Hide): ProcNode {
  return {
    ...node,
    command: redactCommand(node.role, node.command, paths, hide),
    children: node.children.map((child) => redactNode(child, paths, hide)),
  };
}

const urlUser = /\b([a-z][a-z0-9+.-]*:\/\/)([^\s/?#]+)@/gi;

/** Hides `user:password` in all URLs of all strings in a value. A part that has none is handed back as it is, not copied. */
function hideURLUsers<T>(value: T, hide: Hide): T {
  return withoutURLUsers(value, hide) as T;
}

function withoutURLUsers(value: unknown, hide: Hide): unknown {
  if (typeof value === "string") {
    if (!value.includes("://")) return value;
    return value.replace(urlUser, (_, scheme: string, user: string) => `${scheme}${hide(user)}@`);
  }
  if (typeof value !== "object" || value === null) return value;
  const copy: Record<string, unknown> = { ...value };
  let changed = false;
  for (const key in copy) {
    const hidden = withoutURLUsers(copy[key], hide);
    if (hidden === copy[key]) continue;
    copy[key] = hidden;
    changed = true;
  }
  if (!changed) return value;
  return Array.isArray(value) ? Object.values(copy) : copy;
}
