--- Figures and commands as people say them; as in shared/text of the product.

local M = {}

---@param bytes number
---@return string "812 B", "19.0 kB", "1.4 MB"
function M.bytes(bytes)
  if bytes < 1000 then
    return ("%d B"):format(bytes)
  end
  local units, index = { "kB", "MB", "GB", "TB" }, 0
  repeat
    bytes, index = bytes / 1000, index + 1
  until bytes < 999.5 or index == #units
  return (bytes < 99.95 and "%.1f %s" or "%.0f %s"):format(bytes, units[index])
end

---@param ms number
---@return string "812 ms", "1.2 s", "2 min 5 s"
function M.duration(ms)
  if ms < 999.5 then
    return ("%.0f ms"):format(ms)
  elseif ms < 59950 then
    return ("%.1f s"):format(ms / 1000)
  end
  local seconds = math.floor(ms / 1000 + 0.5)
  return ("%d min %d s"):format(math.floor(seconds / 60), seconds % 60)
end

---@param words string[]
---@return string a command line, its words quoted where a shell needs that
function M.command(words)
  return table.concat(
    vim.tbl_map(function(word)
      return word:match("^[%w@%%_+=:,./~-]+$") and word or "'" .. word:gsub("'", "'\\''") .. "'"
    end, words),
    " "
  )
end

---@param action { action: string, package: string }
---@return string the package, before it the action unless that is a build
function M.action(action)
  return action.action == "build" and action.package or action.action .. " " .. action.package
end

return M
