#ifdef _WIN32
#include "compat/windows.h"
#endif
#ifdef OLD_SYSTEM
#include "old/old.h"
#endif
#ifdef NO_SETENV
#define setenv my_setenv
#endif
#ifdef OF_THE_CORE
#define likely_not(x) (x)
#endif
#include <poll.h>
int my_setenv(const char *name, const char *value, int over);
