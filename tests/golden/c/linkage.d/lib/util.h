int shared(int x);
#define wrap(x) shared(x)
static inline int twice(int x)
{
    return shared(x) * 2;
}
