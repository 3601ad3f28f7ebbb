--- The options, which stand in vim.g.gorunscope; all have defaults.

local M = {}

---@class gorunscope.Options
---@field command string[] the words that start gorunscope
---@field adapter_args string[] further words of `gorunscope dap`, as { "--log", "--log-dest=/tmp/log" }
---@field dap boolean register the adapter and its configurations with nvim-dap
---@field lsp boolean start the language server
---@field codelens boolean show code lenses and keep them fresh
---@field diagnostics boolean show errors of a debug launch's compiler at their places
local defaults = {
  command = { "gorunscope" },
  adapter_args = {},
  dap = true,
  lsp = true,
  codelens = true,
  diagnostics = true,
}

---@return gorunscope.Options
---@return string[] problems what is wrong in vim.g.gorunscope; the defaults stand in for it
function M.get()
  local options, problems = vim.deepcopy(defaults), {}
  local given = vim.g.gorunscope
  if given ~= nil and type(given) ~= "table" then
    return options, { "vim.g.gorunscope must be a table, and is a " .. type(given) }
  end
  for name, value in pairs(given or {}) do
    local default = defaults[name]
    if default == nil then
      table.insert(problems, ("vim.g.gorunscope has no option %s"):format(name))
    elseif type(default) == "table" and type(value) == "string" then
      options[name] = { value }
    elseif type(value) ~= type(default) then
      local message = "vim.g.gorunscope.%s must be a %s, and is a %s"
      table.insert(problems, message:format(name, type(default), type(value)))
    else
      options[name] = value
    end
  end
  return options, problems
end

return M
