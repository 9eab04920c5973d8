// Kotlin, by the Kotlin language specification (1.9) and grammar
// @tree-sitter-grammars/tree-sitter-kotlin 1.1.
//
// The package is the file's, and no part of names. Objects, companion objects (called `Companion` unless
// named) and annotation classes are classes. A primary constructor that is written is a constructor entity
// beside the secondary ones, all under the class's name; its `val` and `var` parameters, and properties of
// types, are FIELD facts, what their accessors call belongs to the type. Properties at the top of a file are
// rows: `val` a const, `var` a var. A function with a receiver is a method of the receiver's type
// ("Type.name"), wherever it stands. Members of a companion belong to the class around it as well, which is
// where they are looked for. Functions of object expressions and of the bodies of enum entries are methods
// without an owner. A lambda's inside belongs to the function around it; a call's trailing lambda is one
// argument. `A(...)` constructs when A is a type; `: A(...)` extends A and calls its constructor, `: A`
// implements A (of an interface it extends; the linker says Extends where A turns out to be a class). `::f`
// and `T::f` count as calls, with unknown arguments. An infix call is a call with one argument. `f<T>(x)`
// that the grammar takes for two comparisons is a call as well (specification, "Generic call-site
// ambiguity"). Nullable types are what they wrap; lists, sets and arrays are containers of their first type
// argument.
//
// Tests: functions annotated as tests of JUnit 4, 5, TestNG and kotlin.test, classes derived from Kotest's
// styles or JUnit 3's TestCase; paths and file names as in detect.c.
#include "stages/parser/extract.h"

const TSLanguage *tree_sitter_kotlin(void);

enum { TYPE_ARGUMENTS_MAX = 8, MODIFIERS_MAX = 32, PARAMETERS_MAX = 16 };

static const char test_annotations[] = "Test ParameterizedTest RepeatedTest TestFactory TestTemplate Before "
                                       "After BeforeEach AfterEach BeforeAll AfterAll "
                                       "BeforeClass AfterClass BeforeMethod AfterMethod BeforeTest AfterTest "
                                       "DataProvider Nested RunWith TestInstance "
                                       "SpringBootTest WebMvcTest DataJpaTest Property";

static const char test_bases[] = "TestCase StringSpec FunSpec DescribeSpec BehaviorSpec ShouldSpec WordSpec "
                                 "FreeSpec FeatureSpec ExpectSpec AnnotationSpec";

static const char container_types[] = "List MutableList ArrayList Set MutableSet HashSet LinkedHashSet "
                                      "Collection MutableCollection Iterable MutableIterable "
                                      "Iterator Sequence Array Flow Deque ArrayDeque Queue";

static uint32_t
unknown(extraction *x)
{
    return extract_expression(x, EXPRESSION_UNKNOWN, (span){0}, FACT_NONE);
}

static uint32_t
known_or_unknown(extraction *x, uint32_t expression)
{
    return expression == FACT_NONE ? unknown(x) : expression;
}

// ---- types

static bool
is_type(TSNode node)
{
    return !ts_node_is_null(node) &&
           span_is_one_of(span_of(ts_node_type(node)),
                             "user_type nullable_type non_nullable_type parenthesized_type function_type");
}

static TSNode
type_child(TSNode node)
{
    for (children each = children_of(node); children_next(&each);) {
        if (is_type(each.node)) {
            children_end(&each);
            return each.node;
        }
    }
    return (TSNode){0};
}

static uint32_t
lower_inner_type(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    return known_or_unknown(x, extract_lower(x, type_child(node)));
}

static uint32_t
lower_function_type(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t result = FACT_NONE, parameters[TYPE_ARGUMENTS_MAX], count = 0;
    TSNode list = extract_child(node, "function_type_parameters");
    for (children each = children_of(list); children_next(&each);) {
        if (count < TYPE_ARGUMENTS_MAX)
            parameters[count++] = extract_lower(x, is_type(each.node) ? each.node : type_child(each.node));
    }
    for (children each = children_of(node); children_next(&each);)
        result = is_type(each.node) ? extract_lower(x, each.node) : result;
    return extract_operation(x, EXPRESSION_FUNCTION, extract_chain(x, parameters, count), result);
}

// The last part of `a.b.C<D>`.
static span
type_name(const extraction *x, TSNode type)
{
    TSNode inner = type;
    for (int i = 0; i < 4 && !ts_node_is_null(inner) && !extract_is(inner, "user_type"); i++)
        inner = type_child(inner);
    span name = {"", 0};
    for (children each = children_of(inner); children_next(&each);)
        name = extract_is(each.node, "identifier") ? extract_text(x, each.node) : name;
    return name;
}

static uint32_t
lower_user_type(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t type = FACT_NONE, arguments[TYPE_ARGUMENTS_MAX], count = 0;
    for (children each = children_of(node); children_next(&each);) {
        if (extract_is(each.node, "identifier"))
            type = type == FACT_NONE
                       ? extract_lower(x, each.node)
                       : extract_expression(x, EXPRESSION_MEMBER, extract_text(x, each.node), type);
        if (!extract_is(each.node, "type_arguments"))
            continue;
        for (children argument = children_of(each.node); children_next(&argument);) {
            if (count < TYPE_ARGUMENTS_MAX)
                arguments[count++] = known_or_unknown(x, extract_lower(x, type_child(argument.node)));
        }
    }
    if (count && span_is_one_of(type_name(x, node), container_types))
        return extract_expression(x, EXPRESSION_CONTAINER, (span){0}, arguments[0]);
    return count ? extract_generic(x, type, arguments, count) : known_or_unknown(x, type);
}

