// PHP, by its manual (php.net/manual, "Language Reference", version 8.4) and grammar tree-sitter-php 0.24
// (PHP with the HTML around it).
//
// `namespace A\B;` is the file's package and no part of names; `namespace A\B { }` is an entity `A.B`.
// Properties and class constants are fields, cases of enums enumerators; top-level constants (`const`,
// `define`) and the first assignment of a top-level variable are rows, variables with their `$`. A variable
// set to a closure is a function of its name. Methods of an anonymous class belong to the entity around it.
// `use T` in a class brings T's members in, so it is inheritance, as `extends` is.
//
// A fully qualified name (`\A\B\C`) is noted as an import of it under that whole text, so that it binds as
// one. Files that `include` and `require` name with a literal are imports of all they have. `C::X`, `C::$x`
// and `C::class` are uses of C. Where no type is declared, a property's and result's type is that of the
// value (schema/facts.h). Classes that extend a `TestCase` are tests (PHPUnit), as are methods with `#[Test]`
// or `@test`.
#include "stages/parser/extract.h"

const TSLanguage *tree_sitter_php(void);

enum {
    DEPTH_MAX = 20,
    CLOSURE_DEPTH_MAX = 64, // how far up a closure is looked for around top-level code
    NOTE_IMPORTED = UINT32_MAX - 1,
};

static uint32_t
unknown(extraction *x)
{
    return extract_expression(x, EXPRESSION_UNKNOWN, (span){0}, FACT_NONE);
}

static bool
ends_with(span text, const char *end)
{
    size_t size = strlen(end);
    return text.size >= size && memcmp(text.data + text.size - size, end, size) == 0;
}

static TSNode
first_child(TSNode node)
{
    return !ts_node_is_null(node) && ts_node_named_child_count(node) ? ts_node_named_child(node, 0)
                                                                     : (TSNode){0};
}

static bool
is_class_name(TSNode node)
{
    return extract_is(node, "name") || extract_is(node, "qualified_name") ||
           extract_is(node, "relative_name");
}

// ---- names

// Where the last part of `A\B\c` begins.
static size_t
last_part(span text)
{
    size_t start = text.size;
    while (start > 0 && text.data[start - 1] != '\\')
        start--;
    return start;
}

static span
without_slash(span text)
{
    return text.size && text.data[0] == '\\' ? span_slice(text, 1, text.size) : text;
}

// `A\B` -> `A.B`
static span
dotted(extraction *x, span text)
{
    span joined = {"", 0};
    for (size_t start = 0; start < text.size;) {
        size_t end = start;
        while (end < text.size && text.data[end] != '\\')
            end++;
        joined = extract_join(x, joined, ".", span_slice(text, start, end));
        start = end + 1;
    }
    return joined;
}

static void
import(extraction *x, unsigned flags, span module, span name, span alias, TSNode at)
{
    if (!module.size)
        module = (span){"\\", 1}; // the global namespace
    if (name.size && alias.size)
        extract_import(x, flags, module, name, alias, at);
}

// `\A\B\C`: bound as an import under this text. `\c` is global, `A\C` a member of what A names.
static uint32_t
lower_qualified(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    span text = extract_text(x, node), rest = without_slash(text);
    uint32_t at = ts_node_start_byte(node);
    size_t last = last_part(rest);
    span name = span_slice(rest, last, rest.size);
    if (!last || extract_is(node, "relative_name"))
        return extract_name(x, name, at);
    if (rest.size < text.size) {
        uint32_t *note =
            extract_note(x, extract_symbol(x), text); // imports are seen inside of what they stand in
        if (*note == FACT_NONE)
            import(x, 0, span_slice(rest, 0, last - 1), name, text, node);
        *extract_note(x, extract_symbol(x), text) = NOTE_IMPORTED;
        return extract_name(x, text, at);
    }
    uint32_t expression = FACT_NONE;
    for (size_t start = 0; start < rest.size;) {
        size_t end = start;
        while (end < rest.size && rest.data[end] != '\\')
            end++;
        span part = span_slice(rest, start, end);
        expression = expression == FACT_NONE ? extract_name(x, part, at)
                                             : extract_expression(x, EXPRESSION_MEMBER, part, expression);
        start = end + 1;
    }
    return expression;
}

// What a name of a class denotes; `self` and `static` are the class around.
static uint32_t
lower_class(extraction *x, TSNode node)
{
    span text = extract_text(x, node);
    uint32_t class = extract_enclosing_type(x);
    if ((span_is(text, "self") || span_is(text, "static")) && class != FACT_NONE)
        return extract_symbol_expression(x, class);
    if (span_is(text, "parent"))
        return extract_expression(x, EXPRESSION_SUPER, (span){0}, FACT_NONE);
    return extract_lower(x, node);
}

static bool
names_itself(const extraction *x, TSNode node)
{
    span text = extract_text(x, node);
    return span_is(text, "self") || span_is(text, "static") || span_is(text, "parent");
}

// `self`, `static`, `parent` before `::`
static uint32_t
lower_relative_scope(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    bool is_super = span_is(extract_text(x, node), "parent");
    return extract_expression(x, is_super ? EXPRESSION_SUPER : EXPRESSION_SELF, (span){0}, FACT_NONE);
}

static uint32_t
lower_variable(extraction *x, const rule *rule, TSNode node)
{
    if (span_is(extract_text(x, node), "$this"))
        return lower_self(x, rule, node);
    return lower_name(x, rule, node);
}

// ---- types

static uint32_t
lower_named_type(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = first_child(node);
    return ts_node_is_null(name) ? unknown(x) : lower_class(x, name);
}

// Of a union the first class.
static uint32_t
lower_union_type(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode named = extract_child(node, "named_type"), inner = extract_child(node, "intersection_type");
    uint32_t lowered = extract_lower(x, ts_node_is_null(named) ? inner : named);
    return lowered == FACT_NONE ? unknown(x) : lowered;
}

static uint32_t
lower_primitive_type(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    return extract_expression(x, EXPRESSION_LITERAL, extract_text(x, node), FACT_NONE);
}

static void
enter_named_type(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = first_child(node);
    if (!ts_node_is_null(name) && !names_itself(x, name))
        extract_reference(x, REFERENCE_TYPE, extract_lower(x, name), node, FACT_NONE);
    extract_claim(x, name);
}

// ---- namespaces and imports

