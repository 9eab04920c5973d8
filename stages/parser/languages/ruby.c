// Ruby, by its reference (docs.ruby-lang.org/en/3.4, "Syntax") and grammar tree-sitter-ruby 0.23.
//
// Classes and modules are open and nest; `class A::B` has the qualified name `A.B`. Methods of a module are
// methods, top-level ones functions; `initialize` is the constructor; `def self.m` and what `class << self`
// holds are of the class itself. Constants are rows wherever they stand, since classes and modules are Ruby's
// namespaces; a constant set to `Class.new`, `Struct.new`, `Data.define` or `Module.new` is a class or module
// of that name. Instance variables are fields named with their `@`; what `attr_accessor` and its like declare
// is a field of the type of that instance variable. A local set to a lambda is a function of that name.
// Top-level locals are locals of the script, no rows.
//
// A name alone is a local when an assignment to it has been read, else a call (Syntax, "Local Variables and
// Methods"). `super` is a call of the base's method of the same name. `include`, `extend` and `prepend` bring
// members in, so they are inheritance. Calls of RSpec's and Minitest's words with a block and a name are test
// cases.
#include "stages/parser/extract.h"

const TSLanguage *tree_sitter_ruby(void);

enum {
    DEPTH_MAX = 20,
    NOTE_LAMBDA = UINT32_MAX - 1, // extract_note(): a local that is set to a lambda
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
is_constant(TSNode node)
{
    return extract_is(node, "constant") || extract_is(node, "scope_resolution");
}

// `A::B` -> `A.B`
static span
dotted(extraction *x, span text)
{
    span joined = {"", 0};
    for (size_t start = 0; start < text.size;) {
        size_t end = start;
        while (end < text.size && text.data[end] != ':')
            end++;
        joined = extract_join(x, joined, ".", span_slice(text, start, end));
        while (end < text.size && text.data[end] == ':')
            end++;
        start = end;
    }
    return joined;
}

// `:name`, `"name"` -> `name`; nothing where it is made up of parts.
static span
symbol_text(const extraction *x, TSNode node)
{
    span text = extract_text(x, node);
    if (extract_is(node, "simple_symbol"))
        return span_slice(text, 1, text.size);
    if (extract_is(node, "string") && ts_node_is_null(extract_child(node, "interpolation")))
        return extract_unquote(text);
    return (span){"", 0};
}

static bool
in_type(const extraction *x)
{
    entity_kind kind = extract_symbol_kind(x);
    return extract_symbol(x) != 0 && (kind == ENTITY_CLASS || kind == ENTITY_MODULE);
}

// The innermost class or module, or FACT_NONE.
static uint32_t
enclosing_type(extraction *x)
{
    enum { DEPTH_MAX = 1000 }; // methods in methods, that is
    uint32_t depth = 0;
    for (uint32_t s = extract_symbol(x); s != 0 && s != FACT_NONE && depth++ < DEPTH_MAX; s = extract_symbol_facts(x, s)->parent) {
        uint32_t kind = extract_symbol_facts(x, s)->kind;
        if (kind == ENTITY_CLASS || kind == ENTITY_MODULE)
            return s;
    }
    return FACT_NONE;
}

static uint32_t
self_member(extraction *x, span name)
{
    uint32_t self = extract_expression(x, EXPRESSION_SELF, (span){0}, FACT_NONE);
    return extract_expression(x, EXPRESSION_MEMBER, name, self);
}

// Where the signature ends: a comment that stands before the body, the body, or `end` where there is none.
static TSNode
end_of_signature(const extraction *x, TSNode node)
{
    TSNode body = extract_field(x, node, F_body);
    uint32_t count = ts_node_child_count(node);
    if (ts_node_is_null(body) && count)
        body = ts_node_child(node, count - 1);
    uint32_t named = ts_node_named_child_count(node);
    for (uint32_t i = 1; i < named && i < DEPTH_MAX && !ts_node_is_null(body); i++) {
        TSNode child = ts_node_named_child(node, i);
        if (extract_is(child, "comment") && ts_node_start_byte(child) < ts_node_start_byte(body))
            return child;
    }
    return body;
}

// ---- parameters

static void
count_parameters(const extraction *x, TSNode parameters, definition *definition)
{
    for (children each = children_of(parameters); children_next(&each);) {
        bool has_default = extract_is(each.node, "optional_parameter") ||
                           (extract_is(each.node, "keyword_parameter") &&
                            !ts_node_is_null(extract_field(x, each.node, F_value)));
        bool is_rest = extract_is(each.node, "splat_parameter") ||
                       extract_is(each.node, "hash_splat_parameter") ||
                       extract_is(each.node, "forward_parameter");
        if (is_rest)
            definition->flags |= SYMBOL_VARIADIC;
        if (is_rest || ts_node_is_extra(each.node) || extract_is(each.node, "block_parameter") ||
            extract_is(each.node, "hash_splat_nil"))
            continue;
        definition->arity_min += !has_default;
        definition->arity_max++;
    }
}

static void
declare_name(extraction *x, TSNode name, uint32_t value)
{
    if (!extract_is(name, "identifier"))
        return;
    extract_claim(x, name);
    extract_local(x, extract_text(x, name), value, 0);
}

// Declares parameters; the first one of a block is `first`, FACT_NONE when nothing is known of it.
static void
declare_parameters(extraction *x, TSNode parameters, uint32_t first, int depth)
{
    if (depth > DEPTH_MAX)
        return;
    for (children each = children_of(parameters); children_next(&each);) {
        TSNode name = extract_field(x, each.node, F_name), value = extract_field(x, each.node, F_value);
        if (extract_is(each.node, "destructured_parameter"))
            declare_parameters(x, each.node, FACT_NONE, depth + 1);
        else if (ts_node_is_null(name))
            declare_name(x, each.node, first);
        else
            declare_name(x, name, ts_node_is_null(value) ? FACT_NONE : extract_lower(x, value));
        first = FACT_NONE;
    }
}

// ---- classes and modules

static void
note_base(extraction *x, uint32_t expression, TSNode at)
{
    extract_has_bases(x);
    extract_reference(x, REFERENCE_EXTENDS, expression, at, FACT_NONE);
    extract_claim(x, at);
}

// Test classes of Minitest, Test::Unit and Rails.
static bool
is_test_base(span base)
{
    return ends_with(base, "TestCase") || ends_with(base, "Minitest::Test") ||
           ends_with(base, "MiniTest::Test") || ends_with(base, "IntegrationTest");
}

static void
enter_type_definition(extraction *x, const rule *rule, TSNode node)
{
    TSNode name = extract_field(x, node, F_name), base = first_child(extract_field(x, node, F_superclass));
    uint32_t lowered = extract_lower(x, base); // in the scope around
    definition definition = DEFINITION_NONE;
    definition.kind = rule->entity;
    definition.node = node;
    definition.name_node = name;
    definition.body = end_of_signature(x, node);
    if (extract_is(name, "scope_resolution")) {
        TSNode scope = extract_field(x, name, F_scope), last = extract_field(x, name, F_name);
        definition.qualifier = dotted(x, extract_text(x, scope));
        definition.name = extract_text(x, last);
        extract_claim(x, last);
    } else {
        definition.name = extract_text(x, name);
    }
    if (is_test_base(extract_text(x, base)))
        definition.detection = DETECTION_NAME;
    extract_define(x, &definition);
    if (is_constant(base))
        note_base(x, lowered, base);
    else if (!ts_node_is_null(base))
        extract_has_bases(x);
}

// Makes a field of `type` once.
static void
define_field(extraction *x, uint32_t type, span name, unsigned flags, uint32_t value, TSNode node)
{
    if (type == FACT_NONE || !name.size)
        return;
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
    field.is_unbound = type != extract_symbol(x);
    uint32_t made = extract_define_flat(x, &field);
    *extract_note(x, type, name) = made;
}

// ---- methods

// Whether the method or attribute stands in `class << self`, and not in a class inside of it.
static bool
in_singleton_class(const extraction *x)
{
    for (uint32_t up = 1; up <= 6; up++) {
        TSNode around = extract_ancestor(x, up);
        if (ts_node_is_null(around) || extract_is(around, "class") || extract_is(around, "module"))
            return false;
        if (extract_is(around, "singleton_class"))
            return true;
    }
    return false;
}

// Whether lowering the node asks for no local: its locals are not known before the walk has been there.
static bool
is_free_of_locals(const extraction *x, TSNode node)
{
    for (int i = 0; i < DEPTH_MAX && extract_is(node, "call"); i++)
        node = extract_field(x, node, F_receiver);
    return is_constant(node) || extract_is(node, "instance_variable") || extract_is(node, "self");
}

// A method gives its last expression; taken where that can be told before the body is read.
static void
note_last_expression(extraction *x, uint32_t symbol, TSNode body)
{
    uint32_t count = ts_node_is_null(body) ? 0 : ts_node_named_child_count(body);
    TSNode last = !extract_is(body, "body_statement") ? body
                  : count                             ? ts_node_named_child(body, count - 1)
                                                      : (TSNode){0};
    if (extract_is(last, "operator_assignment") || extract_is(last, "assignment"))
        last = extract_field(x, last, F_right);
    if (!is_free_of_locals(x, last))
        return;
    uint32_t result = extract_lower(x, last);
    extract_symbol_facts(x, symbol)->type = result;
}

static void
enter_method(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, node, F_name), object = extract_field(x, node, F_object);
    TSNode parameters = extract_field(x, node, F_parameters);
    bool is_member = in_type(x);
    definition definition = DEFINITION_NONE;
    definition.name = extract_text(x, name);
    definition.name_node = name;
    definition.node = node;
    definition.body = end_of_signature(x, node);
    bool is_own = ts_node_is_null(object);
    definition.kind = !is_member && (is_own || extract_is(object, "self")) ? ENTITY_FUNCTION
                      : is_own && span_is(definition.name, "initialize")   ? ENTITY_CONSTRUCTOR
                                                                           : ENTITY_METHOD;
    if (!is_own || in_singleton_class(x))
        definition.flags |= SYMBOL_CLASS_LEVEL;
    bool is_of_other = !is_own && !extract_is(object, "self");
    uint32_t type = enclosing_type(x);
    if (is_of_other && type != FACT_NONE && span_equal(extract_text(x, object), extract_symbol_name(x, type)))
        is_of_other = false; // `class A; def A.m`
    if (is_of_other) {
        definition.qualifier = dotted(x, extract_text(x, object));
        definition.owner = extract_lower(x, object);
    }
    extract_claim(x, object);
    count_parameters(x, parameters, &definition);
    uint32_t symbol = extract_define(x, &definition);
    declare_parameters(x, parameters, FACT_NONE, 0);
    note_last_expression(x, symbol, extract_field(x, node, F_body));
}

