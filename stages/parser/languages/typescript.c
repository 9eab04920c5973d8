// TypeScript and TSX, by the TypeScript handbook (version 5) and grammar tree-sitter-typescript 0.23. The
// rules are those of ecmascript.c; the two grammars differ in `<T>value`, which is JSX in .tsx.
#include "stages/parser/languages/ecmascript.h"

const TSLanguage *tree_sitter_typescript(void);
const TSLanguage *tree_sitter_tsx(void);

// The types of lib.es5.d.ts that are written in type positions only.
#define TYPESCRIPT_BUILTINS                                                                                  \
    ECMASCRIPT_BUILTINS                                                                                      \
        " ArrayLike AsyncGenerator AsyncIterable AsyncIterableIterator Awaited Capitalize "                  \
        "ConstructorParameters Exclude Extract Generator InstanceType Iterable IterableIterator "            \
        "IteratorResult Lowercase NoInfer NonNullable Omit OmitThisParameter Parameters Partial Pick "       \
        "PromiseLike PropertyKey Readonly ReadonlyArray ReadonlyMap ReadonlySet Record Required "            \
        "ReturnType TemplateStringsArray ThisParameterType ThisType Thenable Uncapitalize Uppercase"

const language lang_typescript = {
    .id = LANGUAGE_TYPESCRIPT,
    .grammar = tree_sitter_typescript,
    .flags = ECMASCRIPT_FLAGS,
    .rules = ecmascript_rules,
    .decisions = ECMASCRIPT_DECISIONS,
    .builtins = TYPESCRIPT_BUILTINS,
    .mask = typescript_mask,
};

const language lang_tsx = {
    .id = LANGUAGE_TSX,
    .grammar = tree_sitter_tsx,
    .flags = ECMASCRIPT_FLAGS,
    .rules = ecmascript_rules,
    .decisions = ECMASCRIPT_DECISIONS,
    .builtins = TYPESCRIPT_BUILTINS,
    .mask = typescript_mask,
};
