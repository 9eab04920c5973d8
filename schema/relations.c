#include "schema/relations.h"

#include <xxhash.h>

const relation_info relation_infos[RELATION_COUNT] = {
#define RELATION(ID, FIRST, count, name, failure) [RELATION_##ID] = {name, failure, FAMILY_##FIRST, count},
#include "schema/relations.def"
};

const family_info family_infos[FAMILY_COUNT] = {
#define FAMILY(RELATION, ID, name, block_kib, zstd_level) [FAMILY_##ID] = {name, RELATION_##RELATION, block_kib, zstd_level},
#include "schema/relations.def"
};

bool
relation_find(const char *name, relation *found)
{
    for (unsigned i = 0; i < RELATION_COUNT; i++) {
        if (strcmp(relation_infos[i].name, name) == 0) {
            *found = (relation)i;
            return true;
        }
    }
    return false;
}

uint64_t
row_hash(family owner, span key, span value)
{
    // Lengths as the seed of the next hash: the same mixing as hashing them, without a copy.
    uint64_t key_hash = XXH3_64bits_withSeed(key.data, key.size, (uint64_t)owner << 56 | key.size);
    return XXH3_64bits_withSeed(value.data, value.size, key_hash + value.size);
}
