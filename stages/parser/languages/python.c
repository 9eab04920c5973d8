// Python, by the language reference (docs.python.org/3/reference, version 3.13), PEP 257 (docstrings), PEP
// 484 and its successors (annotations), and grammar tree-sitter-python 0.25.
//
// Assignment declares. At module level the first assignment of a name is a row, `const` when its name is all
// in capitals, else `var`; names that `for`, `with`, `except` or `case` bind are none. In a class body and on
// `self` assignments are fields: facts, no rows. `f = lambda ...` is a function of that name. `__init__` is
// the constructor; enums and protocols are classes, since they are written so. Signatures marked `@overload`
// are no rows in a .py file, where the implementation follows; in a stub (.pyi) they are all there is. A
// property is a method with its result type.
//
// The documentation is the docstring; the comment above where there is none. `@f(1)` is one reference, a
// decorator, and no call. Types are values (schema/facts.h): a variable's, field's and result's `type` is the
// value that it is set to or returns, an INSTANCE of what is annotated; of several values EITHER. `import
// a.b` binds `a`, and is noted as the import of `a` and of `a.b`, which it runs both. What is imported may be
// imported from here: all imports of a module re-export.
#include "stages/parser/extract.h"

const TSLanguage *tree_sitter_python(void);

enum {
    NOTE_FREE = UINT32_MAX - 1, // extract_note(): `global x`, `nonlocal x`: assignments declare nothing here
    NOTE_IMPORTED = UINT32_MAX - 2, // bound by an import
    NOTE_DECLARED = UINT32_MAX - 3, // of a function's result: it is annotated
    DEPTH_MAX = 20,                 // of nested targets and annotations
    TYPE_ARGUMENTS_MAX = 8,
    VALUES_MAX = 4, // of one variable, field or result, from different assignments
};

static uint32_t
unknown(extraction *x)
{
    return extract_expression(x, EXPRESSION_UNKNOWN, (span){0}, FACT_NONE);
}

static bool
is_word_byte(char byte)
{
    return byte == '_' || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || (unsigned char)byte >= 0x80;
}

static size_t
word_size(span text)
{
    size_t size = 0;
    while (size < text.size && is_word_byte(text.data[size]))
        size++;
    return size;
}

static span
trim(span text)
{
    size_t start = 0, end = text.size;
    while (start < end && strchr(" \t\r\n\\", text.data[start]))
        start++;
    while (end > start && strchr(" \t\r\n\\", text.data[end - 1]))
        end--;
    return span_slice(text, start, end);
}

static span
after_last(span text, char separator)
{
    size_t start = text.size;
    while (start > 0 && text.data[start - 1] != separator)
        start--;
    return span_slice(text, start, text.size);
}

static bool
ends_with(span text, const char *end)
{
    size_t size = strlen(end);
    return text.size >= size && memcmp(text.data + text.size - size, end, size) == 0;
}

static uint32_t
member_of(extraction *x, uint32_t operand, const char *name)
{
    return operand == FACT_NONE ? FACT_NONE
                                : extract_expression(x, EXPRESSION_MEMBER, span_of(name), operand);
}

static uint32_t
call_of(extraction *x, uint32_t callee)
{
    return callee == FACT_NONE ? FACT_NONE : extract_operation(x, EXPRESSION_CALL, FACT_NONE, callee);
}

// What `operand.name()` gives.
static uint32_t
method_result(extraction *x, uint32_t operand, const char *name)
{
    return call_of(x, member_of(x, operand, name));
}

static uint32_t
element_of(extraction *x, uint32_t container)
{
    return container == FACT_NONE ? FACT_NONE
                                  : extract_expression(x, EXPRESSION_ELEMENT, (span){0}, container);
}

static uint32_t
container_of(extraction *x, uint32_t element)
{
    return extract_expression(x, EXPRESSION_CONTAINER, (span){0},
                              element == FACT_NONE ? unknown(x) : element);
}

// A value of the built-in class `name` that knows what is in it: of a tuple each item, of a dict key and
// value.
static uint32_t
filled(extraction *x, const char *name, const uint32_t *values, uint32_t count)
{
    uint32_t base = extract_expression(x, EXPRESSION_LITERAL, span_of(name), FACT_NONE);
    return extract_generic(x, base, values, count);
}

static uint32_t
dict_of(extraction *x, uint32_t key, uint32_t value)
{
    return filled(x, "dict", (uint32_t[]){key, value}, 2);
}

// `first`, or `second` where that says nothing; each may be FACT_NONE. A value that has many says no more.
static uint32_t
either(extraction *x, uint32_t first, uint32_t second)
{
    if (first == FACT_NONE || second == FACT_NONE || first == second)
        return first == FACT_NONE ? second : first;
    uint32_t count = 1;
    for (uint32_t at = first; extract_op(x, at) == EXPRESSION_EITHER && count < VALUES_MAX; count++)
        at = extract_operand(x, at);
    return count < VALUES_MAX ? extract_operation(x, EXPRESSION_EITHER, second, first) : first;
}

// ---- annotations: read as text, since a quoted annotation is text and means the same

// What a variable is that is so annotated: an INSTANCE, a CONTAINER ...
static uint32_t lower_type_text(extraction *x, span text, uint32_t at, int depth);

// `a.b.C` as MEMBER(MEMBER(NAME a, b), C); UNKNOWN when it is no dotted name.
static uint32_t
lower_dotted(extraction *x, span text, uint32_t at)
{
    uint32_t expression = FACT_NONE;
    size_t start = 0;
    for (size_t i = 0; i <= text.size; i++) {
        if (i < text.size && is_word_byte(text.data[i]))
            continue;
        span part = span_slice(text, start, i);
        if (!part.size || (i < text.size && text.data[i] != '.'))
            return unknown(x);
        expression = expression == FACT_NONE ? extract_name(x, part, at)
                                             : extract_expression(x, EXPRESSION_MEMBER, part, expression);
        start = i + 1;
    }
    return expression;
}

// The end of the part of `text` that starts at `start`: the next `separator` outside of brackets and quotes.
static size_t
part_end(span text, size_t start, char separator)
{
    int depth = 0;
    char quote = 0;
    for (size_t i = start; i < text.size; i++) {
        char byte = text.data[i];
        if (quote) {
            quote = byte == quote ? 0 : quote;
        } else if (byte == '"' || byte == '\'') {
            quote = byte;
        } else if (byte == '[' || byte == '(' || byte == '{') {
            depth++;
        } else if (byte == ']' || byte == ')' || byte == '}') {
            depth--;
        } else if (byte == separator && depth == 0) {
            return i;
        }
    }
    return text.size;
}

// Splits at top-level separators; returns how many parts there are, of which the first `max` are given.
static uint32_t
split(span text, char separator, span *parts, uint32_t max)
{
    uint32_t count = 0;
    for (size_t start = 0; start <= text.size && count < max;) {
        size_t end = part_end(text, start, separator);
        parts[count++] = trim(span_slice(text, start, end));
        start = end + 1;
    }
    return count;
}

static uint32_t
lower_union(extraction *x, const span *parts, uint32_t count, uint32_t at, int depth)
{
    uint32_t value = FACT_NONE;
    for (uint32_t i = 0; i < count; i++) {
        if (parts[i].size && !span_is(parts[i], "None"))
            value = either(x, value, lower_type_text(x, parts[i], at, depth));
    }
    return value == FACT_NONE ? unknown(x) : value;
}

// `Type[C]` is the class itself.
static uint32_t
lower_class_text(extraction *x, span text, uint32_t at, int depth)
{
    uint32_t value = lower_type_text(x, text, at, depth);
    return member_of(x, value, "__class__");
}

