-- The lenses that start the program: "debug" by the debug client, "▶ run" in a terminal of Neovim's.
local scenario = require("scenario")

local function run_lens(title)
  scenario.wait("the lens " .. title, function()
    local found = vim.lsp.codelens.get(vim.lsp.codelens.enable and { bufnr = 0 } or 0)
    return vim.iter(found):any(function(each)
      local command = (each.lens or each).command
      return command and command.title == title
    end)
  end)
  scenario.answer({ title })
  vim.lsp.codelens.run()
end

scenario.run(function(parameters)
  local dap = require("dap")
  scenario.edit(parameters.file, parameters.line)
  dap.set_breakpoint()
  vim.api.nvim_win_set_cursor(0, { parameters.main, 0 })
  run_lens("debug")
  local frame = scenario.wait("a stop", function()
    local session = dap.session()
    local current = session and session.current_frame
    return current and current.scopes and current
  end)
  dap.continue()
  scenario.wait("the session's end", function()
    return dap.session() == nil
  end)

  run_lens("▶ run")
  local output = scenario.wait("the program's output", function()
    for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
      local text = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), "\n")
      if vim.bo[buffer].buftype == "terminal" and text:find("exit status 3", 1, true) then
        return text
      end
    end
  end)
  return { line = frame.line, output = output }
end)
