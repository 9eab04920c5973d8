// Macro invocations that no rule has seen: behind declarators, between declarations, in place of types. The grammar reads them as
// something else, or not at all, and some are blanked before it starts (c_conditions.c). So the text is gone through once more:
// each word in capitals in front of a `(` at which no reference starts is noted, and counts where it leads to a macro.
#include "stages/parser/languages/c_family.h"

#include <string.h>

enum { RAW_DELIMITER_MAX = 16 }; // [lex.string]

struct macro_reader {
    extraction *x;
    span text;
    size_t at;
    uint32_t line;
    uint32_t symbol; // the last one known to start in front of `at`
    bool is_line_start;
};

static bool
is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Steps to `end`, over lines.
static void
step_to(struct macro_reader *reader, size_t end)
{
    for (; reader->at < end && reader->at < reader->text.size; reader->at++)
        reader->line += reader->text.data[reader->at] == '\n';
}

static void
skip_comment(struct macro_reader *reader)
{
    span text = reader->text;
    bool is_line = text.data[reader->at + 1] == '/';
    size_t at = reader->at + 2;
    while (at < text.size && (is_line ? text.data[at] != '\n' : !(text.data[at - 1] == '*' && text.data[at] == '/' && at > reader->at + 2)))
        at++;
    step_to(reader, is_line ? at : at + 1);
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
    size_t at = reader->at;
    while (at < text.size && !(text.data[at] == '\n' && text.data[at - 1] != '\\' &&
                               !(text.data[at - 1] == '\r' && at > 1 && text.data[at - 2] == '\\')))
        at++;
    step_to(reader, at);
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
    return has_letter && word.size > 2 && at < text.size && text.data[at] == '(';
}

static void
read_word(struct macro_reader *reader, const unsigned char *marks)
{
    size_t start = reader->at, end = start;
    while (end < reader->text.size && is_word_byte(reader->text.data[end]))
        end++;
    span word = span_slice(reader->text, start, end);
    bool is_number = word.data[0] >= '0' && word.data[0] <= '9';
    if (!is_number && is_invocation(reader->text, word, end) && !(marks[start / 8] >> start % 8 & 1)) {
        extraction *x = reader->x;
        uint32_t name = extract_operation(x, EXPRESSION_QUALIFIED, 0, extract_name(x, word, (uint32_t)start));
        reader->symbol = extract_symbol_at(x, (uint32_t)start, reader->symbol);
        extract_reference_at(x, REFERENCE_MACRO, extract_innermost(x, (uint32_t)start, reader->symbol), name, (uint32_t)start,
                             reader->line);
    }
    reader->at = end;
}

void
cpp_note_macros(extraction *x, TSNode root)
{
    (void)root;
    struct macro_reader reader = {.x = x, .text = extract_source(x), .line = 1, .is_line_start = true};
    const unsigned char *marks = extract_reference_marks(x);
    while (reader.at < reader.text.size) {
        const char *at = reader.text.data + reader.at;
        char next = reader.at + 1 < reader.text.size ? at[1] : '\0';
        bool was_line_start = reader.is_line_start;
        reader.is_line_start = *at == '\n' || (was_line_start && (*at == ' ' || *at == '\t'));
        if (*at == '/' && (next == '/' || next == '*'))
            skip_comment(&reader);
        else if (*at == '"' && reader.at && at[-1] == 'R')
            skip_raw(&reader);
        else if (*at == '"' || (*at == '\'' && !(reader.at && is_word_byte(at[-1]) && at[-1] != 'L' && at[-1] != 'u')))
            skip_quoted(&reader);
        else if (*at == '#' && was_line_start)
            skip_directive(&reader);
        else if (is_word_byte(*at))
            read_word(&reader, marks);
        else
            step_to(&reader, reader.at + 1);
    }
}
