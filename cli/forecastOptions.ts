import type { OwnOption } from "./words.ts";

/** The options of `gorunscope forecast`, known without loading what it does. */
export const forecastOptions: readonly OwnOption[] = [
  {
    name: "for",
    value: "WHAT",
    choices: ["run", "debug"],
    description: "the next go run, which is the default, or the next debug launch",
  },
  {
    name: "overlay",
    value: "FILE",
    description: "files that are not saved yet: JSON as go's -overlay takes it",
  },
  { name: "json", description: "print the answer as JSON" },
];

/** What stands at the end of its help. */
export const forecastExamples = `
Examples:
  gorunscope forecast ./cmd/app              what the next go run would rebuild, and why
  gorunscope forecast --for debug ./cmd/app  what the next debug launch would
  gorunscope forecast -race .                the same with a flag of go run`;
