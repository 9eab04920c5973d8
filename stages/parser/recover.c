#include "stages/parser/recover.h"

#include <assert.h>
#include <stdlib.h>

enum {
    PIECES_MAX = 65536, // of one part; the rest stays in the last piece
    ERRORS_SEEN_MAX = 100000,
    MISSING_BYTES = 4, // what a missing token counts: about as much as one too many
};

// How large a part may be to be tried whatever is wrong in it, and which share of a larger one must be in error. A mistake
// that swallows something is a large part of what it is in. Measured on Linux, where macros make many small
// mistakes: trying everything parses 30 of 97 MB again and gains in 51 parts; the strict limits parse 2 MB, for 38.
struct limits {
    uint32_t small_bytes, error_share;
};

static const struct limits strict = {512, 3}, lenient = {64 * 1024, 20};

// A line at which a top-level definition may start.
struct restart {
    uint32_t at;
    uint32_t row;
};

struct restarts {
    struct restart *items;
    uint32_t count, capacity;
};

// ---- measuring

uint64_t
recover_error_bytes(TSNode node)
{
    uint64_t bytes = 0;
    uint32_t seen = 0;
    TSTreeCursor cursor = ts_tree_cursor_new(node);
    for (bool is_done = false; !is_done && seen < ERRORS_SEEN_MAX; seen++) {
        TSNode at = ts_tree_cursor_current_node(&cursor);
        if (ts_node_is_error(at))
            bytes += ts_node_end_byte(at) - ts_node_start_byte(at);
        else if (ts_node_is_missing(at))
            bytes += MISSING_BYTES;
        else if (ts_node_has_error(at) && ts_tree_cursor_goto_first_child(&cursor))
            continue;
        while (!ts_tree_cursor_goto_next_sibling(&cursor)) {
            if (!ts_tree_cursor_goto_parent(&cursor)) {
                is_done = true;
                break;
            }
        }
    }
    ts_tree_cursor_delete(&cursor);
    return bytes;
}

// ---- a line to leave out

// The largest error at or directly below the root.
static TSNode
largest_error(TSNode root)
{
    if (ts_node_is_error(root))
        return root;
    TSNode largest = {0};
    uint32_t bytes = 0;
    TSTreeCursor cursor = ts_tree_cursor_new(root);
    for (bool goes_on = ts_tree_cursor_goto_first_child(&cursor); goes_on;
         goes_on = ts_tree_cursor_goto_next_sibling(&cursor)) {
        TSNode node = ts_tree_cursor_current_node(&cursor);
        uint32_t size = ts_node_end_byte(node) - ts_node_start_byte(node);
        if (ts_node_is_error(node) && size > bytes) {
            largest = node;
            bytes = size;
        }
    }
    ts_tree_cursor_delete(&cursor);
    return largest;
}

bool
recover_line(TSNode root, span contents, uint32_t *start, uint32_t *end)
{
    TSNode error = largest_error(root);
    if (ts_node_is_null(error) || ts_node_end_byte(error) - ts_node_start_byte(error) < contents.size / 4)
        return false;
    uint32_t count = ts_node_child_count(error);
    if (!count)
        return false;
    *start = *end = ts_node_start_byte(ts_node_child(error, count - 1));
    while (*start > 0 && contents.data[*start - 1] != '\n')
        --*start;
    while (*end < contents.size && contents.data[*end] != '\n')
        ++*end;
    return *end > *start;
}

// ---- where definitions may start

static bool
starts_definition(span line)
{
    char first = line.size ? line.data[0] : ' ';
    bool is_letter = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z') || first == '_' || (first & 0x80);
    bool is_attribute = first == '@' || (first == '#' && line.size > 1 && line.data[1] == '[') ||
                        (first == '[' && line.size > 1);
    bool is_comment = first == '/' && line.size > 1 && (line.data[1] == '/' || line.data[1] == '*');
    return (is_letter && !span_is(span_trim(line), "end")) || is_attribute || is_comment;
}

static bool
ends_definition(span line)
{
    span trimmed = span_trim(line);
    return !trimmed.size || line.data[0] == '}' || span_is((span){line.data, trimmed.size}, "end");
}

static void
find_restarts(struct restarts *out, span contents)
{
    bool is_after_end = false;
    uint32_t row = 0;
    for (size_t start = 0; start < contents.size; row++) {
        const char *newline = memchr(contents.data + start, '\n', contents.size - start);
        size_t end = newline ? (size_t)(newline - contents.data) : contents.size;
        span line = span_slice(contents, start, end);
        if (is_after_end && starts_definition(line)) {
            if (out->count == out->capacity) {
                out->capacity = out->capacity ? out->capacity * 2 : 64;
                out->items = realloc(out->items, out->capacity * sizeof *out->items);
                assert(out->items);
            }
            out->items[out->count++] = (struct restart){(uint32_t)start, row};
        }
        is_after_end = ends_definition(line);
        start = end + 1;
    }
}

