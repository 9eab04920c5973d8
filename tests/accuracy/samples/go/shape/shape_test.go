package shape

func Unexported() float64 { return scale(2) }
