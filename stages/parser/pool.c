// One large reservation of address space, cut into slabs of 64 KiB; a slab holds objects of one size class, so an
// object's class is found from its address. Freed objects form a list per class and are the next ones given out.
#include "stages/parser/pool.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <tree_sitter/api.h>

enum { GRAIN = 16, CLASSES = POOL_OBJECT_BYTES_MAX / GRAIN + 1, SLAB_BYTES = 64 * 1024 };

static const size_t reserved_bytes = (size_t)32 << 30; // address space, not memory: 20 x the largest file's tree

struct object {
    struct object *next;
};

static struct {
    char *start;
    size_t used;      // slabs given out, in bytes
    size_t live;      // objects given out
    uint8_t *classes; // of each slab
    struct object *free[CLASSES];
    char *fresh[CLASSES], *fresh_end[CLASSES]; // the part of the newest slab that was never used
} pool;

static bool
is_ours(const void *object)
{
    return (size_t)((const char *)object - pool.start) < pool.used;
}

static size_t
class_of(const void *object)
{
    return pool.classes[(size_t)((const char *)object - pool.start) / SLAB_BYTES];
}

static void *
take_fresh(size_t class)
{
    if (pool.fresh[class] == pool.fresh_end[class]) {
        if (pool.used + SLAB_BYTES > reserved_bytes)
            return NULL;
        pool.classes[pool.used / SLAB_BYTES] = (uint8_t)class;
        pool.fresh[class] = pool.start + pool.used;
        pool.fresh_end[class] = pool.fresh[class] + SLAB_BYTES / (class * GRAIN) * (class * GRAIN);
        pool.used += SLAB_BYTES;
    }
    void *object = pool.fresh[class];
    pool.fresh[class] += class * GRAIN;
    return object;
}

static void *
take(size_t bytes)
{
    if (bytes > POOL_OBJECT_BYTES_MAX)
        return malloc(bytes);
    size_t class = bytes ? (bytes + GRAIN - 1) / GRAIN : 1;
    struct object *object = pool.free[class];
    if (object)
        pool.free[class] = object->next;
    else
        object = take_fresh(class);
    assert(object); // address space for one tree is used up: the file's size is bounded at the door
    pool.live++;
    return object;
}

static void
give(void *object)
{
    if (!is_ours(object)) {
        free(object);
        return;
    }
    size_t class = class_of(object);
    struct object *freed = object;
    freed->next = pool.free[class];
    pool.free[class] = freed;
    pool.live--;
}

static void *
take_zeroed(size_t count, size_t bytes)
{
    if (bytes && count > SIZE_MAX / bytes)
        return NULL;
    void *object = take(count * bytes);
    return object ? memset(object, 0, count * bytes) : NULL;
}

static void *
take_again(void *object, size_t bytes)
{
    if (!object)
        return take(bytes);
    if (!is_ours(object) && bytes > POOL_OBJECT_BYTES_MAX)
        return realloc(object, bytes);
    size_t had = is_ours(object) ? class_of(object) * GRAIN : POOL_OBJECT_BYTES_MAX;
    if (is_ours(object) && bytes <= had)
        return object;
    void *larger = take(bytes);
    if (larger) {
        memcpy(larger, object, bytes < had ? bytes : had);
        give(object);
    }
    return larger;
}

void
pool_install(void)
{
    if (pool.start)
        return;
    void *start = mmap(NULL, reserved_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (start == MAP_FAILED)
        return;
    pool.classes = calloc(reserved_bytes / SLAB_BYTES, 1);
    assert(pool.classes);
    pool.start = start;
    ts_set_allocator(take, take_zeroed, take_again, give);
}

size_t
pool_used(void)
{
    return pool.used;
}

void
pool_reset(void)
{
    if (pool.live || !pool.used)
        return;
    madvise(pool.start, pool.used, MADV_DONTNEED);
    memset(pool.free, 0, sizeof pool.free);
    memset(pool.fresh, 0, sizeof pool.fresh);
    memset(pool.fresh_end, 0, sizeof pool.fresh_end);
    pool.used = 0;
}
