#include "stages/server/sql_tables.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "schema/columns.h"
#include "schema/json.h"
#include "schema/key.h"
#include "schema/render.h"
#include "stages/server/query_find.h"
#include "stages/server/query_report.h"
#include "stages/server/query_source.h"

// `files` is no relation: what is known of each parsed file, from CodeGraph's second family and the coverage.
enum file_column {
    FILE_PATH,
    FILE_FOLDER,
    FILE_NAME,
    FILE_LANGUAGE,
    FILE_SIZE,
    FILE_MODIFIED,
    FILE_ENTITIES,
    FILE_TESTS,
    FILE_ERRORS,
    FILE_ERROR_BYTES,
    FILE_COLUMN_COUNT
};

static const char files_declaration[] =
    "CREATE TABLE x(\"file_path\" TEXT, \"folder_path\" TEXT, \"filename\" TEXT, \"language\" TEXT, "
    "\"size_bytes\" INTEGER, "
    "\"last_modified\" TEXT, \"entity_count\" INTEGER, \"test_count\" INTEGER, \"error_count\" INTEGER, "
    "\"error_bytes\" INTEGER)";

// How rows are found. What a plan needs is equality of one or two columns.
typedef enum plan {
    PLAN_SCAN,
    PLAN_KEY,
    PLAN_NAME,
    PLAN_PATH,
    PLAN_FROM_KEY,
    PLAN_TO_KEY,
    PLAN_FROM_NAME,
    PLAN_TO_NAME
} plan;

enum { PLANS_MAX = 8, TYPE_FILTER = 1 << 8, NO_COLUMN = -1 };

struct access {
    plan plan;
    const char *name;  // as EXPLAIN QUERY PLAN shows it
    int first, second; // columns; second may be NO_COLUMN
    double rows;       // estimated
};

struct table_kind {
    const char *name;
    int relation; // RELATION_COUNT for `files`
    int type_column;
    struct access accesses[PLANS_MAX]; // the best first; ends with rows 0
};

#define AT(RELATION, ID) (COLUMN_##RELATION##_##ID - COLUMN_##RELATION##_FIRST)
enum {
    COLUMN_CODE_GRAPH_FIRST = COLUMN_CODE_GRAPH_KEY,
    COLUMN_DEPENDENCY_EDGES_FIRST = COLUMN_DEPENDENCY_EDGES_FROM_KEY,
    COLUMN_TEST_ENTITIES_FIRST = COLUMN_TEST_ENTITIES_NAME,
    COLUMN_WORD_COVERAGE_FIRST = COLUMN_WORD_COVERAGE_FOLDER,
};

static const struct table_kind table_kinds[] = {
    {"CodeGraph",
     RELATION_CODE_GRAPH,
     AT(CODE_GRAPH, TYPE),
     {{PLAN_KEY, "key", AT(CODE_GRAPH, KEY), NO_COLUMN, 1},
      {PLAN_NAME, "name", AT(CODE_GRAPH, NAME), NO_COLUMN, 4},
      {PLAN_PATH, "path", AT(CODE_GRAPH, PATH), NO_COLUMN, 50}}},
    {"DependencyEdges",
     RELATION_DEPENDENCY_EDGES,
     AT(DEPENDENCY_EDGES, TYPE),
     {{PLAN_FROM_KEY, "from_key", AT(DEPENDENCY_EDGES, FROM_KEY), NO_COLUMN, 8},
      {PLAN_TO_KEY, "to_key", AT(DEPENDENCY_EDGES, TO_KEY), NO_COLUMN, 9},
      {PLAN_FROM_NAME, "from_name", AT(DEPENDENCY_EDGES, FROM_NAME), NO_COLUMN, 30},
      {PLAN_TO_NAME, "to_name", AT(DEPENDENCY_EDGES, TO_NAME), NO_COLUMN, 31},
      {PLAN_PATH, "to_path", AT(DEPENDENCY_EDGES, TO_PATH), NO_COLUMN, 400}}},
    {"TestEntitiesExcluded",
     RELATION_TEST_ENTITIES,
     NO_COLUMN,
     {{PLAN_KEY, "key", AT(TEST_ENTITIES, KEY), NO_COLUMN, 1},
      {PLAN_NAME, "name", AT(TEST_ENTITIES, NAME), NO_COLUMN, 4},
      {PLAN_PATH, "path", AT(TEST_ENTITIES, FOLDER), AT(TEST_ENTITIES, FILE), 50}}},
    {"FileWordCoverage",
     RELATION_WORD_COVERAGE,
     NO_COLUMN,
     {{PLAN_PATH, "path", AT(WORD_COVERAGE, FOLDER), AT(WORD_COVERAGE, FILE), 1}}},
    {"IgnoredFiles", RELATION_IGNORED_FILES, NO_COLUMN, {{0}}},
    {"files",
     RELATION_COUNT,
     NO_COLUMN,
     {{PLAN_PATH, "path", FILE_PATH, NO_COLUMN, 1}, {PLAN_PATH, "path", FILE_FOLDER, FILE_NAME, 1}}},
};