// `head[arguments]`
static uint32_t
lower_subscripted(extraction *x, span head, span arguments, uint32_t at, int depth)
{
    span parts[TYPE_ARGUMENTS_MAX], name = after_last(head, '.');
    uint32_t lowered[TYPE_ARGUMENTS_MAX], count = split(arguments, ',', parts, TYPE_ARGUMENTS_MAX);
    if (span_is_one_of(name, "Optional Union"))
        return lower_union(x, parts, count, at, depth);
    if (span_is_one_of(name, "Type type"))
        return lower_class_text(x, parts[0], at, depth);
    if (span_is_one_of(name, "Final ClassVar Annotated Required NotRequired ReadOnly Awaitable InitVar Unpack"))
        return lower_type_text(x, parts[0], at, depth);
    if (span_is_one_of(name, "Coroutine"))
        return count == 3 ? lower_type_text(x, parts[2], at, depth) : unknown(x);
    if (span_is_one_of(name, "Callable") && count == 2)
        return extract_operation(x, EXPRESSION_FUNCTION, FACT_NONE, lower_type_text(x, parts[1], at, depth));
    if (span_is_one_of(name, "Callable Literal LiteralString TypeGuard TypeIs"))
        return unknown(x);
    bool is_list =
        span_is_one_of(name, "list List set Set frozenset FrozenSet Sequence MutableSequence Iterable Iterator "
                        "Collection Container deque Deque AsyncIterator AsyncIterable Generator "
                        "AsyncGenerator Reversible AbstractSet MutableSet KeysView ValuesView ContextManager "
                        "AbstractContextManager AsyncContextManager AbstractAsyncContextManager");
    bool is_map = span_is_one_of(name, "dict Dict Mapping MutableMapping defaultdict DefaultDict OrderedDict "
                                  "ChainMap WeakValueDictionary WeakKeyDictionary");
    bool is_tuple = span_is_one_of(name, "tuple Tuple");
    if (is_list || (is_tuple && count == 2 && span_is(parts[1], "...")))
        return container_of(x, lower_type_text(x, parts[0], at, depth));
    if (!is_tuple && !(is_map && count == 2))
        return extract_instance(x, lower_dotted(x, head, at));
    for (uint32_t i = 0; i < count; i++)
        lowered[i] = lower_type_text(x, parts[i], at, depth);
    return filled(x, is_map ? "dict" : "tuple", lowered, count);
}

static uint32_t
lower_type_text(extraction *x, span text, uint32_t at, int depth)
{
    text = trim(text);
    if (!text.size || depth > DEPTH_MAX)
        return unknown(x);
    if (text.data[0] == '"' || text.data[0] == '\'')
        return lower_type_text(x, extract_unquote(text), at, depth + 1);
    span parts[TYPE_ARGUMENTS_MAX];
    uint32_t count = split(text, '|', parts, TYPE_ARGUMENTS_MAX);
    if (count > 1)
        return lower_union(x, parts, count, at, depth + 1);
    size_t bracket = 0;
    while (bracket < text.size && text.data[bracket] != '[')
        bracket++;
    if (bracket < text.size && text.data[text.size - 1] == ']')
        return lower_subscripted(x, trim(span_slice(text, 0, bracket)),
                                 span_slice(text, bracket + 1, text.size - 1), at, depth + 1);
    if (span_is_one_of(after_last(text, '.'), "Self") && extract_enclosing_type(x) != FACT_NONE)
        return extract_expression(x, EXPRESSION_SELF, (span){0}, FACT_NONE);
    return extract_instance(x, lower_dotted(x, text, at));
}

static uint32_t
lower_type(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    return lower_type_text(x, extract_text(x, node), ts_node_start_byte(node), 0);
}

// Every name in an annotation is a use of it, quoted or not, but for the values in `Literal[...]`.
static void
enter_type_annotation(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    span text = extract_text(x, node);
    for (size_t i = 0, start; i < text.size;) {
        start = i;
        while (i < text.size && (is_word_byte(text.data[i]) || (text.data[i] == '.' && i > start)))
            i++;
        span word = span_slice(text, start, i);
        if (!word.size) {
            i++;
            continue;
        }
        bool is_number = word.data[0] >= '0' && word.data[0] <= '9';
        if (!is_number && word.data[word.size - 1] != '.')
            extract_reference(x, REFERENCE_TYPE, lower_dotted(x, word, ts_node_start_byte(node)), node,
                              FACT_NONE);
        if (span_is(after_last(word, '.'), "Literal") && i < text.size && text.data[i] == '[')
            i = part_end(text, i, ']') < text.size ? part_end(text, i, ']') : text.size;
    }
}

// ---- variables

// How a target is bound: by assignment, which makes rows and fields, or by `for`, `with`, `except`, `case`.
enum binding_kind { BIND_ASSIGNED, BIND_LOCAL };

// ---- branches that are never run

// Whether `text` starts with `name` or ends a dotted name in it (`sys.platform`, `platform`), and what stands
// behind it.
static bool
starts_with_name(span text, const char *module, const char *name, span *rest)
{
    size_t size = strlen(module);
    if (span_starts(text, module) && text.size > size && text.data[size] == '.')
        text = span_slice(text, size + 1, text.size);
    if (!span_starts(text, name))
        return false;
    *rest = trim(span_slice(text, strlen(name), text.size));
    return !rest->size || !is_word_byte(rest->data[0]);
}

// What a comparison of a text with a literal says; -1 when it is none.
static int
compare_text(span rest, const char *value)
{
    bool is_equal = span_starts(rest, "=="), is_unequal = span_starts(rest, "!=");
    if (is_equal || is_unequal)
        return span_is(extract_unquote(trim(span_slice(rest, 2, rest.size))), value) == is_equal;
    if (span_starts(rest, ".startswith(") && ends_with(rest, ")"))
        return span_is(extract_unquote(trim(span_slice(rest, strlen(".startswith("), rest.size - 1))), value);
    return -1;
}

// Whether a condition holds everywhere or nowhere (1, 0), or nobody knows (-1): on Linux, in a Python of
// today that is being checked, which is how type checkers read these names (typing specification, "Version
// and platform checking").
static int
static_truth(span text)
{
    span rest;
    text = trim(text);
    if (span_starts(text, "not ")) {
        int inner = static_truth(span_slice(text, 4, text.size));
        return inner < 0 ? inner : !inner;
    }
    if (span_is_one_of(after_last(text, '.'), "TYPE_CHECKING True"))
        return 1;
    if (span_is_one_of(text, "False 0"))
        return 0;
    if (starts_with_name(text, "sys", "platform", &rest))
        return compare_text(rest, "linux");
    if (starts_with_name(text, "os", "name", &rest) && span_starts(text, "os."))
        return compare_text(rest, "posix");
    if (!starts_with_name(text, "sys", "version_info", &rest) || !rest.size)
        return -1;
    bool is_old = span_starts(rest, "<") || span_starts(rest, "[0] ==") || span_starts(rest, "[0] <");
    bool is_new = span_starts(rest, ">") || span_starts(rest, "[0] >");
    if (span_starts(rest, "[0] == 3") || span_starts(rest, "[0] >= 3"))
        return 1;
    return is_new ? 1 : is_old ? 0 : -1;
}

// Whether the node being entered stands in a branch that is never run, without leaving the innermost entity.
static bool
is_dead(const extraction *x, TSNode node)
{
    for (uint32_t up = 1; up < DEPTH_MAX; up++) {
        TSNode around = extract_ancestor(x, up);
        if (ts_node_is_null(around) || extract_is(around, "function_definition") ||
            extract_is(around, "class_definition"))
            return false;
        if (!extract_is(around, "if_statement"))
            continue;
        int truth = static_truth(extract_text(x, extract_field(x, around, F_condition)));
        TSNode block = extract_field(x, around, F_consequence);
        bool is_inside = !ts_node_is_null(block) && ts_node_start_byte(node) >= ts_node_start_byte(block) &&
                         ts_node_end_byte(node) <= ts_node_end_byte(block);
        if (truth >= 0 && (bool)truth != is_inside)
            return true;
    }
    return false;
}

// What a target gets.
struct assigned {
    enum binding_kind kind;
    TSNode statement; // the entity, where it makes one
    TSNode right;     // or null
    uint32_t declared, value;
    uint32_t visible_from;
    bool is_inner; // of a comprehension: seen inside of it only
};

static bool
is_constant_name(span name)
{
    bool has_capital = false;
    for (size_t i = 0; i < name.size; i++) {
        if (name.data[i] >= 'a' && name.data[i] <= 'z')
            return false;
        has_capital |= name.data[i] >= 'A' && name.data[i] <= 'Z';
    }
    return has_capital;
}

// A value that says nothing of the variable's type: `x = None`.
static bool
is_mute(TSNode value)
{
    return ts_node_is_null(value) || extract_is(value, "none") || extract_is(value, "ellipsis");
}

static uint32_t
type_of(const struct assigned *assigned)
{
    bool is_none = extract_is(assigned->right, "none") || extract_is(assigned->right, "ellipsis");
    return assigned->declared != FACT_NONE ? assigned->declared : is_none ? FACT_NONE : assigned->value;
}

