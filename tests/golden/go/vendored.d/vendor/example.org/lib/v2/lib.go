package lib

type T struct{}

func (T) Vendored() {}

func Run() T { return T{} }
