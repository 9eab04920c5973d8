// C++, by ISO/IEC 14882:2020 and grammar tree-sitter-cpp 0.23. What it shares with C stands in c_family.h.
//
// A function is a method when its class is around it or when its name is qualified (`A::f`: then the
// qualifier is in its qualified name, and `owner` denotes A; a function of a namespace that is defined from
// outside looks the same). A constructor is named like its class, a destructor `~A`, an operator `operator+`,
// a conversion `operator bool`. Pure virtual methods are entities, other declarations without a body and
// deleted functions are none; `= default` defines. `namespace a::b` is a and a.b; a namespace without a name
// is no entity, what it holds is its file's own. Concepts are of kind trait. A lambda that initialises a
// variable at file or namespace level is a function of that name, any other belongs to the function around
// it. A friend that is defined in a class is a function seen from around the class. Variables of class type
// that are declared without initialiser, with (...) or with {...} construct. Pointers and references are seen
// through, std's smart pointers as well; std::make_unique<T>() and make_shared<T>() construct T. static_cast
// and its like are conversions. Attributes and access are no facts.
#include "stages/parser/languages/c_family.h"

#include <string.h>

const TSLanguage *tree_sitter_cpp(void);

enum { DEPTH_MAX = 32, NAMES_MAX = 64 };

static uint32_t
unknown(extraction *x)
{
    return extract_expression(x, EXPRESSION_UNKNOWN, (span){0}, FACT_NONE);
}

// ---- namespaces and using

static void
define_namespace(extraction *x, TSNode node, TSNode name)
{
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_NAMESPACE;
    definition.name = extract_text(x, name);
    definition.name_node = name;
    definition.node = node;
    definition.body = extract_field(x, node, F_body);
    definition.flags = strcmp(ts_node_type(ts_node_child(node, 0)), "inline") == 0 ? SYMBOL_INLINE : 0;
    extract_define(x, &definition);
}

static void
enter_namespace(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, node, F_name);
    for (int depth = 0; depth < DEPTH_MAX && extract_is(name, "nested_namespace_specifier"); depth++) {
        uint32_t count = ts_node_named_child_count(name);
        TSNode rest = {0};
        for (uint32_t i = 0; i < count && i < NAMES_MAX; i++) {
            TSNode part = ts_node_named_child(name, i);
            if (extract_is(part, "namespace_identifier"))
                define_namespace(x, node, part);
            else
                rest = part;
        }
        name = rest;
    }
    if (extract_is(name, "namespace_identifier"))
        define_namespace(x, node, name);
}

static void
enter_namespace_alias(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t count = ts_node_named_child_count(node);
    TSNode target = count ? ts_node_named_child(node, count - 1) : (TSNode){0};
    span name = extract_text(x, extract_field(x, node, F_name));
    if (name.size && count > 1)
        extract_import(x, IMPORT_MODULE, extract_text(x, target), (span){0}, name, node);
}

static bool
has_token(TSNode node, const char *token)
{
    uint32_t count = ts_node_child_count(node);
    for (uint32_t i = 0; i < count && i < NAMES_MAX; i++) {
        if (strcmp(ts_node_type(ts_node_child(node, i)), token) == 0)
            return true;
    }
    return false;
}

// `using namespace a::b;` `using enum E;` `using a::f;`. In a class, `using Base::f` makes visible what is
// inherited anyway.
static void
enter_using(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode target = ts_node_named_child(node, 0);
    if (ts_node_is_null(target) || c_is_in_type(x))
        return;
    span text = extract_text(x, target);
    if (has_token(node, "namespace") || has_token(node, "enum")) {
        extract_import(x, IMPORT_WILDCARD | IMPORT_REEXPORT, text, (span){0}, (span){0}, node);
        return;
    }
    size_t end = text.size;
    while (end > 1 && !(text.data[end - 1] == ':' && text.data[end - 2] == ':'))
        end--;
    span name = span_slice(text, end, text.size);
    if (end > 2 && name.size)
        extract_import(x, IMPORT_REEXPORT, span_slice(text, 0, end - 2), name, name, node);
}

