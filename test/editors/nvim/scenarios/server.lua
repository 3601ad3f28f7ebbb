-- The language server beside nothing else: lenses on main, a hover on an import, a lens that opens a view.
local scenario = require("scenario")

local function lenses()
  local titles = {}
  for _, found in ipairs(vim.lsp.codelens.get(vim.lsp.codelens.enable and { bufnr = 0 } or 0)) do
    local lens = found.lens or found
    titles[#titles + 1] = lens.command and lens.command.title
  end
  return titles
end

scenario.run(function(parameters)
  scenario.edit(parameters.file, parameters.main)
  local client = scenario.wait("the language client", function()
    local found = vim.lsp.get_clients({ name = "gorunscope", bufnr = 0 })[1]
    return found and found.initialized and found
  end)
  local titles = scenario.wait("the lens of the last run", function()
    local all = lenses()
    return vim.iter(all):any(function(title)
      return title:find("^exit 3 after")
    end) and all
  end)

  vim.api.nvim_win_set_cursor(0, { parameters.import, 9 })
  vim.lsp.buf.hover()
  local hover = scenario.wait("the hover", function()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= "" then
        return table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), "\n")
      end
    end
  end)
  vim.cmd("only")

  vim.api.nvim_win_set_cursor(0, { parameters.main, 0 })
  scenario.answer({ parameters.choice })
  vim.lsp.codelens.run()
  local keys = scenario.wait("the view of the build directory", function()
    local text = scenario.view()
    return text and text:find("GOCACHE", 1, true) and text
  end)
  vim.cmd("only")
  vim.cmd("bdelete")
  scenario.edit(parameters.file, parameters.main)
  local pages = {}
  for _, name in ipairs({ "cacheKeys", "procTree", "explain", "forecast", "environment" }) do
    vim.cmd("GoRun " .. name)
    pages[name] = scenario.wait("the view of " .. name, function()
      local text = scenario.view()
      return text and text:find("^" .. name) and text
    end)
    vim.cmd("close")
  end
  vim.cmd("GoRun compare")
  local refused = scenario.wait("what compare lacks", function()
    local text = scenario.view()
    return text and text:find("to compare with", 1, true) and text
  end)
  return { refused = refused, titles = titles, hover = hover, view = keys, pages = pages, name = client.name }
end)
