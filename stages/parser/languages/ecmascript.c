// JavaScript, TypeScript and JSX by one table. Sources: ECMA-262, the TypeScript handbook, Node's modules
// (CommonJS), and the node kinds of tree-sitter-javascript 0.25 and tree-sitter-typescript 0.23; a kind that
// one grammar does not have is simply never met.
//
// Entities. Functions, classes, interfaces, enums and namespaces by their declarations; a function or class
// that is set to a name is that name's: `const f = () => {}`, `exports.f = function () {}`, a class field, a
// property of an object, `A.prototype.f = ...`. A function expression with a name of its own is an entity,
// one without is none: what it holds belongs to what encloses it. A default export without a name, and
// `module.exports = function () {}`, is called `default`, as importers call it. Members of an object that a
// variable holds are qualified with the variable (`api.get`). Getters and setters are methods. Variables are
// rows at the top of a module, a namespace or `declare global` (`const`: const, else var), locals elsewhere;
// a name that `require` or `import()` gives is an import and no variable. Overloads and their
// implementation are one entity. Fields, parameter properties and what a constructor
// sets on `this` are FIELD facts.
//
// Facts. A function's result of type Promise<T> is noted as T, as is what is awaited; `T | undefined` is T.
// Names are referred to as VALUE wherever they stand for themselves, components of JSX too. What is no name
// of the scope it stands in (an object's member, a test) has an owner, if an UNKNOWN one. An import that
// binds no name (`import './x'`, `require('./x')(app)`) gets its own path as alias, which no name can be; an
// inner `require('./x').f()` is then a member of that NAME. `exports.f` and `module.exports.f` are the NAME
// f. What has no declared type is of the type of
// the value that it is set to, or that it returns first. A union or intersection is an EITHER. An array, a
// set, and a map with its values, is a CONTAINER. A parameter without a type, of a function that is passed
// on, is what the callee passes (PARAMETER); after `then` it is what the promise gives.
//
// In JavaScript comments give types (ecmascript_jsdoc.c). What a grammar cannot read is put into older words (ecmascript_mask.c).
//
// Tests: describe, it, test and their kin, called with a string and a function, are TEST_CASE entities.
#include "stages/parser/languages/ecmascript.h"

#include <stdio.h>

enum {
    PATTERN_DEPTH_MAX = 16,
    CLIMB_MAX = 8,
    MODIFIERS_MAX = 8,
    ARGUMENTS_MAX = 16, // of a call or a function whose types are noted
    UNION_DEPTH_MAX = 64,
    PROPERTIES_MAX = 1024, // of an object literal that are looked at
};

// ---- looking around

static TSNode
first_named(TSNode node)
{
    return ts_node_is_null(node) ? node : ts_node_named_child(node, 0);
}

static bool
is_function(TSNode node)
{
    return extract_is(node, "arrow_function") || extract_is(node, "function_expression") ||
           extract_is(node, "generator_function");
}

static bool
is_class(TSNode node)
{
    return extract_is(node, "class");
}

// The value under parentheses and type assertions.
static TSNode
bare_value(TSNode node)
{
    for (int i = 0; i < CLIMB_MAX; i++) {
        if (!extract_is(node, "parenthesized_expression") && !extract_is(node, "as_expression") &&
            !extract_is(node, "satisfies_expression") && !extract_is(node, "non_null_expression"))
            break;
        node = first_named(node);
    }
    return node;
}

static bool
is_wrapper(TSNode node)
{
    return extract_is(node, "export_statement") || extract_is(node, "ambient_declaration");
}

// The declaration that stands `up` nodes above (0: the node that is being entered) with `export` and
// `declare`.
static TSNode
outer_of(const extraction *x, uint32_t up)
{
    TSNode outer = extract_ancestor(x, up);
    while (is_wrapper(extract_ancestor(x, up + 1)))
        outer = extract_ancestor(x, ++up);
    return outer;
}

// Whether the declaration `up` nodes above stands at the top of a module or namespace.
static bool
is_top_level(const extraction *x, uint32_t up)
{
    TSNode around = extract_ancestor(x, ++up);
    while (is_wrapper(around) || extract_is(around, "ERROR"))
        around = extract_ancestor(x, ++up);
    if (ts_node_is_null(around) || extract_is(around, "program"))
        return true;
    TSNode above = extract_ancestor(x, up + 1);
    return extract_is(around, "statement_block") &&
           (extract_is(above, "internal_module") || extract_is(above, "module") ||
            extract_is(above, "ambient_declaration"));
}

static bool
has_suffix(span text, const char *suffix)
{
    size_t size = strlen(suffix);
    return text.size >= size && memcmp(text.data + text.size - size, suffix, size) == 0;
}

// Whether `word` is one of the words before the node's name (`static`, `get`, `readonly` ...).
static bool
has_modifier(const extraction *x, TSNode node, const char *word)
{
    uint32_t count = ts_node_child_count(node);
    TSNode name = extract_field(x, node, F_name);
    for (uint32_t i = 0; i < count && i < MODIFIERS_MAX; i++) {
        TSNode child = ts_node_child(node, i);
        if (ts_node_eq(child, name))
            break;
        if (span_is(extract_text(x, child), word))
            return true;
    }
    return false;
}

// A property's name: without quotes, and without brackets around a string.
static span
property_name(const extraction *x, TSNode name)
{
    if (extract_is(name, "computed_property_name") && extract_is(first_named(name), "string"))
        name = first_named(name);
    span text = extract_text(x, name);
    return extract_is(name, "string") ? extract_unquote(text) : text;
}

static uint32_t
unknown(extraction *x)
{
    return extract_expression(x, EXPRESSION_UNKNOWN, (span){0}, FACT_NONE);
}

static uint32_t
member_of(extraction *x, uint32_t operand, span name)
{
    return operand == FACT_NONE || !name.size ? FACT_NONE
                                              : extract_expression(x, EXPRESSION_MEMBER, name, operand);
}

// ---- values and types of declarations

// A value worth noting: FACT_NONE for literals and what nothing is known of.
static uint32_t
known_value(extraction *x, TSNode node)
{
    TSNode bare = bare_value(node);
    if (extract_is(bare, "string") || extract_is(bare, "number") || extract_is(bare, "null") ||
        extract_is(bare, "undefined") || extract_is(bare, "true") || extract_is(bare, "false"))
        return FACT_NONE;
    uint32_t value = extract_lower(x, node);
    return value == FACT_NONE || extract_op(x, value) == EXPRESSION_UNKNOWN ? FACT_NONE : value;
}

// What is called, with the type arguments that are given.
static uint32_t
lower_callee(extraction *x, TSNode node, TSNode callee)
{
    uint32_t base = extract_lower(x, callee), arguments[ARGUMENTS_MAX], count = 0;
    for (children each = children_of(extract_field(x, node, F_type_arguments)); children_next(&each);) {
        if (count < ARGUMENTS_MAX)
            arguments[count++] = extract_lower(x, each.node);
    }
    return base == FACT_NONE || !count ? base : extract_generic(x, base, arguments, count);
}

// The type of what is set to `value`, as far as it shows.
static uint32_t
type_of_value(extraction *x, TSNode value)
{
    if (extract_is(value, "as_expression") || extract_is(value, "type_assertion")) {
        TSNode type = extract_is(value, "type_assertion") ? first_named(first_named(value))
                                                          : ts_node_named_child(value, 1);
        if (!ts_node_is_null(type))
            return extract_lower(x, type);
    }
    value = bare_value(value);
    if (extract_is(value, "await_expression"))
        value = first_named(value);
    if (extract_is(value, "string") || extract_is(value, "number") || extract_is(value, "template_string"))
        return extract_lower(x, value);
    return known_value(x, value);
}

static uint32_t
declared_type(extraction *x, TSNode node)
{
    return extract_lower(x, extract_field(x, node, F_type));
}

// ---- patterns

// What is done with each name of a pattern.
struct pattern {
    bool is_top_level; // names become entities like `entity`, else locals
    bool in_function;  // `var`: of the function
    uint32_t visible_from;
    definition entity;
};

static void
declare_name(extraction *x, struct pattern *pattern, TSNode name, uint32_t value)
{
    extract_claim(x, name);
    span text = extract_text(x, name);
    if (pattern->is_top_level) {
        pattern->entity.name = text;
        pattern->entity.name_node = name;
        extract_define_flat(x, &pattern->entity);
    } else if (pattern->in_function) {
        extract_function_local(x, text, value, pattern->visible_from);
    } else {
        extract_local(x, text, value, pattern->visible_from);
    }
}

// An entry of a map is a pair of key and value, and a map a container of its values: so the second of two is the element
// itself, or, of a list of lists, an element of that.
static void
declare_pattern(extraction *x, struct pattern *pattern, TSNode node, uint32_t value, int depth)
{
    if (ts_node_is_null(node) || depth > PATTERN_DEPTH_MAX)
        return;
    if (extract_is(node, "identifier")) {
        declare_name(x, pattern, node, value);
    } else if (extract_is(node, "shorthand_property_identifier_pattern")) {
        declare_name(x, pattern, node, member_of(x, value, extract_text(x, node)));
    } else if (extract_is(node, "pair_pattern")) {
        uint32_t member = member_of(x, value, property_name(x, extract_field(x, node, F_key)));
        declare_pattern(x, pattern, extract_field(x, node, F_value), member, depth + 1);
    } else if (extract_is(node, "assignment_pattern") || extract_is(node, "object_assignment_pattern")) {
        if (value == FACT_NONE)
            value = extract_lower(x, extract_field(x, node, F_right));
        declare_pattern(x, pattern, extract_field(x, node, F_left), value, depth + 1);
    } else if (extract_is(node, "rest_pattern")) {
        declare_pattern(x, pattern, first_named(node), FACT_NONE, depth + 1);
    } else if (extract_is(node, "object_pattern") || extract_is(node, "array_pattern")) {
        uint32_t item = value, place = 0;
        if (value != FACT_NONE && extract_is(node, "array_pattern"))
            item = extract_expression(x, EXPRESSION_ELEMENT, (span){0}, value);
        bool is_entry = item != value && (extract_op(x, value) == EXPRESSION_ELEMENT ||
                                          extract_op(x, value) == EXPRESSION_PARAMETER);
        for (children each = children_of(node); children_next(&each); place++) {
            bool is_second = place == 1 || ts_node_named_child_count(node) == 1; // `[, value]` has one name
            uint32_t known = is_entry && is_second ? extract_operation(x, EXPRESSION_EITHER, item, value) : item;
            declare_pattern(x, pattern, each.node, known, depth + 1);
        }
    }
}

static void
declare_locals(extraction *x, TSNode node, uint32_t value, uint32_t visible_from)
{
    struct pattern pattern = {.visible_from = visible_from};
    declare_pattern(x, &pattern, node, value, 0);
}

// ---- parameters

// The call, with its arguments but for functions, that the argument list at `start` is of: FACT_NONE before it is lowered, or
// where no function is passed.
static uint32_t *
call_around(extraction *x, uint32_t start)
{
    return extract_note(x, start, SPAN_LITERAL("("));
}

// What a function that is an argument gets as its parameter from what is called.
static uint32_t
passed_value(extraction *x, uint32_t call, uint32_t position, uint32_t number)
{
    bool is_function = position == PARAMETER_OF_FUNCTION;
    if (call == FACT_NONE || (position >= ARGUMENTS_MAX && !is_function) || number >= ARGUMENTS_MAX)
        return FACT_NONE;
    if (is_function)
        return extract_operation(x, EXPRESSION_PARAMETER, position << 8 | number, call);
    uint32_t callee = extract_operand(x, call); // a promise is seen as what it gives
    if (extract_op(x, callee) == EXPRESSION_MEMBER && !position && !number &&
        span_is(extract_string(x, extract_operation_name(x, callee)), "then"))
        return extract_operand(x, callee);
    return extract_operation(x, EXPRESSION_PARAMETER, position << 8 | number, call);
}

static uint32_t
place_of(TSNode list, TSNode wanted)
{
    uint32_t place = 0;
    for (children each = children_of(list); place < ARGUMENTS_MAX && children_next(&each); place++) {
        if (ts_node_eq(each.node, wanted)) {
            children_end(&each);
            return place;
        }
    }
    return ARGUMENTS_MAX;
}

