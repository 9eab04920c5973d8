package p

type A struct{ n int }
type B struct{ a *A }

func (a A) Run() int   { return a.n }
func (b *B) Run() int  { return b.a.Run() }
func (*B) Unnamed()    {}
func (b *B) chain() *B { return b }

func use(b *B) {
	b.Run()
	b.chain().chain().Unnamed()
	x := A{n: 1}
	x.Run()
	y := &B{a: &x}
	y.a.Run()
	f := b.Run
	f()
}
