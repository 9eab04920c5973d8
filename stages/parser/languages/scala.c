// Scala, by the Scala language specification (2.13) and the Scala 3 reference, and grammar tree-sitter-scala
// 0.24.
//
// The package is the file's, its clauses joined, and no part of names. Objects, package objects and given
// instances with a body are classes. Terms and types have names of their own (specification 2): an object
// beside a class, trait or enum of its name is that type's companion, and its members are found as the
// type's. Parameters of a class are a constructor entity, and FIELD facts as its members are; `def this` are
// further constructors. `val`, `var` and `given` at the top of a file are rows. Methods of an extension are
// methods of the extended type ("Type.name"). Of a class the first parent is EXTENDS, those behind `with`
// IMPLEMENTS; of a trait all are EXTENDS. A call's number of arguments is that of its first list. Naming a
// method without parentheses calls it (specification 6.26.2), which the linker knows; `a f b` is a call when
// f is a word. A call of a type constructs it. Lists, sets, arrays and options are containers of their type
// argument. Implicit conversions and arguments are no edges.
//
// Tests: classes derived from the styles of ScalaTest, MUnit, specs2, uTest and ScalaCheck; `test("name") {
// ... }`, JUnit's annotations; paths and file names as in detect.c.
#include "stages/parser/extract.h"

const TSLanguage *tree_sitter_scala(void);

enum { TYPE_ARGUMENTS_MAX = 8, PARAMETERS_MAX = 16, NOTE_TYPE = 1, SIBLINGS_MAX = 64, HEAD_MAX = 16 };

static const char test_bases[] = "AnyFunSuite FunSuite AnyFlatSpec FlatSpec AnyWordSpec WordSpec AnyFunSpec "
                                 "FunSpec AnyFreeSpec FreeSpec AnyPropSpec PropSpec "
                                 "AnyFeatureSpec FeatureSpec AsyncFunSuite AsyncFlatSpec AsyncWordSpec "
                                 "Specification TestSuite Properties CatsEffectSuite "
                                 "ScalaCheckSuite TestCase";

static const char container_types[] =
    "List Seq IndexedSeq Vector Array Set Option Some Iterable Iterator Stream LazyList Buffer "
    "ListBuffer ArrayBuffer Queue HashSet Traversable IterableOnce";

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

static TSNode
named_child(TSNode node, uint32_t index)
{
    return !ts_node_is_null(node) && index < ts_node_named_child_count(node)
               ? ts_node_named_child(node, index)
               : (TSNode){0};
}

// ---- types

// The last part of `a.B[C]`.
static span
type_name(const extraction *x, TSNode type)
{
    if (extract_is(type, "generic_type"))
        type = extract_field(x, type, F_type);
    if (extract_is(type, "stable_type_identifier"))
        type = named_child(type, ts_node_named_child_count(type) - 1);
    return extract_is(type, "type_identifier") ? extract_text(x, type) : (span){"", 0};
}

static uint32_t
lower_generic(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t arguments[TYPE_ARGUMENTS_MAX], count = 0;
    for (children each = children_of(extract_field(x, node, F_type_arguments)); children_next(&each);) {
        if (count < TYPE_ARGUMENTS_MAX)
            arguments[count++] = known_or_unknown(x, extract_lower(x, each.node));
    }
    if (count && span_is_one_of(type_name(x, node), container_types))
        return extract_expression(x, EXPRESSION_CONTAINER, (span){0}, arguments[0]);
    return extract_generic(x, known_or_unknown(x, extract_lower(x, extract_field(x, node, F_type))),
                           arguments, count);
}

// `a.b.C`
static uint32_t
lower_stable(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t count = ts_node_named_child_count(node);
    if (count < 2)
        return unknown(x);
    return extract_expression(x, EXPRESSION_MEMBER, extract_text(x, ts_node_named_child(node, count - 1)),
                              known_or_unknown(x, extract_lower(x, ts_node_named_child(node, 0))));
}

static void
enter_stable(extraction *x, const rule *rule, TSNode node)
{
    enter_type(x, rule, node);
    for (children each = children_of(node); children_next(&each);)
        extract_claim(x, each.node);
}