// A member of `symbol` (0: the file); the first assignment makes it, and what it is set to is what any says.
static void
define_once(extraction *x, uint32_t symbol, span name, entity_kind kind, unsigned flags,
            const struct assigned *assigned)
{
    uint32_t *note = extract_note(x, symbol, name);
    bool is_never = symbol == 0 && !ts_node_is_null(assigned->statement) && is_dead(x, assigned->statement);
    if (*note == NOTE_IMPORTED || *note == NOTE_FREE || (is_never && *note != FACT_NONE))
        return;
    if (*note != FACT_NONE) {
        uint32_t more = type_of(assigned), known = extract_symbol_facts(x, *note)->type;
        known = assigned->declared != FACT_NONE ? either(x, more, known) : either(x, known, more);
        extract_symbol_facts(x, *note)->type = known;
        return;
    }
    definition definition = DEFINITION_NONE;
    definition.kind = kind;
    definition.name = name;
    definition.node = assigned->statement;
    definition.type = type_of(assigned);
    definition.flags = flags | (is_never ? SYMBOL_OFF : 0);
    definition.parent = symbol == extract_symbol(x) ? 0 : symbol;
    definition.is_unbound = definition.parent != 0;
    bool is_long = !ts_node_is_null(assigned->right) &&
                   ts_node_start_point(assigned->statement).row != ts_node_end_point(assigned->right).row;
    if (is_long)
        definition.body = assigned->right;
    uint32_t made = extract_define_flat(x, &definition);
    *extract_note(x, symbol, name) = made;
}

// `x = None` declares a local and says nothing of it: what else it is set to counts.
static void
bind_local(extraction *x, span name, const struct assigned *assigned)
{
    uint32_t value = type_of(assigned);
    uint32_t visible_from =
        value == FACT_NONE && is_mute(assigned->right) && !ts_node_is_null(assigned->right)
            ? 0
            : assigned->visible_from;
    if (assigned->is_inner || extract_is_narrowed(x, name))
        extract_local(x, name, value, visible_from);
    if (!assigned->is_inner)
        extract_function_local(x, name, value, visible_from);
}

static void
bind_name(extraction *x, TSNode name, const struct assigned *assigned)
{
    span text = extract_text(x, name);
    extract_claim(x, name);
    uint32_t symbol = extract_symbol(x);
    if (assigned->kind == BIND_LOCAL) {
        bind_local(x, text, assigned);
    } else if (symbol == 0) {
        bool is_alias =
            extract_is(assigned->statement, "assignment") &&
            ends_with(extract_text(x, extract_field(x, assigned->statement, F_type)), "TypeAlias");
        entity_kind kind = is_alias                 ? ENTITY_TYPE_ALIAS
                           : is_constant_name(text) ? ENTITY_CONSTANT
                                                    : ENTITY_VARIABLE;
        struct assigned aliased = *assigned;
        if (is_alias)
            aliased.declared =
                lower_type_text(x, extract_text(x, assigned->right), assigned->visible_from, 0);
        define_once(x, 0, text, kind, 0, &aliased);
    } else if (extract_symbol_kind(x) == ENTITY_CLASS) {
        define_once(x, symbol, text, ENTITY_FIELD, SYMBOL_CLASS_LEVEL, assigned);
    } else if (*extract_note(x, symbol, text) != NOTE_FREE) {
        bind_local(x, text, assigned);
    } else if (*extract_note(x, 0, text) < NOTE_DECLARED) { // `global x`
        define_once(x, 0, text, ENTITY_VARIABLE, 0, assigned);
    }
}

// `self.x = ...` is a field of the class, `cls.x = ...` one of the class itself.
static void
bind_attribute(extraction *x, TSNode target, const struct assigned *assigned)
{
    TSNode object = extract_field(x, target, F_object);
    span receiver = extract_text(x, object);
    uint32_t class = extract_enclosing_type(x);
    extract_claim(x, target);
    bool is_field = assigned->kind == BIND_ASSIGNED && extract_is(object, "identifier") &&
                    class != FACT_NONE && (span_is(receiver, "self") || span_is(receiver, "cls"));
    if (is_field)
        define_once(x, class, extract_text(x, extract_field(x, target, F_attribute)), ENTITY_FIELD,
                    span_is(receiver, "cls") ? SYMBOL_CLASS_LEVEL : 0, assigned);
}

static void bind_target(extraction *x, TSNode target, const struct assigned *assigned, int depth);

// Item number `i` of a tuple or sequence: a member of that number (the linker's README).
static uint32_t
item_of(extraction *x, uint32_t sequence, uint32_t i)
{
    static const char *const numbers[] = {"0", "1", "2", "3", "4", "5", "6", "7"};
    return i < sizeof numbers / sizeof *numbers ? member_of(x, sequence, numbers[i]) : FACT_NONE;
}

// `a, (b, *c) = 1, f()`: each its own where the right side is written out, else the item of that number.
static void
bind_several(extraction *x, TSNode targets, const struct assigned *assigned, int depth)
{
    TSNode right = assigned->right;
    bool is_list =
        extract_is(right, "expression_list") || extract_is(right, "tuple") || extract_is(right, "list");
    bool is_paired = is_list && ts_node_named_child_count(right) == ts_node_named_child_count(targets);
    children values = children_of(is_paired ? right : (TSNode){0});
    uint32_t i = is_list ? FACT_NONE : 0;
    for (children each = children_of(targets); children_next(&each);) {
        struct assigned one = *assigned;
        bool has_value = children_next(&values);
        one.right = has_value ? values.node : (TSNode){0};
        one.value = has_value ? extract_lower(x, values.node) : item_of(x, assigned->value, i);
        one.declared = FACT_NONE;
        bind_target(x, each.node, &one, depth + 1);
        i = i == FACT_NONE || extract_is(each.node, "list_splat_pattern") ? FACT_NONE : i + 1;
    }
    children_end(&values);
}

static void
bind_target(extraction *x, TSNode target, const struct assigned *assigned, int depth)
{
    if (ts_node_is_null(target) || depth > DEPTH_MAX)
        return;
    if (extract_is(target, "identifier"))
        bind_name(x, target, assigned);
    else if (extract_is(target, "attribute"))
        bind_attribute(x, target, assigned);
    else if (extract_is(target, "pattern_list") || extract_is(target, "tuple_pattern") ||
             extract_is(target, "list_pattern") || extract_is(target, "tuple") ||
             extract_is(target, "list") || extract_is(target, "list_splat_pattern") ||
             extract_is(target, "list_splat"))
        bind_several(x, target, assigned, depth);
    else if (extract_is(target, "as_pattern_target") || extract_is(target, "parenthesized_expression"))
        bind_target(x, ts_node_named_child(target, 0), assigned, depth + 1);
}

// ---- functions

static void
count_parameter(const extraction *x, TSNode parameter, definition *definition)
{
    if (extract_is(parameter, "typed_parameter"))
        parameter = ts_node_named_child(parameter, 0);
    if (extract_is(parameter, "list_splat_pattern") || extract_is(parameter, "dictionary_splat_pattern")) {
        definition->flags |= SYMBOL_VARIADIC;
    } else if (extract_is(parameter, "identifier") || extract_is(parameter, "tuple_pattern")) {
        definition->arity_min++;
        definition->arity_max++;
    } else if (extract_is(parameter, "default_parameter") ||
               extract_is(parameter, "typed_default_parameter")) {
        definition->arity_max++;
    }
}

// How many arguments it takes, without the receiver of a method.
static void
count_parameters(const extraction *x, TSNode parameters, bool has_receiver, definition *definition)
{
    for (children each = children_of(parameters); children_next(&each);)
        count_parameter(x, each.node, definition);
    if (has_receiver && definition->arity_max) {
        definition->arity_min -= definition->arity_min > 0;
        definition->arity_max--;
    }
}

// Declares a parameter and claims its name. `receiver` is what the first one of a method is, else FACT_NONE.
static void
declare_parameter(extraction *x, TSNode parameter, uint32_t receiver)
{
    TSNode name = extract_field(x, parameter, F_name), type = extract_field(x, parameter, F_type);
    TSNode set = extract_field(x, parameter, F_value);
    if (ts_node_is_null(name))
        name = extract_is(parameter, "identifier") ? parameter : ts_node_named_child(parameter, 0);
    bool is_splat = extract_is(name, "list_splat_pattern") || extract_is(name, "dictionary_splat_pattern") ||
                    extract_is(parameter, "list_splat_pattern") ||
                    extract_is(parameter, "dictionary_splat_pattern");
    uint32_t declared = extract_lower(x, type), value = receiver;
    bool is_map =
        extract_is(name, "dictionary_splat_pattern") || extract_is(parameter, "dictionary_splat_pattern");
    if (declared != FACT_NONE && is_splat)
        declared = container_of(x, declared);
    if (value == FACT_NONE && !(is_splat && is_map))
        value = declared != FACT_NONE ? declared : is_mute(set) ? FACT_NONE : extract_lower(x, set);
    if (is_splat && ts_node_named_child_count(name))
        name = ts_node_named_child(name, 0);
    struct assigned assigned = {
        .kind = BIND_LOCAL, .right = parameter, .declared = FACT_NONE, .value = value};
    if (extract_is(name, "tuple_pattern"))
        assigned.right = (TSNode){0};
    bind_target(x, name, &assigned, 0);
}

