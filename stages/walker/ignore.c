// A pattern is compiled once, into the cheapest of four shapes: a name, the end of a name, a path that is
// compared byte by byte, or tokens. Tokens are matched by going back to the last star, or, when no star
// helps, to the last `**`: an earlier star never needs another try, because what stands between two stars
// matches best where it first matches.
#include "stages/walker/ignore.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>

#include "base/buffer.h"

typedef enum token_op {
    TOKEN_BYTE,     // this byte
    TOKEN_ANY,      // any byte but '/'
    TOKEN_SET,      // one of a set
    TOKEN_STAR,     // any bytes but '/'
    TOKEN_GLOBSTAR, // any bytes
    TOKEN_FOLDERS,  // nothing, or any bytes up to and including a '/'
} token_op;

struct token {
    uint8_t op, byte;
    uint32_t set;
};

struct set {
    uint64_t bits[4];
};

struct pattern {
    uint32_t literal_offset, literal_size; // of a suffix: the suffix; of a path: what it starts with
    uint32_t token_first, token_count;
    bool is_name;   // matched against the last part of the path alone
    bool is_suffix; // `*` and a literal
    bool keeps;     // a line that starts with '!'
    bool folders_only;
    char last; // last byte of a literal without tokens: most patterns fail here
};

struct ignore_rules {
    buffer literals, tokens, sets, patterns;
};

struct layer {
    ignore_rules *rules;
    size_t base_bytes;
    ignore_kind kind;
};

struct ignore {
    struct layer *layers;
    uint32_t layer_count, layer_capacity;
    uint32_t repository_floor; // git's rules below this one are another repository's
    bool in_repository;
};

// ---- reading lines

static void
set_add(struct set *self, unsigned char byte)
{
    self->bits[byte / 64] |= UINT64_C(1) << byte % 64;
}

static bool
set_has(const struct set *self, unsigned char byte)
{
    return self->bits[byte / 64] >> byte % 64 & 1;
}

static void
set_add_range(struct set *self, unsigned char first, unsigned char last)
{
    for (int byte = first; byte <= last; byte++)
        set_add(self, (unsigned char)byte);
}

// Adds a named class; false when there is none of that name.
static bool
set_add_class(struct set *self, span name)
{
    static const struct {
        const char *name;
        int (*is_in)(int);
    } classes[] = {
        {"alnum", isalnum}, {"alpha", isalpha}, {"blank", isblank}, {"cntrl", iscntrl},
        {"digit", isdigit}, {"graph", isgraph}, {"lower", islower}, {"print", isprint},
        {"punct", ispunct}, {"space", isspace}, {"upper", isupper}, {"xdigit", isxdigit},
    };
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        if (!span_is(name, classes[i].name))
            continue;
        for (int byte = 0; byte < 128; byte++) { // the process never leaves the C locale
            if (classes[i].is_in(byte))
                set_add(self, (unsigned char)byte);
        }
        return true;
    }
    return false;
}

// Reads `[:name:]` at text[at]; returns its size, 0 when it is none (the '[' then stands for itself), or
// SIZE_MAX when the pattern is broken.
static size_t
read_class(span text, size_t at, struct set *set)
{
    size_t start = at + 2;
    if (start > text.size || text.data[at + 1] != ':')
        return 0;
    size_t end = start;
    while (end < text.size && text.data[end] != ']')
        end++;
    if (end == text.size)
        return SIZE_MAX;
    if (end == start || text.data[end - 1] != ':')
        return 0;
    return set_add_class(set, span_slice(text, start, end - 1)) ? end + 1 - at : SIZE_MAX;
}

// Reads one byte of a set, escaped or not, at text[*at]; false at the end of the text.
static bool
read_set_byte(span text, size_t *at, unsigned char *byte)
{
    if (*at < text.size && text.data[*at] == '\\')
        ++*at;
    if (*at >= text.size)
        return false;
    *byte = (unsigned char)text.data[(*at)++];
    return true;
}

