// JavaScript with JSX, by ECMA-262 (2024) and grammar tree-sitter-javascript 0.25. ecmascript.c says what is
// what.
#include "stages/parser/languages/ecmascript.h"

const TSLanguage *tree_sitter_javascript(void);

const language lang_javascript = {
    .id = LANGUAGE_JAVASCRIPT,
    .grammar = tree_sitter_javascript,
    .flags = ECMASCRIPT_FLAGS,
    .rules = ecmascript_rules,
    .decisions = ECMASCRIPT_DECISIONS,
    .builtins = ECMASCRIPT_BUILTINS,
    .mask = ecmascript_mask,
    .begin = jsdoc_begin,
};
