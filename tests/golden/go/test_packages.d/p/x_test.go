package p_test

import "example.org/p"

func use() {
	p.Public()
	p.Export()
}
