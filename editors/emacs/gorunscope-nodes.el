;;; gorunscope-nodes.el --- Lines of a view -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: MIT

;;; Commentary:

;; A page is a list of nodes (TEXT FACE . CHILDREN): one line each, with those
;; below it.

;;; Code:

(require 'let-alist)
(require 'gorunscope-text)

(defun gorunscope-nodes-line (text &optional face children)
  "A node with TEXT, FACE and CHILDREN, those that are nil left out."
  (cons text (cons face (delq nil children))))

(defun gorunscope-nodes-field (name value &rest children)
  "A node \"NAME  VALUE\" with CHILDREN; nil where there is no VALUE."
  (when value
    (gorunscope-nodes-line (format "%-12s  %s" name value) nil children)))

(defun gorunscope-nodes-reason (reason)
  "The node of REASON: its sentence, below it what changed and the way there."
  (let-alist reason
    (gorunscope-nodes-line
     .sentence nil
     (append
      (mapcar (lambda (change)
                (let-alist change
                  (gorunscope-nodes-line
                   (format "%s %s: %s → %s" .kind .name
                           (gorunscope-nodes-value .before) (gorunscope-nodes-value .after)))))
              .changes)
      (when (cdr .path)
        (list (gorunscope-nodes-line (string-join .path " → "))))))))

(defun gorunscope-nodes-value (value)
  "VALUE for people, where it may not be there or may be kept secret."
  (cond ((null value) "(none)")
        ((stringp value) value)
        (t "(secret)")))

(provide 'gorunscope-nodes)
;;; gorunscope-nodes.el ends here
