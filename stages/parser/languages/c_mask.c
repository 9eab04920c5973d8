// What is blanked before the grammar's C and C++ begin: comments within macros, attributes and macros that the grammar takes for
// something else.
#include "stages/parser/languages/c_family.h"

#include <string.h>

// ---- comments in macros

// Blanks the comments of a line that goes on behind a backslash: the grammar ends a macro's body at a comment
// and takes what follows for code.
static void
blank_comments(char *line, char *end)
{
    char *open = NULL;
    for (char *at = line; at + 1 < end; at++) {
        if (!open && at[0] == '/' && at[1] == '*') {
            open = at++;
        } else if (open && at[0] == '*' && at[1] == '/') {
            memset(open, ' ', (size_t)(at + 2 - open));
            open = NULL;
        }
    }
}

// ---- macros before the types of functions

static bool
is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static const char *
past_space(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r'))
        at++;
    return at;
}

// The word at `*at`, which then stands behind it and the white space that follows.
static span
next_word(const char **at, const char *end)
{
    const char *start = *at;
    while (*at < end && is_word_byte(**at))
        ++*at;
    span word = {start, (size_t)(*at - start)};
    *at = past_space(*at, end);
    return word;
}

static bool
is_capital(span word)
{
    bool has_letter = false;
    for (size_t i = 0; i < word.size; i++) {
        if (word.data[i] >= 'a' && word.data[i] <= 'z')
            return false;
        has_letter |= word.data[i] >= 'A';
    }
    return has_letter && word.size > 2;
}

// Where the arguments end that begin at `open`, on one line; NULL when they do not.
static const char *
arguments_end(const char *open, const char *end)
{
    enum { ARGUMENTS_BYTES_MAX = 256 };
    int depth = 0;
    for (const char *at = open; at < end && at - open < ARGUMENTS_BYTES_MAX && *at != '\n'; at++) {
        depth += (*at == '(') - (*at == ')');
        if (depth == 0)
            return at + 1;
    }
    return NULL;
}

// Whether a type, a name and parameters stand here, so that what is before them are specifiers.
static bool
is_function_head(const char *at, const char *end)
{
    enum { WORDS_MAX = 8 };
    for (int words = 0; words < WORDS_MAX; words++) {
        span word = next_word(&at, end);
        while (at < end && *at == '*')
            at = past_space(at + 1, end);
        if (!word.size || at >= end)
            return false;
        if (*at == '(')
            return words > 0;
    }
    return false;
}

// Blanks an attribute with arguments between a function's type and its name: `static void FORMAT(1, 2) f(...)`.
static void
blank_behind_type(char *after_static, const char *end)
{
    enum { WORDS_MAX = 8 };
    const char *at = after_static;
    for (int words = 0; words < WORDS_MAX; words++) {
        span word = next_word(&at, end);
        while (at < end && *at == '*')
            at = past_space(at + 1, end);
        if (!word.size || at >= end)
            return;
        if (*at != '(')
            continue;
        const char *behind = words && is_capital(word) && at == word.data + word.size ? arguments_end(at, end) : NULL;
        const char *name_at = behind ? past_space(behind, end) : end;
        span name = next_word(&name_at, end);
        if (name.size && name_at < end && *name_at == '(')
            memset(after_static + (word.data - after_static), ' ', (size_t)(behind - word.data));
        return;
    }
}

// Blanks attributes with arguments between `static` and a function's type: `static inline FORMAT(1) char *f(...)`. The grammar
// takes the macro for what is declared.
static void
blank_specifiers(char *after_static, const char *end)
{
    enum { SPECIFIERS_MAX = 8 };
    const char *at = after_static, *first = NULL, *behind = NULL;
    for (int i = 0; i < SPECIFIERS_MAX; i++) {
        const char *before = at;
        span word = next_word(&at, end);
        bool is_macro = is_capital(word) && at < end && *at == '(' && at == word.data + word.size;
        if (!is_macro && (first || !span_is_one_of(word, "inline __inline __inline__ extern const"))) {
            at = before;
            break;
        }
        if (!is_macro)
            continue;
        behind = arguments_end(at, end);
        if (!behind)
            return;
        first = first ? first : word.data;
        at = past_space(behind, end);
    }
    if (!first || !is_function_head(at, end))
        return;
    for (char *blank = after_static + (first - after_static); blank < behind; blank++)
        *blank = *blank == '\n' ? '\n' : ' ';
}

