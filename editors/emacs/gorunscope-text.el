;;; gorunscope-text.el --- Figures and commands as people say them -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: MIT

;;; Commentary:

;; The same texts as the program gorunscope writes.

;;; Code:

(require 'seq)
(require 'subr-x)

(defun gorunscope-text-bytes (bytes)
  "BYTES as \"812 B\", \"19.0 kB\", \"1.4 MB\"."
  (if (< bytes 1000)
      (format "%d B" bytes)
    (let ((units '("kB" "MB" "GB" "TB"))
          (value (/ bytes 1000.0)))
      (while (and (cdr units) (>= value 999.5))
        (setq value (/ value 1000) units (cdr units)))
      (format (if (< value 99.95) "%.1f %s" "%.0f %s") value (car units)))))

(defun gorunscope-text-duration (ms)
  "MS milliseconds as \"812 ms\", \"1.2 s\", \"2 min 5 s\"."
  (cond ((< ms 999.5) (format "%.0f ms" ms))
        ((< ms 59950) (format "%.1f s" (/ ms 1000.0)))
        (t (let ((seconds (round ms 1000)))
             (format "%d min %d s" (/ seconds 60) (% seconds 60))))))

(defun gorunscope-text-command (words)
  "WORDS as a command line, quoted where a shell needs that.
A word that is kept secret is a digest in place of a string."
  (mapconcat (lambda (word)
               (if (stringp word) (gorunscope-text--word word) "(secret)"))
             words " "))

(defun gorunscope-text--word (word)
  "WORD as a shell takes it."
  (if (string-match-p "\\`[[:alnum:]@%_+=:,./~-]+\\'" word)
      word
    (concat "'" (string-replace "'" "'\\''" word) "'")))

(defun gorunscope-text-action (action package)
  "PACKAGE, and before it ACTION unless that is a build."
  (if (equal action "build") package (concat action " " package)))

(defun gorunscope-text-alist (value)
  "VALUE with its objects as alists, its arrays as lists, null and false as nil.
Clients read JSON into plists, hash tables and vectors, each in its own way."
  (cond
   ((hash-table-p value)
    (let (members)
      (maphash (lambda (name member)
                 (push (cons (if (stringp name) (intern name) name)
                             (gorunscope-text-alist member))
                       members))
               value)
      (nreverse members)))
   ((and (consp value) (keywordp (car value)))
    (seq-map (lambda (pair)
               (cons (intern (substring (symbol-name (car pair)) 1))
                     (gorunscope-text-alist (cadr pair))))
             (seq-partition value 2)))
   ((or (vectorp value) (consp value)) (seq-map #'gorunscope-text-alist value))
   ((memq value '(:json-false :false :null :json-null)) nil)
   (t value)))

(provide 'gorunscope-text)
;;; gorunscope-text.el ends here
