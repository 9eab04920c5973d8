package b

import "example.org/a"

type Alias = a.Base

type Defined a.Base

func (Defined) Extra() {}

type Source a.Reader

type outer struct{ Alias }

var first = newAlias()

var table = []a.Made{nil}

func newAlias() *Alias { return nil }

func use(x *Alias, y Defined, s Source, o outer, m a.Made, l a.List, f func() Defined) {
	x.Own()
	x.Deep()
	y.Deep()
	y.Extra()
	s.Read()
	o.Own()
	m().Own()
	f().Extra()
	first.Deep()
	table[0]().Deep()
	for _, one := range l {
		one.Own()
	}
	g := func() Source { return s }
	g().Read()
}
