// C++'s overload resolution, as far as types are known ([over.match], ISO/IEC 14882:2020). Each candidate has
// a rank for the object and for each argument; one is better than another when none of its ranks is worse and
// one is better ([over.match.best]), and is picked when it is better than all others. A class may convert to
// and from anything that is not looked up: such a conversion is possible, and worse than the language's own
// ([over.ics.rank]). What is not known of an argument decides only where the candidates' parameters are alike.
#include "stages/linker/binder.h"

#include <string.h>

// From worst to best. What binds better of the same conversion is told apart below them.
enum rank {
    RANK_NONE,
    RANK_UNKNOWN,
    RANK_ELLIPSIS = 4,
    RANK_USER = 8,
    RANK_TO_BOOL = 12, // of a pointer
    RANK_STANDARD = 16,
    RANK_PROMOTION = 20,
    RANK_EXACT = 24,
};

enum { BINDS_CONST, BINDS_VALUE, BINDS_PLAIN, BINDS_TEMPORARY };

enum { SPELLED_DEPTH_MAX = 16 };

struct ranks {
    uint8_t of[ARGUMENTS_MAX + 1]; // the object's first
};

// ---- the language's own types

enum arithmetic {
    NO_ARITHMETIC,
    BOOLEAN,
    CHARACTER,
    SIGNED_CHARACTER,
    UNSIGNED_CHARACTER,
    WIDE_CHARACTER,
    CHARACTER_8,
    CHARACTER_16,
    CHARACTER_32,
    SHORT,
    UNSIGNED_SHORT,
    INT,
    UNSIGNED, // each unsigned type is the one behind its signed one
    LONG,
    UNSIGNED_LONG,
    LONG_LONG,
    UNSIGNED_LONG_LONG,
    FLOAT,
    DOUBLE,
    LONG_DOUBLE,
};

static bool
has_word(span text, const char *word)
{
    size_t size = strlen(word);
    for (size_t i = 0; i + size <= text.size; i++) {
        if (memcmp(text.data + i, word, size) == 0)
            return true;
    }
    return false;
}

// A type by how it is spelled ([dcl.type.simple]); those of <cstdint> as on 64-bit Linux.
static enum arithmetic
arithmetic_of(span name)
{
    static const struct {
        const char *name;
        enum arithmetic type;
    } names[] = {{"bool", BOOLEAN},         {"char", CHARACTER},
                 {"wchar_t", WIDE_CHARACTER}, {"int8_t", SIGNED_CHARACTER},
                 {"uint8_t", UNSIGNED_CHARACTER}, {"char16_t", CHARACTER_16},
                 {"char32_t", CHARACTER_32}, {"char8_t", CHARACTER_8},
                 {"int16_t", SHORT},        {"uint16_t", UNSIGNED_SHORT},
                 {"int32_t", INT},          {"uint32_t", UNSIGNED},
                 {"int64_t", LONG},         {"uint64_t", UNSIGNED_LONG},
                 {"size_t", UNSIGNED_LONG}, {"uintptr_t", UNSIGNED_LONG},
                 {"intptr_t", LONG},        {"ssize_t", LONG},
                 {"ptrdiff_t", LONG},       {"float", FLOAT},
                 {"double", DOUBLE}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (span_is(name, names[i].name))
            return names[i].type;
    }
    if (has_word(name, "double"))
        return LONG_DOUBLE;
    int more = has_word(name, "unsigned");
    if (has_word(name, "char"))
        return more ? UNSIGNED_CHARACTER : has_word(name, "signed") ? SIGNED_CHARACTER : CHARACTER;
    if (has_word(name, "short"))
        return SHORT + (enum arithmetic)more;
    if (has_word(name, "long"))
        return (has_word(name, "long long") ? LONG_LONG : LONG) + (enum arithmetic)more;
    return has_word(name, "int") || has_word(name, "signed") ? INT + (enum arithmetic)more : NO_ARITHMETIC;
}

