#include "../lib/util.h"

int usage(void)
{
    return 2;
}

int main(void)
{
    int (*twice)(int) = shared;
    struct point { int (*shared)(int); } p = {.shared = shared};
    return usage() + twice(3) + p.shared(4) + wrap(1);
}