// What a function's declared result is, for what is returned.
static uint32_t
result_around(extraction *x)
{
    entity_kind kind = extract_symbol_kind(x);
    bool is_own = (kind == ENTITY_FUNCTION || kind == ENTITY_METHOD) && extract_in_own_function(x);
    return is_own ? extract_instance(x, extract_symbol_facts(x, extract_symbol(x))->type) : FACT_NONE;
}

// What a value of a type that is declared where it stands is an instance of: of a variable, field or assertion.
static uint32_t
declared_around(extraction *x, TSNode around)
{
    bool is_assertion = extract_is(around, "as_expression") || extract_is(around, "satisfies_expression");
    TSNode type = is_assertion ? ts_node_named_child(around, 1) : extract_field(x, around, F_type);
    return extract_instance(x, extract_lower(x, type));
}

// What a comment says that a value or a parameter is: FACT_NONE for nothing.
static uint32_t *
commented_type(extraction *x, TSNode value)
{
    return extract_note(x, ts_node_start_byte(value), SPAN_LITERAL("@"));
}

// The type that a comment above `declaration` gives `value`, in JavaScript.
static uint32_t
note_commented(extraction *x, TSNode declaration, TSNode value)
{
    uint32_t type = extract_language(x) == LANGUAGE_JAVASCRIPT ? jsdoc_type(x, declaration, "type") : FACT_NONE;
    if (type != FACT_NONE && !ts_node_is_null(value)) {
        uint32_t instance = extract_instance(x, type);
        *commented_type(x, value) = instance;
        *extract_note(x, 0, SPAN_LITERAL("@")) = 1;
    }
    return type;
}

// Whether anything in the file may say what an expression is expected to be: in JavaScript a comment.
static bool
has_expectations(extraction *x)
{
    return extract_language(x) != LANGUAGE_JAVASCRIPT || *extract_note(x, 0, SPAN_LITERAL("@")) != FACT_NONE;
}

// The type that the expression `up` nodes above what is entered is expected to be of, as an instance of it: FACT_NONE where
// nothing says so. TypeScript handbook, "Contextual typing".
static uint32_t
expected_value(extraction *x, uint32_t up, int depth)
{
    TSNode node = extract_ancestor(x, up), around = extract_ancestor(x, up + 1);
    if (ts_node_is_null(around) || depth > CLIMB_MAX)
        return FACT_NONE;
    if (extract_is(node, "method_definition"))
        return extract_is(around, "object")
                   ? member_of(x, expected_value(x, up + 1, depth + 1), property_name(x, extract_field(x, node, F_name)))
                   : FACT_NONE;
    if (extract_is(around, "pair")) {
        span key = property_name(x, extract_field(x, around, F_key));
        return member_of(x, expected_value(x, up + 2, depth + 1), key);
    }
    if (extract_is(around, "parenthesized_expression") || extract_is(around, "ternary_expression"))
        return expected_value(x, up + 1, depth + 1);
    if (extract_language(x) == LANGUAGE_JAVASCRIPT)
        return *commented_type(x, node);
    if (extract_is(around, "array")) {
        uint32_t list = expected_value(x, up + 1, depth + 1);
        return list == FACT_NONE ? list : extract_expression(x, EXPRESSION_ELEMENT, (span){0}, list);
    }
    if (extract_is(around, "arguments")) {
        uint32_t call = *call_around(x, ts_node_start_byte(around)), place = place_of(around, node);
        return call == FACT_NONE || place >= ARGUMENTS_MAX
                   ? FACT_NONE
                   : extract_operation(x, EXPRESSION_PARAMETER, place << 8 | PARAMETER_ITSELF, call);
    }
    if (extract_is(around, "return_statement"))
        return result_around(x);
    if (extract_is(around, "assignment_expression")) {
        TSNode left = extract_field(x, around, F_left);
        return extract_is(left, "identifier") || ts_node_eq(left, node) ? FACT_NONE : extract_lower(x, left);
    }
    return declared_around(x, around);
}

// What a function that is an entity is expected to be: FACT_NONE where nothing says so.
static uint32_t *
expected_function(extraction *x, TSNode function)
{
    return extract_note(x, ts_node_start_byte(function), SPAN_LITERAL("=>"));
}

static bool
has_untyped(const extraction *x, TSNode function)
{
    bool any = !ts_node_is_null(extract_field(x, function, F_parameter));
    for (children each = children_of(extract_field(x, function, F_parameters)); !any && children_next(&each);) {
        any = ts_node_is_null(extract_field(x, each.node, F_type));
        if (any)
            children_end(&each);
    }
    return any;
}

// Notes for its parameters what `function`, which what is being entered defines, is expected to be.
static void
note_expected(extraction *x, TSNode function, TSNode declaration)
{
    if (!has_expectations(x) || !has_untyped(x, function))
        return;
    uint32_t expected = FACT_NONE;
    if (extract_is(declaration, "pair"))
        expected = member_of(x, expected_value(x, 1, 0), property_name(x, extract_field(x, declaration, F_key)));
    else if (extract_is(declaration, "method_definition"))
        expected = expected_value(x, 0, 0);
    else if (extract_language(x) == LANGUAGE_JAVASCRIPT)
        expected = *commented_type(x, function);
    else if (extract_is(declaration, "assignment_expression"))
        expected = extract_lower(x, extract_field(x, declaration, F_left));
    else
        expected = declared_around(x, declaration);
    *expected_function(x, function) = expected;
}

// What parameter `number` of the function `up` nodes above gets from what calls it.
static uint32_t
contextual_value(extraction *x, uint32_t up, uint32_t number)
{
    TSNode arguments = extract_ancestor(x, up + 1), function = extract_ancestor(x, up);
    if (extract_is(arguments, "arguments")) {
        uint32_t call = *call_around(x, ts_node_start_byte(arguments));
        return call == FACT_NONE ? FACT_NONE : passed_value(x, call, place_of(arguments, function), number);
    }
    if (!has_expectations(x) || number >= ARGUMENTS_MAX)
        return FACT_NONE;
    uint32_t expected = *expected_function(x, function);
    if (expected == FACT_NONE && !extract_is_claimed(x, function) && !extract_is(function, "method_definition"))
        expected = expected_value(x, up, 0);
    return passed_value(x, expected, PARAMETER_OF_FUNCTION, number);
}

static void
enter_parameter(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    extract_claim(x, extract_field(x, node, F_name)); // of a tuple's element
    TSNode name = extract_field(x, node, F_pattern);
    uint32_t type = declared_type(x, node), value = extract_instance(x, type);
    if (value == FACT_NONE)
        value = extract_lower(x, extract_field(x, node, F_value));
    if (value == FACT_NONE &&
        (is_function(extract_ancestor(x, 2)) || extract_is(extract_ancestor(x, 2), "method_definition")))
        value = contextual_value(x, 2, place_of(extract_ancestor(x, 1), node));
    if (extract_is(name, "rest_pattern"))
        name = first_named(name);
    if (extract_is(name, "this")) // "Declaring this in a function": no parameter, but what `this` is
        extract_local(x, SPAN_LITERAL("this"), value, 0);
    declare_locals(x, name, value, 0);
    bool is_property =
        extract_symbol_kind(x) == ENTITY_CONSTRUCTOR &&
        (!ts_node_is_null(extract_child(node, "accessibility_modifier")) ||
         !ts_node_is_null(extract_child(node, "override_modifier")) || has_modifier(x, node, "readonly"));
    if (!is_property || !extract_is(name, "identifier"))
        return;
    definition field = DEFINITION_NONE;
    field.kind = ENTITY_FIELD;
    field.name = extract_text(x, name);
    field.node = node;
    field.type = type;
    field.is_unbound = true;
    field.flags = has_modifier(x, node, "private") ? SYMBOL_PRIVATE : 0;
    uint32_t owner = extract_enclosing_type(x);
    field.parent = owner == FACT_NONE ? 0 : owner;
    uint32_t symbol = extract_define_flat(x, &field);
    *extract_note(x, field.parent, field.name) = symbol;
}

// JavaScript's parameters are patterns themselves.
static void
enter_parameters(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t number = 0;
    for (children each = children_of(node); children_next(&each); number++) {
        if (extract_is(each.node, "required_parameter") || extract_is(each.node, "optional_parameter"))
            continue;
        uint32_t known = *commented_type(x, each.node);
        declare_locals(x, each.node, known == FACT_NONE ? contextual_value(x, 1, number) : known, 0);
    }
}

static void
count_parameter(const extraction *x, TSNode parameter, definition *definition)
{
    TSNode pattern = extract_field(x, parameter, F_pattern);
    bool is_typed = !ts_node_is_null(pattern);
    if (extract_is(is_typed ? pattern : parameter, "rest_pattern")) {
        definition->flags |= SYMBOL_VARIADIC;
    } else if (!extract_is(pattern, "this")) {
        bool has_default = is_typed ? !ts_node_is_null(extract_field(x, parameter, F_value))
                                    : extract_is(parameter, "assignment_pattern");
        bool is_optional = has_default || extract_is(parameter, "optional_parameter");
        definition->arity_min += !is_optional;
        definition->arity_max++;
    }
}

static void
count_parameters(const extraction *x, TSNode function, definition *definition)
{
    if (!ts_node_is_null(extract_field(x, function, F_parameter)))
        definition->arity_min = definition->arity_max = 1;
    TSNode list = extract_field(x, function, F_parameters);
    for (children each = children_of(list); children_next(&each);)
        count_parameter(x, each.node, definition);
}

// ---- functions

// Declared types of parameters, FACT_NONE when none has one.
static uint32_t
parameter_types(extraction *x, TSNode function)
{
    uint32_t types[ARGUMENTS_MAX], count = 0;
    bool any = false;
    for (children each = children_of(extract_field(x, function, F_parameters)); children_next(&each);) {
        if (count == ARGUMENTS_MAX || extract_is(extract_field(x, each.node, F_pattern), "this"))
            continue;
        types[count] = declared_type(x, each.node);
        any |= types[count++] != FACT_NONE;
    }
    return any ? extract_chain(x, types, count) : FACT_NONE;
}

static void
declare_parameters(extraction *x, TSNode function, uint32_t call, uint32_t position, uint32_t *count)
{
    TSNode only = extract_field(x, function, F_parameter);
    if (!ts_node_is_null(only)) {
        *count = 1;
        declare_locals(x, only, passed_value(x, call, position, 0), 0);
    }
    for (children each = children_of(extract_field(x, function, F_parameters)); children_next(&each); ++*count) {
        TSNode pattern = extract_field(x, each.node, F_pattern);
        uint32_t value = extract_instance(x, declared_type(x, each.node));
        if (value == FACT_NONE)
            value = passed_value(x, call, position, *count);
        declare_locals(x, ts_node_is_null(pattern) ? each.node : pattern, value, 0);
    }
}

// A function as a value: what it returns, with its parameters as `call` passes them.
static uint32_t
lambda_value(extraction *x, TSNode function, uint32_t call, uint32_t position)
{
    TSNode body = extract_field(x, function, F_body), result = extract_field(x, function, F_return_type);
    if (extract_is(body, "statement_block") && ts_node_named_child_count(body) == 1)
        body = extract_is(first_named(body), "return_statement") ? first_named(first_named(body)) : body;
    uint32_t count = 0, returned = FACT_NONE;
    extract_open(x);
    declare_parameters(x, function, call, position, &count);
    if (extract_is(result, "type_annotation"))
        returned = extract_instance(x, extract_lower(x, result));
    else if (!ts_node_is_null(body) && !extract_is(body, "statement_block"))
        returned = known_value(x, body);
    extract_close(x);
    return extract_operation(x, EXPRESSION_LAMBDA, count, returned);
}

static uint32_t
lower_function(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    return lambda_value(x, node, FACT_NONE, 0);
}

// The declared result, or the value of a function that is an expression.
static uint32_t
result_type(extraction *x, TSNode function)
{
    TSNode result = extract_field(x, function, F_return_type), body = extract_field(x, function, F_body);
    if (extract_is(result, "type_annotation"))
        return extract_lower(x, result);
    if (!ts_node_is_null(result) || ts_node_is_null(body) || extract_is(body, "statement_block"))
        return FACT_NONE;
    uint32_t count = 0, expected = *expected_function(x, function);
    extract_open(x);
    declare_parameters(x, function, expected, PARAMETER_OF_FUNCTION, &count);
    uint32_t value = known_value(x, body);
    extract_close(x);
    return value;
}

