// Go, by the language specification (go.dev/ref/spec, version of Go 1.19) and grammar tree-sitter-go 0.25.
//
// Methods are members of their receiver's base type: qualified name `T.M`, owner NAME T. Struct fields are
// facts, with embedded fields as EXTENDS references (promoted members come from there). A type's kind is
// struct or interface where its definition is one, else `type`. Methods that an interface declares are
// entities; those of an interface or struct without a name are not. A package's variable that is set to a
// function literal is a variable that holds the literal's calls; literals inside functions belong to the
// function around them. A variable, parameter or field that is called is no call of what it was set to.
// `f[T](x)`, which the grammar takes for a conversion, is a call: whether f is a type, the linker knows. All
// of `_test.go` is test code (detect.c).
#include <string.h>

#include "stages/parser/extract.h"

const TSLanguage *tree_sitter_go(void);

enum { TYPE_PARAMETERS_MAX = 64, CONSTRAINT_BYTES_MAX = 1024 };

// What extract_note() says of a name of the file.
enum { NOTE_IMPORT = 1, NOTE_UNSAFE };

// The node that is being entered stands in the body of a type that has a name: `up` is where the declaration
// is.
static bool
is_in_named_type(const extraction *x, uint32_t up)
{
    TSNode type = extract_ancestor(x, up);
    return extract_is(type, "type_spec") || extract_is(type, "type_alias");
}

// Lists of parameters: each declaration may name several.
static void
count_parameters(const extraction *x, TSNode list, definition *definition)
{
    uint32_t count = ts_node_is_null(list) ? 0 : ts_node_named_child_count(list);
    for (uint32_t i = 0; i < count; i++) {
        TSNode parameter = ts_node_named_child(list, i);
        if (extract_is(parameter, "variadic_parameter_declaration")) {
            definition->flags |= SYMBOL_VARIADIC;
        } else if (extract_is(parameter, "parameter_declaration")) {
            uint32_t names = extract_count(x, parameter) - 1; // all but the type
            definition->arity_min += names ? names : 1;
        }
    }
    definition->arity_max = definition->arity_min;
}

// The result type; of several results the first, which is the one that members are asked of (`v, err :=
// f()`).
static uint32_t
lower_result(extraction *x, TSNode result)
{
    if (extract_is(result, "parameter_list")) {
        TSNode first = extract_child(result, "parameter_declaration");
        return extract_lower(x, extract_field(x, first, F_type));
    }
    return extract_lower(x, result);
}

static void
define_callable(extraction *x, TSNode node, definition definition)
{
    TSNode name = extract_field(x, node, F_name);
    definition.name = extract_text(x, name);
    definition.name_node = name;
    definition.node = node;
    definition.body = extract_field(x, node, F_body);
    count_parameters(x, extract_field(x, node, F_parameters), &definition);
    uint32_t symbol = extract_define(x, &definition);
    uint32_t type = lower_result(x, extract_field(x, node, F_result));
    extract_symbol_facts(x, symbol)->type = type;
}

static void
enter_function(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_FUNCTION;
    define_callable(x, node, definition);
}

// `(t *T[K])` gives the node T.
static TSNode
receiver_type(const extraction *x, TSNode node)
{
    TSNode type =
        extract_field(x, extract_child(extract_field(x, node, F_receiver), "parameter_declaration"), F_type);
    while (extract_is(type, "pointer_type") || extract_is(type, "parenthesized_type"))
        type = ts_node_named_child(type, 0);
    return extract_is(type, "generic_type") ? extract_field(x, type, F_type) : type;
}

// `(s *Stack[T])` declares T.
static void
declare_receiver_parameters(extraction *x, TSNode node)
{
    TSNode type =
        extract_field(x, extract_child(extract_field(x, node, F_receiver), "parameter_declaration"), F_type);
    while (extract_is(type, "pointer_type") || extract_is(type, "parenthesized_type"))
        type = ts_node_named_child(type, 0);
    TSNode list = extract_is(type, "generic_type") ? extract_field(x, type, F_type_arguments) : (TSNode){0};
    uint32_t count = ts_node_is_null(list) ? 0 : ts_node_named_child_count(list);
    for (uint32_t i = 0; i < count && i < TYPE_PARAMETERS_MAX; i++)
        extract_local(x, extract_text(x, ts_node_named_child(list, i)), FACT_NONE, 0);
}