static void
declare_parameters(extraction *x, TSNode parameters, uint32_t receiver)
{
    for (children each = children_of(parameters); children_next(&each);) {
        bool is_separator = extract_is(each.node, "keyword_separator") ||
                            extract_is(each.node, "positional_separator") || ts_node_is_extra(each.node);
        if (is_separator)
            continue;
        declare_parameter(x, each.node, receiver);
        receiver = FACT_NONE;
    }
}

// `def f[T: Bound]`, `class C[T]`
static void
declare_type_parameters(extraction *x, TSNode node)
{
    TSNode list = extract_field(x, node, F_type_parameters);
    for (children each = children_of(list); children_next(&each);) {
        TSNode name = ts_node_named_child_count(each.node) ? ts_node_named_child(each.node, 0) : each.node;
        for (int i = 0; i < 3 && !extract_is(name, "identifier") && ts_node_named_child_count(name); i++)
            name = ts_node_named_child(name, 0);
        extract_local(x, extract_text(x, name), FACT_NONE, 0);
    }
}

// What the decorators say.
struct marks {
    bool is_static, is_class_method, is_abstract, is_overload, is_property, is_accessor, is_wrapper;
};

static struct marks
marks_of(const extraction *x, TSNode decorated)
{
    struct marks marks = {0};
    for (children each = children_of(decorated); children_next(&each);) {
        if (!extract_is(each.node, "decorator"))
            continue;
        TSNode decorator = ts_node_named_child(each.node, 0);
        if (extract_is(decorator, "call"))
            decorator = extract_field(x, decorator, F_function);
        span name = after_last(extract_text(x, decorator), '.');
        marks.is_static |= span_is(name, "staticmethod");
        marks.is_class_method |= span_is(name, "classmethod");
        marks.is_abstract |= span_is_one_of(name, "abstractmethod abstractproperty");
        marks.is_overload |= span_is(name, "overload");
        marks.is_property |= ends_with(name, "property") || ends_with(name, "Property");
        marks.is_wrapper |= span_is(name, "wraps");
        marks.is_accessor |= span_is_one_of(name, "setter getter deleter");
    }
    return marks;
}

static void
document(extraction *x, uint32_t symbol, TSNode body)
{
    for (children each = children_of(body); children_next(&each);) {
        if (ts_node_is_extra(each.node))
            continue;
        TSNode text =
            extract_is(each.node, "expression_statement") ? ts_node_named_child(each.node, 0) : (TSNode){0};
        if (extract_is(text, "string") || extract_is(text, "concatenated_string"))
            extract_document(x, symbol, text);
        children_end(&each);
        return;
    }
}

// Where the signature ends: the body, or a comment behind the colon.
static TSNode
end_of_signature(const extraction *x, TSNode node)
{
    TSNode body = extract_field(x, node, F_body);
    uint32_t count = ts_node_named_child_count(node);
    for (uint32_t i = 1; i < count && i < DEPTH_MAX && !ts_node_is_null(body); i++) {
        TSNode child = ts_node_named_child(node, i);
        if (extract_is(child, "comment") && ts_node_start_byte(child) < ts_node_start_byte(body))
            return child;
    }
    return body;
}

static TSNode
decorated(const extraction *x)
{
    TSNode parent = extract_ancestor(x, 1);
    return extract_is(parent, "decorated_definition") ? parent : (TSNode){0};
}

// What the first parameter of a method is: the class itself, an instance, or nothing special.
static uint32_t
receiver_of(extraction *x, span name, const struct marks *marks)
{
    if (marks->is_static)
        return FACT_NONE;
    bool is_of_class =
        marks->is_class_method || span_is_one_of(name, "__new__ __init_subclass__ __class_getitem__");
    uint32_t self = extract_expression(x, EXPRESSION_SELF, (span){0}, FACT_NONE);
    return is_of_class ? member_of(x, self, "__class__") : self;
}

// `def f(self: T) -> T`, `def f(cls: Type[T]) -> T`: what comes back is an instance of the receiver's class.
static bool
returns_receiver(const extraction *x, TSNode parameters, span result)
{
    TSNode first = ts_node_named_child_count(parameters) ? ts_node_named_child(parameters, 0) : (TSNode){0};
    TSNode type = extract_is(first, "typed_parameter") ? extract_field(x, first, F_type) : (TSNode){0};
    if (ts_node_is_null(type))
        return false;
    span text = trim(extract_text(x, type));
    if (text.size && (text.data[0] == '"' || text.data[0] == '\''))
        text = extract_unquote(text);
    const char *bracket = text.size ? memchr(text.data, '[', text.size) : NULL;
    if (bracket && ends_with(text, "]"))
        text = span_slice(text, (size_t)(bracket - text.data) + 1, text.size - 1);
    if (result.size && (result.data[0] == '"' || result.data[0] == '\''))
        result = extract_unquote(result);
    return text.size && span_equal(text, result);
}

static void
enter_function(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, node, F_name), parameters = extract_field(x, node, F_parameters);
    TSNode outer = decorated(x);
    struct marks marks = marks_of(x, outer);
    bool is_method = extract_in_type(x);
    definition definition = DEFINITION_NONE;
    definition.name = extract_text(x, name);
    definition.kind = !is_method                             ? ENTITY_FUNCTION
                      : span_is(definition.name, "__init__") ? ENTITY_CONSTRUCTOR
                                                             : ENTITY_METHOD;
    definition.name_node = name;
    definition.node = node;
    definition.outer = outer;
    definition.body = end_of_signature(x, node);
    definition.flags = (marks.is_static || marks.is_class_method ? SYMBOL_CLASS_LEVEL : 0) |
                       (is_dead(x, node) ? SYMBOL_OFF : 0) | (marks.is_wrapper ? SYMBOL_WRAPPER : 0) |
                       (marks.is_abstract ? SYMBOL_ABSTRACT : 0) |
                       (is_method && (marks.is_property || marks.is_accessor) ? SYMBOL_PROPERTY : 0);
    count_parameters(x, parameters, is_method && !marks.is_static, &definition);
    uint32_t receiver = is_method ? receiver_of(x, definition.name, &marks) : FACT_NONE;
    if (marks.is_overload && !ends_with(extract_path(x), ".pyi")) {
        extract_claim(x, name);
        extract_function_scope(x);
        declare_type_parameters(x, node);
        declare_parameters(x, parameters, receiver);
        return;
    }
    uint32_t symbol = extract_define(x, &definition);
    declare_type_parameters(x, node);
    declare_parameters(x, parameters, receiver);
    TSNode annotation = extract_field(x, node, F_return_type);
    if (!ts_node_is_null(annotation)) {
        bool is_self =
            receiver != FACT_NONE && returns_receiver(x, parameters, trim(extract_text(x, annotation)));
        uint32_t result = is_self ? extract_expression(x, EXPRESSION_SELF, (span){0}, FACT_NONE)
                                  : extract_lower(x, annotation);
        extract_symbol_facts(x, symbol)->type = result;
        *extract_note(x, symbol, SPAN_LITERAL("->")) = NOTE_DECLARED;
    }
    document(x, symbol, extract_field(x, node, F_body));
}

// A lambda that is no entity: its parameters are seen inside only.
static void
enter_lambda(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode parameters = extract_field(x, node, F_parameters);
    if (!ts_node_is_null(parameters) && extract_is_claimed(x, parameters))
        return; // enter_assignment made it an entity
    extract_function_scope(x);
    declare_parameters(x, parameters, FACT_NONE);
}

// `f = lambda a: ...`
static void
define_lambda(extraction *x, TSNode assignment, TSNode name, TSNode lambda)
{
    TSNode parameters = extract_field(x, lambda, F_parameters);
    bool is_method = extract_in_type(x);
    definition definition = DEFINITION_NONE;
    definition.kind = is_method ? ENTITY_METHOD : ENTITY_FUNCTION;
    definition.name = extract_text(x, name);
    definition.name_node = name;
    definition.node = assignment;
    definition.body = extract_field(x, lambda, F_body);
    count_parameters(x, parameters, is_method, &definition);
    extract_define(x, &definition);
    uint32_t receiver = is_method ? extract_expression(x, EXPRESSION_SELF, (span){0}, FACT_NONE) : FACT_NONE;
    declare_parameters(x, parameters, receiver);
    extract_claim(x, parameters);
}

// The result of a function without annotation is what any `return` says.
static void
note_result(extraction *x, uint32_t type)
{
    uint32_t symbol = extract_symbol(x);
    entity_kind kind = extract_symbol_kind(x);
    if (kind != ENTITY_FUNCTION && kind != ENTITY_METHOD)
        return;
    if (*extract_note(x, symbol, SPAN_LITERAL("->")) == NOTE_DECLARED)
        return;
    uint32_t known = either(x, extract_symbol_facts(x, symbol)->type, type);
    extract_symbol_facts(x, symbol)->type = known;
}

