;; lsp-mode with gopls and gorunscope beside it: lenses, a hover, an action that opens a view, and all views.  -*- lexical-binding: t; -*-
(require 'scenario)
(require 'go-mode)
(require 'lsp-mode)
(require 'lsp-lens)
(require 'gorunscope-lsp)

(setq lsp-auto-guess-root t
      lsp-enable-suggest-server-download nil
      lsp-enable-file-watchers nil
      ;; Else it stands behind a daemon that outlives Emacs.
      lsp-go-gopls-server-args nil)

(defun lenses ()
  "The lenses that are shown."
  (mapcar (lambda (overlay) (substring-no-properties (or (overlay-get overlay 'lsp--lens-contents) "")))
          (seq-filter (lambda (overlay) (overlay-get overlay 'lsp-lens))
                      (overlays-in (point-min) (point-max)))))

(defun initialized ()
  "The servers of the buffer that are ready."
  (mapcar (lambda (workspace) (lsp--client-server-id (lsp--workspace-client workspace)))
          (seq-filter (lambda (workspace) (eq (lsp--workspace-status workspace) 'initialized)) (lsp-workspaces))))

(scenario-run
 (lambda ()
   (scenario-edit (scenario-given 'main))
   (lsp)
   (let* ((servers (scenario-wait "both servers"
                     (let ((ready (initialized))) (and (cdr ready) ready))))
          (lenses (scenario-wait "the lens of the last run"
                    (lsp-lens-mode)
                    (lsp-lens-refresh t)
                    (accept-process-output nil 0.3)
                    (let ((all (string-join (lenses) "\n"))) (and (string-match-p "exit 3 after" all) all))))
          (action (scenario-wait "an action of ours"
                    (seq-find (lambda (action) (string-match-p "build directory" (lsp:code-action-title action)))
                              (lsp-code-actions-at-point))))
          view hover pages)
     (save-window-excursion
       (save-current-buffer
         (lsp-execute-code-action action)
         (setq view (scenario-wait "the view of the build directory"
                      (scenario-shows "*go run: buildDir*" "GOCACHE")))))
     (setq pages (mapcar (lambda (page)
                           (cons (car page) (scenario-view (cdr page) (car page) (format "^%s" (car page)))))
                         '(("cacheKeys" . gorunscope-cache-keys) ("procTree" . gorunscope-proc-tree)
                           ("explain" . gorunscope-explain) ("forecast" . gorunscope-forecast)
                           ("environment" . gorunscope-environment))))
     (scenario-edit (scenario-given 'import))
     (search-forward "fm")
     (lsp-describe-thing-at-point)
     (setq hover (scenario-text "*lsp-help*"))
     (prog1 `((servers . ,(vconcat (mapcar #'symbol-name servers)))
              (lenses . ,lenses) (view . ,view) (hover . ,hover) (pages . ,pages))
       (mapc #'lsp-workspace-shutdown (lsp-workspaces))
       (scenario-wait "the servers' end" (not (lsp-workspaces)))))))
