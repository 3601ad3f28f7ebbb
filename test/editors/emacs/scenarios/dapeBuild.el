;; While go builds: the user stops the launch, or waits longer than dape does.  -*- lexical-binding: t; -*-
(require 'dape-scenario)
(require 'gorunscope-dape)

(scenario-run
 (lambda ()
   (scenario-edit (scenario-given 'line))
   (when (scenario-given 'line)
     (dape-breakpoint-toggle))
   (dape-scenario-start 'gorunscope-run :buildFlags (vconcat (scenario-given 'buildFlags)))
   (let* ((view (scenario-view #'gorunscope-build-dir "buildDir" "(building): /"))
          (connection (if (scenario-given 'line)
                          (car (dape-scenario-stop))
                        (dape--live-connection 'parent))))
     (dape-kill connection)
     (dape-scenario-gone)
     `((view . ,view) (repl . ,(scenario-text "*dape-repl*"))))))