static void
claim_names(extraction *x, TSNode node)
{
    for (children each = children_of(node); children_next(&each);) {
        if (extract_is(each.node, "identifier"))
            extract_claim(x, each.node);
    }
}

// A type as a reference to its name; its arguments are types of their own.
static void
note_type(extraction *x, reference_kind kind, TSNode node, uint32_t arguments)
{
    uint32_t type = FACT_NONE;
    for (children each = children_of(node); children_next(&each);) {
        if (extract_is(each.node, "identifier"))
            type = type == FACT_NONE
                       ? extract_lower(x, each.node)
                       : extract_expression(x, EXPRESSION_MEMBER, extract_text(x, each.node), type);
    }
    extract_reference(x, kind, type, node, arguments);
}

static void
enter_user_type(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    if (!extract_is_claimed(x, node))
        note_type(x, REFERENCE_TYPE, node, FACT_NONE);
    claim_names(x, node);
}

// Type parameters of the declaration that was just defined, with their bounds.
static void
declare_type_parameters(extraction *x, TSNode node)
{
    for (children each = children_of(extract_child(node, "type_parameters")); children_next(&each);) {
        definition parameter = DEFINITION_NONE;
        parameter.kind = ENTITY_TYPE_PARAMETER;
        parameter.node = each.node;
        parameter.name_node = extract_child(each.node, "identifier");
        parameter.name = extract_text(x, parameter.name_node);
        parameter.type = extract_lower(x, type_child(each.node));
        if (parameter.name.size)
            extract_define_flat(x, &parameter);
    }
}

// `where T : A`
static void
enter_type_constraint(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    claim_names(x, node);
}

// ---- packages and imports

static void
enter_package(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    extract_package(x, extract_text(x, extract_child(node, "qualified_identifier")));
}

static void
enter_import(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    span path = extract_text(x, extract_child(node, "qualified_identifier"));
    span alias = extract_text(x, extract_child(node, "identifier"));
    uint32_t count = ts_node_child_count(node);
    if (!path.size)
        return;
    if (count && extract_is(ts_node_child(node, count - 1), "*")) {
        extract_import(x, IMPORT_WILDCARD, path, (span){0}, (span){0}, node);
        return;
    }
    size_t dot = path.size;
    while (dot > 0 && path.data[dot - 1] != '.')
        dot--;
    span name = span_slice(path, dot, path.size);
    if (name.size)
        extract_import(x, 0, span_slice(path, 0, dot ? dot - 1 : 0), name, alias.size ? alias : name, node);
}

// ---- declarations

struct modifiers {
    unsigned flags;
    bool is_test, is_enum;
    TSNode head; // what follows the last annotation
};

static TSNode
annotation_type(TSNode annotation)
{
    TSNode call = extract_child(annotation, "constructor_invocation");
    return type_child(ts_node_is_null(call) ? annotation : call);
}

static struct modifiers
modifiers_of(const extraction *x, TSNode node)
{
    struct modifiers found = {0};
    TSNode list = extract_child(node, "modifiers");
    uint32_t count = ts_node_is_null(list) ? 0 : ts_node_child_count(list);
    found.head = ts_node_child(node, count ? 1 : 0);
    for (uint32_t i = count < MODIFIERS_MAX ? count : MODIFIERS_MAX; i-- > 0;) {
        TSNode modifier = ts_node_child(list, i);
        bool is_annotation = extract_is(modifier, "annotation");
        span text = is_annotation ? (span){"", 0} : extract_text(x, modifier);
        if (is_annotation)
            found.is_test |= span_is_one_of(type_name(x, annotation_type(modifier)), test_annotations);
        else
            found.head = modifier;
        if (span_is(text, "private"))
            found.flags |= SYMBOL_PRIVATE;
        else if (span_is(text, "abstract"))
            found.flags |= SYMBOL_ABSTRACT;
        else if (span_is(text, "enum"))
            found.is_enum = true;
    }
    return found;
}

// Whether one of the annotations that the grammar takes for expressions before `node` is a test's.
static bool
has_test_attribute(const extraction *x)
{
    uint32_t count;
    const TSNode *attributes = extract_attributes(x, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (span_is_one_of(type_name(x, annotation_type(extract_child(attributes[i], "annotation"))),
                              test_annotations))
            return true;
    }
    return false;
}

static definition
definition_at(const extraction *x, entity_kind kind, TSNode node)
{
    struct modifiers modifiers = modifiers_of(x, node);
    definition definition = DEFINITION_NONE;
    definition.kind = modifiers.is_enum ? ENTITY_ENUM : kind;
    definition.node = node;
    definition.name_node = extract_field(x, node, F_name);
    definition.name = extract_text(x, definition.name_node);
    definition.flags = modifiers.flags;
    definition.head = modifiers.head;
    definition.detection = modifiers.is_test || has_test_attribute(x) ? DETECTION_ANNOTATION : DETECTION_NONE;
    return definition;
}

