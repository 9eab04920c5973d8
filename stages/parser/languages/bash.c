// Shell scripts, by POSIX.1-2017 XCU 2 "Shell Command Language" and the Bash reference manual 5.2, and
// grammar tree-sitter-bash 0.25.
//
// Functions are entities, those inside of another one under its name; so are constants of the script
// (`readonly`, `declare -r` outside of functions). Every simple command with a literal name is a call with
// any number of arguments: of a function of the file, or of one that a sourced file brings; else it is a
// program's name and the edge is `external` (XCU 2.9.1.1 "Command Search and Execution"); the shell's own
// built-in commands are no edges. `.`, `source` and, in Bats, `load` are imports of all that the file has or
// sources itself; of a path that begins with an expansion what is behind it counts, so that "$(dirname
// "$0")/lib.sh" is lib.sh. The action of a `trap` is a function's use when it is one word. Variables are
// dynamic and no facts.
//
// Tests: files and folders as in detect.c; Bats' `@test "name" {` (Bats manual, "Writing tests"), which is no
// shell, is parsed as a function.
#include "stages/parser/extract.h"

const TSLanguage *tree_sitter_bash(void);

enum { NOTE_CONSTANT = 1 };

// ---- Bats

// Makes `@test "name" {` at the start of a line a function's head: the same number of bytes, ending in ().
static void
mask_test(char *start, const char *line_end)
{
    const char *end = line_end;
    while (end > start && strchr(" \t\r", end[-1]))
        end--;
    if (end == start || end[-1] != '{')
        return;
    end--;
    while (end > start && strchr(" \t", end[-1]))
        end--;
    if (end - start < (ptrdiff_t)sizeof "@test \"\"" - 1)
        return;
    memset(start, 'a', (size_t)(end - start));
    memcpy(start + (end - start) - 2, "()", 2);
}

static void
mask(span source, char *copy)
{
    const char *end = source.data + source.size;
    for (const char *at = source.data; (at = memchr(at, '@', (size_t)(end - at))); at++) {
        span rest = {at, (size_t)(end - at)};
        const char *start = at;
        while (start > source.data && strchr(" \t", start[-1]))
            start--;
        bool is_first = start == source.data || start[-1] == '\n';
        if (!is_first || !(span_starts(rest, "@test ") || span_starts(rest, "@test\t")))
            continue;
        const char *newline = memchr(at, '\n', rest.size);
        mask_test(copy + (at - source.data), copy + ((newline ? newline : end) - source.data));
    }
}

// The name of a test: what is quoted behind @test.
static span
test_name(span head)
{
    span name = span_slice(head, strlen("@test"), head.size);
    while (name.size && strchr(" \t", name.data[0]))
        name = span_slice(name, 1, name.size);
    char quote = name.size ? name.data[0] : 0;
    bool is_quoted = quote == '"' || quote == '\'';
    const char *close = is_quoted ? memchr(name.data + 1, quote, name.size - 1) : NULL;
    return close ? span_slice(name, 1, (size_t)(close - name.data)) : name;
}

// ---- functions and constants

static void
enter_function(extraction *x, const rule *rule, TSNode node)
{
    definition function = DEFINITION_NONE;
    function.kind = rule->entity;
    function.node = node;
    function.name_node = extract_field(x, node, F_name);
    function.name = extract_text(x, function.name_node);
    function.body = extract_field(x, node, F_body);
    function.flags = SYMBOL_VARIADIC;
    if (span_starts(function.name, "@test")) {
        function.kind = ENTITY_TEST_CASE;
        function.name = test_name(extract_text(x, node));
        function.is_unbound = true;
        function.detection = DETECTION_FRAMEWORK_CALL;
    }
    if (function.name.size)
        extract_define(x, &function);
}

static bool
is_read_only(const extraction *x, TSNode command)
{
    span keyword = extract_text(x, ts_node_child(command, 0));
    if (span_is(keyword, "readonly"))
        return true;
    span option = extract_text(x, extract_child(command, "word"));
    bool declares = span_is(keyword, "declare") || span_is(keyword, "typeset");
    return declares && span_starts(option, "-") && memchr(option.data, 'r', option.size);
}

