;; eglot with gopls behind gorunscope: hovers of both, actions that open views, debug and run.  -*- lexical-binding: t; -*-
(require 'dape-scenario)
(require 'gorunscope-dape)
(require 'eglot)
(require 'gorunscope-eglot)

(defun act (server title)
  "Do the code action with TITLE of SERVER, at point."
  (let ((action (seq-find (lambda (action) (string-match-p title (plist-get action :title)))
                          (eglot-code-actions (point) (point)))))
    (unless action
      (error "There is no action with %s" title))
    (eglot-execute server action)))

(defun hover ()
  "What eldoc shows at point."
  (let (text)
    (eglot-hover-eldoc-function (lambda (said &rest _) (setq text (or said ""))))
    (substring-no-properties (scenario-wait "a hover" text))))

(scenario-run
 (lambda ()
   (scenario-edit (scenario-given 'main))
   (apply #'eglot--connect (eglot--guess-contact))
   (let* ((server (scenario-wait "the server" (eglot-current-server)))
          (main (current-buffer))
          (titles (progn (search-forward "main")
                         (scenario-wait "actions of ours"
                           (let ((titles (mapcar (lambda (action) (plist-get action :title))
                                                 (ignore-errors (eglot-code-actions (point) (point))))))
                             (and (seq-some (lambda (title) (string-match-p "build directory" title)) titles)
                                  titles)))))
          (on-main (hover))
          view keys on-import on-call output stopped)
     (save-window-excursion
       (act server "build directory")
       (setq view (scenario-wait "the view of the build directory"
                    (scenario-shows "*go run: buildDir*" "GOCACHE"))))
     (set-buffer main)
     (setq keys (scenario-view #'gorunscope-cache-keys "cacheKeys" "^cacheKeys"))
     (scenario-edit (scenario-given 'import))
     (search-forward "fm")
     (setq on-import (hover))
     (scenario-edit (scenario-given 'line))
     (search-forward "Printl")
     (setq on-call (hover))
     (dape-breakpoint-toggle)
     (scenario-edit (scenario-given 'main))
     (search-forward "main")
     (act server "debug")
     (pcase-let ((`(,connection ,frame) (dape-scenario-stop)))
       (setq stopped (plist-get frame :line))
       (dape-continue connection)
       (dape-scenario-gone))
     (scenario-edit (scenario-given 'main))
     (search-forward "main")
     (act server "run")
     (setq output (scenario-wait "the program's output"
                    (seq-some (lambda (buffer)
                                (with-current-buffer buffer
                                  (and (derived-mode-p 'comint-mode)
                                       (not (eq major-mode 'dape-repl-mode))
                                       (string-match-p "exit status 3" (buffer-string))
                                       (buffer-substring-no-properties (point-min) (point-max)))))
                              (buffer-list))))
     (eglot-shutdown server)
     `((titles . ,(vconcat titles)) (main . ,on-main) (view . ,view) (keys . ,keys)
       (import . ,on-import) (call . ,on-call) (stopped . ,stopped) (output . ,output)))))
