// rust_macros - what Rust's grammar does not see: the items that a macro is given, and which conditions hold.
//
// A macro's arguments are tokens to the grammar, but what stands in `cfg_if! { ... }` or `ast_struct! { pub
// struct A; }` where items stand is mostly passed on as it is. Such brackets are taken away before the file
// is parsed, so that what is in them is read as items; the macro remains as one that is given nothing. Of
// `cfg_if!` the first branch is taken whose condition holds.
#ifndef SLUICE_STAGES_PARSER_LANGUAGES_RUST_MACROS_H
#define SLUICE_STAGES_PARSER_LANGUAGES_RUST_MACROS_H

#include <stdbool.h>

#include "base/span.h"

// Whether what stands between the brackets of `cfg(...)`, given with them, may hold on x86-64 Linux outside
// of tests (reference, "Conditional compilation"). Of features it is not known which are on: what needs one
// is more often meant than what stands in for it.
bool rust_condition_holds(span condition);

// Changes a copy of a file's text as told above, bytes for bytes (language.mask).
void rust_mask(span source, char *copy);

#endif