// Reads the set that starts after the '[' before text[at]; returns where it ends, or 0 when it does not.
// A ']' that stands first is a member. A set never matches '/'.
static size_t
read_set(span text, size_t at, struct set *set)
{
    *set = (struct set){0};
    bool is_negated = at < text.size && (text.data[at] == '!' || text.data[at] == '^');
    if (is_negated)
        at++;
    int previous = -1; // what a following '-' starts from
    for (bool is_first = true; at >= text.size || text.data[at] != ']' || is_first; is_first = false) {
        if (at >= text.size)
            return 0;
        size_t class_bytes = text.data[at] == '[' ? read_class(text, at, set) : 0;
        if (class_bytes == SIZE_MAX)
            return 0;
        unsigned char byte;
        if (class_bytes) {
            at += class_bytes;
            previous = -1;
        } else if (text.data[at] == '-' && previous >= 0 && at + 1 < text.size && text.data[at + 1] != ']') {
            at++;
            if (!read_set_byte(text, &at, &byte))
                return 0;
            set_add_range(set, (unsigned char)previous, byte);
            previous = -1;
        } else {
            if (!read_set_byte(text, &at, &byte))
                return 0;
            set_add(set, byte);
            previous = byte;
        }
    }
    for (int i = 0; i < 4 && is_negated; i++)
        set->bits[i] = ~set->bits[i];
    set->bits['/' / 64] &= ~(UINT64_C(1) << '/' % 64);
    return at + 1;
}

static void
put_token(ignore_rules *self, struct pattern *pattern, token_op op, char byte, uint32_t set)
{
    struct token token = {.op = (uint8_t)op, .byte = (uint8_t)byte, .set = set};
    buffer_put(&self->tokens, &token, sizeof token);
    pattern->token_count++;
}

// Reads the run of stars at text[at], returns where it ends. Two or more are `**` only between slashes or
// ends (the start of what follows a literal prefix counts as one, as it does in git), else one star.
static size_t
read_stars(ignore_rules *self, struct pattern *pattern, span text, size_t at)
{
    size_t end = at;
    while (end < text.size && text.data[end] == '*')
        end++;
    bool is_alone = end - at > 1 && (at == 0 || text.data[at - 1] == '/');
    if (is_alone && end < text.size && text.data[end] == '/') {
        put_token(self, pattern, TOKEN_FOLDERS, 0, 0);
        return end + 1;
    }
    bool is_escaped_slash = end + 1 < text.size && text.data[end] == '\\' && text.data[end + 1] == '/';
    is_alone = is_alone && (end == text.size || is_escaped_slash);
    put_token(self, pattern, is_alone ? TOKEN_GLOBSTAR : TOKEN_STAR, 0, 0);
    return end;
}

// Adds the tokens of `text` to the pattern; false when it is broken and so matches nothing.
static bool
read_tokens(ignore_rules *self, struct pattern *pattern, span text)
{
    for (size_t at = 0; at < text.size;) {
        char byte = text.data[at];
        if (byte == '*') {
            at = read_stars(self, pattern, text, at);
            continue;
        }
        at++;
        if (byte == '[') {
            struct set set;
            at = read_set(text, at, &set);
            if (at == 0)
                return false;
            put_token(self, pattern, TOKEN_SET, 0, (uint32_t)(self->sets.size / sizeof set));
            buffer_put(&self->sets, &set, sizeof set);
        } else if (byte == '?') {
            put_token(self, pattern, TOKEN_ANY, 0, 0);
        } else {
            if (byte == '\\' && at == text.size)
                return false;
            put_token(self, pattern, TOKEN_BYTE, byte == '\\' ? text.data[at++] : byte, 0);
        }
    }
    return true;
}

static size_t
literal_bytes(span text)
{
    size_t size = 0;
    while (size < text.size && !memchr("*?[\\", text.data[size], 4))
        size++;
    return size;
}

static void
put_literal(ignore_rules *self, struct pattern *pattern, span literal)
{
    pattern->literal_offset = (uint32_t)self->literals.size;
    pattern->literal_size = (uint32_t)literal.size;
    pattern->last = literal.size ? literal.data[literal.size - 1] : 0;
    buffer_put_span(&self->literals, literal);
}

// Adds the pattern of a line that is neither empty nor a comment.
static void
add_pattern(ignore_rules *self, span text)
{
    struct pattern pattern = {.token_first = (uint32_t)(self->tokens.size / sizeof(struct token))};
    if (text.data[0] == '!') {
        pattern.keeps = true;
        text = span_slice(text, 1, text.size);
    }
    if (text.size && text.data[text.size - 1] == '/') {
        pattern.folders_only = true;
        text.size--;
    }
    if (text.size == 0)
        return;
    pattern.is_name = !memchr(text.data, '/', text.size);
    if (text.data[0] == '/')
        text = span_slice(text, 1, text.size);

    size_t literal = literal_bytes(text);
    span rest = span_slice(text, literal, text.size);
    if (pattern.is_name && text.data[0] == '*' &&
        literal_bytes(span_slice(text, 1, text.size)) == text.size - 1) {
        pattern.is_suffix = true;
        put_literal(self, &pattern, span_slice(text, 1, text.size));
    } else {
        put_literal(self, &pattern, span_slice(text, 0, literal));
        if (!read_tokens(self, &pattern, rest))
            return;
    }
    buffer_put(&self->patterns, &pattern, sizeof pattern);
}

