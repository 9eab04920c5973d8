package main

import (
	"example.org/lib/v2"
	"gopkg.in/go-tool.v1"
)

func main() {
	lib.Run().Vendored()
	tool.Work()
}
