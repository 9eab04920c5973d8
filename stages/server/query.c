#include "stages/server/query.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "base/log.h"
#include "stages/server/snapshot.h"

enum {
    OPEN_TRIES = 5,        // when the generation is replaced and removed while it is opened
    RETRY_EVERY_LOOKS = 50 // of a generation that could not be opened
};

// What CURRENT looked like when it was read: another one has another inode or time.
struct mark {
    dev_t device;
    ino_t inode;
    struct timespec modified;
};

struct query {
    char db[STORE_PATH_MAX];
    uint32_t follow_ms;
    _Atomic uint64_t failures;

    pthread_mutex_t lock; // of what follows
    query_snapshot *newest;
    bool is_closing;
    pthread_cond_t closing;
    pthread_t follower;

    struct mark mark; // the follower's
    uint32_t looks;   // since the last failure
    bool has_failed;
};

// ---- memos

static void
memo_init(struct memo *self)
{
    pthread_mutex_init(&self->lock, NULL);
}

static void
memo_fini(struct memo *self)
{
    if (self->value && self->destroy)
        self->destroy(self->value);
    pthread_mutex_destroy(&self->lock);
}

const void *
memo_get(struct memo *self, const query_snapshot *snapshot, void *(*make)(const query_snapshot *),
         void (*destroy)(void *))
{
    if (atomic_load_explicit(&self->is_made, memory_order_acquire))
        return self->value;
    pthread_mutex_lock(&self->lock);
    if (!atomic_load_explicit(&self->is_made, memory_order_relaxed)) {
        self->value = make(snapshot);
        self->destroy = destroy;
        atomic_store_explicit(&self->is_made, true, memory_order_release);
    }
    pthread_mutex_unlock(&self->lock);
    return self->value;
}

const void *
query_memoize(const query_snapshot *self, query_memo slot, void *(*make)(const query_snapshot *),
              void (*destroy)(void *))
{
    assert(slot < QUERY_MEMO_COUNT);
    return memo_get(&self->late->memos[slot], self, make, destroy);
}

// ---- a snapshot

static struct late *
late_new(void)
{
    struct late *self = calloc(1, sizeof *self);
    assert(self);
    atomic_init(&self->holders, 1);
    pthread_mutex_init(&self->lock, NULL);
    for (unsigned i = 0; i < QUERY_MEMO_COUNT; i++)
        memo_init(&self->memos[i]);
    memo_init(&self->statistics);
    memo_init(&self->folders);
    return self;
}

static void
late_destroy(struct late *self)
{
    for (unsigned i = 0; i < QUERY_MEMO_COUNT; i++)
        memo_fini(&self->memos[i]);
    memo_fini(&self->statistics);
    memo_fini(&self->folders);
    for (unsigned i = 0; i < RELATION_COUNT; i++) {
        store_reader *reader = atomic_load(&self->readers[i]);
        store_reader_destroy(&reader);
    }
    pthread_mutex_destroy(&self->lock);
    free(self);
}

static void
snapshot_destroy(query_snapshot *self)
{
    image *opened = (image *)(uintptr_t)self->image;
    late_destroy(self->late);
    image_destroy(&opened);
    store_seal_fini(&self->seal);
    free(self);
}

// The generation's own time: its seal is its last file.
static int64_t
time_of_seal(const char *path)
{
    char seal[STORE_PATH_MAX + 16];
    struct stat info;
    snprintf(seal, sizeof seal, "%s/seal.json", path);
    if (stat(seal, &info) != 0)
        return 0;
    return (int64_t)info.st_mtim.tv_sec * 1000000000 + info.st_mtim.tv_nsec;
}

