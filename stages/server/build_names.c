// Builds an image's names, the terms they are found by, and the trigrams of those.
#include <assert.h>
#include <stdlib.h>

#include "base/intern.h"
#include "schema/key.h"
#include "stages/server/grams.h"
#include "stages/server/image.h"
#include "stages/server/words.h"

enum { INITIALS_MAX = 16 };

struct posting {
    uint32_t term, value;
};

struct build {
    image_parts *parts;
    const span *names; // in the order of the section
    uint32_t name_count;

    intern *terms;
    struct posting *postings;
    size_t posting_count, posting_capacity;
    buffer term; // the one being made
};

static void
put_texts(image_parts *parts, image_section starts_section, image_section text_section, const span *texts,
          uint32_t count)
{
    uint32_t *starts = image_part_alloc(parts, starts_section, count + 1, sizeof *starts);
    buffer *text = &parts->sections[text_section];
    for (uint32_t i = 0; i < count; i++) {
        starts[i] = (uint32_t)text->size;
        buffer_put_span(text, texts[i]);
    }
    starts[count] = (uint32_t)text->size;
}

// ---- sorting: most comparisons are decided by the first eight folded bytes

struct sortable {
    uint64_t head;
    span text;
    uint32_t number;
};

static int
compare_sortable(const void *a, const void *b)
{
    const struct sortable *left = a, *right = b;
    if (left->head != right->head)
        return left->head < right->head ? -1 : 1;
    return words_compare_folded(left->text, right->text);
}

static uint64_t
head_of(span text)
{
    uint64_t head = 0;
    for (size_t i = 0; i < sizeof head; i++)
        head = head << 8 | (i < text.size ? words_fold_byte(text.data[i]) : 0);
    return head;
}

// Returns the texts in folded order, and for each its place there in `places`; the caller frees them.
static span *
sort_texts(const span *texts, uint32_t count, uint32_t *places)
{
    struct sortable *items = calloc((size_t)count + 1, sizeof *items);
    span *sorted = calloc((size_t)count + 1, sizeof *sorted);
    assert(items && sorted);
    for (uint32_t i = 0; i < count; i++)
        items[i] = (struct sortable){head_of(texts[i]), texts[i], i};
    qsort(items, count, sizeof *items, compare_sortable);
    for (uint32_t i = 0; i < count; i++) {
        sorted[i] = items[i].text;
        places[items[i].number] = i;
    }
    free(items);
    return sorted;
}

// ---- names

static void
put_named(image_parts *parts, const uint32_t *places, uint32_t name_count)
{
    image_entity *entities = (image_entity *)(void *)parts->sections[IMAGE_entities].data;
    uint32_t entity_count = (uint32_t)(parts->sections[IMAGE_entities].size / sizeof *entities - 1);
    uint32_t *starts = image_part_alloc(parts, IMAGE_named_starts, name_count + 2, sizeof *starts);
    uint32_t *named = image_part_alloc(parts, IMAGE_named, entity_count, sizeof *named);
    for (uint32_t i = 0; i < entity_count; i++) {
        entities[i].name = places[entities[i].name];
        starts[entities[i].name + 2]++;
    }
    for (uint32_t i = 2; i <= name_count; i++)
        starts[i] += starts[i - 1];
    for (uint32_t i = 0; i < entity_count; i++)
        named[starts[entities[i].name + 1]++] = i;
    parts->sections[IMAGE_named_starts].size -= sizeof *starts;
}

static void
put_odd_names(struct build *self)
{
    for (uint32_t i = 0; i < self->name_count; i++) {
        buffer_clear(&self->term);
        key_put_name(&self->term, self->names[i]);
        if (span_equal(buffer_span(&self->term), self->names[i]))
            continue;
        uint32_t *odd = image_part_alloc(self->parts, IMAGE_odd_names, 1, sizeof *odd);
        *odd = i;
    }
}

// ---- terms

static void
add_posting(struct build *self, uint32_t name, unsigned what)
{
    if (!self->term.size)
        return;
    if (self->posting_count == self->posting_capacity) {
        self->posting_capacity = self->posting_capacity ? self->posting_capacity * 2 : 4096;
        self->postings = realloc(self->postings, self->posting_capacity * sizeof *self->postings);
        assert(self->postings);
    }
    uint32_t term = intern_add(self->terms, buffer_span(&self->term));
    self->postings[self->posting_count++] = (struct posting){term, name << POSTING_BITS | what};
}