static uint8_t
rank_of_arithmetic(enum arithmetic from, enum arithmetic to)
{
    bool promotes =
        (from < INT && to == INT) || (from == FLOAT && to == DOUBLE); // [conv.prom], [conv.fpprom]
    return from == to ? RANK_EXACT : promotes ? RANK_PROMOTION : RANK_STANDARD;
}

static span
builtin_name(const struct linker *self, value builtin)
{
    return builtin.kind == VALUE_BUILTIN ? intern_text(self->names, builtin.name) : (span){"", 0};
}

// std::string by any of its names.
static bool
is_string(const struct linker *self, value given)
{
    span name = given.kind == VALUE_EXTERNAL ? intern_text(self->names, given.name) : (span){"", 0};
    return span_is(name, "string") || span_is(name, "basic_string");
}

// ---- conversions

static uint8_t
rank_to_builtin(struct linker *self, value given, value wanted)
{
    span from = builtin_name(self, given), to = builtin_name(self, wanted);
    enum arithmetic target = arithmetic_of(to), source = arithmetic_of(from);
    if (given.kind == VALUE_BUILTIN && span_equal(from, to))
        return RANK_EXACT;
    if (!target)
        return RANK_UNKNOWN;
    if (source)
        return rank_of_arithmetic(source, target);
    if (given.kind == VALUE_CONTAINER || span_is(from, "nullptr_t"))
        return target == BOOLEAN && given.kind == VALUE_CONTAINER ? RANK_TO_BOOL : RANK_NONE;
    if (given.kind == VALUE_INSTANCE && symbol_of(self, given.symbol)->kind == ENTITY_ENUM)
        return target == INT ? RANK_PROMOTION : RANK_STANDARD;
    if (is_string(self, given))
        return RANK_NONE;
    return given.kind == VALUE_BUILTIN ? RANK_UNKNOWN : RANK_USER;
}

static uint8_t rank_of_types(struct linker *self, value given, value wanted, uint32_t depth);

// Whether an object of a class may be made of that by one of the constructors that the tree has of it ([class.conv.ctor]); each
// takes it without another class's help ([over.best.ics]). True as well where nothing is known of them.
static bool
may_construct(struct linker *self, value given, symbol_ref type, uint32_t depth)
{
    enum { CONSTRUCTORS_MAX = 64 };
    uint32_t known = 0;
    if (!self->members.mask || depth + 2 >= EVALUATE_DEPTH_MAX || is_generic(self, type))
        return true;
    for (uint32_t i = tables_first_member(self, type, symbol_of(self, type)->name); i != LINK_NONE;
         i = self->members.members[i].next) {
        symbol_ref constructor = self->members.members[i].symbol;
        const fact_symbol *symbol = symbol_of(self, constructor);
        if (symbol->kind != ENTITY_CONSTRUCTOR)
            continue;
        if (++known > CONSTRUCTORS_MAX || symbol->flags & SYMBOL_VARIADIC)
            return true;
        value wanted = parameter_of(self, value_of_symbol(constructor, NULL, RESOLUTION_TYPE), 0, depth + 1);
        bool is_copy = wanted.kind == VALUE_INSTANCE && symbol_ref_equal(wanted.symbol, type);
        if (!symbol->arity_max || (symbol->arity_min > 1 && symbol->owner == FACT_NONE) || is_copy)
            continue;
        bool is_class = wanted.kind == VALUE_INSTANCE && !is_type_parameter(self, wanted.symbol) &&
                        symbol_of(self, wanted.symbol)->kind != ENTITY_ENUM;
        value seen;
        if (is_class) {
            bool is_seen = given.kind == VALUE_INSTANCE && !is_type_parameter(self, given.symbol) &&
                           !seen_as(self, given, wanted.symbol, LINK_NONE, depth + 1, &seen);
            if (given.kind == VALUE_UNKNOWN || (given.kind == VALUE_INSTANCE && !is_seen))
                return true;
        } else if (wanted.kind == VALUE_UNKNOWN || rank_of_types(self, given, wanted, depth + 2) != RANK_NONE) {
            return true;
        }
    }
    return !known;
}

