;;; gorunscope-client.el --- What both language clients do for the server -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: MIT

;;; Commentary:

;; The server's commands as views, its lens "run" as a terminal, its lens
;; "debug" as a debug session.

;;; Code:

(require 'comint)
(require 'compile)
(require 'url-util)
(require 'gorunscope-launch)
(require 'gorunscope-view)

(defconst gorunscope-client-views
  '("buildDir" "cacheKeys" "procTree" "explain" "forecast" "compare" "environment")
  "The commands of the server whose answers are views.")

(defun gorunscope-client-options ()
  "What the server is told of this client, as a plist."
  (list :canDebug (if (gorunscope-launch-can-debug) t :json-false)
        :canRunInTerminal t
        :runChanged t
        :showsAnswers t))

(defun gorunscope-client-view (name given)
  "Show the view of the command NAME.
GIVEN is the object that a lens or an action carries, as an alist."
  (let* ((package (alist-get 'package given))
         (run (alist-get 'run given))
         (uri (alist-get 'uri given))
         (file (and uri (decode-coding-string
                         (url-unhex-string (string-remove-prefix "file://" uri)) 'utf-8)))
         (buffer (and file (find-buffer-visiting file))))
    (with-current-buffer (or buffer (current-buffer))
      (gorunscope-view-open name (append (and package (list :package package))
                                         (and run (list :run run)))))))

(defun gorunscope-client-run-in-terminal (wanted)
  "Run a command for the server in a buffer in which it can be typed to.
WANTED is an alist with `title', `command', `cwd' and `env'."
  (let-alist wanted
    (let* ((process-environment
            (append (mapcar (lambda (variable)
                              ;; Without a value a variable is unset.
                              (if (cdr variable)
                                  (format "%s=%s" (car variable) (cdr variable))
                                (symbol-name (car variable))))
                            .env)
                    process-environment))
           (default-directory (if .cwd (file-name-as-directory .cwd) default-directory))
           (buffer (generate-new-buffer (format "*%s*" .title))))
      (with-current-buffer buffer
        (apply #'make-comint-in-buffer .title buffer (car .command) nil (cdr .command))
        (compilation-shell-minor-mode))
      (display-buffer buffer))))

(provide 'gorunscope-client)
;;; gorunscope-client.el ends here
