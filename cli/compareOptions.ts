import type { OwnOption } from "./words.ts";

/** The options of `gorunscope compare`, known without loading what it does. */
export const compareOptions: readonly OwnOption[] = [
  { name: "build", description: "build what no record has; what is built stays in GOCACHE, as with go build" },
  { name: "json", description: "print the answer as JSON" },
];

/** What stands at the end of its help. */
export const compareExamples = `
Examples:
  gorunscope compare ./cmd/app          go run against debug, from their last records
  gorunscope compare --build ./cmd/app  with go build and dlv debug, built for it
  gorunscope compare --build -race .    the same with a flag of go run`;
