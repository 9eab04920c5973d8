#include "stages/cli/sql_command.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "schema/csv.h"
#include "schema/json.h"
#include "schema/render.h"

enum {
    TABLE_ROWS_MEASURED = 500, // by them columns are as wide as they are
    CELL_CHARACTERS_MAX = 60,
    TABLE_COLUMNS_MAX = 256,
};

struct printer {
    FILE *out;
    sql_format format;
    unsigned count;
    buffer line, cell;
    int error; // errno of the first write that failed
    // Of a table: rows that wait until it is known how wide columns are.
    char **cells;
    size_t cell_count, cell_capacity;
    size_t widths[TABLE_COLUMNS_MAX];
    bool is_measured;
};

bool
sql_format_find(const char *name, sql_format *found)
{
    static const char *const names[] = {[SQL_TABLE] = "table", [SQL_CSV] = "csv", [SQL_JSONL] = "jsonl"};
    *found = SQL_TABLE;
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i], name) == 0) {
            *found = (sql_format)i;
            return true;
        }
    }
    return !*name;
}

static void
flush_line(struct printer *self)
{
    errno = 0;
    if (self->line.size && fwrite(self->line.data, 1, self->line.size, self->out) != self->line.size && !self->error)
        self->error = errno ? errno : EIO;
    buffer_clear(&self->line);
}

static void
put_plain(buffer *out, const sql_value *value)
{
    if (value->type == SQL_INTEGER)
        buffer_printf(out, "%" PRId64, value->integer);
    else if (value->type == SQL_REAL)
        sql_put_real(out, value->real);
    else
        utf8_put(out, value->text);
}

// ---- csv and jsonl

static void
put_csv_row(struct printer *self, const sql_value *values)
{
    for (unsigned i = 0; i < self->count; i++) {
        if (i)
            buffer_put_byte(&self->line, ',');
        buffer_clear(&self->cell);
        put_plain(&self->cell, &values[i]);
        csv_put_cell(&self->line, buffer_span(&self->cell));
    }
    buffer_put_span(&self->line, SPAN_LITERAL("\r\n"));
}

static void
put_json_row(struct printer *self, const sql_value *values)
{
    // Names were kept as cells by the head.
    for (unsigned i = 0; i < self->count; i++) {
        buffer_put_byte(&self->line, i ? ',' : '{');
        json_put_string(&self->line, span_of(self->cells[i]));
        buffer_put_byte(&self->line, ':');
        sql_put_json(&self->line, &values[i]);
    }
    buffer_put_span(&self->line, self->count ? SPAN_LITERAL("}\n") : SPAN_LITERAL("{}\n"));
}

// ---- tables

static bool
is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

static size_t
characters_of(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += !is_continuation(*text);
    return count;
}

// Folds white space, and cuts what is longer than a cell may be.
static char *
table_cell(struct printer *self, const sql_value *value)
{
    buffer plain = {0};
    put_plain(&plain, value);
    buffer_clear(&self->cell);
    render_signature(&self->cell, buffer_span(&plain));
    buffer_fini(&plain);
    for (size_t i = 0; i < self->cell.size; i++) {
        if ((unsigned char)self->cell.data[i] < ' ' || self->cell.data[i] == 127)
            self->cell.data[i] = '?'; // a terminal might act on it
    }
    buffer_put_byte(&self->cell, 0);
    if (characters_of(self->cell.data) > CELL_CHARACTERS_MAX) {
        size_t at = 0;
        for (size_t seen = 0; seen < CELL_CHARACTERS_MAX - 1 || is_continuation(self->cell.data[at]); at++)
            seen += !is_continuation(self->cell.data[at + 1]);
        self->cell.size = at;
        buffer_put_span(&self->cell, SPAN_LITERAL("…\0"));
    }
    char *copy = malloc(self->cell.size);
    assert(copy);
    memcpy(copy, self->cell.data, self->cell.size);
    return copy;
}

