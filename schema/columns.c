#include "schema/columns.h"

const column_info column_infos[COLUMN_COUNT] = {
#define COLUMN(RELATION, ID, name, TYPE) {name, RELATION_##RELATION, COLUMN_##TYPE},
#include "schema/columns.def"
};

column
columns_first(relation relation)
{
    unsigned at = 0;
    while (at < COLUMN_COUNT && column_infos[at].relation != relation)
        at++;
    return (column)at;
}

unsigned
columns_count(relation relation)
{
    unsigned count = 0;
    for (unsigned i = 0; i < COLUMN_COUNT; i++)
        count += column_infos[i].relation == relation;
    return count;
}
