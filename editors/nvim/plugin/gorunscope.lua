-- Everything that works with no setup: the command :GoRun, the debug adapter where nvim-dap is, the language server.
if vim.g.loaded_gorunscope then
  return
end
vim.g.loaded_gorunscope = true

vim.api.nvim_create_user_command("GoRun", function(call)
  require("gorunscope.command").run(call)
end, {
  nargs = "*",
  desc = "Show what a go run did: :GoRun buildDir, cacheKeys, procTree, …",
  complete = function(...)
    return require("gorunscope.command").complete(...)
  end,
})

local start = require("gorunscope.start")
start.server()

vim.api.nvim_create_autocmd("FileType", {
  group = vim.api.nvim_create_augroup("gorunscope", {}),
  pattern = "go",
  desc = "gorunscope: debug adapter and language server",
  callback = function(event)
    start.buffer(event.buf)
  end,
})
