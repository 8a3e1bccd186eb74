(defun fib (n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
(print (fib 27))
(print (expt 2 100))
(print (loop for i below 1000000 sum (mod i 7)))
(gc :full t)
(print (sqrt 2d0))

;; Functions that are compiled, run and thrown away.
(print (loop for i from 1 to 60
             sum (funcall (compile nil `(lambda (x) (declare (fixnum x)) (mod (* x ,i) 101))) 77)))

;; Threads that make garbage and share a lock, with collections between.
(defvar *total* 0)
(defvar *lock* (sb-thread:make-mutex))
(defun work (n)
  (let ((keep (make-array 100)))
    (dotimes (i 20000)
      (setf (aref keep (mod i 100)) (list i (format nil "~a" (mod i 10))))
      (when (zerop (mod i 5000)) (gc)))
    (sb-thread:with-mutex (*lock*) (incf *total* (* n (caar (coerce keep 'list)))))))
(let ((threads (loop for n from 1 to 4
                     collect (let ((n n)) (sb-thread:make-thread (lambda () (work n)))))))
  (mapc #'sb-thread:join-thread threads))
(print *total*)

;; Conditions and calls of C.
(print (loop for i below 2000
             count (handler-case (/ 10 (mod i 5)) (division-by-zero () nil))))
(print (sb-alien:alien-funcall
        (sb-alien:extern-alien "abs" (function sb-alien:int sb-alien:int)) -5))
(terpri)
