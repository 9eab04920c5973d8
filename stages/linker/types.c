// Instances, type arguments and functions as values.
//
// A type argument is bound to the symbol of its type parameter; the list of such bindings goes with a value,
// so that a field's declared type `List<T>` is read with what T stands for in the receiver. What is not bound
// stays the parameter itself, which has the members of its bound. A generic callable's parameters are
// inferred from what is passed by walking the declared type of each of its parameters along the type of its
// argument (JLS 18.5.1 without the inequalities: the first argument that says something wins). A lambda's
// result is what its body gives when its parameters are what the callee passes.
#include "stages/linker/cpp_library.h"
#include "stages/linker/traits.h"

// ---- type arguments

static struct bound *
bind(struct linker *self, struct bound *next, symbol_ref parameter)
{
    struct bound *added = scratch(self, sizeof *added);
    if (added) {
        added->next = next;
        added->parameter = parameter;
    }
    return added;
}

static struct bound *
find_bound(struct bound *bound, symbol_ref parameter)
{
    for (uint32_t i = 0; bound && i < BOUND_STEPS_MAX; bound = bound->next, i++) {
        if (symbol_ref_equal(bound->parameter, parameter))
            return bound;
    }
    return NULL;
}

symbol_ref
merged_type(const struct linker *self, symbol_ref value)
{
    const symbol_ref *symbols;
    uint32_t count = index_range(&self->index, symbol_of(self, value)->name, &symbols), seen = 0;
    if (!hooks_at(self, value.file)->merges)
        return SYMBOL_REF_NONE;
    for (uint32_t i = index_seek(symbols, count, value.file);
         i < count && symbols[i].file == value.file && seen++ < SCOPE_STEPS_MAX; i++) {
        if (is_type(self, symbols[i]) && is_merged(self, symbols[i], value))
            return symbols[i];
    }
    return SYMBOL_REF_NONE;
}

value
declared_by(const struct linker *self, value type)
{
    symbol_ref merged = type.kind == VALUE_SYMBOL && !is_type(self, type.symbol) ? merged_type(self, type.symbol)
                                                                                 : SYMBOL_REF_NONE;
    if (!symbol_ref_is_none(merged))
        type.symbol = merged;
    return type;
}

value
parameter_value(struct linker *self, symbol_ref parameter, struct bound *bound, uint32_t depth)
{
    struct bound *found = find_bound(bound, parameter);
    if (found && !found->is_value) {
        found->is_value = true; // should it come round to itself, it is unknown
        found->value = VALUE_NOTHING;
        found->value = declared_by(self, evaluate(self, found->site, found->expression, depth + 1));
    }
    bool has_crates = hooks_at(self, parameter.file)->has_crates; // its bound may name other parameters
    return found && found->value.kind != VALUE_UNKNOWN
               ? found->value
               : value_of_symbol(parameter, has_crates ? bound : NULL, RESOLUTION_TYPE);
}

// Type parameter number `number` of a symbol; they follow it directly.
static symbol_ref
type_parameter(const struct linker *self, symbol_ref symbol, uint32_t number)
{
    const struct linked_file *file = &self->files[symbol.file];
    uint32_t at = symbol.symbol + 1 + number;
    bool is_one = number < ARGUMENTS_MAX && at < file->symbol_count &&
                  file->symbols[at].kind == ENTITY_TYPE_PARAMETER &&
                  file->symbols[at].parent == symbol.symbol;
    return is_one ? (symbol_ref){symbol.file, at} : SYMBOL_REF_NONE;
}

bool
is_generic(const struct linker *self, symbol_ref symbol)
{
    return !symbol_ref_is_none(type_parameter(self, symbol, 0));
}

value
with_arguments(struct linker *self, value base, site at, uint32_t first)
{
    if (base.kind == VALUE_EXTERNAL) {
        base.site = at;
        base.expression = first;
    }
    if (base.kind != VALUE_SYMBOL && base.kind != VALUE_INSTANCE)
        return base;
    for (uint32_t i = 0; first != FACT_NONE; i++) {
        const fact_expression *argument = expression_at(self, at, first);
        symbol_ref parameter = type_parameter(self, base.symbol, i);
        struct bound *added = symbol_ref_is_none(parameter) ? NULL : bind(self, base.bound, parameter);
        if (!added)
            return base;
        added->site = at;
        added->expression = argument->operand;
        base.bound = added;
        first = argument->name;
    }
    return base;
}

uint32_t
count_arguments(const struct linker *self, uint32_t file, uint32_t first)
{
    uint32_t count = 0;
    for (; first != FACT_NONE && count < ARGUMENTS_MAX; first = self->files[file].expressions[first].name)
        count++;
    return count;
}

// ---- instances

