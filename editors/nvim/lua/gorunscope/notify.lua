--- Messages to the user: one line, with where it comes from.

---@param message string
---@param level integer? of vim.log.levels; an error if absent
return function(message, level)
  vim.schedule(function()
    vim.notify("gorunscope: " .. message, level or vim.log.levels.ERROR)
  end)
end
