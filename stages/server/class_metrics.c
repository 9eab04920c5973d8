// Class metrics. What is not in the image (complexity, fields) is read from the entities' rows, once.
#include <assert.h>
#include <stdlib.h>

#include "base/log.h"
#include "stages/server/query_metrics.h"
#include "stages/server/snapshot.h"

enum { NO_CLASS = UINT32_MAX };

const query_violation_info query_violation_infos[QUERY_VIOLATION_COUNT] = {
    [QUERY_VIOLATION_CBO] = {"high_coupling", "CBO", 10, 4},
    [QUERY_VIOLATION_LCOM] = {"low_cohesion", "LCOM", 0.8, 8},
    [QUERY_VIOLATION_WMC] = {"high_complexity", "WMC", 15, 2},
};

struct field_range {
    uint32_t start, end;
};

struct metrics {
    const query_snapshot *snapshot;
    const image *image;
    query_classes *out;
    uint32_t *class_of;  // by entity: place of the class that it is or is a member of, or NO_CLASS
    uint32_t *seen;      // by entity, and by place of a class: who counted it last
    struct field_range *used; // by entity, in fields
    uint32_t *fields;         // hashes, ascending for each entity
    size_t field_count, field_capacity;
};

// ---- rows

static void
take_row(struct metrics *self, query_entity entity, const entity_row *row)
{
    size_t count = row->fields.size / FIELD_HASH_BYTES, start = self->field_count;
    if (self->field_count + count >= self->field_capacity) {
        self->field_capacity = (self->field_count + count + 1) * 2;
        self->fields = realloc(self->fields, self->field_capacity * sizeof *self->fields);
        assert(self->fields);
    }
    span fields = row->fields;
    for (uint32_t hash; field_next(&fields, &hash);)
        self->fields[self->field_count++] = hash;
    self->used[entity] = (struct field_range){(uint32_t)start, (uint32_t)self->field_count};
    self->out->complexity[entity] = row->complexity;
}

static status
read_family(struct metrics *self, family owner, char *failure)
{
    span key, value;
    status result = STATUS_OK;
    store_reader *reader = query_reader(self->snapshot, family_infos[owner].relation, failure);
    if (!reader)
        return STATUS_CORRUPT;
    store_iterator *rows = store_iterator_new(reader, owner, (span){0});
    while (!result && store_iterator_next(rows, &key, &value, &result, failure)) {
        entity_row row;
        query_entity entity = key.size == 8 ? query_entity_of_id(self->snapshot, load_u64_be(key.data)) : QUERY_NONE;
        if (entity == QUERY_NONE || entity_row_unpack(value, &row))
            result = store_failure(failure, STATUS_CORRUPT, "%s holds a corrupt row", family_infos[owner].name);
        else
            take_row(self, entity, &row);
    }
    store_iterator_destroy(&rows);
    return result;
}

static bool
read_all(struct metrics *self)
{
    char failure[STORE_FAILURE_BYTES] = "";
    bool is_read = !read_family(self, FAMILY_ENTITIES, failure) && !read_family(self, FAMILY_TESTS, failure);
    if (!is_read)
        log_error("METRICS", "reason=\"%s\"", failure);
    return is_read;
}

// ---- classes and their members

static entity_kind
kind_of(const struct metrics *self, query_entity entity)
{
    return (entity_kind)self->image->entities[entity].kind;
}

static bool
is_edge(const image *image, uint32_t edge, unsigned types)
{
    return types >> (image->edge_kind[edge] >> 4) & 1;
}

// Whether an edge of `entity` leads to a callable that it contains.
static bool
is_method(const struct metrics *self, uint32_t edge)
{
    return is_edge(self->image, edge, 1u << EDGE_CONTAINS) &&
           entity_kind_is_callable(kind_of(self, self->image->edge_to[edge]));
}

static bool
is_class(const struct metrics *self, query_entity entity)
{
    entity_kind kind = kind_of(self, entity);
    if (kind == ENTITY_CLASS || kind == ENTITY_STRUCT)
        return true;
    if (!entity_kind_is_type(kind) || kind == ENTITY_IMPL)
        return false;
    const uint32_t *starts = self->image->out_starts;
    for (uint32_t i = starts[entity]; i < starts[entity + 1]; i++) {
        if (is_method(self, i) && self->out->complexity[self->image->edge_to[i]])
            return true;
    }
    return false;
}

