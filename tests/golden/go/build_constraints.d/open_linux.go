package p

func open() {}

func locked() {}
