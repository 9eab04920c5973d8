#include "stages/parser/dense_grammar.h"
#include "stages/parser/extraction.h"
#include "stages/parser/manifest.h"
#include "stages/parser/pool.h"
#include "stages/parser/recover.h"

#include <assert.h>
#include <stdlib.h>

enum {
    ARENA_BYTES_MAX = 1 << 30,
    LARGE_FILE_BYTES = 1 << 20,
    // A file's limit is counted in calls of tree-sitter's progress callback, one for each 100 operations of the parser, so it
    // is the same on every machine. Measured on Go, Linux, CPython, libstdc++ and rustc: 5 to 8 calls per KiB on average,
    // 23 at most, and 13 where Rust is parsed as C; the limit is far above that, for what recovers badly from errors.
    EFFORT_CALLS_BASE = 200000,
    EFFORT_CALLS_PER_KIB = 400,
    LINES_LEFT_OUT_MAX = 4,     // of a file that is largely in error
    PULSE_EVERY_CALLS = 8, // one call may take long: the scanner of Python reads all comment lines ahead at each of them
    PULSE_EVERY_NODES = 65536,
};

struct extractor {
    TSParser *parser; // while a file is parsed
    struct extraction x;
    struct compiled_language *compiled[LANGUAGE_COUNT];
    void (*pulse)(void *context);
    void *context;
    uint64_t effort_max; // 0: by the file's size
};

// ---- the walk

static void
note_comment(struct extraction *x, TSNode node)
{
    byte_range range = node_range(node);
    range_list_add(&x->comments, range);
    uint32_t line = ts_node_start_point(node).row + 1;
    TSPoint end = ts_node_end_point(node);
    while (range.end > range.start && strchr(" \t\r\n", x->file->contents.data[range.end - 1]))
        range.end--; // some grammars' comments end behind their line
    bool goes_on = x->comment_run.end && line <= x->comment_run_end_line + 1;
    for (uint32_t i = x->comment_run.end; goes_on && i < range.start; i++)
        goes_on = strchr(" \t\r\n", x->file->contents.data[i]) != NULL;
    // A comment behind code on its line speaks of that code, not of what comes below.
    bool is_trailing = false;
    uint32_t first = span_starts(x->file->contents, "\xef\xbb\xbf") ? 3 : 0; // a byte order mark is no code
    for (uint32_t i = range.start; i > first && x->file->contents.data[i - 1] != '\n' && !is_trailing; i--)
        is_trailing = !strchr(" \t\r", x->file->contents.data[i - 1]);
    if (is_trailing) {
        x->comment_run = (byte_range){0, 0};
        return;
    }
    x->comment_run = goes_on ? (byte_range){x->comment_run.start, range.end} : range;
    x->comment_run_end_line = end.column == 0 && end.row ? end.row : end.row + 1;
}

// Returns whether the walk goes below the node.
static bool
visit(struct extraction *x, TSNode node, TSSymbol symbol, const rule *found)
{
    if (symbol >= x->compiled->symbol_count) { // ERROR
        x->error_count++;
        x->error_bytes += ts_node_end_byte(node) - ts_node_start_byte(node);
        return true;
    }
    bool ends = attributes_end(x, node, found ? found->flags : 0);
    if (!found) {
        x->attribute_count = ends ? 0 : x->attribute_count;
        return true;
    }
    if (found->flags & RULE_COMMENT)
        note_comment(x, node);
    if (found->flags & RULE_ATTRIBUTE)
        attribute_keep(x, node);
    if (found->flags & (RULE_SELF | RULE_OWN))
        measure_member(x, found, node);
    if (found->flags & RULE_IMPORT)
        range_list_add(&x->imports, node_range(node));
    if (found->flags & RULE_SCOPE)
        extract_scope(x);
    if (found->enter)
        found->enter(x, found, node);
    if (ends)
        x->attribute_count = 0;
    return !(found->flags & RULE_SKIP);
}

static void
leave(struct extraction *x)
{
    while (x->frame_count > 1 && frame_top(x)->depth >= x->depth)
        x->frame_count--;
}

