// Lua, by the Lua 5.4 reference manual (and what 5.1 to 5.3 have) and grammar
// @tree-sitter-grammars/tree-sitter-lua 0.4.
//
// Functions are entities under the name they get: `function f`, `local function f`, `f = function`, `M.f =
// function`; `function M:f` is a method. Lua has no classes: a table of the file's top level that functions
// are put into, there or in its constructor, is a class, and what is called M.f belongs to M.
// `setmetatable(D, {__index = B})`, for D's value too, says that D extends B (manual 2.4), as do the idioms
// `B:extend()` and `class("D", B)`; `setmetatable(x, C)` is an instance of C. A function's result is the
// first value that one of its `return`s gives. A file's value is what its chunk returns (manual 6.3,
// `require`): a table of its own, or one whose fields are exported under their names. A call of `require` is
// an import, whose alias is the call's own text, which no name can be. Other variables of the top level are
// rows when they are global, or constant (`<const>`). How many arguments a function takes is never an error
// (manual 3.4.11), so it decides nothing.
//
// Tests: describe, it and their kin (Busted), called with a string and a function; functions called test* in
// tables called Test* (LuaUnit); files and folders as in detect.c.
#include "stages/parser/extract.h"

const TSLanguage *tree_sitter_lua(void);

enum { NOTE_TABLE = 1, RETURN_CLIMB_MAX = 64 };

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
first_child(TSNode node)
{
    return ts_node_is_null(node) || !ts_node_named_child_count(node) ? (TSNode){0}
                                                                     : ts_node_named_child(node, 0);
}

static bool
is_function(TSNode node)
{
    return extract_is(node, "function_definition");
}

// ---- calls with a meaning of their own

static bool
calls(const extraction *x, TSNode call, const char *name)
{
    return extract_is(call, "function_call") &&
           span_is(extract_text(x, extract_field(x, call, F_name)), name);
}

static TSNode
argument(const extraction *x, TSNode call, uint32_t index)
{
    TSNode arguments = extract_field(x, call, F_arguments);
    return !ts_node_is_null(arguments) && index < ts_node_named_child_count(arguments)
               ? ts_node_named_child(arguments, index)
               : (TSNode){0};
}

// The text of a string literal.
static span
string_text(const extraction *x, TSNode node)
{
    return extract_is(node, "string") ? extract_text(x, extract_field(x, node, F_content)) : (span){"", 0};
}

// The module that `require "x"` names, or an empty text.
static span
required(const extraction *x, TSNode call)
{
    return calls(x, call, "require") ? string_text(x, argument(x, call, 0)) : (span){"", 0};
}

// B of {__index = B}, or null.
static TSNode
index_of(const extraction *x, TSNode table)
{
    if (!extract_is(table, "table_constructor"))
        return (TSNode){0};
    for (children each = children_of(table); children_next(&each);) {
        if (span_is(extract_text(x, extract_field(x, each.node, F_name)), "__index")) {
            TSNode value = extract_field(x, each.node, F_value);
            children_end(&each);
            return value;
        }
    }
    return (TSNode){0};
}

// What a table that is set to `value` derives from, or null.
static TSNode
base_of(const extraction *x, TSNode value)
{
    if (calls(x, value, "setmetatable"))
        return index_of(x, argument(x, value, 1));
    if (calls(x, value, "class"))
        return argument(x, value, extract_is(argument(x, value, 0), "string"));
    TSNode callee = extract_is(value, "function_call") ? extract_field(x, value, F_name) : value;
    bool is_method =
        extract_is(callee, "method_index_expression") &&
        span_is_one_of(extract_text(x, extract_field(x, callee, F_method)), "extend subclass derive");
    return is_method ? extract_field(x, callee, F_table) : (TSNode){0};
}

// ---- what the top level says of tables, before the walk

static TSNode
root_table(const extraction *x, TSNode name)
{
    for (int i = 0; i < 8 && !ts_node_is_null(name) && !extract_is(name, "identifier"); i++)
        name = extract_field(x, name, F_table);
    return name;
}

static void
note_table(extraction *x, TSNode name)
{
    TSNode table = root_table(x, name);
    if (extract_is(table, "identifier") && !ts_node_eq(table, name))
        *extract_note(x, 0, extract_text(x, table)) = NOTE_TABLE;
}