value
instance_of(struct linker *self, value type, uint32_t depth)
{
    if (type.kind == VALUE_MODULE && self->files[type.site.file].language == LANGUAGE_JAVASCRIPT) {
        value whole = as_whole(self, type, depth + 1); // a comment names a required class as a type
        bool is_class = whole.kind == VALUE_SYMBOL && symbol_of(self, whole.symbol)->kind == ENTITY_CLASS;
        type = is_class ? whole : type;
    }
    if (type.kind == VALUE_SYMBOL && !is_type(self, type.symbol) &&
        hooks_at(self, type.symbol.file)->merges) {
        symbol_ref merged = merged_type(self, type.symbol);
        bool is_callable = entity_kind_is_callable((entity_kind)symbol_of(self, type.symbol)->kind);
        if (symbol_ref_is_none(merged) && is_callable)
            return type; // a function is a value
        if (!symbol_ref_is_none(merged))
            type.symbol = merged;
    }
    for (int i = 0; i < ALIASES_MAX && type.kind == VALUE_SYMBOL; i++) {
        const fact_symbol *symbol = symbol_of(self, type.symbol);
        if (symbol->kind == ENTITY_TYPE_ALIAS && symbol->type != FACT_NONE && depth < EVALUATE_DEPTH_MAX) {
            site at = {type.symbol.file, symbol->parent == FACT_NONE ? 0 : symbol->parent, type.bound};
            value aliased = evaluate(self, at, symbol->type, depth + 1);
            bool is_outside = aliased.kind == VALUE_EXTERNAL || aliased.kind == VALUE_BUILTIN;
            bool is_known = aliased.kind == VALUE_CONTAINER || aliased.kind == VALUE_FUNCTION ||
                            (is_outside && hooks_at(self, type.symbol.file)->has_linkage) ||
                            aliased.kind == VALUE_EITHER ||
                            (aliased.kind == VALUE_SYMBOL && !symbol_ref_equal(aliased.symbol, type.symbol));
            // A defined type may have methods of its own: they are looked for first, so it stays itself.
            if (is_known && !hooks_at(self, type.symbol.file)->types_defined) {
                aliased.qualifiers |= type.qualifiers;
                type = aliased;
                continue;
            }
        }
        bool is_instantiable =
            entity_kind_is_type((entity_kind)symbol->kind) || symbol->kind == ENTITY_TYPE_PARAMETER;
        type.kind = is_instantiable ? VALUE_INSTANCE : VALUE_UNKNOWN;
        return type;
    }
    switch (type.kind) {
    case VALUE_INSTANCE: // no type was declared: the value stands for its type (facts.h)
    case VALUE_CONTAINER:
    case VALUE_FUNCTION:
    case VALUE_LAMBDA:
    case VALUE_EITHER:
    case VALUE_EXTERNAL:
    case VALUE_BUILTIN:
        return type;
    case VALUE_MODULE: // `import * as a` is an object like any other
        return hooks_at(self, type.site.file)->merges ? type : VALUE_NOTHING;
    default:
        return VALUE_NOTHING;
    }
}

// The type of the tree that is the language's built-in one, where the tree has it.
static bool
core_type(struct linker *self, uint32_t file, uint32_t name, value *type)
{
    symbol_ref found;
    if (name == LINK_NONE || !find_in_core(self, file, name, &found))
        return false;
    *type = (value){.kind = VALUE_INSTANCE, .how = RESOLUTION_IMPORT, .symbol = found};
    return true;
}

value
builtin_value(struct linker *self, uint32_t file, uint32_t name)
{
    value type = {.kind = VALUE_BUILTIN, .how = RESOLUTION_EXTERNAL, .name = name};
    core_type(self, file, name, &type);
    return type;
}

value
class_of(struct linker *self, value operand, uint32_t depth)
{
    for (int i = 0; i < ALIASES_MAX; i++) {
        bool is_symbol = operand.kind == VALUE_SYMBOL || operand.kind == VALUE_INSTANCE;
        if (!is_symbol || !is_type_parameter(self, operand.symbol))
            return operand;
        const fact_symbol *parameter = symbol_of(self, operand.symbol);
        site at = {operand.symbol.file, parameter->parent, operand.bound};
        uint32_t file = operand.symbol.file;
        if (parameter->type != FACT_NONE && depth < EVALUATE_DEPTH_MAX) {
            operand = instance_of(self, evaluate(self, at, parameter->type, depth + 1), depth + 1);
            continue;
        }
        const char *root = hooks_at(self, file)->root;
        operand = VALUE_NOTHING;
        if (root) {
            operand = (value){.kind = VALUE_BUILTIN,
                              .how = RESOLUTION_EXTERNAL,
                              .name = intern_find(self->names, span_of(root))};
            core_type(self, file, operand.name, &operand);
        }
        return operand.name == INTERN_NONE ? VALUE_NOTHING : operand;
    }
    return VALUE_NOTHING;
}

value
declared_value(struct linker *self, value symbol, uint32_t depth)
{
    const fact_symbol *found = symbol_of(self, symbol.symbol);
    if (found->type == FACT_NONE || depth >= EVALUATE_DEPTH_MAX)
        return VALUE_NOTHING;
    site at = {symbol.symbol.file, symbol.symbol.symbol, symbol.bound};
    value type = evaluate(self, at, found->type, depth + 1);
    type = declared_by(self, type);
    bool is_callable = entity_kind_is_callable((entity_kind)found->kind);
    value held = instance_of(self, settle(self, type, depth + 1), depth + 1); // a variable's is the one it is set to
    if (!is_callable && !(held.qualifiers & QUALIFIED_REFERENCE)) // what an object that is const holds is, too
        held.qualifiers = (held.qualifiers & QUALIFIED_CONST) | (symbol.qualifiers & QUALIFIED_CONST);
    return held;
}

