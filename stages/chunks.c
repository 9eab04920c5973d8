#include "stages/chunks.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "schema/rows.h"

struct chunk {
    uint32_t unit;
    relation relation;
    buffer rows;
    tally families[FAMILIES_PER_DESTINATION_MAX];
};

struct chunks {
    stage *stage;
    ledger_stream stream;
    const char *fault;
    stage_output *outputs[RELATION_COUNT];
    struct chunk open[RELATION_COUNT]; // being filled
    struct chunk *held;                // sent, not settled
    size_t held_count, held_capacity, held_bytes;
    uint32_t next_unit;
};

chunks *
chunks_new(stage *stage, ledger_stream stream, const char *fault)
{
    chunks *self = calloc(1, sizeof *self);
    assert(self);
    self->stage = stage;
    self->stream = stream;
    self->fault = fault;
    return self;
}

void
chunks_destroy(chunks **self_p)
{
    chunks *self = *self_p;
    if (!self)
        return;
    for (int i = 0; i < RELATION_COUNT; i++)
        buffer_fini(&self->open[i].rows);
    for (size_t i = 0; i < self->held_count; i++)
        buffer_fini(&self->held[i].rows);
    free(self->held);
    free(self);
    *self_p = NULL;
}

// A chunk's tallies as protobuf wants them.
struct tallies {
    Sluice__Tally items[FAMILIES_PER_DESTINATION_MAX], *pointers[FAMILIES_PER_DESTINATION_MAX];
    unsigned count;
};

static void
set_tallies(const struct chunk *chunk, struct tallies *out)
{
    out->count = relation_infos[chunk->relation].family_count;
    for (unsigned f = 0; f < out->count; f++) {
        sluice__tally__init(&out->items[f]);
        out->items[f].rows = chunk->families[f].rows;
        out->items[f].digest = chunk->families[f].digest;
        out->pointers[f] = &out->items[f];
    }
}

static status
say_made(chunks *self, const struct chunk *chunk)
{
    struct tallies tallies;
    set_tallies(chunk, &tallies);
    Sluice__Entry entry = SLUICE__ENTRY__INIT;
    entry.destination = chunk->relation;
    entry.families = tallies.pointers;
    entry.n_families = tallies.count;
    Sluice__Made made = SLUICE__MADE__INIT;
    made.stream = self->stream;
    made.unit = chunk->unit;
    made.entry = &entry;
    Sluice__Control message = STAGE_MESSAGE(MADE, made, &made);
    return stage_say(self->stage, &message);
}

static status
send_chunk(chunks *self, const struct chunk *chunk)
{
    stage_output **output = &self->outputs[chunk->relation];
    if (!*output) {
        char name[64];
        snprintf(name, sizeof name, "sink-%s", relation_infos[chunk->relation].name);
        status result = stage_output_open(self->stage, name, output);
        if (result != STATUS_OK)
            return result;
    }
    struct tallies tallies;
    set_tallies(chunk, &tallies);
    Sluice__Section section = SLUICE__SECTION__INIT, *sections = &section;
    section.unit = chunk->unit;
    section.families = tallies.pointers;
    section.n_families = tallies.count;
    section.rows.data = (uint8_t *)chunk->rows.data;
    section.rows.len = chunk->rows.size;
    Sluice__Delivery delivery = SLUICE__DELIVERY__INIT;
    delivery.stream = self->stream;
    delivery.sections = &sections;
    delivery.n_sections = 1;
    return stage_push(self->stage, *output, &delivery.base, self->fault);
}

// Gives the open chunk of a relation its number, tells of it, sends it and holds it.
static status
close_chunk(chunks *self, relation relation)
{
    struct chunk *open = &self->open[relation];
    if (!open->rows.size)
        return STATUS_OK;
    if (self->held_count == self->held_capacity) {
        self->held_capacity = self->held_capacity ? self->held_capacity * 2 : 64;
        self->held = realloc(self->held, self->held_capacity * sizeof *self->held);
        assert(self->held);
    }
    struct chunk *chunk = &self->held[self->held_count++];
    *chunk = *open;
    *open = (struct chunk){0};
    chunk->unit = self->next_unit++;
    chunk->relation = relation;
    self->held_bytes += chunk->rows.size;
    status result = say_made(self, chunk);
    return result == STATUS_OK ? send_chunk(self, chunk) : result;
}

status
chunks_put(chunks *self, family owner, span key, span value)
{
    relation relation = family_infos[owner].relation;
    struct chunk *open = &self->open[relation];
    rows_put(&open->rows, owner, key, value);
    tally_add(&open->families[owner - relation_infos[relation].first], row_tally(owner, key, value));
    if (open->rows.size < CHUNK_BYTES)
        return STATUS_OK;
    status result = close_chunk(self, relation);
    while (result == STATUS_OK && self->held_bytes > CHUNKS_HELD_BYTES_MAX)
        result = stage_wait(self->stage);
    return result;
}

status
chunks_end(chunks *self, const uint64_t *counts, size_t count)
{
    status result = STATUS_OK;
    for (int i = 0; i < RELATION_COUNT && result == STATUS_OK; i++)
        result = close_chunk(self, (relation)i);
    if (result != STATUS_OK)
        return result;
    Sluice__Ended ended = SLUICE__ENDED__INIT;
    ended.stream = self->stream;
    ended.units = self->next_unit;
    ended.counts = (uint64_t *)counts;
    ended.n_counts = count;
    Sluice__Control message = STAGE_MESSAGE(ENDED, ended, &ended);
    return stage_say(self->stage, &message);
}

bool
chunks_is_settled(const chunks *self)
{
    return self->held_count == 0;
}

static struct chunk *
find_held(chunks *self, uint32_t unit)
{
    for (size_t i = 0; i < self->held_count; i++) {
        if (self->held[i].unit == unit)
            return &self->held[i];
    }
    return NULL;
}

status
chunks_hear(chunks *self, const Sluice__Control *message)
{
    if (message->body_case == SLUICE__CONTROL__BODY_CHUNK_SETTLED) {
        struct chunk *chunk = find_held(self, message->chunk_settled->unit);
        if (chunk) {
            self->held_bytes -= chunk->rows.size;
            buffer_fini(&chunk->rows);
            *chunk = self->held[--self->held_count];
        }
    } else if (message->body_case == SLUICE__CONTROL__BODY_RESEND_CHUNK) {
        struct chunk *chunk = find_held(self, message->resend_chunk->unit);
        if (chunk) {
            status result = say_made(self, chunk);
            return result == STATUS_OK ? send_chunk(self, chunk) : result;
        }
    }
    return STATUS_OK;
}