// Whether only white space, separators and comments stand from `start` to `end`.
static bool
is_blank_between(const extraction *x, uint32_t start, uint32_t end)
{
    span text = extract_source(x);
    for (uint32_t i = start; i < end; i++) {
        span rest = span_slice(text, i, end);
        const char *past = NULL;
        if (span_starts(rest, "//"))
            past = memchr(rest.data, '\n', rest.size);
        else if (span_starts(rest, "/*"))
            past = memmem(rest.data, rest.size, "*/", 2);
        else if (strchr(" \t\r\n;,", text.data[i]))
            continue;
        if (!past)
            return false;
        i = (uint32_t)(past - text.data) + (*past == '*');
    }
    return true;
}

// The overload signature of the same name that stands right before, or FACT_NONE. TypeScript handbook, "Function
// overloads": signatures and implementation stand together. They are one entity.
static uint32_t
overload_before(extraction *x, TSNode function, const definition *definition)
{
    if (!definition->name.size || definition->owner != FACT_NONE || has_modifier(x, function, "get") ||
        has_modifier(x, function, "set"))
        return FACT_NONE;
    TSNode outer = ts_node_is_null(definition->outer) ? definition->node : definition->outer;
    uint32_t *note = extract_note(x, extract_symbol(x), definition->name), before = *note;
    bool is_signature = ts_node_is_null(definition->body);
    *note = FACT_NONE;
    if (before != FACT_NONE) {
        const fact_symbol *symbol = extract_symbol_facts(x, before);
        bool is_same = symbol->kind == definition->kind &&
                       !((symbol->flags ^ definition->flags) & SYMBOL_CLASS_LEVEL) &&
                       symbol->end <= ts_node_start_byte(outer) &&
                       is_blank_between(x, symbol->end, ts_node_start_byte(outer));
        before = is_same ? before : FACT_NONE;
    }
    if (is_signature)
        *extract_note(x, extract_symbol(x), definition->name) = before != FACT_NONE ? before : extract_symbol_count(x);
    return before;
}

// The type parameters of the innermost entity, whose symbols follow its own: before anything is lowered that may define others.
static void
define_type_parameters(extraction *x, TSNode list)
{
    uint32_t first = extract_symbol_count(x), symbol = first;
    for (children each = children_of(list); children_next(&each);) {
        TSNode name = extract_field(x, each.node, F_name);
        if (!extract_is(each.node, "type_parameter") || ts_node_is_null(name))
            continue;
        definition parameter = DEFINITION_NONE;
        parameter.kind = ENTITY_TYPE_PARAMETER;
        parameter.name = extract_text(x, name);
        parameter.name_node = name;
        parameter.node = each.node;
        extract_define_flat(x, &parameter);
    }
    for (children each = children_of(list); children_next(&each);) {
        TSNode name = extract_field(x, each.node, F_name);
        if (!extract_is(each.node, "type_parameter") || ts_node_is_null(name))
            continue;
        uint32_t constraint = extract_lower(x, extract_field(x, each.node, F_constraint));
        extract_symbol_facts(x, symbol++)->type = constraint;
    }
}

// The same for those of `generic`, the first that has been met of the entity.
static void
define_own_parameters(extraction *x, TSNode generic)
{
    TSNode list = extract_field(x, generic, F_type_parameters);
    if (ts_node_is_null(list))
        return;
    *extract_note(x, extract_symbol(x), SPAN_LITERAL("<")) = ts_node_start_byte(generic);
    define_type_parameters(x, list);
}

// What the comment above a function says of a parameter, by its name; of a pattern, by its number.
static uint32_t
commented_parameter(const extraction *x, const struct jsdoc_parameter *known, uint32_t count, TSNode parameter, uint32_t number)
{
    if (extract_is(parameter, "assignment_pattern"))
        parameter = extract_field(x, parameter, F_left);
    if (!extract_is(parameter, "identifier") && !extract_is(parameter, "rest_pattern"))
        return number < count ? known[number].type : FACT_NONE;
    span name = extract_text(x, extract_is(parameter, "identifier") ? parameter : first_named(parameter));
    for (uint32_t i = 0; i < count; i++) {
        if (span_equal(known[i].name, name))
            return known[i].type;
    }
    return FACT_NONE;
}

// What the comment above a function of JavaScript says of its parameters and its result.
static void
note_comment(extraction *x, uint32_t symbol, TSNode function, TSNode outer)
{
    struct jsdoc_parameter known[ARGUMENTS_MAX];
    uint32_t types[ARGUMENTS_MAX], count = 0, result = jsdoc_type(x, outer, "returns");
    uint32_t known_count = jsdoc_parameters(x, outer, known, ARGUMENTS_MAX);
    if (result != FACT_NONE)
        extract_symbol_facts(x, symbol)->type = result;
    for (children each = children_of(known_count ? extract_field(x, function, F_parameters) : (TSNode){0}); children_next(&each);) {
        if (count == ARGUMENTS_MAX)
            continue;
        types[count] = commented_parameter(x, known, known_count, each.node, count);
        uint32_t instance = extract_instance(x, types[count++]);
        *commented_type(x, each.node) = instance;
    }
    uint32_t chain = extract_chain(x, types, count);
    if (count)
        extract_symbol_facts(x, symbol)->parameters = chain;
}

// Defines what `function` (a declaration, an expression or a signature) is, with what the caller knows
// already.
static uint32_t
define_function(extraction *x, TSNode function, definition *definition)
{
    definition->body = extract_field(x, function, F_body);
    if (ts_node_is_null(definition->node))
        definition->node = function;
    count_parameters(x, function, definition);
    uint32_t symbol = overload_before(x, function, definition);
    if (symbol != FACT_NONE) {
        extract_continue(x, symbol, definition);
        extract_inside(x, symbol, definition);
        return symbol;
    }
    symbol = extract_define(x, definition);
    define_own_parameters(x, function);
    uint32_t parameters = parameter_types(x, function), type = result_type(x, function);
    fact_symbol *facts = extract_symbol_facts(x, symbol);
    facts->parameters = parameters;
    facts->type = type;
    if (extract_language(x) == LANGUAGE_JAVASCRIPT)
        note_comment(x, symbol, function, ts_node_is_null(definition->outer) ? definition->node : definition->outer);
    return symbol;
}

// The value that a function without a declared result returns first, as far as it is known.
static void
enter_return(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t symbol = extract_symbol(x);
    TSNode value = first_named(node);
    entity_kind kind = extract_symbol_kind(x);
    if ((kind != ENTITY_FUNCTION && kind != ENTITY_METHOD) || ts_node_is_null(value) ||
        extract_symbol_facts(x, symbol)->type != FACT_NONE || !extract_in_own_function(x))
        return;
    uint32_t returned = known_value(x, value);
    extract_symbol_facts(x, symbol)->type = returned;
}

static void
enter_function_declaration(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, node, F_name);
    if (!extract_text(x, name).size) {
        extract_function_scope(x);
        return;
    }
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_FUNCTION;
    definition.name = extract_text(x, name);
    definition.name_node = name;
    definition.outer = outer_of(x, 0);
    define_function(x, node, &definition);
}

// Function expressions that nobody has named yet have a name of their own, or none.
static void
enter_function(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, node, F_name), around = extract_ancestor(x, 1);
    bool is_defined = extract_is_claimed(x, node);
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_FUNCTION;
    definition.name = extract_text(x, name);
    definition.name_node = name;
    if (extract_is(around, "export_statement")) {
        if (!definition.name.size)
            definition.name = SPAN_LITERAL("default");
        definition.outer = around;
    }
    if (!is_defined && has_expectations(x) && !extract_is(around, "arguments") && has_untyped(x, node)) {
        uint32_t expected = expected_value(x, 0, 0);
        *expected_function(x, node) = expected;
    }
    if (is_defined || !definition.name.size) {
        if (!is_defined)
            extract_function_scope(x);
        extract_claim(x, name);
        if (is_defined && definition.name.size) // `const f = function g() {}`: g is f
            extract_local(x, definition.name, extract_symbol_expression(x, extract_symbol(x)), 0);
    } else {
        extract_scope(x); // its name is visible inside only
        define_function(x, node, &definition);
    }
    TSNode parameter = extract_field(x, node, F_parameter);
    if (!ts_node_is_null(parameter))
        declare_locals(x, parameter, contextual_value(x, 0, 0), 0);
}

// ---- members of classes and interfaces

// A getter, or a setter, is read like a field (ECMA-262, "Method Definitions").
static void
note_accessor(const extraction *x, TSNode node, definition *definition)
{
    if (has_modifier(x, node, "get") || has_modifier(x, node, "set"))
        definition->flags |= SYMBOL_PROPERTY;
}

static void
note_modifiers(const extraction *x, TSNode node, TSNode name, definition *definition)
{
    if (has_modifier(x, node, "static"))
        definition->flags |= SYMBOL_CLASS_LEVEL;
    if (extract_is(name, "private_property_identifier") || has_modifier(x, node, "private"))
        definition->flags |= SYMBOL_PRIVATE;
    note_accessor(x, node, definition);
    definition->start = extract_run_before(x, "decorator");
}

// The symbol that an object literal whose value somebody asked for has: FACT_NONE for none.
static uint32_t *
object_symbol(extraction *x, TSNode object)
{
    return extract_note(x, ts_node_start_byte(object), SPAN_LITERAL("{"));
}

// The object that the property being entered stands in is held by something with a name: gives that name as
// qualifier and owner. Properties of "exports" and "module.exports" are names of the file's own, those of other objects are
// of an unknown owner.
static void
qualify_held(extraction *x, definition *definition)
{
    span path = {"", 0};
    uint32_t object = *object_symbol(x, extract_ancestor(x, 1));
    definition->owner = object == FACT_NONE ? unknown(x) : extract_symbol_expression(x, object);
    for (uint32_t up = 2; up < 2 + 2 * CLIMB_MAX; up++) {
        TSNode around = extract_ancestor(x, up);
        if (extract_is(around, "pair")) {
            path = extract_join(x, property_name(x, extract_field(x, around, F_key)), ".", path);
        } else if (extract_is(around, "variable_declarator") || extract_is(around, "assignment_expression")) {
            bool is_variable = extract_is(around, "variable_declarator");
            TSNode target = extract_field(x, around, is_variable ? F_name : F_left);
            span text = extract_text(x, target);
            bool is_name = extract_is(target, "identifier") || extract_is(target, "member_expression");
            if (has_suffix(text, ".prototype")) {
                target = extract_field(x, target, F_object);
                text = extract_text(x, target);
            }
            if (!path.size && (span_is(text, "module.exports") || span_is(text, "exports"))) {
                definition->owner = FACT_NONE;
                return;
            }
            if (span_is(text, "module.exports") || span_is(text, "exports") || !is_name ||
                memchr(text.data, '\n', text.size) || memchr(text.data, '(', text.size))
                return;
            if (span_starts(text, "exports."))
                text = span_slice(text, 8, text.size);
            definition->qualifier = extract_join(x, text, ".", path);
            if (object == FACT_NONE)
                definition->owner = extract_lower(x, target);
            return;
        } else if (!extract_is(around, "object") && !extract_is(around, "as_expression") &&
                   !extract_is(around, "satisfies_expression") &&
                   !extract_is(around, "parenthesized_expression")) {
            return;
        }
    }
}

// The same, where an object that nothing holds is a type of its own, too, which knows what is expected where it stands.
static void
qualify_property(extraction *x, definition *definition)
{
    qualify_held(x, definition);
    if (definition->owner == FACT_NONE || extract_op(x, definition->owner) != EXPRESSION_UNKNOWN)
        return;
    uint32_t expected = has_expectations(x) ? expected_value(x, 1, 0) : FACT_NONE;
    definition->owner = extract_lower(x, extract_ancestor(x, 1));
    uint32_t object = *object_symbol(x, extract_ancestor(x, 1));
    if (object != FACT_NONE && expected != FACT_NONE) {
        uint32_t chain = extract_chain(x, &expected, 1);
        extract_symbol_facts(x, object)->parameters = chain;
    }
}

