#include "stages/cli/ask.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>

#include "base/status.h"
#include "schema/render.h"
#include "stages/cli/sheet.h"
#include "stages/server/query_find.h"
#include "stages/server/query_graph.h"
#include "stages/server/query_report.h"
#include "stages/server/query_source.h"

enum { DEPTH_IMPACT = 3, FOLDERS_SHOWN = 12, HOTSPOTS_SHOWN = 5, PATH_SHOWN = 8 };

struct ask {
    ask_question question;
    const params *params;
    const query_snapshot *now;
    query_scope scope;
    query_entity subject;
    sheet sheet;
    buffer scratch; // one cell's text
    char failure[STORE_FAILURE_BYTES];
};

// ---- entities

__attribute__((format(printf, 2, 3))) static span
format(struct ask *self, const char *format, ...)
{
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    buffer_clear(&self->scratch);
    buffer_put_span(&self->scratch, span_of(text));
    return buffer_span(&self->scratch);
}

// "path:line"; of an external entity its module.
static span
place(struct ask *self, const query_node *node)
{
    buffer_clear(&self->scratch);
    buffer_put_span(&self->scratch, node->kind == ENTITY_EXTERNAL ? node->qualified_name : node->path);
    if (node->path.size)
        buffer_printf(&self->scratch, ":%" PRIu32, node->line_start);
    else if (!node->qualified_name.size)
        buffer_put_byte(&self->scratch, '-');
    return buffer_span(&self->scratch);
}

static span
shown_name(const query_node *node)
{
    return node->kind == ENTITY_EXTERNAL ? node->name : node->qualified_name;
}

// Puts an entity's members into the JSON object that is open.
static void
put_members(struct ask *self, query_entity entity)
{
    query_node node = query_node_of(self->now, entity);
    sheet *sheet = &self->sheet;
    if (!sheet->is_json)
        return;
    buffer_clear(&self->scratch);
    query_put_key(self->now, entity, &self->scratch);
    sheet_json_text(sheet, "key", buffer_span(&self->scratch));
    sheet_json_text(sheet, "name", node.name);
    sheet_json_text(sheet, "qualified_name", node.qualified_name);
    sheet_json_text(sheet, "entity_type", span_of(entity_kind_texts[node.kind]));
    sheet_json_text(sheet, "entity_class", span_of(query_class_text(&node)));
    sheet_json_text(sheet, "language", span_of(language_names[node.language]));
    sheet_json_text(sheet, "file_path", node.path);
    sheet_json_number(sheet, "line_start", node.line_start);
    sheet_json_number(sheet, "line_end", node.line_end);
}

static void
put_cells(struct ask *self, span where, const query_node *node)
{
    sheet_cell_put(&self->sheet, SHEET_PLACE, where);
    sheet_cell_put(&self->sheet, SHEET_KIND, span_of(entity_kind_texts[node->kind]));
    sheet_cell_put(&self->sheet, SHEET_NAME, shown_name(node));
}

// A row of a table, its last cell `note`; in JSON an object that stays open for more members.
static void
put_row(struct ask *self, query_entity entity, const char *note)
{
    query_node node = query_node_of(self->now, entity);
    sheet_json_open(&self->sheet, NULL, '{');
    put_members(self, entity);
    if (self->sheet.is_json)
        return;
    put_cells(self, place(self, &node), &node);
    sheet_cell_put(&self->sheet, SHEET_NOTE, span_of(note));
}

enum { ROW_COLUMNS = 4 };

static uint64_t
limit_of(const struct ask *self)
{
    return self->params->limit ? self->params->limit : UINT64_MAX;
}

// Says what the table is, before it.
static void
put_heading(struct ask *self, uint64_t total, const char *what)
{
    sheet_json_number(&self->sheet, "total_count", total);
    if (self->sheet.is_json)
        return;
    query_node node = query_node_of(self->now, self->subject);
    buffer_printf(&self->sheet.text, "%" PRIu64 " %s ", total, what);
    sheet_styled(&self->sheet, SHEET_NAME, shown_name(&node));
    sheet_put(&self->sheet, SPAN_LITERAL(" ("));
    sheet_put(&self->sheet, place(self, &node));
    sheet_put(&self->sheet, SPAN_LITERAL(")\n"));
}