// The reference to a type by its name; its arguments are types of their own.
static void
note_type(extraction *x, reference_kind kind, TSNode type, uint32_t arguments)
{
    TSNode name = extract_is(type, "generic_type") ? extract_field(x, type, F_type) : type;
    extract_reference(x, kind, extract_lower(x, name), name, arguments);
    extract_claim(x, name);
}

static void
declare_type_parameters(extraction *x, TSNode node)
{
    TSNode list = extract_field(x, node, F_type_parameters);
    for (children each = children_of(list); children_next(&each);) {
        if (!extract_is(each.node, "identifier") && !extract_is(each.node, "type_identifier"))
            continue;
        definition parameter = DEFINITION_NONE;
        parameter.kind = ENTITY_TYPE_PARAMETER;
        parameter.node = parameter.name_node = each.node;
        parameter.name = extract_text(x, each.node);
        extract_define_flat(x, &parameter);
    }
}

// ---- packages and imports

static bool
is_type_declaration(TSNode node)
{
    return !ts_node_is_null(node) && span_is_one_of(span_of(ts_node_type(node)),
                                                       "class_definition trait_definition enum_definition");
}

// The file's package, and the types of its top level, which objects may accompany.
static void
begin(extraction *x, TSNode root)
{
    span package = {"", 0};
    for (children each = children_of(root); children_next(&each);) {
        if (extract_is(each.node, "package_clause") && ts_node_is_null(extract_field(x, each.node, F_body)))
            package = extract_join(x, package, ".", extract_text(x, extract_field(x, each.node, F_name)));
        else if (is_type_declaration(each.node))
            *extract_note(x, 0, extract_text(x, extract_field(x, each.node, F_name))) = NOTE_TYPE;
    }
    if (package.size)
        extract_package(x, package);
}

static void
import_path(extraction *x, span path, span alias, TSNode node)
{
    size_t dot = path.size;
    while (dot > 0 && path.data[dot - 1] != '.')
        dot--;
    span name = span_slice(path, dot, path.size);
    if (name.size && dot > 0 && !span_is(alias, "_"))
        extract_import(x, 0, span_slice(path, 0, dot - 1), name, alias.size ? alias : name, node);
}

static void
import_selectors(extraction *x, span path, TSNode selectors, TSNode node)
{
    for (children each = children_of(selectors); children_next(&each);) {
        TSNode name = extract_field(x, each.node, F_name);
        span text = extract_text(x, ts_node_is_null(name) ? each.node : name);
        if (extract_is(each.node, "namespace_wildcard"))
            extract_import(x, IMPORT_WILDCARD, path, (span){0}, (span){0}, node);
        else
            import_path(x, extract_join(x, path, ".", text),
                        extract_text(x, extract_field(x, each.node, F_alias)), node);
    }
}

// `import a.b, c.{d, e => f, _}`
static void
enter_import(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    span source = extract_text(x, node), path = {"", 0};
    uint32_t base = ts_node_start_byte(node), start = UINT32_MAX;
    bool is_done = false;
    for (children each = children_of(node); children_next(&each);) {
        uint32_t from = ts_node_start_byte(each.node) - base, to = ts_node_end_byte(each.node) - base;
        bool is_part = extract_is(each.node, "identifier") || extract_is(each.node, "operator_identifier");
        if (is_part && start != UINT32_MAX && from > 0 && source.data[from - 1] != '.') { // behind a comma
            if (!is_done)
                import_path(x, path, (span){0}, node);
            start = UINT32_MAX;
        }
        if (is_part) {
            start = start == UINT32_MAX ? from : start;
            path = span_slice(source, start, to);
            is_done = false;
            continue;
        }
        is_done = true;
        if (extract_is(each.node, "namespace_wildcard"))
            extract_import(x, IMPORT_WILDCARD, path, (span){0}, (span){0}, node);
        else if (extract_is(each.node, "namespace_selectors"))
            import_selectors(x, path, each.node, node);
        else if (extract_is(each.node, "as_renamed_identifier") ||
                 extract_is(each.node, "arrow_renamed_identifier"))
            import_path(x, extract_join(x, path, ".", extract_text(x, extract_field(x, each.node, F_name))),
                        extract_text(x, extract_field(x, each.node, F_alias)), node);
    }
    if (!is_done && path.size)
        import_path(x, path, (span){0}, node);
}

