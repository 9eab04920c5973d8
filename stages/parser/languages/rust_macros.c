#include "stages/parser/languages/rust_macros.h"

#include <string.h>

#include "stages/parser/extract.h"

enum {
    CONDITION_DEPTH_MAX = 16,
    BRACKETS_MAX = 256, // open at a time; past it the rest of a file is left as it is
    BRANCHES_MAX = 64,  // of one cfg_if!
};

// ---- reading tokens

struct text {
    char *at, *end;
};

static bool
is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool
is_next(const struct text *text, const char *word)
{
    size_t size = strlen(word);
    return (size_t)(text->end - text->at) >= size && memcmp(text->at, word, size) == 0;
}

// Goes behind `mark`, or to the end.
static void
skip_to(struct text *text, const char *mark)
{
    while (text->at < text->end && !is_next(text, mark))
        text->at++;
    text->at = text->at < text->end ? text->at + strlen(mark) : text->end;
}

// Comments nest (reference, "Comments").
static void
skip_block_comment(struct text *text)
{
    unsigned depth = 0;
    do {
        bool opens = is_next(text, "/*"), closes = is_next(text, "*/");
        depth += opens;
        depth -= closes;
        text->at += opens || closes ? 2 : 1;
    } while (depth && text->at < text->end);
}

static void
skip_string(struct text *text)
{
    for (text->at++; text->at < text->end && *text->at != '"'; text->at++)
        text->at += *text->at == '\\' && text->at + 1 < text->end;
    text->at += text->at < text->end;
}

// r"...", r##"..."##; false where an `r` starts none.
static bool
skip_raw_string(struct text *text)
{
    char *at = text->at + (*text->at == 'b' || *text->at == 'c');
    size_t hashes = 0;
    if (at == text->end || *at++ != 'r')
        return false;
    while (at + hashes < text->end && at[hashes] == '#')
        hashes++;
    if (at + hashes >= text->end || at[hashes] != '"')
        return false;
    for (at += hashes + 1; at < text->end; at++) {
        size_t closing = 0;
        while (*at == '"' && closing < hashes && at + 1 + closing < text->end && at[1 + closing] == '#')
            closing++;
        if (*at == '"' && closing == hashes)
            break;
    }
    text->at = at + 1 + hashes < text->end ? at + 1 + hashes : text->end;
    return true;
}

// 'a' and '\n', or a lifetime.
static void
skip_quote(struct text *text)
{
    char *at = text->at + 1;
    if (at < text->end && *at == '\\') {
        text->at = at + 1 < text->end ? at + 2 : text->end;
        skip_to(text, "'");
        return;
    }
    char *close = at;
    while (close < text->end && close - at < 5 && *close != '\'' && *close != '\n')
        close++;
    bool is_char =
        close < text->end && *close == '\'' && close > at && (close - at == 1 || (unsigned char)*at >= 0x80);
    text->at = is_char ? close + 1 : at;
}

// Goes over white space, comments, and literals; false where there are none.
static bool
skip_blank(struct text *text)
{
    char c = *text->at;
    if (c == ' ' || c == '\n' || c == '\t' || c == '\r')
        text->at++;
    else if (is_next(text, "//"))
        skip_to(text, "\n");
    else if (is_next(text, "/*"))
        skip_block_comment(text);
    else if (c == '"')
        skip_string(text);
    else if (c == '\'')
        skip_quote(text);
    else
        return (c == 'r' || c == 'b' || c == 'c') && skip_raw_string(text);
    return true;
}

static void
skip_blanks(struct text *text)
{
    while (text->at < text->end && skip_blank(text))
        ;
}

// The word at hand, and behind it what comes next; empty where there is none.
static span
take_word(struct text *text)
{
    skip_blanks(text);
    char *start = text->at;
    while (text->at < text->end && is_word_byte(*text->at))
        text->at++;
    span word = {start, (size_t)(text->at - start)};
    skip_blanks(text);
    return word;
}

// Goes behind the bracket that closes the one at hand.
static void
skip_brackets(struct text *text)
{
    uint32_t depth = 0;
    while (text->at < text->end) {
        if (skip_blank(text))
            continue;
        char c = *text->at++;
        depth += c == '(' || c == '[' || c == '{';
        if ((c == ')' || c == ']' || c == '}') && (depth <= 1 || !--depth))
            return;
    }
}

static void
blank(char *from, const char *to)
{
    for (; from < to; from++)
        *from = *from == '\n' || *from == '\r' ? *from : ' ';
}

// ---- conditions

enum truth { FALSE_, UNKNOWN_, TRUE_ };

static bool
contains(span text, const char *word)
{
    size_t size = strlen(word);
    for (size_t i = 0; i + size <= text.size; i++) {
        if (memcmp(text.data + i, word, size) == 0)
            return true;
    }
    return false;
}

// Options without a value that a usual build does not set. Those of a package's own are set by its build
// script for what the compiler has; one that says what an old compiler lacks is called no_..., by custom.
static bool
is_option_off(span option)
{
    return span_is_one_of(
               option, "windows test miri fuzzing kani tarpaulin coverage nightly docsrs doc doctest wasm") ||
           contains(option, "no_") || contains(option, "loom") || contains(option, "unstable");
}

