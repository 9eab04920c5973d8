// Which of several candidates a call means. First those that take so many arguments; of these, where types
// are known, those whose parameters take the arguments' types; of these the most specific (JLS 15.12.2,
// [over.match.best]): the one whose parameters could all be passed on to each other's. An argument or a
// parameter of unknown type excludes nothing and decides nothing. Several that remain are never guessed
// among.
#include "stages/linker/binder.h"
#include "stages/linker/build.h"

bool
takes(const fact_symbol *symbol, const call *call)
{
    if (!call || call->count == FACT_NONE || !entity_kind_is_callable((entity_kind)symbol->kind))
        return true;
    return call->count >= symbol->arity_min &&
           (symbol->flags & SYMBOL_VARIADIC || call->count <= symbol->arity_max);
}

// Rust: what a condition leaves out comes last, and the methods of a trait's impl after the type's own
// (reference, "Method call expressions").
static int
preference(const struct linker *self, symbol_ref symbol)
{
    const fact_symbol *found = symbol_of(self, symbol);
    const fact_symbol *parent =
        found->parent == FACT_NONE ? found : &self->files[symbol.file].symbols[found->parent];
    bool is_of_trait = parent->kind == ENTITY_IMPL && parent->type != FACT_NONE;
    return (found->flags & SYMBOL_OFF ? 0 : 2) + !is_of_trait;
}

// Of what is declared under one name in one place: which is meant where a value is. Types come last.
static int
merge_rank(uint32_t kind)
{
    static const uint8_t order[] = {ENTITY_CLASS, ENTITY_FUNCTION,  ENTITY_CONSTANT,  ENTITY_VARIABLE,
                                    ENTITY_ENUM,  ENTITY_NAMESPACE, ENTITY_INTERFACE, ENTITY_TYPE_ALIAS};
    int rank = 0;
    while (rank < (int)sizeof order && order[rank] != kind)
        rank++;
    return rank;
}

bool
is_merged(const struct linker *self, symbol_ref a, symbol_ref b)
{
    enum { FIRST_TYPE = 4, RANKS = 8 };
    const fact_symbol *left = symbol_of(self, a), *right = symbol_of(self, b);
    int one = merge_rank(left->kind), other = merge_rank(right->kind);
    return a.file == b.file && left->parent == right->parent && left->name == right->name && one < RANKS &&
           other < RANKS && (one >= FIRST_TYPE || other >= FIRST_TYPE);
}

// Whether the symbol is another declaration of what is there already, whose place it takes where it is the
// better one.
static bool
choice_merges(struct linker *self, struct choice *choice, symbol_ref symbol)
{
    uint32_t kind = symbol_of(self, symbol)->kind;
    if (choice->field_count == 1 && is_merged(self, choice->field, symbol))
        return true;
    if (choice->count != 1 || !is_merged(self, choice->first, symbol))
        return false;
    if (merge_rank(kind) < merge_rank(symbol_of(self, choice->first)->kind)) {
        choice->first = symbol;
        choice->fitting[0].symbol = symbol;
        choice->fitting_count = takes(symbol_of(self, symbol), choice->call);
    }
    return true;
}

// A getter and its setter are one property: what it is the getter says.
static bool
choice_pairs(struct linker *self, struct choice *choice, symbol_ref symbol)
{
    const fact_symbol *added = symbol_of(self, symbol);
    if (choice->count != 1 || !(added->flags & SYMBOL_PROPERTY) || choice->first.file != symbol.file)
        return false;
    const fact_symbol *first = symbol_of(self, choice->first);
    if (!(first->flags & SYMBOL_PROPERTY) || first->parent != added->parent)
        return false;
    if (first->type == FACT_NONE && added->type != FACT_NONE) {
        choice->first = symbol;
        choice->fitting[0].symbol = symbol;
    }
    return true;
}

