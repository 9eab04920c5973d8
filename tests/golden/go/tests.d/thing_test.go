package p

import "testing"

func TestThing(t *testing.T) {
	t.Run("sub", func(t *testing.T) {
		if Thing() != fixture() {
			t.Fatal("no")
		}
	})
}

func fixture() int { return 1 }
