// Analyses of the whole graph and class metrics. They are computed once per generation; a scope filters what is answered.
#include <assert.h>
#include <stdlib.h>

#include "stages/server/http/endpoint.h"
#include "stages/server/query_analysis.h"
#include "stages/server/query_metrics.h"

enum { CONTAINERS_CLIMBED_MAX = 16 };

// Entities of a ranking or a list that are answered, in its order.
static void
keep_entities(const http_call *call, const query_entity *entities, uint32_t count, query_entities *kept)
{
    for (uint32_t i = 0; i < count; i++) {
        if (query_in_scope(call->snapshot, entities[i], call->scope))
            query_entities_add(kept, entities[i]);
    }
}

static void
keep_one(const http_call *call, query_entities *kept)
{
    if (query_in_scope(call->snapshot, call->entity, call->scope))
        query_entities_add(kept, call->entity);
}

static void
put_keys(http_call *call, buffer *out, const char *name, const query_entity *entities, uint32_t count)
{
    json_put_name(out, name);
    buffer_put_byte(out, '[');
    for (uint32_t i = 0; i < count; i++) {
        if (i)
            buffer_put_byte(out, ',');
        http_put_key(call, out, entities[i]);
    }
    buffer_put_byte(out, ']');
}

// Refuses when an analysis could not be made; returns whether it was.
static bool
is_made(http_call *call, const void *analysis)
{
    if (!analysis)
        http_fail(call, 500, "The analysis could not be made: libigraph cannot be loaded; the log says why");
    return analysis != NULL;
}

// ---- /centrality-measures-entity-ranking, /entropy-complexity-measurement-scores

struct ranked {
    const query_ranking *all;
    query_entities kept;
};

static void
ranked_fini(void *ranked)
{
    query_entities_fini(&((struct ranked *)ranked)->kept);
}

static void
put_ranked(http_call *call, buffer *out, void *context, uint64_t index)
{
    const struct ranked *self = context;
    query_entity entity = self->kept.items[index];
    buffer_put_byte(out, '{');
    http_put_key_member(call, out, "entity", entity);
    http_put_number(out, "score", self->all->scores[entity]);
    http_put_integer(out, "rank", index + 1);
    buffer_put_byte(out, '}');
}

void
http_answer_centrality(http_call *call)
{
    struct ranked *self = http_keep(call, sizeof *self, ranked_fini);
    span method = http_text(call, "method");
    self->all = span_is(method, "betweenness") ? query_betweenness_of(call->snapshot) : query_pagerank_of(call->snapshot);
    if (!is_made(call, self->all))
        return;
    keep_entities(call, self->all->entities, self->all->count, &self->kept);
    uint64_t count = self->kept.count;
    if (http_value_of(call, "top")->is_given && http_integer(call, "top") < count)
        count = http_integer(call, "top");
    http_put_text(&call->text, "method", method);
    http_put_flag(&call->text, "exact", self->all->cutoff == 0);
    if (self->all->cutoff)
        http_put_integer(&call->text, "path_length_cutoff", self->all->cutoff);
    http_put_integer(&call->text, "total_count", self->kept.count);
    http_list(call, "entities", count, put_ranked, self);
}

static void
put_entropy(http_call *call, buffer *out, void *context, uint64_t index)
{
    const struct ranked *self = context;
    query_entity entity = self->kept.items[index];
    buffer_put_byte(out, '{');
    http_put_key_member(call, out, "entity", entity);
    http_put_number(out, "entropy", self->all->scores[entity]);
    http_put_text(out, "complexity", span_of(query_entropy_text(self->all->scores[entity])));
    buffer_put_byte(out, '}');
}

void
http_answer_entropy(http_call *call)
{
    struct ranked *self = http_keep(call, sizeof *self, ranked_fini);
    self->all = query_entropy_of(call->snapshot);
    if (call->entity != QUERY_NONE)
        keep_one(call, &self->kept);
    else
        keep_entities(call, self->all->entities, self->all->count, &self->kept);
    http_page(call, "total_count", self->kept.count, "entities", put_entropy, self);
}

// ---- /kcore-decomposition-layering-analysis

struct layered {
    const query_cores *all;
    query_entities kept;
};

static void
layered_fini(void *layered)
{
    query_entities_fini(&((struct layered *)layered)->kept);
}

static void
put_layered(http_call *call, buffer *out, void *context, uint64_t index)
{
    const struct layered *self = context;
    query_entity entity = self->kept.items[index];
    buffer_put_byte(out, '{');
    http_put_key_member(call, out, "entity", entity);
    http_put_integer(out, "coreness", self->all->coreness[entity]);
    http_put_text(out, "layer", span_of(query_layer_text(self->all, entity)));
    buffer_put_byte(out, '}');
}

