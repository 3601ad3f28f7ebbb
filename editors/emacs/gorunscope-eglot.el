;;; gorunscope-eglot.el --- The language server and gopls as one, in eglot -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: MIT

;;; Commentary:

;; Eglot has one server for each buffer.  Loading this makes it start gopls
;; behind gorunscope, so that both answer.

;;; Code:

(require 'eglot)
(require 'gorunscope-client)
(require 'gorunscope-program)
(require 'gorunscope-source)

(defcustom gorunscope-eglot-wrapped "gopls"
  "The command line of the language server that runs behind gorunscope."
  :type 'string
  :group 'gorunscope)

(defclass gorunscope-eglot-server (eglot-lsp-server) ()
  :documentation "Gorunscope with gopls behind it.")

(defun gorunscope-eglot-contact (&optional _interactive)
  "The contact for Go buffers, for `eglot-server-programs'."
  (gorunscope-program-ensure)
  (cons 'gorunscope-eglot-server
        (gorunscope-program-command "lsp" "--wrap" gorunscope-eglot-wrapped)))

(add-to-list 'eglot-server-programs
             '((go-mode go-dot-mod-mode go-dot-work-mode go-ts-mode go-mod-ts-mode)
               . gorunscope-eglot-contact))

(cl-defmethod eglot-initialization-options ((_server gorunscope-eglot-server))
  "What gopls is told, and beside it what gorunscope is."
  (let ((given (cl-call-next-method)))
    ;; Without any, eglot has an empty object of its own.
    (plist-put (and (listp given) (copy-sequence given))
               :gorunscope (gorunscope-client-options))))

(cl-defmethod eglot-handle-notification
  ((_server gorunscope-eglot-server) (_method (eql gorunscope/runChanged)) &key &allow-other-keys)
  "A run is in another phase."
  (gorunscope-view-changed))

(cl-defmethod eglot-handle-request
  ((_server gorunscope-eglot-server) (_method (eql gorunscope/runInTerminal)) &rest wanted)
  "Run the command that WANTED names."
  (gorunscope-client-run-in-terminal (gorunscope-text-alist wanted))
  nil)

(defun gorunscope-eglot--show (server command arguments)
  "Show what COMMAND of SERVER with ARGUMENTS answers, if that is shown here.
Give whether it is."
  (let ((name (string-remove-prefix "gorunscope." command))
        (given (car (gorunscope-text-alist arguments))))
    (cond ((not (string-prefix-p "gorunscope." command)) nil)
          ((member name gorunscope-client-views)
           (gorunscope-client-view name given)
           t)
          ((equal name "debug")
           (gorunscope-launch-debug
            (jsonrpc-request server :workspace/executeCommand
                             (list :command command :arguments arguments)))
           t))))

(cl-defmethod eglot-execute :around ((server gorunscope-eglot-server) action)
  "Carry out ACTION of SERVER: views and debug sessions here, all else there."
  ;; A code action has an object as its command, and comes here again with that.
  (let ((command (plist-get action :command)))
    (unless (and (stringp command)
                 (gorunscope-eglot--show server command (plist-get action :arguments)))
      (cl-call-next-method))))

(with-suppressed-warnings ((obsolete eglot-execute-command))
  (cl-defmethod eglot-execute-command :around ((server gorunscope-eglot-server) command arguments)
    "The same in Emacs 29: carry out COMMAND of SERVER with ARGUMENTS."
    (unless (gorunscope-eglot--show server (format "%s" command) arguments)
      (cl-call-next-method))))

(defun gorunscope-eglot--ask (name arguments answer)
  "Ask the server of the current buffer for NAME with ARGUMENTS, for ANSWER.
See `gorunscope-source-functions'."
  (when-let* ((server (eglot-current-server))
              ((cl-typep server 'gorunscope-eglot-server))
              (file buffer-file-name))
    (jsonrpc-async-request
     server :workspace/executeCommand
     (list :command (concat "gorunscope." name)
           :arguments (vector (append (list :uri (gorunscope-eglot--uri file)) arguments)))
     :timeout 60
     :success-fn (lambda (body) (funcall answer nil body))
     :error-fn (lambda (problem) (funcall answer (plist-get problem :message) nil))
     :timeout-fn (lambda () (funcall answer (concat name ": no answer within a minute") nil)))
    t))

(defun gorunscope-eglot--uri (file)
  "The URI of FILE, in whichever way this Emacs has it."
  (if (fboundp 'eglot-path-to-uri)
      (eglot-path-to-uri file)
    (concat "file://" (url-hexify-string (file-truename file) url-path-allowed-chars))))

(add-hook 'gorunscope-source-functions #'gorunscope-eglot--ask 'append)

(provide 'gorunscope-eglot)
;;; gorunscope-eglot.el ends here