// ---- declarations

static definition
definition_at(const extraction *x, entity_kind kind, TSNode node)
{
    definition definition = DEFINITION_NONE;
    definition.kind = kind;
    definition.node = node;
    definition.name_node = extract_field(x, node, F_name);
    definition.name = extract_text(x, definition.name_node);
    definition.body = extract_field(x, node, F_body);
    uint32_t count = ts_node_child_count(node);
    for (uint32_t i = 0; i < count && i < HEAD_MAX; i++) {
        TSNode child = ts_node_child(node, i);
        if (extract_is(child, "annotation")) {
            definition.head = ts_node_child(node, i + 1 < count ? i + 1 : i);
            if (span_is_one_of(type_name(x, extract_field(x, child, F_name)),
                                  "Test Before After BeforeEach AfterEach"))
                definition.detection = DETECTION_ANNOTATION;
        }
        if (!extract_is(child, "modifiers"))
            continue;
        span modifiers = extract_text(x, child);
        definition.flags |= span_starts(modifiers, "private") ? SYMBOL_PRIVATE : 0;
        definition.flags |= span_starts(modifiers, "abstract") ? SYMBOL_ABSTRACT : 0;
    }
    return definition;
}

// Whether a type of that name stands beside the object that is being entered.
static bool
has_companion(extraction *x, span name)
{
    TSNode around = extract_ancestor(x, 1);
    if (extract_is(around, "compilation_unit"))
        return *extract_note(x, 0, name) == NOTE_TYPE;
    if (ts_node_is_null(around) || ts_node_named_child_count(around) > SIBLINGS_MAX)
        return false;
    for (children each = children_of(around); children_next(&each);) {
        if (is_type_declaration(each.node) &&
            span_equal(extract_text(x, extract_field(x, each.node, F_name)), name)) {
            children_end(&each);
            return true;
        }
    }
    return false;
}

// What is declared in an object needs no instance; in a companion it is found by way of the type.
static void
belong_to_object(extraction *x, definition *definition)
{
    if (!extract_in_type(x) || !extract_is(extract_ancestor(x, 2), "object_definition"))
        return;
    definition->flags |= SYMBOL_CLASS_LEVEL;
    uint32_t owner = extract_symbol_facts(x, extract_symbol(x))->owner;
    if (definition->owner == FACT_NONE)
        definition->owner = owner;
}

static void
count_parameters(extraction *x, TSNode list, uint32_t symbol)
{
    uint32_t required = 0, all = 0, types[PARAMETERS_MAX], count = 0;
    unsigned flags = 0;
    for (children each = children_of(list); children_next(&each);) {
        TSNode type = extract_field(x, each.node, F_type);
        if (ts_node_is_null(type))
            continue;
        bool is_rest = extract_is(type, "repeated_parameter_type");
        flags |= is_rest ? SYMBOL_VARIADIC : 0;
        all += !is_rest;
        required += !is_rest && ts_node_is_null(extract_field(x, each.node, F_default_value));
        if (count < PARAMETERS_MAX)
            types[count++] = extract_lower(x, type);
    }
    uint32_t parameters = extract_chain(x, types, count);
    fact_symbol *callable = extract_symbol_facts(x, symbol);
    callable->arity_min = required;
    callable->arity_max = all;
    callable->flags |= flags;
    callable->parameters = parameters;
}