// Whether a class itself has functions that convert its objects to others: their names begin with `operator `.
static bool
has_conversions(const struct linker *self, symbol_ref class)
{
    const struct linked_file *file = &self->files[class.file];
    uint32_t end = file->symbols[class.symbol].end;
    for (uint32_t s = class.symbol + 1; s < file->symbol_count && file->symbols[s].start < end; s++) {
        span name = intern_text(self->names, file->symbols[s].name);
        if (file->symbols[s].kind == ENTITY_METHOD && span_starts(name, "operator "))
            return true;
    }
    return false;
}

// Whether a value may be converted by a function of its class or of a base ([class.conv.fct]).
static bool
may_convert(struct linker *self, value given, uint32_t depth)
{
    if (given.kind == VALUE_CONTAINER || given.kind == VALUE_BUILTIN)
        return false;
    symbol_ref bases[BASES_MAX];
    if (given.kind != VALUE_INSTANCE || is_type_parameter(self, given.symbol) || is_generic(self, given.symbol) ||
        depth >= EVALUATE_DEPTH_MAX)
        return true;
    uint32_t count = all_bases(self, given.symbol, bases);
    bool may = count == 0; // one of them is not known
    for (uint32_t i = 0; i < count && !may; i++)
        may = has_conversions(self, bases[i]);
    return may;
}

// Between classes: itself, a base, or what a constructor or conversion function may make of it.
static uint8_t
rank_to_class(struct linker *self, value given, value wanted, uint32_t depth)
{
    value seen;
    if (symbol_of(self, wanted.symbol)->kind == ENTITY_ENUM)
        return given.kind == VALUE_INSTANCE && symbol_ref_equal(given.symbol, wanted.symbol) ? RANK_EXACT
                                                                                             : RANK_NONE;
    if (given.kind == VALUE_INSTANCE && symbol_ref_equal(given.symbol, wanted.symbol))
        return RANK_EXACT;
    if (given.kind == VALUE_INSTANCE && seen_as(self, given, wanted.symbol, LINK_NONE, depth + 1, &seen))
        return RANK_STANDARD;
    return may_convert(self, given, depth) || may_construct(self, given, wanted.symbol, depth) ? RANK_USER : RANK_NONE;
}

// How the type of what is pointed to is spelled, where that is a name which nobody knows (`FILE *`); else LINK_NONE.
static uint32_t
spelled(const struct linker *self, value pointer)
{
    const fact_expression *pointed = expression_at(self, pointer.site, pointer.expression);
    if (pointed->op == EXPRESSION_QUALIFIED)
        pointed = expression_at(self, pointer.site, pointed->operand);
    return pointed->op == EXPRESSION_NAME ? pointed->name : LINK_NONE;
}

// Between pointers, by what they point to, of which at least one is not known: one name is one type, and none of the language's own.
static uint8_t
rank_of_spelling(const struct linker *self, value given, value from, value wanted, value to)
{
    uint32_t left = from.kind == VALUE_UNKNOWN ? spelled(self, given) : LINK_NONE;
    uint32_t right = to.kind == VALUE_UNKNOWN ? spelled(self, wanted) : LINK_NONE;
    bool is_builtin = (left != LINK_NONE && to.kind == VALUE_BUILTIN) || (right != LINK_NONE && from.kind == VALUE_BUILTIN);
    return left != LINK_NONE && left == right ? RANK_EXACT + BINDS_PLAIN : is_builtin ? RANK_NONE : RANK_UNKNOWN;
}