static void
enter_declaration(extraction *x, const rule *rule, TSNode node)
{
    if (extract_symbol(x) != 0 || !is_read_only(x, node))
        return;
    for (children each = children_of(node); children_next(&each);) {
        if (!extract_is(each.node, "variable_assignment"))
            continue;
        definition constant = DEFINITION_NONE;
        constant.kind = rule->entity;
        constant.node = each.node;
        constant.name_node = extract_field(x, each.node, F_name);
        constant.name = extract_text(x, constant.name_node);
        if (!extract_is(constant.name_node, "variable_name"))
            continue;
        *extract_note(x, 0, constant.name) = NOTE_CONSTANT;
        extract_define_flat(x, &constant);
    }
}

// `$NAME` and `${NAME}`
static void
enter_expansion(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_child(node, "variable_name");
    if (!ts_node_is_null(name) && *extract_note(x, 0, extract_text(x, name)) == NOTE_CONSTANT)
        extract_reference(x, REFERENCE_VALUE,
                          extract_name(x, extract_text(x, name), ts_node_start_byte(name)), node, FACT_NONE);
}

// ---- commands

static bool
is_plain(span text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (strchr("$`*?[{}\\'\"", text.data[i]))
            return false;
    }
    return text.size > 0;
}

// The file that an argument names: all of it, or what stands behind its last expansion; empty when it cannot
// be told.
static span
sourced_path(span argument)
{
    span text = argument;
    if (text.size >= 2 && (text.data[0] == '"' || text.data[0] == '\'') &&
        text.data[text.size - 1] == text.data[0])
        text = span_slice(text, 1, text.size - 1);
    if (is_plain(text))
        return text;
    size_t start = text.size; // "$A"/lib.sh, "$(cd x; pwd)/lib.sh", ${A}/b/lib.sh
    while (start > 0 && !strchr("$`*?[{}\\'\")", text.data[start - 1]))
        start--;
    while (start < text.size && text.data[start] != '/')
        start++; // a variable's name
    return start + 1 < text.size ? span_slice(text, start + 1, text.size) : (span){"", 0};
}

static bool
note_source(extraction *x, span command, TSNode node)
{
    bool is_load = span_is(command, "load") && span_ends(extract_path(x), ".bats");
    if (!is_load && !span_is(command, ".") && !span_is(command, "source"))
        return false;
    span path = sourced_path(extract_text(x, extract_field(x, node, F_argument)));
    if (path.size)
        extract_import(x, IMPORT_WILDCARD | IMPORT_REEXPORT, path, (span){0}, (span){0}, node);
    return true;
}

static void
note_trap(extraction *x, TSNode node)
{
    TSNode action = extract_field(x, node, F_argument);
    span text = extract_text(x, action);
    if (extract_is(action, "word") && is_plain(text) && text.data[0] != '-')
        extract_reference(x, REFERENCE_VALUE, extract_name(x, text, ts_node_start_byte(action)), action,
                          FACT_NONE);
}

static void
enter_command(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode word = extract_child(extract_field(x, node, F_name), "word");
    span name = extract_text(x, word);
    if (!is_plain(name) || note_source(x, name, node))
        return;
    if (span_is(name, "trap"))
        note_trap(x, node);
    extract_reference(x, REFERENCE_CALL, extract_name(x, name, ts_node_start_byte(word)), node, FACT_NONE);
}

static const rule rules[] = {
    {"comment", .flags = RULE_COMMENT | RULE_SKIP},
    {"function_definition", .enter = enter_function, .entity = ENTITY_FUNCTION},
    {"declaration_command", .enter = enter_declaration, .entity = ENTITY_CONSTANT},
    {"command", .enter = enter_command},
    {"simple_expansion", .enter = enter_expansion},
    {"expansion", .enter = enter_expansion},
    {"raw_string", .flags = RULE_SKIP},
    {0},
};

// The built-in commands of POSIX (XCU 2.14) and of Bash (manual, "Shell Builtin Commands").
const language lang_bash = {
    .id = LANGUAGE_BASH,
    .grammar = tree_sitter_bash,
    .rules = rules,
    .decisions = "if_statement elif_clause for_statement c_style_for_statement while_statement case_item "
                 "&& ||",
    .builtins = ": . [ alias bg bind break builtin caller cd command compgen complete compopt continue "
                "declare dirs disown echo "
                "enable eval exec exit export false fc fg getopts hash help history jobs kill let local "
                "logout mapfile popd "
                "printf pushd pwd read readarray readonly return set shift shopt source suspend test time "
                "times trap true type "
                "typeset ulimit umask unalias unset wait",
    .mask = mask,
};