// What is declared here is a member of an object: it needs no instance. In a companion it is a member of the
// class around.
static void
belong_to_object(extraction *x, definition *definition)
{
    TSNode around = extract_ancestor(x, 2);
    bool is_companion = extract_is(around, "companion_object");
    if (!is_companion && !extract_is(around, "object_declaration"))
        return;
    definition->flags |= SYMBOL_CLASS_LEVEL;
    uint32_t outer = extract_symbol_facts(x, extract_symbol(x))->parent;
    if (is_companion && outer != 0 && outer != FACT_NONE && definition->owner == FACT_NONE)
        definition->owner = extract_symbol_expression(x, outer);
}

// Whether the body around is an object expression's, or an enum entry's.
static bool
in_anonymous_class(const extraction *x)
{
    TSNode around = extract_ancestor(x, 2);
    return extract_is(extract_ancestor(x, 1), "class_body") &&
           (extract_is(around, "object_literal") || extract_is(around, "enum_entry"));
}

// ---- types that are declared

// `: A(1), B by b`
static void
enter_bases(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    if (!span_is_one_of(span_of(ts_node_type(extract_ancestor(x, 1))),
                           "class_declaration object_declaration companion_object"))
        return;
    bool is_interface = extract_symbol_kind(x) == ENTITY_INTERFACE;
    for (children each = children_of(node); children_next(&each);) {
        TSNode call = extract_child(each.node, "constructor_invocation");
        TSNode by = extract_child(each.node, "explicit_delegation");
        TSNode type = type_child(!ts_node_is_null(call) ? call : !ts_node_is_null(by) ? by : each.node);
        bool extends = is_interface || !ts_node_is_null(call);
        note_type(x, extends ? REFERENCE_EXTENDS : REFERENCE_IMPLEMENTS, type, FACT_NONE);
        if (!ts_node_is_null(call))
            note_type(x, REFERENCE_CONSTRUCT, type,
                      extract_arguments(x, extract_child(call, "value_arguments"), NULL));
        extract_claim(x, type);
        extract_has_bases(x);
    }
}

// How many arguments a parameter list takes, and of which types. A default is an expression that follows its
// parameter.
static void
take_parameters(extraction *x, uint32_t symbol, TSNode list)
{
    bool is_rest = false;
    uint32_t required = 0, all = 0, types[PARAMETERS_MAX], count = 0;
    for (children each = children_of(list); children_next(&each);) {
        if (extract_is(each.node, "parameter_modifiers")) {
            is_rest |= span_is(extract_text(x, extract_child(each.node, "parameter_modifier")), "vararg");
            continue;
        }
        if (!extract_is(each.node, "parameter")) {
            required -= required > 0; // the default of the one before
            continue;
        }
        uint32_t type = extract_lower(x, type_child(each.node));
        if (is_rest && type != FACT_NONE)
            type = extract_expression(x, EXPRESSION_CONTAINER, (span){0}, type);
        if (count < PARAMETERS_MAX)
            types[count++] = type;
        extract_symbol_facts(x, symbol)->flags |= is_rest ? SYMBOL_VARIADIC : 0;
        required += !is_rest;
        all += !is_rest;
        is_rest = false;
    }
    uint32_t parameters = extract_chain(x, types, count);
    fact_symbol *callable = extract_symbol_facts(x, symbol);
    callable->arity_min = required;
    callable->arity_max = all;
    callable->parameters = parameters;
}

// `class A(val a: Int, b: Int)`: fields, and parameters that initialisers see.
static void
declare_class_parameters(extraction *x, TSNode list)
{
    for (children each = children_of(list); children_next(&each);) {
        TSNode name = extract_child(each.node, "identifier");
        bool is_field = false;
        for (uint32_t i = 0; i < ts_node_child_count(each.node) && i < 3; i++) {
            TSNode part = ts_node_child(each.node, i);
            is_field |= extract_is(part, "val") || extract_is(part, "var");
        }
        uint32_t type = extract_lower(x, type_child(each.node));
        extract_claim(x, name);
        if (!is_field) {
            extract_local(x, extract_text(x, name), extract_instance(x, type), 0);
            continue;
        }
        definition field = DEFINITION_NONE;
        field.kind = ENTITY_FIELD;
        field.name = extract_text(x, name);
        field.name_node = name;
        field.node = each.node;
        field.type = type;
        extract_define_flat(x, &field);
    }
}

static void
enter_primary_constructor(extraction *x, const rule *rule, TSNode node)
{
    TSNode list = extract_child(node, "class_parameters");
    uint32_t types[PARAMETERS_MAX], count = 0;
    definition constructor = DEFINITION_NONE;
    constructor.kind = rule->entity;
    constructor.name = extract_symbol_name(x, extract_symbol(x));
    constructor.node = node;
    constructor.flags = modifiers_of(x, node).flags;
    for (children each = children_of(list); children_next(&each);) {
        bool is_rest = span_is(
            extract_text(x, extract_child(extract_child(each.node, "modifiers"), "parameter_modifier")),
            "vararg");
        TSNode last = ts_node_named_child(each.node, ts_node_named_child_count(each.node) - 1);
        constructor.arity_min += !is_rest && is_type(last);
        constructor.arity_max += !is_rest;
        constructor.flags |= is_rest ? SYMBOL_VARIADIC : 0;
        if (count < PARAMETERS_MAX)
            types[count++] = extract_lower(x, type_child(each.node));
    }
    constructor.parameters = extract_chain(x, types, count);
    extract_define_flat(x, &constructor);
    declare_class_parameters(x, list);
}

