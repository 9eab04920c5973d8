// store - relations on disk. The only file that includes rocksdb/c.h; generation.h has the folders around.
//
// A writer fills one relation of a new generation: rows go into sorted runs (64 MiB in memory, then one SST
// file each) that are ingested at the end. Nothing is promised before store_writer_finish() came back OK.
// Each relation is a RocksDB with one column family per line of relations.def, the first of which is called "default".
#ifndef SLUICE_SCHEMA_STORE_H
#define SLUICE_SCHEMA_STORE_H

#include <stdint.h>

#include "base/buffer.h"
#include "base/span.h"
#include "base/status.h"
#include "schema/generation.h"
#include "schema/relations.h"

enum { STORE_RUN_BYTES = 64 * 1024 * 1024 };

// ---- writing one relation (a sink)

typedef struct store_writer store_writer;

// Creates DB of `relation` inside generation folder `generation_path` (which exists; the relation's folder
// must not: STATUS_EXISTS). `run_bytes` bounds what all families together hold in memory before a sorted run
// is written (STORE_RUN_BYTES); a row above it is a run alone. Rows that come in the order of their keys are
// not sorted again. While a writer lives its runs are in <generation>/<Relation>.runs/.
// `failure` gets RocksDB's own text where the status is not OK, as in all that follow.
status store_writer_open(const char *generation_path, relation relation, size_t run_bytes, store_writer **out,
                         char *failure);

// Takes one row, copying it. STATUS_CONFLICT, STATUS_NO_SPACE, STATUS_IO when a full run could not be
// written; the writer is broken from then on and says so again at every call.
status store_writer_put(store_writer *self, family owner, span key, span value, char *failure);

// Writes what was taken so far as sorted runs, whatever their size: for a writer that has time now and not later.
status store_writer_spill(store_writer *self, char *failure);

// Writes the last runs, ingests all, flushes, closes, opens again read-only and counts what is there:
// rows[i] is the number of rows in the i-th family of the relation, by table properties. STATUS_CORRUPT when that is not
// the number of rows that were put.
// STATUS_CONFLICT when two rows have one key: `failure` has the family and the key in hex.
status store_writer_finish(store_writer *self, uint64_t *rows, char *failure);

// Closes without finishing, if need be, and sets *self_p to NULL.
void store_writer_destroy(store_writer **self_p);

// ---- reading one relation

typedef struct store_reader store_reader;
typedef struct store_iterator store_iterator;

// Opens read-only, with all files held open, so that it outlives its folder's deletion. Writes nothing into
// the folder. STATUS_NOT_FOUND, STATUS_CORRUPT, STATUS_PERMISSION or STATUS_IO when it cannot.
status store_reader_open(const char *generation_path, relation relation, store_reader **out, char *failure);
void store_reader_destroy(store_reader **self_p);

// Puts the value of `key` into `value` (cleared first). STATUS_NOT_FOUND when there is none.
status store_reader_get(store_reader *self, family owner, span key, buffer *value, char *failure);

// Rows in `owner` by table properties.
uint64_t store_reader_count(store_reader *self, family owner);

// Bytes of the table files that hold `owner`.
uint64_t store_reader_bytes(store_reader *self, family owner);

// Returns an iterator over the rows of `owner` from the first key >= `start` on; the caller owns it.
store_iterator *store_iterator_new(store_reader *self, family owner, span start);
// Goes to the first key >= `start`, forwards or back.
void store_iterator_seek(store_iterator *self, span start);
// Lends the next row until the next call; false at the end, or at an error, which *result then holds.
bool store_iterator_next(store_iterator *self, span *key, span *value, status *result, char *failure);
void store_iterator_destroy(store_iterator **self_p);

// ---- a whole generation, for those who ask

typedef struct generation {
    uint32_t number;
    char path[STORE_PATH_MAX];
    store_seal seal;
    store_reader *relations[RELATION_COUNT];
} generation;

// Opens the published generation of DB: CURRENT, seal, five relations; tries again (at most 5 times) when it
// is replaced and removed meanwhile. `failure` names what is wrong and what to do.
status generation_open(const char *db, generation **out, char *failure);
void generation_close(generation **self_p);

#endif
