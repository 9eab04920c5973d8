package main

import (
	"errors"

	"example.org/app/v2"
	own "example.org/app/v2/errors"
	"example.org/fork/sub"
	pkgerrors "github.com/pkg/errors"
	other "example.org/tool/sub"
)

func main() {
	app.Start()
	own.Wrap()
	sub.Sub()
	other.Sub()
	pkgerrors.Wrap()
	errors.Wrap()
}
