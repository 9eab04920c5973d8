// Package shape has interfaces, embedding, defined types and generics.
package shape

type Shape interface {
	Area() float64
	Name() string
}

type named struct{ name string }

func (n named) Name() string { return n.name }

type Square struct {
	named
	side float64
}

func (s Square) Area() float64 { return s.side * s.side }

type Circle struct {
	*named
	radius float64
}

func (c *Circle) Area() float64 { return scale(c.radius) }

func (c *Circle) Name() string { return "round " + c.named.Name() }

type Shapes []Shape

func (s Shapes) Total() (sum float64) {
	for _, one := range s {
		sum += one.Area()
	}
	return sum
}

type Visitor func(Shape) Shape

func (v Visitor) Twice(s Shape) Shape { return v(v(s)) }

func NewSquare(side float64) (*Square, error) { return &Square{named{"square"}, side}, nil }

func NewCircle(radius float64) *Circle { return &Circle{&named{"circle"}, radius} }

func Map[T, U any](list []T, each func(T) U) []U {
	var out []U
	for _, one := range list {
		out = append(out, each(one))
	}
	return out
}
