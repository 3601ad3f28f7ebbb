/**
 * Writes docs/transcript.md: a session of the bundled example between a plain DAP client and the adapter, frame by frame.
 * `npm run build && node --import tsx scripts/transcript.ts`
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { DapClient } from "../shared/dap/client.ts";

const root = join(import.meta.dirname, "..");
const example = join(root, "examples", "web");

/** So many elements of a list are shown, and so many characters of a text. */
const shownElements = 3;
const shownText = 160;

/** Events that would fill pages; how many came is said instead. */
const counted = new Set(["gorunscope.action", "gorunscope.process"]);

function shorten(value: unknown): unknown {
  if (typeof value === "string") return value.length > shownText ? `${value.slice(0, shownText)}…` : value;
  if (Array.isArray(value)) {
    const shown = value.slice(0, shownElements).map(shorten);
    return value.length > shownElements ? [...shown, `… ${value.length - shownElements} more`] : shown;
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shorten(inner)]));
}

/** Paths of this machine as anybody may have them. */
function anywhere(text: string): string {
  return text.replaceAll(root, "/home/you/gorunscope").replaceAll(process.env.HOME ?? "/nonexistent", "/home/you");
}

function frames(client: DapClient): string[] {
  const lines: string[] = [];
  const skipped = new Map<string, number>();
  const flush = () => {
    for (const [event, count] of skipped) lines.push(`← ${count} × event ${event}`);
    skipped.clear();
  };
  for (const { from, message } of client.transcript) {
    const event = message.type === "event" ? (message as DebugProtocol.Event).event : "";
    if (counted.has(event)) {
      skipped.set(event, (skipped.get(event) ?? 0) + 1);
      continue;
    }
    flush();
    lines.push(`${from === "client" ? "→" : "←"} ${anywhere(JSON.stringify(shorten(message), undefined, 2))}`);
  }
  flush();
  return lines;
}

const client = DapClient.spawn([process.execPath, join(root, "dist", "gorunscope.js"), "dap"], { timeoutMs: 120_000 });
const initialize = {
  adapterID: "gorunscope",
  clientID: "plain",
  pathFormat: "path",
  linesStartAt1: true,
  columnsStartAt1: true,
};
await client.request("initialize", initialize);
const launched = client.request("launch", { request: "launch", mode: "run", program: "./cmd/guestbook", cwd: example });
await client.waitFor("initialized");
await client.request("setFunctionBreakpoints", { breakpoints: [{ name: "main.main" }] });
await client.request("configurationDone");
await launched;
const stopped = await client.waitFor("stopped");
const { threadId } = stopped.body as DebugProtocol.StoppedEvent["body"];
const { stackFrames } = await client.request<{ stackFrames: DebugProtocol.StackFrame[] }>("stackTrace", { threadId });
const { scopes } = await client.request<{ scopes: DebugProtocol.Scope[] }>("scopes", { frameId: stackFrames[0]?.id });
await client.request("variables", { variablesReference: scopes.at(-1)?.variablesReference });
for (const name of ["buildDir", "cacheKeys", "procTree"]) await client.request(name);
await client.request("evaluate", { expression: "gorun procTree", context: "repl" });
await client.request("continue", { threadId });
await client.waitFor("output", (event) => (event.body as { output: string }).output.startsWith("listening on"));
await client.request("terminate");
await client.waitFor("terminated");
await client.request("disconnect");
await client.close();

writeFileSync(
  join(root, "docs", "transcript.md"),
  `# A session, frame by frame

The bundled example under a plain DAP client: launch, a stop in main.main, the three requests, Ctrl-C, the end. Long texts and
lists are cut (\`…\`), the many events of actions and processes are counted. Made by \`scripts/transcript.ts\`.

\`\`\`
${frames(client).join("\n")}
\`\`\`
`,
);
