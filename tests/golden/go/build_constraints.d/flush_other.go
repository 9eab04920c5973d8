// Copyright.

/* A comment
   of two lines. */

//go:build !((linux && amd64) || (darwin && !ios))

package p

func flush() {}
