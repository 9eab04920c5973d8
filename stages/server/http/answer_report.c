// What the index says about itself: coverage by folder, excluded tests, word coverage, ignored files,
// folders.
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/intern.h"
#include "schema/render.h"
#include "stages/server/http/server.h"
#include "stages/server/query_report.h"

// Reasons for which source that we have a parser for was left out.
enum {
    ELIGIBLE_REASONS = 1 << REASON_TOO_LARGE | 1 << REASON_UNREADABLE | 1 << REASON_PARSER_CRASH |
                       1 << REASON_PARSER_TIMEOUT,
};

static void
put_percent(buffer *out, const char *name, uint64_t part, uint64_t whole)
{
    json_put_name(out, name);
    render_percent(out, part, whole);
}

static bool
is_folder(span path)
{
    return span_ends(path, "/");
}

static bool
is_eligible(const query_ignored *ignored)
{
    return !is_folder(ignored->path) && ELIGIBLE_REASONS >> ignored->reason & 1;
}

// ---- /ingestion-coverage-folder-report

struct folder_counts {
    uint32_t name; // in the table of names
    uint32_t depth;
    uint64_t total, eligible, parsed;
};

struct folders {
    intern *names;
    struct folder_counts *items;
    size_t count, capacity;
    query_entities unparsed; // places of ignored paths
};

static void
folders_fini(void *folders)
{
    struct folders *self = folders;
    intern_destroy(&self->names);
    query_entities_fini(&self->unparsed);
    free(self->items);
}

static struct folder_counts *
folder_of(struct folders *self, span path, uint32_t depth)
{
    uint32_t name = intern_add(self->names, path);
    if (name == self->count) {
        if (self->count == self->capacity) {
            self->capacity = self->capacity ? self->capacity * 2 : 256;
            self->items = realloc(self->items, self->capacity * sizeof *self->items);
            assert(self->items);
        }
        self->items[self->count++] = (struct folder_counts){.name = name, .depth = depth};
    }
    return &self->items[name];
}

// Counts a path in its folders down to `depth`.
static void
enter_path(struct folders *self, span path, uint64_t depth, bool is_parsed, bool is_eligible_one)
{
    uint32_t level = 0;
    for (size_t i = 1; i < path.size && level < depth; i++) {
        if (path.data[i] != '/')
            continue;
        struct folder_counts *folder = folder_of(self, span_slice(path, 0, i), ++level);
        folder->total += !is_folder(path);
        folder->parsed += is_parsed;
        folder->eligible += is_eligible_one;
    }
}

static _Thread_local const intern *names_of_sort; // qsort() takes no context

static int
compare_folders(const void *a, const void *b)
{
    const struct folder_counts *left = a, *right = b;
    return span_compare(intern_text(names_of_sort, left->name), intern_text(names_of_sort, right->name));
}

static void
put_folder(http_call *call, buffer *out, void *context, uint64_t index)
{
    (void)call;
    const struct folders *self = context;
    const struct folder_counts *folder = &self->items[index];
    buffer_put_byte(out, '{');
    http_put_text(out, "folder_path", intern_text(self->names, folder->name));
    http_put_integer(out, "depth", folder->depth);
    http_put_integer(out, "total_files", folder->total);
    http_put_integer(out, "eligible_files", folder->eligible);
    http_put_integer(out, "parsed_files", folder->parsed);
    put_percent(out, "coverage_pct", folder->parsed, folder->eligible);
    buffer_put_byte(out, '}');
}

static void
put_unparsed(http_call *call, buffer *out, void *context, uint64_t index)
{
    const struct folders *self = context;
    json_put_string(out, query_ignored_at(call->snapshot, self->unparsed.items[index]).path);
}

// Enters every path of the tree, and sums all of it up.
static struct folder_counts
count_folders(const http_call *call, struct folders *self, uint64_t depth)
{
    struct folder_counts all = {0};
    for (uint32_t i = 0; i < query_file_count(call->snapshot); i++) {
        query_file file = query_file_at(call->snapshot, i);
        enter_path(self, file.path, depth, true, true);
        all.total++, all.parsed++, all.eligible++;
    }
    for (uint32_t i = 0; i < query_ignored_count(call->snapshot); i++) {
        query_ignored ignored = query_ignored_at(call->snapshot, i);
        enter_path(self, ignored.path, depth, false, is_eligible(&ignored));
        all.total += !is_folder(ignored.path);
        all.eligible += is_eligible(&ignored);
        if (is_eligible(&ignored))
            query_entities_add(&self->unparsed, i);
    }
    names_of_sort = self->names;
    if (self->count)
        qsort(self->items, self->count, sizeof *self->items, compare_folders);
    return all;
}

