#include <stdio.h>

#include "list/list.h"

#define TWICE(x) ((x) + (x))

struct check {
    int passed;
};

static int by_value(int a, int b)
{
    return a - b;
}

/* Not the one of list.c, and beside a struct of its name. */
static int check(struct check *state)
{
    return state->passed;
}

static int sum(const struct list *list)
{
    int total = 0;
    LIST_EACH(list, i) {
        total += list_at(list, i);
    }
    return TWICE(total);
}

int main(void)
{
    int room[8];
    struct check state = {1};
    struct list list = {.items = room, .compare = by_value};
    list_add(&list, (int)sizeof(struct check));
    if (!list_is_empty(&list) && list.compare(1, 2))
        printf("%d %d\n", sum(&list), LIST_FIRST(&list));
    return check(&state);
}