static void
enter_method(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, node, F_name);
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_METHOD;
    definition.name = property_name(x, name);
    definition.is_unbound = true;
    bool in_object = extract_is(extract_ancestor(x, 1), "object");
    if (in_object) {
        qualify_property(x, &definition);
        note_expected(x, node, node);
        note_accessor(x, node, &definition);
    } else {
        note_modifiers(x, node, name, &definition);
    }
    if (!in_object && span_is(definition.name, "constructor") && !(definition.flags & SYMBOL_CLASS_LEVEL))
        definition.kind = ENTITY_CONSTRUCTOR;
    if (definition.name.size)
        define_function(x, node, &definition);
    else
        extract_function_scope(x);
}

// A method of an object type that is written in passing belongs to that, and is called by the property that it is the type of.
static bool
qualify_signature(extraction *x, definition *definition)
{
    uint32_t object = *object_symbol(x, extract_ancestor(x, 1));
    if (object == FACT_NONE)
        return false;
    definition->owner = extract_symbol_expression(x, object);
    for (uint32_t up = 2; up < 2 + CLIMB_MAX; up++) {
        TSNode around = extract_ancestor(x, up);
        if (extract_is(around, "property_signature") || extract_is(around, "public_field_definition"))
            definition->qualifier = extract_join(x, property_name(x, extract_field(x, around, F_name)), ".",
                                                 definition->qualifier);
        else if (!extract_is(around, "type_annotation") && !extract_is(around, "object_type") &&
                 !extract_is(around, "parenthesized_type") && !extract_is(around, "union_type") &&
                 !extract_is(around, "intersection_type"))
            break;
    }
    return true;
}

// Whether the type being entered's member list is that of an interface or a type alias, not of a type in
// passing.
static bool
is_member_list(const extraction *x)
{
    if (extract_is(extract_ancestor(x, 1), "interface_body"))
        return true;
    for (uint32_t up = 2; up <= CLIMB_MAX; up++) {
        TSNode around = extract_ancestor(x, up);
        if (extract_is(around, "type_alias_declaration"))
            return true;
        if (!extract_is(around, "intersection_type") && !extract_is(around, "union_type") &&
            !extract_is(around, "parenthesized_type"))
            return false;
    }
    return false;
}

// Methods without a body: of interfaces, abstract, overloads, and in declaration files.
static void
enter_method_signature(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, node, F_name);
    bool in_class = extract_is(extract_ancestor(x, 1), "class_body");
    bool is_abstract = extract_is(node, "abstract_method_signature");
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_METHOD;
    definition.name = property_name(x, name);
    definition.is_unbound = true;
    note_modifiers(x, node, name, &definition);
    if (!in_class || is_abstract)
        definition.flags |= SYMBOL_ABSTRACT;
    if (in_class && span_is(definition.name, "constructor"))
        definition.kind = ENTITY_CONSTRUCTOR;
    bool is_own = in_class || qualify_signature(x, &definition) || is_member_list(x);
    if (is_own && definition.name.size)
        define_function(x, node, &definition);
    else
        extract_function_scope(x);
}

// A property, or what calling the object or `new` with it gives, of a type whose members are being noted; with `object`, of that
// one. Both signatures are members by names that no property has.
static void
define_signature(extraction *x, uint32_t object, TSNode node)
{
    definition field = DEFINITION_NONE;
    field.kind = ENTITY_FIELD;
    field.node = node;
    field.parent = object;
    field.is_unbound = true;
    if (extract_is(node, "property_signature")) {
        field.name = property_name(x, extract_field(x, node, F_name));
        field.type = declared_type(x, node);
    } else if (extract_is(node, "call_signature") || extract_is(node, "construct_signature")) {
        field.name = extract_is(node, "call_signature") ? SPAN_LITERAL("()") : SPAN_LITERAL("new()");
        field.type = extract_lower(x, node);
    }
    if (field.name.size && field.type != FACT_NONE)
        extract_define_flat(x, &field);
}

static void
enter_property_signature(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    if (is_member_list(x) && *object_symbol(x, extract_ancestor(x, 1)) == FACT_NONE)
        define_signature(x, 0, node);
}

// A function or class that a variable holds is an entity under its name.
static bool
is_entity(extraction *x, TSNode value, definition *definition)
{
    if (is_function(value)) {
        definition->kind = ENTITY_FUNCTION;
        extract_claim(x, value);
        define_function(x, value, definition);
        return true;
    }
    if (!is_class(value))
        return false;
    definition->kind = ENTITY_CLASS;
    definition->body = extract_field(x, value, F_body);
    extract_claim(x, value);
    extract_define(x, definition);
    return true;
}

// A class's field; one that holds a function is a method.
static void
enter_field(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, node, F_name);
    if (ts_node_is_null(name))
        name = extract_field(x, node, F_property); // JavaScript
    TSNode value = bare_value(extract_field(x, node, F_value));
    definition definition = DEFINITION_NONE;
    definition.name = property_name(x, name);
    definition.node = node;
    definition.is_unbound = true;
    note_modifiers(x, node, name, &definition);
    if (is_function(value)) {
        definition.kind = ENTITY_METHOD;
        note_expected(x, value, node);
        extract_claim(x, value);
        define_function(x, value, &definition);
        return;
    }
    if (is_class(value) && definition.name.size && is_entity(x, value, &definition))
        return;
    definition.kind = ENTITY_FIELD;
    definition.type = declared_type(x, node);
    if (definition.type == FACT_NONE)
        definition.type = note_commented(x, node, value);
    if (definition.type == FACT_NONE)
        definition.type = type_of_value(x, extract_field(x, node, F_value));
    uint32_t type = extract_symbol(x), field = extract_define_flat(x, &definition);
    *extract_note(x, type, definition.name) = field; // what the constructor sets is no other
}

// A property of an object that holds a function.
static void
enter_pair(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode value = bare_value(extract_field(x, node, F_value));
    if (!is_function(value))
        return;
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_METHOD;
    definition.name = property_name(x, extract_field(x, node, F_key));
    definition.node = node;
    definition.is_unbound = true;
    qualify_property(x, &definition);
    if (extract_is(value, "arrow_function")) // its `this` is not the object, but that of what is around
        definition.flags |= SYMBOL_CLASS_LEVEL;
    note_expected(x, value, node);
    extract_claim(x, value);
    define_function(x, value, &definition);
}

// ---- types

// `{ [key: string]: T }`, `{ [K in keyof T]: U }`
static bool
is_mapped(TSNode type)
{
    return ts_node_named_child_count(type) == 1 && extract_is(first_named(type), "index_signature");
}

static void
define_type(extraction *x, entity_kind kind, span name, TSNode node, TSNode outer)
{
    definition definition = DEFINITION_NONE;
    definition.kind = kind;
    definition.name = name;
    definition.name_node = extract_field(x, node, F_name);
    definition.node = node;
    definition.outer = outer;
    definition.body = extract_field(x, node, F_body);
    extract_define(x, &definition);
}

static void
enter_type_declaration(extraction *x, const rule *rule, TSNode node)
{
    span name = extract_text(x, extract_field(x, node, F_name));
    if (name.size)
        define_type(x, rule->entity, name, node, outer_of(x, 0));
}

static definition
class_value(const extraction *x, TSNode node)
{
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_ANONYMOUS;
    definition.node = node;
    definition.body = extract_field(x, node, F_body);
    definition.is_unbound = true;
    return definition;
}

// A class without a name is a type without one.
static uint32_t
lower_class(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    if (extract_is_claimed(x, node))
        return unknown(x);
    if (!ts_node_is_null(extract_field(x, node, F_name)))
        return extract_name(x, extract_text(x, extract_field(x, node, F_name)), ts_node_start_byte(node));
    if (*object_symbol(x, node) == FACT_NONE) {
        definition definition = class_value(x, node);
        uint32_t symbol = extract_define_flat(x, &definition);
        *object_symbol(x, node) = symbol;
    }
    return extract_symbol_expression(x, *object_symbol(x, node));
}

// A class expression that nobody has named yet.
static void
enter_class(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode around = extract_ancestor(x, 1);
    span name = extract_text(x, extract_field(x, node, F_name));
    bool is_default = extract_is(around, "export_statement");
    extract_claim(x, extract_field(x, node, F_name));
    if (extract_is_claimed(x, node))
        return;
    if (is_default)
        define_type(x, ENTITY_CLASS, name.size ? name : SPAN_LITERAL("default"), node, around);
    else if (!name.size) {
        extract_lower(x, node);
        definition definition = class_value(x, node);
        extract_inside(x, *object_symbol(x, node), &definition);
    } else {
        extract_scope(x); // its name is visible inside only
        define_type(x, ENTITY_CLASS, name, node, node);
    }
}

// A type alias has an inside: what its type refers to comes from it, and the members of an object type are
// its.
static void
enter_type_alias(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, node, F_name), value = extract_field(x, node, F_value);
    if (!extract_text(x, name).size)
        return;
    define_type(x, ENTITY_INTERFACE, extract_text(x, name), node, outer_of(x, 0));
    uint32_t symbol = extract_symbol(x);
    extract_symbol_facts(x, symbol)->kind = ENTITY_TYPE_ALIAS;
    define_own_parameters(x, node);
    uint32_t type = extract_is(value, "object_type") && !is_mapped(value) ? FACT_NONE : extract_lower(x, value);
    extract_symbol_facts(x, symbol)->type = type;
}

static void
enter_enum_body(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    for (children each = children_of(node); children_next(&each);) {
        TSNode name =
            extract_is(each.node, "enum_assignment") ? extract_field(x, each.node, F_name) : each.node;
        definition member = DEFINITION_NONE;
        member.kind = ENTITY_ENUMERATOR;
        member.name = property_name(x, name);
        member.node = each.node;
        extract_define_flat(x, &member);
    }
}

// `namespace A.B {}` is B in A; `module "path" {}` is called by its path.
static void
enter_namespace(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, node, F_name);
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_NAMESPACE;
    definition.name = extract_text(x, name);
    definition.name_node = name;
    definition.node = node;
    definition.outer = outer_of(x, 0);
    definition.body = extract_field(x, node, F_body);
    if (extract_is(name, "string")) {
        definition.kind = ENTITY_MODULE;
        definition.name = extract_unquote(definition.name);
    } else if (extract_is(name, "nested_identifier")) {
        TSNode outer = extract_field(x, name, F_object);
        definition.qualifier = extract_text(x, outer);
        definition.name = extract_text(x, extract_field(x, name, F_property));
        extract_claim(x, outer);
    }
    if (definition.name.size)
        extract_define(x, &definition);
}

static void
refer_to_base(extraction *x, reference_kind kind, TSNode node, TSNode generic)
{
    TSNode base = extract_is(node, "generic_type") ? extract_field(x, node, F_name) : node;
    bool is_name = extract_is(base, "identifier") || extract_is(base, "member_expression") ||
                   extract_is(base, "type_identifier") || extract_is(base, "nested_type_identifier");
    extract_has_bases(x);
    if (!is_name)
        return; // a call: found as such
    extract_reference(x, kind, lower_callee(x, generic, base), base, FACT_NONE);
    extract_claim(x, base); // with the first name of a path, which starts there
    extract_claim(x, extract_field(x, base, F_name));
}

// `extends` of a class: an expression, which TypeScript wraps.
static void
enter_class_base(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode base = extract_field(x, node, F_value);
    if (ts_node_is_null(base))
        base = first_named(node);
    if (!ts_node_is_null(base) && !extract_is(base, "extends_clause") &&
        !extract_is(base, "implements_clause"))
        refer_to_base(x, REFERENCE_EXTENDS, base, node);
}

static void
enter_bases(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    reference_kind kind = extract_is(node, "implements_clause") ? REFERENCE_IMPLEMENTS : REFERENCE_EXTENDS;
    for (children each = children_of(node); children_next(&each);)
        refer_to_base(x, kind, each.node, each.node);
}

// Whether the type parameter being entered is that of the innermost entity: of a named function or type, and of the first of
// its overloads.
static bool
is_of_entity(extraction *x)
{
    static const char kinds[] = " class_declaration abstract_class_declaration class interface_declaration "
                                "type_alias_declaration function_declaration generator_function_declaration "
                                "function_signature method_definition method_signature abstract_method_signature ";
    TSNode generic = extract_ancestor(x, 2);
    if (!extract_is(extract_ancestor(x, 1), "type_parameters") || !extract_symbol(x))
        return false;
    bool is_named = span_is_one_of(span_of(ts_node_type(generic)), kinds) ||
                    (is_function(generic) && extract_is_claimed(x, generic));
    uint32_t *first = extract_note(x, extract_symbol(x), SPAN_LITERAL("<"));
    if (is_named && *first == FACT_NONE)
        *first = ts_node_start_byte(generic);
    return is_named && *first == ts_node_start_byte(generic);
}

