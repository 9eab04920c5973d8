#include "stages/parser/languages/c_family.h"

#include <string.h>

enum {
    DECLARATOR_DEPTH_MAX = 32, // `int ****...x`
    PARAMETERS_MAX = 256,      // as many as compilers must take (C11 5.2.4.1: 127)
    SPECIFIERS_MAX = 12,       // words before a declarator
    ARGUMENTS_MAX = 16,        // of a macro that hides a definition
    VALUES_MAX = 16,           // arguments and parameters whose types are said
    TYPE_PARAMETERS_MAX = 16,  // of a template
};

// ---- declarators

static bool
ends_with(const char *text, const char *end)
{
    size_t size = strlen(text), end_size = strlen(end);
    return size >= end_size && strcmp(text + size - end_size, end) == 0;
}

static bool
is_declarator(const char *kind)
{
    return ends_with(kind, "declarator") || ends_with(kind, "identifier") ||
           strcmp(kind, "operator_name") == 0 || strcmp(kind, "destructor_name") == 0 ||
           strcmp(kind, "operator_cast") == 0 || strcmp(kind, "template_function") == 0;
}

static TSNode
inner_declarator(const extraction *x, TSNode node)
{
    TSNode inner = extract_field(x, node, F_declarator);
    uint32_t count = ts_node_named_child_count(node);
    for (uint32_t i = 0; i < count && i < SPECIFIERS_MAX && ts_node_is_null(inner); i++) {
        TSNode child = ts_node_named_child(node, i);
        if (is_declarator(ts_node_type(child)))
            inner = child;
    }
    return inner;
}

static bool
is_const_pointer(const extraction *x, TSNode pointer)
{
    return span_is(extract_text(x, extract_child(pointer, "type_qualifier")), "const");
}

// `EXPORT Type f(int x)` and `EXPORT Type (f)(int x)`: of a function_declarator whose macro the grammar takes
// for the type, the type for the name, and the name for a mistake, or for what a function returning a
// function takes.
static bool
is_misread(const extraction *x, TSNode function, declarator *self)
{
    TSNode inner = extract_field(x, function, F_declarator), name = {0};
    if (extract_is(inner, "function_declarator")) {
        TSNode list = extract_field(x, inner, F_parameters);
        if (ts_node_is_null(list) || ts_node_named_child_count(list) != 1)
            return false;
        name = extract_field(x, ts_node_named_child(list, 0), F_type);
        inner = extract_field(x, inner, F_declarator);
    } else if (extract_is(inner, "identifier") && ts_node_has_error(function)) {
        TSNode error = ts_node_named_child(function, 1);
        uint32_t count =
            ts_node_is_null(error) || !ts_node_is_error(error) ? 0 : ts_node_named_child_count(error);
        name = count ? ts_node_named_child(error, count - 1) : name;
    }
    if (!extract_is(inner, "identifier") ||
        !(extract_is(name, "identifier") || extract_is(name, "type_identifier")))
        return false;
    self->function = function;
    self->name = name;
    self->type = inner;
    return true;
}

declarator
c_declarator(const extraction *x, TSNode node)
{
    declarator self = {0};
    for (int depth = 0; depth < DECLARATOR_DEPTH_MAX && !ts_node_is_null(node); depth++) {
        const char *kind = ts_node_type(node);
        if (!ends_with(kind, "declarator") || strcmp(kind, "structured_binding_declarator") == 0) {
            self.name = node;
            return self;
        }
        if (strcmp(kind, "function_declarator") == 0) {
            if (is_misread(x, node, &self))
                return self;
            self.function = node;
        } else if (strcmp(kind, "array_declarator") == 0) {
            self.arrays++;
        } else if (strcmp(kind, "pointer_declarator") == 0 || strcmp(kind, "reference_declarator") == 0) {
            self.is_indirect = true;
            self.pointers += strcmp(kind, "pointer_declarator") == 0;
            self.is_frozen = is_const_pointer(x, node);
            if (strcmp(kind, "reference_declarator") == 0)
                self.reference =
                    span_starts(extract_text(x, node), "&&") ? QUALIFIED_TEMPORARY : QUALIFIED_REFERENCE;
        }
        bool is_wrapper = strcmp(kind, "parenthesized_declarator") == 0 ||
                          strcmp(kind, "function_declarator") == 0 ||
                          strcmp(kind, "attributed_declarator") == 0;
        if (!is_wrapper && !ts_node_is_null(self.function)) { // what is called stands behind a pointer
            self.is_callable = true;
            self.function = (TSNode){0};
        }
        node = inner_declarator(x, node);
    }
    return self;
}

// `operator  +` is `operator+`, but `operator new` keeps its space.
static span
operator_name(extraction *x, span text)
{
    size_t start = strlen("operator"), at = start;
    while (at < text.size && strchr(" \t\r\n", text.data[at]))
        at++;
    bool is_word = at < text.size && (text.data[at] == '_' || (text.data[at] | 32) >= 'a') &&
                   (text.data[at] | 32) <= 'z';
    if (at == start || text.size <= start)
        return text;
    return extract_join(x, span_slice(text, 0, start), is_word ? " " : "", span_slice(text, at, text.size));
}

static span
simple_name(extraction *x, TSNode name)
{
    if (ts_node_is_null(name))
        return (span){"", 0};
    const char *kind = ts_node_type(name);
    if (strncmp(kind, "template_", 9) == 0)
        return extract_text(x, extract_field(x, name, F_name));
    if (strcmp(kind, "operator_name") == 0)
        return operator_name(x, extract_text(x, name));
    if (strcmp(kind, "operator_cast") == 0)
        return extract_join(x, span_of("operator"), " ", extract_text(x, extract_field(x, name, F_type)));
    if (strcmp(kind, "destructor_name") == 0)
        return extract_join(x, span_of("~"), "", extract_text(x, extract_child(name, "identifier")));
    return extract_text(x, name);
}

// The last part of `a::b::c`.
static TSNode
last_name(const extraction *x, TSNode name)
{
    for (int depth = 0; depth < DECLARATOR_DEPTH_MAX; depth++) {
        if (extract_is(name, "qualified_identifier"))
            name = extract_field(x, name, F_name);
        else if (extract_is(name, "pointer_type_declarator"))
            name = extract_field(x, name, F_declarator);
        else
            break;
    }
    return name;
}

uint32_t
c_generic(extraction *x, uint32_t base, span name, TSNode template)
{
    enum { ARGUMENTS_MAX = 8 };
    uint32_t arguments[ARGUMENTS_MAX], count = 0;
    TSNode list = extract_field(x, template, F_arguments);
    uint32_t all = ts_node_is_null(list) ? 0 : ts_node_named_child_count(list);
    for (uint32_t i = 0; i < all && count < ARGUMENTS_MAX; i++)
        arguments[count++] = extract_lower(x, ts_node_named_child(list, i));
    if (count && c_is_smart_pointer(name))
        return arguments[0];
    return base == FACT_NONE ? extract_expression(x, EXPRESSION_UNKNOWN, (span){0}, FACT_NONE) : extract_generic(x, base, arguments, count);
}

c_name
c_name_of(extraction *x, TSNode name)
{
    c_name self = {.owner = FACT_NONE, .qualifier = {"", 0}};
    for (int depth = 0; depth < DECLARATOR_DEPTH_MAX && extract_is(name, "qualified_identifier"); depth++) {
        TSNode scope = extract_field(x, name, F_scope);
        if (!ts_node_is_null(scope)) {
            span text = simple_name(x, scope);
            extract_claim(x, scope);
            self.qualifier = extract_join(x, self.qualifier, ".", text);
            self.qualifier_last = text;
            self.owner = self.owner == FACT_NONE ? extract_name(x, text, ts_node_start_byte(scope))
                                                 : extract_expression(x, EXPRESSION_MEMBER, text, self.owner);
            if (extract_is(scope, "template_type") && !c_is_smart_pointer(text)) // `List<T>::append`: says what T is
                self.owner = c_generic(x, self.owner, text, scope);
        }
        name = extract_field(x, name, F_name);
    }
    self.name = simple_name(x, last_name(x, name));
    return self;
}

// What const and references say beside the type, which decides among overloads of classes' objects only.
static uint32_t
qualified(extraction *x, TSNode type, unsigned qualifiers, uint32_t lowered)
{
    bool is_plain = extract_is(type, "primitive_type") || extract_is(type, "sized_type_specifier");
    return !qualifiers || is_plain || lowered == FACT_NONE || extract_language(x) != LANGUAGE_CPP
               ? lowered
               : extract_operation(x, EXPRESSION_QUALIFIED, qualifiers, lowered);
}

