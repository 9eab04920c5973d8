#include "schema/languages.h"

#include <ctype.h>

struct entry {
    const char *extensions, *file_names, *interpreters;
};

const char *const language_names[LANGUAGE_COUNT] = {
#define LANGUAGE(ID, name, extensions, file_names, interpreters) [LANGUAGE_##ID] = name,
#include "schema/languages.def"
};

enum { WORD_BYTES_MAX = 32 };

static const struct entry entries[LANGUAGE_COUNT] = {
#define LANGUAGE(ID, name, extensions, file_names, interpreters)                                             \
    [LANGUAGE_##ID] = {extensions, file_names, interpreters},
#include "schema/languages.def"
};

static span
base_name(span path)
{
    for (size_t i = path.size; i > 0; i--) {
        if (path.data[i - 1] == '/')
            return span_slice(path, i, path.size);
    }
    return path;
}

static language_id
language_of_extension(span extension)
{
    for (int i = 1; i < LANGUAGE_COUNT; i++) {
        if (span_is_one_of(extension, entries[i].extensions))
            return (language_id)i;
    }
    return LANGUAGE_NONE;
}

language_id
language_of_path(span path)
{
    span name = base_name(path);
    for (int i = 1; i < LANGUAGE_COUNT; i++) {
        if (span_is_one_of(name, entries[i].file_names))
            return (language_id)i;
    }
    size_t dot = name.size;
    while (dot > 0 && name.data[dot - 1] != '.')
        dot--;
    if (dot == 0)
        return LANGUAGE_NONE;

    span extension = span_slice(name, dot, name.size);
    language_id found = language_of_extension(extension);
    if (found || !extension.size || extension.size > WORD_BYTES_MAX)
        return found;
    char lower[WORD_BYTES_MAX];
    for (size_t i = 0; i < extension.size; i++) {
        if (islower((unsigned char)extension.data[i]))
            return LANGUAGE_NONE;
        lower[i] = (char)tolower((unsigned char)extension.data[i]);
    }
    return language_of_extension((span){lower, extension.size});
}

// Cuts the next word off `line`.
static span
next_word(span *line)
{
    size_t start = 0;
    while (start < line->size && (line->data[start] == ' ' || line->data[start] == '\t'))
        start++;
    size_t end = start;
    while (end < line->size && line->data[end] != ' ' && line->data[end] != '\t')
        end++;
    span word = span_slice(*line, start, end);
    *line = span_slice(*line, end, line->size);
    return word;
}

language_id
language_of_shebang(span first_bytes)
{
    if (!span_starts(first_bytes, "#!"))
        return LANGUAGE_NONE;
    const char *newline = memchr(first_bytes.data, '\n', first_bytes.size);
    span line = span_slice(first_bytes, 2, newline ? (size_t)(newline - first_bytes.data) : first_bytes.size);
    if (line.size && line.data[line.size - 1] == '\r')
        line.size--;

    span interpreter = base_name(next_word(&line));
    if (span_is(interpreter, "env")) {
        do // `env -S python3`, `env LANG=C python3`
            interpreter = next_word(&line);
        while (interpreter.size && (interpreter.data[0] == '-' || memchr(interpreter.data, '=', interpreter.size)));
        interpreter = base_name(interpreter);
    }
    // python3.11 is python3 is python
    while (interpreter.size) {
        for (int i = 1; i < LANGUAGE_COUNT; i++) {
            if (span_is_one_of(interpreter, entries[i].interpreters))
                return (language_id)i;
        }
        char last = interpreter.data[interpreter.size - 1];
        if (!isdigit((unsigned char)last) && last != '.')
            break;
        interpreter.size--;
    }
    return LANGUAGE_NONE;
}

language_id
language_group(language_id language)
{
    switch (language) {
    case LANGUAGE_CPP:
        return LANGUAGE_C;
    case LANGUAGE_TYPESCRIPT:
    case LANGUAGE_TSX:
        return LANGUAGE_JAVASCRIPT;
    default:
        return language;
    }
}

bool
language_is_jvm(language_id language)
{
    return language == LANGUAGE_JAVA || language == LANGUAGE_KOTLIN || language == LANGUAGE_SCALA;
}
