#include "stages/cli/export.h"

#include <errno.h>
#include <inttypes.h>

#include "schema/catalog.h"
#include "schema/columns.h"
#include "schema/csv.h"
#include "schema/edge_rows.h"
#include "schema/json.h"
#include "schema/key.h"
#include "schema/nodes.h"
#include "schema/render.h"

enum { LINE_BYTES_FLUSH = 256 * 1024 };

// What is being written. A row's cells are put in the order of columns.def.
struct sheet {
    FILE *out;
    export_format format;
    relation relation;
    column first;    // of the relation's
    unsigned column; // of the next cell
    buffer lines;    // not written yet
    buffer scratch;  // one cell's text
};

bool
export_format_find(const char *name, export_format *found)
{
    static const char *const names[] = {[EXPORT_JSONL] = "jsonl", [EXPORT_CSV] = "csv"};
    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i], name) == 0) {
            *found = (export_format)i;
            return true;
        }
    }
    return false;
}

// ---- cells

// Writes what stands before a cell's value.
static void
start_cell(struct sheet *self)
{
    const char *name = column_infos[self->first + self->column].name;
    if (self->format == EXPORT_JSONL) {
        buffer_put_span(&self->lines, self->column ? SPAN_LITERAL(",\"") : SPAN_LITERAL("{\""));
        buffer_put_span(&self->lines, span_of(name)); // ours, so nothing to escape
        buffer_put_span(&self->lines, SPAN_LITERAL("\":"));
    } else if (self->column) {
        buffer_put_byte(&self->lines, ',');
    }
    self->column++;
}

static void
put_text(struct sheet *self, span text)
{
    start_cell(self);
    if (self->format == EXPORT_JSONL) {
        json_put_string(&self->lines, text);
    } else {
        csv_put_cell(&self->lines, text);
    }
}

static void
put_word(struct sheet *self, const char *text)
{
    put_text(self, span_of(text));
}

static void
put_number(struct sheet *self, uint64_t number)
{
    start_cell(self);
    buffer_printf(&self->lines, "%" PRIu64, number);
}

static void
put_percent(struct sheet *self, uint64_t part, uint64_t whole)
{
    start_cell(self);
    render_percent(&self->lines, part, whole);
}

// Puts what a renderer left in `scratch`, which it empties.
static void
put_scratch(struct sheet *self)
{
    put_text(self, buffer_span(&self->scratch));
    buffer_clear(&self->scratch);
}

// Adds, in JSON, a path once more that could not be written as it is.
static void
put_base64(struct sheet *self, const char *name, span path)
{
    if (self->format != EXPORT_JSONL || utf8_is_valid(path))
        return;
    buffer_printf(&self->lines, ",\"%s\":\"", name);
    base64_put(&self->lines, path);
    buffer_put_byte(&self->lines, '"');
}

static status
output_failure(int error, char *failure)
{
    if (error == EPIPE)
        return store_failure(failure, STATUS_CLOSED, "the reader of the export went away");
    error = error ? error : EIO;
    return store_failure(failure, status_of_errno(error), "cannot write the export: %s", strerror(error));
}

static status
write_lines(struct sheet *self, char *failure)
{
    size_t size = self->lines.size;
    errno = 0;
    size_t written = size ? fwrite(self->lines.data, 1, size, self->out) : 0;
    buffer_clear(&self->lines);
    return written == size ? STATUS_OK : output_failure(errno, failure);
}

static status
end_row(struct sheet *self, char *failure)
{
    buffer_put_span(&self->lines, self->format == EXPORT_JSONL ? SPAN_LITERAL("}\n") : SPAN_LITERAL("\r\n"));
    self->column = 0;
    return self->lines.size >= LINE_BYTES_FLUSH ? write_lines(self, failure) : STATUS_OK;
}

static void
put_header(struct sheet *self)
{
    for (unsigned i = 0; i < columns_count(self->relation); i++) {
        if (i)
            buffer_put_byte(&self->lines, ',');
        csv_put_cell(&self->lines, span_of(column_infos[self->first + i].name));
    }
    buffer_put_span(&self->lines, SPAN_LITERAL("\r\n"));
}

// ---- CodeGraph and TestEntitiesExcluded

static const char *
class_of(const entity_row *entity)
{
    if (entity->kind == ENTITY_EXTERNAL)
        return "EXTERNAL";
    return entity->detection == DETECTION_NONE ? "CODE" : "TEST";
}

static void
put_key(struct sheet *self, const entity_row *entity, span path)
{
    render_key(&self->scratch, entity, path);
    put_scratch(self);
}

// Puts what is cut out of the file's text.
static void
put_cuttings(struct sheet *self, const entity_row *entity, span text)
{
    span code = render_cut(text, entity->code);
    render_signature(&self->scratch, render_cut(text, entity->signature));
    put_scratch(self);
    render_documentation(&self->scratch, render_cut(text, entity->documentation), entity->language);
    put_scratch(self);
    put_text(self, code);
    if (entity->kind != ENTITY_EXTERNAL)
        render_hash(&self->scratch, code);
    put_scratch(self);
}

