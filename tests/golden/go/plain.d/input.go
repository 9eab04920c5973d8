package main

import "fmt"

func add(a, b int) int {
	return a + b
}

func twice(a int) int { return add(a, a) }

func main() {
	fmt.Println(twice(add(1, 2)))
	missing()
}
