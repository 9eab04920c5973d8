package other

func setup() {}

func use() { setup() }
