// From bound references to sorted rows.
//
// The first 16 bits of an id are its file's (key.h): its cluster. So rows by source come out in order while references are
// still being bound: files are taken in the order of their clusters, and only the edges of one cluster are sorted, a few
// hundred in most. Rows by target need all edges: each goes to its target's cluster, and then clusters are sorted.
#include "stages/linker/python.h"
#include "stages/linker/binder.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "schema/key.h"
#include "schema/rows.h"

enum {
    PULSE_EVERY_REFERENCES = 16384,
    CLUSTER_SHIFT = 48,
    CLUSTER_COUNT = 1 << 16,
    INSERTION_MAX = 24, // edges of one entity that are sorted by insertion
    BUCKET_MAX = 256,   // edges to one cluster that are compared instead of counted
};

// ---- external entities

static uint64_t
cluster_of(uint64_t id)
{
    return id >> CLUSTER_SHIFT;
}

static uint64_t
file_cluster(const struct linker *self, uint32_t file)
{
    return cluster_of(symbol_id(&self->files[file].symbols[0]));
}

static int
compare_numbers(const void *a, const void *b)
{
    const uint64_t *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

// The first file, in the order of clusters, of this cluster or a later one.
static uint32_t
seek_cluster(const struct linker *self, uint64_t cluster)
{
    uint32_t low = 0, high = self->file_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (file_cluster(self, self->by_cluster[middle]) < cluster)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

// Whether an entity of the tree has the id. The ids of the cluster that was asked for last are kept, sorted: nearly all
// externals without a module are of one cluster, which seldom is a file's.
static bool
is_entity(struct linker *self, uint64_t id)
{
    struct cluster_ids *known = &self->cluster_ids;
    uint64_t cluster = cluster_of(id);
    uint32_t first = seek_cluster(self, cluster);
    if (first == self->file_count || file_cluster(self, self->by_cluster[first]) != cluster)
        return false;
    if (!known->ids || known->cluster != cluster) {
        known->cluster = cluster;
        known->count = 0;
        for (uint32_t i = first; i < self->file_count && file_cluster(self, self->by_cluster[i]) == cluster; i++) {
            const struct linked_file *file = &self->files[self->by_cluster[i]];
            known->ids = realloc(known->ids, (known->count + file->symbol_count) * sizeof *known->ids);
            assert(known->ids);
            for (uint32_t s = 0; s < file->symbol_count; s++)
                known->ids[known->count++] = symbol_id(&file->symbols[s]);
        }
        qsort(known->ids, known->count, sizeof *known->ids, compare_numbers);
    }
    return bsearch(&id, known->ids, known->count, sizeof id, compare_numbers) != NULL;
}

static span
text_of(const struct linker *self, uint32_t name)
{
    return name == LINK_NONE ? (span){"", 0} : intern_text(self->names, name);
}

// An id that nothing else has: a clash moves on to the next ordinal.
static uint64_t
external_id(struct linker *self, const struct external *external)
{
    buffer *key = &self->scratch;
    buffer_clear(key);
    key_put_external(key, span_of(language_names[external->language]), text_of(self, external->name),
                     text_of(self, external->module));
    for (uint32_t ordinal = 0;; ordinal++) {
        uint64_t id = key_id(buffer_span(key), ordinal);
        uint32_t known = intern_count(self->external_ids);
        if (!is_entity(self, id) && intern_add(self->external_ids, (span){(const char *)&id, sizeof id}) == known)
            return id;
    }
}

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
    struct external *external = &self->externals[self->external_count++];
    *external = (struct external){language, module, name, 0};
    external->id = external_id(self, external);
    return index;
}

// ---- raw edges

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

// Whether making an object calls the class itself: its constructor is one that nobody wrote.
static bool
new_calls(const struct linker *self, uint32_t file, symbol_ref class)
{
    uint32_t kind = symbol_of(self, class)->kind; // unnamed classes implement, constants are made without `new`
    if (kind == ENTITY_INTERFACE || kind == ENTITY_ENUM || !hooks_at(self, file)->new_calls_class)
        return false;
    return !hooks_at(self, file)->arity_decides || !has_constructor(self, class);
}

// What a call or construction of `found` amounts to: a constructor where one is declared, else a use of the type
// (a conversion, a literal), or a call of the type where calling it is what makes an instance.
static void
refine_call(struct linker *self, uint32_t file, const fact_reference *reference, value *found, edge_type *type)
{
    const fact_symbol *target = symbol_of(self, found->symbol);
    const hooks *hooks = hooks_at(self, file);
    if (hooks->calling_values_uses && (target->kind == ENTITY_CONSTANT || target->kind == ENTITY_VARIABLE))
        *type = EDGE_USES;
    if (!entity_kind_is_type((entity_kind)target->kind))
        return;
    if (target->kind == ENTITY_TYPE_ALIAS && hooks->has_linkage) { // a conversion, unless it is a class's
        value meant = instance_of(self, *found, 0);
        *type = EDGE_USES;
        entity_kind kind = meant.kind == VALUE_INSTANCE ? (entity_kind)symbol_of(self, meant.symbol)->kind : ENTITY_NONE;
        if (kind != ENTITY_CLASS && kind != ENTITY_STRUCT && kind != ENTITY_UNION)
            return;
        *type = EDGE_CALLS;
        found->symbol = meant.symbol;
    }
    fact_expression *expression = &self->files[file].expressions[reference->expression];
    bool constructs = reference->kind == REFERENCE_CONSTRUCT || hooks->calling_constructs ||
                      expression->op == EXPRESSION_SUPER || expression->op == EXPRESSION_SELF;
    symbol_ref constructor = constructs ? resolve_constructor(self, found->symbol, file, reference) : SYMBOL_REF_NONE;
    if (!symbol_ref_is_none(constructor))
        found->symbol = constructor;
    else if (!constructs || (reference->kind != REFERENCE_CALL && !new_calls(self, file, found->symbol)))
        *type = EDGE_USES;
}

// The name a reference ends in, kept where nothing is known of its target.
static uint32_t
last_name(const struct linked_file *file, uint32_t expression)
{
    const fact_expression *found = &file->expressions[expression];
    while (found->op == EXPRESSION_GENERIC || found->op == EXPRESSION_CONTAINER || found->op == EXPRESSION_INSTANCE ||
           found->op == EXPRESSION_QUALIFIED)
        found = &file->expressions[found->operand];
    if (found->op == EXPRESSION_SYMBOL && hooks_of(file->language)->has_linkage) // not what is meant after all
        return file->symbols[found->name].name;
    return found->op == EXPRESSION_NAME || found->op == EXPRESSION_MEMBER ? found->name : LINK_NONE;
}

// Edges to the methods that a virtual call may end in.
static void
add_overrides(struct linker *self, uint32_t f, const fact_reference *reference, struct raw_edge edge,
              struct raw_edges *edges)
{
    uint32_t count;
    const symbol_ref *found = overrides_of(self, edge.to, &count);
    if (!count || !resolve_is_dispatched(self, f, reference))
        return;
    bool is_test = symbol_of(self, edge.from)->flags & SYMBOL_TEST;
    for (uint32_t i = 0; i < count; i++) {
        if (!symbol_id(symbol_of(self, found[i])))
            continue;
        edge.to = found[i];
        edge.type = is_test && !(symbol_of(self, edge.to)->flags & SYMBOL_TEST) ? EDGE_TESTS : EDGE_CALLS;
        add_edge(edges, edge);
    }
}

static bool
is_variable(const fact_symbol *symbol)
{
    return symbol->kind == ENTITY_VARIABLE || symbol->kind == ENTITY_CONSTANT;
}

static void
add_reference(struct linker *self, uint32_t f, const fact_reference *reference, struct raw_edges *edges)
{
    const struct linked_file *file = &self->files[f];
    symbol_ref used = SYMBOL_REF_NONE;
    bool is_python = file->language == LANGUAGE_PYTHON;
    value found = is_python ? python_resolve(self, f, reference, &used) : resolve_reference(self, f, reference);
    edge_type type = type_of_edge((reference_kind)reference->kind);
    symbol_ref from = row_symbol(self, (symbol_ref){f, reference->from}), to = SYMBOL_REF_NONE;

    bool is_unnamed = symbol_of(self, (symbol_ref){f, reference->from})->kind == ENTITY_ANONYMOUS &&
                      (type == EDGE_EXTENDS || type == EDGE_IMPLEMENTS);
    if (found.kind == VALUE_BUILTIN || is_unnamed) // what an unnamed class extends is constructed, too
        return;
    uint32_t written = last_name(file, reference->expression);
    if (hooks_at(self, f)->has_linkage && found.kind != VALUE_SYMBOL && written != LINK_NONE && is_operator(self, written))
        return; // of the language's own, or of a class outside of the tree
    // Kotlin writes both alike (specification, "Classifier declaration").
    if (type == EDGE_IMPLEMENTS && file->language == LANGUAGE_KOTLIN && found.kind == VALUE_SYMBOL &&
        symbol_of(self, found.symbol)->kind == ENTITY_CLASS)
        type = EDGE_EXTENDS;
    bool is_named_call = reference->kind == REFERENCE_VALUE && found.kind == VALUE_SYMBOL &&
                         hooks_of(file->language)->naming_calls &&
                         entity_kind_is_callable((entity_kind)symbol_of(self, found.symbol)->kind);
    if (is_named_call)
        type = EDGE_CALLS;
    if (found.kind == VALUE_SYMBOL && type == EDGE_CALLS && !is_python)
        refine_call(self, f, reference, &found, &type);
    if (is_python && found.kind == VALUE_SYMBOL && type == EDGE_CALLS && is_variable(symbol_of(self, found.symbol)))
        type = EDGE_USES; // a call of whatever it holds
    if (!symbol_ref_is_none(used))
        add_edge(edges, (struct raw_edge){from, used, reference->line, EDGE_USES, (uint8_t)found.how});
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
    if (reference->kind == REFERENCE_CALL && to.file != LINK_NONE && (type == EDGE_CALLS || type == EDGE_TESTS))
        add_overrides(self, f, reference, (struct raw_edge){from, to, reference->line, (uint8_t)type, RESOLUTION_OVERRIDE},
                      edges);
}

// What a symbol is contained in: its type, wherever that is, or what is around it.
static symbol_ref
container_of(const struct linker *self, uint32_t f, uint32_t s)
{
    const struct linked_file *file = &self->files[f];
    symbol_ref owner = file->owners[s];
    bool has_owner = file->symbols[s].owner != FACT_NONE && file->symbols[s].kind != ENTITY_IMPL &&
                     !symbol_ref_is_none(owner) &&
                     (symbol_id(symbol_of(self, owner)) || symbol_of(self, owner)->kind == ENTITY_ANONYMOUS);
    return has_owner ? row_symbol(self, owner) : row_symbol(self, (symbol_ref){f, file->symbols[s].parent});
}

// Contains edges of the file's symbols: those whose source is in the file itself, or those whose source is not.
static void
add_contains(struct linker *self, uint32_t f, bool from_outside, struct raw_edges *edges)
{
    const struct linked_file *file = &self->files[f];
    for (uint32_t s = 1; s < file->symbol_count; s++) {
        if (!symbol_id(&file->symbols[s]) || (from_outside && file->symbols[s].owner == FACT_NONE))
            continue;
        symbol_ref container = container_of(self, f, s);
        if (from_outside == (container.file != f))
            add_edge(edges, (struct raw_edge){container, {f, s}, file->symbols[s].line, EDGE_CONTAINS, RESOLUTION_SCOPE});
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

// ---- rows by source

struct target_edge {
    uint64_t to, from;
    uint8_t type;
};

struct targets {
    struct target_edge *items;
    uint32_t count, capacity;
};

// An edge of one source.
struct edge {
    uint64_t to;
    uint32_t line;
    uint8_t type, resolution;
};

struct source {
    uint64_t id;
    uint32_t edges, count; // of the cluster's, sorted by source
    uint32_t file;
};

// What is being made of one cluster; the arrays are used again for the next.
struct cluster {
    struct raw_edges raw;
    struct source *sources; // one for each symbol
    struct edge *edges;
    uint32_t *first_source; // of each file of the run
    uint32_t source_capacity, edge_capacity;
};

static int
compare_sources(const void *a, const void *b)
{
    const struct source *left = a, *right = b;
    return left->id != right->id ? (left->id > right->id) - (left->id < right->id)
                                 : (left->file > right->file) - (left->file < right->file);
}

static int
compare_edges(const void *a, const void *b)
{
    const struct edge *left = a, *right = b;
    if (left->type != right->type)
        return left->type < right->type ? -1 : 1;
    if (left->to != right->to)
        return left->to < right->to ? -1 : 1;
    return (left->line > right->line) - (left->line < right->line);
}

static void
sort_edges(struct edge *edges, uint32_t count)
{
    if (count > INSERTION_MAX) {
        qsort(edges, count, sizeof *edges, compare_edges);
        return;
    }
    for (uint32_t i = 1; i < count; i++) {
        struct edge edge = edges[i];
        uint32_t at = i;
        for (; at > 0 && compare_edges(&edge, &edges[at - 1]) < 0; at--)
            edges[at] = edges[at - 1];
        edges[at] = edge;
    }
}

static void
add_target(struct targets *targets, struct target_edge edge)
{
    if (targets->count == targets->capacity) {
        targets->capacity = targets->capacity ? targets->capacity + targets->capacity / 2 : 65536;
        targets->items = realloc(targets->items, targets->capacity * sizeof *targets->items);
        assert(targets->items);
    }
    targets->items[targets->count++] = edge;
}

struct output {
    linker_emit *emit;
    void *context;
    buffer row, lines;
    uint32_t externals; // whose rows are out
    struct targets targets;
};

// One row for each run of equal edges.
static void
emit_source(const struct source *source, struct edge *edges, struct output *out)
{
    sort_edges(edges, source->count);
    for (uint32_t i = 0, end; i < source->count;) {
        struct edge first = edges[i];
        uint32_t line_count = 0, previous = 0;
        buffer_clear(&out->lines);
        for (end = i; end < source->count && edges[end].type == first.type && edges[end].to == first.to; end++) {
            if (edges[end].resolution < first.resolution)
                first.resolution = edges[end].resolution;
        }
        for (; i < end; i++) {
            uint32_t line = edges[i].line;
            // Where some calls surely end there, those that only may are not said to.
            bool is_left_out = edges[i].resolution == RESOLUTION_OVERRIDE && first.resolution < RESOLUTION_OVERRIDE;
            if (is_left_out || (line_count && line == previous))
                continue;
            buffer_put(&out->lines, &line, sizeof line);
            line_count++;
            previous = line;
        }
        char key[EDGE_KEY_BYTES];
        edge_key_pack(key, (edge_key){source->id, (edge_type)first.type, first.to});
        buffer_clear(&out->row);
        edge_row_pack(&out->row, (resolution)first.resolution, (const uint32_t *)(const void *)out->lines.data, line_count);
        out->emit(out->context, FAMILY_BY_SOURCE, (span){key, sizeof key}, buffer_span(&out->row));
        add_target(&out->targets, (struct target_edge){first.to, source->id, first.type});
    }
}

// Makes a source of each symbol of a cluster's files (by_cluster[first..end)); returns their number.
static uint32_t
list_sources(const struct linker *self, uint32_t first, uint32_t end, struct cluster *cluster)
{
    uint32_t count = 0;
    for (uint32_t i = first; i < end; i++) {
        cluster->first_source[self->by_cluster[i]] = count;
        count += self->files[self->by_cluster[i]].symbol_count;
    }
    if (count > cluster->source_capacity) {
        cluster->source_capacity = count + count / 2;
        cluster->sources = realloc(cluster->sources, cluster->source_capacity * sizeof *cluster->sources);
        assert(cluster->sources);
    }
    for (uint32_t i = first; i < end; i++) {
        uint32_t f = self->by_cluster[i];
        for (uint32_t s = 0; s < self->files[f].symbol_count; s++)
            cluster->sources[cluster->first_source[f] + s] =
                (struct source){.id = symbol_id(&self->files[f].symbols[s]), .file = f};
    }
    return count;
}

// Puts the cluster's edges in the order of their sources.
static void
place_edges(const struct linker *self, struct cluster *cluster, uint32_t source_count)
{
    const struct raw_edges *raw = &cluster->raw;
    if (raw->count > cluster->edge_capacity) {
        cluster->edge_capacity = raw->capacity;
        cluster->edges = realloc(cluster->edges, cluster->edge_capacity * sizeof *cluster->edges);
        assert(cluster->edges);
    }
    for (uint32_t i = 0; i < raw->count; i++)
        cluster->sources[cluster->first_source[raw->items[i].from.file] + raw->items[i].from.symbol].count++;
    for (uint32_t s = 0, before = 0; s < source_count; s++) {
        cluster->sources[s].edges = before;
        before += cluster->sources[s].count;
        cluster->sources[s].count = 0;
    }
    for (uint32_t i = 0; i < raw->count; i++) {
        const struct raw_edge *edge = &raw->items[i];
        struct source *source = &cluster->sources[cluster->first_source[edge->from.file] + edge->from.symbol];
        bool is_external = edge->to.file == LINK_NONE;
        uint64_t to = is_external ? self->externals[edge->to.symbol].id : symbol_id(symbol_of(self, edge->to));
        cluster->edges[source->edges + source->count++] = (struct edge){to, edge->line, edge->type, edge->resolution};
    }
}

// Parsers know the ids of one file only; two files could share one by chance.
static status
check_ids(const struct linker *self, const struct source *sources, uint32_t count, char *failure)
{
    for (uint32_t i = 1; i < count; i++) {
        if (!sources[i].id || sources[i].id != sources[i - 1].id)
            continue;
        span a = self->files[sources[i - 1].file].path, b = self->files[sources[i].file].path;
        snprintf(failure, 256, "entity id %016llx stands in both %.*s and %.*s", (unsigned long long)sources[i].id,
                 (int)(a.size < 90 ? a.size : 90), a.data, (int)(b.size < 90 ? b.size : 90), b.data);
        return STATUS_CONFLICT;
    }
    return STATUS_OK;
}

static void
add_file_edges(struct linker *self, uint32_t f, uint64_t *references, struct raw_edges *edges)
{
    add_contains(self, f, false, edges);
    add_imports(self, f, edges);
    for (uint32_t r = 0; r < self->files[f].reference_count; r++) {
        add_reference(self, f, &self->files[f].references[r], edges);
        if (self->pulse && ++*references % PULSE_EVERY_REFERENCES == 0)
            self->pulse(self->context);
    }
}

static int
compare_strays(const void *a, const void *b)
{
    const struct raw_edge *left = a, *right = b;
    return (left->from.file > right->from.file) - (left->from.file < right->from.file);
}

// Contains edges whose source is in another file than what it contains, by the source's file.
static struct raw_edges
find_strays(struct linker *self)
{
    struct raw_edges strays = {0};
    for (uint32_t f = 0; f < self->file_count; f++)
        add_contains(self, f, true, &strays);
    if (strays.count)
        qsort(strays.items, strays.count, sizeof *strays.items, compare_strays);
    return strays;
}

static void
take_strays(const struct raw_edges *strays, uint32_t file, struct raw_edges *edges)
{
    uint32_t low = 0, high = strays->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (strays->items[middle].from.file < file)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < strays->count && strays->items[low].from.file == file; low++)
        add_edge(edges, strays->items[low]);
}

// Rows of the externals that are new since the last call.
static void
emit_externals(const struct linker *self, struct output *out)
{
    for (; out->externals < self->external_count; out->externals++) {
        const struct external *external = &self->externals[out->externals];
        entity_row row = {
            .file = FILE_NUMBER_NONE,
            .kind = ENTITY_EXTERNAL,
            .language = (language_id)external->language,
            .name = text_of(self, external->name),
            .qualified_name = text_of(self, external->module),
        };
        char key[8];
        store_u64_be(key, external->id);
        buffer_clear(&out->row);
        entity_row_pack(&out->row, &row);
        out->emit(out->context, FAMILY_ENTITIES, (span){key, sizeof key}, buffer_span(&out->row));
    }
}

static status
emit_by_source(struct linker *self, struct output *out, char *failure)
{
    struct cluster cluster = {.first_source = malloc((self->file_count + 1) * sizeof *cluster.first_source)};
    assert(cluster.first_source);
    struct raw_edges strays = find_strays(self);
    status result = STATUS_OK;
    uint64_t references = 0;
    for (uint32_t first = 0, end; first < self->file_count && result == STATUS_OK; first = end) {
        uint64_t number = file_cluster(self, self->by_cluster[first]);
        cluster.raw.count = 0;
        for (end = first; end < self->file_count && file_cluster(self, self->by_cluster[end]) == number; end++) {
            take_strays(&strays, self->by_cluster[end], &cluster.raw);
            add_file_edges(self, self->by_cluster[end], &references, &cluster.raw);
        }
        emit_externals(self, out);
        uint32_t count = list_sources(self, first, end, &cluster);
        place_edges(self, &cluster, count);
        qsort(cluster.sources, count, sizeof *cluster.sources, compare_sources);
        result = check_ids(self, cluster.sources, count, failure);
        for (uint32_t s = 0; s < count && result == STATUS_OK; s++)
            emit_source(&cluster.sources[s], cluster.edges + cluster.sources[s].edges, out);
    }
    free(strays.items);
    free(cluster.raw.items);
    free(cluster.sources);
    free(cluster.edges);
    free(cluster.first_source);
    return result;
}

// ---- rows by target

static int
compare_targets(const void *a, const void *b)
{
    const struct target_edge *left = a, *right = b;
    if (left->to != right->to)
        return left->to < right->to ? -1 : 1;
    if (left->type != right->type)
        return left->type < right->type ? -1 : 1;
    return (left->from > right->from) - (left->from < right->from);
}

// Puts edges into the buckets of `bits` bits of their targets, in place (McIlroy, Bostic, McIlroy 1993, "Engineering Radix
// Sort": American flag sort). ends[b] becomes the end of bucket b.
static void
scatter_targets(struct target_edge *items, uint32_t count, unsigned shift, unsigned bits, uint32_t *ends)
{
    uint32_t bucket_count = 1u << bits, before = 0;
    uint32_t *next = malloc(bucket_count * sizeof *next);
    assert(next);
    memset(ends, 0, bucket_count * sizeof *ends);
    for (uint32_t i = 0; i < count; i++)
        ends[items[i].to >> shift & (bucket_count - 1)]++;
    for (uint32_t b = 0; b < bucket_count; b++) {
        next[b] = before;
        ends[b] = before += ends[b];
    }
    for (uint32_t b = 0; b < bucket_count; b++) {
        while (next[b] < ends[b]) {
            struct target_edge edge = items[next[b]];
            uint32_t home = (uint32_t)(edge.to >> shift & (bucket_count - 1));
            items[next[b]] = items[next[home]];
            items[next[home]++] = edge;
        }
    }
    free(next);
}

// At most six levels deep: each takes eight of the 48 bits below the cluster.
static void
sort_targets(struct target_edge *items, uint32_t count, unsigned shift)
{
    if (count <= 1)
        return;
    if (count <= BUCKET_MAX || !shift) {
        qsort(items, count, sizeof *items, compare_targets);
        return;
    }
    uint32_t ends[256];
    scatter_targets(items, count, shift - 8, 8, ends);
    for (uint32_t b = 0, start = 0; b < 256; start = ends[b++]) {
        if (ends[b] > start + 1)
            sort_targets(items + start, ends[b] - start, shift - 8);
    }
}

static void
emit_by_target(struct linker *self, struct output *out)
{
    struct targets *targets = &out->targets;
    uint32_t *ends = malloc(CLUSTER_COUNT * sizeof *ends);
    assert(ends);
    scatter_targets(targets->items, targets->count, CLUSTER_SHIFT, 16, ends);
    for (uint32_t b = 0, i = 0; b < CLUSTER_COUNT; b++) {
        sort_targets(targets->items + i, ends[b] - i, CLUSTER_SHIFT);
        for (; i < ends[b]; i++) {
            const struct target_edge *edge = &targets->items[i];
            char key[EDGE_KEY_BYTES];
            edge_key_pack(key, (edge_key){edge->to, (edge_type)edge->type, edge->from});
            out->emit(out->context, FAMILY_BY_TARGET, (span){key, sizeof key}, (span){"", 0});
            if (self->pulse && i % PULSE_EVERY_REFERENCES == 0)
                self->pulse(self->context);
        }
    }
    free(ends);
}

// ---- all

struct clustered {
    uint64_t cluster;
    uint32_t file;
};

static int
compare_clustered(const void *a, const void *b)
{
    const struct clustered *left = a, *right = b;
    return left->cluster != right->cluster ? (left->cluster > right->cluster) - (left->cluster < right->cluster)
                                           : (left->file > right->file) - (left->file < right->file);
}

static void
order_by_cluster(struct linker *self)
{
    struct clustered *files = malloc((self->file_count + 1) * sizeof *files);
    self->by_cluster = malloc((self->file_count + 1) * sizeof *self->by_cluster);
    assert(files && self->by_cluster);
    for (uint32_t f = 0; f < self->file_count; f++)
        files[f] = (struct clustered){file_cluster(self, f), f};
    qsort(files, self->file_count, sizeof *files, compare_clustered);
    for (uint32_t f = 0; f < self->file_count; f++)
        self->by_cluster[f] = files[f].file;
    free(files);
}

status
edges_make(struct linker *self, linker_emit *emit, void *context, char *failure)
{
    struct output out = {.emit = emit, .context = context};
    order_by_cluster(self);
    status result = emit_by_source(self, &out, failure);
    if (result == STATUS_OK)
        emit_by_target(self, &out);
    free(out.targets.items);
    buffer_fini(&out.row);
    buffer_fini(&out.lines);
    return result;
}
