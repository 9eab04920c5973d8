// Java, by the Java Language Specification (SE 21) and grammar tree-sitter-java 0.23.5.
//
// The package is the file's, and no part of names. A record is a class, an annotation type an interface;
// fields, record components, enum constants and constants of interfaces are facts. Methods and variables have
// names of their own (JLS 6.5), so a call's name is looked for among methods only. Methods of anonymous
// classes, and of the bodies of enum constants, are entities named after what is around the class; their
// owner is unknown, so that they are no members of that. A lambda's inside belongs to the method around it. A
// method reference counts as a call, with unknown arguments. Conversions are no calls; `this(...)` and
// `super(...)` are.
//
// Tests: methods with the annotations of JUnit 4, 5 and TestNG, classes marked as such or derived from JUnit
// 3's TestCase, with all that is inside them; paths and file names as in detect.c.
#include "stages/parser/extract.h"

const TSLanguage *tree_sitter_java(void);

enum {
    TYPE_ARGUMENTS_MAX = 8,
    MODIFIERS_MAX = 32,
    VALUES_MAX = 16,
    PARAMETERS_MAX = 32,
    UNKNOWN_COUNT = 255
};

static const char test_annotations[] = "Test ParameterizedTest RepeatedTest TestFactory TestTemplate Before "
                                       "After BeforeEach AfterEach BeforeAll AfterAll "
                                       "BeforeClass AfterClass BeforeMethod AfterMethod BeforeSuite "
                                       "AfterSuite BeforeTest AfterTest DataProvider Nested "
                                       "RunWith TestInstance SpringBootTest WebMvcTest DataJpaTest Property";

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

// ---- modifiers

struct modifiers {
    unsigned flags;
    bool is_test;
    TSNode head; // what follows the last annotation
};

// The last part of `a.b.Test`.
static span
annotation_name(const extraction *x, TSNode annotation)
{
    TSNode name = extract_field(x, annotation, F_name);
    return extract_text(x, extract_is(name, "scoped_identifier") ? extract_field(x, name, F_name) : name);
}

static struct modifiers
modifiers_of(const extraction *x, TSNode node)
{
    struct modifiers found = {0};
    TSNode list = ts_node_named_child_count(node) ? ts_node_named_child(node, 0) : node;
    if (!extract_is(list, "modifiers"))
        list = extract_child(node, "modifiers");
    uint32_t count = ts_node_is_null(list) ? 0 : ts_node_child_count(list);
    found.head = ts_node_child(node, count ? 1 : 0);
    for (uint32_t i = count < MODIFIERS_MAX ? count : MODIFIERS_MAX; i-- > 0;) {
        TSNode modifier = ts_node_child(list, i);
        bool is_annotation = extract_is(modifier, "annotation") || extract_is(modifier, "marker_annotation");
        if (!is_annotation)
            found.head = modifier;
        if (extract_is(modifier, "static"))
            found.flags |= SYMBOL_CLASS_LEVEL;
        else if (extract_is(modifier, "private"))
            found.flags |= SYMBOL_PRIVATE;
        else if (extract_is(modifier, "abstract"))
            found.flags |= SYMBOL_ABSTRACT;
        else if (is_annotation)
            found.is_test |= span_is_one_of(annotation_name(x, modifier), test_annotations);
    }
    return found;
}

// ---- types

static bool
is_type(TSNode node)
{
    static const char kinds[] =
        "type_identifier scoped_type_identifier generic_type array_type integral_type "
        "floating_point_type boolean_type void_type annotated_type";
    return !ts_node_is_null(node) && span_is_one_of(span_of(ts_node_type(node)), kinds);
}

// The first child that is a type.
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
lower_annotated(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    return known_or_unknown(x, extract_lower(x, type_child(node)));
}

// `a.b.C` and `Outer.Inner`.
static uint32_t
lower_scoped_type(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t count = ts_node_named_child_count(node);
    if (count < 2)
        return unknown(x);
    uint32_t base = extract_lower(x, ts_node_named_child(node, 0));
    return extract_expression(x, EXPRESSION_MEMBER, extract_text(x, ts_node_named_child(node, count - 1)),
                              base);
}

static void
enter_scoped_type(extraction *x, const rule *rule, TSNode node)
{
    enter_type(x, rule, node);
    uint32_t count = ts_node_named_child_count(node);
    extract_claim(x, node); // and its first part
    if (count)
        extract_claim(x, ts_node_named_child(node, count - 1));
}

static uint32_t
lower_generic(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t arguments[TYPE_ARGUMENTS_MAX], count = 0;
    for (children each = children_of(extract_child(node, "type_arguments")); children_next(&each);) {
        bool is_wildcard = extract_is(each.node, "wildcard"); // ? extends T
        TSNode argument = is_wildcard ? type_child(each.node) : each.node;
        if (count < TYPE_ARGUMENTS_MAX && !ts_node_is_extra(each.node))
            arguments[count++] = known_or_unknown(x, extract_lower(x, argument));
    }
    uint32_t base = known_or_unknown(x, extract_lower(x, type_child(node)));
    return extract_generic(x, base, arguments, count);
}

