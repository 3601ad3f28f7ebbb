--- The plugin's version, and whether a binary's version goes with it.

local M = { plugin = "0.1.0" }

--- Versions fit when they have the same first number that is not 0: 1.2 and 1.5, 0.1.0 and 0.1.3.
---@param binary string
---@return string? problem a sentence with what to do; nil where they fit
function M.problem(binary)
  local one, other = vim.version.parse(M.plugin), vim.version.parse(binary)
  if one and other and one.major == other.major and (one.major > 0 or one.minor == other.minor) then
    return nil
  end
  local sentence = "this plugin is of gorunscope %s, the program is %s; install both from one release"
  return sentence:format(M.plugin, binary)
end

return M
