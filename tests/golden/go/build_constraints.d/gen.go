//go:build ignore

package main

func flush() {}

func main() { flush() }
