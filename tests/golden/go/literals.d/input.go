package p

func helper() {}

func outer() {
	f := func() {
		helper()
		inner := func() { helper() }
		inner()
	}
	f()
	go func(n int) { helper() }(1)
	defer helper()
	defer func() { recover() }()
}
