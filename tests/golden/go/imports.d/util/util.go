package util

const Name = "n"

func Help()  { other() }
func Other() {}
