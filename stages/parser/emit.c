// Turns a finished extraction into rows: entities, tests, the file with its text and facts, word coverage.
#include "stages/parser/extraction.h"

#include <assert.h>
#include <endian.h>
#include <stdlib.h>

#include <xxhash.h>

#include "schema/key.h"

enum { ROWS_KEPT_BYTES = 1 << 20 };

void
product_clear(product *self)
{
    for (int i = 0; i < PRODUCT_COUNT; i++) {
        if (self->rows[i].capacity > ROWS_KEPT_BYTES)
            buffer_fini(&self->rows[i]);
        buffer_clear(&self->rows[i]);
    }
    memset(self->families, 0, sizeof self->families);
    self->error_count = 0;
}

void
product_fini(product *self)
{
    for (int i = 0; i < PRODUCT_COUNT; i++)
        buffer_fini(&self->rows[i]);
}

static void
put_row(product *out, int destination, family owner, span key, span value)
{
    rows_put(&out->rows[destination], owner, key, value);
    family first = relation_infos[family_infos[owner].relation].first;
    tally_add(&out->families[destination][owner - first], row_tally(owner, key, value));
}

// ---- keys and ids

// How often each of some hashes was met; open addressing, at most half full.
struct counted {
    uint64_t hash; // 0: free
    uint32_t count;
};

struct counts {
    struct counted *slots;
    uint32_t mask;
};

static void
counts_init(struct counts *self, uint32_t items)
{
    uint32_t size = 64;
    while (size < items * 2)
        size *= 2;
    *self = (struct counts){calloc(size, sizeof *self->slots), size - 1};
    assert(self->slots);
}

// Returns how often it was met before.
static uint32_t
counts_add(struct counts *self, uint64_t hash)
{
    uint64_t stored = hash ? hash : 1;
    for (uint32_t i = (uint32_t)(stored >> 7) & self->mask;; i = (i + 1) & self->mask) {
        struct counted *slot = &self->slots[i];
        if (slot->hash && slot->hash != stored)
            continue;
        slot->hash = stored;
        return slot->count++;
    }
}

// Gives every entity its birth and id. Ordinals count equal (qualified name, kind) in source order; equal keys take
// the next free birth, equal ids of different keys the next free ordinal. Names and keys are held to be equal when their
// 64-bit hashes are: else an entity had another birth than it might have, in every run the same, and still one of its own.
static void
assign_ids(struct extraction *x)
{
    uint32_t count = x->facts.symbol_count;
    struct counts names, keys, ids;
    counts_init(&names, count);
    counts_init(&keys, count);
    counts_init(&ids, count);
    buffer key = {0};
    key_maker maker;
    key_maker_init(&maker, span_of(language_names[x->file->language]), x->file->path);

    for (uint32_t i = 0; i < count; i++) {
        fact_symbol *symbol = &x->facts.symbols[i];
        if (!entity_kind_is_row((entity_kind)symbol->kind))
            continue;
        span kind = span_of(entity_kind_texts[symbol->kind]), name = x->entities[i].qualified_name;
        uint32_t ordinal = counts_add(&names, XXH3_64bits_withSeed(name.data, name.size, symbol->kind));
        uint32_t birth = key_maker_birth(&maker, name, kind, ordinal);
        uint64_t hash;
        for (;; birth = birth + 1 < BIRTH_FIRST + BIRTH_COUNT ? birth + 1 : BIRTH_FIRST) {
            buffer_clear(&key);
            key_maker_put(&maker, &key, kind, extract_symbol_name(x, i), birth);
            hash = key_maker_hash(buffer_span(&key), 0);
            if (!counts_add(&keys, hash))
                break;
        }
        uint64_t id = key_maker_id(&maker, hash);
        for (uint32_t again = 1; counts_add(&ids, id); again++)
            id = key_maker_id(&maker, key_maker_hash(buffer_span(&key), again));
        x->entities[i].birth = birth;
        symbol->id_high = (uint32_t)(id >> 32);
        symbol->id_low = (uint32_t)id;
    }
    buffer_fini(&key);
    key_maker_fini(&maker);
    free(names.slots);
    free(keys.slots);
    free(ids.slots);
}

// ---- entities

static void
put_entity(struct extraction *x, uint32_t i, buffer *value, product *out)
{
    const fact_symbol *symbol = &x->facts.symbols[i];
    const struct entity *entity = &x->entities[i];
    entity_row row = {
        .file = x->file->number,
        .kind = (entity_kind)symbol->kind,
        .language = x->file->language,
        .detection = entity->detection,
        .birth = entity->birth,
        .line_start = entity->line_start,
        .line_end = entity->line_end,
        .code = entity->code,
        .signature = entity->signature,
        .documentation = entity->documentation,
        .name = extract_symbol_name(x, i),
        .qualified_name = entity->qualified_name,
        .complexity = measure_complexity(x, i),
        .fields = {x->fields.data + entity->fields, entity->field_bytes},
    };
    buffer_clear(value);
    entity_row_pack(value, &row);
    char key[8];
    store_u64_be(key, (uint64_t)symbol->id_high << 32 | symbol->id_low);
    bool is_test = entity->detection != DETECTION_NONE;
    put_row(out, is_test ? PRODUCT_TESTS : PRODUCT_CODE_GRAPH, is_test ? FAMILY_TESTS : FAMILY_ENTITIES,
            (span){key, sizeof key}, buffer_span(value));
}