// `setmetatable(D, {__index = B})`: remembers where B stands, under a name that is none of the source.
static void
note_base(extraction *x, TSNode call)
{
    TSNode table = argument(x, call, 0), base = index_of(x, argument(x, call, 1));
    if (!calls(x, call, "setmetatable") || !extract_is(table, "identifier") ||
        !extract_is(base, "identifier"))
        return;
    if (!span_equal(extract_text(x, table), extract_text(x, base)))
        *extract_note(x, 0, extract_join(x, SPAN_LITERAL("base of"), " ", extract_text(x, table))) =
            ts_node_start_byte(base);
}

static void
begin(extraction *x, TSNode root)
{
    for (children each = children_of(root); children_next(&each);) {
        if (extract_is(each.node, "function_declaration"))
            note_table(x, extract_field(x, each.node, F_name));
        else if (extract_is(each.node, "function_call"))
            note_base(x, each.node);
        else if (extract_is(each.node, "assignment_statement") &&
                 is_function(first_child(extract_child(each.node, "expression_list"))))
            note_table(x, first_child(extract_child(each.node, "variable_list")));
    }
}

// ---- functions

static test_detection
detection_of(const extraction *x, TSNode name)
{
    span table = extract_text(x, extract_field(x, name, F_table));
    span text = extract_text(
        x, extract_field(x, name, extract_is(name, "method_index_expression") ? F_method : F_field));
    bool is_test = span_starts(table, "Test") && (span_starts(text, "test") || span_starts(text, "Test"));
    return is_test ? DETECTION_NAME : DETECTION_NONE;
}

// Defines the function whose parameters and body `function` has, under `name`. `node` is its statement.
static void
define_function(extraction *x, TSNode node, TSNode name, TSNode function, unsigned flags)
{
    bool is_method = extract_is(name, "method_index_expression"), is_member = !extract_is(name, "identifier");
    definition definition = DEFINITION_NONE;
    definition.kind = is_method ? ENTITY_METHOD : ENTITY_FUNCTION;
    definition.node = node;
    definition.flags = flags | SYMBOL_VARIADIC;
    definition.body = extract_field(x, function, F_body);
    definition.name_node = name;
    if (is_member) {
        TSNode table = extract_field(x, name, F_table);
        definition.name_node = extract_field(x, name, is_method ? F_method : F_field);
        definition.owner = known_or_unknown(x, extract_lower(x, table));
        definition.qualifier = extract_text(x, table);
        definition.flags |= is_method ? 0 : SYMBOL_CLASS_LEVEL;
        definition.detection = detection_of(x, name);
        extract_claim(x, root_table(x, table));
    }
    definition.name = extract_text(x, definition.name_node);
    if (!definition.name.size)
        return;
    uint32_t symbol = extract_define(x, &definition);
    *extract_note(x, symbol, SPAN_LITERAL("")) = ts_node_start_byte(function);
}

static void
enter_function(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    bool is_local = extract_is(ts_node_child(node, 0), "local");
    define_function(x, node, extract_field(x, node, F_name), node, is_local ? SYMBOL_STATIC : 0);
}

static void
enter_parameters(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    for (children each = children_of(node); children_next(&each);) {
        if (!extract_is(each.node, "identifier"))
            continue;
        bool is_self = span_is(extract_text(x, each.node), "self");
        uint32_t value = is_self ? extract_expression(x, EXPRESSION_SELF, (span){0}, FACT_NONE) : FACT_NONE;
        extract_claim(x, each.node);
        extract_local(x, extract_text(x, each.node), value, ts_node_start_byte(each.node));
    }
}

// Whether the innermost function around is the entity's own, and no anonymous one inside of it.
static bool
in_own_body(extraction *x)
{
    uint32_t own = *extract_note(x, extract_symbol(x), SPAN_LITERAL(""));
    for (uint32_t up = 1; up < RETURN_CLIMB_MAX; up++) {
        TSNode around = extract_ancestor(x, up);
        if (ts_node_is_null(around))
            return false;
        if (is_function(around) || extract_is(around, "function_declaration"))
            return ts_node_start_byte(around) == own;
    }
    return false;
}

