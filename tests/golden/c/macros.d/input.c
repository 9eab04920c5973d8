#define LIMIT 10
#define EMPTY
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#define LOG(fmt, ...) printf(fmt, __VA_ARGS__)
#define MULTI(x) \
    do { \
        use(x); \
    } while (0)

int largest(int a, int b)
{
    LOG("%d", LIMIT);
    return MAX(a, b);
}

#undef LIMIT
#define LIMIT 20
