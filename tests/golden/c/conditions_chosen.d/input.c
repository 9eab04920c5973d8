/* Of definitions in the branches of a condition the likely one is called. */
#ifdef _WIN32
int open_it(int x)
{
    return x;
}
#else
int open_it(int x)
{
    return x + 1;
}
#endif

#if 0
#define PICK(x) 0
#elif __GNUC__ >= 3
#define PICK(x) 1
#else
#define PICK(x) 2
#endif

#ifdef SOME_OPTION
#define TRACE(x) open_it(x)
#else
#define TRACE(x)
#endif

#ifndef LIMIT_OF
#define LIMIT_OF(x) 4
#else
#define LIMIT_OF(x) 5
#endif

#ifdef _MSC_VER
#define snprintf _snprintf
#endif

int main(void)
{
    TRACE(1);
    snprintf(0, 0, "");
    return open_it(PICK(1) + LIMIT_OF(2));
}
