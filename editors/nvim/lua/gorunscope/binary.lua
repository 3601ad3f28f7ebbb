--- The program gorunscope: whether it is there, which version it is, and what its commands answer.

local options = require("gorunscope.options")

local M = {}

---@param words string[]
---@return string[] command with the words that start gorunscope before them
function M.command(words)
  return vim.list_extend(vim.deepcopy(options.get().command), words)
end

---@return boolean
function M.is_there()
  return vim.fn.executable(options.get().command[1]) == 1
end

--- What to tell a user where it is not there.
---@return string
function M.missing()
  local named = options.get().command[1]
  return ("%s is not on your PATH; install it (npm install -g gorunscope), or name it in vim.g.gorunscope.command"):format(
    named
  )
end

--- Runs one of its commands that answer with JSON.
---@param words string[]
---@param directory string? where it runs; Neovim's own if absent
---@param answer fun(err: string?, body: any)
function M.ask(words, directory, answer)
  if not M.is_there() then
    answer(M.missing())
    return
  end
  local ok, problem = pcall(vim.system, M.command(words), { cwd = directory, text = true }, function(result)
    vim.schedule(function()
      if result.code ~= 0 then
        local said = vim.trim(result.stderr):gsub("^gorunscope[^:]*: ", "")
        answer(said ~= "" and said or ("gorunscope ended with status %d"):format(result.code))
        return
      end
      local read, body = pcall(vim.json.decode, result.stdout, { luanil = { object = true, array = true } })
      if read then
        answer(nil, body)
      else
        answer("gorunscope answered with something else than JSON: " .. vim.trim(result.stdout):sub(1, 200))
      end
    end)
  end)
  if not ok then
    answer(tostring(problem))
  end
end

--- The version of the program.
---@return string? version
---@return string? problem
function M.version()
  if not M.is_there() then
    return nil, M.missing()
  end
  local result = vim.system(M.command({ "--version" }), { text = true }):wait(10000)
  local version = result.code == 0 and result.stdout:match("%d+%.%d+%.%d+%S*") or nil
  if version then
    return version
  end
  return nil, "gorunscope --version failed: " .. vim.trim(result.stderr .. result.stdout)
end

return M
