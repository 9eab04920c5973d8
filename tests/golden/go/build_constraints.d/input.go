package p

func run(f *file) {
	open()
	flush()
	old()
	only()
	f.read()
}