// Its type is lowered by the caller, when the scope is open that it is read in.
static uint32_t
define_using_alias(extraction *x, TSNode node, TSNode outer)
{
    TSNode name = extract_field(x, node, F_name);
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_TYPE_ALIAS;
    definition.name = extract_text(x, name);
    definition.name_node = name;
    definition.node = node;
    definition.start = definition.outer = outer;
    definition.flags = c_condition_flags(x);
    return extract_define_flat(x, &definition);
}

static void
enter_alias(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    if (extract_is(extract_ancestor(x, 1), "template_declaration"))
        return;
    TSNode name = extract_field(x, node, F_name);
    uint32_t type = extract_lower(x, extract_field(x, node, F_type));
    if (c_is_in_type(x) || c_is_top_level(x)) {
        extract_symbol_facts(x, define_using_alias(x, node, (TSNode){0}))->type = type;
        return;
    }
    extract_claim(x, name);
    extract_local(x, extract_text(x, name), type, ts_node_end_byte(node));
}

// ---- templates, classes, concepts

// What a template opens a scope for is declared in that scope by itself (c_declare_type_parameters); for the
// others the scope is the template's, and what they name is declared outside of it, here.
static void
enter_template(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t count = ts_node_named_child_count(node);
    TSNode inner = count ? ts_node_named_child(node, count - 1) : (TSNode){0};
    bool has_inside = !ts_node_is_null(extract_field(x, inner, F_body));
    if (has_inside || extract_is(inner, "function_definition") || extract_is(inner, "template_declaration") ||
        extract_is(inner, "concept_definition"))
        return;
    TSNode wrapper = c_wrapper(x), outer = ts_node_is_null(wrapper) ? node : wrapper;
    bool is_alias = extract_is(inner, "alias_declaration");
    uint32_t alias = is_alias ? define_using_alias(x, inner, outer) : FACT_NONE;
    if (extract_is(inner, "declaration"))
        c_declare(x, inner, outer, true);
    extract_scope(x);
    c_declare_type_parameters_of(x, node);
    c_declare_type_parameters(x);
    uint32_t type = is_alias ? extract_lower(x, extract_field(x, inner, F_type)) : FACT_NONE;
    if (is_alias)
        extract_symbol_facts(x, alias)->type = type;
}

// A template's parameters and constraints stand before what they are for: its parameters are locals here too.
static void
enter_template_part(extraction *x, const rule *rule, TSNode node)
{
    (void)rule, (void)node;
    extract_scope(x);
    c_declare_type_parameters(x);
}

static void
enter_concept(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, node, F_name);
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_TRAIT;
    definition.name = extract_text(x, name);
    definition.name_node = name;
    definition.node = node;
    definition.start = definition.outer = c_wrapper(x);
    extract_define(x, &definition);
    c_declare_type_parameters(x);
}

static void
enter_bases(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t count = ts_node_named_child_count(node);
    for (uint32_t i = 0; i < count && i < NAMES_MAX; i++) {
        TSNode base = ts_node_named_child(node, i);
        if (extract_is(base, "parameter_pack_expansion"))
            base = ts_node_named_child(base, 0);
        if (!extract_is(base, "type_identifier") && !extract_is(base, "qualified_identifier") &&
            !extract_is(base, "template_type"))
            continue;
        extract_reference(x, REFERENCE_EXTENDS, extract_lower(x, base), base, FACT_NONE);
        extract_claim(x, base);
        extract_has_bases(x);
    }
}

static span
last_part(span name)
{
    size_t end = name.size, start = 0;
    for (size_t i = 0; i < name.size; i++) {
        if (name.data[i] == '<') {
            end = i;
            break;
        }
        if (name.data[i] == ':')
            start = i + 1;
    }
    return span_slice(name, start, end);
}