// Ends the table, and says how much of it is not shown.
static void
end_rows(struct ask *self, uint64_t shown, uint64_t total)
{
    sheet_json_close(&self->sheet, ']');
    if (self->sheet.is_json)
        return;
    sheet_end_table(&self->sheet, ROW_COLUMNS);
    if (shown < total) {
        sheet_styled(&self->sheet, SHEET_NOTE,
                     format(self, "%" PRIu64 " more; --limit 0 shows all", total - shown));
        buffer_put_byte(&self->sheet.text, '\n');
    }
}

// ---- what a name means

// Tells why a name has no answer, with the entities that it may mean.
static int
refuse(struct ask *self, const char *name, status why, const query_entities *found, uint64_t total)
{
    const char *what = why == STATUS_CONFLICT    ? "is ambiguous"
                       : why == STATUS_NOT_FOUND ? "is not found"
                                                 : "is no name";
    sheet_json_text(&self->sheet, "error", format(self, "'%.200s' %s", name, what));
    sheet_json_open(&self->sheet, "candidates", '[');
    for (size_t i = 0; i < found->count; i++) {
        put_row(self, found->items[i], "");
        sheet_json_close(&self->sheet, '}');
    }
    sheet_json_close(&self->sheet, ']');
    if (self->sheet.is_json)
        return EXIT_RUN_FAILED;
    self->sheet.out = stderr;
    self->sheet.has_colour = sheet_wants_colour(stderr);
    sheet_put(&self->sheet, SPAN_LITERAL("sluice: "));
    sheet_put(&self->sheet, format(self, "'%.200s' %s", name, what));
    if (why == STATUS_CONFLICT)
        buffer_printf(&self->sheet.text, ": %" PRIu64 " entities; give more of its name, or path:line\n",
                      total);
    else
        sheet_put(&self->sheet, found->count ? SPAN_LITERAL("; near are\n") : SPAN_LITERAL("\n"));
    sheet_end_table(&self->sheet, ROW_COLUMNS);
    if (found->count < total)
        buffer_printf(&self->sheet.text, "and %" PRIu64 " more\n", total - found->count);
    return EXIT_RUN_FAILED;
}

static int
find_subject(struct ask *self, const char *name)
{
    query_entities found = {0};
    uint64_t total;
    int code = EXIT_DONE;
    status result = query_find(self->now, span_of(name), (query_scope){0}, &found, &total);
    if (result)
        code = refuse(self, name, result, &found, total);
    else
        self->subject = found.items[0];
    query_entities_fini(&found);
    if (code)
        return code;
    sheet_json_open(&self->sheet, "entity", '{');
    put_members(self, self->subject);
    sheet_json_close(&self->sheet, '}');
    return EXIT_DONE;
}

static int
refuse_scope(struct ask *self, const char *text, const buffer *nearest)
{
    sheet_json_text(&self->sheet, "error", format(self, "scope '%.200s' is not found", text));
    sheet_json_text(&self->sheet, "nearest", buffer_span(nearest));
    if (!self->sheet.is_json)
        fprintf(stderr, "sluice: no file was parsed under '%s'%s%.*s\n", text,
                nearest->size ? "; near are\n" : "", (int)nearest->size, nearest->size ? nearest->data : "");
    return EXIT_RUN_FAILED;
}

// Reads a folder: L1||L2 as everywhere, or as a path.
static int
find_scope(struct ask *self, const char *text)
{
    buffer nearest = {0};
    int code = EXIT_DONE;
    if (query_scope_find(self->now, span_of(text), &self->scope, &nearest))
        code = refuse_scope(self, text, &nearest);
    buffer_fini(&nearest);
    return code;
}

// ---- search and show

static int
answer_search(struct ask *self, const char *text)
{
    static const char *const notes[] = {
        [QUERY_MATCH_EXACT] = "exact",         [QUERY_MATCH_FOLDED] = "folded",
        [QUERY_MATCH_PREFIX] = "prefix",       [QUERY_MATCH_PART] = "part",
        [QUERY_MATCH_INITIALS] = "initials",   [QUERY_MATCH_TYPO] = "typo",
        [QUERY_MATCH_SUBSEQUENCE] = "letters",
    };
    query_hits hits = {0};
    query_filter filter = {.classes = QUERY_ALL, .scope = self->scope};
    uint64_t total = query_search(self->now, span_of(text), &filter, 0, self->params->limit, &hits);
    sheet_json_number(&self->sheet, "total_count", total);
    sheet_json_open(&self->sheet, "entities", '[');
    for (size_t i = 0; i < hits.count; i++) {
        put_row(self, hits.items[i].entity, notes[hits.items[i].match]);
        sheet_json_text(&self->sheet, "match", span_of(notes[hits.items[i].match]));
        sheet_json_close(&self->sheet, '}');
    }
    end_rows(self, hits.count, total);
    query_hits_fini(&hits);
    if (!total && !self->sheet.is_json)
        fprintf(stderr, "sluice: nothing like '%s' is found\n", text);
    return total ? EXIT_DONE : EXIT_RUN_FAILED;
}

