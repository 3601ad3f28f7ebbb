;;; gorunscope-dap.el --- Debug a go run with dap-mode -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: MIT

;;; Commentary:

;; Loading this registers the debug provider `gorunscope' of dap-mode, and
;; three templates for `dap-debug': the package of the buffer, the same with
;; arguments asked for, and a package asked for.

;;; Code:

(require 'cl-lib)
(require 'compile)
(require 'dap-mode)
;; dap-mode reads a variable of this when it sets breakpoints.
(require 'dap-ui)
(require 'gorunscope-launch)
(require 'gorunscope-program)
(require 'gorunscope-source)
(require 'gorunscope-view)

(defvar gorunscope-dap--session nil
  "The session that has last told a phase.")

(defun gorunscope-dap--provide (configuration)
  "CONFIGURATION with all that dap-mode needs to start it.
A function as :program or :args is called, and asks."
  (gorunscope-program-ensure)
  (let ((defaults (list :request "launch" :mode "run" :name "go run"
                        :cwd (directory-file-name (expand-file-name default-directory))
                        :program #'gorunscope-dap--main)))
    (cl-loop for (name value) on defaults by #'cddr
             unless (plist-get configuration name)
             do (setq configuration (plist-put configuration name value)))
    (dolist (name '(:program :args))
      (when (functionp (plist-get configuration name))
        (setq configuration
              (plist-put configuration name (funcall (plist-get configuration name))))))
    (plist-put configuration :dap-server-path
               (append (gorunscope-program-command "dap") gorunscope-adapter-args))))

(defun gorunscope-dap--main ()
  "The package of the buffer; where that is no main package one is asked for."
  (if (gorunscope-launch-is-main)
      (gorunscope-launch-program)
    (gorunscope-launch-read-package)))

(dap-register-debug-provider "gorunscope" #'gorunscope-dap--provide)

(dap-register-debug-template
 "gorunscope: go run" (list :type "gorunscope" :name "go run"))
(dap-register-debug-template
 "gorunscope: go run with arguments"
 (list :type "gorunscope" :name "go run" :args #'gorunscope-launch-read-arguments))
(dap-register-debug-template
 "gorunscope: go run a package"
 (list :type "gorunscope" :name "go run" :program #'gorunscope-launch-read-package))

(defun gorunscope-dap--debug (configuration)
  "Debug CONFIGURATION.  See `gorunscope-launch-functions'."
  (dap-debug (plist-put configuration :type "gorunscope"))
  t)

(add-hook 'gorunscope-launch-functions #'gorunscope-dap--debug)

(defun gorunscope-dap--is-ours (session)
  "Whether SESSION is one of gorunscope's."
  (equal (plist-get (dap--debug-session-launch-args session) :type) "gorunscope"))

(defun gorunscope-dap--created (session)
  "Errors of the compiler in the output of SESSION are places for `next-error'."
  (when (gorunscope-dap--is-ours session)
    (with-current-buffer (dap--debug-session-output-buffer session)
      (when-let* ((directory (plist-get (dap--debug-session-launch-args session) :cwd)))
        (setq default-directory (file-name-as-directory directory)))
      (compilation-minor-mode)
      (setq next-error-last-buffer (current-buffer)))))

(add-hook 'dap-session-created-hook #'gorunscope-dap--created)

(cl-defmethod dap-handle-event ((_event (eql gorunscope.phase)) session _params)
  "A run of SESSION is in another phase."
  (setq gorunscope-dap--session session)
  (gorunscope-view-changed))

(cl-defmethod dap-handle-event ((_event (eql gorunscope.action)) _session _params)
  "An action of the build is in another state."
  (gorunscope-view-changed))

(cl-defmethod dap-handle-event ((_event (eql gorunscope.process)) _session _params)
  "A process of the run has begun or ended."
  (gorunscope-view-changed))

(defun gorunscope-dap--ask (name arguments answer)
  "Ask the live session for NAME with ARGUMENTS, for ANSWER.
See `gorunscope-source-functions'."
  (when (and gorunscope-dap--session
             (process-live-p (dap--debug-session-proc gorunscope-dap--session)))
    (dap--send-message
     (dap--make-request (gorunscope-source-request name) arguments)
     (lambda (response)
       (if (gethash "success" response)
           (funcall answer nil (gethash "body" response))
         (funcall answer (gethash "message" response) nil)))
     gorunscope-dap--session)
    t))

(add-hook 'gorunscope-source-functions #'gorunscope-dap--ask)

(provide 'gorunscope-dap)
;;; gorunscope-dap.el ends here