// Type parameters of the declaration that was just defined, with their first bound.
static void
declare_type_parameters(extraction *x, TSNode node)
{
    for (children each = children_of(extract_field(x, node, F_type_parameters)); children_next(&each);) {
        definition parameter = DEFINITION_NONE;
        parameter.kind = ENTITY_TYPE_PARAMETER;
        parameter.name_node = extract_child(each.node, "type_identifier");
        parameter.name = extract_text(x, parameter.name_node);
        parameter.node = each.node;
        if (parameter.name.size)
            extract_define_flat(x, &parameter);
    }
    // A bound may name any of them (JLS 8.1.2).
    uint32_t symbol = extract_symbol(x);
    for (children each = children_of(extract_field(x, node, F_type_parameters)); children_next(&each);) {
        if (ts_node_is_null(extract_child(each.node, "type_identifier")))
            continue;
        uint32_t bound = extract_lower(x, type_child(extract_child(each.node, "type_bound")));
        extract_symbol_facts(x, ++symbol)->type = bound;
    }
}

// A type name as a reference; `var` is none.
static void
enter_type_name(extraction *x, const rule *rule, TSNode node)
{
    if (!span_is(extract_text(x, node), "var"))
        enter_type(x, rule, node);
}

// What a variable holds: an instance of its declared type, or with `var` what it is set to.
static uint32_t
value_of(extraction *x, TSNode type, TSNode value)
{
    bool is_inferred = ts_node_is_null(type) || span_is(extract_text(x, type), "var");
    return is_inferred ? extract_lower(x, value) : extract_instance(x, extract_lower(x, type));
}

// ---- packages and imports

static void
enter_package(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_child(node, "scoped_identifier");
    extract_package(x, extract_text(x, ts_node_is_null(name) ? extract_child(node, "identifier") : name));
}

static void
enter_import(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode path = extract_child(node, "scoped_identifier");
    bool is_static = ts_node_child_count(node) > 1 && extract_is(ts_node_child(node, 1), "static");
    unsigned flags = is_static ? IMPORT_STATIC : 0;
    if (!ts_node_is_null(extract_child(node, "asterisk"))) {
        path = ts_node_is_null(path) ? extract_child(node, "identifier") : path;
        extract_import(x, flags | IMPORT_WILDCARD, extract_text(x, path), (span){0}, (span){0}, node);
        return;
    }
    span name = extract_text(x, extract_field(x, path, F_name));
    if (name.size)
        extract_import(x, flags, extract_text(x, extract_field(x, path, F_scope)), name, name, node);
}

// module-info.java
static void
enter_module(extraction *x, const rule *rule, TSNode node)
{
    enter_definition(x, rule, node);
}

static void
enter_requires(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    span module = extract_text(x, extract_field(x, node, F_module));
    if (module.size)
        extract_import(x, IMPORT_MODULE, module, (span){0}, module, node);
}

// ---- types that are declared

static definition
definition_at(const extraction *x, entity_kind kind, TSNode node)
{
    struct modifiers modifiers = modifiers_of(x, node);
    definition definition = DEFINITION_NONE;
    definition.kind = kind;
    definition.node = node;
    definition.name_node = extract_field(x, node, F_name);
    definition.name = extract_text(x, definition.name_node);
    definition.body = extract_field(x, node, F_body);
    definition.flags = modifiers.flags;
    definition.head = modifiers.head;
    definition.detection = modifiers.is_test ? DETECTION_ANNOTATION : DETECTION_NONE;
    return definition;
}

// Notes each type of a `type_list`, or the one type of a `superclass`, as a base.
static void
note_bases(extraction *x, reference_kind kind, TSNode list)
{
    TSNode types = extract_child(list, "type_list");
    for (children each = children_of(ts_node_is_null(types) ? list : types); children_next(&each);) {
        if (!is_type(each.node))
            continue;
        extract_reference(x, kind, extract_lower(x, each.node), each.node, FACT_NONE);
        extract_claim(x, each.node);
        TSNode last = type_child(each.node); // of A<B>.C the last part has a place of its own
        for (children part = children_of(each.node); children_next(&part);)
            last = extract_is(part.node, "type_identifier") ? part.node : last;
        if (extract_is(each.node, "scoped_type_identifier"))
            extract_claim(x, last);
        extract_has_bases(x);
    }
}

// A record's components: fields with accessors of the same name.
static void
define_components(extraction *x, TSNode parameters)
{
    for (children each = children_of(parameters); children_next(&each);) {
        if (!extract_is(each.node, "formal_parameter"))
            continue;
        definition field = DEFINITION_NONE;
        field.kind = ENTITY_FIELD;
        field.name_node = extract_field(x, each.node, F_name);
        field.name = extract_text(x, field.name_node);
        field.node = each.node;
        field.type = extract_lower(x, extract_field(x, each.node, F_type));
        extract_define_flat(x, &field);
    }
}