static void
find_classes(struct metrics *self)
{
    uint32_t count = self->image->entity_count, capacity = 0;
    for (query_entity i = 0; i < count; i++) {
        self->class_of[i] = NO_CLASS;
        if (!is_class(self, i))
            continue;
        if (self->out->count == capacity) {
            capacity = capacity ? capacity * 2 : 256;
            self->out->items = realloc(self->out->items, capacity * sizeof *self->out->items);
            assert(self->out->items);
        }
        self->class_of[i] = self->out->count;
        self->out->items[self->out->count++] = (query_class){.entity = i};
    }
}

// Members of a class are what it contains, and what that contains: a function inside of a method acts for the class. An
// edge Contains leads from the container, so rounds over all of them reach what lies deeper; a class inside is its own.
static void
find_members(struct metrics *self)
{
    enum { ROUNDS_MAX = 8 };
    const image *image = self->image;
    bool is_changed = true;
    for (int round = 0; round < ROUNDS_MAX && is_changed; round++) {
        is_changed = false;
        for (query_entity i = 0; i < image->entity_count; i++) {
            for (uint32_t e = image->out_starts[i]; self->class_of[i] != NO_CLASS && e < image->out_starts[i + 1]; e++) {
                uint32_t *of_member = &self->class_of[image->edge_to[e]];
                if (!is_edge(image, e, 1u << EDGE_CONTAINS) || *of_member != NO_CLASS)
                    continue;
                *of_member = self->class_of[i];
                is_changed = true;
            }
        }
    }
}

// ---- coupling

// Counts the other classes at the far ends of an entity's edges that were not counted for this class yet.
static void
count_coupled(struct metrics *self, uint32_t class, query_entity entity)
{
    const image *image = self->image;
    query_class *item = &self->out->items[class];
    for (int is_reverse = 0; is_reverse < 2; is_reverse++) {
        const uint32_t *starts = is_reverse ? image->in_starts : image->out_starts;
        for (uint32_t i = starts[entity]; i < starts[entity + 1]; i++) {
            uint32_t edge = is_reverse ? image->in_edge[i] : i;
            uint32_t other = self->class_of[is_reverse ? image->in_from[i] : image->edge_to[i]];
            if (!is_edge(image, edge, QUERY_EDGES_DEPENDS) || other == NO_CLASS || other == class ||
                self->seen[other] == class + 1)
                continue;
            self->seen[other] = class + 1;
            item->cbo++;
        }
    }
}

static void
count_couplings(struct metrics *self)
{
    // Members by class: a counting sort.
    uint32_t classes = self->out->count, count = self->image->entity_count;
    uint32_t *starts = calloc((size_t)classes + 3, sizeof *starts);
    query_entity *members = calloc((size_t)count + 1, sizeof *members);
    assert(starts && members);
    for (query_entity i = 0; i < count; i++) {
        if (self->class_of[i] != NO_CLASS)
            starts[self->class_of[i] + 2]++;
    }
    for (uint32_t i = 2; i <= classes; i++)
        starts[i] += starts[i - 1];
    for (query_entity i = 0; i < count; i++) {
        if (self->class_of[i] != NO_CLASS)
            members[starts[self->class_of[i] + 1]++] = i;
    }
    memset(self->seen, 0, ((size_t)count + 1) * sizeof *self->seen);
    for (uint32_t class = 0; class < classes; class++) {
        for (uint32_t i = starts[class]; i < starts[class + 1]; i++)
            count_coupled(self, class, members[i]);
    }
    free(members);
    free(starts);
}

// ---- methods

// Adds what a method calls to the response set.
static void
count_called(struct metrics *self, uint32_t class, query_entity method)
{
    const image *image = self->image;
    for (uint32_t i = image->out_starts[method]; i < image->out_starts[method + 1]; i++) {
        query_entity to = image->edge_to[i];
        bool is_counted = is_edge(image, i, QUERY_EDGES_CALLS) && (image->edge_kind[i] & 15) != RESOLUTION_OVERRIDE &&
                          self->seen[to] != class + 1;
        if (!is_counted)
            continue;
        self->seen[to] = class + 1;
        self->out->items[class].rfc++;
    }
}

