// Fuzzy search: terms that start like the words, terms some edits away, names that have the letters.
//
// Each name gets the level of the best way it was found; then its entities are ranked by level, in-degree and
// number. What is expensive is done only where too little was found without.
#include <assert.h>
#include <stdlib.h>

#include "stages/server/context.h"
#include "stages/server/grams.h"
#include "stages/server/query_find.h"
#include "stages/server/snapshot.h"
#include "stages/server/words.h"

enum {
    SCREENFUL = 20, // with so many found, nobody looks at typos
    WORDS_MAX = 8,
    WORD_BYTES_TYPO = 3,      // a shorter word is near to everything
    WORD_BYTES_TWO_TYPOS = 6, // from here on two edits still say something
    DEGREE_MAX = (1 << 28) - 1,
};

enum level {
    LEVEL_NONE, // not found
    LEVEL_EXACT,
    LEVEL_FOLDED,
    LEVEL_PREFIX,
    LEVEL_PART,
    LEVEL_INITIALS,
    LEVEL_TYPO,
    LEVEL_PART_TYPO,
    LEVEL_TWO_TYPOS,
    LEVEL_PART_TWO_TYPOS,
    LEVEL_SUBSEQUENCE,
};

static const query_match matches[] = {
    [LEVEL_EXACT] = QUERY_MATCH_EXACT,         [LEVEL_FOLDED] = QUERY_MATCH_FOLDED,
    [LEVEL_PREFIX] = QUERY_MATCH_PREFIX,       [LEVEL_PART] = QUERY_MATCH_PART,
    [LEVEL_INITIALS] = QUERY_MATCH_INITIALS,   [LEVEL_TYPO] = QUERY_MATCH_TYPO,
    [LEVEL_PART_TYPO] = QUERY_MATCH_TYPO,      [LEVEL_TWO_TYPOS] = QUERY_MATCH_TYPO,
    [LEVEL_PART_TWO_TYPOS] = QUERY_MATCH_TYPO, [LEVEL_SUBSEQUENCE] = QUERY_MATCH_SUBSEQUENCE,
};

// A found entity as a number to sort by: level (4 bits), in-degree from above (28), entity (32).
typedef uint64_t hit_key;

struct search {
    const query_snapshot *snapshot;
    const image *image;
    const query_filter *filter;
    span text;      // without what qualifies it
    span qualifier; // empty where there is none
    buffer whole;   // the text folded
    buffer word_text;
    span words[WORDS_MAX]; // folded
    unsigned word_count;

    uint8_t *levels;      // by name
    query_entities names; // those with a level
    uint8_t *masks;       // by name: a bit for each word that found it, from the first on
    uint8_t *shared;      // by term: trigrams that it shares with a word
    unsigned word;        // being looked for
    enum level word_level;
    unsigned distance; // of the term being visited
    hit_key *hits;
    size_t hit_count, hit_capacity;
};

// ---- terms and names

static void
note(struct search *self, uint32_t name, enum level level)
{
    uint8_t *known = &self->levels[name];
    if (*known == LEVEL_NONE)
        query_entities_add(&self->names, name);
    if (*known == LEVEL_NONE || level < *known)
        *known = (uint8_t)level;
}

static span
term_text(const image *image, uint32_t term)
{
    return image_text(image->term_text, image->term_starts, term);
}

