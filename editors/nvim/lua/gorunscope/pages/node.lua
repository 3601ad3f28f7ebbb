--- A page is a list of nodes: one line each, with those below it. Names are padded to a column among sisters.

local M = {}

---@class gorunscope.Node
---@field text string
---@field group? string highlight group of the line
---@field children? gorunscope.Node[]

--- A line "name  value"; nil where there is no value.
---@param name string
---@param value any
---@param children gorunscope.Node[]?
---@return gorunscope.Node?
function M.field(name, value, children)
  if value == nil then
    return nil
  end
  return { text = ("%-12s  %s"):format(name, tostring(value)), children = children }
end

--- Those that are there, of a list with holes.
---@param count integer
---@return gorunscope.Node[]
function M.list(count, ...)
  local nodes = {}
  for index = 1, count do
    local node = select(index, ...)
    if node ~= nil then
      table.insert(nodes, node)
    end
  end
  return nodes
end

--- The reason of a miss: its sentence, and below it what changed and the way to what did.
---@param reason table
---@return gorunscope.Node
function M.reason(reason)
  local children = vim.tbl_map(function(change)
    local before, after = change.before or "(none)", change.after or "(none)"
    return { text = ("%s %s: %s → %s"):format(change.kind, change.name, before, after) }
  end, reason.changes or {})
  if reason.path and #reason.path > 1 then
    table.insert(children, { text = table.concat(reason.path, " → ") })
  end
  return { text = reason.sentence, children = children }
end

return M
