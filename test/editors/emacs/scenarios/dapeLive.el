;; A view that is open while the program goes on: it folds, follows, and keeps its folds and point.  -*- lexical-binding: t; -*-
(require 'dape-scenario)
(require 'gorunscope-dape)

(scenario-run
 (lambda ()
   (scenario-edit (scenario-given 'line))
   (dape-breakpoint-toggle)
   (dape-scenario-start 'gorunscope-run)
   (let ((connection (car (dape-scenario-stop)))
         closed opened process stopped running)
     (call-interactively #'gorunscope-proc-tree)
     (setq stopped (scenario-wait "the view of a stopped program"
                     (scenario-shows "*go run: procTree*" "^procTree (stopped)")))
     (switch-to-buffer "*go run: procTree*")
     (setq closed (progn (goto-char (point-min)) (search-forward "program ") (and (outline-invisible-p (point)) t)))
     (goto-char (point-min))
     (forward-line)
     ;; go has started dlv, and that the program.
     (call-interactively #'outline-cycle)
     (call-interactively #'outline-cycle)
     (re-search-forward "^ *\\(program [0-9]+\\)")
     (setq process (match-string-no-properties 1)
           opened (if (outline-invisible-p (match-beginning 1)) 'no 'yes))
     (beginning-of-line)
     (dape-continue connection)
     (setq running (scenario-wait "the view of a running program"
                     (scenario-shows "*go run: procTree*" "^procTree (running)")))
     (with-current-buffer "*go run: procTree*"
       (prog1 `((closed . ,closed)
                (opened . ,opened)
                (stillOpen . ,(if (outline-invisible-p (point)) 'no 'yes))
                (process . ,process)
                (stays . ,(looking-at-p (concat " *" process)))
                (stopped . ,stopped)
                (running . ,running))
         (dape-kill connection)
         (dape-scenario-gone))))))