static bool
has_test_base(const extraction *x, TSNode node)
{
    for (children each = children_of(extract_child(node, "delegation_specifiers")); children_next(&each);) {
        if (span_is_one_of(type_name(x, type_child(extract_child(each.node, "constructor_invocation"))),
                              test_bases)) {
            children_end(&each);
            return true;
        }
    }
    return false;
}

static void
enter_type_declaration(extraction *x, const rule *rule, TSNode node)
{
    definition definition = definition_at(x, rule->entity, node);
    bool is_interface = false;
    for (uint32_t i = 0; i < ts_node_child_count(node) && i < 4; i++)
        is_interface |= extract_is(ts_node_child(node, i), "interface");
    if (is_interface)
        definition.kind = ENTITY_INTERFACE;
    if (!definition.name.size)
        definition.name = SPAN_LITERAL("Companion"); // specification, "Companion objects"
    if (extract_is(node, "companion_object"))
        definition.flags |= SYMBOL_CLASS_LEVEL;
    definition.body = extract_child(node, definition.kind == ENTITY_ENUM ? "enum_class_body" : "class_body");
    if (!definition.detection && has_test_base(x, node))
        definition.detection = DETECTION_NAME;
    extract_define(x, &definition);
    declare_type_parameters(x, node);
}

// An entry of an enum: an instance of it, made by its constructor.
static void
enter_enum_entry(extraction *x, const rule *rule, TSNode node)
{
    definition entry = definition_at(x, rule->entity, node);
    entry.name_node = extract_child(node, "identifier");
    entry.name = extract_text(x, entry.name_node);
    entry.flags = SYMBOL_CLASS_LEVEL;
    uint32_t type = extract_symbol(x);
    if (type != 0)
        entry.type = extract_symbol_expression(x, type);
    extract_define_flat(x, &entry);
    TSNode arguments = extract_child(node, "value_arguments");
    if (!ts_node_is_null(arguments))
        extract_reference(x, REFERENCE_CONSTRUCT, entry.type, node, extract_arguments(x, arguments, NULL));
    extract_scope(x);
}

static void
enter_type_alias(extraction *x, const rule *rule, TSNode node)
{
    definition alias = definition_at(x, rule->entity, node);
    alias.name_node = extract_field(x, node, F_type);
    alias.name = extract_text(x, alias.name_node);
    uint32_t symbol = extract_define(x, &alias);
    extract_scope(x);
    declare_type_parameters(x, node);
    uint32_t type = extract_lower(x, type_child(node));
    extract_symbol_facts(x, symbol)->type = type;
}

// ---- functions

// The types before the name (the receiver's) and behind the parameters (the result's).
static void
function_types(TSNode node, TSNode *receiver, TSNode *result)
{
    bool is_behind = false;
    *receiver = *result = (TSNode){0};
    for (children each = children_of(node); children_next(&each);) {
        is_behind |= extract_is(each.node, "function_value_parameters");
        if (is_type(each.node))
            *(is_behind ? result : receiver) = each.node;
    }
}

// What a function without a declared result returns: the expression behind `=`, or nothing.
static uint32_t
result_of(extraction *x, TSNode type, TSNode body)
{
    if (!ts_node_is_null(type))
        return extract_lower(x, type);
    TSNode value = ts_node_is_null(body) || !ts_node_named_child_count(body) ? (TSNode){0}
                                                                             : ts_node_named_child(body, 0);
    return ts_node_is_null(value) || extract_is(value, "block") ? FACT_NONE : extract_lower(x, value);
}

static void
enter_function(extraction *x, const rule *rule, TSNode node)
{
    TSNode receiver, result;
    function_types(node, &receiver, &result);
    definition definition = definition_at(x, rule->entity, node);
    definition.body = extract_child(node, "function_body");
    bool is_anonymous = in_anonymous_class(x), is_member = extract_in_type(x);
    if (is_member || is_anonymous || !ts_node_is_null(receiver))
        definition.kind = ENTITY_METHOD;
    if (is_member && ts_node_is_null(definition.body))
        definition.flags |= SYMBOL_ABSTRACT;
    if (is_anonymous)
        definition.owner = unknown(x);
    if (!ts_node_is_null(
            receiver)) { // its type parameters are not known yet: of `fun <T> T.f()` the owner is any type
        definition.owner = known_or_unknown(x, extract_lower(x, receiver));
        definition.qualifier = type_name(x, receiver);
    }
    if (is_member)
        belong_to_object(x, &definition);
    uint32_t symbol = extract_define(x, &definition);
    declare_type_parameters(x, node);
    take_parameters(x, symbol, extract_child(node, "function_value_parameters"));
    uint32_t type = result_of(x, result, definition.body);
    extract_symbol_facts(x, symbol)->type = type;
}

static void
enter_secondary_constructor(extraction *x, const rule *rule, TSNode node)
{
    definition constructor = definition_at(x, rule->entity, node);
    constructor.name = extract_symbol_name(x, extract_symbol(x));
    constructor.body = extract_child(node, "block");
    uint32_t symbol = extract_define(x, &constructor);
    take_parameters(x, symbol, extract_child(node, "function_value_parameters"));
}

