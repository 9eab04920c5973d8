package shape_test

import (
	"testing"

	"example.org/sample/shape"
)

func TestTotal(t *testing.T) {
	square, err := shape.NewSquare(2)
	if err != nil {
		t.Fatal(err.Error())
	}
	if (shape.Shapes{square, shape.NewCircle(1)}).Total() == shape.Unexported() {
		t.Log(square.Name())
	}
}
