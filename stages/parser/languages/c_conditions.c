// Which branch of `#if` holds, as far as that can be said without a build: so that of several definitions of
// one name in the branches of a condition the likely one can be preferred (facts.h: SYMBOL_OFF). All of
// them are entities.
//
// What is assumed is GNU C on Linux and a build without options: a name is defined when the compiler defines
// it there, when the file itself has defined it above, or when it says that something is there or wanted (HAVE_..., CONFIG_...,
// ..._USE_...), as build systems do. Any other name is taken for an option that is not given, unless an `#ifndef` asks for it:
// then the branch is the default, and holds.
//
// Directives are read line by line before the walk: where braces are in the branches of a condition the grammar's tree does not
// say what is inside of it.
#include "stages/parser/languages/c_family.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "schema/c_library.h"

enum {
    CONDITION_DEPTH_MAX = 16, // of an expression
    NESTED_MAX = 64,          // conditions in conditions
    MACROS_MIN = 32,
    MACROS_MAX = 4096,        // of a file, that are remembered
    NUMBER_BYTES_MAX = 24,
};

// How sure it is that a condition holds; what is opposite adds up to ALWAYS.
typedef enum truth { NEVER, NO, MAYBE, YES, ALWAYS } truth;

// A macro that the file has defined or taken back.
struct known_macro {
    span name, value;
    truth defined;
};

// From here on until the next one.
struct stretch {
    uint32_t start;
    truth holds;
};

// A condition that is open: how sure its branches so far are, and what is around it.
struct open_condition {
    truth around, before; // before: that none of the branches above holds
};

struct conditions {
    extraction *x;
    struct stretch *stretches;
    uint32_t count, capacity;
    struct open_condition open[NESTED_MAX];
    uint32_t depth;
    truth holds; // at the line at hand
    struct known_macro *macros;
    uint16_t *slots; // number of a macro + 1; twice as many
    uint32_t macro_count, macro_capacity;
};

static truth
negated(truth value)
{
    return ALWAYS - value;
}

static truth
lesser(truth a, truth b)
{
    return a < b ? a : b;
}

static bool
is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// ---- macros that the file defines

static uint16_t *
macro_slot(struct conditions *self, span name)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < name.size; i++)
        hash = (hash ^ (unsigned char)name.data[i]) * 16777619u;
    uint32_t count = 2 * self->macro_capacity;
    for (uint32_t i = hash % count;; i = (i + 1) % count) {
        if (!self->slots[i] || span_equal(self->macros[self->slots[i] - 1].name, name))
            return &self->slots[i];
    }
}

static const struct known_macro *
find_macro(struct conditions *self, span name)
{
    uint16_t slot = self->slots ? *macro_slot(self, name) : 0;
    return slot ? &self->macros[slot - 1] : NULL;
}

static void
make_room(struct conditions *self)
{
    const struct known_macro *known = self->macros;
    self->macro_capacity = self->macro_capacity ? 2 * self->macro_capacity : MACROS_MIN;
    self->slots = extract_memory(self->x, 2 * self->macro_capacity * sizeof *self->slots);
    self->macros = extract_memory(self->x, self->macro_capacity * sizeof *self->macros);
    for (uint32_t i = 0; i < self->macro_count; i++) {
        self->macros[i] = known[i];
        *macro_slot(self, known[i].name) = (uint16_t)(i + 1);
    }
}

static void
note_macro(struct conditions *self, span name, span value, bool is_defined)
{
    if (self->macro_count == self->macro_capacity && self->macro_capacity < MACROS_MAX)
        make_room(self);
    uint16_t *slot = macro_slot(self, name);
    bool is_new = !*slot;
    if (is_new && self->macro_count == MACROS_MAX)
        return;
    if (is_new)
        *slot = (uint16_t)++self->macro_count;
    struct known_macro *macro = &self->macros[*slot - 1];
    truth here = self->holds >= MAYBE ? YES : self->holds;
    if (!is_new && here < MAYBE && macro->defined >= MAYBE) // in a branch that does not hold
        return;
    if (is_new && !is_defined && here < MAYBE) {
        *macro = (struct known_macro){.name = name, .defined = MAYBE};
        return;
    }
    *macro = (struct known_macro){.name = name, .value = value, .defined = is_defined ? here : NO};
}

// ---- expressions

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

// `HAVE_STRDUP`, of a function that the C library has.
static bool
asks_for_library(span name)
{
    enum { NAME_BYTES_MAX = 32, PREFIX = sizeof "HAVE_" - 1 };
    char small[NAME_BYTES_MAX];
    if (name.size <= PREFIX || name.size - PREFIX >= sizeof small || memcmp(name.data, "HAVE_", PREFIX) != 0)
        return false;
    for (size_t i = PREFIX; i < name.size; i++)
        small[i - PREFIX] = (char)tolower((unsigned char)name.data[i]);
    return span_is_one_of((span){small, name.size - PREFIX}, C_LIBRARY_FUNCTIONS);
}

