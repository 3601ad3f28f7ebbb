;;; gorunscope-source.el --- Where answers come from -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: MIT

;;; Commentary:

;; From the debug session that runs, else from the language server of the
;; buffer, else from the program itself.

;;; Code:

(require 'gorunscope-program)
(require 'gorunscope-text)

(defvar gorunscope-source-functions nil
  "Functions that may know an answer, debug sessions before language servers.
Each is called with NAME, ARGUMENTS and ANSWER of `gorunscope-source-ask',
in the buffer that was asked at.  It gives nil where it cannot answer, and
else calls ANSWER with an error sentence or nil, and the answer as its
client reads JSON.")

(defun gorunscope-source-request (name)
  "The name of the request NAME in the debug protocol.
The first three have names of their own; those that came later begin with
the product's."
  (if (member name '("buildDir" "cacheKeys" "procTree")) name (concat "gorunscope." name)))

(defun gorunscope-source-ask (name arguments answer)
  "Ask NAME with ARGUMENTS, a plist, for the current buffer.
ANSWER is called with an error sentence or nil, and the answer: objects as
alists, arrays as lists."
  (let ((read (lambda (problem body)
                (funcall answer problem (gorunscope-text-alist body)))))
    (or (run-hook-with-args-until-success 'gorunscope-source-functions name arguments read)
        (if-let* ((words (gorunscope-source--words name arguments)))
            (gorunscope-program-ask words answer)
          (funcall answer
                   (concat name ": no debug session runs, and no language server is attached"
                           " to this Go buffer; start one of them")
                   nil)))))

(defun gorunscope-source--words (name arguments)
  "The words of the program's command for NAME and ARGUMENTS, or nil."
  (let ((package (plist-get arguments :package))
        (for (plist-get arguments :for)))
    (pcase name
      ("explain" (append '("explain" "--json") (and package (list package))))
      ("environment" '("explain" "--environment" "--json"))
      ("forecast" (append '("forecast" "--json") (and for (list "--for" for))
                          (list (or package "."))))
      ("compare" (list "compare" "--json" (or package "."))))))

(provide 'gorunscope-source)
;;; gorunscope-source.el ends here
