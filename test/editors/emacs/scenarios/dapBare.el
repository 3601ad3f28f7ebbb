;; dap-mode as the documentation sets it up, with no package of ours.  -*- lexical-binding: t; -*-
(require 'dap-scenario)

(eval (read (scenario-given 'setup)) t)

(scenario-run
 (lambda ()
   (scenario-edit (scenario-given 'line))
   (dap-breakpoint-add)
   (dap-scenario-start "go run")
   (let* ((session (dap-scenario-stop))
          (frame (dap--debug-session-active-frame session))
          (scopes (append (gethash "scopes" (dap-request session "scopes" :frameId (gethash "id" frame))) nil)))
     (dap-continue session (dap--debug-session-thread-id session))
     (dap-scenario-gone)
     `((line . ,(gethash "line" frame)) (scope . ,(gethash "name" (car (last scopes))))))))