static void
put_code(struct sheet *self, const entity_row *entity, const file_row *file, span text)
{
    span path = file ? file->path : (span){"", 0};
    put_key(self, entity, path);
    put_text(self, entity->name);
    put_text(self, entity->qualified_name);
    put_word(self, entity_kind_texts[entity->kind]);
    put_word(self, class_of(entity));
    put_word(self, language_names[entity->language]);
    put_text(self, path);
    put_number(self, entity->line_start);
    put_number(self, entity->line_end);
    put_cuttings(self, entity, text);
    put_number(self, entity->birth);
    render_key(&self->scratch, entity, path);
    span semantic_path = key_semantic_path(buffer_span(&self->scratch));
    put_text(self, semantic_path);
    buffer_clear(&self->scratch);
    put_text(self, render_root(path, 1));
    put_text(self, render_root(path, 2));
    if (file)
        render_time(&self->scratch, file->modified_ns);
    put_scratch(self);
    put_base64(self, "path_base64", path);
}

static void
put_test(struct sheet *self, const entity_row *entity, span path)
{
    put_text(self, entity->name);
    put_text(self, render_folder(path));
    put_text(self, render_file_name(path));
    put_key(self, entity, path);
    put_text(self, entity->qualified_name);
    put_word(self, class_of(entity));
    put_word(self, language_names[entity->language]);
    put_number(self, entity->line_start);
    put_number(self, entity->line_end);
    put_word(self, test_detection_texts[entity->detection]);
    put_base64(self, "path_base64", path);
}

// Writes the entities of one file, FILE_NUMBER_NONE for the external ones.
static status
export_file(struct sheet *self, catalog *from, uint32_t number, catalog_entities *found, char *failure)
{
    bool is_code = self->relation == RELATION_CODE_GRAPH;
    const file_row *file = catalog_find_file(from, number);
    span text = {"", 0};
    status result =
        catalog_entities_of(from, is_code ? FAMILY_ENTITIES : FAMILY_TESTS, number, found, failure);
    if (!result && is_code && file && found->count) {
        result = catalog_text(from, number, &text, failure);
        if (result == STATUS_NOT_FOUND) // its entities then show without their code
            result = STATUS_OK;
    }
    for (size_t i = 0; i < found->count && !result; i++) {
        if (is_code)
            put_code(self, &found->items[i].row, file, text);
        else
            put_test(self, &found->items[i].row, file ? file->path : text);
        result = end_row(self, failure);
    }
    return result;
}

static status
export_entities(struct sheet *self, catalog *from, char *failure)
{
    catalog_entities found = {0};
    status result = STATUS_OK;
    for (size_t i = 0; i < catalog_file_count(from) && !result; i++)
        result = export_file(self, from, catalog_file_at(from, i)->number, &found, failure);
    if (!result)
        result = export_file(self, from, FILE_NUMBER_NONE, &found, failure);
    catalog_entities_fini(&found);
    return result;
}

// ---- DependencyEdges

static void
put_sites(struct sheet *self, const edge_row *edge)
{
    bool is_json = self->format == EXPORT_JSONL;
    uint32_t line = 0;
    start_cell(self);
    if (is_json)
        buffer_put_byte(&self->lines, '[');
    reader cursor = reader_of(edge->lines);
    for (bool is_first = true; edge_lines_next(&cursor, &line); is_first = false)
        buffer_printf(&self->lines, is_first ? "%" PRIu32 : is_json ? ",%" PRIu32 : " %" PRIu32, line);
    if (is_json)
        buffer_put_byte(&self->lines, ']');
}

// Puts "path:line" of the edge's first site, without a site the path, and nothing for an external source.
static void
put_location(struct sheet *self, span path, const edge_row *edge)
{
    reader cursor = reader_of(edge->lines);
    uint32_t line = 0;
    buffer_put_span(&self->scratch, path);
    if (path.size && edge_lines_next(&cursor, &line))
        buffer_printf(&self->scratch, ":%" PRIu32, line);
    put_scratch(self);
}

struct end {
    const node *node;
    span path;
};

// A dangling edge, which `sluice check` reports, has an empty end.
static struct end
find_end(const catalog *from, const nodes *ends, uint64_t id)
{
    const node *found = nodes_find(ends, id);
    return (struct end){found, found ? catalog_path(from, found->file) : (span){"", 0}};
}

static void
put_end_key(struct sheet *self, const nodes *ends, const struct end *end)
{
    if (end->node)
        nodes_put_key(ends, end->node, end->path, &self->scratch);
    put_scratch(self);
}

