int report(int x)
{
    return helper(x);
}
