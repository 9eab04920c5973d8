package p

const Single = 1

const (
	A = iota
	B
	_
	C, D = 3, 4
)

var (
	count int
	x, y  = pair()
	table = map[string]int{"a": A}
)

var handler = func(n int) int {
	return helper(n)
}

func pair() (int, int)     { return 1, 2 }
func helper(n int) int     { return n + count }
func caller() int          { const local = 2; var v = handler(local); return v }
