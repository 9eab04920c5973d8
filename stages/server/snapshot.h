// snapshot - what a query_snapshot is made of; for the files of the query core only.
#ifndef SLUICE_SERVER_SNAPSHOT_H
#define SLUICE_SERVER_SNAPSHOT_H

#include <pthread.h>
#include <stdatomic.h>

#include "stages/server/image.h"
#include "stages/server/query.h"
#include "stages/server/query_report.h"

// Something that is made once, by whoever needs it first.
struct memo {
    pthread_mutex_t lock; // held while it is made
    _Atomic bool is_made;
    void *value;
    void (*destroy)(void *);
};

// What changes in a snapshot, so that all else can be const.
struct late {
    _Atomic uint32_t holders;
    pthread_mutex_t lock; // of opening readers
    _Atomic(store_reader *) readers[RELATION_COUNT];
    struct memo memos[QUERY_MEMO_COUNT];
    struct memo statistics, folders;
};

struct query_snapshot {
    const image *image;
    struct late *late;
    uint32_t generation;
    int64_t published_ns;
    char path[STORE_PATH_MAX];
    store_seal seal;
};

// Returns what `make` made, this time or before.
const void *memo_get(struct memo *self, const query_snapshot *snapshot, void *(*make)(const query_snapshot *),
                     void (*destroy)(void *));

#endif
