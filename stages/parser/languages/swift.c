// Swift, by The Swift Programming Language (language reference, Swift 5.9) and grammar tree-sitter-swift 0.7.
//
// Classes and actors are `class`, protocols `interface`, an extension is an `impl` block of its type's name,
// whose members are qualified with that name. Initialisers are constructors called `init`; `deinit` and
// `subscript` are methods of these names. Properties, stored and computed, are FIELD facts; what accessors
// call belongs to the type. A `let` that holds a closure is a function under its name. Variables at the top
// of a file are rows (`let`: const). Associated types and type parameters are names of their type only.
// `: A, B` does not say what A is: of a class the first is taken for its superclass unless its name reads as
// a protocol's (the standard library's, and *Protocol, *Delegate, *DataSource, *able, *ible), all others are
// IMPLEMENTS; of a protocol all are EXTENDS. A call of a type constructs; `Foo.init(...)` is the call of Foo.
// Optional types are their wrapped type; arrays, sets and dictionaries are containers of their elements or
// values. `.member` without a base is not looked for. Any type may have members in extensions elsewhere, so
// names inside types are left to the linker unless they are local. Tests: subclasses of XCTestCase by that
// name, @Test and @Suite by their attribute.
#include "stages/parser/extract.h"

const TSLanguage *tree_sitter_swift(void);

enum { CHILDREN_MAX = 256, CLIMB_MAX = 6 };

// ---- looking around

static uint32_t
unknown(extraction *x)
{
    return extract_expression(x, EXPRESSION_UNKNOWN, (span){0}, FACT_NONE);
}

static bool
has_suffix(span text, const char *suffix)
{
    size_t size = strlen(suffix);
    return text.size >= size && memcmp(text.data + text.size - size, suffix, size) == 0;
}

static bool
in_type_body(const extraction *x)
{
    TSNode around = extract_ancestor(x, 1);
    return extract_is(around, "class_body") || extract_is(around, "enum_class_body") ||
           extract_is(around, "protocol_body");
}

// Whether one of the declaration's modifiers reads so.
static bool
has_modifier(const extraction *x, TSNode node, const char *word)
{
    for (children each = children_of(extract_child(node, "modifiers")); children_next(&each);) {
        if (span_is(extract_text(x, each.node), word)) {
            children_end(&each);
            return true;
        }
    }
    return false;
}

static unsigned
member_flags(const extraction *x, TSNode node)
{
    bool is_static = has_modifier(x, node, "static") || has_modifier(x, node, "class");
    bool is_private = has_modifier(x, node, "private") || has_modifier(x, node, "fileprivate");
    return (is_static ? SYMBOL_CLASS_LEVEL : 0) | (is_private ? SYMBOL_PRIVATE : 0);
}

// Whether the declaration has the attribute @name.
static bool
has_attribute(const extraction *x, TSNode node, const char *name)
{
    for (children each = children_of(extract_child(node, "modifiers")); children_next(&each);) {
        bool is_it = extract_is(each.node, "attribute") &&
                     span_is(extract_text(x, extract_child(each.node, "user_type")), name);
        if (is_it) {
            children_end(&each);
            return true;
        }
    }
    return false;
}

// ---- types

static bool
is_class(const extraction *x, TSNode node)
{
    return span_is(extract_text(x, extract_field(x, node, F_declaration_kind)), "class");
}

static bool
reads_as_protocol(span name)
{
    static const char known[] =
        " Codable Comparable Decodable Encodable Equatable Error Hashable Identifiable "
        "CaseIterable Collection CustomStringConvertible ObservableObject Sendable Sequence View ";
    return span_is_one_of(name, known) || has_suffix(name, "Protocol") || has_suffix(name, "Delegate") ||
           has_suffix(name, "DataSource") || has_suffix(name, "able") || has_suffix(name, "ible");
}

static void
refer_to_bases(extraction *x, TSNode node)
{
    bool is_protocol = extract_is(node, "protocol_declaration"), is_first = is_class(x, node);
    for (children each = children_of(node); children_next(&each);) {
        if (!extract_is(each.node, "inheritance_specifier"))
            continue;
        TSNode base = extract_field(x, each.node, F_inherits_from);
        bool extends = is_protocol || (is_first && !reads_as_protocol(extract_text(x, base)));
        is_first = false;
        extract_reference(x, extends ? REFERENCE_EXTENDS : REFERENCE_IMPLEMENTS, extract_lower(x, base), base,
                          FACT_NONE);
        extract_claim(x, base);
    }
}

