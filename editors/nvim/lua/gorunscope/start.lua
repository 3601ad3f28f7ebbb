--- What the plugin does by itself: it enables the language server, and at the first Go buffer registers the debug adapter.

local M = {}

local registered = false

--- Without the binary there is nothing to start; :GoRun and :checkhealth gorunscope say so.
local function has_server()
  return require("gorunscope.options").get().lsp and require("gorunscope.binary").is_there()
end

--- Enables the language server, where Neovim has vim.lsp.enable (0.11).
function M.server()
  if vim.lsp.enable and has_server() then
    vim.lsp.enable("gorunscope")
  end
end

---@param buffer integer a buffer of file type go
function M.buffer(buffer)
  if require("gorunscope.options").get().dap and not registered then
    registered = require("gorunscope.dap").register()
  end
  if not vim.lsp.enable and has_server() then
    local config = dofile(vim.api.nvim_get_runtime_file("lsp/gorunscope.lua", false)[1])
    config.name = "gorunscope"
    config.root_dir = vim.fs.root(buffer, config.root_markers)
    vim.lsp.start(config, { bufnr = buffer })
  end
end

return M
