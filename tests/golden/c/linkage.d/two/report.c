int report(int x)
{
    return usage();
}