static test_detection
detection_of(const extraction *x, TSNode node)
{
    if (has_attribute(x, node, "Test") || has_attribute(x, node, "Suite"))
        return DETECTION_ATTRIBUTE;
    TSNode base = extract_field(x, extract_child(node, "inheritance_specifier"), F_inherits_from);
    return span_is(extract_text(x, base), "XCTestCase") ? DETECTION_NAME : DETECTION_NONE;
}

static entity_kind
type_kind(const extraction *x, TSNode node)
{
    span kind = extract_text(x, extract_field(x, node, F_declaration_kind));
    return span_is(kind, "struct")      ? ENTITY_STRUCT
           : span_is(kind, "enum")      ? ENTITY_ENUM
           : span_is(kind, "extension") ? ENTITY_IMPL
           : span_is(kind, "protocol")  ? ENTITY_INTERFACE
                                        : ENTITY_CLASS;
}

static void
enter_type_declaration(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, node, F_name);
    definition definition = DEFINITION_NONE;
    definition.kind = type_kind(x, node);
    definition.name = extract_text(x, name);
    definition.name_node = name;
    definition.node = node;
    definition.body = extract_field(x, node, F_body);
    definition.detection = detection_of(x, node);
    if (definition.kind == ENTITY_IMPL)
        definition.owner = extract_lower(x, name);
    if (!definition.name.size)
        return;
    extract_define(x, &definition);
    extract_has_bases(x);
    refer_to_bases(x, node);
}

static void
enter_typealias(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, node, F_name), type = extract_field(x, node, F_value);
    if (ts_node_is_null(type) && ts_node_named_child_count(node))
        type = ts_node_named_child(node, ts_node_named_child_count(node) - 1);
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_TYPE_ALIAS;
    definition.name = extract_text(x, name);
    definition.name_node = name;
    definition.node = node;
    definition.type = extract_lower(x, type);
    if (definition.name.size)
        extract_define_flat(x, &definition);
    extract_scope(x); // of its type parameters
}

static void
enter_enum_entry(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    for (children each = children_of(node); children_next(&each);) {
        if (!extract_is(each.node, "simple_identifier") || extract_is_claimed(x, each.node))
            continue;
        definition member = DEFINITION_NONE;
        member.kind = ENTITY_ENUMERATOR;
        member.name = extract_text(x, each.node);
        member.name_node = each.node;
        member.node = node;
        member.flags = SYMBOL_CLASS_LEVEL;
        extract_define_flat(x, &member);
    }
}

// Names that are labels and no references: of associated values, tuple elements and captures.
static void
enter_labels(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t count = ts_node_child_count(node);
    for (uint32_t i = 1; i < count && i < CHILDREN_MAX; i++) {
        if (span_is(extract_text(x, ts_node_child(node, i)), ":"))
            extract_claim(x, ts_node_child(node, i - 1));
    }
}

static void
enter_type_parameter(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_child(node, "type_identifier"), bound = extract_child(node, "user_type");
    extract_local(x, extract_text(x, name), extract_lower(x, bound), 0);
}

static void
enter_associated_type(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    extract_local(x, extract_text(x, extract_field(x, node, F_name)), FACT_NONE, 0);
}

// ---- functions

// Parameters are children of the declaration, each followed by `= default` or `...`.
static void
count_parameters(const extraction *x, TSNode node, definition *definition)
{
    bool is_after = false;
    uint32_t count = ts_node_child_count(node);
    for (uint32_t i = 0; i < count && i < CHILDREN_MAX; i++) {
        TSNode child = ts_node_child(node, i);
        span text = extract_text(x, child);
        if (extract_is(child, "parameter")) {
            is_after = true;
            bool is_variadic = has_suffix(text, "...");
            definition->arity_min += !is_variadic;
            definition->arity_max += !is_variadic;
            definition->flags |= is_variadic ? SYMBOL_VARIADIC : 0;
        } else if (is_after && span_is(text, "=") && definition->arity_min) {
            definition->arity_min--;
        } else if (is_after && span_is(text, "...")) {
            definition->flags |= SYMBOL_VARIADIC;
            definition->arity_min -= definition->arity_min > 0;
            definition->arity_max -= definition->arity_max > 0;
        }
    }
}

