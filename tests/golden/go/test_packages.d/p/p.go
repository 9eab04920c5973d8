package p

func helper() {}

func Public() { helper() }