uint32_t
c_declared_type(extraction *x, TSNode declaration, const declarator *declarator)
{
    TSNode type = extract_field(x, declaration, F_type);
    if (declarator->is_callable || extract_is(type, "placeholder_type_specifier"))
        return FACT_NONE;
    uint32_t lowered = extract_lower(x, type);
    // A pointer is seen through; only C++ has to tell it from what it points to, for its operators are not that one's.
    bool is_cpp = extract_language(x) == LANGUAGE_CPP;
    uint32_t levels = declarator->arrays + (is_cpp ? declarator->pointers : 0);
    bool is_frozen =
        is_cpp && (c_has_word(x, declaration, "const") || c_has_word(x, declaration, "constexpr"));
    unsigned qualifiers = is_frozen ? QUALIFIED_CONST : 0;
    if (!levels)
        return qualified(x, type, qualifiers | declarator->reference, lowered);
    lowered = qualified(x, (TSNode){0}, qualifiers, lowered);
    for (uint32_t i = 0; i < levels && lowered != FACT_NONE; i++)
        lowered = extract_expression(x, EXPRESSION_CONTAINER, (span){0}, lowered);
    return qualified(x, (TSNode){0}, declarator->reference, lowered);
}

bool
c_has_word(const extraction *x, TSNode declaration, const char *word)
{
    uint32_t count = ts_node_named_child_count(declaration);
    for (uint32_t i = 0; i < count && i < SPECIFIERS_MAX; i++) {
        TSNode child = ts_node_named_child(declaration, i);
        const char *kind = ts_node_type(child);
        if (ends_with(kind, "declarator") || strcmp(kind, "identifier") == 0 ||
            strcmp(kind, "field_identifier") == 0)
            break;
        bool is_specifier =
            strcmp(kind, "storage_class_specifier") == 0 || strcmp(kind, "type_qualifier") == 0;
        if (is_specifier && span_is(extract_text(x, child), word))
            return true;
    }
    return false;
}

// ---- where a node stands

static bool
is_type(entity_kind kind)
{
    return kind == ENTITY_CLASS || kind == ENTITY_STRUCT || kind == ENTITY_UNION;
}

bool
c_is_in_type(const extraction *x)
{
    return is_type(extract_symbol_kind(x));
}

bool
c_is_top_level(const extraction *x)
{
    entity_kind kind = extract_symbol_kind(x);
    if (kind != ENTITY_MODULE && kind != ENTITY_NAMESPACE)
        return false;
    for (uint32_t up = 1; up < DECLARATOR_DEPTH_MAX; up++) {
        TSNode parent = extract_ancestor(x, up);
        if (ts_node_is_null(parent))
            return true;
        const char *name = ts_node_type(parent);
        if (strcmp(name, "translation_unit") == 0 || strcmp(name, "declaration_list") == 0)
            return true;
        // In a part that does not parse, the inside of functions may stand beside them; it is indented.
        if (strcmp(name, "ERROR") == 0)
            return ts_node_start_point(extract_ancestor(x, 0)).column == 0;
        if (strncmp(name, "preproc_", 8) != 0 && strcmp(name, "linkage_specification") != 0 &&
            strcmp(name, "template_declaration") != 0)
            return false;
    }
    return false;
}

static bool
is_in_anonymous_namespace(const extraction *x)
{
    for (uint32_t up = 1; up < DECLARATOR_DEPTH_MAX; up++) {
        TSNode parent = extract_ancestor(x, up);
        if (ts_node_is_null(parent))
            return false;
        if (extract_is(parent, "namespace_definition") && ts_node_is_null(extract_field(x, parent, F_name)))
            return true;
    }
    return false;
}

static unsigned
linkage_flags(const extraction *x, TSNode declaration)
{
    bool is_static = c_has_word(x, declaration, "static");
    if (c_is_in_type(x))
        return is_static ? SYMBOL_CLASS_LEVEL : 0;
    return is_static || is_in_anonymous_namespace(x) ? SYMBOL_STATIC : 0;
}

TSNode
c_wrapper(const extraction *x)
{
    TSNode wrapper = {0};
    for (uint32_t up = 1; up < DECLARATOR_DEPTH_MAX; up++) {
        TSNode parent = extract_ancestor(x, up);
        if (!extract_is(parent, "template_declaration") && !extract_is(parent, "linkage_specification"))
            break;
        wrapper = parent;
    }
    return wrapper;
}

// ---- parameters

static TSNode
type_parameter_name(const extraction *x, TSNode parameter)
{
    TSNode name = extract_field(x, parameter, F_name);
    if (extract_is(parameter, "template_template_parameter_declaration"))
        parameter = extract_child(parameter, "type_parameter_declaration");
    if (ts_node_is_null(name))
        name = extract_child(parameter, "type_identifier");
    TSNode declared = extract_field(x, parameter, F_declarator);
    return ts_node_is_null(declared) ? name : c_declarator(x, declared).name; // a value: its own first child may be its type
}

void
c_declare_type_parameters_of(extraction *x, TSNode template)
{
    TSNode list = extract_field(x, template, F_parameters);
    uint32_t count = ts_node_is_null(list) ? 0 : ts_node_named_child_count(list);
    for (uint32_t i = 0; i < count && i < PARAMETERS_MAX; i++)
        extract_local(x, extract_text(x, type_parameter_name(x, ts_node_named_child(list, i))), FACT_NONE, 0);
}

// The same as symbols of the entity that was just defined, whose template is the innermost one; those of templates around
// that are locals.
static void
define_type_parameters(extraction *x)
{
    TSNode template = extract_ancestor(x, 1);
    if (extract_is(template, "template_declaration")) {
        TSNode list = extract_field(x, template, F_parameters);
        uint32_t count = ts_node_is_null(list) ? 0 : ts_node_named_child_count(list);
        for (uint32_t i = 0; i < count && i < TYPE_PARAMETERS_MAX; i++) {
            definition parameter = DEFINITION_NONE;
            parameter.kind = ENTITY_TYPE_PARAMETER;
            parameter.node = ts_node_named_child(list, i);
            parameter.name_node = type_parameter_name(x, parameter.node);
            parameter.name = extract_text(x, parameter.name_node);
            if (parameter.name.size)
                extract_define_flat(x, &parameter);
        }
    }
    for (uint32_t up = 2; up < DECLARATOR_DEPTH_MAX; up++) {
        template = extract_ancestor(x, up);
        if (!extract_is(template, "template_declaration"))
            break;
        c_declare_type_parameters_of(x, template);
    }
}

void
c_declare_type_parameters(extraction *x)
{
    for (uint32_t up = 1; up < DECLARATOR_DEPTH_MAX; up++) {
        TSNode parent = extract_ancestor(x, up);
        if (!extract_is(parent, "template_declaration"))
            break;
        c_declare_type_parameters_of(x, parent);
    }
}

void
c_declare_local(extraction *x, const declarator *declarator, uint32_t value)
{
    if (ts_node_is_null(declarator->name))
        return;
    uint32_t from = ts_node_end_byte(declarator->name);
    if (!extract_is(declarator->name, "structured_binding_declarator")) {
        extract_local(x, extract_text(x, declarator->name), value, from);
        return;
    }
    uint32_t count = ts_node_named_child_count(declarator->name);
    for (uint32_t i = 0; i < count && i < PARAMETERS_MAX; i++) {
        TSNode name = ts_node_named_child(declarator->name, i);
        extract_claim(x, name);
        uint32_t part = FACT_NONE; // of two it is a pair's, as a rule ([dcl.struct.bind])
        if (count == 2 && value != FACT_NONE)
            part = extract_expression(x, EXPRESSION_MEMBER, span_of(i ? "second" : "first"), value);
        extract_local(x, extract_text(x, name), part, from);
    }
}

void
c_declare_parameters(extraction *x, TSNode list)
{
    uint32_t count = ts_node_is_null(list) ? 0 : ts_node_named_child_count(list);
    for (uint32_t i = 0; i < count && i < PARAMETERS_MAX; i++) {
        TSNode parameter = ts_node_named_child(list, i);
        if (extract_is(parameter, "identifier")) { // before C89: the type follows below
            extract_claim(x, parameter);
            continue;
        }
        declarator declarator = c_declarator(x, extract_field(x, parameter, F_declarator));
        if (!ts_node_is_null(declarator.name))
            c_declare_local(x, &declarator, extract_instance(x, c_declared_type(x, parameter, &declarator)));
    }
}

