;; Starts what cannot be started, or what is killed, and gives what the user is told.  -*- lexical-binding: t; -*-
(require 'dape-scenario)
(require 'gorunscope-dape)

(scenario-run
 (lambda ()
   (scenario-edit)
   (let ((problem (condition-case problem
                      (progn
                        (apply #'dape-scenario-start 'gorunscope-run
                               (mapcan (lambda (attribute)
                                         (list (intern (format ":%s" (car attribute))) (cdr attribute)))
                                       (scenario-given 'attributes)))
                        nil)
                    (user-error (error-message-string problem)))))
     (unless problem
       (dape-scenario-gone))
     `((problem . ,problem) (repl . ,(scenario-text "*dape-repl*"))))))
