/** Answers without what is secret in them: what is written into a file must not hold it. */
import type { BuildDirResponse, CacheKeysResponse, ProcNode, ProcTreeResponse } from "../../shared/contract/answers.ts";
import type { Digester } from "../../shared/record/digest.ts";
import { redactCommand, type RunPaths } from "../../shared/record/secretWords.ts";
import { hideWith, redactInputs } from "../../shared/record/secrets.ts";

/** The same answer of a live run; those of kept runs, and those that compare runs, have no secrets in them. */
export function hideSecrets(method: string, body: unknown, digest: Digester, paths: RunPaths): unknown {
  const hide = hideWith(digest);
  if (method === "buildDir") {
    const answer = body as BuildDirResponse;
    return { ...answer, command: redactCommand("go", answer.command, paths, hide) };
  }
  if (method === "procTree") {
    const answer = body as ProcTreeResponse;
    const hidden = (node: ProcNode): ProcNode => ({
      ...node,
      command: redactCommand(node.role, node.command, paths, hide),
      children: node.children.map(hidden),
    });
    return { ...answer, root: hidden(answer.root) };
  }
  if (method === "cacheKeys") {
    const answer = body as CacheKeysResponse;
    const actions = answer.actions.map((action) => ({
      ...action,
      ...(action.command && { command: redactCommand("tool", action.command, paths, hide) }),
      ...(action.inputs && { inputs: redactInputs(action.inputs, digest) }),
    }));
    return { ...answer, actions };
  }
  return body;
}
