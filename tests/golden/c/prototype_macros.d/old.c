#include "proto.h"

static int half OF((int x));

int twice(x)
    int x;
{
    return half(x) * 4;
}

static int half(x)
    int x;
{
    return x / 2;
}