static void
note_run(struct extraction *x, TSNode node, TSSymbol symbol, const rule *found)
{
    struct node_run *run = &x->runs[x->depth];
    x->run_before = run->node;
    if (run->symbol != symbol && !(found && found->flags & RULE_COMMENT)) {
        run->node = node;
        run->symbol = symbol;
    }
}

// Makes the level below the node at hand ready: nothing stands before its first node.
static void
begin_level(struct extraction *x)
{
    extraction_make_room(&x->path, x->depth, &x->path_capacity, sizeof *x->path);
    extraction_make_room(&x->runs, x->depth, &x->run_capacity, sizeof *x->runs);
    x->runs[x->depth] = (struct node_run){.symbol = NO_SYMBOL};
    x->before = (TSNode){0};
}

// What the walks through one file share.
struct journey {
    const patches *patches;
    uint32_t patches_done; // how many were walked, or are being walked
    void (*pulse)(void *context);
    void *context;
    uint64_t visited;
};

static void walk_tree(struct extraction *x, tree_walk *walk, TSNode root, bool is_piece, struct journey *journey);

// When a top-level node was parsed again in pieces: walks the pieces in its place, once for all nodes of the part.
static bool
walk_pieces(struct extraction *x, TSNode node, struct journey *journey)
{
    const patches *all = journey->patches;
    uint32_t start = ts_node_start_byte(node), next = journey->patches_done;
    if (next > 0 && start < all->items[next - 1].end)
        return true;
    if (next == all->count || start < all->items[next].start)
        return false;
    journey->patches_done++;
    tree_walk *walk = tree_walk_new();
    for (uint32_t i = 0; i < all->items[next].tree_count; i++) {
        x->depth = 0;
        walk_tree(x, walk, ts_tree_root_node(all->items[next].trees[i]), true, journey);
    }
    x->depth = 1;
    tree_walk_destroy(&walk);
    return true;
}

static void
enter(struct extraction *x, tree_walk *walk, TSNode node, TSSymbol symbol, struct journey *journey)
{
    if (journey->pulse && ++journey->visited % PULSE_EVERY_NODES == 0)
        journey->pulse(journey->context);
    x->path[x->depth] = node;
    bool is_known = symbol < x->compiled->symbol_count;
    const rule *found = is_known ? x->compiled->by_symbol[symbol] : NULL;
    if (is_known && x->compiled->decisions[symbol].weight)
        measure_decision(x, x->compiled->decisions[symbol]);
    note_run(x, node, symbol, found);
    if (!visit(x, node, symbol, found))
        tree_walk_skip(walk);
}

// The root of a piece is no node of the file: only what is below it is visited.
static void
walk_tree(struct extraction *x, tree_walk *walk, TSNode root, bool is_piece, struct journey *journey)
{
    TSNode node;
    TSSymbol symbol;
    begin_level(x);
    tree_walk_begin(walk, root);
    for (tree_step step; (step = tree_walk_next(walk, &node, &symbol)) != TREE_END;) {
        if (step == TREE_LEAVE) {
            x->depth--;
            leave(x);
            x->before = x->path[x->depth];
            continue;
        }
        bool is_top_level = x->depth == 1 && !is_piece && journey->patches->count;
        if (is_piece && x->depth == 0)
            x->path[0] = node;
        else if (is_top_level && walk_pieces(x, node, journey))
            tree_walk_skip(walk);
        else
            enter(x, walk, node, symbol, journey);
        if (step == TREE_LEAF) { // what its rule has pushed ends with it
            leave(x);
            x->before = x->path[x->depth];
            continue;
        }
        x->depth++;
        begin_level(x);
    }
}

// ---- a file

static span
file_stem(span path)
{
    size_t start = path.size;
    while (start > 0 && path.data[start - 1] != '/')
        start--;
    span name = span_slice(path, start, path.size);
    for (size_t i = name.size; i > 1; i--) {
        if (name.data[i - 1] == '.')
            return span_slice(name, 0, i - 1);
    }
    return name;
}