static void
enter_return(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode list = first_child(node), value = first_child(list);
    entity_kind kind = extract_symbol_kind(x);
    if (ts_node_is_null(value) || ts_node_named_child_count(list) != 1 || extract_is(value, "nil") ||
        (kind != ENTITY_METHOD && kind != ENTITY_FUNCTION))
        return;
    uint32_t result = extract_lower(x, value);
    fact_symbol *method = extract_symbol_facts(x, extract_symbol(x));
    method->type = method->type == FACT_NONE ? result : method->type;
}

// ---- assignment

static bool
is_lambda(const extraction *x, TSNode node)
{
    return extract_is(node, "lambda") ||
           (extract_is(node, "call") && ts_node_is_null(extract_field(x, node, F_receiver)) &&
            span_is_one_of(extract_text(x, extract_field(x, node, F_method)), "lambda proc") &&
            !ts_node_is_null(extract_field(x, node, F_block)));
}

// `f = ->(a) { ... }`
static void
define_lambda(extraction *x, TSNode assignment, TSNode name, TSNode lambda)
{
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_FUNCTION;
    definition.name = extract_text(x, name);
    definition.name_node = name;
    definition.node = assignment;
    definition.body = extract_field(x, lambda, extract_is(lambda, "lambda") ? F_body : F_block);
    TSNode parameters = extract_field(x, lambda, F_parameters);
    if (ts_node_is_null(parameters))
        parameters = extract_field(x, extract_field(x, lambda, F_block), F_parameters);
    count_parameters(x, parameters, &definition);
    bool is_local = extract_is(name, "identifier");
    if (is_local)
        *extract_note(x, extract_symbol(x), definition.name) = NOTE_LAMBDA;
    uint32_t symbol = extract_define_flat(x, &definition);
    if (is_local) {
        uint32_t value = extract_symbol_expression(x, symbol);
        extract_local(x, definition.name, value, ts_node_end_byte(name));
    }
    extract_inside(x, symbol, &definition);
}