static void
put_block(struct ask *self, sheet_style style, span text)
{
    if (!text.size)
        return;
    sheet_styled(&self->sheet, style, text);
    buffer_put_byte(&self->sheet.text, '\n');
}

static void
put_source(struct ask *self, const query_source *source)
{
    sheet *sheet = &self->sheet;
    query_node node = query_node_of(self->now, self->subject);
    uint32_t in = query_in_degree(self->now, self->subject, QUERY_EDGES_DEPENDS);
    uint32_t out = query_out_degree(self->now, self->subject, QUERY_EDGES_DEPENDS);
    sheet_json_number(sheet, "inbound_count", in);
    sheet_json_number(sheet, "outbound_count", out);
    sheet_json_text(sheet, "signature", source->signature);
    sheet_json_text(sheet, "documentation", source->documentation);
    sheet_json_text(sheet, "code", source->code);
    if (sheet->is_json)
        return;
    put_cells(self, place(self, &node), &node);
    sheet_cell_put(sheet, SHEET_NOTE, format(self, "%" PRIu32 " in, %" PRIu32 " out", in, out));
    sheet_end_table(sheet, ROW_COLUMNS);
    buffer_clear(&self->scratch);
    query_put_key(self->now, self->subject, &self->scratch);
    put_block(self, SHEET_NOTE, buffer_span(&self->scratch));
    put_block(self, SHEET_NOTE, source->documentation);
    buffer_put_byte(&sheet->text, '\n');
    put_block(self, SHEET_PLAIN, source->code);
}

static int
answer_show(struct ask *self)
{
    query_source source = {0};
    status result = query_source_load(&source, self->now, self->subject, self->failure);
    if (result)
        fprintf(stderr, "sluice: %s\n", self->failure);
    else
        put_source(self, &source);
    query_source_fini(&source);
    return result ? EXIT_RUN_FAILED : EXIT_DONE;
}

// ---- callers and callees

static void
put_edge(struct ask *self, const query_edge *edge, bool is_reverse)
{
    query_entity other = is_reverse ? edge->from : edge->to;
    query_node node = query_node_of(self->now, other);
    buffer location = {0}, note = {0};
    query_put_location(self->now, edge, &location);
    sheet_json_open(&self->sheet, NULL, '{');
    put_members(self, other);
    sheet_json_text(&self->sheet, "edge_type", span_of(edge_type_texts[edge->type]));
    sheet_json_text(&self->sheet, "resolution", span_of(resolution_texts[edge->resolution]));
    sheet_json_text(&self->sheet, "source_location", buffer_span(&location));
    sheet_json_number(&self->sheet, "sites", edge->line_count);
    sheet_json_close(&self->sheet, '}');
    if (!self->sheet.is_json) {
        buffer_printf(&note, "%s %s", edge_type_texts[edge->type], resolution_texts[edge->resolution]);
        if (edge->line_count > 1)
            buffer_printf(&note, " x%" PRIu32, edge->line_count);
        // A caller is where it calls; a callee where it is defined.
        put_cells(self, is_reverse && edge->line ? buffer_span(&location) : place(self, &node), &node);
        sheet_cell_put(&self->sheet, SHEET_NOTE, buffer_span(&note));
    }
    buffer_fini(&location);
    buffer_fini(&note);
}

static int
answer_edges(struct ask *self, bool is_reverse)
{
    query_edges walk = is_reverse ? query_edges_in(self->now, self->subject, QUERY_EDGES_DEPENDS)
                                  : query_edges_out(self->now, self->subject, QUERY_EDGES_DEPENDS);
    query_edge edge;
    uint64_t total = 0, shown = 0;
    for (query_edges all = walk; query_edges_next(&all, &edge);)
        total += query_in_scope(self->now, is_reverse ? edge.from : edge.to, self->scope);
    put_heading(self, total, is_reverse ? "depend on" : "are needed by");
    sheet_json_open(&self->sheet, is_reverse ? "callers" : "callees", '[');
    while (shown < limit_of(self) && query_edges_next(&walk, &edge)) {
        if (!query_in_scope(self->now, is_reverse ? edge.from : edge.to, self->scope))
            continue;
        put_edge(self, &edge, is_reverse);
        shown++;
    }
    end_rows(self, shown, total);
    return EXIT_DONE;
}

