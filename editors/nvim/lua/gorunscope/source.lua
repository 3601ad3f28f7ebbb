--- Where answers come from: the debug session that runs, else the language server of the buffer, else the program itself.

local binary = require("gorunscope.binary")

local M = {}

--- The requests that the program answers on the command line too, and their words there.
local commands = {
  explain = function(arguments)
    return { "explain", "--json", arguments.package }
  end,
  environment = function()
    return { "explain", "--environment", "--json" }
  end,
  forecast = function(arguments)
    local words = arguments["for"] and { "--for", arguments["for"] } or {}
    return vim.list_extend({ "forecast", "--json" }, vim.list_extend(words, { arguments.package or "." }))
  end,
  compare = function(arguments)
    return { "compare", "--json", arguments.package or "." }
  end,
}

--- In the protocol the first three have names of their own; those that came later begin with the product's.
local own_names = { buildDir = true, cacheKeys = true, procTree = true }

---@class gorunscope.Question
---@field name string "buildDir", "cacheKeys", …
---@field arguments table<string, any> of the request, as docs/contract.md has them
---@field buffer integer the Go buffer that it was asked at

local function ask_session(session, question, answer)
  local request = own_names[question.name] and question.name or "gorunscope." .. question.name
  local arguments = next(question.arguments) and question.arguments or nil
  session:request(request, arguments, function(err, body)
    local failure = err and (vim.tbl_get(err, "body", "error", "format") or err.message)
    answer(failure, body)
  end)
end

local function ask_server(client, question, answer)
  local arguments = vim.tbl_extend("force", { uri = vim.uri_from_bufnr(question.buffer) }, question.arguments)
  local params = { command = "gorunscope." .. question.name, arguments = { arguments } }
  require("gorunscope.lsp").execute(client, params, function(err, body)
    answer(err and err.message, body)
  end, question.buffer)
end

local function ask_program(question, answer)
  local file = vim.api.nvim_buf_get_name(question.buffer)
  local directory = vim.fs.dirname(file)
  local words = commands[question.name](question.arguments)
  binary.ask(words, vim.fn.isdirectory(directory) == 1 and directory or nil, answer)
end

local function server_of(buffer)
  return vim.lsp.get_clients({ name = "gorunscope", bufnr = buffer })[1]
end

--- Asks for an answer of the contract.
---@param question gorunscope.Question
---@param answer fun(err: string?, body: table?)
function M.ask(question, answer)
  local session = require("gorunscope.dap").session()
  local client = server_of(question.buffer)
  if session then
    ask_session(session, question, answer)
  elseif client then
    ask_server(client, question, answer)
  elseif commands[question.name] then
    ask_program(question, answer)
  else
    local advice = "no debug session runs, and no language server is attached to a Go buffer; start one of them"
    answer(("%s: %s"):format(question.name, advice))
  end
end

return M