void
http_answer_kcore(http_call *call)
{
    struct layered *self = http_keep(call, sizeof *self, layered_fini);
    self->all = query_cores_of(call->snapshot);
    if (!is_made(call, self->all))
        return;
    uint32_t count = 0; // of those with k and more, which come first
    while (count < self->all->count && self->all->coreness[self->all->entities[count]] >= http_integer(call, "k"))
        count++;
    keep_entities(call, self->all->entities, count, &self->kept);
    http_put_integer(&call->text, "max_coreness", self->all->max);
    http_page(call, "total_count", self->kept.count, "entities", put_layered, self);
}

// ---- /leiden-community-detection-clusters, /semantic-cluster-grouping-list

// The communities that have members in scope, with those.
struct partition {
    const query_communities *all;
    query_entities kept;
    uint32_t *starts; // count + 1 of them, into kept
    uint32_t *ids;    // in the whole partition
    uint32_t count;
};

static void
partition_fini(void *partition)
{
    struct partition *self = partition;
    query_entities_fini(&self->kept);
    free(self->starts);
    free(self->ids);
}

// Returns NULL after an error.
static struct partition *
partition_of(http_call *call, const query_communities *all)
{
    if (!is_made(call, all))
        return NULL;
    struct partition *self = http_keep(call, sizeof *self, partition_fini);
    self->all = all;
    self->starts = calloc((size_t)all->count + 1, sizeof *self->starts);
    self->ids = calloc((size_t)all->count + 1, sizeof *self->ids);
    assert(self->starts && self->ids);
    for (uint32_t i = 0; i < all->count; i++) {
        size_t before = self->kept.count;
        keep_entities(call, all->members + all->starts[i], all->starts[i + 1] - all->starts[i], &self->kept);
        if (self->kept.count == before)
            continue;
        self->ids[self->count++] = i;
        self->starts[self->count] = (uint32_t)self->kept.count;
    }
    return self;
}

static void
put_community(http_call *call, buffer *out, void *context, uint64_t index)
{
    const struct partition *self = context;
    uint32_t start = self->starts[index], size = self->starts[index + 1] - start;
    buffer_put_byte(out, '{');
    http_put_integer(out, "id", self->ids[index]);
    http_put_integer(out, "size", size);
    put_keys(call, out, "members", self->kept.items + start, size);
    buffer_put_byte(out, '}');
}

void
http_answer_communities(http_call *call)
{
    struct partition *self = partition_of(call, query_communities_of(call->snapshot));
    if (!self)
        return;
    http_put_number(&call->text, "modularity", self->all->modularity);
    http_page(call, "community_count", self->count, "communities", put_community, self);
}

// Counts the edges inside of a cluster, and those between it and other code.
static void
count_edges(const http_call *call, const query_communities *all, uint32_t cluster, uint64_t *inside, uint64_t *outside)
{
    query_edge edge;
    for (uint32_t i = all->starts[cluster]; i < all->starts[cluster + 1]; i++) {
        query_edges out = query_edges_out(call->snapshot, all->members[i], QUERY_EDGES_ALL);
        while (query_edges_next(&out, &edge)) {
            *inside += all->of_entity[edge.to] == cluster;
            *outside += all->of_entity[edge.to] != cluster && all->of_entity[edge.to] != QUERY_NONE;
        }
        query_edges in = query_edges_in(call->snapshot, all->members[i], QUERY_EDGES_ALL);
        while (query_edges_next(&in, &edge))
            *outside += all->of_entity[edge.from] != cluster && all->of_entity[edge.from] != QUERY_NONE;
    }
}

static void
put_cluster(http_call *call, buffer *out, void *context, uint64_t index)
{
    const struct partition *self = context;
    uint32_t start = self->starts[index], size = self->starts[index + 1] - start;
    uint64_t inside = 0, outside = 0;
    count_edges(call, self->all, self->ids[index], &inside, &outside);
    buffer_put_byte(out, '{');
    http_put_integer(out, "cluster_id", self->ids[index]);
    http_put_integer(out, "entity_count", size);
    put_keys(call, out, "entities", self->kept.items + start, size);
    http_put_integer(out, "internal_edges", inside);
    http_put_integer(out, "external_edges", outside);
    buffer_put_byte(out, '}');
}

void
http_answer_clusters(http_call *call)
{
    struct partition *self = partition_of(call, query_clusters_of(call->snapshot));
    if (!self)
        return;
    http_put_integer(&call->text, "total_entities", self->kept.count);
    http_page(call, "cluster_count", self->count, "clusters", put_cluster, self);
}

// ---- /coupling-cohesion-metrics-suite, /technical-debt-sqale-scoring

struct classes {
    const query_class **items;
    uint32_t count;
};

static void
classes_fini(void *classes)
{
    free(((struct classes *)classes)->items);
}