static bool
is_void(const extraction *x, TSNode parameter)
{
    return ts_node_is_null(extract_field(x, parameter, F_declarator)) &&
           span_is(extract_text(x, parameter), "void");
}

void
c_count_parameters(const extraction *x, TSNode list, definition *definition)
{
    uint32_t count = ts_node_is_null(list) ? 0 : ts_node_named_child_count(list);
    for (uint32_t i = 0; i < count && i < PARAMETERS_MAX; i++) {
        TSNode parameter = ts_node_named_child(list, i);
        const char *kind = ts_node_type(parameter);
        if (strncmp(kind, "variadic_parameter", 18) == 0) {
            definition->flags |= SYMBOL_VARIADIC;
        } else if (strcmp(kind, "optional_parameter_declaration") == 0) {
            definition->arity_max++;
        } else if (strcmp(kind, "identifier") == 0 ||
                   (strcmp(kind, "parameter_declaration") == 0 && !is_void(x, parameter))) {
            definition->arity_min++;
            definition->arity_max++;
        }
    }
}

// ---- definitions that macros hide

// Macros whose body is a test: the runner calls it by itself.
static const char *const test_macros[] = {
    "TEST",
    "TEST_F",
    "TEST_P",
    "TYPED_TEST",
    "TYPED_TEST_P", // GoogleTest
    "TEST_CASE",
    "TEST_CASE_METHOD",
    "TEMPLATE_TEST_CASE",
    "SCENARIO", // Catch2, doctest
    "BOOST_AUTO_TEST_CASE",
    "BOOST_FIXTURE_TEST_CASE",
    "BOOST_AUTO_TEST_CASE_TEMPLATE", // Boost.Test
    "START_TEST",                    // Check
    "Test",
    "ParameterizedTest", // Criterion
    "TEST_METHOD",       // Visual Studio
    "IGNORE_TEST",       // CppUTest
};

static bool
is_test_macro(span name)
{
    for (size_t i = 0; i < sizeof test_macros / sizeof *test_macros; i++) {
        if (span_is(name, test_macros[i]))
            return true;
    }
    return false;
}

static bool
is_macro_name(span name)
{
    bool has_letter = false;
    for (size_t i = 0; i < name.size; i++) {
        char c = name.data[i];
        if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'))
            return false;
        has_letter |= c >= 'A';
    }
    return has_letter && name.size > 2;
}

static bool
hides_definition(span macro)
{
    return is_macro_name(macro) || is_test_macro(macro);
}

static bool
starts_with(span text, const char *start)
{
    size_t size = strlen(start);
    return text.size >= size && memcmp(text.data, start, size) == 0;
}

struct hidden {
    span words[ARGUMENTS_MAX]; // identifiers among the arguments
    uint32_t count;
    span string; // the first string
};

static struct hidden
hidden_arguments(const extraction *x, TSNode arguments)
{
    struct hidden self = {.string = {"", 0}};
    uint32_t count = ts_node_named_child_count(arguments);
    for (uint32_t i = 0; i < count && i < 2 * ARGUMENTS_MAX && self.count < ARGUMENTS_MAX; i++) {
        TSNode argument = ts_node_named_child(arguments, i);
        if (extract_is(argument, "parameter_declaration"))
            argument = extract_field(x, argument, F_type);
        if (extract_is(argument, "string_literal") && !self.string.size)
            self.string = extract_unquote(extract_text(x, argument));
        if (extract_is(argument, "identifier") || extract_is(argument, "type_identifier")) {
            extract_claim((extraction *)x, argument);
            self.words[self.count++] = extract_text(x, argument);
        }
    }
    return self;
}

// Whether a macro makes a class of its first argument and a method of the second, as GoogleTest's do.
static bool
is_fixture_macro(const extraction *x, span macro)
{
    static const char *const words[] = {"TEST", "FIXTURE", "BENCHMARK"};
    for (size_t w = 0; extract_language(x) == LANGUAGE_CPP && w < sizeof words / sizeof *words; w++) {
        size_t size = strlen(words[w]);
        for (size_t i = 0; i + size <= macro.size; i++) {
            if (memcmp(macro.data + i, words[w], size) == 0)
                return true;
        }
    }
    return false;
}

// Sets name and qualifier; false when no argument gives a name.
static bool
name_hidden(extraction *x, span macro, const struct hidden *hidden, definition *definition)
{
    bool is_test = definition->kind == ENTITY_TEST_CASE;
    if (is_test && hidden->string.size) {
        definition->name = hidden->string;
    } else if (!hidden->count || span_is(hidden->words[0], "true") || span_is(hidden->words[0], "false")) {
        return false; // `NOEXCEPT(true) {`
    } else if ((is_test || is_fixture_macro(x, macro)) && hidden->count > 1 && !starts_with(macro, "BOOST_")) {
        definition->qualifier = hidden->words[0];
        definition->name = hidden->words[1];
    } else if (starts_with(macro,
                           "SYSCALL_DEFINE")) { // the kernel's own names for them: include/linux/syscalls.h
        definition->name = extract_join(x, span_of("sys_"), "", hidden->words[0]);
    } else if (starts_with(macro, "COMPAT_SYSCALL_DEFINE")) {
        definition->name = extract_join(x, span_of("compat_sys_"), "", hidden->words[0]);
    } else {
        definition->name = hidden->words[0];
    }
    return true;
}

// The call is noted here as the macro's, unless it stands in `start`: then it was noted on the way.
bool
c_define_hidden(extraction *x, TSNode node, TSNode start, TSNode body, TSNode macro, TSNode arguments)
{
    span name = extract_text(x, macro);
    if (!hides_definition(name) || ts_node_is_null(arguments))
        return false;
    struct hidden hidden = hidden_arguments(x, arguments);
    definition definition = DEFINITION_NONE;
    definition.kind = is_test_macro(name) ? ENTITY_TEST_CASE : ENTITY_FUNCTION;
    if (!name_hidden(x, name, &hidden, &definition))
        return false;
    definition.detection = definition.kind == ENTITY_TEST_CASE ? DETECTION_FRAMEWORK_CALL : DETECTION_NONE;
    if (extract_language(x) == LANGUAGE_CPP && hidden.count > 1) // `TEST_F(Fixture, Name)`: a method of a class made of it
        definition.owner = extract_name(x, hidden.words[0], ts_node_start_byte(macro));
    definition.name_node = macro;
    definition.node = node;
    definition.start = start;
    definition.body = body;
    definition.flags = SYMBOL_VARIADIC; // what it takes, only the macro knows
    extract_define(x, &definition);
    for (uint32_t i = 1; i < hidden.count; i++)
        extract_local(x, hidden.words[i], FACT_NONE, 0);
    if (!extract_is(start, "call_expression"))
        extract_reference(x, REFERENCE_MACRO, extract_name(x, name, ts_node_start_byte(macro)), macro,
                          FACT_NONE);
    return true;
}

// ---- calls in text

// The text that a macro stands for, read token by token: the grammar leaves it whole.
struct macro_body {
    extraction *x;
    span text;
    TSNode parameters;
    uint32_t symbol;      // the macro
    uint32_t start, line; // of the text: byte, and row of its first line
    size_t at;
    span name; // the identifier last read, while a `(` may still follow it
    size_t name_at;
    uint32_t name_line;
    uint32_t scope; // expression of what stands before the identifier with `::`, or FACT_NONE
    bool is_member; // after `.`, `->` or `#`: nothing that is called by name
};

static bool
is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool
is_macro_parameter(const struct macro_body *body, span name)
{
    uint32_t count = ts_node_is_null(body->parameters) ? 0 : ts_node_named_child_count(body->parameters);
    for (uint32_t i = 0; i < count && i < PARAMETERS_MAX; i++) {
        if (span_equal(extract_text(body->x, ts_node_named_child(body->parameters, i)), name))
            return true;
    }
    return false;
}

// Steps over a string, a character or a comment at `at`; false when there is none.
static bool
skip_quoted(struct macro_body *body)
{
    const char *text = body->text.data;
    size_t size = body->text.size, at = body->at;
    char quote = text[at];
    if (quote == '/' && at + 1 < size && text[at + 1] == '*') {
        for (at += 2; at + 1 < size && !(text[at] == '*' && text[at + 1] == '/'); at++)
            body->line += text[at] == '\n';
        body->at = at + 2 < size ? at + 2 : size;
        return true;
    }
    if (quote != '"' && quote != '\'')
        return false;
    for (at++; at < size && text[at] != quote && text[at] != '\n'; at++)
        at += text[at] == '\\' && at + 1 < size && text[at + 1] != '\n';
    body->at = at < size && text[at] == quote ? at + 1 : at;
    return true;
}

