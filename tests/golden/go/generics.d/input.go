package p

type Number interface{ ~int | ~float64 }

type Stack[T any] struct{ items []T }

func (s *Stack[T]) Push(item T) { s.items = append(s.items, item) }
func (s *Stack[E]) Pop() E      { return s.items[0] }

func Map[K comparable, V any](m map[K]V, f func(V) V) []V { return nil }

func Sum[T Number](a ...T) T {
	var total T
	return total
}

type Thing struct{}

func (Thing) Act() {}

func use() {
	s := Stack[int]{}
	s.Push(1)
	Sum(1, 2)
	Sum[int](3)
	Map[string, int](nil, nil)
	things := Stack[Thing]{}
	things.Push(Thing{})
}
