#include <assert.h>
#include "debug.h"

void library(char *text)
{
    assert(text);
}