static void
enter_method(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode type = receiver_type(x, node);
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_METHOD;
    definition.qualifier = extract_text(x, type);
    definition.owner = extract_lower(x, type);
    extract_claim(x, type);
    define_callable(x, node, definition);
    TSNode receiver = extract_child(extract_field(x, node, F_receiver), "parameter_declaration");
    extract_receiver(x, extract_symbol(x), extract_text(x, extract_field(x, receiver, F_name)));
    declare_receiver_parameters(x, node);
}

// A method that an interface declares.
static void
enter_method_elem(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    if (!is_in_named_type(x, 2))
        return;
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_METHOD;
    definition.flags = SYMBOL_ABSTRACT;
    define_callable(x, node, definition);
}

static entity_kind
type_kind(TSNode type)
{
    return extract_is(type, "struct_type")      ? ENTITY_STRUCT
           : extract_is(type, "interface_type") ? ENTITY_INTERFACE
                                                : ENTITY_TYPE_ALIAS;
}

static void
enter_type_spec(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, node, F_name), type = extract_field(x, node, F_type);
    TSNode parent = extract_ancestor(x, 1);
    bool is_alone = extract_is(parent, "type_declaration") && extract_count(x, parent) == 1;
    definition definition = DEFINITION_NONE;
    definition.kind = type_kind(type);
    definition.name = extract_text(x, name);
    definition.name_node = name;
    definition.node = node;
    definition.start = definition.outer = is_alone ? parent : node; // `type T ...`: the keyword is part of it
    if (definition.kind == ENTITY_STRUCT)
        definition.body = extract_child(type, "field_declaration_list");
    if (definition.kind == ENTITY_INTERFACE)
        definition.body = ts_node_child(type, 1); // the brace
    uint32_t symbol = extract_define(x, &definition);
    if (definition.kind == ENTITY_TYPE_ALIAS) {
        uint32_t aliased = extract_lower(x, type);
        extract_symbol_facts(x, symbol)->type = aliased;
    }
}

// The type under pointers: what an embedded field is named after.
static TSNode
embedded_type(const extraction *x, TSNode type)
{
    if (extract_is(type, "pointer_type"))
        type = ts_node_named_child(type, 0);
    return extract_is(type, "generic_type") ? extract_field(x, type, F_type) : type;
}

static void
enter_field(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    if (!is_in_named_type(x, 3))
        return;
    TSNode type = extract_field(x, node, F_type);
    uint32_t lowered = extract_lower(x, type), count = ts_node_named_child_count(node);
    bool is_embedded = true;
    for (uint32_t i = 0; i < count; i++) {
        TSNode name = ts_node_named_child(node, i);
        if (!extract_is(name, "field_identifier"))
            continue;
        is_embedded = false;
        definition field = DEFINITION_NONE;
        field.kind = ENTITY_FIELD;
        field.name = extract_text(x, name);
        field.node = node;
        field.type = lowered;
        extract_define_flat(x, &field);
    }
    if (!is_embedded)
        return;
    TSNode named = embedded_type(x, type);
    extract_reference(x, REFERENCE_EXTENDS, extract_lower(x, named), named, FACT_NONE);
    extract_has_bases(x);
    extract_claim(x, named);
    definition field = DEFINITION_NONE;
    field.kind = ENTITY_FIELD;
    field.name = extract_is(named, "qualified_type") ? extract_text(x, extract_field(x, named, F_name))
                                                     : extract_text(x, named);
    field.node = node;
    field.type = lowered;
    extract_define_flat(x, &field);
}

// An interface inside an interface: its methods are this one's too.
static void
enter_type_elem(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    bool in_interface = extract_is(extract_ancestor(x, 1), "interface_type") && is_in_named_type(x, 2);
    TSNode type = ts_node_named_child(node, 0);
    if (!in_interface || ts_node_named_child_count(node) != 1 ||
        !(extract_is(type, "type_identifier") || extract_is(type, "qualified_type")))
        return;
    extract_reference(x, REFERENCE_EXTENDS, extract_lower(x, type), type, FACT_NONE);
    extract_claim(x, type);
}

// ---- constants and variables

static bool
is_top_level(const extraction *x)
{
    return extract_symbol(x) == 0;
}

