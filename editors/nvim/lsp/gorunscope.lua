-- The language server, for vim.lsp.enable("gorunscope"), which the plugin does by itself. It stands beside gopls.
return require("gorunscope.lsp").config()
