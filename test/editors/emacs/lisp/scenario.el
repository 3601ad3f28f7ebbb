;;; scenario.el --- What a scenario uses  -*- lexical-binding: t; -*-

;;; Commentary:

;; It drives Emacs as a user does, waits for what shows, and tells the test how it went.

;;; Code:

(require 'cl-lib)
(require 'json)
(require 'gorunscope)

(defconst scenario-patience 30
  "How long something is waited for, in seconds.")

(defconst scenario-parameters
  (json-parse-string (getenv "GORUNSCOPE_SCENARIO")
                     :object-type 'alist :array-type 'list :null-object nil :false-object nil)
  "What the test has given.")

(defvar scenario-messages nil
  "What the user was told, the last first.")

(defvar scenario-answers nil
  "What is answered to the next questions of Emacs.")

(defun scenario-given (name)
  "The parameter NAME."
  (alist-get name scenario-parameters))

(setq gorunscope-program (scenario-given 'program)
      gorunscope-adapter-args (list "--log" (concat "--log-dest=" (scenario-given 'log)))
      make-backup-files nil
      auto-save-default nil
      create-lockfiles nil)

(advice-add 'message :before
            (lambda (format &rest arguments)
              (when format
                (push (apply #'format-message format arguments) scenario-messages))))

(dolist (question '(read-string read-directory-name completing-read))
  (advice-add question :override
              (lambda (prompt &rest _)
                (or (pop scenario-answers) (error "Nobody answers: %s" prompt)))))

(defmacro scenario-wait (what &rest body)
  "Wait until BODY gives something, which is WHAT to people, and give that."
  (declare (indent 1))
  `(scenario--wait ,what (lambda () ,@body)))

(defun scenario--wait (what look)
  "Wait until LOOK gives something, which is WHAT to people, and give that."
  (let ((end (+ (float-time) scenario-patience))
        found)
    (while (not (or (setq found (funcall look)) (> (float-time) end)))
      (accept-process-output nil 0.02))
    (or found (error "Not within %d s: %s" scenario-patience what))))

(defun scenario-edit (&optional line)
  "Open the file of the test in a window, with point on LINE."
  (switch-to-buffer (find-file-noselect (scenario-given 'file)))
  (goto-char (point-min))
  (forward-line (1- (or line 1))))

(defun scenario-text (name)
  "The text of the buffer NAME, folded or not; empty if there is none."
  (if (get-buffer name)
      (with-current-buffer name
        (save-restriction
          (widen)
          (buffer-substring-no-properties (point-min) (point-max))))
    ""))

(defun scenario-shows (name pattern)
  "The text of the buffer NAME if it has PATTERN."
  (let ((text (scenario-text name)))
    (and (string-match-p pattern text) text)))

(defun scenario-told (pattern)
  "Whether the user was told something with PATTERN."
  (seq-some (lambda (message) (string-match-p pattern message)) scenario-messages))

(defun scenario-view (command page pattern)
  "Do COMMAND, and wait until the view of PAGE has PATTERN.  Give its text."
  (save-window-excursion
    (save-current-buffer
      (call-interactively command)
      (scenario-wait (format "%s in the view of %s" pattern page)
        (scenario-shows (format "*go run: %s*" page) pattern)))))

(defun scenario-run (scenario)
  "Run SCENARIO, write how it went, and end Emacs.
What it gives is the test's to look at."
  (let* ((ok nil)
         (result (condition-case problem
                     (prog1 (funcall scenario) (setq ok t))
                   ((error quit) (error-message-string problem)))))
    (with-temp-file (scenario-given 'report)
      (insert (json-encode
               `((ok . ,(or ok :json-false))
                 (result . ,result)
                 (messages . ,(vconcat (reverse scenario-messages)))
                 (buffers . ,(mapcar (lambda (buffer)
                                       (cons (buffer-name buffer) (scenario-text (buffer-name buffer))))
                                     (buffer-list)))))))
    (let ((kill-emacs-hook nil))
      (kill-emacs 0))))

(provide 'scenario)
;;; scenario.el ends here