// What the i-th name of a declaration is worth: INSTANCE of the declared type, or the i-th value; of a call
// with several results all names but the first are unknown.
static uint32_t
value_of(extraction *x, uint32_t declared, TSNode values, uint32_t i)
{
    if (declared != FACT_NONE)
        return extract_instance(x, declared);
    uint32_t count = extract_count(x, values);
    if (i >= count)
        return FACT_NONE;
    return extract_lower(x, ts_node_named_child(values, i));
}

// `var f = func(...) {...}` of a package.
static bool
define_literal(extraction *x, TSNode node)
{
    TSNode literal = ts_node_named_child(extract_field(x, node, F_value), 0);
    if (!is_top_level(x) || !extract_is(literal, "func_literal") || extract_count(x, node) != 2)
        return false;
    TSNode name = extract_field(x, node, F_name);
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_VARIABLE;
    definition.name = extract_text(x, name);
    definition.name_node = name;
    definition.node = node;
    definition.body = extract_field(x, literal, F_body);
    uint32_t symbol = extract_define_flat(x, &definition);
    uint32_t type = extract_expression(x, EXPRESSION_FUNCTION, (span){0},
                                       lower_result(x, extract_field(x, literal, F_result)));
    extract_symbol_facts(x, symbol)->type = type;
    definition.kind = ENTITY_FUNCTION; // has an inside, where its parameters are
    extract_inside(x, symbol, &definition);
    return true;
}

static void
enter_spec(extraction *x, const rule *rule, TSNode node)
{
    TSNode first = extract_field(x, node, F_value);
    if (!ts_node_is_null(first) && define_literal(x, node))
        return;
    uint32_t declared = extract_lower(x, extract_field(x, node, F_type));
    TSNode values = extract_field(x, node, F_value);
    uint32_t count = ts_node_named_child_count(node), i = 0;
    for (uint32_t c = 0; c < count; c++) {
        TSNode name = ts_node_named_child(node, c);
        if (!extract_is(name, "identifier"))
            continue;
        uint32_t value = value_of(x, declared, values, i++);
        span text = extract_text(x, name);
        extract_claim(x, name);
        if (span_is(text, "_"))
            continue;
        if (!is_top_level(x)) {
            extract_local(x, text, value, ts_node_end_byte(node));
            continue;
        }
        definition definition = DEFINITION_NONE;
        definition.kind = rule->entity;
        definition.name = text;
        definition.node = node;
        definition.type = declared == FACT_NONE ? value : declared;
        extract_define_flat(x, &definition);
    }
}

static void
declare_list(extraction *x, TSNode names, TSNode values, uint32_t visible_from)
{
    uint32_t count = ts_node_is_null(names) ? 0 : ts_node_named_child_count(names);
    for (uint32_t i = 0; i < count; i++) {
        TSNode name = ts_node_named_child(names, i);
        if (!extract_is(name, "identifier"))
            continue;
        extract_claim(x, name);
        extract_local(x, extract_text(x, name), value_of(x, FACT_NONE, values, i), visible_from);
    }
}

static void
enter_short_declaration(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    declare_list(x, extract_field(x, node, F_left), extract_field(x, node, F_right), ts_node_end_byte(node));
}

static bool
has_token(TSNode node, const char *token)
{
    uint32_t count = ts_node_child_count(node);
    for (uint32_t i = 0; i < count && i < 8; i++) {
        if (strcmp(ts_node_type(ts_node_child(node, i)), token) == 0)
            return true;
    }
    return false;
}

// `case v, ok := <-c:`
static void
enter_receive(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    if (has_token(node, ":="))
        declare_list(x, extract_field(x, node, F_left), (TSNode){0}, ts_node_end_byte(node));
}

// `for k, v := range c`: v is an element of c.
static void
enter_range(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode left = extract_field(x, node, F_left);
    if (!has_token(node, ":="))
        return; // sets what is declared elsewhere
    uint32_t container = extract_lower(x, extract_field(x, node, F_right));
    uint32_t count = ts_node_is_null(left) ? 0 : ts_node_named_child_count(left);
    for (uint32_t i = 0; i < count; i++) {
        TSNode name = ts_node_named_child(left, i);
        uint32_t value = i == 1 && container != FACT_NONE
                             ? extract_expression(x, EXPRESSION_ELEMENT, (span){0}, container)
                             : FACT_NONE;
        extract_claim(x, name);
        if (extract_is(name, "identifier"))
            extract_local(x, extract_text(x, name), value, ts_node_end_byte(node));
    }
}