static void
note_macro_call(struct macro_body *body)
{
    if (!body->name.size || body->is_member ||
        (body->scope == FACT_NONE && is_macro_parameter(body, body->name)))
        return;
    uint32_t at = body->start + (uint32_t)body->name_at;
    uint32_t callee = body->scope == FACT_NONE
                          ? extract_name(body->x, body->name, at)
                          : extract_expression(body->x, EXPRESSION_MEMBER, body->name, body->scope);
    extract_reference_at(body->x, REFERENCE_CALL, body->symbol, callee, at, body->name_line + 1);
}

static void
read_word(struct macro_body *body)
{
    size_t end = body->at;
    while (end < body->text.size && is_word_byte(body->text.data[end]))
        end++;
    span word = span_slice(body->text, body->at, end);
    bool is_name = !(word.data[0] >= '0' && word.data[0] <= '9');
    if (body->name.size) { // two words in a row: what stood before the first is not the second's
        body->is_member = false;
        body->scope = FACT_NONE;
    }
    body->name = is_name ? word : (span){"", 0};
    body->name_at = body->at;
    body->name_line = body->line;
    body->at = end;
}

// `::` after a name makes it the scope of the next.
static void
enter_macro_scope(struct macro_body *body)
{
    uint32_t at = body->start + (uint32_t)body->name_at;
    bool is_known = body->name.size && !body->is_member && !is_macro_parameter(body, body->name);
    if (is_known)
        body->scope = body->scope == FACT_NONE
                          ? extract_name(body->x, body->name, at)
                          : extract_expression(body->x, EXPRESSION_MEMBER, body->name, body->scope);
    body->is_member |= body->name.size && !is_known;
    body->name = (span){"", 0};
    body->at += 2;
}

static void
read_mark(struct macro_body *body)
{
    const char *at = body->text.data + body->at;
    size_t left = body->text.size - body->at;
    if (*at == ':' && left > 1 && at[1] == ':') {
        enter_macro_scope(body);
        return;
    }
    if (*at == '(')
        note_macro_call(body);
    bool is_arrow = *at == '-' && left > 1 && at[1] == '>';
    bool is_dot = *at == '.' && !(left > 1 && at[1] == '.');
    bool is_paste = *at == '#';
    body->name = (span){"", 0};
    body->scope = FACT_NONE;
    body->is_member = is_arrow || is_dot || is_paste;
    body->at += is_arrow ? 2 : 1;
}

// A macro that is another name for something, `#define old_name new_name`, uses it: so whoever uses the macro is found
// from there, too.
static void
note_other_name(extraction *x, uint32_t symbol, TSNode value)
{
    static const char words[] = " auto bool char const double extern float inline int long register restrict short signed static "
                                "struct typedef unsigned void volatile asm break continue goto return sizeof do else for if "
                                "while true false NULL nullptr virtual override final noexcept explicit constexpr class this ";
    span text = extract_text(x, value);
    size_t size = 0;
    while (size < text.size && is_word_byte(text.data[size]))
        size++;
    for (size_t rest = size; rest < text.size; rest++) {
        if (!memchr(" \t\r\n", text.data[rest], 4))
            return;
    }
    span name = span_slice(text, 0, size);
    bool is_name = size && !(name.data[0] >= '0' && name.data[0] <= '9') && !starts_with(name, "__builtin_") &&
                   !span_is_one_of(name, words) && !span_equal(name, extract_symbol_name(x, symbol));
    if (is_name)
        extract_reference_at(x, REFERENCE_VALUE, symbol, extract_name(x, name, ts_node_start_byte(value)),
                             ts_node_start_byte(value), ts_node_start_point(value).row + 1);
}

// Notes the calls in a macro's body as the macro's own: `name(`, where name is none of its parameters, no
// member and not pasted together. Where they lead is looked for where the macro is defined.
static void
note_calls_in_text(extraction *x, uint32_t symbol, TSNode parameters, TSNode value)
{
    span text = extract_text(x, value);
    if (ts_node_is_null(parameters))
        note_other_name(x, symbol, value);
    if (!text.size || !memchr(text.data, '(', text.size))
        return;
    struct macro_body body = {.x = x,
                              .text = text,
                              .parameters = parameters,
                              .symbol = symbol,
                              .start = ts_node_start_byte(value),
                              .line = ts_node_start_point(value).row,
                              .scope = FACT_NONE};
    while (body.at < text.size) {
        char c = text.data[body.at];
        if (is_word_byte(c)) {
            read_word(&body);
        } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\\') {
            body.line += c == '\n';
            body.at++;
        } else if (!skip_quoted(&body)) {
            read_mark(&body);
        }
    }
}

// ---- functions

// What the parser skipped before the body.
static TSNode
error_in(TSNode node)
{
    uint32_t count = ts_node_named_child_count(node);
    for (uint32_t i = 0; i < count && i < SPECIFIERS_MAX; i++) {
        TSNode child = ts_node_named_child(node, i);
        if (ts_node_is_error(child))
            return child;
    }
    return (TSNode){0};
}

static entity_kind
callable_kind(const extraction *x, const c_name *name)
{
    span type = name->qualifier_last;
    if (!name->qualifier.size) {
        if (!c_is_in_type(x) || extract_is(extract_ancestor(x, 1), "friend_declaration"))
            return ENTITY_FUNCTION;
        type = extract_symbol_name(x, extract_symbol(x));
    }
    return span_equal(type, name->name) ? ENTITY_CONSTRUCTOR : ENTITY_METHOD;
}

static uint32_t
result_type(extraction *x, TSNode node, const declarator *declarator)
{
    TSNode trailing = ts_node_is_null(declarator->function)
                          ? (TSNode){0}
                          : extract_child(declarator->function, "trailing_return_type");
    if (!ts_node_is_null(trailing))
        return extract_lower(x, ts_node_named_child(trailing, 0));
    TSNode type = extract_field(x, node, F_type), error = error_in(node);
    if (!ts_node_is_null(declarator->type)) {
        extract_claim(x, type);
        return extract_lower(x, declarator->type);
    }
    TSNode word = ts_node_is_null(error) ? error : ts_node_named_child(error, 0);
    bool is_attribute = extract_is(word, "identifier") && extract_is(type, "type_identifier") &&
                        ts_node_start_byte(error) > ts_node_start_byte(type) &&
                        !starts_with(extract_text(x, word), "__");
    if (is_attribute) { // `static noinline void f()`: of two words the second is the type, unless it is a
                        // macro
        extract_claim(x, type);
        return extract_lower(x, word);
    }
    return c_declared_type(x, node, declarator);
}

// An attribute behind a variable, which the grammar does not know, swallows the semicolon and goes to the
// function below: that one starts behind the semicolon.
static TSNode
start_behind_semicolon(const extraction *x, TSNode node)
{
    uint32_t count = ts_node_named_child_count(node);
    for (uint32_t i = 0; i + 1 < count && i < SPECIFIERS_MAX; i++) {
        TSNode child = ts_node_named_child(node, i);
        if (extract_is(child, "ERROR") && span_is(extract_text(x, child), ";"))
            return ts_node_named_child(node, i + 1);
    }
    return (TSNode){0};
}

// The declared type of each parameter, where overloads may depend on it (C++).
static uint32_t
parameter_types(extraction *x, TSNode list)
{
    uint32_t types[VALUES_MAX], count = 0;
    if (extract_language(x) != LANGUAGE_CPP)
        return FACT_NONE;
    for (children each = children_of(list); count < VALUES_MAX && children_next(&each);) {
        declarator declarator = c_declarator(x, extract_field(x, each.node, F_declarator));
        if (!is_void(x, each.node))
            types[count++] = c_declared_type(x, each.node, &declarator);
    }
    return extract_chain(x, types, count);
}

// Whether the template around what is being entered asks for more than its parameters: `class = std::enable_if_t<...>`.
static bool
is_constrained(const extraction *x)
{
    TSNode template = extract_ancestor(x, 1);
    span text = extract_is(template, "template_declaration") ? extract_text(x, extract_field(x, template, F_parameters))
                                                             : (span){"", 0};
    for (size_t i = 0; i + 9 <= text.size; i++) {
        if (memcmp(text.data + i, "enable_if", 9) == 0 || memcmp(text.data + i, "ENABLE_IF", 9) == 0)
            return true;
    }
    return false;
}