static void
define_callable(extraction *x, TSNode node, definition *definition)
{
    definition->node = node;
    definition->body = extract_field(x, node, F_body);
    definition->flags |= member_flags(x, node);
    definition->detection = has_attribute(x, node, "Test") ? DETECTION_ATTRIBUTE : DETECTION_NONE;
    count_parameters(x, node, definition);
    uint32_t symbol = extract_define(x, definition);
    TSNode result = extract_field(x, node, F_return_type);
    uint32_t type = extract_lower(x, result);
    extract_symbol_facts(x, symbol)->type = type;
}

static void
enter_function(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, node, F_name);
    definition definition = DEFINITION_NONE;
    definition.kind =
        in_type_body(x) || entity_kind_is_type(extract_symbol_kind(x)) ? ENTITY_METHOD : ENTITY_FUNCTION;
    definition.name = extract_text(x, name);
    definition.name_node = name;
    definition.flags = extract_is(node, "protocol_function_declaration") ? SYMBOL_ABSTRACT : 0;
    if (definition.name.size)
        define_callable(x, node, &definition);
}

// init, deinit, subscript: what has a keyword for a name.
static void
enter_special(extraction *x, const rule *rule, TSNode node)
{
    definition definition = DEFINITION_NONE;
    definition.kind = rule->entity;
    definition.name = span_of(rule->text);
    bool is_abstract = extract_is(extract_ancestor(x, 1), "protocol_body");
    definition.flags = is_abstract ? SYMBOL_ABSTRACT : 0;
    define_callable(x, node, &definition);
}

static TSNode
last_named(TSNode node)
{
    uint32_t count = ts_node_is_null(node) ? 0 : ts_node_named_child_count(node);
    return count ? ts_node_named_child(node, count - 1) : (TSNode){0};
}

static void
enter_parameter(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, node, F_name), type = last_named(node);
    extract_claim(x, extract_field(x, node, F_external_name));
    extract_claim(x, name);
    bool has_type = !ts_node_is_null(type) && !extract_is(type, "simple_identifier");
    uint32_t lowered = has_type ? extract_lower(x, type) : FACT_NONE;
    if (extract_is(name, "simple_identifier"))
        extract_local(x, extract_text(x, name), extract_instance(x, lowered), 0);
}

// Names that accessors have without declaring them.
static void
enter_accessor(extraction *x, const rule *rule, TSNode node)
{
    TSNode name = extract_child(node, "simple_identifier");
    extract_claim(x, name);
    extract_local(x, ts_node_is_null(name) ? span_of(rule->text) : extract_text(x, name), FACT_NONE, 0);
}

// ---- properties and variables

struct declared {
    entity_kind kind; // NONE: a local
    bool is_let;
    uint32_t visible_from;
    unsigned flags;
};

static void
declare_name(extraction *x, const struct declared *declared, TSNode node, TSNode name, uint32_t type,
             uint32_t value)
{
    extract_claim(x, name);
    span text = extract_text(x, name);
    if (declared->kind == ENTITY_NONE) {
        extract_local(x, text, type != FACT_NONE ? extract_instance(x, type) : value, declared->visible_from);
        return;
    }
    definition definition = DEFINITION_NONE;
    definition.kind = declared->kind;
    definition.name = text;
    definition.name_node = name;
    definition.node = node;
    definition.type = type != FACT_NONE ? type : value;
    definition.flags = declared->flags;
    if (text.size)
        extract_define_flat(x, &definition);
}

// The names of a pattern that is not a plain name: (a, b).
static void
declare_tuple(extraction *x, const struct declared *declared, TSNode node, TSNode pattern, int depth)
{
    if (depth > CLIMB_MAX)
        return;
    for (children each = children_of(pattern); children_next(&each);) {
        TSNode name = extract_field(x, each.node, F_bound_identifier);
        if (extract_is(each.node, "simple_identifier"))
            declare_name(x, declared, node, each.node, FACT_NONE, FACT_NONE);
        else if (!ts_node_is_null(name))
            declare_name(x, declared, node, name, FACT_NONE, FACT_NONE);
        else if (extract_is(each.node, "pattern"))
            declare_tuple(x, declared, node, each.node, depth + 1);
    }
}

// What a name that is set to `value` is known to be: calls and literals tell, other names may be types.
static uint32_t
lower_value(extraction *x, const struct declared *declared, TSNode value)
{
    bool tells = declared->kind == ENTITY_NONE || extract_is(value, "call_expression") ||
                 extract_is(value, "constructor_expression") || extract_is(value, "line_string_literal") ||
                 extract_is(value, "integer_literal");
    return tells ? extract_lower(x, value) : FACT_NONE;
}

