#include "stages/linker/linker_stage.h"

#include <assert.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/fault.h"
#include "schema/rows.h"
#include "stages/chunks.h"
#include "stages/linker/linker.h"
#include "stages/units.h"

struct state {
    stage *stage;
    linker *linker;
    units *units;
    chunks *chunks;
    bool is_sealed, is_linked;
    status sent; // first thing that went wrong while rows were sent
};

static void
pulse(void *context)
{
    stage_pulse(context);
}

static status
linker_open(stage *stage, void **state)
{
    struct state *self = calloc(1, sizeof *self);
    assert(self);
    self->stage = stage;
    self->linker = linker_new(pulse, stage);
    linker_bound(self->linker, stage_generation_path(stage), stage_params(stage)->memory);
    self->units = units_new();
    self->chunks = chunks_new(stage, STREAM_LINKED, "linker.push");
    *state = self;
    return STATUS_OK;
}

static void
linker_close(void **state_p)
{
    struct state *self = *state_p;
    linker_destroy(&self->linker);
    units_destroy(&self->units);
    chunks_destroy(&self->chunks);
    free(self);
    *state_p = NULL;
}

static tally
tally_of_facts(uint32_t file, span packed)
{
    char key[4];
    for (int i = 0; i < 4; i++)
        key[i] = (char)(file >> (24 - 8 * i));
    return row_tally(FAMILY_FACTS, (span){key, sizeof key}, packed);
}

static status
add(struct state *self, uint32_t file, span packed)
{
    char failure[LINKER_FAILURE_BYTES];
    status result = linker_add(self->linker, file, packed);
    if (result == STATUS_OK)
        return STATUS_OK;
    return linker_failed(self->linker, failure) == STATUS_OK
               ? stage_fail(self->stage, "[DB_INSERT] facts of file %u are corrupt", file)
               : stage_fail(self->stage, "[DB_INSERT] %s", failure);
}

static status
take_sections(struct state *self, const Sluice__Delivery *delivery)
{
    took_section *taken = calloc(delivery->n_sections + 1, sizeof *taken);
    assert(taken);
    uint32_t count = 0, dropped = 0;
    status result = STATUS_OK;
    for (size_t i = 0; i < delivery->n_sections && result == STATUS_OK; i++) {
        const Sluice__Section *section = delivery->sections[i];
        span packed = {(const char *)section->rows.data, section->rows.len};
        unit_verdict verdict = units_note(self->units, STREAM_FILES, section->unit);
        dropped += verdict != UNIT_NEW;
        if (verdict == UNIT_VOID)
            continue;
        if (verdict == UNIT_NEW)
            result = add(self, section->unit, packed);
        taken[count].unit = section->unit;
        taken[count++].families[0] = tally_of_facts(section->unit, packed);
    }
    if (result == STATUS_OK)
        result = units_say_took(self->stage, STREAM_FILES, taken, count, 1, dropped);
    free(taken);
    return result;
}

static status
linker_take(void *state, uint32_t producer, span payload)
{
    (void)producer;
    struct state *self = state;
    fault_at("linker.taken");
    Sluice__Delivery *delivery = sluice__delivery__unpack(NULL, payload.size, (const uint8_t *)payload.data);
    if (!delivery || delivery->stream != STREAM_FILES || self->is_sealed) {
        if (delivery)
            sluice__delivery__free_unpacked(delivery, NULL);
        return STATUS_OK; // late: what was sealed was complete
    }
    status result = take_sections(self, delivery);
    sluice__delivery__free_unpacked(delivery, NULL);
    return result;
}

static status
linker_hear(void *state, const Sluice__Control *message)
{
    struct state *self = state;
    switch (message->body_case) {
    case SLUICE__CONTROL__BODY_VOID_FILE:
        if (units_void(self->units, message->void_file->file))
            linker_drop(self->linker, message->void_file->file);
        return units_say_voided(self->stage, message->void_file->file);
    case SLUICE__CONTROL__BODY_SEAL:
        self->is_sealed = true;
        return STATUS_OK;
    default:
        return chunks_hear(self->chunks, message);
    }
}

static void
send_row(void *context, family owner, span key, span value)
{
    struct state *self = context;
    if (self->sent == STATUS_OK)
        self->sent = chunks_put(self->chunks, owner, key, value);
}

static status
linker_turn(void *state, bool *is_busy)
{
    (void)is_busy;
    struct state *self = state;
    if (!self->is_sealed || self->is_linked)
        return STATUS_OK;
    self->is_linked = true;
    fault_at("linker.link");
    char failure[LINKER_FAILURE_BYTES];
    status result = linker_link(self->linker, send_row, self, failure);
    if (result != STATUS_OK)
        return stage_fail(self->stage, "[DB_INSERT] %s", failure);
    return self->sent == STATUS_OK ? chunks_end(self->chunks, linker_resolutions(self->linker), RESOLUTION_COUNT) : self->sent;
}

const stage_kind linker_stage = {
    .name = "linker",
    .role = SLUICE__ROLE__ROLE_LINKER,
    .open = linker_open,
    .take = linker_take,
    .hear = linker_hear,
    .turn = linker_turn,
    .close = linker_close,
};