static void
enter_namespace(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, node, F_name), body = extract_field(x, node, F_body);
    extract_claim(x, name);
    if (ts_node_is_null(body)) {
        if (!ts_node_is_null(name))
            extract_package(x, extract_text(x, name));
        return;
    }
    if (ts_node_is_null(name))
        return; // `namespace { }`: the global one
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_NAMESPACE;
    definition.name = dotted(x, extract_text(x, name));
    definition.node = node;
    definition.body = body;
    extract_define(x, &definition);
}

// One name of a `use`, below `prefix` in a group.
static void
note_use(extraction *x, span prefix, TSNode clause)
{
    TSNode alias = extract_field(x, clause, F_alias), target = first_child(clause);
    span path = extract_join(x, prefix, "\\", without_slash(extract_text(x, target)));
    size_t last = last_part(path);
    span name = span_slice(path, last, path.size);
    import(x, 0, span_slice(path, 0, last ? last - 1 : 0), name,
           ts_node_is_null(alias) ? name : extract_text(x, alias), clause);
}

static void
enter_use(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode group = extract_child(node, "namespace_use_group");
    span prefix = without_slash(extract_text(x, extract_child(node, "namespace_name")));
    for (children each = children_of(ts_node_is_null(group) ? node : group); children_next(&each);) {
        if (extract_is(each.node, "namespace_use_clause"))
            note_use(x, prefix, each.node);
    }
}

// `require 'a.php'`, `require __DIR__ . '/a.php'`
static void
enter_include(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode path = first_child(node);
    if (extract_is(path, "parenthesized_expression"))
        path = first_child(path);
    unsigned flags = IMPORT_WILDCARD;
    if (extract_is(path, "binary_expression")) {
        span folder = extract_text(x, extract_field(x, path, F_left));
        if (!span_is(folder, "__DIR__") && !span_is(folder, "dirname(__FILE__)"))
            return;
        path = extract_field(x, path, F_right);
        flags |= IMPORT_RELATIVE;
    }
    bool is_literal = extract_is(path, "string") ||
                      (extract_is(path, "encapsed_string") && ts_node_named_child_count(path) == 1 &&
                       extract_is(first_child(path), "string_content"));
    span text = extract_unquote(extract_text(x, path));
    if (flags & IMPORT_RELATIVE && text.size && text.data[0] == '/')
        text = span_slice(text, 1, text.size);
    if (is_literal && text.size)
        extract_import(x, flags, text, (span){0}, (span){0}, node);
}

// ---- variables and fields

static bool
is_closure(TSNode node)
{
    return extract_is(node, "anonymous_function") || extract_is(node, "arrow_function");
}

// Whether a variable that is set here is the file's: not in a function, and not in a closure.
static bool
is_top_level(const extraction *x)
{
    entity_kind kind = extract_symbol_kind(x);
    if (extract_symbol(x) != 0 && kind != ENTITY_NAMESPACE)
        return false;
    for (uint32_t up = 1; up < CLOSURE_DEPTH_MAX; up++) {
        TSNode around = extract_ancestor(x, up);
        if (ts_node_is_null(around))
            return true;
        if (is_closure(around) || extract_is(around, "anonymous_class"))
            return false;
    }
    return true;
}

// Makes a field of `type` once; the first that says a type gives it its type.
static void
define_field(extraction *x, uint32_t type, span name, unsigned flags, uint32_t value, TSNode node)
{
    uint32_t known = *extract_note(x, type, name);
    if (known != FACT_NONE) {
        fact_symbol *field = extract_symbol_facts(x, known);
        field->type = field->type == FACT_NONE ? value : field->type;
        return;
    }
    definition field = DEFINITION_NONE;
    field.kind = ENTITY_FIELD;
    field.name = name;
    field.node = node;
    field.type = value;
    field.flags = flags;
    field.parent = type;
    field.is_unbound = true; // never named without `->` or `::`
    uint32_t made = extract_define_flat(x, &field);
    *extract_note(x, type, name) = made;
}

static void
define_variable(extraction *x, entity_kind kind, span name, uint32_t type, TSNode node, TSNode value)
{
    uint32_t symbol = extract_symbol(x);
    if (*extract_note(x, symbol, name) != FACT_NONE || !name.size)
        return;
    definition definition = DEFINITION_NONE;
    definition.kind = kind;
    definition.name = name;
    definition.node = node;
    definition.type = type;
    bool is_long = !ts_node_is_null(value) && ts_node_start_point(node).row != ts_node_end_point(value).row;
    if (is_long)
        definition.body = value;
    uint32_t made = extract_define_flat(x, &definition);
    *extract_note(x, symbol, name) = made;
}

static void
bind_variable(extraction *x, TSNode name, TSNode value, uint32_t lowered, TSNode statement)
{
    span text = extract_text(x, name);
    if (span_is(text, "$this"))
        return;
    if (is_top_level(x))
        define_variable(x, ENTITY_VARIABLE, text, lowered, statement, value);
    else
        extract_local(x, text, lowered, ts_node_end_byte(statement));
}

// `$this->x = ...`, `self::$x = ...`
static void
bind_property(extraction *x, TSNode target, uint32_t lowered)
{
    bool is_static = extract_is(target, "scoped_property_access_expression");
    TSNode object = extract_field(x, target, is_static ? F_scope : F_object),
           name = extract_field(x, target, F_name);
    uint32_t class = extract_enclosing_type(x);
    bool is_own =
        is_static ? extract_is(object, "relative_scope") : span_is(extract_text(x, object), "$this");
    bool is_plain = extract_is(name, is_static ? "variable_name" : "name");
    if (class == FACT_NONE || !is_own || !is_plain || span_is(extract_text(x, object), "parent"))
        return;
    span text = extract_text(x, name);
    define_field(x, class, is_static ? span_slice(text, 1, text.size) : text,
                 is_static ? SYMBOL_CLASS_LEVEL : 0, lowered, target);
}

static void bind_target(extraction *x, TSNode target, TSNode value, uint32_t lowered, TSNode statement,
                        int depth);

// `[$a, 'k' => $b] = [new A, f()]`: each its own where the right side is written out.
static void
bind_list(extraction *x, TSNode targets, TSNode value, TSNode statement, int depth)
{
    bool is_paired = extract_is(value, "array_creation_expression") &&
                     ts_node_named_child_count(value) == ts_node_named_child_count(targets);
    children values = children_of(is_paired ? value : (TSNode){0});
    for (children each = children_of(targets); children_next(&each);) {
        TSNode one = children_next(&values) ? values.node : (TSNode){0};
        if (extract_is(one, "array_element_initializer") && ts_node_named_child_count(one) == 1)
            one = first_child(one);
        bind_target(x, each.node, one, extract_lower(x, one), statement, depth + 1);
    }
    children_end(&values);
}

