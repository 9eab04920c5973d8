// SQL, by ISO/IEC 9075 with what PostgreSQL, MySQL and SQLite add, and grammar @derekstride/tree-sitter-sql
// 0.3.11.
//
// Tables, views, materialized views and indexes are structs, functions, procedures and triggers are
// functions, types are type aliases, sequences variables. A schema is part of the qualified name. A name is
// looked for as the schema's where it has one, else as the only one of the tree; names fold to small letters
// unless quoted (9075-2 5.2), so the rows have folded names. What a query reads (FROM, JOIN), writes (INSERT,
// UPDATE, DELETE, ALTER ...) or references (foreign keys) is a Uses from the object in whose definition it
// stands, else from the file; a function that is invoked, or executed by a trigger, is a Calls. Names that
// WITH gives are none of the schema's. Columns and aliases are no facts.
//
// What the grammar cannot read is masked. CREATE PROCEDURE is parsed as a function (where its LANGUAGE comes before its body);
// operators, casts, aggregates, rules and psql's commands are blanked. Of a body in PL/pgSQL the queries stay, and the expressions
// of IF, WHILE, RETURN, CALL and assignments become SELECTs; declarations, dynamic SQL (EXECUTE) and RAISE are blanked.
//
// Tests: files and folders as in detect.c.
#include "stages/parser/extract.h"

#include <ctype.h>

const TSLanguage *tree_sitter_sql(void);

enum { NAME_BYTES_MAX = 256 };

// ---- names

// A name without its quotes, or in small letters where it has none.
static span
folded(extraction *x, span name)
{
    char text[NAME_BYTES_MAX];
    bool is_quoted = name.size >= 2 && strchr("\"`[", name.data[0]);
    if (is_quoted)
        return span_slice(name, 1, name.size - 1);
    if (name.size > sizeof text)
        return name;
    bool is_folded = true;
    for (size_t i = 0; i < name.size; i++) {
        text[i] = (char)tolower((unsigned char)name.data[i]);
        is_folded &= text[i] == name.data[i];
    }
    return is_folded ? name : extract_copy(x, (span){text, name.size});
}

// "schema.name" or "name", as rows and references call it.
static span
full_name(extraction *x, TSNode reference)
{
    span schema = folded(x, extract_text(x, extract_field(x, reference, F_schema)));
    span name = folded(x, extract_text(x, extract_field(x, reference, F_name)));
    return extract_join(x, schema, ".", name);
}

static bool
is_common_name(extraction *x, span name)
{
    return *extract_note(x, extract_symbol(x), name) != FACT_NONE || *extract_note(x, 0, name) != FACT_NONE;
}

static void
note_reference(extraction *x, reference_kind kind, TSNode reference, uint32_t arguments)
{
    span name = full_name(x, reference);
    if (!name.size || extract_is_claimed(x, reference))
        return;
    extract_claim(x, reference);
    if (kind == REFERENCE_CALL || !is_common_name(x, name))
        extract_reference(x, kind, extract_name(x, name, ts_node_start_byte(reference)), reference, arguments);
}

static void
note_use(extraction *x, reference_kind kind, TSNode reference)
{
    note_reference(x, kind, reference, FACT_NONE);
}

// ---- definitions

// How many arguments a function takes: those without a default at least, those that are results (OUT) not when it is a
// function, but when it is a procedure.
static void
count_parameters(extraction *x, TSNode node, definition *object)
{
    TSNode parameters = extract_child(node, "function_arguments");
    object->flags = 0;
    for (children each = children_of(parameters); children_next(&each);) {
        bool is_out = !ts_node_is_null(extract_child(each.node, "keyword_out"));
        bool is_variadic = !ts_node_is_null(extract_child(each.node, "keyword_variadic"));
        span text = extract_text(x, each.node);
        bool has_default = !ts_node_is_null(extract_child(each.node, "keyword_default")) ||
                           (text.size && memchr(text.data, '=', text.size));
        object->arity_max++;
        object->arity_min += !is_out && !is_variadic && !has_default;
        object->flags |= is_variadic ? SYMBOL_VARIADIC : 0;
    }
    if (ts_node_is_null(parameters))
        object->flags = SYMBOL_VARIADIC;
}

