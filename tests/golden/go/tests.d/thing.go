package p

func Thing() int { return helper() }
func helper() int { return 1 }