static void
enter_type_declaration(extraction *x, const rule *rule, TSNode node)
{
    definition definition = definition_at(x, rule->entity, node);
    TSNode superclass = extract_field(x, node, F_superclass);
    span base = extract_text(x, type_child(superclass));
    if (!definition.detection && (span_is(base, "TestCase") || span_is(base, "junit.framework.TestCase")))
        definition.detection = DETECTION_NAME;
    extract_define(x, &definition);
    declare_type_parameters(x, node);
    note_bases(x, REFERENCE_EXTENDS, superclass);
    note_bases(x, REFERENCE_IMPLEMENTS, extract_field(x, node, F_interfaces));
    note_bases(x, REFERENCE_EXTENDS, extract_child(node, "extends_interfaces"));
    if (extract_is(node, "record_declaration"))
        define_components(x, extract_field(x, node, F_parameters));
}

// The braces behind `new T(...)` or a constant of an enumeration: a class without a name that extends T.
static void
enter_class_body(extraction *x, const rule *rule, TSNode node)
{
    TSNode parent = extract_ancestor(x, 1);
    bool is_constant = extract_is(parent, "enum_constant");
    if (!is_constant && !extract_is(parent, "object_creation_expression"))
        return;
    uint32_t enclosing = extract_symbol(x);
    definition body = DEFINITION_NONE;
    body.kind = rule->entity;
    body.node = node;
    body.is_unbound = true;
    uint32_t base = is_constant ? extract_symbol_expression(x, enclosing)
                                : extract_lower(x, extract_field(x, parent, F_type));
    extract_define(x, &body);
    extract_reference(x, REFERENCE_EXTENDS, base, node, FACT_NONE);
    extract_has_bases(x);
}

// ---- members

static uint32_t
declared_type(extraction *x, TSNode type, TSNode declarator)
{
    uint32_t lowered = extract_lower(x, type);
    bool is_array = lowered != FACT_NONE && !ts_node_is_null(extract_child(declarator, "dimensions"));
    return is_array ? extract_expression(x, EXPRESSION_CONTAINER, (span){0}, lowered) : lowered;
}

// The declared types of parameters, in order.
static uint32_t
lower_parameters(extraction *x, TSNode parameters)
{
    uint32_t types[PARAMETERS_MAX], count = 0;
    for (children each = children_of(parameters); children_next(&each);) {
        bool is_spread = extract_is(each.node, "spread_parameter");
        if (count == PARAMETERS_MAX || (!is_spread && !extract_is(each.node, "formal_parameter")))
            continue;
        uint32_t type = is_spread ? extract_lower(x, type_child(each.node))
                                  : declared_type(x, extract_field(x, each.node, F_type), each.node);
        types[count++] = is_spread && type != FACT_NONE
                             ? extract_expression(x, EXPRESSION_CONTAINER, (span){0}, type)
                             : type;
    }
    return extract_chain(x, types, count);
}

static void
count_parameters(TSNode parameters, definition *definition)
{
    for (children each = children_of(parameters); children_next(&each);) {
        definition->arity_min += extract_is(each.node, "formal_parameter");
        if (extract_is(each.node, "spread_parameter"))
            definition->flags |= SYMBOL_VARIADIC;
    }
    definition->arity_max = definition->arity_min;
}

static void
enter_method(extraction *x, const rule *rule, TSNode node)
{
    bool is_member = extract_in_type(x);
    definition definition = definition_at(x, rule->entity, node);
    if (extract_symbol_kind(x) == ENTITY_MODULE)
        definition.kind = ENTITY_FUNCTION; // of an unnamed class
    else if (!is_member)
        definition.owner = unknown(x);
    if (ts_node_is_null(definition.body))
        definition.flags |= SYMBOL_ABSTRACT;
    count_parameters(extract_field(x, node, F_parameters), &definition);
    uint32_t symbol = extract_define(x, &definition);
    declare_type_parameters(x, node);
    uint32_t type = declared_type(x, extract_field(x, node, F_type), node);
    uint32_t parameters = lower_parameters(x, extract_field(x, node, F_parameters));
    extract_symbol_facts(x, symbol)->type = type;
    extract_symbol_facts(x, symbol)->parameters = parameters;
}

static void
enter_constructor(extraction *x, const rule *rule, TSNode node)
{
    definition definition = definition_at(x, rule->entity, node);
    count_parameters(extract_field(x, node, F_parameters), &definition);
    if (extract_is(node, "compact_constructor_declaration")) { // it takes the record's components
        uint32_t record = extract_symbol(x);
        definition.arity_min = extract_symbol_facts(x, record)->arity_min;
        definition.arity_max = extract_symbol_facts(x, record)->arity_max;
        definition.flags |= SYMBOL_VARIADIC;
    }
    uint32_t symbol = extract_define(x, &definition);
    declare_type_parameters(x, node);
    uint32_t parameters = lower_parameters(x, extract_field(x, node, F_parameters));
    extract_symbol_facts(x, symbol)->parameters = parameters;
}

