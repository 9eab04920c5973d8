package p

type T struct{}

func (t T) A() { t.B() }

func init() { setup() }
