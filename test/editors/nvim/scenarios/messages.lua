-- Starts what cannot be started, and gives what the user is told.
local scenario = require("scenario")

scenario.run(function(parameters)
  local dap = require("dap")
  scenario.edit(parameters.file)
  local base = { type = "gorunscope", request = "launch", mode = "run", name = "go run", program = "${file}" }
  dap.run(vim.tbl_extend("force", base, parameters.attributes or {}))
  local told = scenario.message(parameters.pattern)
  scenario.wait("the session's end", function()
    return dap.session() == nil
  end)
  return told
end)
