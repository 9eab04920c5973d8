#include "wrapper.h"
int use(void *one)
{
    READ_OLD("x");
    poll(one, 1, 2);
    getenv("X");
    return setenv("X", "y", 1);
}
#ifdef NO_SETENV
int my_setenv(const char *name, const char *value, int over)
{
    return setenv(name, value, over);
}
#endif
#define OF_THE_CORE
int core(int x)
{
    return likely_not(x);
}