// `: this(...)` and `: super(...)`
static void
enter_delegation_call(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    bool is_super = extract_is(ts_node_child(node, 0), "super");
    extract_reference(
        x, REFERENCE_CALL,
        extract_expression(x, is_super ? EXPRESSION_SUPER : EXPRESSION_SELF, (span){0}, FACT_NONE), node,
        extract_arguments(x, extract_child(node, "value_arguments"), NULL));
}

static void
enter_parameter(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_child(node, "identifier");
    extract_claim(x, name);
    if (extract_is(extract_ancestor(x, 1), "function_type_parameters"))
        return;
    uint32_t type = extract_lower(x, type_child(node));
    if (span_is(extract_text(x, extract_previous(x)), "vararg") && type != FACT_NONE)
        type = extract_expression(x, EXPRESSION_CONTAINER, (span){0}, type);
    extract_local(x, extract_text(x, name), extract_instance(x, type), ts_node_start_byte(node));
}

static void
enter_lambda(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    if (ts_node_is_null(extract_child(node, "lambda_parameters")))
        extract_local(x, SPAN_LITERAL("it"), FACT_NONE, ts_node_start_byte(node));
}

// ---- properties and locals

// The expression that a property is set to, or null.
static TSNode
initial_value(TSNode node)
{
    bool is_behind = false;
    for (children each = children_of(node); children_next(&each);) {
        span kind = span_of(ts_node_type(each.node));
        if (is_behind && !span_is_one_of(kind, "getter setter property_delegate type_constraints")) {
            children_end(&each);
            return each.node;
        }
        is_behind |= span_is_one_of(kind, "variable_declaration multi_variable_declaration");
    }
    return (TSNode){0};
}

static bool
is_val(TSNode node)
{
    for (uint32_t i = 0; i < ts_node_child_count(node) && i < 2; i++) {
        if (extract_is(ts_node_child(node, i), "val"))
            return true;
    }
    return false;
}

// What a getter gives: its declared type, or the expression behind `=`.
static uint32_t
getter_type(extraction *x, TSNode getter)
{
    return ts_node_is_null(getter) ? FACT_NONE
                                   : result_of(x, type_child(getter), extract_child(getter, "function_body"));
}

static void
define_property(extraction *x, entity_kind kind, TSNode node, TSNode variable)
{
    TSNode value = initial_value(node), type = type_child(variable), receiver = type_child(node);
    definition property = definition_at(x, kind, node);
    property.kind = kind;
    property.name_node = extract_child(variable, "identifier");
    property.name = extract_text(x, property.name_node);
    if (!ts_node_is_null(receiver)) {
        property.kind = ENTITY_FIELD;
        property.owner = known_or_unknown(x, extract_lower(x, receiver));
        property.qualifier = type_name(x, receiver);
    }
    if (extract_in_type(x))
        belong_to_object(x, &property);
    property.type = !ts_node_is_null(type)    ? extract_lower(x, type)
                    : !ts_node_is_null(value) ? extract_lower(x, value)
                                              : getter_type(x, extract_child(node, "getter"));
    extract_define_flat(x, &property);
}

static void
declare_variable(extraction *x, TSNode node, TSNode variable)
{
    TSNode type = type_child(variable), name = extract_child(variable, "identifier");
    uint32_t value = ts_node_is_null(type) ? extract_lower(x, initial_value(node))
                                           : extract_instance(x, extract_lower(x, type));
    extract_claim(x, name);
    extract_local(x, extract_text(x, name), value, ts_node_end_byte(node));
}

static void
enter_property(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode variable = extract_child(node, "variable_declaration");
    bool is_top_level = extract_is(extract_ancestor(x, 1), "source_file");
    if (ts_node_is_null(variable)) // (a, b): each declares itself
        return;
    if (is_top_level || extract_in_type(x))
        define_property(x,
                        !is_top_level  ? ENTITY_FIELD
                        : is_val(node) ? ENTITY_CONSTANT
                                       : ENTITY_VARIABLE,
                        node, variable);
    else
        declare_variable(x, node, variable);
}

// A variable of a pattern, a lambda or a `when`; what a property declares is claimed by then.
static void
enter_variable(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_child(node, "identifier");
    if (extract_is_claimed(x, name))
        return;
    extract_claim(x, name);
    extract_local(x, extract_text(x, name), extract_instance(x, extract_lower(x, type_child(node))),
                  ts_node_end_byte(node));
}

static void
enter_for(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode variable = extract_child(node, "variable_declaration"),
           name = extract_child(variable, "identifier");
    TSNode container = {0};
    bool is_behind = false;
    for (children each = children_of(node); children_next(&each);) {
        if (is_behind && ts_node_is_null(container))
            container = each.node;
        is_behind |= extract_is(each.node, "variable_declaration");
    }
    if (ts_node_is_null(variable) || ts_node_is_null(container))
        return;
    TSNode type = type_child(variable);
    uint32_t value =
        ts_node_is_null(type) ? extract_lower(x, container) : extract_instance(x, extract_lower(x, type));
    if (ts_node_is_null(type) && value != FACT_NONE)
        value = extract_expression(x, EXPRESSION_ELEMENT, (span){0}, value);
    extract_claim(x, name);
    extract_local(x, extract_text(x, name), value, ts_node_end_byte(container));
}

