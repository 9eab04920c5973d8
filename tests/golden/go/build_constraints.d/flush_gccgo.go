//go:build gccgo

package p

func flush() {}