static uint32_t
define(extraction *x, entity_kind kind, TSNode node, TSNode name_node, span name, TSNode body)
{
    definition object = DEFINITION_NONE;
    object.kind = kind;
    object.node = node;
    object.name_node = name_node;
    object.name = name;
    object.body = body;
    object.flags = SYMBOL_VARIADIC;
    if (extract_is(node, "create_function"))
        count_parameters(x, node, &object);
    return name.size ? extract_define(x, &object) : FACT_NONE;
}

static void
enter_object(extraction *x, const rule *rule, TSNode node)
{
    TSNode reference = extract_child(node, "object_reference"), body = extract_child(node, "function_body");
    if (ts_node_is_null(body))
        body = extract_child(node, "create_query");
    if (ts_node_is_null(body))
        body = extract_child(node, "column_definitions");
    define(x, rule->entity, node, reference, full_name(x, reference), body);
    extract_scope(x);
}

// Index and trigger: an object, and what it stands on or executes.
static void
enter_index(extraction *x, const rule *rule, TSNode node)
{
    TSNode name = extract_field(x, node, F_column), table = extract_child(node, "object_reference");
    if (!ts_node_is_null(name))
        define(x, rule->entity, node, name, folded(x, extract_text(x, name)), (TSNode){0});
    if (!ts_node_is_null(table))
        note_use(x, REFERENCE_TYPE, table);
}

static void
enter_trigger(extraction *x, const rule *rule, TSNode node)
{
    uint32_t position = 0;
    bool executes = false;
    for (children each = children_of(node); children_next(&each);) {
        executes |= extract_is(each.node, "keyword_execute");
        if (!extract_is(each.node, "object_reference"))
            continue;
        if (position++ == 0)
            define(x, rule->entity, node, each.node, full_name(x, each.node), (TSNode){0});
        else
            note_use(x, executes ? REFERENCE_CALL : REFERENCE_TYPE, each.node);
    }
}

// `WITH name AS (...)`: known from here on in the statement's object, or in the file.
static void
enter_common(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_child(node, "identifier");
    *extract_note(x, extract_symbol(x), folded(x, extract_text(x, name))) = ts_node_start_byte(name);
}

// ---- uses

static void
enter_invocation(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t arguments = 0;
    for (children each = children_of(node); children_next(&each);)
        arguments += extract_is(each.node, "term");
    note_reference(x, REFERENCE_CALL, extract_child(node, "object_reference"), arguments);
}

// A relation of FROM, JOIN or UPDATE, the table of an INSERT, a foreign key ...: the first name in it.
static void
enter_use(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    for (children each = children_of(node); children_next(&each);) {
        if (extract_is(each.node, "object_reference"))
            note_use(x, REFERENCE_TYPE, each.node);
    }
}

// ---- what the grammar cannot read

static bool
is_word_byte(char byte)
{
    return isalnum((unsigned char)byte) || byte == '_' || byte == '$' || (byte & 0x80);
}

// The end of the word that begins at `at`, or `at`.
static size_t
word_end(span text, size_t at)
{
    while (at < text.size && is_word_byte(text.data[at]))
        at++;
    return at;
}

static bool
is_word_at(span text, size_t at, const char *word)
{
    size_t size = strlen(word);
    if (at + size > text.size || (at > 0 && is_word_byte(text.data[at - 1])))
        return false;
    for (size_t i = 0; i < size; i++) {
        if (tolower((unsigned char)text.data[at + i]) != word[i])
            return false;
    }
    return at + size == text.size || !is_word_byte(text.data[at + size]);
}

// The end of the quoted text that begins at `at` with `quote`, which may be several bytes ($tag$).
static size_t
quoted_end(span text, size_t at, span quote)
{
    for (size_t i = at + quote.size; i + quote.size <= text.size; i++) {
        const char *next = memchr(text.data + i, quote.data[0], text.size - i);
        if (!next)
            return text.size;
        i = (size_t)(next - text.data);
        if (i + quote.size <= text.size && memcmp(next, quote.data, quote.size) == 0)
            return i + quote.size;
    }
    return text.size;
}