static void
enter_when_subject(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode variable = extract_child(node, "variable_declaration");
    if (!ts_node_is_null(variable))
        declare_variable(x, node, variable);
}

static void
enter_catch(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_child(node, "identifier");
    extract_claim(x, name);
    extract_local(x, extract_text(x, name), extract_instance(x, extract_lower(x, type_child(node))),
                  ts_node_end_byte(name));
}

// Inside of accessors, `field` is the property and the setter's parameter what it is set to.
static void
enter_accessor(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_child(node, "identifier");
    extract_claim(x, name);
    extract_local(x, SPAN_LITERAL("field"), FACT_NONE, 0);
    if (!ts_node_is_null(name))
        extract_local(x, extract_text(x, name), extract_instance(x, extract_lower(x, type_child(node))), 0);
}

// ---- expressions

static uint32_t
lower_first(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    return ts_node_named_child_count(node) ? extract_lower(x, ts_node_named_child(node, 0)) : unknown(x);
}

// What a call passes, as far as it is written in order.
static uint32_t
passed_values(extraction *x, TSNode arguments, bool has_lambda)
{
    uint32_t values[PARAMETERS_MAX], count = 0;
    for (children each = children_of(arguments); children_next(&each);) {
        bool is_named = ts_node_child_count(each.node) > 1; // or spread
        if (is_named || count == PARAMETERS_MAX) {
            children_end(&each);
            return FACT_NONE;
        }
        values[count++] = extract_lower(x, ts_node_named_child(each.node, 0));
    }
    if (has_lambda && count < PARAMETERS_MAX)
        values[count++] = FACT_NONE;
    return extract_chain(x, values, count);
}

static void
enter_call_expression(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode callee = ts_node_named_child(node, 0), around = extract_ancestor(x, 1);
    TSNode lambda = extract_child(node, "annotated_lambda"),
           arguments = extract_child(node, "value_arguments");
    // f(1) { ... } is two nodes and one call, which the outer one notes.
    bool is_inner = ts_node_is_null(lambda) && extract_is(around, "call_expression") &&
                    ts_node_start_byte(around) == ts_node_start_byte(node) &&
                    !ts_node_is_null(extract_child(around, "annotated_lambda")) &&
                    ts_node_eq(ts_node_named_child(around, 0), node);
    if (is_inner)
        return;
    if (!ts_node_is_null(lambda) && extract_is(callee, "call_expression") &&
        ts_node_is_null(extract_child(callee, "annotated_lambda"))) {
        arguments = extract_child(callee, "value_arguments");
        callee = ts_node_named_child(callee, 0);
    }
    if (extract_is(callee, "identifier"))
        extract_claim(x, callee);
    uint32_t count = extract_arguments(x, arguments, NULL) + !ts_node_is_null(lambda);
    for (children each = children_of(arguments); children_next(&each);) {
        if (!ts_node_is_null(extract_child(each.node, "spread_expression")))
            count = FACT_NONE;
        if (count == FACT_NONE) {
            children_end(&each);
            break;
        }
    }
    uint32_t values = count == FACT_NONE ? FACT_NONE : passed_values(x, arguments, !ts_node_is_null(lambda));
    extract_reference_passing(x, REFERENCE_CALL, extract_lower(x, callee), node, count, values);
}

static uint32_t
lower_call_expression(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode callee = ts_node_named_child(node, 0);
    if (!ts_node_is_null(extract_child(node, "annotated_lambda")) && extract_is(callee, "call_expression") &&
        ts_node_is_null(extract_child(callee, "annotated_lambda")))
        return extract_lower(x, callee); // f(1) { ... }
    uint32_t values = passed_values(x, extract_child(node, "value_arguments"), false);
    return extract_operation(x, EXPRESSION_CALL, values, known_or_unknown(x, extract_lower(x, callee)));
}

// `a.b`; `T::f` is a reference to a function.
static void
enter_navigation(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t count = ts_node_child_count(node);
    if (count < 3)
        return;
    TSNode name = ts_node_child(node, count - 1);
    extract_claim(x, name);
    bool is_reference = extract_is(ts_node_child(node, count - 2), "::") && extract_is(name, "identifier") &&
                        !span_is(extract_text(x, name), "class");
    if (is_reference)
        extract_reference(x, REFERENCE_CALL, extract_lower(x, node), node, FACT_NONE);
}

static uint32_t
lower_navigation(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t count = ts_node_named_child_count(node);
    if (count < 2)
        return unknown(x);
    return extract_expression(x, EXPRESSION_MEMBER, extract_text(x, ts_node_named_child(node, count - 1)),
                              known_or_unknown(x, extract_lower(x, ts_node_named_child(node, 0))));
}

// `::f`, `T?::f`
static void
enter_callable_reference(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_child(node, "identifier"), type = type_child(node);
    if (ts_node_is_null(name) || span_is(extract_text(x, name), "class"))
        return;
    extract_claim(x, name);
    uint32_t operand = extract_lower(x, type);
    uint32_t callee = operand == FACT_NONE
                          ? extract_lower(x, name)
                          : extract_expression(x, EXPRESSION_MEMBER, extract_text(x, name), operand);
    extract_reference(x, REFERENCE_CALL, callee, node, FACT_NONE);
}

