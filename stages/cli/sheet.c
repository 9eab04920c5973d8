#include "stages/cli/sheet.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "schema/json.h"

enum { COLUMN_WIDTH_MAX = 64 }; // a wider cell pushes what follows it aside

static const char *const colours[] = {[SHEET_PLACE] = "\033[36m",
                                      [SHEET_KIND] = "\033[34m",
                                      [SHEET_NAME] = "\033[1m",
                                      [SHEET_NOTE] = "\033[2m"};

bool
sheet_wants_colour(FILE *out)
{
    const char *refusal = getenv("NO_COLOR"), *terminal = getenv("TERM");
    bool is_refused = (refusal && *refusal) || !terminal || strcmp(terminal, "dumb") == 0;
    return !is_refused && isatty(fileno(out));
}

void
sheet_init(sheet *self, FILE *out, bool is_json)
{
    *self = (sheet){.out = out, .is_json = is_json, .has_colour = !is_json && sheet_wants_colour(out)};
}

bool
sheet_fini(sheet *self)
{
    bool is_written =
        fwrite(self->text.data ? self->text.data : "", 1, self->text.size, self->out) == self->text.size;
    is_written = fflush(self->out) == 0 && is_written;
    buffer_fini(&self->text);
    buffer_fini(&self->cells);
    free(self->items);
    return is_written;
}

void
sheet_put(sheet *self, span text)
{
    char *at = buffer_reserve(&self->text, text.size + 1);
    for (size_t i = 0; i < text.size; i++) {
        uint8_t byte = (uint8_t)text.data[i];
        bool is_control = (byte < ' ' && byte != '\n' && byte != '\t') || byte == 0x7f;
        at[i] = is_control ? '?' : text.data[i];
    }
    buffer_commit(&self->text, text.size);
}

void
sheet_styled(sheet *self, sheet_style style, span text)
{
    bool is_coloured = self->has_colour && style != SHEET_PLAIN && text.size;
    if (is_coloured)
        buffer_put_span(&self->text, span_of(colours[style]));
    sheet_put(self, text);
    if (is_coloured)
        buffer_put_span(&self->text, SPAN_LITERAL("\033[0m"));
}

void
sheet_cell_put(sheet *self, sheet_style style, span text)
{
    if (self->count == self->capacity) {
        self->capacity = self->capacity ? self->capacity * 2 : 64;
        self->items = realloc(self->items, self->capacity * sizeof *self->items);
        assert(self->items);
    }
    size_t start = self->cells.size;
    buffer_put_span(&self->cells, text);
    self->items[self->count++] = (sheet_cell){start, self->cells.size, style};
}

// Columns of text as a terminal shows it: UTF-8's continuation bytes take none.
static size_t
width_of(span text)
{
    size_t width = 0;
    for (size_t i = 0; i < text.size; i++)
        width += ((uint8_t)text.data[i] & 0xc0) != 0x80;
    return width;
}

static span
cell_text(const sheet *self, size_t cell)
{
    return span_slice(buffer_span(&self->cells), self->items[cell].start, self->items[cell].end);
}

static void
end_line(sheet *self)
{
    while (self->text.size && self->text.data[self->text.size - 1] == ' ')
        self->text.size--;
    buffer_put_byte(&self->text, '\n');
}

void
sheet_end_table(sheet *self, unsigned columns)
{
    size_t widths[SHEET_COLUMNS_MAX] = {0};
    assert(columns && columns <= SHEET_COLUMNS_MAX && self->count % columns == 0);
    for (size_t i = 0; i < self->count; i++) {
        size_t width = width_of(cell_text(self, i));
        if (width > widths[i % columns] && width <= COLUMN_WIDTH_MAX)
            widths[i % columns] = width;
    }
    for (size_t i = 0; i < self->count; i++) {
        bool is_last = i % columns == columns - 1;
        span text = cell_text(self, i);
        sheet_styled(self, self->items[i].style, text);
        for (size_t width = width_of(text); width < widths[i % columns] && !is_last; width++)
            buffer_put_byte(&self->text, ' ');
        if (!is_last)
            buffer_put_span(&self->text, SPAN_LITERAL("  "));
        else
            end_line(self);
    }
    self->count = 0;
    buffer_clear(&self->cells);
}

// ---- JSON

void
sheet_json_text(sheet *self, const char *name, span text)
{
    if (!self->is_json)
        return;
    json_put_name(&self->text, name);
    json_put_string(&self->text, text);
}

void
sheet_json_number(sheet *self, const char *name, uint64_t number)
{
    if (!self->is_json)
        return;
    json_put_name(&self->text, name);
    buffer_printf(&self->text, "%" PRIu64, number);
}

void
sheet_json_open(sheet *self, const char *name, char bracket)
{
    if (!self->is_json)
        return;
    char last = self->text.size ? self->text.data[self->text.size - 1] : '[';
    if (name)
        json_put_name(&self->text, name);
    else if (last != '[')
        buffer_put_byte(&self->text, ',');
    buffer_put_byte(&self->text, (uint8_t)bracket);
}

void
sheet_json_close(sheet *self, char bracket)
{
    if (self->is_json)
        buffer_put_byte(&self->text, (uint8_t)bracket);
}
