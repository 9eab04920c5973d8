#include "stages/server/mcp_tools.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "schema/json.h"
#include "schema/render.h"
#include "stages/server/mcp.h"
#include "stages/server/query_context.h"
#include "stages/server/query_find.h"
#include "stages/server/query_graph.h"
#include "stages/server/query_source.h"
#include "stages/server/sql.h"

enum {
    LIMIT_DEFAULT = 30,
    LIMIT_MAX = 500,
    DEPTH_DEFAULT = 3,
    DEPTH_MAX = 50,
    TOKENS_DEFAULT = 4000,
    SQL_ROWS_MAX = 200,
    SQL_TIME_MS = 5000,
    REACHED_MAX = 20000,
    LINES_SHOWN_MAX = 4, // sites of one edge
    SIGNATURE_BYTES_MAX = 160,
};

// ---- one call

struct call {
    const query_snapshot *snapshot;
    json_t *arguments;
    buffer *out;
    query_source source;
    query_entity subject;
    uint32_t offset, limit, depth;
    query_scope scope;
};

static span
text_argument(const struct call *self, const char *name)
{
    json_t *value = json_object_get(self->arguments, name);
    return json_is_string(value) ? (span){json_string_value(value), json_string_length(value)} : (span){"", 0};
}

// Reads a number within its bounds; false, and says so, when it is none.
static bool
number_argument(struct call *self, const char *name, uint32_t fallback, uint32_t minimum, uint32_t maximum, uint32_t *out)
{
    json_t *value = json_object_get(self->arguments, name);
    *out = fallback;
    if (!value || json_is_null(value))
        return true;
    json_int_t number = json_is_real(value) ? (json_int_t)json_real_value(value) : json_integer_value(value);
    if (!json_is_number(value) || number < minimum || number > maximum) {
        buffer_printf(self->out, "%s has to be a number from %" PRIu32 " to %" PRIu32, name, minimum, maximum);
        return false;
    }
    *out = (uint32_t)number;
    return true;
}

static bool
is_full(const struct call *self)
{
    return self->out->size > MCP_ANSWER_BYTES_MAX;
}

// Every answer starts with what it is an answer from.
static void
put_origin(struct call *self)
{
    query_about about = query_snapshot_about(self->snapshot);
    buffer_printf(self->out, "[generation %" PRIu32 " of ", about.generation);
    render_time(self->out, about.published_ns);
    buffer_put_span(self->out, SPAN_LITERAL("]\n"));
}

// "shown 30 of 412; next: offset=30"
static void
put_rest(struct call *self, uint64_t shown, uint64_t total)
{
    if (self->offset + shown < total)
        buffer_printf(self->out, "... %" PRIu64 " of %" PRIu64 " shown%s; for more: offset=%" PRIu64 "\n", shown, total,
                      is_full(self) ? " (an answer ends at 12000 bytes)" : "", self->offset + shown);
}

static void
put_place(struct call *self, const query_node *node)
{
    if (node->kind == ENTITY_EXTERNAL) {
        buffer_put_span(self->out, SPAN_LITERAL("external"));
        return;
    }
    buffer_put_span(self->out, node->path);
    buffer_printf(self->out, ":%" PRIu32, node->line_start);
}

// `path:line kind name  signature`
static void
put_entity(struct call *self, query_entity entity)
{
    char failure[STORE_FAILURE_BYTES];
    query_node node = query_node_of(self->snapshot, entity);
    put_place(self, &node);
    buffer_printf(self->out, " %s ", entity_kind_texts[node.kind]);
    if (node.kind == ENTITY_EXTERNAL) {
        buffer_put_span(self->out, node.qualified_name);
        buffer_put_span(self->out, node.qualified_name.size ? SPAN_LITERAL(":") : SPAN_LITERAL(""));
        buffer_put_span(self->out, node.name);
        return;
    }
    buffer_put_span(self->out, node.qualified_name);
    if (query_source_load(&self->source, self->snapshot, entity, failure) != STATUS_OK || !self->source.signature.size)
        return;
    span signature = self->source.signature;
    bool is_long = signature.size > SIGNATURE_BYTES_MAX;
    buffer_put_span(self->out, SPAN_LITERAL("  "));
    buffer_put_span(self->out, span_slice(signature, 0, is_long ? SIGNATURE_BYTES_MAX : signature.size));
    buffer_put_span(self->out, is_long ? SPAN_LITERAL("...") : SPAN_LITERAL(""));
}