static void
enter_parameter(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t type = extract_lower(x, extract_field(x, node, F_type));
    if (extract_is(node, "variadic_parameter_declaration") && type != FACT_NONE)
        type = extract_expression(x, EXPRESSION_CONTAINER, (span){0}, type);
    uint32_t value = extract_instance(x, type), count = ts_node_named_child_count(node);
    for (uint32_t i = 0; i < count; i++) {
        TSNode name = ts_node_named_child(node, i);
        if (!extract_is(name, "identifier"))
            continue;
        extract_claim(x, name);
        extract_local(x, extract_text(x, name), value, ts_node_start_byte(node));
    }
}

static void
enter_type_parameter(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t count = ts_node_named_child_count(node);
    for (uint32_t i = 0; i < count; i++) {
        TSNode name = ts_node_named_child(node, i);
        if (!extract_is(name, "identifier"))
            continue;
        extract_claim(x, name);
        extract_local(x, extract_text(x, name), FACT_NONE, 0);
    }
}

// `switch v := x.(type)`: v has the type of each case that names one, elsewhere that of x.
static void
enter_type_switch(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, node, F_alias);
    name = ts_node_is_null(name) ? name : ts_node_named_child(name, 0);
    extract_claim(x, name);
    TSNode value = extract_field(x, node, F_value); // in which the name is not the new one yet
    extract_local(x, extract_text(x, name), extract_lower(x, value), ts_node_end_byte(value));
}

static void
enter_type_case(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    extract_scope(x);
    TSNode name = extract_field(x, extract_ancestor(x, 1), F_alias), type = extract_field(x, node, F_type);
    if (ts_node_is_null(name) || ts_node_is_null(type))
        return;
    TSNode other = ts_node_next_sibling(type);
    if (!ts_node_is_null(other) && strcmp(ts_node_type(other), ",") != 0)
        extract_local(x, extract_text(x, ts_node_named_child(name, 0)),
                      extract_instance(x, extract_lower(x, type)), ts_node_start_byte(node));
}

// ---- imports and types

static void
enter_import(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    span path = extract_unquote(extract_text(x, extract_field(x, node, F_path)));
    TSNode name = extract_field(x, node, F_name);
    if (extract_is(name, "dot")) {
        extract_import(x, IMPORT_WILDCARD, path, (span){0}, (span){0}, node);
        return;
    }
    span alias = extract_text(x, name);
    if (!alias.size) { // the last element of the path, without a version suffix (modules: /v2)
        size_t end = path.size, start;
        for (;;) {
            start = end;
            while (start > 0 && path.data[start - 1] != '/')
                start--;
            span last = span_slice(path, start, end);
            bool is_version =
                last.size > 1 && last.data[0] == 'v' && last.data[1] >= '0' && last.data[1] <= '9';
            if (!is_version || start == 0) {
                alias = last;
                break;
            }
            end = start - 1;
        }
        for (size_t i = 1; i + 2 < alias.size; i++) { // gopkg.in/yaml.v3
            if (alias.data[i] == '.' && alias.data[i + 1] == 'v' && alias.data[i + 2] >= '0' &&
                alias.data[i + 2] <= '9')
                alias.size = i;
        }
    }
    if (!alias.size)
        return;
    *extract_note(x, 0, alias) = span_is(path, "unsafe") ? NOTE_UNSAFE : NOTE_IMPORT;
    extract_import(x, IMPORT_MODULE | (ts_node_is_null(name) ? IMPORT_UNNAMED : 0), path, (span){0}, alias,
                   node);
}

static void
enter_package(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    extract_package(x, extract_text(x, ts_node_named_child(node, 0)));
}

static bool
is_imported(extraction *x, TSNode name)
{
    return extract_is(name, "identifier") && *extract_note(x, 0, extract_text(x, name)) != FACT_NONE;
}

// `unsafe.Sizeof(x)` and its like are the compiler's own (spec, "Package unsafe").
static bool
is_of_unsafe(extraction *x, TSNode function)
{
    TSNode operand = extract_field(x, function, F_operand);
    return extract_is(function, "selector_expression") && extract_is(operand, "identifier") &&
           *extract_note(x, 0, extract_text(x, operand)) == NOTE_UNSAFE;
}

static uint32_t
lower_qualified_type(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode package = extract_field(x, node, F_scope);
    if (ts_node_is_null(package))
        package = ts_node_named_child(node, 0);
    uint32_t module = extract_name(x, extract_text(x, package), ts_node_start_byte(package));
    return extract_expression(x, EXPRESSION_MEMBER, extract_text(x, extract_field(x, node, F_name)), module);
}

