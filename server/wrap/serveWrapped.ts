/** Serves a client that has one server for each buffer: our own, and another one that stands behind it (gopls). */
import { basename } from "node:path";
import { PassThrough } from "node:stream";
import { sentenceOf } from "../../shared/contract/errors.ts";
import { end, start, type Started } from "../../shared/process/spawn.ts";
import { within } from "../../shared/process/waiting.ts";
import { serveLanguage, type ServeOptions } from "../serve.ts";
import { Peer } from "./peer.ts";
import { Router } from "./router.ts";

export interface WrapOptions extends ServeOptions {
  /** The command of the other server, as words. */
  wrap: readonly string[];
}

/** So long the other server may take to end once it has been told to, and so long its last words are waited for. Milliseconds. */
const graceMs = 5000;
const lastWordsMs = 1000;

/**
 * Serves until the client says `exit`, closes the connection or is gone, or the other server ends by itself, which the client is told.
 * @returns the exit status, as the protocol has it; everything that was started has ended then
 */
export async function serveWrapped({ wrap, input, output, ...options }: WrapOptions): Promise<number> {
  const child = start([...wrap], { env: options.env, stdio: ["pipe", "pipe", "inherit"] });
  // One that ends does not read what is still written to it.
  child.process.stdin?.on("error", () => undefined);
  const [toUs, fromUs] = [new PassThrough(), new PassThrough()];
  output.once("error", () => toUs.end());
  const status = serveLanguage({ ...options, input: toUs, output: fromUs });
  const [client, ours] = [new Peer(input, output), new Peer(fromUs, toUs)];
  const theirs = peerOf(child);
  const router = new Router({
    client: (message) => client.send(message),
    ours: (message) => ours.send(message),
    theirs: (message) => theirs?.send(message),
  });
  ours.listen((message) => {
    router.fromServer("ours", message);
    ours.waitFor(client);
  });
  theirs?.listen((message) => {
    router.fromServer("theirs", message);
    theirs.waitFor(client);
  });
  client.listen((message) => router.fromClient(message));

  // Our own server ends when its input does.
  void client.ended.then(() => toUs.end());
  const served = status.then(() => undefined);
  const gone = await Promise.race([served, endOf(child, theirs, wrap)]);
  if (gone !== undefined && !router.wasToldToExit) {
    // One that was never there is told of at the first request.
    await Promise.race([router.isHeard, client.ended]);
    router.theirsGone(gone);
    toUs.end();
  }
  const result = await status;
  await within(client.caughtUp, lastWordsMs);
  child.process.stdin?.end();
  if (!(await within(child.exited, graceMs))) await end(child);
  return result;
}

function peerOf({ process: { stdin, stdout } }: Started): Peer | undefined {
  // Neither is there where the command could not be started.
  return stdin && stdout ? new Peer(stdout, stdin) : undefined;
}

/** Waits until the other server cannot serve any more; @returns a sentence that says so */
async function endOf(child: Started, peer: Peer | undefined, wrap: readonly string[]): Promise<string> {
  const name = basename(wrap[0] ?? "");
  try {
    await child.started;
  } catch (error) {
    const install = name === "gopls" ? ". Install it: go install golang.org/x/tools/gopls@latest" : "";
    return `${sentenceOf(error)}${install}`;
  }
  const exited = child.exited.then(({ code, signal }) =>
    signal === undefined ? `has ended with status ${code}` : `was ended by ${signal}`,
  );
  const garbled = peer!.ended.then((why) =>
    why === "" ? exited : `does not speak the protocol: ${why.split("\n")[0]}`,
  );
  return `${name} ${await Promise.race([exited, garbled])}; the language server ends with it`;
}