// Whether `name` is a base of the class that is around the constructor being read.
static bool
is_base(const extraction *x, span name)
{
    TSNode bases = {0};
    for (uint32_t up = 1; up < 6 && ts_node_is_null(bases); up++) {
        TSNode parent = extract_ancestor(x, up);
        if (extract_is(parent, "class_specifier") || extract_is(parent, "struct_specifier"))
            bases = extract_child(parent, "base_class_clause");
    }
    uint32_t count = ts_node_is_null(bases) ? 0 : ts_node_named_child_count(bases);
    for (uint32_t i = 0; i < count && i < NAMES_MAX; i++) {
        if (span_equal(last_part(extract_text(x, ts_node_named_child(bases, i))), name))
            return true;
    }
    return false;
}

static uint32_t
member_of_self(extraction *x, span name)
{
    return extract_expression(x, EXPRESSION_MEMBER, name,
                              extract_expression(x, EXPRESSION_SELF, (span){0}, FACT_NONE));
}

// `A(int x) : Base(x), field(x) {`: Base is constructed, or A itself, or the field's class. Of names in lower case that no
// base in sight has, the linker knows what they are.
static void
enter_initializer(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode target = ts_node_named_child(node, 0), arguments = ts_node_named_child(node, 1);
    if (ts_node_is_null(target))
        return;
    span name = last_part(extract_text(x, target));
    bool is_own = span_equal(name, extract_symbol_name(x, extract_symbol(x)));
    bool is_capital = name.size && name.data[0] >= 'A' && name.data[0] <= 'Z';
    bool is_field = !is_own && !is_capital && extract_is(target, "field_identifier") && !is_base(x, name);
    if (is_field && !extract_count(x, arguments))
        return;
    uint32_t type = extract_is(target, "qualified_identifier") ? extract_lower(x, target)
                    : is_field                                 ? member_of_self(x, name)
                                                               : extract_name(x, name, ts_node_start_byte(target));
    extract_reference_passing(x, REFERENCE_CONSTRUCT, type, target,
                              extract_arguments(x, arguments, "parameter_pack_expansion"), c_values(x, arguments));
    extract_claim(x, target);
}

// ---- variables and lambdas

static TSNode
lambda_parameters(const extraction *x, TSNode lambda)
{
    return extract_field(x, extract_field(x, lambda, F_declarator), F_parameters);
}

// `auto name = [...](...) {...};` and nothing else.
static bool
define_lambda(extraction *x, TSNode node)
{
    TSNode child = extract_field(x, node, F_declarator), lambda = extract_field(x, child, F_value);
    TSNode name = extract_field(x, child, F_declarator);
    if (!extract_is(child, "init_declarator") || !extract_is(lambda, "lambda_expression") ||
        !extract_is(name, "identifier") || !c_is_top_level(x))
        return false;
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_FUNCTION;
    definition.name = extract_text(x, name);
    definition.name_node = name;
    definition.node = node;
    definition.start = definition.outer = c_wrapper(x);
    definition.body = extract_field(x, lambda, F_body);
    definition.flags = c_has_word(x, node, "static") ? SYMBOL_STATIC : 0;
    c_count_parameters(x, lambda_parameters(x, lambda), &definition);
    extract_define(x, &definition);
    return true;
}

// `import a;`, `module a;`, `export module a;`: the grammar takes the words for types.
static bool
enter_module_line(extraction *x, TSNode node)
{
    span word = extract_text(x, extract_field(x, node, F_type));
    TSNode name = extract_field(x, node, F_declarator);
    if (!span_is(word, "import") && !span_is(word, "module") && !span_is(word, "export"))
        return false;
    extract_claim(x, extract_field(x, node, F_type));
    extract_claim(x, name);
    if (span_is(word, "import") && extract_is(name, "identifier"))
        extract_import(x, IMPORT_WILDCARD, extract_text(x, name), (span){0}, (span){0}, node);
    return true;
}