// A function or method with the declarator in `node`, which is being entered.
static void
define_callable(extraction *x, TSNode node, const declarator *declarator, unsigned flags)
{
    c_name name = c_name_of(x, declarator->name);
    TSNode wrapper = c_wrapper(x);
    TSNode last = last_name(x, declarator->name);
    TSNode list = extract_field(x, declarator->function, F_parameters);
    definition definition = DEFINITION_NONE;
    definition.kind = callable_kind(x, &name);
    definition.name = name.name;
    definition.name_node = declarator->name;
    definition.node = node;
    definition.start = definition.outer = wrapper;
    if (ts_node_is_null(wrapper))
        definition.start = start_behind_semicolon(x, node);
    definition.body = extract_field(x, node, F_body);
    TSNode initializers = extract_child(node, "field_initializer_list");
    if (!ts_node_is_null(initializers))
        definition.body = initializers;
    definition.qualifier = name.qualifier;
    definition.owner = name.owner;
    definition.flags = flags | linkage_flags(x, node) | c_condition_flags(x);
    definition.flags |= is_constrained(x) ? SYMBOL_CONSTRAINED : 0;
    if (extract_is(last, "template_function")) // a specialisation: calls mean the template
        definition.flags |= SYMBOL_OFF;
    bool is_const = extract_language(x) == LANGUAGE_CPP && !ts_node_is_null(declarator->function) &&
                    span_is(extract_text(x, extract_child(declarator->function, "type_qualifier")), "const");
    definition.flags |= is_const ? SYMBOL_CONST : 0;
    c_count_parameters(x, list, &definition);
    bool is_friend = definition.kind == ENTITY_FUNCTION && c_is_in_type(x);
    extract_claim(x, last);
    uint32_t symbol = extract_define(x, &definition);
    if (is_friend)
        extract_bind_outside(x, symbol);
    define_type_parameters(x);
    c_declare_parameters(x, list);
    uint32_t type = extract_is(last, "operator_cast") ? extract_lower(x, extract_field(x, last, F_type))
                                                      : result_type(x, node, declarator);
    uint32_t parameters = parameter_types(x, list);
    extract_symbol_facts(x, symbol)->type = type;
    extract_symbol_facts(x, symbol)->parameters = parameters;
}

// `class EXPORT Name {...}`, `struct __packed name {...}`: the macro is taken for the type's name and the
// body for a function's.
static bool
define_hidden_record(extraction *x, TSNode node, const declarator *declarator)
{
    TSNode type = extract_field(x, node, F_type);
    entity_kind kind = extract_is(type, "class_specifier")    ? ENTITY_CLASS
                       : extract_is(type, "struct_specifier") ? ENTITY_STRUCT
                       : extract_is(type, "union_specifier")  ? ENTITY_UNION
                                                              : ENTITY_NONE;
    if (kind == ENTITY_NONE || !extract_is(declarator->name, "identifier") || declarator->is_indirect)
        return false;
    definition definition = DEFINITION_NONE;
    definition.kind = kind;
    definition.name = extract_text(x, declarator->name);
    definition.name_node = declarator->name;
    definition.node = node;
    definition.start = definition.outer = c_wrapper(x);
    definition.body = extract_field(x, node, F_body);
    extract_claim(x, extract_field(x, type, F_name));
    extract_define(x, &definition);
    define_type_parameters(x);
    TSNode bases = error_in(node);
    uint32_t count = ts_node_is_null(bases) ? 0 : ts_node_named_child_count(bases);
    for (uint32_t i = 0; i < count && i < ARGUMENTS_MAX; i++) {
        TSNode base = ts_node_named_child(bases, i);
        uint32_t lowered = extract_lower(x, base);
        if (!extract_is(base, "identifier") && !extract_is(base, "qualified_identifier"))
            continue;
        extract_reference(x, REFERENCE_EXTENDS, lowered, base, FACT_NONE);
        extract_has_bases(x);
    }
    return true;
}

static bool
define_hidden_function(extraction *x, TSNode node, const declarator *declarator)
{
    TSNode type = extract_field(x, node, F_type), outer = extract_field(x, node, F_declarator);
    TSNode body = extract_field(x, node, F_body);
    if (extract_is(type, "type_identifier") && extract_is(outer, "parenthesized_declarator"))
        return c_define_hidden(x, node, (TSNode){0}, body, type, outer); // `static MACRO(name) {`
    bool is_call = ts_node_is_null(type) && extract_is(declarator->name, "identifier");
    return is_call && !c_is_in_type(x) &&
           c_define_hidden(x, node, (TSNode){0}, body, declarator->name,
                           extract_field(x, declarator->function, F_parameters));
}

// `MACRO(...) {` in a function, which reads as the definition of a function: a call of the macro, and a
// block.
static bool
enter_macro_block(extraction *x, TSNode node)
{
    TSNode type = extract_field(x, node, F_type), outer = extract_field(x, node, F_declarator);
    if (!extract_is(type, "type_identifier") || !extract_is(outer, "parenthesized_declarator") ||
        c_is_in_type(x) || c_is_top_level(x))
        return false;
    extract_reference(x, REFERENCE_CALL, extract_lower(x, type), type, FACT_NONE);
    extract_claim(x, type);
    note_calls_in_text(x, extract_symbol(x), (TSNode){0}, outer);
    extract_scope(x);
    return true;
}

static bool
is_deleted(TSNode node)
{
    return !ts_node_is_null(extract_child(node, "delete_method_clause"));
}

void
c_enter_function(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    declarator declarator = c_declarator(x, extract_field(x, node, F_declarator));
    if (enter_macro_block(x, node) || define_hidden_function(x, node, &declarator))
        return;
    bool is_conversion = extract_is(last_name(x, declarator.name), "operator_cast");
    bool is_macro = ts_node_is_null(extract_field(x, node, F_type)) && !c_is_in_type(x) &&
                    extract_is(declarator.name, "identifier") &&
                    is_macro_name(extract_text(x, declarator.name));
    if (is_macro) { // `NOEXCEPT(true) {`: the end of a head that did not parse
        extract_scope(x);
        return;
    }
    if (ts_node_is_null(declarator.function) && !is_conversion) {
        if (!define_hidden_record(x, node, &declarator))
            extract_scope(x);
        return;
    }
    if (is_deleted(node)) {
        extract_claim(x, declarator.name);
        extract_scope(x);
        return;
    }
    bool is_pure = !ts_node_is_null(extract_child(node, "pure_virtual_clause"));
    define_callable(x, node, &declarator, is_pure ? SYMBOL_ABSTRACT : 0);
}

// ---- variables

static bool
is_constant(const extraction *x, TSNode node, const declarator *declarator)
{
    return c_has_word(x, node, "constexpr") ||
           (declarator->is_indirect ? declarator->is_frozen : c_has_word(x, node, "const"));
}

static bool
has_body(const extraction *x, TSNode type)
{
    return !ts_node_is_null(type) && !ts_node_is_null(extract_field(x, type, F_body));
}

static void
define_variable(extraction *x, TSNode node, TSNode outer, const declarator *declarator, uint32_t type)
{
    definition definition = DEFINITION_NONE;
    definition.kind = is_constant(x, node, declarator) ? ENTITY_CONSTANT : ENTITY_VARIABLE;
    if (c_is_in_type(x))
        definition.kind = ENTITY_FIELD;
    definition.name = extract_text(x, declarator->name);
    definition.node = node;
    definition.start = definition.outer = outer;
    definition.type = type;
    definition.flags = linkage_flags(x, node) | c_condition_flags(x);
    extract_define_flat(x, &definition);
}

// `T x(a, b);` inside a function reads as a prototype; its "types" are the arguments.
static bool
is_construction(const extraction *x, const declarator *declarator)
{
    TSNode list = extract_field(x, declarator->function, F_parameters);
    uint32_t count = ts_node_is_null(list) ? 0 : ts_node_named_child_count(list);
    for (uint32_t i = 0; i < count && i < PARAMETERS_MAX; i++) {
        TSNode parameter = ts_node_named_child(list, i);
        if (!extract_is(extract_field(x, parameter, F_type), "type_identifier") ||
            ts_node_named_child_count(parameter) != 1)
            return false;
    }
    return count > 0;
}

static TSNode
value_of(const extraction *x, TSNode node, TSNode child)
{
    if (extract_is(child, "init_declarator"))
        return extract_field(x, child, F_value);
    bool is_condition = extract_is(extract_ancestor(x, 1), "condition_clause"); // `if (T x = ...)`
    return is_condition ? extract_field(x, node, F_value) : (TSNode){0};
}

// What `T x(a, b);` passes, read as a prototype: names that stand where types would.
static uint32_t
values_of_prototype(extraction *x, TSNode list)
{
    uint32_t values[VALUES_MAX], count = 0;
    for (children each = children_of(list); count < VALUES_MAX && children_next(&each);)
        values[count++] = extract_lower(x, extract_field(x, each.node, F_type));
    return extract_chain(x, values, count);
}

