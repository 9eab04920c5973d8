package app

func Start() {}
