-- A main that does not compile: one message, the error at its place, and a new start at once when it is mended.
local scenario = require("scenario")

scenario.run(function(parameters)
  local dap = require("dap")
  local exited
  dap.listeners.after.event_exited.scenario = function(_, body)
    exited = body.exitCode
  end
  scenario.edit(parameters.file)
  scenario.answer({ "go run" })
  dap.continue()
  scenario.message("Error on launch")
  local diagnostics = scenario.wait("diagnostics", function()
    local found = vim.diagnostic.get(0)
    return #found > 0 and found
  end)
  scenario.wait("the session's end", function()
    return dap.session() == nil
  end)

  vim.api.nvim_buf_set_lines(0, 0, -1, false, vim.split(parameters.mended, "\n"))
  vim.cmd("silent write")
  scenario.answer({ "go run" })
  dap.continue()
  scenario.wait("the program's end", function()
    return exited and dap.session() == nil
  end)
  return {
    places = vim.tbl_map(function(diagnostic)
      return { diagnostic.lnum + 1, diagnostic.message }
    end, diagnostics),
    left = #vim.diagnostic.get(0),
    exited = exited,
  }
end)
