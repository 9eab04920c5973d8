// grams - the trigrams of a folded term, with a mark for its start: two terms that are a few edits apart
// share most of them.
#ifndef SLUICE_SERVER_GRAMS_H
#define SLUICE_SERVER_GRAMS_H

#include "stages/server/image.h"
#include "stages/server/words.h"

// A longer term is known by its first ones; words_distance() finds nothing near it anyway.
enum { GRAMS_MAX = WORDS_DISTANCE_BYTES_MAX };

static inline uint32_t
gram_letter(char byte)
{
    if (byte >= 'a' && byte <= 'z')
        return (uint32_t)(byte - 'a') + 1;
    return byte >= '0' && byte <= '9' ? (uint32_t)(byte - '0') + 27 : 37;
}

// Puts each different trigram of `term` once. Returns how many.
static inline size_t
grams_of(span term, uint32_t grams[GRAMS_MAX])
{
    size_t count = 0;
    uint32_t last = 0, before = 0; // two letters back, one letter back; the start is 0
    for (size_t i = 0; i < term.size && count < GRAMS_MAX; i++) {
        uint32_t letter = gram_letter(term.data[i]);
        uint32_t gram = (last * GRAM_LETTERS + before) * GRAM_LETTERS + letter;
        last = before, before = letter;
        if (i == 0)
            continue; // the start and one letter alone say too little
        size_t known = 0;
        while (known < count && grams[known] != gram)
            known++;
        if (known == count)
            grams[count++] = gram;
    }
    return count;
}

#endif