enum { TABLE_COUNT = sizeof table_kinds / sizeof *table_kinds };

struct table {
    sqlite3_vtab base;
    const query_snapshot *snapshot;
    const struct table_kind *kind;
};

// Walks entities, edges, files or ignored paths: `next` is the number of the row at hand.
struct cursor {
    sqlite3_vtab_cursor base;
    const query_snapshot *snapshot;
    const struct table_kind *kind;
    uint32_t next, end; // a range of numbers, or of places in `found`
    bool is_listed;     // `found` has the entities, else the range is theirs
    query_entities found;
    uint32_t kinds;          // 1 << entity_kind: those asked for, 0 is all
    unsigned types;          // of edges
    bool is_reverse, is_all; // edges into the entities; all edges
    query_edges edges;
    query_edge edge;
    int64_t row;
    bool is_done;
    query_source source; // of the entity at hand, once a column needs it
    query_entity source_of;
    buffer scratch;
};

// ---- connecting

static void
put_declaration(buffer *out, relation relation)
{
    static const char *const types[] = {
        [COLUMN_TEXT] = "TEXT", [COLUMN_INTEGER] = "INTEGER", [COLUMN_REAL] = "REAL"};
    unsigned first = columns_first(relation);
    for (unsigned i = 0; i < columns_count(relation); i++)
        buffer_printf(out, "%s\"%s\" %s", i ? ", " : "CREATE TABLE x(", column_infos[first + i].name,
                      types[column_infos[first + i].type]);
    buffer_put_span(out, SPAN_LITERAL(")"));
    buffer_put_byte(out, 0);
}

struct binding {
    const query_snapshot *snapshot;
    const struct table_kind *kind;
};

static int
table_connect(sqlite3 *connection, void *context, int argc, const char *const *argv, sqlite3_vtab **out,
              char **error)
{
    (void)argc, (void)argv, (void)error;
    const struct binding *binding = context;
    buffer text = {0};
    if (binding->kind->relation < RELATION_COUNT)
        put_declaration(&text, (relation)binding->kind->relation);
    int code = sqlite3_declare_vtab(connection, text.size ? text.data : files_declaration);
    buffer_fini(&text);
    if (code != SQLITE_OK)
        return code;
    struct table *self = calloc(1, sizeof *self);
    assert(self);
    self->snapshot = binding->snapshot;
    self->kind = binding->kind;
    *out = &self->base;
    return SQLITE_OK;
}

static int
table_disconnect(sqlite3_vtab *base)
{
    free(base);
    return SQLITE_OK;
}

// ---- planning

