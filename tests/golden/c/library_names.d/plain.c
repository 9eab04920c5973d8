#include "debug.h"

int plain(char *text)
{
    assert(text);
    give(text);
    free(strdup(text));
    return (u32)(text[0]);
}
