-- What the configurations ask for: a package from a file that is no main, and arguments.
local scenario = require("scenario")

scenario.run(function(parameters)
  local dap = require("dap")
  local output, exited = {}, 0
  dap.listeners.after.event_output.scenario = function(_, body)
    table.insert(output, body.output)
  end
  dap.listeners.after.event_exited.scenario = function()
    exited = exited + 1
  end
  for _, answers in ipairs(parameters.answers) do
    scenario.edit(parameters.file)
    scenario.answer(answers)
    local before = exited
    dap.continue()
    scenario.wait("the program's end", function()
      return exited > before and dap.session() == nil
    end)
  end
  return table.concat(output)
end)
