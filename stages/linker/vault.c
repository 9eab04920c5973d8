// Memory comes in segments, which are filled from their start. Those in memory come first; once the bound is
// reached all further ones are parts of the file, one behind the other, each mapped where the system likes.
#include "stages/linker/vault.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/fault.h"

enum {
    SEGMENT_BYTES_MIN = 64 * 1024,
    SEGMENT_BYTES = 1 << 20,
    MAPPED_SEGMENT_BYTES = 8 << 20,
    PAGE_BYTES = 64 * 1024, // the largest page there is on Linux: a segment of the file is a multiple of it
    PATH_BYTES = 4096,
    LOOK_BYTES = 4 << 20, // that are used between two looks at what is mapped
};

struct segment {
    char *bytes;
    size_t size;
    bool is_mapped;
};

struct vault {
    struct segment *segments; // the last one is being filled
    size_t segment_count, segment_capacity, used;
    size_t in_memory;           // bytes of the segments that are
    struct vault_bounds bounds; // once there is a path
    void **hot;
    size_t hot_count, hot_capacity, hot_bytes;
    char *path;               // of the file; NULL: no bound
    int file;                 // -1: not open
    size_t file_bytes;
    size_t resident_before;   // file pages of the process before anything was mapped
    pthread_mutex_t lock;     // of what follows from a file being there: one thread allocates, several rest
    atomic_size_t used_since; // the last look
    status failed;
    char failure[VAULT_FAILURE_BYTES];
};

vault *
vault_new(void)
{
    vault *self = calloc(1, sizeof *self);
    assert(self);
    self->file = -1;
    pthread_mutex_init(&self->lock, NULL);
    return self;
}

void
vault_destroy(vault **self_p)
{
    vault *self = *self_p;
    if (!self)
        return;
    for (size_t i = 0; i < self->segment_count; i++) {
        if (self->segments[i].is_mapped)
            munmap(self->segments[i].bytes, self->segments[i].size);
        else
            free(self->segments[i].bytes);
    }
    for (size_t i = 0; i < self->hot_count; i++)
        free(self->hot[i]);
    if (self->file >= 0)
        close(self->file);
    free(self->hot);
    pthread_mutex_destroy(&self->lock);
    free(self->segments);
    free(self->path);
    free(self);
    *self_p = NULL;
}

void
vault_bound(vault *self, const char *folder, struct vault_bounds bounds)
{
    assert(!self->path);
    size_t size = strlen(folder) + sizeof "/linker.spill";
    self->path = malloc(size);
    assert(self->path);
    snprintf(self->path, size, "%s/linker.spill", folder);
    self->bounds = bounds;
}

static void *
fail(vault *self, const char *doing)
{
    self->failed = status_of_errno(errno);
    snprintf(self->failure, sizeof self->failure, "cannot %s %.160s: %s", doing, self->path, strerror(errno));
    return NULL;
}

status
vault_failed(const vault *self, char *failure)
{
    if (self->failed)
        memcpy(failure, self->failure, sizeof self->failure);
    return self->failed;
}

// Bytes of file pages that the process has in memory; 0 when nobody says.
static size_t
resident_file_bytes(void)
{
    char text[128];
    int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    ssize_t got = file >= 0 ? read(file, text, sizeof text - 1) : -1;
    if (file >= 0)
        close(file);
    unsigned long long all, resident, shared;
    text[got > 0 ? got : 0] = 0;
    bool is_known = sscanf(text, "%llu %llu %llu", &all, &resident, &shared) == 3;
    return is_known ? (size_t)shared * (size_t)sysconf(_SC_PAGESIZE) : 0;
}

static void
let_go(vault *self)
{
    for (size_t i = 0; i < self->segment_count; i++) {
        if (self->segments[i].is_mapped)
            madvise(self->segments[i].bytes, self->segments[i].size, MADV_DONTNEED);
    }
}

