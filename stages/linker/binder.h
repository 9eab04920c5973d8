// binder - what the files that bind names share: values, calls, and who looks where.
//
//   resolve.c  a reference; the operations of an expression
//   names.c    a name: scopes, imports, packages
//   visibility.c  which definitions a name reaches in C and C++
//   members.c  owners, bases, inherited members, what overrides what
//   choice.c   which of several callables a call means
//   overloads.c   the same by C++'s rules
//   types.c    instances, type arguments, their inference, functions as values
//
// An expression is evaluated at a site: in a file, inside an entity, with type parameters standing for what
// is known of them there. Type arguments are lists in an arena that lives as long as one reference is being
// bound, and are evaluated when they are first asked for.
#ifndef SLUICE_STAGES_LINKER_BINDER_H
#define SLUICE_STAGES_LINKER_BINDER_H

#include "stages/linker/hooks.h"
#include "stages/linker/tables.h"

enum {
    EVALUATE_DEPTH_MAX = 40, // operations and aliases followed; past it a value is unknown
    EVALUATIONS_MAX =
        1024, // of one reference: nested types whose bases are looked for in each other's bases multiply
    BASES_MAX = 64, // types visited when looking for an inherited member
    ALIASES_MAX = 8,
    CANDIDATES_MAX = 1024,       // of one name in one place; none of more is taken
    CHOICE_MAX = 64,             // candidates that take the arguments; of more the types are not looked at
    ARGUMENTS_MAX = 16,          // of a call, a type or a function whose types are looked at
    SCOPE_STEPS_MAX = 4096,      // scopes and candidates looked at for one name in one file
    BOUND_STEPS_MAX = 128,       // type arguments looked through for a parameter's
    SCRATCH_BYTES_MAX = 1 << 20, // of type arguments and arguments, for one reference
};

// Where an expression is evaluated.
typedef struct site {
    uint32_t file, from;
    struct bound *bound; // what type parameters stand for, or NULL
} site;

// What an expression denotes.
typedef enum value_kind {
    VALUE_UNKNOWN,
    VALUE_SYMBOL,    // the symbol itself
    VALUE_INSTANCE,  // an instance of the type `symbol`
    VALUE_CONTAINER, // a container whose elements are of the type that `expression` denotes at `site`
    VALUE_FUNCTION,  // a function of the type `expression` at `site`
    VALUE_LAMBDA,    // the anonymous function `expression` at `site`
    VALUE_EITHER,    // one of several: EITHER number `expression` at `site`
    VALUE_LIST_METHOD, // method `name` of the language's own containers, of one like CONTAINER
    VALUE_MODULE,    // import number `import` of the file
    VALUE_EXTERNAL, // something outside of the tree: module and name; `expression` its first type ARGUMENT at
                    // `site`
    VALUE_BUILTIN,  // something of the language's own
} value_kind;

typedef struct value {
    value_kind kind;
    resolution how;
    symbol_ref symbol;
    struct bound *bound; // of SYMBOL and INSTANCE: what its type parameters, and those around it, stand for
    site site;
    uint32_t expression, import;
    uint32_t module, name; // of EXTERNAL; name: of BUILTIN
    unsigned qualifiers; // QUALIFIED_*; of a SYMBOL: those that its value has from what it was found in
} value;

#define VALUE_NOTHING ((value){.kind = VALUE_UNKNOWN, .how = RESOLUTION_UNRESOLVED})

// A type parameter and its argument: a value, or what is evaluated for one when it is first needed.
struct bound {
    struct bound *next;
    symbol_ref parameter;
    bool is_value;
    value value;
    site site;
    uint32_t expression;
};

// What a name means in a file, outside of the scopes around it, for a call with so many arguments.
struct known_name {
    uint32_t file, name, arguments;
    bool is_set;
    value value;
};

enum { KNOWN_NAMES = 4096 };

// What a name is among what the language itself declares, which depends on nothing else.
struct core_name {
    uint32_t name;
    language_id language;
    bool is_set, is_there;
    symbol_ref symbol;
};

enum { CORE_NAMES = 4096 };

// What is known of the arguments that are passed.
typedef struct call {
    uint32_t count;  // FACT_NONE when that is not known
    bool is_macro;   // a macro is invoked, where macros have names of their own
    uint32_t values; // the first ARGUMENT, at `site`, or FACT_NONE
    site site;
    uint32_t depth;
    value *known; // of each argument, once asked for; scratch
    uint32_t known_count;
    bool ranks;    // overloads are told apart by C++'s rules (overloads.c)
    bool on_const; // it is called on an object that is const (C++)
} call;

