static int helper(void) { return 2; }
int from_b(void) { return helper(); }
