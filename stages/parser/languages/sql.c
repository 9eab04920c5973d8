// SQL, by ISO/IEC 9075 with what PostgreSQL, MySQL and SQLite add, and grammar @derekstride/tree-sitter-sql
// 0.3.11.
//
// Tables, views, materialized views and indexes are structs, functions, procedures and triggers are
// functions, types are type aliases, sequences variables. A schema is part of the qualified name. A name is
// looked for as the schema's where it has one, else as the only one of the tree; names fold to small letters
// unless quoted (9075-2 5.2), so the rows have folded names. What a query reads (FROM, JOIN), writes (INSERT,
// UPDATE, DELETE, ALTER ...) or references (foreign keys) is a Uses from the object in whose definition it
// stands, else from the file; a function that is invoked, or executed by a trigger, is a Calls. Names that
// WITH gives are none of the schema's. Columns and aliases are no facts. The grammar has no CREATE PROCEDURE
// and no PERFORM: they are parsed as a function (where its LANGUAGE comes before its body) and as SELECT. It
// has no CALL.
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
note_use(extraction *x, reference_kind kind, TSNode reference)
{
    span name = full_name(x, reference);
    if (!name.size || extract_is_claimed(x, reference))
        return;
    extract_claim(x, reference);
    if (kind == REFERENCE_CALL || !is_common_name(x, name))
        extract_reference(x, kind, extract_name(x, name, ts_node_start_byte(reference)), reference,
                          FACT_NONE);
}

// ---- definitions

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
    note_use(x, REFERENCE_CALL, extract_child(node, "object_reference"));
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
is_word_at(span text, size_t at, const char *word)
{
    size_t size = strlen(word);
    if (at + size > text.size ||
        (at > 0 && (isalnum((unsigned char)text.data[at - 1]) || text.data[at - 1] == '_')))
        return false;
    for (size_t i = 0; i < size; i++) {
        if (tolower((unsigned char)text.data[at + i]) != word[i])
            return false;
    }
    return at + size == text.size ||
           !(isalnum((unsigned char)text.data[at + size]) || text.data[at + size] == '_');
}

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

// CREATE PROCEDURE is parsed as CREATE FUNCTION, PL/pgSQL's PERFORM as SELECT.
static void
mask(span source, char *copy)
{
    bool creates = false;
    for (size_t i = 0; i < source.size; i++) {
        char byte = source.data[i];
        if (byte != 'c' && byte != 'C' && byte != 'p' && byte != 'P' && byte != ';')
            continue;
        if (byte == ';') {
            creates = false;
        } else if (is_word_at(source, i, "create")) {
            creates = true;
        } else if (is_word_at(source, i, "perform")) {
            memcpy(copy + i, "SELECT ", strlen("SELECT "));
        } else if (creates && is_word_at(source, i, "procedure")) {
            memcpy(copy + i, "FUNCTION ", strlen("FUNCTION "));
            mask_language(source, copy, i + strlen("procedure"));
            creates = false;
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
