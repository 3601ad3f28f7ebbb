/** The program's output as output events: whole characters, and no faster than the client reads. */
import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";

/** Where output goes, and how full it is there. */
export interface OutputTarget {
  output(category: "stdout" | "stderr", text: string): void;
  readonly isBlocked: boolean;
  drained(): Promise<void>;
}

/** Hands a stream's text on until it ends; resolves then. */
export function pumpOutput(stream: Readable, category: "stdout" | "stderr", target: OutputTarget): Promise<void> {
  const decoder = new StringDecoder("utf8");
  const send = (text: string) => {
    if (text !== "") target.output(category, text);
  };
  return new Promise((resolve) => {
    stream.on("data", (chunk: Buffer) => {
      send(decoder.write(chunk));
      if (!target.isBlocked) return;
      stream.pause();
      void target.drained().then(() => stream.resume());
    });
    stream.once("end", () => send(decoder.end()));
    stream.once("close", resolve);
    stream.once("error", () => stream.destroy());
  });
}
