package p

type Base struct{}

func (Base) Hello()   {}
func (*Base) Pointer() {}

type Middle struct{ *Base }

type Top struct {
	Middle
	Base int
}

func use(m Middle, t *Top) {
	m.Hello()
	m.Base.Pointer()
	t.Hello()
}