value
ask_either(struct linker *self, value either, either_asked *ask, uint32_t number, uint32_t depth)
{
    uint32_t next = either.expression;
    value answer = VALUE_NOTHING;
    for (int i = 0; i < ARGUMENTS_MAX && next != FACT_NONE && depth < EVALUATE_DEPTH_MAX; i++) {
        const fact_expression *pair = expression_at(self, either.site, next);
        bool is_last = pair->op != EXPRESSION_EITHER;
        value one = evaluate(self, either.site, is_last ? next : pair->operand, depth + 1);
        one = class_of(self, instance_of(self, settle(self, one, depth + 1), depth + 1), depth + 1);
        answer = one.kind == VALUE_UNKNOWN ? one : ask(self, one, number, depth + 1);
        if (answer.kind != VALUE_UNKNOWN && answer.kind != VALUE_EXTERNAL)
            return answer;
        next = is_last ? FACT_NONE : pair->name;
    }
    return answer;
}

bool
definition_of(struct linker *self, value type, uint32_t depth, value *definition)
{
    const fact_symbol *symbol = symbol_of(self, type.symbol);
    if (symbol->kind != ENTITY_TYPE_ALIAS || symbol->type == FACT_NONE || depth >= EVALUATE_DEPTH_MAX ||
        !hooks_at(self, type.symbol.file)->types_defined)
        return false;
    site at = {type.symbol.file, symbol->parent == FACT_NONE ? 0 : symbol->parent, type.bound};
    *definition = evaluate(self, at, symbol->type, depth + 1);
    return true;
}

value
underlying_of(struct linker *self, value operand, uint32_t depth)
{
    for (int i = 0; i < ALIASES_MAX && operand.kind == VALUE_INSTANCE; i++) {
        value definition;
        if (!definition_of(self, operand, depth, &definition))
            break;
        operand = definition;
        if (operand.kind == VALUE_SYMBOL && is_type(self, operand.symbol))
            operand.kind = VALUE_INSTANCE;
    }
    return operand;
}

static value
element_of_one(struct linker *self, value one, uint32_t number, uint32_t depth)
{
    (void)number;
    return element_of(self, one, depth);
}

value
element_of(struct linker *self, value container, uint32_t depth)
{
    if (container.kind == VALUE_EITHER)
        return ask_either(self, container, element_of_one, 0, depth);
    if (depth >= EVALUATE_DEPTH_MAX)
        return VALUE_NOTHING;
    container = underlying_of(self, container, depth);
    if (container.kind == VALUE_CONTAINER) {
        value inside = evaluate(self, container.site, container.expression, depth + 1);
        if (hooks_at(self, container.site.file)->has_linkage) // `&x`: of a value
            inside = settle(self, inside, depth + 1);
        return instance_of(self, inside, depth + 1);
    }
    if (container.kind == VALUE_EXTERNAL && hooks_at(self, self->binding_file)->has_linkage) {
        value known = library_element(self, container, depth);
        if (known.kind != VALUE_UNKNOWN)
            return known;
    }
    if (container.kind == VALUE_EXTERNAL &&
        container.expression != FACT_NONE) { // of one type argument: `List<T>`
        const fact_expression *argument = expression_at(self, container.site, container.expression);
        return argument->name != FACT_NONE
                   ? VALUE_NOTHING
                   : instance_of(self, evaluate(self, container.site, argument->operand, depth + 1),
                                 depth + 1);
    }
    container = class_of(self, container, depth);
    if (container.kind != VALUE_INSTANCE)
        return VALUE_NOTHING;
    const hooks *hooks = hooks_at(self, container.symbol.file);
    uint32_t name = hooks->iterable ? intern_find(self->names, span_of(hooks->iterable)) : INTERN_NONE;
    value seen;
    bool is_core = self->files[container.symbol.file].is_prelude;
    if (hooks->has_crates && !is_core && traits_indexed(self, container, depth, &seen))
        return seen;
    if (name == INTERN_NONE || !seen_as(self, container, container.symbol, name, depth + 1, &seen))
        return hooks->has_crates && traits_deref(self, container, depth, &seen) ? element_of(self, seen, depth + 1)
                                                                                : VALUE_NOTHING;
    symbol_ref parameter = type_parameter(self, seen.symbol, 0);
    return symbol_ref_is_none(parameter)
               ? VALUE_NOTHING
               : instance_of(self, parameter_value(self, parameter, seen.bound, depth + 1), depth + 1);
}

// ---- functions as values

// ARGUMENT number `number` of a chain, or the last one when it is past the end and `last_repeats`; FACT_NONE
// without one.
static uint32_t
argument_at(const struct linker *self, uint32_t file, uint32_t first, uint32_t number, bool last_repeats)
{
    for (uint32_t i = 0; first != FACT_NONE; i++) {
        const fact_expression *argument = &self->files[file].expressions[first];
        if (i == number || (argument->name == FACT_NONE && last_repeats))
            return argument->operand;
        first = argument->name;
    }
    return FACT_NONE;
}

