;;; gorunscope-errors.el --- Errors of the compiler at their places -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: MIT

;;; Commentary:

;; The adapter sends each of the compiler's errors as output with a place.
;; They stand in a buffer of `compilation-mode', where `next-error' goes from
;; one place to the next.

;;; Code:

(require 'compile)
(require 'subr-x)

(defcustom gorunscope-errors-display t
  "Whether the errors of a build that fails are shown at once."
  :type 'boolean
  :group 'gorunscope)

(defconst gorunscope-errors--name "*go run errors*"
  "The name of the buffer with the errors.")

(defun gorunscope-errors-clear ()
  "A build begins: the errors of the last one are no more."
  (when-let* ((buffer (get-buffer gorunscope-errors--name)))
    (with-current-buffer buffer
      (let ((inhibit-read-only t))
        (erase-buffer)
        (compilation-forget-errors)))))

(defun gorunscope-errors-add (path line column output)
  "Add the error OUTPUT of the compiler at LINE and COLUMN of the file PATH."
  (with-current-buffer (get-buffer-create gorunscope-errors--name)
    (unless (derived-mode-p 'compilation-mode)
      (compilation-mode "Go-Run-Errors"))
    (let ((inhibit-read-only t))
      (save-excursion
        (goto-char (point-max))
        ;; `next-error' goes to what is behind point, which is at the beginning.
        ;; No empty line: go-mode takes that for the indentation of the next.
        (when (bobp)
          (insert "What does not compile:\n"))
        (insert (format "%s:%d:%d: %s\n" path line (or column 1)
                        (gorunscope-errors--message output)))))
    (setq next-error-last-buffer (current-buffer))
    (when gorunscope-errors-display
      (display-buffer (current-buffer) '(nil (inhibit-same-window . t))))))

(defun gorunscope-errors--message (output)
  "The text of OUTPUT behind its place.
Go writes \"FILE:LINE:COLUMN: message\", and indented lines below it."
  (replace-regexp-in-string "\\`[^ :]+:[0-9]+:\\(?:[0-9]+:\\)? " "" (string-trim output)))

(provide 'gorunscope-errors)
;;; gorunscope-errors.el ends here
