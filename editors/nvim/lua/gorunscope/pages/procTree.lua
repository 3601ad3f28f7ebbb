--- The processes of a run, as a tree.

local node = require("gorunscope.pages.node")
local text = require("gorunscope.text")

--- The programs that go starts to build are told by what they work on.
local tools = { compile = true, asm = true, cgo = true, link = true, tool = true }

local function state_of(process)
  if process.state ~= "exited" then
    return process.state
  end
  return process.signal or process.exitCode and "exited " .. process.exitCode or "ended"
end

local function group_of(process)
  if process.state ~= "exited" then
    return process.role == "program" and "DiagnosticOk" or nil
  end
  return (process.signal or (process.exitCode or 0) ~= 0) and "DiagnosticError" or "Comment"
end

local function process_of(process)
  local purpose = tools[process.role] and process.package or text.command(process.command)
  local figures = node.list(4,
    node.field("directory", process.cwd),
    node.field("cpu", process.cpuMs and text.duration(process.cpuMs)),
    node.field("memory", process.residentBytes and text.bytes(process.residentBytes)),
    node.field("started", process.startedAt)
  )
  local children = { { text = "figures", group = "Comment", children = figures } }
  return {
    text = ("%s %d  %s  %s"):format(process.role, process.pid, state_of(process), purpose),
    group = group_of(process),
    children = vim.list_extend(children, vim.tbl_map(process_of, process.children)),
  }
end

local function count(process)
  local living = process.state == "exited" and 0 or 1
  for _, child in ipairs(process.children) do
    living = living + count(child)
  end
  return living
end

---@param answer table ProcTreeResponse
---@return string title
---@return gorunscope.Node[]
return function(answer)
  return ("%d processes live"):format(count(answer.root)), { process_of(answer.root) }
end