static void
enter_declaration(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    if (enter_module_line(x, node))
        return;
    bool is_done = extract_is(extract_ancestor(x, 1), "template_declaration");
    if (!is_done && !define_lambda(x, node))
        c_declare(x, node, c_wrapper(x), true);
}

static void
enter_lambda(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    extract_scope(x);
    c_declare_parameters(x, lambda_parameters(x, node));
}

static void
enter_capture(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, node, F_left);
    extract_claim(x, name);
    extract_local(x, extract_text(x, name), extract_lower(x, extract_field(x, node, F_right)),
                  ts_node_end_byte(node));
}

// `for (auto &v : items)`: v is an element.
static void
enter_range_loop(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    extract_scope(x);
    declarator declarator = c_declarator(x, extract_field(x, node, F_declarator));
    uint32_t value = extract_instance(x, c_declared_type(x, node, &declarator));
    TSNode right = extract_field(x, node, F_right);
    if (value == FACT_NONE && !ts_node_is_null(right))
        value = extract_expression(x, EXPRESSION_ELEMENT, (span){0}, extract_lower(x, right));
    extract_claim(x, declarator.name);
    c_declare_local(x, &declarator, value);
}

static void
enter_with_parameters(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    extract_scope(x);
    c_declare_parameters(x, extract_field(x, node, F_parameters));
}

// ---- names and calls

static uint32_t
lower_qualified(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t expression = FACT_NONE;
    for (int depth = 0; depth < DEPTH_MAX; depth++) {
        bool is_qualified = extract_is(node, "qualified_identifier");
        TSNode part = is_qualified ? extract_field(x, node, F_scope) : node, template = {0};
        if (extract_is(part, "template_type") || extract_is(part, "template_function")) {
            template = is_qualified ? part : template;
            part = extract_field(x, part, F_name);
        }
        span text = extract_text(x, part);
        if (text.size && expression != FACT_NONE)
            expression = extract_expression(x, EXPRESSION_MEMBER, text, expression);
        else if (span_is(text, "std") && is_qualified) // which no tree declares but the library's own
            expression = extract_expression(x, EXPRESSION_LITERAL, text, FACT_NONE);
        else if (text.size)
            expression = extract_name(x, text, ts_node_start_byte(part));
        if (!ts_node_is_null(template) && !c_is_smart_pointer(text)) // `std::vector<T>::iterator`
            expression = c_generic(x, expression, text, template);
        if (!is_qualified)
            break;
        node = extract_field(x, node, F_name);
        if (ts_node_is_null(node))
            break;
    }
    return expression == FACT_NONE ? unknown(x) : expression;
}

// A type that may be qualified: the template arguments are those of its last part.
static uint32_t
lower_qualified_type(extraction *x, const rule *rule, TSNode node)
{
    TSNode last = node;
    for (int depth = 0; depth < DEPTH_MAX && extract_is(last, "qualified_identifier"); depth++)
        last = extract_field(x, last, F_name);
    uint32_t base = lower_qualified(x, rule, node);
    return extract_is(last, "template_type")
               ? c_generic(x, base, extract_text(x, extract_field(x, last, F_name)), last)
               : base;
}

static uint32_t
lower_template_type(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, node, F_name);
    return c_generic(x, extract_lower(x, name), extract_text(x, name), node);
}

// One reference for the whole name; its parts are none of their own, template arguments are.
static void
enter_qualified(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    bool is_claimed = extract_is_claimed(x, node);
    TSNode last = node;
    for (int depth = 0; depth < DEPTH_MAX && extract_is(last, "qualified_identifier"); depth++) {
        extract_claim(x, extract_field(x, last, F_scope));
        last = extract_field(x, last, F_name);
        extract_claim(x, last);
    }
    bool is_type = extract_is(last, "type_identifier") || extract_is(last, "template_type");
    bool is_value = extract_is(last, "identifier") || extract_is(last, "template_function");
    if (!is_claimed && (is_type || is_value))
        extract_reference(x, is_type ? REFERENCE_TYPE : REFERENCE_VALUE, extract_lower(x, node), node,
                          FACT_NONE);
    extract_claim(x, node);
}

