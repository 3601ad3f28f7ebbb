/** What a Go file says of itself that the features stand at: its package clause, its imports, its func main. */
import type { SyntaxNode, Tree } from "@lezer/common";

/** Offsets in UTF-16 units, the end not included. */
export interface Span {
  from: number;
  to: number;
}

export interface ImportSpec extends Span {
  /** The path as written, without its quotes. */
  path: string;
}

export interface Outline {
  /** The keyword and, where it is there, the name. */
  packageClause?: (Span & { name?: string }) | undefined;
  /** Named, dot and blank imports too; the span is that of the whole spec. */
  imports: ImportSpec[];
  /** The keyword and the name of a function main without receiver. */
  main?: Span;
}

/** Imports come before all else; what is half typed between them is passed over. */
const afterImports: ReadonlySet<string> = new Set(["FunctionDecl", "MethodDecl"]);

/** Where a function main may be; the parser's tree tells whether one is. */
const maybeMain = /\bfunc\s+main\b/g;

/** Reads a tree of @lezer/go's grammar, with errors or without. @param text what was parsed */
export function outlineOf(tree: Tree, text: string): Outline {
  const outline: Outline = { imports: [] };
  // A long file has thousands of declarations: only the first ones are looked at.
  for (let node = tree.topNode.firstChild; node && !afterImports.has(node.name); node = node.nextSibling) {
    if (node.name === "PackageClause") outline.packageClause ??= packageClause(node, text);
    else if (node.name === "ImportDecl") outline.imports.push(...importSpecs(node, text));
  }
  const main = functionMain(tree, text);
  return main ? { ...outline, main } : outline;
}

function packageClause(node: SyntaxNode, text: string): Outline["packageClause"] {
  const name = node.getChild("DefName");
  const keyword = node.firstChild ?? node;
  // A name on a later line is what follows a clause that has none yet.
  if (!name || text.slice(keyword.to, name.from).includes("\n")) return { from: keyword.from, to: keyword.to };
  return { from: keyword.from, to: name.to, name: text.slice(name.from, name.to) };
}

function importSpecs(declaration: SyntaxNode, text: string): ImportSpec[] {
  const list = declaration.getChild("SpecList") ?? declaration;
  return list.getChildren("ImportSpec").flatMap((spec) => {
    const literal = spec.getChild("String");
    const written = literal ? text.slice(literal.from, literal.to) : "";
    const quote = written.charAt(0);
    // One that is still being typed has no end, or the rest of the file.
    if (written.length < 3 || !written.endsWith(quote) || written.includes("\n")) return [];
    return [{ from: spec.from, to: spec.to, path: written.slice(1, -1) }];
  });
}

function functionMain(tree: Tree, text: string): Span | undefined {
  let swallowed: Span | undefined;
  for (const match of text.matchAll(maybeMain)) {
    const span = { from: match.index, to: match.index + match[0].length };
    const { parent } = tree.resolveInner(span.from, 1);
    if (parent?.name === "FunctionDecl" && parent.from === span.from) return span;
    // An unclosed block before it makes it a part of that block; as gofmt has it, it stands at a line's beginning.
    const atLineStart = span.from === 0 || text[span.from - 1] === "\n";
    if (atLineStart && parent?.name === "FunctionLiteral" && parent.from === span.from) swallowed ??= span;
  }
  return swallowed;
}