// The constraint that sets `column` equal to something that is known in time; -1 without one.
static int
find_equal(sqlite3_index_info *info, int column)
{
    for (int i = 0; column != NO_COLUMN && i < info->nConstraint; i++) {
        if (info->aConstraint[i].iColumn == column && info->aConstraint[i].usable &&
            info->aConstraint[i].op == SQLITE_INDEX_CONSTRAINT_EQ &&
            sqlite3_stricmp(sqlite3_vtab_collation(info, i), "BINARY") == 0)
            return i;
    }
    return -1;
}

static double
rows_of_scan(const struct table *self)
{
    const query_statistics *all = query_statistics_of(self->snapshot);
    switch (self->kind->relation) {
    case RELATION_DEPENDENCY_EDGES:
        return (double)all->edges + 1;
    case RELATION_CODE_GRAPH:
    case RELATION_TEST_ENTITIES:
        return (double)query_entity_count(self->snapshot) + 1;
    default:
        return (double)all->files + (double)all->ignored + 1;
    }
}

static int
table_plan(sqlite3_vtab *base, sqlite3_index_info *info)
{
    const struct table *self = (const struct table *)base;
    int used = 0;
    info->idxNum = PLAN_SCAN;
    info->idxStr = (char *)"scan";
    info->estimatedCost = rows_of_scan(self);
    for (const struct access *access = self->kind->accesses; access->rows > 0; access++) {
        int first = find_equal(info, access->first), second = find_equal(info, access->second);
        if (first < 0 || (access->second != NO_COLUMN && second < 0))
            continue;
        info->aConstraintUsage[first].argvIndex = ++used;
        if (second >= 0)
            info->aConstraintUsage[second].argvIndex = ++used;
        info->idxNum = access->plan;
        info->idxStr = (char *)access->name;
        info->estimatedCost = access->rows;
        break;
    }
    int type = find_equal(info, self->kind->type_column);
    if (type >= 0) {
        info->aConstraintUsage[type].argvIndex = ++used;
        info->idxNum |= TYPE_FILTER;
        info->estimatedCost *= 0.5;
    }
    info->estimatedRows = (sqlite3_int64)info->estimatedCost + 1;
    return SQLITE_OK;
}

// ---- walking

static int
cursor_open(sqlite3_vtab *base, sqlite3_vtab_cursor **out)
{
    const struct table *table = (const struct table *)base;
    struct cursor *self = calloc(1, sizeof *self);
    assert(self);
    self->snapshot = table->snapshot;
    self->kind = table->kind;
    self->source_of = QUERY_NONE;
    *out = &self->base;
    return SQLITE_OK;
}

static int
cursor_close(sqlite3_vtab_cursor *base)
{
    struct cursor *self = (struct cursor *)base;
    query_entities_fini(&self->found);
    query_source_fini(&self->source);
    buffer_fini(&self->scratch);
    free(self);
    return SQLITE_OK;
}

static bool
is_edges(const struct cursor *self)
{
    return self->kind->relation == RELATION_DEPENDENCY_EDGES;
}

static bool
is_entities(const struct cursor *self)
{
    return self->kind->relation == RELATION_CODE_GRAPH || self->kind->relation == RELATION_TEST_ENTITIES;
}

static query_entity
entity_at(const struct cursor *self)
{
    return self->is_listed ? self->found.items[self->next] : self->next;
}

static bool
entity_passes(const struct cursor *self)
{
    query_filter filter = {
        .classes = self->kind->relation == RELATION_CODE_GRAPH ? QUERY_CODE | QUERY_EXTERNAL : QUERY_TESTS,
        .kinds = self->kinds,
    };
    return query_passes(self->snapshot, entity_at(self), &filter);
}

static void
skip_entities(struct cursor *self)
{
    while (self->next < self->end && !entity_passes(self))
        self->next++;
    self->is_done = self->next >= self->end;
}

