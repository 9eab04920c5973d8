int check(int x)
{
    return x;
}

/* Calls of a body are the macro's own; its parameters, strings, members and pasted names are none. */
#define CHECK(x) (check(x) ? check(1) : 0)
#define APPLY(f, x) f(x)
#define TEXT "check(1)" /* check(2) */
#define MEMBER(o) (o)->check(1)
#define PASTE(x) do_##check(x) + check##_it(x)
#define TWICE(x) \
    do { \
        CHECK(x); /* a comment does not end it */ \
        CHECK((x) + 1); \
    } while (0)
#define check_again check

int run(int x)
{
    TWICE(x);
    return check_again(x);
}
