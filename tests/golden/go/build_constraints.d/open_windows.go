package p

func open() {}

func close() { open(); flush() }