static truth
is_defined(struct conditions *self, span name)
{
    if (span_is(name, "__cplusplus"))
        return extract_language(self->x) == LANGUAGE_CPP ? ALWAYS : NEVER;
    if (span_is_one_of(
            name,
            "__GNUC__ __GNUC_MINOR__ __linux__ __linux linux __gnu_linux__ __unix__ __unix unix __x86_64__ "
            "__amd64__ __LP64__ _LP64 __STDC__ __STDC_VERSION__ __STDC_HOSTED__ __ELF__ __GLIBC__ "
            "__BYTE_ORDER__ __CHAR_BIT__ __has_include __has_builtin __has_attribute __has_cpp_attribute __has_feature"))
        return ALWAYS;
    if (span_is_one_of(
            name,
            "_WIN32 WIN32 _WIN64 WIN64 __WIN32__ _WINDOWS _MSC_VER __MINGW32__ __MINGW64__ __CYGWIN__ "
            "_WIN32_WCE "
            "__APPLE__ __MACH__ TARGET_OS_MAC MACOS __sun __FreeBSD__ __OpenBSD__ __NetBSD__ __DragonFly__ "
            "__ANDROID__ __HAIKU__ __EMSCRIPTEN__ _AIX __hpux VMS __VMS MSDOS __MSDOS__ __BORLANDC__ "
            "__WATCOMC__ __TURBOC__ OS2 __OS2__ AMIGA __riscos__ __INTEL_COMPILER"))
        return NEVER;
    const struct known_macro *known = find_macro(self, name);
    if (known && known->defined != MAYBE)
        return known->defined;
    // Macros of ISO C's and POSIX's headers: what stands in for them where they are missing is not needed.
    if (span_is_one_of(name, "assert offsetof va_copy NULL EOF errno setjmp alloca isnan isinf isfinite signbit htons htonl "
                                "ntohs ntohl S_ISREG S_ISDIR S_ISLNK WIFEXITED WEXITSTATUS WIFSIGNALED WTERMSIG FD_SET FD_ZERO "
                                "INT64_C UINT64_C INT_MAX UINT_MAX LONG_MAX SIZE_MAX INT64_MAX PATH_MAX CLOCK_MONOTONIC"))
        return YES;
    if (asks_for_library(name))
        return YES;
    if (has_word(name, "WINDOWS") || has_word(name, "WINSOCK") || has_word(name, "WINSOCK2") || has_word(name, "CLOSESOCKET"))
        return NO;
    bool is_wanted = has_word(name, "HAVE") || has_word(name, "CONFIG") || has_word(name, "USE") ||
                     has_word(name, "ENABLE") || has_word(name, "ENABLED") || has_word(name, "SUPPORTED") ||
                     has_word(name, "WITH");
    return is_wanted ? MAYBE : NO;
}

// An expression that is read from its start.
struct expression_reader {
    struct conditions *conditions;
    const char *at, *end;
    int depth;
};

// What an operand or operation is: a number, where one is known, and whether it holds.
struct operand {
    truth holds;
    bool is_number;
    long number;
    span name; // of an operand that is one
};

static void
skip_space(struct expression_reader *self)
{
    while (self->at < self->end) {
        bool is_comment = self->at + 1 < self->end && self->at[0] == '/' && self->at[1] == '*';
        if (is_comment) {
            const char *close = memmem(self->at + 2, (size_t)(self->end - self->at - 2), "*/", 2);
            self->at = close ? close + 2 : self->end;
        } else if (self->at + 1 < self->end && self->at[0] == '/' && self->at[1] == '/') {
            self->at = self->end;
        } else if (*self->at == ' ' || *self->at == '\t' || *self->at == '\\' || *self->at == '\r' || *self->at == '\n') {
            self->at++;
        } else {
            return;
        }
    }
}

static bool
takes_sign(struct expression_reader *self, const char *sign)
{
    skip_space(self);
    size_t size = strlen(sign);
    if ((size_t)(self->end - self->at) < size || memcmp(self->at, sign, size) != 0)
        return false;
    self->at += size;
    return true;
}

static span
take_word(struct expression_reader *self)
{
    skip_space(self);
    const char *start = self->at;
    while (self->at < self->end && is_word_byte(*self->at))
        self->at++;
    return (span){start, (size_t)(self->at - start)};
}

static struct operand read_or(struct expression_reader *self);

static struct operand
number_operand(long number)
{
    return (struct operand){.holds = number ? ALWAYS : NEVER, .is_number = true, .number = number};
}