static TSNode
last_of(const extraction *x, TSNode function)
{
    for (int depth = 0; depth < DEPTH_MAX && extract_is(function, "qualified_identifier"); depth++)
        function = extract_field(x, function, F_name);
    return function;
}

static bool
is_cast(span name)
{
    return span_is(name, "static_cast") || span_is(name, "dynamic_cast") || span_is(name, "const_cast") ||
           span_is(name, "reinterpret_cast") || span_is(name, "bit_cast");
}

static bool
is_maker(span name)
{
    return span_is(name, "make_unique") || span_is(name, "make_shared");
}

// The type in `name<T>(...)`, when `name` is `is_one`; else null.
static TSNode
type_argument(const extraction *x, TSNode call, bool (*is_one)(span name))
{
    TSNode last = last_of(x, extract_field(x, call, F_function));
    if (!extract_is(last, "template_function") || !is_one(extract_text(x, extract_field(x, last, F_name))))
        return (TSNode){0};
    return ts_node_named_child(extract_field(x, last, F_arguments), 0);
}

static void
enter_cpp_call(extraction *x, const rule *rule, TSNode node)
{
    TSNode function = extract_field(x, node, F_function);
    if (extract_is(function, "template_function"))
        extract_claim(x, extract_field(x, function, F_name));
    if (!ts_node_is_null(type_argument(x, node, is_cast)))
        return;
    TSNode arguments = extract_field(x, node, F_arguments);
    TSNode made = type_argument(x, node, is_maker);
    if (!ts_node_is_null(made))
        extract_reference(x, REFERENCE_CONSTRUCT, extract_lower(x, made), node,
                          extract_arguments(x, arguments, rule->text));
    c_enter_call(x, rule, node);
    if (extract_is(function, "qualified_identifier"))
        extract_claim(x, function);
    TSNode member = extract_field(x, function, F_field);
    if (extract_is(member, "qualified_identifier"))
        extract_claim(x, member);
}

static uint32_t
lower_cpp_call(extraction *x, const rule *rule, TSNode node)
{
    TSNode type = type_argument(x, node, is_cast);
    if (ts_node_is_null(type))
        type = type_argument(x, node, is_maker);
    if (!ts_node_is_null(type)) {
        span text = extract_text(x, type);
        bool has_place = text.size > 1 && text.data[text.size - 1] == '&' && text.data[text.size - 2] != '&';
        uint32_t made = extract_instance(x, extract_lower(x, type));
        return has_place ? made : extract_operation(x, EXPRESSION_QUALIFIED, QUALIFIED_TEMPORARY, made);
    }
    span function = extract_text(x, last_of(x, extract_field(x, node, F_function)));
    bool passes_on = span_is(function, "move") || span_is(function, "forward") || span_is(function, "ref");
    TSNode arguments = extract_field(x, node, F_arguments);
    if (passes_on && extract_count(x, arguments) == 1) {
        uint32_t passed = extract_lower(x, ts_node_named_child(arguments, 0));
        return span_is(function, "move") ? extract_operation(x, EXPRESSION_QUALIFIED, QUALIFIED_TEMPORARY, passed)
                                         : passed;
    }
    uint32_t callee = extract_lower(x, extract_field(x, node, F_function));
    return callee == FACT_NONE ? lower_call(x, rule, node)
                               : extract_operation(x, EXPRESSION_CALL, c_values(x, arguments), callee);
}

static uint32_t
lower_template_function(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t name = extract_lower(x, extract_field(x, node, F_name));
    return name == FACT_NONE ? unknown(x) : name;
}