static bool
is_closure(extraction *x, const struct declared *declared, TSNode node)
{
    TSNode pattern = extract_field(x, node, F_name), value = extract_field(x, node, F_value);
    TSNode name = extract_field(x, pattern, F_bound_identifier);
    if (!extract_is(value, "lambda_literal") || !declared->is_let || ts_node_is_null(name))
        return false;
    definition definition = DEFINITION_NONE;
    definition.kind = in_type_body(x) ? ENTITY_METHOD : ENTITY_FUNCTION;
    definition.name = extract_text(x, name);
    definition.name_node = name;
    definition.node = node;
    definition.body = value;
    definition.flags = declared->flags;
    TSNode list = extract_child(extract_field(x, value, F_type), "lambda_function_type_parameters");
    definition.arity_min = definition.arity_max = extract_count(x, list);
    extract_define(x, &definition);
    return true;
}

static struct declared
declared_by(const extraction *x, TSNode node)
{
    TSNode binding = extract_child(node, "value_binding_pattern"), around = extract_ancestor(x, 1);
    struct declared declared = {.visible_from = ts_node_end_byte(node)};
    declared.is_let = span_starts(extract_text(x, binding), "let");
    if (in_type_body(x)) {
        declared.kind = ENTITY_FIELD;
        declared.flags = member_flags(x, node);
    } else if (extract_is(around, "source_file") || (extract_is(around, "ERROR") && extract_symbol(x) == 0)) {
        declared.kind = declared.is_let ? ENTITY_CONSTANT : ENTITY_VARIABLE;
    }
    return declared;
}

// What may stand behind a name besides its value.
static bool
is_value(TSNode node)
{
    return !extract_is(node, "computed_property") && !extract_is(node, "willset_didset_block") &&
           !extract_is(node, "type_constraints");
}

// `let a = 1, b: T, (c, d) = e`: each name with the type and value that follow it; `let a, b: T` are both T.
static void
enter_property(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    struct declared declared = declared_by(x, node);
    if (is_closure(x, &declared, node))
        return;
    TSNode names[8];
    uint32_t name_count = 0;
    uint32_t type = FACT_NONE, value = FACT_NONE;
    children each = children_of(node);
    for (bool is_there = true; is_there;) {
        is_there = children_next(&each);
        bool is_next = !is_there ||
                       (extract_is(each.node, "pattern") && (type != FACT_NONE || value != FACT_NONE)) ||
                       name_count == 8;
        for (uint32_t i = 0; is_next && i < name_count; i++) {
            TSNode name = extract_field(x, names[i], F_bound_identifier);
            if (ts_node_is_null(name))
                declare_tuple(x, &declared, node, names[i], 0);
            else
                declare_name(x, &declared, node, name, type, value);
        }
        if (is_next) {
            name_count = 0;
            type = value = FACT_NONE;
        }
        if (!is_there)
            break;
        if (extract_is(each.node, "pattern"))
            names[name_count++] = each.node;
        else if (extract_is(each.node, "type_annotation"))
            type = extract_lower(x, last_named(each.node));
        else if (name_count && is_value(each.node))
            value = lower_value(x, &declared, each.node);
    }
}

static void
enter_protocol_property(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    struct declared declared = {.kind = ENTITY_FIELD, .flags = SYMBOL_ABSTRACT | member_flags(x, node)};
    TSNode name = extract_field(x, extract_field(x, node, F_name), F_bound_identifier);
    declare_name(x, &declared, node, name,
                 extract_lower(x, last_named(extract_child(node, "type_annotation"))), FACT_NONE);
}

// `if let a = b, case .c(let d) = e`: the parts are children of the statement, in order.
static void
enter_conditions(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = {0};
    bool is_after_dot = false, is_after_equals = false;
    uint32_t count = ts_node_child_count(node);
    for (uint32_t i = 0; i < count && i < CHILDREN_MAX; i++) {
        TSNode child = ts_node_child(node, i);
        span text = extract_text(x, child);
        bool is_name = i > 0 && extract_is(ts_node_child(node, i - 1), "value_binding_pattern");
        if (is_name && extract_is(child, "simple_identifier")) {
            name = child;
            extract_claim(x, child);
        } else if (is_after_dot) {
            extract_claim(x, child); // an enumerator
        } else if (is_after_equals && !ts_node_is_null(name)) {
            extract_local(x, extract_text(x, name), extract_lower(x, child), ts_node_end_byte(child));
            name = (TSNode){0};
        }
        is_after_dot = span_is(text, ".");
        is_after_equals = span_is(text, "=");
    }
}

