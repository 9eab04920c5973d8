#include "stages/parser/extract.h"

#define LANGUAGES(X)                                                                                         \
    X(C, c) X(CPP, cpp) X(RUST, rust) X(PYTHON, python) X(JAVASCRIPT, javascript)                            \
    X(TYPESCRIPT, typescript) X(TSX, tsx) X(GO, go) X(JAVA, java) X(RUBY, ruby) X(PHP, php) \
    X(CSHARP, csharp) X(SWIFT, swift) X(KOTLIN, kotlin) X(BASH, bash) X(LUA, lua) X(SCALA, scala) X(SQL, sql)

#define X(ID, name) extern const language lang_##name;
LANGUAGES(X)
#undef X

const language *
language_of(language_id id)
{
    static const language *const languages[LANGUAGE_COUNT] = {
#define X(ID, name) [LANGUAGE_##ID] = &lang_##name,
        LANGUAGES(X)
#undef X
    };
    return id < LANGUAGE_COUNT ? languages[id] : NULL;
}
