// DESIGN. A sink knows nothing of code: rows are (family, key, value). A file's rows wait in memory until the coordinator says
// that the file is settled, because until then it may still become void; then they go to the store's sorted runs.
// Chunks never become void and are written as they come. What waits is bounded by what the walker holds.
#include "stages/sink/sink.h"

#include <assert.h>
#include <inttypes.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fault.h"
#include "schema/rows.h"
#include "schema/store.h"
#include "stages/units.h"

static relation sink_relation;

void
sink_set_relation(relation relation)
{
    sink_relation = relation;
}

size_t
sink_run_bytes(relation relation, size_t run_bytes)
{
    // Edges come sorted, at the end of the run: short runs are written while the linker still sends.
    return relation == RELATION_DEPENDENCY_EDGES ? run_bytes / 8 : run_bytes;
}

// A delivery that some of its sections are still needed of.
struct held {
    Sluice__Delivery *delivery;
    uint32_t users;
};

struct pending {
    uint32_t file;
    span rows; // in the delivery
    struct held *held;
    tally families[FAMILIES_PER_DESTINATION_MAX];
};

struct sink {
    stage *stage;
    store_writer *writer;
    units *units;
    struct pending *pending; // by file, open addressing is not worth it: a few hundred at most
    size_t pending_count, pending_capacity;
    tally written[FAMILIES_PER_DESTINATION_MAX];
    uint64_t late;
    bool is_finished;
};

static const relation_info *
info(void)
{
    return &relation_infos[sink_relation];
}

static status
fail(struct sink *self, status result, const char *failure)
{
    char rows[24], text[STORE_FAILURE_BYTES + 64], whole[STORE_FAILURE_BYTES + 256];
    uint64_t count = self->written[0].rows;
    snprintf(rows, sizeof rows, "%" PRIu64, count);
    snprintf(text, sizeof text, "%s", *failure ? failure : status_text(result));
    snprintf(whole, sizeof whole, info()->failure, rows, text);
    return stage_fail(self->stage, "%s", whole);
}

static status
sink_open(stage *stage, void **state)
{
    struct sink *self = calloc(1, sizeof *self);
    assert(self);
    self->stage = stage;
    self->units = units_new();
    *state = self;
    char failure[STORE_FAILURE_BYTES] = "";
    size_t run_bytes =
        sink_run_bytes(sink_relation, params_share(stage_params(stage), stage_params(stage)->run_bytes));
    status result = store_writer_open(stage_generation_path(stage), sink_relation, run_bytes, &self->writer, failure);
    return result == STATUS_OK ? STATUS_OK : fail(self, result, failure);
}

static void
release(struct held *held)
{
    if (--held->users)
        return;
    if (held->delivery)
        sluice__delivery__free_unpacked(held->delivery, NULL);
    free(held);
}

static void
sink_close(void **state_p)
{
    struct sink *self = *state_p;
    store_writer_destroy(&self->writer);
    units_destroy(&self->units);
    for (size_t i = 0; i < self->pending_count; i++)
        release(self->pending[i].held);
    free(self->pending);
    free(self);
    *state_p = NULL;
}

// Counts a run of rows by family. STATUS_CORRUPT when it is no run of our rows.
static status
count_rows(span rows, tally families[FAMILIES_PER_DESTINATION_MAX])
{
    reader cursor = reader_of(rows);
    row next;
    while (rows_next(&cursor, &next)) {
        unsigned f = (unsigned)next.family - (unsigned)info()->first;
        if (f >= info()->family_count)
            return STATUS_CORRUPT;
        tally_add(&families[f], row_tally(next.family, next.key, next.value));
    }
    return cursor.ok ? STATUS_OK : STATUS_CORRUPT;
}

// Puts rows that were counted into the store.
static status
write_rows(struct sink *self, span rows, const tally families[FAMILIES_PER_DESTINATION_MAX])
{
    reader cursor = reader_of(rows);
    row next;
    char failure[STORE_FAILURE_BYTES] = "";
    while (rows_next(&cursor, &next)) {
        status result = store_writer_put(self->writer, next.family, next.key, next.value, failure);
        if (result != STATUS_OK)
            return fail(self, result, failure);
    }
    for (unsigned f = 0; f < info()->family_count; f++)
        tally_add(&self->written[f], families[f]);
    return STATUS_OK;
}

static void
keep(struct sink *self, const took_section *taken, span rows, struct held *held)
{
    if (self->pending_count == self->pending_capacity) {
        self->pending_capacity = self->pending_capacity ? self->pending_capacity * 2 : 64;
        self->pending = realloc(self->pending, self->pending_capacity * sizeof *self->pending);
        assert(self->pending);
    }
    struct pending *pending = &self->pending[self->pending_count++];
    *pending = (struct pending){.file = taken->unit, .rows = rows, .held = held};
    memcpy(pending->families, taken->families, sizeof pending->families);
    held->users++;
}

static struct pending *
find(struct sink *self, uint32_t file)
{
    for (size_t i = 0; i < self->pending_count; i++) {
        if (self->pending[i].file == file)
            return &self->pending[i];
    }
    return NULL;
}

static void
forget(struct sink *self, struct pending *pending)
{
    release(pending->held);
    *pending = self->pending[--self->pending_count];
}