static void
enter_qualified_type(extraction *x, const rule *rule, TSNode node)
{
    enter_type(x, rule, node);
    extract_claim(x, extract_field(x, node, F_name));
}

static uint32_t
lower_generic(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    enum { ARGUMENTS_MAX = 8 };
    uint32_t arguments[ARGUMENTS_MAX], count = 0;
    TSNode list = extract_field(x, node, F_type_arguments);
    for (uint32_t i = 0; i < ts_node_named_child_count(list) && count < ARGUMENTS_MAX; i++)
        arguments[count++] = extract_lower(x, ts_node_named_child(ts_node_named_child(list, i), 0));
    uint32_t base = extract_lower(x, extract_field(x, node, F_type));
    return base == FACT_NONE ? extract_expression(x, EXPRESSION_UNKNOWN, (span){0}, FACT_NONE)
                             : extract_generic(x, base, arguments, count);
}

// `map[K]V`: an element is a V.
static uint32_t
lower_map(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t value = extract_lower(x, extract_field(x, node, F_value));
    return extract_expression(x, EXPRESSION_CONTAINER, (span){0}, value);
}

// `T{...}` constructs; an array's or map's literal names its element type only.
static void
enter_composite(extraction *x, const rule *rule, TSNode node)
{
    TSNode type = extract_field(x, node, F_type);
    if (extract_is(type, "type_identifier") || extract_is(type, "qualified_type") ||
        extract_is(type, "generic_type"))
        enter_construct(x, rule, node);
    if (extract_is(type, "qualified_type"))
        extract_claim(x, extract_field(x, type, F_name));
    if (extract_is(type, "generic_type"))
        extract_claim(x, extract_field(x, type, F_type));
}

// `new(T)` and `make(T)` give a T; their first argument is a type.
static uint32_t
lower_go_call(extraction *x, const rule *rule, TSNode node)
{
    span function = extract_text(x, extract_field(x, node, F_function));
    if (span_is(function, "new") || span_is(function, "make")) {
        TSNode type = ts_node_named_child(extract_field(x, node, F_arguments), 0);
        if (!ts_node_is_null(type))
            return extract_instance(x, extract_lower(x, type));
    }
    return lower_call(x, rule, node);
}

static void
enter_go_call(extraction *x, const rule *rule, TSNode node)
{
    TSNode function = extract_field(x, node, F_function);
    while (extract_is(function, "parenthesized_expression"))
        function = ts_node_named_child(function, 0);
    TSNode name =
        extract_is(function, "selector_expression") ? extract_field(x, function, F_field) : function;
    if (!is_of_unsafe(x, function))
        extract_reference(x, REFERENCE_CALL, extract_lower(x, function), name,
                          extract_arguments(x, extract_field(x, node, F_arguments), rule->text));
    if (extract_is(function, "identifier"))
        extract_claim(x, function);
}

// `pkg.Name` and `x.Method` that are not called, where they can be passed on.
static void
enter_selector(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode parent = extract_ancestor(x, 1), operand = extract_field(x, node, F_operand);
    bool is_called =
        extract_is(parent, "call_expression") && ts_node_eq(extract_field(x, parent, F_function), node);
    bool is_package = is_imported(x, operand);
    bool is_passed = extract_is(parent, "argument_list") || extract_is(parent, "expression_list") ||
                     extract_is(parent, "literal_element");
    if (!is_called && (is_package || is_passed))
        extract_reference(x, REFERENCE_VALUE, extract_lower(x, node), node, FACT_NONE);
    if (is_package)
        extract_claim(x, operand);
}

// `T{Field: v}`: the key is a field's name, unless it is known to be a map or an array that is written.
static void
enter_keyed_element(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode outer = extract_ancestor(x, 2), key = extract_field(x, node, F_key);
    TSNode type = extract_is(outer, "composite_literal") ? extract_field(x, outer, F_type) : (TSNode){0};
    bool has_values = extract_is(type, "map_type") || extract_is(type, "array_type") ||
                      extract_is(type, "slice_type") || extract_is(type, "implicit_length_array_type");
    TSNode name = ts_node_is_null(key) ? key : ts_node_named_child(key, 0);
    if (!has_values && extract_is(name, "identifier"))
        extract_claim(x, name);
}

