-- What :checkhealth and :help say.
local scenario = require("scenario")

scenario.run(function(parameters)
  local function lines()
    return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n")
  end
  vim.cmd("checkhealth gorunscope")
  local health = lines()
  vim.cmd.helptags(parameters.doc)
  vim.opt.runtimepath:append(vim.fs.dirname(parameters.doc))
  vim.cmd("help gorunscope-options")
  return {
    health = health,
    help = vim.fn.getline("."),
    completed = vim.fn.getcompletion("GoRun c", "cmdline"),
    flags = vim.fn.getcompletion("GoRun cacheKeys --", "cmdline"),
    version = require("gorunscope.version").plugin,
  }
end)
