// What the preprocessor does before the grammar's C begins: comments within macros, and which branch of `#if`
// holds.
//
// Which branch of `#if` holds, as far as that can be said without a build: so that of several definitions of
// one name in the branches of a condition the likely one can be preferred (facts.h: SYMBOL_OFF). All of
// them are entities.
//
// What is assumed is GNU C on Linux and a build without options: a name is defined when the compiler defines
// it there, or when it says that something is there or wanted (HAVE_..., CONFIG_..., ..._USE_...), as build
// systems do. Any other name is taken for an option that is not given, unless an `#ifndef` asks for it: then
// the branch is the default, and holds.
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
        if (!is_macro && (first || !extract_is_one_of(word, "inline __inline __inline__ extern const"))) {
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
    static const char word[] = "static ";
    for (char *at = copy; (at = memmem(at, (size_t)(end - at), word, sizeof word - 1)); at++)
        blank_specifiers(at + sizeof word - 1, end);
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

void
c_mask_cpp(span source, char *copy)
{
    c_mask(source, copy);
    const char *end = copy + source.size;
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

// ---- conditions

enum { CONDITION_DEPTH_MAX = 16, ANCESTORS_MAX = 32 };

// How sure it is that a condition holds; what is opposite adds up to ALWAYS.
typedef enum truth { NEVER, NO, MAYBE, YES, ALWAYS } truth;

static truth
negated(truth value)
{
    return ALWAYS - value;
}

static bool
has_word(span name, const char *word)
{
    size_t size = strlen(word);
    for (size_t i = 0; i + size <= name.size; i++) {
        bool starts = i == 0 || name.data[i - 1] == '_';
        bool ends = i + size == name.size || name.data[i + size] == '_';
        if (starts && ends && memcmp(name.data + i, word, size) == 0)
            return true;
    }
    return false;
}

static truth
is_defined(const extraction *x, span name)
{
    if (span_is(name, "__cplusplus"))
        return extract_language(x) == LANGUAGE_CPP ? ALWAYS : NEVER;
    if (extract_is_one_of(
            name,
            "__GNUC__ __GNUC_MINOR__ __linux__ __linux linux __gnu_linux__ __unix__ __unix unix __x86_64__ "
            "__amd64__ __LP64__ _LP64 __STDC__ __STDC_VERSION__ __STDC_HOSTED__ __ELF__ __GLIBC__ "
            "__BYTE_ORDER__ __CHAR_BIT__"))
        return ALWAYS;
    if (extract_is_one_of(
            name,
            "_WIN32 WIN32 _WIN64 WIN64 __WIN32__ _WINDOWS _MSC_VER __MINGW32__ __MINGW64__ __CYGWIN__ "
            "_WIN32_WCE "
            "__APPLE__ __MACH__ TARGET_OS_MAC MACOS __sun __FreeBSD__ __OpenBSD__ __NetBSD__ __DragonFly__ "
            "__ANDROID__ __HAIKU__ __EMSCRIPTEN__ _AIX __hpux VMS __VMS MSDOS __MSDOS__ __BORLANDC__ "
            "__WATCOMC__ __TURBOC__ OS2 __OS2__ AMIGA __riscos__ __INTEL_COMPILER"))
        return NEVER;
    bool is_wanted = has_word(name, "HAVE") || has_word(name, "CONFIG") || has_word(name, "USE") ||
                     has_word(name, "ENABLE") || has_word(name, "WITH") || has_word(name, "HAS");
    return is_wanted ? MAYBE : NO;
}

static truth
truth_of_number(span text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] >= '1' && text.data[i] <= '9')
            return ALWAYS;
    }
    return NEVER;
}

static truth truth_of(const extraction *x, TSNode node, uint32_t depth);

// `__GNUC__ >= 4` holds where the name is defined; of other comparisons nothing is known.
static truth
truth_of_operation(const extraction *x, TSNode node, uint32_t depth)
{
    TSNode left = extract_field(x, node, F_left), right = extract_field(x, node, F_right);
    span operation = extract_text(x, extract_field(x, node, F_operator));
    if (span_is(operation, "&&") || span_is(operation, "||")) {
        truth a = truth_of(x, left, depth + 1), b = truth_of(x, right, depth + 1);
        return span_is(operation, "&&") == (a < b) ? a : b;
    }
    bool is_above = span_is(operation, ">") || span_is(operation, ">=");
    if (!is_above || !extract_is(left, "identifier"))
        return MAYBE;
    return is_defined(x, extract_text(x, left));
}

static truth
truth_of(const extraction *x, TSNode node, uint32_t depth)
{
    if (ts_node_is_null(node) || depth == CONDITION_DEPTH_MAX)
        return MAYBE;
    if (extract_is(node, "preproc_defined"))
        return is_defined(x, extract_text(x, ts_node_named_child(node, 0)));
    if (extract_is(node, "number_literal"))
        return truth_of_number(extract_text(x, node));
    if (extract_is(node, "identifier"))
        return is_defined(x, extract_text(x, node));
    if (extract_is(node, "parenthesized_expression"))
        return truth_of(x, ts_node_named_child(node, 0), depth + 1);
    if (extract_is(node, "unary_expression") && span_starts(extract_text(x, node), "!"))
        return negated(truth_of(x, extract_field(x, node, F_argument), depth + 1));
    if (extract_is(node, "binary_expression"))
        return truth_of_operation(x, node, depth);
    return MAYBE;
}

static truth
truth_of_branch(const extraction *x, TSNode condition, const char *kind, const char *below)
{
    bool is_name = strcmp(kind, "preproc_ifdef") == 0 || strcmp(kind, "preproc_elifdef") == 0;
    truth value = MAYBE;
    if (is_name) {
        value = is_defined(x, extract_text(x, extract_field(x, condition, F_name)));
        if (strstr(ts_node_type(ts_node_child(condition, 0)), "ndef"))
            value = negated(value);
    } else if (strcmp(kind, "preproc_if") == 0 || strcmp(kind, "preproc_elif") == 0) {
        value = truth_of(x, extract_field(x, condition, F_condition), 0);
    }
    if (strncmp(below, "preproc_el", 10) != 0)
        return value;
    return value == MAYBE ? NO : negated(value); // of two that may be there the first is
}

unsigned
c_condition_flags(const extraction *x)
{
    truth all = ALWAYS;
    bool is_past_linkage = false;
    for (uint32_t up = 1; up < ANCESTORS_MAX; up++) {
        TSNode parent = extract_ancestor(x, up);
        const char *kind = ts_node_is_null(parent) ? "translation_unit" : ts_node_type(parent);
        if (strcmp(kind, "translation_unit") == 0)
            break;
        // `#ifdef __cplusplus`, `extern "C" {`, `#endif`: what follows seems to be inside of the condition.
        if (strncmp(kind, "preproc_", 8) == 0 && !is_past_linkage) {
            truth value = truth_of_branch(x, parent, kind, ts_node_type(extract_ancestor(x, up - 1)));
            all = value < all ? value : all;
        }
        is_past_linkage = strcmp(kind, "linkage_specification") == 0;
    }
    return all == NEVER ? SYMBOL_OFF | SYMBOL_FOREIGN : all == NO ? SYMBOL_OFF : 0;
}
