// Types that comments give in JavaScript, as TypeScript reads them (handbook, "JSDoc Reference"): `@param`, `@returns`, `@type`,
// `@typedef` with `@property`, `@import`. A type is a name, a path of names, `import("m").Name`, with type arguments, `[]`, `?` and
// `!` before and `=` behind, or several of these; what else there may be (functions, objects, tuples) says nothing.
#include "stages/parser/languages/ecmascript.h"

#include <string.h>

enum {
    TYPE_DEPTH_MAX = 8,
    TYPE_PARTS_MAX = 8,
    TAGS_MAX = 4096,      // of a file that are looked at
    PROPERTIES_MAX = 256, // of a type
};

// ---- text

static bool
is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' || c & 0x80;
}

// Skips white space, and the `*` that a line of a comment begins with.
static void
skip_blank(span *text)
{
    while (text->size && strchr(" \t\r\n*", text->data[0]))
        *text = span_slice(*text, 1, text->size);
}

static bool
take(span *text, const char *token)
{
    skip_blank(text);
    if (!span_starts(*text, token))
        return false;
    *text = span_slice(*text, strlen(token), text->size);
    return true;
}

static span
take_name(span *text)
{
    skip_blank(text);
    size_t size = 0;
    while (size < text->size && is_name_byte(text->data[size]))
        size++;
    span name = span_slice(*text, 0, size);
    *text = span_slice(*text, size, text->size);
    return name;
}

// Takes what is in quotes; empty when nothing is.
static span
take_quoted(span *text)
{
    skip_blank(text);
    if (!text->size || !strchr("\"'`", text->data[0]))
        return (span){"", 0};
    const char *end = memchr(text->data + 1, text->data[0], text->size - 1);
    size_t size = end ? (size_t)(end - text->data) : text->size;
    span quoted = span_slice(*text, 1, size);
    *text = span_slice(*text, end ? size + 1 : size, text->size);
    return quoted;
}

// What is in the braces that the text begins with, which it then stands behind; empty when it does not begin with any.
static span
take_braces(span *text)
{
    skip_blank(text);
    int depth = 0;
    for (size_t i = 0; i < text->size && text->data[0] == '{'; i++) {
        depth += text->data[i] == '{';
        depth -= text->data[i] == '}';
        if (!depth) {
            span inside = span_slice(*text, 1, i);
            *text = span_slice(*text, i + 1, text->size);
            return inside;
        }
    }
    return (span){"", 0};
}

// The text behind the next `@tag` of several, which *tag says; false when there is none.
static bool
next_tag(span *text, span *tag)
{
    const char *at;
    while (text->size && (at = memchr(text->data, '@', text->size))) {
        bool is_tag = at > text->data && strchr(" \t*\n", at[-1]);
        *text = span_slice(*text, (size_t)(at + 1 - text->data), text->size);
        if (!is_tag)
            continue;
        size_t size = 0;
        while (size < text->size && is_name_byte(text->data[size]))
            size++;
        *tag = span_slice(*text, 0, size);
        *text = span_slice(*text, size, text->size);
        return true;
    }
    return false;
}

// ---- types

static uint32_t type_of(extraction *x, span *text, TSNode at, int depth);

// `import("m")`, as a name that the module is bound to.
static uint32_t
imported_module(extraction *x, span *text, TSNode at)
{
    span path = take(text, "(") ? take_quoted(text) : (span){"", 0};
    if (!path.size || !take(text, ")"))
        return FACT_NONE;
    extract_import(x, (span_starts(path, ".") ? IMPORT_RELATIVE : 0) | IMPORT_MODULE, path, (span){0}, path, at);
    return extract_name(x, path, ts_node_start_byte(at));
}

