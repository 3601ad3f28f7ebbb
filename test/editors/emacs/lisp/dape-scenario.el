;;; dape-scenario.el --- A debug session with dape  -*- lexical-binding: t; -*-

;;; Code:

(require 'scenario)
(require 'go-mode)
(require 'dape)

;; A batch Emacs has no room for dape's windows.
(setq dape-start-hook '(dape-repl)
      dape-buffer-window-arrangement nil)

(defun dape-scenario-start (configuration &rest attributes)
  "Start CONFIGURATION with ATTRIBUTES, as typed behind its name."
  (dape (dape--config-eval configuration attributes)))

(defun dape-scenario-stop ()
  "Wait for a stop, and give the connection and the frame with its scopes."
  (scenario-wait "a stop with its scopes"
    (when-let* ((connection (dape--live-connection 'stopped t))
                (frame (dape--current-stack-frame connection))
                ((plist-get frame :scopes)))
      (list connection frame))))

(defun dape-scenario-request (connection command arguments)
  "Ask CONNECTION for COMMAND with ARGUMENTS, and wait for the body."
  (let (answer)
    (dape-request connection command arguments
                  (lambda (body problem) (setq answer (list problem body))))
    (scenario-wait (format "an answer to %s" command) answer)
    (or (cadr answer) (error "%s: %s" command (car answer)))))

(defun dape-scenario-children (connection thing)
  "The variables below THING."
  (append (plist-get (dape-scenario-request connection :variables
                                            (list :variablesReference (plist-get thing :variablesReference)))
                     :variables)
          nil))

(defun dape-scenario-named (name things)
  "The one of THINGS that has NAME."
  (or (seq-find (lambda (thing) (equal (plist-get thing :name) name)) things)
      (error "%s is not among %S" name things)))

(defun dape-scenario-gone ()
  "Wait for the session's end."
  (scenario-wait "the session's end" (not (dape--live-connection 'parent t))))

(provide 'dape-scenario)
;;; dape-scenario.el ends here
