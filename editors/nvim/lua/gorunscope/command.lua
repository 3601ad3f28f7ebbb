--- The command :GoRun.

local notify = require("gorunscope.notify")

local M = {}

--- By page: what it takes. A package is a path or a pattern's exact name, as the answers call it.
local pages = {
  buildDir = {},
  cacheKeys = { package = true, flags = { misses = { onlyMisses = true }, inputs = { inputs = true } } },
  compare = { package = true },
  environment = {},
  explain = { package = true },
  forecast = { package = true, flags = { debug = { ["for"] = "debug" } } },
  procTree = { flags = { live = { live = true } } },
}

local function names()
  local all = vim.tbl_keys(pages)
  table.sort(all)
  return all
end

--- "builddir" is as good as "buildDir".
local function find(word)
  for name in pairs(pages) do
    if name:lower() == word:lower() then
      return name
    end
  end
end

--- The arguments of the request, or what is wrong with the words.
local function read(name, words)
  local page, arguments = pages[name], {}
  for _, word in ipairs(words) do
    local flag = word:match("^%-%-(.*)$")
    local meant = flag and vim.tbl_get(page, "flags", flag)
    if meant then
      arguments = vim.tbl_extend("force", arguments, meant)
    elseif flag then
      return nil, ("%s has no flag --%s"):format(name, flag)
    elseif not page.package or arguments.package then
      return nil, ("%s does not take %s"):format(name, word)
    else
      arguments.package = word
    end
  end
  return arguments
end

--- The Go buffer that a question is about: the current one, or the one that was last in the window before a view.
local function go_buffer()
  for _, buffer in ipairs({ vim.api.nvim_get_current_buf(), vim.fn.bufnr("#") }) do
    if buffer > 0 and vim.bo[buffer].filetype == "go" then
      return buffer
    end
  end
  return vim.api.nvim_get_current_buf()
end

---@param call { fargs: string[] } as nvim_create_user_command gives it
function M.run(call)
  local words = call.fargs
  if #words == 0 then
    notify(":GoRun takes one of " .. table.concat(names(), ", "), vim.log.levels.INFO)
    return
  end
  local name = find(words[1])
  if not name then
    notify((":GoRun has no page %s; it has %s"):format(words[1], table.concat(names(), ", ")))
    return
  end
  local arguments, problem = read(name, vim.list_slice(words, 2))
  if not arguments then
    notify(":GoRun " .. problem)
    return
  end
  require("gorunscope.view").open({ name = name, arguments = arguments, buffer = go_buffer() })
end

---@param lead string what stands before the cursor of the word
---@param line string
---@return string[]
function M.complete(lead, line)
  local before = vim.split(vim.trim(line:sub(1, #line - #lead)), "%s+", { trimempty = true })
  local candidates = names()
  local name = before[2] and find(before[2])
  if #before > 1 then
    candidates = vim.tbl_map(function(flag)
      return "--" .. flag
    end, vim.tbl_keys(name and pages[name].flags or {}))
  end
  return vim.tbl_filter(function(candidate)
    return vim.startswith(candidate:lower(), lead:lower())
  end, candidates)
end

return M