// The dollar quote that begins at `at`: $$ or $tag$; empty when there is none.
static span
dollar_quote(span text, size_t at)
{
    size_t end = at + 1;
    if (text.data[at] != '$' || (at > 0 && is_word_byte(text.data[at - 1])))
        return (span){"", 0};
    while (end < text.size && (isalnum((unsigned char)text.data[end]) || text.data[end] == '_'))
        end++;
    bool is_quote = end < text.size && text.data[end] == '$' && !isdigit((unsigned char)text.data[at + 1]);
    return is_quote ? span_slice(text, at, end + 1) : (span){"", 0};
}

// Behind the comment or the quoted text that begins at `at`; `at` when there is none.
static size_t
skip_quiet(span text, size_t at)
{
    char byte = text.data[at], next = at + 1 < text.size ? text.data[at + 1] : ' ';
    if (byte == '-' && next == '-') {
        const char *newline = memchr(text.data + at, '\n', text.size - at);
        return newline ? (size_t)(newline - text.data) : text.size;
    }
    for (size_t i = at + 2; byte == '/' && next == '*' && i < text.size; i++) {
        if (i + 1 == text.size || (text.data[i] == '*' && text.data[i + 1] == '/'))
            return i + 1 == text.size ? text.size : i + 2;
    }
    span quote = byte == '\'' || byte == '"' ? span_slice(text, at, at + 1) : dollar_quote(text, at);
    return quote.size ? quoted_end(text, at, quote) : at;
}

static void
blank(char *copy, size_t start, size_t end)
{
    for (size_t i = start; i < end; i++) {
        if (copy[i] != '\n' && copy[i] != '\r')
            copy[i] = ' ';
    }
}

// ---- bodies in PL/pgSQL

// What the grammar cannot read of one body (PostgreSQL's documentation, "PL/pgSQL", 43.2 to 43.6) is blanked; statements of
// SQL stay, and expressions become queries of their own where there is room for the word: what a body reads,
// writes and calls is in these.
struct body {
    span text;   // up to the body's end
    char *copy;
    size_t at;
    size_t free;       // from here to `at` all is blank
    size_t begin, end; // behind the BEGIN that stays, and where the last END is; 0 where there is none
    bool has_frame;    // the grammar wants both around the statements of a function
    bool has_statement;
};

// From `at` on, outside of quotes and parentheses, the first of up to two words, or the `;`; else the end.
static size_t
find_word(const struct body *body, size_t at, const char *one, const char *other)
{
    for (int depth = 0; at < body->text.size;) {
        char byte = body->text.data[at];
        size_t behind = skip_quiet(body->text, at);
        if (behind > at) {
            at = behind;
            continue;
        }
        depth += (byte == '(') - (byte == ')');
        if (depth <= 0 && (byte == ';' || is_word_at(body->text, at, one) || is_word_at(body->text, at, other)))
            return at;
        size_t end = word_end(body->text, at);
        at = end > at ? end : at + 1;
    }
    return at;
}

static size_t
skip_blank(span text, size_t at)
{
    for (size_t from = text.size; at < text.size && from != at;) {
        from = at;
        while (at < text.size && isspace((unsigned char)text.data[at]))
            at++;
        bool is_comment = at + 1 < text.size && (text.data[at] == '-' || text.data[at] == '/');
        at = is_comment ? skip_quiet(text, at) : at;
    }
    return at;
}

// Blanks what is read next, but for the `;` that was put there.
static void
drop_until(struct body *body, size_t end)
{
    size_t start = body->at > body->free ? body->at : body->free;
    if (end > start)
        blank(body->copy, start, end);
    body->at = end;
}

// Makes a query of the expression from `start` to `end`, where a word or the `;` stands.
static void
keep_expression(struct body *body, size_t start, size_t end)
{
    static const char word[] = "SELECT ";
    size_t size = strlen(word);
    drop_until(body, start);
    bool has_room = start >= body->free + size && end < body->text.size && end > start &&
                    !memchr(body->text.data + start - size, '\n', size);
    if (has_room) {
        memcpy(body->copy + start - size, word, size);
        body->copy[end] = ';';
        body->free = end + 1;
        body->has_statement = true;
    } else {
        blank(body->copy, start, end);
    }
    body->at = end;
}

