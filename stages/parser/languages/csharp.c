// C#, by the C# language specification (ECMA-334 and the C# 12 drafts) and grammar tree-sitter-c-sharp
// 0.23.5.
//
// A namespace is an entity and part of names; a file-scoped one stretches in names over its whole file, its
// own row is its one line. A record is a class (or struct), a delegate a type alias with the result as its
// type. Properties, events, indexers and fields are facts; what their accessors do belongs to the type.
// Operators and conversions are methods `operator +`, a destructor is `~T`, local functions are functions
// inside their method. Of a list of bases the grammar does not say which are interfaces: those named I and a
// capital are, by the framework's naming rules, and all of a struct's. Each part of a partial type is a row.
// An extension method is owned by the type that it extends. Conversions, `nameof` and `typeof` are no calls;
// `: base(...)`, `: this(...)` and `new(...)` of a declared type are.
//
// The grammar has one kind of node, identifier, for types and values, so types are noted where they stand.
//
// Tests: methods and classes with the attributes of xUnit, NUnit and MSTest, with all that is inside them.
#include "stages/parser/extract.h"

const TSLanguage *tree_sitter_c_sharp(void);

enum { TYPE_ARGUMENTS_MAX = 8, HEAD_CHILDREN_MAX = 64, WRAPPERS_MAX = 64 };

static const char test_attributes[] =
    "Fact Theory Test TestCase TestCaseSource TestFixture TestMethod DataTestMethod TestClass SetUp TearDown "
    "OneTimeSetUp "
    "OneTimeTearDown SetUpFixture TestInitialize TestCleanup ClassInitialize ClassCleanup AssemblyInitialize "
    "AssemblyCleanup Collection CollectionDefinition FactAttribute TestAttribute TestMethodAttribute";

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

// ---- names and types

// The identifier of `A.B<T>`: B.
static TSNode
last_part(const extraction *x, TSNode name)
{
    if (extract_is(name, "qualified_name") || extract_is(name, "alias_qualified_name"))
        name = extract_field(x, name, F_name);
    return extract_is(name, "generic_name") ? extract_child(name, "identifier") : name;
}

static uint32_t
lower_qualified(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, node, F_name), base = extract_field(x, node, F_qualifier);
    span text = extract_text(x, last_part(x, name));
    if (ts_node_is_null(base)) // global::A
        return extract_name(x, text, ts_node_start_byte(name));
    return extract_expression(x, EXPRESSION_MEMBER, text, extract_lower(x, base));
}

static uint32_t
lower_generic_name(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t arguments[TYPE_ARGUMENTS_MAX], count = 0;
    TSNode name = extract_child(node, "identifier");
    uint32_t base = extract_name(x, extract_text(x, name), ts_node_start_byte(node));
    for (children each = children_of(extract_child(node, "type_argument_list")); children_next(&each);) {
        if (count < TYPE_ARGUMENTS_MAX)
            arguments[count++] = extract_lower(x, each.node);
    }
    return extract_generic(x, base, arguments, count);
}

// Notes the type that is written at `type`. Its type arguments have their turn in the walk.
static void
use_type(extraction *x, TSNode type)
{
    for (unsigned i = 0; i < WRAPPERS_MAX && !ts_node_is_null(type); i++) {
        if (extract_is(type, "identifier") || extract_is(type, "qualified_name") ||
            extract_is(type, "generic_name") || extract_is(type, "alias_qualified_name")) {
            enter_type(x, NULL, type);
            return;
        }
        if (!extract_is(type, "array_type") && !extract_is(type, "nullable_type") &&
            !extract_is(type, "pointer_type") && !extract_is(type, "ref_type") &&
            !extract_is(type, "scoped_type"))
            return;
        type = extract_field(x, type, F_type);
    }
}

// For nodes with a field `type`.
static void
enter_typed(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    use_type(x, extract_field(x, node, F_type));
}

static void
enter_type_arguments(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    for (children each = children_of(node); children_next(&each);)
        use_type(x, each.node);
}

static bool
is_inferred(TSNode type)
{
    return ts_node_is_null(type) || extract_is(type, "implicit_type");
}

