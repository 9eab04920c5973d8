#include "list.h"

void list_add(struct list *l, int n)
{
    l->n += n;
}