// Fields: facts of the type; of an anonymous class, locals of it.
static void
enter_field(extraction *x, const rule *rule, TSNode node)
{
    TSNode type = extract_field(x, node, F_type);
    unsigned flags = modifiers_of(x, node).flags;
    if (extract_is(node, "constant_declaration"))
        flags |= SYMBOL_CLASS_LEVEL;
    bool is_member = extract_in_type(x);
    for (children each = children_of(node); children_next(&each);) {
        if (!extract_is(each.node, "variable_declarator"))
            continue;
        definition field = DEFINITION_NONE;
        field.kind = rule->entity;
        field.name_node = extract_field(x, each.node, F_name);
        field.name = extract_text(x, field.name_node);
        field.node = node;
        field.flags = flags;
        field.type = declared_type(x, type, each.node);
        if (is_member)
            extract_define_flat(x, &field);
        else
            extract_local(x, field.name, extract_instance(x, field.type), 0);
    }
}

static uint32_t values_of(extraction *x, uint32_t callee, TSNode arguments);

// A constant of an enum: an instance of it, made by its constructor.
static void
enter_enum_constant(extraction *x, const rule *rule, TSNode node)
{
    definition constant = definition_at(x, rule->entity, node);
    constant.flags = SYMBOL_CLASS_LEVEL;
    uint32_t type = extract_symbol(x);
    if (type != 0)
        constant.type = extract_name(x, extract_symbol_name(x, type), ts_node_start_byte(node));
    extract_define_flat(x, &constant);
    TSNode arguments = extract_field(x, node, F_arguments);
    uint32_t values = values_of(x, constant.type, arguments);
    extract_reference_passing(x, REFERENCE_CONSTRUCT, constant.type, constant.name_node,
                              extract_count(x, arguments), values);
}

// ---- locals

static void
declare_locals(extraction *x, TSNode node)
{
    TSNode type = extract_field(x, node, F_type);
    for (children each = children_of(node); children_next(&each);) {
        if (!extract_is(each.node, "variable_declarator"))
            continue;
        uint32_t value = value_of(x, type, extract_field(x, each.node, F_value));
        if (value != FACT_NONE && !ts_node_is_null(extract_child(each.node, "dimensions")))
            value = extract_instance(x, declared_type(x, type, each.node));
        extract_local(x, extract_text(x, extract_field(x, each.node, F_name)), value,
                      ts_node_end_byte(each.node));
    }
}

static void
enter_local(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    declare_locals(x, node);
}

static void
enter_parameter(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t type = declared_type(x, extract_field(x, node, F_type), node);
    uint32_t value = span_is(extract_text(x, extract_field(x, node, F_type)), "var")
                         ? FACT_NONE
                         : extract_instance(x, type);
    extract_local(x, extract_text(x, extract_field(x, node, F_name)), value, ts_node_start_byte(node));
}

// `T... rest`
static void
enter_spread(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t type = extract_lower(x, type_child(node));
    uint32_t list =
        type == FACT_NONE ? FACT_NONE : extract_expression(x, EXPRESSION_CONTAINER, (span){0}, type);
    TSNode declarator = extract_child(node, "variable_declarator");
    extract_local(x, extract_text(x, extract_field(x, declarator, F_name)), extract_instance(x, list),
                  ts_node_start_byte(node));
}

static uint32_t
passed_to_lambda(extraction *x, uint32_t callee, uint32_t position, uint32_t number)
{
    return callee == FACT_NONE || position > VALUES_MAX || number > PARAMETERS_MAX
               ? FACT_NONE
               : extract_operation(x, EXPRESSION_PARAMETER, position << 8 | number, callee);
}

// Declares a lambda's parameters: those with a type, and the others as what `callee` passes.
static uint32_t
declare_lambda(extraction *x, TSNode lambda, uint32_t callee, uint32_t position)
{
    TSNode parameters = extract_field(x, lambda, F_parameters);
    uint32_t start = ts_node_start_byte(lambda), count = 0;
    if (extract_is(parameters, "identifier")) {
        extract_local(x, extract_text(x, parameters), passed_to_lambda(x, callee, position, 0), start);
        return 1;
    }
    for (children each = children_of(parameters); children_next(&each); count++) {
        TSNode type = extract_field(x, each.node, F_type);
        bool is_declared = !ts_node_is_null(type) && !span_is(extract_text(x, type), "var");
        TSNode name = extract_is(each.node, "identifier") ? each.node : extract_field(x, each.node, F_name);
        uint32_t value = is_declared ? extract_instance(x, declared_type(x, type, each.node))
                                     : passed_to_lambda(x, callee, position, count);
        extract_local(x, extract_text(x, name), value, start);
    }
    return count;
}

// What a lambda's block gives: its last statement's value, which the locals before it may say.
static uint32_t
lower_block(extraction *x, TSNode block)
{
    uint32_t result = FACT_NONE;
    for (children each = children_of(block); children_next(&each);) {
        if (extract_is(each.node, "local_variable_declaration"))
            declare_locals(x, each.node);
        if (extract_is(each.node, "return_statement") && ts_node_named_child_count(each.node))
            result = extract_lower(x, ts_node_named_child(each.node, 0));
    }
    return result;
}

