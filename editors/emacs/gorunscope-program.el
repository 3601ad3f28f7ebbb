;;; gorunscope-program.el --- The program gorunscope -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: MIT

;;; Commentary:

;; Whether the program is there, whether its version goes with this package,
;; and what its commands answer.

;;; Code:

(require 'json)
(require 'subr-x)

(defgroup gorunscope nil
  "Debug a real go run, and see what it did."
  :group 'tools
  :prefix "gorunscope-"
  :link '(custom-manual "(emacs) Debuggers"))

(defcustom gorunscope-program "gorunscope"
  "The program gorunscope.
A name on variable `exec-path', an absolute file, or a list of words."
  :type '(choice (string :tag "Name or file") (repeat :tag "Words" string)))

(defcustom gorunscope-adapter-args nil
  "What the debug adapter is started with beside the word \"dap\".
For a report of a bug, \"--log\" and \"--log-dest=FILE\"."
  :type '(repeat string))

(defconst gorunscope-program-package-version "0.1.0"
  "The release of this package; the program has to be of one that fits.")

(defvar gorunscope-program--checked nil
  "The program that `gorunscope-program-check' has looked at last.")

(defun gorunscope-program-command (&rest words)
  "The words that start the program, with WORDS behind them."
  (append (ensure-list gorunscope-program) words))

(defun gorunscope-program-file ()
  "The file of the program, or nil where there is none."
  (executable-find (car (gorunscope-program-command))))

(defun gorunscope-program-ensure ()
  "Signal a `user-error' with what to do where the program is not there.
Warn, once for each program, where its release does not go with this package's."
  (unless (gorunscope-program-file)
    (user-error (concat "`%s' is not on your `exec-path'; install it (npm install -g gorunscope),"
                        " or set `gorunscope-program'")
                (car (gorunscope-program-command))))
  (gorunscope-program-check))

(defun gorunscope-program-check ()
  "Warn where the program's release does not go with this package's.
Each program is asked once, and again when its file has changed."
  (let* ((file (gorunscope-program-file))
         (changed (file-attribute-modification-time (file-attributes file)))
         (key (list gorunscope-program file changed)))
    (unless (equal key gorunscope-program--checked)
      (setq gorunscope-program--checked key)
      (when-let* ((problem (gorunscope-program-problem (gorunscope-program-version))))
        (display-warning 'gorunscope problem)))))

(defun gorunscope-program-version ()
  "The version of the program, or nil."
  (with-temp-buffer
    (let ((words (gorunscope-program-command "--version")))
      (ignore-errors
        (when (zerop (apply #'call-process (car words) nil '(t nil) nil (cdr words)))
          (goto-char (point-min))
          (and (re-search-forward "[0-9]+\\.[0-9]+\\.[0-9]+[^ \n]*" nil t) (match-string 0)))))))

(defun gorunscope-program-problem (version)
  "A sentence on how VERSION does not go with this package, or nil.
Versions fit when they have the same first number that is not 0: 1.2 and
1.5, 0.1.0 and 0.1.3."
  (let ((own gorunscope-program-package-version))
    (unless (equal (gorunscope-program--significant own)
                   (gorunscope-program--significant version))
      (format "this package is of gorunscope %s, the program is %s; install both from one release"
              own (or version "of no version that it says")))))

(defun gorunscope-program--significant (version)
  "The numbers of VERSION up to the first that is not 0, or nil."
  (when-let* ((numbers (and version (ignore-errors (version-to-list version)))))
    (let ((zeros (seq-take-while #'zerop numbers)))
      (seq-take numbers (1+ (length zeros))))))

(defun gorunscope-program-ask (words answer)
  "Run the program with WORDS, and call ANSWER when it has ended.
It is given an error sentence or nil, and what was printed as JSON.
Objects are alists with symbols, arrays lists, null and false nil."
  (gorunscope-program-ensure)
  (let ((output (generate-new-buffer " *gorunscope*" t))
        (errors (generate-new-buffer " *gorunscope errors*" t)))
    (make-process
     :name "gorunscope"
     :command (apply #'gorunscope-program-command words)
     :connection-type 'pipe
     :noquery t
     :buffer output
     :stderr errors
     :sentinel
     (lambda (process _event)
       (unless (process-live-p process)
         (unwind-protect
             (apply answer (gorunscope-program--read process output errors))
           (mapc #'kill-buffer (list output errors))))))
    ;; Emacs would write that its end has come into what it has said.
    (when-let* ((pipe (get-buffer-process errors)))
      (set-process-query-on-exit-flag pipe nil)
      (set-process-sentinel pipe #'ignore))))

(defun gorunscope-program--read (process output errors)
  "What PROCESS has answered, as a list of an error and a body.
OUTPUT and ERRORS are its buffers."
  (let ((status (process-exit-status process)))
    (if (zerop status)
        (with-current-buffer output
          (goto-char (point-min))
          (condition-case nil
              (list nil (json-parse-buffer :object-type 'alist :array-type 'list
                                           :null-object nil :false-object nil))
            (json-error (list "gorunscope answered with something else than JSON" nil))))
      (while (accept-process-output (get-buffer-process errors) 0.1))
      (let ((said (with-current-buffer errors (string-trim (buffer-string)))))
        (list (if (string-empty-p said)
                  (format "gorunscope ended with status %d" status)
                (replace-regexp-in-string "\\`gorunscope[^:]*: " "" said))
              nil)))))

(provide 'gorunscope-program)
;;; gorunscope-program.el ends here
