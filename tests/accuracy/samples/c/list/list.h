#ifndef LIST_H
#define LIST_H

struct list {
    int *items;
    int count;
    int (*compare)(int, int);
};

#define LIST_EACH(list, i) for (int i = 0; i < (list)->count; i++)
#define LIST_FIRST(list) list_at(list, 0)

void list_add(struct list *list, int item);
int list_at(const struct list *list, int index);

static inline int list_is_empty(const struct list *list)
{
    return list->count == 0;
}

#endif
