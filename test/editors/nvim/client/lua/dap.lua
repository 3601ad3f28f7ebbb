--- A small debug client in Neovim with the part of nvim-dap's interface that a plugin uses. nvim-dap is in no registry: where
--- it is not, this stands in for it, with real frames to a real adapter.

local Session = require("dap.session")

local M = {
  ABORT = {},
  adapters = {},
  configurations = {},
  providers = { configs = {} },
}

local function listeners()
  return setmetatable({}, {
    __index = function(all, name)
      all[name] = {}
      return all[name]
    end,
  })
end

M.listeners = { before = listeners(), after = listeners() }

local current
---@type table<string, table<integer, true>> lines by path
local breakpoints = {}

function M.session()
  return current
end

function M.set_breakpoint()
  local path = vim.api.nvim_buf_get_name(0)
  breakpoints[path] = breakpoints[path] or {}
  breakpoints[path][vim.api.nvim_win_get_cursor(0)[1]] = true
end

--- A value of a configuration: functions are called, and what they ask a user is waited for.
local function resolved(value)
  if type(value) == "function" then
    value = value()
  end
  if type(value) == "thread" then
    local waiting, question = coroutine.running(), value
    vim.schedule(function()
      assert(coroutine.resume(question, waiting))
    end)
    value = coroutine.yield()
  end
  if type(value) == "string" then
    local file = vim.api.nvim_buf_get_name(0)
    return ({ ["${file}"] = file, ["${fileDirname}"] = vim.fs.dirname(file) })[value] or value
  end
  return value
end

local function start(adapter, configuration)
  current = Session.spawn(adapter, configuration, M.listeners, breakpoints, function(session)
    if current == session then
      current = nil
    end
  end)
end

---@param configuration table
function M.run(configuration)
  coroutine.wrap(function()
    local ready = {}
    for name, value in pairs(configuration) do
      ready[name] = resolved(value)
      if ready[name] == M.ABORT then
        return
      end
    end
    local adapter = M.adapters[ready.type]
    if type(adapter) == "function" then
      adapter(function(given)
        start(given, ready)
      end, ready)
    else
      start(adapter, ready)
    end
  end)()
end

--- Goes on where the program has stopped; without a session, asks which configuration to run.
function M.continue()
  if current then
    current:request("continue", { threadId = current.stopped_thread_id })
    return
  end
  local all = {}
  for _, provider in pairs(M.providers.configs) do
    vim.list_extend(all, provider(vim.api.nvim_get_current_buf()))
  end
  local function name(configuration)
    return configuration.name
  end
  vim.ui.select(all, { prompt = "Configuration: ", format_item = name }, function(choice)
    if choice then
      M.run(choice)
    end
  end)
end

function M.terminate()
  if current then
    current:request("terminate", nil, function()
      if current then
        current:disconnect()
      end
    end)
  end
end

return M