// Whether a bare name in the pattern being entered is a new one: `let` stands before it somewhere, or `for`.
static bool
is_binding(const extraction *x)
{
    for (uint32_t up = 1; up <= CLIMB_MAX; up++) {
        TSNode around = extract_ancestor(x, up);
        if (extract_is(around, "for_statement"))
            return true;
        if (!extract_is(around, "pattern"))
            return false;
        if (extract_is(ts_node_named_child(around, 0), "value_binding_pattern"))
            return true;
    }
    return false;
}

static void
enter_pattern(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, node, F_bound_identifier);
    if (ts_node_is_null(name) && ts_node_child_count(node) == 1 && is_binding(x))
        name = ts_node_child(node, 0);
    if (extract_is(name, "simple_identifier") && !extract_is_claimed(x, name)) {
        extract_local(x, extract_text(x, name), FACT_NONE, 0);
        extract_claim(x, name);
    }
    uint32_t count = ts_node_child_count(node);
    for (uint32_t i = 1; i < count && i < CLIMB_MAX; i++) { // `.name`: an enumerator
        if (span_is(extract_text(x, ts_node_child(node, i - 1)), "."))
            extract_claim(x, ts_node_child(node, i));
    }
}

static void
enter_for(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, extract_field(x, node, F_item), F_bound_identifier);
    uint32_t collection = extract_lower(x, extract_field(x, node, F_collection));
    if (ts_node_is_null(name))
        return;
    uint32_t element = collection == FACT_NONE
                           ? FACT_NONE
                           : extract_expression(x, EXPRESSION_ELEMENT, (span){0}, collection);
    extract_local(x, extract_text(x, name), element, 0);
    extract_claim(x, name);
}

static void
enter_capture(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, node, F_name), value = extract_field(x, node, F_value);
    extract_claim(x, name);
    if (extract_is(name, "simple_identifier") && !ts_node_is_null(value))
        extract_local(x, extract_text(x, name), extract_lower(x, value), ts_node_end_byte(node));
}

// ---- imports, macros, attributes

// `import struct Foo.Bar` takes one name, other imports take all of a module.
static void
enter_import(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode path = extract_child(node, "identifier");
    span module = extract_text(x, path);
    bool is_one = false;
    uint32_t count = ts_node_child_count(node);
    for (uint32_t i = 0; i < count && i < CHILDREN_MAX; i++)
        is_one |= span_is_one_of(extract_text(x, ts_node_child(node, i)),
                                    " struct class enum protocol func var let typealias ");
    size_t dot = module.size;
    while (is_one && dot > 0 && module.data[dot - 1] != '.')
        dot--;
    if (!module.size)
        return;
    if (!is_one || !dot) {
        extract_import(x, IMPORT_WILDCARD, module, (span){0}, (span){0}, node);
        return;
    }
    span name = span_slice(module, dot, module.size);
    if (name.size)
        extract_import(x, 0, span_slice(module, 0, dot - 1), name, name, node);
}

static void
enter_macro_declaration(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_child(node, "simple_identifier");
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_MACRO;
    definition.name = extract_text(x, name);
    definition.name_node = name;
    definition.node = node;
    definition.body = extract_field(x, node, F_definition);
    if (definition.name.size)
        extract_define(x, &definition);
}

static void
enter_macro_invocation(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_child(node, "simple_identifier");
    extract_reference(x, REFERENCE_MACRO, extract_lower(x, name), node, FACT_NONE);
    extract_claim(x, name);
}

static void
enter_attribute(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_child(node, "user_type");
    extract_reference(x, REFERENCE_DECORATOR, extract_lower(x, name), node, FACT_NONE);
    extract_claim(x, name);
}

// ---- calls

// `a[i]` is parsed as a call.
static bool
is_subscript(const extraction *x, TSNode suffix)
{
    TSNode arguments = extract_child(suffix, "value_arguments");
    return span_starts(extract_text(x, arguments), "[");
}

static uint32_t
count_arguments(const extraction *x, TSNode suffix)
{
    uint32_t count = extract_count(x, extract_child(suffix, "value_arguments"));
    for (children each = children_of(suffix); children_next(&each);)
        count += extract_is(each.node, "lambda_literal");
    return count;
}

