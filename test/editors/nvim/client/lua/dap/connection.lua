--- Frames of the debug protocol over an adapter's standard streams. All that is exchanged is kept for a test that fails.

local M = {
  ---@type string[]
  frames = {},
}

local function keep(direction, text)
  table.insert(M.frames, direction .. " " .. text)
end

--- Takes whole messages from the front of what has been read.
local function take(read, heard)
  while true do
    local first, last, length = read:find("^Content%-Length: (%d+)\r\n\r\n")
    if not first or #read < last + tonumber(length) then
      return read
    end
    local body = read:sub(last + 1, last + tonumber(length))
    read = read:sub(last + 1 + tonumber(length))
    keep("<-", body)
    heard(vim.json.decode(body, { luanil = { object = true } }))
  end
end

---@param adapter table { command, args }
---@param heard fun(message: table)
---@param ended fun() the adapter has ended
function M.open(adapter, heard, ended)
  local read = ""
  local process = vim.system(vim.list_extend({ adapter.command }, adapter.args), {
    stdin = true,
    stdout = vim.schedule_wrap(function(_, chunk)
      read = take(read .. (chunk or ""), heard)
    end),
    stderr = vim.schedule_wrap(function(_, chunk)
      if chunk then
        keep("stderr", chunk)
      end
    end),
  }, vim.schedule_wrap(ended))
  return {
    write = function(message)
      local body = vim.json.encode(message)
      keep("->", body)
      if not process:is_closing() then
        process:write(("Content-Length: %d\r\n\r\n%s"):format(#body, body))
      end
    end,
    --- The end of its input, which an adapter takes for disconnect.
    close = function()
      if not process:is_closing() then
        process:write(nil)
      end
    end,
  }
end

return M
