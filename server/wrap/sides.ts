import type { Message } from "vscode-languageserver-protocol";

/** Of the two servers behind one connection: `ours` is this program's own, `theirs` the one that is wrapped. */
export type Side = "ours" | "theirs";

export type Send = (message: Message) => void;

/** What a request is known by to whoever has sent it. */
export type Id = string | number | null;