// One of several, found `level` types up from where the search began.
struct candidate {
    symbol_ref symbol;
    uint32_t level;
};

// Collects candidates for one target.
struct choice {
    call *call; // NULL when nothing is called
    uint32_t count, fitting_count;
    symbol_ref first;
    uint32_t first_level;
    struct candidate fitting[CHOICE_MAX]; // those that take so many arguments
    uint32_t field_count;                 // fields, which a call prefers less than any callable
    symbol_ref field;
    uint32_t field_level;
    bool is_field;            // a field is meant: `a.b` without a call (Rust)
    bool is_core;             // only what the language's own types declare (Rust)
    bool is_open;             // what cannot be told apart here is told apart later: traits_select() (Rust)
    uint32_t file;            // where the name stands
    uint32_t elsewhere_count; // those that are compiled when that file is not: build.h
    struct candidate elsewhere;
};

static inline value
value_of_symbol(symbol_ref symbol, struct bound *bound, resolution how)
{
    return (value){.kind = VALUE_SYMBOL, .how = how, .symbol = symbol, .bound = bound};
}

static inline bool
is_type(const struct linker *self, symbol_ref symbol)
{
    return entity_kind_is_type((entity_kind)symbol_of(self, symbol)->kind);
}

static inline bool
is_type_parameter(const struct linker *self, symbol_ref symbol)
{
    return symbol_of(self, symbol)->kind == ENTITY_TYPE_PARAMETER;
}

static inline symbol_ref
owner_of(const struct linker *self, symbol_ref symbol)
{
    const struct linked_file *file = &self->files[symbol.file];
    return file->owners ? file->owners[symbol.symbol] : SYMBOL_REF_NONE;
}

static inline bool
same_group(const struct linker *self, uint32_t a, uint32_t b)
{
    return language_group(self->files[a].language) == language_group(self->files[b].language);
}

static inline const hooks *
hooks_at(const struct linker *self, uint32_t file)
{
    return hooks_of(self->files[file].language);
}

static inline const fact_expression *
expression_at(const struct linker *self, site at, uint32_t expression)
{
    return &self->files[at.file].expressions[expression];
}

// ---- resolve.c

// Begins with another reference: forgets type arguments, and gives it its share of operations.
void resolve_begin(struct linker *self, uint32_t file);
// What reference `reference` of `file` means; valid until the next.
value resolve_reference(struct linker *self, uint32_t file, const fact_reference *reference);
// The constructor of a type that a reference calls, if exactly one is declared that it can mean.
symbol_ref resolve_constructor(struct linker *self, symbol_ref type, uint32_t file,
                               const fact_reference *reference);

// What an expression denotes at a site; `call` tells what is passed when that is called, else NULL.
value evaluate_as(struct linker *self, site at, uint32_t expression, call *call, uint32_t depth);
value evaluate(struct linker *self, site at, uint32_t expression, uint32_t depth);
// Whether a call is dispatched on what its receiver is: one that names a base or a type (`super.f()`,
// `Base::f()`) is not.
bool resolve_is_dispatched(struct linker *self, uint32_t file, const fact_reference *reference);
// Whether that is what an operator is called ("operator+").
bool is_operator(const struct linker *self, uint32_t name);
// Zeroed bytes that live as long as the reference at hand, or NULL when it has used up its share.
void *scratch(struct linker *self, size_t bytes);
// What a value is when something is asked of it: a variable stands for an instance of its type.
value settle(struct linker *self, value operand, uint32_t depth);
// The constructor of a type that a call means, if exactly one does; the type itself when it is one that nobody wrote (C++: copies).
symbol_ref find_constructor(struct linker *self, symbol_ref type, call *call);
// Whether a type declares any.
bool has_constructor(const struct linker *self, symbol_ref type);

// ---- names.c

value evaluate_name(struct linker *self, site at, uint32_t name, call *call, uint32_t depth);
// The same where no scope and no type around the name has it, in languages with linkage.
value visible_name(struct linker *self, site at, uint32_t name, call *call);
bool find_in_module(struct linker *self, uint32_t file, uint32_t import, uint32_t name, call *call,
                    symbol_ref *found);
// A module that the files which an import names pass on under that name, as a value.
bool find_passed_by_module(struct linker *self, uint32_t file, uint32_t import, uint32_t name, value *module);
// The only one of its name in the language group; members when `is_member`, else top-level symbols.
bool find_unique(struct linker *self, uint32_t file, uint32_t name, call *call, bool is_member,
                 symbol_ref *found);