value
parameter_of(struct linker *self, value callable, uint32_t number, uint32_t depth)
{
    const fact_symbol *symbol = symbol_of(self, callable.symbol);
    uint32_t type =
        argument_at(self, callable.symbol.file, symbol->parameters, number, symbol->flags & SYMBOL_VARIADIC);
    site at = {callable.symbol.file, callable.symbol.symbol, callable.bound};
    if (type == FACT_NONE || depth >= EVALUATE_DEPTH_MAX)
        return VALUE_NOTHING;
    return instance_of(self, evaluate(self, at, type, depth + 1), depth + 1);
}

value
known_result(struct linker *self, uint32_t file, uint32_t type, uint32_t name)
{
    span of = type == LINK_NONE ? (span){"", 0} : intern_text(self->names, type);
    const char *result = hooks_result(self->files[file].language, of, intern_text(self->names, name));
    uint32_t number = result ? intern_find(self->names, span_of(result)) : INTERN_NONE;
    return number == INTERN_NONE ? VALUE_NOTHING : builtin_value(self, file, number);
}

// The value of an argument. What is outside of the tree is known by its name, which is a type's only where
// that is declared.
static value
value_passed(struct linker *self, site at, uint32_t expression, uint32_t depth)
{
    value given = evaluate(self, at, expression, depth);
    uint32_t op = expression_at(self, at, expression)->op;
    if (given.kind == VALUE_EXTERNAL && (op == EXPRESSION_MEMBER || op == EXPRESSION_NAME))
        return known_result(self, at.file, given.module, given.name);
    return settle(self, given, depth);
}

value
argument_of(struct linker *self, call *call, uint32_t number)
{
    if (!call->known) {
        call->known_count = count_arguments(self, call->site.file, call->values);
        call->known = call->known_count ? scratch(self, call->known_count * sizeof *call->known) : NULL;
        if (!call->known)
            return VALUE_NOTHING;
        uint32_t at = call->values;
        for (uint32_t i = 0; i < call->known_count; i++) {
            const fact_expression *argument = expression_at(self, call->site, at);
            value given = VALUE_NOTHING;
            if (argument->operand != FACT_NONE && call->depth < EVALUATE_DEPTH_MAX)
                given = value_passed(self, call->site, argument->operand, call->depth + 1);
            call->known[i] = given;
            at = argument->name;
        }
    }
    return number < call->known_count ? call->known[number] : VALUE_NOTHING;
}

value
with_signature(struct linker *self, value object, const char *name, uint32_t depth)
{
    value member;
    if (object.kind != VALUE_INSTANCE || !hooks_at(self, object.symbol.file)->merges || !is_type(self, object.symbol) ||
        depth >= EVALUATE_DEPTH_MAX)
        return object;
    uint32_t signature = intern_find(self->names, span_of(name));
    bool has_one = signature != INTERN_NONE && find_member(self, object, signature, NULL, depth, false, &member);
    value function = has_one ? declared_value(self, member, depth) : object;
    return function.kind == VALUE_FUNCTION ? function : object;
}

static value
result_of_one(struct linker *self, value one, uint32_t number, uint32_t depth)
{
    (void)number;
    return result_of(self, one, depth);
}

value
result_of(struct linker *self, value function, uint32_t depth)
{
    if (function.kind == VALUE_EITHER)
        return ask_either(self, function, result_of_one, 0, depth);
    if (depth >= EVALUATE_DEPTH_MAX)
        return VALUE_NOTHING;
    function = with_signature(self, function, "()", depth + 1);
    if (function.kind == VALUE_FUNCTION || function.kind == VALUE_LAMBDA) {
        uint32_t result = expression_at(self, function.site, function.expression)->operand;
        return instance_of(self, settle(self, evaluate(self, function.site, result, depth + 1), depth + 1),
                           depth + 1);
    }
    if (function.kind == VALUE_SYMBOL &&
        entity_kind_is_callable((entity_kind)symbol_of(self, function.symbol)->kind))
        return declared_value(self, function, depth);
    return VALUE_NOTHING;
}

value
passed_by(struct linker *self, value function, uint32_t number, uint32_t depth)
{
    if (function.kind == VALUE_EITHER)
        return ask_either(self, function, passed_by, number, depth);
    if (depth >= EVALUATE_DEPTH_MAX)
        return VALUE_NOTHING;
    function = with_signature(self, function, "()", depth + 1);
    if (function.kind == VALUE_FUNCTION) {
        uint32_t first = expression_at(self, function.site, function.expression)->name;
        uint32_t type = argument_at(self, function.site.file, first, number, false);
        return instance_of(self, evaluate(self, function.site, type, depth + 1), depth + 1);
    }
    value method;
    function = class_of(self, function, depth);
    if (function.kind == VALUE_INSTANCE && only_abstract_method(self, function, depth + 1, &method))
        return parameter_of(self, method, number, depth + 1);
    // Of a functional interface outside of the tree: Function<T, R> passes a T, Comparator<T> two.
    if (function.kind == VALUE_EXTERNAL && function.expression != FACT_NONE) {
        uint32_t type = argument_at(self, function.site.file, function.expression, number, true);
        return instance_of(self, evaluate(self, function.site, type, depth + 1), depth + 1);
    }
    return VALUE_NOTHING;
}