static void
bind_target(extraction *x, TSNode target, TSNode value, uint32_t lowered, TSNode statement, int depth)
{
    if (depth > DEPTH_MAX)
        return;
    if (extract_is(target, "variable_name"))
        bind_variable(x, target, value, lowered, statement);
    else if (extract_is(target, "member_access_expression") ||
             extract_is(target, "scoped_property_access_expression"))
        bind_property(x, target, lowered);
    else if (extract_is(target, "list_literal") || extract_is(target, "array_creation_expression"))
        bind_list(x, target, value, statement, depth);
    else if (extract_is(target, "by_ref") || extract_is(target, "array_element_initializer"))
        bind_target(x, first_child(target), value, lowered, statement, depth + 1);
}

// ---- functions

static void
count_parameters(TSNode parameters, definition *definition)
{
    for (children each = children_of(parameters); children_next(&each);) {
        if (extract_is(each.node, "variadic_parameter")) {
            definition->flags |= SYMBOL_VARIADIC;
        } else if (extract_is(each.node, "simple_parameter") ||
                   extract_is(each.node, "property_promotion_parameter")) {
            TSNode set = ts_node_child_by_field_name(each.node, "default_value", 13);
            definition->arity_min += ts_node_is_null(set);
            definition->arity_max++;
        }
    }
}

// A parameter; with a visibility it is a property as well.
static void
declare_parameter(extraction *x, TSNode parameter)
{
    TSNode name = extract_field(x, parameter, F_name), set = extract_field(x, parameter, F_default_value);
    if (extract_is(name, "by_ref"))
        name = first_child(name);
    uint32_t type = extract_lower(x, extract_field(x, parameter, F_type)), class = extract_enclosing_type(x);
    uint32_t field = type;
    if (type != FACT_NONE && extract_is(parameter, "variadic_parameter"))
        type = extract_expression(x, EXPRESSION_CONTAINER, (span){0}, type);
    uint32_t value = type != FACT_NONE                                 ? extract_instance(x, type)
                     : ts_node_is_null(set) || extract_is(set, "null") ? FACT_NONE
                                                                       : extract_lower(x, set);
    span text = extract_text(x, name);
    extract_local(x, text, value, 0);
    if (extract_is(parameter, "property_promotion_parameter") && class != FACT_NONE && text.size > 1)
        define_field(x, class, span_slice(text, 1, text.size), 0, field, parameter);
}

static void
declare_parameters(extraction *x, TSNode parameters)
{
    for (children each = children_of(parameters); children_next(&each);) {
        if (extract_is(each.node, "simple_parameter") || extract_is(each.node, "variadic_parameter") ||
            extract_is(each.node, "property_promotion_parameter"))
            declare_parameter(x, each.node);
    }
}

// Where the declaration starts behind its attributes.
static TSNode
head_of(const extraction *x, TSNode node)
{
    bool has_attributes =
        !ts_node_is_null(extract_field(x, node, F_attributes)) && ts_node_child_count(node) > 1;
    return has_attributes ? ts_node_child(node, 1) : (TSNode){0};
}

static void
define_callable(extraction *x, TSNode node, definition definition)
{
    TSNode name = extract_field(x, node, F_name), parameters = extract_field(x, node, F_parameters);
    definition.head = head_of(x, node);
    definition.name = extract_text(x, name);
    definition.name_node = name;
    definition.node = node;
    definition.body = extract_field(x, node, F_body);
    count_parameters(parameters, &definition);
    uint32_t symbol = extract_define(x, &definition);
    declare_parameters(x, parameters);
    uint32_t result = extract_lower(x, extract_field(x, node, F_return_type));
    extract_symbol_facts(x, symbol)->type = result;
}

static void
enter_function(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_FUNCTION;
    define_callable(x, node, definition);
}

static bool
has_word(span text, const char *word)
{
    size_t size = strlen(word);
    for (size_t i = 0; i + size <= text.size; i++) {
        bool ends = i + size == text.size || strchr(" \t\r\n*", text.data[i + size]);
        if (ends && memcmp(text.data + i, word, size) == 0)
            return true;
    }
    return false;
}

static bool
has_test_attribute(const extraction *x, TSNode node)
{
    for (children groups = children_of(extract_field(x, node, F_attributes)); children_next(&groups);) {
        for (children each = children_of(groups.node); children_next(&each);) {
            span name = extract_text(x, first_child(each.node));
            if (!span_is(span_slice(name, last_part(name), name.size), "Test"))
                continue;
            children_end(&each);
            children_end(&groups);
            return true;
        }
    }
    return false;
}

static void
enter_method(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode above = extract_previous(x);
    definition definition = DEFINITION_NONE;
    bool is_constructor = span_is(extract_text(x, extract_field(x, node, F_name)), "__construct");
    definition.kind = is_constructor ? ENTITY_CONSTRUCTOR : ENTITY_METHOD;
    definition.flags =
        (ts_node_is_null(extract_child(node, "static_modifier")) ? 0 : SYMBOL_CLASS_LEVEL) |
        (ts_node_is_null(extract_field(x, node, F_body)) ? SYMBOL_ABSTRACT : 0) |
        (span_is(extract_text(x, extract_child(node, "visibility_modifier")), "private") ? SYMBOL_PRIVATE
                                                                                         : 0);
    if (has_test_attribute(x, node))
        definition.detection = DETECTION_ATTRIBUTE;
    else if (extract_is(above, "comment") && has_word(extract_text(x, above), "@test"))
        definition.detection = DETECTION_ANNOTATION;
    define_callable(x, node, definition);
}

static void
enter_closure(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode parameters = extract_field(x, node, F_parameters);
    if (!ts_node_is_null(parameters) && extract_is_claimed(x, parameters))
        return; // enter_assignment made it an entity
    extract_function_scope(x);
    declare_parameters(x, parameters);
}

// `$f = function (...) { ... }`, `$f = fn (...) => ...`
static void
define_closure(extraction *x, TSNode assignment, TSNode name, TSNode closure)
{
    TSNode parameters = extract_field(x, closure, F_parameters);
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_FUNCTION;
    definition.name = extract_text(x, name);
    definition.node = assignment;
    definition.body = extract_field(x, closure, F_body);
    count_parameters(parameters, &definition);
    uint32_t symbol = extract_define(x, &definition);
    declare_parameters(x, parameters);
    extract_claim(x, parameters);
    uint32_t result = extract_lower(x, extract_field(x, closure, F_return_type));
    extract_symbol_facts(x, symbol)->type = result;
}

