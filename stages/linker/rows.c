// From edges to sorted rows.
//
// The first 16 bits of an id are its file's (key.h): its cluster. So rows by source come out in order while references are
// still being bound: files are taken in the order of their clusters, and only the edges of one cluster are sorted, a few
// hundred in most. Rows by target need all edges (targets.h).
//
// References are bound, and edges by target sorted, by several threads (ahead.h); all rows are made by one, in order.
#include "stages/linker/edges.h"
#include "stages/linker/targets.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "schema/edge_rows.h"
#include "schema/key.h"
#include "schema/rows.h"

enum {
    CLUSTER_SHIFT = 48,
    PULSE_EVERY_EDGES = 16384,
};

struct external {
    uint32_t language, module, name; // names; module LINK_NONE when unknown
    uint64_t id;
};

// The entities' ids of one cluster, ascending.
struct cluster_ids {
    uint64_t cluster;
    uint64_t *ids; // NULL: of none yet
    size_t count;
};

// What rows are made with.
struct output {
    struct linker *linker;
    linker_emit *emit;
    void *context;
    uint32_t *by_cluster; // files in the order of their clusters, then of their paths
    struct cluster_ids cluster_ids;
    struct external *externals;
    uint32_t external_count, external_capacity;
    uint32_t external_rows; // how many of them are out
    intern *external_keys, *external_ids;
    struct targets targets;
    uint64_t target_edges; // that are out
    edge_rows by_source, by_target;
    buffer key, row, lines;
};

// ---- external entities

static uint64_t
cluster_of(uint64_t id)
{
    return id >> CLUSTER_SHIFT;
}

uint64_t
cluster_of_file(const struct linker *self, uint32_t file)
{
    return self->files[file].cluster;
}

static span
text_of(const struct linker *self, uint32_t name)
{
    return name == LINK_NONE ? (span){"", 0} : intern_text(self->names, name);
}

