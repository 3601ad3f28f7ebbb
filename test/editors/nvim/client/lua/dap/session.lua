--- One debug session: an adapter on its standard streams, requests, and the state that stops leave.

local connection = require("dap.connection")

local Session = {}
local count = 0
Session.__index = Session

local function tell(listeners, ...)
  for _, listener in pairs(listeners) do
    listener(...)
  end
end

---@param adapter table { command, args }
---@param configuration table
---@param listeners table { before, after }
---@param breakpoints table<string, table<integer, true>>
---@param closed fun(session: table)
function Session.spawn(adapter, configuration, listeners, breakpoints, closed)
  count = count + 1
  local self = setmetatable({
    id = count,
    on_close = {},
    config = configuration,
    capabilities = {},
    listeners = listeners,
    breakpoints = breakpoints,
    waiting = {},
    seq = 1,
  }, Session)
  self.connection = connection.open(adapter, function(message)
    self:read(message)
  end, function()
    for _, listener in pairs(self.on_close) do
      listener(self)
    end
    closed(self)
  end)
  self:initialize()
  return self
end

function Session:initialize()
  local client = {
    clientID = "neovim",
    adapterID = "gorunscope",
    pathFormat = "path",
    linesStartAt1 = true,
    columnsStartAt1 = true,
    supportsVariableType = true,
    supportsProgressReporting = true,
  }
  self:request("initialize", client, function(err, capabilities)
    self.capabilities = capabilities or {}
    if err then
      vim.notify("initialize: " .. err.message, vim.log.levels.ERROR)
      return
    end
    self:request(self.config.request, self.config, function(failure)
      if failure then
        local text = vim.tbl_get(failure, "body", "error", "format") or failure.message
        vim.notify(("Error on %s: %s"):format(self.config.request, text), vim.log.levels.ERROR)
        self:disconnect()
      end
    end)
  end)
end

---@param command string
---@param arguments table?
---@param answered fun(err: table?, body: table?)?
function Session:request(command, arguments, answered)
  local seq = self.seq
  self.seq = seq + 1
  self.waiting[seq] = answered or function() end
  self.connection.write({ seq = seq, type = "request", command = command, arguments = arguments })
end

function Session:read(message)
  if message.type == "response" then
    local answered = self.waiting[message.request_seq]
    self.waiting[message.request_seq] = nil
    local err = not message.success and { message = message.message, body = message.body } or nil
    tell(self.listeners.before[message.command], self, err, message.body)
    answered(err, message.body)
    tell(self.listeners.after[message.command], self, err, message.body)
  elseif message.type == "event" then
    local name = "event_" .. message.event
    tell(self.listeners.before[name], self, message.body)
    if Session[name] then
      Session[name](self, message.body)
    end
    tell(self.listeners.after[name], self, message.body)
  end
end

function Session:event_initialized()
  for path, lines in pairs(self.breakpoints) do
    local list = vim.tbl_map(function(line)
      return { line = line }
    end, vim.tbl_keys(lines))
    self:request("setBreakpoints", { source = { path = path }, breakpoints = list })
  end
  self:request("configurationDone")
end

function Session:event_stopped(stopped)
  self.stopped_thread_id = stopped.threadId
  self:request("stackTrace", { threadId = stopped.threadId, levels = 1 }, function(_, trace)
    local frame = trace and trace.stackFrames[1]
    if not frame then
      return
    end
    self:request("scopes", { frameId = frame.id }, function(_, answer)
      frame.scopes = answer and answer.scopes
      self.current_frame = frame
    end)
  end)
end

function Session:event_continued()
  self.stopped_thread_id = nil
  self.current_frame = nil
end

function Session:event_terminated()
  self:disconnect()
end

function Session:disconnect()
  self:request("disconnect", { terminateDebuggee = true }, function()
    self.connection.close()
  end)
end

return Session