// Goes on to the next edge, of the next entity if need be.
static void
take_edge(struct cursor *self)
{
    while (!query_edges_next(&self->edges, &self->edge)) {
        if (self->is_all || self->next >= self->end) {
            self->is_done = true;
            return;
        }
        self->edges = self->is_reverse ? query_edges_in(self->snapshot, entity_at(self), self->types)
                                       : query_edges_out(self->snapshot, entity_at(self), self->types);
        self->next++;
    }
}

static void
skip_uncovered(struct cursor *self)
{
    bool is_coverage = self->kind->relation == RELATION_WORD_COVERAGE;
    while (is_coverage && self->next < self->end && !query_file_at(self->snapshot, self->next).has_coverage)
        self->next++;
    self->is_done = self->next >= self->end;
}

static int
cursor_next(sqlite3_vtab_cursor *base)
{
    struct cursor *self = (struct cursor *)base;
    self->row++;
    if (is_edges(self)) {
        take_edge(self);
        return SQLITE_OK;
    }
    self->next++;
    if (is_entities(self))
        skip_entities(self);
    else
        skip_uncovered(self);
    return SQLITE_OK;
}

// ---- finding where to start

static span
text_of(sqlite3_value *value)
{
    const unsigned char *text = sqlite3_value_text(value);
    return (span){text ? (const char *)text : "", text ? (size_t)sqlite3_value_bytes(value) : 0};
}

// Bytes that are no UTF-8 are shown with backslashes, and an external entity's path is empty: neither can be
// looked up.
static bool
can_be_looked_up(span text)
{
    return text.size && !memchr(text.data, '\\', text.size);
}

static void
list_one(struct cursor *self, query_entity entity)
{
    self->found.count = 0;
    if (entity != QUERY_NONE)
        query_entities_add(&self->found, entity);
}

static void
list_file(struct cursor *self, span path)
{
    uint32_t place = query_file_of_path(self->snapshot, path);
    self->is_listed = false;
    self->next = self->end = 0;
    if (place == QUERY_NONE)
        return;
    query_file file = query_file_at(self->snapshot, place);
    self->next = file.entity_start;
    self->end = file.entity_end;
}

static void
start_scan(struct cursor *self)
{
    self->is_listed = false;
    self->next = 0;
    switch (self->kind->relation) {
    case RELATION_CODE_GRAPH:
    case RELATION_TEST_ENTITIES:
        self->end = query_entity_count(self->snapshot);
        break;
    case RELATION_DEPENDENCY_EDGES:
        self->is_all = true;
        self->edges = query_edges_within(self->snapshot, (query_scope){0}, self->types);
        break;
    case RELATION_IGNORED_FILES:
        self->end = query_ignored_count(self->snapshot);
        break;
    default:
        self->end = query_file_count(self->snapshot);
    }
}

// Rows of one file: its entities, edges into them, or the file itself.
static void
start_file(struct cursor *self, span path)
{
    if (is_edges(self) || is_entities(self)) {
        list_file(self, path);
        self->is_reverse = true;
        return;
    }
    uint32_t place = query_file_of_path(self->snapshot, path);
    self->next = place == QUERY_NONE ? 0 : place;
    self->end = place == QUERY_NONE ? 0 : place + 1;
}

static void
start_list(struct cursor *self, plan plan, span text)
{
    self->is_listed = true;
    self->is_reverse = plan == PLAN_TO_KEY || plan == PLAN_TO_NAME;
    if (plan == PLAN_KEY || plan == PLAN_FROM_KEY || plan == PLAN_TO_KEY)
        list_one(self, query_entity_of_key(self->snapshot, text));
    else
        query_find_named(self->snapshot, text, &self->found);
    self->next = 0;
    self->end = (uint32_t)self->found.count;
}

// Takes the type that is asked for into the filter; false when there is no such type.
static bool
filter_type(struct cursor *self, span text)
{
    for (unsigned i = 0; is_edges(self) && i < EDGE_TYPE_COUNT; i++) {
        if (span_is(text, edge_type_texts[i]))
            self->types = 1u << i;
    }
    for (unsigned i = 0; !is_edges(self) && i < ENTITY_KIND_COUNT; i++) {
        if (span_is(text, entity_kind_texts[i]))
            self->kinds = 1u << i;
    }
    return is_edges(self) ? self->types != QUERY_EDGES_ALL : self->kinds != 0;
}

