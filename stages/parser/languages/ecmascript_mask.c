// What the grammars of JavaScript and TypeScript cannot read yet is put into words that they can, of the same length: names
// and texts are still taken from the file itself.
//
//     using x = f();  await using x = f();         const x = f();               TypeScript 5.2, ECMAScript's "Explicit Resource
//                                                                               Management"
//     export type * from "m"                       export      * from "m"       TypeScript 5.0
//     interface A<in T, out U, in out V>           interface A<   T, ...>       handbook, "Variance Annotations"
//     @decorated abstract f(): T                              abstract f(): T
//     @decorated abstract x: T                     @decorated          x: T
//     static accessor x: T                         static          x: T         TypeScript 4.9
//     { abstract: boolean }                        { abstracx: boolean }
//
// Only words are looked at and what stands around them, so a comment or a string may be changed as well: nobody sees it.
#include "stages/parser/languages/ecmascript.h"

#include <string.h>

enum {
    LOOK_BACK_MAX = 4096, // bytes of a decorator's arguments
    DECORATORS_MAX = 8,
};

static bool
is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' || c & 0x80;
}

static bool
is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static size_t
skip_space(span source, size_t at)
{
    while (at < source.size && is_space(source.data[at]))
        at++;
    return at;
}

static size_t
end_of_word(span source, size_t at)
{
    while (at < source.size && is_word_byte(source.data[at]))
        at++;
    return at;
}

// The end of what stands before `at` and is no white space.
static size_t
before_space(span source, size_t at)
{
    while (at > 0 && is_space(source.data[at - 1]))
        at--;
    return at;
}

// The word that ends at `end`, which may be empty.
static span
word_before(span source, size_t end)
{
    size_t start = end;
    while (start > 0 && is_word_byte(source.data[start - 1]))
        start--;
    return span_slice(source, start, end);
}

static char
byte_at(span source, size_t at)
{
    return at < source.size ? source.data[at] : '\0';
}

// Where what ends at `end` begins when it is in brackets; `end` when it is not, or too long.
static size_t
before_brackets(span source, size_t end, char open, char close)
{
    if (!end || source.data[end - 1] != close)
        return end;
    int depth = 0;
    for (size_t at = end; at > 0 && end - at < LOOK_BACK_MAX; at--) {
        bool is_arrow = source.data[at - 1] == '>' && at > 1 && source.data[at - 2] == '=';
        depth += source.data[at - 1] == close && !is_arrow;
        depth -= source.data[at - 1] == open;
        if (!depth)
            return at - 1;
    }
    return end;
}

// Where the decorator begins that ends at `end`, `@name` or `@a.b<T>(...)`; `end` when none does.
static size_t
before_decorator(span source, size_t end)
{
    size_t at = before_brackets(source, end, '(', ')');
    at = before_brackets(source, at, '<', '>');
    while (at > 0 && (is_word_byte(source.data[at - 1]) || source.data[at - 1] == '.'))
        at--;
    return at > 0 && source.data[at - 1] == '@' ? at - 1 : end;
}

// Where the words `public`, `override` and such begin that stand before `at`.
static size_t
before_modifiers(span source, size_t at)
{
    for (int i = 0; i < 3; i++) {
        size_t end = before_space(source, at);
        span word = word_before(source, end);
        if (!span_is(word, "public") && !span_is(word, "protected") && !span_is(word, "override"))
            break;
        at = end - word.size;
    }
    return at;
}

// Whether what is declared from `at` on is a method, or a getter.
static bool
is_method(span source, size_t at)
{
    for (size_t end = end_of_word(source, at); end > at; end = end_of_word(source, at)) {
        at = skip_space(source, end);
        if (byte_at(source, at) == '(' || byte_at(source, at) == '<')
            return true;
    }
    return false;
}