// In `a + b(c)` and `!b(c)` the grammar takes the operation for what is called: its last operand is. The
// name, if it is one, is claimed.
static void
claim_callee(extraction *x, TSNode callee)
{
    for (int i = 0; i < CLIMB_MAX; i++) {
        bool is_operation =
            extract_is(callee, "additive_expression") || extract_is(callee, "multiplicative_expression") ||
            extract_is(callee, "bitwise_operation") || extract_is(callee, "prefix_expression");
        if (!is_operation)
            break;
        callee = last_named(callee);
    }
    if (extract_is(callee, "simple_identifier"))
        extract_claim(x, callee);
}

// For the same reason an operation denotes what its last operand does.
static uint32_t
lower_operation(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t operand = extract_lower(x, last_named(node));
    return operand == FACT_NONE ? unknown(x) : operand;
}

static void
enter_call_expression(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode callee = ts_node_named_child(node, 0), suffix = extract_child(node, "call_suffix");
    if (ts_node_is_null(callee) || is_subscript(x, suffix))
        return;
    extract_reference(x, REFERENCE_CALL, extract_lower(x, callee), node, count_arguments(x, suffix));
    claim_callee(x, callee);
}

static uint32_t
lower_call_expression(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t callee = extract_lower(x, ts_node_named_child(node, 0));
    if (callee == FACT_NONE)
        return unknown(x);
    bool is_element = is_subscript(x, extract_child(node, "call_suffix"));
    return extract_expression(x, is_element ? EXPRESSION_ELEMENT : EXPRESSION_CALL, (span){0}, callee);
}

// `Array<Foo>()`, `Foo<Int>()`
static void
enter_constructor_call(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode type = extract_field(x, node, F_constructed_type);
    if (!extract_is(type, "user_type"))
        return;
    extract_reference(x, REFERENCE_CALL, extract_lower(x, type), node,
                      count_arguments(x, extract_child(node, "constructor_suffix")));
    extract_claim(x, type);
}

// `Foo.init` and `Foo.self` are Foo.
static uint32_t
lower_navigation(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t target = extract_lower(x, extract_field(x, node, F_target));
    TSNode suffix = extract_field(x, node, F_suffix);
    span name = extract_text(x, extract_field(x, suffix, F_suffix));
    if (target == FACT_NONE || !name.size)
        return unknown(x);
    if (span_is(name, "init") || span_is(name, "self"))
        return target;
    return extract_expression(x, EXPRESSION_MEMBER, name, target);
}

// `.name` has a base that only types tell.
static uint32_t
lower_prefix(extraction *x, const rule *rule, TSNode node)
{
    bool is_implicit = span_is(extract_text(x, ts_node_child(node, 0)), ".");
    return is_implicit ? unknown(x) : lower_inner(x, rule, node);
}

static void
enter_prefix(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    if (span_is(extract_text(x, ts_node_child(node, 0)), "."))
        extract_claim(x, extract_field(x, node, F_target));
}

// `value as T`
static uint32_t
lower_cast(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t type = extract_instance(x, extract_lower(x, last_named(node)));
    return type == FACT_NONE ? unknown(x) : type;
}

// ---- what types denote

static uint32_t
lower_user_type(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    enum { ARGUMENTS_MAX = 8 };
    uint32_t base = FACT_NONE, arguments[ARGUMENTS_MAX], count = 0, enclosing = extract_enclosing_type(x);
    span first = {"", 0};
    for (children each = children_of(node); children_next(&each);) {
        span text = extract_text(x, each.node);
        if (extract_is(each.node, "type_identifier") && base == FACT_NONE) {
            first = text;
            bool is_self = span_is(text, "Self") && enclosing != FACT_NONE;
            base = extract_name(x, is_self ? extract_symbol_name(x, enclosing) : text,
                                ts_node_start_byte(each.node));
        } else if (extract_is(each.node, "type_identifier")) {
            base = extract_expression(x, EXPRESSION_MEMBER, text, base);
        }
        for (children type = children_of(extract_is(each.node, "type_arguments") ? each.node : (TSNode){0});
             children_next(&type);) {
            if (count < ARGUMENTS_MAX)
                arguments[count++] = extract_lower(x, type.node);
        }
    }
    if (count && span_is_one_of(first, " Optional "))
        return arguments[0];
    if (count &&
        span_is_one_of(first, " Array Set Dictionary ContiguousArray ArraySlice Sequence Collection "))
        return extract_expression(x, EXPRESSION_CONTAINER, (span){0}, arguments[count - 1]);
    if (base == FACT_NONE)
        return unknown(x);
    return count ? extract_generic(x, base, arguments, count) : base;
}

