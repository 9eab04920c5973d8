static int helper(void) { return 1; }
int from_a(void) { return helper(); }
