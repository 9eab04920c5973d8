//go:build !linux

package shape

func scale(x float64) float64 { return x * x * 4 }
