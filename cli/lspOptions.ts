import type { OwnOption } from "./words.ts";

/** The options of `gorunscope lsp`, for help and completion: not read from here, so that nothing else is loaded with them. */
export const lspOptions: readonly OwnOption[] = [
  { name: "stdio", description: "serve on standard input and output, which is what it does in any case" },
  {
    name: "wrap",
    value: "COMMAND",
    description: "put another server behind this one, for editors with one per buffer",
  },
  { name: "clientProcessId", value: "PID", description: "end when that process does" },
  { name: "help", description: "show this help" },
];
