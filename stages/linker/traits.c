#include "stages/linker/traits.h"

#include <string.h>

enum {
    IMPL_HEAD_MAX =
        32,            // symbols at the head of an impl block among which its associated types are looked for
    BLANKETS_MAX = 64, // of one name that are tried
};

static uint32_t
name_called(const struct linker *self, const char *text)
{
    uint32_t name = intern_find(self->names, span_of(text));
    return name == INTERN_NONE ? LINK_NONE : name;
}

// The first member of a type by that name, once members are indexed.
static uint32_t
first_member(const struct linker *self, symbol_ref type, uint32_t name)
{
    return self->members.mask ? tables_first_member(self, type, name) : LINK_NONE;
}

// The impl block that a symbol stands in, or none.
static symbol_ref
impl_of(const struct linker *self, symbol_ref member)
{
    const struct linked_file *file = &self->files[member.file];
    uint32_t parent = file->symbols[member.symbol].parent;
    bool is_in_impl = parent != FACT_NONE && file->symbols[parent].kind == ENTITY_IMPL;
    return is_in_impl ? (symbol_ref){member.file, parent} : SYMBOL_REF_NONE;
}

// The last name of the trait that an impl block is of, or LINK_NONE.
static uint32_t
trait_name(const struct linker *self, symbol_ref impl)
{
    const struct linked_file *file = &self->files[impl.file];
    uint32_t at = file->symbols[impl.symbol].type;
    if (at == FACT_NONE)
        return LINK_NONE;
    const fact_expression *expression = &file->expressions[at];
    if (expression->op == EXPRESSION_GENERIC)
        expression = &file->expressions[expression->operand];
    if (expression->op == EXPRESSION_SYMBOL)
        return file->symbols[expression->name].name;
    return expression->op == EXPRESSION_NAME || expression->op == EXPRESSION_MEMBER ? expression->name
                                                                                    : LINK_NONE;
}

// ---- impls for all types

static bool
is_blanket(const struct linker *self, symbol_ref symbol)
{
    symbol_ref owner = owner_of(self, symbol), impl = impl_of(self, symbol);
    return !symbol_ref_is_none(owner) && !symbol_ref_is_none(impl) &&
           entity_kind_is_callable((entity_kind)symbol_of(self, symbol)->kind) &&
           is_type_parameter(self, owner) && symbol_of(self, owner)->parent == impl.symbol &&
           owner.file == impl.file;
}

void
traits_build(struct linker *self)
{
    for (uint32_t f = 0; f < self->file_count; f++) {
        const struct linked_file *file = &self->files[f];
        for (uint32_t s = 0; file->language == LANGUAGE_RUST && s < file->symbol_count; s++) {
            if (is_blanket(self, (symbol_ref){f, s}))
                named_symbols_add(&self->blankets, (struct named_symbol){file->symbols[s].name, LINK_NONE, {f, s}});
        }
    }
    named_symbols_sort(&self->blankets);
}

// Whether a type has what the type parameter of an impl asks for. One that asks for the very trait that it is
// an impl of passes that on from what a reference or box holds, which is the same here.
static bool
blanket_fits(struct linker *self, symbol_ref method, value type, uint32_t depth)
{
    symbol_ref parameter = owner_of(self, method);
    if (symbol_of(self, parameter)->type == FACT_NONE)
        return true;
    value bound = class_of(self, (value){.kind = VALUE_INSTANCE, .how = RESOLUTION_TYPE, .symbol = parameter},
                           depth + 1);
    if (bound.kind != VALUE_INSTANCE)
        return bound.kind == VALUE_EITHER || bound.kind == VALUE_EXTERNAL;
    if (symbol_of(self, bound.symbol)->name == trait_name(self, impl_of(self, method)))
        return false;
    value seen;
    return seen_as(self, type, bound.symbol, LINK_NONE, depth + 1, &seen);
}