// `class A(val a: Int, b: Int)`: a constructor, and fields.
static void
define_class_parameters(extraction *x, TSNode class)
{
    TSNode list = extract_field(x, class, F_class_parameters);
    if (ts_node_is_null(list))
        return;
    definition constructor = DEFINITION_NONE;
    constructor.kind = ENTITY_CONSTRUCTOR;
    constructor.name = extract_symbol_name(x, extract_symbol(x));
    constructor.node = list;
    count_parameters(x, list, extract_define_flat(x, &constructor));
    for (children lists = children_of(class); children_next(&lists);) {
        if (!extract_is(lists.node, "class_parameters"))
            continue;
        for (children each = children_of(lists.node); children_next(&each);) {
            definition field = definition_at(x, ENTITY_FIELD, each.node);
            field.type = extract_lower(x, extract_field(x, each.node, F_type));
            if (field.name.size)
                extract_define_flat(x, &field);
        }
    }
}

static bool
is_test_base(const extraction *x, TSNode extends)
{
    return span_is_one_of(type_name(x, extract_field(x, extends, F_type)), test_bases);
}

static void
enter_type_declaration(extraction *x, const rule *rule, TSNode node)
{
    definition type = definition_at(x, rule->entity, node);
    bool is_object = extract_is(node, "object_definition");
    if (!type.detection && is_test_base(x, extract_field(x, node, F_extend)))
        type.detection = DETECTION_NAME;
    if (is_object && has_companion(x, type.name)) {
        type.owner = extract_name(x, type.name, ts_node_start_byte(node));
        type.flags |= SYMBOL_CLASS_LEVEL;
        type.is_unbound = true;
    }
    if (!type.name.size) { // a given without a name
        extract_scope(x);
        return;
    }
    extract_define(x, &type);
    declare_type_parameters(x, node);
    define_class_parameters(x, node);
}

// `extends A(1) with B`
static void
enter_extends(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode around = extract_ancestor(x, 1), arguments = extract_field(x, node, F_arguments);
    if (extract_is(around, "simple_enum_case") || extract_is(around, "full_enum_case"))
        return;
    bool is_trait = extract_is(around, "trait_definition"), is_first = true;
    for (children each = children_of(node); children_next(&each);) {
        if (extract_is(each.node, "arguments") || extract_is(each.node, "annotation"))
            continue;
        note_type(x, is_trait || is_first ? REFERENCE_EXTENDS : REFERENCE_IMPLEMENTS, each.node, FACT_NONE);
        if (is_first && !ts_node_is_null(arguments))
            note_type(x, REFERENCE_CONSTRUCT, each.node, extract_arguments(x, arguments, NULL));
        is_first = false;
        extract_has_bases(x);
    }
}

static void
enter_enum_case(extraction *x, const rule *rule, TSNode node)
{
    definition constant = definition_at(x, rule->entity, node);
    constant.flags = SYMBOL_CLASS_LEVEL;
    if (extract_symbol(x) != 0)
        constant.type = extract_symbol_expression(x, extract_symbol(x));
    extract_define_flat(x, &constant);
    extract_scope(x);
}

static void
enter_type_alias(extraction *x, const rule *rule, TSNode node)
{
    definition alias = definition_at(x, rule->entity, node);
    belong_to_object(x, &alias);
    uint32_t symbol = extract_define(x, &alias), type = extract_lower(x, extract_field(x, node, F_type));
    extract_symbol_facts(x, symbol)->type = type;
}

// ---- functions

// The extension that the function being entered stands in, or null.
static TSNode
extension_around(const extraction *x)
{
    for (uint32_t up = 1; up <= 2; up++) {
        if (extract_is(extract_ancestor(x, up), "extension_definition"))
            return extract_ancestor(x, up);
    }
    return (TSNode){0};
}

static void
own_by_extension(extraction *x, TSNode extension, definition *definition)
{
    TSNode type = extract_field(x, named_child(extract_field(x, extension, F_parameters), 0), F_type);
    definition->kind = ENTITY_METHOD;
    definition->owner = known_or_unknown(x, extract_lower(x, type));
    definition->qualifier = type_name(x, type);
}