// The result of a function without declared type is that of its first `return` that says something.
static void
enter_return(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode value = first_child(node);
    entity_kind kind = extract_symbol_kind(x);
    if (ts_node_is_null(value) || extract_is(value, "null") ||
        (kind != ENTITY_FUNCTION && kind != ENTITY_METHOD))
        return;
    for (uint32_t up = 1; up < CLOSURE_DEPTH_MAX; up++) {
        TSNode around = extract_ancestor(x, up);
        if (ts_node_is_null(around) || extract_is(around, "method_declaration") ||
            extract_is(around, "function_definition"))
            break;
        if (is_closure(around) && !extract_is_claimed(x, extract_field(x, around, F_parameters)))
            return; // a closure's own
    }
    uint32_t result = extract_lower(x, value);
    fact_symbol *function = extract_symbol_facts(x, extract_symbol(x));
    function->type = function->type == FACT_NONE ? result : function->type;
}

// ---- classes

static void
enter_class(extraction *x, const rule *rule, TSNode node)
{
    TSNode name = extract_field(x, node, F_name), base = first_child(extract_child(node, "base_clause"));
    definition definition = DEFINITION_NONE;
    definition.kind = rule->entity;
    definition.name = extract_text(x, name);
    definition.name_node = name;
    definition.node = node;
    definition.head = head_of(x, node);
    definition.body = extract_field(x, node, F_body);
    if (rule->entity == ENTITY_CLASS && ends_with(extract_text(x, base), "TestCase"))
        definition.detection = DETECTION_NAME;
    extract_define(x, &definition);
}

static void
note_bases(extraction *x, TSNode clause, reference_kind kind)
{
    for (children each = children_of(clause); children_next(&each);) {
        if (!is_class_name(each.node))
            continue;
        if (kind != REFERENCE_TYPE)
            extract_has_bases(x);
        extract_reference(x, kind, extract_lower(x, each.node), each.node, FACT_NONE);
        extract_claim(x, each.node);
    }
}

// What an anonymous class extends is used by the entity around it.
static void
enter_base_clause(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    bool is_anonymous = extract_is(extract_ancestor(x, 1), "anonymous_class");
    reference_kind kind =
        extract_is(node, "class_interface_clause") ? REFERENCE_IMPLEMENTS : REFERENCE_EXTENDS;
    note_bases(x, node, is_anonymous ? REFERENCE_TYPE : kind);
}

// `use T;` in a class
static void
enter_trait_use(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    bool is_anonymous = extract_is(extract_ancestor(x, 2), "anonymous_class");
    note_bases(x, node, is_anonymous ? REFERENCE_TYPE : REFERENCE_EXTENDS);
}

static void
enter_property(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t type = extract_lower(x, extract_field(x, node, F_type)), class = extract_symbol(x);
    bool is_static = !ts_node_is_null(extract_child(node, "static_modifier"));
    bool is_private = span_is(extract_text(x, extract_child(node, "visibility_modifier")), "private");
    unsigned flags = (is_static ? SYMBOL_CLASS_LEVEL : 0) | (is_private ? SYMBOL_PRIVATE : 0);
    if (!extract_in_type(x))
        return; // of an anonymous class
    for (children each = children_of(node); children_next(&each);) {
        if (!extract_is(each.node, "property_element"))
            continue;
        span name = extract_text(x, extract_field(x, each.node, F_name));
        TSNode set = extract_field(x, each.node, F_default_value);
        bool is_set = !ts_node_is_null(set) && !extract_is(set, "null");
        uint32_t value = type != FACT_NONE ? type : is_set ? extract_lower(x, set) : FACT_NONE;
        if (name.size > 1)
            define_field(x, class, span_slice(name, 1, name.size), flags, value, each.node);
    }
}

// `const A = 1, B = 2;`
static void
enter_constants(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t declared = extract_lower(x, extract_field(x, node, F_type));
    bool is_alone = extract_count(x, node) == 1;
    for (children each = children_of(node); children_next(&each);) {
        TSNode name = first_child(each.node);
        if (!extract_is(each.node, "const_element"))
            continue;
        extract_claim(x, name);
        uint32_t count = ts_node_named_child_count(each.node);
        TSNode value = count > 1 ? ts_node_named_child(each.node, count - 1) : (TSNode){0};
        uint32_t type = declared != FACT_NONE ? declared : extract_lower(x, value);
        if (extract_in_type(x))
            define_field(x, extract_symbol(x), extract_text(x, name), SYMBOL_CLASS_LEVEL, type, each.node);
        else if (is_top_level(x))
            define_variable(x, ENTITY_CONSTANT, extract_text(x, name), type, is_alone ? node : each.node,
                            value);
    }
}

static void
enter_enum_case(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, node, F_name);
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_ENUMERATOR;
    definition.name = extract_text(x, name);
    definition.name_node = name;
    definition.node = node;
    definition.flags = SYMBOL_CLASS_LEVEL;
    definition.type = extract_symbol_expression(x, extract_symbol(x));
    definition.is_unbound = true;
    extract_define_flat(x, &definition);
}

static void
enter_attribute(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = first_child(node), arguments = extract_field(x, node, F_parameters);
    if (!is_class_name(name))
        return;
    extract_reference(x, REFERENCE_DECORATOR, extract_lower(x, name), node,
                      ts_node_is_null(arguments) ? FACT_NONE : extract_arguments(x, arguments, NULL));
    extract_claim(x, name);
}

// ---- statements that bind names

static void
enter_assignment(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode left = extract_field(x, node, F_left), right = extract_field(x, node, F_right);
    if (extract_is(left, "variable_name") && is_closure(right)) {
        define_closure(x, node, left, right);
        return;
    }
    bind_target(x, left, right, extract_is(right, "null") ? FACT_NONE : extract_lower(x, right), node, 0);
}

// `$x ??= f()`
static void
enter_augmented(extraction *x, const rule *rule, TSNode node)
{
    if (span_is(extract_text(x, extract_field(x, node, F_operator)), "?\?="))
        enter_assignment(x, rule, node);
}

