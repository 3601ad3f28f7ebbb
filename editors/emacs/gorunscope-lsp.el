;;; gorunscope-lsp.el --- The language server beside gopls, in lsp-mode -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: MIT

;;; Commentary:

;; Loading this registers gorunscope as an add-on: `lsp' starts it beside
;; gopls, and shows lenses, hovers and code actions of both.

;;; Code:

(require 'lsp-mode)
(require 'gorunscope-client)
(require 'gorunscope-program)
(require 'gorunscope-source)

(defun gorunscope-lsp--command ()
  "The command of the server."
  (gorunscope-program-command "lsp" "--stdio"))

(defun gorunscope-lsp--arguments (action)
  "The object that ACTION carries, as an alist."
  (car (alist-get 'arguments (gorunscope-text-alist action))))

(defun gorunscope-lsp--debug (action)
  "The lens \"debug\", which carries ACTION.
The server answers with a launch configuration, a debug client starts it."
  (gorunscope-lsp--execute "debug" (list (gorunscope-lsp--arguments action))
                           #'gorunscope-launch-debug
                           (lambda (problem) (message "gorunscope: %s" problem))))

(defun gorunscope-lsp--handlers ()
  "By command of the server: what lenses and actions with it do."
  (let ((handlers (make-hash-table :test #'equal)))
    (dolist (name gorunscope-client-views)
      (puthash (concat "gorunscope." name)
               (lambda (action) (gorunscope-client-view name (gorunscope-lsp--arguments action)))
               handlers))
    (puthash "gorunscope.debug" #'gorunscope-lsp--debug handlers)
    handlers))

(lsp-register-client
 (make-lsp-client
  :new-connection (lsp-stdio-connection #'gorunscope-lsp--command)
  :activation-fn (lsp-activate-on "go")
  :server-id 'gorunscope
  :add-on? t
  :priority -1
  :initialization-options #'gorunscope-client-options
  :initialized-fn (lambda (_workspace) (gorunscope-program-check))
  :action-handlers (gorunscope-lsp--handlers)
  :notification-handlers
  (lsp-ht ("gorunscope/runChanged" (lambda (_workspace _params) (gorunscope-view-changed))))
  :request-handlers
  (lsp-ht ("gorunscope/runInTerminal"
           (lambda (_workspace params)
             (gorunscope-client-run-in-terminal (gorunscope-text-alist params))
             nil)))))

(defun gorunscope-lsp--execute (name arguments answered failed)
  "Have the server of the current buffer carry out NAME with ARGUMENTS.
ANSWERED is called with the answer, FAILED with a sentence.
Nil where the buffer has no such server."
  (when-let* ((file buffer-file-name)
              (workspace (lsp-find-workspace 'gorunscope file)))
    (with-lsp-workspace workspace
      (lsp-request-async
       "workspace/executeCommand"
       (list :command (concat "gorunscope." name) :arguments (vconcat arguments))
       answered
       :mode 'detached
       :error-handler
       (lambda (problem)
         (funcall failed (alist-get 'message (gorunscope-text-alist problem))))))
    t))

(defun gorunscope-lsp--ask (name arguments answer)
  "Ask the server of the current buffer for NAME with ARGUMENTS, for ANSWER.
See `gorunscope-source-functions'."
  (when buffer-file-name
    (gorunscope-lsp--execute name (list (append (list :uri (lsp--buffer-uri)) arguments))
                             (lambda (body) (funcall answer nil body))
                             (lambda (problem) (funcall answer problem nil)))))

(add-hook 'gorunscope-source-functions #'gorunscope-lsp--ask 'append)

(provide 'gorunscope-lsp)
;;; gorunscope-lsp.el ends here
