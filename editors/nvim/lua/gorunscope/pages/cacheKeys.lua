--- The cache keys of a run: what was rebuilt comes first.

local node = require("gorunscope.pages.node")
local text = require("gorunscope.text")

--- What needs somebody's eye comes first, what came from the cache last.
local ranks = { failed = 0, building = 1, miss = 2, unknown = 3, pending = 4, hit = 5 }

local groups = {
  failed = "DiagnosticError",
  building = "DiagnosticInfo",
  miss = "DiagnosticWarn",
  unknown = "DiagnosticHint",
  pending = "Comment",
  hit = "DiagnosticOk",
}

local function before(one, other)
  local rank = ranks[one.state] - ranks[other.state]
  if rank ~= 0 or one.state == "hit" then
    return rank < 0
  end
  return (one.durationMs or 0) > (other.durationMs or 0)
end

local function state_of(action)
  local timed = (action.state == "miss" or action.state == "failed") and action.durationMs
  local time = timed and " " .. text.duration(action.durationMs) or ""
  return action.state .. time .. (action.cutoff and ", output unchanged" or "")
end

local function inputs_of(inputs)
  return inputs and node.field("inputs", #inputs, vim.tbl_map(function(input)
    return { text = ("%s %s  %s"):format(input.kind, input.name, input.value) }
  end, inputs))
end

local function action_of(action)
  local why = action.reason and action.reason.sentence or action.why
  return {
    text = ("%s  %s%s"):format(text.action(action), state_of(action), why and ": " .. why or ""),
    group = groups[action.state],
    children = node.list(9,
      action.reason and node.reason(action.reason),
      node.field("key", action.actionID),
      node.field("short ID", action.shortID),
      node.field("output ID", action.outputID),
      node.field("entry", action.entry),
      node.field("output", action.output),
      node.field("size", action.bytes and text.bytes(action.bytes)),
      node.field("stored", action.storedAt),
      inputs_of(action.inputs)
    ),
  }
end

---@param answer table CacheKeysResponse
---@return string title
---@return gorunscope.Node[]
return function(answer)
  local actions = vim.list_slice(answer.actions)
  table.sort(actions, before)
  return answer.summary.sentence, vim.tbl_map(action_of, actions)
end
