-- A whole session: a breakpoint, locals, the scope "go run" with a key in it, a view beside it, on to the end.
local scenario = require("scenario")

scenario.run(function(parameters)
  local dap = require("dap")
  local heard = {}
  dap.listeners.after.event_exited.scenario = function(_, body)
    heard.code = body.exitCode
  end
  scenario.edit(parameters.file, parameters.line)
  dap.set_breakpoint()
  scenario.answer({ "go run" })
  dap.continue()

  local session, frame
  scenario.wait("a stop with its scopes", function()
    session = dap.session()
    frame = session and session.current_frame
    return frame and frame.scopes
  end)
  local function children(reference)
    return scenario.request(session, "variables", { variablesReference = reference }).variables
  end
  local function named(list, name)
    for _, each in ipairs(list) do
      if each.name == name then
        return each
      end
    end
    error(name .. " is not among " .. vim.inspect(list))
  end
  local locals = children(named(frame.scopes, "Locals").variablesReference)
  local answers = children(frame.scopes[#frame.scopes].variablesReference)
  local keys = children(named(answers, "cacheKeys").variablesReference)
  local actions = children(named(keys, "actions").variablesReference)
  local action = children(actions[1].variablesReference)

  vim.cmd("GoRun buildDir")
  local view = scenario.wait("the view of buildDir", function()
    local text = scenario.view()
    return text and text:find("$WORK", 1, true) and text
  end)
  vim.cmd("close")
  dap.continue()
  scenario.wait("the session's end", function()
    return dap.session() == nil
  end)
  return {
    line = frame.line,
    scope = frame.scopes[#frame.scopes].name,
    locals = vim.tbl_map(function(each)
      return { each.name, each.value }
    end, locals),
    key = named(action, "actionID").value,
    view = view,
    code = heard.code,
  }
end)
