#ifdef CONFIG_FAST
static int speed(void)
{
    return 2;
}
#else
static int speed(void)
{
    return 1;
}
#endif

#if defined(A) && VERSION > 3
int only_a(void) { return speed(); }
#elif defined(B)
int only_b(void) { return 0; }
#else
struct neither { int a; };
#endif

int inside(int a)
{
#ifdef DEBUG
    trace(a);
#endif
    return a;
}
