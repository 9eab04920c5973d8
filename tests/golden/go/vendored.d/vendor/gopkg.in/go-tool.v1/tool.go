package tool

func Work() {}
