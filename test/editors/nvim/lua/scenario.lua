--- What a scenario uses: it drives Neovim as a user does, waits for what shows, and tells the test how it went.

local M = {}

--- How long something is waited for, in milliseconds.
local patience = 30000

local parameters = vim.json.decode(vim.env.GORUNSCOPE_SCENARIO)
local messages, answers = {}, {}

local function screen()
  vim.cmd.redraw()
  local lines = {}
  for row = 1, vim.o.lines do
    local cells = {}
    for column = 1, vim.o.columns do
      cells[column] = vim.fn.screenstring(row, column)
    end
    lines[row] = (table.concat(cells):gsub("%s+$", ""))
  end
  return table.concat(lines, "\n")
end

--- The frames that went over the wire, as whichever client there is keeps them.
local function frames()
  local own = package.loaded["dap.connection"]
  if own then
    return table.concat(own.frames, "\n")
  end
  local file = vim.fs.find("dap.log", { path = vim.fn.stdpath("log"), type = "file" })[1]
  return file and table.concat(vim.fn.readfile(file), "\n") or ""
end

vim.notify = function(message, level)
  table.insert(messages, { text = message, level = level or vim.log.levels.INFO })
end

--- Answers the questions that a user is asked: an item by its text, or what is typed.
---@param texts string[]
function M.answer(texts)
  vim.list_extend(answers, texts)
end

--- Chooses what reads so, or begins so where nothing does: Neovim adds the server's name to a lens.
vim.ui.select = function(items, options, choose)
  local wanted = assert(table.remove(answers, 1), "nobody answers: " .. (options.prompt or ""))
  local texts = vim.tbl_map(options.format_item or tostring, items)
  for _, fits in ipairs({ function(text) return text == wanted end, function(text) return vim.startswith(text, wanted) end }) do
    for index, text in ipairs(texts) do
      if fits(text) then
        choose(items[index], index)
        return
      end
    end
  end
  error(("%q is not offered: %s"):format(wanted, vim.inspect(texts)))
end

vim.ui.input = function(options, typed)
  typed(assert(table.remove(answers, 1), "nobody answers: " .. (options.prompt or "")))
end

--- Waits until something is there.
---@generic T
---@param what string for people
---@param look fun(): T?
---@return T
function M.wait(what, look)
  local found
  vim.wait(patience, function()
    found = look()
    return found
  end, 20)
  assert(found, ("not within %d s: %s"):format(patience / 1000, what))
  return found
end

--- Sends a request in a debug session and waits for the answer.
function M.request(session, command, arguments)
  local answer
  session:request(command, arguments, function(err, body)
    answer = { err = err, body = body }
  end)
  M.wait("an answer to " .. command, function()
    return answer
  end)
  assert(not answer.err, ("%s: %s"):format(command, vim.inspect(answer.err)))
  return answer.body
end

--- Opens a file with the cursor on a line.
function M.edit(path, line)
  vim.cmd.edit(path)
  vim.api.nvim_win_set_cursor(0, { line or 1, 0 })
end

--- The lines of the view that is open, folded or not.
function M.view()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    local buffer = vim.api.nvim_win_get_buf(window)
    if vim.bo[buffer].filetype == "gorunscope" then
      return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), "\n"), window
    end
  end
end

--- Waits for a message to the user, and gives all that were shown so far.
function M.message(pattern)
  return M.wait("a message with " .. pattern, function()
    for _, message in ipairs(messages) do
      if message.text:find(pattern) then
        return messages
      end
    end
  end)
end

--- Runs a scenario, writes how it went, and ends Neovim.
---@param scenario fun(parameters: table): any what it gives is the test's to look at
function M.run(scenario)
  vim.opt.swapfile = false
  local dap = require("dap")
  if dap.set_log_level then
    dap.set_log_level("TRACE")
  end
  local ok, result = xpcall(scenario, debug.traceback, parameters)
  local shown = vim.fn.execute("messages")
  local report = {
    ok = ok,
    result = result,
    screen = screen(),
    messages = messages,
    shown = shown,
    frames = frames(),
  }
  vim.fn.writefile({ vim.json.encode(report) }, parameters.report)
  vim.cmd("qall!")
end

return M