// To a pointer: from one to the same, to a derived class, to anything if it is void's; from a null pointer.
static uint8_t
rank_to_pointer(struct linker *self, value given, value wanted, uint32_t depth)
{
    span name = builtin_name(self, given);
    if (given.kind == VALUE_BUILTIN)
        return span_is(name, "nullptr_t") || arithmetic_of(name) == INT ? RANK_STANDARD : RANK_NONE;
    if (given.kind != VALUE_CONTAINER)
        return given.kind == VALUE_INSTANCE && symbol_of(self, given.symbol)->kind != ENTITY_ENUM ? RANK_USER
               : is_string(self, given)                                                           ? RANK_NONE
                                        : RANK_UNKNOWN;
    value from = element_of(self, given, depth + 1), to = element_of(self, wanted, depth + 1);
    bool is_const = from.qualifiers & QUALIFIED_CONST, takes_const = to.qualifiers & QUALIFIED_CONST;
    if (is_const && !takes_const && to.kind != VALUE_UNKNOWN) // [conv.qual]
        return RANK_NONE;
    if (span_is(builtin_name(self, to), "void"))
        return RANK_STANDARD;
    if (from.kind == VALUE_UNKNOWN || to.kind == VALUE_UNKNOWN)
        return rank_of_spelling(self, given, from, wanted, to);
    uint8_t rank = depth + 2 < EVALUATE_DEPTH_MAX ? rank_of_types(self, from, to, depth + 2) : RANK_UNKNOWN;
    bool is_base = rank == RANK_STANDARD && to.kind == VALUE_INSTANCE;
    if (rank >= RANK_EXACT)
        return RANK_EXACT + (is_const == takes_const ? BINDS_PLAIN : BINDS_CONST);
    return rank == RANK_UNKNOWN || is_base ? rank : RANK_NONE;
}

static uint8_t
rank_to_external(struct linker *self, value given, value wanted)
{
    bool is_to_string = is_string(self, wanted);
    if (given.kind == VALUE_EXTERNAL)
        return (given.name == wanted.name && given.module == wanted.module) ||
                       (is_to_string && is_string(self, given))
                   ? RANK_EXACT
                   : RANK_USER;
    if (is_to_string && given.kind == VALUE_BUILTIN)
        return RANK_NONE;
    return RANK_USER;
}

static uint8_t
rank_of_types(struct linker *self, value given, value wanted, uint32_t depth)
{
    switch (wanted.kind) {
    case VALUE_BUILTIN:
        return rank_to_builtin(self, given, wanted);
    case VALUE_INSTANCE:
        return is_type_parameter(self, wanted.symbol) ? RANK_EXACT // it is what is given ([temp.deduct.call])
                                                      : rank_to_class(self, given, wanted, depth);
    case VALUE_CONTAINER:
        return rank_to_pointer(self, given, wanted, depth);
    case VALUE_EXTERNAL:
        return rank_to_external(self, given, wanted);
    default:
        return RANK_UNKNOWN;
    }
}

// How a reference binds ([over.ics.rank] 3.2.3, 3.2.6, [dcl.init.ref]); what is converted is a temporary.
static uint8_t
rank_of_binding(value given, value wanted, uint8_t rank)
{
    bool is_temporary = given.qualifiers & QUALIFIED_TEMPORARY || rank < RANK_STANDARD;
    bool is_const = given.qualifiers & QUALIFIED_CONST;
    if (rank <= RANK_UNKNOWN || wanted.kind == VALUE_BUILTIN || wanted.kind == VALUE_CONTAINER)
        return rank;
    if (wanted.qualifiers & QUALIFIED_TEMPORARY)
        return is_temporary ? rank + BINDS_TEMPORARY : RANK_NONE;
    if (!(wanted.qualifiers & QUALIFIED_REFERENCE))
        return rank + BINDS_VALUE;
    if (wanted.qualifiers & QUALIFIED_CONST)
        return rank + BINDS_CONST;
    return is_temporary || is_const ? RANK_NONE : rank + BINDS_PLAIN;
}

