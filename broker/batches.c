#include "broker/batches.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct entry {
    uint32_t *files;
    size_t count;
};

// Batch numbers count from small numbers up, so an array by number serves; a forgotten entry costs 16 bytes.
struct batches {
    struct entry *entries;
    uint32_t capacity;
};

batches *
batches_new(void)
{
    batches *self = calloc(1, sizeof *self);
    assert(self);
    return self;
}

void
batches_destroy(batches **self_p)
{
    batches *self = *self_p;
    if (!self)
        return;
    for (uint32_t i = 0; i < self->capacity; i++)
        free(self->entries[i].files);
    free(self->entries);
    free(self);
    *self_p = NULL;
}

void
batches_note(batches *self, uint32_t batch, const uint32_t *files, size_t count)
{
    enum { BATCHES_MAX = 1 << 24 };
    if (batch >= BATCHES_MAX)
        return; // the ledger refuses it
    if (batch >= self->capacity) {
        uint32_t capacity = self->capacity ? self->capacity : 256;
        while (capacity <= batch)
            capacity *= 2;
        self->entries = realloc(self->entries, capacity * sizeof *self->entries);
        assert(self->entries);
        memset(self->entries + self->capacity, 0, (capacity - self->capacity) * sizeof *self->entries);
        self->capacity = capacity;
    }
    struct entry *entry = &self->entries[batch];
    if (entry->files)
        return;
    entry->files = malloc((count + 1) * sizeof *files);
    assert(entry->files);
    memcpy(entry->files, files, count * sizeof *files);
    entry->count = count;
}

size_t
batches_files(const batches *self, uint32_t batch, uint32_t **files)
{
    *files = batch < self->capacity ? self->entries[batch].files : NULL;
    return *files ? self->entries[batch].count : 0;
}

void
batches_forget(batches *self, uint32_t batch)
{
    if (batch >= self->capacity)
        return;
    free(self->entries[batch].files);
    self->entries[batch] = (struct entry){0};
}
