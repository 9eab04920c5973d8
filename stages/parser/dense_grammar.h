// dense_grammar - a grammar's parse table without its compression.
//
// A generated grammar keeps the rows of most parse states as lists of (value, symbols), which tree-sitter searches from the
// start each time it asks what to do: half of the instructions of a file with errors, and a fifth of those of one without. With a row
// for each state it is one access. Costs 2 bytes for each state and symbol: C 1.5 MB, Go 0.6, C++ 9, Scala 14, when the first file of that
// language is parsed. With tree_walk.c the only file that knows the core's own structures.
#ifndef SLUICE_STAGES_PARSER_DENSE_GRAMMAR_H
#define SLUICE_STAGES_PARSER_DENSE_GRAMMAR_H

#include <tree_sitter/api.h>

// Returns a copy of a grammar that parses alike; the caller owns it, and all else of `grammar` is shared. The trees of
// the two are of two languages to tree-sitter.
const TSLanguage *dense_grammar_new(const TSLanguage *grammar);

// Frees it and sets *self_p to NULL; harmless when it already is. No tree of it may be left.
void dense_grammar_destroy(const TSLanguage **self_p);

#endif
