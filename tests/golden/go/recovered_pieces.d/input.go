package p

func first() int {
	return 1
}

func open() int {
	if true {
		first()
}

func third() int {
	return first()
}