// Symbol 0 is the module entity of the file: calls outside of any function come from it.
static void
begin(struct extraction *x, const struct compiled_language *compiled, const source_file *file, uint32_t line_count)
{
    x->compiled = compiled;
    x->file = file;
    facts_clear(&x->facts, file->language);
    arena_reset(x->arena);
    x->scope_count = x->binding_count = x->frame_count = 0;
    binding_slots_reset(x, BINDING_SLOTS_MIN);
    x->comments.count = x->imports.count = 0;
    intern_clear(x->note_names);
    measure_begin(x);
    x->comment_run = (byte_range){0, 0};
    x->error_count = x->error_bytes = 0;
    x->depth = x->lower_depth = 0;
    x->attribute_count = 0;
    x->before = (TSNode){0};
    memset(x->known, 0, sizeof x->known);

    size_t words = file->contents.size / 64 + 1;
    if (words > x->claimed_words) {
        free(x->claimed);
        x->claimed = malloc(words * sizeof *x->claimed);
        assert(x->claimed);
        x->claimed_words = words;
    }
    memset(x->claimed, 0, words * sizeof *x->claimed);

    span name = file_stem(file->path);
    uint32_t symbol = facts_add_symbol(&x->facts, &(fact_symbol){
                                                      .name = intern_add(x->facts.strings, name),
                                                      .kind = ENTITY_MODULE,
                                                      .flags = SYMBOL_FILE,
                                                      .parent = FACT_NONE,
                                                      .owner = FACT_NONE,
                                                      .type = FACT_NONE,
                                                      .parameters = FACT_NONE,
                                                      .end = (uint32_t)file->contents.size,
                                                      .line = 1,
                                                  });
    extraction_make_room(&x->entities, symbol, &x->entity_capacity, sizeof *x->entities);
    x->entities[symbol] = (struct entity){
        .qualified_name = name,
        .code = {0, (uint32_t)file->contents.size},
        .line_start = 1,
        .line_end = line_count,
    };
    uint32_t scope = scope_open(x, SCOPE_FILE);
    frame_push(x, symbol, scope);
}

struct effort {
    uint64_t calls, calls_max;
    struct extractor *extractor;
};

static bool
on_progress(TSParseState *state)
{
    struct effort *effort = state->payload;
    effort->calls++;
    if (effort->extractor->pulse && effort->calls % PULSE_EVERY_CALLS == 0)
        effort->extractor->pulse(effort->extractor->context);
    return effort->calls > effort->calls_max;
}

struct source {
    span contents;
};

static const char *
read_source(void *payload, uint32_t at, TSPoint position, uint32_t *size)
{
    (void)position;
    const struct source *source = payload;
    if (at >= source->contents.size) {
        *size = 0;
        return "";
    }
    *size = (uint32_t)(source->contents.size - at);
    return source->contents.data + at;
}

// One file's parsing: its parts, if any, share its effort.
struct parsing {
    struct extractor *extractor;
    struct source source;
    struct effort effort;
};

static TSTree *
parse_ranges(void *context, const TSRange *ranges, uint32_t range_count)
{
    struct parsing *self = context;
    TSParser *parser = self->extractor->parser;
    ts_parser_reset(parser);
    if (!ts_parser_set_included_ranges(parser, ranges, range_count))
        return NULL;
    TSInput input = {.payload = &self->source, .read = read_source, .encoding = TSInputEncodingUTF8};
    return ts_parser_parse_with_options(
        parser, NULL, input, (TSParseOptions){.payload = &self->effort, .progress_callback = on_progress});
}

static char *
copy_of(span contents)
{
    char *copy = malloc(contents.size);
    assert(copy);
    return memcpy(copy, contents.data, contents.size);
}