// What a variable holds: an instance of its declared type, or what it is set to.
static uint32_t
value_of(extraction *x, TSNode type, TSNode value)
{
    return is_inferred(type) ? extract_lower(x, value) : extract_instance(x, extract_lower(x, type));
}

static uint32_t
element_of(extraction *x, uint32_t value)
{
    return value == FACT_NONE ? FACT_NONE : extract_expression(x, EXPRESSION_ELEMENT, (span){0}, value);
}

// ---- namespaces and usings

// Defines the namespace A.B, with A as qualifier.
static void
define_namespace(extraction *x, TSNode node)
{
    TSNode name = extract_field(x, node, F_name);
    bool is_qualified = extract_is(name, "qualified_name");
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_NAMESPACE;
    definition.node = node;
    definition.name = extract_text(x, is_qualified ? extract_field(x, name, F_name) : name);
    definition.qualifier =
        is_qualified ? extract_text(x, extract_field(x, name, F_qualifier)) : (span){"", 0};
    definition.body = extract_field(x, node, F_body);
    if (extract_symbol(x) == 0)
        extract_package(x, extract_text(x, name));
    extract_define(x, &definition);
}

static void
enter_namespace(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    define_namespace(x, node);
}

// A file-scoped namespace has what follows it inside: it is opened with the file.
static void
enter_unit(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode namespace = extract_child(node, "file_scoped_namespace_declaration");
    if (!ts_node_is_null(namespace))
        define_namespace(x, namespace);
}

// The name that is imported: the last one of the children.
static TSNode
used_name(TSNode node)
{
    uint32_t count = ts_node_named_child_count(node);
    return count ? ts_node_named_child(node, count - 1) : (TSNode){0};
}

static void
enter_using(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode target = used_name(node), alias = extract_field(x, node, F_name);
    span path = extract_text(x, target);
    if (!path.size)
        return;
    bool is_global = extract_is(ts_node_child(node, 0), "global");
    bool is_static = !ts_node_is_null(ts_node_child(node, is_global ? 2 : 1)) &&
                     extract_is(ts_node_child(node, is_global ? 2 : 1), "static");
    unsigned flags = (is_global ? IMPORT_REEXPORT : 0) | (is_static ? IMPORT_STATIC : 0);
    if (ts_node_is_null(alias)) {
        extract_import(x, flags | IMPORT_WILDCARD, path, (span){0}, (span){0}, node);
    } else if (extract_is(target, "qualified_name")) {
        span name = extract_text(x, last_part(x, target));
        extract_import(x, flags, extract_text(x, extract_field(x, target, F_qualifier)), name,
                       extract_text(x, alias), node);
    } else {
        extract_import(x, flags | IMPORT_MODULE, path, (span){0}, extract_text(x, alias), node);
    }
}

// ---- what stands before a declaration

struct head {
    unsigned flags;
    bool is_test, is_const;
    TSNode start; // what follows the attributes
};

static bool
has_test_attribute(const extraction *x, TSNode list)
{
    for (children each = children_of(list); children_next(&each);) {
        span name = extract_text(x, last_part(x, extract_field(x, each.node, F_name)));
        if (extract_is(each.node, "attribute") && span_is_one_of(name, test_attributes)) {
            children_end(&each);
            return true;
        }
    }
    return false;
}

static struct head
head_of(const extraction *x, TSNode node)
{
    struct head head = {0};
    uint32_t count = ts_node_child_count(node);
    for (uint32_t i = 0; i < count && i < HEAD_CHILDREN_MAX; i++) {
        TSNode child = ts_node_child(node, i);
        if (extract_is(child, "attribute_list")) {
            head.is_test |= has_test_attribute(x, child);
            continue;
        }
        if (ts_node_is_extra(child))
            continue;
        if (ts_node_is_null(head.start))
            head.start = child;
        if (!extract_is(child, "modifier"))
            break;
        span modifier = extract_text(x, child);
        head.is_const |= span_is(modifier, "const");
        head.flags |= span_is(modifier, "static") || span_is(modifier, "const") ? SYMBOL_CLASS_LEVEL : 0;
        head.flags |= span_is(modifier, "private") ? SYMBOL_PRIVATE : 0;
        head.flags |= span_is(modifier, "abstract") ? SYMBOL_ABSTRACT : 0;
    }
    return head;
}