// `T{...}`
static void
enter_braces(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode type = extract_field(x, node, F_type);
    if (!extract_is(type, "type_identifier") && !extract_is(type, "qualified_identifier") &&
        !extract_is(type, "template_type"))
        return;
    extract_reference(x, REFERENCE_CONSTRUCT, extract_lower(x, type), node,
                      extract_arguments(x, extract_field(x, node, F_value), "parameter_pack_expansion"));
    extract_claim(x, type);
}

static void
enter_new(extraction *x, const rule *rule, TSNode node)
{
    TSNode type = extract_field(x, node, F_type);
    TSNode arguments = extract_field(x, node, F_arguments);
    if (extract_is(type, "primitive_type") || extract_is(type, "sized_type_specifier"))
        return;
    extract_reference_passing(x, REFERENCE_CONSTRUCT, extract_lower(x, type), type,
                              extract_arguments(x, arguments, rule->text), c_values(x, arguments));
    extract_claim(x, type);
}

// ---- operators

// What `left operator right` calls where left's class has such a member, or a function takes one.
static uint32_t
lower_operator(extraction *x, TSNode left, span text)
{
    uint32_t operand = extract_lower(x, left);
    return operand == FACT_NONE ? unknown(x)
                                : extract_expression(x, EXPRESSION_MEMBER,
                                                     extract_join(x, span_of("operator"), "", text), operand);
}

static TSNode
left_of(const extraction *x, TSNode node)
{
    TSNode left = extract_field(x, node, F_left);
    return ts_node_is_null(left) ? extract_field(x, node, F_argument) : left;
}

// A literal's operators are the language's own, and so are those of `this`.
static bool
may_be_object(TSNode left)
{
    return !ts_node_is_null(left) && !extract_is(left, "number_literal") && !extract_is(left, "string_literal") &&
           !extract_is(left, "char_literal") && !extract_is(left, "this") && !extract_is(left, "null");
}

static void
enter_operator(extraction *x, const rule *rule, TSNode node)
{
    TSNode left = left_of(x, node), sign = extract_field(x, node, F_operator);
    span text = rule->text ? span_of(rule->text) : extract_text(x, sign);
    if (!may_be_object(left) || !text.size || span_is(text, "&&") || span_is(text, "||"))
        return;
    bool is_prefix = extract_is(node, "update_expression") && ts_node_start_byte(sign) == ts_node_start_byte(node);
    uint32_t called = lower_operator(x, left, text);
    TSNode at = ts_node_is_null(sign) ? extract_field(x, node, F_indices) : sign;
    TSNode right = extract_field(x, node, F_right);
    uint32_t value = ts_node_is_null(right) ? FACT_NONE : extract_lower(x, right);
    uint32_t values = rule->text ? c_values(x, at) : ts_node_is_null(right) ? FACT_NONE : extract_chain(x, &value, 1);
    extract_reference_passing(x, REFERENCE_CALL, called, at, is_prefix ? 0 : 1, values);
}

// Whether an expression is known to be a pointer, whose operators are the language's own.
static bool
is_pointer(const extraction *x, uint32_t expression)
{
    for (int i = 0; i < 4 && expression != FACT_NONE; i++) {
        expression_op op = extract_op(x, expression);
        if (op != EXPRESSION_INSTANCE && op != EXPRESSION_QUALIFIED)
            return op == EXPRESSION_CONTAINER || op == EXPRESSION_SELF || op == EXPRESSION_LITERAL;
        expression = extract_operand(x, expression);
    }
    return false;
}

// `*x`, `!x`, `-x`, `~x`.
static void
enter_unary(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode operand = extract_field(x, node, F_argument), sign = extract_field(x, node, F_operator);
    span text = extract_text(x, sign);
    if (!may_be_object(operand) || !text.size || span_is(text, "&") || span_is(text, "not"))
        return;
    uint32_t called = lower_operator(x, operand, text);
    if (!is_pointer(x, extract_operand(x, called)))
        extract_reference(x, REFERENCE_CALL, called, sign, 0);
}

