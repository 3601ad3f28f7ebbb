--- Where a run builds, and what it executes.

local node = require("gorunscope.pages.node")
local text = require("gorunscope.text")

local function work_of(work)
  if not work then
    return node.field("$WORK", "not made yet")
  end
  local fate = work.removedAt and "removed " .. work.removedAt
    or not work.exists and "not there"
    or work.kept and "kept"
    or "removed when go ends"
  return node.field("$WORK", work.path, node.list(4,
    node.field("state", fate),
    node.field("size", work.bytes and text.bytes(work.bytes)),
    node.field("made", work.createdAt),
    node.field("chosen by", work.chosenBy)
  ))
end

local function executable_of(executable)
  return executable
    and node.field("executable", executable.path, node.list(4,
      node.field("size", text.bytes(executable.bytes)),
      node.field("origin", executable.origin == "work" and "linked by this run" or "from the build cache"),
      node.field("DWARF", executable.hasDwarf and "yes" or "no"),
      node.field("build ID", executable.buildID)
    ))
end

local function process_of(process)
  return process
    and node.field("process", process.pid, node.list(3,
      node.field("directory", process.cwd),
      node.field("executable", process.executable),
      node.field("mappings", #process.mappings, vim.tbl_map(function(mapping)
        return { text = ("%s-%s %s %s"):format(mapping.start, mapping["end"], mapping.permissions, mapping.path) }
      end, process.mappings))
    ))
end

---@param answer table BuildDirResponse
---@return string title
---@return gorunscope.Node[]
return function(answer)
  local objects = vim.tbl_map(function(object)
    return { text = text.action(object) .. "  " .. object.directory }
  end, answer.objects)
  return answer.work and answer.work.path or "no build directory yet", node.list(13,
    work_of(answer.work),
    executable_of(answer.executable),
    process_of(answer.process),
    node.field("command", text.command(answer.command)),
    node.field("directory", answer.cwd),
    node.field("module", answer.module),
    node.field("objects", #objects, objects),
    node.field("go", answer.goVersion),
    node.field("GOROOT", answer.goRoot),
    node.field("GOPATH", answer.goPath),
    node.field("GOCACHE", answer.goCache),
    node.field("GOMODCACHE", answer.goModCache),
    answer.goTmpDir ~= "" and node.field("GOTMPDIR", answer.goTmpDir) or nil
  )
end
