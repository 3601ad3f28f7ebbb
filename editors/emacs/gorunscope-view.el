;;; gorunscope-view.el --- A buffer with one answer -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: MIT

;;; Commentary:

;; It folds, and follows the run while it is shown.

;;; Code:

(require 'outline)
(require 'gorunscope-pages)
(require 'gorunscope-source)

(defvar-local gorunscope-view--question nil
  "What this view shows.
A list of the page's name, the arguments, and the buffer that it was asked
at.")

(defvar-local gorunscope-view--failure nil
  "The failure that was told last.")

(defvar gorunscope-view--timer nil
  "The timer that gathers changes.
No view is asked anew faster than it can be read.")

(defconst gorunscope-view--seconds 0.15
  "So long changes are gathered.")

(defvar-keymap gorunscope-view-mode-map
  :doc "Keys of a view."
  :parent special-mode-map
  "RET" #'outline-cycle
  "TAB" #'outline-cycle
  "<backtab>" #'outline-cycle-buffer
  "n" #'outline-next-visible-heading
  "p" #'outline-previous-visible-heading)

(define-derived-mode gorunscope-view-mode special-mode "Go-Run"
  "What a go run did, as lines that fold.
\\<gorunscope-view-mode-map>
\\[outline-cycle] opens and closes a line, \\[outline-cycle-buffer] all of them,
\\[revert-buffer] asks again.

As long as the buffer is shown it follows the run."
  :interactive nil
  (setq-local outline-regexp " *[^ \n]"
              outline-level #'gorunscope-view--level
              revert-buffer-function #'gorunscope-view--revert
              truncate-lines t)
  (buffer-disable-undo)
  (outline-minor-mode))

(defun gorunscope-view--level ()
  "The level of the line at point, from 1."
  (1+ (/ (current-indentation) 2)))

(defun gorunscope-view-open (name arguments)
  "Show the page NAME with ARGUMENTS, a plist, for the current buffer.
Give its buffer."
  (let* ((question (list name arguments (current-buffer)))
         (title (string-join (delq nil (list name (plist-get arguments :package))) " "))
         (buffer (get-buffer-create (format "*go run: %s*" title))))
    (with-current-buffer buffer
      (unless (derived-mode-p 'gorunscope-view-mode)
        (gorunscope-view-mode))
      (setq gorunscope-view--question question
            gorunscope-view--failure nil)
      (gorunscope-view--refresh))
    (pop-to-buffer buffer)
    buffer))

(defun gorunscope-view-changed ()
  "Something has changed in a run: the views that are shown ask again, soon."
  (unless gorunscope-view--timer
    (setq gorunscope-view--timer
          (run-with-timer gorunscope-view--seconds nil #'gorunscope-view--changed))))

(defun gorunscope-view--changed ()
  "Ask again in all views that are shown."
  (setq gorunscope-view--timer nil)
  (dolist (buffer (buffer-list))
    (with-current-buffer buffer
      (when (and gorunscope-view--question (get-buffer-window buffer t))
        (gorunscope-view--refresh)))))

(defun gorunscope-view--revert (&rest _)
  "Ask again, since the user wants it."
  (setq gorunscope-view--failure nil)
  (gorunscope-view--refresh))

(defun gorunscope-view--refresh ()
  "Ask anew, and show the answer when it comes."
  (pcase-let ((`(,name ,arguments ,asked) gorunscope-view--question)
              (view (current-buffer)))
    (with-current-buffer (if (buffer-live-p asked) asked view)
      (gorunscope-source-ask
       name arguments
       (lambda (problem answer)
         (when (buffer-live-p view)
           (with-current-buffer view
             (if problem
                 (gorunscope-view--fail problem)
               (setq gorunscope-view--failure nil)
               (gorunscope-view--show name answer)))))))))

(defun gorunscope-view--fail (problem)
  "Say PROBLEM, once.  What stands in the view stays."
  (unless (equal problem gorunscope-view--failure)
    (setq gorunscope-view--failure problem)
    (if (zerop (buffer-size))
        (gorunscope-view--write
         (mapcar (lambda (sentence) (cons sentence 'error))
                 (split-string (replace-regexp-in-string "\\([.:;]\\) " "\\1\n" problem) "\n" t)))
      (message "gorunscope: %s" problem))))

(defun gorunscope-view--show (name answer)
  "Show ANSWER on the page NAME."
  (pcase-let ((`(,title . ,nodes) (gorunscope-pages-of name answer))
              (phase (alist-get 'phase answer))
              (is-first (zerop (buffer-size))))
    (gorunscope-view--write
     (cons (cons (format "%s%s: %s" name (if phase (format " (%s)" phase) "") title) 'bold)
           (gorunscope-view--lines nodes 0)))
    (when is-first
      (outline-hide-sublevels 1)
      (goto-char (point-min)))))

(defun gorunscope-view--lines (nodes depth)
  "The lines of NODES at DEPTH, each a cons of text and face."
  (mapcan (lambda (node)
            ;; What others have written into a name or a value is one line here.
            (let ((text (replace-regexp-in-string "[ \t]*[\r\n]+[ \t]*" " " (car node))))
              (cons (cons (concat (make-string (* 2 depth) ?\s) text) (cadr node))
                    (gorunscope-view--lines (cddr node) (1+ depth)))))
          nodes))

(defun gorunscope-view--write (lines)
  "Make LINES the text.
Only what differs is changed, so that folds and point stay."
  (let ((inhibit-read-only t)
        (view (current-buffer)))
    (with-temp-buffer
      (insert (mapconcat #'car lines "\n") "\n")
      (let ((new (current-buffer)))
        (with-current-buffer view
          (save-restriction
            (widen)
            (replace-buffer-contents new 0.5)))))
    (save-excursion
      (goto-char (point-min))
      (dolist (line lines)
        (put-text-property (point) (line-end-position) 'face (cdr line))
        (forward-line)))
    (set-buffer-modified-p nil)))

(provide 'gorunscope-view)
;;; gorunscope-view.el ends here