// `foreach ($c as $k => $v)`: $v is an element of $c.
static void
enter_foreach(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode container = first_child(node);
    TSNode target = ts_node_named_child_count(node) > 1 ? ts_node_named_child(node, 1) : (TSNode){0};
    uint32_t lowered = extract_lower(x, container);
    uint32_t element =
        lowered == FACT_NONE ? FACT_NONE : extract_expression(x, EXPRESSION_ELEMENT, (span){0}, lowered);
    if (extract_is(target, "pair")) {
        uint32_t count = ts_node_named_child_count(target);
        extract_local(x, extract_text(x, first_child(target)), FACT_NONE, ts_node_end_byte(target));
        target = count > 1 ? ts_node_named_child(target, count - 1) : (TSNode){0};
    }
    for (int i = 0; i < 2 && extract_is(target, "by_ref"); i++)
        target = first_child(target);
    if (extract_is(target, "variable_name"))
        extract_local(x, extract_text(x, target), element, ts_node_end_byte(target));
    else if (!is_top_level(x) && !ts_node_is_null(target))
        bind_target(x, target, (TSNode){0}, FACT_NONE, target, 0);
}

static void
enter_catch(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode types = extract_field(x, node, F_type), name = extract_field(x, node, F_name);
    bool is_one = !ts_node_is_null(types) && ts_node_named_child_count(types) == 1;
    uint32_t value = is_one ? extract_instance(x, extract_lower(x, first_child(types))) : FACT_NONE;
    extract_local(x, extract_text(x, name), value, ts_node_start_byte(node));
}

// `static $x = f();` in a function
static void
enter_static_variable(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    extract_local(x, extract_text(x, extract_field(x, node, F_name)),
                  extract_lower(x, extract_field(x, node, F_value)), ts_node_end_byte(node));
}

// ---- calls

static uint32_t
count_arguments(const extraction *x, TSNode arguments)
{
    uint32_t count = 0;
    bool is_known = true;
    for (children each = children_of(arguments); children_next(&each);) {
        count += extract_is(each.node, "argument");
        is_known &= !extract_is(first_child(each.node), "variadic_unpacking");
    }
    (void)x;
    return is_known ? count : FACT_NONE;
}

// `f(...)` makes a closure of f and calls nothing.
static bool
is_closure_of(const extraction *x, TSNode call)
{
    return extract_is(first_child(extract_field(x, call, F_arguments)), "variadic_placeholder");
}

static void
note_call(extraction *x, TSNode node, uint32_t callee)
{
    bool is_value = is_closure_of(x, node);
    extract_reference(x, is_value ? REFERENCE_VALUE : REFERENCE_CALL, callee, node,
                      is_value ? FACT_NONE : count_arguments(x, extract_field(x, node, F_arguments)));
}

// `define('X', 1)`
static bool
define_constant(extraction *x, TSNode node)
{
    TSNode arguments = extract_field(x, node, F_arguments), first = first_child(first_child(arguments));
    if (!span_is(extract_text(x, extract_field(x, node, F_function)), "define") || !is_top_level(x) ||
        !(extract_is(first, "string") || extract_is(first, "encapsed_string")))
        return false;
    span name = extract_unquote(extract_text(x, first));
    TSNode value = ts_node_named_child_count(arguments) > 1 ? first_child(ts_node_named_child(arguments, 1))
                                                            : (TSNode){0};
    name = span_slice(name, last_part(name), name.size);
    define_variable(x, ENTITY_CONSTANT, name, extract_lower(x, value), node, value);
    return true;
}

static void
enter_function_call(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode function = extract_field(x, node, F_function);
    if (is_class_name(function))
        extract_claim(x, function);
    if (!define_constant(x, node))
        note_call(x, node, extract_lower(x, function));
}

// `$a->m`, `$a?->m()`: MEMBER where the name is written out.
static uint32_t
lower_arrow(extraction *x, const rule *rule, TSNode node)
{
    TSNode name = extract_field(x, node, F_name);
    return extract_is(name, "name") ? lower_member(x, rule, node) : unknown(x);
}

static void
enter_member_call(extraction *x, const rule *rule, TSNode node)
{
    TSNode name = extract_field(x, node, F_name);
    extract_claim(x, extract_is(name, "name") ? name : (TSNode){0});
    note_call(x, node, lower_arrow(x, rule, node));
}

static uint32_t
lower_member_call(extraction *x, const rule *rule, TSNode node)
{
    return extract_expression(x, EXPRESSION_CALL, (span){0}, lower_arrow(x, rule, node));
}

static void
enter_member_access(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, node, F_name);
    extract_claim(x, extract_is(name, "name") ? name : (TSNode){0});
}

// `A::m`, `self::m`: what stands before `::` is a class or an object.
static uint32_t
lower_scoped(extraction *x, TSNode node)
{
    TSNode scope = extract_field(x, node, F_scope), name = extract_field(x, node, F_name);
    uint32_t operand = extract_lower(x, scope);
    span text = extract_text(x, name);
    if (operand == FACT_NONE || !text.size)
        return unknown(x);
    if (extract_is(node, "scoped_property_access_expression") && text.data[0] == '$')
        text = span_slice(text, 1, text.size);
    return extract_expression(x, EXPRESSION_MEMBER, text, operand);
}

static void
enter_scoped_call(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode scope = extract_field(x, node, F_scope), name = extract_field(x, node, F_name);
    extract_claim(x, extract_is(name, "name") ? name : (TSNode){0});
    if (is_class_name(scope))
        extract_claim(x, scope);
    note_call(x, node, extract_is(name, "name") ? lower_scoped(x, node) : FACT_NONE);
}

static uint32_t
lower_scoped_call(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    bool is_plain = extract_is(extract_field(x, node, F_name), "name");
    return is_plain ? extract_expression(x, EXPRESSION_CALL, (span){0}, lower_scoped(x, node)) : unknown(x);
}

// `A::$x`: a use of A
static void
enter_scoped_property(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode scope = extract_field(x, node, F_scope);
    if (!is_class_name(scope))
        return;
    extract_reference(x, REFERENCE_TYPE, extract_lower(x, scope), node, FACT_NONE);
    extract_claim(x, scope);
}

static uint32_t
lower_scoped_property(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    return lower_scoped(x, node);
}

// `A::X`, `A::class`
static void
enter_class_constant(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t count = ts_node_named_child_count(node);
    TSNode scope = first_child(node), name = count > 1 ? ts_node_named_child(node, count - 1) : (TSNode){0};
    extract_claim(x, name);
    if (!is_class_name(scope))
        return;
    extract_reference(x, REFERENCE_TYPE, extract_lower(x, scope), node, FACT_NONE);
    extract_claim(x, scope);
}