static uint32_t
lower_lambda_passed(extraction *x, TSNode lambda, uint32_t callee, uint32_t position)
{
    TSNode body = extract_field(x, lambda, F_body);
    extract_open(x);
    uint32_t count = declare_lambda(x, lambda, callee, position);
    uint32_t result = extract_is(body, "block") ? lower_block(x, body) : extract_lower(x, body);
    extract_close(x);
    return extract_operation(x, EXPRESSION_LAMBDA, count, result);
}

static uint32_t
lower_lambda(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    return lower_lambda_passed(x, node, FACT_NONE, 0);
}

// The values that a call passes. A lambda's parameters are what the callee passes, given the other values.
static uint32_t
values_of(extraction *x, uint32_t callee, TSNode arguments)
{
    TSNode lambdas[VALUES_MAX];
    uint32_t values[VALUES_MAX], count = 0;
    bool has_lambda = false;
    for (children each = children_of(arguments); children_next(&each); count++) {
        if (count == VALUES_MAX) { // of so many the linker looks at none
            children_end(&each);
            break;
        }
        bool is_lambda = extract_is(each.node, "lambda_expression");
        lambdas[count] = is_lambda ? each.node : (TSNode){0};
        values[count] = is_lambda ? FACT_NONE : extract_lower(x, each.node);
        has_lambda |= is_lambda;
    }
    if (!has_lambda || callee == FACT_NONE)
        return extract_chain(x, values, count);
    uint32_t without = extract_operation(x, EXPRESSION_CALL, extract_chain(x, values, count), callee);
    for (uint32_t i = 0; i < count; i++) {
        if (!ts_node_is_null(lambdas[i]))
            values[i] = lower_lambda_passed(x, lambdas[i], without, i);
    }
    return extract_chain(x, values, count);
}

// What a lambda is for, seen from where it stands: the call that it is passed to, or its declared type.
static uint32_t
user_of_lambda(extraction *x, TSNode lambda, uint32_t *position)
{
    TSNode parent = extract_ancestor(x, 1), above = extract_ancestor(x, 2);
    if (extract_is(parent, "argument_list")) {
        for (children each = children_of(parent); children_next(&each); ++*position) {
            if (ts_node_eq(each.node, lambda)) {
                children_end(&each);
                break;
            }
        }
        uint32_t call = extract_lower(x, above);
        return extract_is(above, "method_invocation") || extract_is(above, "object_creation_expression")
                   ? call
                   : FACT_NONE;
    }
    if (extract_is(parent, "variable_declarator"))
        return extract_instance(x, extract_lower(x, extract_field(x, above, F_type)));
    if (extract_is(parent, "cast_expression"))
        return extract_instance(x, extract_lower(x, extract_field(x, parent, F_type)));
    if (extract_is(parent, "assignment_expression"))
        return extract_lower(x, extract_field(x, parent, F_left));
    if (extract_is(parent, "return_statement"))
        return extract_instance(x, extract_symbol_facts(x, extract_symbol(x))->type);
    return FACT_NONE;
}

static void
enter_lambda(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t position = 0;
    uint32_t user = user_of_lambda(x, node, &position);
    declare_lambda(x, node, user, position);
}

static void
enter_for_each(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode type = extract_field(x, node, F_type), value = extract_field(x, node, F_value);
    bool is_inferred = span_is(extract_text(x, type), "var");
    uint32_t container = is_inferred ? extract_lower(x, value) : FACT_NONE;
    uint32_t element = !is_inferred ? extract_instance(x, extract_lower(x, type))
                       : container == FACT_NONE
                           ? FACT_NONE
                           : extract_expression(x, EXPRESSION_ELEMENT, (span){0}, container);
    uint32_t from = ts_node_is_null(value) ? ts_node_start_byte(node) : ts_node_end_byte(value);
    extract_local(x, extract_text(x, extract_field(x, node, F_name)), element, from);
}

static void
enter_resource(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t value = value_of(x, extract_field(x, node, F_type), extract_field(x, node, F_value));
    extract_local(x, extract_text(x, extract_field(x, node, F_name)), value, ts_node_end_byte(node));
}

static void
enter_catch_parameter(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t type = extract_lower(x, type_child(extract_child(node, "catch_type")));
    extract_local(x, extract_text(x, extract_field(x, node, F_name)), extract_instance(x, type),
                  ts_node_start_byte(node));
}

// `o instanceof Foo f`: visible in what follows.
static void
enter_instanceof(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t type = extract_lower(x, extract_field(x, node, F_right));
    extract_local(x, extract_text(x, extract_field(x, node, F_name)), extract_instance(x, type),
                  ts_node_end_byte(node));
}

// Patterns: a type and a name.
static void
enter_pattern(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode type = type_child(node), name = extract_child(node, "identifier");
    bool is_inferred = span_is(extract_text(x, type), "var");
    uint32_t value = is_inferred ? FACT_NONE : extract_instance(x, extract_lower(x, type));
    extract_local(x, extract_text(x, name), value, ts_node_end_byte(node));
}

