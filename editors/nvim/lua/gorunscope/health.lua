--- :checkhealth gorunscope

local M = {}

local function check_options()
  local _, problems = require("gorunscope.options").get()
  for _, problem in ipairs(problems) do
    vim.health.error(problem, "See :help gorunscope-options")
  end
  if #problems == 0 then
    vim.health.ok("vim.g.gorunscope")
  end
end

local function check_binary()
  local binary = require("gorunscope.binary")
  local found, problem = binary.version()
  if not found then
    vim.health.error(problem)
    return
  end
  local command = binary.command({})
  command[1] = vim.fn.exepath(command[1])
  local misfit = require("gorunscope.version").problem(found)
  if misfit then
    vim.health.error(misfit)
  else
    vim.health.ok(("gorunscope %s (%s)"):format(found, table.concat(command, " ")))
  end
  vim.health.info("`gorunscope doctor` says what go, dlv and this machine lack.")
end

local function check_dap()
  if not pcall(require, "dap") then
    vim.health.warn("nvim-dap is not there", "Install mfussenegger/nvim-dap to debug; everything else works without it")
    return
  end
  if not require("gorunscope.options").get().dap then
    vim.health.info("nvim-dap is there; vim.g.gorunscope.dap is off")
    return
  end
  require("gorunscope.dap").register()
  vim.health.ok("nvim-dap has the adapter gorunscope")
end

local function check_server()
  if not require("gorunscope.options").get().lsp then
    vim.health.info("vim.g.gorunscope.lsp is off")
    return
  end
  local clients = vim.lsp.get_clients({ name = "gorunscope" })
  if #clients > 0 then
    vim.health.ok(("the language server is attached to %d buffers"):format(vim.tbl_count(clients[1].attached_buffers)))
  else
    vim.health.info("the language server does not run; it starts with the first Go buffer of a module")
  end
end

function M.check()
  vim.health.start("gorunscope")
  if vim.fn.has("nvim-0.10") == 0 then
    vim.health.error("Neovim is too old", "Use 0.10 or newer")
    return
  end
  check_options()
  check_binary()
  check_dap()
  check_server()
end

return M
