--- Why the run rebuilt what it rebuilt.

local node = require("gorunscope.pages.node")
local text = require("gorunscope.text")

---@param answer table ExplainResponse
---@return string title
---@return gorunscope.Node[]
return function(answer)
  return answer.sentence, vim.tbl_map(function(each)
    local reason = node.reason(each.reason)
    return { text = text.action(each) .. "  " .. reason.text, children = reason.children }
  end, answer.reasons)
end
