--- nvim-dap: the adapter `gorunscope`, and configurations for Go buffers.

local binary = require("gorunscope.binary")
local notify = require("gorunscope.notify")
local options = require("gorunscope.options")
local version = require("gorunscope.version")

local M = {}

local key = "gorunscope"

--- What nvim-dap starts. A long build is no reason for it to warn or to kill the adapter before it has cleaned up.
local function adapter(callback)
  if not binary.is_there() then
    notify(binary.missing())
    return
  end
  local command = binary.command({ "dap" })
  vim.list_extend(command, options.get().adapter_args)
  callback({
    type = "executable",
    command = command[1],
    args = vim.list_slice(command, 2),
    options = { initialize_timeout_sec = 30, disconnect_timeout_sec = 10 },
  })
end

--- Asks while nvim-dap prepares a configuration; it runs that in a coroutine, and waits for one that it is given.
local function ask(question, read)
  return function()
    return coroutine.create(function(waiting)
      vim.ui.input(question, function(answer)
        coroutine.resume(waiting, answer == nil and require("dap").ABORT or read(answer))
      end)
    end)
  end
end

local function words_of(line)
  return require("dap.utils").splitstr(line)
end

local ask_package = ask({ prompt = "go run ", default = "./", completion = "dir" }, vim.trim)
local ask_arguments = ask({ prompt = "arguments: " }, words_of)

--- What `go run` takes for a buffer: its package, or the file alone where a build constraint may keep it out of the package.
local function program_of(buffer)
  local constrained = false
  for _, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do
    constrained = constrained or vim.startswith(line, "//go:build ")
    local name = line:match("^package%s+([%w_]+)")
    if name == "main" then
      return constrained and "${file}" or "${fileDirname}"
    elseif name then
      return ask_package
    end
  end
  return ask_package
end

---@param buffer integer
---@return table[] configurations of nvim-dap; none for a buffer of another file type
function M.configurations(buffer)
  if vim.bo[buffer].filetype ~= "go" then
    return {}
  end
  local function launch(name, attributes)
    return vim.tbl_extend("error", { type = "gorunscope", request = "launch", mode = "run", name = name }, attributes)
  end
  local program = program_of(buffer)
  return {
    launch("go run", { program = program }),
    launch("go run with arguments…", { program = program, args = ask_arguments }),
    launch("go run a package…", { program = ask_package }),
  }
end

--- Whether a session is with gorunscope, and not with another adapter.
---@param session table?
---@return boolean
function M.is_ours(session)
  return session ~= nil and session.capabilities ~= nil and session.capabilities.gorunscope ~= nil
end

--- The session that the user looks at, if it is one of ours.
---@return table?
function M.session()
  local dap = package.loaded.dap
  local session = dap and dap.session()
  return M.is_ours(session) and session or nil
end

--- nvim-dap says nothing where a signal has ended an adapter.
local function watch(dap, session)
  local expected = false
  for _, name in ipairs({ "event_terminated", "disconnect", "terminate", "launch", "attach" }) do
    dap.listeners.before[name][key .. session.id] = function(of, err)
      local is_start = name == "launch" or name == "attach"
      expected = expected or (of == session and (not is_start or err ~= nil))
    end
  end
  session.on_close[key] = function()
    for _, listeners in pairs(dap.listeners.before) do
      listeners[key .. session.id] = nil
    end
    if not expected then
      notify("the debug adapter has ended without being asked to; start again")
    end
  end
end

--- nvim-dap-view leaves out every scope that says it is expensive; the three answers in ours are worth their request.
local function show_scope(session, _, answer)
  if not (answer and package.loaded["dap-view"] and M.is_ours(session)) then
    return
  end
  for _, scope in ipairs(answer.scopes) do
    if scope.name == "go run" then
      scope.expensive = false
    end
  end
end

local function listen(dap)
  dap.listeners.before.scopes[key] = show_scope
  dap.listeners.after.initialize[key] = function(session, _, answer)
    if not (answer and answer.gorunscope) then
      return
    end
    local problem = version.problem(answer.gorunscope.version)
    if problem then
      notify(problem, vim.log.levels.WARN)
    end
    watch(dap, session)
  end
  require("gorunscope.diagnostics").listen(dap)
  require("gorunscope.follow").listen(dap)
end

--- Registers the adapter and the configurations.
---@return boolean # whether nvim-dap is there
function M.register()
  local there, dap = pcall(require, "dap")
  if not there then
    return false
  end
  dap.adapters.gorunscope = dap.adapters.gorunscope or adapter
  dap.providers.configs[key] = M.configurations
  listen(dap)
  return true
end

return M
