/** Asking a session for the three answers, as a client's part for gorunscope and as somebody at the console do. */
import assert from "node:assert/strict";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type {
  BuildDirResponse,
  CacheKeysResponse,
  Phase,
  ProcNode,
  ProcTreeResponse,
} from "../../shared/contract/answers.ts";
import { DapError, type DapClient } from "../../shared/dap/client.ts";

export interface Answers {
  buildDir: BuildDirResponse;
  cacheKeys: CacheKeysResponse;
  procTree: ProcTreeResponse;
}

/**
 * The three answers, all of one phase; the console has something to say, too.
 * @param args of all three requests
 */
export async function askAll(client: DapClient, phase: Phase, args?: object): Promise<Answers> {
  const [buildDir, cacheKeys, procTree] = await Promise.all([
    client.request<BuildDirResponse>("buildDir", args),
    client.request<CacheKeysResponse>("cacheKeys", args),
    client.request<ProcTreeResponse>("procTree", args),
  ]);
  assert.deepEqual([buildDir.phase, cacheKeys.phase, procTree.phase], [phase, phase, phase]);
  assert.deepEqual(new Set([buildDir.run, cacheKeys.run, procTree.run]).size, 1);
  for (const command of ["gorun buildDir", "gorun cacheKeys", "gorun procTree"]) {
    assert.notEqual(await say(client, command), "", command);
  }
  return { buildDir, cacheKeys, procTree };
}

/** What the console answers, or the sentence that says why not. */
export async function say(client: DapClient, expression: string, more: object = {}): Promise<string> {
  const args = { expression, context: "repl", ...more };
  try {
    return (await client.request<DebugProtocol.EvaluateResponse["body"]>("evaluate", args)).result;
  } catch (error) {
    if (error instanceof DapError) return error.message;
    throw error;
  }
}

/** A process and all below it. */
export function processesIn(node: ProcNode): ProcNode[] {
  return [node, ...node.children.flatMap(processesIn)];
}
