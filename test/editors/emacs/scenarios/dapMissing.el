;; The program is not there.  -*- lexical-binding: t; -*-
(require 'dap-scenario)
(require 'gorunscope-dap)

(scenario-run
 (lambda ()
   (scenario-edit)
   (condition-case problem
       (progn (dap-scenario-start "gorunscope: go run") "started")
     (user-error (error-message-string problem)))))