// `f[T](x)`: see above.
static void
enter_conversion(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode type = extract_field(x, node, F_type);
    if (!extract_is(type, "generic_type"))
        return;
    TSNode name = extract_field(x, type, F_type);
    extract_reference(x, REFERENCE_CALL, extract_lower(x, name), node, 1);
    extract_claim(x, name);
    if (extract_is(name, "qualified_type"))
        extract_claim(x, extract_field(x, name, F_name));
}

static uint32_t
lower_conversion(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode type = extract_field(x, node, F_type);
    if (!extract_is(type, "generic_type"))
        return extract_instance(x, extract_lower(x, type));
    uint32_t called = extract_lower(x, extract_field(x, type, F_type));
    return called == FACT_NONE ? called : extract_expression(x, EXPRESSION_CALL, (span){0}, called);
}

// `x.(T)` is a T.
static uint32_t
lower_assertion(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    return extract_instance(x, extract_lower(x, extract_field(x, node, F_type)));
}

// ---- build constraints (cmd/go, "Build constraints")

// Appends a line `// +build a,b !c` as the expression that means the same; lines are joined by `&&`.
static void
put_old_constraint(buffer *out, span line)
{
    buffer_put_span(out, out->size ? SPAN_LITERAL(" && (") : SPAN_LITERAL("("));
    for (size_t i = 0; i < line.size; i++) {
        char c = line.data[i];
        bool is_space = c == ' ' || c == '\t';
        if (is_space)
            buffer_put_span(out, SPAN_LITERAL(" || "));
        else if (c == ',')
            buffer_put_span(out, SPAN_LITERAL(" && "));
        else
            buffer_put_byte(out, (uint8_t)c);
        while (is_space && i + 1 < line.size && (line.data[i + 1] == ' ' || line.data[i + 1] == '\t'))
            i++;
    }
    buffer_put_byte(out, ')');
}

static span
trimmed(span text)
{
    while (text.size && (text.data[0] == ' ' || text.data[0] == '\t'))
        text = span_slice(text, 1, text.size);
    while (text.size && (text.data[text.size - 1] == ' ' || text.data[text.size - 1] == '\t' ||
                         text.data[text.size - 1] == '\r'))
        text.size--;
    return text;
}

// Takes one line of comment; returns whether it is the constraint, before which none of the old form counts.
static bool
take_constraint(span comment, buffer *constraint)
{
    if (span_starts(comment, "//go:build ")) {
        buffer_clear(constraint);
        buffer_put_span(constraint, trimmed(span_slice(comment, strlen("//go:build "), comment.size)));
        return true;
    }
    if (!span_starts(comment, "//"))
        return false;
    span text = trimmed(span_slice(comment, 2, comment.size));
    if (span_starts(text, "+build ") && constraint->size + 4 * text.size < CONSTRAINT_BYTES_MAX)
        put_old_constraint(constraint, trimmed(span_slice(text, strlen("+build "), text.size)));
    return false;
}

// The condition under which the file is compiled is that of its module: facts.h.
static void
note_constraint(extraction *x, TSNode root)
{
    buffer constraint = {0};
    bool is_over = false, in_block = false;
    for (span rest = extract_text(x, root); rest.size && !is_over;) {
        const char *newline = memchr(rest.data, '\n', rest.size);
        size_t end = newline ? (size_t)(newline - rest.data) + 1 : rest.size;
        span line = trimmed(span_slice(rest, 0, newline ? end - 1 : end));
        rest = span_slice(rest, end, rest.size);
        bool opens = !in_block && span_starts(line, "/*");
        if (in_block || opens)
            in_block =
                !span_ends(line, "*/"); // what follows a comment on its line would be the package clause
        else if (line.size)
            is_over = !span_starts(line, "//") || take_constraint(line, &constraint);
    }
    if (constraint.size && constraint.size <= CONSTRAINT_BYTES_MAX) {
        uint32_t condition = extract_expression(x, EXPRESSION_LITERAL, buffer_span(&constraint), FACT_NONE);
        extract_symbol_facts(x, 0)->type = condition;
    }
    buffer_fini(&constraint);
}

// `func(...) T`, as a type and as what a literal is.
static uint32_t
lower_function(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    return extract_expression(x, EXPRESSION_FUNCTION, (span){0},
                              lower_result(x, extract_field(x, node, F_result)));
}

