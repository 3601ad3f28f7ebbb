--- The language client: lenses that stay fresh, and the server's commands as views of Neovim.

local binary = require("gorunscope.binary")
local notify = require("gorunscope.notify")
local options = require("gorunscope.options")
local version = require("gorunscope.version")

local M = {}

--- Has the server carry out a command.
---@param client vim.lsp.Client
---@param params lsp.ExecuteCommandParams
---@param answer fun(err: lsp.ResponseError?, body: any)
---@param buffer integer
function M.execute(client, params, answer, buffer)
  -- Before Neovim 0.11 a client's functions were no methods.
  if vim.fn.has("nvim-0.11") == 1 then
    client:request("workspace/executeCommand", params, answer, buffer)
  else
    client.request("workspace/executeCommand", params, answer, buffer)
  end
end

--- Neovim before 0.12 does not keep lenses fresh by itself.
local keeps_lenses = vim.lsp.codelens.enable ~= nil

local function refresh_lenses(client)
  for buffer in pairs(client.attached_buffers or {}) do
    if vim.api.nvim_buf_is_loaded(buffer) then
      vim.lsp.codelens.refresh({ bufnr = buffer })
    end
  end
end

local function show_lenses(client, buffer)
  if keeps_lenses then
    vim.lsp.codelens.enable(true, { bufnr = buffer })
    return
  end
  local group = vim.api.nvim_create_augroup("gorunscope.codelens." .. buffer, {})
  vim.api.nvim_create_autocmd({ "BufEnter", "InsertLeave", "BufWritePost" }, {
    group = group,
    buffer = buffer,
    desc = "gorunscope: fresh code lenses",
    callback = function()
      vim.lsp.codelens.refresh({ bufnr = buffer })
    end,
  })
  refresh_lenses(client)
end

--- A lens or a code action of the server's that this plugin shows in a view.
local function open_view(name)
  return function(command, context)
    local given = command.arguments and command.arguments[1] or {}
    local buffer = given.uri and vim.uri_to_bufnr(given.uri) or context.bufnr
    local arguments = { package = given.package, run = given.run }
    require("gorunscope.view").open({ name = name, arguments = arguments, buffer = buffer })
  end
end

--- The lens "debug": the server says how, nvim-dap does it.
local function debug(command, context)
  local client = vim.lsp.get_client_by_id(context.client_id)
  local params = { command = command.command, arguments = command.arguments }
  M.execute(client, params, function(err, configuration)
    if err then
      notify(err.message)
      return
    end
    local defaults = { type = "gorunscope", request = "launch", mode = "run", name = "go run" }
    require("dap").run(vim.tbl_extend("force", defaults, configuration, { type = "gorunscope" }))
  end, context.bufnr)
end

local function commands()
  local all = { ["gorunscope.debug"] = debug }
  for _, name in ipairs({ "buildDir", "cacheKeys", "procTree", "explain", "forecast", "compare", "environment" }) do
    all["gorunscope." .. name] = open_view(name)
  end
  return all
end

--- The lens "run": the program gets a terminal, with what it reads from there.
local function run_in_terminal(_, wanted)
  vim.cmd("belowright new")
  -- A job's environment only adds: what is to be unset is left out of a whole one.
  local environment = vim.fn.environ()
  for name, value in pairs(wanted.env or {}) do
    environment[name] = value ~= vim.NIL and value or nil
  end
  local settings = { cwd = wanted.cwd, env = environment, clear_env = true }
  if vim.fn.has("nvim-0.11") == 1 then
    vim.fn.jobstart(wanted.command, vim.tbl_extend("error", settings, { term = true }))
  else
    vim.fn.termopen(wanted.command, settings)
  end
  return {}
end

local handlers = {
  ["gorunscope/runInTerminal"] = run_in_terminal,
  ["gorunscope/runChanged"] = function()
    require("gorunscope.follow").changed()
  end,
}

if not keeps_lenses then
  handlers["workspace/codeLens/refresh"] = function(_, _, context)
    local client = vim.lsp.get_client_by_id(context.client_id)
    if client and options.get().codelens then
      refresh_lenses(client)
    end
    return vim.NIL
  end
end

--- A configuration of vim.lsp.
---@return vim.lsp.ClientConfig
function M.config()
  return {
    cmd = binary.command({ "lsp", "--stdio" }),
    filetypes = { "go" },
    root_markers = { "go.work", "go.mod", ".git" },
    capabilities = { workspace = { codeLens = { refreshSupport = true } } },
    before_init = function(params)
      params.initializationOptions = vim.tbl_extend("force", params.initializationOptions or {}, {
        -- The lens "debug" shows only where it can be followed.
        canDebug = options.get().dap and require("gorunscope.dap").register(),
        canRunInTerminal = true,
        runChanged = true,
        showsAnswers = true,
      })
    end,
    on_init = function(_, result)
      local server = result and result.serverInfo
      local problem = server and server.version and version.problem(server.version)
      if problem then
        notify(problem, vim.log.levels.WARN)
      end
    end,
    on_attach = function(client, buffer)
      if options.get().codelens and client.server_capabilities.codeLensProvider then
        show_lenses(client, buffer)
      end
    end,
    commands = commands(),
    handlers = handlers,
  }
end

return M