static uint8_t
rank_between(struct linker *self, value given, value wanted, uint32_t depth)
{
    if (given.kind == VALUE_UNKNOWN || wanted.kind == VALUE_UNKNOWN)
        return RANK_UNKNOWN;
    bool is_open = wanted.kind == VALUE_INSTANCE && is_type_parameter(self, wanted.symbol);
    if (is_open && (given.kind == VALUE_BUILTIN || given.kind == VALUE_CONTAINER)) // as if it had been written
        return given.kind == VALUE_CONTAINER ? RANK_EXACT + BINDS_PLAIN : RANK_EXACT;
    return rank_of_binding(given, wanted, rank_of_types(self, given, wanted, depth));
}

static uint8_t
rank_of_argument(struct linker *self, symbol_ref symbol, call *call, uint32_t number)
{
    const fact_symbol *found = symbol_of(self, symbol);
    if (number >= found->arity_max)
        return found->flags & SYMBOL_VARIADIC ? RANK_ELLIPSIS : RANK_NONE;
    value given = argument_of(self, call, number);
    value wanted = parameter_of(self, value_of_symbol(symbol, NULL, RESOLUTION_TYPE), number, call->depth);
    return rank_between(self, given, wanted, call->depth);
}

// The object is an argument, too: one that is const takes methods that are ([over.match.funcs]).
static uint8_t
rank_of_object(const struct linker *self, symbol_ref symbol, const call *call)
{
    const fact_symbol *found = symbol_of(self, symbol);
    if (found->kind != ENTITY_METHOD)
        return RANK_EXACT;
    if (found->flags & SYMBOL_CLASS_LEVEL) // which only its declaration in the class says: compared with others as if it were none
        return RANK_EXACT + BINDS_PLAIN;
    if (found->flags & SYMBOL_CONST)
        return RANK_EXACT + BINDS_CONST;
    return call->on_const ? RANK_NONE : RANK_EXACT + BINDS_PLAIN;
}

// ---- the best

static uint32_t
compared(const call *call)
{
    return call->count == FACT_NONE || call->count > ARGUMENTS_MAX ? 0 : call->count;
}

// The type parameter that argument `number` is what it stands for, or none.
static symbol_ref
deduced_by(struct linker *self, symbol_ref symbol, const call *call, uint32_t number)
{
    value wanted = parameter_of(self, value_of_symbol(symbol, NULL, RESOLUTION_TYPE), number, call->depth);
    bool is_open = wanted.kind == VALUE_INSTANCE && is_type_parameter(self, wanted.symbol);
    return is_open ? wanted.symbol : SYMBOL_REF_NONE;
}

static bool
are_one_type(struct linker *self, value a, value b, uint32_t depth)
{
    if (a.kind == VALUE_UNKNOWN || b.kind == VALUE_UNKNOWN || a.kind == VALUE_EXTERNAL || b.kind == VALUE_EXTERNAL)
        return true;
    uint8_t rank = rank_of_types(self, a, b, depth);
    return rank == RANK_UNKNOWN || (a.kind == VALUE_CONTAINER ? rank == RANK_EXACT + BINDS_PLAIN : rank == RANK_EXACT);
}

// Whether two arguments say that a type parameter stands for two types ([temp.deduct.type] 2).
static bool
is_contradicted(struct linker *self, symbol_ref symbol, call *call)
{
    for (uint32_t i = 0; is_generic(self, symbol) && i < compared(call); i++) {
        symbol_ref parameter = deduced_by(self, symbol, call, i);
        for (uint32_t k = i + 1; !symbol_ref_is_none(parameter) && k < compared(call); k++) {
            if (symbol_ref_equal(deduced_by(self, symbol, call, k), parameter) &&
                !are_one_type(self, argument_of(self, call, i), argument_of(self, call, k), call->depth))
                return true;
        }
    }
    return false;
}

static bool
is_viable(struct linker *self, symbol_ref symbol, call *call, struct ranks *ranks)
{
    bool fits = (ranks->of[0] = rank_of_object(self, symbol, call)) != RANK_NONE && !is_contradicted(self, symbol, call);
    for (uint32_t i = 0; i < compared(call) && fits; i++)
        fits = (ranks->of[i + 1] = rank_of_argument(self, symbol, call, i)) != RANK_NONE;
    return fits;
}

