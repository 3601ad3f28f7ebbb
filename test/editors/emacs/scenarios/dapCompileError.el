;; A main that does not compile: the errors at their places.  -*- lexical-binding: t; -*-
(require 'dap-scenario)
(require 'gorunscope-dap)

(scenario-run
 (lambda ()
   (scenario-edit)
   (dap-scenario-start "gorunscope: go run")
   (scenario-wait "the session's end" (scenario-told "Initialize request failed"))
   (let ((output (dap-scenario-gone))
         places)
     (while (ignore-errors (next-error) t)
       (with-current-buffer (window-buffer)
         (push (line-number-at-pos) places)))
     `((places . ,(vconcat (nreverse places))) (output . ,output)))))
