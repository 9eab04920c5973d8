package p

const key = 1

var value = 2

type Point struct{ key, value int }

func make2() Point {
	p := Point{key: value, value: key}
	m := map[int]Point{key: {value: 3}}
	a := [...]int{key: 1}
	_, _ = m, a
	return p
}

func pair() (Point, error) { return Point{}, nil }

func (p Point) Norm() int { return p.key }

func use() {
	p, err := pair()
	_ = err
	p.Norm()
	var q Point = p
	q.Norm()
}
