package p

// ü
func größe() {}

type 型 struct{}

func (型) 走() { größe() }