// An array's element, a dictionary's value.
static uint32_t
lower_collection_type(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t element = extract_lower(x, last_named(node));
    return element == FACT_NONE ? unknown(x)
                                : extract_expression(x, EXPRESSION_CONTAINER, (span){0}, element);
}

// The grammar does not take #if, #elseif, #else and #endif between members of a type: their lines are parsed
// as blank, so that all branches are read one after the other.
static void
mask_directives(span source, char *copy)
{
    for (size_t start = 0, end; start < source.size; start = end + 1) {
        const char *newline = memchr(source.data + start, '\n', source.size - start);
        end = newline ? (size_t)(newline - source.data) : source.size;
        size_t at = start;
        while (at < end && (source.data[at] == ' ' || source.data[at] == '\t'))
            at++;
        span word = span_slice(source, at, at);
        while (at < end && (source.data[at] == '#' || (source.data[at] >= 'a' && source.data[at] <= 'z')))
            at++;
        word.size = (size_t)(source.data + at - word.data);
        if (span_is_one_of(word, "#if #elseif #else #endif"))
            memset(copy + start, ' ', end - start);
    }
}

// All files of a target see each other (Swift Package Manager: Sources/<target>/, Tests/<target>/).
static void
note_target(extraction *x, TSNode root)
{
    (void)root;
    span path = extract_path(x);
    for (size_t i = 0; i < path.size; i++) {
        span rest = span_slice(path, i, path.size);
        bool starts_part = i == 0 || path.data[i - 1] == '/';
        size_t skip = span_starts(rest, "Sources/") ? 8 : span_starts(rest, "Tests/") ? 6 : 0;
        if (!starts_part || !skip)
            continue;
        span name = span_slice(rest, skip, rest.size);
        const char *slash = memchr(name.data, '/', name.size);
        if (slash && slash > name.data)
            extract_package(x, span_slice(name, 0, (size_t)(slash - name.data)));
        return;
    }
}

