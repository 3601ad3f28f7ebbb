;; The adapter is killed under Emacs; the user starts again.  -*- lexical-binding: t; -*-
(require 'dape-scenario)
(require 'gorunscope-dape)

(scenario-run
 (lambda ()
   (scenario-edit (scenario-given 'line))
   (dape-breakpoint-toggle)
   (dape-scenario-start 'gorunscope-run)
   (let* ((connection (car (dape-scenario-stop)))
          (root (plist-get (dape-scenario-request connection :procTree nil) :root)))
     (signal-process (plist-get root :parentPid) 'SIGKILL)
     (dape-scenario-gone)
     (switch-to-buffer (find-buffer-visiting (scenario-given 'file)))
     (dape-scenario-start 'gorunscope-run)
     (dape-continue (car (dape-scenario-stop)))
     (prog1 (scenario-wait "the exit code" (scenario-shows "*dape-repl*" "Exit code [0-9]+"))
       (dape-scenario-gone)))))
