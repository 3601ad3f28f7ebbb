/** The cache keys of a run as nodes: what was rebuilt comes first, what came from the cache is asked for when it is opened. */
import type { CacheAction, CacheKeysResponse } from "../../../../shared/contract/answers.ts";
import { actionName, actionSentence, missesFirst } from "../../../../shared/text/actions.ts";
import { bytesText, countText } from "../../../../shared/text/units.ts";
import { fields, type Node } from "./node.ts";

const icons: Record<CacheAction["state"], { icon: string; color?: string }> = {
  failed: { icon: "error", color: "testing.iconFailed" },
  building: { icon: "sync~spin" },
  miss: { icon: "tools", color: "charts.yellow" },
  unknown: { icon: "question" },
  pending: { icon: "circle-outline" },
  hit: { icon: "check", color: "testing.iconPassed" },
};

/**
 * @param answer to cacheKeys, its hits left out
 * @param all asks for the answer with its hits
 */
export function cacheKeysNode(answer: CacheKeysResponse, all: () => Promise<CacheKeysResponse>): Node {
  const { hits, sentence } = answer.summary;
  const fromCache: Node = {
    id: "cacheKeys/hits",
    label: `${countText(hits, "action")} from the cache`,
    icon: "check-all",
    more: async () => (await all()).actions.filter(({ state }) => state === "hit").map(actionNode),
  };
  const rebuilt = missesFirst(answer.actions.filter(({ state }) => state !== "hit")).map(actionNode);
  return {
    id: "cacheKeys",
    label: "Cache keys",
    description: sentence,
    tooltip: sentence,
    icon: "key",
    children: [...rebuilt, ...(hits > 0 ? [fromCache] : [])],
  };
}

function actionNode(action: CacheAction): Node {
  const id = `action/${action.id}`;
  const children = fields(id, {
    reason: action.reason?.sentence ?? action.why,
    key: action.actionID,
    "short ID": action.shortID,
    "output ID": action.outputID,
    entry: action.entry,
    output: action.output,
    size: action.bytes === undefined ? undefined : bytesText(action.bytes),
    stored: action.storedAt,
  });
  const sentence = actionSentence(action);
  return {
    id,
    label: actionName(action),
    description: sentence,
    tooltip: sentence,
    ...icons[action.state],
    ...(action.actionID !== undefined && { value: action.actionID }),
    ...(children.length > 0 && { children }),
  };
}