void
choice_add(struct linker *self, struct choice *choice, symbol_ref symbol, uint32_t level)
{
    const fact_symbol *added = symbol_of(self, symbol);
    build_sight sight = build_sees(self, choice->file, symbol);
    if (sight == BUILD_ELSEWHERE && choice->elsewhere_count++ == 0)
        choice->elsewhere = (struct candidate){symbol, level};
    if (sight != BUILD_SEEN)
        return;
    entity_kind kind = (entity_kind)added->kind;
    const hooks *hooks = hooks_at(self, symbol.file);
    if ((choice->is_field && entity_kind_is_callable(kind)) || (choice->is_core && !self->files[symbol.file].is_prelude))
        return;
    if (hooks->has_crates && choice->count) {
        int order = preference(self, symbol) - preference(self, choice->first);
        if (order < 0)
            return;
        if (order > 0)
            choice->count = choice->fitting_count = 0;
    }
    if (hooks->merges && (choice_merges(self, choice, symbol) || choice_pairs(self, choice, symbol)))
        return;
    if (choice->call && (kind == ENTITY_FIELD || kind == ENTITY_VARIABLE || kind == ENTITY_ENUMERATOR)) {
        if (!hooks->methods_apart && choice->field_count++ == 0)
            choice->field = symbol, choice->field_level = level;
        return;
    }
    if (!choice->call && hooks->methods_apart && entity_kind_is_callable(kind))
        return;
    bool fits = takes(added, choice->call) || overloads_may_take(self, symbol, choice->call);
    bool is_hidden = hooks->arity_decides && added->flags & SYMBOL_PRIVATE && choice->file != symbol.file;
    if ((!fits && hooks->arity_decides) || is_hidden) // JLS 6.6.1, 15.12.2.1
        return;
    if (choice->count++ == 0)
        choice->first = symbol, choice->first_level = level;
    if (fits && choice->fitting_count++ < CHOICE_MAX)
        choice->fitting[choice->fitting_count - 1] = (struct candidate){symbol, level};
}

bool
choice_is_lost(const struct choice *choice)
{
    bool can_choose = choice->call && (choice->call->values != FACT_NONE || choice->call->ranks);
    return choice->count > CANDIDATES_MAX || choice->fitting_count > CHOICE_MAX ||
           (!can_choose && !choice->is_open && choice->fitting_count >= 2 && choice->count >= 2);
}

// ---- by the types of the arguments

// Several that are alike but for the type they are found in: the nearest hides the others.
static bool
is_alike(struct linker *self, symbol_ref a, symbol_ref b, uint32_t count, uint32_t depth)
{
    value left = value_of_symbol(a, NULL, RESOLUTION_TYPE), right = value_of_symbol(b, NULL, RESOLUTION_TYPE);
    const fact_symbol *first = symbol_of(self, a), *second = symbol_of(self, b);
    if (first->arity_max != second->arity_max || (first->flags ^ second->flags) & SYMBOL_VARIADIC)
        return false;
    for (uint32_t i = 0; i < count && i < ARGUMENTS_MAX; i++) {
        value one = parameter_of(self, left, i, depth), other = parameter_of(self, right, i, depth);
        if (one.kind != VALUE_UNKNOWN && other.kind != VALUE_UNKNOWN &&
            converts(self, one, other, depth) < CONVERSION_WIDENING)
            return false;
    }
    return true;
}

bool
overrides(struct linker *self, symbol_ref method, symbol_ref overridden)
{
    const fact_symbol *symbol = symbol_of(self, method), *base = symbol_of(self, overridden);
    const hooks *hooks = hooks_at(self, method.file);
    if (hooks->converts_freely && !hooks->overloads_inherited) // one of a name in each type
        return hooks->dispatch == DISPATCH_ALL || symbol->arity_max == base->arity_max;
    return is_alike(self, method, overridden, symbol->arity_max + 1, 0);
}

