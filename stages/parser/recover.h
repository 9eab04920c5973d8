// recover - parses the broken parts of a file again, in pieces, so that one mistake does not swallow what follows it.
//
// A missing brace or quote can make a parser take the rest of a file for the inside of one definition, or for nothing at all.
// People write top-level definitions at the left margin, after a blank line or a closing line; so where the tree of a
// whole file has errors, the text from there to the next definition that is sound is cut at such lines and each piece
// is parsed alone. The pieces count when not more of them is in error than was before. Positions stay those of the file.
//
// Inside a class nothing starts at the margin. But when a large part of a file is one error (an open quote, most often), the
// line where the parser gave up may be left out: recover_line() tells which.
#ifndef SLUICE_STAGES_PARSER_RECOVER_H
#define SLUICE_STAGES_PARSER_RECOVER_H

#include <stdbool.h>
#include <stdint.h>

#include <tree_sitter/api.h>

#include "base/span.h"

// Top-level nodes from byte `start` up to `end` are replaced by those of these trees, in order.
typedef struct patch {
    uint32_t start, end;
    TSTree **trees;
    uint32_t tree_count;
} patch;

typedef struct patches {
    patch *items;
    uint32_t count, capacity;
} patches;

// Parses the given ranges of the file; NULL when the file's effort is used up.
typedef TSTree *recover_parse(void *context, const TSRange *ranges, uint32_t range_count);

// Finds out what to replace in the tree of `root`, which has errors. `prefix` is what a piece needs before it in
// order to be parsed alone ("<?php"), as bytes of the file from its start; 0 for most languages. `is_strict` is for languages whose sound source has
// errors too (C, for its macros): only large ones are looked at. The caller owns the result.
void recover_patches(patches *out, TSNode root, span contents, uint32_t prefix, bool is_strict, recover_parse *parse,
                     void *context);
// Forgets the patches; with `are_trees_gone` their trees have been dropped already (pool.h), else they are deleted.
void patches_fini(patches *self, bool are_trees_gone);

// True when at least a quarter of the file is in error. *start and *end are then the bytes of the line in which the largest
// error ends.
bool recover_line(TSNode root, span contents, uint32_t *start, uint32_t *end);

// Bytes below `node` that are in error; a token that the parser misses counts as a few.
uint64_t recover_error_bytes(TSNode node);

#endif
