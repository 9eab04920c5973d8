// languages - languages.def as an enum and a table, and how a path gets its language.
#ifndef SLUICE_SCHEMA_LANGUAGES_H
#define SLUICE_SCHEMA_LANGUAGES_H

#include <stdbool.h>

#include "base/span.h"

typedef enum language_id {
#define LANGUAGE(ID, name, extensions, file_names, interpreters) LANGUAGE_##ID,
#include "schema/languages.def"
    LANGUAGE_COUNT
} language_id;

// The name in keys and rows; static storage.
extern const char *const language_names[LANGUAGE_COUNT];

// Returns the language of a path by its file name, then by its extension (case counts, but for a path that
// is all upper case after the dot, as in FOO.C, which is taken as lower case); LANGUAGE_NONE where neither
// is known.
language_id language_of_path(span path);

// Returns the language of a file's first bytes by its #! line (`#!/usr/bin/env python3 -u` too), else
// LANGUAGE_NONE.
language_id language_of_shebang(span first_bytes);

// Languages that call each other without a declared binding: c and cpp; javascript, typescript and tsx.
// Returns a number that is equal for all languages of one such group.
language_id language_group(language_id language);

// True for languages whose packages and classes are the Java virtual machine's: an import may name another one's.
bool language_is_jvm(language_id language);

#endif
