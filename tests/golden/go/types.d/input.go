package p

// Doc of T.
type T struct {
	A, B int
	C    struct{ inner string }
}

type (
	// Celsius is grouped.
	Celsius float64
	Alias   = T
	Func    func(int) error
)

type Reader interface {
	Read(p []byte) (n int, err error)
	Close() error
}

type Both interface {
	Reader
	~int | ~string
	Write()
}

func local() {
	type inner struct{ x int }
	var nameless interface{ Foo() }
	_ = nameless
	_ = inner{}
}
