// From bound references to sorted rows.
//
// Every entity gets a dense rank by id, so that edges are small numbers and sort in linear time: stable counting sorts by
// to, type and from give the order of by_source; from its unique rows, counting sorts by type and to give by_target's.
#include "stages/linker/tables.h"

#include <assert.h>
#include <stdlib.h>

#include "schema/key.h"
#include "schema/rows.h"

enum { PULSE_EVERY_REFERENCES = 16384 };

// ---- external entities

// The index of the external (language, module, name), added if it is new.
static uint32_t
external_of(struct linker *self, uint32_t language, uint32_t module, uint32_t name)
{
    uint32_t key[3] = {language, module, name};
    uint32_t index = intern_add(self->external_keys, (span){(const char *)key, sizeof key});
    if (index < self->external_count)
        return index;
    if (self->external_count == self->external_capacity) {
        self->external_capacity = self->external_capacity ? self->external_capacity * 2 : 256;
        self->externals = realloc(self->externals, self->external_capacity * sizeof *self->externals);
        assert(self->externals);
    }
    self->externals[self->external_count++] = (struct external){language, module, name, 0};
    return index;
}

static span
text_of(const struct linker *self, uint32_t name)
{
    return name == LINK_NONE ? (span){"", 0} : intern_text(self->names, name);
}

// ---- raw edges: `to` is a rank, or with EXTERNAL_BIT an external's index, until ids are ranked

struct raw_edge {
    symbol_ref from;
    symbol_ref to; // file LINK_NONE: symbol is an external's index
    uint32_t line;
    uint8_t type, resolution;
};

struct raw_edges {
    struct raw_edge *items;
    uint32_t count, capacity;
};

static void
add_edge(struct raw_edges *edges, struct raw_edge edge)
{
    if (edges->count == edges->capacity) {
        edges->capacity = edges->capacity ? edges->capacity * 2 : 4096;
        edges->items = realloc(edges->items, edges->capacity * sizeof *edges->items);
        assert(edges->items);
    }
    edges->items[edges->count++] = edge;
}

// The nearest entity around a symbol that has a row.
static symbol_ref
row_symbol(const struct linker *self, symbol_ref symbol)
{
    const struct linked_file *file = &self->files[symbol.file];
    while (!symbol_id(&file->symbols[symbol.symbol]))
        symbol.symbol = file->symbols[symbol.symbol].parent;
    return symbol;
}

static bool
calling_constructs(language_id language)
{
    return language == LANGUAGE_PYTHON || language == LANGUAGE_SWIFT || language == LANGUAGE_CPP;
}

static edge_type
type_of_edge(reference_kind kind)
{
    switch (kind) {
    case REFERENCE_CALL:
    case REFERENCE_CONSTRUCT:
    case REFERENCE_MACRO:
        return EDGE_CALLS;
    case REFERENCE_EXTENDS:
        return EDGE_EXTENDS;
    case REFERENCE_IMPLEMENTS:
        return EDGE_IMPLEMENTS;
    default:
        return EDGE_USES;
    }
}

// What a call or construction of `found` amounts to: a constructor where one is declared, else a use of the type
// (a conversion, a literal), or a call of the type where calling it is what makes an instance.
static void
refine_call(struct linker *self, uint32_t file, const fact_reference *reference, value *found, edge_type *type)
{
    const fact_symbol *target = symbol_of(self, found->symbol);
    if (!entity_kind_is_type((entity_kind)target->kind))
        return;
    fact_expression *expression = &self->files[file].expressions[reference->expression];
    bool constructs = reference->kind == REFERENCE_CONSTRUCT || calling_constructs(self->files[file].language) ||
                      expression->op == EXPRESSION_SUPER || expression->op == EXPRESSION_SELF;
    symbol_ref constructor = constructs ? resolve_constructor(self, found->symbol, reference->arguments) : SYMBOL_REF_NONE;
    if (!symbol_ref_is_none(constructor))
        found->symbol = constructor;
    else if (reference->kind != REFERENCE_CALL || !constructs)
        *type = EDGE_USES;
}

// The name a reference ends in, kept where nothing is known of its target.
static uint32_t
last_name(const struct linked_file *file, uint32_t expression)
{
    const fact_expression *found = &file->expressions[expression];
    while (found->op == EXPRESSION_GENERIC || found->op == EXPRESSION_CONTAINER || found->op == EXPRESSION_INSTANCE)
        found = &file->expressions[found->operand];
    return found->op == EXPRESSION_NAME || found->op == EXPRESSION_MEMBER ? found->name : LINK_NONE;
}