// ---- reach

static void
put_reached(struct ask *self, const query_reached *reached)
{
    query_node via = query_node_of(self->now, reached->via);
    buffer note = {0};
    buffer_printf(&note, "hop %" PRIu32, reached->hop);
    if (reached->hop > 1)
        buffer_printf(&note, " via %.*s", (int)shown_name(&via).size, shown_name(&via).data);
    buffer_put_byte(&note, 0);
    put_row(self, reached->entity, note.data);
    sheet_json_number(&self->sheet, "hop", reached->hop);
    sheet_json_text(&self->sheet, "via", shown_name(&via));
    sheet_json_close(&self->sheet, '}');
    buffer_fini(&note);
}

static int
put_reach(struct ask *self, const query_reach *found, const char *heading, const char *name)
{
    uint64_t shown = found->count < limit_of(self) ? found->count : limit_of(self);
    put_heading(self, found->count, heading);
    sheet_json_open(&self->sheet, name, '[');
    for (uint64_t i = 0; i < shown; i++)
        put_reached(self, &found->items[i]);
    end_rows(self, shown, found->count);
    return EXIT_DONE;
}

static int
answer_reach(struct ask *self, bool is_reverse, uint32_t depth, const char *heading, const char *name)
{
    query_reach found = {0};
    query_reach_options options = {.is_reverse = is_reverse, .hops_max = depth, .scope = self->scope};
    query_reach_from(self->now, self->subject, &options, &found);
    int code = put_reach(self, &found, heading, name);
    query_reach_fini(&found);
    return code;
}

static int
answer_tests(struct ask *self)
{
    query_reach found = {0};
    query_tests_of(self->now, self->subject, (uint32_t)self->params->depth, 0, self->scope, &found);
    int code = put_reach(self, &found, "tests reach", "tests");
    query_reach_fini(&found);
    return code;
}

// ---- cycles, hotspots, overview

// Writes "a -> b -> a", a long one with its middle left out.
static void
put_path(struct ask *self, const query_entities *path, buffer *out)
{
    for (size_t i = 0; i < path->count; i++) {
        bool is_shown = path->count <= PATH_SHOWN || i < PATH_SHOWN - 1 || i + 1 == path->count;
        query_node node = query_node_of(self->now, path->items[i]);
        if (is_shown)
            buffer_printf(out, "%.*s -> ", (int)shown_name(&node).size, shown_name(&node).data);
        else if (i + 2 == path->count)
            buffer_put_span(out, SPAN_LITERAL("... -> "));
    }
    query_node first = query_node_of(self->now, path->items[0]);
    buffer_put_span(out, shown_name(&first));
}

static void
put_cycle(struct ask *self, const query_entities *path, uint32_t size)
{
    query_node first = query_node_of(self->now, path->items[0]);
    buffer text = {0};
    sheet_json_open(&self->sheet, NULL, '{');
    sheet_json_number(&self->sheet, "size", size);
    sheet_json_open(&self->sheet, "path", '[');
    for (size_t i = 0; i < path->count; i++) {
        sheet_json_open(&self->sheet, NULL, '{');
        put_members(self, path->items[i]);
        sheet_json_close(&self->sheet, '}');
    }
    sheet_json_close(&self->sheet, ']');
    sheet_json_close(&self->sheet, '}');
    if (!self->sheet.is_json) {
        put_path(self, path, &text);
        sheet_cell_put(&self->sheet, SHEET_PLACE, place(self, &first));
        sheet_cell_put(&self->sheet, SHEET_KIND, span_of(entity_kind_texts[first.kind]));
        sheet_cell_put(&self->sheet, SHEET_NAME, buffer_span(&text));
        sheet_cell_put(&self->sheet, SHEET_NOTE, format(self, "%" PRIu32 " entities", size));
    }
    buffer_fini(&text);
}

static int
answer_cycles(struct ask *self)
{
    query_components *components = query_components_new(self->now, QUERY_EDGES_DEPENDS, self->scope);
    query_entities path = {0};
    uint64_t shown = components->count < limit_of(self) ? components->count : limit_of(self);
    sheet_json_number(&self->sheet, "total_count", components->count);
    if (!self->sheet.is_json)
        buffer_printf(&self->sheet.text,
                      "%" PRIu32 " groups of entities need each other; a shortest cycle of each\n",
                      components->count);
    sheet_json_open(&self->sheet, "cycles", '[');
    for (uint32_t i = 0; i < shown; i++) {
        query_cycle_of(self->now, components, i, QUERY_EDGES_DEPENDS, &path);
        put_cycle(self, &path, components->starts[i + 1] - components->starts[i]);
    }
    end_rows(self, shown, components->count);
    query_entities_fini(&path);
    query_components_destroy(&components);
    return EXIT_DONE;
}

