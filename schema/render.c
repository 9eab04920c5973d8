#include "schema/render.h"

#include <assert.h>
#include <ctype.h>
#include <inttypes.h>
#include <time.h>

#include <xxhash.h>

#include "schema/key.h"

span
render_cut(span text, byte_range range)
{
    if (range.start > range.end || range.end > text.size)
        return (span){"", 0};
    return span_slice(text, range.start, range.end);
}

void
render_key(buffer *out, const entity_row *entity, span path)
{
    span language = span_of(language_names[entity->language]);
    if (entity->kind == ENTITY_EXTERNAL)
        key_put_external(out, language, entity->name, entity->qualified_name);
    else
        key_put(out, language, span_of(entity_kind_texts[entity->kind]), entity->name, path, entity->birth);
}

void
render_signature(buffer *out, span text)
{
    text = span_trim(text);
    char *at = buffer_reserve(out, text.size + 1);
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++) {
        bool is_space = isspace((unsigned char)text.data[i]);
        if (!is_space || at[size - 1] != ' ')
            at[size++] = is_space ? ' ' : text.data[i];
    }
    buffer_commit(out, size);
}

// ---- documentation

// What a line is read in.
enum place { OUTSIDE, IN_BLOCK, IN_STRING, IN_BEGIN };

struct comment {
    enum place place;
    bool has_hash_comments; // # starts a comment in this language
    bool has_dash_comments; // -- does
    bool has_docstrings;
    span closer; // of the docstring
};

static span
without_end(span line, const char *end)
{
    return span_ends(line, end) ? span_slice(line, 0, line.size - strlen(end)) : line;
}

// Cuts `marker` and one space after it off the line's start; false when it does not start so.
static bool
cut_marker(span *line, const char *marker)
{
    if (!span_starts(*line, marker))
        return false;
    *line = span_slice(*line, strlen(marker), line->size);
    if (line->size && line->data[0] == ' ')
        *line = span_slice(*line, 1, line->size);
    return true;
}

// Cuts the opening of a docstring, prefix letters included.
static bool
cut_quotes(span *line, struct comment *comment)
{
    static const char *const quotes[] = {"\"\"\"", "'''", "\"", "'"};
    size_t letters = 0;
    while (letters < line->size && letters < 2 && line->data[letters] &&
           strchr("rRuUbBfF", line->data[letters]))
        letters++;
    for (size_t i = 0; i < sizeof quotes / sizeof quotes[0]; i++) {
        span rest = span_slice(*line, letters, line->size);
        if (!span_starts(rest, quotes[i]))
            continue;
        *line = span_slice(rest, strlen(quotes[i]), rest.size);
        comment->closer = span_of(quotes[i]);
        comment->place = IN_STRING;
        return true;
    }
    return false;
}

// Cuts the end of a block or docstring off the line's end, which it then leaves.
static void
cut_end(span *line, struct comment *comment)
{
    const char *end = comment->place == IN_BLOCK ? "*/" : comment->closer.data;
    if (!span_ends(*line, end))
        return;
    *line = without_end(*line, end);
    while (comment->place == IN_BLOCK && span_ends(*line, "*"))
        line->size--;
    comment->place = OUTSIDE;
}

// Takes the markers off a line that starts outside of any block. True when the line had one.
static bool
cut_outside(span *line, struct comment *comment)
{
    if (cut_marker(line, "///") || cut_marker(line, "//!") || cut_marker(line, "//") ||
        cut_marker(line, "/**/"))
        return true;
    if (cut_marker(line, "/**") || cut_marker(line, "/*!") || cut_marker(line, "/*")) {
        comment->place = IN_BLOCK;
        cut_end(line, comment);
        return true;
    }
    if (comment->has_hash_comments && cut_marker(line, "#"))
        return true;
    if (comment->has_dash_comments && (cut_marker(line, "---") || cut_marker(line, "--")))
        return true;
    if (comment->has_hash_comments && cut_marker(line, "=begin")) {
        comment->place = IN_BEGIN;
        return true;
    }
    if (comment->has_docstrings && cut_quotes(line, comment)) {
        cut_end(line, comment);
        return true;
    }
    return false;
}

// Takes the markers off a line, trimmed on the right. True when its left edge is known: it had a marker
// there.
static bool
cut_line(span *line, struct comment *comment)
{
    span inner = span_trim(*line);
    bool has_edge = false;
    switch (comment->place) {
    case OUTSIDE:
        has_edge = cut_outside(&inner, comment);
        *line = inner;
        return has_edge;
    case IN_BEGIN:
        if (span_starts(inner, "=end")) {
            comment->place = OUTSIDE;
            *line = (span){"", 0};
        }
        return false;
    case IN_BLOCK:
        if (span_is(inner, "*/") || cut_marker(&inner, "*")) {
            *line = inner;
            has_edge = true;
        }
        cut_end(line, comment);
        return has_edge;
    case IN_STRING:
        cut_end(line, comment);
        return false;
    }
    return false;
}