// Others stand for their constraint.
static void
enter_type_parameter(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, node, F_name);
    if (ts_node_is_null(name)) // `infer T`
        name = first_named(node);
    if (ts_node_is_null(name))
        return;
    if (extract_is_claimed(x, name))
        return;
    if (is_of_entity(x)) {
        define_type_parameters(x, extract_ancestor(x, 1));
        return;
    }
    uint32_t constraint = extract_lower(x, extract_field(x, node, F_constraint));
    extract_claim(x, name);
    extract_local(x, extract_text(x, name), constraint, 0);
}

static void
enter_index_signature(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    extract_claim(x, extract_field(x, node, F_name));
    extract_scope(x);
}

static void
enter_nested_type(extraction *x, const rule *rule, TSNode node)
{
    enter_type(x, rule, node);
    extract_claim(x, node);
    extract_claim(x, extract_field(x, node, F_name));
}

// ---- variables

// The first argument, behind comments.
static TSNode
first_value(TSNode arguments)
{
    TSNode value = first_named(arguments);
    for (int i = 0; i < CLIMB_MAX && extract_is(value, "comment"); i++)
        value = ts_node_next_named_sibling(value);
    return value;
}

// The path that `require("path")` or `import("path")` names, else a null node.
static TSNode
required_path(const extraction *x, TSNode call)
{
    TSNode function = extract_field(x, call, F_function);
    bool is_require = extract_is(call, "call_expression") &&
                      (extract_is(function, "import") || span_is(extract_text(x, function), "require"));
    TSNode path = is_require ? first_value(extract_field(x, call, F_arguments)) : (TSNode){0};
    return extract_is(path, "string") ? path : (TSNode){0};
}

static unsigned
path_flags(span path)
{
    return span_starts(path, ".") ? IMPORT_RELATIVE : 0;
}

// What a value takes from a module: `require("m")`, `require("m").a`, `await import("m")`.
struct required {
    TSNode call, path;
    span member;
};

static struct required
required_by(const extraction *x, TSNode value)
{
    struct required found = {.member = {"", 0}};
    value = bare_value(value);
    if (extract_is(value, "member_expression")) {
        found.member = extract_text(x, extract_field(x, value, F_property));
        value = bare_value(extract_field(x, value, F_object));
    }
    if (extract_is(value, "await_expression"))
        value = bare_value(first_named(value));
    found.call = value;
    found.path = required_path(x, value);
    return found;
}

// Each name of `const { a, b: c } = require("m")`.
static void
import_pattern(extraction *x, TSNode pattern, span module, TSNode at)
{
    for (children each = children_of(pattern); children_next(&each);) {
        TSNode name = each.node;
        span alias = extract_text(x, name);
        if (extract_is(name, "object_assignment_pattern"))
            alias = extract_text(x, name = extract_field(x, name, F_left));
        span key = alias;
        if (extract_is(name, "pair_pattern")) {
            TSNode value = extract_field(x, name, F_value);
            if (extract_is(value, "assignment_pattern"))
                value = extract_field(x, value, F_left);
            key = property_name(x, extract_field(x, name, F_key));
            alias = extract_text(x, value);
            extract_claim(x, value);
            if (!extract_is(value, "identifier"))
                continue;
        } else if (extract_is(name, "rest_pattern")) {
            extract_claim(x, first_named(name));
            continue;
        }
        if (key.size && alias.size)
            extract_import(x, path_flags(module), module, key, alias, at);
    }
}

// Whether the declarator is an import, which it then notes.
static bool
is_import(extraction *x, TSNode node, TSNode name)
{
    struct required required = required_by(x, extract_field(x, node, F_value));
    if (ts_node_is_null(required.path))
        return false;
    span module = extract_unquote(extract_text(x, required.path));
    if (extract_is(name, "object_pattern") && !required.member.size) {
        import_pattern(x, name, module, node);
    } else if (extract_is(name, "identifier")) {
        extract_import(x, path_flags(module) | (required.member.size ? 0 : IMPORT_MODULE), module,
                       required.member, extract_text(x, name), node);
    } else {
        return false;
    }
    extract_claim(x, name);
    extract_claim(x, required.call);
    return true;
}

// The object that a variable is set to: what is in it is in the variable.
static void
hold_object(extraction *x, uint32_t variable, TSNode object)
{
    uint32_t type = extract_lower(x, object), symbol = *object_symbol(x, object);
    extract_symbol_facts(x, variable)->type = type;
    if (symbol != FACT_NONE)
        extract_symbol_facts(x, symbol)->parent = variable;
}

static void
enter_variable(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode declaration = extract_ancestor(x, 1), name = extract_field(x, node, F_name);
    span keyword = extract_text(x, ts_node_child(declaration, 0));
    bool is_alone = ts_node_named_child_count(declaration) == 1;
    struct pattern pattern = {
        .is_top_level = is_top_level(x, 1),
        .in_function = span_is(keyword, "var"),
        .visible_from = ts_node_end_byte(node),
        .entity = DEFINITION_NONE,
    };
    definition *entity = &pattern.entity;
    entity->kind = span_is(keyword, "const") ? ENTITY_CONSTANT : ENTITY_VARIABLE;
    entity->node = is_alone ? declaration : node;
    entity->outer = is_alone ? outer_of(x, 1) : node;
    if (pattern.is_top_level || extract_is(declaration, "lexical_declaration") || pattern.in_function) {
        if (is_import(x, node, name))
            return;
    }
    TSNode value = extract_field(x, node, F_value);
    uint32_t commented = note_commented(x, is_alone ? outer_of(x, 1) : node, value);
    if (extract_is(name, "identifier")) {
        entity->name = extract_text(x, name);
        entity->name_node = name;
        if (is_function(bare_value(value)))
            note_expected(x, bare_value(value), node);
        if (is_entity(x, bare_value(value), entity))
            return;
    }
    uint32_t type = commented == FACT_NONE ? declared_type(x, node) : commented;
    bool holds_object = type == FACT_NONE && extract_is(bare_value(value), "object");
    bool is_variable = pattern.is_top_level && extract_is(name, "identifier");
    if (is_variable)
        entity->type = type != FACT_NONE || holds_object ? type : type_of_value(x, value);
    uint32_t known = pattern.is_top_level ? FACT_NONE
                     : type != FACT_NONE  ? extract_instance(x, type)
                                          : extract_lower(x, value);
    uint32_t variable = extract_symbol_count(x);
    declare_pattern(x, &pattern, name, known, 0);
    if (is_variable && holds_object)
        hold_object(x, variable, bare_value(value));
}

// `for (const x of xs)`: x is an element.
static void
enter_for_in(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode kind = extract_field(x, node, F_kind), right = extract_field(x, node, F_right);
    if (ts_node_is_null(kind))
        return;
    uint32_t container = span_is(extract_text(x, extract_field(x, node, F_operator)), "of")
                             ? extract_lower(x, right)
                             : FACT_NONE;
    struct pattern pattern = {.in_function = span_is(extract_text(x, kind), "var")};
    uint32_t element =
        container == FACT_NONE ? FACT_NONE : extract_expression(x, EXPRESSION_ELEMENT, (span){0}, container);
    declare_pattern(x, &pattern, extract_field(x, node, F_left), element, 0);
}

static void
enter_catch(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t type = declared_type(x, node);
    declare_locals(x, extract_field(x, node, F_parameter), extract_instance(x, type), 0);
}

// ---- assignments: CommonJS exports, prototypes, fields of `this`

static bool
is_exports(span text)
{
    return span_is(text, "module.exports") || span_is(text, "exports");
}

// The type that a constructor's `this` is: the class, or the function itself.
static uint32_t
constructed_symbol(extraction *x)
{
    entity_kind kind = extract_symbol_kind(x);
    uint32_t type = extract_enclosing_type(x);
    if (kind == ENTITY_CONSTRUCTOR && type != FACT_NONE)
        return type;
    span name = extract_symbol_name(x, extract_symbol(x));
    bool is_constructor = kind == ENTITY_FUNCTION && name.size && name.data[0] >= 'A' && name.data[0] <= 'Z';
    return is_constructor ? extract_symbol(x) : 0;
}

// Whether the type around declares a field of that name with a type: what it is set to is then no method.
static bool
is_declared_field(extraction *x, span name)
{
    uint32_t type = extract_enclosing_type(x);
    uint32_t known = type == FACT_NONE || !name.size ? FACT_NONE : *extract_note(x, type, name);
    return extract_language(x) != LANGUAGE_JAVASCRIPT && known != FACT_NONE &&
           extract_symbol_facts(x, known)->kind == ENTITY_FIELD && extract_symbol_facts(x, known)->type != FACT_NONE;
}

// `this.name = value`
static void
assign_to_this(extraction *x, definition *definition, TSNode value, TSNode right)
{
    definition->parent = constructed_symbol(x);
    definition->is_unbound = true;
    if (extract_enclosing_type(x) == FACT_NONE)
        definition->owner = unknown(x);
    if (is_function(value) && !is_declared_field(x, definition->name)) {
        definition->kind = ENTITY_METHOD;
        extract_claim(x, value);
        define_function(x, value, definition);
    } else if (definition->parent && !is_function(value)) {
        uint32_t commented = *commented_type(x, right);
        uint32_t type = commented == FACT_NONE ? type_of_value(x, right) : commented;
        uint32_t *known = extract_note(x, definition->parent, definition->name);
        if (*known != FACT_NONE && extract_symbol_facts(x, *known)->type == FACT_NONE)
            extract_symbol_facts(x, *known)->type = type;
        if (*known != FACT_NONE)
            return;
        definition->kind = ENTITY_FIELD;
        definition->type = type;
        *known = extract_define_flat(x, definition);
    }
}

// `object.name = function () {}`: a method of the object, or of what it is the prototype of.
static void
assign_to_object(extraction *x, definition *definition, TSNode object, TSNode value)
{
    span path = extract_text(x, object);
    bool is_prototype = has_suffix(path, ".prototype");
    if (is_prototype) {
        object = extract_field(x, object, F_object);
        path = extract_text(x, object);
    }
    if (span_starts(path, "exports."))
        path = span_slice(path, 8, path.size);
    bool is_path = extract_is(object, "identifier") || extract_is(object, "member_expression");
    if (!is_path || memchr(path.data, '\n', path.size) || memchr(path.data, '(', path.size))
        return;
    definition->qualifier = path;
    definition->owner = extract_lower(x, object);
    definition->kind = ENTITY_METHOD;
    definition->flags |= is_prototype ? 0 : SYMBOL_CLASS_LEVEL;
    if (is_function(value)) {
        extract_claim(x, value);
        define_function(x, value, definition);
    } else {
        is_entity(x, value, definition);
    }
}

// `module.exports = { a, b: c, d: require("./d") }`
static void
export_object(extraction *x, TSNode object)
{
    for (children each = children_of(object); children_next(&each);) {
        TSNode value = extract_field(x, each.node, F_value);
        if (extract_is(each.node, "shorthand_property_identifier"))
            extract_reexport(x, extract_text(x, each.node), extract_text(x, each.node), each.node);
        else if (extract_is(each.node, "pair") && extract_is(value, "identifier"))
            extract_reexport(x, extract_text(x, value), property_name(x, extract_field(x, each.node, F_key)),
                             each.node);
        TSNode path = required_path(x, value);
        if (!extract_is(each.node, "pair") || ts_node_is_null(path))
            continue;
        span module = extract_unquote(extract_text(x, path));
        span key = property_name(x, extract_field(x, each.node, F_key));
        if (!key.size)
            continue;
        extract_import(x, path_flags(module) | IMPORT_MODULE | IMPORT_REEXPORT, module, (span){0}, key,
                       each.node);
        extract_claim(x, value);
    }
}

// What is exported and has no name in its own file: what nothing is known of is none. An object may be added to by its name.
static void
export_value(extraction *x, definition *definition, TSNode value, bool is_whole)
{
    definition->kind = ENTITY_FIELD;
    definition->type = is_whole ? FACT_NONE : known_value(x, value);
    definition->is_unbound = !extract_is(value, "object");
    if (definition->type != FACT_NONE)
        extract_define_flat(x, definition);
}