static void
enter_return(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode value = ts_node_named_child_count(node) ? ts_node_named_child(node, 0) : (TSNode){0};
    if (!is_mute(value) && !ts_node_is_extra(value))
        note_result(x, extract_lower(x, value));
}

static bool
is_yield_from(const extraction *x, TSNode yield)
{
    span text = extract_text(x, yield);
    span rest = trim(span_slice(text, text.size < 5 ? text.size : 5, text.size)); // behind "yield"
    return span_starts(rest, "from") && !(rest.size > 4 && is_word_byte(rest.data[4]));
}

// What yields gives an iterator; `yield from` passes on another's.
static void
enter_yield(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode value = ts_node_named_child_count(node) ? ts_node_named_child(node, 0) : (TSNode){0};
    if (!is_mute(value))
        note_result(x, container_of(x, is_yield_from(x, node) ? element_of(x, extract_lower(x, value))
                                                              : extract_lower(x, value)));
}

// ---- classes

static void
enter_class(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, node, F_name), bases = extract_field(x, node, F_superclasses);
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_CLASS;
    definition.name = extract_text(x, name);
    definition.name_node = name;
    definition.node = node;
    definition.outer = decorated(x);
    definition.body = end_of_signature(x, node);
    definition.flags = is_dead(x, node) ? SYMBOL_OFF : 0;
    for (children each = children_of(bases); children_next(&each);) {
        bool is_test =
            ends_with(extract_text(x, each.node), "TestCase") && !extract_is(each.node, "keyword_argument");
        definition.detection = is_test ? DETECTION_NAME : definition.detection;
        extract_lower(x, each.node); // in the scope around the class
    }
    uint32_t symbol = extract_define(x, &definition);
    declare_type_parameters(x, node);
    document(x, symbol, extract_field(x, node, F_body));
    for (children each = children_of(bases); children_next(&each);) {
        TSNode base = extract_is(each.node, "subscript") ? extract_field(x, each.node, F_value) : each.node;
        if (extract_is(base, "keyword_argument") || ts_node_is_extra(base))
            continue;
        extract_has_bases(x);
        if (!extract_is(base, "identifier") && !extract_is(base, "attribute"))
            continue;
        extract_reference(x, REFERENCE_EXTENDS, extract_lower(x, base), base, FACT_NONE);
        extract_claim(x, base);
    }
}

// `type X[T] = ...`
static void
enter_type_alias(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    span left = extract_text(x, extract_field(x, node, F_left));
    size_t end = word_size(left);
    if (!end)
        return;
    definition definition = DEFINITION_NONE;
    definition.kind = ENTITY_TYPE_ALIAS;
    definition.name = span_slice(left, 0, end);
    definition.node = node;
    TSNode right = extract_field(x, node, F_right);
    uint32_t symbol = extract_define_flat(x, &definition);
    extract_scope(x); // its type parameters are seen inside only
    for (size_t start = end + 1; start < left.size;) {
        size_t next = part_end(left, start, ',');
        span parameter = trim(span_slice(left, start, next));
        extract_local(x, span_slice(parameter, 0, word_size(parameter)), FACT_NONE, 0);
        start = next + 1;
    }
    extract_symbol_facts(x, symbol)->type = extract_lower(x, right);
    if (!ts_node_is_null(right))
        enter_type_annotation(x, rule, right);
}

// `@a.b`, `@f(1)`; `@x.setter` and its like say nothing new.
static void
enter_decorator(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode expression = ts_node_named_child_count(node) ? ts_node_named_child(node, 0) : (TSNode){0};
    TSNode arguments = {0};
    if (extract_is(expression, "call")) {
        arguments = extract_field(x, expression, F_arguments);
        extract_claim(x, arguments);
        expression = extract_field(x, expression, F_function);
    }
    if (!extract_is(expression, "identifier") && !extract_is(expression, "attribute"))
        return;
    extract_claim(x, expression);
    if (span_is_one_of(extract_text(x, extract_field(x, expression, F_attribute)), "setter getter deleter"))
        return;
    extract_reference(x, REFERENCE_DECORATOR, extract_lower(x, expression), expression,
                      ts_node_is_null(arguments) ? FACT_NONE : extract_arguments(x, arguments, NULL));
}

// ---- statements that bind names

static void
enter_assignment(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode left = extract_field(x, node, F_left), right = extract_field(x, node, F_right);
    TSNode type = extract_field(x, node, F_type);
    if (extract_is(left, "identifier") && extract_is(right, "lambda")) {
        define_lambda(x, node, left, right);
        return;
    }
    struct assigned assigned = {
        .kind = BIND_ASSIGNED,
        .statement = node,
        .right = right,
        .declared = extract_lower(x, type),
        .value = extract_lower(x, right),
        .visible_from = ts_node_end_byte(node),
    };
    if (span_is_one_of(after_last(extract_text(x, type), '.'), "Final ClassVar TypeAlias"))
        assigned.declared = FACT_NONE; // says nothing of the value
    bind_target(x, left, &assigned, 0);
}

static void
enter_named_expression(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_field(x, node, F_name), value = extract_field(x, node, F_value);
    extract_claim(x, name);
    extract_function_local(x, extract_text(x, name), extract_lower(x, value), ts_node_end_byte(node));
}

static bool
is_method_call(const extraction *x, TSNode call, const char *names)
{
    TSNode function = extract_field(x, call, F_function);
    return extract_is(call, "call") && extract_is(function, "attribute") &&
           span_is_one_of(extract_text(x, extract_field(x, function, F_attribute)), names);
}

static bool
is_function_call(const extraction *x, TSNode call, const char *names)
{
    TSNode function = extract_field(x, call, F_function);
    return extract_is(call, "call") && extract_is(function, "identifier") &&
           span_is_one_of(extract_text(x, function), names);
}

static TSNode
first_argument(const extraction *x, TSNode call)
{
    TSNode arguments = extract_field(x, call, F_arguments);
    bool has_one = extract_is(arguments, "argument_list") && ts_node_named_child_count(arguments);
    return has_one ? ts_node_named_child(arguments, 0) : (TSNode){0};
}

// What iterating over `right` gives: of `enumerate`, `zip` and `.items()` tuples.
static uint32_t
lower_iterated(extraction *x, TSNode right)
{
    uint32_t items[TYPE_ARGUMENTS_MAX], count = 0;
    if (is_function_call(x, right, "enumerate")) {
        items[0] = extract_expression(x, EXPRESSION_LITERAL, SPAN_LITERAL("int"), FACT_NONE);
        items[1] = element_of(x, extract_lower(x, first_argument(x, right)));
        return items[1] == FACT_NONE ? FACT_NONE : filled(x, "tuple", items, 2);
    }
    if (is_function_call(x, right, "zip")) {
        children each = children_of(extract_field(x, right, F_arguments));
        while (count < TYPE_ARGUMENTS_MAX && children_next(&each))
            items[count++] = element_of(x, extract_lower(x, each.node));
        if (count == TYPE_ARGUMENTS_MAX)
            children_end(&each);
        return count ? filled(x, "tuple", items, count) : FACT_NONE;
    }
    return element_of(x, extract_lower(x, right));
}

// Binds the targets of `for left in right`.
static void
bind_loop(extraction *x, TSNode left, TSNode right, uint32_t visible_from, bool is_inner)
{
    struct assigned one = {.kind = BIND_LOCAL,
                           .declared = FACT_NONE,
                           .value = lower_iterated(x, right),
                           .visible_from = visible_from,
                           .is_inner = is_inner};
    bind_target(x, left, &one, 0);
}

static void
enter_for(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode right = extract_field(x, node, F_right);
    uint32_t visible_from = ts_node_is_null(right) ? ts_node_start_byte(node) : ts_node_end_byte(right);
    bind_loop(x, extract_field(x, node, F_left), right, visible_from, false);
}

// What it yields comes first in the text and sees the names that its `for` clauses bind.
static void
enter_comprehension(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    extract_scope(x);
    for (children each = children_of(node); children_next(&each);) {
        if (extract_is(each.node, "for_in_clause"))
            bind_loop(x, extract_field(x, each.node, F_left), extract_field(x, each.node, F_right), 0, true);
    }
}

// `with f() as y`, which is what entering gives, and `case ... as y`.
static void
enter_as_pattern(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t count = ts_node_named_child_count(node);
    TSNode value = count ? ts_node_named_child(node, 0) : (TSNode){0};
    TSNode target = extract_field(x, node, F_alias);
    if (ts_node_is_null(target) && count > 1)
        target = ts_node_named_child(node, count - 1);
    if (ts_node_is_null(target) || extract_is_claimed(x, target))
        return;
    struct assigned assigned = {
        .kind = BIND_LOCAL, .declared = FACT_NONE, .right = value, .visible_from = ts_node_end_byte(node)};
    assigned.value = extract_lower(x, value);
    if (extract_is(extract_ancestor(x, 1), "with_item"))
        assigned.value = method_result(x, assigned.value, "__enter__");
    bind_target(x, target, &assigned, 0);
    extract_claim(x, target);
}