// Of two that take the arguments as well, one that is no template is better, and of two templates the one that says more of
// what it takes ([over.match.best] 2.4, 2.5).
static bool
is_more_special(struct linker *self, symbol_ref one, symbol_ref other, const call *call)
{
    bool is_template = is_generic(self, one), is_other = is_generic(self, other);
    if (is_template != is_other || !is_template)
        return !is_template && is_other;
    bool more = false;
    for (uint32_t i = 0; i < compared(call); i++) {
        value left = parameter_of(self, value_of_symbol(one, NULL, RESOLUTION_TYPE), i, call->depth);
        value right = parameter_of(self, value_of_symbol(other, NULL, RESOLUTION_TYPE), i, call->depth);
        bool is_open = left.kind == VALUE_INSTANCE && is_type_parameter(self, left.symbol);
        bool is_other_open = right.kind == VALUE_INSTANCE && is_type_parameter(self, right.symbol);
        if (is_open && !is_other_open)
            return false;
        more |= !is_open && is_other_open;
    }
    return more;
}

static bool
have_one_parameter(struct linker *self, symbol_ref a, symbol_ref b, uint32_t number, uint32_t depth)
{
    value one = parameter_of(self, value_of_symbol(a, NULL, RESOLUTION_TYPE), number, depth);
    value other = parameter_of(self, value_of_symbol(b, NULL, RESOLUTION_TYPE), number, depth);
    if (one.kind == VALUE_UNKNOWN || one.kind != other.kind || one.qualifiers != other.qualifiers)
        return false;
    return rank_of_types(self, one, other, depth) == RANK_EXACT + (one.kind == VALUE_CONTAINER ? BINDS_PLAIN : 0);
}

// Where it is not known what is passed at all, all parameters have to be alike.
static bool
are_comparable(struct linker *self, symbol_ref a, symbol_ref b, const call *call)
{
    const fact_symbol *one = symbol_of(self, a), *other = symbol_of(self, b);
    if (call->count != FACT_NONE)
        return call->count <= ARGUMENTS_MAX;
    if (one->arity_max != other->arity_max)
        return false;
    for (uint32_t i = 0; i < one->arity_max && i < ARGUMENTS_MAX; i++) {
        if (!have_one_parameter(self, a, b, i, call->depth))
            return false;
    }
    return true;
}

static bool
is_better(struct linker *self, const struct choice *choice, const struct ranks *ranks, uint32_t a, uint32_t b)
{
    call *call = choice->call;
    symbol_ref one = choice->fitting[a].symbol, other = choice->fitting[b].symbol;
    bool better = false;
    if (!are_comparable(self, one, other, call))
        return false;
    for (uint32_t i = 0; i <= compared(call); i++) {
        uint8_t left = ranks[a].of[i], right = ranks[b].of[i];
        if (left == RANK_UNKNOWN && right == RANK_UNKNOWN) {
            if (!have_one_parameter(self, one, other, i - 1, call->depth))
                return false;
        } else if (left == RANK_UNKNOWN || right == RANK_UNKNOWN) { // a template's, or what nobody knows
            if (left < RANK_EXACT)
                return false;
            better = true;
        } else if (left < right) {
            return false;
        } else {
            better |= left > right;
        }
    }
    bool takes_all = takes(symbol_of(self, one), call), other_takes = takes(symbol_of(self, other), call);
    if (better || takes_all != other_takes) // what takes as many for sure is better than what may by a default argument
        return better || takes_all;
    return is_more_special(self, one, other, call);
}