// What an option with a value says.
static enum truth
value_holds(span option, span wanted)
{
    static const char *const options[][2] = {{"target_os", "linux"},      {"target_family", "unix"},
                                             {"target_arch", "x86_64"},   {"target_pointer_width", "64"},
                                             {"target_endian", "little"}, {"target_env", "gnu"},
                                             {"target_vendor", "unknown"}};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        if (span_is(option, options[i][0]))
            return span_is(wanted, options[i][1]) ? TRUE_ : FALSE_;
    }
    bool is_off = span_is_one_of(wanted, "nightly unstable");
    return !span_is(option, "feature") ? UNKNOWN_ : is_off ? FALSE_ : TRUE_;
}

// What a string literal holds, which is taken.
static span
take_string(struct text *text)
{
    while (text->at < text->end && *text->at != '"')
        text->at++;
    char *start = text->at;
    if (text->at < text->end)
        skip_string(text);
    return text->at - start < 2 ? (span){"", 0} : (span){start + 1, (size_t)(text->at - start - 2)};
}

static enum truth conditions_hold(struct text *text, bool is_any, unsigned depth);

static enum truth
condition_holds(struct text *text, unsigned depth)
{
    span word = take_word(text);
    if (text->at < text->end && *text->at == '=') {
        text->at++;
        return value_holds(word, take_string(text));
    }
    if (text->at == text->end || *text->at != '(')
        return is_option_off(word) ? FALSE_ : TRUE_;
    enum truth inner = conditions_hold(text, span_is(word, "any"), depth + 1);
    return !span_is(word, "not") ? inner : inner == TRUE_ ? FALSE_ : inner == FALSE_ ? TRUE_ : UNKNOWN_;
}

// All conditions between the brackets at hand, or any.
static enum truth
conditions_hold(struct text *text, bool is_any, unsigned depth)
{
    enum truth result = is_any ? FALSE_ : TRUE_;
    if (depth > CONDITION_DEPTH_MAX) {
        skip_brackets(text);
        return UNKNOWN_;
    }
    text->at += text->at < text->end;
    for (;;) {
        skip_blanks(text);
        if (text->at == text->end || *text->at == ')')
            break;
        if (!is_word_byte(*text->at)) {
            text->at++;
            continue;
        }
        enum truth one = condition_holds(text, depth);
        result = is_any ? (one > result ? one : result) : (one < result ? one : result);
    }
    text->at += text->at < text->end;
    return result;
}

bool
rust_condition_holds(span condition)
{
    struct text text = {(char *)condition.data, (char *)condition.data + condition.size}; // only read
    return !condition.size || conditions_hold(&text, false, 0) != FALSE_;
}

// ---- items in macros

// Whether what a macro is given starts as an item does, one that the grammar can read.
static bool
starts_item(struct text text, bool is_condition)
{
    skip_blanks(&text);
    while (text.at < text.end && *text.at == '#') {
        skip_to(&text, "[");
        text.at -= text.at < text.end || text.at[-1] == '[';
        skip_brackets(&text);
        skip_blanks(&text);
    }
    span word = take_word(&text);
    while (span_is_one_of(word, "pub unsafe async default")) {
        if (text.at < text.end && *text.at == '(')
            skip_brackets(&text);
        word = take_word(&text);
    }
    if (span_is_one_of(word, "use impl extern"))
        return true;
    char c = text.at < text.end ? *text.at : ' ';
    if (span_is_one_of(word, "static const") || (word.size && c == '!'))
        return is_condition;
    span name = take_word(&text);
    c = text.at < text.end ? *text.at : ' ';
    const char *behind = span_is(word, "fn")       ? "(<"
                         : span_is(word, "struct") ? "{(;<w#"
                         : span_is(word, "enum")   ? "{<w#"
                         : span_is(word, "union")  ? "{<"
                         : span_is(word, "trait")  ? "{<:w"
                         : span_is(word, "mod")    ? "{;"
                         : span_is(word, "type")   ? "=<"
                                                   : "";
    return name.size && strchr(behind, c) && c;
}

// Leaves of `if #[cfg(...)] { ... } else if ... else { ... }`, from `text` on, what stands in the first
// branch that holds.
static void
keep_branch(struct text text)
{
    bool is_chosen = false;
    for (int i = 0; i < BRANCHES_MAX; i++) {
        skip_blanks(&text);
        char *start = text.at;
        span word = take_word(&text);
        bool is_else = span_is(word, "else"), holds = true;
        if (is_else && text.at < text.end && *text.at != '{')
            word = take_word(&text);
        if (!span_is(word, "if") && !is_else)
            return;
        if (span_is(word, "if")) {
            skip_to(&text, "(");
            text.at -= text.at < text.end;
            holds = conditions_hold(&text, false, 0) != FALSE_;
            skip_to(&text, "{");
            text.at -= text.at < text.end || text.at[-1] == '{';
        }
        char *open = text.at;
        skip_brackets(&text);
        if (text.at == open)
            return;
        if (holds && !is_chosen) {
            blank(start, open + 1);
            blank(text.at - 1, text.at);
        } else {
            blank(start, text.at);
        }
        is_chosen |= holds;
    }
}