static void
put_entities(struct extraction *x, product *out)
{
    test_detection of_file = detect_test_file(x->file->language, x->file->path);
    buffer value = {0};
    for (uint32_t i = 0; i < x->facts.symbol_count; i++) {
        fact_symbol *symbol = &x->facts.symbols[i];
        // The first reason counts: what the entity itself says, then its enclosing entity, then its file; a mere
        // name says less than the file.
        test_detection detection = detect_test(x, i);
        bool is_weak = detection == DETECTION_NONE || (detection == DETECTION_NAME && of_file);
        x->entities[i].detection = is_weak ? of_file : detection;
        if (x->entities[i].detection != DETECTION_NONE)
            symbol->flags |= SYMBOL_TEST;
        if (entity_kind_is_row((entity_kind)symbol->kind))
            put_entity(x, i, &value, out);
    }
    buffer_fini(&value);
}

// ---- word coverage

static int
compare_ranges(const void *a, const void *b)
{
    const byte_range *left = a, *right = b;
    return (left->start > right->start) - (left->start < right->start);
}

// Tells for ascending positions whether they lie in one of a list's ranges.
struct range_cursor {
    const struct range_list *list;
    uint32_t next;
    uint32_t covered_to;
};

static struct range_cursor
range_cursor_of(struct range_list *list)
{
    if (list->count)
        qsort(list->items, list->count, sizeof *list->items, compare_ranges);
    return (struct range_cursor){list, 0, 0};
}

static bool
range_cursor_covers(struct range_cursor *self, uint32_t at)
{
    while (self->next < self->list->count && self->list->items[self->next].start <= at) {
        if (self->list->items[self->next].end > self->covered_to)
            self->covered_to = self->list->items[self->next].end;
        self->next++;
    }
    return at < self->covered_to;
}

#define EACH_BYTE(value) (0x0101010101010101u * (value))
#define HIGH_BITS EACH_BYTE(0x80)

// The high bit of each byte that is white space: ' ', or '\t' to '\r'. The sums set it where the lower seven bits reach a bound.
static uint64_t
spaces_of(uint64_t bytes)
{
    uint64_t low = bytes & ~HIGH_BITS, differs = (low ^ EACH_BYTE(' ')) + EACH_BYTE(0x7f);
    uint64_t is_between = (low + EACH_BYTE(0x80 - '\t')) & ~(low + EACH_BYTE(0x80 - '\r' - 1));
    return (~differs | is_between) & ~bytes & HIGH_BITS;
}

static void
count_words(struct extraction *x, struct range_list *entities, coverage_row *row)
{
    struct range_cursor in_entity = range_cursor_of(entities), in_import = range_cursor_of(&x->imports),
                        in_comment = range_cursor_of(&x->comments);
    span text = x->file->contents;
    bool was_space = true;
    for (uint32_t first = 0; first < text.size; first += 8) {
        uint64_t bytes = 0x2020202020202020u, space;
        memcpy(&bytes, text.data + first, text.size - first < 8 ? text.size - first : 8);
        space = spaces_of(le64toh(bytes));
        for (uint64_t starts = (space << 8 | (uint64_t)was_space << 7) & ~space; starts; starts &= starts - 1) {
            uint32_t at = first + (uint32_t)__builtin_ctzll(starts) / 8;
            row->source_words++;
            if (range_cursor_covers(&in_entity, at))
                row->entity_words++;
            else if (range_cursor_covers(&in_import, at))
                row->import_words++;
            else if (range_cursor_covers(&in_comment, at))
                row->comment_words++;
        }
        was_space = space >> 63;
    }
}

static void
put_coverage(struct extraction *x, product *out)
{
    struct range_list entities = {0};
    coverage_row row = {.language = x->file->language};
    for (uint32_t i = 1; i < x->facts.symbol_count; i++) {
        if (!entity_kind_is_row((entity_kind)x->facts.symbols[i].kind))
            continue;
        row.entity_count++;
        range_list_add(&entities, x->entities[i].code);
    }
    count_words(x, &entities, &row);
    free(entities.items);
    buffer value = {0};
    coverage_row_pack(&value, &row);
    put_row(out, PRODUCT_COVERAGE, FAMILY_COVERAGE, x->file->path, buffer_span(&value));
    buffer_fini(&value);
}

// ---- the file

static void
put_file(struct extraction *x, product *out)
{
    XXH128_hash_t hash = XXH3_128bits(x->file->contents.data, x->file->contents.size);
    file_row row = {
        .path = x->file->path,
        .language = x->file->language,
        .size_bytes = x->file->contents.size,
        .modified_ns = x->file->modified_ns,
        .content_hash = {hash.low64, hash.high64},
        .error_count = x->error_count,
        .error_bytes = x->error_bytes,
    };
    buffer value = {0}, key = {0};
    buffer_put_u32_be(&key, x->file->number);
    file_row_pack(&value, &row);
    put_row(out, PRODUCT_CODE_GRAPH, FAMILY_FILES, buffer_span(&key), buffer_span(&value));
    put_row(out, PRODUCT_CODE_GRAPH, FAMILY_TEXT, buffer_span(&key), x->file->contents);

    buffer_clear(&value);
    facts_pack(&value, &x->facts, x->file->path);
    put_row(out, PRODUCT_CODE_GRAPH, FAMILY_FACTS, buffer_span(&key), buffer_span(&value));
    buffer_put_span(&out->rows[PRODUCT_FACTS], buffer_span(&value));
    tally_add(&out->families[PRODUCT_FACTS][0], row_tally(FAMILY_FACTS, buffer_span(&key), buffer_span(&value)));
    buffer_fini(&key);
    buffer_fini(&value);
}

void
emit_rows(struct extraction *x, product *out)
{
    assign_ids(x);
    put_entities(x, out);
    put_file(x, out);
    put_coverage(x, out);
    out->error_count += x->error_count;
}
