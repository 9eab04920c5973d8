struct point {
    int x, y;
    struct point *next;
};

union value {
    int number;
    char *text;
};

enum color { RED, GREEN = 2, BLUE };

struct opaque;

struct outer {
    struct inner {
        int depth;
    } in;
    union {
        int a;
        float b;
    };
    enum mode { ON, OFF } mode;
};

struct opaque *make(struct point *p);

enum color pick(struct point *p)
{
    if (p->next)
        return BLUE;
    return RED;
}

enum { LIMIT = 10 };
struct { int only; } single;