static const rule rules[] = {
    {"comment", .flags = RULE_COMMENT | RULE_SKIP},
    {"package_clause", .enter = enter_package, .flags = RULE_SKIP},
    {"import_declaration", .flags = RULE_IMPORT},
    {"import_spec", .enter = enter_import, .flags = RULE_SKIP},
    {"function_declaration", .enter = enter_function},
    {"method_declaration", .enter = enter_method},
    {"method_elem", .enter = enter_method_elem},
    {"type_spec", .enter = enter_type_spec},
    {"type_alias", .enter = enter_type_spec},
    {"field_declaration", .enter = enter_field},
    {"type_elem", .enter = enter_type_elem},
    {"const_spec", .enter = enter_spec, .entity = ENTITY_CONSTANT},
    {"var_spec", .enter = enter_spec, .entity = ENTITY_VARIABLE},
    {"short_var_declaration", .enter = enter_short_declaration},
    {"range_clause", .enter = enter_range},
    {"parameter_declaration", .enter = enter_parameter},
    {"variadic_parameter_declaration", .enter = enter_parameter},
    {"type_parameter_declaration", .enter = enter_type_parameter},
    {"type_switch_statement", .enter = enter_type_switch, .flags = RULE_SCOPE},
    {"func_literal", .lower = lower_function, .flags = RULE_SCOPE},
    {"function_type", .lower = lower_function},
    {"block", .flags = RULE_SCOPE},
    {"if_statement", .flags = RULE_SCOPE},
    {"for_statement", .flags = RULE_SCOPE},
    {"expression_switch_statement", .flags = RULE_SCOPE},
    {"expression_case", .flags = RULE_SCOPE},
    {"type_case", .enter = enter_type_case},
    {"default_case", .flags = RULE_SCOPE},
    {"communication_case", .flags = RULE_SCOPE},
    {"receive_statement", .enter = enter_receive},
    {"keyed_element", .enter = enter_keyed_element},
    {"call_expression", .enter = enter_go_call, .lower = lower_go_call, .operand = F_function,
     .arguments = F_arguments},
    {"composite_literal", .enter = enter_composite, .lower = lower_construct, .operand = F_type},
    {"type_conversion_expression", .enter = enter_conversion, .lower = lower_conversion},
    {"type_assertion_expression", .lower = lower_assertion},
    {"selector_expression", .enter = enter_selector, .lower = lower_member, .operand = F_operand,
     .name = F_field},
    {"index_expression", .lower = lower_element, .operand = F_operand},
    {"slice_expression", .lower = lower_inner, .operand = F_operand},
    {"parenthesized_expression", .lower = lower_inner},
    {"unary_expression", .lower = lower_inner, .operand = F_operand},
    {"identifier", .enter = enter_value, .lower = lower_name, .flags = RULE_OWN},
    {"type_identifier", .enter = enter_type, .lower = lower_name},
    {"qualified_type", .enter = enter_qualified_type, .lower = lower_qualified_type},
    {"generic_type", .lower = lower_generic},
    {"pointer_type", .lower = lower_inner},
    {"parenthesized_type", .lower = lower_inner},
    {"slice_type", .lower = lower_container, .operand = F_element},
    {"array_type", .lower = lower_container, .operand = F_element},
    {"channel_type", .lower = lower_container, .operand = F_value},
    {"map_type", .lower = lower_map},
    {"interpreted_string_literal", .lower = lower_literal, .flags = RULE_SKIP, .text = "string"},
    {"raw_string_literal", .lower = lower_literal, .flags = RULE_SKIP, .text = "string"},
    {"int_literal", .lower = lower_literal, .flags = RULE_SKIP, .text = "int"},
    {"float_literal", .lower = lower_literal, .flags = RULE_SKIP, .text = "float64"},
    {"rune_literal", .lower = lower_literal, .flags = RULE_SKIP, .text = "rune"},
    {0},
};

const language lang_go = {
    .id = LANGUAGE_GO,
    .grammar = tree_sitter_go,
    .flags = LANGUAGE_MEMBERS_HIDDEN | LANGUAGE_LOCALS_HOLD,
    .rules = rules,
    .decisions = "if_statement for_statement expression_case type_case communication_case "
                 "binary_expression/&& binary_expression/||",
    .begin = note_constraint,
    .builtins =
        "append cap clear close complex copy delete imag len make max min new panic print println real "
        "recover "
        "any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune "
        "string uint uint8 uint16 uint32 uint64 uintptr true false iota nil _",
};
