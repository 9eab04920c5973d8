package p

import "example.org/far"

type near struct{}

func (near) Only() {}

func (near) Close() {}

type closer interface{ Close() }

func (n near) run(c closer) {
	far.New().Only()
	far.Value.Only()
	c.Close()
	n.Close()
}
