-- The adapter is killed under the editor; the user is told, and starts again.
local scenario = require("scenario")

scenario.run(function(parameters)
  local dap = require("dap")
  scenario.edit(parameters.file, parameters.line)
  dap.set_breakpoint()
  local function start()
    scenario.answer({ "go run" })
    dap.continue()
    return scenario.wait("a stop", function()
      local session = dap.session()
      local frame = session and session.current_frame
      return frame and frame.scopes and session
    end)
  end
  local session = start()
  local tree = scenario.request(session, "procTree").root
  vim.uv.kill(tree.parentPid, "sigkill")
  scenario.wait("the session's end", function()
    return dap.session() == nil
  end)
  start()
  dap.continue()
  scenario.wait("the session's end", function()
    return dap.session() == nil
  end)
end)
