// prelude - what a language's own library declares, as far as types of values follow from it.
//
// A prelude is a source file of the language, preludes/<language>.*, with declarations only. The build
// extracts its facts with the parser's own rules and puts them into the linker as bytes; the linker adds them
// to each tree that has files of that language, as a file of the package `package` that has no rows. What is
// bound to it is outside of the tree.
#ifndef SLUICE_STAGES_LINKER_PRELUDE_H
#define SLUICE_STAGES_LINKER_PRELUDE_H

#include <stddef.h>
#include <stdint.h>

#include "schema/languages.h"

typedef struct prelude {
    language_id language;
    const char *package;
    const unsigned char *bytes; // packed facts (facts.h)
    size_t size;
} prelude;

extern const prelude preludes[];
extern const uint32_t prelude_count;

#endif