static const rule rules[] = {
    {"comment", .flags = RULE_COMMENT | RULE_SKIP},
    {"multiline_comment", .flags = RULE_COMMENT | RULE_SKIP},
    {"import_declaration", .enter = enter_import, .flags = RULE_IMPORT | RULE_SKIP},
    {"directive", .flags = RULE_SKIP},
    {"diagnostic", .flags = RULE_SKIP},
    {"availability_condition", .flags = RULE_SKIP},
    {"operator_declaration", .flags = RULE_SKIP},
    {"precedence_group_declaration", .flags = RULE_SKIP},
    {"class_declaration", .enter = enter_type_declaration},
    {"protocol_declaration", .enter = enter_type_declaration},
    {"typealias_declaration", .enter = enter_typealias},
    {"associatedtype_declaration", .enter = enter_associated_type},
    {"enum_entry", .enter = enter_enum_entry},
    {"enum_type_parameters", .enter = enter_labels},
    {"tuple_type_item", .enter = enter_labels},
    {"tuple_expression", .enter = enter_labels},
    {"type_parameter", .enter = enter_type_parameter},
    {"function_declaration", .enter = enter_function},
    {"protocol_function_declaration", .enter = enter_function},
    {"init_declaration", .enter = enter_special, .entity = ENTITY_CONSTRUCTOR, .text = "init"},
    {"deinit_declaration", .enter = enter_special, .entity = ENTITY_METHOD, .text = "deinit"},
    {"subscript_declaration", .enter = enter_special, .entity = ENTITY_METHOD, .text = "subscript"},
    {"parameter", .enter = enter_parameter},
    {"lambda_parameter", .enter = enter_parameter},
    {"capture_list_item", .enter = enter_capture},
    {"property_declaration", .enter = enter_property},
    {"protocol_property_declaration", .enter = enter_protocol_property},
    {"computed_setter", .enter = enter_accessor, .flags = RULE_SCOPE, .text = "newValue"},
    {"willset_clause", .enter = enter_accessor, .flags = RULE_SCOPE, .text = "newValue"},
    {"didset_clause", .enter = enter_accessor, .flags = RULE_SCOPE, .text = "oldValue"},
    {"catch_block", .enter = enter_accessor, .flags = RULE_SCOPE, .text = "error"},
    {"macro_declaration", .enter = enter_macro_declaration},
    {"macro_invocation", .enter = enter_macro_invocation},
    {"attribute", .enter = enter_attribute},
    {"pattern", .enter = enter_pattern},
    {"for_statement", .enter = enter_for, .flags = RULE_SCOPE},
    {"if_statement", .enter = enter_conditions, .flags = RULE_SCOPE},
    {"while_statement", .enter = enter_conditions, .flags = RULE_SCOPE},
    {"guard_statement", .enter = enter_conditions},
    {"statements", .flags = RULE_SCOPE},
    {"switch_entry", .flags = RULE_SCOPE},
    {"lambda_literal", .flags = RULE_SCOPE},
    {"computed_property", .flags = RULE_SCOPE},
    {"call_expression", .enter = enter_call_expression, .lower = lower_call_expression},
    {"constructor_expression", .enter = enter_constructor_call, .lower = lower_construct,
     .operand = F_constructed_type},
    {"navigation_expression", .lower = lower_navigation},
    {"navigation_suffix", .flags = RULE_SKIP},
    {"value_argument_label", .flags = RULE_SKIP},
    {"identifier", .flags = RULE_SKIP},
    {"key_path_expression", .flags = RULE_SKIP},
    {"try_expression", .lower = lower_inner, .operand = F_expr},
    {"await_expression", .lower = lower_inner, .operand = F_expr},
    {"postfix_expression", .lower = lower_inner, .operand = F_target},
    {"prefix_expression", .enter = enter_prefix, .lower = lower_prefix, .operand = F_target},
    {"nil_coalescing_expression", .lower = lower_inner, .operand = F_value},
    {"ternary_expression", .lower = lower_inner, .operand = F_if_true},
    {"as_expression", .lower = lower_cast},
    {"additive_expression", .lower = lower_operation},
    {"multiplicative_expression", .lower = lower_operation},
    {"bitwise_operation", .lower = lower_operation},
    {"simple_identifier", .enter = enter_value, .lower = lower_name},
    {"self_expression", .lower = lower_self, .flags = RULE_SELF},
    {"super_expression", .lower = lower_super},
    {"user_type", .enter = enter_type, .lower = lower_user_type},
    {"optional_type", .lower = lower_inner},
    {"array_type", .lower = lower_collection_type},
    {"dictionary_type", .lower = lower_collection_type},
    {"opaque_type", .lower = lower_inner},
    {"existential_type", .lower = lower_inner},
    {"line_string_literal", .lower = lower_literal, .text = "String"},
    {"multi_line_string_literal", .lower = lower_literal, .text = "String"},
    {"raw_string_literal", .lower = lower_literal, .text = "String"},
    {"integer_literal", .lower = lower_literal, .flags = RULE_SKIP, .text = "Int"},
    {"real_literal", .lower = lower_literal, .flags = RULE_SKIP, .text = "Double"},
    {"boolean_literal", .lower = lower_literal, .flags = RULE_SKIP, .text = "Bool"},
    {0},
};

const language lang_swift = {
    .id = LANGUAGE_SWIFT,
    .grammar = tree_sitter_swift,
    .flags = LANGUAGE_MEMBERS_IN_SCOPE | LANGUAGE_CALL_CONSTRUCTS,
    .rules = rules,
    .decisions = "if_statement guard_statement for_statement while_statement repeat_while_statement switch_entry "
                 "-default_keyword catch_block ternary_expression conjunction_expression disjunction_expression",
    .mask = mask_directives,
    .begin = note_target,
    .builtins =
        "$0 $1 $2 $3 $4 $5 _ Any AnyClass AnyHashable AnyObject Array ArraySlice Bool CaseIterable Character "
        "Codable "
        "Collection Comparable ContiguousArray CustomStringConvertible Decodable Dictionary Double Encodable "
        "Equatable Error Float Float32 Float64 Hashable Identifiable Int Int16 Int32 Int64 Int8 "
        "IteratorProtocol "
        "KeyPath Never Optional RawRepresentable Result Self Sendable Sequence Set StaticString String "
        "Substring "
        "UInt UInt16 UInt32 UInt64 UInt8 Void abs assert assertionFailure autoclosure available convention "
        "debugPrint "
        "discardableResult dump dynamicCallable dynamicMemberLookup escaping fatalError frozen inlinable "
        "inline main "
        "max min nonobjc objc objcMembers precondition preconditionFailure preconcurrency print "
        "propertyWrapper "
        "repeatElement resultBuilder sequence stride swap testable type unchecked unsafeBitCast "
        "usableFromInline "
        "warn_unqualified_access withUnsafePointer zip error file line function column selector",
};