static span
trim_right(span text)
{
    while (text.size && isspace((unsigned char)text.data[text.size - 1]))
        text.size--;
    return text;
}

static size_t
indentation(span line)
{
    size_t size = 0;
    while (size < line.size && (line.data[size] == ' ' || line.data[size] == '\t'))
        size++;
    return size;
}

static span
next_line(span *text)
{
    const char *newline = memchr(text->data, '\n', text->size);
    size_t size = newline ? (size_t)(newline - text->data) : text->size;
    span line = span_slice(*text, 0, size);
    *text = span_slice(*text, newline ? size + 1 : size, text->size);
    return trim_right(line);
}

static struct comment
comment_of(language_id language)
{
    return (struct comment){
        .has_hash_comments =
            language == LANGUAGE_PYTHON || language == LANGUAGE_RUBY || language == LANGUAGE_PHP ||
            language == LANGUAGE_BASH,
        .has_dash_comments = language == LANGUAGE_LUA || language == LANGUAGE_SQL,
        .has_docstrings = language == LANGUAGE_PYTHON,
    };
}

// Returns the indentation shared by the lines that have no marker of their own, blank ones aside.
static size_t
shared_indentation(span text, language_id language)
{
    struct comment comment = comment_of(language);
    size_t shared = SIZE_MAX;
    while (text.size) {
        span line = next_line(&text);
        bool has_edge = cut_line(&line, &comment);
        line = trim_right(line);
        if (!has_edge && line.size && indentation(line) < shared)
            shared = indentation(line);
    }
    return shared;
}

void
render_documentation(buffer *out, span text, language_id language)
{
    struct comment comment = comment_of(language);
    size_t shared = shared_indentation(text, language), blank_lines = 0, start = out->size;
    while (text.size) {
        span line = next_line(&text);
        bool has_edge = cut_line(&line, &comment);
        line = trim_right(line);
        if (!line.size) {
            blank_lines++;
            continue;
        }
        if (!has_edge)
            line = span_slice(line, indentation(line) < shared ? indentation(line) : shared, line.size);
        if (out->size > start) {
            for (size_t i = 0; i <= blank_lines; i++)
                buffer_put_byte(out, '\n');
        }
        buffer_put_span(out, line);
        blank_lines = 0;
    }
}

// ---- small ones

void
render_hash(buffer *out, span text)
{
    XXH128_hash_t hash = XXH3_128bits(text.data, text.size);
    buffer_printf(out, "%016" PRIx64 "%016" PRIx64, (uint64_t)hash.high64, (uint64_t)hash.low64);
}

void
render_time(buffer *out, int64_t nanoseconds)
{
    enum { NANOSECONDS = 1000000000 };
    struct tm parts;
    time_t seconds = (time_t)(nanoseconds / NANOSECONDS - (nanoseconds % NANOSECONDS < 0));
    if (!gmtime_r(&seconds, &parts))
        return;
    buffer_printf(out, "%04d-%02d-%02dT%02d:%02d:%02dZ", parts.tm_year + 1900, parts.tm_mon + 1,
                  parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
}

void
render_percent(buffer *out, uint64_t part, uint64_t whole)
{
    uint64_t hundredths = whole ? (part * 10000 + whole / 2) / whole : 0;
    buffer_printf(out, "%" PRIu64 ".%02" PRIu64, hundredths / 100, hundredths % 100);
}

// Returns where the last name of a path starts; a slash at its very end belongs to it.
static size_t
name_start(span path)
{
    size_t start = path.size;
    if (start && path.data[start - 1] == '/')
        start--;
    while (start && path.data[start - 1] != '/')
        start--;
    return start;
}

span
render_folder(span path)
{
    size_t start = name_start(path);
    return span_slice(path, 0, start ? start - 1 : 0);
}

span
render_file_name(span path)
{
    return span_slice(path, name_start(path), path.size);
}

span
render_extension(span path)
{
    span name = render_file_name(path);
    for (size_t i = name.size; i > 1; i--) {
        if (name.data[i - 1] == '.' && !span_ends(name, "/"))
            return span_slice(name, i, name.size);
    }
    return (span){"", 0};
}

span
render_root(span path, unsigned level)
{
    size_t start = 0;
    for (unsigned at = 1;; at++) {
        const char *slash = memchr(path.data + start, '/', path.size - start);
        if (!slash)
            return (span){"", 0};
        size_t end = (size_t)(slash - path.data);
        if (at == level)
            return span_slice(path, start, end);
        start = end + 1;
    }
}
