package p

var Exported = 1

func Export() { helper() }
