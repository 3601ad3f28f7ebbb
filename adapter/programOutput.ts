/** The program's output as output events: whole characters, and no faster than the client reads. */
import type { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { StringDecoder } from "node:string_decoder";

/** Where output goes, and how full it is there. */
export interface OutputTarget {
  output(category: "stdout" | "stderr", text: string): void;
  readonly isBlocked: boolean;
  drained(): Promise<void>;
}

/** Hands a stream's text on until it ends; resolves then, at once for one that has ended before. */
export async function pumpOutput(stream: Readable, category: "stdout" | "stderr", target: OutputTarget): Promise<void> {
  const decoder = new StringDecoder("utf8");
  const send = (text: string) => {
    if (text !== "") target.output(category, text);
  };
  stream.on("data", (chunk: Buffer) => {
    send(decoder.write(chunk));
    if (!target.isBlocked) return;
    stream.pause();
    void target.drained().then(() => stream.resume());
  });
  stream.once("end", () => send(decoder.end()));
  // A pipe that stays empty ends without anybody reading it: its end may have been told already.
  await finished(stream, { writable: false }).catch(() => stream.destroy());
}
