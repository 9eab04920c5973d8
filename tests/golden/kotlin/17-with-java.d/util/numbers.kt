package util

fun half(value: Int): Int = value / 2