// `P = Struct.new(:x, :y) do ... end`, `E = Class.new(Base)`; false when the right side is nothing of the
// kind.
static bool
define_made_type(extraction *x, TSNode assignment, TSNode name, TSNode right)
{
    span maker = extract_text(x, extract_field(x, right, F_receiver));
    span method = extract_text(x, extract_field(x, right, F_method));
    bool is_new = span_is(method, "new") && span_is_one_of(maker, "Struct Class Module");
    if (!extract_is(right, "call") || !(is_new || (span_is(maker, "Data") && span_is(method, "define"))))
        return false;
    definition definition = DEFINITION_NONE;
    definition.kind = span_is(maker, "Module") ? ENTITY_MODULE : ENTITY_CLASS;
    definition.name = extract_text(x, name);
    definition.name_node = name;
    definition.node = assignment;
    definition.body = extract_field(x, right, F_block);
    TSNode arguments = extract_field(x, right, F_arguments), base = first_child(arguments);
    uint32_t lowered = span_is(maker, "Class") && is_constant(base) ? extract_lower(x, base) : FACT_NONE;
    uint32_t symbol = extract_define(x, &definition);
    if (lowered != FACT_NONE)
        note_base(x, lowered, base);
    for (children each = children_of(arguments); children_next(&each);)
        define_field(x, symbol, symbol_text(x, each.node), 0, FACT_NONE, each.node);
    extract_claim(x, extract_field(x, right, F_method));
    extract_claim(x, extract_field(x, right, F_receiver));
    return true;
}

static void
define_variable(extraction *x, entity_kind kind, span name, uint32_t value, TSNode node, TSNode right)
{
    uint32_t symbol = extract_symbol(x);
    if (*extract_note(x, symbol, name) != FACT_NONE)
        return;
    definition definition = DEFINITION_NONE;
    definition.kind = kind;
    definition.name = name;
    definition.node = node;
    definition.type = value;
    definition.flags = symbol ? SYMBOL_CLASS_LEVEL : 0;
    bool is_long = !ts_node_is_null(right) && ts_node_start_point(node).row != ts_node_end_point(right).row;
    if (is_long)
        definition.body = right;
    uint32_t made = extract_define_flat(x, &definition);
    *extract_note(x, symbol, name) = made;
}

