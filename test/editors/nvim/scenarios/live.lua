-- A view that is open while the program goes on: it folds, follows, and keeps its folds and cursor.
local scenario = require("scenario")

scenario.run(function(parameters)
  local dap = require("dap")
  scenario.edit(parameters.file, parameters.line)
  dap.set_breakpoint()
  scenario.answer({ "go run" })
  dap.continue()
  scenario.wait("a stop", function()
    local session = dap.session()
    return session and session.current_frame and session.current_frame.scopes
  end)

  vim.cmd("GoRun proctree")
  local function shows(pattern)
    local text, window = scenario.view()
    return text and text:find(pattern) and { text = text, window = window }
  end
  local stopped = scenario.wait("the view of a stopped program", function()
    return shows("^procTree %(stopped%)")
  end)
  vim.api.nvim_set_current_win(stopped.window)
  local closed = vim.fn.foldclosed(2)
  vim.api.nvim_win_set_cursor(0, { 2, 0 })
  vim.api.nvim_feedkeys(vim.keycode("<CR>"), "xt", false)
  local opened = vim.fn.foldclosed(2)
  vim.fn.search("^ *program", "W")
  local cursor = vim.fn.getline("."):match("program %d+")

  dap.continue()
  local running = scenario.wait("the view of a running program", function()
    return shows("^procTree %(running%)")
  end)
  vim.api.nvim_set_current_win(running.window)
  local report = {
    closed = closed,
    opened = opened,
    stillOpen = vim.fn.foldclosed(2),
    cursor = cursor,
    cursorStays = vim.fn.getline("."):match("program %d+"),
    stopped = stopped.text,
    running = running.text,
  }
  dap.terminate()
  scenario.wait("the session's end", function()
    return dap.session() == nil
  end)
  return report
end)
