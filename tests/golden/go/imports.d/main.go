package main

import (
	"example.com/app/util"
	str "strings"
	. "math"
	_ "embed"
	"gopkg.in/yaml.v3"
	"github.com/a/b/v2"
)

func main() {
	util.Help()
	str.ToUpper("a")
	yaml.Marshal(nil)
	b.Do()
	use(util.Other, util.Name)
}

func use(f func(), s string) {}