// `a.b = v` calls `b=`.
static void
note_setter(extraction *x, TSNode target)
{
    TSNode receiver = extract_field(x, target, F_receiver), method = extract_field(x, target, F_method);
    uint32_t operand = extract_lower(x, receiver);
    if (operand == FACT_NONE || ts_node_is_null(method))
        return;
    span name = extract_join(x, extract_text(x, method), "", (span){"=", 1});
    extract_reference(x, REFERENCE_CALL, extract_expression(x, EXPRESSION_MEMBER, name, operand), target, 1);
    extract_claim(x, method);
    if (is_constant(receiver))
        extract_claim(x, receiver);
}

static void
bind_target(extraction *x, TSNode target, TSNode right, uint32_t value, TSNode statement)
{
    span name = extract_text(x, target);
    if (extract_is(target, "identifier")) {
        extract_claim(x, target);
        extract_local(x, name, value, ts_node_end_byte(statement));
    } else if (extract_is(target, "constant")) {
        extract_claim(x, target);
        if (extract_symbol(x) == 0 || in_type(x))
            define_variable(x, ENTITY_CONSTANT, name, value, statement, right);
    } else if (extract_is(target, "instance_variable") || extract_is(target, "class_variable")) {
        bool is_of_class = in_type(x) || extract_is(target, "class_variable");
        define_field(x, enclosing_type(x), name, is_of_class ? SYMBOL_CLASS_LEVEL : 0, value, statement);
    } else if (extract_is(target, "global_variable")) {
        if (extract_symbol(x) == 0)
            define_variable(x, ENTITY_VARIABLE, name, value, statement, right);
    } else if (extract_is(target, "call")) {
        note_setter(x, target);
    }
}

// `a, (b, *c) = 1, f`
static void
bind_several(extraction *x, TSNode targets, TSNode right, TSNode statement, int depth)
{
    if (depth > DEPTH_MAX)
        return;
    bool is_list = extract_is(right, "right_assignment_list") || extract_is(right, "array");
    bool is_paired = is_list && ts_node_named_child_count(right) == ts_node_named_child_count(targets);
    children values = children_of(is_paired ? right : (TSNode){0});
    for (children each = children_of(targets); children_next(&each);) {
        TSNode value = children_next(&values) ? values.node : (TSNode){0};
        if (extract_is(each.node, "destructured_left_assignment"))
            bind_several(x, each.node, value, statement, depth + 1);
        else if (extract_is(each.node, "rest_assignment"))
            bind_target(x, first_child(each.node), (TSNode){0}, FACT_NONE, statement);
        else
            bind_target(x, each.node, value, extract_lower(x, value), statement);
    }
    children_end(&values);
}

static void
enter_assignment(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode left = extract_field(x, node, F_left), right = extract_field(x, node, F_right);
    bool is_name = extract_is(left, "identifier") || extract_is(left, "constant");
    if (is_name && is_lambda(x, right)) {
        define_lambda(x, node, left, right);
        return;
    }
    if (extract_is(left, "constant") && define_made_type(x, node, left, right))
        return;
    if (extract_is(left, "left_assignment_list"))
        bind_several(x, left, right, node, 0);
    else
        bind_target(x, left, right, extract_is(right, "nil") ? FACT_NONE : extract_lower(x, right), node);
}

// `x ||= v` sets what was not set; `x += v` says nothing new.
static void
enter_operator_assignment(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode left = extract_field(x, node, F_left), right = extract_field(x, node, F_right);
    bool is_or = span_is(extract_text(x, extract_field(x, node, F_operator)), "||=");
    bool is_known = extract_is(left, "identifier") && extract_is_local(x, extract_text(x, left));
    if (!extract_is(left, "call") && !is_known)
        bind_target(x, left, right, is_or ? extract_lower(x, right) : FACT_NONE, node);
}

// ---- other statements that bind names

static void
enter_rescue(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode classes = extract_child(node, "exceptions"),
           name = first_child(extract_child(node, "exception_variable"));
    bool is_one = !ts_node_is_null(classes) && ts_node_named_child_count(classes) == 1;
    uint32_t value = is_one ? extract_instance(x, extract_lower(x, first_child(classes))) : FACT_NONE;
    if (!ts_node_is_null(name))
        bind_target(x, name, (TSNode){0}, value, name);
}

static void
enter_for(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode pattern = extract_field(x, node, F_pattern);
    uint32_t container = extract_lower(x, first_child(extract_field(x, node, F_value)));
    if (extract_is(pattern, "left_assignment_list"))
        bind_several(x, pattern, (TSNode){0}, pattern, 0);
    else if (container != FACT_NONE)
        bind_target(x, pattern, (TSNode){0}, extract_expression(x, EXPRESSION_ELEMENT, (span){0}, container),
                    pattern);
}

