(use-modules (ice-9 threads) (system base compile))
(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
(display (list (fib 25) (expt 2 100) (apply + (par-map (lambda (x) (* x x)) (iota 1000)))))
(newline)

; Threads that make garbage beside the collector.
(define lock (make-mutex))
(define total 0)
(define (work n)
  (let loop ((i 0) (keep '()))
    (if (< i 100000)
        (loop (+ i 1) (if (= 0 (modulo i 1000)) '() (cons (number->string i) keep)))
        (with-mutex lock (set! total (+ total (* n (length keep))))))))
(for-each join-thread
          (map (lambda (n) (call-with-new-thread (lambda () (work n)))) '(1 2 3 4)))
(gc)

; Code that is compiled at run time, and continuations.
(define (compiled i) ((compile `(lambda (x) (+ (* x ,i) 1)) #:env (current-module)) 7))
(define sum 0)
(do ((i 0 (+ i 1))) ((= i 20)) (set! sum (+ sum (compiled i))))
(define (first-above n l)
  (call/cc (lambda (out) (for-each (lambda (x) (if (> x n) (out x))) l) #f)))
(do ((i 0 (+ i 1))) ((= i 2000)) (set! sum (+ sum (first-above 50 (iota 100)))))
(display (list total sum
               (let loop ((i 0) (caught 0))
                 (if (= i 1000) caught
                     (loop (+ i 1)
                           (+ caught (catch #t (lambda () (vector-ref #(1 2) (modulo i 3)) 0)
                                       (lambda args 1))))))))
(newline)
