// relations - relations.def as enums and a table. Knows no socket and no database.
#ifndef SLUICE_SCHEMA_RELATIONS_H
#define SLUICE_SCHEMA_RELATIONS_H

#include <stdint.h>

#include "base/span.h"

typedef enum relation {
#define RELATION(ID, FIRST, count, name, failure) RELATION_##ID,
#include "schema/relations.def"
    RELATION_COUNT
} relation;

// All families of all relations, numbered through.
typedef enum family {
#define FAMILY(RELATION, ID, name, block_kib, zstd_level) FAMILY_##ID,
#include "schema/relations.def"
    FAMILY_COUNT
} family;

typedef struct relation_info {
    const char *name;
    const char *failure; // printf format: how many rows (text), why (text)
    family first;        // its families are first .. first + family_count - 1
    unsigned family_count;
} relation_info;

typedef struct family_info {
    const char *name;
    relation relation;
    unsigned block_kib;
    int zstd_level;
} family_info;

extern const relation_info relation_infos[RELATION_COUNT];
extern const family_info family_infos[FAMILY_COUNT];

// Finds a relation by its name; false when there is none.
bool relation_find(const char *name, relation *found);

// What is known of a set of rows without holding them: how many, and the sum modulo 2^64 of row_hash() of what
// is stored of them. Edges are rows of their relation, and a stored row holds many (row_tally() in rows.h).
// Sums do not depend on order, so two sides can count in any order and compare.
typedef struct tally {
    uint64_t rows;
    uint64_t digest;
} tally;

// XXH3-64 of the value, seeded with its length and the XXH3-64 of the key, which is seeded with its length
// and the family: moving a byte from key to value, or a row to another family, changes the hash.
uint64_t row_hash(family owner, span key, span value);

static inline void
tally_add(tally *sum, tally more)
{
    sum->rows += more.rows;
    sum->digest += more.digest;
}

static inline bool
tally_equal(tally a, tally b)
{
    return a.rows == b.rows && a.digest == b.digest;
}

#endif
