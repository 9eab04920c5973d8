// +build linux,!386 darwin
// +build amd64

package p

func old() {}