static definition
definition_at(const extraction *x, entity_kind kind, TSNode node)
{
    struct head head = head_of(x, node);
    definition definition = DEFINITION_NONE;
    definition.kind = kind;
    definition.node = node;
    definition.head = head.start;
    definition.name_node = extract_field(x, node, F_name);
    definition.name = extract_text(x, definition.name_node);
    definition.body = extract_field(x, node, F_body);
    definition.flags = head.flags;
    definition.detection = head.is_test ? DETECTION_ATTRIBUTE : DETECTION_NONE;
    return definition;
}

static void
enter_attribute(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, node, F_name);
    extract_reference(x, REFERENCE_DECORATOR, extract_lower(x, name), node, FACT_NONE);
}

// The first constraint of type parameter `name` that is a type.
static uint32_t
constraint_of(extraction *x, TSNode node, span name)
{
    for (children each = children_of(node); children_next(&each);) {
        if (!extract_is(each.node, "type_parameter_constraints_clause") ||
            !span_equal(extract_text(x, extract_child(each.node, "identifier")), name))
            continue;
        TSNode first = extract_field(x, extract_child(each.node, "type_parameter_constraint"), F_type);
        children_end(&each);
        return extract_lower(x, first);
    }
    return FACT_NONE;
}

// Type parameters of the declaration that was just defined, each standing for its first constraint.
static void
declare_type_parameters(extraction *x, TSNode node)
{
    for (children each = children_of(extract_child(node, "type_parameter_list")); children_next(&each);) {
        span name = extract_text(x, extract_field(x, each.node, F_name));
        extract_local(x, name, constraint_of(x, node, name), 0);
    }
}

// ---- types that are declared

static bool
is_interface_name(span name)
{
    return name.size > 1 && name.data[0] == 'I' && name.data[1] >= 'A' && name.data[1] <= 'Z';
}

static void
note_bases(extraction *x, TSNode node, entity_kind kind)
{
    for (children each = children_of(extract_child(node, "base_list")); children_next(&each);) {
        TSNode type = each.node;
        if (extract_is(type, "argument_list")) { // class A(int x) : B(x)
            extract_reference(x, REFERENCE_CALL, lower_super(x, NULL, type), type,
                              extract_arguments(x, type, NULL));
            continue;
        }
        if (extract_is(type, "primary_constructor_base_type"))
            type = extract_field(x, type, F_type);
        bool is_interface = kind != ENTITY_INTERFACE &&
                            (kind == ENTITY_STRUCT || is_interface_name(extract_text(x, last_part(x, type))));
        extract_reference(x, is_interface ? REFERENCE_IMPLEMENTS : REFERENCE_EXTENDS, extract_lower(x, type),
                          type, FACT_NONE);
        extract_has_bases(x);
    }
}

// The parameters of a record are properties, those of a class's primary constructor are seen in its whole
// body.
static void
define_components(extraction *x, TSNode parameters)
{
    for (children each = children_of(parameters); children_next(&each);) {
        if (!extract_is(each.node, "parameter"))
            continue;
        definition field = DEFINITION_NONE;
        field.kind = ENTITY_FIELD;
        field.name = extract_text(x, extract_field(x, each.node, F_name));
        field.node = each.node;
        field.type = extract_lower(x, extract_field(x, each.node, F_type));
        extract_define_flat(x, &field);
    }
}

static void
enter_type_declaration(extraction *x, const rule *rule, TSNode node)
{
    definition definition = definition_at(x, rule->entity, node);
    bool is_record = extract_is(node, "record_declaration");
    for (uint32_t i = 0; is_record && i < ts_node_child_count(node) && i < HEAD_CHILDREN_MAX; i++) {
        if (extract_is(ts_node_child(node, i), "struct"))
            definition.kind = ENTITY_STRUCT;
    }
    definition.flags &= ~(unsigned)SYMBOL_CLASS_LEVEL;
    extract_define(x, &definition);
    declare_type_parameters(x, node);
    if (definition.kind != ENTITY_ENUM)
        note_bases(x, node, definition.kind);
    if (is_record)
        define_components(x, extract_child(node, "parameter_list"));
}