static void
enter_function(extraction *x, const rule *rule, TSNode node)
{
    definition function = definition_at(x, rule->entity, node);
    TSNode extension = extension_around(x);
    bool is_anonymous = extract_is(extract_ancestor(x, 1), "template_body") && !extract_in_type(x);
    if (extract_in_type(x) || is_anonymous)
        function.kind = ENTITY_METHOD;
    if (is_anonymous)
        function.owner = unknown(x);
    if (!ts_node_is_null(extension))
        own_by_extension(x, extension, &function);
    if (span_is(function.name, "this")) {
        function.kind = ENTITY_CONSTRUCTOR;
        function.name = extract_symbol_name(x, extract_symbol(x));
    }
    if (extract_is(node, "function_declaration"))
        function.flags |= SYMBOL_ABSTRACT;
    belong_to_object(x, &function);
    uint32_t symbol = extract_define(x, &function);
    declare_type_parameters(x, node);
    count_parameters(x, extract_field(x, node, F_parameters), symbol);
    TSNode result = extract_field(x, node, F_return_type);
    uint32_t type = extract_lower(x, ts_node_is_null(result) ? function.body : result);
    extract_symbol_facts(x, symbol)->type = function.kind == ENTITY_CONSTRUCTOR ? FACT_NONE : type;
}

static void
enter_parameter(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, node, F_name);
    extract_claim(x, name);
    extract_local(x, extract_text(x, name),
                  extract_instance(x, extract_lower(x, extract_field(x, node, F_type))),
                  ts_node_start_byte(node));
}

static uint32_t
lower_repeated(extraction *x, const rule *rule, TSNode node)
{
    return extract_expression(x, EXPRESSION_CONTAINER, (span){0}, lower_inner(x, rule, node));
}

static void
enter_lambda(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode parameter = extract_field(x, node, F_parameters);
    if (!extract_is(parameter, "identifier"))
        return;
    extract_claim(x, parameter);
    extract_local(x, extract_text(x, parameter), FACT_NONE, ts_node_start_byte(node));
}

// ---- values

// `val a: T = e`
static void
enter_value_definition(extraction *x, const rule *rule, TSNode node)
{
    TSNode name = extract_field(x, node, F_pattern), type = extract_field(x, node, F_type);
    if (ts_node_is_null(name))
        name = extract_field(x, node, F_name); // a declaration, a given
    if (!extract_is(name, "identifier"))
        return; // each name of a pattern declares itself
    bool is_top_level = extract_is(extract_ancestor(x, 1), "compilation_unit");
    uint32_t value =
        ts_node_is_null(type) ? extract_lower(x, extract_field(x, node, F_value)) : extract_lower(x, type);
    if (!is_top_level && !extract_in_type(x)) {
        extract_claim(x, name);
        extract_local(x, extract_text(x, name), ts_node_is_null(type) ? value : extract_instance(x, value),
                      ts_node_end_byte(node));
        return;
    }
    definition variable = definition_at(x, is_top_level ? rule->entity : ENTITY_FIELD, node);
    variable.name_node = name;
    variable.name = extract_text(x, name);
    variable.type = value;
    belong_to_object(x, &variable);
    extract_define_flat(x, &variable);
}

static void
enter_given(extraction *x, const rule *rule, TSNode node)
{
    TSNode body = extract_field(x, node, F_body), type = extract_field(x, node, F_return_type);
    if (extract_is(body, "with_template_body") || extract_is(body, "template_body")) {
        enter_type_declaration(x, rule, node);
        if (extract_in_type(x)) {
            note_type(x, REFERENCE_EXTENDS, type, FACT_NONE);
            extract_has_bases(x);
        }
        return;
    }
    definition given = definition_at(x, ENTITY_CONSTANT, node);
    given.kind = extract_in_type(x) ? ENTITY_FIELD : ENTITY_CONSTANT;
    given.type = extract_lower(x, type);
    if (given.name.size)
        extract_define_flat(x, &given);
}

// `a <- list`, `b = a`
static void
enter_enumerator(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = named_child(node, 0), source = named_child(node, 1);
    if (!extract_is(name, "identifier") || ts_node_is_null(source))
        return;
    bool is_element = extract_is(ts_node_child(node, 1), "<-");
    uint32_t value = extract_lower(x, source);
    if (is_element && value != FACT_NONE)
        value = extract_expression(x, EXPRESSION_ELEMENT, (span){0}, value);
    extract_claim(x, name);
    extract_local(x, extract_text(x, name), value, ts_node_end_byte(source));
}

