;; What the configurations ask for: a package from a file that is no main, and arguments.  -*- lexical-binding: t; -*-
(require 'dape-scenario)
(require 'gorunscope-dape)

(scenario-run
 (lambda ()
   (vconcat
    (mapcar (lambda (start)
              (scenario-edit)
              (setq scenario-answers (alist-get 'answers start))
              (dape-scenario-start (intern (alist-get 'configuration start)))
              (scenario-wait "the exit code" (scenario-shows "*dape-repl*" "Exit code [0-9]+"))
              (dape-scenario-gone)
              (prog1 (scenario-text "*dape-repl*")
                (kill-buffer "*dape-repl*")))
            (scenario-given 'starts)))))