// Parses again without the line at which a large error ends, as long as that makes the file better. *masked is what is
// parsed instead of the file, if anything is; the caller frees it.
static void
leave_lines_out(struct parsing *self, TSTree **tree, char **masked)
{
    uint32_t start, end;
    for (int i = 0; i < LINES_LEFT_OUT_MAX; i++) {
        span contents = self->source.contents;
        if (!recover_line(ts_tree_root_node(*tree), contents, &start, &end))
            return;
        uint64_t bytes_before = recover_error_bytes(ts_tree_root_node(*tree));
        char *without = copy_of(contents);
        memset(without + start, ' ', end - start);
        self->source.contents.data = without;
        TSTree *better = parse_ranges(self, NULL, 0);
        bool is_better = better && recover_error_bytes(ts_tree_root_node(better)) * 4 <= bytes_before;
        if (!is_better) {
            self->source.contents = contents;
            ts_tree_delete(better);
            free(without);
            return;
        }
        ts_tree_delete(*tree);
        *tree = better;
        free(*masked);
        *masked = without;
    }
}

// How much of the file's start a piece of it needs before it.
static uint32_t
prefix_of(const source_file *file)
{
    bool has_tag = file->language == LANGUAGE_PHP && span_starts(file->contents, "<?php");
    return has_tag ? (uint32_t)strlen("<?php") : 0;
}

static struct compiled_language *
compile(const language *language)
{
    struct compiled_language *compiled = calloc(1, sizeof *compiled);
    assert(compiled);
    compiled->language = language;
    compiled->grammar = dense_grammar_new(language->grammar());
    compiled->symbol_count = ts_language_symbol_count(compiled->grammar);
    compiled->by_symbol = calloc(compiled->symbol_count, sizeof *compiled->by_symbol);
    assert(compiled->by_symbol);
    // A grammar may give one name to several symbols (aliases), so every symbol is asked for its name.
    for (uint32_t symbol = 0; symbol < compiled->symbol_count; symbol++) {
        if (ts_language_symbol_type(compiled->grammar, (TSSymbol)symbol) != TSSymbolTypeRegular)
            continue;
        const char *name = ts_language_symbol_name(compiled->grammar, (TSSymbol)symbol);
        for (const rule *rule = language->rules; name && rule->kind; rule++) {
            if (strcmp(rule->kind, name) == 0)
                compiled->by_symbol[symbol] = rule;
        }
    }
    static const char *const names[FIELD_COUNT] = {
        NULL,
#define FIELD(name) #name,
#include "stages/parser/fields.def"
    };
    for (int i = 1; i < FIELD_COUNT; i++)
        compiled->fields[i] =
            ts_language_field_id_for_name(compiled->grammar, names[i], (uint32_t)strlen(names[i]));
    measure_compile(compiled);
    compiled->builtins = intern_new();
    for (const char *at = language->builtins; at && *at;) {
        size_t size = strcspn(at, " ");
        if (size)
            intern_add(compiled->builtins, (span){at, size});
        at += size + (at[size] == ' ');
    }
    return compiled;
}

static void
compiled_free(struct compiled_language *compiled)
{
    if (!compiled)
        return;
    free(compiled->by_symbol);
    dense_grammar_destroy(&compiled->grammar);
    free(compiled->decisions);
    intern_destroy(&compiled->builtins);
    free(compiled);
}

static void
extraction_init(struct extraction *x)
{
    *x = (struct extraction){.arena = arena_new(ARENA_BYTES_MAX), .walk = tree_walk_new(), .note_names = intern_new()};
    facts_init(&x->facts);
}

extractor *
extractor_new(void (*pulse)(void *context), void *context)
{
    extractor *self = calloc(1, sizeof *self);
    assert(self);
#ifndef __SANITIZE_ADDRESS__ // which knows malloc only
    pool_install();
#endif
    self->pulse = pulse;
    self->context = context;
    extraction_init(&self->x);
    return self;
}

static void
extraction_fini(struct extraction *x)
{
    facts_fini(&x->facts);
    arena_destroy(&x->arena);
    tree_walk_destroy(&x->walk);
    free(x->entities);
    free(x->uses);
    buffer_fini(&x->fields);
    free(x->scopes);
    free(x->bindings);
    free(x->binding_slots);
    free(x->name_sites);
    free(x->frames);
    free(x->claimed);
    intern_destroy(&x->note_names);
    free(x->notes);
    buffer_fini(&x->note_key);
    free(x->path);
    free(x->runs);
    free(x->comments.items);
    free(x->imports.items);
}