// A query's INTO names variables: blanked, but for that of INSERT.
static void
keep_query(struct body *body, size_t end)
{
    size_t at = body->at;
    bool is_insert = false;
    while ((at = find_word(body, at, "into", "insert")) < end) {
        size_t behind = word_end(body->text, at);
        bool is_into = is_word_at(body->text, at, "into");
        if (is_into && !is_insert) {
            size_t next = behind;
            for (bool goes_on = true; goes_on && next < end;) {
                next = word_end(body->text, skip_blank(body->text, next));
                size_t mark = skip_blank(body->text, next);
                bool is_joined = mark < end && strchr(",.", body->text.data[mark]);
                goes_on = is_joined || is_word_at(body->text, next - (next >= 6 ? 6 : next), "strict");
                next = is_joined ? mark + 1 : next;
            }
            blank(body->copy, at, next < end ? next : end);
        }
        is_insert = !is_into;
        at = behind;
    }
    if (end < body->text.size)
        body->copy[end] = ';';
    body->at = end;
    body->free = end + 1;
    body->has_statement = true;
}

static bool
is_query(span text, size_t at)
{
    static const char *const words[] = {"select", "insert", "update", "delete", "with", "perform"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (is_word_at(text, at, words[i]))
            return true;
    }
    return false;
}

// `FOR x IN SELECT ... LOOP` is the query; over numbers, arrays and cursors it is nothing.
static void
mask_for(struct body *body)
{
    size_t in = find_word(body, body->at, "in", "loop");
    size_t start = is_word_at(body->text, in, "in") ? skip_blank(body->text, in + strlen("in")) : in;
    size_t end = find_word(body, start, "loop", "loop");
    drop_until(body, start);
    if (is_query(body->text, start))
        keep_query(body, end);
    else
        drop_until(body, end);
}

static void
mask_return(struct body *body)
{
    size_t start = skip_blank(body->text, body->at + strlen("return"));
    size_t end = find_word(body, body->at, ";", ";");
    if (is_word_at(body->text, start, "query") || is_word_at(body->text, start, "next"))
        start = skip_blank(body->text, word_end(body->text, start));
    bool is_kept = is_query(body->text, start);
    if (is_kept) {
        drop_until(body, start);
        keep_query(body, end);
    } else if (is_word_at(body->text, start, "execute")) {
        drop_until(body, end);
    } else {
        keep_expression(body, start, end);
    }
}

static void
mask_assignment(struct body *body)
{
    size_t end = find_word(body, body->at, ";", ";"), start = body->at;
    while (start < end && body->text.data[start] != '=' && body->text.data[start] != '\'')
        start++;
    if (start < end && body->text.data[start] == '=')
        keep_expression(body, skip_blank(body->text, start + 1), end);
    else
        drop_until(body, end);
}

// One statement, or the word that begins a block.
static void
mask_statement(struct body *body)
{
    span text = body->text;
    size_t at = body->at;
    bool is_condition = is_word_at(text, at, "if") || is_word_at(text, at, "elsif") || is_word_at(text, at, "elseif") ||
                        is_word_at(text, at, "while") || is_word_at(text, at, "when");
    bool is_block = is_word_at(text, at, "begin") || is_word_at(text, at, "else") || is_word_at(text, at, "loop") ||
                    is_word_at(text, at, "then") || is_word_at(text, at, "exception");
    bool is_dropped = is_word_at(text, at, "end") || is_word_at(text, at, "raise") || is_word_at(text, at, "execute") ||
                      is_word_at(text, at, "get") || is_word_at(text, at, "fetch");
    if (is_word_at(text, at, "end"))
        body->end = at;
    if (body->has_frame && !body->begin && is_word_at(text, at, "begin")) {
        body->at = body->begin = body->free = word_end(text, at);
    } else if (is_block) {
        drop_until(body, word_end(text, at));
    } else if (is_word_at(text, at, "declare")) {
        while ((at = find_word(body, at, "begin", "begin")) < text.size && text.data[at] == ';')
            at++;
        drop_until(body, at);
    } else if (is_condition) {
        keep_expression(body, skip_blank(text, word_end(text, at)), find_word(body, at, "then", "loop"));
    } else if (is_word_at(text, at, "case")) {
        drop_until(body, find_word(body, at, "when", "when"));
    } else if (is_word_at(text, at, "for") || is_word_at(text, at, "foreach")) {
        mask_for(body);
    } else if (is_word_at(text, at, "return")) {
        mask_return(body);
    } else if (is_word_at(text, at, "call")) {
        keep_expression(body, skip_blank(text, at + strlen("call")), find_word(body, at, ";", ";"));
    } else if (is_dropped) {
        drop_until(body, find_word(body, at, ";", ";"));
    } else if (is_query(text, at)) {
        if (is_word_at(text, at, "perform"))
            memcpy(body->copy + at, "SELECT ", strlen("SELECT "));
        keep_query(body, find_word(body, at, ";", ";"));
    } else {
        mask_assignment(body);
    }
}