// Names in a pattern are bound.
static void
bind_pattern(extraction *x, TSNode pattern, int depth)
{
    if (ts_node_is_null(pattern) || depth > DEPTH_MAX)
        return;
    if (extract_is(pattern, "identifier")) {
        declare_name(x, pattern, FACT_NONE);
        return;
    }
    static const char inside[] =
        "array_pattern hash_pattern find_pattern as_pattern keyword_pattern splat_parameter "
        "hash_splat_parameter alternative_pattern parenthesized_pattern";
    if (!span_is_one_of(span_of(ts_node_type(pattern)), inside))
        return;
    TSNode key = extract_field(x, pattern, F_key);
    if (extract_is(pattern, "keyword_pattern") && ts_node_is_null(extract_field(x, pattern, F_value)))
        extract_local(x, extract_text(x, key), FACT_NONE, 0);
    for (children each = children_of(pattern); children_next(&each);)
        bind_pattern(x, each.node, depth + 1);
}

static void
enter_pattern(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    bind_pattern(x, extract_field(x, node, F_pattern), 0);
}

// ---- blocks

// Methods that hand each element of their receiver to the block.
static const char iterators[] = "each map select filter reject find detect collect flat_map filter_map "
                                "each_with_index each_with_object any? all? "
                                "none? sort_by group_by min_by max_by sum partition reverse_each find_all "
                                "find_index each_entry take_while "
                                "drop_while uniq index_by map! select! reject! delete_if keep_if count";

static void
enter_block(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode call = extract_ancestor(x, 1);
    TSNode receiver = extract_is(call, "call") ? extract_field(x, call, F_receiver) : (TSNode){0};
    bool is_iterator =
        !ts_node_is_null(receiver) && span_is_one_of(extract_text(x, extract_field(x, call, F_method)), iterators);
    uint32_t first = FACT_NONE;
    if (is_iterator)
        first = extract_expression(x, EXPRESSION_ELEMENT, (span){0}, extract_lower(x, receiver));
    extract_scope(x);
    declare_parameters(x, extract_field(x, node, F_parameters), first, 0);
}

// ---- calls

static uint32_t
count_arguments(const extraction *x, TSNode arguments)
{
    uint32_t count = 0;
    bool is_known = true;
    for (children each = children_of(arguments); children_next(&each);) {
        // Pairs are keywords, or one last hash: only the callee knows.
        is_known &= !extract_is(each.node, "splat_argument") &&
                    !extract_is(each.node, "hash_splat_argument") &&
                    !extract_is(each.node, "forward_argument") && !extract_is(each.node, "pair");
        count += !extract_is(each.node, "block_argument") && !ts_node_is_extra(each.node);
    }
    (void)x;
    return is_known ? count : FACT_NONE;
}

static bool
note_import(extraction *x, span method, TSNode arguments, TSNode node)
{
    bool is_load =
        span_is(method, "load") && enclosing_type(x) == FACT_NONE; // in a class more likely its own
    if (!is_load && !span_is_one_of(method, "require require_relative autoload"))
        return false;
    TSNode argument = first_child(arguments);
    bool is_autoload = span_is(method, "autoload");
    if (is_autoload && ts_node_named_child_count(arguments) > 1)
        argument = ts_node_named_child(arguments, 1);
    span module = symbol_text(x, argument);
    if (!extract_is(argument, "string") || !module.size)
        return false;
    unsigned flags = span_is(method, "require_relative") ? IMPORT_RELATIVE : 0;
    span name = is_autoload ? symbol_text(x, first_child(arguments)) : (span){0};
    if (name.size)
        extract_import(x, flags, module, name, name, node);
    else
        extract_import(x, flags | IMPORT_WILDCARD, module, (span){0}, (span){0}, node);
    return true;
}

// `attr_accessor :a, :b`
static bool
note_attributes(extraction *x, span method, TSNode arguments)
{
    if (!span_is_one_of(method, "attr attr_reader attr_writer attr_accessor") || !in_type(x))
        return false;
    bool reads = !span_is(method, "attr_writer"), writes = span_is_one_of(method, "attr_writer attr_accessor");
    unsigned flags = in_singleton_class(x) ? SYMBOL_CLASS_LEVEL : 0;
    for (children each = children_of(arguments); children_next(&each);) {
        span name = symbol_text(x, each.node);
        if (!name.size)
            continue;
        uint32_t value = self_member(x, extract_join(x, (span){"@", 1}, "", name));
        if (reads)
            define_field(x, extract_symbol(x), name, flags, value, each.node);
        if (writes)
            define_field(x, extract_symbol(x), extract_join(x, name, "", (span){"=", 1}), flags, value,
                         each.node);
    }
    return true;
}

// `include A, B`
static bool
note_mixins(extraction *x, span method, TSNode arguments)
{
    if (!span_is_one_of(method, "include extend prepend") || !in_type(x))
        return false;
    for (children each = children_of(arguments); children_next(&each);) {
        if (is_constant(each.node))
            note_base(x, extract_lower(x, each.node), each.node);
    }
    return true;
}