static void
add_reference(struct linker *self, uint32_t f, const fact_reference *reference, struct raw_edges *edges)
{
    const struct linked_file *file = &self->files[f];
    value found = resolve_reference(self, f, reference);
    edge_type type = type_of_edge((reference_kind)reference->kind);
    symbol_ref from = row_symbol(self, (symbol_ref){f, reference->from}), to = SYMBOL_REF_NONE;

    if (found.kind == VALUE_BUILTIN)
        return;
    if (found.kind == VALUE_SYMBOL && (type == EDGE_CALLS))
        refine_call(self, f, reference, &found, &type);
    if (found.kind == VALUE_SYMBOL && symbol_id(symbol_of(self, found.symbol))) {
        to = found.symbol;
        bool is_test = symbol_of(self, from)->flags & SYMBOL_TEST;
        if (type == EDGE_CALLS && is_test && !(symbol_of(self, to)->flags & SYMBOL_TEST))
            type = EDGE_TESTS;
    } else if (found.kind == VALUE_EXTERNAL) {
        to.symbol = external_of(self, file->language, found.module, found.name);
    } else if (found.kind == VALUE_SYMBOL && symbol_of(self, found.symbol)->kind == ENTITY_TYPE_PARAMETER) {
        return;
    } else if (found.kind == VALUE_SYMBOL && (reference->kind == REFERENCE_VALUE || file->language == LANGUAGE_RUBY)) {
        return; // a field, which has no row (in Ruby reading one looks like a call)
    } else {
        uint32_t name = last_name(file, reference->expression);
        if (name == LINK_NONE)
            return;
        found.how = RESOLUTION_UNRESOLVED;
        to.symbol = external_of(self, file->language, LINK_NONE, name);
    }
    self->resolutions[found.how]++;
    add_edge(edges, (struct raw_edge){from, to, reference->line, (uint8_t)type, (uint8_t)found.how});
}

static void
add_contains(struct linker *self, uint32_t f, struct raw_edges *edges)
{
    const struct linked_file *file = &self->files[f];
    for (uint32_t s = 1; s < file->symbol_count; s++) {
        if (!symbol_id(&file->symbols[s]))
            continue;
        symbol_ref owner = file->owners[s];
        bool has_owner = file->symbols[s].owner != FACT_NONE && file->symbols[s].kind != ENTITY_IMPL &&
                         !symbol_ref_is_none(owner) && symbol_id(symbol_of(self, owner));
        symbol_ref parent = has_owner ? owner : row_symbol(self, (symbol_ref){f, file->symbols[s].parent});
        add_edge(edges, (struct raw_edge){parent, {f, s}, file->symbols[s].line, EDGE_CONTAINS, RESOLUTION_SCOPE});
    }
}

static void
add_imports(struct linker *self, uint32_t f, struct raw_edges *edges)
{
    const struct linked_file *file = &self->files[f];
    for (uint32_t i = 0; i < file->import_count && file->language != LANGUAGE_MANIFEST; i++) {
        if (!text_of(self, file->imports[i].module).size)
            continue; // a name of the file's own that it exports under another
        uint32_t target = module_first_file(self, f, i);
        bool is_inside = target != LINK_NONE;
        symbol_ref to = is_inside ? (symbol_ref){target, 0}
                                  : (symbol_ref){LINK_NONE, external_of(self, file->language, LINK_NONE,
                                                                        file->imports[i].module)};
        resolution how = is_inside ? RESOLUTION_IMPORT : RESOLUTION_EXTERNAL;
        add_edge(edges, (struct raw_edge){{f, 0}, to, file->imports[i].line, EDGE_IMPORTS, (uint8_t)how});
    }
}

// ---- ranks

struct ranked {
    uint64_t id;
    symbol_ref symbol; // file LINK_NONE: an external
};

static int
compare_ranked(const void *a, const void *b)
{
    const struct ranked *left = a, *right = b;
    return (left->id > right->id) - (left->id < right->id);
}

// Gives externals their ids; a clash with any other id moves on to the next ordinal.
static void
assign_external_ids(struct linker *self, const struct ranked *ranked, uint32_t count)
{
    intern *taken = intern_new();
    buffer key = {0};
    for (uint32_t i = 0; i < self->external_count; i++) {
        struct external *external = &self->externals[i];
        buffer_clear(&key);
        key_put_external(&key, span_of(language_names[external->language]), text_of(self, external->name),
                         text_of(self, external->module));
        for (uint32_t ordinal = 0;; ordinal++) {
            external->id = key_id(buffer_span(&key), ordinal);
            struct ranked probe = {external->id, SYMBOL_REF_NONE};
            uint32_t known = intern_count(taken);
            if (!(count && bsearch(&probe, ranked, count, sizeof probe, compare_ranked)) &&
                intern_add(taken, (span){(const char *)&external->id, sizeof external->id}) == known)
                break;
        }
    }
    buffer_fini(&key);
    intern_destroy(&taken);
}