// A body is BEGIN, at least one statement, and END.
static void
frame_body(struct body *body)
{
    static const char statement[] = "SELECT 1;";
    size_t run = 0;
    for (size_t i = body->begin; i < body->end && !body->has_statement; i++) {
        run = body->copy[i] == ' ' && i > body->begin ? run + 1 : 0;
        if (run < strlen(statement))
            continue;
        memcpy(body->copy + i + 1 - run, statement, run);
        body->has_statement = true;
    }
    if (body->end > body->begin)
        memcpy(body->copy + body->end, "END", strlen("END"));
}

static void
mask_body(span text, char *copy, size_t start, bool has_frame)
{
    struct body body = {.text = text, .copy = copy, .at = start, .free = start, .has_frame = has_frame};
    while ((body.at = skip_blank(text, body.at)) < text.size) {
        size_t at = body.at;
        if (text.data[at] == ';') { // its own, or that of a statement that is gone
            if (body.free <= at)
                blank(copy, at, at + 1);
            body.at++;
        } else if (text.data[at] == '<') { // <<label>>
            const char *end = memchr(text.data + at, '\n', text.size - at);
            drop_until(&body, end ? (size_t)(end - text.data) : text.size);
        } else {
            mask_statement(&body);
        }
        if (body.at == at)
            drop_until(&body, at + 1);
    }
    if (has_frame && body.begin)
        frame_body(&body);
}

// Bodies in other languages than SQL are recognised by how they begin.
static bool
is_procedural(span text, size_t at)
{
    at = skip_blank(text, at);
    return at < text.size && (is_word_at(text, at, "declare") || is_word_at(text, at, "begin") || text.data[at] == '<' ||
                              text.data[at] == '#');
}

// ---- statements

// Makes a procedure's `LANGUAGE name`, where it stands before the body, the result that a function has to
// have.
static void
mask_language(span source, char *copy, size_t at)
{
    for (; at < source.size && source.data[at] != ';' && !is_word_at(source, at, "as"); at++) {
        if (!is_word_at(source, at, "language"))
            continue;
        size_t end = at + strlen("language");
        while (end < source.size && (isspace((unsigned char)source.data[end]) && source.data[end] != '\n'))
            end++;
        while (end < source.size && isalnum((unsigned char)source.data[end]))
            end++;
        if (end - at < strlen("RETURNS int"))
            return;
        memset(copy + at, ' ', end - at);
        memcpy(copy + at, "RETURNS int", strlen("RETURNS int"));
        return;
    }
}

// Objects that the grammar does not know and that have no row.
static bool
is_unknown_object(span source, size_t at)
{
    static const char *const words[] = {"operator", "cast", "aggregate", "rule", "foreign", "server", "transform", "text",
                                        "access", "language", "trusted", "event", "conversion", "default"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (is_word_at(source, at, words[i]))
            return true;
    }
    return false;
}

static size_t
statement_end(span source, size_t at)
{
    struct body all = {.text = source};
    size_t end = find_word(&all, at, ";", ";");
    return end < source.size ? end + 1 : end;
}