// An instance of the class that `node` denotes, or of one of a tuple of classes.
static uint32_t
instance_of_any(extraction *x, TSNode node)
{
    if (!extract_is(node, "tuple"))
        return extract_instance(x, extract_lower(x, node));
    uint32_t value = FACT_NONE;
    for (children each = children_of(node); children_next(&each);)
        value = either(x, value, extract_instance(x, extract_lower(x, each.node)));
    return value;
}

// `except E as e`: an instance of E.
static void
enter_except(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode value = extract_field(x, node, F_value), target = extract_field(x, node, F_alias);
    if (extract_is(value, "as_pattern")) {
        target = extract_field(x, value, F_alias);
        value = ts_node_named_child(value, 0);
    }
    if (ts_node_is_null(target))
        return;
    struct assigned assigned = {.kind = BIND_LOCAL,
                                .declared = FACT_NONE,
                                .value = instance_of_any(x, value),
                                .visible_from = ts_node_end_byte(target)};
    bind_target(x, target, &assigned, 0);
    extract_claim(x, target);
}

static void
enter_global(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t symbol = extract_symbol(x);
    for (children each = children_of(node); children_next(&each);) {
        if (symbol)
            *extract_note(x, symbol, extract_text(x, each.node)) = NOTE_FREE;
        extract_claim(x, each.node);
    }
}

// ---- patterns of `match`

// A single name in a pattern captures, a dotted one is a value.
static void
enter_dotted_name(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    if (extract_is_claimed(x, node))
        return;
    span text = extract_text(x, node);
    if (ts_node_named_child_count(node) > 1)
        extract_reference(x, REFERENCE_VALUE, lower_dotted(x, text, ts_node_start_byte(node)), node,
                          FACT_NONE);
    else if (!span_is(text, "_"))
        extract_local(x, text, FACT_NONE, ts_node_start_byte(node));
}

static uint32_t
lower_dotted_name(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    return lower_dotted(x, extract_text(x, node), ts_node_start_byte(node));
}

// `case Point(x=0)`
static void
enter_class_pattern(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_child(node, "dotted_name");
    extract_reference(x, REFERENCE_TYPE, extract_lower(x, name), node, FACT_NONE);
    extract_claim(x, name);
}

static uint32_t
lower_class_pattern(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    return extract_instance(x, extract_lower(x, extract_child(node, "dotted_name")));
}

static void
enter_keyword_pattern(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    extract_claim(x, extract_child(node, "identifier"));
}

// `*rest`, `**rest`
static void
enter_splat_pattern(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode name = extract_child(node, "identifier");
    extract_claim(x, name);
    extract_local(x, extract_text(x, name), FACT_NONE, ts_node_start_byte(node));
}

// ---- imports

static void
import(extraction *x, unsigned flags, span module, span name, span alias, TSNode at)
{
    if (!alias.size && !(flags & IMPORT_WILDCARD)) // where the name is missing
        return;
    unsigned reexport = extract_symbol(x) == 0 ? IMPORT_REEXPORT : 0;
    extract_import(x, flags | reexport, module, name, alias, at);
    if (alias.size && entity_kind_is_callable(extract_symbol_kind(x))) {
        extract_imported(x, alias, ts_node_start_byte(at));
    } else if (alias.size && extract_symbol(x) == 0) {
        uint32_t *note = extract_note(x, 0, alias);
        *note = *note == FACT_NONE ? NOTE_IMPORTED : *note;
    }
}

// `import a.b, c as d`
static void
enter_import(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    for (children each = children_of(node); children_next(&each);) {
        TSNode alias = extract_field(x, each.node, F_alias);
        if (extract_is(each.node, "aliased_import") && !ts_node_is_null(alias)) {
            span module = extract_text(x, extract_field(x, each.node, F_name));
            import(x, IMPORT_MODULE, module, (span){0}, extract_text(x, alias), each.node);
        } else if (extract_is(each.node, "dotted_name")) {
            span module = extract_text(x, each.node);
            span first = extract_text(x, ts_node_named_child(each.node, 0));
            import(x, IMPORT_MODULE, first, (span){0}, first, each.node);
            if (first.size < module.size)
                import(x, IMPORT_MODULE, module, (span){0}, module, each.node);
        }
    }
}

// `from m import a, b as c`, `from . import m`, `from m import *`
static void
enter_import_from(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode from = extract_field(x, node, F_module_name);
    span module = ts_node_is_null(from) ? SPAN_LITERAL("__future__") : trim(extract_text(x, from));
    unsigned flags = module.size && module.data[0] == '.' ? IMPORT_RELATIVE : 0;
    for (children each = children_of(node); children_next(&each);) {
        if (!ts_node_is_null(from) && ts_node_eq(each.node, from))
            continue;
        if (extract_is(each.node, "wildcard_import")) {
            import(x, flags | IMPORT_WILDCARD, module, (span){0}, (span){0}, each.node);
            continue;
        }
        bool is_aliased = extract_is(each.node, "aliased_import");
        if (!is_aliased && !extract_is(each.node, "dotted_name"))
            continue;
        TSNode name = is_aliased ? extract_field(x, each.node, F_name) : each.node;
        span text = extract_text(x, name), alias = extract_text(x, extract_field(x, each.node, F_alias));
        if (text.size)
            import(x, flags, module, text, alias.size ? alias : text, each.node);
    }
}

// `importlib.import_module("m")`, `__import__("m")`
static void
note_dynamic_import(extraction *x, TSNode call)
{
    bool is_import =
        is_function_call(x, call, "import_module __import__") || is_method_call(x, call, "import_module");
    TSNode argument = is_import ? first_argument(x, call) : (TSNode){0};
    if (!extract_is(argument, "string") || !ts_node_is_null(extract_child(argument, "interpolation")))
        return;
    span module = extract_unquote(extract_text(x, argument));
    if (module.size && module.data[0] != '.')
        extract_import(x, IMPORT_MODULE, module, (span){0}, module, call);
}

// ---- expressions

// A call's or an attribute's leftmost name is no use of its own.
static void
claim_leftmost(extraction *x, TSNode node)
{
    if (extract_is(node, "identifier") || extract_is(node, "attribute"))
        extract_claim(x, node);
}

static void
enter_python_call(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode function = extract_field(x, node, F_function), arguments = extract_field(x, node, F_arguments);
    if (!ts_node_is_null(arguments) && extract_is_claimed(x, arguments))
        return; // a decorator
    note_dynamic_import(x, node);
    uint32_t count = extract_is(arguments, "generator_expression") ? 1
                     : !ts_node_is_null(extract_child(arguments, "dictionary_splat"))
                         ? FACT_NONE
                         : extract_arguments(x, arguments, "list_splat");
    TSNode name = extract_field(x, function, F_attribute);
    if (!is_function_call(x, node, "super"))
        extract_reference(x, REFERENCE_CALL, extract_lower(x, function), ts_node_is_null(name) ? node : name,
                          count);
    claim_leftmost(x, function);
}

static TSNode
second_argument(const extraction *x, TSNode call)
{
    TSNode arguments = extract_field(x, call, F_arguments);
    bool has_two = extract_is(arguments, "argument_list") && ts_node_named_child_count(arguments) > 1;
    return has_two ? ts_node_named_child(arguments, 1) : (TSNode){0};
}

// `super()`, `super(C, self)` in C. In other classes than C it is no receiver that we know.
static uint32_t
lower_super_call(extraction *x, TSNode call)
{
    TSNode class = first_argument(x, call);
    uint32_t enclosing = extract_enclosing_type(x);
    bool is_other = extract_is(class, "identifier") && enclosing != FACT_NONE &&
                    !span_equal(extract_text(x, class), extract_symbol_name(x, enclosing)) &&
                    !span_is_one_of(extract_text(x, class), "__class__");
    return is_other ? unknown(x) : extract_expression(x, EXPRESSION_SUPER, (span){0}, FACT_NONE);
}

// `TypeVar("T", bound=C)` stands for C.
static uint32_t
lower_type_variable(extraction *x, TSNode call)
{
    uint32_t value = FACT_NONE;
    for (children each = children_of(extract_field(x, call, F_arguments)); children_next(&each);) {
        if (!extract_is(each.node, "keyword_argument") ||
            !span_is(extract_text(x, extract_field(x, each.node, F_name)), "bound"))
            continue;
        TSNode bound = extract_field(x, each.node, F_value);
        value = lower_class_text(x, extract_text(x, bound), ts_node_start_byte(bound), 0);
    }
    return value == FACT_NONE ? unknown(x) : value;
}