static int
cursor_filter(sqlite3_vtab_cursor *base, int number, const char *name, int argc, sqlite3_value **argv)
{
    (void)name;
    struct cursor *self = (struct cursor *)base;
    plan plan = (enum plan)(number & ~TYPE_FILTER);
    self->row = 0;
    self->kinds = 0;
    self->types = QUERY_EDGES_ALL;
    self->is_all = self->is_reverse = self->is_done = false;
    self->edges = (query_edges){.snapshot = self->snapshot};
    if (number & TYPE_FILTER && !filter_type(self, text_of(argv[argc - 1]))) {
        self->is_done = true;
        return SQLITE_OK;
    }
    int given = argc - (number & TYPE_FILTER ? 1 : 0);
    span text = given ? text_of(argv[0]) : (span){"", 0};
    if (given == 2) { // folder and file name
        buffer_clear(&self->scratch);
        buffer_printf(&self->scratch, "%.*s%s%s", (int)text.size, text.data, text.size ? "/" : "",
                      (const char *)text_of(argv[1]).data);
        text = buffer_span(&self->scratch);
    }
    if (plan == PLAN_SCAN || !can_be_looked_up(text))
        start_scan(self);
    else if (plan == PLAN_PATH)
        start_file(self, text);
    else
        start_list(self, plan, text);
    if (is_edges(self))
        take_edge(self);
    else if (is_entities(self))
        skip_entities(self);
    else
        skip_uncovered(self);
    return SQLITE_OK;
}

static int
cursor_eof(sqlite3_vtab_cursor *base)
{
    return ((const struct cursor *)base)->is_done;
}

static int
cursor_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *out)
{
    *out = ((const struct cursor *)base)->row;
    return SQLITE_OK;
}

// ---- cells

static void
give_text(sqlite3_context *to, span text)
{
    if (utf8_is_valid(text)) {
        sqlite3_result_text64(to, text.data, text.size, SQLITE_TRANSIENT, SQLITE_UTF8);
        return;
    }
    buffer valid = {0};
    utf8_put(&valid, text);
    sqlite3_result_text64(to, valid.data, valid.size, SQLITE_TRANSIENT, SQLITE_UTF8);
    buffer_fini(&valid);
}

static void
give_word(sqlite3_context *to, const char *text)
{
    sqlite3_result_text(to, text, -1, SQLITE_STATIC);
}

static void
give_scratch(struct cursor *self, sqlite3_context *to)
{
    give_text(to, buffer_span(&self->scratch));
}

static void
give_key(struct cursor *self, query_entity entity, sqlite3_context *to)
{
    query_put_key(self->snapshot, entity, &self->scratch);
    give_scratch(self, to);
}

static void
give_percent(struct cursor *self, uint64_t part, uint64_t whole, sqlite3_context *to)
{
    render_percent(&self->scratch, part, whole);
    buffer_put_byte(&self->scratch, 0);
    sqlite3_result_double(to, strtod(self->scratch.data, NULL));
}

// Columns that are cut out of the file's text.
static int
give_source(struct cursor *self, query_entity entity, enum column column, sqlite3_context *to)
{
    char failure[STORE_FAILURE_BYTES] = "";
    if (self->source_of != entity) {
        self->source_of = QUERY_NONE;
        if (query_source_load(&self->source, self->snapshot, entity, failure) != STATUS_OK) {
            sqlite3_result_error(to, *failure ? failure : "the index cannot be read; run `sluice check`", -1);
            return SQLITE_CORRUPT;
        }
        self->source_of = entity;
    }
    if (column == COLUMN_CODE_GRAPH_SIGNATURE) {
        give_text(to, self->source.signature);
    } else if (column == COLUMN_CODE_GRAPH_DOCUMENTATION) {
        give_text(to, self->source.documentation);
    } else if (column == COLUMN_CODE_GRAPH_CODE) {
        give_text(to, self->source.code);
    } else {
        if (self->source.row.kind != ENTITY_EXTERNAL)
            render_hash(&self->scratch, self->source.code);
        give_scratch(self, to);
    }
    return SQLITE_OK;
}

