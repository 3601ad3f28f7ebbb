;;; gorunscope-launch.el --- What go run takes for a buffer -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: MIT

;;; Commentary:

;; For both debug clients: the program of a buffer, and what is asked for
;; beside it.

;;; Code:

(require 'subr-x)

;;; Launch configurations of the language server

(defvar gorunscope-launch-functions nil
  "Functions that debug a launch configuration, one for each debug client.
Each takes the configuration as a plist, and gives non-nil if it has
started it.")

(defun gorunscope-launch-can-debug ()
  "Whether a debug client is there."
  (and gorunscope-launch-functions t))

(defun gorunscope-launch-debug (configuration)
  "Debug CONFIGURATION, an object in the shape of any language client."
  (let (attributes)
    (if (hash-table-p configuration)
        (maphash (lambda (name value)
                   (setq attributes (plist-put attributes (intern (concat ":" name)) value)))
                 configuration)
      (setq attributes configuration))
    (or (run-hook-with-args-until-success 'gorunscope-launch-functions attributes)
        (user-error "No debug client is there; load `gorunscope-dape' or `gorunscope-dap'"))))

;;; What is launched

(defun gorunscope-launch-is-main ()
  "Whether the current buffer is a Go file of package main."
  (and buffer-file-name (equal (gorunscope-launch--package) "main")))

(defun gorunscope-launch--package ()
  "The name in the package clause of the current buffer, or nil."
  (save-excursion
    (save-restriction
      (widen)
      (goto-char (point-min))
      (and (re-search-forward "^package[ \t]+\\([[:alnum:]_]+\\)" nil t)
           (match-string-no-properties 1)))))

(defun gorunscope-launch-program ()
  "What go run takes for the current buffer: the directory of its package.
It is the file alone where a build constraint may keep that out of the package."
  (if (and (gorunscope-launch-is-main) (gorunscope-launch--is-constrained))
      buffer-file-name
    (directory-file-name (expand-file-name default-directory))))

(defun gorunscope-launch--is-constrained ()
  "Whether the current buffer has a build constraint."
  (save-excursion
    (save-restriction
      (widen)
      (goto-char (point-min))
      (re-search-forward "^//go:build " nil t))))

(defun gorunscope-launch-read-package ()
  "Ask for a package, by its directory."
  (directory-file-name (expand-file-name (read-directory-name "go run " nil nil t))))

(defun gorunscope-launch-read-arguments ()
  "Ask for the program's arguments; a vector of words, split as a shell splits."
  (vconcat (split-string-shell-command (read-string "Arguments: "))))

(provide 'gorunscope-launch)
;;; gorunscope-launch.el ends here
