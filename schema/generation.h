// generation - the folder DB: its lock, its generations, the pointer to the published one.
//
//   DB/LOCK  DB/run.json  DB/CURRENT  DB/last-run.json  DB/.gitignore
//   DB/generation-000007/seal.json
//   DB/generation-000007/<Relation>/      a RocksDB each: store.h
//
// A generation is published by replacing CURRENT, after everything it names was fsynced. Its seal names each
// file that counts with its size, because RocksDB opens a cut MANIFEST as an empty database without a word.
// Knows no RocksDB, so that a coordinator needs none.
#ifndef SLUICE_SCHEMA_GENERATION_H
#define SLUICE_SCHEMA_GENERATION_H

#include <stdint.h>

#include "base/span.h"
#include "base/status.h"
#include "schema/relations.h"

enum { STORE_FORMAT_VERSION = 5, STORE_GENERATIONS_KEPT = 2, STORE_PATH_MAX = 4096 };

// The size of every `failure`: a text with what is wrong, where, and what to do about it.
enum { STORE_FAILURE_BYTES = 512 };

// Writes the text into `failure` and returns `code`, so that a function can leave with both.
status store_failure(char *failure, status code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// What a seal says; also what the report prints.
typedef struct store_seal {
    uint64_t run;        // id of the run that made it
    uint32_t generation; // its number
    char *source;        // root of the indexed tree (invalid bytes as \xHH)
    tally families[FAMILY_COUNT];
    char *text; // the whole seal.json
} store_seal;

// Takes DB/LOCK, creating DB and DB/.gitignore if need be. *lock_fd is held until it is closed or the process
// ends. STATUS_LOCKED when another run holds it, STATUS_NOT_FOUND when the folder above DB is missing.
status store_lock(const char *db, int *lock_fd);

// Removes what crashed runs left: every generation above CURRENT, all but the last STORE_GENERATIONS_KEPT
// at or below it, temporary files. Only touches names that are ours, and follows no symbolic link. Call with
// the lock held. STATUS_CORRUPT when CURRENT names no generation: nothing is removed then.
status store_clean(const char *db);

// Creates the folder of the next generation (CURRENT + 1) and gives its number and path. STATUS_EXISTS when
// it is there: store_clean() was not called.
status store_generation_new(const char *db, uint32_t *number, char path[STORE_PATH_MAX]);

// Gives the folder of the published generation. STATUS_NOT_FOUND when nothing was published yet,
// STATUS_CORRUPT when CURRENT holds something else than a name.
status store_generation_current(const char *db, uint32_t *number, char path[STORE_PATH_MAX]);

// fsyncs all of the generation's files and folders and writes its seal.json: `fields` (JSON object members
// without the braces, made by the coordinator: run, source, options, timings, families' rows and digests as
// "families":{"entities":{"rows":N,"digest":"hex"},...}) plus format version and the name and size of every
// SST, MANIFEST, CURRENT and OPTIONS file below it. `run` is a number or a text in hex.
status store_seal_write(const char *generation_path, const char *fields, char *failure);

// Replaces DB/CURRENT by `number` (temporary file, fsync, rename, fsync of DB).
status store_publish(const char *db, uint32_t number, char *failure);

// Reads a seal and checks that every file it names has its size, and that there is no other SST.
// STATUS_NOT_FOUND without a seal, STATUS_CORRUPT with the file's name in `failure`, STATUS_VERSION when the
// format is another. The seal is to be finished in any case.
status store_seal_read(const char *generation_path, store_seal *seal, char *failure);
void store_seal_fini(store_seal *seal);

// Writes a file that readers see whole or not at all: temporary file, fsync, rename, fsync of the folder.
status store_write_file(const char *path, span contents);

#endif