value
overloads_operation(struct linker *self, site at, const fact_expression *callee, uint32_t depth)
{
    if (callee->op != EXPRESSION_MEMBER || !is_operator(self, callee->name) || depth >= EVALUATE_DEPTH_MAX)
        return VALUE_NOTHING;
    value left = settle(self, evaluate(self, at, callee->operand, depth + 1), depth + 1);
    span sign = intern_text(self->names, callee->name);
    sign = span_slice(sign, strlen("operator"), sign.size);
    bool compares = span_is(sign, "==") || span_is(sign, "!=") || span_is(sign, "<") || span_is(sign, ">") ||
                    span_is(sign, "<=") || span_is(sign, ">=") || span_is(sign, "&&") || span_is(sign, "||");
    if (left.kind != VALUE_BUILTIN && left.kind != VALUE_CONTAINER && !compares)
        return VALUE_NOTHING;
    enum arithmetic type = arithmetic_of(builtin_name(self, left));
    uint32_t wanted = intern_find(self->names, compares ? span_of("bool") : span_of("int"));
    if (!compares && type && type >= INT) // [expr.arith.conv], by the left one alone
        return left;
    return !compares && !type ? (left.kind == VALUE_CONTAINER ? left : VALUE_NOTHING)
           : wanted == INTERN_NONE
               ? VALUE_NOTHING
               : (value){.kind = VALUE_BUILTIN, .how = RESOLUTION_EXTERNAL, .name = wanted};
}

bool
overloads_takes(struct linker *self, symbol_ref symbol, call *call)
{
    struct ranks ranks;
    return is_viable(self, symbol, call, &ranks);
}

uint8_t
overloads_rank(struct linker *self, symbol_ref symbol, call *call, uint32_t parameter)
{
    value given = argument_of(self, call, 0);
    value wanted = parameter_of(self, value_of_symbol(symbol, NULL, RESOLUTION_TYPE), parameter, call->depth);
    return rank_between(self, given, wanted, call->depth);
}

bool
overloads_may_take(const struct linker *self, symbol_ref symbol, const call *call)
{
    const fact_symbol *found = symbol_of(self, symbol);
    if (!call || !call->ranks || call->count == FACT_NONE || call->count >= found->arity_min ||
        !call->count || !entity_kind_is_callable((entity_kind)found->kind))
        return false;
    entity_kind around = (entity_kind)self->files[symbol.file].symbols[found->parent].kind;
    return found->owner != FACT_NONE || !entity_kind_is_type(around);
}

// Of candidates in the branches of conditions, and of specialisations, those are left that count before the others.
static void
drop_inactive(const struct linker *self, struct choice *choice, uint32_t *count)
{
    uint32_t kept = 0, active = 0;
    for (uint32_t i = 0; i < *count; i++)
        active += !(symbol_of(self, choice->fitting[i].symbol)->flags & SYMBOL_OFF);
    for (uint32_t i = 0; i < *count && active; i++) {
        if (!(symbol_of(self, choice->fitting[i].symbol)->flags & SYMBOL_OFF))
            choice->fitting[kept++] = choice->fitting[i];
    }
    *count = active ? kept : *count;
}

// Whether two declared types are written alike, from FACT_NONE on.
static bool
is_spelled_alike(const struct linker *self, symbol_ref a, uint32_t one, symbol_ref b, uint32_t other)
{
    for (int depth = 0; depth < SPELLED_DEPTH_MAX && one != FACT_NONE && other != FACT_NONE; depth++) {
        const struct linked_file *left = &self->files[a.file], *right = &self->files[b.file];
        const fact_expression *x = &left->expressions[one], *y = &right->expressions[other];
        uint32_t x_name = x->op == EXPRESSION_SYMBOL ? left->symbols[x->name].name : x->name;
        uint32_t y_name = y->op == EXPRESSION_SYMBOL ? right->symbols[y->name].name : y->name;
        bool has_name = x->op == EXPRESSION_SYMBOL || x->op == EXPRESSION_NAME || x->op == EXPRESSION_MEMBER ||
                        x->op == EXPRESSION_LITERAL || x->op == EXPRESSION_QUALIFIED;
        bool is_named = (x->op == EXPRESSION_SYMBOL || x->op == EXPRESSION_NAME) &&
                        (y->op == EXPRESSION_SYMBOL || y->op == EXPRESSION_NAME);
        if ((x->op != y->op && !is_named) || (has_name && x_name != y_name))
            return false;
        if (is_named)
            return true;
        one = x->operand;
        other = y->operand;
    }
    return one == other || (one != FACT_NONE && other != FACT_NONE);
}