static void
count_methods(struct metrics *self, uint32_t class)
{
    const image *image = self->image;
    query_class *item = &self->out->items[class];
    uint32_t start = image->out_starts[item->entity], end = image->out_starts[item->entity + 1];
    for (uint32_t i = start; i < end; i++) { // before what they call: a method counts once
        if (!is_method(self, i) || self->seen[image->edge_to[i]] == class + 1)
            continue;
        self->seen[image->edge_to[i]] = class + 1;
        item->methods++;
        item->rfc++;
        item->wmc += self->out->complexity[image->edge_to[i]];
    }
    for (uint32_t i = start; i < end; i++) {
        if (is_method(self, i))
            count_called(self, class, image->edge_to[i]);
    }
}

// ---- cohesion

// Which fields each method of a class uses, as rows of bits, and how many methods there are.
struct cohesion {
    uint64_t *bits;
    size_t words; // of a row
    uint32_t count, capacity;
};

static uint32_t
place_of(const uint32_t *fields, uint32_t count, uint32_t hash)
{
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (fields[middle] < hash)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && fields[low] == hash ? low : UINT32_MAX;
}

static void
add_method(struct metrics *self, struct cohesion *rows, query_entity method, const uint32_t *fields, uint32_t field_count)
{
    uint64_t *row = rows->bits + rows->count++ * rows->words;
    for (uint32_t i = self->used[method].start; i < self->used[method].end; i++) {
        uint32_t place = place_of(fields, field_count, self->fields[i]);
        if (place != UINT32_MAX)
            row[place / 64] |= UINT64_C(1) << place % 64;
    }
}

static int
compare_rows(const void *a, const void *b, void *words)
{
    return memcmp(a, b, *(const size_t *)words * sizeof(uint64_t));
}

static bool
shares(const uint64_t *a, const uint64_t *b, size_t words)
{
    for (size_t i = 0; i < words; i++) {
        if (a[i] & b[i])
            return true;
    }
    return false;
}

// Pairs without a common field. Methods that use the same fields are taken together: a class of thousands of methods has few
// ways to use its fields.
static uint64_t
count_apart(struct cohesion *rows)
{
    size_t words = rows->words;
    uint64_t apart = 0;
    uint32_t *starts = calloc((size_t)rows->count + 1, sizeof *starts), groups = 0;
    assert(starts);
    qsort_r(rows->bits, rows->count, words * sizeof *rows->bits, compare_rows, &words);
    for (uint32_t i = 0; i < rows->count; i++) {
        if (i == 0 || compare_rows(rows->bits + (i - 1) * words, rows->bits + i * words, &words) != 0)
            starts[groups++] = i;
    }
    starts[groups] = rows->count;
    for (uint32_t g = 0; g < groups; g++) {
        const uint64_t *row = rows->bits + starts[g] * words;
        uint64_t size = starts[g + 1] - starts[g];
        if (!shares(row, row, words)) // they use none
            apart += size * (size - 1) / 2;
        for (uint32_t h = g + 1; h < groups; h++) {
            if (!shares(row, rows->bits + starts[h] * words, words))
                apart += size * (starts[h + 1] - starts[h]);
        }
    }
    free(starts);
    return apart;
}

// The fields of a class: what it declares. Lua's tables declare nothing: there it is what the methods use.
static const uint32_t *
fields_of(const struct metrics *self, const query_class *item, uint32_t *own, uint32_t *count)
{
    const image *image = self->image;
    query_entity entity = item->entity;
    *count = self->used[entity].end - self->used[entity].start;
    if (image->entities[entity].language != LANGUAGE_LUA)
        return self->fields + self->used[entity].start;
    *count = 0;
    for (uint32_t i = image->out_starts[entity]; i < image->out_starts[entity + 1]; i++) {
        query_entity to = image->edge_to[i];
        for (uint32_t f = self->used[to].start; is_method(self, i) && f < self->used[to].end; f++) {
            uint32_t at = *count < FIELDS_MAX ? *count : 0;
            if (*count == FIELDS_MAX || place_of(own, *count, self->fields[f]) != UINT32_MAX)
                continue;
            for (; at > 0 && own[at - 1] > self->fields[f]; at--)
                own[at] = own[at - 1];
            own[at] = self->fields[f];
            ++*count;
        }
    }
    return own;
}