// Where the parenthesis closes that `open` opens; NULL when it does not within some lines.
static char *
closing(char *open, const char *end)
{
    enum { PARAMETERS_BYTES_MAX = 4096 };
    int depth = 0;
    for (char *at = open; at < end && at - open < PARAMETERS_BYTES_MAX; at++) {
        depth += (*at == '(') - (*at == ')');
        if (depth == 0)
            return at;
    }
    return NULL;
}

// Makes `int f OF((int x));` a prototype: blanks the macro and its own parentheses, `open` being the first of both. The grammar
// takes the name for a variable's. A macro is behind a name in declarations only.
static void
bare_prototype(char *start, char *open, const char *end)
{
    char *macro = open;
    while (macro > start && (macro[-1] == ' ' || macro[-1] == '\t'))
        macro--;
    char *macro_end = macro;
    while (macro > start && is_word_byte(macro[-1]))
        macro--;
    char *name_end = macro;
    while (name_end > start && (name_end[-1] == ' ' || name_end[-1] == '\t'))
        name_end--;
    char *name = name_end;
    while (name > start && is_word_byte(name[-1]))
        name--;
    bool is_macro = macro_end > macro + 1 && macro > name_end && name < name_end;
    for (const char *at = macro; at < macro_end && is_macro; at++)
        is_macro = !(*at >= 'a' && *at <= 'z');
    span word = {name, (size_t)(name_end - name)};
    if (!is_macro || span_is_one_of(word, "return else do case goto sizeof typeof define undef if elif and or not throw"))
        return;
    char *inner = closing(open + 1, end), *outer = inner ? inner + 1 : NULL;
    while (outer && outer < end && (*outer == ' ' || *outer == '\t' || *outer == '\n'))
        outer++;
    if (!outer || outer >= end || *outer != ')')
        return;
    const char *next = past_space(outer + 1, end);
    if (next >= end || (*next != ';' && *next != ','))
        return;
    memset(macro, ' ', (size_t)(open + 1 - macro));
    *outer = ' ';
}

void
c_mask(span source, char *copy)
{
    char *end = copy + source.size, *done = copy;
    for (char *at = copy; (at = memchr(at, '\\', (size_t)(end - at))); at++) {
        bool goes_on = at + 1 < end && (at[1] == '\n' || (at[1] == '\r' && at + 2 < end && at[2] == '\n'));
        if (!goes_on)
            continue;
        char *line = at;
        while (line > done && line[-1] != '\n')
            line--;
        blank_comments(line, at);
        done = at;
    }
    for (char *at = copy; (at = memchr(at, '(', (size_t)(end - at))); at++) {
        if (at + 1 < end && at[1] == '(')
            bare_prototype(copy, at, end);
    }
    static const char word[] = "static ";
    for (char *at = copy; (at = memmem(at, (size_t)(end - at), word, sizeof word - 1)); at++)
        blank_specifiers(at + sizeof word - 1, end), blank_behind_type(at + sizeof word - 1, end);
}

// ---- macros in the heads of classes

// Blanks EXPORT of `class EXPORT Name {` and `class EXPORT Name : Base`, with its arguments if it has any: the grammar takes the class
// for a function that returns one, and its members for statements.
static void
blank_export(char *head, const char *end)
{
    const char *at = head;
    span macro = next_word(&at, end);
    const char *macro_end = macro.data + macro.size;
    if (!is_capital(macro))
        return;
    if (at < end && *at == '(') {
        const char *close = memchr(at, ')', (size_t)(end - at));
        if (!close || memchr(at, '\n', (size_t)(close - at)))
            return;
        macro_end = at = close + 1;
        next_word(&at, end); // white space
    }
    span name = next_word(&at, end), final = next_word(&at, end);
    bool is_head = at < end && (*at == '{' || (*at == ':' && !(at + 1 < end && at[1] == ':')));
    if (name.size && is_head && (!final.size || span_is(final, "final")))
        memset(head, ' ', (size_t)(macro_end - head));
}

