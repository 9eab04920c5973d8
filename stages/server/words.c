#include "stages/server/words.h"

void
words_fold(buffer *out, span text)
{
    char *at = buffer_reserve(out, text.size + 1);
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (words_is_letter(text.data[i]))
            at[size++] = (char)words_fold_byte(text.data[i]);
    }
    buffer_commit(out, size);
}

static bool
is_capital(char byte)
{
    return byte >= 'A' && byte <= 'Z';
}

// True when a new part starts at byte `i`, which is a letter and not the first of its part.
static bool
starts_part(span text, size_t i)
{
    if (!is_capital(text.data[i]))
        return false;
    if (!is_capital(text.data[i - 1]))
        return true;
    bool is_last_capital =
        i + 1 < text.size && words_is_letter(text.data[i + 1]) && !is_capital(text.data[i + 1]);
    bool is_digit_next = i + 1 < text.size && text.data[i + 1] >= '0' && text.data[i + 1] <= '9';
    return is_last_capital && !is_digit_next;
}

bool
words_next(span text, size_t *at, span *part)
{
    size_t start = *at;
    while (start < text.size && !words_is_letter(text.data[start]))
        start++;
    size_t end = start;
    while (end < text.size && words_is_letter(text.data[end]) && (end == start || !starts_part(text, end)))
        end++;
    *part = span_slice(text, start, end);
    *at = end;
    return end > start;
}

bool
words_starts(span text, span prefix)
{
    if (text.size < prefix.size)
        return false;
    for (size_t i = 0; i < prefix.size; i++) {
        if (words_fold_byte(text.data[i]) != words_fold_byte(prefix.data[i]))
            return false;
    }
    return true;
}

bool
words_equal(span a, span b)
{
    return a.size == b.size && words_starts(a, b);
}

int
words_compare_folded(span a, span b)
{
    size_t common = a.size < b.size ? a.size : b.size;
    for (size_t i = 0; i < common; i++) {
        int order = words_fold_byte(a.data[i]) - words_fold_byte(b.data[i]);
        if (order)
            return order;
    }
    return a.size == b.size ? span_compare(a, b) : a.size < b.size ? -1 : 1;
}

static unsigned
least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

unsigned
words_distance(span a, span b, unsigned most)
{
    enum { ROW = WORDS_DISTANCE_BYTES_MAX + 1 };
    size_t difference = a.size > b.size ? a.size - b.size : b.size - a.size;
    if (difference > most || a.size >= ROW || b.size >= ROW)
        return most + 1;
    uint8_t rows[3][ROW]; // the row before the last one, the last one, this one
    uint8_t *before = rows[0], *last = rows[1], *row = rows[2];
    for (size_t j = 0; j <= b.size; j++)
        last[j] = (uint8_t)j;
    for (size_t i = 1; i <= a.size; i++) {
        unsigned smallest = row[0] = (uint8_t)i;
        for (size_t j = 1; j <= b.size; j++) {
            bool is_same = a.data[i - 1] == b.data[j - 1];
            unsigned cost = least(least(last[j], row[j - 1]) + 1, last[j - 1] + !is_same);
            if (i > 1 && j > 1 && a.data[i - 1] == b.data[j - 2] && a.data[i - 2] == b.data[j - 1])
                cost = least(cost, before[j - 2] + 1);
            row[j] = (uint8_t)cost;
            smallest = least(smallest, cost);
        }
        if (smallest > most)
            return most + 1;
        uint8_t *oldest = before;
        before = last, last = row, row = oldest;
    }
    return least(last[b.size], most + 1);
}

bool
words_is_subsequence(span part, span text)
{
    size_t found = 0;
    for (size_t i = 0; i < text.size && found < part.size; i++)
        found += text.data[i] == part.data[found];
    return found == part.size;
}