// `x->y` calls x's operator where x is an object.
static void
enter_member(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode operand = extract_field(x, node, F_argument), sign = extract_field(x, node, F_operator);
    if (!span_is(extract_text(x, sign), "->") || extract_is(operand, "this"))
        return;
    uint32_t called = lower_operator(x, operand, span_of("->"));
    if (!is_pointer(x, extract_operand(x, called)))
        extract_reference(x, REFERENCE_CALL, called, sign, 0);
}

// `*p` is what p points to; `&x` is a pointer to what x is.
static uint32_t
lower_pointer(extraction *x, const rule *rule, TSNode node)
{
    bool is_content = span_is(extract_text(x, extract_field(x, node, F_operator)), "*");
    uint32_t inner = is_content ? lower_element(x, rule, node) : lower_inner(x, rule, node);
    return is_content || inner == FACT_NONE ? inner : extract_expression(x, EXPRESSION_CONTAINER, (span){0}, inner);
}

// `new T` is a pointer to one.
static uint32_t
lower_new(extraction *x, const rule *rule, TSNode node)
{
    return extract_expression(x, EXPRESSION_CONTAINER, (span){0}, lower_construct(x, rule, node));
}

// `v[i]` calls an operator where v's class has one; else it is an element (resolve.c).
static uint32_t
lower_subscript(extraction *x, const rule *rule, TSNode node)
{
    TSNode left = left_of(x, node);
    uint32_t callee = lower_operator(x, left, span_of(rule->text));
    return extract_operation(x, EXPRESSION_CALL, c_values(x, extract_field(x, node, F_indices)), callee);
}

static uint32_t
lower_binary(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    span text = extract_text(x, extract_field(x, node, F_operator));
    if (span_is_one_of(text, "== != < > <= >= && || and or"))
        return extract_expression(x, EXPRESSION_LITERAL, span_of("bool"), FACT_NONE);
    uint32_t callee = lower_operator(x, left_of(x, node), text);
    uint32_t right = extract_lower(x, extract_field(x, node, F_right));
    return extract_operation(x, EXPRESSION_CALL, extract_chain(x, &right, 1), callee);
}

// `!x` is a bool, what has another sign is what it was ([expr.unary.op]).
static uint32_t
lower_unary(extraction *x, const rule *rule, TSNode node)
{
    bool is_not = span_is(extract_text(x, extract_field(x, node, F_operator)), "!");
    return is_not ? extract_expression(x, EXPRESSION_LITERAL, span_of("bool"), FACT_NONE)
                  : lower_inner(x, rule, node);
}

static uint32_t
lower_string(extraction *x, const rule *rule, TSNode node)
{
    (void)rule, (void)node;
    uint32_t character = extract_expression(x, EXPRESSION_LITERAL, span_of("char"), FACT_NONE);
    character = extract_operation(x, EXPRESSION_QUALIFIED, QUALIFIED_CONST, character);
    return extract_expression(x, EXPRESSION_CONTAINER, (span){0}, character);
}

