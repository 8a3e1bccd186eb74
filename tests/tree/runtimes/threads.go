package main

import (
	"crypto/sha256"
	"fmt"
	"runtime"
	"sort"
	"strings"
	"sync"
)

func fib(n int) int {
	if n < 2 {
		return n
	}
	return fib(n-1) + fib(n-2)
}

type node struct{ left, right *node }

func tree(depth int) *node {
	if depth == 0 {
		return nil
	}
	return &node{tree(depth - 1), tree(depth - 1)}
}

func (n *node) count() int {
	if n == nil {
		return 0
	}
	return 1 + n.left.count() + n.right.count()
}

// Many small stacks that grow, a collector beside them, and panics.
func churn() int {
	var group sync.WaitGroup
	out := make(chan int, 64)
	for i := 0; i < 64; i++ {
		group.Add(1)
		go func(i int) {
			defer group.Done()
			defer func() {
				if r := recover(); r != nil {
					out <- i
				}
			}()
			if tree(12).count() != 4095 {
				out <- -1000000
			}
			var a []int
			fmt.Sprint(a[i])
		}(i)
	}
	runtime.GC()
	group.Wait()
	close(out)
	sum := 0
	for n := range out {
		sum += n
	}
	return sum
}

func pipeline() int {
	in, sum := make(chan int), 0
	stage := in
	for i := 0; i < 50; i++ {
		next := make(chan int)
		go func(from, to chan int) {
			for n := range from {
				to <- n + 1
			}
			close(to)
		}(stage, next)
		stage = next
	}
	go func() {
		for i := 0; i < 500; i++ {
			in <- i
		}
		close(in)
	}()
	for n := range stage {
		sum += n
	}
	return sum
}

func main() {
	var group sync.WaitGroup
	var lock sync.Mutex
	total, order := 0, make(chan int, 10)
	for i := 0; i < 8; i++ {
		group.Add(1)
		go func(i int) {
			defer group.Done()
			s := 0
			for j := 0; j < 1000000; j++ {
				s += j * i % 7
			}
			lock.Lock()
			total += s
			lock.Unlock()
			order <- i
		}(i)
	}
	group.Wait()
	close(order)
	n := 0
	for i := range order {
		n += i
	}
	fmt.Println(total, n, fib(27))
	fmt.Printf("%x\n", sha256.Sum256([]byte("hello")))
	count := map[string]int{}
	for i := 0; i < 100000; i++ {
		count[fmt.Sprint(i%977)]++
	}
	keys := []string{}
	for k := range count {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	fmt.Println(len(keys), strings.Join(keys[:5], ","), count["5"])
	fmt.Println(churn(), pipeline())
}