// `exports.name = value` and, with the name `default`, `module.exports = value`.
static void
assign_to_exports(extraction *x, definition *definition, TSNode value)
{
    struct required required = required_by(x, value);
    bool is_whole = span_is(definition->name, "default");
    if (!ts_node_is_null(required.path)) {
        span module = extract_unquote(extract_text(x, required.path));
        unsigned flags = path_flags(module) | IMPORT_REEXPORT;
        if (!is_whole || required.member.size)
            extract_import(x, flags | (required.member.size ? 0 : IMPORT_MODULE), module, required.member,
                           definition->name, definition->node);
        else
            extract_import(x, flags | IMPORT_WILDCARD, module, (span){0}, (span){0}, definition->node);
        extract_claim(x, required.call);
    } else if (extract_is(value, "identifier")) {
        extract_reexport(x, extract_text(x, value), definition->name, definition->node);
    } else if (extract_is(value, "object") && is_whole) {
        export_object(x, value);
    } else {
        // A name of the function's or class's own is better than `default`.
        bool has_name = !ts_node_is_null(extract_field(x, value, F_name));
        if (!is_function(value) && !is_class(value))
            export_value(x, definition, value, is_whole);
        else if (!is_whole || !has_name)
            is_entity(x, value, definition);
        else
            extract_reexport(x, extract_text(x, extract_field(x, value, F_name)), definition->name,
                             definition->node);
    }
}

// `a = b = value` sets both to the value.
static TSNode
assigned_value(const extraction *x, TSNode right)
{
    TSNode value = bare_value(right);
    for (int i = 0; i < CLIMB_MAX && extract_is(value, "assignment_expression"); i++)
        value = bare_value(extract_field(x, value, F_right));
    return value;
}

static void
enter_assignment(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode left = extract_field(x, node, F_left), right = extract_field(x, node, F_right),
           value = assigned_value(x, right);
    TSNode statement = extract_ancestor(x, 1);
    definition definition = DEFINITION_NONE;
    definition.node = node;
    definition.outer = extract_is(statement, "expression_statement") ? statement : node;
    if (!extract_is(left, "member_expression"))
        return;
    TSNode object = extract_field(x, left, F_object);
    span whole = extract_text(x, left), path = extract_text(x, object);
    definition.name = extract_text(x, extract_field(x, left, F_property));
    note_commented(x, definition.outer, right);
    if (is_function(value))
        note_expected(x, value, node);
    if (span_is(whole, "module.exports")) {
        definition.name = SPAN_LITERAL("default");
        assign_to_exports(x, &definition, value);
    } else if (is_exports(path)) {
        assign_to_exports(x, &definition, value);
    } else if (extract_is(object, "this")) {
        assign_to_this(x, &definition, value, right);
    } else if ((is_function(value) || is_class(value)) && definition.name.size) {
        assign_to_object(x, &definition, object, value);
    }
}

// ---- imports and exports

static void
import_named(extraction *x, TSNode list, span module)
{
    for (children each = children_of(list); children_next(&each);) {
        TSNode name = extract_field(x, each.node, F_name), alias = extract_field(x, each.node, F_alias);
        span text = property_name(x, name), bound = ts_node_is_null(alias) ? text : extract_text(x, alias);
        if (text.size && bound.size)
            extract_import(x, path_flags(module), module, text, bound, each.node);
    }
}

static void
enter_import(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode clause = extract_child(node, "import_clause"),
           require = extract_child(node, "import_require_clause");
    TSNode source = extract_field(x, ts_node_is_null(require) ? node : require, F_source);
    span module = extract_unquote(extract_text(x, source));
    unsigned flags = path_flags(module);
    if (!module.size)
        return;
    if (!ts_node_is_null(require)) {
        span alias = extract_text(x, extract_child(require, "identifier"));
        if (alias.size)
            extract_import(x, flags | IMPORT_MODULE, module, (span){0}, alias, node);
        return;
    }
    if (ts_node_is_null(clause))
        extract_import(x, flags | IMPORT_MODULE, module, (span){0}, module, node);
    for (children each = children_of(clause); children_next(&each);) {
        if (extract_is(each.node, "identifier")) {
            extract_import(x, flags, module, SPAN_LITERAL("default"), extract_text(x, each.node), node);
        } else if (extract_is(each.node, "namespace_import")) {
            span alias = extract_text(x, extract_child(each.node, "identifier"));
            if (alias.size)
                extract_import(x, flags | IMPORT_MODULE, module, (span){0}, alias, node);
        } else if (extract_is(each.node, "named_imports")) {
            import_named(x, each.node, module);
        }
    }
}

// `import A = B.C;` is another name for B.C.
static void
enter_import_alias(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = first_named(node), value = ts_node_named_child(node, 1);
    extract_claim(x, name);
    extract_local(x, extract_text(x, name), extract_lower(x, value), 0);
}

static void
export_clause(extraction *x, TSNode clause, span module)
{
    for (children each = children_of(clause); children_next(&each);) {
        TSNode name = extract_field(x, each.node, F_name), alias = extract_field(x, each.node, F_alias);
        span text = property_name(x, name), seen = ts_node_is_null(alias) ? text : property_name(x, alias);
        if (!text.size || !seen.size)
            continue;
        if (module.size)
            extract_import(x, path_flags(module) | IMPORT_REEXPORT, module, text, seen, each.node);
        else
            extract_reexport(x, text, seen, each.node);
    }
}

static void
enter_export(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    span module = extract_unquote(extract_text(x, extract_field(x, node, F_source)));
    TSNode clause = extract_child(node, "export_clause"), all = extract_child(node, "namespace_export");
    unsigned flags = path_flags(module) | IMPORT_REEXPORT;
    if (!ts_node_is_null(clause)) {
        export_clause(x, clause, module);
    } else if (module.size && ts_node_is_null(all)) {
        extract_import(x, flags | IMPORT_WILDCARD, module, (span){0}, (span){0}, node);
    } else if (module.size) {
        TSNode name = first_named(all);
        span alias = property_name(x, name);
        extract_claim(x, name);
        if (alias.size)
            extract_import(x, flags | IMPORT_MODULE, module, (span){0}, alias, node);
    } else {
        // `export default name`, `export = name`; `export as namespace name` says nothing of this file's
        TSNode value = ts_node_child(node, ts_node_child_count(node) > 2 ? 2 : 1);
        span word = extract_text(x, ts_node_child(node, 1));
        span own = extract_text(x, extract_field(x, value, F_name));
        if (span_is(word, "as"))
            extract_claim(x, extract_child(node, "identifier"));
        else if (span_is(word, "default") && own.size)
            extract_reexport(x, own, SPAN_LITERAL("default"), node);
        else if (extract_is(value, "identifier") && (span_is(word, "default") || span_is(word, "=")))
            extract_reexport(x, extract_text(x, value), SPAN_LITERAL("default"), node);
    }
}

// ---- calls

// True for describe, it, test and their kin, also as `it.only`, `test.each(...)`, `Deno.test`.
static bool
is_test_function(const extraction *x, TSNode function)
{
    static const char words[] =
        " describe it test context specify suite fdescribe xdescribe fit xit xtest xcontext ";
    TSNode property = {0};
    for (int i = 0; i < CLIMB_MAX; i++) {
        if (extract_is(function, "call_expression")) {
            function = extract_field(x, function, F_function);
        } else if (extract_is(function, "member_expression")) {
            property = extract_field(x, function, F_property);
            function = extract_field(x, function, F_object);
        } else {
            break;
        }
    }
    if (!extract_is(function, "identifier"))
        return false;
    span name = extract_text(x, function);
    if (span_is(name, "Deno") || span_is(name, "QUnit") || span_is(name, "t"))
        name = extract_text(x, property);
    return span_is_one_of(name, words);
}

// Whether the call declares a test, which it then notes: it("name", function), it("name", options, function).
static bool
is_test_case(extraction *x, TSNode node, TSNode function)
{
    TSNode arguments = extract_field(x, node, F_arguments), name = {0}, body = {0};
    if (ts_node_is_null(arguments) || ts_node_named_child_count(arguments) < 2)
        return false;
    name = first_named(arguments);
    for (uint32_t i = 1; i < 3 && !is_function(body); i++)
        body = ts_node_named_child(arguments, i);
    bool has_name = extract_is(name, "string") || extract_is(name, "template_string");
    if (!has_name || !is_function(body) || !is_test_function(x, function))
        return false;
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_TEST_CASE;
    definition.name = extract_unquote(extract_text(x, name));
    definition.node = node;
    definition.body = extract_field(x, body, F_body);
    definition.is_unbound = true;
    definition.owner = unknown(x);
    definition.detection = DETECTION_FRAMEWORK_CALL;
    if (!definition.name.size)
        return false;
    extract_claim(x, function);
    extract_define(x, &definition);
    return true;
}

// The token that names what is called: the last part of a path.
static TSNode
callee_name(const extraction *x, TSNode callee)
{
    callee = bare_value(callee);
    TSNode property = extract_field(x, callee, F_property);
    return extract_is(callee, "member_expression") && !ts_node_is_null(property) ? property : callee;
}

static void
enter_call_expression(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode function = extract_field(x, node, F_function), path = required_path(x, node);
    if (!ts_node_is_null(path)) {
        span module = extract_unquote(extract_text(x, path));
        if (module.size && !extract_is_claimed(x, node))
            extract_import(x, path_flags(module) | IMPORT_MODULE, module, (span){0}, module, node);
        extract_claim(x, function);
        return;
    }
    if (extract_is(extract_ancestor(x, 1), "decorator") || is_test_case(x, node, function))
        return;
    TSNode arguments = extract_field(x, node, F_arguments);
    uint32_t count =
        extract_is(arguments, "arguments") ? extract_arguments(x, arguments, "spread_element") : FACT_NONE;
    uint32_t call = extract_lower(x, node);
    extract_reference_passing(x, REFERENCE_CALL, extract_operand(x, call), callee_name(x, function), count,
                              extract_operation_name(x, call));
    if (extract_is(function, "identifier"))
        extract_claim(x, function);
}

static void
enter_new(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode type = extract_field(x, node, F_constructor);
    bool is_own = span_is(extract_text(x, extract_field(x, type, F_property)), "constructor");
    if ((!extract_is(type, "identifier") && !extract_is(type, "member_expression")) || is_own)
        return;
    extract_lower(x, node); // what functions among its arguments get
    extract_reference(x, REFERENCE_CONSTRUCT, extract_lower(x, type), callee_name(x, type),
                      extract_arguments(x, extract_field(x, node, F_arguments), "spread_element"));
    if (extract_is(type, "identifier"))
        extract_claim(x, type);
}

static void
enter_decorator(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode named = bare_value(first_named(node));
    if (extract_is(named, "call_expression"))
        named = extract_field(x, named, F_function);
    extract_reference(x, REFERENCE_DECORATOR, extract_lower(x, named), callee_name(x, named), FACT_NONE);
    extract_claim(x, named);
}

// `<Name ...>`: a component is named with a capital letter or as a member; else it is an element of the page.
static void
enter_jsx_element(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, node, F_name);
    if (ts_node_is_null(name))
        return;
    span text = extract_text(x, name);
    bool is_component =
        extract_is(name, "member_expression") ||
        (extract_is(name, "identifier") && text.size && !(text.data[0] >= 'a' && text.data[0] <= 'z'));
    if (is_component && !extract_is(node, "jsx_closing_element"))
        extract_reference(x, REFERENCE_VALUE, extract_lower(x, name), callee_name(x, name), FACT_NONE);
    extract_claim(x, name);
}

// ---- what nodes denote