static void
put_edge(struct sheet *self, const nodes *ends, const struct end *from, const struct end *to, const edge_row *edge)
{
    put_end_key(self, ends, from);
    put_end_key(self, ends, to);
    put_word(self, edge_type_texts[edge->type]);
    put_location(self, from->path, edge);
    put_sites(self, edge);
    put_word(self, resolution_texts[edge->resolution]);
    put_text(self, from->node ? nodes_name(ends, from->node) : from->path);
    put_text(self, to->node ? nodes_name(ends, to->node) : to->path);
    put_text(self, to->path);
    put_base64(self, "path_base64", from->path);
    put_base64(self, "to_path_base64", to->path);
}

static status
export_edges(struct sheet *self, catalog *from, char *failure)
{
    nodes *ends = NULL;
    status result = nodes_load(catalog_generation(from), &ends, failure);
    if (result)
        return result;
    store_reader *stored = catalog_generation(from)->relations[RELATION_DEPENDENCY_EDGES];
    store_iterator *rows = store_iterator_new(stored, FAMILY_BY_SOURCE, (span){0});
    span key, value;
    edge_reader edges;
    edge_row edge;
    while (!result && store_iterator_next(rows, &key, &value, &result, failure)) {
        bool is_sound = edge_reader_open(&edges, FAMILY_BY_SOURCE, key, value) == STATUS_OK;
        while (is_sound && !result && edge_reader_next(&edges, &edge)) {
            struct end source = find_end(from, ends, edge.from), target = find_end(from, ends, edge.to);
            put_edge(self, ends, &source, &target, &edge);
            result = end_row(self, failure);
        }
        if (!result && (!is_sound || !edges.in.ok))
            result = store_failure(failure, STATUS_CORRUPT,
                                   "DependencyEdges holds a corrupt row; run `sluice check`");
    }
    store_iterator_destroy(&rows);
    nodes_destroy(&ends);
    return result;
}

// ---- FileWordCoverage and IgnoredFiles

static status
put_coverage(struct sheet *self, span path, span value)
{
    coverage_row words;
    if (coverage_row_unpack(value, &words))
        return STATUS_CORRUPT;
    uint64_t aside = (uint64_t)words.import_words + words.comment_words;
    put_text(self, render_folder(path));
    put_text(self, render_file_name(path));
    put_word(self, language_names[words.language]);
    put_number(self, words.source_words);
    put_number(self, words.entity_words);
    put_number(self, words.import_words);
    put_number(self, words.comment_words);
    put_percent(self, words.entity_words, words.source_words);
    put_percent(self, words.entity_words, words.source_words > aside ? words.source_words - aside : 0);
    put_number(self, words.entity_count);
    return STATUS_OK;
}

static status
put_ignored(struct sheet *self, span path, span value)
{
    ignore_reason reason;
    if (ignored_row_unpack(value, &reason))
        return STATUS_CORRUPT;
    put_text(self, render_folder(path));
    put_text(self, render_file_name(path));
    put_text(self, render_extension(path));
    put_word(self, ignore_reason_texts[reason]);
    return STATUS_OK;
}

static status
export_paths(struct sheet *self, catalog *from, char *failure)
{
    const relation_info *info = &relation_infos[self->relation];
    store_reader *stored = catalog_generation(from)->relations[self->relation];
    store_iterator *rows = store_iterator_new(stored, info->first, (span){0});
    span path, value;
    status result = STATUS_OK;
    while (!result && store_iterator_next(rows, &path, &value, &result, failure)) {
        bool is_coverage = self->relation == RELATION_WORD_COVERAGE;
        result = is_coverage ? put_coverage(self, path, value) : put_ignored(self, path, value);
        if (result)
            store_failure(failure, result, "%s holds a corrupt row; run `sluice check`", info->name);
        put_base64(self, "path_base64", path);
        if (!result)
            result = end_row(self, failure);
    }
    store_iterator_destroy(&rows);
    return result;
}

static status
export_rows(struct sheet *self, catalog *from, char *failure)
{
    switch (self->relation) {
    case RELATION_CODE_GRAPH:
    case RELATION_TEST_ENTITIES:
        return export_entities(self, from, failure);
    case RELATION_DEPENDENCY_EDGES:
        return export_edges(self, from, failure);
    default:
        return export_paths(self, from, failure);
    }
}

status
export_run(const char *db, relation which, export_format format, FILE *out, char *failure)
{
    struct sheet sheet = {.out = out, .format = format, .relation = which, .first = columns_first(which)};
    catalog *from = NULL;
    status result = catalog_open(db, &from, failure);
    if (result)
        return result;
    if (format == EXPORT_CSV)
        put_header(&sheet);
    result = export_rows(&sheet, from, failure);
    if (!result)
        result = write_lines(&sheet, failure);
    if (!result && fflush(out) != 0)
        result = output_failure(errno, failure);
    buffer_fini(&sheet.lines);
    buffer_fini(&sheet.scratch);
    catalog_destroy(&from);
    return result;
}