// `case Point(int x, int y)`: the record's name is an identifier to the grammar.
static void
enter_record_pattern(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode type = extract_child(node, "identifier");
    extract_reference(x, REFERENCE_TYPE, extract_lower(x, type), node, FACT_NONE);
}

// ---- expressions

// The node that a method is called on, or null.
static TSNode
receiver_of(const extraction *x, TSNode node)
{
    TSNode super = extract_child(node, "super"); // also Outer.super.f()
    return ts_node_is_null(super) ? extract_field(x, node, F_object) : super;
}

static uint32_t
lower_callee(extraction *x, TSNode node)
{
    TSNode name = extract_field(x, node, F_name), receiver = receiver_of(x, node);
    span text = extract_text(x, name);
    if (ts_node_is_null(name))
        return FACT_NONE;
    return ts_node_is_null(receiver)
               ? extract_method_name(x, text, ts_node_start_byte(name))
               : extract_expression(x, EXPRESSION_MEMBER, text, extract_lower(x, receiver));
}

static uint32_t
lower_invocation(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t callee = lower_callee(x, node);
    if (callee == FACT_NONE)
        return unknown(x);
    uint32_t values = values_of(x, callee, extract_field(x, node, F_arguments));
    return extract_operation(x, EXPRESSION_CALL, values, callee);
}

// The callee and the values are those of the call's own expression.
static void
enter_invocation(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t call = extract_lower(x, node);
    TSNode name = extract_field(x, node, F_name);
    if (!ts_node_is_null(name))
        extract_reference_passing(x, REFERENCE_CALL, extract_operand(x, call), name,
                                  extract_arguments(x, extract_field(x, node, F_arguments), NULL),
                                  extract_operation_name(x, call));
}

// `new T(...)`: as a value a T, whose type arguments the constructor's may tell.
static uint32_t
lower_creation(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t type = known_or_unknown(x, extract_lower(x, extract_field(x, node, F_type)));
    uint32_t values = values_of(x, type, extract_field(x, node, F_arguments));
    return extract_operation(x, EXPRESSION_CALL, values, type);
}

// The identifier that ends a type's name.
static TSNode
last_of_type(TSNode type)
{
    TSNode named = extract_is(type, "generic_type") ? type_child(type) : type;
    uint32_t parts = extract_is(named, "scoped_type_identifier") ? ts_node_named_child_count(named) : 0;
    return parts ? ts_node_named_child(named, parts - 1) : named;
}

static void
enter_creation(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode type = extract_field(x, node, F_type);
    uint32_t made = extract_lower(x, node);
    TSNode last = last_of_type(type);
    if (ts_node_is_null(last))
        return;
    extract_reference_passing(x, REFERENCE_CONSTRUCT, extract_operand(x, made), last,
                              extract_arguments(x, extract_field(x, node, F_arguments), NULL),
                              extract_operation_name(x, made));
    extract_claim(x, type);
    extract_claim(x, last);
}

// `this(...)` and `super(...)`
static void
enter_constructor_call(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode constructor = extract_field(x, node, F_constructor),
           arguments = extract_field(x, node, F_arguments);
    uint32_t callee = extract_lower(x, constructor);
    extract_reference_passing(x, REFERENCE_CALL, callee, constructor, extract_arguments(x, arguments, NULL),
                              values_of(x, callee, arguments));
}

// `T::f`, `x::f`, `T::new`
static void
enter_method_reference(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t count = ts_node_child_count(node);
    TSNode receiver = ts_node_child(node, 0), name = ts_node_child(node, count - 1);
    uint32_t operand = extract_lower(x, receiver);
    if (extract_is(name, "new")) {
        if (!extract_is(receiver, "array_type"))
            extract_reference(x, REFERENCE_CONSTRUCT, operand, name, FACT_NONE);
        extract_claim(x, receiver);
    } else if (extract_is(name, "identifier")) {
        extract_reference(x, REFERENCE_CALL,
                          extract_expression(x, EXPRESSION_MEMBER, extract_text(x, name), operand), name,
                          FACT_NONE);
    }
}

// `a.b`; `Outer.this` is an Outer.
static uint32_t
lower_field_access(extraction *x, const rule *rule, TSNode node)
{
    if (extract_is(extract_field(x, node, F_field), "this"))
        return known_or_unknown(x, extract_instance(x, extract_lower(x, extract_field(x, node, F_object))));
    return lower_member(x, rule, node);
}

static uint32_t
lower_cast(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    return known_or_unknown(x, extract_instance(x, extract_lower(x, extract_field(x, node, F_type))));
}

static uint32_t
lower_method_reference(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t count = ts_node_child_count(node);
    if (count < 2)
        return unknown(x);
    uint32_t operand = known_or_unknown(x, extract_lower(x, ts_node_child(node, 0)));
    TSNode name = ts_node_child(node, count - 1);
    return extract_is(name, "identifier")
               ? extract_expression(x, EXPRESSION_MEMBER, extract_text(x, name), operand)
               : extract_operation(x, EXPRESSION_LAMBDA, FACT_NONE, extract_instance(x, operand));
}