static void
measure_cohesion(struct metrics *self, query_class *item)
{
    const image *image = self->image;
    uint32_t own[FIELDS_MAX], field_count;
    const uint32_t *fields = fields_of(self, item, own, &field_count);
    struct cohesion rows = {.words = field_count / 64 + 1};
    rows.bits = calloc((size_t)item->methods + 1, rows.words * sizeof *rows.bits);
    assert(rows.bits);
    for (uint32_t i = image->out_starts[item->entity]; i < image->out_starts[item->entity + 1]; i++) {
        if (is_method(self, i) && self->out->complexity[image->edge_to[i]] && rows.count < item->methods)
            add_method(self, &rows, image->edge_to[i], fields, field_count);
    }
    uint64_t pairs = (uint64_t)rows.count * (rows.count ? rows.count - 1 : 0) / 2;
    item->lcom = pairs ? (double)count_apart(&rows) / (double)pairs : 0;
    free(rows.bits);
}

// ---- all of it

static int
compare_debt(const void *a, const void *b, void *context)
{
    const query_class *items = context;
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    uint32_t left_hours = query_debt_hours(&items[left]), right_hours = query_debt_hours(&items[right]);
    if (left_hours != right_hours)
        return left_hours > right_hours ? -1 : 1;
    return (left > right) - (left < right);
}

static void
measure(struct metrics *self)
{
    query_classes *out = self->out;
    find_classes(self);
    find_members(self);
    count_couplings(self);
    memset(self->seen, 0, ((size_t)self->image->entity_count + 1) * sizeof *self->seen);
    for (uint32_t i = 0; i < out->count; i++) {
        count_methods(self, i);
        measure_cohesion(self, &out->items[i]);
    }
    out->by_debt = calloc((size_t)out->count + 1, sizeof *out->by_debt);
    assert(out->by_debt);
    for (uint32_t i = 0; i < out->count; i++)
        out->by_debt[i] = i;
    if (out->count)
        qsort_r(out->by_debt, out->count, sizeof *out->by_debt, compare_debt, out->items);
}

static void
destroy_classes(void *classes)
{
    query_classes *self = classes;
    if (!self)
        return;
    free(self->items);
    free(self->complexity);
    free(self->by_debt);
    free(self);
}

static void *
make_classes(const query_snapshot *snapshot)
{
    size_t count = (size_t)snapshot->image->entity_count + 2;
    struct metrics self = {.snapshot = snapshot, .image = snapshot->image, .out = calloc(1, sizeof *self.out)};
    assert(self.out);
    self.out->complexity = calloc(count, sizeof *self.out->complexity);
    self.class_of = calloc(count, sizeof *self.class_of);
    self.seen = calloc(count, sizeof *self.seen);
    self.used = calloc(count, sizeof *self.used);
    assert(self.out->complexity && self.class_of && self.seen && self.used);
    bool is_read = read_all(&self);
    if (is_read)
        measure(&self);
    free(self.class_of);
    free(self.seen);
    free(self.used);
    free(self.fields);
    if (is_read)
        return self.out;
    destroy_classes(self.out);
    return NULL;
}

const query_classes *
query_classes_of(const query_snapshot *self)
{
    return query_memoize(self, QUERY_MEMO_METRICS, make_classes, destroy_classes);
}

const query_class *
query_class_find(const query_classes *self, query_entity entity)
{
    uint32_t low = 0, high = self->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (self->items[middle].entity < entity)
            low = middle + 1;
        else
            high = middle;
    }
    return low < self->count && self->items[low].entity == entity ? &self->items[low] : NULL;
}

// ---- debt

double
query_violation_value(const query_class *self, query_violation which)
{
    return which == QUERY_VIOLATION_CBO ? self->cbo : which == QUERY_VIOLATION_LCOM ? self->lcom : self->wmc;
}

bool
query_is_violated(const query_class *self, query_violation which)
{
    return query_violation_value(self, which) > query_violation_infos[which].threshold;
}

uint32_t
query_debt_hours(const query_class *self)
{
    uint32_t hours = 0;
    for (int i = 0; i < QUERY_VIOLATION_COUNT; i++)
        hours += query_is_violated(self, (query_violation)i) ? query_violation_infos[i].hours : 0;
    return hours;
}

const char *
query_debt_severity(uint32_t hours)
{
    return hours == 0 ? "none" : hours <= 4 ? "low" : hours <= 8 ? "medium" : "high";
}

char
query_health_grade(const query_class *self)
{
    int above = self->rfc > QUERY_RFC_MAX;
    for (int i = 0; i < QUERY_VIOLATION_COUNT; i++)
        above += query_is_violated(self, (query_violation)i);
    return "ABCDF"[above];
}