// All ids, ascending.
static struct ranked *
rank_ids(struct linker *self, uint32_t *total)
{
    uint64_t count = self->external_count;
    for (uint32_t f = 0; f < self->file_count; f++)
        count += self->files[f].symbol_count;
    assert(count < UINT32_MAX);
    struct ranked *ranked = malloc((count ? count : 1) * sizeof *ranked);
    assert(ranked);
    uint32_t used = 0;
    for (uint32_t f = 0; f < self->file_count; f++) {
        for (uint32_t s = 0; s < self->files[f].symbol_count; s++) {
            uint64_t id = symbol_id(&self->files[f].symbols[s]);
            if (id)
                ranked[used++] = (struct ranked){id, {f, s}};
        }
    }
    qsort(ranked, used, sizeof *ranked, compare_ranked);
    assign_external_ids(self, ranked, used);
    for (uint32_t i = 0; i < self->external_count; i++)
        ranked[used++] = (struct ranked){self->externals[i].id, {LINK_NONE, i}};
    qsort(ranked, used, sizeof *ranked, compare_ranked);
    *total = used;
    return ranked;
}

// Turns raw edges into ranked ones. A symbol's rank is put where its id was no longer needed: in `start`.
static void
rank_edges(struct linker *self, const struct ranked *ranked, uint32_t total, struct raw_edges *raw)
{
    uint32_t *external_ranks = malloc((self->external_count + 1) * sizeof *external_ranks);
    assert(external_ranks);
    for (uint32_t i = 0; i < total; i++) {
        if (ranked[i].symbol.file == LINK_NONE)
            external_ranks[ranked[i].symbol.symbol] = i;
        else
            symbol_of(self, ranked[i].symbol)->start = i;
    }
    self->edge_count = raw->count;
    self->edges = malloc((raw->count + 1) * sizeof *self->edges);
    assert(self->edges);
    for (uint32_t i = 0; i < raw->count; i++) {
        const struct raw_edge *edge = &raw->items[i];
        uint32_t to = edge->to.file == LINK_NONE ? external_ranks[edge->to.symbol] : symbol_of(self, edge->to)->start;
        self->edges[i] =
            (struct edge){symbol_of(self, edge->from)->start, to, edge->line, edge->type, edge->resolution};
    }
    free(external_ranks);
    free(raw->items);
    *raw = (struct raw_edges){0};
}

// ---- sorting

enum { HALF_BITS = 16, HALF_BOUND = 1 << HALF_BITS };

// Lines may be as many as a file's bytes, so they are sorted by halves.
typedef enum edge_field { BY_FROM, BY_TYPE, BY_TO, BY_LINE_LOW, BY_LINE_HIGH } edge_field;

static uint32_t
field_of(const struct edge *edge, edge_field field)
{
    switch (field) {
    case BY_FROM:
        return edge->from;
    case BY_TYPE:
        return edge->type;
    case BY_TO:
        return edge->to;
    case BY_LINE_LOW:
        return edge->line % HALF_BOUND;
    default:
        return edge->line >> HALF_BITS;
    }
}

// Stable counting sort of the edges by one field, whose values are below `bound`.
static void
sort_by(struct linker *self, edge_field field, uint32_t bound)
{
    uint32_t *starts = calloc((size_t)bound + 1, sizeof *starts);
    struct edge *sorted = malloc((self->edge_count + 1) * sizeof *sorted);
    assert(starts && sorted);
    for (uint32_t i = 0; i < self->edge_count; i++)
        starts[field_of(&self->edges[i], field) + 1]++;
    for (uint32_t i = 1; i <= bound; i++)
        starts[i] += starts[i - 1];
    for (uint32_t i = 0; i < self->edge_count; i++)
        sorted[starts[field_of(&self->edges[i], field)]++] = self->edges[i];
    free(starts);
    free(self->edges);
    self->edges = sorted;
}

static bool
same_edge(const struct edge *a, const struct edge *b)
{
    return a->from == b->from && a->type == b->type && a->to == b->to;
}

// ---- rows