bool
traits_blanket(struct linker *self, value type, uint32_t name, uint32_t depth, value *method)
{
    if (depth >= EVALUATE_DEPTH_MAX)
        return false;
    const struct named_symbols *all = &self->blankets;
    uint32_t first = named_symbols_first(all, name), found = 0;
    for (uint32_t i = first; i < all->count && all->items[i].name == name && i - first < BLANKETS_MAX; i++) {
        symbol_ref one = all->items[i].symbol;
        if (symbol_of(self, one)->flags & SYMBOL_OFF || !blanket_fits(self, one, type, depth))
            continue;
        *method = value_of_symbol(one, type.bound, RESOLUTION_TYPE);
        found++;
    }
    return found == 1;
}

// ---- what an impl's associated types say

// What type parameter `number` of the trait called `name` stands for in a type's impl of it.
static bool
argument_of_trait(struct linker *self, value instance, const char *trait, uint32_t number, uint32_t depth,
                  value *given)
{
    uint32_t name = name_called(self, trait);
    value seen;
    if (name == LINK_NONE || instance.kind != VALUE_INSTANCE || depth >= EVALUATE_DEPTH_MAX ||
        !seen_as(self, instance, instance.symbol, name, depth + 1, &seen))
        return false;
    symbol_ref parameter = {seen.symbol.file, seen.symbol.symbol + 1 + number};
    if (parameter.symbol >= self->files[parameter.file].symbol_count || !is_type_parameter(self, parameter))
        return false;
    value stands = parameter_value(self, parameter, seen.bound, depth + 1);
    if (stands.kind == VALUE_SYMBOL && symbol_ref_equal(stands.symbol, parameter))
        return false;
    *given = class_of(self, instance_of(self, stands, depth + 1), depth + 1);
    return given->kind != VALUE_UNKNOWN;
}

bool
traits_deref(struct linker *self, value instance, uint32_t depth, value *target)
{
    return argument_of_trait(self, instance, "Deref", 0, depth, target);
}

bool
traits_indexed(struct linker *self, value instance, uint32_t depth, value *element)
{
    return argument_of_trait(self, instance, "Index", 1, depth, element);
}

// The type parameter, or associated type, of a trait by its name.
static symbol_ref
parameter_called(const struct linker *self, symbol_ref trait, uint32_t name)
{
    const struct linked_file *file = &self->files[trait.file];
    for (uint32_t s = trait.symbol + 1; s < file->symbol_count && s - trait.symbol <= ARGUMENTS_MAX; s++) {
        const fact_symbol *symbol = &file->symbols[s];
        if (symbol->kind != ENTITY_TYPE_PARAMETER || symbol->parent != trait.symbol)
            break;
        if (symbol->name == name)
            return (symbol_ref){trait.file, s};
    }
    for (uint32_t i = first_member(self, trait, name); i != LINK_NONE; i = self->members.members[i].next) {
        if (is_type_parameter(self, self->members.members[i].symbol))
            return self->members.members[i].symbol;
    }
    return SYMBOL_REF_NONE;
}

struct bound *
traits_associated(struct linker *self, symbol_ref impl, symbol_ref trait, struct bound *bound,
                  struct bound *after)
{
    const struct linked_file *file = &self->files[impl.file];
    for (uint32_t s = impl.symbol + 1; s < file->symbol_count && s - impl.symbol <= IMPL_HEAD_MAX; s++) {
        const fact_symbol *symbol = &file->symbols[s];
        if (symbol->start >= file->symbols[impl.symbol].end)
            break;
        if (symbol->kind != ENTITY_TYPE_ALIAS || symbol->parent != impl.symbol || symbol->type == FACT_NONE)
            continue;
        symbol_ref parameter = parameter_called(self, trait, symbol->name);
        struct bound *added = symbol_ref_is_none(parameter) ? NULL : scratch(self, sizeof *added);
        if (!added)
            continue;
        *added = (struct bound){.next = after,
                                .parameter = parameter,
                                .site = {impl.file, impl.symbol, bound},
                                .expression = symbol->type};
        after = added;
    }
    return after;
}

