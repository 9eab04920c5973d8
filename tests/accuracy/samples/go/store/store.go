// Package store has values that are held, shadowed, asserted and chained.
package store

import (
	"strings"

	"example.org/log"
	draw "example.org/sample/shape"
)

type Store struct {
	shapes map[string]draw.Shape
	logger *log.Logger
	hook   func(draw.Shape)
}

var standard = New("standard")

var keep = func(s draw.Shape) draw.Shape { return s }

func New(name string) *Store {
	return &Store{shapes: map[string]draw.Shape{}, logger: log.New(strings.ToUpper(name))}
}

func (s *Store) Put(shape draw.Shape) *Store {
	s.shapes[shape.Name()] = shape
	if s.hook != nil {
		s.hook(shape)
	}
	return s
}

func Put(shape draw.Shape) { standard.Put(keep(shape)).Put(shape) }

func (s *Store) Describe() {
	for name, shape := range s.shapes {
		s.logger.Print(name)
		switch shape := shape.(type) {
		case *draw.Circle:
			print(shape.Name())
		case draw.Square:
			print(shape.Name())
		default:
			print(shape.Area())
		}
		if square, ok := shape.(draw.Square); ok {
			print(square.Area())
		}
	}
	New := log.New
	New("done").Print("done")
	area := draw.Shape.Area
	print(area(s.shapes["a"]), float64(len(s.shapes)))
	draw.Visitor(keep).Twice(s.shapes["b"]).
		Area()
}

func Areas() []float64 {
	return draw.Map([]draw.Shape{draw.NewCircle(1)}, func(s draw.Shape) float64 { return s.Area() })
}
