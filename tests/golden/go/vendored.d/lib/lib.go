package lib

type T struct{}

func (T) Local() {}

func Run() T { return T{} }