bool
c_is_smart_pointer(span name)
{
    return span_is(name, "unique_ptr") || span_is(name, "shared_ptr") || span_is(name, "weak_ptr") ||
           span_is(name, "optional") || span_is(name, "reference_wrapper");
}

static void
note_construction(extraction *x, TSNode node, TSNode child)
{
    TSNode type = extract_field(x, node, F_type), value = value_of(x, node, child);
    declarator taken_apart = c_declarator(x, child);
    const declarator *declarator = &taken_apart;
    if (!ts_node_is_null(declarator->function) && (c_is_top_level(x) || !is_construction(x, declarator)))
        return;
    bool is_class = extract_is(type, "type_identifier") || extract_is(type, "qualified_identifier") ||
                    extract_is(type, "template_type");
    TSNode last = last_name(x, type);
    if (extract_is(last, "template_type") && c_is_smart_pointer(extract_text(x, extract_field(x, last, F_name))))
        return; // which would construct what it points to
    // `T x;` and `T x{};` call what need not be written: no call that anybody sees.
    bool is_direct = !ts_node_is_null(declarator->function) ||
                     ((extract_is(value, "argument_list") || extract_is(value, "initializer_list")) &&
                      extract_count(x, value) > 0);
    if (!is_class || !is_direct || declarator->is_indirect || declarator->arrays || declarator->is_callable)
        return;
    TSNode arguments =
        ts_node_is_null(declarator->function) ? value : extract_field(x, declarator->function, F_parameters);
    bool is_list = extract_is(arguments, "argument_list") || extract_is(arguments, "initializer_list");
    extract_reference_passing(x, REFERENCE_CONSTRUCT, extract_lower(x, type), type,
                              extract_arguments(x, arguments, "parameter_pack_expansion"),
                              is_list ? c_values(x, arguments) : values_of_prototype(x, arguments));
    extract_claim(x, type);
}

static bool
is_keyword(span name)
{
    return span_is_one_of(name,
                             "int char long short unsigned signed float double void struct union enum const");
}

// A variable has a place, whatever it is set to.
static uint32_t
value_of_auto(extraction *x, TSNode node, const declarator *declarator, uint32_t value)
{
    unsigned qualifiers = QUALIFIED_REFERENCE;
    if (c_has_word(x, node, "const") && !declarator->pointers)
        qualifiers |= QUALIFIED_CONST;
    return value == FACT_NONE || extract_language(x) != LANGUAGE_CPP
               ? value
               : extract_operation(x, EXPRESSION_QUALIFIED, qualifiers, value);
}

// One name of a declaration.
static void
declare_one(extraction *x, TSNode node, TSNode outer, TSNode child, bool constructs)
{
    TSNode value = value_of(x, node, child);
    declarator declarator = c_declarator(x, child);
    if (ts_node_is_null(declarator.name))
        return;
    extract_claim(x, declarator.name);
    bool in_type = c_is_in_type(x), is_outside = in_type || c_is_top_level(x);
    if (!ts_node_is_null(declarator.function) &&
        (is_outside || !constructs || !is_construction(x, &declarator)))
        return; // a prototype
    TSNode type_node = extract_field(x, node, F_type);
    bool is_attribute = has_body(x, type_node) && starts_with(extract_text(x, declarator.name), "__");
    bool is_elsewhere = ts_node_is_null(value) && c_has_word(x, node, "extern");
    if (is_attribute || is_elsewhere) // `struct S {...} __packed;`, `extern int x;`
        return;
    bool is_misread = is_keyword(extract_text(x, declarator.name)); // `EXPORT struct`, the start of something
    if (is_misread)
        return;
    uint32_t type = c_declared_type(x, node, &declarator);
    if (extract_is(declarator.name, "qualified_identifier"))
        return; // of a member that its class declares
    if (is_outside && !extract_is(declarator.name, "structured_binding_declarator")) {
        define_variable(x, node, outer, &declarator, type);
        return;
    }
    uint32_t known = extract_instance(x, type);
    if (extract_is(type_node, "placeholder_type_specifier"))
        known = value_of_auto(x, node, &declarator, extract_lower(x, value));
    c_declare_local(x, &declarator, known);
}

void
c_declare(extraction *x, TSNode node, TSNode outer, bool constructs)
{
    TSTreeCursor cursor = ts_tree_cursor_new(node);
    bool goes_on = ts_tree_cursor_goto_first_child(&cursor);
    for (; goes_on; goes_on = ts_tree_cursor_goto_next_sibling(&cursor)) {
        const char *field = ts_tree_cursor_current_field_name(&cursor);
        if (field && strcmp(field, "declarator") == 0)
            declare_one(x, node, outer, ts_tree_cursor_current_node(&cursor), constructs);
    }
    if (constructs && !c_is_in_type(x) && !c_has_word(x, node, "extern")) { // when all names are known
        ts_tree_cursor_reset(&cursor, node);
        goes_on = ts_tree_cursor_goto_first_child(&cursor);
        for (; goes_on; goes_on = ts_tree_cursor_goto_next_sibling(&cursor)) {
            const char *field = ts_tree_cursor_current_field_name(&cursor);
            if (field && strcmp(field, "declarator") == 0)
                note_construction(x, node, ts_tree_cursor_current_node(&cursor));
        }
    }
    ts_tree_cursor_delete(&cursor);
}

void
c_enter_declaration(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    c_declare(x, node, c_wrapper(x), false);
}

void
c_enter_parameter(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    extract_claim(x, c_declarator(x, extract_field(x, node, F_declarator)).name);
}

// ---- structs, unions, enums, their members

// What a typedef of a struct without a name calls it: the first plain name, else the first at all.
static TSNode
typedef_name(const extraction *x, TSNode typedef_node)
{
    TSNode first = {0};
    uint32_t count = ts_node_named_child_count(typedef_node);
    for (uint32_t i = 0; i < count && i < ARGUMENTS_MAX; i++) {
        TSNode child = ts_node_named_child(typedef_node, i);
        const char *kind = ts_node_type(child);
        if (ts_node_eq(child, extract_field(x, typedef_node, F_type)) || !is_declarator(kind))
            continue;
        if (strcmp(kind, "type_identifier") == 0)
            return child;
        if (ts_node_is_null(first))
            first = c_declarator(x, child).name;
    }
    return first;
}

static bool
is_forward(const extraction *x)
{
    TSNode parent = extract_ancestor(x, 1);
    if (ts_node_is_null(parent))
        return true;
    const char *kind = ts_node_type(parent);
    return strcmp(kind, "translation_unit") == 0 || strcmp(kind, "declaration_list") == 0 ||
           strcmp(kind, "template_declaration") == 0 || strncmp(kind, "preproc_", 8) == 0 ||
           strcmp(kind, "compound_statement") == 0 ||
           (strcmp(kind, "field_declaration") == 0 && ts_node_named_child_count(parent) == 1);
}

void
c_enter_record(extraction *x, const rule *rule, TSNode node)
{
    TSNode name = extract_field(x, node, F_name), parent = extract_ancestor(x, 1);
    if (!has_body(x, node)) {
        if (is_forward(x))
            extract_claim(x, name);
        return;
    }
    definition definition = DEFINITION_NONE;
    definition.node = node;
    definition.start = definition.outer = c_wrapper(x);
    if (ts_node_is_null(name) && extract_is(parent, "type_definition")) {
        name = typedef_name(x, parent);
        definition.node = parent;
    }
    if (ts_node_is_null(name))
        return; // its members are the enclosing type's
    c_name parts = c_name_of(x, name);
    definition.kind = rule->entity;
    definition.flags = c_condition_flags(x) | (extract_is(last_name(x, name), "template_type") ? SYMBOL_OFF : 0);
    definition.name = parts.name;
    definition.name_node = name;
    definition.qualifier = parts.qualifier;
    definition.owner = parts.owner;
    definition.body = extract_field(x, node, F_body);
    extract_claim(x, last_name(x, name));
    extract_define(x, &definition);
    define_type_parameters(x);
}

static void
enter_field_declarator(extraction *x, TSNode node, TSNode child)
{
    declarator declarator = c_declarator(x, child);
    if (ts_node_is_null(declarator.name))
        return;
    if (!ts_node_is_null(declarator.function)) {
        if (span_is(extract_text(x, extract_field(x, node, F_default_value)), "0"))
            define_callable(x, node, &declarator, SYMBOL_ABSTRACT);
        return;
    }
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_FIELD;
    definition.name = extract_text(x, declarator.name);
    definition.node = node;
    definition.type = c_declared_type(x, node, &declarator);
    definition.flags = linkage_flags(x, node);
    extract_define_flat(x, &definition);
}

