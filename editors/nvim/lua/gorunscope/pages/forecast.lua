--- What the next run would rebuild, and why.

local node = require("gorunscope.pages.node")
local text = require("gorunscope.text")

local groups = { miss = "DiagnosticWarn", unknown = "DiagnosticHint", hit = "DiagnosticOk" }
local ranks = { miss = 0, unknown = 1, hit = 2 }

---@param answer table ForecastResponse
---@return string title
---@return gorunscope.Node[]
return function(answer)
  local order = {}
  for index, action in ipairs(answer.actions) do
    order[index] = { index = index, action = action }
  end
  table.sort(order, function(one, other)
    local rank = ranks[one.action.state] - ranks[other.action.state]
    return rank < 0 or (rank == 0 and one.index < other.index)
  end)
  return answer.sentence, vim.tbl_map(function(each)
    local action = each.action
    local reason = action.reason and node.reason(action.reason)
    return {
      text = ("%s  %s%s"):format(text.action(action), action.state, reason and ": " .. reason.text or ""),
      group = groups[action.state],
      children = reason and reason.children,
    }
  end, order)
end