// The chunk's result: a table that is written here exports its fields.
static void
export_fields(extraction *x, TSNode table)
{
    for (children each = children_of(table); children_next(&each);) {
        TSNode name = extract_field(x, each.node, F_name), value = extract_field(x, each.node, F_value);
        if (extract_is(name, "identifier") && extract_is(value, "identifier"))
            extract_reexport(x, extract_text(x, value), extract_text(x, name), each.node);
    }
}

static void
enter_return(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode value = first_child(first_child(node));
    uint32_t symbol = extract_symbol(x);
    bool is_chunk = extract_is(extract_ancestor(x, 1), "chunk");
    if (ts_node_is_null(value) || extract_is(value, "nil") || extract_is(value, "false"))
        return;
    if (is_chunk && extract_is(value, "table_constructor")) {
        export_fields(x, value);
        return;
    }
    bool is_known = extract_symbol_facts(x, symbol)->type != FACT_NONE || is_function(value);
    if (is_known || !(is_chunk || (symbol != 0 && in_own_body(x))))
        return;
    uint32_t result = extract_lower(x, value);
    extract_symbol_facts(x, symbol)->type = result;
}

// ---- variables

// Whether the constructor has functions of its own.
static bool
has_functions(const extraction *x, TSNode table)
{
    for (children each = children_of(table); children_next(&each);) {
        if (is_function(extract_field(x, each.node, F_value))) {
            children_end(&each);
            return true;
        }
    }
    return false;
}

static void
note_extends(extraction *x, TSNode name, TSNode value)
{
    TSNode base = base_of(x, value);
    if (ts_node_is_null(base)) {
        uint32_t at =
            *extract_note(x, 0, extract_join(x, SPAN_LITERAL("base of"), " ", extract_text(x, name)));
        if (at != FACT_NONE)
            base = ts_node_named_descendant_for_byte_range(extract_ancestor(x, 1), at, at + 1);
    }
    extract_reference(x, REFERENCE_EXTENDS, extract_lower(x, base), base, FACT_NONE);
}

static void
define_table(extraction *x, TSNode node, TSNode name, TSNode value, unsigned flags)
{
    definition table = DEFINITION_NONE;
    table.kind = ENTITY_CLASS;
    table.node = node;
    table.name_node = name;
    table.name = extract_text(x, name);
    table.body = value;
    table.flags = flags;
    table.detection = span_starts(table.name, "Test") ? DETECTION_NAME : DETECTION_NONE;
    extract_define(x, &table);
    TSNode base = base_of(x, value);
    if (ts_node_is_null(base)) {
        note_extends(x, name, value);
        return;
    }
    extract_reference(x, REFERENCE_EXTENDS, extract_lower(x, base), base, FACT_NONE);
    extract_claim(x, base);
}

static void
define_variable(extraction *x, entity_kind kind, TSNode node, TSNode name, TSNode value, unsigned flags)
{
    definition variable = DEFINITION_NONE;
    variable.kind = kind;
    variable.node = node;
    variable.name_node = name;
    variable.name = extract_text(x, name);
    variable.flags = flags;
    variable.type = extract_lower(x, value);
    extract_define_flat(x, &variable);
}

// Whether the variable that stands before `next` is constant.
static bool
is_constant(const extraction *x, TSNode list)
{
    return span_is(extract_text(x, first_child(extract_child(list, "attribute"))), "const");
}

// The only variable of a statement of the top level. True when it is a row.
static bool
define_top_level(extraction *x, TSNode node, TSNode name, TSNode value, TSNode list, bool is_local)
{
    unsigned flags = is_local ? SYMBOL_STATIC : 0;
    uint32_t *note = extract_note(x, 0, extract_text(x, name));
    bool is_table = *note == NOTE_TABLE || has_functions(x, value);
    bool is_new = is_local || !extract_is_local(x, extract_text(x, name));
    *note = FACT_NONE; // once
    if (!is_new || (!is_table && is_local && !is_constant(x, list)))
        return false;
    if (is_table)
        define_table(x, node, name, value, flags);
    else
        define_variable(x, is_local ? ENTITY_CONSTANT : ENTITY_VARIABLE, node, name, value, flags);
    return true;
}