void
vault_rest(vault *self, size_t bytes)
{
    if (atomic_fetch_add_explicit(&self->used_since, bytes, memory_order_relaxed) + bytes < LOOK_BYTES)
        return;
    atomic_store_explicit(&self->used_since, 0, memory_order_relaxed);
    pthread_mutex_lock(&self->lock);
    if (self->file >= 0 && resident_file_bytes() > self->resident_before + self->bounds.mapped)
        let_go(self);
    pthread_mutex_unlock(&self->lock);
}

static bool
open_file(vault *self)
{
    self->resident_before = resident_file_bytes();
    self->file = open(self->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (self->file < 0)
        return fail(self, "create");
    unlink(self->path);
    return true;
}

// Makes the file `size` bytes longer and maps them; NULL when that fails.
static char *
map_more(vault *self, size_t size)
{
    if (self->file < 0 && !open_file(self))
        return NULL;
    let_go(self); // what was written so far is wanted again much later
    if (fault_at("linker.spill") != FAULT_ERRNO)
        errno = posix_fallocate(self->file, (off_t)self->file_bytes, (off_t)size);
    if (errno)
        return fail(self, "write");
    void *bytes = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, self->file, (off_t)self->file_bytes);
    if (bytes == MAP_FAILED)
        return fail(self, "map");
    madvise(
        bytes, size,
        MADV_RANDOM); // else each page that is missing brings its 15 neighbours, which are let go of with it
    self->file_bytes += size;
    return bytes;
}

static bool
add_segment(vault *self, size_t bytes)
{
    size_t size = self->in_memory < SEGMENT_BYTES ? SEGMENT_BYTES_MIN : SEGMENT_BYTES;
    if (size < bytes)
        size = bytes;
    bool is_mapped = self->path && (self->file >= 0 || self->in_memory + size > self->bounds.arrays);
    if (is_mapped) {
        size = bytes > MAPPED_SEGMENT_BYTES ? bytes : MAPPED_SEGMENT_BYTES;
        size = (size + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
    }
    struct segment segment = {is_mapped ? map_more(self, size) : calloc(1, size), size, is_mapped};
    if (is_mapped && !segment.bytes)
        return false;
    assert(segment.bytes);
    self->in_memory += is_mapped ? 0 : size;
    if (self->segment_count == self->segment_capacity) {
        self->segment_capacity = self->segment_capacity ? self->segment_capacity * 2 : 16;
        self->segments = realloc(self->segments, self->segment_capacity * sizeof *self->segments);
        assert(self->segments);
    }
    self->segments[self->segment_count++] = segment;
    self->used = 0;
    return true;
}

void *
vault_alloc(vault *self, size_t bytes)
{
    size_t rounded = (bytes + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    assert(rounded >= bytes);
    if (!rounded)
        rounded = alignof(max_align_t);
    bool fits = self->segment_count && self->segments[self->segment_count - 1].size - self->used >= rounded;
    if (!fits) {
        pthread_mutex_lock(&self->lock);
        fits = add_segment(self, rounded);
        pthread_mutex_unlock(&self->lock);
    }
    if (!fits)
        return NULL;
    void *given = self->segments[self->segment_count - 1].bytes + self->used;
    self->used += rounded;
    return given;
}

void *
vault_alloc_hot(vault *self, size_t bytes)
{
    if (self->path && (bytes > self->bounds.hot || self->hot_bytes > self->bounds.hot - bytes))
        return vault_alloc(self, bytes);
    if (self->hot_count == self->hot_capacity) {
        self->hot_capacity = self->hot_capacity ? self->hot_capacity * 2 : 16;
        self->hot = realloc(self->hot, self->hot_capacity * sizeof *self->hot);
        assert(self->hot);
    }
    void *given = calloc(1, bytes ? bytes : 1);
    assert(given);
    self->hot[self->hot_count++] = given;
    self->hot_bytes += bytes;
    return given;
}
