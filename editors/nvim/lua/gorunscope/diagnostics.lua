--- Errors of the compiler, which the adapter sends as output with a place, as diagnostics.

local M = {}

local namespace = vim.api.nvim_create_namespace("gorunscope.compiler")
local key = "gorunscope.diagnostics"

--- go writes "FILE:LINE:COLUMN: message", and indented lines below it.
local function message_of(output)
  local text = vim.trim(output)
  return text:match("^%S+:%d+:%d+: (.*)$") or text:match("^%S+:%d+: (.*)$") or text
end

local function show(output)
  local buffer = vim.fn.bufadd(output.source.path)
  local found = vim.diagnostic.get(buffer, { namespace = namespace })
  table.insert(found, {
    lnum = output.line - 1,
    col = math.max((output.column or 1) - 1, 0),
    message = message_of(output.output),
    severity = vim.diagnostic.severity.ERROR,
    source = "go run",
  })
  -- Where the buffer is not loaded they show when it is.
  vim.diagnostic.set(namespace, buffer, found)
end

--- Shows the compiler's errors of each launch until the next one.
---@param dap table nvim-dap
function M.listen(dap)
  dap.listeners.after.event_output[key] = function(session, output)
    -- The program's own output never has a place.
    local has_place = output.line and output.source and output.source.path
    if has_place and require("gorunscope.dap").is_ours(session) and require("gorunscope.options").get().diagnostics then
      show(output)
    end
  end
  dap.listeners.after["event_gorunscope.phase"][key] = function(_, event)
    if event.phase == "loading" then
      vim.diagnostic.reset(namespace)
    end
  end
end

return M