static void
enter_typed_pattern(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, node, F_pattern);
    if (!extract_is(name, "identifier"))
        return;
    extract_claim(x, name);
    extract_local(x, extract_text(x, name),
                  extract_instance(x, extract_lower(x, extract_field(x, node, F_type))),
                  ts_node_start_byte(name));
}

// A variable pattern begins with a small letter (specification 8.1.1).
static bool
is_variable_pattern(const extraction *x, TSNode node)
{
    TSNode around = extract_ancestor(x, 1);
    span text = extract_text(x, node);
    bool is_small = text.size && ((text.data[0] >= 'a' && text.data[0] <= 'z') || text.data[0] == '_');
    if (!is_small || ts_node_is_null(around))
        return false;
    if (extract_is(around, "case_clause"))
        return ts_node_eq(extract_field(x, around, F_pattern), node);
    return span_is_one_of(
        span_of(ts_node_type(around)),
        "case_class_pattern tuple_pattern capture_pattern infix_pattern alternative_pattern");
}

static void
enter_identifier(extraction *x, const rule *rule, TSNode node)
{
    span text = extract_text(x, node);
    if (extract_is_claimed(x, node) || span_is(text, "this") || span_is(text, "super"))
        return;
    if (is_variable_pattern(x, node))
        extract_local(x, text, FACT_NONE, ts_node_start_byte(node));
    else
        enter_value(x, rule, node);
}

// ---- expressions

static uint32_t
lower_identifier(extraction *x, const rule *rule, TSNode node)
{
    span text = extract_text(x, node);
    if (span_is(text, "this"))
        return lower_self(x, rule, node);
    return span_is(text, "super") ? lower_super(x, rule, node) : lower_name(x, rule, node);
}

// `a.f[T]` is a.f
static TSNode
callee_of(const extraction *x, TSNode call)
{
    TSNode function = extract_field(x, call, F_function);
    return extract_is(function, "generic_function") ? extract_field(x, function, F_function) : function;
}

// `test("name") { ... }`
static bool
enter_test(extraction *x, TSNode node, TSNode inner)
{
    TSNode name = named_child(extract_field(x, inner, F_arguments), 0),
           function = extract_field(x, inner, F_function);
    bool is_test = extract_is(inner, "call_expression") && extract_is(name, "string") &&
                   extract_is(extract_field(x, node, F_arguments), "block") &&
                   extract_is(function, "identifier") &&
                   span_is_one_of(extract_text(x, function),
                                     "test ignore property testAsync describe it feature scenario");
    if (!is_test)
        return false;
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_TEST_CASE;
    definition.node = node;
    definition.name = extract_unquote(extract_text(x, name));
    definition.body = extract_field(x, node, F_arguments);
    definition.owner = unknown(x);
    definition.is_unbound = true;
    definition.detection = DETECTION_FRAMEWORK_CALL;
    extract_define(x, &definition);
    return true;
}

static void
enter_call_expression(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode callee = callee_of(x, node), arguments = extract_field(x, node, F_arguments);
    if (enter_test(x, node, callee))
        return;
    if (extract_is(callee, "identifier"))
        extract_claim(x, callee);
    uint32_t count = extract_is(arguments, "arguments") ? extract_arguments(x, arguments, NULL) : 1;
    uint32_t values[PARAMETERS_MAX], passed = 0;
    for (children each = children_of(extract_is(arguments, "arguments") ? arguments : (TSNode){0});
         children_next(&each);) {
        if (passed < PARAMETERS_MAX)
            values[passed++] =
                extract_is(each.node, "assignment_expression") ? FACT_NONE : extract_lower(x, each.node);
    }
    extract_reference_passing(x, REFERENCE_CALL, extract_lower(x, callee), node, count,
                              extract_chain(x, values, passed));
}