// Returns the first term that does not go before `word`; those that start with it follow.
static uint32_t
first_term(const image *image, span word)
{
    uint32_t low = 0, high = image->term_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (span_compare(term_text(image, middle), word) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool
starts(span term, span word)
{
    return term.size >= word.size && memcmp(term.data, word.data, word.size) == 0;
}

typedef void take_posting(struct search *self, uint32_t term, uint32_t name, unsigned what);

static void
visit_term(struct search *self, uint32_t term, take_posting *take)
{
    const image *image = self->image;
    for (uint32_t i = image->posting_starts[term]; i < image->posting_starts[term + 1]; i++)
        take(self, term, image->postings[i] >> POSTING_BITS, image->postings[i] & ((1u << POSTING_BITS) - 1));
}

static void
visit_prefix(struct search *self, span word, take_posting *take)
{
    const image *image = self->image;
    uint32_t term = first_term(image, word);
    for (; term < image->term_count && starts(term_text(image, term), word); term++)
        visit_term(self, term, take);
}

// ---- the text as it is

static void
take_prefix(struct search *self, uint32_t term, uint32_t name, unsigned what)
{
    bool is_whole_term = term_text(self->image, term).size == self->whole.size;
    if (what == POSTING_WHOLE && !is_whole_term)
        note(self, name, LEVEL_PREFIX);
    else if (what == POSTING_WHOLE)
        note(self, name, span_equal(image_name(self->image, name), self->text) ? LEVEL_EXACT : LEVEL_FOLDED);
    else if (what != POSTING_INITIALS)
        note(self, name, LEVEL_PART);
    else if (is_whole_term)
        note(self, name, LEVEL_INITIALS);
}

// ---- several words: each has to be answered by the same name

// Notes a name when the last of the words finds it after all others did.
static void
take_word(struct search *self, uint32_t term, uint32_t name, unsigned what)
{
    (void)term;
    unsigned before = (1u << self->word) - 1;
    if (what == POSTING_INITIALS || (self->masks[name] & before) != before)
        return;
    self->masks[name] |= (uint8_t)(1u << self->word);
    if (self->word + 1 == self->word_count)
        note(self, name, self->word_level);
}

static void
find_words(struct search *self)
{
    self->word_level = LEVEL_PART;
    for (self->word = 0; self->word < self->word_count; self->word++)
        visit_prefix(self, self->words[self->word], take_word);
}

// ---- typos

static void
take_typo(struct search *self, uint32_t term, uint32_t name, unsigned what)
{
    (void)term;
    if (what == POSTING_INITIALS)
        return;
    if (self->distance <= 1)
        note(self, name, what == POSTING_WHOLE ? LEVEL_TYPO : LEVEL_PART_TYPO);
    else
        note(self, name, what == POSTING_WHOLE ? LEVEL_TWO_TYPOS : LEVEL_PART_TWO_TYPOS);
}

// Visits the terms that are the word with two neighbours swapped: in a short word that leaves no trigram as
// it was.
static void
visit_swapped(struct search *self, span word, take_posting *take)
{
    const image *image = self->image;
    char text[WORDS_DISTANCE_BYTES_MAX];
    memcpy(text, word.data, word.size);
    self->distance = 1;
    for (size_t i = 1; i < word.size; i++) {
        text[i - 1] = word.data[i];
        text[i] = word.data[i - 1];
        uint32_t term = first_term(image, (span){text, word.size});
        if (term < image->term_count && span_equal(term_text(image, term), (span){text, word.size}))
            visit_term(self, term, take);
        text[i - 1] = word.data[i - 1];
        text[i] = word.data[i];
    }
}

// Visits the terms within the distance that a word of that size allows. One edit changes three trigrams at
// most, so these share all others; where that says nothing, at least one.
static void
visit_near(struct search *self, span word, take_posting *take)
{
    const image *image = self->image;
    uint32_t grams[GRAMS_MAX];
    unsigned most = word.size < WORD_BYTES_TYPO ? 0 : word.size < WORD_BYTES_TWO_TYPOS ? 1 : 2;
    if (!most || word.size >= WORDS_DISTANCE_BYTES_MAX)
        return;
    unsigned count = (unsigned)grams_of(word, grams), needed = count > 3 * most ? count - 3 * most : 1;
    visit_swapped(self, word, take);
    memset(self->shared, 0, image->term_count);
    for (unsigned i = 0; i < count; i++) {
        for (uint32_t k = image->gram_starts[grams[i]]; k < image->gram_starts[grams[i] + 1]; k++) {
            uint32_t term = image->gram_terms[k];
            if (++self->shared[term] != needed)
                continue;
            self->distance = words_distance(term_text(image, term), word, most);
            if (self->distance <= most)
                visit_term(self, term, take);
        }
    }
}

static void
find_typos(struct search *self)
{
    visit_near(self, buffer_span(&self->whole), take_typo);
    if (self->word_count < 2)
        return;
    self->word_level = LEVEL_PART_TWO_TYPOS;
    memset(self->masks, 0, self->image->name_count);
    for (self->word = 0; self->word < self->word_count; self->word++) {
        visit_prefix(self, self->words[self->word], take_word);
        visit_near(self, self->words[self->word], take_word);
    }
}

// ---- subsequences

static void
take_subsequence(struct search *self, uint32_t term, uint32_t name, unsigned what)
{
    (void)term;
    if (what == POSTING_WHOLE)
        note(self, name, LEVEL_SUBSEQUENCE);
}

// Looks at the terms with the same first letter.
static void
find_subsequences(struct search *self)
{
    const image *image = self->image;
    span text = buffer_span(&self->whole), first = span_slice(text, 0, 1);
    if (text.size < 2)
        return;
    uint32_t term = first_term(image, first);
    for (; term < image->term_count && starts(term_text(image, term), first); term++) {
        if (words_is_subsequence(text, term_text(image, term)))
            visit_term(self, term, take_subsequence);
    }
}

// ---- from names to entities

static void
add_hit(struct search *self, hit_key hit)
{
    if (self->hit_count == self->hit_capacity) {
        self->hit_capacity = self->hit_capacity ? self->hit_capacity * 2 : 256;
        self->hits = realloc(self->hits, self->hit_capacity * sizeof *self->hits);
        assert(self->hits);
    }
    self->hits[self->hit_count++] = hit;
}

static void
collect(struct search *self)
{
    const image *image = self->image;
    unsigned slack;
    self->hit_count = 0;
    for (size_t i = 0; i < self->names.count; i++) {
        uint32_t name = self->names.items[i];
        for (uint32_t k = image->named_starts[name]; k < image->named_starts[name + 1]; k++) {
            query_entity entity = image->named[k];
            if (!query_passes(self->snapshot, entity, self->filter))
                continue;
            if (self->qualifier.size && !context_fits(self->snapshot, entity, self->qualifier, false, &slack))
                continue;
            uint32_t degree = image->in_starts[entity + 1] - image->in_starts[entity];
            uint64_t coldness = DEGREE_MAX - (degree < DEGREE_MAX ? degree : DEGREE_MAX);
            add_hit(self, (uint64_t)self->levels[name] << 60 | coldness << 32 | entity);
        }
    }
}

static int
compare_hits(const void *a, const void *b)
{
    const hit_key *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

// Brings the `first` smallest hits to the front, in any order (Hoare's selection; hits are all different).
static void
select_hits(hit_key *hits, size_t count, size_t first)
{
    size_t low = 0, high = count;
    while (high - low > 1 && first > low && first < high) {
        hit_key pivot = hits[low + (high - low) / 2];
        size_t i = low, j = high - 1;
        for (;;) {
            while (hits[i] < pivot)
                i++;
            while (hits[j] > pivot)
                j--;
            if (i >= j)
                break;
            hit_key swapped = hits[i];
            hits[i++] = hits[j];
            hits[j--] = swapped;
        }
        // [low, i) are at most the pivot, [j + 1, high) at least.
        if (first <= i)
            high = i;
        else
            low = i;
    }
}

static void
put_hits(struct search *self, uint64_t offset, uint64_t limit, query_hits *found)
{
    uint64_t end = limit && limit < self->hit_count - offset ? offset + limit : self->hit_count;
    select_hits(self->hits, self->hit_count, end);
    qsort(self->hits, end, sizeof *self->hits, compare_hits);
    found->items = realloc(found->items, (end - offset) * sizeof *found->items);
    assert(found->items);
    found->capacity = end - offset;
    for (uint64_t i = offset; i < end; i++)
        found->items[found->count++] = (query_hit){(query_entity)self->hits[i], matches[self->hits[i] >> 60]};
}

// ---- the question

static void
read_words(struct search *self)
{
    span part;
    size_t at = 0, starts[WORDS_MAX + 1] = {0};
    words_fold(&self->whole, self->text);
    while (self->word_count < WORDS_MAX && words_next(self->text, &at, &part)) {
        words_fold(&self->word_text, part);
        starts[++self->word_count] = self->word_text.size;
    }
    for (unsigned i = 0; i < self->word_count; i++)
        self->words[i] = span_slice(buffer_span(&self->word_text), starts[i], starts[i + 1]);
}

static void
run(struct search *self)
{
    visit_prefix(self, buffer_span(&self->whole), take_prefix);
    if (self->word_count > 1)
        find_words(self);
    collect(self);
    if (self->hit_count >= SCREENFUL)
        return;
    find_typos(self);
    collect(self);
    if (self->hit_count >= SCREENFUL)
        return;
    find_subsequences(self);
    collect(self);
}

static void
search_init(struct search *self)
{
    const image *image = self->image;
    self->levels = calloc(2 * (size_t)image->name_count + image->term_count + 1, 1);
    assert(self->levels);
    self->masks = self->levels + image->name_count;
    self->shared = self->masks + image->name_count;
    if (!context_cut(self->text, &self->qualifier, &self->text))
        self->qualifier = (span){"", 0};
    read_words(self);
}

static void
search_fini(struct search *self)
{
    buffer_fini(&self->whole);
    buffer_fini(&self->word_text);
    query_entities_fini(&self->names);
    free(self->levels);
    free(self->hits);
}

uint64_t
query_search(const query_snapshot *snapshot, span text, const query_filter *filter, uint64_t offset,
             uint64_t limit, query_hits *found)
{
    struct search self = {
        .snapshot = snapshot, .image = snapshot->image, .filter = filter, .text = span_trim(text)};
    found->count = 0;
    if (!text.size || text.size > QUERY_TEXT_BYTES_MAX)
        return 0;
    search_init(&self);
    if (self.whole.size)
        run(&self);
    if (offset < self.hit_count)
        put_hits(&self, offset, limit, found);
    uint64_t total = self.hit_count;
    search_fini(&self);
    return total;
}
