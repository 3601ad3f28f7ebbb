/**
 * A dlv whose every word a test says itself, for what the real one does not do by itself. It is a real process that is found on
 * PATH and dials; what comes and goes over its connection, its output and its end are the test's.
 */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { Channel } from "../../shared/dap/channel.ts";
import { frameOf } from "../../shared/dap/frame.ts";

/** What the process does: relays bytes between the adapter and the test, and obeys lines of JSON. */
const program = (control: string) => `#!${process.execPath}
const { connect } = require("node:net");
const args = process.argv.slice(2);
if (args[0] === "version") {
  console.log("Delve Debugger\\nVersion: 1.27.2\\nBuild: stand-in");
  process.exit(0);
}
const address = args.find((word) => word.startsWith("--client-addr=")).slice("--client-addr=".length);
const control = connect(${JSON.stringify(control)});
control.write(JSON.stringify({ pid: process.pid, args, cwd: process.cwd() }) + "\\n");
let rest = "";
let adapter;
control.on("data", (chunk) => {
  const lines = (rest + chunk).split("\\n");
  rest = lines.pop();
  for (const line of lines) obey(JSON.parse(line));
});
control.on("close", () => process.exit(1));
function obey({ dial, stdout, stderr, exit, kill }) {
  if (dial) {
    const relay = connect(${JSON.stringify(control)});
    relay.write("relay " + process.pid + "\\n");
    adapter = connect(address.startsWith("unix:") ? { path: address.slice(5) } : { host: "127.0.0.1", port: Number(address.split(":").at(-1)) });
    adapter.pipe(relay).pipe(adapter);
    adapter.on("error", () => {});
    relay.on("error", () => {});
    adapter.on("close", () => control.end('{"closed":true}\\n', () => process.exit(0)));
  }
  if (stdout !== undefined) process.stdout.write(stdout);
  if (stderr !== undefined) process.stderr.write(stderr);
  if (kill !== undefined) process.kill(process.pid, kill);
  if (exit !== undefined) process.exit(exit);
}
`;

/** One started stand-in. */
export class StandIn {
  readonly pid: number;
  readonly args: string[];
  readonly cwd: string;
  /** Resolves when the adapter has closed the connection. */
  readonly closed: Promise<void>;
  /** Everything that came from the adapter. */
  readonly received: DebugProtocol.ProtocolMessage[] = [];
  readonly #control: Socket;
  readonly #relay: Promise<Channel>;
  #channel: Channel | undefined;
  #onMessage: (message: DebugProtocol.ProtocolMessage) => void = () => {};

  constructor(
    control: Socket,
    hello: { pid: number; args: string[]; cwd: string },
    relay: Promise<Socket>,
    closed: Promise<void>,
  ) {
    ({ pid: this.pid, args: this.args, cwd: this.cwd } = hello);
    this.#control = control;
    this.closed = closed;
    this.#relay = relay.then((socket) => {
      const channel = new Channel(socket, socket);
      channel.onFrame(({ message }) => {
        this.received.push(message);
        this.#onMessage(message);
      });
      return channel;
    });
  }

  /** Dials the adapter, and answers `initialize` with these capabilities unless told not to. */
  async dial(capabilities: DebugProtocol.Capabilities | "silent" = { supportsLogPoints: true }): Promise<void> {
    this.do({ dial: true });
    this.#channel = await this.#relay;
    if (capabilities !== "silent") this.answer(await this.request("initialize"), capabilities);
  }

  /** The first request of this name, which may have come already. */
  request(command: string): Promise<DebugProtocol.Request> {
    return this.message(
      (each) => each.type === "request" && (each as DebugProtocol.Request).command === command,
    ) as Promise<DebugProtocol.Request>;
  }

  /** The first message that fits, which may have come already. */
  message(fits: (message: DebugProtocol.ProtocolMessage) => boolean): Promise<DebugProtocol.ProtocolMessage> {
    const known = this.received.find(fits);
    if (known !== undefined) return Promise.resolve(known);
    return new Promise((resolve) => {
      const before = this.#onMessage;
      this.#onMessage = (message) => {
        before(message);
        if (fits(message)) resolve(message);
      };
    });
  }

  answer(request: DebugProtocol.Request, body?: unknown, success = true): void {
    this.send({ type: "response", request_seq: request.seq, success, command: request.command, body });
  }

  event(event: string, body?: unknown): void {
    this.send({ type: "event", event, body });
  }

  /** Sends with `seq` 0, as old dlvs do, unless the message has one. */
  send(message: object): void {
    this.#channel!.send(frameOf({ seq: 0, ...message } as DebugProtocol.ProtocolMessage));
  }

  get channel(): Channel {
    return this.#channel!;
  }

  /** Has the process write, exit or die. */
  do(order: { dial?: true; stdout?: string; stderr?: string; exit?: number; kill?: NodeJS.Signals }): void {
    this.#control.write(`${JSON.stringify(order)}\n`);
  }

  /** Answers `disconnect` as dlv does, and ends. */
  async sayGoodbye(): Promise<void> {
    this.answer(await this.request("disconnect"));
    this.event("terminated");
    await this.#channel!.close();
    this.do({ exit: 0 });
  }
}

export class StandInDlv {
  /** The stand-in's path. */
  readonly path: string;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #relays = new Map<number, (socket: Socket) => void>();
  readonly #started: StandIn[] = [];
  readonly #waiting: ((standIn: StandIn) => void)[] = [];

  private constructor(directory: string) {
    const control = join(directory, "control");
    mkdirSync(join(directory, "bin"));
    this.path = join(directory, "bin", "dlv");
    writeFileSync(this.path, program(control));
    chmodSync(this.path, 0o755);
    this.#server = createServer((socket) => this.#accept(socket));
    this.#server.listen(control);
  }

  /** @param directory an empty one */
  static at(directory: string): StandInDlv {
    return new StandInDlv(directory);
  }

  /** An environment in which this is the dlv that is found. */
  env(base: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    return { ...base, PATH: `${join(this.path, "..")}:${base.PATH}` };
  }

  /** The next that is started; one that was already is taken first. */
  next(): Promise<StandIn> {
    const started = this.#started.shift();
    return started === undefined ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve(started);
  }

  /** Ends every stand-in that still runs. */
  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("error", () => {});
    socket.once("readable", () => {
      const line = readLine(socket);
      if (line.startsWith("relay ")) this.#relays.get(Number(line.slice(6)))?.(socket);
      else this.#hello(socket, JSON.parse(line) as { pid: number; args: string[]; cwd: string });
    });
  }

  #hello(control: Socket, hello: { pid: number; args: string[]; cwd: string }): void {
    const relay = new Promise<Socket>((resolve) => this.#relays.set(hello.pid, resolve));
    const closed = new Promise<void>((resolve) => {
      control.once("data", () => resolve());
      control.once("close", () => resolve());
    });
    const standIn = new StandIn(control, hello, relay, closed);
    const waiting = this.#waiting.shift();
    if (waiting === undefined) this.#started.push(standIn);
    else waiting(standIn);
  }
}

/** Takes the first line off a socket and leaves the rest. */
function readLine(socket: Socket): string {
  const bytes = socket.read() as Buffer;
  const end = bytes.indexOf("\n");
  if (end + 1 < bytes.length) socket.unshift(bytes.subarray(end + 1));
  return bytes.toString("utf8", 0, end);
}
