;; Views with no session and no server: what the program answers on its command line, and what it cannot.  -*- lexical-binding: t; -*-
(require 'scenario)

(scenario-run
 (lambda ()
   (scenario-edit)
   (mapcar (lambda (page)
             (cons (car page) (scenario-view (cdr page) (car page) ".")))
           '(("explain" . gorunscope-explain) ("environment" . gorunscope-environment)
             ("forecast" . gorunscope-forecast) ("compare" . gorunscope-compare)
             ("buildDir" . gorunscope-build-dir)))))