// `define_method(:name) { |a| ... }`
static bool
define_by_call(extraction *x, span method, TSNode arguments, TSNode node)
{
    TSNode block = extract_field(x, node, F_block);
    span name = symbol_text(x, first_child(arguments));
    if (!span_is_one_of(method, "define_method define_singleton_method") || ts_node_is_null(block) || !name.size ||
        !in_type(x))
        return false;
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_METHOD;
    definition.name = name;
    definition.node = node;
    definition.body = block;
    definition.flags = span_is(method, "define_singleton_method") ? SYMBOL_CLASS_LEVEL : 0;
    count_parameters(x, extract_field(x, block, F_parameters), &definition);
    extract_define(x, &definition);
    return true;
}

// `describe "x" do`, `RSpec.describe Foo do`, `test "does" do`
static bool
define_test(extraction *x, TSNode receiver, span method, TSNode arguments, TSNode node)
{
    static const char words[] =
        "describe context it specify example scenario feature test should xdescribe xcontext "
        "xit fdescribe fcontext fit example_group shared_examples shared_context "
        "shared_examples_for";
    TSNode block = extract_field(x, node, F_block), name = first_child(arguments);
    bool is_word = span_is_one_of(method, words) &&
                   (ts_node_is_null(receiver) || span_is_one_of(extract_text(x, receiver), "RSpec Minitest"));
    bool is_name = extract_is(name, "string") || extract_is(name, "simple_symbol") || is_constant(name);
    if (!is_word || !is_name || ts_node_is_null(block))
        return false;
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_TEST_CASE;
    definition.name = is_constant(name)                   ? extract_text(x, name)
                      : extract_is(name, "simple_symbol") ? symbol_text(x, name)
                                                          : extract_unquote(extract_text(x, name));
    definition.node = node;
    definition.body = block;
    definition.detection = DETECTION_FRAMEWORK_CALL;
    definition.is_unbound = true; // what it says is no name
    if (!definition.name.size)
        return false;
    extract_define(x, &definition);
    return true;
}

// What a call without receiver calls: a method of self or a function; `super` the base's method of the same
// name.
static uint32_t
lower_bare_callee(extraction *x, TSNode method)
{
    if (!extract_is(method, "super"))
        return extract_name(x, extract_text(x, method), ts_node_start_byte(method));
    uint32_t symbol = extract_symbol(x);
    if (!entity_kind_is_callable(extract_symbol_kind(x)))
        return unknown(x);
    uint32_t super = extract_expression(x, EXPRESSION_SUPER, (span){0}, FACT_NONE);
    return extract_expression(x, EXPRESSION_MEMBER, extract_copy(x, extract_symbol_name(x, symbol)), super);
}

// `f.call(1)`, `f.(1)` of a local that is a lambda, set here or around.
static bool
calls_lambda(extraction *x, TSNode receiver, TSNode method)
{
    if (!extract_is(receiver, "identifier") ||
        (!ts_node_is_null(method) && !span_is(extract_text(x, method), "call")))
        return false;
    uint32_t symbol = extract_symbol(x);
    for (int i = 0; i < DEPTH_MAX && symbol != FACT_NONE; i++) {
        if (*extract_note(x, symbol, extract_text(x, receiver)) == NOTE_LAMBDA)
            return true;
        symbol = extract_symbol_facts(x, symbol)->parent;
    }
    return false;
}

static uint32_t
lower_callee(extraction *x, TSNode receiver, TSNode method)
{
    if (ts_node_is_null(receiver))
        return lower_bare_callee(x, method);
    if (calls_lambda(x, receiver, method))
        return extract_lower(x, receiver);
    span name = ts_node_is_null(method) ? (span){"call", 4} : extract_text(x, method);
    return extract_expression(x, EXPRESSION_MEMBER, name, extract_lower(x, receiver));
}

// The type that `T.new`, `self.new` or `new` makes; FACT_NONE when the call is none of them.
static uint32_t
lower_made_type(extraction *x, TSNode receiver, TSNode method)
{
    if (!extract_is(method, "identifier") || !span_is(extract_text(x, method), "new"))
        return FACT_NONE;
    bool is_own = ts_node_is_null(receiver) || extract_is(receiver, "self");
    uint32_t type = enclosing_type(x);
    if (is_own)
        return type == FACT_NONE ? FACT_NONE : extract_symbol_expression(x, type);
    return is_constant(receiver) ? extract_lower(x, receiver) : FACT_NONE;
}

static void
enter_ruby_call(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode receiver = extract_field(x, node, F_receiver), method = extract_field(x, node, F_method);
    TSNode arguments = extract_field(x, node, F_arguments);
    if (!ts_node_is_null(method) && extract_is_claimed(x, method))
        return; // a setter, or what makes a class
    span name = extract_text(x, method);
    extract_claim(x, method);
    if (is_constant(receiver))
        extract_claim(x, receiver);
    if (define_test(x, receiver, name, arguments, node))
        return;
    if (ts_node_is_null(receiver) &&
        (note_import(x, name, arguments, node) || note_attributes(x, name, arguments) ||
         note_mixins(x, name, arguments) || define_by_call(x, name, arguments, node)))
        return;
    uint32_t type = lower_made_type(x, receiver, method);
    if (type != FACT_NONE)
        extract_reference(x, REFERENCE_CONSTRUCT, type, node, count_arguments(x, arguments));
    else
        extract_reference(x, REFERENCE_CALL, lower_callee(x, receiver, method), node,
                          count_arguments(x, arguments));
}

