package q

import "example.org/p"

func use() { p.Export() }
