package a

type Base struct{ inner }

type inner struct{}

func (inner) Deep() {}

func (*Base) Own() {}

type Made func() *Base

type List []*Base

type Reader interface{ Read() }
