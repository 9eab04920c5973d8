// units - what a destination knows of the units (files, chunks) that it was sent: which copy came first, and which are
// void. Rule 3 of broker/ledger.h: the first copy counts, a later one is compared and dropped.
#ifndef SLUICE_STAGES_UNITS_H
#define SLUICE_STAGES_UNITS_H

#include <stdbool.h>
#include <stdint.h>

#include "broker/ledger.h"
#include "stages/stage.h"

typedef struct units units;

typedef enum unit_verdict { UNIT_NEW, UNIT_AGAIN, UNIT_VOID } unit_verdict;

units *units_new(void);
void units_destroy(units **self_p);

// Notes a copy of a unit and says whether it is the first. Numbers are below LEDGER_UNITS_MAX, else UNIT_VOID.
unit_verdict units_note(units *self, ledger_stream stream, uint32_t unit);

// Marks a file as void: every later copy is UNIT_VOID. Returns whether a copy was taken before.
bool units_void(units *self, uint32_t file);

// Says `took` for the sections of one delivery: the tallies of `entries` are what was counted here.
typedef struct took_section {
    uint32_t unit;
    tally families[FAMILIES_PER_DESTINATION_MAX];
} took_section;
status units_say_took(stage *stage, ledger_stream stream, const took_section *sections, uint32_t count,
                      unsigned family_count, uint32_t dropped);

// Says that a void file was dropped here.
status units_say_voided(stage *stage, uint32_t file);

#endif
