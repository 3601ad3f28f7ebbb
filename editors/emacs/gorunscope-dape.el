;;; gorunscope-dape.el --- Debug a go run with dape -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: MIT

;;; Commentary:

;; Loading this adds three configurations to `dape-configs':
;;
;; - `gorunscope-run' runs the package of the buffer, and asks for one where
;; the buffer is of no main package,
;; - `gorunscope-run-arguments' asks for the program's arguments, too,
;; - `gorunscope-run-package' asks for a package.
;;
;; Any launch attribute of gorunscope can be typed behind their names:
;; gorunscope-run :buildFlags "-race".

;;; Code:

(require 'cl-lib)
(require 'dape)
(require 'gorunscope-errors)
(require 'gorunscope-launch)
(require 'gorunscope-program)
(require 'gorunscope-source)
(require 'gorunscope-view)

(defvar gorunscope-dape--connection nil
  "The connection of the session that has last told a phase.")

(defun gorunscope-dape--command ()
  "The file to start, for `dape-configs'."
  (car (gorunscope-program-command)))

(defun gorunscope-dape--command-args ()
  "What it is started with."
  (append (cdr (gorunscope-program-command "dap")) gorunscope-adapter-args))

(defun gorunscope-dape--directory ()
  "Where it is started: a relative package is one of this directory."
  (expand-file-name default-directory))

(defun gorunscope-dape--ensure (_config)
  "Say what to do where the program is not there."
  (gorunscope-program-ensure))

(defun gorunscope-dape--main (config)
  "CONFIG with a package that is asked for, where none is known.
That is where the buffer is of no main package and nobody has named one."
  (if (and (not (gorunscope-launch-is-main))
           (equal (plist-get config :program) (gorunscope-launch-program)))
      (gorunscope-dape--package config)
    config))

(defun gorunscope-dape--package (config)
  "CONFIG with a package that is asked for."
  (plist-put config :program (gorunscope-launch-read-package)))

(defun gorunscope-dape--arguments (config)
  "CONFIG with arguments that are asked for."
  (plist-put config :args (gorunscope-launch-read-arguments)))

(defun gorunscope-dape--config (&rest functions)
  "A configuration that FUNCTIONS change when it is started."
  (list 'modes '(go-mode go-ts-mode)
        'ensure #'gorunscope-dape--ensure
        'command #'gorunscope-dape--command
        'command-args #'gorunscope-dape--command-args
        'command-cwd #'gorunscope-dape--directory
        'fn functions
        :type "go"
        :request "launch"
        :mode "run"
        :program #'gorunscope-launch-program
        :args []))

(setf (alist-get 'gorunscope-run dape-configs)
      (gorunscope-dape--config #'gorunscope-dape--main)
      (alist-get 'gorunscope-run-arguments dape-configs)
      (gorunscope-dape--config #'gorunscope-dape--main #'gorunscope-dape--arguments)
      (alist-get 'gorunscope-run-package dape-configs)
      (gorunscope-dape--config #'gorunscope-dape--package))

(defun gorunscope-dape--debug (configuration)
  "Debug CONFIGURATION.  See `gorunscope-launch-functions'."
  (let ((config (list 'command (gorunscope-dape--command)
                      'command-args (gorunscope-dape--command-args)
                      'command-cwd (gorunscope-dape--directory)
                      'ensure #'gorunscope-dape--ensure
                      :type "go" :request "launch" :mode "run")))
    (cl-loop for (name value) on configuration by #'cddr
             do (setq config (plist-put config name value)))
    (dape config)
    t))

(add-hook 'gorunscope-launch-functions #'gorunscope-dape--debug)

(cl-defmethod dape-handle-event (conn (_event (eql gorunscope.phase)) body)
  "A run of CONN is in another phase, which BODY names."
  (setq gorunscope-dape--connection conn)
  (when (equal (plist-get body :phase) "loading")
    (gorunscope-errors-clear))
  (gorunscope-view-changed))

(cl-defmethod dape-handle-event (_conn (_event (eql gorunscope.action)) _body)
  "An action of the build is in another state."
  (gorunscope-view-changed))

(cl-defmethod dape-handle-event (_conn (_event (eql gorunscope.process)) _body)
  "A process of the run has begun or ended."
  (gorunscope-view-changed))

(cl-defmethod dape-handle-event :extra "gorunscope" :after (conn (_event (eql output)) body)
  "Keep the places of the compiler's errors: output of CONN whose BODY has one.
The program's own output never has a place."
  (when-let* (((eq conn gorunscope-dape--connection))
              (path (plist-get (plist-get body :source) :path))
              (line (plist-get body :line)))
    (gorunscope-errors-add path line (plist-get body :column) (plist-get body :output))))

(defun gorunscope-dape--ask (name arguments answer)
  "Ask the live session for NAME with ARGUMENTS, for ANSWER.
See `gorunscope-source-functions'."
  (when (and gorunscope-dape--connection (jsonrpc-running-p gorunscope-dape--connection))
    (dape-request gorunscope-dape--connection
                  (intern (concat ":" (gorunscope-source-request name)))
                  arguments
                  (lambda (body problem) (funcall answer problem body)))
    t))

(add-hook 'gorunscope-source-functions #'gorunscope-dape--ask)

(provide 'gorunscope-dape)
;;; gorunscope-dape.el ends here