static int
compare_numbers(const void *a, const void *b)
{
    const uint64_t *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

// The first file, in the order of clusters, of this cluster or a later one.
static uint32_t
seek_cluster(const struct output *out, uint64_t cluster)
{
    uint32_t low = 0, high = out->linker->file_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (cluster_of_file(out->linker, out->by_cluster[middle]) < cluster)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

// Whether an entity of the tree has the id. The ids of the cluster that was asked for last are kept, sorted: nearly all
// externals without a module are of one cluster, which seldom is a file's.
static bool
is_entity(struct output *out, uint64_t id)
{
    const struct linker *self = out->linker;
    struct cluster_ids *known = &out->cluster_ids;
    uint64_t cluster = cluster_of(id);
    uint32_t first = seek_cluster(out, cluster);
    if (first == self->file_count || cluster_of_file(self, out->by_cluster[first]) != cluster)
        return false;
    if (!known->ids || known->cluster != cluster) {
        known->cluster = cluster;
        known->count = 0;
        for (uint32_t i = first; i < self->file_count && cluster_of_file(self, out->by_cluster[i]) == cluster; i++) {
            const struct linked_file *file = &self->files[out->by_cluster[i]];
            known->ids = realloc(known->ids, (known->count + file->symbol_count) * sizeof *known->ids);
            assert(known->ids);
            for (uint32_t s = 0; s < file->symbol_count; s++)
                known->ids[known->count++] = symbol_id(&file->symbols[s]);
        }
        qsort(known->ids, known->count, sizeof *known->ids, compare_numbers);
    }
    return bsearch(&id, known->ids, known->count, sizeof id, compare_numbers) != NULL;
}

// An id that nothing else has: a clash moves on to the next ordinal.
static uint64_t
external_id(struct output *out, const struct external *external)
{
    const struct linker *self = out->linker;
    buffer *key = &out->key;
    buffer_clear(key);
    key_put_external(key, span_of(language_names[external->language]), text_of(self, external->name),
                     text_of(self, external->module));
    for (uint32_t ordinal = 0;; ordinal++) {
        uint64_t id = key_id(buffer_span(key), ordinal);
        uint32_t known = intern_count(out->external_ids);
        if (!is_entity(out, id) && intern_add(out->external_ids, (span){(const char *)&id, sizeof id}) == known)
            return id;
    }
}

// The id of what an edge names outside of the tree, which is added if it is new.
static uint64_t
external_of(struct output *out, struct raw_external named)
{
    uint32_t key[3] = {named.language, named.module, named.name};
    uint32_t index = intern_add(out->external_keys, (span){(const char *)key, sizeof key});
    if (index < out->external_count)
        return out->externals[index].id;
    if (out->external_count == out->external_capacity) {
        out->external_capacity = out->external_capacity ? out->external_capacity * 2 : 256;
        out->externals = realloc(out->externals, out->external_capacity * sizeof *out->externals);
        assert(out->externals);
    }
    struct external *external = &out->externals[out->external_count++];
    *external = (struct external){named.language, named.module, named.name, 0};
    external->id = external_id(out, external);
    return external->id;
}

// ---- rows by source

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
    const struct raw_edge *raw; // in the portion
    uint32_t raw_count;
    const struct raw_external *externals; // the portion's
    struct source *sources; // one for each symbol
    struct edge *edges;
    uint32_t *first_source; // of each file of the run
    uint32_t source_capacity, edge_capacity;
};

static bool
comes_before(const struct source *a, const struct source *b)
{
    return a->id != b->id ? a->id < b->id : a->file < b->file;
}

#define SORT_NAME sort_sources
#define SORT_TYPE struct source
#define SORT_BYTE(at, depth) ((at)->id >> (56 - 8 * (depth)))
#define SORT_DEPTH 8
#define SORT_LESS(a, b) comes_before(a, b)
#include "base/radix_sort.h"

static int
compare_edges(const struct edge *left, const struct edge *right)
{
    if (left->type != right->type)
        return left->type < right->type ? -1 : 1;
    if (left->to != right->to)
        return left->to < right->to ? -1 : 1;
    return (left->line > right->line) - (left->line < right->line);
}

static uint8_t
byte_of(const struct edge *edge, unsigned depth)
{
    if (depth == 0)
        return edge->type;
    return (uint8_t)(depth <= 8 ? edge->to >> (64 - 8 * depth) : edge->line >> (96 - 8 * depth));
}

#define SORT_NAME sort_edges
#define SORT_TYPE struct edge
#define SORT_BYTE(at, depth) byte_of(at, depth)
#define SORT_DEPTH 13
#define SORT_LESS(a, b) (compare_edges(a, b) < 0)
#include "base/radix_sort.h"

// One edge of the row for each run of equal ones.
static void
emit_source(const struct source *source, struct edge *edges, struct output *out)
{
    sort_edges(edges, source->count, 0);
    buffer_clear(&out->lines);
    uint32_t *lines = (uint32_t *)(void *)buffer_reserve(&out->lines, source->count * sizeof *lines);
    for (uint32_t i = 0, end; i < source->count;) {
        struct edge first = edges[i];
        uint32_t line_count = 0;
        for (end = i; end < source->count && edges[end].type == first.type && edges[end].to == first.to; end++) {
            if (edges[end].resolution < first.resolution)
                first.resolution = edges[end].resolution;
        }
        for (; i < end; i++) {
            uint32_t line = edges[i].line;
            // Where some calls surely end there, those that only may are not said to.
            bool is_left_out = edges[i].resolution == RESOLUTION_OVERRIDE && first.resolution < RESOLUTION_OVERRIDE;
            if (!is_left_out && !(line_count && line == lines[line_count - 1]))
                lines[line_count++] = line;
        }
        edge_row edge = {.from = source->id,
                         .to = first.to,
                         .type = (edge_type)first.type,
                         .resolution = (resolution)first.resolution,
                         .line_count = line_count};
        edge_rows_put(&out->by_source, &edge, lines);
        targets_add(&out->targets, (struct target_edge){first.to, source->id, first.type});
    }
}

// Makes a source of each symbol of a cluster's files (by_cluster[first..end)); returns their number.
static uint32_t
list_sources(const struct output *out, uint32_t first, uint32_t end, struct cluster *cluster)
{
    const struct linker *self = out->linker;
    uint32_t count = 0;
    for (uint32_t i = first; i < end; i++) {
        cluster->first_source[out->by_cluster[i]] = count;
        count += self->files[out->by_cluster[i]].symbol_count;
    }
    if (count > cluster->source_capacity) {
        cluster->source_capacity = count + count / 2;
        cluster->sources = realloc(cluster->sources, cluster->source_capacity * sizeof *cluster->sources);
        assert(cluster->sources);
    }
    for (uint32_t i = first; i < end; i++) {
        uint32_t f = out->by_cluster[i];
        for (uint32_t s = 0; s < self->files[f].symbol_count; s++)
            cluster->sources[cluster->first_source[f] + s] =
                (struct source){.id = symbol_id(&self->files[f].symbols[s]), .file = f};
    }
    return count;
}

static uint64_t
target_id(struct output *out, const struct cluster *cluster, symbol_ref to)
{
    return to.file == LINK_NONE ? external_of(out, cluster->externals[to.symbol]) : symbol_id(symbol_of(out->linker, to));
}

// Puts the cluster's edges in the order of their sources.
static void
place_edges(struct output *out, struct cluster *cluster, uint32_t source_count)
{
    if (cluster->raw_count > cluster->edge_capacity) {
        cluster->edge_capacity = cluster->raw_count + cluster->raw_count / 2;
        cluster->edges = realloc(cluster->edges, cluster->edge_capacity * sizeof *cluster->edges);
        assert(cluster->edges);
    }
    for (uint32_t i = 0; i < cluster->raw_count; i++)
        cluster->sources[cluster->first_source[cluster->raw[i].from.file] + cluster->raw[i].from.symbol].count++;
    for (uint32_t s = 0, before = 0; s < source_count; s++) {
        cluster->sources[s].edges = before;
        before += cluster->sources[s].count;
        cluster->sources[s].count = 0;
    }
    for (uint32_t i = 0; i < cluster->raw_count; i++) {
        const struct raw_edge *edge = &cluster->raw[i];
        struct source *source = &cluster->sources[cluster->first_source[edge->from.file] + edge->from.symbol];
        cluster->edges[source->edges + source->count++] =
            (struct edge){target_id(out, cluster, edge->to), edge->line, edge->type, edge->resolution};
    }
}

// Parsers know the ids of one file only; two files could share one by chance.
static status
check_ids(const struct linker *self, const struct source *sources, uint32_t count, char *failure)
{
    for (uint32_t i = 1; i < count; i++) {
        if (sources[i].id != sources[i - 1].id)
            continue;
        span a = self->files[sources[i - 1].file].path, b = self->files[sources[i].file].path;
        snprintf(failure, 256, "entity id %016llx stands in both %.*s and %.*s", (unsigned long long)sources[i].id,
                 (int)(a.size < 90 ? a.size : 90), a.data, (int)(b.size < 90 ? b.size : 90), b.data);
        return STATUS_CONFLICT;
    }
    return STATUS_OK;
}

// Rows of the externals that are new since the last call.
static void
emit_externals(struct output *out)
{
    for (; out->external_rows < out->external_count; out->external_rows++) {
        const struct external *external = &out->externals[out->external_rows];
        entity_row row = {
            .file = FILE_NUMBER_NONE,
            .kind = ENTITY_EXTERNAL,
            .language = (language_id)external->language,
            .name = text_of(out->linker, external->name),
            .qualified_name = text_of(out->linker, external->module),
        };
        char key[8];
        store_u64_be(key, external->id);
        buffer_clear(&out->row);
        entity_row_pack(&out->row, &row);
        out->emit(out->context, FAMILY_ENTITIES, (span){key, sizeof key}, buffer_span(&out->row));
    }
}

// Leaves out what has no row, which nothing leads out of; returns how many are left.
static uint32_t
keep_entities(struct source *sources, uint32_t count)
{
    uint32_t kept = 0;
    for (uint32_t s = 0; s < count; s++) {
        if (sources[s].id)
            sources[kept++] = sources[s];
    }
    return kept;
}

// Rows of the cluster that the files by_cluster[first..end) are.
static status
emit_cluster(struct output *out, struct cluster *cluster, uint32_t first, uint32_t end, char *failure)
{
    uint32_t count = list_sources(out, first, end, cluster);
    place_edges(out, cluster, count);
    emit_externals(out);
    count = keep_entities(cluster->sources, count);
    sort_sources(cluster->sources, count, (64 - CLUSTER_SHIFT) / 8);
    status result = check_ids(out->linker, cluster->sources, count, failure);
    for (uint32_t s = 0; s < count && result == STATUS_OK; s++)
        emit_source(&cluster->sources[s], cluster->edges + cluster->sources[s].edges, out);
    return result;
}

static status
emit_portion(struct output *out, struct cluster *cluster, const struct portion *portion, char *failure)
{
    const struct linker *self = out->linker;
    uint32_t edge = 0;
    status result = STATUS_OK;
    for (uint32_t first = portion->first, end; first < portion->end && result == STATUS_OK; first = end) {
        uint64_t number = cluster_of_file(self, out->by_cluster[first]);
        for (end = first; end < portion->end && cluster_of_file(self, out->by_cluster[end]) == number;)
            end++;
        cluster->raw = portion->edges.items + edge;
        cluster->externals = portion->edges.externals;
        uint32_t start = edge;
        while (edge < portion->edges.count && cluster_of_file(self, portion->edges.items[edge].from.file) == number)
            edge++;
        cluster->raw_count = edge - start;
        result = emit_cluster(out, cluster, first, end, failure);
    }
    return result;
}

static status
emit_by_source(struct output *out, char *failure)
{
    uint32_t file_count = out->linker->file_count;
    struct cluster cluster = {.first_source = malloc((file_count + 1) * sizeof *cluster.first_source)};
    assert(cluster.first_source);
    portions *portions = portions_start(out->linker, out->by_cluster, file_count);
    status result = STATUS_OK;
    for (const struct portion *next; result == STATUS_OK && (next = portions_next(portions));)
        result = emit_portion(out, &cluster, next, failure);
    portions_stop(&portions);
    free(cluster.sources);
    free(cluster.edges);
    free(cluster.first_source);
    return result;
}

// ---- rows by target

static void
emit_target(void *context, const struct target_edge *edge)
{
    struct output *out = context;
    struct linker *self = out->linker;
    edge_rows_put(&out->by_target, &(edge_row){.from = edge->from, .to = edge->to, .type = (edge_type)edge->type}, NULL);
    if (++out->target_edges % PULSE_EVERY_EDGES != 0)
        return;
    vault_rest(self->vault, PULSE_EVERY_EDGES * sizeof *edge);
    if (self->pulse)
        self->pulse(self->context);
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
order_by_cluster(struct output *out)
{
    const struct linker *self = out->linker;
    struct clustered *files = malloc((self->file_count + 1) * sizeof *files);
    out->by_cluster = malloc((self->file_count + 1) * sizeof *out->by_cluster);
    assert(files && out->by_cluster);
    for (uint32_t f = 0; f < self->file_count; f++)
        files[f] = (struct clustered){cluster_of_file(self, f), f};
    qsort(files, self->file_count, sizeof *files, compare_clustered);
    for (uint32_t f = 0; f < self->file_count; f++)
        out->by_cluster[f] = files[f].file;
    free(files);
}

static void
output_fini(struct output *out)
{
    intern_destroy(&out->external_keys);
    intern_destroy(&out->external_ids);
    free(out->by_cluster);
    free(out->cluster_ids.ids);
    free(out->externals);
    targets_fini(&out->targets);
    edge_rows_fini(&out->by_source);
    edge_rows_fini(&out->by_target);
    buffer_fini(&out->key);
    buffer_fini(&out->row);
    buffer_fini(&out->lines);
}

status
rows_make(struct linker *self, linker_emit *emit, void *context, char *failure)
{
    struct output out = {.linker = self, .emit = emit, .context = context};
    out.external_keys = intern_new();
    out.external_ids = intern_new();
    edge_rows_init(&out.by_source, FAMILY_BY_SOURCE, emit, context);
    edge_rows_init(&out.by_target, FAMILY_BY_TARGET, emit, context);
    targets_init(&out.targets, self->vault, self->targets_bytes_max);
    order_by_cluster(&out);
    status result = emit_by_source(&out, failure);
    edge_rows_end(&out.by_source);
    if (result == STATUS_OK)
        result = vault_failed(self->vault, failure);
    if (result == STATUS_OK)
        targets_each(&out.targets, emit_target, &out);
    edge_rows_end(&out.by_target);
    output_fini(&out);
    return result;
}