// What a call of one of the built-in functions gives whose result is made of its arguments; FACT_NONE of
// others.
static uint32_t
lower_builtin_call(extraction *x, TSNode call, TSNode argument)
{
    bool is_lazy = extract_is(argument, "generator_expression") || ts_node_is_null(argument);
    if (is_function_call(x, call, "super"))
        return lower_super_call(x, call);
    if (is_function_call(x, call, "TypeVar"))
        return lower_type_variable(x, call);
    if (ts_node_is_null(argument))
        return FACT_NONE;
    if (is_function_call(x, call, "cast") || is_method_call(x, call, "cast"))
        return either(x, lower_type_text(x, extract_text(x, argument), ts_node_start_byte(argument), 0),
                      extract_lower(x, second_argument(x, call)));
    if (is_function_call(x, call, "staticmethod classmethod"))
        return extract_lower(x, argument);
    if (is_function_call(x, call, "type") && ts_node_is_null(second_argument(x, call)))
        return member_of(x, extract_lower(x, argument), "__class__");
    if (is_function_call(x, call, "next min max"))
        return element_of(x, extract_lower(x, argument));
    if (is_function_call(x, call, "sorted reversed list tuple set frozenset iter deque") && !is_lazy)
        return container_of(x, element_of(x, extract_lower(x, argument)));
    if (is_function_call(x, call, "filter") && !ts_node_is_null(second_argument(x, call)))
        return container_of(x, element_of(x, extract_lower(x, second_argument(x, call))));
    if (is_function_call(x, call, "map"))
        return container_of(x, call_of(x, extract_lower(x, argument)));
    if (is_function_call(x, call, "enumerate zip"))
        return container_of(x, lower_iterated(x, call));
    if (is_function_call(x, call, "defaultdict"))
        return dict_of(x, FACT_NONE, call_of(x, extract_lower(x, argument)));
    if (is_method_call(x, call, "__new__"))
        return call_of(x, extract_lower(x, argument));
    bool is_copy =
        is_function_call(x, call, "copy deepcopy") ||
        (is_method_call(x, call, "copy deepcopy") &&
         span_is(extract_text(x, extract_field(x, extract_field(x, call, F_function), F_object)), "copy"));
    return is_copy ? extract_lower(x, argument) : FACT_NONE;
}

static uint32_t
lower_python_call(extraction *x, const rule *rule, TSNode node)
{
    uint32_t known = lower_builtin_call(x, node, first_argument(x, node));
    return known != FACT_NONE ? known : lower_call(x, rule, node);
}

// `x[0]` is an item of a tuple or what `__getitem__` gives, `x[a:b]` a part of the same kind.
static uint32_t
lower_subscript(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t operand = extract_lower(x, extract_field(x, node, F_value));
    TSNode index = extract_field(x, node, F_subscript);
    if (extract_is(index, "slice"))
        return operand == FACT_NONE ? unknown(x) : operand;
    span text = extract_text(x, index);
    bool is_item = extract_is(index, "integer") && text.size == 1 && text.data[0] < '8';
    uint32_t value = is_item ? item_of(x, operand, (uint32_t)(text.data[0] - '0'))
                             : method_result(x, operand, "__getitem__");
    return value == FACT_NONE ? unknown(x) : value;
}

static void
enter_attribute(extraction *x, const rule *rule, TSNode node)
{
    TSNode name = extract_field(x, node, F_attribute);
    if (!span_starts(extract_text(x, name), "__")) // `__name__`, `__class__`: the language's own
        enter_value(x, rule, node);
    extract_claim(x, name);
    TSNode object = extract_field(x, node, F_object);
    claim_leftmost(x, object);
}

static void
enter_keyword_argument(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    extract_claim(x, extract_field(x, node, F_name));
}

// What the body of a comprehension over `source` denotes: lowered where names are not bound yet, since the
// names that its `for` binds are seen inside only.
static uint32_t
lower_yielded(extraction *x, TSNode node, TSNode clause, int depth)
{
    if (extract_is(node, "identifier")) {
        span name = extract_text(x, node);
        TSNode left = extract_field(x, clause, F_left);
        if (extract_is(left, "identifier") && span_equal(name, extract_text(x, left)))
            return lower_iterated(x, extract_field(x, clause, F_right));
        return extract_is(left, "identifier") ? extract_name(x, name, ts_node_start_byte(node)) : unknown(x);
    }
    bool is_call = extract_is(node, "call"), is_member = extract_is(node, "attribute");
    if (depth > DEPTH_MAX || (!is_call && !is_member))
        return unknown(x);
    uint32_t operand =
        lower_yielded(x, extract_field(x, node, is_call ? F_function : F_object), clause, depth + 1);
    return is_call ? call_of(x, operand)
                   : extract_expression(x, EXPRESSION_MEMBER,
                                        extract_text(x, extract_field(x, node, F_attribute)), operand);
}

static TSNode
only_clause(TSNode comprehension)
{
    TSNode found = {0};
    for (children each = children_of(comprehension); children_next(&each);) {
        if (!extract_is(each.node, "for_in_clause"))
            continue;
        if (!ts_node_is_null(found)) {
            children_end(&each);
            return (TSNode){0};
        }
        found = each.node;
    }
    return found;
}

// `[x.f() for x in c]`, `{k: x for x in c}`
static uint32_t
lower_comprehension(extraction *x, const rule *rule, TSNode node)
{
    TSNode clause = only_clause(node), body = extract_field(x, node, F_body);
    if (ts_node_is_null(clause) || ts_node_is_null(body))
        return lower_literal(x, rule, node);
    if (extract_is(body, "pair"))
        return dict_of(x, lower_yielded(x, extract_field(x, body, F_key), clause, 0),
                       lower_yielded(x, extract_field(x, body, F_value), clause, 0));
    return container_of(x, lower_yielded(x, body, clause, 0));
}

// `[T(), T()]`, `{"a": T()}`: a container of what its first elements are.
static uint32_t
lower_collection(extraction *x, const rule *rule, TSNode node)
{
    uint32_t value = FACT_NONE, seen = 0;
    bool is_map = extract_is(node, "dictionary");
    children each = children_of(node);
    while (seen < VALUES_MAX && children_next(&each)) {
        TSNode item = extract_is(each.node, "pair") ? extract_field(x, each.node, F_value) : each.node;
        bool is_spread = extract_is(item, "list_splat") || extract_is(item, "dictionary_splat");
        if (!is_spread && !is_mute(item) && !extract_is(item, "string") && !extract_is(item, "integer"))
            value = either(x, value, extract_lower(x, item));
        seen++;
    }
    if (seen == VALUES_MAX)
        children_end(&each);
    if (value == FACT_NONE)
        return lower_literal(x, rule, node);
    return is_map ? dict_of(x, FACT_NONE, value) : container_of(x, value);
}

static uint32_t
lower_tuple(extraction *x, const rule *rule, TSNode node)
{
    uint32_t items[TYPE_ARGUMENTS_MAX], count = 0;
    uint32_t all = extract_count(x, node);
    if (!all || all > TYPE_ARGUMENTS_MAX || !ts_node_is_null(extract_child(node, "list_splat")))
        return lower_literal(x, rule, node);
    for (children each = children_of(node); children_next(&each);)
        items[count++] = is_mute(each.node) ? FACT_NONE : extract_lower(x, each.node);
    return filled(x, "tuple", items, count);
}

// `a or b` is one of them; `a and b` is b where it matters.
static uint32_t
lower_boolean(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode left = extract_field(x, node, F_left), right = extract_field(x, node, F_right);
    bool is_or = span_is(extract_text(x, extract_field(x, node, F_operator)), "or");
    uint32_t first = is_or && !is_mute(left) ? extract_lower(x, left) : FACT_NONE;
    uint32_t value = either(x, first, is_mute(right) ? FACT_NONE : extract_lower(x, right));
    return value == FACT_NONE ? unknown(x) : value;
}

// `a if c else b`
static uint32_t
lower_conditional(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t count = ts_node_named_child_count(node);
    TSNode first = count ? ts_node_named_child(node, 0) : (TSNode){0};
    TSNode last = count > 2 ? ts_node_named_child(node, count - 1) : (TSNode){0};
    uint32_t value = either(x, is_mute(first) ? FACT_NONE : extract_lower(x, first),
                            is_mute(last) ? FACT_NONE : extract_lower(x, last));
    return value == FACT_NONE ? unknown(x) : value;
}

// ---- isinstance: the name is of that class where the test holds

