;;; dap-scenario.el --- A debug session with dap-mode  -*- lexical-binding: t; -*-

;;; Code:

(require 'scenario)
(require 'go-mode)
(require 'dap-mode)
(require 'dap-ui)

(defun dap-scenario-start (template &rest attributes)
  "Start the debug TEMPLATE with ATTRIBUTES, as one edits it."
  (dap-debug (append attributes (copy-tree (cdr (assoc template dap-debug-template-configurations))))))

(defun dap-scenario-stop ()
  "Wait for a stop, and give the session."
  (scenario-wait "a stop"
    (when-let* ((session (dap--cur-session))
                ((dap--debug-session-active-frame session)))
      session)))

(defun dap-scenario-children (session thing)
  "The variables of SESSION below THING."
  (append (gethash "variables" (dap-request session "variables"
                                            :variablesReference (gethash "variablesReference" thing)))
          nil))

(defun dap-scenario-named (name things)
  "The one of THINGS that has NAME."
  (or (seq-find (lambda (thing) (equal (gethash "name" thing) name)) things)
      (error "%s is not there" name)))

(defun dap-scenario-gone ()
  "Wait for the session's end, and give what the program and the compiler have said."
  (scenario-wait "the session's end"
    (memq (dap--debug-session-state (dap--cur-session)) '(terminated failed)))
  (with-current-buffer (dap--debug-session-output-buffer (dap--cur-session))
    (buffer-substring-no-properties (point-min) (point-max))))

(provide 'dap-scenario)
;;; dap-scenario.el ends here
