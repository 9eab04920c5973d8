#include <stdio.h>
#include "util/list.h"
#include MACRO_HEADER

int main(void)
{
    struct list l;
    list_add(&l, 1);
    return list_size(&l);
}