static int
give_code(struct cursor *self, enum column column, sqlite3_context *to)
{
    query_entity entity = entity_at(self);
    query_node node = query_node_of(self->snapshot, entity);
    switch (column) {
    case COLUMN_CODE_GRAPH_KEY:
        give_key(self, entity, to);
        break;
    case COLUMN_CODE_GRAPH_NAME:
        give_text(to, node.name);
        break;
    case COLUMN_CODE_GRAPH_QUALIFIED_NAME:
        give_text(to, node.qualified_name);
        break;
    case COLUMN_CODE_GRAPH_TYPE:
        give_word(to, entity_kind_texts[node.kind]);
        break;
    case COLUMN_CODE_GRAPH_CLASS:
        give_word(to, query_class_text(&node));
        break;
    case COLUMN_CODE_GRAPH_LANGUAGE:
        give_word(to, language_names[node.language]);
        break;
    case COLUMN_CODE_GRAPH_PATH:
        give_text(to, node.path);
        break;
    case COLUMN_CODE_GRAPH_LINE_START:
        sqlite3_result_int64(to, node.line_start);
        break;
    case COLUMN_CODE_GRAPH_LINE_END:
        sqlite3_result_int64(to, node.line_end);
        break;
    case COLUMN_CODE_GRAPH_BIRTH:
        sqlite3_result_int64(to, node.birth);
        break;
    case COLUMN_CODE_GRAPH_SEMANTIC_PATH:
        query_put_key(self->snapshot, entity, &self->scratch);
        give_text(to, key_semantic_path(buffer_span(&self->scratch)));
        break;
    case COLUMN_CODE_GRAPH_ROOT_1:
    case COLUMN_CODE_GRAPH_ROOT_2:
        give_text(to, render_root(node.path, column == COLUMN_CODE_GRAPH_ROOT_1 ? 1 : 2));
        break;
    case COLUMN_CODE_GRAPH_MODIFIED:
        if (node.file != QUERY_NONE)
            render_time(&self->scratch, query_file_at(self->snapshot, node.file).modified_ns);
        give_scratch(self, to);
        break;
    default:
        return give_source(self, entity, column, to);
    }
    return SQLITE_OK;
}

static int
give_test(struct cursor *self, enum column column, sqlite3_context *to)
{
    query_entity entity = entity_at(self);
    query_node node = query_node_of(self->snapshot, entity);
    switch (column) {
    case COLUMN_TEST_ENTITIES_NAME:
        give_text(to, node.name);
        break;
    case COLUMN_TEST_ENTITIES_FOLDER:
        give_text(to, render_folder(node.path));
        break;
    case COLUMN_TEST_ENTITIES_FILE:
        give_text(to, render_file_name(node.path));
        break;
    case COLUMN_TEST_ENTITIES_KEY:
        give_key(self, entity, to);
        break;
    case COLUMN_TEST_ENTITIES_QUALIFIED_NAME:
        give_text(to, node.qualified_name);
        break;
    case COLUMN_TEST_ENTITIES_CLASS:
        give_word(to, query_class_text(&node));
        break;
    case COLUMN_TEST_ENTITIES_LANGUAGE:
        give_word(to, language_names[node.language]);
        break;
    case COLUMN_TEST_ENTITIES_LINE_START:
        sqlite3_result_int64(to, node.line_start);
        break;
    case COLUMN_TEST_ENTITIES_LINE_END:
        sqlite3_result_int64(to, node.line_end);
        break;
    default:
        give_word(to, test_detection_texts[node.detection]);
    }
    return SQLITE_OK;
}

