/** A program's output as lines for the client's log: several in one message, and no faster than the client takes them. */
import { StringDecoder } from "node:string_decoder";
import type { Readable } from "node:stream";

/** How long lines are gathered for, in milliseconds; and so much text fills a message, in UTF-16 units. */
const gatherMs = 50;
const fullMessage = 32_000;

/** A line that has no end after so many UTF-16 units is cut. */
const longestLine = 16_000;

export interface OutputSink {
  write(text: string): void;
  /** Resolves when the client has taken what was written so far. */
  drained(): Promise<void>;
}

/**
 * Hands on what a stream says until its end.
 * @param label stands before each line
 */
export async function followOutput(stream: Readable, label: string, sink: OutputSink): Promise<void> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  let gathered: string[] = [];
  let size = 0;
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (gathered.length > 0) sink.write(gathered.join("\n"));
    gathered = [];
    size = 0;
  };
  const add = (line: string) => {
    gathered.push(`${label}: ${line.replace(/\r$/, "")}`);
    size += line.length;
  };
  try {
    for await (const chunk of stream) {
      const lines = (rest + decoder.write(chunk as Buffer)).split("\n");
      rest = lines.pop() ?? "";
      lines.forEach(add);
      while (rest.length > longestLine) {
        add(rest.slice(0, longestLine));
        rest = rest.slice(longestLine);
      }
      if (size >= fullMessage) {
        flush();
        // What the client has not read stays in the program's pipe, and the program waits.
        await sink.drained();
      } else if (gathered.length > 0) timer ??= setTimeout(flush, gatherMs);
    }
  } catch {
    // A pipe that breaks ends like any other.
  }
  rest += decoder.end();
  if (rest !== "") add(rest);
  flush();
}
