// From what somebody typed to the one entity it means.
#include <assert.h>
#include <stdlib.h>

#include "schema/key.h"
#include "stages/server/context.h"
#include "stages/server/query_find.h"
#include "stages/server/query_report.h"
#include "stages/server/snapshot.h"
#include "stages/server/words.h"

// What has been found so far: only entities of the best rank seen.
struct pick {
    const query_snapshot *snapshot;
    query_scope scope;
    unsigned best;
    query_entities *found;
};

enum { RANK_SLACK_MAX = 255 };

// Code, modules, tests, external entities; among equals, what is named most completely.
static unsigned
rank_of(const query_snapshot *snapshot, query_entity entity, unsigned slack)
{
    const image_entity *stored = &snapshot->image->entities[entity];
    unsigned class = stored->kind == ENTITY_EXTERNAL       ? 3
                     : stored->detection != DETECTION_NONE ? 2
                                                           : stored->kind == ENTITY_MODULE;
    return class * (RANK_SLACK_MAX + 1) + (slack < RANK_SLACK_MAX ? slack : RANK_SLACK_MAX);
}

static void
offer(struct pick *self, query_entity entity, unsigned slack)
{
    if (!query_in_scope(self->snapshot, entity, self->scope))
        return;
    unsigned rank = rank_of(self->snapshot, entity, slack);
    if (rank > self->best)
        return;
    if (rank < self->best)
        self->found->count = 0;
    self->best = rank;
    query_entities_add(self->found, entity);
}

// ---- names

// True when a name goes before all that start with `text`, case aside.
static bool
is_before(span name, span text)
{
    for (size_t i = 0; i < name.size && i < text.size; i++) {
        int order = words_fold_byte(name.data[i]) - words_fold_byte(text.data[i]);
        if (order)
            return order < 0;
    }
    return name.size < text.size;
}