static uint32_t
lower_class_constant(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t count = ts_node_named_child_count(node), scope = extract_lower(x, first_child(node));
    span name = count > 1 ? extract_text(x, ts_node_named_child(node, count - 1)) : (span){"", 0};
    if (scope == FACT_NONE || !name.size)
        return unknown(x);
    return span_is(name, "class") ? scope : extract_expression(x, EXPRESSION_MEMBER, name, scope);
}

// `new A(...)`; of an anonymous class nothing is constructed that has a name.
static void
enter_new(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode class = first_child(node);
    if (extract_is(class, "anonymous_class"))
        return;
    if (is_class_name(class) || extract_is(class, "variable_name"))
        extract_reference(x, REFERENCE_CONSTRUCT, lower_class(x, class), node,
                          count_arguments(x, extract_child(node, "arguments")));
    if (is_class_name(class))
        extract_claim(x, class);
}

static uint32_t
lower_new(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode class = first_child(node);
    bool is_named = is_class_name(class) || extract_is(class, "variable_name");
    return is_named ? extract_instance(x, lower_class(x, class)) : unknown(x);
}

// `name: value`
static void
enter_argument(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    extract_claim(x, extract_field(x, node, F_name));
}

static TSNode
element_value(TSNode array, uint32_t index)
{
    TSNode element =
        ts_node_named_child_count(array) > index ? ts_node_named_child(array, index) : (TSNode){0};
    bool is_plain =
        extract_is(element, "array_element_initializer") && ts_node_named_child_count(element) == 1;
    return is_plain ? first_child(element) : (TSNode){0};
}

// `[$this, 'm']`, `[A::class, 'm']`: a callable.
static void
enter_array(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    if (ts_node_named_child_count(node) != 2)
        return;
    TSNode object = element_value(node, 0), name = element_value(node, 1);
    bool is_object = extract_is(object, "variable_name") || ends_with(extract_text(x, object), "::class");
    if (!is_object || !extract_is(name, "string"))
        return;
    span text = extract_unquote(extract_text(x, name));
    if (text.size)
        extract_reference(x, REFERENCE_VALUE,
                          extract_expression(x, EXPRESSION_MEMBER, text, extract_lower(x, object)), node,
                          FACT_NONE);
}

// `[new A, new A]`
static uint32_t
lower_array(extraction *x, const rule *rule, TSNode node)
{
    TSNode first = element_value(node, 0);
    if (!extract_is(first, "object_creation_expression") || !is_class_name(first_child(first)))
        return lower_literal(x, rule, node);
    return extract_instance(
        x, extract_expression(x, EXPRESSION_CONTAINER, (span){0}, lower_class(x, first_child(first))));
}

// `$a[0]`
static uint32_t
lower_subscript(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t container = extract_lower(x, first_child(node));
    return container == FACT_NONE ? unknown(x)
                                  : extract_expression(x, EXPRESSION_ELEMENT, (span){0}, container);
}

// `$a ?? new A`: the right one; of other operators nothing is known.
static uint32_t
lower_binary(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    bool is_fallback = span_is(extract_text(x, extract_field(x, node, F_operator)), "?\?");
    uint32_t right = is_fallback ? extract_lower(x, extract_field(x, node, F_right)) : FACT_NONE;
    return right == FACT_NONE ? unknown(x) : right;
}

// `$c ? $a : $b`: the first that says something.
static uint32_t
lower_conditional(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode body = extract_field(x, node, F_body);
    bool is_mute = ts_node_is_null(body) || extract_is(body, "null");
    uint32_t lowered = extract_lower(x, is_mute ? extract_field(x, node, F_alternative) : body);
    return lowered == FACT_NONE ? unknown(x) : lowered;
}

