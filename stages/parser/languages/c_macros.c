// Macro invocations that no rule has seen: behind declarators, between declarations, in place of types. The grammar reads them as
// something else, or not at all, and some are blanked before it starts (c_conditions.c). So the text is gone through once more:
// each word in capitals in front of a `(` at which no call starts is noted, and counts where it leads to a macro.
#include "stages/parser/languages/c_family.h"

#include <string.h>

enum { RAW_DELIMITER_MAX = 16 }; // [lex.string]

struct macro_reader {
    extraction *x;
    span text;
    size_t at;
    size_t counted_to; // newlines in front of it are in `line`
    uint32_t line;
    uint32_t symbol; // the last one known to start in front of `at`
    const unsigned char *marks;
};

// What a byte may begin.
enum { BYTE_OF_WORD = 1, BYTE_BEGINS_OTHER = 2 };

static const unsigned char kinds_of_bytes[256] = {
    ['0' ... '9'] = BYTE_OF_WORD, ['A' ... 'Z'] = BYTE_OF_WORD,      ['a' ... 'z'] = BYTE_OF_WORD,     ['_'] = BYTE_OF_WORD,
    ['/'] = BYTE_BEGINS_OTHER,    ['"'] = BYTE_BEGINS_OTHER,         ['\''] = BYTE_BEGINS_OTHER,       ['#'] = BYTE_BEGINS_OTHER,
};

static bool
is_word_byte(char c)
{
    return kinds_of_bytes[(unsigned char)c] == BYTE_OF_WORD;
}

static void
step_to(struct macro_reader *reader, size_t end)
{
    reader->at = end < reader->text.size ? end : reader->text.size;
}

static uint32_t
line_at(struct macro_reader *reader, size_t at)
{
    const char *text = reader->text.data, *newline;
    while (reader->counted_to < at && (newline = memchr(text + reader->counted_to, '\n', at - reader->counted_to))) {
        reader->line++;
        reader->counted_to = (size_t)(newline - text) + 1;
    }
    reader->counted_to = at;
    return reader->line;
}

static void
skip_comment(struct macro_reader *reader)
{
    span text = reader->text;
    bool is_line = text.data[reader->at + 1] == '/';
    const char *start = text.data + reader->at + 2, *stop = text.data + text.size;
    const char *end = is_line ? memchr(start, '\n', (size_t)(stop - start)) : memmem(start, (size_t)(stop - start), "*/", 2);
    step_to(reader, end ? (size_t)(end - text.data) + (is_line ? 0 : 2) : text.size);
}

static void
skip_quoted(struct macro_reader *reader)
{
    span text = reader->text;
    char quote = text.data[reader->at];
    size_t at = reader->at + 1;
    while (at < text.size && text.data[at] != quote && text.data[at] != '\n')
        at += text.data[at] == '\\' ? 2 : 1;
    step_to(reader, at + 1);
}

// R"delimiter( ... )delimiter"
static void
skip_raw(struct macro_reader *reader)
{
    span text = reader->text;
    size_t start = reader->at + 1, open = start;
    while (open < text.size && open - start <= RAW_DELIMITER_MAX && text.data[open] != '(' && text.data[open] != '"')
        open++;
    if (open >= text.size || text.data[open] != '(') {
        skip_quoted(reader);
        return;
    }
    size_t size = open - start, at = open + 1;
    for (; at + size + 1 < text.size; at++) {
        if (text.data[at] == ')' && memcmp(text.data + at + 1, text.data + start, size) == 0 && text.data[at + 1 + size] == '"')
            break;
    }
    step_to(reader, at + size + 2);
}

// A directive to its end: macros' bodies are read when they are defined.
static void
skip_directive(struct macro_reader *reader)
{
    span text = reader->text;
    const char *at = text.data + reader->at, *stop = text.data + text.size;
    while ((at = memchr(at, '\n', (size_t)(stop - at)))) {
        const char *last = at[-1] == '\r' ? at - 2 : at - 1; // behind the `#`, at the least
        if (*last != '\\')
            break;
        at++;
    }
    step_to(reader, at ? (size_t)(at - text.data) : text.size);
}

static bool
is_invocation(span text, span word, size_t at)
{
    bool has_letter = false;
    for (size_t i = 0; i < word.size; i++) {
        if (word.data[i] >= 'a' && word.data[i] <= 'z')
            return false;
        has_letter |= word.data[i] >= 'A' && word.data[i] <= 'Z';
    }
    while (at < text.size && (text.data[at] == ' ' || text.data[at] == '\t'))
        at++;
    return has_letter && word.size > 1 && at < text.size && text.data[at] == '(';
}

// Notes the word at `start` where it is the invocation of a macro that nobody has noted.
static void
note_word(struct macro_reader *reader, span word, size_t start)
{
    bool is_known = reader->marks[start / 8] >> start % 8 & 1;
    if (is_known || !is_invocation(reader->text, word, start + word.size))
        return;
    extraction *x = reader->x;
    uint32_t at = (uint32_t)start;
    uint32_t name = extract_operation(x, EXPRESSION_QUALIFIED, 0, extract_name(x, word, at));
    reader->symbol = extract_symbol_at(x, at, reader->symbol);
    extract_reference_at(x, REFERENCE_MACRO, extract_innermost(x, at, reader->symbol), name, at, line_at(reader, start));
}

static void
read_word(struct macro_reader *reader)
{
    size_t start = reader->at, end = start;
    while (end < reader->text.size && is_word_byte(reader->text.data[end]))
        end++;
    char first = reader->text.data[start];
    reader->at = end;
    if (first == '_' || (first >= 'A' && first <= 'Z'))
        note_word(reader, span_slice(reader->text, start, end), start);
}

static bool
is_line_start(span text, size_t at)
{
    while (at > 0 && (text.data[at - 1] == ' ' || text.data[at - 1] == '\t'))
        at--;
    return at == 0 || text.data[at - 1] == '\n';
}

static void
read_quote(struct macro_reader *reader)
{
    const char *at = reader->text.data + reader->at;
    char before = reader->at ? at[-1] : '\0';
    bool separates_digits = *at == '\'' && is_word_byte(before) && before != 'L' && before != 'u' && before != 'U';
    if (*at == '"' && before == 'R')
        skip_raw(reader);
    else if (separates_digits)
        reader->at++;
    else
        skip_quoted(reader);
}

void
c_note_macros(extraction *x, TSNode root)
{
    (void)root;
    struct macro_reader reader = {.x = x, .text = extract_source(x), .line = 1, .marks = extract_call_marks(x)};
    while (reader.at < reader.text.size) {
        char c = reader.text.data[reader.at];
        if (!kinds_of_bytes[(unsigned char)c]) {
            reader.at++;
            continue;
        }
        char next = reader.at + 1 < reader.text.size ? reader.text.data[reader.at + 1] : '\0';
        if (is_word_byte(c))
            read_word(&reader);
        else if (c == '/' && (next == '/' || next == '*'))
            skip_comment(&reader);
        else if (c == '"' || c == '\'')
            read_quote(&reader);
        else if (c == '#' && is_line_start(reader.text, reader.at))
            skip_directive(&reader);
        else
            reader.at++;
    }
}
