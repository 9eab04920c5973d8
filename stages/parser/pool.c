// One large reservation of address space, cut into slabs of 64 KiB; a slab holds objects of one size class, so an
// object's class is found from its address. Freed objects form a list per class and are the next ones given out.
#include "stages/parser/pool.h"

#include <assert.h>
#include <stdalign.h>
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

// Stands before an object that is too large for a slab.
struct large {
    struct large *next, **link; // link: what points to this one
    alignas(max_align_t) char bytes[];
};

static struct {
    char *start;
    size_t used; // slabs given out, in bytes
    struct large *larges;
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

static struct large *
large_of(void *object)
{
    return (struct large *)(void *)((char *)object - offsetof(struct large, bytes));
}

static void *
link_large(struct large *large)
{
    if (!large)
        return NULL;
    large->next = pool.larges;
    large->link = &pool.larges;
    if (large->next)
        large->next->link = &large->next;
    pool.larges = large;
    return large->bytes;
}

static struct large *
unlink_large(void *object)
{
    struct large *large = large_of(object);
    *large->link = large->next;
    if (large->next)
        large->next->link = large->link;
    return large;
}

static void *
take(size_t bytes)
{
    if (bytes > POOL_OBJECT_BYTES_MAX)
        return link_large(malloc(sizeof(struct large) + bytes));
    size_t class = bytes ? (bytes + GRAIN - 1) / GRAIN : 1;
    struct object *object = pool.free[class];
    if (object)
        pool.free[class] = object->next;
    else
        object = take_fresh(class);
    assert(object); // address space for one tree is used up: the file's size is bounded at the door
    return object;
}

static void
give(void *object)
{
    if (!is_ours(object)) {
        if (object)
            free(unlink_large(object));
        return;
    }
    size_t class = class_of(object);
    struct object *freed = object;
    freed->next = pool.free[class];
    pool.free[class] = freed;
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
        return link_large(realloc(unlink_large(object), sizeof(struct large) + bytes));
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

bool
pool_drop(void)
{
    if (!pool.start)
        return false;
    while (pool.larges)
        free(unlink_large(pool.larges->bytes));
    if (pool.used > POOL_KEPT_BYTES)
        madvise(pool.start + POOL_KEPT_BYTES, pool.used - POOL_KEPT_BYTES, MADV_DONTNEED);
    memset(pool.free, 0, sizeof pool.free);
    memset(pool.fresh, 0, sizeof pool.fresh);
    memset(pool.fresh_end, 0, sizeof pool.fresh_end);
    pool.used = 0;
    return true;
}

void
pool_release(void)
{
    if (pool_drop())
        madvise(pool.start, POOL_KEPT_BYTES, MADV_DONTNEED);
}