uint32_t
passed_count(struct linker *self, value function, uint32_t depth)
{
    if (function.kind == VALUE_FUNCTION)
        return count_arguments(self, function.site.file,
                               expression_at(self, function.site, function.expression)->name);
    value method;
    if (function.kind == VALUE_INSTANCE && only_abstract_method(self, function, depth + 1, &method))
        return symbol_of(self, method.symbol)->arity_max;
    return FACT_NONE;
}

// ---- inference

struct inference {
    symbol_ref generic; // whose type parameters are to be bound ...
    symbol_ref owner;   // ... and of what it is written in, or none
    struct bound *bound;
};

static void infer(struct linker *self, struct inference *inference, site at, uint32_t pattern, value given,
                  uint32_t depth);

// Binds a type parameter that is to be inferred, unless it is bound already.
static void
infer_parameter(struct linker *self, struct inference *inference, symbol_ref parameter, value given)
{
    symbol_ref parent = {parameter.file, symbol_of(self, parameter)->parent};
    bool is_wanted =
        symbol_ref_equal(parent, inference->generic) || symbol_ref_equal(parent, inference->owner);
    bool is_itself = given.kind == VALUE_SYMBOL && symbol_ref_equal(given.symbol, parameter);
    if (!is_wanted || is_itself || given.kind == VALUE_UNKNOWN || given.kind == VALUE_LAMBDA ||
        find_bound(inference->bound, parameter))
        return;
    uint32_t file = parameter.file;
    if (given.kind == VALUE_BUILTIN) { // what stands for a type parameter is an object
        span name = intern_text(self->names, given.name);
        if (span_is(name, "null"))
            return;
        given.name = hooks_is_primitive(self->files[file].language, name)
                         ? intern_find(self->names, hooks_box(self->files[file].language, name))
                         : given.name;
        if (given.name == INTERN_NONE)
            return;
        core_type(self, file, given.name, &given);
    }
    struct bound *added = bind(self, inference->bound, parameter);
    if (!added)
        return;
    added->is_value = true;
    added->value = given;
    inference->bound = added;
}

// `C<P, Q>` along an instance of C or of what derives from it.
static void
infer_from_instance(struct linker *self, struct inference *inference, site at, uint32_t first, value base,
                    value given, uint32_t depth)
{
    value seen;
    if (!seen_as(self, given, base.symbol, LINK_NONE, depth + 1, &seen))
        return;
    for (uint32_t i = 0; first != FACT_NONE; i++) {
        const fact_expression *argument = expression_at(self, at, first);
        symbol_ref parameter = type_parameter(self, base.symbol, i);
        if (symbol_ref_is_none(parameter) || argument->operand == FACT_NONE)
            return;
        value known = parameter_value(self, parameter, seen.bound, depth + 1);
        bool is_open = known.kind == VALUE_SYMBOL && symbol_ref_equal(known.symbol, parameter);
        if (!is_open)
            infer(self, inference, at, argument->operand, known, depth + 1);
        first = argument->name;
    }
}

// A functional interface's pattern along a function: what the interface's own parameters stand for by the
// function's result says what its type arguments do.
static void
infer_from_function(struct linker *self, struct inference *inference, site at, uint32_t first, value base,
                    value given, uint32_t depth)
{
    value method, interface = base;
    if (!only_abstract_method(self, interface, depth + 1, &method))
        return;
    const fact_symbol *symbol = symbol_of(self, method.symbol);
    value result = result_of(self, given, depth + 1);
    if (symbol->type == FACT_NONE || result.kind == VALUE_UNKNOWN)
        return;
    struct inference inner = {.generic = owner_of(self, method.symbol), .owner = SYMBOL_REF_NONE};
    infer(self, &inner, (site){method.symbol.file, method.symbol.symbol, NULL}, symbol->type, result,
          depth + 1);
    for (uint32_t i = 0; first != FACT_NONE && inner.bound; i++) {
        const fact_expression *argument = expression_at(self, at, first);
        symbol_ref parameter = type_parameter(self, base.symbol, i);
        struct bound *known = find_bound(inner.bound, parameter);
        if (known && argument->operand != FACT_NONE)
            infer(self, inference, at, argument->operand, known->value, depth + 1);
        first = argument->name;
    }
}

// The same for an interface outside of the tree: its result, if it has one, is its last type argument.
static void
infer_from_external(struct linker *self, struct inference *inference, site at, uint32_t first, value given,
                    uint32_t depth)
{
    if (given.kind == VALUE_EXTERNAL && given.expression != FACT_NONE) {
        uint32_t theirs = given.expression;
        for (uint32_t i = 0; first != FACT_NONE && theirs != FACT_NONE && i < ARGUMENTS_MAX; i++) {
            const fact_expression *argument = expression_at(self, at, first);
            const fact_expression *known = expression_at(self, given.site, theirs);
            value type = evaluate(self, given.site, known->operand, depth + 1);
            if (argument->operand != FACT_NONE)
                infer(self, inference, at, argument->operand, type, depth + 1);
            first = argument->name;
            theirs = known->name;
        }
        return;
    }
    uint32_t last = argument_at(self, at.file, first, ARGUMENTS_MAX, true);
    bool is_function = given.kind == VALUE_LAMBDA || given.kind == VALUE_SYMBOL;
    if (last != FACT_NONE && is_function)
        infer(self, inference, at, last, result_of(self, given, depth + 1), depth + 1);
}