static bool
read_number(span text, long *number)
{
    char digits[NUMBER_BYTES_MAX];
    if (!text.size || text.size >= sizeof digits || !(text.data[0] >= '0' && text.data[0] <= '9'))
        return false;
    memcpy(digits, text.data, text.size);
    digits[text.size] = '\0';
    char *end;
    *number = strtol(digits, &end, 0);
    return strspn(end, "uUlL") == strlen(end);
}

// A name: what GNU C and C++ define it as by default, else what the file does.
static struct operand
operand_of_name(struct expression_reader *self, span name)
{
    struct conditions *conditions = self->conditions;
    bool is_cpp = extract_language(conditions->x) == LANGUAGE_CPP;
    struct operand result = {.holds = is_defined(conditions, name), .name = name};
    if (span_is(name, "__cplusplus") && is_cpp)
        return number_operand(201703L);
    if (span_is(name, "__STDC_VERSION__") && !is_cpp)
        return number_operand(201710L);
    const struct known_macro *known = find_macro(conditions, name);
    if (!known || known->defined < YES || !known->value.size || self->depth >= CONDITION_DEPTH_MAX)
        return result;
    struct expression_reader value = {conditions, known->value.data, known->value.data + known->value.size, self->depth + 2};
    struct operand held = read_or(&value);
    skip_space(&value);
    if (value.at < value.end)
        return result;
    if (held.is_number) // as the file says by default
        held.holds = held.number ? YES : NO;
    held.name = name;
    return held;
}

static void
skip_arguments(struct expression_reader *self)
{
    int depth = 0;
    do {
        depth += (*self->at == '(') - (*self->at == ')');
        self->at++;
    } while (self->at < self->end && depth > 0);
}

static struct operand
read_operand(struct expression_reader *self)
{
    struct operand unknown = {.holds = MAYBE};
    if (++self->depth > CONDITION_DEPTH_MAX) {
        self->at = self->end;
    } else if (takes_sign(self, "!")) {
        struct operand inner = read_operand(self);
        unknown.holds = negated(inner.holds);
    } else if (takes_sign(self, "(")) {
        unknown = read_or(self);
        if (!takes_sign(self, ")"))
            self->at = self->end;
    } else {
        span word = take_word(self);
        long number;
        if (span_is(word, "defined")) {
            bool is_enclosed = takes_sign(self, "(");
            unknown.holds = is_defined(self->conditions, take_word(self));
            if (is_enclosed)
                takes_sign(self, ")");
        } else if (read_number(word, &number)) {
            unknown = number_operand(number);
        } else if (word.size && self->at < self->end && *self->at == '(') {
            skip_arguments(self);
        } else if (word.size) {
            unknown = operand_of_name(self, word);
        } else {
            self->at = self->end; // arithmetic, or nothing that is known
        }
    }
    self->depth--;
    return unknown;
}

// `__GNUC__ >= 4` holds where the name is defined, and `__GNUC__ < 4` does not: compilers are new. Of other comparisons of what is
// no known number nothing is known.
static truth
compared(struct expression_reader *self, struct operand left, const char *sign, struct operand right)
{
    bool is_above = sign[0] == '>', is_below = sign[0] == '<', is_equal = sign[1] == '=';
    if (left.is_number && right.is_number) {
        long a = left.number, b = right.number;
        bool holds = is_above ? a > b || (is_equal && a == b) : is_below ? a < b || (is_equal && a == b) : (a == b) == (sign[0] == '=');
        return holds ? YES : NO;
    }
    if ((!is_above && !is_below) || !left.name.size)
        return MAYBE;
    truth defined = is_defined(self->conditions, left.name);
    return is_above ? defined : defined > MAYBE ? NO : MAYBE;
}

static struct operand
read_comparison(struct expression_reader *self)
{
    static const char *const signs[] = {"==", "!=", ">=", "<=", ">", "<"};
    struct operand left = read_operand(self);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (takes_sign(self, signs[i]))
            return (struct operand){.holds = compared(self, left, signs[i], read_operand(self))};
    }
    return left;
}

static struct operand
read_and(struct expression_reader *self)
{
    struct operand left = read_comparison(self);
    while (takes_sign(self, "&&"))
        left = (struct operand){.holds = lesser(left.holds, read_comparison(self).holds)};
    return left;
}

static struct operand
read_or(struct expression_reader *self)
{
    struct operand left = read_and(self);
    while (takes_sign(self, "||"))
        left = (struct operand){.holds = negated(lesser(negated(left.holds), negated(read_and(self).holds)))};
    return left;
}

// ---- directives

// Where the line ends that a directive begins, with the lines that continue it.
static const char *
line_end(const char *at, const char *end)
{
    while ((at = memchr(at, '\n', (size_t)(end - at)))) {
        const char *last = at[-1] == '\r' ? at - 2 : at - 1;
        if (*last != '\\')
            return at;
        at++;
    }
    return end;
}