static uint32_t
lower_call_expression(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode callee = callee_of(x, node);
    if (extract_is(callee, "call_expression")) // a further list of arguments
        return extract_lower(x, callee);
    return extract_expression(x, EXPRESSION_CALL, (span){0}, known_or_unknown(x, extract_lower(x, callee)));
}

// `a.b`, unless it is what a call calls
static void
enter_field(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    extract_claim(x, extract_field(x, node, F_field));
    TSNode around = extract_ancestor(x, 1);
    if (extract_is(around, "generic_function"))
        around = extract_ancestor(x, 2);
    bool is_callee = extract_is(around, "call_expression") && ts_node_eq(callee_of(x, around), node);
    if (!is_callee)
        extract_reference(x, REFERENCE_VALUE, extract_lower(x, node), node, FACT_NONE);
}

static bool
is_word(TSNode operator)
{
    return extract_is(operator, "identifier");
}

static uint32_t
lower_infix(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, node, F_operator);
    if (!is_word(name))
        return unknown(x);
    uint32_t left = known_or_unknown(x, extract_lower(x, extract_field(x, node, F_left)));
    return extract_expression(x, EXPRESSION_CALL, (span){0},
                              extract_expression(x, EXPRESSION_MEMBER, extract_text(x, name), left));
}

static void
enter_infix(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, node, F_operator);
    extract_claim(x, name);
    if (span_is(extract_text(x, name), "&&") || span_is(extract_text(x, name), "||"))
        extract_decision(x);
    if (is_word(name))
        extract_reference(x, REFERENCE_CALL, extract_operand(x, extract_lower(x, node)), node, 1);
}

// `new T(...) { ... }`
static void
enter_instance(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode arguments = extract_field(x, node, F_arguments), type = named_child(node, 0);
    if (extract_is(type, "template_body"))
        return;
    note_type(x, REFERENCE_CONSTRUCT, type,
              ts_node_is_null(arguments) ? 0 : extract_arguments(x, arguments, NULL));
    if (!ts_node_is_null(extract_child(node, "template_body")))
        extract_scope(x);
}

static uint32_t
lower_instance(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    return known_or_unknown(x, extract_instance(x, extract_lower(x, named_child(node, 0))));
}

// A block is what its last expression is.
static uint32_t
lower_block(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t count = ts_node_named_child_count(node);
    TSNode last = count ? ts_node_named_child(node, count - 1) : node;
    bool is_simple = count == 1 && !extract_is(last, "block");
    return is_simple ? known_or_unknown(x, extract_lower(x, last))
                     : unknown(x); // locals above it are not declared yet
}

static void
enter_annotation(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    note_type(x, REFERENCE_DECORATOR, extract_field(x, node, F_name), FACT_NONE);
}

static void
enter_assignment(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    if (extract_is(extract_ancestor(x, 1), "arguments")) // f(name = value)
        extract_claim(x, extract_field(x, node, F_left));
}

static void
enter_interpolated(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    extract_claim(x, extract_field(x, node, F_interpolator));
}

