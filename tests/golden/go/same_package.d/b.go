package p

func (t T) B() {}

func init() {}

func setup() { T{}.A() }