static status
snapshot_fill(query_snapshot *self, bool is_eager, char *failure)
{
    image *opened = NULL;
    status result = store_seal_read(self->path, &self->seal, failure);
    self->published_ns = time_of_seal(self->path);
    if (!result)
        result = image_open(self->path, &self->seal, &opened, failure);
    self->image = opened;
    // Edges are in the image.
    for (unsigned i = 0; i < RELATION_COUNT && !result && is_eager; i++) {
        if (i != RELATION_DEPENDENCY_EDGES && !query_reader(self, (relation)i, failure))
            result = STATUS_FAILED;
    }
    return result;
}

static status
snapshot_open_once(const char *db, bool is_eager, query_snapshot **out, uint32_t *number, char *failure)
{
    query_snapshot *self = calloc(1, sizeof *self);
    assert(self);
    self->late = late_new();
    status result = store_generation_current(db, &self->generation, self->path);
    *number = self->generation;
    if (result == STATUS_NOT_FOUND)
        store_failure(failure, result, "no generation published in %s; run `sluice index` first", db);
    else if (result)
        store_failure(failure, result, "cannot read %s/CURRENT: %s; run `sluice index` with another --db", db,
                      status_text(result));
    else
        result = snapshot_fill(self, is_eager, failure);
    if (result)
        snapshot_destroy(self);
    else
        *out = self;
    return result;
}

static status
snapshot_open(const char *db, bool is_eager, query_snapshot **out, char *failure)
{
    for (int tries = 1;; tries++) {
        uint32_t number = 0, current;
        char path[STORE_PATH_MAX];
        status result = snapshot_open_once(db, is_eager, out, &number, failure);
        bool was_replaced = result && number && tries < OPEN_TRIES &&
                            store_generation_current(db, &current, path) == STATUS_OK && current != number;
        if (!was_replaced)
            return result;
    }
}

query_about
query_snapshot_about(const query_snapshot *self)
{
    return (query_about){
        .generation = self->generation,
        .run = self->seal.run,
        .published_ns = self->published_ns,
        .source = self->seal.source,
        .path = self->path,
        .seal = &self->seal,
        .memory_bytes = self->image->byte_count,
    };
}

store_reader *
query_reader(const query_snapshot *self, relation which, char *failure)
{
    store_reader *reader = atomic_load_explicit(&self->late->readers[which], memory_order_acquire);
    if (reader)
        return reader;
    pthread_mutex_lock(&self->late->lock);
    reader = atomic_load_explicit(&self->late->readers[which], memory_order_relaxed);
    if (!reader && store_reader_open(self->path, which, &reader, failure) == STATUS_OK)
        atomic_store_explicit(&self->late->readers[which], reader, memory_order_release);
    pthread_mutex_unlock(&self->late->lock);
    return reader;
}

void
query_release(query_snapshot **snapshot_p)
{
    query_snapshot *self = *snapshot_p;
    *snapshot_p = NULL;
    if (self && atomic_fetch_sub(&self->late->holders, 1) == 1)
        snapshot_destroy(self);
}

// ---- following

static struct mark
mark_of_current(const query *self)
{
    char path[STORE_PATH_MAX + 16];
    struct stat info;
    snprintf(path, sizeof path, "%s/CURRENT", self->db);
    if (stat(path, &info) != 0)
        return (struct mark){0};
    return (struct mark){info.st_dev, info.st_ino, info.st_mtim};
}

static bool
is_same_mark(struct mark a, struct mark b)
{
    return a.device == b.device && a.inode == b.inode && a.modified.tv_sec == b.modified.tv_sec &&
           a.modified.tv_nsec == b.modified.tv_nsec;
}

static void
swap_in(query *self, query_snapshot *opened)
{
    pthread_mutex_lock(&self->lock);
    query_snapshot *before = self->newest;
    self->newest = opened;
    pthread_mutex_unlock(&self->lock);
    log_info("FOLLOWED", "generation=%u run=%016llx", opened->generation,
             (unsigned long long)opened->seal.run);
    query_release(&before);
}

