package lib.inner

fun dive() {}