static const rule rules[] = {
    {"comment", .flags = RULE_COMMENT | RULE_SKIP},
    {"block_comment", .flags = RULE_COMMENT | RULE_SKIP},
    {"package_identifier", .flags = RULE_SKIP},
    {"import_declaration", .enter = enter_import, .flags = RULE_IMPORT | RULE_SKIP},
    {"export_declaration", .flags = RULE_SKIP},
    {"class_definition", .enter = enter_type_declaration, .entity = ENTITY_CLASS},
    {"object_definition", .enter = enter_type_declaration, .entity = ENTITY_CLASS},
    {"package_object", .enter = enter_type_declaration, .entity = ENTITY_CLASS},
    {"trait_definition", .enter = enter_type_declaration, .entity = ENTITY_TRAIT},
    {"enum_definition", .enter = enter_type_declaration, .entity = ENTITY_ENUM},
    {"simple_enum_case", .enter = enter_enum_case, .entity = ENTITY_ENUMERATOR},
    {"full_enum_case", .enter = enter_enum_case, .entity = ENTITY_ENUMERATOR},
    {"extends_clause", .enter = enter_extends},
    {"given_definition", .enter = enter_given, .entity = ENTITY_CLASS},
    {"extension_definition", .flags = RULE_SCOPE},
    {"type_definition", .enter = enter_type_alias, .entity = ENTITY_TYPE_ALIAS},
    {"function_definition", .enter = enter_function, .entity = ENTITY_FUNCTION},
    {"function_declaration", .enter = enter_function, .entity = ENTITY_FUNCTION},
    {"parameter", .enter = enter_parameter},
    {"binding", .enter = enter_parameter},
    {"lambda_expression", .enter = enter_lambda, .flags = RULE_SCOPE},
    {"val_definition", .enter = enter_value_definition, .entity = ENTITY_CONSTANT},
    {"var_definition", .enter = enter_value_definition, .entity = ENTITY_VARIABLE},
    {"val_declaration", .enter = enter_value_definition, .entity = ENTITY_CONSTANT},
    {"var_declaration", .enter = enter_value_definition, .entity = ENTITY_VARIABLE},
    {"for_expression", .flags = RULE_SCOPE},
    {"enumerator", .enter = enter_enumerator},
    {"case_clause", .flags = RULE_SCOPE},
    {"typed_pattern", .enter = enter_typed_pattern},
    {"block", .lower = lower_block, .flags = RULE_SCOPE},
    {"indented_block", .lower = lower_block, .flags = RULE_SCOPE},
    {"annotation", .enter = enter_annotation},
    {"call_expression", .enter = enter_call_expression, .lower = lower_call_expression},
    {"generic_function", .lower = lower_inner, .operand = F_function},
    {"field_expression", .enter = enter_field, .lower = lower_member, .operand = F_value, .name = F_field},
    {"infix_expression", .enter = enter_infix, .lower = lower_infix},
    {"instance_expression", .enter = enter_instance, .lower = lower_instance},
    {"assignment_expression", .enter = enter_assignment},
    {"parenthesized_expression", .lower = lower_inner},
    {"interpolated_string_expression", .enter = enter_interpolated, .lower = lower_literal, .text = "String"},
    {"type_identifier", .enter = enter_type, .lower = lower_name},
    {"stable_type_identifier", .enter = enter_stable, .lower = lower_stable},
    {"generic_type", .lower = lower_generic},
    {"repeated_parameter_type", .lower = lower_repeated},
    {"identifier", .enter = enter_identifier, .lower = lower_identifier, .flags = RULE_OWN},
    {"string", .lower = lower_literal, .flags = RULE_SKIP, .text = "String"},
    {"integer_literal", .lower = lower_literal, .flags = RULE_SKIP, .text = "Int"},
    {"floating_point_literal", .lower = lower_literal, .flags = RULE_SKIP, .text = "Double"},
    {"boolean_literal", .lower = lower_literal, .flags = RULE_SKIP, .text = "Boolean"},
    {"character_literal", .lower = lower_literal, .flags = RULE_SKIP, .text = "Char"},
    {0},
};

// What every file sees of scala, java.lang and scala.Predef (specification 12); names that programs often
// declare themselves are left out.
const language lang_scala = {
    .id = LANGUAGE_SCALA,
    .grammar = tree_sitter_scala,
    .flags = LANGUAGE_MEMBERS_IN_SCOPE | LANGUAGE_CALL_CONSTRUCTS,
    .rules = rules,
    .receiver = "this",
    .decisions = "if_expression while_expression do_while_expression for_expression case_clause -match_expression guard",
    .builtins =
        "Any AnyRef AnyVal Nothing Null Unit Int Long Short Byte Char Boolean Double Float String Object "
        "Integer "
        "CharSequence StringBuilder Option Some None Either Left Right List Nil Seq IndexedSeq Vector Array "
        "Set Map "
        "Iterable Iterator Stream LazyList Range Tuple2 Function1 BigInt BigDecimal Math System Throwable "
        "println print "
        "printf require assume identity implicitly summon classOf deprecated inline tailrec Override _",
    .begin = begin,
};