// Whether two candidates are one function that is defined twice: for another program, or in the branches of a condition.
static bool
are_alternatives(const struct linker *self, symbol_ref a, symbol_ref b)
{
    const fact_symbol *one = symbol_of(self, a), *other = symbol_of(self, b);
    uint32_t left = one->parameters, right = other->parameters;
    if (one->kind != other->kind || one->arity_max != other->arity_max ||
        (one->flags ^ other->flags) & (SYMBOL_CONST | SYMBOL_VARIADIC) ||
        !symbol_ref_equal(owner_of(self, a), owner_of(self, b)))
        return false;
    for (uint32_t i = 0; i < ARGUMENTS_MAX && left != FACT_NONE && right != FACT_NONE; i++) {
        const fact_expression *x = &self->files[a.file].expressions[left];
        const fact_expression *y = &self->files[b.file].expressions[right];
        if (!is_spelled_alike(self, a, x->operand, b, y->operand))
            return false;
        left = x->name;
        right = y->name;
    }
    return left == FACT_NONE && right == FACT_NONE;
}

// Of alternatives the one is kept whose file is nearest to the call's, and of those the first.
static void
drop_alternatives(const struct linker *self, struct choice *choice, uint32_t *count)
{
    span path = self->files[choice->file].path;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < *count; i++) {
        struct candidate candidate = choice->fitting[i];
        uint32_t same = 0;
        while (same < kept && !are_alternatives(self, choice->fitting[same].symbol, candidate.symbol))
            same++;
        bool is_nearer = same < kept &&
                         module_closeness(path, self->files[candidate.symbol.file].path) >
                             module_closeness(path, self->files[choice->fitting[same].symbol.file].path);
        if (same == kept)
            choice->fitting[kept++] = candidate;
        else if (is_nearer)
            choice->fitting[same] = candidate;
    }
    *count = kept;
}

// Templates under conditions, which nobody evaluates here, are for what no other takes; returns how many are left.
static uint32_t
drop_constrained(const struct linker *self, struct choice *choice, uint32_t count, struct ranks *ranks)
{
    uint32_t kept = 0, plain = 0;
    for (uint32_t i = 0; i < count; i++)
        plain += !(symbol_of(self, choice->fitting[i].symbol)->flags & SYMBOL_CONSTRAINED);
    for (uint32_t i = 0; i < count && plain; i++) {
        if (symbol_of(self, choice->fitting[i].symbol)->flags & SYMBOL_CONSTRAINED)
            continue;
        ranks[kept] = ranks[i];
        choice->fitting[kept++] = choice->fitting[i];
    }
    return plain ? kept : count;
}

bool
overloads_pick(struct linker *self, struct choice *choice, uint32_t *count, struct candidate *picked)
{
    struct ranks ranks[CHOICE_MAX];
    uint32_t kept = 0, best = 0;
    drop_inactive(self, choice, count);
    drop_alternatives(self, choice, count);
    for (uint32_t i = 0; i < *count; i++) {
        if (is_viable(self, choice->fitting[i].symbol, choice->call, &ranks[kept]))
            choice->fitting[kept++] = choice->fitting[i];
    }
    kept = drop_constrained(self, choice, kept, ranks);
    *count = kept;
    for (uint32_t i = 1; i < kept; i++) {
        if (!is_better(self, choice, ranks, best, i))
            best = i;
    }
    for (uint32_t i = 0; i < kept; i++) {
        if (i != best && !is_better(self, choice, ranks, best, i))
            return false;
    }
    if (kept)
        *picked = choice->fitting[best];
    return kept > 0;
}
