package p

func only() {}