static status
take_section(struct sink *self, struct held *held, const Sluice__Section *section, took_section *taken, bool is_first)
{
    ledger_stream stream = (ledger_stream)held->delivery->stream;
    span rows = {(const char *)section->rows.data, section->rows.len};
    taken->unit = section->unit;
    if (count_rows(rows, taken->families) != STATUS_OK)
        return stage_fail(self->stage, "[DB_INSERT] unit %u of stream %d holds no rows of %s", section->unit, stream,
                          info()->name);
    if (is_first && stream != STREAM_FILES)
        return write_rows(self, rows, taken->families);
    if (is_first)
        keep(self, taken, rows, held);
    return STATUS_OK;
}

static status
take_delivery(struct sink *self, struct held *held)
{
    const Sluice__Delivery *delivery = held->delivery;
    took_section *taken = calloc(delivery->n_sections + 1, sizeof *taken);
    assert(taken);
    uint32_t count = 0, dropped = 0;
    status result = STATUS_OK;
    ledger_stream stream = (ledger_stream)delivery->stream;
    for (size_t i = 0; i < delivery->n_sections && result == STATUS_OK; i++) {
        unit_verdict verdict = units_note(self->units, stream, delivery->sections[i]->unit);
        dropped += verdict != UNIT_NEW;
        if (verdict != UNIT_VOID)
            result = take_section(self, held, delivery->sections[i], &taken[count++], verdict == UNIT_NEW);
    }
    if (result == STATUS_OK)
        result = units_say_took(self->stage, stream, taken, count, info()->family_count, dropped);
    free(taken);
    fault_at("sink.took");
    return result;
}

static status
sink_take(void *state, uint32_t producer, span payload)
{
    (void)producer;
    struct sink *self = state;
    if (self->is_finished) {
        self->late++;
        return STATUS_OK;
    }
    struct held *held = calloc(1, sizeof *held);
    assert(held);
    held->delivery = sluice__delivery__unpack(NULL, payload.size, (const uint8_t *)payload.data);
    held->users = 1;
    status result = STATUS_OK;
    if (held->delivery && held->delivery->stream < STREAM_COUNT)
        result = take_delivery(self, held);
    release(held);
    return result;
}

static status
write_file(struct sink *self, uint32_t file)
{
    struct pending *pending = find(self, file);
    if (!pending)
        return STATUS_OK; // said again, or void
    status result = write_rows(self, pending->rows, pending->families);
    forget(self, pending);
    stage_pulse(self->stage);
    return result;
}

static status
void_file(struct sink *self, uint32_t file)
{
    struct pending *pending = find(self, file);
    units_void(self->units, file);
    if (pending)
        forget(self, pending);
    return units_say_voided(self->stage, file);
}

static status
say_stored(struct sink *self)
{
    Sluice__Tally tallies[FAMILIES_PER_DESTINATION_MAX], *pointers[FAMILIES_PER_DESTINATION_MAX];
    for (unsigned f = 0; f < info()->family_count; f++) {
        sluice__tally__init(&tallies[f]);
        tallies[f].rows = self->written[f].rows;
        tallies[f].digest = self->written[f].digest;
        pointers[f] = &tallies[f];
    }
    Sluice__Stored stored = SLUICE__STORED__INIT;
    stored.families = pointers;
    stored.n_families = info()->family_count;
    stored.late = self->late;
    Sluice__Control message = STAGE_MESSAGE(STORED, stored, &stored);
    return stage_say(self->stage, &message);
}

// All is in: make it durable, look at what is there (the store does, and refuses what is not what it was given), and ack.
// The coordinator compares.
static status
finish(struct sink *self)
{
    if (self->is_finished)
        return STATUS_OK;
    self->is_finished = true;
    if (self->pending_count)
        return stage_fail(self->stage, "[DB_INSERT] %s: %zu files were sealed before they were settled", info()->name,
                          self->pending_count);
    uint64_t stored[FAMILIES_PER_DESTINATION_MAX];
    char failure[STORE_FAILURE_BYTES] = "";
    fault_at("sink.flush");
    status result = store_writer_finish(self->writer, stored, failure);
    if (result != STATUS_OK)
        return fail(self, result, failure);
    fault_at("sink.flushed");
    stage_beat(self->stage);
    result = say_stored(self);
    fault_at("sink.acked");
    return result;
}

static status
sink_hear(void *state, const Sluice__Control *message)
{
    struct sink *self = state;
    status result = STATUS_OK;
    char failure[STORE_FAILURE_BYTES] = "";
    switch (message->body_case) {
    case SLUICE__CONTROL__BODY_SETTLED:
        for (size_t i = 0; i < message->settled->n_files && result == STATUS_OK; i++)
            result = write_file(self, message->settled->files[i]);
        return result;
    case SLUICE__CONTROL__BODY_VOID_FILE:
        return void_file(self, message->void_file->file);
    case SLUICE__CONTROL__BODY_SPILL:
        result = store_writer_spill(self->writer, failure);
        malloc_trim(0); // the linker needs it, now or soon
        return result == STATUS_OK ? STATUS_OK : fail(self, result, failure);
    case SLUICE__CONTROL__BODY_SEAL:
        return finish(self);
    default:
        return STATUS_OK;
    }
}

const stage_kind sink_stage = {
    .name = "sink",
    .role = SLUICE__ROLE__ROLE_SINK,
    .open = sink_open,
    .take = sink_take,
    .hear = sink_hear,
    .close = sink_close,
};