// `<A, B>` behind a name: the library's own types are seen through as in TypeScript.
static uint32_t
generic_of(extraction *x, uint32_t base, span name, span *text, TSNode at, int depth)
{
    uint32_t arguments[TYPE_PARTS_MAX], count = 0;
    bool is_list = take(text, ".<") || take(text, "<");
    while (is_list && count < TYPE_PARTS_MAX) {
        arguments[count++] = type_of(x, text, at, depth + 1);
        if (!take(text, ","))
            break;
    }
    if (!is_list || !take(text, ">"))
        return is_list || span_is_one_of(name, ECMASCRIPT_SAME_TYPES ECMASCRIPT_LIST_TYPES ECMASCRIPT_MAP_TYPES) ? FACT_NONE : base;
    if (span_is_one_of(name, ECMASCRIPT_SAME_TYPES))
        return arguments[0];
    bool is_map = span_is_one_of(name, ECMASCRIPT_MAP_TYPES " Object ") && count > 1;
    if (is_map || span_is_one_of(name, ECMASCRIPT_LIST_TYPES))
        return arguments[is_map] == FACT_NONE
                   ? FACT_NONE
                   : extract_expression(x, EXPRESSION_CONTAINER, (span){0}, arguments[is_map]);
    return base == FACT_NONE ? base : extract_generic(x, base, arguments, count);
}

static uint32_t
named_type(extraction *x, span *text, TSNode at, int depth)
{
    span name = take_name(text);
    if (!name.size || span_is(name, "function") || span_is(name, "keyof"))
        return FACT_NONE;
    if (span_is(name, "typeof") || span_is(name, "readonly"))
        name = take_name(text);
    bool is_own = span_is_one_of(name, " string number boolean bigint symbol ");
    bool is_empty = span_is_one_of(name, " any unknown void null undefined never object Object Function ");
    uint32_t type = span_is(name, "import") ? imported_module(x, text, at)
                    : is_own                ? extract_expression(x, EXPRESSION_LITERAL, name, FACT_NONE)
                    : is_empty              ? FACT_NONE
                                            : extract_own_name(x, name, ts_node_start_byte(at));
    while (text->size > 1 && text->data[0] == '.' && is_name_byte(text->data[1])) {
        *text = span_slice(*text, 1, text->size);
        name = take_name(text);
        type = type == FACT_NONE ? type : extract_expression(x, EXPRESSION_MEMBER, name, type);
    }
    return generic_of(x, type, name, text, at, depth);
}

static uint32_t
one_type(extraction *x, span *text, TSNode at, int depth)
{
    while (take(text, "?") || take(text, "!") || take(text, "..."))
        ;
    uint32_t type = FACT_NONE;
    if (take(text, "(")) {
        type = type_of(x, text, at, depth + 1);
        if (!take(text, ")") || span_starts(span_trim(*text), "=>"))
            *text = (span){"", 0}; // a function
    } else if (!take_quoted(text).size) {
        type = named_type(x, text, at, depth);
    }
    while (take(text, "[]"))
        type = type == FACT_NONE ? type : extract_expression(x, EXPRESSION_CONTAINER, (span){0}, type);
    return type;
}

static uint32_t
type_of(extraction *x, span *text, TSNode at, int depth)
{
    uint32_t parts[TYPE_PARTS_MAX], count = 0;
    take(text, "|");
    for (int i = 0; i < TYPE_PARTS_MAX && depth < TYPE_DEPTH_MAX; i++) {
        uint32_t part = one_type(x, text, at, depth);
        if (part != FACT_NONE && (extract_op(x, part) != EXPRESSION_LITERAL || !count))
            parts[count++] = part;
        if (!take(text, "|") && !take(text, "&"))
            break;
    }
    if (count > 1 && extract_op(x, parts[0]) == EXPRESSION_LITERAL)
        parts[0] = parts[--count]; // what has members in the tree counts
    uint32_t type = count ? parts[count - 1] : FACT_NONE;
    for (uint32_t i = count; i > 1; i--)
        type = extract_operation(x, EXPRESSION_EITHER, type, parts[i - 2]);
    return type;
}

// ---- tags of a definition

// The comment of several that stands last and speaks of what is below.
static span
last_comment(span comments)
{
    span last = {"", 0};
    for (const char *at = comments.data; comments.size && (at = memmem(at, comments.size - (size_t)(at - comments.data), "/**", 3)); at++)
        last = span_slice(comments, (size_t)(at - comments.data) + 2, comments.size);
    return last;
}