// Puts the lines as JSON: [12,40].
static void
put_sites(buffer *out, span lines)
{
    reader cursor = reader_of(lines);
    uint32_t line = 0;
    buffer_put_byte(out, '[');
    for (bool is_first = true; edge_lines_next(&cursor, &line); is_first = false)
        buffer_printf(out, is_first ? "%u" : ",%u", line);
    buffer_put_byte(out, ']');
}

static int
give_edge(struct cursor *self, enum column column, sqlite3_context *to)
{
    const query_edge *edge = &self->edge;
    switch (column) {
    case COLUMN_DEPENDENCY_EDGES_FROM_KEY:
        give_key(self, edge->from, to);
        break;
    case COLUMN_DEPENDENCY_EDGES_TO_KEY:
        give_key(self, edge->to, to);
        break;
    case COLUMN_DEPENDENCY_EDGES_TYPE:
        give_word(to, edge_type_texts[edge->type]);
        break;
    case COLUMN_DEPENDENCY_EDGES_LOCATION:
        query_put_location(self->snapshot, edge, &self->scratch);
        give_scratch(self, to);
        break;
    case COLUMN_DEPENDENCY_EDGES_SITES:
        put_sites(&self->scratch, edge->lines);
        give_scratch(self, to);
        break;
    case COLUMN_DEPENDENCY_EDGES_RESOLUTION:
        give_word(to, resolution_texts[edge->resolution]);
        break;
    case COLUMN_DEPENDENCY_EDGES_FROM_NAME:
        give_text(to, query_name(self->snapshot, edge->from));
        break;
    case COLUMN_DEPENDENCY_EDGES_TO_NAME:
        give_text(to, query_name(self->snapshot, edge->to));
        break;
    default:
        give_text(to, query_node_of(self->snapshot, edge->to).path);
    }
    return SQLITE_OK;
}

static int
give_coverage(struct cursor *self, enum column column, sqlite3_context *to)
{
    query_file file = query_file_at(self->snapshot, self->next);
    const coverage_row *words = &file.coverage;
    uint64_t aside = (uint64_t)words->import_words + words->comment_words;
    switch (column) {
    case COLUMN_WORD_COVERAGE_FOLDER:
        give_text(to, render_folder(file.path));
        break;
    case COLUMN_WORD_COVERAGE_FILE:
        give_text(to, render_file_name(file.path));
        break;
    case COLUMN_WORD_COVERAGE_LANGUAGE:
        give_word(to, language_names[words->language]);
        break;
    case COLUMN_WORD_COVERAGE_SOURCE_WORDS:
        sqlite3_result_int64(to, words->source_words);
        break;
    case COLUMN_WORD_COVERAGE_ENTITY_WORDS:
        sqlite3_result_int64(to, words->entity_words);
        break;
    case COLUMN_WORD_COVERAGE_IMPORT_WORDS:
        sqlite3_result_int64(to, words->import_words);
        break;
    case COLUMN_WORD_COVERAGE_COMMENT_WORDS:
        sqlite3_result_int64(to, words->comment_words);
        break;
    case COLUMN_WORD_COVERAGE_RAW:
        give_percent(self, words->entity_words, words->source_words, to);
        break;
    case COLUMN_WORD_COVERAGE_EFFECTIVE:
        give_percent(self, words->entity_words, words->source_words > aside ? words->source_words - aside : 0,
                     to);
        break;
    default:
        sqlite3_result_int64(to, words->entity_count);
    }
    return SQLITE_OK;
}