static void
put_entities(struct call *self, const query_entities *found)
{
    for (size_t i = 0; i < found->count; i++) {
        put_entity(self, found->items[i]);
        buffer_put_byte(self->out, '\n');
    }
}

// Finds what `name` means; false, with candidates, when that is not one entity.
static bool
find_subject(struct call *self)
{
    span name = text_argument(self, "name");
    query_entities found = {0};
    uint64_t total = 0;
    status result = query_find(self->snapshot, name, self->scope, &found, &total);
    if (result == STATUS_OK) {
        self->subject = found.items[0];
    } else if (result == STATUS_INVALID) {
        buffer_put_span(self->out, SPAN_LITERAL("name is missing or too long: give a name (Sprintf), a qualified one (Logger.Printf), "
                                                "path:line, or a key"));
    } else {
        buffer_put_byte(self->out, '\'');
        buffer_put_span(self->out, name);
        if (result == STATUS_CONFLICT)
            buffer_printf(self->out, "' means %" PRIu64 " entities; give path:line or a qualified name:\n", total);
        else
            buffer_printf(self->out, "' is not in the index%s\n", found.count ? "; near ones:" : "; try search");
        put_entities(self, &found);
    }
    query_entities_fini(&found);
    return result == STATUS_OK;
}

static bool
find_scope(struct call *self)
{
    span text = text_argument(self, "folder");
    buffer nearest = {0};
    status result = query_scope_find(self->snapshot, text, &self->scope, &nearest);
    if (result != STATUS_OK) {
        buffer_printf(self->out, "no parsed file lies in folder '%.*s'; near ones:\n", (int)text.size, text.data);
        buffer_put_span(self->out, buffer_span(&nearest));
    }
    buffer_fini(&nearest);
    return result == STATUS_OK;
}

static bool
find_page(struct call *self)
{
    return number_argument(self, "offset", 0, 0, 1000000000, &self->offset) &&
           number_argument(self, "limit", LIMIT_DEFAULT, 1, LIMIT_MAX, &self->limit);
}

// ---- tools

static bool
answer_search(struct call *self)
{
    span text = text_argument(self, "query"), kind = text_argument(self, "kind");
    query_filter filter = {.classes = QUERY_CODE | QUERY_TESTS, .scope = self->scope};
    for (unsigned i = 0; kind.size && i < ENTITY_KIND_COUNT; i++)
        filter.kinds |= span_is(kind, entity_kind_texts[i]) ? 1u << i : 0;
    if (!text.size || (kind.size && !filter.kinds)) {
        buffer_put_span(self->out, text.size ? SPAN_LITERAL("there is no such kind; some are: fn, method, class, struct, interface, const, var")
                                             : SPAN_LITERAL("query is missing"));
        return false;
    }
    query_hits found = {0};
    uint64_t total = query_search(self->snapshot, text, &filter, self->offset, self->limit, &found), shown = 0;
    put_origin(self);
    buffer_printf(self->out, "%" PRIu64 " found\n", total);
    for (; shown < found.count && !is_full(self); shown++) {
        put_entity(self, found.items[shown].entity);
        buffer_put_byte(self->out, '\n');
    }
    put_rest(self, shown, total);
    query_hits_fini(&found);
    return true;
}

