// +build !linux

package p

func old() {}