static const rule rules[] = {
    {"comment", .flags = RULE_COMMENT | RULE_SKIP},
    {"text", .flags = RULE_SKIP},
    {"namespace_definition", .enter = enter_namespace},
    {"namespace_name", .flags = RULE_SKIP},
    {"namespace_use_declaration", .enter = enter_use, .flags = RULE_IMPORT | RULE_SKIP},
    {"require_expression", .enter = enter_include},
    {"require_once_expression", .enter = enter_include},
    {"include_expression", .enter = enter_include},
    {"include_once_expression", .enter = enter_include},
    {"class_declaration", .enter = enter_class, .entity = ENTITY_CLASS},
    {"interface_declaration", .enter = enter_class, .entity = ENTITY_INTERFACE},
    {"trait_declaration", .enter = enter_class, .entity = ENTITY_TRAIT},
    {"enum_declaration", .enter = enter_class, .entity = ENTITY_ENUM},
    {"base_clause", .enter = enter_base_clause},
    {"class_interface_clause", .enter = enter_base_clause},
    {"use_declaration", .enter = enter_trait_use},
    {"use_list", .flags = RULE_SKIP},
    {"property_declaration", .enter = enter_property},
    {"const_declaration", .enter = enter_constants},
    {"enum_case", .enter = enter_enum_case},
    {"attribute", .enter = enter_attribute},
    {"function_definition", .enter = enter_function},
    {"method_declaration", .enter = enter_method},
    {"anonymous_function", .enter = enter_closure},
    {"arrow_function", .enter = enter_closure},
    {"anonymous_function_use_clause", .flags = RULE_SKIP},
    {"return_statement", .enter = enter_return},
    {"named_type", .enter = enter_named_type, .lower = lower_named_type},
    {"optional_type", .lower = lower_inner},
    {"union_type", .lower = lower_union_type},
    {"intersection_type", .lower = lower_inner},
    {"disjunctive_normal_form_type", .lower = lower_union_type},
    {"primitive_type", .lower = lower_primitive_type},
    {"assignment_expression", .enter = enter_assignment, .lower = lower_inner, .operand = F_right},
    {"reference_assignment_expression", .enter = enter_assignment, .lower = lower_inner, .operand = F_right},
    {"augmented_assignment_expression", .enter = enter_augmented, .lower = lower_inner, .operand = F_right},
    {"foreach_statement", .enter = enter_foreach},
    {"catch_clause", .enter = enter_catch},
    {"static_variable_declaration", .enter = enter_static_variable},
    {"global_declaration", .flags = RULE_SKIP},
    {"goto_statement", .flags = RULE_SKIP},
    {"named_label_statement", .flags = RULE_SKIP},
    {"function_call_expression", .enter = enter_function_call, .lower = lower_call, .operand = F_function},
    {"member_call_expression", .enter = enter_member_call, .lower = lower_member_call, .operand = F_object,
     .name = F_name},
    {"nullsafe_member_call_expression", .enter = enter_member_call, .lower = lower_member_call,
     .operand = F_object, .name = F_name},
    {"member_access_expression", .enter = enter_member_access, .lower = lower_arrow, .operand = F_object,
     .name = F_name},
    {"nullsafe_member_access_expression", .enter = enter_member_access, .lower = lower_arrow,
     .operand = F_object, .name = F_name},
    {"scoped_call_expression", .enter = enter_scoped_call, .lower = lower_scoped_call},
    {"scoped_property_access_expression", .enter = enter_scoped_property, .lower = lower_scoped_property},
    {"class_constant_access_expression", .enter = enter_class_constant, .lower = lower_class_constant},
    {"relative_scope", .lower = lower_relative_scope, .flags = RULE_SKIP},
    {"object_creation_expression", .enter = enter_new, .lower = lower_new},
    {"argument", .enter = enter_argument},
    {"variable_name", .lower = lower_variable, .flags = RULE_SKIP | RULE_OWN},
    {"name", .enter = enter_value, .lower = lower_name},
    {"qualified_name", .enter = enter_value, .lower = lower_qualified, .flags = RULE_SKIP},
    {"relative_name", .enter = enter_value, .lower = lower_qualified, .flags = RULE_SKIP},
    {"subscript_expression", .lower = lower_subscript},
    {"parenthesized_expression", .lower = lower_inner},
    {"clone_expression", .lower = lower_inner},
    {"error_suppression_expression", .lower = lower_inner},
    {"conditional_expression", .lower = lower_conditional},
    {"binary_expression", .lower = lower_binary},
    {"array_creation_expression", .enter = enter_array, .lower = lower_array, .text = "array"},
    {"string", .lower = lower_literal, .flags = RULE_SKIP, .text = "string"},
    {"encapsed_string", .lower = lower_literal, .text = "string"},
    {"heredoc", .lower = lower_literal, .text = "string"},
    {"nowdoc", .lower = lower_literal, .flags = RULE_SKIP, .text = "string"},
    {"integer", .lower = lower_literal, .flags = RULE_SKIP, .text = "int"},
    {"float", .lower = lower_literal, .flags = RULE_SKIP, .text = "float"},
    {"boolean", .lower = lower_literal, .flags = RULE_SKIP, .text = "bool"},
    {"null", .lower = lower_literal, .flags = RULE_SKIP, .text = "null"},
    {0},
};

