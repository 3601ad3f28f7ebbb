;;; gorunscope-pages.el --- The answers as pages -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: MIT

;;; Commentary:

;; What a run did, as docs/contract.md of gorunscope has it: by page a title
;; and the nodes below it.

;;; Code:

(require 'gorunscope-nodes)

(defun gorunscope-pages-of (name answer)
  "The page NAME of ANSWER, as (TITLE . NODES)."
  (funcall (intern (concat "gorunscope-pages--" name)) answer))

;;; buildDir

(defun gorunscope-pages--buildDir (answer)
  "The build directory and the executable of a run, from ANSWER."
  (let-alist answer
    (cons (or .work.path "no build directory yet")
          (delq nil
                (list
                 (if .work
                     (gorunscope-pages--work .work)
                   (gorunscope-nodes-field "$WORK" "not made yet"))
                 (and .executable (gorunscope-pages--executable .executable))
                 (and .process (gorunscope-pages--mapped .process))
                 (gorunscope-nodes-field "command" (gorunscope-text-command .command))
                 (gorunscope-nodes-field "directory" .cwd)
                 (gorunscope-nodes-field "module" .module)
                 (apply #'gorunscope-nodes-field "objects" (length .objects)
                        (mapcar (lambda (object)
                                  (let-alist object
                                    (gorunscope-nodes-line
                                     (concat (gorunscope-text-action .action .package) "  " .directory))))
                                .objects))
                 (gorunscope-nodes-field "go" .goVersion)
                 (gorunscope-nodes-field "GOROOT" .goRoot)
                 (gorunscope-nodes-field "GOPATH" .goPath)
                 (gorunscope-nodes-field "GOCACHE" .goCache)
                 (gorunscope-nodes-field "GOMODCACHE" .goModCache)
                 (unless (member .goTmpDir '(nil ""))
                   (gorunscope-nodes-field "GOTMPDIR" .goTmpDir)))))))

(defun gorunscope-pages--work (work)
  "The node of the build directory WORK."
  (let-alist work
    (gorunscope-nodes-field
     "$WORK" .path
     (gorunscope-nodes-field "state" (cond (.removedAt (concat "removed " .removedAt))
                                           ((not .exists) "not there")
                                           (.kept "kept")
                                           (t "removed when go ends")))
     (gorunscope-nodes-field "size" (and .bytes (gorunscope-text-bytes .bytes)))
     (gorunscope-nodes-field "made" .createdAt)
     (gorunscope-nodes-field "chosen by" .chosenBy))))

(defun gorunscope-pages--executable (executable)
  "The node of EXECUTABLE."
  (let-alist executable
    (gorunscope-nodes-field
     "executable" .path
     (gorunscope-nodes-field "size" (gorunscope-text-bytes .bytes))
     (gorunscope-nodes-field
      "origin" (if (equal .origin "work") "linked by this run" "from the build cache"))
     (gorunscope-nodes-field "DWARF" (if .hasDwarf "yes" "no"))
     (gorunscope-nodes-field "build ID" .buildID))))

(defun gorunscope-pages--mapped (process)
  "The node of the program's PROCESS, as the kernel reports it."
  (let-alist process
    (gorunscope-nodes-field
     "process" .pid
     (gorunscope-nodes-field "directory" .cwd)
     (gorunscope-nodes-field "executable" .executable)
     (apply #'gorunscope-nodes-field "mappings" (length .mappings)
            (mapcar (lambda (mapping)
                      (let-alist mapping
                        (gorunscope-nodes-line
                         (format "%s-%s %s %s" .start .end .permissions .path))))
                    .mappings)))))

;;; cacheKeys

(defconst gorunscope-pages--states
  '(("failed" . error) ("building" . font-lock-builtin-face) ("miss" . warning)
    ("unknown" . shadow) ("pending" . shadow) ("hit" . success))
  "The states of an action with their faces.
What needs somebody's eye comes first, what came from the cache last.")

(defun gorunscope-pages--rank (action)
  "The place of ACTION among others, by its state."
  (seq-position gorunscope-pages--states (alist-get 'state action)
                (lambda (entry state) (equal (car entry) state))))

(defun gorunscope-pages--face (state)
  "The face of an action's STATE."
  (alist-get state gorunscope-pages--states nil nil #'equal))

(defun gorunscope-pages--cacheKeys (answer)
  "The cache keys of a run, from ANSWER.
What was rebuilt comes first, and of that what took longest."
  (let-alist answer
    (cons .summary.sentence
          (mapcar #'gorunscope-pages--action
                  (seq-sort-by (lambda (action)
                                 (let-alist action
                                   (- (* (gorunscope-pages--rank action) 1.0e12)
                                      (if (equal .state "hit") 0 (or .durationMs 0)))))
                               #'< .actions)))))

(defun gorunscope-pages--action (action)
  "The node of ACTION with its key."
  (let-alist action
    (let ((why (or .reason.sentence .why))
          (timed (and .durationMs (member .state '("miss" "failed")))))
      (gorunscope-nodes-line
       (concat (gorunscope-text-action .action .package) "  " .state
               (and timed (concat " " (gorunscope-text-duration .durationMs)))
               (and .cutoff ", output unchanged")
               (and why (concat ": " why)))
       (gorunscope-pages--face .state)
       (list
        (and .reason (gorunscope-nodes-reason .reason))
        (gorunscope-nodes-field "key" .actionID)
        (gorunscope-nodes-field "short ID" .shortID)
        (gorunscope-nodes-field "output ID" .outputID)
        (gorunscope-nodes-field "entry" .entry)
        (gorunscope-nodes-field "output" .output)
        (gorunscope-nodes-field "size" (and .bytes (gorunscope-text-bytes .bytes)))
        (gorunscope-nodes-field "stored" .storedAt))))))

;;; procTree

(defun gorunscope-pages--procTree (answer)
  "The processes of a run, as a tree, from ANSWER."
  (let-alist answer
    (cons (format "%d processes live" (gorunscope-pages--living .root))
          (list (gorunscope-pages--process .root)))))

(defun gorunscope-pages--living (process)
  "How many of PROCESS and those below it have not ended."
  (let-alist process
    (apply #'+ (if (equal .state "exited") 0 1) (mapcar #'gorunscope-pages--living .children))))

(defun gorunscope-pages--process (process)
  "The node of PROCESS, those that it has started below it."
  (let-alist process
    (let ((ended (equal .state "exited")))
      (gorunscope-nodes-line
       (format "%s %d  %s  %s" .role .pid
               (cond ((not ended) .state)
                     (.signal)
                     (.exitCode (format "exited %d" .exitCode))
                     (t "ended"))
               ;; The programs that go starts to build are told by what they work on.
               (or (and (member .role '("compile" "asm" "cgo" "link" "tool")) .package)
                   (gorunscope-text-command .command)))
       (cond ((and ended (or .signal (not (member .exitCode '(nil 0))))) 'error)
             (ended 'shadow)
             ((equal .role "program") 'success))
       (cons (gorunscope-nodes-line
              "figures" 'shadow
              (list
               (gorunscope-nodes-field "directory" .cwd)
               (gorunscope-nodes-field "cpu" (and .cpuMs (gorunscope-text-duration .cpuMs)))
               (gorunscope-nodes-field "memory" (and .residentBytes (gorunscope-text-bytes .residentBytes)))
               (gorunscope-nodes-field "started" .startedAt)))
             (mapcar #'gorunscope-pages--process .children))))))

;;; explain, forecast, compare, environment

(defun gorunscope-pages--explain (answer)
  "Why a run rebuilt what it rebuilt, from ANSWER."
  (let-alist answer
    (cons .sentence
          (mapcar (lambda (each)
                    (let-alist each
                      (gorunscope-pages--because
                       (gorunscope-text-action .action .package) nil .reason)))
                  .reasons))))

(defun gorunscope-pages--because (text face reason)
  "The node of TEXT with FACE, and behind it REASON, if there is one."
  (if reason
      (let ((node (gorunscope-nodes-reason reason)))
        (gorunscope-nodes-line (concat text (if face ": " "  ") (car node)) face (cddr node)))
    (gorunscope-nodes-line text face)))

(defun gorunscope-pages--forecast (answer)
  "What the next run would rebuild, and why, from ANSWER."
  (let-alist answer
    (cons .sentence
          (mapcar (lambda (action)
                    (let-alist action
                      (gorunscope-pages--because
                       (concat (gorunscope-text-action .action .package) "  " .state)
                       (gorunscope-pages--face .state) .reason)))
                  (seq-sort-by #'gorunscope-pages--rank #'< .actions)))))

(defconst gorunscope-pages--ways '(run build debug dlv)
  "The ways to build a package that are compared.")

(defun gorunscope-pages--compare (answer)
  "The keys of go run, go build and debug builds that differ, from ANSWER."
  (let-alist answer
    (cons .sentence
          (mapcar (lambda (action)
                    (let-alist action
                      (gorunscope-nodes-line
                       (gorunscope-text-action .action .package) nil
                       (cons (gorunscope-nodes-line "keys" nil (gorunscope-pages--by-way .keys))
                             (mapcar (lambda (difference)
                                       (let-alist difference
                                         (gorunscope-nodes-line (concat .kind " " .name) nil
                                                                (gorunscope-pages--by-way difference))))
                                     .differences)))))
                  .actions))))

(defun gorunscope-pages--by-way (values)
  "A node for each way to build of which VALUES has something."
  (mapcar (lambda (way) (gorunscope-nodes-field way (alist-get way values))) gorunscope-pages--ways))

(defun gorunscope-pages--environment (answer)
  "The variables and directories that stand in a run's keys, from ANSWER."
  (let-alist answer
    (cons (format "%d variables" (length .variables))
          (mapcar (lambda (variable)
                    (let-alist variable
                      (gorunscope-nodes-line
                       (concat .name (and .value (concat " = " (gorunscope-nodes-value .value)))
                               (format "  in %d keys" .inKeys))
                       nil
                       (mapcar #'gorunscope-nodes-line (cons .sentence .examples)))))
                  .variables))))

(provide 'gorunscope-pages)
;;; gorunscope-pages.el ends here
