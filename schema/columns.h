// columns - columns.def as an enum and a table: what rows are called where people see them.
#ifndef SLUICE_SCHEMA_COLUMNS_H
#define SLUICE_SCHEMA_COLUMNS_H

#include "schema/relations.h"

// All columns of all relations, numbered through; those of a relation stand together.
typedef enum column {
#define COLUMN(RELATION, ID, name, TYPE) COLUMN_##RELATION##_##ID,
#include "schema/columns.def"
    COLUMN_COUNT
} column;

typedef enum column_type { COLUMN_TEXT, COLUMN_INTEGER, COLUMN_REAL } column_type;

typedef struct column_info {
    const char *name;
    relation relation;
    column_type type;
} column_info;

extern const column_info column_infos[COLUMN_COUNT];

// The first column of a relation.
column columns_first(relation relation);
// How many it has.
unsigned columns_count(relation relation);

#endif