const language lang_php = {
    .id = LANGUAGE_PHP,
    .grammar = tree_sitter_php,
    .flags = LANGUAGE_HOISTS | LANGUAGE_FUNCTION_SCOPE,
    .rules = rules,
    .decisions = "if_statement else_if_clause for_statement foreach_statement while_statement do_statement "
                 "case_statement match_conditional_expression catch_clause conditional_expression "
                 "binary_expression/&& binary_expression/|| binary_expression/and binary_expression/or",
    .receiver = "$this",
    // Functions and classes of the extensions that every build of PHP has (core, standard, spl, date, json,
    // pcre, ctype, hash, reflection, mbstring).
    .builtins =
        "__CLASS__ __DIR__ __FILE__ __FUNCTION__ __LINE__ __METHOD__ __NAMESPACE__ __TRAIT__ __halt_compiler "
        "TRUE FALSE NULL True False Null self static parent PHP_EOL PHP_INT_MAX PHP_INT_MIN PHP_INT_SIZE "
        "PHP_VERSION "
        "PHP_VERSION_ID PHP_OS PHP_OS_FAMILY PHP_SAPI PHP_FLOAT_EPSILON PHP_FLOAT_MAX DIRECTORY_SEPARATOR "
        "PATH_SEPARATOR E_ALL E_ERROR E_WARNING E_NOTICE E_STRICT E_DEPRECATED E_USER_ERROR E_USER_WARNING "
        "E_USER_NOTICE E_USER_DEPRECATED M_PI NAN INF STDIN STDOUT STDERR SORT_REGULAR SORT_STRING "
        "SORT_NUMERIC "
        "COUNT_RECURSIVE ARRAY_FILTER_USE_KEY ARRAY_FILTER_USE_BOTH ENT_QUOTES JSON_THROW_ON_ERROR "
        "JSON_PRETTY_PRINT "
        "JSON_UNESCAPED_SLASHES JSON_UNESCAPED_UNICODE JSON_ERROR_NONE LOCK_EX FILE_APPEND "
        "PREG_SPLIT_NO_EMPTY "
        "ArgumentCountError ArithmeticError ArrayAccess ArrayIterator ArrayObject AppendIterator Attribute "
        "BackedEnum "
        "BadFunctionCallException BadMethodCallException CachingIterator CallbackFilterIterator Closure "
        "Countable "
        "DateInterval DatePeriod DateTime DateTimeImmutable DateTimeInterface DateTimeZone DirectoryIterator "
        "DivisionByZeroError DomainException EmptyIterator Error ErrorException Exception FilesystemIterator "
        "FilterIterator Fiber Generator GlobIterator InfiniteIterator InvalidArgumentException Iterator "
        "IteratorAggregate IteratorIterator JsonException JsonSerializable LengthException LimitIterator "
        "LogicException "
        "MultipleIterator NoRewindIterator OutOfBoundsException OutOfRangeException OuterIterator "
        "OverflowException "
        "ParseError RangeException RecursiveArrayIterator RecursiveDirectoryIterator RecursiveIterator "
        "RecursiveIteratorIterator ReflectionClass ReflectionEnum ReflectionException ReflectionFunction "
        "ReflectionFunctionAbstract ReflectionMethod ReflectionNamedType ReflectionObject "
        "ReflectionParameter "
        "ReflectionProperty ReflectionType ReflectionUnionType RegexIterator ReturnTypeWillChange "
        "RuntimeException "
        "SeekableIterator SensitiveParameter Override AllowDynamicProperties Deprecated Serializable "
        "SplDoublyLinkedList "
        "SplFileInfo SplFileObject SplFixedArray SplHeap SplMaxHeap SplMinHeap SplObjectStorage SplObserver "
        "SplPriorityQueue SplQueue SplStack SplSubject SplTempFileObject Stringable Throwable Traversable "
        "TypeError "
        "UnderflowException UnexpectedValueException UnhandledMatchError UnitEnum ValueError WeakMap "
        "WeakReference "
        "stdClass iterable callable mixed never object void "
        "abs acos addcslashes addslashes array_all array_any array_change_key_case array_chunk array_column "
        "array_combine array_count_values array_diff array_diff_assoc array_diff_key array_diff_uassoc "
        "array_diff_ukey "
        "array_fill array_fill_keys array_filter array_find array_find_key array_flip array_intersect "
        "array_intersect_assoc array_intersect_key array_intersect_ukey array_is_list array_key_exists "
        "array_key_first "
        "array_key_last array_keys array_map array_merge array_merge_recursive array_multisort array_pad "
        "array_pop "
        "array_product array_push array_rand array_reduce array_replace array_replace_recursive "
        "array_reverse "
        "array_search array_shift array_slice array_splice array_sum array_udiff array_uintersect "
        "array_unique "
        "array_unshift array_values array_walk array_walk_recursive arsort asin asort assert atan atan2 "
        "base64_decode "
        "base64_encode base_convert basename bin2hex bindec boolval call_user_func call_user_func_array ceil "
        "chdir "
        "checkdate chmod chop chown chr chunk_split class_exists class_implements class_parents class_uses "
        "clearstatcache "
        "closedir compact constant copy cos count crc32 ctype_alnum ctype_alpha ctype_digit ctype_lower "
        "ctype_punct "
        "ctype_space ctype_upper ctype_xdigit current date date_create date_default_timezone_get "
        "date_default_timezone_set debug_backtrace debug_zval_refcount decbin dechex decoct define defined "
        "die dir dirname "
        "disk_free_space each echo empty end enum_exists error_get_last error_log error_reporting "
        "escapeshellarg "
        "escapeshellcmd eval exec exit exp explode extension_loaded extract fclose feof fflush fgetc fgetcsv "
        "fgets file "
        "file_exists file_get_contents file_put_contents fileatime filemtime fileperms filesize filetype "
        "filter_input "
        "filter_var floatval flock floor flush fmod fopen forward_static_call fpassthru fprintf fputcsv "
        "fputs fread "
        "fscanf fseek fstat ftell ftruncate func_get_arg func_get_args func_num_args function_exists fwrite "
        "gc_collect_cycles "
        "get_called_class get_class get_class_methods get_class_vars get_debug_type get_object_vars "
        "get_parent_class "
        "get_resource_type getcwd getdate getenv gethostname getmypid getopt gettype glob gmdate hash "
        "hash_algos "
        "hash_equals hash_file hash_hmac header headers_sent hex2bin hexdec highlight_string hrtime "
        "html_entity_decode "
        "htmlentities htmlspecialchars htmlspecialchars_decode http_build_query http_response_code idate "
        "ignore_user_abort "
        "implode in_array ini_get ini_set interface_exists intdiv intval ip2long is_a is_array is_bool "
        "is_callable "
        "is_countable is_dir is_double is_executable is_file is_finite is_float is_infinite is_int "
        "is_integer is_iterable "
        "is_link is_long is_nan is_null is_numeric is_object is_readable is_resource is_scalar is_string "
        "is_subclass_of "
        "is_uploaded_file is_writable is_writeable isset iterator_apply iterator_count iterator_to_array "
        "join "
        "json_decode json_encode json_last_error json_last_error_msg json_validate key key_exists krsort "
        "ksort lcfirst "
        "levenshtein link list localeconv log log10 long2ip ltrim mail max mb_check_encoding mb_convert_case "
        "mb_convert_encoding mb_detect_encoding mb_internal_encoding mb_str_pad mb_str_split mb_stripos "
        "mb_strlen "
        "mb_strpos mb_strrpos mb_strtolower mb_strtoupper mb_strwidth mb_substr mb_substr_count md5 md5_file "
        "memory_get_peak_usage memory_get_usage metaphone method_exists microtime min mkdir mktime "
        "move_uploaded_file "
        "mt_rand mt_srand natcasesort natsort next nl2br number_format ob_end_clean ob_end_flush "
        "ob_get_clean "
        "ob_get_contents ob_get_flush ob_get_level ob_start octdec opendir ord pack parse_ini_file "
        "parse_ini_string "
        "parse_str parse_url passthru password_hash password_needs_rehash password_verify pathinfo pclose "
        "php_sapi_name "
        "php_uname phpinfo phpversion pi popen pos pow preg_grep preg_last_error preg_last_error_msg "
        "preg_match "
        "preg_match_all preg_quote preg_replace preg_replace_callback preg_replace_callback_array preg_split "
        "prev print "
        "print_r printf proc_close proc_open property_exists putenv quotemeta rand random_bytes random_int "
        "range "
        "rawurldecode rawurlencode readdir readfile readlink realpath register_shutdown_function rename "
        "reset "
        "restore_error_handler restore_exception_handler rewind rmdir round rsort rtrim scandir serialize "
        "set_error_handler set_exception_handler set_time_limit setcookie setlocale settype sha1 sha1_file "
        "shell_exec "
        "shuffle similar_text sin sizeof sleep sort soundex spl_autoload_register spl_autoload_functions "
        "spl_object_hash "
        "spl_object_id sprintf sqrt srand sscanf stat str_contains str_ends_with str_getcsv str_ireplace "
        "str_pad "
        "str_repeat str_replace str_rot13 str_shuffle str_split str_starts_with str_word_count strcasecmp "
        "strchr strcmp "
        "strcoll strcspn stream_context_create stream_get_contents stream_get_meta_data stream_isatty "
        "strftime "
        "strip_tags stripcslashes stripos stripslashes stristr strlen strnatcasecmp strnatcmp strncasecmp "
        "strncmp strpbrk "
        "strpos strrchr strrev strripos strrpos strspn strstr strtok strtolower strtotime strtoupper strtr "
        "strval substr "
        "substr_compare substr_count substr_replace symlink sys_get_temp_dir system tan tempnam time "
        "time_nanosleep "
        "timezone_identifiers_list tmpfile touch trait_exists trigger_error trim uasort ucfirst ucwords "
        "uksort umask "
        "uniqid unlink unpack unserialize unset urldecode urlencode user_error usleep usort utf8_decode "
        "utf8_encode "
        "var_dump var_export version_compare vfprintf vprintf vsprintf wordwrap",
};