// The values that are passed to `callee`, those of functions last: what these get depends on the others.
static uint32_t
pass_values(extraction *x, uint32_t callee, TSNode list)
{
    uint32_t values[ARGUMENTS_MAX], count = 0;
    TSNode functions[ARGUMENTS_MAX];
    bool any = false, has_functions = false, has_objects = false;
    if (!extract_is(list, "arguments") || extract_arguments(x, list, "spread_element") == FACT_NONE)
        return FACT_NONE;
    for (children each = children_of(list); children_next(&each);) {
        if (count == ARGUMENTS_MAX)
            continue;
        functions[count] = is_function(each.node) ? each.node : (TSNode){0};
        bool is_seen = is_function(each.node) || extract_is(each.node, "object");
        values[count] = is_seen ? FACT_NONE : known_value(x, each.node);
        has_functions |= is_function(each.node);
        has_objects |= extract_is(each.node, "object");
        any |= values[count++] != FACT_NONE;
    }
    if (has_functions || has_objects) {
        uint32_t call = extract_operation(x, EXPRESSION_CALL, any ? extract_chain(x, values, count) : FACT_NONE, callee);
        *call_around(x, ts_node_start_byte(list)) = call;
        for (uint32_t i = 0; i < count; i++) {
            if (!ts_node_is_null(functions[i]))
                values[i] = lambda_value(x, functions[i], call, i);
        }
    }
    return any || has_functions ? extract_chain(x, values, count) : FACT_NONE;
}

static uint32_t
lower_call_expression(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode path = required_path(x, node);
    span module = extract_unquote(extract_text(x, path));
    if (!ts_node_is_null(path))
        return module.size ? extract_name(x, module, ts_node_start_byte(node)) : unknown(x);
    uint32_t callee = lower_callee(x, node, extract_field(x, node, F_function));
    if (callee == FACT_NONE)
        return unknown(x);
    uint32_t values = pass_values(x, callee, extract_field(x, node, F_arguments));
    return extract_operation(x, EXPRESSION_CALL, values, callee);
}

// `new Map<K, V>()` is a container of V, `new Set<T>()` of T.
static uint32_t
new_container(extraction *x, TSNode node)
{
    TSNode list = extract_field(x, node, F_type_arguments);
    span name = extract_text(x, extract_field(x, node, F_constructor));
    bool is_map = span_is_one_of(name, ECMASCRIPT_MAP_TYPES);
    if (ts_node_is_null(list) || (!is_map && !span_is_one_of(name, " Set WeakSet Array ")))
        return FACT_NONE;
    TSNode element = ts_node_named_child(list, is_map ? 1 : 0);
    return ts_node_is_null(element) ? FACT_NONE
                                    : extract_expression(x, EXPRESSION_CONTAINER, (span){0}, extract_lower(x, element));
}

// `new this.constructor()`: of the class around, or of one below it.
static bool
makes_own(const extraction *x, TSNode node)
{
    return span_is(extract_text(x, extract_field(x, extract_field(x, node, F_constructor), F_property)), "constructor");
}

static uint32_t
lower_new(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t container = new_container(x, node);
    if (container != FACT_NONE)
        return container;
    uint32_t type = lower_callee(x, node, extract_field(x, node, F_constructor));
    if (type == FACT_NONE || makes_own(x, node))
        return unknown(x);
    pass_values(x, type, extract_field(x, node, F_arguments));
    return extract_instance(x, type);
}

// What the function around declares it as, else an instance of the type around.
static uint32_t
lower_this(extraction *x, const rule *rule, TSNode node)
{
    uint32_t declared = extract_local_value(x, SPAN_LITERAL("this"));
    return declared == FACT_NONE ? lower_self(x, rule, node) : declared;
}

// `exports.a` is the file's own a; `A.prototype` is an instance of A.
static uint32_t
lower_member_expression(extraction *x, const rule *rule, TSNode node)
{
    TSNode object = extract_field(x, node, F_object), property = extract_field(x, node, F_property);
    span name = extract_text(x, property);
    if (is_exports(extract_text(x, object)) && name.size)
        return extract_name(x, name, ts_node_start_byte(property));
    if (span_is(name, "constructor")) // the class of `this` has its static members; of others it is not known
        return extract_language(x) == LANGUAGE_JAVASCRIPT && extract_is(object, "this") &&
                       extract_enclosing_type(x) != FACT_NONE
                   ? extract_symbol_expression(x, extract_enclosing_type(x))
                   : unknown(x);
    if (span_is(name, "prototype"))
        return extract_instance(x, extract_lower(x, object));
    return lower_member(x, rule, node);
}

// `name instanceof Class`: the local is that in the block being entered, and what it was before (handbook, "Narrowing").
static void
narrow(extraction *x, TSNode test)
{
    TSNode name = extract_field(x, test, F_left);
    span text = extract_text(x, name);
    if (!span_is(extract_text(x, extract_field(x, test, F_operator)), "instanceof") || !extract_is(name, "identifier") ||
        !extract_is_local(x, text))
        return;
    uint32_t before = extract_local_value(x, text), class = extract_lower(x, extract_field(x, test, F_right));
    uint32_t narrowed = extract_instance(x, class);
    if (narrowed == FACT_NONE)
        return;
    if (before != FACT_NONE)
        narrowed = extract_operation(x, EXPRESSION_EITHER, before, narrowed);
    extract_local(x, text, narrowed, 0);
}

// What the condition of an `if` says of its block: what each part of `a && b` does.
static void
enter_block(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode around = extract_ancestor(x, 1);
    if (!extract_is(around, "if_statement") || !ts_node_eq(extract_field(x, around, F_consequence), node))
        return;
    TSNode test = bare_value(extract_field(x, around, F_condition));
    for (int i = 0; i < CLIMB_MAX && extract_is(test, "binary_expression"); i++) {
        bool is_both = span_is(extract_text(x, extract_field(x, test, F_operator)), "&&");
        narrow(x, is_both ? bare_value(extract_field(x, test, F_right)) : test);
        test = is_both ? bare_value(extract_field(x, test, F_left)) : (TSNode){0};
    }
}

// `a["b"]` is a member like a.b.
static uint32_t
lower_subscript(extraction *x, const rule *rule, TSNode node)
{
    TSNode index = extract_field(x, node, F_index);
    if (!extract_is(index, "string"))
        return lower_element(x, rule, node);
    uint32_t member = member_of(x, extract_lower(x, extract_field(x, node, F_object)),
                                extract_unquote(extract_text(x, index)));
    return member == FACT_NONE ? unknown(x) : member;
}

// One of several: EITHER of the first and the others.
static uint32_t
either_of(extraction *x, const uint32_t *parts, uint32_t count)
{
    if (!count)
        return unknown(x);
    uint32_t either = parts[count - 1];
    for (uint32_t i = count - 1; i > 0; i--)
        either = extract_operation(x, EXPRESSION_EITHER, either, parts[i - 1]);
    return either;
}

static uint32_t
lower_binary(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    span operator= extract_text(x, extract_field(x, node, F_operator));
    bool is_either = span_is(operator, "||") || span_is(operator, "??");
    uint32_t parts[2], count = 0;
    if (!is_either && !span_is(operator, "&&"))
        return unknown(x);
    uint32_t left = is_either ? known_value(x, extract_field(x, node, F_left)) : FACT_NONE;
    uint32_t right = known_value(x, extract_field(x, node, F_right));
    if (left != FACT_NONE)
        parts[count++] = left;
    if (right != FACT_NONE)
        parts[count++] = right;
    return either_of(x, parts, count);
}

// `value as T`, `<T>value`: a T; `as const` changes nothing.
static uint32_t
lower_assertion(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    bool is_prefix = extract_is(node, "type_assertion");
    TSNode type = is_prefix ? first_named(first_named(node)) : ts_node_named_child(node, 1);
    if (ts_node_is_null(type) || extract_is(type, "const"))
        return extract_lower(x, first_named(node));
    return extract_instance(x, extract_lower(x, type));
}

static uint32_t
lower_nested_type(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t member = member_of(x, extract_lower(x, extract_field(x, node, F_module)),
                                extract_text(x, extract_field(x, node, F_name)));
    return member == FACT_NONE ? unknown(x) : member;
}

static uint32_t
lower_nested_name(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t member = member_of(x, extract_lower(x, extract_field(x, node, F_object)),
                                extract_text(x, extract_field(x, node, F_property)));
    return member == FACT_NONE ? unknown(x) : member;
}

// The function that a type is the type of: `typeof f` of f.
static uint32_t
function_of_type(extraction *x, TSNode type)
{
    uint32_t lowered = extract_lower(x, type);
    return extract_is(type, "type_query") ? lowered : extract_instance(x, lowered);
}

// Generic types of the library that are seen through: Promise<T> as T, Array<T> as a container.
static uint32_t
lower_generic(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    enum { ARGUMENTS_MAX = 8 };
    TSNode name = extract_field(x, node, F_name), list = extract_field(x, node, F_type_arguments);
    span text = extract_text(x, name);
    TSNode first = ts_node_is_null(list) ? (TSNode){0} : ts_node_named_child(list, 0);
    if (!ts_node_is_null(first) && span_is_one_of(text, ECMASCRIPT_SAME_TYPES))
        return extract_lower(x, first);
    if (!ts_node_is_null(first) && span_is(text, "ReturnType"))
        return extract_operation(x, EXPRESSION_CALL, FACT_NONE, function_of_type(x, first));
    TSNode second = ts_node_is_null(list) ? (TSNode){0} : ts_node_named_child(list, 1);
    if (!ts_node_is_null(second) && span_is_one_of(text, ECMASCRIPT_MAP_TYPES))
        return extract_expression(x, EXPRESSION_CONTAINER, (span){0}, extract_lower(x, second));
    if (!ts_node_is_null(first) &&
        span_is_one_of(text, ECMASCRIPT_LIST_TYPES))
        return extract_expression(x, EXPRESSION_CONTAINER, (span){0}, extract_lower(x, first));
    uint32_t arguments[ARGUMENTS_MAX], count = 0, base = extract_lower(x, name);
    for (children each = children_of(list); children_next(&each);) {
        if (count < ARGUMENTS_MAX)
            arguments[count++] = extract_lower(x, each.node);
    }
    return base == FACT_NONE ? unknown(x) : extract_generic(x, base, arguments, count);
}

static uint32_t
lower_array_type(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t element = extract_lower(x, first_named(node));
    return element == FACT_NONE ? unknown(x)
                                : extract_expression(x, EXPRESSION_CONTAINER, (span){0}, element);
}

// `A | B | undefined`, `A & B`: a value that has the members of either. What has none in the tree is left out where there is
// something else.
static uint32_t
lower_union(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t parts[ARGUMENTS_MAX], count = 0, primitive = FACT_NONE;
    TSNode kind = node, rest = node;
    for (int depth = 0; depth < UNION_DEPTH_MAX && !ts_node_is_null(rest); depth++) { // A | B | C is (A | B) | C
        TSNode left = {0};
        for (children each = children_of(rest); children_next(&each);) {
            span text = extract_text(x, each.node);
            bool is_first = ts_node_eq(first_named(rest), each.node);
            if (is_first && ts_node_symbol(each.node) == ts_node_symbol(kind))
                left = each.node;
            else if (extract_is(each.node, "predefined_type") || extract_is(each.node, "literal_type") ||
                     span_is(text, "undefined"))
                primitive = span_is(text, "undefined") || span_is(text, "null") || primitive != FACT_NONE
                                ? primitive
                                : extract_lower(x, each.node);
            else if (count < ARGUMENTS_MAX)
                parts[count++] = extract_lower(x, each.node);
        }
        rest = left;
    }
    for (uint32_t i = 0; i < count / 2; i++) { // they were met from the last pair on
        uint32_t last = parts[count - 1 - i];
        parts[count - 1 - i] = parts[i];
        parts[i] = last;
    }
    return count || primitive == FACT_NONE ? either_of(x, parts, count) : primitive;
}

// `{ [key: string]: T }` is a map, seen as a container; what a mapped type makes of each property of a type as it was is that
// type (TypeScript handbook, "Mapped Types").
static uint32_t
lower_mapped(extraction *x, TSNode index)
{
    TSNode type = first_named(extract_field(x, index, F_type));
    TSNode keys = extract_field(x, extract_child(index, "mapped_type_clause"), F_type);
    bool is_same = extract_is(keys, "index_type_query") && extract_is(type, "lookup_type") &&
                   span_equal(extract_text(x, first_named(keys)), extract_text(x, first_named(type)));
    if (is_same)
        return extract_lower(x, first_named(type));
    uint32_t element = extract_lower(x, type);
    return element == FACT_NONE ? unknown(x) : extract_expression(x, EXPRESSION_CONTAINER, (span){0}, element);
}

