--- A buffer with one answer: it folds, and while it is shown it follows the run.

local follow = require("gorunscope.follow")
local source = require("gorunscope.source")

local M = {}

local namespace = vim.api.nvim_create_namespace("gorunscope.view")
local indent = 2

---@class gorunscope.View
---@field buffer integer
---@field question gorunscope.Question
---@field failed string? the last failure that was told

---@type table<integer, gorunscope.View>
local views = {}

--- Fold level of a line: each line that has deeper ones below it starts a fold. For 'foldexpr'.
function M.fold_level()
  local depth = math.floor(vim.fn.indent(vim.v.lnum) / indent)
  local below = math.floor(vim.fn.indent(vim.v.lnum + 1) / indent)
  return below > depth and ">" .. below or tostring(depth)
end

---@return { text: string, group?: string }[]
local function lines_of(nodes, depth, lines)
  for _, node in ipairs(nodes) do
    -- What others have written into a name or a value is one line here.
    local line = (" "):rep(indent * depth) .. node.text:gsub("%s*[\r\n]+%s*", " ")
    table.insert(lines, { text = line, group = node.group })
    lines_of(node.children or {}, depth + 1, lines)
  end
  return lines
end

--- Changes only the lines that differ, so that folds and the cursor stay where they are.
local function write(buffer, lines)
  local old = vim.api.nvim_buf_get_lines(buffer, 0, -1, false)
  local new = vim.tbl_map(function(line)
    return line.text
  end, lines)
  local function joined(list)
    return table.concat(list, "\n") .. "\n"
  end
  local hunks = vim.diff(joined(old), joined(new), { result_type = "indices" }) --[=[@as integer[][]]=]
  vim.bo[buffer].modifiable = true
  for index = #hunks, 1, -1 do
    local from, removed, start, added = unpack(hunks[index])
    -- Where nothing is removed, the hunk stands after its line.
    local first = removed == 0 and from or from - 1
    vim.api.nvim_buf_set_lines(buffer, first, first + removed, false, vim.list_slice(new, start, start + added - 1))
  end
  vim.bo[buffer].modifiable = false
  vim.api.nvim_buf_clear_namespace(buffer, namespace, 0, -1)
  for number, line in ipairs(lines) do
    if line.group then
      vim.api.nvim_buf_set_extmark(buffer, namespace, number - 1, 0, { end_row = number, hl_group = line.group })
    end
  end
end

---@param view gorunscope.View
local function show(view, answer)
  local title, nodes = require("gorunscope.pages." .. view.question.name)(answer)
  local phase = answer.phase and (" (%s)"):format(answer.phase) or ""
  local lines = { { text = view.question.name .. phase .. ": " .. title, group = "Title" } }
  write(view.buffer, lines_of(nodes, 0, lines))
end

--- A failure, a line for each of its sentences: what happened, and what to do.
local function failure(err)
  return vim.tbl_map(function(sentence)
    return { text = sentence, group = "DiagnosticError" }
  end, vim.split(err:gsub("([.:]) ", "%1\n"), "\n", { trimempty = true }))
end

--- Asks again. What stands there stays where no answer comes; a failure is told once.
---@param view gorunscope.View
local function refresh(view)
  source.ask(view.question, function(err, answer)
    if not vim.api.nvim_buf_is_valid(view.buffer) then
      return
    elseif answer then
      view.failed = nil
      show(view, answer)
    elseif err ~= view.failed then
      view.failed = err
      local is_empty = vim.api.nvim_buf_line_count(view.buffer) <= 1
      if is_empty then
        write(view.buffer, failure(err))
      end
    end
  end)
end

--- The window that shows it; the current one is split if none does.
local function window_of(buffer)
  local window = vim.fn.bufwinid(buffer)
  if window ~= -1 then
    vim.api.nvim_set_current_win(window)
    return window
  end
  vim.cmd("belowright split")
  window = vim.api.nvim_get_current_win()
  vim.api.nvim_win_set_buf(window, buffer)
  local settings = {
    foldmethod = "expr",
    foldexpr = "v:lua.require'gorunscope.view'.fold_level()",
    foldlevel = 0,
    foldtext = "",
    fillchars = "fold: ",
    wrap = false,
    number = false,
    relativenumber = false,
    signcolumn = "no",
    foldcolumn = "1",
  }
  for name, value in pairs(settings) do
    vim.api.nvim_set_option_value(name, value, { win = window, scope = "local" })
  end
  return window
end

local function make_buffer(name)
  local buffer = vim.api.nvim_create_buf(false, true)
  vim.api.nvim_buf_set_name(buffer, name)
  vim.bo[buffer].bufhidden = "wipe"
  vim.bo[buffer].filetype = "gorunscope"
  vim.bo[buffer].modifiable = false
  vim.keymap.set("n", "q", "<Cmd>close<CR>", { buffer = buffer, desc = "Close" })
  vim.keymap.set("n", "<CR>", "za", { buffer = buffer, desc = "Open or close a fold" })
  vim.keymap.set("n", "R", function()
    refresh(views[buffer])
  end, { buffer = buffer, desc = "Ask again" })
  vim.api.nvim_create_autocmd("BufWipeout", {
    buffer = buffer,
    callback = function()
      follow.set(buffer, nil)
      views[buffer] = nil
    end,
  })
  return buffer
end

--- Shows an answer, in the window that shows it already if there is one.
---@param question gorunscope.Question
---@return integer buffer
function M.open(question)
  local words = { question.name, question.arguments.package }
  local name = "gorunscope://" .. table.concat(words, "/")
  local buffer = vim.fn.bufnr("^" .. vim.fn.escape(name, "[]*?{},\\^$") .. "$")
  if buffer == -1 or not views[buffer] then
    buffer = make_buffer(name)
  end
  views[buffer] = { buffer = buffer, question = question }
  window_of(buffer)
  follow.set(buffer, function()
    refresh(views[buffer])
  end)
  refresh(views[buffer])
  return buffer
end

return M