// The class that the entity is, or is a member of; NULL without one.
static const query_class *
class_around(const http_call *call, const query_classes *all)
{
    query_entity entity = call->entity;
    for (int up = 0; up < CONTAINERS_CLIMBED_MAX; up++) {
        const query_class *found = query_class_find(all, entity);
        query_edges in = query_edges_in(call->snapshot, entity, 1u << EDGE_CONTAINS);
        query_edge edge;
        if (found || !query_edges_next(&in, &edge))
            return found;
        entity = edge.from;
    }
    return NULL;
}

static void
keep_class(const http_call *call, struct classes *self, const query_class *class)
{
    if (query_in_scope(call->snapshot, class->entity, call->scope))
        self->items[self->count++] = class;
}

// Returns the classes of the code in scope, or that of the entity alone; NULL after an error. The highest debt comes first, or
// the order is that of numbers.
static struct classes *
classes_of(http_call *call, bool is_by_debt)
{
    const query_classes *all = query_classes_of(call->snapshot);
    if (!all) {
        http_fail(call, 500, "The entities' rows of the index could not be read; run `sluice check`");
        return NULL;
    }
    struct classes *self = http_keep(call, sizeof *self, classes_fini);
    self->items = calloc((size_t)all->count + 1, sizeof *self->items);
    assert(self->items);
    if (call->entity != QUERY_NONE) {
        const query_class *class = class_around(call, all);
        if (class)
            keep_class(call, self, class);
        return self;
    }
    for (uint32_t i = 0; i < all->count; i++) {
        const query_class *class = &all->items[is_by_debt ? all->by_debt[i] : i];
        if (query_node_of(call->snapshot, class->entity).detection == DETECTION_NONE)
            keep_class(call, self, class);
    }
    return self;
}

static void
put_note(http_call *call, const struct classes *self)
{
    if (call->entity != QUERY_NONE && !self->count)
        http_put_text(&call->text, "note", SPAN_LITERAL("The entity is no class, nor a member of one, in this scope"));
}

static void
put_metrics(http_call *call, buffer *out, void *context, uint64_t index)
{
    const query_class *class = ((const struct classes *)context)->items[index];
    char grade = query_health_grade(class);
    buffer_put_byte(out, '{');
    http_put_key_member(call, out, "entity", class->entity);
    http_put_integer(out, "cbo", class->cbo);
    http_put_number(out, "lcom", class->lcom);
    http_put_integer(out, "rfc", class->rfc);
    http_put_integer(out, "wmc", class->wmc);
    http_put_integer(out, "method_count", class->methods);
    http_put_text(out, "health_grade", (span){&grade, 1});
    buffer_put_byte(out, '}');
}

void
http_answer_coupling(http_call *call)
{
    struct classes *self = classes_of(call, false);
    if (!self)
        return;
    put_note(call, self);
    http_page(call, "total_count", self->count, "entities", put_metrics, self);
}

static void
put_violations(buffer *out, const query_class *class)
{
    bool is_first = true;
    json_put_name(out, "violations");
    buffer_put_byte(out, '[');
    for (int i = 0; i < QUERY_VIOLATION_COUNT; i++) {
        const query_violation_info *info = &query_violation_infos[i];
        if (!query_is_violated(class, (query_violation)i))
            continue;
        buffer_put_span(out, is_first ? SPAN_LITERAL("{") : SPAN_LITERAL(",{"));
        http_put_text(out, "violation_type", span_of(info->type));
        http_put_text(out, "metric", span_of(info->metric));
        http_put_number(out, "value", query_violation_value(class, (query_violation)i));
        http_put_number(out, "threshold", info->threshold);
        http_put_integer(out, "remediation_hours", info->hours);
        buffer_put_byte(out, '}');
        is_first = false;
    }
    buffer_put_byte(out, ']');
}

static void
put_debt(http_call *call, buffer *out, void *context, uint64_t index)
{
    const query_class *class = ((const struct classes *)context)->items[index];
    uint32_t hours = query_debt_hours(class);
    buffer_put_byte(out, '{');
    http_put_key_member(call, out, "entity", class->entity);
    http_put_integer(out, "total_debt_hours", hours);
    http_put_text(out, "severity", span_of(query_debt_severity(hours)));
    put_violations(out, class);
    buffer_put_byte(out, '}');
}

void
http_answer_debt(http_call *call)
{
    struct classes *self = classes_of(call, true);
    if (!self)
        return;
    const http_value *least = http_value_of(call, "min_debt");
    uint64_t hours = 0;
    uint32_t kept = 0;
    put_note(call, self);
    for (uint32_t i = 0; i < self->count; i++) {
        uint32_t debt = query_debt_hours(self->items[i]);
        hours += debt;
        if (!least->is_given || debt >= least->number)
            self->items[kept++] = self->items[i];
    }
    http_put_integer(&call->text, "codebase_total_debt_hours", hours);
    http_page(call, "total_count", kept, "entities", put_debt, self);
}