// An open bracket: of items, or of anything else; one that is taken away.
struct bracket {
    bool has_items, is_taken;
};

struct scan {
    struct text text;
    struct bracket open[BRACKETS_MAX];
    uint32_t depth;
    span first;        // word of the item at hand, modifiers left out
    char *name, *bang; // the macro that it invokes
    bool is_path;      // it is a path so far
};

static void
begin_item(struct scan *scan)
{
    scan->first = (span){"", 0};
    scan->name = scan->bang = NULL;
    scan->is_path = true;
}

// Takes away the opening bracket of the macro at hand if items are in it.
static bool
take_away(struct scan *scan)
{
    char *open = scan->text.at;
    struct text inside = {open + 1, scan->text.end};
    span name = {scan->name, 0};
    while (is_word_byte(scan->name[name.size]))
        name.size++;
    if (span_is_one_of(name, "macro_rules thread_local lazy_static bitflags"))
        return false;
    struct text ahead = inside;
    bool is_branched = span_is(take_word(&ahead), "if") && ahead.at < ahead.end && *ahead.at == '#';
    bool is_condition = name.size > 3 && memcmp(name.data, "cfg", 3) == 0;
    if (!is_branched && !starts_item(inside, is_condition))
        return false;
    if (open - scan->bang < 2) {
        blank(scan->name, open + 1);
    } else {
        blank(scan->bang, open + 1);
        memcpy(scan->bang, "!{}", 3);
    }
    if (is_branched)
        keep_branch(inside);
    return true;
}

static void
open_bracket(struct scan *scan)
{
    bool in_items = scan->open[scan->depth].has_items, is_brace = *scan->text.at == '{';
    bool is_taken = in_items && is_brace && scan->bang && take_away(scan);
    bool has_items =
        is_taken || (in_items && is_brace && !scan->bang && span_is_one_of(scan->first, "mod impl trait"));
    scan->open[++scan->depth] = (struct bracket){has_items, is_taken};
    if (has_items)
        begin_item(scan);
}

static void
close_bracket(struct scan *scan)
{
    struct bracket closed = scan->open[scan->depth];
    scan->depth -= scan->depth > 0;
    if (closed.is_taken)
        *scan->text.at = ' ';
    if (*scan->text.at == '}' || closed.is_taken)
        begin_item(scan);
}

static void
scan_word(struct scan *scan)
{
    char *start = scan->text.at;
    span word = take_word(&scan->text);
    if (!scan->open[scan->depth].has_items)
        return;
    bool is_modifier = span_is_one_of(word, "pub unsafe default async");
    if (!scan->first.size && !is_modifier)
        scan->first = word;
    bool is_macro = scan->is_path && !is_modifier && scan->text.at < scan->text.end && *scan->text.at == '!';
    if (is_macro) {
        scan->name = start;
        scan->bang = scan->text.at;
    }
}

static void
scan_sign(struct scan *scan)
{
    char c = *scan->text.at;
    bool has_items = scan->open[scan->depth].has_items;
    bool is_mark = c == '#' && has_items && scan->depth && scan->text.at + 1 < scan->text.end &&
                   is_word_byte(scan->text.at[1]) && !is_word_byte(scan->text.at[-1]);
    if (is_mark) {
        *scan->text.at++ = ' '; // `struct A #full {`: a mark for the macro
        while (scan->text.at < scan->text.end && is_word_byte(*scan->text.at))
            *scan->text.at++ = ' ';
        return;
    }
    if (c == '(' || c == '[' || c == '{')
        open_bracket(scan);
    else if (c == ')' || c == ']' || c == '}')
        close_bracket(scan);
    else if (c == ';' && has_items)
        begin_item(scan);
    else if (c != ':' && c != '!' && c != '#')
        scan->is_path = false;
    scan->text.at++;
}

// Whether a macro is given something in braces; most files have none that is.
static bool
has_macros(span source)
{
    const char *end = source.data + source.size;
    for (const char *at = source.data; at < end && (at = memchr(at, '!', (size_t)(end - at))); at++) {
        const char *next = at + 1;
        while (next < end && *next == ' ')
            next++;
        if (next < end && *next == '{' && at > source.data && is_word_byte(at[-1]))
            return true;
    }
    return false;
}

void
rust_mask(span source, char *copy)
{
    if (!has_macros(source))
        return;
    struct scan scan = {.text = {copy, copy + source.size}};
    scan.open[0].has_items = true;
    begin_item(&scan);
    while (scan.text.at < scan.text.end && scan.depth + 1 < BRACKETS_MAX) {
        if (skip_blank(&scan.text))
            continue;
        if (is_word_byte(*scan.text.at))
            scan_word(&scan);
        else
            scan_sign(&scan);
    }
}
