#include "stages/parser/dense_grammar.h"

#include <assert.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "language.h"

// What the row of a compressed state holds: the number of groups, and of each its value, the number of its symbols, and these.
static void
fill_row(uint16_t *row, const uint16_t *compressed)
{
    for (uint16_t groups = *compressed++; groups > 0; groups--) {
        uint16_t value = *compressed++;
        for (uint16_t symbols = *compressed++; symbols > 0; symbols--) {
            uint16_t symbol = *compressed++;
            if (!row[symbol]) // the first is what a search would find
                row[symbol] = value;
        }
    }
}

// A grammar of an older ABI has a shorter structure; what it lacks is not asked for.
static size_t
structure_bytes(const TSLanguage *grammar)
{
    if (grammar->abi_version < LANGUAGE_VERSION_WITH_PRIMARY_STATES)
        return offsetof(TSLanguage, primary_state_ids);
    return grammar->abi_version < LANGUAGE_VERSION_WITH_RESERVED_WORDS ? offsetof(TSLanguage, name) : sizeof *grammar;
}

const TSLanguage *
dense_grammar_new(const TSLanguage *grammar)
{
    size_t width = grammar->symbol_count, large = grammar->large_state_count;
    TSLanguage *dense = calloc(1, sizeof *dense);
    uint16_t *table = calloc(grammar->state_count * width + 1, sizeof *table);
    assert(dense && table);
    memcpy(table, grammar->parse_table, large * width * sizeof *table);
    for (size_t state = large; state < grammar->state_count; state++)
        fill_row(table + state * width,
                 grammar->small_parse_table + grammar->small_parse_table_map[state - large]);
    memcpy(dense, grammar, structure_bytes(grammar));
    dense->parse_table = table;
    dense->large_state_count = grammar->state_count;
    return dense;
}

void
dense_grammar_destroy(const TSLanguage **self_p)
{
    if (!*self_p)
        return;
    free((uint16_t *)(*self_p)->parse_table);
    free((TSLanguage *)*self_p);
    *self_p = NULL;
}