void
c_enter_field(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    if (!c_is_in_type(x))
        return; // a struct without a name
    TSTreeCursor cursor = ts_tree_cursor_new(node);
    bool goes_on = ts_tree_cursor_goto_first_child(&cursor);
    for (; goes_on; goes_on = ts_tree_cursor_goto_next_sibling(&cursor)) {
        const char *field = ts_tree_cursor_current_field_name(&cursor);
        if (field && strcmp(field, "declarator") == 0)
            enter_field_declarator(x, node, ts_tree_cursor_current_node(&cursor));
    }
    ts_tree_cursor_delete(&cursor);
}

// `enum class`: its enumerators are seen through its name only.
static bool
is_scoped(TSNode enum_node)
{
    TSNode second = ts_node_is_null(enum_node) ? enum_node : ts_node_child(enum_node, 1);
    return !ts_node_is_null(second) && !ts_node_is_named(second);
}

void
c_enter_enumerator(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, node, F_name);
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_ENUMERATOR;
    definition.name = extract_text(x, name);
    definition.name_node = name;
    definition.node = node;
    uint32_t symbol = extract_define_flat(x, &definition);
    if (extract_symbol_kind(x) == ENTITY_ENUM && !is_scoped(extract_ancestor(x, 2)))
        extract_bind_outside(x, symbol);
}

bool
c_is_alias_of_itself(const extraction *x, TSNode type, span name)
{
    bool is_record = extract_is(type, "struct_specifier") || extract_is(type, "union_specifier") ||
                     extract_is(type, "enum_specifier") || extract_is(type, "class_specifier");
    return is_record && span_equal(extract_text(x, extract_field(x, type, F_name)), name);
}

static void
define_alias(extraction *x, TSNode node, TSNode type, TSNode child)
{
    declarator declarator = c_declarator(x, child);
    if (ts_node_is_null(declarator.name))
        return;
    extract_claim(x, declarator.name);
    bool is_record = has_body(x, type) && ts_node_is_null(extract_field(x, type, F_name));
    if ((is_record && ts_node_eq(declarator.name, typedef_name(x, node))) ||
        c_is_alias_of_itself(x, type, extract_text(x, declarator.name)))
        return;
    uint32_t aliased = c_declared_type(x, node, &declarator);
    if (is_record && !declarator.is_callable)
        aliased = extract_name(x, extract_text(x, typedef_name(x, node)), ts_node_end_byte(node));
    if (!c_is_in_type(x) && !c_is_top_level(x)) {
        extract_local(x, extract_text(x, declarator.name), aliased, ts_node_end_byte(node));
        return;
    }
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_TYPE_ALIAS;
    definition.name = extract_text(x, declarator.name);
    definition.node = node;
    definition.type = aliased;
    definition.flags = c_condition_flags(x);
    extract_define_flat(x, &definition);
}

void
c_enter_typedef(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode type = extract_field(x, node, F_type);
    TSTreeCursor cursor = ts_tree_cursor_new(node);
    bool goes_on = ts_tree_cursor_goto_first_child(&cursor);
    for (; goes_on; goes_on = ts_tree_cursor_goto_next_sibling(&cursor)) {
        const char *field = ts_tree_cursor_current_field_name(&cursor);
        if (field && strcmp(field, "declarator") == 0)
            define_alias(x, node, type, ts_tree_cursor_current_node(&cursor));
    }
    ts_tree_cursor_delete(&cursor);
}

// ---- the preprocessor

// `#define BEGIN_LIB namespace lib { inline namespace v1 {`: the namespaces are noted, for who names them.
static void
define_namespaces_of_macro(extraction *x, TSNode node, TSNode body)
{
    enum { NAMESPACES_MAX = 4 };
    span text = extract_text(x, body), word = SPAN_LITERAL("namespace ");
    const char *at = text.data, *stop = text.data + text.size;
    if (extract_language(x) != LANGUAGE_CPP || !text.size)
        return;
    for (int i = 0; i < NAMESPACES_MAX && (at = memmem(at, (size_t)(stop - at), word.data, word.size)); i++) {
        bool is_inline = at - text.data >= 7 && memcmp(at - 7, "inline ", 7) == 0; // whose names are those around
        at += word.size;
        const char *end = at;
        while (end < stop && is_word_byte(*end))
            end++;
        definition definition = DEFINITION_NONE;
        definition.kind = ENTITY_NAMESPACE;
        definition.name = (span){at, (size_t)(end - at)};
        definition.node = node;
        definition.flags = SYMBOL_BY_MACRO;
        bool is_opened = memchr(end, '{', (size_t)(stop - end)) != NULL; // no `using namespace a`
        if (is_opened && !is_inline && definition.name.size)
            extract_define_flat(x, &definition);
    }
}

void
c_enter_macro(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_MACRO;
    definition.name = extract_text(x, extract_field(x, node, F_name));
    definition.node = node;
    definition.body = extract_field(x, node, F_value);
    definition.flags = c_condition_flags(x);
    TSNode list = extract_field(x, node, F_parameters);
    uint32_t count = ts_node_is_null(list) ? 0 : ts_node_child_count(list);
    for (uint32_t i = 0; i < count && i < 2 * PARAMETERS_MAX; i++) {
        TSNode parameter = ts_node_child(list, i);
        if (strcmp(ts_node_type(parameter), "...") == 0)
            definition.flags |= SYMBOL_VARIADIC;
        else if (extract_is(parameter, "identifier"))
            definition.arity_min = ++definition.arity_max;
    }
    uint32_t symbol = extract_define_flat(x, &definition);
    note_calls_in_text(x, symbol, list, definition.body);
    define_namespaces_of_macro(x, node, definition.body);
}

void
c_enter_include(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode path = extract_field(x, node, F_path);
    span text = extract_text(x, path);
    if (text.size < 3)
        return;
    span module = span_slice(text, 1, text.size - 1);
    unsigned condition = c_condition_flags(x), flags = IMPORT_WILDCARD | IMPORT_REEXPORT;
    flags |= (condition & SYMBOL_OFF ? IMPORT_OFF : 0) | (condition & SYMBOL_FOREIGN ? IMPORT_FOREIGN : 0);
    if (extract_is(path, "string_literal"))
        extract_import(x, flags | IMPORT_RELATIVE, module, (span){0}, (span){0}, node);
    else if (extract_is(path, "system_lib_string"))
        extract_import(x, flags | IMPORT_SYSTEM, module, (span){0}, (span){0}, node);
}

void
c_enter_condition(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    extract_claim(x, extract_field(x, node, F_name));
}

// ---- calls and blocks

// The call in `MACRO(...)` before a body: an expression without its semicolon, or what the parser gave up on.
static TSNode
call_before_body(const TSNode before)
{
    if (extract_is(before, "ERROR")) {
        uint32_t count = ts_node_named_child_count(before);
        TSNode last = count ? ts_node_named_child(before, count - 1) : (TSNode){0};
        return extract_is(last, "call_expression") ? last : (TSNode){0};
    }
    uint32_t count = extract_is(before, "expression_statement") ? ts_node_child_count(before) : 0;
    if (count != 2 || !ts_node_is_missing(ts_node_child(before, 1)))
        return (TSNode){0};
    TSNode call = ts_node_child(before, 0);
    return extract_is(call, "call_expression") ? call : (TSNode){0};
}

void
c_enter_block(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode before = extract_previous(x);
    TSNode call = ts_node_is_null(before) ? before : call_before_body(before);
    bool is_hidden = !ts_node_is_null(call) && (c_is_top_level(x) || c_is_in_type(x)) &&
                     c_define_hidden(x, node, extract_is(before, "ERROR") ? call : before, node,
                                     extract_field(x, call, F_function), extract_field(x, call, F_arguments));
    if (!is_hidden)
        extract_scope(x);
}

