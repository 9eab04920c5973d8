package app

fun beside() {}
