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
// decorator, and no call. Where no type is annotated, a variable's, field's and result's type is that of the
// value it is set to (schema/facts.h). `import a.b` binds `a`, and is noted as the import of `a` and of
// `a.b`, which it runs both. What is imported may be imported from here: all imports of a module re-export.
#include "stages/parser/extract.h"

const TSLanguage *tree_sitter_python(void);

enum {
    NOTE_FREE = UINT32_MAX - 1, // extract_note(): `global x`, `nonlocal x`: assignments declare nothing here
    NOTE_IMPORTED = UINT32_MAX - 2, // bound by an import
    DEPTH_MAX = 20,                 // of nested targets and annotations
    TYPE_ARGUMENTS_MAX = 8,
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

// Whether `word` is one of the space-separated words of `list`.
static bool
is_one_of(span word, const char *list)
{
    for (const char *at = list; *at;) {
        size_t size = strcspn(at, " ");
        if (span_equal(word, (span){at, size}))
            return true;
        at += size + (at[size] == ' ');
    }
    return false;
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

// ---- annotations: read as text, since a quoted annotation is text and means the same

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

static span
first_that_is_not_none(const span *parts, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (!span_is(parts[i], "None") && parts[i].size)
            return parts[i];
    }
    return (span){"None", 4};
}

// `head[arguments]`
static uint32_t
lower_subscripted(extraction *x, span head, span arguments, uint32_t at, int depth)
{
    span parts[TYPE_ARGUMENTS_MAX], name = after_last(head, '.');
    uint32_t count = split(arguments, ',', parts, TYPE_ARGUMENTS_MAX);
    if (is_one_of(name, "Optional Union"))
        return lower_type_text(x, first_that_is_not_none(parts, count), at, depth);
    if (is_one_of(name, "Final ClassVar Annotated Required NotRequired ReadOnly Type type Awaitable InitVar "
                        "TypeGuard Unpack"))
        return lower_type_text(x, parts[0], at, depth);
    if (is_one_of(name, "Coroutine"))
        return count == 3 ? lower_type_text(x, parts[2], at, depth) : unknown(x);
    if (is_one_of(name, "Callable Literal LiteralString"))
        return unknown(x);
    bool is_list =
        is_one_of(name, "list List set Set frozenset FrozenSet Sequence MutableSequence Iterable Iterator "
                        "Collection Container deque Deque AsyncIterator AsyncIterable Generator "
                        "AsyncGenerator Reversible AbstractSet MutableSet KeysView ValuesView");
    bool is_map = is_one_of(name, "dict Dict Mapping MutableMapping defaultdict DefaultDict OrderedDict");
    bool is_tuple = is_one_of(name, "tuple Tuple") && (count == 1 || span_is(parts[1], "..."));
    if (is_list || is_tuple || (is_map && count > 1)) {
        uint32_t element = lower_type_text(x, parts[is_map], at, depth);
        return extract_expression(x, EXPRESSION_CONTAINER, (span){0}, element);
    }
    uint32_t lowered[TYPE_ARGUMENTS_MAX], base = lower_dotted(x, head, at);
    for (uint32_t i = 0; i < count; i++)
        lowered[i] = lower_type_text(x, parts[i], at, depth);
    return extract_generic(x, base, lowered, count);
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
        return lower_type_text(x, first_that_is_not_none(parts, count), at, depth + 1);
    size_t bracket = 0;
    while (bracket < text.size && text.data[bracket] != '[')
        bracket++;
    if (bracket < text.size && text.data[text.size - 1] == ']')
        return lower_subscripted(x, trim(span_slice(text, 0, bracket)),
                                 span_slice(text, bracket + 1, text.size - 1), at, depth + 1);
    uint32_t enclosing = extract_enclosing_type(x);
    if (span_is(text, "Self") && enclosing != FACT_NONE)
        return extract_symbol_expression(x, enclosing);
    return lower_dotted(x, text, at);
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

// What a target gets.
struct assigned {
    enum binding_kind kind;
    TSNode statement; // the entity, where it makes one
    TSNode right;     // or null
    uint32_t declared, value;
    uint32_t visible_from;
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
    return assigned->declared != FACT_NONE ? assigned->declared
           : is_mute(assigned->right)      ? FACT_NONE
                                           : assigned->value;
}

// A member of `symbol` (0: the file); the first assignment makes it, the first that says a type gives it its
// type.
static void
define_once(extraction *x, uint32_t symbol, span name, entity_kind kind, unsigned flags,
            const struct assigned *assigned)
{
    uint32_t *note = extract_note(x, symbol, name);
    if (*note == NOTE_IMPORTED || *note == NOTE_FREE)
        return;
    if (*note != FACT_NONE) {
        fact_symbol *known = extract_symbol_facts(x, *note);
        if (known->type == FACT_NONE)
            known->type = type_of(assigned);
        return;
    }
    definition definition = DEFINITION_NONE;
    definition.kind = kind;
    definition.name = name;
    definition.node = assigned->statement;
    definition.type = type_of(assigned);
    definition.flags = flags;
    definition.parent = symbol == extract_symbol(x) ? 0 : symbol;
    definition.is_unbound = definition.parent != 0;
    bool is_long = !ts_node_is_null(assigned->right) &&
                   ts_node_start_point(assigned->statement).row != ts_node_end_point(assigned->right).row;
    if (is_long)
        definition.body = assigned->right;
    uint32_t made = extract_define_flat(x, &definition);
    *extract_note(x, symbol, name) = made;
}

static void
bind_local(extraction *x, span name, const struct assigned *assigned)
{
    uint32_t value = assigned->declared != FACT_NONE ? extract_instance(x, assigned->declared)
                     : is_mute(assigned->right)      ? FACT_NONE
                                                     : assigned->value;
    extract_local(x, name, value, assigned->visible_from);
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

// `a, (b, *c) = 1, f()`: each its own where the right side is written out, else nothing is known.
static void
bind_several(extraction *x, TSNode targets, const struct assigned *assigned, int depth)
{
    TSNode right = assigned->right;
    bool is_list =
        extract_is(right, "expression_list") || extract_is(right, "tuple") || extract_is(right, "list");
    bool is_paired = is_list && ts_node_named_child_count(right) == ts_node_named_child_count(targets);
    children values = children_of(is_paired ? right : (TSNode){0});
    for (children each = children_of(targets); children_next(&each);) {
        struct assigned one = *assigned;
        bool has_value = children_next(&values);
        one.right = has_value ? values.node : (TSNode){0};
        one.value = has_value ? extract_lower(x, values.node) : FACT_NONE;
        one.declared = FACT_NONE;
        bind_target(x, each.node, &one, depth + 1);
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
    if (is_splat && ts_node_named_child_count(name))
        name = ts_node_named_child(name, 0);
    uint32_t declared = extract_lower(x, type), value = receiver;
    if (declared != FACT_NONE && is_splat)
        declared = extract_expression(x, EXPRESSION_CONTAINER, (span){0}, declared);
    if (declared != FACT_NONE && !(receiver != FACT_NONE))
        value = extract_instance(x, declared);
    else if (value == FACT_NONE && !is_mute(set))
        value = extract_lower(x, set);
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
    bool is_static, is_class_method, is_abstract, is_overload;
};

static struct marks
marks_of(const extraction *x, TSNode decorated)
{
    struct marks marks = {0};
    for (children each = children_of(decorated); children_next(&each);) {
        if (!extract_is(each.node, "decorator"))
            continue;
        span name = after_last(extract_text(x, ts_node_named_child(each.node, 0)), '.');
        marks.is_static |= span_is(name, "staticmethod");
        marks.is_class_method |= span_is(name, "classmethod");
        marks.is_abstract |= is_one_of(name, "abstractmethod abstractproperty");
        marks.is_overload |= span_is(name, "overload");
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
        marks->is_class_method || is_one_of(name, "__new__ __init_subclass__ __class_getitem__");
    return is_of_class ? extract_symbol_expression(x, extract_enclosing_type(x))
                       : extract_expression(x, EXPRESSION_SELF, (span){0}, FACT_NONE);
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
                       (marks.is_abstract ? SYMBOL_ABSTRACT : 0);
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
    uint32_t result = extract_lower(x, extract_field(x, node, F_return_type));
    extract_symbol_facts(x, symbol)->type = result;
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

// The result of a function without annotation is that of its first `return` that says something.
static void
note_result(extraction *x, uint32_t type)
{
    uint32_t symbol = extract_symbol(x);
    entity_kind kind = extract_symbol_kind(x);
    if (kind != ENTITY_FUNCTION && kind != ENTITY_METHOD)
        return;
    fact_symbol *function = extract_symbol_facts(x, symbol);
    if (function->type == FACT_NONE)
        function->type = type;
}

static void
enter_return(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode value = ts_node_named_child_count(node) ? ts_node_named_child(node, 0) : (TSNode){0};
    if (!is_mute(value) && !ts_node_is_extra(value))
        note_result(x, extract_lower(x, value));
}

static void
enter_yield(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode value = ts_node_named_child_count(node) ? ts_node_named_child(node, 0) : (TSNode){0};
    if (!is_mute(value))
        note_result(x, extract_expression(x, EXPRESSION_CONTAINER, (span){0}, extract_lower(x, value)));
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
    if (is_one_of(extract_text(x, extract_field(x, expression, F_attribute)), "setter getter deleter"))
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
    if (is_one_of(after_last(extract_text(x, type), '.'), "Final ClassVar TypeAlias"))
        assigned.declared = FACT_NONE; // says nothing of the type
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
           is_one_of(extract_text(x, extract_field(x, function, F_attribute)), names);
}

static bool
is_function_call(const extraction *x, TSNode call, const char *names)
{
    TSNode function = extract_field(x, call, F_function);
    return extract_is(call, "call") && extract_is(function, "identifier") &&
           is_one_of(extract_text(x, function), names);
}

static TSNode
first_argument(const extraction *x, TSNode call)
{
    TSNode arguments = extract_field(x, call, F_arguments);
    bool has_one = extract_is(arguments, "argument_list") && ts_node_named_child_count(arguments);
    return has_one ? ts_node_named_child(arguments, 0) : (TSNode){0};
}

// Binds the targets of `for left in right`. `for i, x in enumerate(xs)` and `for k, v in d.items()` give the
// element to the second name.
static void
bind_loop(extraction *x, TSNode left, TSNode right, uint32_t visible_from)
{
    TSNode container = right;
    bool is_second = is_function_call(x, right, "enumerate") || is_method_call(x, right, "items");
    if (is_function_call(x, right, "enumerate"))
        container = first_argument(x, right);
    else if (is_method_call(x, right, "items values"))
        container = extract_field(x, extract_field(x, right, F_function), F_object);
    uint32_t lowered = extract_lower(x, container);
    uint32_t element =
        lowered == FACT_NONE ? FACT_NONE : extract_expression(x, EXPRESSION_ELEMENT, (span){0}, lowered);
    struct assigned nothing = {
        .kind = BIND_LOCAL, .declared = FACT_NONE, .value = FACT_NONE, .visible_from = visible_from};
    struct assigned one = nothing;
    one.value = element;
    one.right = right;
    if (!is_second) {
        one.right = extract_is(left, "identifier") ? right : (TSNode){0};
        bind_target(x, left, &one, 0);
        return;
    }
    uint32_t i = 0;
    for (children each = children_of(left); children_next(&each); i++)
        bind_target(x, each.node, i == 1 ? &one : &nothing, 0);
    if (extract_is(left, "identifier"))
        bind_target(x, left, &nothing, 0);
}

static void
enter_for(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    TSNode right = extract_field(x, node, F_right);
    uint32_t visible_from = ts_node_is_null(right) ? ts_node_start_byte(node) : ts_node_end_byte(right);
    bind_loop(x, extract_field(x, node, F_left), right, visible_from);
}

// What it yields comes first in the text and sees the names that its `for` clauses bind.
static void
enter_comprehension(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    extract_scope(x);
    for (children each = children_of(node); children_next(&each);) {
        if (extract_is(each.node, "for_in_clause"))
            bind_loop(x, extract_field(x, each.node, F_left), extract_field(x, each.node, F_right), 0);
    }
}

// `with f() as y`, `case ... as y`; what a context manager gives is taken for itself.
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
    bind_target(x, target, &assigned, 0);
    extract_claim(x, target);
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
                                .declared = extract_lower(x, value),
                                .right = value,
                                .visible_from = ts_node_end_byte(target)};
    if (extract_is(value, "tuple"))
        assigned = (struct assigned){.kind = BIND_LOCAL,
                                     .declared = FACT_NONE,
                                     .value = FACT_NONE,
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
    unsigned reexport = extract_symbol(x) == 0 ? IMPORT_REEXPORT : 0;
    extract_import(x, flags | reexport, module, name, alias, at);
    if (alias.size && extract_symbol(x) == 0) {
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
    if (!is_function_call(x, node, "super"))
        extract_reference(x, REFERENCE_CALL, extract_lower(x, function), node, count);
    claim_leftmost(x, function);
}

static uint32_t
lower_python_call(extraction *x, const rule *rule, TSNode node)
{
    TSNode argument = first_argument(x, node);
    if (is_function_call(x, node, "super"))
        return extract_expression(x, EXPRESSION_SUPER, (span){0}, FACT_NONE);
    if (is_function_call(x, node, "cast") && !ts_node_is_null(argument))
        return extract_instance(x, lower_type(x, rule, argument));
    if (is_function_call(x, node, "next") && !ts_node_is_null(argument))
        return extract_expression(x, EXPRESSION_ELEMENT, (span){0}, extract_lower(x, argument));
    if (is_function_call(x, node, "sorted reversed list tuple set frozenset iter") &&
        !ts_node_is_null(argument) && !extract_is(argument, "generator_expression"))
        return extract_lower(x, argument);
    return lower_call(x, rule, node);
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

// `[T(), T()]`, `[T(i) for i in c]`: a container of what the first element is.
static uint32_t
lower_collection(extraction *x, const rule *rule, TSNode node)
{
    TSNode first = extract_field(x, node, F_body);
    bool is_comprehension = !ts_node_is_null(first);
    if (!is_comprehension && ts_node_named_child_count(node))
        first = ts_node_named_child(node, 0);
    if (extract_is(first, "pair"))
        first = extract_field(x, first, F_value);
    if (!extract_is(first, "call"))
        return lower_literal(x, rule, node);
    TSNode function = extract_field(x, first, F_function);
    if (!extract_is(function, "identifier"))
        return lower_literal(x, rule, node);
    // Not extract_lower(first): a comprehension's inside is to be lowered in its own scope.
    uint32_t name = extract_name(x, extract_text(x, function), ts_node_start_byte(function));
    uint32_t element = extract_expression(x, EXPRESSION_CALL, (span){0}, name);
    return extract_instance(x, extract_expression(x, EXPRESSION_CONTAINER, (span){0}, element));
}

// `a or T()`: the right one is what it falls back to, and mostly of the same type.
static uint32_t
lower_boolean(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t right = extract_lower(x, extract_field(x, node, F_right));
    return right == FACT_NONE ? unknown(x) : right;
}

// `a if c else b`: the first that says something.
static uint32_t
lower_conditional(extraction *x, const rule *rule, TSNode node)
{
    (void)rule;
    uint32_t count = ts_node_named_child_count(node);
    TSNode first = count ? ts_node_named_child(node, 0) : (TSNode){0};
    if (is_mute(first) && count > 2)
        first = ts_node_named_child(node, count - 1);
    uint32_t lowered = extract_lower(x, first);
    return lowered == FACT_NONE ? unknown(x) : lowered;
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
    {"list_comprehension", .enter = enter_comprehension, .lower = lower_collection, .text = "list"},
    {"set_comprehension", .enter = enter_comprehension, .lower = lower_collection, .text = "set"},
    {"dictionary_comprehension", .enter = enter_comprehension, .lower = lower_collection, .text = "dict"},
    {"generator_expression", .enter = enter_comprehension, .lower = lower_collection, .text = "generator"},
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
    {"subscript", .lower = lower_element, .operand = F_value},
    {"await", .lower = lower_inner},
    {"parenthesized_expression", .lower = lower_inner},
    {"conditional_expression", .lower = lower_conditional},
    {"boolean_operator", .lower = lower_boolean},
    {"identifier", .enter = enter_value, .lower = lower_name},
    {"list", .lower = lower_collection, .text = "list"},
    {"set", .lower = lower_collection, .text = "set"},
    {"dictionary", .lower = lower_collection, .text = "dict"},
    {"tuple", .lower = lower_literal, .text = "tuple"},
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
    .flags = LANGUAGE_HOISTS | LANGUAGE_FUNCTION_SCOPE | LANGUAGE_CALL_CONSTRUCTS,
    .rules = rules,
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