// Of two methods that are alike, whether `a` is the one that is meant: the one whose type derives from the
// other's; else one with a body, else an interface's, else the one that was found first
// (JLS 8.4.8, 15.12.2.5).
static bool
is_nearer(struct linker *self, struct candidate a, struct candidate b, uint32_t depth)
{
    symbol_ref first = owner_of(self, a.symbol), second = owner_of(self, b.symbol);
    if (symbol_ref_is_none(first) || symbol_ref_is_none(second) || symbol_ref_equal(first, second))
        return a.level < b.level;
    value seen;
    if (seen_as(self, value_of_symbol(first, NULL, RESOLUTION_TYPE), second, LINK_NONE, depth, &seen))
        return true;
    if (seen_as(self, value_of_symbol(second, NULL, RESOLUTION_TYPE), first, LINK_NONE, depth, &seen))
        return false;
    bool is_abstract = symbol_of(self, a.symbol)->flags & SYMBOL_ABSTRACT;
    bool is_other = symbol_of(self, b.symbol)->flags & SYMBOL_ABSTRACT;
    if (is_abstract != is_other)
        return is_other;
    bool is_interface = symbol_of(self, first)->kind == ENTITY_INTERFACE;
    bool is_other_interface = symbol_of(self, second)->kind == ENTITY_INTERFACE;
    return is_interface != is_other_interface ? is_interface == is_abstract : a.level < b.level;
}

// Of all that fit, the nearest where all others are alike: overridden by it, or declared again.
static bool
nearest_of_alike(struct linker *self, struct choice *choice, uint32_t count, struct candidate *chosen)
{
    uint32_t depth = choice->call ? choice->call->depth : EVALUATE_DEPTH_MAX / 2;
    *chosen = choice->fitting[0];
    for (uint32_t i = 1; i < count; i++) {
        if (is_nearer(self, choice->fitting[i], *chosen, depth))
            *chosen = choice->fitting[i];
    }
    for (uint32_t i = 0; i < count; i++) {
        const struct candidate *other = &choice->fitting[i];
        if (symbol_ref_equal(other->symbol, chosen->symbol))
            continue;
        if (other->level == chosen->level ||
            !is_alike(self, chosen->symbol, other->symbol, symbol_of(self, chosen->symbol)->arity_max, depth))
            return false;
    }
    return true;
}

// Whether the argument is passed as one of a variadic callable's further ones rather than for one parameter.
static bool
is_spread(const struct linker *self, symbol_ref symbol, const call *call)
{
    const fact_symbol *callable = symbol_of(self, symbol);
    return callable->flags & SYMBOL_VARIADIC && call->count != callable->arity_max + 1;
}

// How well the arguments fit a candidate: the worst of them.
static conversion
fit_of(struct linker *self, symbol_ref symbol, call *call, bool *is_variadic)
{
    value callable = value_of_symbol(symbol, NULL, RESOLUTION_TYPE);
    conversion worst = CONVERSION_SAME;
    *is_variadic = is_spread(self, symbol, call);
    const fact_symbol *found = symbol_of(self, symbol);
    for (uint32_t i = 0; i < call->count && i < ARGUMENTS_MAX; i++) {
        value given = argument_of(self, call, i);
        if (given.kind == VALUE_UNKNOWN)
            continue;
        value wanted = parameter_of(self, callable, i, call->depth);
        conversion fit = converts(self, given, wanted, call->depth);
        bool is_last = found->flags & SYMBOL_VARIADIC && i >= found->arity_max;
        if (is_last && (fit == CONVERSION_NONE || *is_variadic)) { // an element of the list instead
            fit = converts(self, given, element_of(self, wanted, call->depth), call->depth);
            *is_variadic = true;
        }
        if (fit != CONVERSION_UNKNOWN && fit < worst)
            worst = fit;
    }
    return worst;
}

// Keeps the candidates of the earliest phase that has any: without boxing, with it, with a variable number
// (JLS 15.12.2).
static uint32_t
keep_fitting(struct linker *self, struct choice *choice, uint32_t count)
{
    enum { PHASES = 4 };
    uint8_t phases[CHOICE_MAX];
    uint8_t best = PHASES - 1;
    for (uint32_t i = 0; i < count; i++) {
        bool is_variadic;
        conversion fit = fit_of(self, choice->fitting[i].symbol, choice->call, &is_variadic);
        phases[i] = fit == CONVERSION_NONE ? 3 : is_variadic ? 2 : fit == CONVERSION_BOXING ? 1 : 0;
        if (phases[i] < best)
            best = phases[i];
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count && best < PHASES - 1; i++) {
        if (phases[i] == best)
            choice->fitting[kept++] = choice->fitting[i];
    }
    return kept;
}