static uint32_t
lower_ruby_call(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode receiver = extract_field(x, node, F_receiver), method = extract_field(x, node, F_method);
    uint32_t type = lower_made_type(x, receiver, method);
    if (type != FACT_NONE)
        return extract_instance(x, type);
    if (!ts_node_is_null(receiver) && span_is_one_of(extract_text(x, method), "freeze dup clone tap itself"))
        return extract_lower(x, receiver);
    return extract_expression(x, EXPRESSION_CALL, (span){0}, lower_callee(x, receiver, method));
}

// ---- names

static void
enter_identifier(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    if (extract_is_claimed(x, node) || extract_is_local(x, extract_text(x, node)))
        return;
    uint32_t type = lower_made_type(x, (TSNode){0}, node);
    if (type != FACT_NONE)
        extract_reference(x, REFERENCE_CONSTRUCT, type, node, 0);
    else
        extract_reference(x, REFERENCE_CALL, lower_bare_callee(x, node), node, 0);
}

static uint32_t
lower_identifier(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    if (extract_is_local(x, extract_text(x, node)))
        return lower_name(x, rule, node);
    uint32_t type = lower_made_type(x, (TSNode){0}, node);
    return type != FACT_NONE ? extract_instance(x, type)
                             : extract_expression(x, EXPRESSION_CALL, (span){0}, lower_bare_callee(x, node));
}

static void
enter_super(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    if (!extract_is_claimed(x, node))
        extract_reference(x, REFERENCE_CALL, lower_bare_callee(x, node), node, FACT_NONE);
}

static uint32_t
lower_super_result(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    return extract_expression(x, EXPRESSION_CALL, (span){0}, lower_bare_callee(x, node));
}

static void
enter_scope_resolution(extraction *x, const rule *rule, TSNode node)
{
    TSNode scope = extract_field(x, node, F_scope);
    enter_value(x, rule, node);
    extract_claim(x, extract_field(x, node, F_name));
    if (is_constant(scope))
        extract_claim(x, scope);
}

static uint32_t
lower_scope_resolution(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, node, F_name);
    uint32_t scope = extract_lower(x, extract_field(x, node, F_scope));
    return scope == FACT_NONE ? extract_name(x, extract_text(x, name), ts_node_start_byte(name))
                              : extract_expression(x, EXPRESSION_MEMBER, extract_text(x, name), scope);
}

static uint32_t
lower_variable_of_self(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    return self_member(x, extract_text(x, node));
}

// `alias a b`: names, no calls.
static void
enter_alias(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    span name = extract_text(x, extract_field(x, node, F_name)),
         of = extract_text(x, extract_field(x, node, F_alias));
    if (in_type(x) && of.size)
        define_field(x, extract_symbol(x), name, 0, self_member(x, of), node);
}

// `[T.new, T.new]`
static uint32_t
lower_array(extraction *x, const rule *rule, TSNode node)
{
    TSNode first = first_child(node);
    TSNode receiver = extract_is(first, "call") ? extract_field(x, first, F_receiver) : (TSNode){0};
    uint32_t type =
        is_constant(receiver) ? lower_made_type(x, receiver, extract_field(x, first, F_method)) : FACT_NONE;
    return type == FACT_NONE
               ? lower_literal(x, rule, node)
               : extract_instance(x, extract_expression(x, EXPRESSION_CONTAINER, (span){0}, type));
}

// `a || T.new`, `a && a.b`: the right one; of other operators nothing is known.
static uint32_t
lower_binary(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    bool is_logic = span_is_one_of(extract_text(x, extract_field(x, node, F_operator)), "|| && or and");
    uint32_t right = is_logic ? extract_lower(x, extract_field(x, node, F_right)) : FACT_NONE;
    return right == FACT_NONE ? unknown(x) : right;
}

