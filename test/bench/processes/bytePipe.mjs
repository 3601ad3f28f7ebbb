/**
 * The least that a Node process between a client and dlv can do: `bytePipe.mjs DLV SOCKET` starts a dlv that dials the socket, and
 * passes every byte on, from standard input to dlv and from dlv to standard output.
 */
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { createServer } from "node:net";

const [dlv = "", path = ""] = process.argv.slice(2);

const server = createServer((socket) => {
  server.close();
  rmSync(path, { force: true });
  process.stdin.pipe(socket);
  socket.pipe(process.stdout);
});
server.listen(path, () => {
  const child = spawn(dlv, ["dap", `--client-addr=unix:${path}`], { stdio: "ignore" });
  child.once("exit", () => process.exit());
});