// Adds a name's parts and initials, where it has more than one part, and the whole.
static void
add_terms(struct build *self, uint32_t name)
{
    span text = self->names[name], part;
    char initials[INITIALS_MAX];
    size_t at = 0, count = 0;
    while (words_next(text, &at, &part)) {
        if (count == 0 && part.size == text.size)
            break;
        if (count < INITIALS_MAX)
            initials[count] = part.data[0];
        buffer_clear(&self->term);
        words_fold(&self->term, part);
        add_posting(self, name, count < POSTING_PART_MAX ? (unsigned)count : POSTING_PART_MAX);
        count++;
    }
    if (count > 1) {
        buffer_clear(&self->term);
        words_fold(&self->term, (span){initials, count < INITIALS_MAX ? count : INITIALS_MAX});
        add_posting(self, name, POSTING_INITIALS);
    }
    buffer_clear(&self->term);
    words_fold(&self->term, text);
    add_posting(self, name, POSTING_WHOLE);
}

static void
put_postings(struct build *self, const uint32_t *places, uint32_t term_count)
{
    uint32_t *starts = image_part_alloc(self->parts, IMAGE_posting_starts, term_count + 2, sizeof *starts);
    uint32_t *postings = image_part_alloc(self->parts, IMAGE_postings, self->posting_count, sizeof *postings);
    for (size_t i = 0; i < self->posting_count; i++)
        starts[places[self->postings[i].term] + 2]++;
    for (uint32_t i = 2; i <= term_count; i++)
        starts[i] += starts[i - 1];
    for (size_t i = 0; i < self->posting_count; i++)
        postings[starts[places[self->postings[i].term] + 1]++] = self->postings[i].value;
    self->parts->sections[IMAGE_posting_starts].size -= sizeof *starts;
}

// ---- trigrams

static void
put_grams(struct build *self, const span *terms, uint32_t term_count)
{
    uint32_t *starts = image_part_alloc(self->parts, IMAGE_gram_starts, GRAM_COUNT + 2, sizeof *starts);
    uint32_t grams[GRAMS_MAX];
    uint64_t total = 0;
    for (uint32_t i = 0; i < term_count; i++) {
        size_t count = grams_of(terms[i], grams);
        for (size_t k = 0; k < count; k++)
            starts[grams[k] + 2]++;
        total += count;
    }
    for (uint32_t i = 2; i <= GRAM_COUNT; i++)
        starts[i] += starts[i - 1];
    uint32_t *list = image_part_alloc(self->parts, IMAGE_gram_terms, total, sizeof *list);
    for (uint32_t i = 0; i < term_count; i++) {
        size_t count = grams_of(terms[i], grams);
        for (size_t k = 0; k < count; k++)
            list[starts[grams[k] + 1]++] = i;
    }
    self->parts->sections[IMAGE_gram_starts].size -= sizeof *starts;
}

static void
put_terms(struct build *self)
{
    self->terms = intern_new();
    for (uint32_t i = 0; i < self->name_count; i++)
        add_terms(self, i);
    uint32_t count = intern_count(self->terms), *places = calloc((size_t)count + 1, sizeof *places);
    span *texts = calloc((size_t)count + 1, sizeof *texts);
    assert(places && texts);
    for (uint32_t i = 0; i < count; i++)
        texts[i] = intern_text(self->terms, i);
    span *sorted = sort_texts(texts, count, places);
    put_texts(self->parts, IMAGE_term_starts, IMAGE_term_text, sorted, count);
    put_postings(self, places, count);
    put_grams(self, sorted, count);
    free(sorted);
    free(texts);
    free(places);
    free(self->postings);
    intern_destroy(&self->terms);
}

void
image_build_names(image_parts *parts, const span *names, uint32_t name_count)
{
    uint32_t *places = calloc((size_t)name_count + 1, sizeof *places);
    assert(places);
    span *sorted = sort_texts(names, name_count, places);
    struct build build = {.parts = parts, .names = sorted, .name_count = name_count};
    put_texts(parts, IMAGE_name_starts, IMAGE_name_text, sorted, name_count);
    put_named(parts, places, name_count);
    put_odd_names(&build);
    put_terms(&build);
    buffer_fini(&build.term);
    free(sorted);
    free(places);
}