static bool
answer_show(struct call *self)
{
    char failure[STORE_FAILURE_BYTES] = "";
    query_node node = query_node_of(self->snapshot, self->subject);
    put_origin(self);
    put_entity(self, self->subject);
    buffer_put_span(self->out, SPAN_LITERAL("\nkey "));
    query_put_key(self->snapshot, self->subject, self->out);
    buffer_printf(self->out, "\nlines %" PRIu32 "-%" PRIu32 ", callers %" PRIu32 ", callees %" PRIu32 "\n", node.line_start,
                  node.line_end, query_in_degree(self->snapshot, self->subject, QUERY_EDGES_CALLS),
                  query_out_degree(self->snapshot, self->subject, QUERY_EDGES_CALLS));
    if (query_source_load(&self->source, self->snapshot, self->subject, failure) != STATUS_OK)
        return node.kind == ENTITY_EXTERNAL;
    span code = self->source.code;
    size_t room = MCP_ANSWER_BYTES_MAX > self->out->size ? MCP_ANSWER_BYTES_MAX - self->out->size : 0;
    size_t start = self->offset < code.size ? self->offset : code.size;
    size_t end = code.size - start > room ? start + room : code.size;
    buffer_put_span(self->out, span_slice(code, start, end));
    if (end < code.size)
        buffer_printf(self->out, "\n... %zu of %zu bytes shown (an answer ends at 12000); for more: offset=%zu\n", end - start, code.size,
                      end);
    return true;
}

// " (3 sites: 12, 40, 77; unique)"
static void
put_sites(struct call *self, const query_edge *edge)
{
    reader cursor = reader_of(edge->lines);
    uint32_t line = 0, shown = 0;
    buffer_printf(self->out, " [%s ", edge_type_texts[edge->type]);
    while (shown < LINES_SHOWN_MAX && edge_lines_next(&cursor, &line))
        buffer_printf(self->out, shown++ ? ",%" PRIu32 : "line %" PRIu32, line);
    if (edge->line_count > shown)
        buffer_printf(self->out, " and %" PRIu32 " more", edge->line_count - shown);
    buffer_printf(self->out, "; %s]\n", resolution_texts[edge->resolution]);
}

static bool
answer_edges(struct call *self, bool is_reverse)
{
    query_edges edges = is_reverse ? query_edges_in(self->snapshot, self->subject, QUERY_EDGES_CALLS)
                                   : query_edges_out(self->snapshot, self->subject, QUERY_EDGES_CALLS);
    uint64_t total = query_edges_count(&edges), shown = 0;
    query_edge edge;
    put_origin(self);
    buffer_printf(self->out, "%" PRIu64 " %s of ", total, is_reverse ? "callers" : "callees");
    put_entity(self, self->subject);
    buffer_put_byte(self->out, '\n');
    query_edges_skip(&edges, self->offset);
    while (shown < self->limit && !is_full(self) && query_edges_next(&edges, &edge)) {
        put_entity(self, is_reverse ? edge.from : edge.to);
        put_sites(self, &edge);
        shown++;
    }
    put_rest(self, shown, total);
    return true;
}

static void
put_reached(struct call *self, const query_reach *found)
{
    uint64_t shown = 0;
    uint32_t hop = 0;
    for (size_t i = self->offset; i < found->count && shown < self->limit && !is_full(self); i++, shown++) {
        if (found->items[i].hop != hop)
            buffer_printf(self->out, "hop %" PRIu32 ":\n", hop = found->items[i].hop);
        put_entity(self, found->items[i].entity);
        buffer_put_byte(self->out, '\n');
    }
    put_rest(self, shown, found->count);
}

static bool
answer_impact(struct call *self)
{
    query_reach_options options = {.is_reverse = true, .hops_max = self->depth, .entities_max = REACHED_MAX};
    query_reach found = {0};
    query_reach_from(self->snapshot, self->subject, &options, &found);
    put_origin(self);
    buffer_printf(self->out, "%zu%s entities depend on it within %" PRIu32 " hops: ", found.count, found.is_cut ? " or more" : "",
                  self->depth);
    put_entity(self, self->subject);
    buffer_put_byte(self->out, '\n');
    put_reached(self, &found);
    query_reach_fini(&found);
    return true;
}

static bool
answer_tests(struct call *self)
{
    query_reach found = {0};
    query_tests_of(self->snapshot, self->subject, self->depth, REACHED_MAX, (query_scope){0}, &found);
    put_origin(self);
    buffer_printf(self->out, "%zu%s tests reach it within %" PRIu32 " hops: ", found.count, found.is_cut ? " or more" : "",
                  self->depth);
    put_entity(self, self->subject);
    buffer_put_byte(self->out, '\n');
    put_reached(self, &found);
    query_reach_fini(&found);
    return true;
}