// Comparisons are boolean; a sum with a string is one (JLS 15.18.1). Of others the left side tells, unless it
// is a literal: numbers are promoted, which nobody sees here (JLS 5.6).
static uint32_t
lower_binary(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode operator= extract_field(x, node, F_operator);
    TSNode left = extract_field(x, node, F_left), right = extract_field(x, node, F_right);
    span text = extract_text(x, operator);
    if (span_is_one_of(text, "== != < > <= >= && ||"))
        return extract_expression(x, EXPRESSION_LITERAL, SPAN_LITERAL("boolean"), FACT_NONE);
    uint32_t first = known_or_unknown(x, extract_lower(x, left)),
             second = known_or_unknown(x, extract_lower(x, right));
    bool is_first = extract_is_literal(x, first, NULL), is_second = extract_is_literal(x, second, NULL);
    if (extract_is_literal(x, first, "String") || extract_is_literal(x, second, "String"))
        return extract_expression(x, EXPRESSION_LITERAL, SPAN_LITERAL("String"), FACT_NONE);
    if (span_is_one_of(text, "<< >> >>>"))
        return first;
    if (is_first && is_second)
        return extract_is_literal(x, first, "int") ? second : first;
    return is_second ? first : is_first ? second : unknown(x);
}

static uint32_t
lower_ternary(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t first = known_or_unknown(x, extract_lower(x, extract_field(x, node, F_consequence)));
    return extract_is_literal(x, first, "null")
               ? known_or_unknown(x, extract_lower(x, extract_field(x, node, F_alternative)))
               : first;
}

// `T.class`
static uint32_t
lower_class_literal(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t type = extract_lower(x, type_child(node));
    uint32_t class = extract_expression(x, EXPRESSION_LITERAL, SPAN_LITERAL("Class"), FACT_NONE);
    return type == FACT_NONE ? class : extract_instance(x, extract_generic(x, class, &type, 1));
}

// A number, by its last letter.
static uint32_t
lower_number(extraction *x, const rule *rule, TSNode node)
{
    span text = extract_text(x, node);
    char last = text.size ? text.data[text.size - 1] : 0;
    bool is_float = span_is(span_of(rule->text), "double");
    const char *type = last == 'l' || last == 'L'                 ? "long"
                       : is_float && (last == 'f' || last == 'F') ? "float"
                                                                  : rule->text;
    return extract_expression(x, EXPRESSION_LITERAL, span_of(type), FACT_NONE);
}

// A primitive type, by its own name.
static uint32_t
lower_primitive(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    return extract_expression(x, EXPRESSION_LITERAL, extract_text(x, node), FACT_NONE);
}

static uint32_t
lower_array_creation(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t type = known_or_unknown(x, extract_lower(x, extract_field(x, node, F_type)));
    return extract_instance(x, extract_expression(x, EXPRESSION_CONTAINER, (span){0}, type));
}

static void
enter_annotation(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    extract_reference(x, REFERENCE_DECORATOR, extract_lower(x, extract_field(x, node, F_name)), node,
                      FACT_NONE);
}