// Blanks a line that is nothing but `DEPRECATED("why")`: what it says of the declaration below is no declaration.
static void
blank_remark(char *start, const char *quote, const char *end)
{
    char *line = start + (quote - start) - 1;
    const char *word = line;
    while (line > start && is_word_byte(line[-1]))
        line--;
    const char *name = line;
    while (line > start && (line[-1] == ' ' || line[-1] == '\t'))
        line--;
    const char *stop = memchr(quote, '\n', (size_t)(end - quote)), *close = stop;
    while (close && close > quote && (close[-1] == ' ' || close[-1] == '\r'))
        close--;
    bool is_alone = close && close - quote > 2 && close[-1] == ')' && close[-2] == '"' &&
                    (line == start || line[-1] == '\n');
    const char *next = close;
    while (next && next < end && (*next == ' ' || *next == '\t' || *next == '\r' || *next == '\n'))
        next++;
    if (is_alone && next < end && is_word_byte(*next) && is_capital((span){name, (size_t)(word - name)}))
        memset(line, ' ', (size_t)(close - line));
}

// Blanks an attribute with arguments behind a constructor's or function's parameters, `A(T *x) LOCKS(x) : x(x) {`: the grammar takes
// it for another function. In front of a `;` it could be a statement's call as well, and stays, unless it is behind a `const`.
static void
blank_attribute(char *start, const char *end)
{
    const char *at = start;
    while (at < end && (*at == ' ' || *at == '\n'))
        at++;
    const char *name = at;
    span word = next_word(&at, end);
    bool is_declared = false;
    for (int i = 0; i < 3 && (span_is(word, "const") || span_is(word, "override") || span_is(word, "noexcept")); i++) {
        is_declared = true;
        name = at;
        word = next_word(&at, end);
    }
    if (!is_capital(word) || at >= end || *at != '(' || at != word.data + word.size)
        return;
    const char *close = memchr(at, ')', (size_t)(end - at));
    if (!close || memchr(at, '\n', (size_t)(close - at)) || memchr(at + 1, '(', (size_t)(close - at - 1)))
        return;
    for (at = close + 1; at < end && (*at == ' ' || *at == '\n');)
        at++;
    bool is_list = at + 1 < end && *at == ':' && at[1] != ':';
    if (is_list || (at < end && (*at == '{' || (is_declared && *at == ';'))))
        memset(start + (name - start), ' ', (size_t)(close + 1 - name));
}

enum { GUARD_BYTES_MAX = 256 }; // of an attribute's arguments

static bool
is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// Whether what ends before `at` may be the type in front of a declared name: a word that is no keyword, `>`, `*` or `&`.
static bool
ends_type(const char *start, const char *at)
{
    static const char *const keywords[] = {"return", "static", "const", "extern", "inline", "constexpr", "else", "case", "new",
                                           "throw", "goto", "typedef", "using", "struct", "class", "enum", "mutable", "virtual"};
    while (at > start && is_blank(at[-1]))
        at--;
    if (at == start || at[-1] == '>' || at[-1] == '*' || at[-1] == '&')
        return at > start;
    const char *word = at;
    while (word > start && is_word_byte(word[-1]))
        word--;
    span text = {word, (size_t)(at - word)};
    bool is_type = text.size && !(*word >= '0' && *word <= '9');
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords && is_type; i++)
        is_type = !span_is(text, keywords[i]);
    return is_type;
}

