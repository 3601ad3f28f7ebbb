// An adapter of another release: it says its version and launches nothing.
import { Buffer } from "node:buffer";

let read = Buffer.alloc(0);
let seq = 0;
process.stdin.on("data", (chunk) => {
  read = Buffer.concat([read, chunk]);
  for (;;) {
    const head = read.indexOf("\r\n\r\n");
    if (head < 0) return;
    const end = head + 4 + Number(/\d+/.exec(read.subarray(0, head).toString())[0]);
    if (read.length < end) return;
    answer(JSON.parse(read.subarray(head + 4, end).toString()));
    read = read.subarray(end);
  }
});

function answer({ seq: request_seq, command }) {
  const fails = command === "launch" ? { success: false, message: "not launched" } : { success: true };
  const body = command === "initialize" ? { gorunscope: { version: "7.0.0" } } : {};
  const text = JSON.stringify({ seq: ++seq, type: "response", request_seq, command, ...fails, body });
  process.stdout.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
}
