package util

fun trim(text: String): String = text