void
http_answer_coverage(http_call *call)
{
    struct folders *self = http_keep(call, sizeof *self, folders_fini);
    const query_statistics *statistics = query_statistics_of(call->snapshot);
    buffer *out = &call->text;
    self->names = intern_new();
    struct folder_counts all = count_folders(call, self, http_integer(call, "depth"));
    json_put_name(out, "summary");
    buffer_put_byte(out, '{');
    http_put_text(out, "root_directory", span_of(query_snapshot_about(call->snapshot).source));
    http_put_integer(out, "total_files", all.total);
    http_put_integer(out, "eligible_files", all.eligible);
    http_put_integer(out, "parsed_files", all.parsed);
    put_percent(out, "coverage_pct", all.parsed, all.eligible);
    http_put_integer(out, "entity_count", statistics->code_entities);
    http_put_integer(out, "edge_count", statistics->edges);
    buffer_clear(&call->scratch);
    buffer_printf(&call->scratch, "%s/last-run.json", call->server->db);
    http_put_text(out, "errors_file", buffer_span(&call->scratch));
    http_put_integer(out, "error_count", self->unparsed.count + statistics->error_files);
    http_list(call, "unparsed_files", self->unparsed.count, put_unparsed, self);
    buffer_put_byte(out, '}');
    http_page(call, NULL, self->count, "folders", put_folder, self);
}

// ---- /ingestion-diagnostics-coverage-report

struct diagnostics {
    query_entities tests;
    uint64_t coverage_count;
    double raw_sum, effective_sum; // percentages of all files
};

static void
diagnostics_fini(void *diagnostics)
{
    query_entities_fini(&((struct diagnostics *)diagnostics)->tests);
}

static void
put_test(http_call *call, buffer *out, void *context, uint64_t index)
{
    const struct diagnostics *self = context;
    query_node node = query_node_of(call->snapshot, self->tests.items[index]);
    buffer_put_byte(out, '{');
    http_put_text(out, "entity_name", node.name);
    http_put_text(out, "folder_path", render_folder(node.path));
    http_put_text(out, "filename", render_file_name(node.path));
    http_put_text(out, "entity_class", span_of(query_class_text(&node)));
    http_put_text(out, "language", span_of(language_names[node.language]));
    http_put_integer(out, "line_start", node.line_start);
    http_put_integer(out, "line_end", node.line_end);
    http_put_text(out, "detection_reason", span_of(test_detection_texts[node.detection]));
    buffer_put_byte(out, '}');
}

static uint64_t
effective_words(const coverage_row *row)
{
    uint64_t aside = (uint64_t)row->import_words + row->comment_words;
    return row->source_words > aside ? row->source_words - aside : 0;
}

static void
put_covered(http_call *call, buffer *out, void *context, uint64_t index)
{
    (void)context;
    query_file file = query_file_at(call->snapshot, (uint32_t)index);
    buffer_put_byte(out, '{');
    http_put_text(out, "folder_path", render_folder(file.path));
    http_put_text(out, "filename", render_file_name(file.path));
    http_put_text(out, "language", span_of(language_names[file.language]));
    http_put_integer(out, "source_word_count", file.coverage.source_words);
    http_put_integer(out, "entity_word_count", file.coverage.entity_words);
    http_put_integer(out, "import_word_count", file.coverage.import_words);
    http_put_integer(out, "comment_word_count", file.coverage.comment_words);
    put_percent(out, "raw_coverage_pct", file.coverage.entity_words, file.coverage.source_words);
    put_percent(out, "effective_coverage_pct", file.coverage.entity_words, effective_words(&file.coverage));
    http_put_integer(out, "entity_count", file.coverage.entity_count);
    buffer_put_byte(out, '}');
}

static void
put_ignored(http_call *call, buffer *out, void *context, uint64_t index)
{
    (void)context;
    query_ignored ignored = query_ignored_at(call->snapshot, (uint32_t)index);
    buffer_put_byte(out, '{');
    http_put_text(out, "folder_path", render_folder(ignored.path));
    http_put_text(out, "filename", render_file_name(ignored.path));
    http_put_text(out, "extension", render_extension(ignored.path));
    http_put_text(out, "reason", span_of(ignore_reason_texts[ignored.reason]));
    buffer_put_byte(out, '}');
}

static void
put_mean(const struct diagnostics *self, buffer *out, const char *name, double sum)
{
    double mean = self->coverage_count ? sum / (double)self->coverage_count : 0;
    json_put_name(out, name);
    buffer_printf(out, "%.2f", mean);
}