static void
put_hotspots(struct ask *self, size_t top)
{
    query_filter filter = {.scope = self->scope};
    uint64_t total = query_list(self->now, &filter, 0, 0, NULL);
    if (top > total)
        top = total;
    query_hotspot *found = calloc(top + 1, sizeof *found);
    assert(found);
    size_t count = query_hotspots(self->now, &filter, QUERY_EDGES_DEPENDS, top, found, &total);
    sheet_json_open(&self->sheet, "hotspots", '[');
    for (size_t i = 0; i < count; i++) {
        char note[64];
        snprintf(note, sizeof note, "%" PRIu32 " in, %" PRIu32 " out", found[i].in, found[i].out);
        put_row(self, found[i].entity, note);
        sheet_json_number(&self->sheet, "inbound_count", found[i].in);
        sheet_json_number(&self->sheet, "outbound_count", found[i].out);
        sheet_json_close(&self->sheet, '}');
    }
    end_rows(self, 0, 0);
    free(found);
}

static int
answer_hotspots(struct ask *self)
{
    put_hotspots(self, self->params->limit ? self->params->limit : SIZE_MAX);
    return EXIT_DONE;
}

static void
put_count(struct ask *self, const char *name, const char *text, uint64_t count)
{
    sheet_json_number(&self->sheet, name, count);
    if (self->sheet.is_json)
        return;
    sheet_cell_put(&self->sheet, SHEET_PLAIN, span_of(text));
    sheet_cell_put(&self->sheet, SHEET_NAME, format(self, "%" PRIu64, count));
}

static void
put_counts(struct ask *self, const char *title, const char *const *texts, const uint64_t *counts, size_t size)
{
    sheet_json_open(&self->sheet, title, '{');
    if (!self->sheet.is_json)
        buffer_printf(&self->sheet.text, "\n%s\n", title);
    for (size_t i = 0; i < size; i++) {
        if (counts[i])
            put_count(self, texts[i], texts[i], counts[i]);
    }
    sheet_json_close(&self->sheet, '}');
    if (!self->sheet.is_json)
        sheet_end_table(&self->sheet, 2);
}

static void
put_folder(struct ask *self, const query_folder *folder)
{
    span name = folder->l1.size ? folder->l1 : SPAN_LITERAL(".");
    sheet_json_open(&self->sheet, NULL, '{');
    sheet_json_text(&self->sheet, "folder", name);
    sheet_json_number(&self->sheet, "files", folder->file_count);
    sheet_json_number(&self->sheet, "entities", folder->code_count);
    sheet_json_number(&self->sheet, "tests", folder->test_count);
    sheet_json_close(&self->sheet, '}');
    if (self->sheet.is_json)
        return;
    sheet_cell_put(&self->sheet, SHEET_PLACE, name);
    sheet_cell_put(&self->sheet, SHEET_PLAIN, format(self, "%" PRIu32 " files", folder->file_count));
    sheet_cell_put(&self->sheet, SHEET_PLAIN, format(self, "%" PRIu64 " entities", folder->code_count));
    sheet_cell_put(&self->sheet, SHEET_NOTE, format(self, "%" PRIu64 " tests", folder->test_count));
}

static int
compare_folders(const void *a, const void *b)
{
    const query_folder *left = a, *right = b;
    if (left->code_count != right->code_count)
        return left->code_count > right->code_count ? -1 : 1;
    return span_compare(left->l1, right->l1);
}

// The top-level folders with most entities.
static void
put_folders(struct ask *self)
{
    size_t count, tops = 0;
    const query_folder *folders = query_folders(self->now, &count);
    query_folder *sorted = calloc(count + 1, sizeof *sorted);
    assert(sorted);
    for (size_t i = 0; i < count; i++) {
        if (!folders[i].l2.size)
            sorted[tops++] = folders[i];
    }
    if (tops)
        qsort(sorted, tops, sizeof *sorted, compare_folders);
    sheet_json_open(&self->sheet, "folders", '[');
    if (!self->sheet.is_json)
        sheet_put(&self->sheet, SPAN_LITERAL("\nfolders\n"));
    for (size_t i = 0; i < tops && (i < FOLDERS_SHOWN || self->sheet.is_json); i++)
        put_folder(self, &sorted[i]);
    uint64_t shown = tops < FOLDERS_SHOWN ? tops : FOLDERS_SHOWN;
    end_rows(self, self->sheet.is_json ? tops : shown, shown);
    free(sorted);
}