// The call of isinstance() on a name that `condition`, or the first part of an `and`, is; null when there is
// none.
static TSNode
instance_test(const extraction *x, TSNode condition)
{
    for (int i = 0; i < DEPTH_MAX; i++) {
        bool is_and = extract_is(condition, "boolean_operator") &&
                      span_is(extract_text(x, extract_field(x, condition, F_operator)), "and");
        if (is_and)
            condition = extract_field(x, condition, F_left);
        else if (extract_is(condition, "parenthesized_expression"))
            condition = ts_node_named_child(condition, 0);
        else
            break;
    }
    bool is_test = is_function_call(x, condition, "isinstance") &&
                   extract_is(first_argument(x, condition), "identifier") &&
                   !ts_node_is_null(second_argument(x, condition));
    return is_test ? condition : (TSNode){0};
}

static bool
is_in_function(const extraction *x)
{
    return entity_kind_is_callable(extract_symbol_kind(x));
}

// The first block under an `if` or `elif` that tests an instance sees its name as one.
static void
enter_block(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode parent = extract_ancestor(x, 1);
    bool is_if = extract_is(parent, "if_statement") || extract_is(parent, "elif_clause");
    if (!is_if || !is_in_function(x) || !ts_node_eq(extract_field(x, parent, F_consequence), node))
        return;
    TSNode test = instance_test(x, extract_field(x, parent, F_condition));
    if (ts_node_is_null(test))
        return;
    uint32_t value = instance_of_any(x, second_argument(x, test));
    extract_scope(x);
    extract_local(x, extract_text(x, first_argument(x, test)), value, 0);
}

// `if not isinstance(x, C): return` and `assert isinstance(x, C)`: from there on x is one.
static void
narrow_from(extraction *x, TSNode condition, uint32_t at)
{
    TSNode test = instance_test(x, condition);
    if (ts_node_is_null(test) || !is_in_function(x))
        return;
    uint32_t value = instance_of_any(x, second_argument(x, test));
    extract_function_local(x, extract_text(x, first_argument(x, test)), value, at);
}

static void
enter_if(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode condition = extract_field(x, node, F_condition), block = extract_field(x, node, F_consequence);
    uint32_t count = ts_node_is_null(block) ? 0 : ts_node_named_child_count(block);
    TSNode last = count ? ts_node_named_child(block, count - 1) : (TSNode){0};
    bool leaves = extract_is(last, "return_statement") || extract_is(last, "raise_statement") ||
                  extract_is(last, "continue_statement");
    if (leaves && extract_is(condition, "not_operator") &&
        ts_node_is_null(extract_field(x, node, F_alternative)))
        narrow_from(x, ts_node_named_child(condition, 0), ts_node_end_byte(node));
}

static void
enter_assert(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    if (ts_node_named_child_count(node))
        narrow_from(x, ts_node_named_child(node, 0), ts_node_end_byte(node));
}

static const rule rules[] = {
    {"comment", .flags = RULE_COMMENT | RULE_SKIP},
    {"import_statement", .enter = enter_import, .flags = RULE_IMPORT | RULE_SKIP},
    {"import_from_statement", .enter = enter_import_from, .flags = RULE_IMPORT | RULE_SKIP},
    {"future_import_statement", .enter = enter_import_from, .flags = RULE_IMPORT | RULE_SKIP},
    {"function_definition", .enter = enter_function},
    {"class_definition", .enter = enter_class},
    {"decorator", .enter = enter_decorator},
    {"type_alias_statement", .enter = enter_type_alias, .flags = RULE_SKIP},
    {"type", .enter = enter_type_annotation, .lower = lower_type, .flags = RULE_SKIP},
    {"type_parameter", .flags = RULE_SKIP},
    {"lambda", .enter = enter_lambda},
    {"assignment", .enter = enter_assignment, .lower = lower_inner, .operand = F_right},
    {"named_expression", .enter = enter_named_expression, .lower = lower_inner, .operand = F_value},
    {"for_statement", .enter = enter_for},
    {"if_statement", .enter = enter_if},
    {"assert_statement", .enter = enter_assert},
    {"block", .enter = enter_block},
    {"list_comprehension", .enter = enter_comprehension, .lower = lower_comprehension, .text = "list"},
    {"set_comprehension", .enter = enter_comprehension, .lower = lower_comprehension, .text = "set"},
    {"dictionary_comprehension", .enter = enter_comprehension, .lower = lower_comprehension, .text = "dict"},
    {"generator_expression", .enter = enter_comprehension, .lower = lower_comprehension, .text = "generator"},
    {"as_pattern", .enter = enter_as_pattern, .lower = lower_inner},
    {"except_clause", .enter = enter_except},
    {"global_statement", .enter = enter_global, .flags = RULE_SKIP},
    {"nonlocal_statement", .enter = enter_global, .flags = RULE_SKIP},
    {"return_statement", .enter = enter_return},
    {"yield", .enter = enter_yield},
    {"case_pattern", .lower = lower_inner},
    {"dotted_name", .enter = enter_dotted_name, .lower = lower_dotted_name, .flags = RULE_SKIP},
    {"class_pattern", .enter = enter_class_pattern, .lower = lower_class_pattern},
    {"keyword_pattern", .enter = enter_keyword_pattern},
    {"splat_pattern", .enter = enter_splat_pattern},
    {"call", .enter = enter_python_call, .lower = lower_python_call, .operand = F_function},
    {"attribute", .enter = enter_attribute, .lower = lower_member, .operand = F_object, .name = F_attribute},
    {"keyword_argument", .enter = enter_keyword_argument},
    {"subscript", .lower = lower_subscript},
    {"await", .lower = lower_inner},
    {"parenthesized_expression", .lower = lower_inner},
    {"conditional_expression", .lower = lower_conditional},
    {"boolean_operator", .lower = lower_boolean},
    {"identifier", .enter = enter_value, .lower = lower_name, .flags = RULE_OWN},
    {"list", .lower = lower_collection, .text = "list"},
    {"set", .lower = lower_collection, .text = "set"},
    {"dictionary", .lower = lower_collection, .text = "dict"},
    {"tuple", .lower = lower_tuple, .text = "tuple"},
    {"expression_list", .lower = lower_tuple, .text = "tuple"},
    {"string", .lower = lower_literal, .text = "str"},
    {"concatenated_string", .lower = lower_literal, .text = "str"},
    {"integer", .lower = lower_literal, .flags = RULE_SKIP, .text = "int"},
    {"float", .lower = lower_literal, .flags = RULE_SKIP, .text = "float"},
    {"true", .lower = lower_literal, .flags = RULE_SKIP, .text = "bool"},
    {"false", .lower = lower_literal, .flags = RULE_SKIP, .text = "bool"},
    {"none", .lower = lower_literal, .flags = RULE_SKIP, .text = "None"},
    {0},
};

const language lang_python = {
    .id = LANGUAGE_PYTHON,
    .grammar = tree_sitter_python,
    .flags = LANGUAGE_HOISTS | LANGUAGE_FUNCTION_SCOPE | LANGUAGE_CALL_CONSTRUCTS | LANGUAGE_REBINDS,
    .rules = rules,
    .decisions = "if_statement elif_clause for_statement while_statement except_clause conditional_expression "
                 "boolean_operator for_in_clause if_clause case_clause -case_pattern/_",
    .receiver = "self",
    .builtins =
        "abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile "
        "complex "
        "copyright credits delattr dict dir divmod enumerate eval exec exit filter float format frozenset "
        "getattr "
        "globals hasattr hash help hex id input int isinstance issubclass iter len license list locals map "
        "max "
        "memoryview min next object oct open ord pow print property quit range repr reversed round set "
        "setattr slice "
        "sorted staticmethod str sum super tuple type vars zip __import__ __build_class__ __debug__ __doc__ "
        "__file__ "
        "__name__ __package__ __path__ __spec__ __loader__ __builtins__ __class__ __dict__ __annotations__ "
        "__qualname__ __module__ Ellipsis NotImplemented None True False "
        "ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError "
        "BrokenPipeError BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError "
        "ConnectionRefusedError ConnectionResetError DeprecationWarning EOFError EncodingWarning "
        "EnvironmentError "
        "Exception ExceptionGroup FileExistsError FileNotFoundError FloatingPointError FutureWarning "
        "GeneratorExit "
        "IOError ImportError ImportWarning IndentationError IndexError InterruptedError IsADirectoryError "
        "KeyError "
        "KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError NotADirectoryError "
        "NotImplementedError OSError OverflowError PendingDeprecationWarning PermissionError "
        "ProcessLookupError "
        "PythonFinalizationError RecursionError ReferenceError ResourceWarning RuntimeError RuntimeWarning "
        "StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError "
        "TimeoutError "
        "TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError "
        "UnicodeTranslateError "
        "UnicodeWarning UserWarning ValueError Warning WindowsError ZeroDivisionError "
        "basestring cmp execfile file long raw_input reduce reload unichr unicode xrange",
};
