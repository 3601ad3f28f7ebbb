--- Tells the open views that a run has changed, no faster than they can be read.

local M = {}

--- So long changes are gathered, in milliseconds.
local interval = 150

---@type table<any, fun()>
local followers = {}
local timer

local function tell()
  for _, changed in pairs(followers) do
    changed()
  end
end

--- Something has changed in a run.
function M.changed()
  if not next(followers) or timer then
    return
  end
  timer = vim.defer_fn(function()
    timer = nil
    tell()
  end, interval)
end

---@param owner any what stops following under this name
---@param changed fun()? nil ends it
function M.set(owner, changed)
  followers[owner] = changed
end

--- Follows the events of debug sessions.
---@param dap table nvim-dap
function M.listen(dap)
  local key = "gorunscope.follow"
  for _, event in ipairs({ "gorunscope.phase", "gorunscope.action", "gorunscope.process", "stopped", "continued" }) do
    dap.listeners.after["event_" .. event][key] = function(session)
      if require("gorunscope.dap").is_ours(session) then
        M.changed()
      end
    end
  end
end

return M