// Whether `a` is at least as specific as `b`: each of its parameters could be passed on to b's. Where an
// argument's type is not known, only parameters that are alike say so.
static bool
is_as_specific(struct linker *self, struct candidate a, struct candidate b, call *call)
{
    value left = value_of_symbol(a.symbol, NULL, RESOLUTION_TYPE),
          right = value_of_symbol(b.symbol, NULL, RESOLUTION_TYPE);
    for (uint32_t i = 0; i < call->count && i < ARGUMENTS_MAX; i++) {
        value one = parameter_of(self, left, i, call->depth),
              other = parameter_of(self, right, i, call->depth);
        value given = argument_of(self, call, i);
        if (converts(self, given, one, call->depth) == CONVERSION_SAME)
            continue; // what else takes that argument takes more
        conversion fit = converts(self, one, other, call->depth),
                   back = converts(self, other, one, call->depth);
        bool is_same = fit == CONVERSION_SAME || (fit == CONVERSION_WIDENING && back == CONVERSION_WIDENING);
        if (given.kind == VALUE_UNKNOWN ? !is_same : fit < CONVERSION_WIDENING)
            return false;
        if (!is_same && given.kind == VALUE_LAMBDA) // of two functional types, which one cannot be told
            return false;
    }
    return true;
}

static bool
most_specific(struct linker *self, struct choice *choice, uint32_t count, struct candidate *chosen)
{
    call *call = choice->call;
    *chosen = choice->fitting[0];
    for (uint32_t i = 1; i < count; i++) {
        struct candidate other = choice->fitting[i];
        bool is_better = is_as_specific(self, other, *chosen, call);
        if (is_better &&
            (!is_as_specific(self, *chosen, other, call) || is_nearer(self, other, *chosen, call->depth)))
            *chosen = other;
    }
    for (uint32_t i = 0; i < count; i++) {
        struct candidate other = choice->fitting[i];
        if (symbol_ref_equal(other.symbol, chosen->symbol))
            continue;
        if (!is_as_specific(self, *chosen, other, call) ||
            (other.level == chosen->level && is_as_specific(self, other, *chosen, call)))
            return false;
    }
    return true;
}

bool
choice_is_made(struct linker *self, struct choice *choice, symbol_ref *chosen, uint32_t *level)
{
    uint32_t ignored;
    level = level ? level : &ignored;
    uint32_t count = choice->fitting_count;
    if (choice->count > CANDIDATES_MAX || count > CHOICE_MAX)
        return false;
    if (choice->count == 1) {
        *chosen = choice->first;
        *level = choice->first_level;
        return true;
    }
    struct candidate found = choice->fitting[0];
    bool is_made = count == 1;
    call *call = choice->call;
    bool ranks = call && call->ranks;
    if (count > 1 && ranks && call->depth < EVALUATE_DEPTH_MAX)
        is_made = overloads_pick(self, choice, &count, &found);
    if (count > 1 && !ranks && call && call->values != FACT_NONE && call->depth < EVALUATE_DEPTH_MAX) {
        count = keep_fitting(self, choice, count);
        found = choice->fitting[0];
        is_made = count == 1 || (count > 1 && most_specific(self, choice, count, &found));
    }
    if (!is_made && count > 1)
        is_made = nearest_of_alike(self, choice, count, &found);
    if (is_made) {
        *chosen = found.symbol;
        *level = found.level;
    } else if (choice->count == 0 && choice->field_count == 1) {
        *chosen = choice->field;
        *level = choice->field_level;
        is_made = true;
    } else if (choice->count == 0 && choice->field_count == 0 && choice->elsewhere_count == 1) {
        *chosen = choice->elsewhere.symbol;
        *level = choice->elsewhere.level;
        is_made = true;
    }
    return is_made;
}