// Blanks an attribute with arguments behind the name of a variable, `T name GUARDED_BY(x);`: the grammar takes it for the name.
static void
blank_guard(char *start, char *open, const char *end)
{
    char *name = open;
    while (name > start && is_word_byte(name[-1]))
        name--;
    if (name == open || name == start || !is_blank(name[-1]) || !is_capital((span){name, (size_t)(open - name)}))
        return;
    size_t left = (size_t)(end - open);
    const char *close = memchr(open, ')', left < GUARD_BYTES_MAX ? left : GUARD_BYTES_MAX), *next = close ? close + 1 : end;
    while (next < end && is_blank(*next))
        next++;
    if (!close || next >= end || (*next != ';' && *next != '=') || memchr(open + 1, '(', (size_t)(close - open - 1)) ||
        memchr(open, '\n', (size_t)(close - open)) || (next + 1 < end && *next == '=' && next[1] == '='))
        return;
    const char *word = name;
    while (word > start && is_blank(word[-1]))
        word--;
    const char *word_end = word;
    while (word > start && is_word_byte(word[-1]))
        word--;
    bool is_array = word_end > start && word_end[-1] == ']';
    if (is_array || (word < word_end && !(*word >= '0' && *word <= '9') && ends_type(start, word) && ends_type(start, word_end)))
        memset(name, ' ', (size_t)(close + 1 - name));
}

// Blanks a line that is nothing but `LIB_BEGIN_NAMESPACE`: the grammar takes it for the type of what follows.
static void
blank_namespace(char *start, char *word, const char *end)
{
    char *line = word;
    while (line > start && is_word_byte(line[-1]))
        line--;
    const char *at = line;
    span macro = next_word(&at, end);
    bool is_line = line == start || line[-1] == '\n';
    const char *stop = macro.data + macro.size;
    if (is_line && is_capital(macro) && (stop == end || *stop == '\n' || *stop == '\r'))
        memset(line, ' ', macro.size);
}

// Blanks macros in front of a constructor that is written outside of its class, `LIB_FN Name::Name(int x) : x(x) {`, with `colons`
// between the names: the grammar takes them for a type, and the initializers for functions.
static void
blank_before_constructor(char *start, char *colons, const char *end)
{
    char *name = colons;
    while (name > start && is_word_byte(name[-1]))
        name--;
    size_t size = (size_t)(colons - name), left = (size_t)(end - colons);
    if (!size || left < size + 3 || memcmp(name, colons + 2, size) != 0 || colons[2 + size] != '(')
        return;
    for (;;) {
        char *word_end = name;
        while (word_end > start && (word_end[-1] == ' ' || word_end[-1] == '\t'))
            word_end--;
        char *word = word_end;
        while (word > start && is_word_byte(word[-1]))
            word--;
        if (word_end == name || !is_capital((span){word, (size_t)(word_end - word)}))
            return;
        memset(word, ' ', (size_t)(word_end - word));
        name = word;
    }
}

void
c_mask_cpp(span source, char *copy)
{
    c_mask(source, copy);
    const char *end = copy + source.size;
    for (char *at = copy; (at = memmem(at, (size_t)(end - at), "::", 2)); at += 2)
        blank_before_constructor(copy, at, end);
    for (char *at = copy; (at = memchr(at, ')', (size_t)(end - at))); at++) {
        if (end - at > 2 && (at[1] == ' ' || at[1] == '\n'))
            blank_attribute(at + 1, end);
    }
    for (char *at = copy; (at = memchr(at, '(', (size_t)(end - at))); at++) {
        if (at - copy > 3 && at[-1] >= 'A' && at[-1] <= '_')
            blank_guard(copy, at, end);
    }
    for (char *at = copy; (at = memchr(at, 'N', (size_t)(end - at))); at++) {
        if (end - at >= 9 && memcmp(at, "NAMESPACE", 9) == 0)
            blank_namespace(copy, at, end);
    }
    for (char *at = copy; (at = memchr(at, '"', (size_t)(end - at))); at++) {
        if (at > copy && at[-1] == '(')
            blank_remark(copy, at, end);
    }
    for (char *at = copy; (at = memchr(at, 's', (size_t)(end - at))); at++) { // cla(s)s, (s)truct
        bool is_class = at - copy >= 3 && end - at > 2 && memcmp(at - 3, "class", 5) == 0;
        bool is_struct = end - at > 6 && memcmp(at, "struct", 6) == 0;
        char *start = is_class ? at - 3 : at, *behind = is_class ? at + 2 : at + 6;
        if ((!is_class && !is_struct) || (start > copy && is_word_byte(start[-1])) || behind >= end ||
            !(*behind == ' ' || *behind == '\t'))
            continue;
        while (behind < end && (*behind == ' ' || *behind == '\t'))
            behind++;
        blank_export(behind, end);
    }
}
