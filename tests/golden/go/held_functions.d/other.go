package p

func elsewhere() {}