static void
enter_delegate(extraction *x, const rule *rule, TSNode node)
{
    definition definition = definition_at(x, rule->entity, node);
    uint32_t symbol = extract_define_flat(x, &definition);
    extract_scope(x);
    declare_type_parameters(x, node);
    uint32_t type = extract_lower(x, extract_field(x, node, F_type));
    extract_symbol_facts(x, symbol)->type = type;
    use_type(x, extract_field(x, node, F_type));
}

static void
enter_enumerator(extraction *x, const rule *rule, TSNode node)
{
    definition constant = definition_at(x, rule->entity, node);
    constant.flags = SYMBOL_CLASS_LEVEL;
    constant.type = extract_name(x, extract_symbol_name(x, extract_symbol(x)), ts_node_start_byte(node));
    extract_define_flat(x, &constant);
}

// ---- members

// `int x = 1`: what follows the name is the default.
static bool
has_default(const extraction *x, TSNode parameter)
{
    TSNode name = extract_field(x, parameter, F_name);
    uint32_t count = ts_node_child_count(parameter);
    return count > 0 && !ts_node_is_null(name) && !ts_node_eq(ts_node_child(parameter, count - 1), name);
}

// An extension method's first parameter has the modifier `this`.
static bool
is_extension(const extraction *x, TSNode parameter)
{
    TSNode modifier = extract_child(parameter, "modifier");
    return !ts_node_is_null(modifier) && span_is(extract_text(x, modifier), "this");
}

// Counts parameters; returns the type that is extended, or null.
static TSNode
count_parameters(const extraction *x, TSNode parameters, definition *definition)
{
    TSNode extended = {0};
    for (children each = children_of(parameters); children_next(&each);) {
        if (!extract_is(each.node, "parameter"))
            continue;
        if (definition->arity_max == 0 && ts_node_is_null(extended) && is_extension(x, each.node)) {
            extended = extract_field(x, each.node, F_type);
            continue;
        }
        definition->arity_max++;
        definition->arity_min += !has_default(x, each.node);
    }
    if (!ts_node_is_null(extract_field(x, parameters, F_type))) // params T[] rest
        definition->flags |= SYMBOL_VARIADIC;
    return extended;
}

static void
define_callable(extraction *x, TSNode node, definition *definition, TSNode result)
{
    TSNode extended = count_parameters(x, extract_field(x, node, F_parameters), definition);
    if (!ts_node_is_null(extended)) {
        definition->owner = extract_lower(x, extended);
        definition->arity_max++; // when it is called as what it is, a static method
    }
    if (ts_node_is_null(definition->body) && extract_in_type(x) && !(definition->flags & SYMBOL_PRIVATE))
        definition->flags |= SYMBOL_ABSTRACT;
    uint32_t symbol = extract_define(x, definition);
    declare_type_parameters(x, node);
    uint32_t type = extract_lower(x, result);
    extract_symbol_facts(x, symbol)->type = type;
    use_type(x, result);
}

// `void IShape.Draw()`: named with the interface, and not to be called by its name alone.
static span
explicit_interface(const extraction *x, TSNode node)
{
    TSNode specifier = extract_child(node, "explicit_interface_specifier");
    return ts_node_is_null(specifier) ? (span){"", 0}
                                      : extract_text(x, last_part(x, ts_node_named_child(specifier, 0)));
}

static void
enter_method(extraction *x, const rule *rule, TSNode node)
{
    definition definition = definition_at(x, rule->entity, node);
    definition.qualifier = explicit_interface(x, node);
    TSNode result = extract_field(x, node, F_returns);
    define_callable(x, node, &definition, ts_node_is_null(result) ? extract_field(x, node, F_type) : result);
}

static void
enter_constructor(extraction *x, const rule *rule, TSNode node)
{
    definition definition = definition_at(x, rule->entity, node);
    count_parameters(x, extract_field(x, node, F_parameters), &definition);
    TSNode initializer = extract_child(node, "constructor_initializer");
    if (!ts_node_is_null(initializer))
        definition.body = initializer;
    extract_define(x, &definition);
}

// `: base(...)` and `: this(...)`
static void
enter_initializer(extraction *x, const rule *rule, TSNode node)
{
    TSNode arguments = extract_child(node, "argument_list");
    bool is_base = ts_node_child_count(node) > 1 && extract_is(ts_node_child(node, 1), "base");
    uint32_t called = is_base ? lower_super(x, rule, node) : lower_self(x, rule, node);
    extract_reference(x, REFERENCE_CALL, called, node, extract_arguments(x, arguments, NULL));
}

