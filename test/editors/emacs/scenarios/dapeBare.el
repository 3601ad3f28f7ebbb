;; dape as the documentation sets it up, with no package of ours.  -*- lexical-binding: t; -*-
(require 'dape-scenario)

(eval (read (scenario-given 'setup)) t)

(scenario-run
 (lambda ()
   (scenario-edit (scenario-given 'line))
   (dape-breakpoint-toggle)
   (dape-scenario-start 'gorunscope)
   (pcase-let ((`(,connection ,frame) (dape-scenario-stop)))
     (dape-evaluate-expression connection "gorun cacheKeys fmt")
     (scenario-wait "an answer in the REPL" (scenario-shows "*dape-repl*" "build fmt"))
     (dape-continue connection)
     (let ((repl (scenario-wait "the exit code" (scenario-shows "*dape-repl*" "Exit code [0-9]+"))))
       (dape-scenario-gone)
       `((line . ,(plist-get frame :line)) (repl . ,repl))))))