static void
infer_generic(struct linker *self, struct inference *inference, site at, const fact_expression *pattern,
              value given, uint32_t depth)
{
    value base = evaluate(self, (site){at.file, at.from, NULL}, pattern->operand, depth + 1);
    bool is_function = given.kind == VALUE_LAMBDA || given.kind == VALUE_FUNCTION ||
                       (given.kind == VALUE_SYMBOL &&
                        entity_kind_is_callable((entity_kind)symbol_of(self, given.symbol)->kind));
    if (base.kind == VALUE_EXTERNAL) {
        infer_from_external(self, inference, at, pattern->name, given, depth);
    } else if ((base.kind == VALUE_SYMBOL || base.kind == VALUE_INSTANCE) && is_type(self, base.symbol)) {
        if (is_function) {
            infer_from_function(self, inference, at, pattern->name, base, given, depth);
            return;
        }
        given = class_of(self, instance_of(self, given, depth + 1), depth + 1);
        if (given.kind == VALUE_INSTANCE)
            infer_from_instance(self, inference, at, pattern->name, base, given, depth);
    }
}

// `F: Fn(A) -> B` along a function: what B stands for (Rust).
static void
infer_by_bound(struct linker *self, struct inference *inference, symbol_ref parameter, value given, uint32_t depth)
{
    const fact_symbol *symbol = symbol_of(self, parameter);
    bool is_function = given.kind == VALUE_LAMBDA || given.kind == VALUE_SYMBOL;
    if (!is_function || symbol->type == FACT_NONE || !hooks_at(self, parameter.file)->has_crates)
        return;
    site at = {parameter.file, symbol->parent, inference->bound};
    if (expression_at(self, at, symbol->type)->op == EXPRESSION_FUNCTION)
        infer(self, inference, at, symbol->type, given, depth + 1);
}

// Walks a declared type along what was given for it, and binds the type parameters that it comes by.
static void
infer(struct linker *self, struct inference *inference, site at, uint32_t pattern, value given,
      uint32_t depth)
{
    if (pattern == FACT_NONE || depth >= EVALUATE_DEPTH_MAX || given.kind == VALUE_UNKNOWN)
        return;
    const fact_expression *expression = expression_at(self, at, pattern);
    switch (expression->op) {
    case EXPRESSION_SYMBOL:
    case EXPRESSION_NAME: {
        value named = evaluate(self, (site){at.file, at.from, NULL}, pattern, depth + 1);
        if (named.kind == VALUE_SYMBOL && is_type_parameter(self, named.symbol)) {
            infer_parameter(self, inference, named.symbol, given);
            infer_by_bound(self, inference, named.symbol, given, depth);
        }
        break;
    }
    case EXPRESSION_GENERIC:
        infer_generic(self, inference, at, expression, given, depth);
        break;
    case EXPRESSION_QUALIFIED:
        infer(self, inference, at, expression->operand, given, depth + 1);
        break;
    case EXPRESSION_CONTAINER:
        if (given.kind == VALUE_CONTAINER)
            infer(self, inference, at, expression->operand, element_of(self, given, depth + 1), depth + 1);
        break;
    case EXPRESSION_FUNCTION:
        infer(self, inference, at, expression->operand, result_of(self, given, depth + 1), depth + 1);
        break;
    case EXPRESSION_EITHER: { // a parameter that stands alone takes what fits nothing else
        bool is_alone = expression_at(self, at, expression->operand)->op <= EXPRESSION_SYMBOL;
        infer(self, inference, at, is_alone ? expression->name : expression->operand, given, depth + 1);
        infer(self, inference, at, is_alone ? expression->operand : expression->name, given, depth + 1);
        break;
    }
    default:
        break;
    }
}

// The impl block that a function of a type stands in, whose type parameters its arguments decide, too.
static symbol_ref
impl_around(const struct linker *self, symbol_ref function)
{
    uint32_t parent = symbol_of(self, function)->parent;
    bool is_in_impl = parent != FACT_NONE && self->files[function.file].symbols[parent].kind == ENTITY_IMPL;
    return is_in_impl ? (symbol_ref){function.file, parent} : SYMBOL_REF_NONE;
}