static void
enter_destructor(extraction *x, const rule *rule, TSNode node)
{
    definition definition = definition_at(x, rule->entity, node);
    definition.name = extract_join(x, SPAN_LITERAL("~"), "", definition.name);
    extract_define(x, &definition);
}

// `operator +`, `operator int`
static void
enter_operator(extraction *x, const rule *rule, TSNode node)
{
    definition definition = definition_at(x, rule->entity, node);
    bool is_conversion = extract_is(node, "conversion_operator_declaration");
    TSNode named = extract_field(x, node, is_conversion ? F_type : F_operator);
    definition.name = extract_join(x, SPAN_LITERAL("operator"), " ", extract_text(x, named));
    define_callable(x, node, &definition, extract_field(x, node, F_type));
}

// Properties, events with accessors and indexers.
static void
enter_property(extraction *x, const rule *rule, TSNode node)
{
    definition field = definition_at(x, rule->entity, node);
    if (extract_is(node, "indexer_declaration"))
        field.name = SPAN_LITERAL("this[]");
    TSNode type = extract_field(x, node, F_type);
    field.type = extract_lower(x, type);
    field.qualifier = explicit_interface(x, node);
    extract_define_flat(x, &field);
    use_type(x, type);
    if (extract_is(node, "indexer_declaration"))
        extract_scope(x); // for its parameters
}

// ---- variables

// `T x = new(...)` makes a T.
static void
note_implicit_creation(extraction *x, TSNode type, TSNode value)
{
    if (!extract_is(value, "implicit_object_creation_expression") || is_inferred(type))
        return;
    TSNode arguments = extract_child(value, "argument_list");
    extract_reference(x, REFERENCE_CONSTRUCT, extract_lower(x, type), value,
                      extract_arguments(x, arguments, NULL));
}

// What the declarator is set to: its last child, when that is not its name.
static TSNode
declared_value(const extraction *x, TSNode declarator)
{
    uint32_t count = ts_node_named_child_count(declarator);
    TSNode last = count ? ts_node_named_child(declarator, count - 1) : (TSNode){0};
    bool is_name = count && ts_node_eq(last, extract_field(x, declarator, F_name));
    return is_name || extract_is(last, "bracketed_argument_list") ? (TSNode){0} : last;
}

// Fields, and events without accessors. `node` is the declaration with its modifiers.
static void
enter_field(extraction *x, const rule *rule, TSNode node)
{
    TSNode variables = extract_child(node, "variable_declaration"),
           type = extract_field(x, variables, F_type);
    unsigned flags = head_of(x, node).flags;
    uint32_t lowered = extract_lower(x, type);
    for (children each = children_of(variables); children_next(&each);) {
        if (!extract_is(each.node, "variable_declarator"))
            continue;
        definition field = DEFINITION_NONE;
        field.kind = rule->entity;
        field.name = extract_text(x, extract_field(x, each.node, F_name));
        field.node = node;
        field.flags = flags;
        field.type = lowered;
        extract_define_flat(x, &field);
    }
}

// The declaration that fields and locals share; fields are defined already.
static void
enter_variables(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode type = extract_field(x, node, F_type);
    use_type(x, type);
    bool is_field = extract_in_type(x);
    for (children each = children_of(node); children_next(&each);) {
        if (!extract_is(each.node, "variable_declarator"))
            continue;
        TSNode value = declared_value(x, each.node);
        note_implicit_creation(x, type, value);
        if (!is_field)
            extract_local(x, extract_text(x, extract_field(x, each.node, F_name)), value_of(x, type, value),
                          ts_node_end_byte(each.node));
    }
}

static void
enter_parameter(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode type = extract_field(x, node, F_type);
    use_type(x, type);
    extract_local(x, extract_text(x, extract_field(x, node, F_name)),
                  extract_instance(x, extract_lower(x, type)), ts_node_start_byte(node));
}

