-- nvim-dap-go with our program in place of dlv, and what nvim-dap-ui or nvim-dap-view show of a stopped go run.
local scenario = require("scenario")

local function dap_go(parameters)
  require("dap-go").setup({
    delve = { path = parameters.dlv },
    dap_configurations = {
      { type = "go", name = "a go run", request = "launch", mode = "run", program = "${fileDirname}" },
    },
  })
end

local interfaces = {
  ui = function()
    local dapui = require("dapui")
    dapui.setup()
    dapui.open()
    return dapui.elements.scopes.buffer
  end,
  view = function()
    local view = require("dap-view")
    view.setup({})
    view.open()
    view.show_view("scopes")
    return function()
      return require("dap-view.state").bufnr
    end
  end,
}

scenario.run(function(parameters)
  local dap = require("dap")
  scenario.edit(parameters.file, parameters.line)
  dap.set_breakpoint()
  if parameters.dlv then
    dap_go(parameters)
  end
  -- As somebody who has started Neovim in the module: dlv builds where it runs.
  vim.cmd.cd(vim.fs.dirname(parameters.file))
  scenario.answer({ parameters.configuration })
  local buffer = parameters.interface and interfaces[parameters.interface]()
  vim.cmd.wincmd("p")
  vim.cmd.drop(parameters.file)
  dap.continue()
  local session = scenario.wait("a stop", function()
    local current = dap.session()
    local frame = current and current.current_frame
    return frame and frame.scopes and current
  end)
  local shown
  if buffer then
    shown = scenario.wait("the scope go run", function()
      local number = buffer()
      local text = number and table.concat(vim.api.nvim_buf_get_lines(number, 0, -1, false), "\n")
      return text and text:find("go run", 1, true) and text
    end)
  end
  local scopes = vim.tbl_map(function(scope)
    return scope.name
  end, session.current_frame.scopes)
  local line = session.current_frame.line
  dap.continue()
  scenario.wait("the session's end", function()
    return dap.session() == nil
  end)
  return { line = line, scopes = scopes, shown = shown }
end)
