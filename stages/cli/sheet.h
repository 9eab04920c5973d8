// sheet - what a question's answer is written on: columns for people, one JSON object for programs.
//
// A table is collected and written when it is whole, so that its columns are as wide as what is in them.
// Colours are for terminals; control bytes out of names and texts become `?`.
#ifndef SLUICE_CLI_SHEET_H
#define SLUICE_CLI_SHEET_H

#include <stdio.h>

#include "base/buffer.h"

enum { SHEET_COLUMNS_MAX = 6 };

typedef enum sheet_style { SHEET_PLAIN, SHEET_PLACE, SHEET_KIND, SHEET_NAME, SHEET_NOTE } sheet_style;

typedef struct sheet_cell {
    size_t start, end; // in `cells`
    sheet_style style;
} sheet_cell;

typedef struct sheet {
    FILE *out;
    bool is_json, has_colour;
    buffer text;  // not written yet
    buffer cells; // of the table being collected
    sheet_cell *items;
    size_t count, capacity; // cells; every row has `columns` of them
    unsigned columns;
} sheet;

// True when `out` is a terminal whose user did not say NO_COLOR (no-color.org) or TERM=dumb.
bool sheet_wants_colour(FILE *out);

void sheet_init(sheet *self, FILE *out, bool is_json);
// Writes what is left and frees it. False when it could not be written.
bool sheet_fini(sheet *self);

// Appends text as it may stand on a terminal.
void sheet_put(sheet *self, span text);
void sheet_styled(sheet *self, sheet_style style, span text);

// Adds a cell to the table; sheet_end_table() writes it. Every row has `columns` cells.
void sheet_cell_put(sheet *self, sheet_style style, span text);
void sheet_end_table(sheet *self, unsigned columns);

// JSON only: nothing is put where the sheet is for people.
void sheet_json_text(sheet *self, const char *name, span text);
void sheet_json_number(sheet *self, const char *name, uint64_t number);
void sheet_json_open(sheet *self, const char *name, char bracket); // NULL: an item of a list
void sheet_json_close(sheet *self, char bracket);

#endif