// Macros of the Linux kernel that define the variable which they name.
static bool
defines_variable(span macro)
{
    static const char *const macros[] = {
        "DEFINE_MUTEX",
        "DEFINE_SPINLOCK",
        "DEFINE_RAW_SPINLOCK",
        "DEFINE_RWLOCK",
        "DEFINE_SEMAPHORE",
        "DEFINE_IDR",
        "DEFINE_IDA",
        "DEFINE_XARRAY",
        "DEFINE_TIMER",
        "DEFINE_HASHTABLE",
        "DEFINE_RATELIMIT_STATE",
        "DEFINE_STATIC_KEY_TRUE",
        "DEFINE_STATIC_KEY_FALSE",
        "DEFINE_SRCU",
        "DEFINE_STATIC_SRCU",
        "LIST_HEAD",
        "HLIST_HEAD",
        "LLIST_HEAD",
        "DECLARE_WAIT_QUEUE_HEAD",
        "DECLARE_RWSEM",
        "DECLARE_WORK",
        "DECLARE_DELAYED_WORK",
        "DECLARE_COMPLETION",
        "ATOMIC_NOTIFIER_HEAD",
        "BLOCKING_NOTIFIER_HEAD",
        "RAW_NOTIFIER_HEAD",
    };
    for (size_t i = 0; i < sizeof macros / sizeof *macros; i++) {
        if (span_is(macro, macros[i]))
            return true;
    }
    return false;
}

void
c_enter_statement(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode call = ts_node_child(node, 0);
    if (!extract_is(call, "call_expression") || !c_is_top_level(x))
        return;
    TSNode function = extract_field(x, call, F_function), arguments = extract_field(x, call, F_arguments);
    span macro = extract_text(x, function);
    if (!ts_node_is_null(call_before_body(node)) && hides_definition(macro)) {
        extract_claim(x, function); // c_enter_block() notes it
        hidden_arguments(x, arguments);
        return;
    }
    bool is_per_cpu = starts_with(macro, "DEFINE_PER_CPU");
    if (!is_per_cpu && !defines_variable(macro))
        return;
    TSNode name = ts_node_is_null(arguments) ? arguments : ts_node_named_child(arguments, is_per_cpu ? 1 : 0);
    if (!extract_is(name, "identifier"))
        return;
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_VARIABLE;
    definition.name = extract_text(x, name);
    definition.name_node = name;
    definition.node = node;
    extract_define_flat(x, &definition);
}

// What a call passes, where overloads may depend on it (C++).
uint32_t
c_values(extraction *x, TSNode arguments)
{
    uint32_t values[VALUES_MAX], count = 0;
    if (extract_language(x) != LANGUAGE_CPP)
        return FACT_NONE;
    for (children each = children_of(arguments); children_next(&each);) {
        if (count == VALUES_MAX || extract_is(each.node, "parameter_pack_expansion")) {
            children_end(&each);
            return FACT_NONE;
        }
        uint32_t value = extract_lower(x, each.node);
        bool is_this = extract_is(each.node, "this"); // a pointer, where it is passed
        values[count++] = is_this ? extract_expression(x, EXPRESSION_CONTAINER, (span){0}, value) : value;
    }
    return extract_chain(x, values, count);
}

void
c_enter_call(extraction *x, const rule *rule, TSNode node)
{
    TSNode function = extract_field(x, node, F_function);
    bool is_name = extract_is(function, "identifier");
    if (extract_is(function, "primitive_type") || (is_name && extract_is_claimed(x, function)))
        return; // a conversion, or noted by c_enter_block()
    TSNode parent = extract_ancestor(x, 1);
    if (is_name && !ts_node_is_null(parent) && ts_node_is_error(parent) &&
        hides_definition(extract_text(x, function)))
        hidden_arguments(x, extract_field(x, node, F_arguments));
    TSNode arguments = extract_field(x, node, F_arguments), member = extract_field(x, function, F_field);
    uint32_t callee = extract_lower(x, function);
    if (extract_is(function, "parenthesized_expression") && callee != FACT_NONE) // `(f)(x)`, which is no macro's call, or `(T)(x)`
        callee = extract_operation(x, EXPRESSION_QUALIFIED, 0, callee);
    extract_reference_passing(x, REFERENCE_CALL, callee, ts_node_is_null(member) ? node : member,
                              extract_arguments(x, arguments, rule->text), c_values(x, arguments));
    while (extract_is(function, "parenthesized_expression") || extract_is(function, "pointer_expression"))
        function = extract_is(function, "pointer_expression") ? extract_field(x, function, F_argument)
                                                              : ts_node_named_child(function, 0); // `(*f)()`
    if (extract_is(function, "identifier"))
        extract_claim(x, function);
}

// ---- names

void
c_enter_identifier(extraction *x, const rule *rule, TSNode node)
{
    TSNode parent = extract_ancestor(x, 1);
    if (ts_node_is_null(parent) || !ts_node_is_error(parent))
        enter_value(x, rule, node);
}

void
c_enter_type_identifier(extraction *x, const rule *rule, TSNode node)
{
    TSNode parent = extract_ancestor(x, 1);
    if (ts_node_is_null(parent) || !ts_node_is_error(parent))
        enter_type(x, rule, node);
}

static uint32_t
unknown(extraction *x)
{
    return extract_expression(x, EXPRESSION_UNKNOWN, (span){0}, FACT_NONE);
}

uint32_t
c_lower_record(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t name = extract_lower(x, extract_field(x, node, F_name));
    return name == FACT_NONE ? unknown(x) : name;
}

uint32_t
c_lower_member(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode field = extract_field(x, node, F_field);
    if (extract_is(field, "qualified_identifier")) // `p->Base::f`: whatever p is
        return extract_lower(x, field);
    if (extract_is(field, "dependent_name"))
        field = ts_node_named_child(field, 0);
    uint32_t operand = extract_lower(x, extract_field(x, node, F_argument));
    bool is_arrow = extract_language(x) == LANGUAGE_CPP && operand != FACT_NONE &&
                    span_is(extract_text(x, extract_field(x, node, F_operator)), "->");
    if (is_arrow)
        operand = extract_expression(x, EXPRESSION_ELEMENT, (span){0}, operand);
    span name = simple_name(x, field);
    return operand == FACT_NONE || !name.size ? unknown(x)
                                              : extract_expression(x, EXPRESSION_MEMBER, name, operand);
}

uint32_t
c_lower_cast(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t type = extract_lower(x, extract_field(x, node, F_type));
    bool is_cpp = extract_language(x) == LANGUAGE_CPP;
    uint32_t made = type == FACT_NONE ? unknown(x) : extract_instance(x, type);
    return is_cpp ? extract_operation(x, EXPRESSION_QUALIFIED, QUALIFIED_TEMPORARY, made) : made;
}

// The type of a number, by its suffix ([lex.icon], [lex.fcon]); how large it is is not looked at.
uint32_t
c_lower_number(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    span text = extract_text(x, node);
    bool is_hex = text.size > 1 && text.data[0] == '0' && (text.data[1] | 32) == 'x';
    bool is_real = false, is_unsigned = false, is_float = false;
    int longs = 0;
    for (size_t i = 0; i < text.size; i++) {
        char c = (char)(text.data[i] | 32);
        is_real |= text.data[i] == '.' || c == 'p' || (c == 'e' && !is_hex);
        is_float |= c == 'f' && !is_hex;
        is_unsigned |= c == 'u';
        longs += c == 'l';
    }
    const char *type = is_real && is_float  ? "float"
                       : is_real            ? "double"
                       : longs && is_unsigned ? "unsigned long"
                       : longs              ? "long"
                       : is_unsigned        ? "unsigned int"
                                            : "int";
    return extract_expression(x, EXPRESSION_LITERAL, span_of(type), FACT_NONE);
}

uint32_t
c_lower_type_descriptor(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t type = extract_lower(x, extract_field(x, node, F_type));
    TSNode abstract = extract_field(x, node, F_declarator);
    if (type == FACT_NONE || extract_is(abstract, "abstract_function_declarator"))
        return unknown(x);
    bool is_cpp = extract_language(x) == LANGUAGE_CPP;
    bool is_array = extract_is(abstract, "abstract_array_declarator");
    if (is_cpp && !ts_node_is_null(abstract) && c_has_word(x, node, "const"))
        type = qualified(x, (TSNode){0}, QUALIFIED_CONST, type);
    if (is_array)
        return extract_expression(x, EXPRESSION_CONTAINER, (span){0}, type);
    for (int i = 0; i < DECLARATOR_DEPTH_MAX && is_cpp && extract_is(abstract, "abstract_pointer_declarator"); i++) {
        type = extract_expression(x, EXPRESSION_CONTAINER, (span){0}, type);
        abstract = extract_field(x, abstract, F_declarator);
    }
    return type;
}

uint32_t
c_lower_primitive(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    bool is_plain = extract_is(node, "primitive_type") || extract_language(x) == LANGUAGE_CPP; // else `unsigned long`
    return extract_expression(x, EXPRESSION_LITERAL, is_plain ? extract_text(x, node) : span_of("int"),
                              FACT_NONE);
}