// A statement that begins at `at`: CREATE PROCEDURE is parsed as CREATE FUNCTION; what the grammar would take for something
// else is blanked. Returns where to read on.
static size_t
mask_head(span source, char *copy, size_t at)
{
    if (source.data[at] == '\\') { // psql's own
        const char *newline = memchr(source.data + at, '\n', source.size - at);
        size_t end = newline ? (size_t)(newline - source.data) : source.size;
        blank(copy, at, end);
        return end;
    }
    if (!is_word_at(source, at, "create"))
        return at + 1;
    size_t what = skip_blank(source, word_end(source, at));
    if (is_word_at(source, what, "or"))
        what = skip_blank(source, word_end(source, skip_blank(source, word_end(source, what))));
    if (is_word_at(source, what, "procedure")) {
        memcpy(copy + what, "FUNCTION ", strlen("FUNCTION "));
        mask_language(source, copy, what + strlen("procedure"));
    } else if (is_unknown_object(source, what)) {
        size_t end = statement_end(source, what);
        blank(copy, at, end);
        return end;
    }
    return what;
}

// The quoted body from `start` to `end`. That of DO is no function's: its statements are the file's.
static void
mask_quoted(span source, char *copy, size_t start, size_t end, size_t quote_size, size_t do_at)
{
    if (is_procedural(source, start + quote_size))
        mask_body(span_slice(source, 0, end - quote_size), copy, start + quote_size, do_at == SIZE_MAX);
    if (do_at == SIZE_MAX)
        return;
    blank(copy, do_at, start + quote_size);
    size_t behind = skip_blank(source, end);
    blank(copy, end - quote_size, behind < source.size && source.data[behind] == ';' ? behind + 1 : end);
}

static void
mask(span source, char *copy)
{
    bool is_start = true;
    size_t do_at = SIZE_MAX; // the DO that the statement begins with
    for (size_t i = 0; i < source.size;) {
        char byte = source.data[i];
        span quote = byte == '$' ? dollar_quote(source, i) : (span){"", 0};
        size_t behind = skip_quiet(source, i);
        if (quote.size && behind >= i + 2 * quote.size)
            mask_quoted(source, copy, i, behind, quote.size, do_at);
        if (behind > i) {
            i = behind;
        } else if (is_start && !isspace((unsigned char)byte)) {
            do_at = is_word_at(source, i, "do") ? i : SIZE_MAX;
            i = mask_head(source, copy, i);
            is_start = strchr(";\n", source.data[i - 1]) != NULL;
        } else {
            is_start |= byte == ';';
            i++;
        }
    }
}

static const rule rules[] = {
    {"comment", .flags = RULE_COMMENT | RULE_SKIP},
    {"marginalia", .flags = RULE_COMMENT | RULE_SKIP},
    {"create_table", .enter = enter_object, .entity = ENTITY_STRUCT},
    {"create_view", .enter = enter_object, .entity = ENTITY_STRUCT},
    {"create_materialized_view", .enter = enter_object, .entity = ENTITY_STRUCT},
    {"create_function", .enter = enter_object, .entity = ENTITY_FUNCTION},
    {"create_type", .enter = enter_object, .entity = ENTITY_TYPE_ALIAS},
    {"create_sequence", .enter = enter_object, .entity = ENTITY_VARIABLE},
    {"create_index", .enter = enter_index, .entity = ENTITY_STRUCT},
    {"create_trigger", .enter = enter_trigger, .entity = ENTITY_FUNCTION},
    {"cte", .enter = enter_common},
    {"invocation", .enter = enter_invocation},
    {"relation", .enter = enter_use},
    {"from", .enter = enter_use},
    {"insert", .enter = enter_use},
    {"alter_table", .enter = enter_use},
    {"alter_view", .enter = enter_use},
    {"drop_table", .enter = enter_use},
    {"drop_view", .enter = enter_use},
    {"column_definition", .enter = enter_use},
    {"constraint", .enter = enter_use},
    {0},
};

// Functions of the standard (9075-2 6.9, 6.29 to 6.32, 10.9), and those that all three systems have.
const language lang_sql = {
    .id = LANGUAGE_SQL,
    .grammar = tree_sitter_sql,
    .rules = rules,
    .builtins = "count sum avg min max abs ceil ceiling floor round mod power sqrt exp ln log upper lower "
                "trim ltrim rtrim substr "
                "substring replace length char_length position coalesce nullif greatest least cast extract "
                "now current_date "
                "current_time current_timestamp date time row_number rank dense_rank lag lead first_value "
                "last_value ntile every "
                "array_agg string_agg group_concat concat random rand exists nextval currval setval "
                "last_insert_id dual",
    .mask = mask,
};