static bool
answer_context(struct call *self)
{
    char failure[STORE_FAILURE_BYTES] = "";
    uint32_t tokens;
    if (!number_argument(self, "tokens", TOKENS_DEFAULT, 100, QUERY_CONTEXT_TOKENS_MAX, &tokens))
        return false;
    query_context found = {0};
    put_origin(self);
    uint32_t frame = (uint32_t)(self->out->size + 80) / QUERY_TOKEN_BYTES; // this line and the last
    status result = query_context_of(self->snapshot, self->subject, tokens - frame, &found, failure);
    if (result == STATUS_OK) {
        buffer_put_span(self->out, buffer_span(&found.text));
        if (found.left_out)
            buffer_printf(self->out, "... %" PRIu32 " more are related; for more: tokens=%" PRIu32 "\n", found.left_out, tokens * 2);
    } else {
        buffer_printf(self->out, "no answer: %s", *failure ? failure : status_text(result));
    }
    query_context_fini(&found);
    return result == STATUS_OK;
}

// ---- sql

static void
take_head(void *context, const char *const *names, unsigned count)
{
    struct call *self = context;
    for (unsigned i = 0; i < count; i++)
        buffer_printf(self->out, i ? "\t%s" : "%s", names[i]);
    buffer_put_byte(self->out, '\n');
}

// Tabs between cells; white space within one is folded.
static bool
take_row(void *context, const sql_value *values, unsigned count)
{
    struct call *self = context;
    for (unsigned i = 0; i < count; i++) {
        if (i)
            buffer_put_byte(self->out, '\t');
        if (values[i].type == SQL_INTEGER)
            buffer_printf(self->out, "%" PRId64, values[i].integer);
        else if (values[i].type == SQL_REAL)
            buffer_printf(self->out, "%.15g", values[i].real);
        else
            render_signature(self->out, span_slice(values[i].text, 0, values[i].text.size < MCP_ANSWER_BYTES_MAX
                                                                          ? values[i].text.size
                                                                          : MCP_ANSWER_BYTES_MAX));
    }
    buffer_put_byte(self->out, '\n');
    return !is_full(self);
}

static bool
answer_sql(struct call *self)
{
    char failure[SQL_FAILURE_BYTES] = "";
    sql_limits limits = {.rows_max = SQL_ROWS_MAX, .time_ms = SQL_TIME_MS};
    sql_reader to = {self, take_head, take_row};
    sql_outcome outcome;
    put_origin(self);
    status result = sql_run(self->snapshot, text_argument(self, "statement"), &limits, &to, &outcome, failure);
    if (result == STATUS_OK && is_full(self))
        buffer_printf(self->out, "... cut after %" PRIu64 " rows: an answer ends at 12000 bytes; use LIMIT and OFFSET, or fewer columns\n",
                      outcome.rows);
    else if (*failure)
        buffer_printf(self->out, "%s%s\n", result == STATUS_OK ? "... " : "", failure);
    return result == STATUS_OK;
}

// ---- the list

enum { NEEDS_SUBJECT = 1, HAS_PAGE = 2, HAS_DEPTH = 4, HAS_FOLDER = 8 };

struct tool {
    const char *name, *description;
    unsigned needs;
    const char *text, *text_description; // its own required text, where it needs no subject
    bool (*answer)(struct call *self);
};

static bool
answer_callers(struct call *self)
{
    return answer_edges(self, true);
}

static bool
answer_callees(struct call *self)
{
    return answer_edges(self, false);
}