static void
note_failure(query *self, const char *failure)
{
    if (!self->has_failed)
        log_warn("NOT-FOLLOWED", "db=%s what=%s", self->db, failure);
    self->has_failed = true;
    self->looks = 0;
    atomic_fetch_add(&self->failures, 1);
}

// Opens the published generation if it is another one than before.
static void
look(query *self)
{
    char failure[STORE_FAILURE_BYTES] = "";
    query_snapshot *opened = NULL;
    struct mark mark = mark_of_current(self);
    bool is_retry = self->has_failed && ++self->looks >= RETRY_EVERY_LOOKS;
    if (is_same_mark(mark, self->mark) && !is_retry)
        return;
    if (!is_same_mark(mark, self->mark))
        self->has_failed = false;
    self->mark = mark;
    if (snapshot_open(self->db, true, &opened, failure)) {
        note_failure(self, failure);
        return;
    }
    self->has_failed = false;
    if (opened->seal.run == self->newest->seal.run && opened->generation == self->newest->generation)
        query_release(&opened);
    else
        swap_in(self, opened);
}

static struct timespec
time_after(uint32_t ms)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    time.tv_sec += ms / 1000;
    time.tv_nsec += (long)(ms % 1000) * 1000000;
    if (time.tv_nsec >= 1000000000)
        time.tv_sec++, time.tv_nsec -= 1000000000;
    return time;
}

static void *
follow(void *context)
{
    query *self = context;
    pthread_mutex_lock(&self->lock);
    while (!self->is_closing) {
        struct timespec until = time_after(self->follow_ms);
        pthread_cond_timedwait(&self->closing, &self->lock, &until);
        if (self->is_closing)
            break;
        pthread_mutex_unlock(&self->lock);
        look(self);
        pthread_mutex_lock(&self->lock);
    }
    pthread_mutex_unlock(&self->lock);
    return NULL;
}

static status
start_following(query *self, char *failure)
{
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&self->closing, &attributes);
    pthread_condattr_destroy(&attributes);
    int error = pthread_create(&self->follower, NULL, follow, self);
    if (!error)
        return STATUS_OK;
    pthread_cond_destroy(&self->closing);
    self->follow_ms = 0;
    return store_failure(failure, status_of_errno(error), "cannot start a thread: %s", strerror(error));
}

status
query_open(const char *db, uint32_t follow_ms, query **out, char *failure)
{
    query *self = calloc(1, sizeof *self);
    assert(self);
    pthread_mutex_init(&self->lock, NULL);
    self->follow_ms = follow_ms;
    status result = STATUS_OK;
    if (snprintf(self->db, sizeof self->db, "%s", db) >= STORE_PATH_MAX)
        result = store_failure(failure, STATUS_INVALID, "path is too long: %s", db);
    self->mark = mark_of_current(self);
    if (!result)
        result = snapshot_open(db, follow_ms > 0, &self->newest, failure);
    if (!result && follow_ms)
        result = start_following(self, failure);
    if (result) {
        self->follow_ms = 0; // there is no follower
        query_close(&self);
        return result;
    }
    *out = self;
    return STATUS_OK;
}

void
query_close(query **self_p)
{
    query *self = *self_p;
    if (!self)
        return;
    if (self->follow_ms) {
        pthread_mutex_lock(&self->lock);
        self->is_closing = true;
        pthread_cond_signal(&self->closing);
        pthread_mutex_unlock(&self->lock);
        pthread_join(self->follower, NULL);
        pthread_cond_destroy(&self->closing);
    }
    query_release(&self->newest);
    pthread_mutex_destroy(&self->lock);
    free(self);
    *self_p = NULL;
}

query_snapshot *
query_acquire(query *self)
{
    pthread_mutex_lock(&self->lock);
    query_snapshot *newest = self->newest;
    atomic_fetch_add_explicit(&newest->late->holders, 1, memory_order_relaxed);
    pthread_mutex_unlock(&self->lock);
    return newest;
}

uint64_t
query_failures(const query *self)
{
    return atomic_load(&self->failures);
}