uint32_t
jsdoc_type(extraction *x, TSNode at, const char *tag)
{
    span text = last_comment(extract_comment_above(x, at)), found;
    uint32_t type = FACT_NONE;
    while (type == FACT_NONE && next_tag(&text, &found)) {
        bool is_result = span_is(found, "return") && strcmp(tag, "returns") == 0;
        if (!span_is(found, tag) && !is_result)
            continue;
        span inside = take_braces(&text);
        type = type_of(x, &inside, at, 0);
    }
    return type;
}

uint32_t
jsdoc_parameters(extraction *x, TSNode at, struct jsdoc_parameter *out, uint32_t max)
{
    span text = last_comment(extract_comment_above(x, at)), tag;
    uint32_t count = 0;
    while (count < max && next_tag(&text, &tag)) {
        if (!span_is(tag, "param") && !span_is(tag, "arg") && !span_is(tag, "argument"))
            continue;
        span inside = take_braces(&text);
        take(&text, "[");
        span name = take_name(&text);
        bool is_property = text.size && text.data[0] == '.'; // of a parameter
        if (name.size && !is_property)
            out[count++] = (struct jsdoc_parameter){name, inside.size ? type_of(x, &inside, at, 0) : FACT_NONE};
    }
    return count;
}

// ---- what a file's comments declare

// `@import { A, B as C } from "m"`, `@import A from "m"`, `@import * as A from "m"`.
static void
import_types(extraction *x, span *text, TSNode root)
{
    span list = take_braces(text), name = {"", 0};
    bool is_module = !list.size && take(text, "*") && take(text, "as");
    if (!list.size)
        name = take_name(text);
    span rest = *text;
    span path = take(&rest, "from") ? take_quoted(&rest) : (span){"", 0};
    if (!path.size)
        return;
    unsigned flags = span_starts(path, ".") ? IMPORT_RELATIVE : 0;
    if (name.size)
        extract_import(x, flags | (is_module ? IMPORT_MODULE : 0), path, is_module ? (span){0} : SPAN_LITERAL("default"), name, root);
    for (int i = 0; i < PROPERTIES_MAX && list.size; i++) {
        span one = take_name(&list), alias = one;
        if (take(&list, "as"))
            alias = take_name(&list);
        if (one.size && alias.size)
            extract_import(x, flags, path, one, alias, root);
        if (!take(&list, ","))
            break;
    }
}

// `@typedef {Object} Name` with each `@property {Type} name` behind it.
static uint32_t
object_type(extraction *x, span text, TSNode root)
{
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_ANONYMOUS;
    definition.node = root;
    definition.is_unbound = true;
    uint32_t object = extract_define_flat(x, &definition);
    span tag;
    for (int i = 0; i < PROPERTIES_MAX && next_tag(&text, &tag) && (span_is(tag, "property") || span_is(tag, "prop")); i++) {
        span inside = take_braces(&text);
        take(&text, "[");
        definition.kind = ENTITY_FIELD;
        definition.parent = object;
        definition.name = take_name(&text);
        definition.type = type_of(x, &inside, root, 0);
        if (definition.name.size && definition.type != FACT_NONE)
            extract_define_flat(x, &definition);
    }
    return extract_symbol_expression(x, object);
}

static void
define_type(extraction *x, span *text, TSNode root)
{
    span inside = take_braces(text), name = take_name(text);
    const char *end = text->size ? memmem(text->data, text->size, "*/", 2) : NULL;
    if (!name.size || !inside.size)
        return;
    bool is_object = span_is_one_of(span_trim(inside), " Object object ");
    span rest = span_slice(*text, 0, end ? (size_t)(end - text->data) : text->size);
    uint32_t type = is_object ? object_type(x, rest, root) : type_of(x, &inside, root, 0);
    if (type != FACT_NONE)
        extract_local(x, name, type, 0);
}

void
jsdoc_begin(extraction *x, TSNode root)
{
    span text = extract_source(x), tag;
    for (int i = 0; i < TAGS_MAX && next_tag(&text, &tag); i++) {
        if (span_is(tag, "import"))
            import_types(x, &text, root);
        else if (span_is(tag, "typedef"))
            define_type(x, &text, root);
    }
}
