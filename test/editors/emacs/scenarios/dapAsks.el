;; What the templates ask for: arguments, and a package.  -*- lexical-binding: t; -*-
(require 'dap-scenario)
(require 'gorunscope-dap)

(scenario-run
 (lambda ()
   (vconcat
    (mapcar (lambda (start)
              (scenario-edit)
              (setq scenario-answers (alist-get 'answers start))
              (dap-scenario-start (alist-get 'template start))
              (prog1 (dap-scenario-gone)
                (dap-delete-all-sessions)))
            (scenario-given 'starts)))))
