-- The user stops a launch while go builds.
local scenario = require("scenario")

scenario.run(function(parameters)
  local dap = require("dap")
  local phase
  dap.listeners.after["event_gorunscope.phase"].scenario = function(_, event)
    phase = event.phase
  end
  scenario.edit(parameters.file)
  dap.run({
    type = "gorunscope",
    request = "launch",
    mode = "run",
    name = "gated",
    program = "${file}",
    buildFlags = parameters.buildFlags,
  })
  scenario.wait("a build", function()
    return phase == "building"
  end)
  local work = scenario.request(dap.session(), "buildDir").work
  dap.terminate()
  scenario.wait("the session's end", function()
    return dap.session() == nil
  end)
  return work.path
end)
