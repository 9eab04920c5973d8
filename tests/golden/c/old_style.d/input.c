int sum(a, b)
    int a;
    char *b;
{
    return a + helper(b);
}

static int helper(text)
    char *text;
{
    return *text;
}