static void
emit_externals(struct linker *self, const struct ranked *ranked, uint32_t total, linker_emit *emit, void *context)
{
    buffer packed = {0};
    for (uint32_t i = 0; i < total; i++) {
        if (ranked[i].symbol.file != LINK_NONE)
            continue;
        const struct external *external = &self->externals[ranked[i].symbol.symbol];
        entity_row row = {
            .file = FILE_NUMBER_NONE,
            .kind = ENTITY_EXTERNAL,
            .language = (language_id)external->language,
            .name = text_of(self, external->name),
            .qualified_name = text_of(self, external->module),
        };
        char key[8];
        store_u64_be(key, ranked[i].id);
        buffer_clear(&packed);
        entity_row_pack(&packed, &row);
        emit(context, FAMILY_ENTITIES, (span){key, sizeof key}, buffer_span(&packed));
    }
    buffer_fini(&packed);
}

// Emits one row for each run of equal edges, and leaves one edge of each run behind.
static void
emit_by_source(struct linker *self, const struct ranked *ranked, linker_emit *emit, void *context)
{
    buffer packed = {0}, lines = {0};
    uint32_t kept = 0;
    for (uint32_t i = 0; i < self->edge_count;) {
        struct edge first = self->edges[i];
        uint32_t line_count = 0, previous = 0;
        buffer_clear(&lines);
        for (; i < self->edge_count && same_edge(&self->edges[i], &first); i++) {
            uint32_t line = self->edges[i].line;
            if (self->edges[i].resolution < first.resolution)
                first.resolution = self->edges[i].resolution;
            if (line_count && line == previous)
                continue;
            buffer_put(&lines, &line, sizeof line);
            line_count++;
            previous = line;
        }
        char key[EDGE_KEY_BYTES];
        edge_key_pack(key, (edge_key){ranked[first.from].id, (edge_type)first.type, ranked[first.to].id});
        buffer_clear(&packed);
        edge_row_pack(&packed, (resolution)first.resolution, (const uint32_t *)(const void *)lines.data, line_count);
        emit(context, FAMILY_BY_SOURCE, (span){key, sizeof key}, buffer_span(&packed));
        self->edges[kept++] = first;
        if (self->pulse && kept % PULSE_EVERY_REFERENCES == 0)
            self->pulse(self->context);
    }
    self->edge_count = kept;
    buffer_fini(&packed);
    buffer_fini(&lines);
}

static void
emit_by_target(struct linker *self, const struct ranked *ranked, linker_emit *emit, void *context)
{
    for (uint32_t i = 0; i < self->edge_count; i++) {
        const struct edge *edge = &self->edges[i];
        char key[EDGE_KEY_BYTES];
        edge_key_pack(key, (edge_key){ranked[edge->to].id, (edge_type)edge->type, ranked[edge->from].id});
        emit(context, FAMILY_BY_TARGET, (span){key, sizeof key}, (span){"", 0});
        if (self->pulse && i % PULSE_EVERY_REFERENCES == 0)
            self->pulse(self->context);
    }
}

static uint32_t
highest_line(const struct linker *self)
{
    uint32_t highest = 0;
    for (uint32_t i = 0; i < self->edge_count; i++)
        highest = self->edges[i].line > highest ? self->edges[i].line : highest;
    return highest;
}

void
edges_make(struct linker *self, linker_emit *emit, void *context)
{
    struct raw_edges raw = {0};
    uint64_t references = 0;
    for (uint32_t f = 0; f < self->file_count; f++) {
        add_contains(self, f, &raw);
        add_imports(self, f, &raw);
        for (uint32_t r = 0; r < self->files[f].reference_count; r++) {
            add_reference(self, f, &self->files[f].references[r], &raw);
            if (self->pulse && ++references % PULSE_EVERY_REFERENCES == 0)
                self->pulse(self->context);
        }
    }
    uint32_t total;
    struct ranked *ranked = rank_ids(self, &total);
    emit_externals(self, ranked, total, emit, context);
    rank_edges(self, ranked, total, &raw);
    sort_by(self, BY_LINE_LOW, HALF_BOUND);
    if (highest_line(self) >= HALF_BOUND)
        sort_by(self, BY_LINE_HIGH, HALF_BOUND);
    sort_by(self, BY_TO, total);
    sort_by(self, BY_TYPE, EDGE_TYPE_COUNT);
    sort_by(self, BY_FROM, total);
    emit_by_source(self, ranked, emit, context);
    sort_by(self, BY_TYPE, EDGE_TYPE_COUNT);
    sort_by(self, BY_TO, total);
    emit_by_target(self, ranked, emit, context);
    free(ranked);
}
