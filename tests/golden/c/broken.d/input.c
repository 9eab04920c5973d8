int before(void)
{
    return 1;
}

int nonsense( { ] ;

int after(void)
{
    return before();
}

struct kept { int a; };

int half(int a)
{
    return before(
}

int last(void)
{
    return after();
}
