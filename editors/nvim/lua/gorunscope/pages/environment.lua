--- The variables and directories that stand in a run's keys.

---@param answer table EnvironmentResponse
---@return string title
---@return gorunscope.Node[]
return function(answer)
  return ("%d variables"):format(#answer.variables), vim.tbl_map(function(variable)
    local value = variable.value and " = " .. variable.value or ""
    local children = { { text = variable.sentence } }
    for _, example in ipairs(variable.examples) do
      table.insert(children, { text = example })
    end
    return { text = ("%s%s  in %d keys"):format(variable.name, value, variable.inKeys), children = children }
  end, answer.variables)
end