// An object type that is written in passing is a type without a name. Its methods are noted when the walk comes by.
static uint32_t
lower_object_type(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t known = *object_symbol(x, node), seen = 0;
    if (is_mapped(node))
        return lower_mapped(x, first_named(node));
    if (known != FACT_NONE)
        return extract_symbol_expression(x, known);
    if (!ts_node_named_child_count(node))
        return unknown(x);
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_ANONYMOUS;
    definition.node = node;
    definition.is_unbound = true;
    uint32_t object = extract_define_flat(x, &definition);
    *object_symbol(x, node) = object;
    for (children each = children_of(node); children_next(&each);) {
        if (seen++ == PROPERTIES_MAX) {
            children_end(&each);
            break;
        }
        define_signature(x, object, each.node);
    }
    return extract_symbol_expression(x, object);
}

// Either branch of a conditional expression.
static uint32_t
lower_branches(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t parts[2], count = 0;
    field branches[2] = {F_consequence, F_alternative};
    for (int i = 0; i < 2; i++) {
        uint32_t branch = known_value(x, extract_field(x, node, branches[i]));
        if (branch != FACT_NONE)
            parts[count++] = branch;
    }
    return either_of(x, parts, count);
}

static uint32_t
function_type(extraction *x, TSNode node, TSNode result)
{
    extract_open(x);
    for (children each = children_of(extract_field(x, node, F_type_parameters)); children_next(&each);)
        extract_local(x, extract_text(x, extract_field(x, each.node, F_name)),
                      extract_lower(x, extract_field(x, each.node, F_constraint)), 0);
    uint32_t parameters = parameter_types(x, node), returned = extract_lower(x, result);
    extract_close(x);
    return extract_operation(x, EXPRESSION_FUNCTION, parameters, returned);
}

static uint32_t
lower_function_type(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    return function_type(x, node, extract_field(x, node, F_return_type));
}

static uint32_t
lower_construct_signature(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    return function_type(x, node, extract_field(x, node, F_type));
}

// `new (...) => T` is an object type with one construct signature.
static uint32_t
lower_constructor_type(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_ANONYMOUS;
    definition.node = node;
    definition.is_unbound = true;
    uint32_t object = extract_define_flat(x, &definition);
    definition.kind = ENTITY_FIELD;
    definition.name = SPAN_LITERAL("new()");
    definition.parent = object;
    definition.type = function_type(x, node, extract_field(x, node, F_type));
    extract_define_flat(x, &definition);
    return extract_symbol_expression(x, object);
}

// `T["name"]` is the type of that member.
static uint32_t
lower_lookup(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode index = first_named(ts_node_named_child(node, 1)), object = first_named(node);
    TSNode function = first_named(extract_field(x, object, F_type_arguments));
    if (span_is(extract_text(x, extract_field(x, object, F_name)), "Parameters") && extract_is(index, "number") &&
        !ts_node_is_null(function)) {
        span number = extract_text(x, index);
        uint32_t place = number.size == 1 ? (uint32_t)(number.data[0] - '0') : ARGUMENTS_MAX;
        uint32_t called = place < ARGUMENTS_MAX ? function_of_type(x, function) : FACT_NONE;
        return called == FACT_NONE ? unknown(x)
                                   : extract_operation(x, EXPRESSION_PARAMETER, place << 8 | PARAMETER_ITSELF, called);
    }
    uint32_t type = extract_lower(x, object);
    if (type == FACT_NONE)
        return unknown(x);
    return extract_is(index, "string") ? member_of(x, extract_instance(x, type), extract_unquote(extract_text(x, index)))
                                       : extract_expression(x, EXPRESSION_ELEMENT, (span){0}, extract_instance(x, type));
}

static uint32_t
lower_array(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t element = ts_node_named_child_count(node) ? known_value(x, first_named(node)) : FACT_NONE;
    return element == FACT_NONE ? unknown(x) : extract_expression(x, EXPRESSION_CONTAINER, (span){0}, element);
}

// A property that holds no function: functions are members of their own.
static void
define_property(extraction *x, uint32_t object, TSNode node, span name, uint32_t value)
{
    definition field = DEFINITION_NONE;
    field.kind = ENTITY_FIELD;
    field.name = name;
    field.node = node;
    field.owner = extract_symbol_expression(x, object);
    field.type = value;
    field.is_unbound = true;
    if (name.size && value != FACT_NONE)
        extract_define_flat(x, &field);
}

// An object literal is the only instance of a type without a name: its members are those that are written, its `type` is
// what is spread into it.
static uint32_t
lower_object(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t spread[ARGUMENTS_MAX], count = 0, seen = 0;
    uint32_t known = *object_symbol(x, node);
    if (known != FACT_NONE)
        return extract_symbol_expression(x, known);
    char name[16];
    int size = snprintf(name, sizeof name, "{%u", ts_node_start_byte(node));
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_ANONYMOUS;
    definition.name = extract_copy(x, (span){name, (size_t)size});
    definition.node = node;
    definition.is_unbound = true;
    uint32_t object = extract_define_flat(x, &definition);
    *object_symbol(x, node) = object;
    for (children each = children_of(node); children_next(&each);) {
        if (seen++ == PROPERTIES_MAX) {
            children_end(&each);
            break;
        }
        TSNode value = extract_field(x, each.node, F_value);
        if (extract_is(each.node, "shorthand_property_identifier")) {
            define_property(x, object, each.node, extract_text(x, each.node), extract_lower(x, each.node));
        } else if (extract_is(each.node, "pair") && !is_function(bare_value(value))) {
            span key = property_name(x, extract_field(x, each.node, F_key));
            define_property(x, object, each.node, key, known_value(x, value));
        } else if (extract_is(each.node, "spread_element") && count < ARGUMENTS_MAX) {
            uint32_t part = known_value(x, first_named(each.node));
            if (part != FACT_NONE)
                spread[count++] = part;
        }
    }
    uint32_t type = count ? either_of(x, spread, count) : FACT_NONE;
    extract_symbol_facts(x, object)->type = type;
    return extract_symbol_expression(x, object);
}

static uint32_t
lower_predefined(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    return extract_expression(x, EXPRESSION_LITERAL, extract_text(x, node), FACT_NONE);
}

const rule ecmascript_rules[] = {
    {"comment", .flags = RULE_COMMENT | RULE_SKIP},
    {"html_comment", .flags = RULE_COMMENT | RULE_SKIP},
    // imports and exports
    {"import_statement", .enter = enter_import, .flags = RULE_IMPORT | RULE_SKIP},
    {"import_alias", .enter = enter_import_alias, .flags = RULE_SKIP},
    {"export_statement", .enter = enter_export},
    {"export_clause", .flags = RULE_IMPORT | RULE_SKIP},
    // declarations
    {"function_declaration", .enter = enter_function_declaration},
    {"generator_function_declaration", .enter = enter_function_declaration},
    {"function_signature", .enter = enter_function_declaration},
    {"function_expression", .enter = enter_function, .lower = lower_function},
    {"generator_function", .enter = enter_function, .lower = lower_function},
    {"arrow_function", .enter = enter_function, .lower = lower_function},
    {"class_declaration", .enter = enter_type_declaration, .entity = ENTITY_CLASS},
    {"abstract_class_declaration", .enter = enter_type_declaration, .entity = ENTITY_CLASS},
    {"class", .enter = enter_class, .lower = lower_class},
    {"interface_declaration", .enter = enter_type_declaration, .entity = ENTITY_INTERFACE},
    {"enum_declaration", .enter = enter_type_declaration, .entity = ENTITY_ENUM},
    {"enum_body", .enter = enter_enum_body},
    {"type_alias_declaration", .enter = enter_type_alias},
    {"internal_module", .enter = enter_namespace},
    {"module", .enter = enter_namespace},
    {"method_definition", .enter = enter_method},
    {"method_signature", .enter = enter_method_signature},
    {"abstract_method_signature", .enter = enter_method_signature},
    {"property_signature", .enter = enter_property_signature},
    {"public_field_definition", .enter = enter_field},
    {"field_definition", .enter = enter_field},
    {"pair", .enter = enter_pair},
    {"class_heritage", .enter = enter_class_base},
    {"extends_clause", .enter = enter_class_base},
    {"extends_type_clause", .enter = enter_bases},
    {"implements_clause", .enter = enter_bases},
    {"decorator", .enter = enter_decorator},
    {"variable_declarator", .enter = enter_variable},
    {"assignment_expression", .enter = enter_assignment, .lower = lower_inner, .operand = F_right},
    {"formal_parameters", .enter = enter_parameters},
    {"required_parameter", .enter = enter_parameter},
    {"optional_parameter", .enter = enter_parameter},
    {"type_parameter", .enter = enter_type_parameter},
    {"mapped_type_clause", .enter = enter_type_parameter},
    {"infer_type", .enter = enter_type_parameter},
    {"index_signature", .enter = enter_index_signature},
    {"for_in_statement", .enter = enter_for_in, .flags = RULE_SCOPE},
    {"catch_clause", .enter = enter_catch, .flags = RULE_SCOPE},
    // scopes
    {"statement_block", .enter = enter_block, .flags = RULE_SCOPE},
    {"for_statement", .flags = RULE_SCOPE},
    {"switch_body", .flags = RULE_SCOPE},
    {"call_signature", .enter = enter_property_signature, .lower = lower_function_type, .flags = RULE_SCOPE},
    {"construct_signature", .enter = enter_property_signature, .lower = lower_construct_signature, .flags = RULE_SCOPE},
    {"constructor_type", .lower = lower_constructor_type, .flags = RULE_SCOPE},
    {"conditional_type", .flags = RULE_SCOPE},
    {"tuple_type", .flags = RULE_SCOPE},
    // expressions
    {"call_expression", .enter = enter_call_expression, .lower = lower_call_expression},
    {"return_statement", .enter = enter_return},
    {"new_expression", .enter = enter_new, .lower = lower_new},
    {"member_expression", .lower = lower_member_expression, .operand = F_object, .name = F_property},
    {"subscript_expression", .lower = lower_subscript, .operand = F_object},
    {"await_expression", .lower = lower_inner},
    {"parenthesized_expression", .lower = lower_inner},
    {"non_null_expression", .lower = lower_inner},
    {"satisfies_expression", .lower = lower_inner},
    {"as_expression", .lower = lower_assertion},
    {"type_assertion", .lower = lower_assertion},
    {"ternary_expression", .lower = lower_branches},
    {"binary_expression", .lower = lower_binary},
    {"identifier", .enter = enter_value, .lower = lower_name},
    {"shorthand_property_identifier", .enter = enter_value, .lower = lower_name},
    {"this", .lower = lower_this, .flags = RULE_SELF},
    {"super", .lower = lower_super},
    {"jsx_opening_element", .enter = enter_jsx_element},
    {"jsx_self_closing_element", .enter = enter_jsx_element},
    {"jsx_closing_element", .enter = enter_jsx_element},
    // types
    {"type_identifier", .enter = enter_type, .lower = lower_name},
    {"nested_type_identifier", .enter = enter_nested_type, .lower = lower_nested_type},
    {"nested_identifier", .lower = lower_nested_name},
    {"predefined_type", .lower = lower_predefined, .flags = RULE_SKIP},
    {"generic_type", .lower = lower_generic},
    {"array_type", .lower = lower_array_type},
    {"object_type", .lower = lower_object_type},
    {"readonly_type", .lower = lower_inner},
    {"optional_type", .lower = lower_inner},
    {"rest_type", .lower = lower_inner},
    {"parenthesized_type", .lower = lower_inner},
    {"type_annotation", .lower = lower_inner},
    {"function_type", .lower = lower_function_type, .flags = RULE_SCOPE},
    {"this_type", .lower = lower_self},
    {"type_query", .lower = lower_inner},
    {"lookup_type", .lower = lower_lookup},
    {"constraint", .lower = lower_inner},
    {"union_type", .lower = lower_union},
    {"intersection_type", .lower = lower_union},
    // literals
    {"array", .lower = lower_array},
    {"object", .lower = lower_object},
    {"string", .lower = lower_literal, .flags = RULE_SKIP, .text = "string"},
    {"template_string", .lower = lower_literal, .text = "string"},
    {"number", .lower = lower_literal, .flags = RULE_SKIP, .text = "number"},
    {"regex", .lower = lower_literal, .flags = RULE_SKIP, .text = "RegExp"},
    {"true", .lower = lower_literal, .flags = RULE_SKIP, .text = "boolean"},
    {"false", .lower = lower_literal, .flags = RULE_SKIP, .text = "boolean"},
    {0},
};