static uint32_t
lower_infix(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    if (ts_node_named_child_count(node) != 3)
        return unknown(x);
    uint32_t operand = known_or_unknown(x, extract_lower(x, ts_node_named_child(node, 0)));
    uint32_t callee =
        extract_expression(x, EXPRESSION_MEMBER, extract_text(x, ts_node_named_child(node, 1)), operand);
    return extract_expression(x, EXPRESSION_CALL, (span){0}, callee);
}

static void
enter_infix(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    if (ts_node_named_child_count(node) != 3)
        return;
    TSNode name = ts_node_named_child(node, 1);
    extract_claim(x, name);
    if (!span_is_one_of(extract_text(x, name), "to until downTo step and or xor shl shr ushr"))
        extract_reference(x, REFERENCE_CALL, extract_operand(x, extract_lower(x, node)), node, 1);
}

// `f<T>(x)`, read as (f < T) > (x): the node of f, or null.
static TSNode
generic_callee(const extraction *x, TSNode node)
{
    TSNode left = extract_field(x, node, F_left), right = extract_field(x, node, F_right);
    bool is_call = span_is(extract_text(x, extract_field(x, node, F_operator)), ">") &&
                   extract_is(right, "parenthesized_expression") && extract_is(left, "binary_expression") &&
                   ts_node_start_byte(right) == ts_node_end_byte(left) + 1 &&
                   span_is(extract_text(x, extract_field(x, left, F_operator)), "<");
    return is_call ? extract_field(x, left, F_left) : (TSNode){0};
}

static void
enter_binary(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode callee = generic_callee(x, node);
    if (ts_node_is_null(callee))
        return;
    TSNode type = extract_field(x, extract_field(x, node, F_left), F_right);
    extract_reference(x, REFERENCE_CALL, extract_lower(x, callee), node, 1);
    extract_reference(x, REFERENCE_TYPE, extract_lower(x, type), type, FACT_NONE);
    if (extract_is(callee, "identifier"))
        extract_claim(x, callee);
    extract_claim(x, type);
}

// `a ?: b` is what a is.
static uint32_t
lower_binary(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode callee = generic_callee(x, node);
    if (!ts_node_is_null(callee))
        return extract_expression(x, EXPRESSION_CALL, (span){0}, extract_lower(x, callee));
    bool is_elvis = span_is(extract_text(x, extract_field(x, node, F_operator)), "?:");
    return is_elvis ? known_or_unknown(x, extract_lower(x, extract_field(x, node, F_left))) : unknown(x);
}

// `a!!` is a.
static uint32_t
lower_unary(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    bool is_assertion = span_is(extract_text(x, extract_field(x, node, F_operator)), "!!");
    return is_assertion ? known_or_unknown(x, extract_lower(x, extract_field(x, node, F_argument)))
                        : unknown(x);
}

static uint32_t
lower_cast(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    return known_or_unknown(x, extract_instance(x, extract_lower(x, extract_field(x, node, F_right))));
}

static uint32_t
lower_index(extraction *x, const rule *rule, TSNode node)
{
    return extract_expression(x, EXPRESSION_ELEMENT, (span){0}, lower_first(x, rule, node));
}

// `this@Outer`; of a label that is no type nothing is known.
static uint32_t
lower_this(extraction *x, const rule *rule, TSNode node)
{
    TSNode label = extract_child(node, "identifier");
    return ts_node_is_null(label) ? lower_self(x, rule, node) : extract_instance(x, extract_lower(x, label));
}

static void
enter_labelled(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode label = extract_field(x, node, F_label); // of `return@f`
    if (!extract_is(node, "return_expression"))
        label = extract_child(node, "identifier");
    extract_claim(x, label);
}

// `name = value` in a call
static void
enter_argument(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    if (ts_node_child_count(node) > 2 && extract_is(ts_node_child(node, 1), "="))
        extract_claim(x, ts_node_child(node, 0));
}

static void
enter_annotation(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode type = annotation_type(node);
    note_type(x, REFERENCE_DECORATOR, type, FACT_NONE);
    extract_claim(x, type);
}

static void
enter_object_literal(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    for (children each = children_of(extract_child(node, "delegation_specifiers")); children_next(&each);) {
        TSNode call = extract_child(each.node, "constructor_invocation");
        if (ts_node_is_null(call))
            continue;
        TSNode type = type_child(call);
        note_type(x, REFERENCE_CONSTRUCT, type,
                  extract_arguments(x, extract_child(call, "value_arguments"), NULL));
        extract_claim(x, type);
    }
}

// An instance of what it derives from.
static uint32_t
lower_object_literal(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode first = extract_child(extract_child(node, "delegation_specifiers"), "delegation_specifier");
    TSNode call = extract_child(first, "constructor_invocation");
    return known_or_unknown(
        x, extract_instance(x, extract_lower(x, type_child(ts_node_is_null(call) ? first : call))));
}