value
with_inferred(struct linker *self, value called, call *call, uint32_t depth)
{
    const fact_symbol *symbol = symbol_of(self, called.symbol);
    bool is_constructor = symbol->kind == ENTITY_CONSTRUCTOR;
    symbol_ref owner = is_constructor ? owner_of(self, called.symbol) : impl_around(self, called.symbol);
    bool has_parameters = is_generic(self, called.symbol) ||
                          (!symbol_ref_is_none(owner) && is_generic(self, owner));
    if (!has_parameters || !call || call->values == FACT_NONE || depth >= EVALUATE_DEPTH_MAX)
        return called;
    struct inference inference = {.generic = called.symbol, .owner = owner, .bound = called.bound};
    uint32_t count = count_arguments(self, call->site.file, call->values);
    for (int lambdas = 0; lambdas < 2; lambdas++) { // what lambdas give may depend on what the others are
        for (uint32_t i = 0; i < count; i++) {
            value given = argument_of(self, call, i);
            if ((given.kind == VALUE_LAMBDA) != lambdas)
                continue;
            uint32_t pattern =
                argument_at(self, called.symbol.file, symbol->parameters, i, symbol->flags & SYMBOL_VARIADIC);
            site at = {called.symbol.file, called.symbol.symbol, inference.bound};
            bool is_last = symbol->flags & SYMBOL_VARIADIC && i >= symbol->arity_max && pattern != FACT_NONE;
            if (is_last && given.kind != VALUE_CONTAINER &&
                expression_at(self, at, pattern)->op == EXPRESSION_CONTAINER)
                pattern = expression_at(self, at, pattern)->operand;
            infer(self, &inference, at, pattern, given, depth + 1);
        }
    }
    called.bound = inference.bound;
    return called;
}

value
with_receiver(struct linker *self, value member, value type, uint32_t depth)
{
    const struct linked_file *file = &self->files[member.symbol.file];
    uint32_t around = member.symbol.symbol;
    bool is_in_impl = file->symbols[around].parent != FACT_NONE &&
                      file->symbols[file->symbols[around].parent].kind == ENTITY_IMPL; // whose parameters they are
    if ((file->symbols[around].owner == FACT_NONE || is_in_impl) && file->symbols[around].parent != FACT_NONE)
        around = file->symbols[around].parent;
    uint32_t pattern = file->symbols[around].owner;
    if (pattern == FACT_NONE || file->expressions[pattern].op != EXPRESSION_GENERIC ||
        depth >= EVALUATE_DEPTH_MAX)
        return member;
    struct inference inference = {
        .generic = {member.symbol.file, around}, .owner = SYMBOL_REF_NONE, .bound = type.bound};
    type.kind = VALUE_INSTANCE;
    infer(self, &inference, (site){member.symbol.file, around, NULL}, pattern, type, depth + 1);
    member.bound = inference.bound;
    return member;
}

// ---- what can be passed for what

static conversion
converts_function(struct linker *self, value given, value wanted, uint32_t depth)
{
    if (wanted.kind == VALUE_BUILTIN)
        return CONVERSION_NONE;
    uint32_t count = passed_count(self, wanted, depth);
    bool is_known = wanted.kind == VALUE_INSTANCE && !is_type_parameter(self, wanted.symbol);
    if (count == FACT_NONE)
        return is_known || wanted.kind == VALUE_CONTAINER ? CONVERSION_NONE : CONVERSION_UNKNOWN;
    if (given.kind == VALUE_LAMBDA) {
        uint32_t has = expression_at(self, given.site, given.expression)->name;
        return has == count ? CONVERSION_WIDENING : has == FACT_NONE ? CONVERSION_UNKNOWN : CONVERSION_NONE;
    }
    return CONVERSION_UNKNOWN;
}

// To an instance of a type of the tree, or of a type parameter.
static conversion
converts_to_instance(struct linker *self, value given, value wanted, uint32_t depth)
{
    language_id language = self->files[wanted.symbol.file].language;
    span name = intern_text(self->names, symbol_of(self, wanted.symbol)->name);
    bool is_root = hooks_of(language)->root && span_is(name, hooks_of(language)->root);
    if (given.kind == VALUE_CONTAINER)
        return is_root ? CONVERSION_WIDENING : CONVERSION_NONE;
    value seen;
    if (given.kind == VALUE_INSTANCE) {
        if (symbol_ref_equal(given.symbol, wanted.symbol))
            return CONVERSION_SAME;
        given = class_of(self, given, depth);
    }
    if (given.kind == VALUE_INSTANCE && seen_as(self, given, wanted.symbol, LINK_NONE, depth + 1, &seen))
        return CONVERSION_WIDENING;
    if (is_root && given.kind != VALUE_BUILTIN)
        return CONVERSION_WIDENING;
    if (given.kind == VALUE_BUILTIN) {
        span from = intern_text(self->names, given.name);
        if (span_is(from, "null"))
            return CONVERSION_WIDENING;
        value core;
        uint32_t box = intern_find(self->names, hooks_box(language, from));
        bool is_primitive = hooks_is_primitive(language, from);
        if (core_type(self, wanted.symbol.file, box, &core) &&
            seen_as(self, core, wanted.symbol, LINK_NONE, depth + 1, &seen))
            return is_primitive ? CONVERSION_BOXING : CONVERSION_WIDENING;
    }
    return CONVERSION_NONE;
}