static const struct tool tools[] = {
    {"search", "Find entities (functions, classes, ...) by name, part of a name, or misspelt name.", HAS_PAGE | HAS_FOLDER, "query",
     "name or words", answer_search},
    {"show", "An entity's code, signature and place.", NEEDS_SUBJECT, NULL, NULL, answer_show},
    {"callers", "Who calls it, with lines and how sure each edge is.", NEEDS_SUBJECT | HAS_PAGE, NULL, NULL, answer_callers},
    {"callees", "What it calls.", NEEDS_SUBJECT | HAS_PAGE, NULL, NULL, answer_callees},
    {"impact", "All that depends on it, directly or not: what a change may break.", NEEDS_SUBJECT | HAS_PAGE | HAS_DEPTH, NULL, NULL,
     answer_impact},
    {"tests", "Tests that reach it.", NEEDS_SUBJECT | HAS_PAGE | HAS_DEPTH, NULL, NULL, answer_tests},
    {"context", "The code that matters most for it, within a token budget: itself, what it uses, types, callers.", NEEDS_SUBJECT, NULL,
     NULL, answer_context},
    {"sql",
     "SELECT over the index. Tables: CodeGraph(ISGL1_key, name, qualified_name, entity_type, entity_class, language, file_path, line_start, "
     "line_end, interface_signature, Current_Code), DependencyEdges(from_key, to_key, edge_type, source_location, resolution, "
     "from_name, to_name, to_path), TestEntitiesExcluded, FileWordCoverage, IgnoredFiles, files. edge_type: Calls, Uses, Implements, "
     "Extends, Contains, Imports, Tests.",
     0, "statement", "one SELECT", answer_sql},
};

enum { TOOL_COUNT = sizeof tools / sizeof *tools };

static void
add_property(json_t *properties, const char *name, const char *type, const char *description)
{
    json_t *property = json_pack("{s:s}", "type", type);
    if (description)
        json_object_set_new(property, "description", json_string(description));
    json_object_set_new(properties, name, property);
}

static json_t *
schema_of(const struct tool *tool)
{
    json_t *properties = json_object();
    if (tool->needs & NEEDS_SUBJECT)
        add_property(properties, "name", "string", "Name, Type.name, path:line or key");
    else
        add_property(properties, tool->text, "string", tool->text_description);
    if (tool->answer == answer_search)
        add_property(properties, "kind", "string", "fn, method, class, ...");
    if (tool->needs & HAS_FOLDER)
        add_property(properties, "folder", "string", "L1 or L1||L2");
    if (tool->needs & HAS_DEPTH)
        add_property(properties, "depth", "integer", NULL);
    if (tool->answer == answer_context)
        add_property(properties, "tokens", "integer", NULL);
    if (tool->needs & HAS_PAGE)
        add_property(properties, "limit", "integer", NULL);
    if (tool->needs & HAS_PAGE || tool->answer == answer_show)
        add_property(properties, "offset", "integer", NULL);
    return json_pack("{s:s, s:o, s:[s]}", "type", "object", "properties", properties, "required",
                     tool->needs & NEEDS_SUBJECT ? "name" : tool->text);
}

json_t *
mcp_tools_list(void)
{
    json_t *list = json_array();
    for (int i = 0; i < TOOL_COUNT; i++)
        json_array_append_new(list, json_pack("{s:s, s:s, s:o, s:{s:b}}", "name", tools[i].name, "description", tools[i].description,
                                              "inputSchema", schema_of(&tools[i]), "annotations", "readOnlyHint", 1));
    return list;
}

static bool
answer(struct call *self, const struct tool *tool)
{
    if (!find_scope(self) || !find_page(self) ||
        !number_argument(self, "depth", DEPTH_DEFAULT, 1, DEPTH_MAX, &self->depth))
        return false;
    if (tool->needs & NEEDS_SUBJECT && !find_subject(self))
        return false;
    return tool->answer(self);
}

bool
mcp_tools_call(const query_snapshot *snapshot, const char *name, json_t *arguments, buffer *out, bool *is_known)
{
    const struct tool *tool = NULL;
    for (int i = 0; i < TOOL_COUNT; i++)
        tool = strcmp(tools[i].name, name) == 0 ? &tools[i] : tool;
    *is_known = tool != NULL;
    if (!tool)
        return false;
    struct call call = {.snapshot = snapshot, .arguments = arguments, .out = out};
    bool is_answer = answer(&call, tool);
    query_source_fini(&call.source);
    return is_answer;
}
