// Package p is documented.
package p

// Single is one line.
func Single() {}

/*
Block is a block.
*/
func Block(a   int,
	b string) (x int,
	err error) {
	return
}

// Detached.

func Detached() {} // trailing

//go:noinline
func Directive() {}

type I interface {
	// M is declared.
	M()
}