static conversion
converts_to_builtin(struct linker *self, value given, value wanted, uint32_t file)
{
    language_id language = self->files[file].language;
    span to = intern_text(self->names, wanted.name);
    if (given.kind == VALUE_BUILTIN)
        return hooks_convert(language, intern_text(self->names, given.name), to);
    bool is_root = hooks_of(language)->root && span_is(to, hooks_of(language)->root);
    if (is_root)
        return CONVERSION_WIDENING;
    if (given.kind == VALUE_INSTANCE &&
        hooks_is_primitive(language, to)) { // a class of the core that is unboxed
        span from = intern_text(self->names, symbol_of(self, given.symbol)->name);
        return span_equal(hooks_box(language, to), from) ? CONVERSION_BOXING : CONVERSION_NONE;
    }
    if (given.kind == VALUE_CONTAINER)
        return CONVERSION_NONE;
    bool is_object = given.kind == VALUE_EXTERNAL ||
                     (given.kind == VALUE_INSTANCE && !is_type_parameter(self, given.symbol));
    if (is_object && hooks_is_final(language, to))
        return CONVERSION_NONE;
    return hooks_is_primitive(language, to) && given.kind == VALUE_EXTERNAL ? CONVERSION_NONE
                                                                            : CONVERSION_UNKNOWN;
}

// An array is one of its elements' bases, but never of another primitive type (JLS 4.10.3).
static conversion
converts_array(struct linker *self, value given, value wanted, uint32_t depth)
{
    value from = element_of(self, given, depth + 1), to = element_of(self, wanted, depth + 1);
    conversion fit = converts(self, from, to, depth + 1);
    language_id language = self->files[self->binding_file].language;
    bool is_primitive = from.kind == VALUE_BUILTIN && to.kind == VALUE_BUILTIN &&
                        hooks_is_primitive(language, intern_text(self->names, to.name));
    return fit == CONVERSION_BOXING || (is_primitive && fit == CONVERSION_WIDENING) ? CONVERSION_NONE : fit;
}

// A value of the language's own, or an array, for a type outside of the tree, of which the name is known.
static conversion
converts_to_external(struct linker *self, value given, value wanted, uint32_t depth)
{
    language_id language = self->files[self->binding_file].language;
    if (given.kind == VALUE_EXTERNAL)
        return given.name == wanted.name && given.module == wanted.module ? CONVERSION_SAME
                                                                          : CONVERSION_UNKNOWN;
    if (given.kind == VALUE_INSTANCE && !hooks_of(language)->converts_freely) {
        given = class_of(self, given, depth);
        return given.kind == VALUE_INSTANCE ? derives_outside(self, given.symbol, wanted.name, depth + 1)
                                            : CONVERSION_UNKNOWN;
    }
    span to = intern_text(self->names, wanted.name);
    if (given.kind == VALUE_BUILTIN)
        return hooks_convert(language, intern_text(self->names, given.name), to);
    bool is_of_arrays = span_is(to, "Serializable") || span_is(to, "Cloneable"); // JLS 4.10.3
    return given.kind == VALUE_CONTAINER && !is_of_arrays && !hooks_of(language)->converts_freely
               ? CONVERSION_NONE
               : CONVERSION_UNKNOWN;
}

conversion
converts(struct linker *self, value given, value wanted, uint32_t depth)
{
    if (given.kind == VALUE_UNKNOWN || wanted.kind == VALUE_UNKNOWN || depth >= EVALUATE_DEPTH_MAX)
        return CONVERSION_UNKNOWN;
    if (wanted.kind == VALUE_INSTANCE && is_type_parameter(self, wanted.symbol)) {
        if (given.kind == VALUE_INSTANCE && symbol_ref_equal(given.symbol, wanted.symbol))
            return CONVERSION_SAME;
        uint32_t file = wanted.symbol.file;
        wanted = class_of(self, wanted, depth);
        if (wanted.kind == VALUE_UNKNOWN)
            return CONVERSION_UNKNOWN;
        conversion fit = wanted.kind == VALUE_BUILTIN ? converts_to_builtin(self, given, wanted, file)
                                                      : converts(self, given, wanted, depth + 1);
        return fit == CONVERSION_SAME ? CONVERSION_WIDENING : fit;
    }
    uint32_t file = wanted.kind == VALUE_INSTANCE ? wanted.symbol.file : given.site.file;
    if (given.kind == VALUE_LAMBDA || (given.kind == VALUE_SYMBOL && !is_type(self, given.symbol)))
        return converts_function(self, given, wanted, depth);
    bool converts_freely = wanted.kind == VALUE_INSTANCE && hooks_at(self, file)->converts_freely;
    if (wanted.kind == VALUE_INSTANCE) {
        conversion fit = converts_to_instance(self, given, wanted, depth);
        return fit == CONVERSION_NONE && converts_freely ? CONVERSION_UNKNOWN : fit;
    }
    if (wanted.kind == VALUE_BUILTIN)
        return converts_to_builtin(self, given, wanted, self->binding_file);
    if (wanted.kind == VALUE_CONTAINER && given.kind == VALUE_CONTAINER)
        return converts_array(self, given, wanted, depth);
    if (wanted.kind == VALUE_EXTERNAL)
        return converts_to_external(self, given, wanted, depth);
    if (wanted.kind == VALUE_CONTAINER && given.kind == VALUE_BUILTIN)
        return span_is(intern_text(self->names, given.name), "null") ? CONVERSION_WIDENING : CONVERSION_NONE;
    bool is_object = given.kind == VALUE_INSTANCE || given.kind == VALUE_EXTERNAL;
    return wanted.kind == VALUE_CONTAINER && is_object &&
                   !hooks_of(self->files[self->binding_file].language)->converts_freely
               ? CONVERSION_NONE
               : CONVERSION_UNKNOWN;
}