static void
declare_locals(extraction *x, TSNode node, TSNode names, TSNode values)
{
    children value = children_of(values);
    for (children each = children_of(names); children_next(&each);) {
        if (!extract_is(each.node, "identifier"))
            continue;
        bool has_value = children_next(&value);
        extract_claim(x, each.node);
        extract_local(x, extract_text(x, each.node), has_value ? extract_lower(x, value.node) : FACT_NONE,
                      ts_node_end_byte(node));
    }
    children_end(&value);
}

// `local a, b = ...` and `a, b = ...`
static void
enter_assignment(extraction *x, TSNode node, TSNode statement, bool is_local)
{
    TSNode names = extract_child(statement, "variable_list"),
           values = extract_child(statement, "expression_list");
    TSNode name = first_child(names), value = first_child(values);
    bool is_identifier = extract_is(name, "identifier");
    bool is_top_level = extract_is(extract_ancestor(x, 1), "chunk");
    bool is_self = span_is(extract_text(x, root_table(x, name)), "self");
    uint32_t count = 0;
    for (children each = children_of(names); children_next(&each);)
        count += !extract_is(each.node, "attribute");
    if (count == 1 && is_function(value) && !is_self && !extract_is(name, "bracket_index_expression")) {
        define_function(x, node, name, value, is_local ? SYMBOL_STATIC : 0);
        return;
    }
    if (count == 1 && is_identifier && is_top_level &&
        define_top_level(x, node, name, value, names, is_local))
        return;
    if (is_local)
        declare_locals(x, node, names, values);
}

static void
enter_local(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode statement = extract_child(node, "assignment_statement");
    enter_assignment(x, node, ts_node_is_null(statement) ? node : statement, true);
}

static void
enter_global(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    if (!extract_is(extract_ancestor(x, 1), "variable_declaration"))
        enter_assignment(x, node, node, false);
}

static void
enter_attribute(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    extract_claim(x, first_child(node));
}

// A function in the constructor of a table that is a class.
static void
enter_field(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, node, F_name), value = extract_field(x, node, F_value);
    bool is_named = extract_is(name, "identifier");
    if (is_named)
        extract_claim(x, name);
    TSNode around = extract_ancestor(x, 2);
    bool is_member =
        extract_in_type(x) && (extract_is(around, "expression_list") || extract_is(around, "arguments"));
    if (is_named && is_member && is_function(value))
        define_function(x, node, name, value, SYMBOL_CLASS_LEVEL);
}

static void
enter_for(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode names = extract_child(node, "variable_list");
    if (ts_node_is_null(names)) {
        TSNode name = extract_field(x, node, F_name);
        extract_claim(x, name);
        extract_local(x, extract_text(x, name), FACT_NONE, ts_node_start_byte(node));
        return;
    }
    for (children each = children_of(names); children_next(&each);) {
        extract_claim(x, each.node);
        extract_local(x, extract_text(x, each.node), FACT_NONE, ts_node_end_byte(node));
    }
}

static void
enter_label(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    extract_claim(x, first_child(node));
}

// ---- expressions

static uint32_t
lower_identifier(extraction *x, const rule *rule, TSNode node)
{
    span name = extract_text(x, node);
    if (span_is(name, "self") && !extract_is_local(x, name))
        return lower_self(x, rule, node);
    return lower_name(x, rule, node);
}

static void
enter_identifier(extraction *x, const rule *rule, TSNode node)
{
    if (!span_is(extract_text(x, node), "self"))
        enter_value(x, rule, node);
}

// The name that an import by `require` has: the call as it is written.
static uint32_t
lower_call_expression(extraction *x, const rule *rule, TSNode node)
{
    if (required(x, node).size)
        return extract_name(x, extract_text(x, node), ts_node_start_byte(node));
    if (calls(x, node, "setmetatable")) {
        TSNode meta = argument(x, node, 1), base = index_of(x, meta);
        return known_or_unknown(x,
                                extract_instance(x, extract_lower(x, ts_node_is_null(base) ? meta : base)));
    }
    return lower_call(x, rule, node);
}