// Returns a line without its comment, carriage return and trailing spaces; an escaped space stays.
static span
trim_line(span line)
{
    if (line.size && line.data[line.size - 1] == '\r')
        line.size--;
    const char *nul = memchr(line.data, 0, line.size);
    if (nul)
        line.size = (size_t)(nul - line.data);
    if (line.size && line.data[0] == '#')
        line.size = 0;

    size_t end = 0;
    for (size_t at = 0; at < line.size; at++) {
        bool is_escape = line.data[at] == '\\';
        if (is_escape && at + 1 == line.size)
            return line;
        at += is_escape;
        if (is_escape || line.data[at] != ' ')
            end = at + 1;
    }
    return span_slice(line, 0, end);
}

ignore_rules *
ignore_rules_new(span text)
{
    ignore_rules *self = calloc(1, sizeof *self);
    assert(self);
    if (span_starts(text, "\xEF\xBB\xBF"))
        text = span_slice(text, 3, text.size);
    while (text.size) {
        const char *newline = memchr(text.data, '\n', text.size);
        size_t size = newline ? (size_t)(newline - text.data) : text.size;
        span line = trim_line(span_slice(text, 0, size));
        if (line.size)
            add_pattern(self, line);
        text = span_slice(text, newline ? size + 1 : size, text.size);
    }
    return self;
}

void
ignore_rules_destroy(ignore_rules **self_p)
{
    ignore_rules *self = *self_p;
    if (!self)
        return;
    buffer_fini(&self->literals);
    buffer_fini(&self->tokens);
    buffer_fini(&self->sets);
    buffer_fini(&self->patterns);
    free(self);
    *self_p = NULL;
}

// ---- matching

static bool
token_takes(const ignore_rules *self, struct token token, char byte)
{
    switch ((token_op)token.op) {
    case TOKEN_BYTE:
        return (char)token.byte == byte;
    case TOKEN_ANY:
        return byte != '/';
    case TOKEN_SET:
        return set_has((const struct set *)self->sets.data + token.set, (unsigned char)byte);
    default:
        return false;
    }
}

// Where a match goes on after a star took one more byte, or `**` one more folder.
struct retry {
    bool is_set, by_folder;
    uint32_t token;
    size_t at;
};

// Moves the star's retry on by a byte; false when it cannot.
static bool
retry_star(struct retry *star, span text)
{
    if (!star->is_set || star->at >= text.size || text.data[star->at] == '/')
        return false;
    star->at++;
    return true;
}

// Moves the `**`'s retry on by a byte, or behind the next '/'; false when it cannot.
static bool
retry_globstar(struct retry *globstar, span text)
{
    if (!globstar->is_set || globstar->at >= text.size)
        return false;
    if (!globstar->by_folder) {
        globstar->at++;
        return true;
    }
    const char *slash = memchr(text.data + globstar->at, '/', text.size - globstar->at);
    if (!slash)
        return false;
    globstar->at = (size_t)(slash - text.data) + 1;
    return true;
}

static bool
match_tokens(const ignore_rules *self, const struct pattern *pattern, span text)
{
    const struct token *tokens = (const struct token *)self->tokens.data + pattern->token_first;
    struct retry star = {0}, globstar = {0};
    uint32_t i = 0;
    size_t at = 0;
    for (;;) {
        token_op op = i < pattern->token_count ? tokens[i].op : TOKEN_BYTE;
        if (i < pattern->token_count && op >= TOKEN_STAR) {
            struct retry retry = {true, op == TOKEN_FOLDERS, ++i, at};
            if (op == TOKEN_STAR)
                star = retry;
            else
                globstar = retry, star.is_set = false;
        } else if (i < pattern->token_count && at < text.size &&
                   token_takes(self, tokens[i], text.data[at])) {
            i++, at++;
        } else if (i == pattern->token_count && at == text.size) {
            return true;
        } else if (retry_star(&star, text)) {
            i = star.token, at = star.at;
        } else if (retry_globstar(&globstar, text)) {
            i = globstar.token, at = globstar.at;
            star.is_set = false;
        } else {
            return false;
        }
    }
}