static void
put_about(struct ask *self)
{
    query_about about = query_snapshot_about(self->now);
    buffer time = {0};
    render_time(&time, about.published_ns);
    sheet_json_number(&self->sheet, "generation", about.generation);
    sheet_json_text(&self->sheet, "published", buffer_span(&time));
    sheet_json_text(&self->sheet, "source", span_of(about.source));
    if (!self->sheet.is_json) {
        sheet_put(&self->sheet, span_of(about.source));
        sheet_put(&self->sheet, format(self, ", generation %" PRIu32 " of ", about.generation));
        sheet_put(&self->sheet, buffer_span(&time));
        buffer_put_byte(&self->sheet.text, '\n');
    }
    buffer_fini(&time);
}

static int
answer_overview(struct ask *self)
{
    const query_statistics *counts = query_statistics_of(self->now);
    put_about(self);
    put_count(self, "code_entities", "entities", counts->code_entities);
    put_count(self, "test_entities", "tests", counts->test_entities);
    put_count(self, "external_entities", "external entities", counts->external_entities);
    put_count(self, "edges", "edges", counts->edges);
    put_count(self, "files", "files", counts->files);
    put_count(self, "ignored", "paths not parsed", counts->ignored);
    if (!self->sheet.is_json)
        sheet_end_table(&self->sheet, 2);
    put_counts(self, "languages", language_names, counts->files_by_language, LANGUAGE_COUNT);
    put_counts(self, "kinds", entity_kind_texts, counts->entities_by_kind, ENTITY_KIND_COUNT);
    put_folders(self);
    if (!self->sheet.is_json)
        sheet_put(&self->sheet, SPAN_LITERAL("\nmost connected\n"));
    put_hotspots(self, HOTSPOTS_SHOWN);
    return EXIT_DONE;
}

// ---- one question

static int
answer(struct ask *self, const char *subject)
{
    uint32_t depth = (uint32_t)self->params->depth;
    switch (self->question) {
    case ASK_SEARCH:
        return answer_search(self, subject);
    case ASK_SHOW:
        return answer_show(self);
    case ASK_CALLERS:
        return depth > 1 ? answer_reach(self, true, depth, "depend on", "callers") : answer_edges(self, true);
    case ASK_CALLEES:
        return depth > 1 ? answer_reach(self, false, depth, "are needed by", "callees")
                         : answer_edges(self, false);
    case ASK_IMPACT:
        return answer_reach(self, true, depth ? depth : DEPTH_IMPACT, "are affected by", "affected");
    case ASK_TESTS:
        return answer_tests(self);
    case ASK_CYCLES:
        return answer_cycles(self);
    default:
        return answer_hotspots(self);
    }
}

static int
ask(struct ask *self, const char *subject)
{
    bool is_about_folder = self->question == ASK_CYCLES || self->question == ASK_HOTSPOTS;
    if (self->question == ASK_OVERVIEW) // of the whole index
        return answer_overview(self);
    int code = find_scope(self, is_about_folder && subject ? subject : self->params->scope);
    if (!code && !is_about_folder && self->question != ASK_SEARCH)
        code = find_subject(self, subject);
    return code ? code : answer(self, subject);
}

int
ask_run(ask_question question, const params *params, const char *db, const char *subject, FILE *out)
{
    struct ask self = {.question = question, .params = params};
    query *opened = NULL;
    sheet_init(&self.sheet, out, params->json);
    sheet_json_open(&self.sheet, NULL, '{');
    int code = EXIT_RUN_FAILED;
    if (query_open(db, 0, &opened, self.failure)) {
        fprintf(stderr, "sluice: %s\n", self.failure);
        sheet_json_text(&self.sheet, "error", span_of(self.failure));
    } else {
        query_snapshot *now = query_acquire(opened);
        self.now = now;
        code = ask(&self, subject);
        query_release(&now);
    }
    if (params->json)
        buffer_put_span(&self.sheet.text, SPAN_LITERAL("}\n"));
    if (!sheet_fini(&self.sheet))
        code = EXIT_RUN_FAILED;
    query_close(&opened);
    buffer_fini(&self.scratch);
    return code;
}
