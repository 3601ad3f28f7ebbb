;; The user stops a launch while go builds.  -*- lexical-binding: t; -*-
(require 'dap-scenario)
(require 'gorunscope-dap)

(scenario-run
 (lambda ()
   (scenario-edit)
   (dap-scenario-start "gorunscope: go run" :buildFlags (scenario-given 'buildFlags))
   (prog1 (scenario-view #'gorunscope-build-dir "buildDir" "(building): /")
     (dap-disconnect (dap--cur-session))
     (dap-scenario-gone))))
