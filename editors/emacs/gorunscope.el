;;; gorunscope.el --- Debug a real go run, and see what it did -*- lexical-binding: t; -*-

;; Author: The gorunscope authors
;; Maintainer: The gorunscope authors
;; Version: 0.1.0
;; Package-Requires: ((emacs "29.1"))
;; Keywords: languages, tools
;; SPDX-License-Identifier: MIT

;;; Commentary:

;; gorunscope puts a real go run under a debugger, and shows what that go run
;; did: in which directory it built, what it took from the build cache and what
;; it rebuilt and why, and which processes it is made of.
;;
;; The commands here show that in buffers that fold and, while they are shown,
;; follow the run.  They ask the debug session that runs, else the language
;; server of the buffer, else the program gorunscope itself.
;;
;; What you debug and write Go with is served by a part of its own; load those
;; that you use:
;;
;;   (with-eval-after-load 'dape (require 'gorunscope-dape))
;;   (with-eval-after-load 'dap-mode (require 'gorunscope-dap))
;;   (with-eval-after-load 'lsp-mode (require 'gorunscope-lsp))
;;   (with-eval-after-load 'eglot (require 'gorunscope-eglot))

;;; Code:

(require 'gorunscope-program)
(require 'gorunscope-view)

(defun gorunscope--read-package ()
  "With a prefix argument, ask for a package; else, or for an empty answer, nil."
  (when current-prefix-arg
    (let ((package (string-trim (read-string "Package: "))))
      (unless (string-empty-p package)
        package))))

(defun gorunscope--of-package (package)
  "The arguments of a request about PACKAGE, which may be nil."
  (and package (list :package package)))

;;;###autoload
(defun gorunscope-build-dir ()
  "Show the build directory of the run, and its executable."
  (interactive)
  (gorunscope-view-open "buildDir" nil))

;;;###autoload
(defun gorunscope-cache-keys (&optional package)
  "Show the cache keys of the run, what was rebuilt first.
With a prefix argument, those of PACKAGE alone, which is asked for."
  (interactive (list (gorunscope--read-package)))
  (gorunscope-view-open "cacheKeys" (gorunscope--of-package package)))

;;;###autoload
(defun gorunscope-proc-tree (&optional live)
  "Show the processes of the run, as a tree.
With a prefix argument only what is LIVE."
  (interactive "P")
  (gorunscope-view-open "procTree" (and live (list :live t))))

;;;###autoload
(defun gorunscope-explain (&optional package)
  "Show why the last run rebuilt what it rebuilt.
With a prefix argument, why it rebuilt PACKAGE, which is asked for."
  (interactive (list (gorunscope--read-package)))
  (gorunscope-view-open "explain" (gorunscope--of-package package)))

;;;###autoload
(defun gorunscope-forecast (&optional for-debug)
  "Show what the next run would rebuild, and why, without building.
With a prefix argument FOR-DEBUG, what the next debug session would."
  (interactive "P")
  (gorunscope-view-open "forecast" (and for-debug (list :for "debug"))))

;;;###autoload
(defun gorunscope-compare (&optional package)
  "Compare the cache keys of go run, go build and debug builds.
Show which inputs make them differ.
With a prefix argument those of PACKAGE, which is asked for."
  (interactive (list (gorunscope--read-package)))
  (gorunscope-view-open "compare" (gorunscope--of-package package)))

;;;###autoload
(defun gorunscope-environment ()
  "Show which variables and directories stand in the keys of the run."
  (interactive)
  (gorunscope-view-open "environment" nil))

(provide 'gorunscope)
;;; gorunscope.el ends here