void
extractor_destroy(extractor **self_p)
{
    extractor *self = *self_p;
    if (!self)
        return;
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        compiled_free(self->compiled[i]);
    extraction_fini(&self->x);
    free(self);
    *self_p = NULL;
}

// Forgets the file's trees together with the parser, which has memory in the same pool. A new parser costs a microsecond,
// deleting a tree 4 % of parsing it.
static void
forget_trees(struct extractor *self, TSTree *tree, patches *patches)
{
    ts_parser_delete(self->parser);
    self->parser = NULL;
    bool are_gone = pool_drop();
    patches_fini(patches, are_gone);
    if (!are_gone)
        ts_tree_delete(tree);
}

static void
extract_tree(struct extractor *self, const struct compiled_language *compiled, const source_file *file, const TSTree *tree,
             const patches *patches)
{
    const language *language = compiled->language;
    TSNode root = ts_tree_root_node(tree);
    struct journey journey = {.patches = patches, .pulse = self->pulse, .context = self->context};
    begin(&self->x, compiled, file, ts_node_end_point(root).row + 1);
    if (language->begin)
        language->begin(&self->x, root);
    walk_tree(&self->x, self->x.walk, root, false, &journey);
    if (language->end)
        language->end(&self->x, root);
}

void
extractor_limit(extractor *self, uint64_t effort_max)
{
    self->effort_max = effort_max;
}

static uint64_t
effort_of(const struct extractor *self, size_t bytes)
{
    return self->effort_max ? self->effort_max : EFFORT_CALLS_BASE + bytes / 1024 * EFFORT_CALLS_PER_KIB;
}

static uint32_t
count_lines(span text)
{
    uint32_t count = 1;
    for (const char *at = text.data; text.size && (at = memchr(at, '\n', text.size - (size_t)(at - text.data))); at++)
        count++;
    return count;
}

// A manifest has no grammar, and no entity but the file's own.
static status
extract_manifest(struct extractor *self, const source_file *file, product *out)
{
    begin(&self->x, NULL, file, count_lines(file->contents));
    manifest_read(&self->x.facts, file->path, file->contents);
    emit_rows(&self->x, out);
    return STATUS_OK;
}

status
extractor_run(extractor *self, const source_file *file, product *out)
{
    const language *language = language_of(file->language);
    if (file->language == LANGUAGE_MANIFEST && file->contents.size < UINT32_MAX / 2)
        return extract_manifest(self, file, out);
    if (!language || file->contents.size >= UINT32_MAX / 2)
        return STATUS_INVALID;
    if (!self->compiled[file->language])
        self->compiled[file->language] = compile(language);
    const struct compiled_language *compiled = self->compiled[file->language];

    char *masked = NULL;
    if (language->mask && file->contents.size) {
        masked = copy_of(file->contents);
        language->mask(file->contents, masked);
    }
    struct parsing parsing = {
        .extractor = self,
        .source = {masked ? (span){masked, file->contents.size} : file->contents},
        .effort = {0, effort_of(self, file->contents.size), self},
    };
    self->parser = ts_parser_new();
    bool is_known = ts_parser_set_language(self->parser, compiled->grammar);
    assert(is_known); // grammars are pinned to an ABI that the core has
    TSTree *tree = parse_ranges(&parsing, NULL, 0);
    patches patches = {0};
    if (tree && ts_node_has_error(ts_tree_root_node(tree)))
        recover_patches(&patches, ts_tree_root_node(tree), file->contents, prefix_of(file),
                        language_group(file->language) == LANGUAGE_C, parse_ranges, &parsing);
    if (tree && !patches.count)
        leave_lines_out(&parsing, &tree, &masked);
    free(masked);
    if (tree)
        extract_tree(self, compiled, file, tree, &patches);
    forget_trees(self, tree, &patches);
    if (!tree)
        return STATUS_TOO_LARGE;
    bind_names(&self->x);
    measure_end(&self->x);
    emit_rows(&self->x, out);
    if (file->contents.size > LARGE_FILE_BYTES) { // what it took is not kept for the small ones that follow
        extraction_fini(&self->x);
        extraction_init(&self->x);
    }
    return STATUS_OK;
}
