#include <util.h>
#include <string.h>

int usage(void)
{
    return 1;
}

int main(int count, char **words)
{
    return count > 1 ? wrap(twice(shared(count))) : report(usage());
}