static uint32_t
first_name(const image *image, span text)
{
    uint32_t low = 0, high = image->name_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (is_before(image_name(image, middle), text))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

enum match { MATCH_EXACT, MATCH_FOLDED, MATCH_PREFIX };

static bool
is_match(span name, span text, enum match match)
{
    switch (match) {
    case MATCH_EXACT:
        return span_equal(name, text);
    case MATCH_FOLDED:
        return name.size == text.size;
    default:
        return true;
    }
}

// Offers the entities of names that match `text`, those that `qualifier` fits, where there is one.
static void
offer_named(struct pick *self, span text, const span *qualifier, enum match match)
{
    const image *image = self->snapshot->image;
    for (uint32_t name = first_name(image, text); name < image->name_count; name++) {
        if (!words_starts(image_name(image, name), text))
            break;
        if (!is_match(image_name(image, name), text, match))
            continue;
        for (uint32_t i = image->named_starts[name]; i < image->named_starts[name + 1]; i++) {
            unsigned slack = 0;
            query_entity entity = image->named[i];
            if (match == MATCH_PREFIX && image->entities[entity].kind == ENTITY_EXTERNAL)
                continue; // nobody means by the beginning of its name what the tree does not hold
            if (!qualifier || context_fits(self->snapshot, entity, *qualifier, match == MATCH_EXACT, &slack))
                offer(self, entity, slack);
        }
    }
}

// The whole text as a name, then its last part with the rest as a qualifier.
static void
offer_all(struct pick *self, span text, enum match match)
{
    span qualifier, name;
    offer_named(self, text, NULL, match);
    if (!self->found->count && context_cut(text, &qualifier, &name))
        offer_named(self, name, &qualifier, match);
}

void
query_find_named(const query_snapshot *self, span name, query_entities *found)
{
    const image *image = self->image;
    found->count = 0;
    for (uint32_t at = first_name(image, name); at < image->name_count; at++) {
        if (!words_equal(image_name(image, at), name))
            break;
        if (!span_equal(image_name(image, at), name))
            continue;
        for (uint32_t i = image->named_starts[at]; i < image->named_starts[at + 1]; i++)
            query_entities_add(found, image->named[i]);
    }
}

// ---- path:line

static bool
ends_in_path(span path, span wanted)
{
    if (path.size < wanted.size)
        return false;
    size_t start = path.size - wanted.size;
    return memcmp(path.data + start, wanted.data, wanted.size) == 0 &&
           (!start || path.data[start - 1] == '/');
}

static bool
cut_line(span text, span *path, uint32_t *line)
{
    size_t digits = text.size;
    uint64_t value = 0;
    while (digits && text.data[digits - 1] >= '0' && text.data[digits - 1] <= '9')
        digits--;
    if (digits < 2 || digits == text.size || text.size - digits > 9 || text.data[digits - 1] != ':')
        return false;
    for (size_t i = digits; i < text.size; i++)
        value = value * 10 + (uint64_t)(text.data[i] - '0');
    *path = span_slice(text, 0, digits - 1);
    *line = (uint32_t)value;
    return true;
}

// Offers what is at that line of the file with that path, or of all files whose path ends so.
static void
offer_line(struct pick *self, span text)
{
    span path;
    uint32_t line;
    if (!cut_line(text, &path, &line))
        return;
    const image *image = self->snapshot->image;
    uint32_t file = query_file_of_path(self->snapshot, path), start = file == QUERY_NONE ? 0 : file;
    uint32_t end = file == QUERY_NONE ? image->file_count : file + 1;
    for (uint32_t i = start; i < end; i++) {
        query_entity entity = ends_in_path(image_path(image, i), path)
                                  ? query_entity_at(self->snapshot, i, line)
                                  : (query_entity)QUERY_NONE;
        if (entity != QUERY_NONE)
            offer(self, entity, 0);
    }
}

// ---- prefixes of keys

// The parts of a key's prefix: language and kind as far as they are there, then the name.
struct key_prefix {
    span whole;
    span name;
    bool has_name, is_name_whole;
};

static struct key_prefix
key_prefix_of(span text)
{
    struct key_prefix prefix = {.whole = text};
    size_t start = 0;
    for (int field = 0; field < 2; field++) {
        const char *colon = memchr(text.data + start, ':', text.size - start);
        if (!colon)
            return prefix;
        start = (size_t)(colon - text.data) + 1;
    }
    const char *end = memchr(text.data + start, ':', text.size - start);
    prefix.has_name = true;
    prefix.is_name_whole = end != NULL;
    prefix.name = span_slice(text, start, end ? (size_t)(end - text.data) : text.size);
    return prefix;
}

static bool
key_starts(const query_snapshot *self, query_entity entity, span prefix, buffer *scratch)
{
    buffer_clear(scratch);
    query_put_key(self, entity, scratch);
    return scratch->size >= prefix.size && memcmp(scratch->data, prefix.data, prefix.size) == 0;
}

static void
add_named_with_prefix(const query_snapshot *self, uint32_t name, span prefix, buffer *scratch,
                      query_entities *found)
{
    const image *image = self->image;
    for (uint32_t i = image->named_starts[name]; i < image->named_starts[name + 1]; i++) {
        if (key_starts(self, image->named[i], prefix, scratch))
            query_entities_add(found, image->named[i]);
    }
}

// True when a key spells that name so that it starts with (or is) `wanted`.
static bool
name_fits(span name, const struct key_prefix *prefix)
{
    span wanted = prefix->name;
    bool starts = name.size >= wanted.size && memcmp(name.data, wanted.data, wanted.size) == 0;
    return starts && (!prefix->is_name_whole || name.size == wanted.size);
}

static void
add_by_name(const query_snapshot *self, const struct key_prefix *prefix, query_entities *found)
{
    const image *image = self->image;
    buffer scratch = {0};
    for (uint32_t name = first_name(image, prefix->name); name < image->name_count; name++) {
        if (!words_starts(image_name(image, name), prefix->name))
            break;
        if (name_fits(image_name(image, name), prefix))
            add_named_with_prefix(self, name, prefix->whole, &scratch, found);
    }
    for (size_t i = 0; i < image->odd_names_size; i++) {
        uint32_t name = image->odd_names[i];
        buffer_clear(&scratch);
        key_put_name(&scratch, image_name(image, name));
        // One that fits as it is written was met above.
        if (name_fits(buffer_span(&scratch), prefix) && !name_fits(image_name(image, name), prefix))
            add_named_with_prefix(self, name, prefix->whole, &scratch, found);
    }
    buffer_fini(&scratch);
}

// Without a name, language and kind decide: 22 times some 15 texts are compared and not the keys of all
// entities.
static void
add_by_kind(const query_snapshot *self, span prefix, query_entities *found)
{
    const image *image = self->image;
    bool fits[LANGUAGE_COUNT][ENTITY_KIND_COUNT];
    buffer text = {0};
    for (unsigned language = 0; language < LANGUAGE_COUNT; language++) {
        for (unsigned kind = 0; kind < ENTITY_KIND_COUNT; kind++) {
            buffer_clear(&text);
            buffer_printf(&text, "%s:%s:", language_names[language], entity_kind_texts[kind]);
            fits[language][kind] =
                text.size >= prefix.size && memcmp(text.data, prefix.data, prefix.size) == 0;
        }
    }
    for (uint32_t i = 0; i < image->entity_count; i++) {
        if (fits[image->entities[i].language][image->entities[i].kind])
            query_entities_add(found, i);
    }
    buffer_fini(&text);
}

static int
compare_numbers(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

uint64_t
query_find_prefix(const query_snapshot *self, span prefix, uint64_t limit, query_entities *found)
{
    struct key_prefix parts = key_prefix_of(prefix);
    found->count = 0;
    if (!prefix.size)
        return 0;
    if (parts.has_name && parts.name.size) {
        add_by_name(self, &parts, found);
        if (found->count)
            qsort(found->items, found->count, sizeof *found->items, compare_numbers);
    } else {
        add_by_kind(self, prefix, found);
    }
    uint64_t total = found->count;
    if (limit && found->count > limit)
        found->count = limit;
    return total;
}

static void
offer_prefix(struct pick *self, span text)
{
    query_entities keys = {0};
    if (!memchr(text.data, ':', text.size))
        return;
    query_find_prefix(self->snapshot, text, 0, &keys);
    for (size_t i = 0; i < keys.count; i++)
        offer(self, keys.items[i], 0);
    query_entities_fini(&keys);
}

// ---- all ways in turn

static void
offer_key(struct pick *self, span text)
{
    query_entity entity = query_entity_of_key(self->snapshot, text);
    if (entity != QUERY_NONE)
        offer(self, entity, 0);
}

static void
find_some(struct pick *self, span text)
{
    offer_key(self, text);
    if (!self->found->count)
        offer_line(self, text);
    for (int match = MATCH_EXACT; match <= MATCH_FOLDED && !self->found->count; match++)
        offer_all(self, text, (enum match)match);
    if (!self->found->count)
        offer_prefix(self, text);
    if (!self->found->count)
        offer_all(self, text, MATCH_PREFIX);
}

// Near ones, for those who mistyped.
static void
suggest(const query_snapshot *self, span text, query_scope scope, query_entities *found)
{
    query_hits hits = {0};
    query_filter filter = {.classes = QUERY_ALL, .scope = scope};
    query_search(self, text, &filter, 0, QUERY_CANDIDATES_MAX, &hits);
    for (size_t i = 0; i < hits.count; i++)
        query_entities_add(found, hits.items[i].entity);
    query_hits_fini(&hits);
}

struct candidate {
    uint32_t in_degree;
    query_entity entity;
};

static int
compare_candidates(const void *a, const void *b)
{
    const struct candidate *left = a, *right = b;
    if (left->in_degree != right->in_degree)
        return left->in_degree > right->in_degree ? -1 : 1;
    return (left->entity > right->entity) - (left->entity < right->entity);
}

// Keeps those that most others depend on.
static void
keep_candidates(const query_snapshot *self, query_entities *found)
{
    const uint32_t *starts = self->image->in_starts;
    struct candidate *list = calloc(found->count, sizeof *list);
    assert(list);
    for (size_t i = 0; i < found->count; i++) {
        query_entity entity = found->items[i];
        list[i] = (struct candidate){starts[entity + 1] - starts[entity], entity};
    }
    qsort(list, found->count, sizeof *list, compare_candidates);
    if (found->count > QUERY_CANDIDATES_MAX)
        found->count = QUERY_CANDIDATES_MAX;
    for (size_t i = 0; i < found->count; i++)
        found->items[i] = list[i].entity;
    free(list);
}

status
query_find(const query_snapshot *self, span text, query_scope scope, query_entities *found, uint64_t *total)
{
    struct pick pick = {self, scope, UINT32_MAX, found};
    text = span_trim(text);
    found->count = 0;
    *total = 0;
    if (!text.size || text.size > QUERY_TEXT_BYTES_MAX)
        return STATUS_INVALID;
    find_some(&pick, text);
    *total = found->count;
    if (found->count > 1)
        keep_candidates(self, found);
    if (*total)
        return *total == 1 ? STATUS_OK : STATUS_CONFLICT;
    suggest(self, text, scope, found);
    return STATUS_NOT_FOUND;
}