// A field keeps its decorators, and a method that it is abstract.
static void
mask_abstract(span source, char *copy, size_t start, size_t end)
{
    size_t next = skip_space(source, end);
    span following = span_slice(source, next, end_of_word(source, next));
    bool is_name = strchr(":=;?,}", byte_at(source, next)) && next < source.size;
    if (is_name)
        copy[end - 1] = 'x';
    if (is_name || next == end || span_is(following, "class"))
        return;
    size_t last = before_space(source, before_modifiers(source, start)), first = before_decorator(source, last);
    if (first < last && !is_method(source, next))
        memset(copy + start, ' ', end - start);
    for (int i = 0; i < DECORATORS_MAX && first < last && is_method(source, next); i++) {
        for (size_t at = first; at < last; at++)
            copy[at] = copy[at] == '\n' ? '\n' : ' ';
        last = before_space(source, first);
        first = before_decorator(source, last);
    }
}

// `accessor` before a field's name, behind another word.
static void
mask_accessor(span source, char *copy, size_t start, size_t end)
{
    size_t next = skip_space(source, end), before = before_space(source, start);
    span word = word_before(source, before);
    bool is_modifier = span_is(word, "static") || span_is(word, "override") || span_is(word, "public") ||
                       span_is(word, "protected") || span_is(word, "private") || span_is(word, "abstract");
    bool is_name = is_word_byte(byte_at(source, next)) || byte_at(source, next) == '#';
    if (is_modifier && is_name && next > end)
        memset(copy + start, ' ', end - start);
}

// `using name =`, `using name of`: a declaration like `const`, which has as many letters.
static void
mask_using(span source, char *copy, size_t start, size_t end)
{
    size_t name = skip_space(source, end), name_end = end_of_word(source, name), next = skip_space(source, name_end);
    span bound = span_slice(source, name, name_end), behind = span_slice(source, next, end_of_word(source, next));
    bool is_declared = name > end && bound.size && !span_is(bound, "of") && !span_is(bound, "in") &&
                       (byte_at(source, next) == '=' || byte_at(source, next) == ':' || span_is(behind, "of"));
    if (!is_declared)
        return;
    memcpy(copy + start, "const", end - start);
    size_t before = before_space(source, start);
    if (span_is(word_before(source, before), "await"))
        memset(copy + before - strlen("await"), ' ', strlen("await"));
}

// `export type * from`
static void
mask_type(span source, char *copy, size_t start, size_t end)
{
    size_t before = before_space(source, start);
    if (byte_at(source, skip_space(source, end)) == '*' && span_is(word_before(source, before), "export"))
        memset(copy + start, ' ', end - start);
}

// `in` and `out` before a type parameter.
static void
mask_variance(span source, char *copy, size_t start, size_t end)
{
    size_t next = skip_space(source, end), before = before_space(source, start);
    span word = span_slice(source, next, end_of_word(source, next)), last = word_before(source, before);
    bool is_first = before > 0 && (source.data[before - 1] == '<' || source.data[before - 1] == ',');
    bool is_behind = span_is(last, "in") && end - start == strlen("out") && copy[before - 1] == ' ';
    bool is_operator = span_is(word, "in") || span_is(word, "instanceof") || span_is(word, "as") || span_is(word, "of") ||
                       span_is(word, "satisfies");
    bool is_both = span_is(word, "out") && end - start == strlen("in");
    if (next > end && word.size && !is_operator && (is_first || is_behind || (is_both && is_first)))
        memset(copy + start, ' ', end - start);
}

static void
mask_words(span source, char *copy, bool is_typed)
{
    for (size_t at = 0, end; at < source.size; at = end > at ? end : at + 1) {
        end = end_of_word(source, at);
        span word = span_slice(source, at, end);
        if (span_is(word, "using"))
            mask_using(source, copy, at, end);
        else if (!is_typed)
            continue;
        else if (span_is(word, "abstract"))
            mask_abstract(source, copy, at, end);
        else if (span_is(word, "accessor"))
            mask_accessor(source, copy, at, end);
        else if (span_is(word, "type"))
            mask_type(source, copy, at, end);
        else if (span_is(word, "in") || span_is(word, "out"))
            mask_variance(source, copy, at, end);
    }
}

void
ecmascript_mask(span source, char *copy)
{
    mask_words(source, copy, false);
}

void
typescript_mask(span source, char *copy)
{
    mask_words(source, copy, true);
}