static const rule rules[] = {
    {"comment", .flags = RULE_COMMENT | RULE_SKIP},
    {"class", .enter = enter_type_definition, .entity = ENTITY_CLASS},
    {"module", .enter = enter_type_definition, .entity = ENTITY_MODULE},
    {"method", .enter = enter_method},
    {"singleton_method", .enter = enter_method},
    {"return", .enter = enter_return},
    {"assignment", .enter = enter_assignment, .lower = lower_inner, .operand = F_right},
    {"operator_assignment", .enter = enter_operator_assignment, .lower = lower_inner, .operand = F_right},
    {"rescue", .enter = enter_rescue},
    {"for", .enter = enter_for},
    {"in_clause", .enter = enter_pattern},
    {"match_pattern", .enter = enter_pattern},
    {"test_pattern", .enter = enter_pattern},
    {"block", .enter = enter_block},
    {"do_block", .enter = enter_block},
    {"lambda", .enter = enter_block},
    {"call", .enter = enter_ruby_call, .lower = lower_ruby_call},
    {"alias", .enter = enter_alias, .flags = RULE_SKIP},
    {"undef", .flags = RULE_SKIP},
    {"identifier", .enter = enter_identifier, .lower = lower_identifier},
    {"constant", .enter = enter_value, .lower = lower_name},
    {"scope_resolution", .enter = enter_scope_resolution, .lower = lower_scope_resolution},
    {"instance_variable", .lower = lower_variable_of_self, .flags = RULE_OWN},
    {"class_variable", .lower = lower_variable_of_self},
    {"global_variable", .lower = lower_name},
    {"self", .lower = lower_self},
    {"super", .enter = enter_super, .lower = lower_super_result},
    {"element_reference", .lower = lower_element, .operand = F_object},
    {"parenthesized_statements", .lower = lower_inner},
    {"conditional", .lower = lower_inner, .operand = F_consequence},
    {"binary", .lower = lower_binary},
    {"array", .lower = lower_array, .text = "Array"},
    {"hash", .lower = lower_literal, .text = "Hash"},
    {"string", .lower = lower_literal, .text = "String"},
    {"chained_string", .lower = lower_literal, .text = "String"},
    {"heredoc_beginning", .lower = lower_literal, .flags = RULE_SKIP, .text = "String"},
    {"string_array", .lower = lower_literal, .text = "Array"},
    {"symbol_array", .lower = lower_literal, .text = "Array"},
    {"simple_symbol", .lower = lower_literal, .flags = RULE_SKIP, .text = "Symbol"},
    {"delimited_symbol", .lower = lower_literal, .text = "Symbol"},
    {"regex", .lower = lower_literal, .text = "Regexp"},
    {"integer", .lower = lower_literal, .flags = RULE_SKIP, .text = "Integer"},
    {"float", .lower = lower_literal, .flags = RULE_SKIP, .text = "Float"},
    {"true", .lower = lower_literal, .flags = RULE_SKIP, .text = "true"},
    {"false", .lower = lower_literal, .flags = RULE_SKIP, .text = "false"},
    {"nil", .lower = lower_literal, .flags = RULE_SKIP, .text = "nil"},
    {0},
};

const language lang_ruby = {
    .id = LANGUAGE_RUBY,
    .grammar = tree_sitter_ruby,
    .flags = LANGUAGE_FUNCTION_SCOPE | LANGUAGE_MEMBERS_IN_SCOPE,
    .rules = rules,
    .decisions = "if elsif unless while until for if_modifier unless_modifier while_modifier until_modifier when "
                 "in_clause if_guard unless_guard rescue rescue_modifier conditional "
                 "binary/&& binary/|| binary/and binary/or",
    .builtins =
        "Array Complex Float Hash Integer Rational String __callee__ __dir__ __method__ abort at_exit "
        "autoload "
        "binding block_given? caller caller_locations catch eval exec exit exit! fail fork format gets "
        "global_variables gsub lambda load local_variables loop open p pp print printf proc putc puts raise "
        "rand "
        "readline readlines require require_relative select set_trace_func sleep spawn sprintf srand sub "
        "syscall "
        "system test throw trap warn freeze frozen? hash class clone dup instance_of? is_a? kind_of? nil? "
        "object_id "
        "respond_to? send public_send tap then extend instance_variable_get instance_variable_set "
        "instance_variable_defined? instance_variables methods method define_singleton_method "
        "singleton_class "
        "to_enum enum_for inspect itself "
        "alias_method attr attr_accessor attr_reader attr_writer define_method include included_modules "
        "module_function prepend private private_class_method private_constant protected public "
        "public_class_method "
        "public_constant refine remove_const remove_method undef_method using const_get const_set "
        "const_missing "
        "class_eval instance_eval class_exec instance_exec module_eval instance_method ruby2_keywords "
        "ArgumentError BasicObject Binding Class ClosedQueueError Comparable Data Dir ENV ARGV ARGF DATA "
        "EOFError "
        "Encoding EncodingError Enumerable Enumerator Errno Exception FalseClass Fiber FiberError File "
        "FileTest "
        "FloatDomainError FrozenError GC IO IOError IndexError Interrupt Kernel KeyError LoadError "
        "LocalJumpError "
        "Marshal MatchData Math Method Module Mutex NameError NilClass NoMatchingPatternError "
        "NoMatchingPatternKeyError NoMemoryError NoMethodError NotImplementedError Numeric Object "
        "ObjectSpace Proc "
        "Process Queue Ractor Random Range RangeError Refinement Regexp RegexpError RUBY_ENGINE "
        "RUBY_PLATFORM "
        "RUBY_VERSION RuntimeError STDERR STDIN STDOUT ScriptError SecurityError Signal SignalException "
        "SizedQueue StandardError StopIteration Struct Symbol SyntaxError SystemCallError SystemExit "
        "SystemStackError TOPLEVEL_BINDING Thread ThreadError ThreadGroup Time TracePoint TrueClass "
        "TypeError "
        "UnboundMethod UncaughtThrowError UnboundMethod Warning ZeroDivisionError it _1 _2 __FILE__ __LINE__",
};
