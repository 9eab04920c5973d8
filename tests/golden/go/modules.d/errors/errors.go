package errors

func Wrap() {}