static void
holds_from(struct conditions *self, size_t start, truth holds)
{
    if (holds == self->holds)
        return;
    if (self->count == self->capacity) {
        uint32_t capacity = self->capacity ? self->capacity * 2 : 64;
        struct stretch *grown = extract_memory(self->x, capacity * sizeof *grown);
        if (self->count)
            memcpy(grown, self->stretches, self->count * sizeof *grown);
        self->stretches = grown;
        self->capacity = capacity;
    }
    self->stretches[self->count++] = (struct stretch){(uint32_t)start, holds};
    self->holds = holds;
}

// Goes on with the branch of the innermost condition that has that condition of its own.
static void
enter_branch(struct conditions *self, size_t start, truth own)
{
    struct open_condition *open = &self->open[self->depth - 1];
    holds_from(self, start, lesser(open->around, lesser(open->before, own)));
    open->before = lesser(open->before, own == MAYBE ? NO : negated(own)); // of two that may be there the first is
}

static truth
truth_of(struct conditions *self, const char *at, const char *end)
{
    struct expression_reader reader = {self, at, end, 0};
    truth holds = read_or(&reader).holds;
    skip_space(&reader);
    return reader.at < reader.end ? MAYBE : holds;
}

static void
read_definition(struct conditions *self, struct expression_reader *line, bool is_defined)
{
    span name = take_word(line);
    bool has_parameters = line->at < line->end && *line->at == '(';
    skip_space(line);
    span value = has_parameters ? (span){"", 0} : (span){line->at, (size_t)(line->end - line->at)};
    if (name.size)
        note_macro(self, name, value, is_defined);
}

static void
read_directive(struct conditions *self, const char *hash, const char *end)
{
    struct expression_reader line = {self, hash + 1, end, 0};
    span word = take_word(&line);
    size_t start = (size_t)(hash - extract_source(self->x).data);
    bool is_ifdef = span_is(word, "ifdef"), is_ifndef = span_is(word, "ifndef");
    if (is_ifdef || is_ifndef || span_is(word, "if")) {
        if (self->depth == NESTED_MAX)
            return;
        self->open[self->depth++] = (struct open_condition){self->holds, ALWAYS};
        truth own = is_ifdef || is_ifndef ? is_defined(self, take_word(&line)) : truth_of(self, line.at, end);
        enter_branch(self, start, is_ifndef ? negated(own) : own);
    } else if (self->depth && (span_is(word, "elif") || span_is(word, "else"))) {
        enter_branch(self, start, span_is(word, "else") ? ALWAYS : truth_of(self, line.at, end));
    } else if (self->depth && (span_is(word, "elifdef") || span_is(word, "elifndef"))) {
        truth own = is_defined(self, take_word(&line));
        enter_branch(self, start, span_is(word, "elifdef") ? own : negated(own));
    } else if (self->depth && span_is(word, "endif")) {
        self->depth--;
        holds_from(self, start, self->open[self->depth].around);
    } else if (span_is(word, "define") || span_is(word, "undef")) {
        read_definition(self, &line, span_is(word, "define"));
    }
}

// Whether a `#` begins a directive: first on its line, and in no comment that began after `from`.
static bool
is_directive(const char *from, const char *source, const char *hash)
{
    const char *at = hash;
    while (at > source && (at[-1] == ' ' || at[-1] == '\t'))
        at--;
    if (at > source && at[-1] != '\n')
        return false;
    while (at > from && (at = memrchr(from, '*', (size_t)(at - from)))) {
        if (at[1] == '/')
            return true;
        if (at > from && at[-1] == '/')
            return false;
    }
    return true;
}

void
c_read_conditions(extraction *x, TSNode root)
{
    (void)root;
    struct conditions *self = extract_memory(x, sizeof *self);
    self->x = x;
    self->holds = ALWAYS;
    *extract_state(x) = self;
    span text = extract_source(x);
    const char *end = text.data + text.size, *from = text.data;
    for (const char *at = from; at < end && (at = memchr(at, '#', (size_t)(end - at)));) {
        if (!is_directive(from, text.data, at)) {
            at++;
            continue;
        }
        const char *stop = line_end(at, end);
        read_directive(self, at, stop);
        from = at = stop;
    }
}

unsigned
c_condition_flags(extraction *x)
{
    const struct conditions *self = *extract_state(x);
    uint32_t at = ts_node_start_byte(extract_ancestor(x, 0)), low = 0, high = self->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (self->stretches[middle].start <= at)
            low = middle + 1;
        else
            high = middle;
    }
    truth holds = low ? self->stretches[low - 1].holds : ALWAYS;
    return holds == NEVER ? SYMBOL_OFF | SYMBOL_FOREIGN : holds == NO ? SYMBOL_OFF : 0;
}