// `params T[] rest` is no parameter node, but fields of the list.
static void
enter_parameter_list(extraction *x, const rule *rule, TSNode node)
{
    TSNode type = extract_field(x, node, F_type);
    if (!ts_node_is_null(type))
        enter_parameter(x, rule, node);
}

// Nodes that give a name a type: patterns, `out T x`, `catch (E e)`.
static void
enter_designation(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode type = extract_field(x, node, F_type);
    uint32_t value = is_inferred(type) ? FACT_NONE : extract_instance(x, extract_lower(x, type));
    use_type(x, type);
    extract_local(x, extract_text(x, extract_field(x, node, F_name)), value, ts_node_end_byte(node));
}

// `var (a, b)`: each name that stands in the node.
static void
enter_names(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    for (children each = children_of(node); children_next(&each);) {
        if (extract_is(each.node, "identifier"))
            extract_local(x, extract_text(x, each.node), FACT_NONE, ts_node_end_byte(node));
    }
}

static void
enter_for_each(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode type = extract_field(x, node, F_type), left = extract_field(x, node, F_left);
    TSNode right = extract_field(x, node, F_right);
    use_type(x, type);
    uint32_t value = is_inferred(type) ? element_of(x, extract_lower(x, right))
                                       : extract_instance(x, extract_lower(x, type));
    if (extract_is(left, "identifier") && !ts_node_is_null(right))
        extract_local(x, extract_text(x, left), value, ts_node_end_byte(right));
}

// `x => ...`; with parentheses they are parameters.
static void
enter_lambda(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode parameters = extract_field(x, node, F_parameters);
    if (extract_is(parameters, "implicit_parameter"))
        extract_local(x, extract_text(x, parameters), FACT_NONE, ts_node_start_byte(node));
    use_type(x, extract_field(x, node, F_type));
}

// `from x in xs`: an element.
static void
enter_from(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode type = extract_field(x, node, F_type);
    uint32_t count = ts_node_named_child_count(node);
    uint32_t source = count ? extract_lower(x, ts_node_named_child(node, count - 1)) : FACT_NONE;
    uint32_t value = is_inferred(type) ? element_of(x, source) : extract_instance(x, extract_lower(x, type));
    use_type(x, type);
    extract_local(x, extract_text(x, extract_field(x, node, F_name)), value, ts_node_end_byte(node));
}

// `let x = ...`, `join x in ...`, `into x`: the first name.
static void
enter_query_name(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    use_type(x, extract_field(x, node, F_type));
    extract_local(x, extract_text(x, extract_child(node, "identifier")), FACT_NONE, ts_node_start_byte(node));
}

// ---- expressions

// `this` and `base` are no named nodes.
static uint32_t
lower_receiver(extraction *x, TSNode node)
{
    if (extract_is(node, "this"))
        return lower_self(x, NULL, node);
    if (extract_is(node, "base"))
        return lower_super(x, NULL, node);
    return extract_lower(x, node);
}

static uint32_t
lower_member_access(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t operand = lower_receiver(x, extract_field(x, node, F_expression));
    span name = extract_text(x, last_part(x, extract_field(x, node, F_name)));
    return operand == FACT_NONE || !name.size ? unknown(x)
                                              : extract_expression(x, EXPRESSION_MEMBER, name, operand);
}

// `a?.b` and `a?[i]`
static uint32_t
lower_conditional_access(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t operand = lower_receiver(x, extract_field(x, node, F_condition));
    uint32_t count = ts_node_named_child_count(node);
    TSNode binding = count ? ts_node_named_child(node, count - 1) : node;
    span name = extract_text(x, last_part(x, extract_field(x, binding, F_name)));
    if (operand == FACT_NONE)
        return unknown(x);
    if (extract_is(binding, "member_binding_expression") && name.size)
        return extract_expression(x, EXPRESSION_MEMBER, name, operand);
    return extract_is(binding, "element_binding_expression") ? element_of(x, operand) : unknown(x);
}

static uint32_t
lower_element_access(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    return known_or_unknown(x, element_of(x, lower_receiver(x, extract_field(x, node, F_expression))));
}

static bool
is_method_name(span name)
{
    return name.size && name.data[0] >= 'A' && name.data[0] <= 'Z';
}