// What `name` is in the package that the operand of a MEMBER spells: `java.util.List`.
bool find_qualified(struct linker *self, site at, uint32_t operand, uint32_t name, symbol_ref *found);
// A type of the package that the language itself declares, where that is in the tree.
bool find_in_core(struct linker *self, uint32_t file, uint32_t name, symbol_ref *found);

// ---- members.c

enum member_search { MEMBER_MISSING, MEMBER_FOUND, MEMBER_UNCLEAR };

// Looks a member up in a type, then breadth first in its bases; `found` knows what type parameters stand for
// there. MEMBER_UNCLEAR when there are some and none is the one.
enum member_search search_member(struct linker *self, value type, uint32_t name, call *call, uint32_t depth,
                                 bool skip_own, value *found);
// Whether search_member() finds one.
bool find_member(struct linker *self, value type, uint32_t name, call *call, uint32_t depth, bool skip_own,
                 value *found);
// The type whose members can be named alone directly inside of an entity: itself, or the type it is written a
// member of.
symbol_ref member_scope(const struct linker *self, symbol_ref scope);
// The type whose members the entity `from` may use: its enclosing type, or the type it is a method of.
symbol_ref enclosing_type(const struct linker *self, uint32_t file, uint32_t from);
// The first base that a type names, as the type it is.
bool first_base(struct linker *self, value type, uint32_t depth, value *base);
// `type` seen as its base `base`, with that base's type arguments. `by_name` (a name, or LINK_NONE) finds a
// base by its name instead.
bool seen_as(struct linker *self, value type, symbol_ref base, uint32_t by_name, uint32_t depth, value *seen);
// How an instance of a type of the tree is passed for the type `name` outside of it: WIDENING where a base of that name is
// written, UNKNOWN where another base outside may have it, else NONE.
conversion derives_outside(struct linker *self, symbol_ref type, uint32_t name, uint32_t depth);
// The one method that an interface leaves to be written (Java: a functional interface).
bool only_abstract_method(struct linker *self, value type, uint32_t depth, value *method);

// A type and all of its bases, itself first, into `bases` (BASES_MAX); returns their number, 0 when one is
// outside of the tree.
uint32_t all_bases(struct linker *self, symbol_ref type, symbol_ref *bases);

// ---- overrides.c

// Turns the links of bases round; once they are all there.
void overrides_build(struct linker *self);
void overrides_free(struct linker *self);
// Forgets which methods overrides_of() has found.
void overrides_forget(struct linker *self);
// The methods with a body that a call of `method` may end in beside it; lent until the next call.
const symbol_ref *overrides_of(struct linker *self, symbol_ref method, uint32_t *count);

// ---- lists.c: containers of the language's own that are in no tree

// The method `name` of a container.
value list_method(value container, uint32_t name);
// What calling it gives.
value list_call(struct linker *self, value called, call *call, uint32_t depth);
// What it passes as parameter `number` to the function that it is given first.
value list_passes(struct linker *self, value called, call *call, uint32_t number, uint32_t depth);
// What a CALL gives whose callee is not known: of `then`, `catch`, `finally` of a promise, and of Array.from,
// Object.values and Promise.all.
value promised(struct linker *self, site at, const fact_expression *expression, call *call, uint32_t depth);

// ---- choice.c

// Whether a method of a type stands in the place of its base's `overridden`, as far as their parameters say.
bool overrides(struct linker *self, symbol_ref method, symbol_ref overridden);

// Whether a callable takes so many arguments; anything does that is none, and of an unknown number.
bool takes(const fact_symbol *symbol, const call *call);
static inline void
choice_begin(struct choice *choice, uint32_t file, call *call)
{
    choice->file = file;
    choice->call = call; // the candidates are not cleared: there is room for many
    choice->is_field = choice->is_core = choice->is_open = false;
    choice->count = choice->fitting_count = choice->field_count = choice->elsewhere_count = 0;
}
// Whether two symbols are declarations of one thing (hooks.merges): of one name, in one place, at most one of them a value.
bool is_merged(const struct linker *self, symbol_ref a, symbol_ref b);
void choice_add(struct linker *self, struct choice *choice, symbol_ref symbol, uint32_t level);
// Whether no further candidate can lead to a choice.
bool choice_is_lost(const struct choice *choice);
// Whether exactly one remains: `chosen`, from `level`.
bool choice_is_made(struct linker *self, struct choice *choice, symbol_ref *chosen, uint32_t *level);
static inline bool
choice_has_any(const struct choice *choice)
{
    return choice->count || choice->field_count || choice->elsewhere_count;
}

