// Open addressing over a power-of-two array of slots, at most three quarters full. Bytes lie one after the other in
// one buffer; a string is known by where it starts, and ends where the next one starts.
#include "base/intern.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "base/buffer.h"

enum {
    SLOTS_MIN = 256,
    FEW_OF_SLOTS = 32, // fewer strings than this part of the slots are few
    // A cleared table keeps no more than this: after one large file thousands of small ones follow.
    SLOTS_KEPT = 16384,
    BYTES_KEPT = 1 << 20,
};

struct slot {
    uint32_t number_plus_one; // 0: empty
    uint32_t hash;
};

struct intern {
    struct slot *slots;
    uint32_t slot_count;
    uint32_t count;
    uint32_t capacity;
    uint32_t *starts; // count + 1 of them
    buffer bytes;
};

// Makes an empty table of so many slots.
static void
start(intern *self, uint32_t slot_count)
{
    self->slot_count = slot_count;
    self->slots = calloc(slot_count, sizeof *self->slots);
    self->capacity = slot_count - slot_count / 4;
    self->starts = calloc((size_t)self->capacity + 1, sizeof *self->starts);
    assert(self->slots);
    assert(self->starts);
}

intern *
intern_new(void)
{
    intern *self = calloc(1, sizeof *self);
    assert(self);
    start(self, SLOTS_MIN);
    return self;
}

void
intern_destroy(intern **self_p)
{
    intern *self = *self_p;
    if (!self)
        return;
    free(self->slots);
    free(self->starts);
    buffer_fini(&self->bytes);
    free(self);
    *self_p = NULL;
}

span
intern_text(const intern *self, uint32_t number)
{
    assert(number < self->count);
    return span_slice(buffer_span(&self->bytes), self->starts[number], self->starts[number + 1]);
}

static uint32_t
hash_of(span text)
{
    return (uint32_t)XXH3_64bits(text.data, text.size);
}

uint32_t
intern_hash(const intern *self, uint32_t number)
{
    return hash_of(intern_text(self, number));
}

// Empties the slot of string `number`, wherever it is from where it belongs on.
static void
empty_slot(intern *self, uint32_t number)
{
    uint32_t mask = self->slot_count - 1, i = intern_hash(self, number) & mask;
    while (self->slots[i].number_plus_one != number + 1)
        i = (i + 1) & mask;
    self->slots[i] = (struct slot){0};
}

// A table that was larger once is mostly empty then: few strings are taken out one by one.
void
intern_clear(intern *self)
{
    if (self->slot_count > SLOTS_KEPT) {
        free(self->slots);
        free(self->starts);
        start(self, SLOTS_MIN);
    } else if (self->count < self->slot_count / FEW_OF_SLOTS) {
        for (uint32_t i = 0; i < self->count; i++)
            empty_slot(self, i);
    } else {
        memset(self->slots, 0, self->slot_count * sizeof *self->slots);
    }
    self->count = 0;
    self->starts[0] = 0;
    if (self->bytes.capacity > BYTES_KEPT)
        buffer_fini(&self->bytes);
    buffer_clear(&self->bytes);
}

// Returns the slot that holds `text`, or the empty one where it belongs.
static struct slot *
find_slot(const intern *self, span text, uint32_t hash)
{
    uint32_t mask = self->slot_count - 1;
    for (uint32_t i = hash & mask;; i = (i + 1) & mask) {
        struct slot *slot = &self->slots[i];
        if (!slot->number_plus_one)
            return slot;
        if (slot->hash == hash && span_equal(intern_text(self, slot->number_plus_one - 1), text))
            return slot;
    }
}

static void
grow(intern *self)
{
    struct slot *old = self->slots;
    uint32_t old_count = self->slot_count;
    assert(old_count < UINT32_MAX / 2);
    self->slot_count *= 2;
    self->slots = calloc(self->slot_count, sizeof *self->slots);
    assert(self->slots);
    uint32_t mask = self->slot_count - 1;
    for (uint32_t i = 0; i < old_count; i++) {
        if (!old[i].number_plus_one)
            continue;
        uint32_t at = old[i].hash & mask;
        while (self->slots[at].number_plus_one)
            at = (at + 1) & mask;
        self->slots[at] = old[i];
    }
    free(old);
    self->capacity = self->slot_count - self->slot_count / 4;
    self->starts = realloc(self->starts, ((size_t)self->capacity + 1) * sizeof *self->starts);
    assert(self->starts);
}

uint32_t
intern_add(intern *self, span text)
{
    uint32_t hash = hash_of(text);
    struct slot *slot = find_slot(self, text, hash);
    if (slot->number_plus_one)
        return slot->number_plus_one - 1;
    if (self->count == self->capacity) {
        grow(self);
        slot = find_slot(self, text, hash);
    }
    *slot = (struct slot){self->count + 1, hash};
    buffer_put_span(&self->bytes, text);
    self->count++;
    assert(self->bytes.size <= UINT32_MAX); // what is linked at once is bounded by that: 30 kernels
    self->starts[self->count] = (uint32_t)self->bytes.size;
    return self->count - 1;
}

uint32_t
intern_find(const intern *self, span text)
{
    const struct slot *slot = find_slot(self, text, hash_of(text));
    return slot->number_plus_one ? slot->number_plus_one - 1 : INTERN_NONE;
}

uint32_t
intern_count(const intern *self)
{
    return self->count;
}