// Methods that are passed by name; names of fields and locals do not start with a capital, those of
// properties do.
static void
enter_argument(extraction *x, const rule *rule, TSNode node)
{
    uint32_t count = ts_node_named_child_count(node);
    TSNode value = count ? ts_node_named_child(node, count - 1) : node;
    if (extract_is(value, "identifier") && is_method_name(extract_text(x, value)))
        enter_value(x, rule, value);
}

static void
enter_creation(extraction *x, const rule *rule, TSNode node)
{
    TSNode type = extract_field(x, node, F_type);
    enter_construct(x, rule, node);
    extract_claim(x, type);
}

static uint32_t
lower_typed(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    return known_or_unknown(x, extract_instance(x, extract_lower(x, extract_field(x, node, F_type))));
}

static void
enter_as(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    use_type(x, extract_field(x, node, F_right));
}

static uint32_t
lower_as(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    return known_or_unknown(x, extract_instance(x, extract_lower(x, extract_field(x, node, F_right))));
}

static const rule rules[] = {
    {"comment", .flags = RULE_COMMENT | RULE_SKIP},
    {"compilation_unit", .enter = enter_unit},
    {"namespace_declaration", .enter = enter_namespace},
    {"file_scoped_namespace_declaration", .flags = RULE_SKIP},
    {"using_directive", .enter = enter_using, .flags = RULE_IMPORT | RULE_SKIP},
    {"extern_alias_directive", .flags = RULE_IMPORT | RULE_SKIP},
    {"class_declaration", .enter = enter_type_declaration, .entity = ENTITY_CLASS},
    {"record_declaration", .enter = enter_type_declaration, .entity = ENTITY_CLASS},
    {"struct_declaration", .enter = enter_type_declaration, .entity = ENTITY_STRUCT},
    {"interface_declaration", .enter = enter_type_declaration, .entity = ENTITY_INTERFACE},
    {"enum_declaration", .enter = enter_type_declaration, .entity = ENTITY_ENUM},
    {"delegate_declaration", .enter = enter_delegate, .entity = ENTITY_TYPE_ALIAS},
    {"enum_member_declaration", .enter = enter_enumerator, .entity = ENTITY_ENUMERATOR},
    {"method_declaration", .enter = enter_method, .entity = ENTITY_METHOD},
    {"local_function_statement", .enter = enter_method, .entity = ENTITY_FUNCTION},
    {"constructor_declaration", .enter = enter_constructor, .entity = ENTITY_CONSTRUCTOR},
    {"destructor_declaration", .enter = enter_destructor, .entity = ENTITY_METHOD},
    {"operator_declaration", .enter = enter_operator, .entity = ENTITY_METHOD},
    {"conversion_operator_declaration", .enter = enter_operator, .entity = ENTITY_METHOD},
    {"constructor_initializer", .enter = enter_initializer},
    {"property_declaration", .enter = enter_property, .entity = ENTITY_FIELD},
    {"event_declaration", .enter = enter_property, .entity = ENTITY_FIELD},
    {"indexer_declaration", .enter = enter_property, .entity = ENTITY_FIELD},
    {"field_declaration", .enter = enter_field, .entity = ENTITY_FIELD},
    {"event_field_declaration", .enter = enter_field, .entity = ENTITY_FIELD},
    {"accessor_declaration", .flags = RULE_SCOPE},
    {"arrow_expression_clause", .flags = RULE_SCOPE},
    {"attribute", .enter = enter_attribute},
    {"variable_declaration", .enter = enter_variables},
    {"parameter", .enter = enter_parameter},
    {"parameter_list", .enter = enter_parameter_list},
    {"bracketed_parameter_list", .enter = enter_parameter_list},
    {"declaration_pattern", .enter = enter_designation},
    {"recursive_pattern", .enter = enter_designation},
    {"var_pattern", .enter = enter_designation},
    {"list_pattern", .enter = enter_designation},
    {"declaration_expression", .enter = enter_designation},
    {"catch_declaration", .enter = enter_designation},
    {"parenthesized_variable_designation", .enter = enter_names},
    {"tuple_pattern", .enter = enter_names},
    {"foreach_statement", .enter = enter_for_each, .flags = RULE_SCOPE},
    {"for_statement", .flags = RULE_SCOPE},
    {"using_statement", .flags = RULE_SCOPE},
    {"fixed_statement", .flags = RULE_SCOPE},
    {"block", .flags = RULE_SCOPE},
    {"switch_section", .flags = RULE_SCOPE},
    {"switch_expression_arm", .flags = RULE_SCOPE},
    {"catch_clause", .flags = RULE_SCOPE},
    {"lambda_expression", .enter = enter_lambda, .flags = RULE_SCOPE},
    {"anonymous_method_expression", .flags = RULE_SCOPE},
    {"query_expression", .flags = RULE_SCOPE},
    {"from_clause", .enter = enter_from},
    {"let_clause", .enter = enter_query_name},
    {"join_clause", .enter = enter_query_name},
    {"join_into_clause", .enter = enter_query_name},
    {"type_argument_list", .enter = enter_type_arguments},
    {"type_parameter_constraint", .enter = enter_typed},
    {"tuple_element", .enter = enter_typed},
    {"typeof_expression", .enter = enter_typed},
    {"default_expression", .enter = enter_typed, .lower = lower_typed},
    {"cast_expression", .enter = enter_typed, .lower = lower_typed},
    {"type_pattern", .enter = enter_typed},
    {"array_creation_expression", .enter = enter_typed, .lower = lower_typed},
    {"as_expression", .enter = enter_as, .lower = lower_as},
    {"is_expression", .enter = enter_as},
    {"argument", .enter = enter_argument},
    {"invocation_expression", .enter = enter_call, .lower = lower_call, .operand = F_function,
     .arguments = F_arguments},
    {"object_creation_expression", .enter = enter_creation, .lower = lower_construct, .operand = F_type,
     .arguments = F_arguments},
    {"member_access_expression", .lower = lower_member_access},
    {"conditional_access_expression", .lower = lower_conditional_access},
    {"element_access_expression", .lower = lower_element_access},
    {"parenthesized_expression", .lower = lower_inner},
    {"await_expression", .lower = lower_inner},
    {"checked_expression", .lower = lower_inner},
    {"postfix_unary_expression", .lower = lower_inner},
    {"assignment_expression", .lower = lower_inner, .operand = F_right},
    {"conditional_expression", .lower = lower_inner, .operand = F_alternative},
    {"identifier", .lower = lower_name, .flags = RULE_OWN},
    {"qualified_name", .lower = lower_qualified},
    {"alias_qualified_name", .lower = lower_qualified},
    {"generic_name", .lower = lower_generic_name},
    {"nullable_type", .lower = lower_inner, .operand = F_type},
    {"pointer_type", .lower = lower_inner, .operand = F_type},
    {"ref_type", .lower = lower_inner, .operand = F_type},
    {"scoped_type", .lower = lower_inner, .operand = F_type},
    {"array_type", .lower = lower_container, .operand = F_type},
    {"predefined_type", .lower = lower_literal, .text = "primitive"},
    {"string_literal", .lower = lower_literal, .flags = RULE_SKIP, .text = "string"},
    {"verbatim_string_literal", .lower = lower_literal, .flags = RULE_SKIP, .text = "string"},
    {"raw_string_literal", .lower = lower_literal, .flags = RULE_SKIP, .text = "string"},
    {"interpolated_string_expression", .lower = lower_literal, .text = "string"},
    {"character_literal", .lower = lower_literal, .flags = RULE_SKIP, .text = "char"},
    {"integer_literal", .lower = lower_literal, .flags = RULE_SKIP, .text = "int"},
    {"real_literal", .lower = lower_literal, .flags = RULE_SKIP, .text = "double"},
    {"boolean_literal", .lower = lower_literal, .flags = RULE_SKIP, .text = "bool"},
    {0},
};

const language lang_csharp = {
    .id = LANGUAGE_CSHARP,
    .grammar = tree_sitter_c_sharp,
    .flags = LANGUAGE_MEMBERS_IN_SCOPE,
    .rules = rules,
    .decisions = "if_statement for_statement foreach_statement while_statement do_statement switch_section/case "
                 "switch_expression_arm -switch_expression_arm/discard when_clause catch_clause catch_filter_clause "
                 "conditional_expression binary_expression/&& binary_expression/||",
    .builtins = "nameof dynamic var value notnull unmanaged nint nuint",
};