static int
give_ignored(struct cursor *self, enum column column, sqlite3_context *to)
{
    query_ignored ignored = query_ignored_at(self->snapshot, self->next);
    switch (column) {
    case COLUMN_IGNORED_FILES_FOLDER:
        give_text(to, render_folder(ignored.path));
        break;
    case COLUMN_IGNORED_FILES_FILE:
        give_text(to, render_file_name(ignored.path));
        break;
    case COLUMN_IGNORED_FILES_EXTENSION:
        give_text(to, render_extension(ignored.path));
        break;
    default:
        give_word(to, ignore_reason_texts[ignored.reason]);
    }
    return SQLITE_OK;
}

static int
give_file(struct cursor *self, enum file_column column, sqlite3_context *to)
{
    query_file file = query_file_at(self->snapshot, self->next);
    switch (column) {
    case FILE_PATH:
        give_text(to, file.path);
        break;
    case FILE_FOLDER:
        give_text(to, render_folder(file.path));
        break;
    case FILE_NAME:
        give_text(to, render_file_name(file.path));
        break;
    case FILE_LANGUAGE:
        give_word(to, language_names[file.language]);
        break;
    case FILE_SIZE:
        sqlite3_result_int64(to, (sqlite3_int64)file.size_bytes);
        break;
    case FILE_MODIFIED:
        render_time(&self->scratch, file.modified_ns);
        give_scratch(self, to);
        break;
    case FILE_ENTITIES:
        sqlite3_result_int64(to, file.code_count);
        break;
    case FILE_TESTS:
        sqlite3_result_int64(to, file.test_count);
        break;
    case FILE_ERRORS:
        sqlite3_result_int64(to, file.error_count);
        break;
    default:
        sqlite3_result_int64(to, file.error_bytes);
    }
    return SQLITE_OK;
}

static int
cursor_column(sqlite3_vtab_cursor *base, sqlite3_context *to, int number)
{
    struct cursor *self = (struct cursor *)base;
    buffer_clear(&self->scratch);
    if (self->kind->relation == RELATION_COUNT)
        return give_file(self, (enum file_column)number, to);
    enum column column = (enum column)(columns_first((relation)self->kind->relation) + (unsigned)number);
    switch (self->kind->relation) {
    case RELATION_CODE_GRAPH:
        return give_code(self, column, to);
    case RELATION_DEPENDENCY_EDGES:
        return give_edge(self, column, to);
    case RELATION_TEST_ENTITIES:
        return give_test(self, column, to);
    case RELATION_WORD_COVERAGE:
        return give_coverage(self, column, to);
    default:
        return give_ignored(self, column, to);
    }
}

// Without xCreate and xUpdate the tables are there by themselves and can neither be made nor written.
static const sqlite3_module module = {
    .iVersion = 1,
    .xConnect = table_connect,
    .xBestIndex = table_plan,
    .xDisconnect = table_disconnect,
    .xOpen = cursor_open,
    .xClose = cursor_close,
    .xFilter = cursor_filter,
    .xNext = cursor_next,
    .xEof = cursor_eof,
    .xColumn = cursor_column,
    .xRowid = cursor_rowid,
};

// A table is connected when it is first named; that declares it, which an authorizer would take for a CREATE
// TABLE.
static int
connect_now(sqlite3 *connection, const char *name)
{
    char text[80];
    sqlite3_stmt *statement = NULL;
    snprintf(text, sizeof text, "SELECT 1 FROM %s", name);
    int code = sqlite3_prepare_v2(connection, text, -1, &statement, NULL);
    sqlite3_finalize(statement);
    return code;
}

int
sql_tables_register(sqlite3 *connection, const query_snapshot *snapshot)
{
    int code = SQLITE_OK;
    for (int i = 0; i < TABLE_COUNT && code == SQLITE_OK; i++) {
        struct binding *binding = malloc(sizeof *binding);
        assert(binding);
        *binding = (struct binding){snapshot, &table_kinds[i]};
        code = sqlite3_create_module_v2(connection, table_kinds[i].name, &module, binding, free);
        if (code == SQLITE_OK)
            code = connect_now(connection, table_kinds[i].name);
    }
    return code;
}