bool
traits_own_type(const struct linker *self, site at, uint32_t operand, uint32_t name, symbol_ref *type)
{
    const struct linked_file *file = &self->files[at.file];
    uint32_t impl = at.from, steps = 0;
    while (impl != FACT_NONE && file->symbols[impl].kind != ENTITY_IMPL && steps++ < SCOPE_STEPS_MAX)
        impl = file->symbols[impl].parent;
    if (impl == FACT_NONE || file->symbols[impl].kind != ENTITY_IMPL || file->symbols[impl].owner != operand)
        return false;
    for (uint32_t s = impl + 1; s < file->symbol_count && s - impl <= IMPL_HEAD_MAX; s++) {
        const fact_symbol *symbol = &file->symbols[s];
        if (symbol->kind == ENTITY_TYPE_ALIAS && symbol->parent == impl && symbol->name == name) {
            *type = (symbol_ref){at.file, s};
            return true;
        }
    }
    return false;
}

bool
traits_own_method(struct linker *self, site at, value receiver, uint32_t name, value *method)
{
    const struct linked_file *file = &self->files[at.file];
    uint32_t impl = at.from, steps = 0;
    while (impl != FACT_NONE && file->symbols[impl].kind != ENTITY_IMPL && steps++ < SCOPE_STEPS_MAX)
        impl = file->symbols[impl].parent;
    for (uint32_t i = receiver.kind == VALUE_INSTANCE ? first_member(self, receiver.symbol, name) : LINK_NONE;
         i != LINK_NONE && impl != FACT_NONE; i = self->members.members[i].next) {
        symbol_ref one = self->members.members[i].symbol;
        if (one.file != at.file || file->symbols[one.symbol].parent != impl)
            continue;
        *method = value_of_symbol(one, receiver.bound, RESOLUTION_TYPE);
        return true;
    }
    return false;
}

value
traits_matched(struct linker *self, value base, site at, uint32_t matched, uint32_t depth)
{
    if (base.kind != VALUE_SYMBOL || depth >= EVALUATE_DEPTH_MAX)
        return base;
    value given = class_of(self, settle(self, evaluate(self, at, matched, depth + 1), depth + 1), depth + 1);
    symbol_ref type = is_type(self, base.symbol) ? base.symbol : owner_of(self, base.symbol);
    if (type.file != LINK_NONE && symbol_of(self, type)->kind == ENTITY_TYPE_ALIAS)
        type = instance_of(self, value_of_symbol(type, NULL, RESOLUTION_TYPE), depth + 1).symbol;
    if (given.kind == VALUE_INSTANCE && symbol_ref_equal(given.symbol, type))
        base.bound = given.bound;
    return base;
}

// ---- operators, and paths through traits

// The method of core::ops or core::cmp that an operator stands for.
static const char *
method_of_operator(span operator)
{
    static const struct {
        const char *sign, *method;
    } methods[] = {
        {"+", "add"},
        {"-", "sub"},
        {"*", "mul"},
        {"/", "div"},
        {"%", "rem"},
        {"&", "bitand"},
        {"|", "bitor"},
        {"^", "bitxor"},
        {"<<", "shl"},
        {">>", "shr"},
        {"+=", "add_assign"},
        {"-=", "sub_assign"},
        {"*=", "mul_assign"},
        {"/=", "div_assign"},
        {"%=", "rem_assign"},
        {"&=", "bitand_assign"},
        {"|=", "bitor_assign"},
        {"^=", "bitxor_assign"},
        {"<<=", "shl_assign"},
        {">>=", "shr_assign"},
        {"==", "eq"},
        {"!=", "ne"},
        {"<", "lt"},
        {"<=", "le"},
        {">", "gt"},
        {">=", "ge"},
        {"-neg", "neg"},
        {"!", "not"},
        {"-index", "index"},
        {"-index_mut", "index_mut"},
    };
    span sign = span_slice(operator, strlen("operator"), operator.size);
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        if (span_is(sign, methods[i].sign))
            return methods[i].method;
    }
    return NULL;
}

