#include "util.h"

static int helper(int x)
{
    return x;
}

int shared(int x)
{
    return helper(x);
}

int wrap(int x)
{
    return x;
}
