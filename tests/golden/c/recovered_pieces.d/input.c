int first(void)
{
    return 1;
}

int broken(((int x)
{
    return x;
}

int third(void)
{
    return first();
}