// Whether a method takes what is right of the operator: certainly, as the operand's type has operators of its
// own as well.
static bool
takes_operand(struct linker *self, symbol_ref method, call *call, uint32_t depth)
{
    value given = argument_of(self, call, 0);
    value wanted = parameter_of(self, value_of_symbol(method, NULL, RESOLUTION_TYPE), 0, depth + 1);
    return given.kind == VALUE_INSTANCE && wanted.kind == VALUE_INSTANCE &&
           symbol_ref_equal(given.symbol, wanted.symbol);
}

bool
traits_is_certain(struct linker *self, symbol_ref method, call *call, uint32_t depth)
{
    symbol_ref impl = impl_of(self, method);
    uint32_t trait = symbol_ref_is_none(impl) ? LINK_NONE : trait_name(self, impl);
    static const char *const traits[] = {"From",      "Into",       "TryFrom", "TryInto",
                                         "PartialEq", "PartialOrd", "Extend",  "FromIterator",
                                         "AsRef",     "Borrow",     "Sum",     "Product"};
    for (size_t i = 0; trait != LINK_NONE && i < sizeof traits / sizeof *traits; i++) {
        if (span_is(intern_text(self->names, trait), traits[i]))
            return call && call->values != FACT_NONE && takes_operand(self, method, call, depth);
    }
    return true;
}

bool
traits_is_common(struct linker *self, uint32_t name)
{
    const symbol_ref *symbols;
    uint32_t count = index_range(&self->index, name, &symbols);
    return count && self->files[symbols[count - 1].file].is_prelude; // preludes come last
}

// Whether an impl block can be of a type with such type arguments: none of them is known to be another.
static bool
impl_fits(struct linker *self, symbol_ref impl, value type, uint32_t depth)
{
    const struct linked_file *file = &self->files[impl.file];
    uint32_t owner = file->symbols[impl.symbol].owner;
    if (owner == FACT_NONE || file->expressions[owner].op != EXPRESSION_GENERIC)
        return true;
    site at = {impl.file, impl.symbol, NULL};
    uint32_t argument = file->expressions[owner].name, next = type.symbol.symbol + 1;
    for (; argument != FACT_NONE && next < self->files[type.symbol.file].symbol_count; next++) {
        symbol_ref parameter = {type.symbol.file, next};
        if (!is_type_parameter(self, parameter) || symbol_of(self, parameter)->parent != type.symbol.symbol)
            break;
        value wanted = evaluate(self, at, file->expressions[argument].operand, depth + 1);
        value given = parameter_value(self, parameter, type.bound, depth + 1);
        bool is_open = wanted.kind == VALUE_SYMBOL && is_type_parameter(self, wanted.symbol);
        bool is_known = (given.kind == VALUE_SYMBOL || given.kind == VALUE_INSTANCE) &&
                        !is_type_parameter(self, given.symbol) && wanted.kind == VALUE_SYMBOL;
        if (!is_open && is_known && !symbol_ref_equal(wanted.symbol, given.symbol))
            return false;
        argument = file->expressions[argument].name;
    }
    return true;
}

bool
traits_select(struct linker *self, struct choice *choice, value type, uint32_t depth, symbol_ref *method,
              uint32_t *level)
{
    uint32_t fitting = 0;
    if (choice->count != choice->fitting_count || choice->count > CHOICE_MAX || depth >= EVALUATE_DEPTH_MAX)
        return false;
    for (uint32_t i = 0; i < choice->fitting_count; i++) {
        symbol_ref impl = impl_of(self, choice->fitting[i].symbol);
        if (symbol_ref_is_none(impl) || !impl_fits(self, impl, type, depth))
            continue;
        *method = choice->fitting[i].symbol;
        *level = choice->fitting[i].level;
        fitting++;
    }
    return fitting == 1;
}

