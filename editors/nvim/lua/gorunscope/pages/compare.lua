--- The keys of go run, go build and debug builds of one package, and the inputs in which they differ.

local node = require("gorunscope.pages.node")
local text = require("gorunscope.text")

local ways = { "run", "build", "debug", "dlv" }

local function values(of)
  local nodes = {}
  for _, way in ipairs(ways) do
    table.insert(nodes, node.field(way, of[way]))
  end
  return nodes
end

---@param answer table CompareResponse
---@return string title
---@return gorunscope.Node[]
return function(answer)
  return answer.sentence, vim.tbl_map(function(action)
    local children = { { text = "keys", children = values(action.keys) } }
    for _, difference in ipairs(action.differences) do
      table.insert(children, { text = difference.kind .. " " .. difference.name, children = values(difference) })
    end
    return { text = text.action(action), children = children }
  end, answer.actions)
end
