package main

import (
	"crypto/sha256"
	"fmt"
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
}
