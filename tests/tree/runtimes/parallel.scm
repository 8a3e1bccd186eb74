(use-modules (ice-9 threads))
(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
(display (list (fib 25) (expt 2 100) (apply + (par-map (lambda (x) (* x x)) (iota 1000)))))
(newline)