static bool
enter_test(extraction *x, TSNode node, TSNode callee)
{
    static const char functions[] =
        "describe context insulate expose it test spec pending before_each after_each setup "
        "teardown lazy_setup lazy_teardown strict_setup strict_teardown";
    TSNode name = argument(x, node, 0), body = argument(x, node, 1);
    if (!extract_is(callee, "identifier") || !is_function(body) || !string_text(x, name).size ||
        !span_is_one_of(extract_text(x, callee), functions))
        return false;
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_TEST_CASE;
    definition.node = node;
    definition.name = string_text(x, name);
    definition.body = body;
    definition.owner = unknown(x);
    definition.is_unbound = true;
    definition.detection = DETECTION_FRAMEWORK_CALL;
    extract_claim(x, callee);
    extract_define(x, &definition);
    return true;
}

static void
enter_function_call(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode callee = extract_field(x, node, F_name);
    span module = required(x, node);
    if (extract_is(callee, "identifier"))
        extract_claim(x, callee);
    if (module.size) {
        extract_import(x, IMPORT_MODULE, module, (span){0}, extract_text(x, node), node);
        return;
    }
    if (!enter_test(x, node, callee))
        extract_reference(x, REFERENCE_CALL, extract_lower(x, callee), node, FACT_NONE);
}

static void
enter_index(extraction *x, const rule *rule, TSNode node)
{
    extract_claim(x, extract_field(x, node, rule->name));
}

// `a or b` is what a is.
static uint32_t
lower_binary(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    bool is_or = span_is(extract_text(x, extract_field(x, node, F_operator)), "or");
    return is_or ? known_or_unknown(x, extract_lower(x, extract_field(x, node, F_left))) : unknown(x);
}

static const rule rules[] = {
    {"comment", .flags = RULE_COMMENT | RULE_SKIP},
    {"hash_bang_line", .flags = RULE_COMMENT | RULE_SKIP},
    {"function_declaration", .enter = enter_function},
    {"function_definition", .flags = RULE_SCOPE},
    {"parameters", .enter = enter_parameters},
    {"return_statement", .enter = enter_return},
    {"variable_declaration", .enter = enter_local},
    {"assignment_statement", .enter = enter_global},
    {"attribute", .enter = enter_attribute},
    {"field", .enter = enter_field},
    {"block", .flags = RULE_SCOPE},
    {"for_statement", .flags = RULE_SCOPE},
    {"for_generic_clause", .enter = enter_for},
    {"for_numeric_clause", .enter = enter_for},
    {"label_statement", .enter = enter_label},
    {"goto_statement", .enter = enter_label},
    {"function_call", .enter = enter_function_call, .lower = lower_call_expression, .operand = F_name},
    {"dot_index_expression", .enter = enter_index, .lower = lower_member, .operand = F_table,
     .name = F_field},
    {"method_index_expression", .enter = enter_index, .lower = lower_member, .operand = F_table,
     .name = F_method},
    {"bracket_index_expression", .lower = lower_element, .operand = F_table},
    {"parenthesized_expression", .lower = lower_inner},
    {"binary_expression", .lower = lower_binary},
    {"identifier", .enter = enter_identifier, .lower = lower_identifier, .flags = RULE_OWN},
    {"string", .lower = lower_literal, .flags = RULE_SKIP, .text = "string"},
    {"number", .lower = lower_literal, .flags = RULE_SKIP, .text = "number"},
    {0},
};

// The standard library (manual 6; 5.1's too).
const language lang_lua = {
    .id = LANGUAGE_LUA,
    .grammar = tree_sitter_lua,
    .flags = LANGUAGE_MEMBERS_HIDDEN,
    .rules = rules,
    .decisions = "if_statement elseif_statement for_statement while_statement repeat_statement "
                 "binary_expression/and binary_expression/or",
    .receiver = "self",
    .builtins = "_G _ENV _VERSION assert collectgarbage dofile error getmetatable ipairs load loadfile "
                "loadstring next pairs "
                "pcall print rawequal rawget rawlen rawset require select setfenv getfenv setmetatable "
                "tonumber tostring type "
                "unpack xpcall module coroutine debug io math os package string table utf8 bit32 bit jit arg",
    .begin = begin,
};