static bool
match(const ignore_rules *self, const struct pattern *pattern, span path, span name)
{
    span text = pattern->is_name ? name : path;
    if (text.size < pattern->literal_size)
        return false;
    const char *literal = self->literals.data + pattern->literal_offset;
    if (pattern->is_suffix)
        return !pattern->literal_size ||
               (text.data[text.size - 1] == pattern->last &&
                memcmp(text.data + text.size - pattern->literal_size, literal, pattern->literal_size) == 0);
    if (!pattern->token_count &&
        (text.size != pattern->literal_size || text.data[text.size - 1] != pattern->last))
        return false;
    if (pattern->literal_size && memcmp(text.data, literal, pattern->literal_size) != 0)
        return false;
    return match_tokens(self, pattern, span_slice(text, pattern->literal_size, text.size));
}

static span
last_part(span path)
{
    const char *slash = memrchr(path.data, '/', path.size);
    return slash ? span_slice(path, (size_t)(slash - path.data) + 1, path.size) : path;
}

static ignore_verdict
verdict_of(const ignore_rules *self, span path, span name, bool is_folder)
{
    const struct pattern *patterns = (const struct pattern *)self->patterns.data;
    for (size_t i = self->patterns.size / sizeof *patterns; i > 0; i--) {
        const struct pattern *pattern = &patterns[i - 1];
        if ((is_folder || !pattern->folders_only) && match(self, pattern, path, name))
            return pattern->keeps ? IGNORE_KEEP : IGNORE_DROP;
    }
    return IGNORE_SILENT;
}

ignore_verdict
ignore_rules_verdict(const ignore_rules *self, span path, bool is_folder)
{
    assert(path.size);
    return verdict_of(self, path, last_part(path), is_folder);
}

// ---- the stack

ignore *
ignore_new(void)
{
    ignore *self = calloc(1, sizeof *self);
    assert(self);
    return self;
}

void
ignore_destroy(ignore **self_p)
{
    ignore *self = *self_p;
    if (!self)
        return;
    ignore_leave(self, (ignore_mark){0});
    free(self->layers);
    free(self);
    *self_p = NULL;
}

ignore_mark
ignore_enter(const ignore *self)
{
    return (ignore_mark){self->layer_count, self->repository_floor, self->in_repository};
}

void
ignore_leave(ignore *self, ignore_mark mark)
{
    assert(mark.layer_count <= self->layer_count);
    while (self->layer_count > mark.layer_count)
        ignore_rules_destroy(&self->layers[--self->layer_count].rules);
    self->repository_floor = mark.repository_floor;
    self->in_repository = mark.in_repository;
}

void
ignore_enter_repository(ignore *self)
{
    self->in_repository = true;
    self->repository_floor = self->layer_count;
}

bool
ignore_in_repository(const ignore *self)
{
    return self->in_repository;
}

void
ignore_add(ignore *self, ignore_kind kind, size_t base_bytes, span text)
{
    assert(kind < IGNORE_GIT || self->in_repository);
    if (self->layer_count == self->layer_capacity) {
        self->layer_capacity = self->layer_capacity ? self->layer_capacity * 2 : 16;
        self->layers = realloc(self->layers, self->layer_capacity * sizeof *self->layers);
        assert(self->layers);
    }
    self->layers[self->layer_count++] = (struct layer){ignore_rules_new(text), base_bytes, kind};
}

bool
ignore_drops(const ignore *self, span path, bool is_folder)
{
    ignore_verdict verdicts[IGNORE_KINDS] = {IGNORE_SILENT};
    span name = last_part(path);
    for (uint32_t i = self->layer_count; i > 0; i--) {
        const struct layer *layer = &self->layers[i - 1];
        bool is_foreign = layer->kind >= IGNORE_GIT && i - 1 < self->repository_floor;
        if (is_foreign || verdicts[layer->kind] != IGNORE_SILENT)
            continue;
        assert(layer->base_bytes < path.size);
        span below = span_slice(path, layer->base_bytes, path.size);
        verdicts[layer->kind] = verdict_of(layer->rules, below, name, is_folder);
    }
    for (int kind = 0; kind < IGNORE_KINDS; kind++) {
        if (verdicts[kind] != IGNORE_SILENT)
            return verdicts[kind] == IGNORE_DROP;
    }
    return false;
}
