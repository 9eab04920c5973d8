package p

type file struct{}

func (f *file) read() {}
