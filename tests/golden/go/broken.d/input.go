package p

func before() {}

func cut() {
	before(
}

func after() { before() }

type Kept struct {
	a int

func (k Kept) last() { after() }
