--- What a plugin uses of nvim-dap's helpers.

return {
  splitstr = function(line)
    return vim.split(line, "%s+", { trimempty = true })
  end,
}
