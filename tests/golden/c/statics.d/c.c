int from_c(void) { return helper() + from_a(); }