// The first restart at or after byte `at`, as an index.
static uint32_t
restart_at(const struct restarts *restarts, uint32_t at)
{
    uint32_t low = 0, high = restarts->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (restarts->items[middle].at < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

// ---- broken parts

struct part {
    TSPoint start_point, end_point;
    uint32_t start, end; // bytes
    uint64_t error_bytes;
};

static void
add_patch(patches *out, patch found)
{
    if (out->count == out->capacity) {
        out->capacity = out->capacity ? out->capacity * 2 : 8;
        out->items = realloc(out->items, out->capacity * sizeof *out->items);
        assert(out->items);
    }
    out->items[out->count++] = found;
}

static void
patch_fini(patch *self)
{
    for (uint32_t i = 0; i < self->tree_count; i++)
        ts_tree_delete(self->trees[i]);
    free(self->trees);
    *self = (patch){0};
}

struct recovery {
    span contents;
    uint32_t prefix;
    recover_parse *parse;
    void *context;
    struct limits limits;
    struct restarts restarts;
};

static TSTree *
parse_piece(const struct recovery *self, uint32_t start, TSPoint start_point, uint32_t end, TSPoint end_point)
{
    TSRange ranges[2] = {{{0, 0}, {0, self->prefix}, 0, self->prefix}, {start_point, end_point, start, end}};
    bool needs_prefix = self->prefix && start >= self->prefix;
    return needs_prefix ? self->parse(self->context, ranges, 2) : self->parse(self->context, ranges + 1, 1);
}

// Parses a part in pieces, and keeps them when not more of them is in error than was before. Equal is good enough: a node that
// is not sound and reaches over a line where definitions start has most likely swallowed one.
static void
mend(const struct recovery *self, const struct part *part, patches *out)
{
    uint32_t first = restart_at(&self->restarts, part->start + 1), end = restart_at(&self->restarts, part->end);
    uint32_t size = part->end - part->start;
    bool is_worth_it = size <= self->limits.small_bytes || part->error_bytes >= size / self->limits.error_share;
    if (first >= end || !is_worth_it) // one piece: it was parsed already
        return;
    uint32_t count = end - first < PIECES_MAX ? end - first + 1 : PIECES_MAX;
    patch found = {part->start, part->end, calloc(count, sizeof *found.trees), 0};
    assert(found.trees);
    uint64_t error_bytes = 0;
    uint32_t start = part->start;
    TSPoint start_point = part->start_point;
    for (uint32_t i = 0; i < count && error_bytes <= part->error_bytes; i++) {
        bool is_last = i + 1 == count;
        const struct restart *next = is_last ? NULL : &self->restarts.items[first + i];
        TSPoint end_point = is_last ? part->end_point : (TSPoint){next->row, 0};
        TSTree *tree = parse_piece(self, start, start_point, is_last ? part->end : next->at, end_point);
        if (!tree) {
            error_bytes = UINT64_MAX;
            break;
        }
        found.trees[found.tree_count++] = tree;
        error_bytes += recover_error_bytes(ts_tree_root_node(tree));
        start = is_last ? part->end : next->at;
        start_point = end_point;
    }
    if (error_bytes <= part->error_bytes)
        add_patch(out, found);
    else
        patch_fini(&found);
}

static bool
is_restart(const struct restarts *restarts, uint32_t at)
{
    uint32_t i = restart_at(restarts, at);
    return i < restarts->count && restarts->items[i].at == at;
}

// Goes through the top-level nodes: a part begins with one in error and ends before a sound one that starts where definitions do.
static void
mend_parts(const struct recovery *self, TSNode root, patches *out)
{
    struct part part = {0};
    bool is_open = false;
    TSTreeCursor cursor = ts_tree_cursor_new(root);
    for (bool goes_on = ts_tree_cursor_goto_first_child(&cursor); goes_on;
         goes_on = ts_tree_cursor_goto_next_sibling(&cursor)) {
        TSNode node = ts_tree_cursor_current_node(&cursor);
        uint32_t start = ts_node_start_byte(node);
        bool is_broken = ts_node_has_error(node) || ts_node_is_error(root);
        if (is_open && !is_broken && is_restart(&self->restarts, start)) {
            mend(self, &part, out);
            is_open = false;
        }
        if (is_broken && !is_open) {
            part = (struct part){.start = start, .start_point = ts_node_start_point(node)};
            is_open = true;
        }
        if (is_open) {
            part.end = ts_node_end_byte(node);
            part.end_point = ts_node_end_point(node);
            part.error_bytes += ts_node_is_error(root) ? part.end - start : recover_error_bytes(node);
        }
    }
    if (is_open)
        mend(self, &part, out);
    ts_tree_cursor_delete(&cursor);
}

void
recover_patches(patches *out, TSNode root, span contents, uint32_t prefix, bool is_strict, recover_parse *parse,
                void *context)
{
    struct recovery self = {contents, prefix, parse, context, is_strict ? strict : lenient, {0}};
    find_restarts(&self.restarts, contents);
    mend_parts(&self, root, out);
    free(self.restarts.items);
}

void
patches_fini(patches *self, bool are_trees_gone)
{
    for (uint32_t i = 0; i < self->count; i++) {
        if (are_trees_gone)
            self->items[i].tree_count = 0;
        patch_fini(&self->items[i]);
    }
    free(self->items);
    *self = (patches){0};
}