static void
keep_cell(struct printer *self, char *cell)
{
    if (self->cell_count == self->cell_capacity) {
        self->cell_capacity = self->cell_capacity ? self->cell_capacity * 2 : 256;
        self->cells = realloc(self->cells, self->cell_capacity * sizeof *self->cells);
        assert(self->cells);
    }
    self->cells[self->cell_count++] = cell;
}

static void
put_table_row(struct printer *self, char *const *cells)
{
    for (unsigned i = 0; i < self->count; i++) {
        size_t wide = characters_of(cells[i]), room = i + 1 < self->count ? self->widths[i] + 2 : 0;
        buffer_put_span(&self->line, span_of(cells[i]));
        for (; wide < room; wide++)
            buffer_put_byte(&self->line, ' ');
    }
    buffer_put_byte(&self->line, '\n');
    flush_line(self);
}

static void
drop_cells(struct printer *self)
{
    for (size_t i = 0; i < self->cell_count; i++)
        free(self->cells[i]);
    self->cell_count = 0;
}

// Prints the rows that waited.
static void
print_measured(struct printer *self)
{
    self->is_measured = true;
    for (size_t i = 0; i < self->cell_count; i++) {
        size_t wide = characters_of(self->cells[i]), column = i % self->count;
        self->widths[column] = wide > self->widths[column] ? wide : self->widths[column];
    }
    for (size_t row = 0; self->count && row < self->cell_count; row += self->count)
        put_table_row(self, self->cells + row);
    drop_cells(self);
}

static void
take_table_row(struct printer *self, const sql_value *values)
{
    for (unsigned i = 0; i < self->count; i++)
        keep_cell(self, table_cell(self, &values[i]));
    if (self->is_measured) {
        put_table_row(self, self->cells);
        drop_cells(self);
    } else if (self->cell_count / self->count > TABLE_ROWS_MEASURED) {
        print_measured(self);
    }
}

// ---- all

static void
take_head(void *context, const char *const *names, unsigned count)
{
    struct printer *self = context;
    self->count = count < TABLE_COLUMNS_MAX ? count : TABLE_COLUMNS_MAX;
    for (unsigned i = 0; i < self->count; i++) {
        sql_value name = {.type = SQL_TEXT, .text = span_of(names[i])};
        if (self->format == SQL_CSV) {
            if (i)
                buffer_put_byte(&self->line, ',');
            csv_put_cell(&self->line, name.text);
        } else {
            keep_cell(self, self->format == SQL_TABLE ? table_cell(self, &name) : strdup(names[i]));
        }
    }
    if (self->format == SQL_CSV)
        buffer_put_span(&self->line, SPAN_LITERAL("\r\n"));
    flush_line(self);
}

static bool
take_row(void *context, const sql_value *values, unsigned count)
{
    (void)count;
    struct printer *self = context;
    if (self->format == SQL_TABLE)
        take_table_row(self, values);
    else if (self->format == SQL_CSV)
        put_csv_row(self, values);
    else
        put_json_row(self, values);
    flush_line(self);
    return !self->error;
}

status
sql_command_run(const char *db, const char *statement, sql_format format, const sql_limits *limits, FILE *out,
                char *failure)
{
    query *index = NULL;
    char why[STORE_FAILURE_BYTES] = "";
    status result = query_open(db, 0, &index, why);
    if (result != STATUS_OK) {
        snprintf(failure, SQL_FAILURE_BYTES, "%s", why);
        return result;
    }
    struct printer printer = {.out = out, .format = format};
    sql_reader to = {&printer, take_head, take_row};
    sql_outcome outcome;
    query_snapshot *snapshot = query_acquire(index);
    result = sql_run(snapshot, span_of(statement), limits, &to, &outcome, failure);
    query_release(&snapshot);
    query_close(&index);
    if (format == SQL_TABLE && !printer.is_measured)
        print_measured(&printer);
    drop_cells(&printer);
    free(printer.cells);
    buffer_fini(&printer.line);
    buffer_fini(&printer.cell);
    if (!printer.error && fflush(out) != 0)
        printer.error = errno;
    return printer.error ? (printer.error == EPIPE ? STATUS_CLOSED : status_of_errno(printer.error)) : result;
}
