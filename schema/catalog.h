// catalog - the published generation as its readers need it: files by number, texts, entities with all that
// is derived from them.
//
// Holds the table of files in memory, some 150 bytes each, and the text of one file.
#ifndef SLUICE_SCHEMA_CATALOG_H
#define SLUICE_SCHEMA_CATALOG_H

#include "schema/rows.h"
#include "schema/store.h"

typedef struct catalog catalog;

typedef struct catalog_file {
    uint32_t number;
    file_row row;
} catalog_file;

// Opens the published generation of DB and reads its files. `failure` names what is wrong and what to do.
// Statuses are those of generation_open().
status catalog_open(const char *db, catalog **out, char *failure);

// Closes and frees it, and sets *self_p to NULL; harmless when it already is.
void catalog_destroy(catalog **self_p);

// The generation, its seal and its relations; lent until destroy.
const generation *catalog_generation(const catalog *self);

// The files in the order of their numbers, which is that of their paths.
size_t catalog_file_count(const catalog *self);
const catalog_file *catalog_file_at(const catalog *self, size_t index);

// Returns the file of that number, or NULL; lent until destroy.
const file_row *catalog_find_file(const catalog *self, uint32_t number);

// Returns the path of that file, "" when there is none (an external entity's FILE_NUMBER_NONE).
span catalog_path(const catalog *self, uint32_t number);

// Lends a file's text until the next call; asking again for the same file is free. STATUS_NOT_FOUND when it
// has none, which then is "".
status catalog_text(catalog *self, uint32_t number, span *text, char *failure);

// Gets an entity by its id, from CodeGraph or else TestEntitiesExcluded. Its spans point into `bytes`.
status catalog_entity(catalog *self, uint64_t id, entity_row *entity, buffer *bytes, char *failure);

// Appends the entity's ISGL1 key.
void catalog_put_key(const catalog *self, buffer *out, const entity_row *entity);

// Some entities with their ids, owning the bytes behind them. A zeroed one is empty.
typedef struct catalog_entities {
    struct catalog_entity {
        uint64_t id;
        entity_row row;
    } * items;
    size_t count, capacity;
    buffer bytes;
} catalog_entities;

void catalog_entities_fini(catalog_entities *self);

// Gets the entities of one file (FILE_NUMBER_NONE: all external ones) out of FAMILY_ENTITIES or FAMILY_TESTS,
// in the order of their first lines, first bytes and ids; external ones in the order of their keys.
// A file's entities are a range of ids, so this reads little more than them.
status catalog_entities_of(catalog *self, family owner, uint32_t number, catalog_entities *found,
                           char *failure);

#endif
