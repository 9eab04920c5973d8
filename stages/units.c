#include "stages/units.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { STATE_UNKNOWN, STATE_TAKEN, STATE_VOID };

struct units {
    uint8_t *states[STREAM_COUNT];
    uint32_t capacity[STREAM_COUNT];
};

units *
units_new(void)
{
    units *self = calloc(1, sizeof *self);
    assert(self);
    return self;
}

void
units_destroy(units **self_p)
{
    units *self = *self_p;
    if (!self)
        return;
    for (int i = 0; i < STREAM_COUNT; i++)
        free(self->states[i]);
    free(self);
    *self_p = NULL;
}

static uint8_t *
state_of(units *self, ledger_stream stream, uint32_t unit)
{
    if (unit >= self->capacity[stream]) {
        uint32_t old = self->capacity[stream], capacity = old ? old : 1024;
        while (capacity <= unit)
            capacity *= 2;
        self->states[stream] = realloc(self->states[stream], capacity);
        assert(self->states[stream]);
        memset(self->states[stream] + old, STATE_UNKNOWN, capacity - old);
        self->capacity[stream] = capacity;
    }
    return &self->states[stream][unit];
}

unit_verdict
units_note(units *self, ledger_stream stream, uint32_t unit)
{
    if (unit >= LEDGER_UNITS_MAX)
        return UNIT_VOID;
    uint8_t *state = state_of(self, stream, unit);
    if (*state == STATE_VOID)
        return UNIT_VOID;
    bool is_new = *state == STATE_UNKNOWN;
    *state = STATE_TAKEN;
    return is_new ? UNIT_NEW : UNIT_AGAIN;
}

bool
units_void(units *self, uint32_t file)
{
    if (file >= LEDGER_UNITS_MAX)
        return false;
    uint8_t *state = state_of(self, STREAM_FILES, file);
    bool was_taken = *state == STATE_TAKEN;
    *state = STATE_VOID;
    return was_taken;
}

struct section {
    Sluice__Section message;
    Sluice__Tally tallies[FAMILIES_PER_DESTINATION_MAX], *pointers[FAMILIES_PER_DESTINATION_MAX];
};

status
units_say_took(stage *stage, ledger_stream stream, const took_section *taken, uint32_t count, unsigned family_count,
               uint32_t dropped)
{
    struct section *sections = calloc(count + 1, sizeof *sections);
    Sluice__Section **pointers = calloc(count + 1, sizeof *pointers);
    assert(sections && pointers);
    for (uint32_t i = 0; i < count; i++) {
        sluice__section__init(&sections[i].message);
        for (unsigned f = 0; f < family_count; f++) {
            sluice__tally__init(&sections[i].tallies[f]);
            sections[i].tallies[f].rows = taken[i].families[f].rows;
            sections[i].tallies[f].digest = taken[i].families[f].digest;
            sections[i].pointers[f] = &sections[i].tallies[f];
        }
        sections[i].message.unit = taken[i].unit;
        sections[i].message.families = sections[i].pointers;
        sections[i].message.n_families = family_count;
        pointers[i] = &sections[i].message;
    }
    Sluice__Took took = SLUICE__TOOK__INIT;
    took.stream = stream;
    took.sections = pointers;
    took.n_sections = count;
    took.dropped = dropped;
    Sluice__Control message = STAGE_MESSAGE(TOOK, took, &took);
    status result = stage_say(stage, &message);
    free(sections);
    free(pointers);
    return result;
}

status
units_say_voided(stage *stage, uint32_t file)
{
    Sluice__Voided voided = SLUICE__VOIDED__INIT;
    voided.file = file;
    Sluice__Control message = STAGE_MESSAGE(VOIDED, voided, &voided);
    return stage_say(stage, &message);
}
