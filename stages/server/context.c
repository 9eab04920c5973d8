#include "stages/server/context.h"

#include "stages/server/words.h"

static bool
is_separator(char byte)
{
    return byte == '.' || byte == ':' || byte == '#' || byte == '/';
}

// Bytes of the separator at byte `i`, 0 where there is none.
static size_t
separator_at(span text, size_t i)
{
    bool is_arrow = text.data[i] == '-' && i + 1 < text.size && text.data[i + 1] == '>';
    return is_arrow ? 2 : is_separator(text.data[i]);
}

bool
context_cut(span text, span *qualifier, span *name)
{
    size_t start = 0, end = 0; // of the last separator
    for (size_t i = 0; i < text.size; i++) {
        size_t size = separator_at(text, i);
        if (!size)
            continue;
        if (i > end || end == 0) // one that follows another at once belongs to it
            start = i;
        end = i + size;
        i = end - 1;
    }
    if (!end || end == text.size)
        return false;
    *qualifier = span_slice(text, 0, start);
    *name = span_slice(text, end, text.size);
    return true;
}

// Takes the next part from byte *at on; false at the end.
static bool
next_part(span text, size_t *at, span *part)
{
    size_t start = *at, size;
    while (start < text.size && (size = separator_at(text, start)) > 0)
        start += size;
    size_t end = start;
    while (end < text.size && !separator_at(text, end))
        end++;
    *part = span_slice(text, start, end);
    *at = end;
    return end > start;
}

static bool
is_match(span part, span wanted, bool is_exact)
{
    return is_exact ? span_equal(part, wanted) : words_starts(part, wanted);
}

bool
context_fits(const query_snapshot *snapshot, query_entity entity, span qualifier, bool is_exact,
             unsigned *slack)
{
    query_node node = query_node_of(snapshot, entity);
    span texts[2] = {node.path, node.qualified_name}, wanted, part;
    bool has_own = node.qualified_name.size >= node.name.size; // an external one's is its module
    if (node.kind != ENTITY_EXTERNAL && has_own)
        texts[1].size -= node.name.size;
    size_t at = 0;
    bool is_left = next_part(qualifier, &at, &wanted);
    *slack = 0;
    for (unsigned i = 0; i < 2; i++) {
        size_t next = 0;
        while (next_part(texts[i], &next, &part)) {
            if (is_left && is_match(part, wanted, is_exact))
                is_left = next_part(qualifier, &at, &wanted);
            else
                *slack += i;
        }
    }
    return !is_left;
}