static void
put_means(const struct diagnostics *self, buffer *out)
{
    put_mean(self, out, "avg_raw_coverage_pct", self->raw_sum);
    put_mean(self, out, "avg_effective_coverage_pct", self->effective_sum);
}

static double
percent(uint64_t part, uint64_t whole)
{
    return whole ? 100.0 * (double)part / (double)whole : 0;
}

static void
count_words(const http_call *call, struct diagnostics *self)
{
    self->coverage_count = query_file_count(call->snapshot);
    for (uint32_t i = 0; i < self->coverage_count; i++) {
        query_file file = query_file_at(call->snapshot, i);
        self->raw_sum += percent(file.coverage.entity_words, file.coverage.source_words);
        self->effective_sum += percent(file.coverage.entity_words, effective_words(&file.coverage));
    }
}

// How many ignored paths have each extension, in the order of the extensions' first paths.
static void
put_extensions(const http_call *call, buffer *out)
{
    intern *names = intern_new();
    uint32_t count = query_ignored_count(call->snapshot);
    uint64_t *counts = calloc((size_t)count + 1, sizeof *counts);
    assert(counts);
    for (uint32_t i = 0; i < count; i++)
        counts[intern_add(names, render_extension(query_ignored_at(call->snapshot, i).path))]++;
    json_put_name(out, "by_extension");
    buffer_put_byte(out, '{');
    for (uint32_t i = 0; i < intern_count(names); i++) {
        if (i)
            buffer_put_byte(out, ',');
        json_put_string(out, intern_text(names, i));
        buffer_printf(out, ":%llu", (unsigned long long)counts[i]);
    }
    buffer_put_byte(out, '}');
    free(counts);
    intern_destroy(&names);
}

static bool
wants(const http_call *call, const char *section)
{
    span text = http_text(call, "section");
    return span_is(text, "all") || span_is(text, section);
}

static void
put_sections(http_call *call, struct diagnostics *self)
{
    buffer *out = &call->text;
    if (wants(call, "test_entities")) {
        json_put_name(out, "test_entities_excluded");
        buffer_put_byte(out, '{');
        http_page(call, "total_count", self->tests.count, "entities", put_test, self);
        buffer_put_byte(out, '}');
    }
    if (wants(call, "word_coverage")) {
        json_put_name(out, "word_count_coverage");
        buffer_put_byte(out, '{');
        put_means(self, out);
        http_page(call, "total_files", self->coverage_count, "files", put_covered, self);
        buffer_put_byte(out, '}');
    }
    if (wants(call, "ignored_files")) {
        json_put_name(out, "ignored_files");
        buffer_put_byte(out, '{');
        http_put_integer(out, "total_count", query_ignored_count(call->snapshot));
        put_extensions(call, out);
        http_page(call, NULL, query_ignored_count(call->snapshot), "files", put_ignored, self);
        buffer_put_byte(out, '}');
    }
}

void
http_answer_diagnostics(http_call *call)
{
    struct diagnostics *self = http_keep(call, sizeof *self, diagnostics_fini);
    buffer *out = &call->text;
    query_filter filter = {.classes = QUERY_TESTS};
    query_list(call->snapshot, &filter, 0, 0, &self->tests);
    count_words(call, self);
    put_sections(call, self);
    if (!wants(call, "summary"))
        return;
    json_put_name(out, "summary");
    buffer_put_byte(out, '{');
    http_put_integer(out, "test_entities_count", self->tests.count);
    http_put_integer(out, "total_files_with_coverage", self->coverage_count);
    put_means(self, out);
    http_put_integer(out, "ignored_files_count", query_ignored_count(call->snapshot));
    buffer_put_byte(out, '}');
}

// ---- /folder-structure-discovery-tree

static void
put_tree(buffer *out, const query_folder *folders, size_t count)
{
    const query_folder *top = &folders[0];
    buffer_put_byte(out, '{');
    http_put_text(out, "l1", top->l1);
    json_put_name(out, "l2_children");
    buffer_put_byte(out, '[');
    for (size_t i = 1; i < count; i++) {
        if (i > 1)
            buffer_put_byte(out, ',');
        json_put_string(out, folders[i].l2);
    }
    buffer_put_byte(out, ']');
    http_put_integer(out, "entity_count", top->code_count);
    buffer_put_byte(out, '}');
}

void
http_answer_folders(http_call *call)
{
    size_t count;
    const query_folder *folders = query_folders(call->snapshot, &count);
    buffer *out = &call->text;
    json_put_name(out, "folders");
    buffer_put_byte(out, '[');
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && folders[end].l2.size;)
            end++;
        if (i)
            buffer_put_byte(out, ',');
        put_tree(out, &folders[i], end - i);
    }
    buffer_put_byte(out, ']');
}