value
traits_operator(struct linker *self, value operand, uint32_t name, call *call, uint32_t depth)
{
    const char *text = method_of_operator(intern_text(self->names, name));
    uint32_t method = text ? name_called(self, text) : LINK_NONE;
    if (method == LINK_NONE || operand.kind != VALUE_INSTANCE || !is_type(self, operand.symbol) ||
        depth >= EVALUATE_DEPTH_MAX)
        return VALUE_NOTHING;
    bool is_core = self->files[operand.symbol.file].is_prelude;
    value found = VALUE_NOTHING;
    uint32_t count = 0;
    for (uint32_t i = first_member(self, operand.symbol, method); i != LINK_NONE;
         i = self->members.members[i].next) {
        symbol_ref one = self->members.members[i].symbol, impl = impl_of(self, one);
        bool is_of_trait = !symbol_ref_is_none(impl) && symbol_of(self, impl)->type != FACT_NONE;
        if (!is_of_trait || symbol_of(self, one)->flags & SYMBOL_OFF || self->files[one.file].is_prelude)
            continue;
        bool is_taken = call && takes_operand(self, one, call, depth);
        if (is_taken || (!is_core && count == 0))
            found = value_of_symbol(one, operand.bound, RESOLUTION_TYPE);
        if (is_taken)
            return found;
        count++;
    }
    return count == 1 ? found : VALUE_NOTHING;
}

// The method of a type's impl of the trait called so.
static bool
method_of_impl(struct linker *self, value type, uint32_t trait, uint32_t name, value *method)
{
    uint32_t count = 0;
    for (uint32_t i = first_member(self, type.symbol, name); i != LINK_NONE;
         i = self->members.members[i].next) {
        symbol_ref one = self->members.members[i].symbol, impl = impl_of(self, one);
        uint32_t flags = symbol_of(self, one)->flags;
        if (symbol_ref_is_none(impl) || trait_name(self, impl) != trait ||
            flags & (SYMBOL_OFF | SYMBOL_CLASS_LEVEL))
            continue;
        *method = value_of_symbol(one, type.bound, RESOLUTION_TYPE);
        count++;
    }
    return count == 1;
}

value
traits_called(struct linker *self, site at, const fact_expression *path, uint32_t receiver, value found)
{
    if (path->op != EXPRESSION_MEMBER || (found.kind != VALUE_SYMBOL && found.kind != VALUE_EXTERNAL))
        return found;
    const fact_expression *outer = expression_at(self, at, path->operand);
    if (outer->op == EXPRESSION_GENERIC)
        outer = expression_at(self, at, outer->operand);
    bool is_named =
        outer->op == EXPRESSION_NAME || outer->op == EXPRESSION_MEMBER || outer->op == EXPRESSION_SYMBOL;
    value trait = is_named ? evaluate(self, at, path->operand, 1) : VALUE_NOTHING;
    uint32_t name = trait.kind == VALUE_SYMBOL && symbol_of(self, trait.symbol)->kind == ENTITY_TRAIT
                        ? symbol_of(self, trait.symbol)->name
                    : trait.kind == VALUE_EXTERNAL ? trait.name
                                                   : LINK_NONE;
    const fact_expression *argument = expression_at(self, at, receiver);
    if (name == LINK_NONE || argument->op != EXPRESSION_ARGUMENT || argument->operand == FACT_NONE)
        return found;
    value given = settle(self, evaluate(self, at, argument->operand, 1), 1), method;
    given = class_of(self, given, 1); // a struct without fields is called by its name
    bool is_known = (given.kind == VALUE_INSTANCE || given.kind == VALUE_SYMBOL) &&
                    is_type(self, given.symbol) && method_of_impl(self, given, name, path->name, &method);
    return is_known ? method : found;
}