static const rule rules[] = {
    C_FAMILY_RULES,
    {"binary_expression", .enter = enter_operator, .lower = lower_binary},
    {"assignment_expression", .enter = enter_operator, .lower = lower_inner, .operand = F_left},
    {"update_expression", .enter = enter_operator, .lower = lower_inner, .operand = F_argument},
    {"subscript_expression", .enter = enter_operator, .lower = lower_subscript, .operand = F_argument, .text = "[]"},
    {"unary_expression", .enter = enter_unary, .lower = lower_unary, .operand = F_argument},
    {"field_expression", .enter = enter_member, .lower = c_lower_member},
    {"pointer_expression", .enter = enter_unary, .lower = lower_pointer, .operand = F_argument},
    {"declaration", .enter = enter_declaration},
    {"namespace_definition", .enter = enter_namespace},
    {"namespace_alias_definition", .enter = enter_namespace_alias, .flags = RULE_SKIP},
    {"using_declaration", .enter = enter_using, .flags = RULE_IMPORT | RULE_SKIP},
    {"alias_declaration", .enter = enter_alias},
    {"template_declaration", .enter = enter_template},
    {"class_specifier", .enter = c_enter_record, .lower = c_lower_record, .entity = ENTITY_CLASS},
    {"base_class_clause", .enter = enter_bases},
    {"template_parameter_list", .enter = enter_template_part},
    {"requires_clause", .enter = enter_template_part},
    {"concept_definition", .enter = enter_concept},
    {"field_initializer", .enter = enter_initializer},
    {"lambda_expression", .enter = enter_lambda},
    {"lambda_capture_initializer", .enter = enter_capture},
    {"for_range_loop", .enter = enter_range_loop},
    {"catch_clause", .enter = enter_with_parameters},
    {"requires_expression", .enter = enter_with_parameters},
    {"if_statement", .flags = RULE_SCOPE},
    {"while_statement", .flags = RULE_SCOPE},
    {"switch_statement", .flags = RULE_SCOPE},
    {"optional_parameter_declaration", .enter = c_enter_parameter},
    {"variadic_parameter_declaration", .enter = c_enter_parameter},
    {"qualified_identifier", .enter = enter_qualified, .lower = lower_qualified_type},
    {"template_type", .lower = lower_template_type},
    {"template_function", .lower = lower_template_function},
    {"dependent_type", .lower = lower_inner},
    {"namespace_identifier", .lower = lower_name},
    {"call_expression", .enter = enter_cpp_call, .lower = lower_cpp_call, .operand = F_function,
     .arguments = F_arguments, .text = "parameter_pack_expansion"},
    {"compound_literal_expression", .enter = enter_braces, .lower = c_lower_cast},
    {"new_expression", .enter = enter_new, .lower = lower_new, .operand = F_type,
     .arguments = F_arguments, .text = "parameter_pack_expansion"},
    {"string_literal", .lower = lower_string, .flags = RULE_SKIP},
    {"number_literal", .lower = c_lower_number, .flags = RULE_SKIP},
    {"null", .lower = lower_literal, .text = "nullptr_t"},
    {"concatenated_string", .lower = lower_string},
    {"co_await_expression", .lower = lower_inner, .operand = F_argument},
    {"this", .lower = lower_self, .flags = RULE_SELF},
    {"operator_name", .flags = RULE_SKIP},
    {"destructor_name", .flags = RULE_SKIP},
    {"raw_string_literal", .lower = lower_string, .flags = RULE_SKIP},
    {"user_defined_literal", .flags = RULE_SKIP},
    {0},
};

const language lang_cpp = {
    .id = LANGUAGE_CPP,
    .grammar = tree_sitter_cpp,
    .flags = LANGUAGE_MEMBERS_IN_SCOPE | LANGUAGE_CALL_CONSTRUCTS,
    .rules = rules,
    .decisions = "if_statement for_statement for_range_loop while_statement do_statement case conditional_expression "
                 "catch_clause binary_expression/&& binary_expression/|| binary_expression/and binary_expression/or",
    .mask = c_mask_cpp,
    .begin = c_read_conditions,
    .end = c_note_macros,
    .builtins = C_FAMILY_BUILTINS
    "alignas alignof and bool catch char16_t char32_t char8_t class concept const_cast consteval constexpr "
    "constinit "
    "co_await co_return co_yield decltype delete dynamic_cast explicit export false friend mutable namespace "
    "new "
    "noexcept not nullptr operator or override final private protected public reinterpret_cast requires "
    "static_assert static_cast template this thread_local throw true try typeid typename using virtual "
    "wchar_t",
};
