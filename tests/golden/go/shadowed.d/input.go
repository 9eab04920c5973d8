package p

import "fmt"

func size() int { return 1 }
func name() int { return 2 }

type S struct{ size int }

func parameter(size func() int) int { return size() }

func local() int {
	n := size()
	size := func() int { return 2 }
	return n + size()
}

func blocks(a bool) int {
	if size := 1; a {
		return size
	}
	for name := range []int{1} {
		_ = name
	}
	switch fmt := size(); fmt {
	case 1:
		return name()
	}
	fmt.Println()
	return 0
}