static const rule rules[] = {
    {"line_comment", .flags = RULE_COMMENT | RULE_SKIP},
    {"block_comment", .flags = RULE_COMMENT | RULE_SKIP},
    {"shebang", .flags = RULE_COMMENT | RULE_SKIP},
    {"package_header", .enter = enter_package, .flags = RULE_SKIP},
    {"import", .enter = enter_import, .flags = RULE_IMPORT | RULE_SKIP},
    {"class_declaration", .enter = enter_type_declaration, .entity = ENTITY_CLASS},
    {"object_declaration", .enter = enter_type_declaration, .entity = ENTITY_CLASS},
    {"companion_object", .enter = enter_type_declaration, .entity = ENTITY_CLASS},
    {"primary_constructor", .enter = enter_primary_constructor, .entity = ENTITY_CONSTRUCTOR},
    {"delegation_specifiers", .enter = enter_bases},
    {"enum_entry", .enter = enter_enum_entry, .entity = ENTITY_ENUMERATOR},
    {"type_alias", .enter = enter_type_alias, .entity = ENTITY_TYPE_ALIAS},
    {"type_constraint", .enter = enter_type_constraint},
    {"function_declaration", .enter = enter_function, .entity = ENTITY_FUNCTION},
    {"anonymous_function", .flags = RULE_SCOPE},
    {"secondary_constructor", .enter = enter_secondary_constructor, .entity = ENTITY_CONSTRUCTOR},
    {"constructor_delegation_call", .enter = enter_delegation_call},
    {"property_declaration", .enter = enter_property},
    {"variable_declaration", .enter = enter_variable},
    {"parameter", .enter = enter_parameter},
    {"getter", .enter = enter_accessor, .flags = RULE_SCOPE},
    {"setter", .enter = enter_accessor, .flags = RULE_SCOPE},
    {"lambda_literal", .enter = enter_lambda, .flags = RULE_SCOPE},
    {"for_statement", .enter = enter_for, .flags = RULE_SCOPE},
    {"when_expression", .flags = RULE_SCOPE},
    {"when_subject", .enter = enter_when_subject},
    {"catch_block", .enter = enter_catch, .flags = RULE_SCOPE},
    {"block", .flags = RULE_SCOPE},
    {"object_literal", .enter = enter_object_literal, .lower = lower_object_literal, .flags = RULE_SCOPE},
    // Several annotations with arguments before a declaration are expressions to the grammar.
    {"annotated_expression", .flags = RULE_ATTRIBUTE},
    {"annotation", .enter = enter_annotation},
    {"file_annotation", .enter = enter_annotation},
    {"call_expression", .enter = enter_call_expression, .lower = lower_call_expression},
    {"navigation_expression", .enter = enter_navigation, .lower = lower_navigation},
    {"callable_reference", .enter = enter_callable_reference},
    {"infix_expression", .enter = enter_infix, .lower = lower_infix},
    {"binary_expression", .enter = enter_binary, .lower = lower_binary},
    {"unary_expression", .lower = lower_unary},
    {"as_expression", .lower = lower_cast},
    {"index_expression", .lower = lower_index},
    {"parenthesized_expression", .lower = lower_first},
    {"this_expression", .enter = enter_labelled, .lower = lower_this, .flags = RULE_SELF},
    {"super_expression", .enter = enter_labelled, .lower = lower_super},
    {"labeled_expression", .enter = enter_labelled},
    {"return_expression", .enter = enter_labelled},
    {"value_argument", .enter = enter_argument},
    {"user_type", .enter = enter_user_type, .lower = lower_user_type},
    {"nullable_type", .lower = lower_inner_type},
    {"non_nullable_type", .lower = lower_inner_type},
    {"parenthesized_type", .lower = lower_inner_type},
    {"function_type", .lower = lower_function_type},
    {"identifier", .enter = enter_value, .lower = lower_name},
    {"string_literal", .lower = lower_literal, .text = "String"},
    {"multiline_string_literal", .lower = lower_literal, .text = "String"},
    {"character_literal", .lower = lower_literal, .flags = RULE_SKIP, .text = "Char"},
    {"number_literal", .lower = lower_literal, .flags = RULE_SKIP, .text = "Int"},
    {"float_literal", .lower = lower_literal, .flags = RULE_SKIP, .text = "Double"},
    {0},
};

// What every file sees of the standard library without an import (specification, "Linked scopes"); names that
// programs often declare themselves are left out.
const language lang_kotlin = {
    .id = LANGUAGE_KOTLIN,
    .grammar = tree_sitter_kotlin,
    .flags = LANGUAGE_MEMBERS_IN_SCOPE | LANGUAGE_CALL_CONSTRUCTS,
    .rules = rules,
    .decisions = "if_expression for_statement while_statement do_while_statement when_entry -when_entry/else "
                 "catch_block binary_expression/&& binary_expression/||",
    .builtins = "Any Unit Nothing Int Long Short Byte Double Float Boolean Char String CharSequence Number "
                "UInt ULong Array "
                "IntArray LongArray ByteArray CharArray DoubleArray FloatArray BooleanArray List MutableList "
                "ArrayList Set "
                "MutableSet HashSet Map MutableMap HashMap Collection Iterable Sequence Pair Triple Throws "
                "JvmStatic JvmField "
                "JvmOverloads JvmName Suppress Deprecated println print listOf mutableListOf arrayListOf "
                "mapOf mutableMapOf "
                "hashMapOf setOf mutableSetOf hashSetOf arrayOf arrayOfNulls intArrayOf emptyList emptyMap "
                "emptySet listOfNotNull "
                "sequenceOf require requireNotNull checkNotNull lazy TODO true false null StringBuilder",
};
