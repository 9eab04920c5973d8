package p

type Celsius float64
type Reader interface{ Read() }
type File struct{}

func (f *File) Read() {}

func convert(n int, r Reader) {
	c := Celsius(n)
	s := string(rune(n))
	b := []byte(s)
	f := (*File)(nil)
	f.Read()
	if file, ok := r.(*File); ok {
		file.Read()
	}
	switch v := r.(type) {
	case *File:
		v.Read()
	}
	p := new(File)
	p.Read()
	m := make(map[string]*File, len(b))
	m["a"].Read()
	_ = c
	r.Read()
}