static const rule rules[] = {
    {"line_comment", .flags = RULE_COMMENT | RULE_SKIP},
    {"block_comment", .flags = RULE_COMMENT | RULE_SKIP},
    {"package_declaration", .enter = enter_package, .flags = RULE_SKIP},
    {"import_declaration", .enter = enter_import, .flags = RULE_IMPORT | RULE_SKIP},
    {"module_declaration", .enter = enter_module, .entity = ENTITY_MODULE, .name = F_name, .body = F_body},
    {"requires_module_directive", .enter = enter_requires, .flags = RULE_IMPORT},
    {"class_declaration", .enter = enter_type_declaration, .entity = ENTITY_CLASS},
    {"record_declaration", .enter = enter_type_declaration, .entity = ENTITY_CLASS},
    {"enum_declaration", .enter = enter_type_declaration, .entity = ENTITY_ENUM},
    {"interface_declaration", .enter = enter_type_declaration, .entity = ENTITY_INTERFACE},
    {"annotation_type_declaration", .enter = enter_type_declaration, .entity = ENTITY_INTERFACE},
    {"method_declaration", .enter = enter_method, .entity = ENTITY_METHOD},
    {"annotation_type_element_declaration", .enter = enter_method, .entity = ENTITY_METHOD},
    {"constructor_declaration", .enter = enter_constructor, .entity = ENTITY_CONSTRUCTOR},
    {"compact_constructor_declaration", .enter = enter_constructor, .entity = ENTITY_CONSTRUCTOR},
    {"field_declaration", .enter = enter_field, .entity = ENTITY_FIELD},
    {"constant_declaration", .enter = enter_field, .entity = ENTITY_FIELD},
    {"enum_constant", .enter = enter_enum_constant, .entity = ENTITY_ENUMERATOR},
    {"annotation", .enter = enter_annotation},
    {"marker_annotation", .enter = enter_annotation},
    {"local_variable_declaration", .enter = enter_local},
    {"formal_parameter", .enter = enter_parameter},
    {"spread_parameter", .enter = enter_spread},
    {"catch_formal_parameter", .enter = enter_catch_parameter},
    {"resource", .enter = enter_resource},
    {"instanceof_expression", .enter = enter_instanceof, .lower = lower_literal, .text = "boolean"},
    {"type_pattern", .enter = enter_pattern},
    {"record_pattern", .enter = enter_record_pattern},
    {"record_pattern_component", .enter = enter_pattern},
    {"lambda_expression", .enter = enter_lambda, .lower = lower_lambda, .flags = RULE_SCOPE},
    {"enhanced_for_statement", .enter = enter_for_each, .flags = RULE_SCOPE},
    {"for_statement", .flags = RULE_SCOPE},
    {"block", .flags = RULE_SCOPE},
    {"switch_block", .flags = RULE_SCOPE},
    {"switch_rule", .flags = RULE_SCOPE},
    {"switch_block_statement_group", .flags = RULE_SCOPE},
    {"try_with_resources_statement", .flags = RULE_SCOPE},
    {"catch_clause", .flags = RULE_SCOPE},
    {"method_invocation", .enter = enter_invocation, .lower = lower_invocation},
    {"object_creation_expression", .enter = enter_creation, .lower = lower_creation},
    {"class_body", .enter = enter_class_body, .entity = ENTITY_ANONYMOUS},
    {"explicit_constructor_invocation", .enter = enter_constructor_call},
    {"method_reference", .enter = enter_method_reference, .lower = lower_method_reference},
    {"field_access", .lower = lower_field_access, .operand = F_object, .name = F_field},
    {"array_access", .lower = lower_element, .operand = F_array},
    {"array_creation_expression", .lower = lower_array_creation},
    {"cast_expression", .lower = lower_cast},
    {"parenthesized_expression", .lower = lower_inner},
    {"assignment_expression", .lower = lower_inner, .operand = F_right},
    {"ternary_expression", .lower = lower_ternary},
    {"binary_expression", .lower = lower_binary},
    {"unary_expression", .lower = lower_inner, .operand = F_operand},
    {"update_expression", .lower = lower_inner},
    {"class_literal", .lower = lower_class_literal},
    {"null_literal", .lower = lower_literal, .text = "null"},
    {"text_block", .lower = lower_literal, .text = "String"},
    {"this", .lower = lower_self, .flags = RULE_SELF},
    {"super", .lower = lower_super},
    {"identifier", .lower = lower_name, .flags = RULE_OWN},
    {"scoped_identifier", .lower = lower_member, .operand = F_scope, .name = F_name},
    {"type_identifier", .enter = enter_type_name, .lower = lower_name},
    {"scoped_type_identifier", .enter = enter_scoped_type, .lower = lower_scoped_type},
    {"generic_type", .lower = lower_generic},
    {"annotated_type", .lower = lower_annotated},
    {"array_type", .lower = lower_container, .operand = F_element},
    {"integral_type", .lower = lower_primitive},
    {"floating_point_type", .lower = lower_primitive},
    {"boolean_type", .lower = lower_literal, .text = "boolean"},
    {"void_type", .lower = lower_literal, .text = "void"},
    {"string_literal", .lower = lower_literal, .flags = RULE_SKIP, .text = "String"},
    {"character_literal", .lower = lower_literal, .flags = RULE_SKIP, .text = "char"},
    {"decimal_integer_literal", .lower = lower_number, .flags = RULE_SKIP, .text = "int"},
    {"hex_integer_literal", .lower = lower_number, .flags = RULE_SKIP, .text = "int"},
    {"octal_integer_literal", .lower = lower_number, .flags = RULE_SKIP, .text = "int"},
    {"binary_integer_literal", .lower = lower_number, .flags = RULE_SKIP, .text = "int"},
    {"decimal_floating_point_literal", .lower = lower_number, .flags = RULE_SKIP, .text = "double"},
    {"hex_floating_point_literal", .lower = lower_number, .flags = RULE_SKIP, .text = "double"},
    {"true", .lower = lower_literal, .text = "boolean"},
    {"false", .lower = lower_literal, .text = "boolean"},
    {0},
};

// java.lang's names that every file sees (JLS 7.3); those that programs extend or implement are left out, so
// that the edge is kept.
const language lang_java = {
    .id = LANGUAGE_JAVA,
    .grammar = tree_sitter_java,
    .flags = LANGUAGE_MEMBERS_IN_SCOPE | LANGUAGE_METHOD_NAMES,
    .rules = rules,
    .decisions = "if_statement for_statement enhanced_for_statement while_statement do_statement switch_label/case "
                 "guard catch_clause ternary_expression binary_expression/&& binary_expression/||",
    .builtins = "Object String Integer Long Short Byte Character Boolean Double Float Number Math System "
                "StringBuilder "
                "StringBuffer CharSequence Class Void Override Deprecated SuppressWarnings "
                "FunctionalInterface SafeVarargs",
};