// ---- overloads.c

// C++: which of `count` candidates, of which those are kept that can take the arguments, overload resolution picks. False
// when it is none, or not known.
bool overloads_pick(struct linker *self, struct choice *choice, uint32_t *count, struct candidate *picked);
// Whether a candidate can take the arguments, as far as their types are known.
bool overloads_takes(struct linker *self, symbol_ref symbol, call *call);
// How well the first argument fits that parameter: more is better.
uint8_t overloads_rank(struct linker *self, symbol_ref symbol, call *call, uint32_t parameter);
// What an operator of the language's own gives: a bool where two values are compared, else what its left operand is.
value overloads_operation(struct linker *self, site at, const fact_expression *callee, uint32_t depth);
// Whether a callable may take fewer arguments than its definition says: its declaration may give more defaults.
bool overloads_may_take(const struct linker *self, symbol_ref symbol, const call *call);

// ---- types.c

// The type that is declared beside a value under its name, or none.
symbol_ref merged_type(const struct linker *self, symbol_ref value);
// Of a name for a type and a value, the type; all else is what it is.
value declared_by(const struct linker *self, value type);
// An instance of the type that the value denotes; aliases lead to what they stand for.
value instance_of(struct linker *self, value type, uint32_t depth);
// A value of one of the language's own types, which is an instance where the tree declares that type.
value builtin_value(struct linker *self, uint32_t file, uint32_t name);
// What a defined type is declared as (spec of Go, "Type definitions"); false for all others.
bool definition_of(struct linker *self, value type, uint32_t depth, value *definition);
// An instance of a defined type as a container, function or whatever that is.
value underlying_of(struct linker *self, value operand, uint32_t depth);
// What the language itself says that a member of one of its types is (hooks_result()), or nothing.
value known_result(struct linker *self, uint32_t file, uint32_t type, uint32_t name);
// The type whose members a value has: a type parameter has its bound's.
value class_of(struct linker *self, value operand, uint32_t depth);
// An instance of a symbol's declared type or result, with type parameters as `symbol` knows them.
value declared_value(struct linker *self, value symbol, uint32_t depth);
// What a type parameter stands for at a site: the parameter itself when that is not known.
value parameter_value(struct linker *self, symbol_ref parameter, struct bound *bound, uint32_t depth);
// Whether a symbol has type parameters of its own.
bool is_generic(const struct linker *self, symbol_ref symbol);
// `base` with its type parameters bound to a chain of ARGUMENTs at a site.
value with_arguments(struct linker *self, value base, site at, uint32_t first);
// `called` with the type parameters bound that its arguments, or for a member its receiver, decide.
value with_inferred(struct linker *self, value called, call *call, uint32_t depth);
// Binds the type parameters of what a member stands in (an impl block, a receiver) to those of the `type` it
// was found by.
value with_receiver(struct linker *self, value member, value type, uint32_t depth);
// What is asked of an EITHER: of each of the two in turn, until one has an answer.
typedef value either_asked(struct linker *self, value one, uint32_t number, uint32_t depth);
value ask_either(struct linker *self, value either, either_asked *ask, uint32_t number, uint32_t depth);
// A required module where a value is meant: what it is as a whole, if that is known (resolve.c).
value as_whole(struct linker *self, value named, uint32_t depth);
// The function that an object is because its type has a call signature "()" or a construct signature "new()" (TypeScript
// handbook, "Call Signatures"); all else is what it is.
value with_signature(struct linker *self, value object, const char *name, uint32_t depth);
// What calling a function, a lambda, or an object that is a function gives.
value result_of(struct linker *self, value function, uint32_t depth);
// The declared type of parameter number `number` of a callable, as an instance.
value parameter_of(struct linker *self, value callable, uint32_t number, uint32_t depth);
// What a function type, or a functional interface, passes as parameter number `number`.
value passed_by(struct linker *self, value function, uint32_t number, uint32_t depth);
// How many parameters it passes; FACT_NONE when it is no function, or not known to be one.
uint32_t passed_count(struct linker *self, value function, uint32_t depth);
// Whether a value can be passed where a parameter of some type is: an instance of it (types.c).
conversion converts(struct linker *self, value given, value wanted, uint32_t depth);
value element_of(struct linker *self, value container, uint32_t depth);
// The value of argument number `number` of a call.
value argument_of(struct linker *self, call *call, uint32_t number);
uint32_t count_arguments(const struct linker *self, uint32_t file, uint32_t first);

#endif
