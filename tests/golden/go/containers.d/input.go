package p

type Item struct{ children []*Item }

func (i *Item) Visit() {}
func items() []Item    { return nil }

func walk(root *Item, table map[string]Item, grid [2][3]Item, rest ...Item) {
	for _, child := range root.children {
		child.Visit()
	}
	root.children[0].Visit()
	for _, v := range table {
		v.Visit()
	}
	grid[0][1].Visit()
	rest[0].Visit()
	items()[0].Visit()
	for i := range items() {
		_ = i
	}
	list := []Item{{}, {}}
	list[1].Visit()
}
