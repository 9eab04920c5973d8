#include "list.h"

static int check(const struct list *list, int index)
{
    return index >= 0 && index < list->count;
}

#ifdef _WIN32
static void grow(struct list *list)
{
    list->items = 0;
}
#else
static void grow(struct list *list)
{
    list->count++;
}
#endif

void list_add(struct list *list, int item)
{
    grow(list);
    if (check(list, list->count - 1))
        list->items[list->count - 1] = item;
}

int list_at(const struct list *list, int index)
{
    return check(list, index) ? list->items[index] : 0;
}
