// What a reference means: the operations of its expression, one by one (facts.h). A MEMBER is looked for in
// what its operand denotes: an imported module's files, a type and its bases. Without a known operand, the
// only method of that name in the language group is taken (`unique`); several are never guessed among.
// names.c looks for a NAME, types.c knows what instances are of, members.c what they have, choice.c which of
// several is called.
#include "stages/linker/cpp_library.h"
#include "stages/linker/crates.h"
#include "stages/linker/traits.h"

#include <stddef.h>

// ---- the reference at hand

void
resolve_begin(struct linker *self, uint32_t file)
{
    self->binding_file = file;
    self->evaluations_left = EVALUATIONS_MAX;
    self->references_begun++;
    arena_reset(self->workspace);
}

void *
scratch(struct linker *self, size_t bytes)
{
    return arena_used(self->workspace) + bytes + sizeof(max_align_t) > SCRATCH_BYTES_MAX
               ? NULL
               : arena_alloc(self->workspace, bytes);
}

// ---- operations

value
settle(struct linker *self, value operand, uint32_t depth)
{
    if (operand.kind != VALUE_SYMBOL)
        return operand;
    entity_kind kind = (entity_kind)symbol_of(self, operand.symbol)->kind;
    if (kind == ENTITY_FIELD || kind == ENTITY_VARIABLE || kind == ENTITY_CONSTANT)
        return declared_value(self, operand, depth);
    symbol_ref owner = owner_of(self, operand.symbol);
    if (kind == ENTITY_ENUMERATOR && !symbol_ref_is_none(owner)) // a value of its enumeration
        return (value){.kind = VALUE_INSTANCE, .how = operand.how, .symbol = owner};
    bool is_property = symbol_of(self, operand.symbol)->flags & SYMBOL_PROPERTY;
    if (entity_kind_is_callable(kind) && (is_property || hooks_at(self, operand.symbol.file)->naming_calls))
        return declared_value(self, operand, depth);
    return operand;
}

// What the tree adds to a type of the language's own (Swift extensions, Rust impls of traits, C# extension
// types).
static bool
find_extension(struct linker *self, uint32_t file, uint32_t type, uint32_t name, call *call,
               symbol_ref *found)
{
    struct choice choice;
    choice_begin(&choice, file, call);
    const struct named_symbols *all = &self->extensions;
    for (uint32_t i = named_symbols_first(all, name); i < all->count && all->items[i].name == name; i++) {
        if (all->items[i].type == type && same_group(self, file, all->items[i].symbol.file))
            choice_add(self, &choice, all->items[i].symbol, 0);
    }
    return choice_is_made(self, &choice, found, NULL);
}

// What lies in a namespace, which may be written in many places.
static value
member_of_namespace(struct linker *self, uint32_t file, symbol_ref namespace, uint32_t name, call *call)
{
    const fact_symbol *outer = symbol_of(self, namespace);
    bool has_linkage = hooks_at(self, file)->has_linkage;
    struct choice choice;
    choice_begin(&choice, file, call);
    const symbol_ref *symbols;
    uint32_t count = index_range(&self->index, name, &symbols);
    for (uint32_t i = 0; i < count && !choice_is_lost(&choice); i++) {
        symbol_ref owner = owner_of(self, symbols[i]);
        if (!symbol_ref_is_none(owner) && is_type(self, owner)) // a member that is written outside of its class
            continue;
        symbol_ref parent = {symbols[i].file, symbol_of(self, symbols[i])->parent};
        const fact_symbol *around = symbol_of(self, parent);
        bool is_inside = has_linkage && outer->kind == ENTITY_NAMESPACE
                             ? is_in_namespace(self, symbols[i], namespace)
                             : around->kind == outer->kind && around->name == outer->name;
        if (is_inside && same_group(self, file, symbols[i].file))
            choice_add(self, &choice, symbols[i], 0);
    }
    symbol_ref found;
    if (has_linkage && choice.count && symbol_of(self, choice.first)->kind == ENTITY_NAMESPACE)
        return value_of_symbol(choice.first, NULL, RESOLUTION_SCOPE);
    if (has_linkage && !choice.count && outer->flags & SYMBOL_BY_MACRO)
        return visible_name(self, (site){file, 0, NULL}, name, call);
    return choice_is_made(self, &choice, &found, NULL) ? value_of_symbol(found, NULL, RESOLUTION_SCOPE)
                                                       : VALUE_NOTHING;
}

// What lies in a namespace that is declared beside a class, function or enumeration under its name.
static value
member_of_merged(struct linker *self, uint32_t file, symbol_ref symbol, uint32_t name, call *call)
{
    const symbol_ref *symbols;
    uint32_t count = index_range(&self->index, symbol_of(self, symbol)->name, &symbols), seen = 0;
    for (uint32_t i = index_seek(symbols, count, symbol.file);
         i < count && symbols[i].file == symbol.file && seen++ < SCOPE_STEPS_MAX; i++) {
        const fact_symbol *beside = symbol_of(self, symbols[i]);
        if (beside->kind == ENTITY_NAMESPACE && is_merged(self, symbols[i], symbol))
            return member_of_namespace(self, file, symbols[i], name, call);
    }
    return VALUE_NOTHING;
}

static value
external_member(uint32_t module, uint32_t name)
{
    return (value){.kind = VALUE_EXTERNAL,
                   .how = RESOLUTION_EXTERNAL,
                   .module = module,
                   .name = name,
                   .expression = FACT_NONE};
}

static value
member_of_builtin(struct linker *self, uint32_t file, value operand, uint32_t name, call *call,
                  uint32_t depth)
{
    symbol_ref found;
    value member;
    if (find_in_core(self, file, operand.name, &found))
        return find_member(self, value_of_symbol(found, NULL, RESOLUTION_TYPE), name, call, depth, false,
                           &member)
                   ? member
                   : VALUE_NOTHING;
    if (find_extension(self, file, operand.name, name, call, &found))
        return value_of_symbol(found, NULL, RESOLUTION_TYPE);
    return external_member(operand.name, name); // of a type of the language's own: `string:trim`
}

// A member of a type; of a companion object, also one that belongs to the class that it accompanies.
static value
member_of_type(struct linker *self, value type, uint32_t name, call *call, uint32_t depth, bool is_super)
{
    value member;
    if (find_member(self, type, name, call, depth, is_super, &member))
        return member;
    symbol_ref outer = owner_of(self, type.symbol);
    bool is_companion = hooks_at(self, type.symbol.file)->members_of_outer && !symbol_ref_is_none(outer) &&
                        symbol_of(self, type.symbol)->flags & SYMBOL_CLASS_LEVEL;
    if (is_companion &&
        find_member(self, value_of_symbol(outer, NULL, RESOLUTION_TYPE), name, call, depth, false, &member))
        return member;
    return VALUE_NOTHING;
}

// Whether the members of a variable are those of its declared type, whatever it is set to.
static bool
is_typed_variable(const struct linker *self, symbol_ref variable)
{
    const struct linked_file *file = &self->files[variable.file];
    const fact_symbol *symbol = &file->symbols[variable.symbol];
    if (symbol->type == FACT_NONE || entity_kind_is_callable((entity_kind)symbol->kind))
        return false;
    const fact_expression *type = &file->expressions[symbol->type];
    return type->op != EXPRESSION_SYMBOL || file->symbols[type->name].kind != ENTITY_ANONYMOUS; // an object to add to
}

// What a member is asked of a value with: goes along to each part of an EITHER.
struct asked_member {
    site at;
    uint32_t name;
    call *call;
    bool is_super;
};

static value member_of_value(struct linker *self, const struct asked_member *asked, value operand,
                             uint32_t depth);

// What else a Rust value or type has: the methods of impls for all types, and those of what it derefs to.
static value
member_by_traits(struct linker *self, const struct asked_member *asked, value operand, uint32_t depth)
{
    value found, target;
    if (traits_blanket(self, operand, asked->name, depth, &found))
        return found;
    return operand.kind == VALUE_INSTANCE && traits_deref(self, operand, depth, &target)
               ? member_of_value(self, asked, target, depth + 1)
               : VALUE_NOTHING;
}

static value
member_of_symbol(struct linker *self, const struct asked_member *asked, value operand, uint32_t depth)
{
    bool follows = hooks_at(self, asked->at.file)->has_crates || self->files[asked->at.file].language == LANGUAGE_CPP;
    if (follows && operand.kind == VALUE_SYMBOL &&
        symbol_of(self, operand.symbol)->kind == ENTITY_TYPE_ALIAS) { // `Alias::new`
        value type = instance_of(self, operand, depth + 1);
        type.kind = type.kind == VALUE_INSTANCE ? VALUE_SYMBOL : type.kind;
        if (type.kind != VALUE_SYMBOL || !symbol_ref_equal(type.symbol, operand.symbol))
            return depth < EVALUATE_DEPTH_MAX ? member_of_value(self, asked, type, depth + 1) : VALUE_NOTHING;
    }
    const fact_symbol *symbol = symbol_of(self, operand.symbol);
    if (hooks_at(self, asked->at.file)->has_crates && symbol->kind == ENTITY_MODULE)
        return crates_member(self, asked->at, operand.symbol, asked->name, asked->call, depth);
    if (symbol->kind == ENTITY_MODULE || symbol->kind == ENTITY_NAMESPACE)
        return member_of_namespace(self, asked->at.file, operand.symbol, asked->name, asked->call);
    if (!is_type(self, operand.symbol) && !hooks_at(self, operand.symbol.file)->values_have_members)
        return VALUE_NOTHING;
    value member = member_of_type(self, operand, asked->name, asked->call, depth, asked->is_super);
    if (member.kind == VALUE_UNKNOWN && symbol->kind == ENTITY_ANONYMOUS && depth < EVALUATE_DEPTH_MAX) {
        value spread = declared_value(self, operand, depth + 1);
        return spread.kind == VALUE_UNKNOWN ? spread : member_of_value(self, asked, spread, depth + 1);
    }
    bool is_module = operand.kind == VALUE_SYMBOL && self->files[operand.symbol.file].is_prelude && !asked->call;
    symbol_ref core; // `slice::Iter`, of the module that is called as the type is
    if (member.kind == VALUE_UNKNOWN && is_module && find_in_core(self, asked->at.file, asked->name, &core))
        return value_of_symbol(core, NULL, RESOLUTION_IMPORT);
    if (member.kind == VALUE_UNKNOWN && hooks_at(self, operand.symbol.file)->has_crates)
        return member_by_traits(self, asked, operand, depth);
    if (member.kind != VALUE_UNKNOWN || operand.kind != VALUE_SYMBOL)
        return member;
    return member_of_merged(self, asked->at.file, operand.symbol, asked->name, asked->call);
}

// Each part in turn; a member outside of the tree only where no part has one in it.
static value
member_of_either(struct linker *self, const struct asked_member *asked, value either, uint32_t depth)
{
    uint32_t next = either.expression;
    value outside = VALUE_NOTHING;
    for (int i = 0; i < ARGUMENTS_MAX && next != FACT_NONE && depth < EVALUATE_DEPTH_MAX; i++) {
        const fact_expression *pair = expression_at(self, either.site, next);
        bool is_last = pair->op != EXPRESSION_EITHER;
        value one = evaluate(self, either.site, is_last ? next : pair->operand, depth + 1);
        one = class_of(self, instance_of(self, settle(self, one, depth + 1), depth + 1), depth + 1);
        value member = one.kind == VALUE_UNKNOWN ? one : member_of_value(self, asked, one, depth + 1);
        if (member.kind == VALUE_EXTERNAL)
            outside = member;
        else if (member.kind != VALUE_UNKNOWN)
            return member;
        next = is_last ? FACT_NONE : pair->name;
    }
    return outside;
}

// An array has a length, is cloned as one, and else has what every object has (JLS 10.7).
static value
member_of_array(struct linker *self, uint32_t file, value array, uint32_t name, call *call, uint32_t depth)
{
    const hooks *hooks = hooks_at(self, file);
    span text = intern_text(self->names, name);
    if (!hooks->root || !hooks->methods_apart)
        return VALUE_NOTHING;
    if (call && span_is(text, "clone"))
        return array;
    uint32_t number = intern_find(self->names, SPAN_LITERAL("int"));
    if (!call && span_is(text, "length") && number != INTERN_NONE)
        return (value){.kind = VALUE_BUILTIN, .how = RESOLUTION_EXTERNAL, .name = number};
    uint32_t root = intern_find(self->names, span_of(hooks->root));
    symbol_ref object;
    value member;
    bool is_found =
        root != INTERN_NONE && find_in_core(self, file, root, &object) &&
        find_member(self, value_of_symbol(object, NULL, RESOLUTION_TYPE), name, call, depth, false, &member);
    return is_found ? member : VALUE_NOTHING;
}

// What a module is as a whole: what it sets `module.exports` to (Node, "CommonJS modules"), or its default export.
static value
whole_module(struct linker *self, value module, uint32_t depth)
{
    symbol_ref found;
    uint32_t name = intern_find(self->names, SPAN_LITERAL("default"));
    bool is_known = hooks_at(self, module.site.file)->merges && name != INTERN_NONE && depth < EVALUATE_DEPTH_MAX &&
                    find_in_module(self, module.site.file, module.import, name, NULL, &found);
    return is_known ? settle(self, value_of_symbol(found, NULL, RESOLUTION_IMPORT), depth + 1) : VALUE_NOTHING;
}

value
as_whole(struct linker *self, value named, uint32_t depth)
{
    value whole = named.kind == VALUE_MODULE ? whole_module(self, named, depth) : VALUE_NOTHING;
    return whole.kind == VALUE_UNKNOWN ? named : whole;
}

static value
member_of_module(struct linker *self, const struct asked_member *asked, value module, uint32_t depth)
{
    symbol_ref found;
    uint32_t name = asked->name;
    if (find_in_module(self, module.site.file, module.import, name, asked->call, &found))
        return value_of_symbol(found, NULL, RESOLUTION_IMPORT);
    value passed;
    if (find_passed_by_module(self, module.site.file, module.import, name, &passed))
        return passed;
    value whole = whole_module(self, module, depth);
    if (whole.kind == VALUE_SYMBOL || whole.kind == VALUE_INSTANCE)
        return member_of_value(self, asked, whole, depth + 1);
    const struct linked_file *file = &self->files[module.site.file];
    return file->modules[module.import].count ? VALUE_NOTHING
                                              : external_member(file->imports[module.import].module, name);
}

static bool
is_own_member(const struct linker *self, const hooks *hooks, uint32_t name)
{
    span text = intern_text(self->names, name);
    for (const char *word = hooks->own_members; word; word = strchr(word + 1, ' ')) {
        if (strncmp(word + 1, text.data, text.size) == 0 && word[1 + text.size] == ' ')
            return true;
    }
    return false;
}

static value
member_of_value(struct linker *self, const struct asked_member *asked, value operand, uint32_t depth)
{
    const hooks *hooks = hooks_at(self, asked->at.file);
    symbol_ref found;
    switch (operand.kind) {
    case VALUE_MODULE:
        return member_of_module(self, asked, operand, depth);
    case VALUE_SYMBOL:
    case VALUE_INSTANCE:
        return member_of_symbol(self, asked, operand, depth);
    case VALUE_CONTAINER:
        return hooks->has_lists
                   ? list_method(operand, asked->name)
                   : member_of_array(self, asked->at.file, operand, asked->name, asked->call, depth);
    case VALUE_EITHER:
        return member_of_either(self, asked, operand, depth);
    case VALUE_BUILTIN:
        return member_of_builtin(self, asked->at.file, operand, asked->name, asked->call, depth);
    case VALUE_EXTERNAL:
        if (self->files[asked->at.file].language == LANGUAGE_CPP && !asked->call) {
            value part = library_member(self, operand, asked->name, depth);
            if (part.kind != VALUE_UNKNOWN)
                return part;
        }
        return hooks->has_crates ? crates_outside(self, asked->at.file, operand.module, asked->name)
                                 : external_member(operand.module, asked->name);
    case VALUE_UNKNOWN:
        return !hooks->members_unguessed && !is_own_member(self, hooks, asked->name) &&
                       !(hooks->has_crates && traits_is_common(self, asked->name)) &&
                       find_unique(self, asked->at.file, asked->name, asked->call, true, &found)
                   ? value_of_symbol(found, NULL, RESOLUTION_UNIQUE)
                   : VALUE_NOTHING;
    default:
        return VALUE_NOTHING;
    }
}

// A field of an enum's variant (Rust), which stands right behind that.
static bool
field_of_variant(const struct linker *self, value operand, uint32_t name, value *field)
{
    if (operand.kind != VALUE_SYMBOL || symbol_of(self, operand.symbol)->kind != ENTITY_ENUMERATOR)
        return false;
    const struct linked_file *file = &self->files[operand.symbol.file];
    for (uint32_t s = operand.symbol.symbol + 1; s < file->symbol_count; s++) {
        if (file->symbols[s].parent != operand.symbol.symbol)
            return false;
        if (file->symbols[s].name == name) {
            *field = value_of_symbol((symbol_ref){operand.symbol.file, s}, operand.bound, RESOLUTION_TYPE);
            return true;
        }
    }
    return false;
}

bool
is_operator(const struct linker *self, uint32_t name)
{
    span text = intern_text(self->names, name);
    return text.size > 8 && span_starts(text, "operator") &&
           (text.data[8] == '^' || text.data[8] == '[' || !(text.data[8] >= 'A' && text.data[8] <= 'z'));
}

// Whether parameter `number` of an operator is of a value's class, or of a base.
static bool
is_operand(struct linker *self, symbol_ref function, uint32_t number, value operand, uint32_t depth)
{
    value seen, wanted = parameter_of(self, value_of_symbol(function, NULL, RESOLUTION_TYPE), number, depth + 1);
    return operand.kind == VALUE_INSTANCE && wanted.kind == VALUE_INSTANCE &&
           (symbol_ref_equal(wanted.symbol, operand.symbol) ||
            seen_as(self, operand, wanted.symbol, LINK_NONE, depth + 1, &seen));
}

// The arguments of an operator that is a function: the left operand is one of them.
static call
call_of_operator(struct linker *self, value left, call *members)
{
    call made = *members;
    made.count = members->count + 1;
    made.known = scratch(self, made.count * sizeof *made.known);
    made.known_count = made.known ? made.count : 0;
    for (uint32_t i = 0; i < made.known_count; i++)
        made.known[i] = i ? argument_of(self, members, i - 1) : left;
    return made;
}

// An operator that is a function ([over.match.oper]): found by the classes of its operands, whose headers have it.
static value
operator_function(struct linker *self, site at, value left, uint32_t name, call *members, uint32_t depth)
{
    const symbol_ref *symbols;
    uint32_t count = index_range(&self->index, name, &symbols);
    if (!members || members->count > 1 || count > CANDIDATES_MAX || depth + 2 >= EVALUATE_DEPTH_MAX)
        return VALUE_NOTHING;
    value right = members->count ? argument_of(self, members, 0) : VALUE_NOTHING;
    call both = call_of_operator(self, left, members);
    if (!both.known || (left.kind != VALUE_INSTANCE && right.kind != VALUE_INSTANCE))
        return VALUE_NOTHING;
    struct choice choice;
    choice_begin(&choice, at.file, &both);
    for (uint32_t i = 0; i < count; i++) {
        const fact_symbol *symbol = symbol_of(self, symbols[i]);
        bool is_function = symbol->kind == ENTITY_FUNCTION && same_group(self, at.file, symbols[i].file);
        if (is_function && symbol->arity_max == both.count &&
            (is_operand(self, symbols[i], 0, left, depth) || is_operand(self, symbols[i], 1, right, depth)) &&
            overloads_takes(self, symbols[i], &both))
            choice_add(self, &choice, symbols[i], 0);
    }
    symbol_ref chosen;
    if (!choice_is_made(self, &choice, &chosen, NULL))
        return VALUE_NOTHING;
    return value_of_symbol(chosen, NULL, chosen.file == at.file ? RESOLUTION_SCOPE : RESOLUTION_IMPORT);
}

// Only where an operand is known to be an object: pointers and the language's own types have operators anyway.
static value
operator_of(struct linker *self, site at, value operand, uint32_t name, call *call, uint32_t depth)
{
    value member;
    if (operand.kind == VALUE_BUILTIN && !(call && call->count == 1))
        return VALUE_NOTHING;
    if (operand.kind != VALUE_INSTANCE || !is_type(self, operand.symbol))
        return operand.kind == VALUE_CONTAINER ? VALUE_NOTHING : operator_function(self, at, operand, name, call, depth);
    enum member_search result = search_member(self, operand, name, call, depth, false, &member);
    if (result == MEMBER_FOUND && (!call || call->count > 1))
        return member;
    value function = operator_function(self, at, operand, name, call, depth);
    if (function.kind == VALUE_UNKNOWN || result != MEMBER_FOUND)
        return result == MEMBER_FOUND ? member : function;
    bool is_better = call->count && overloads_rank(self, function.symbol, call, 1) > overloads_rank(self, member.symbol, call, 0);
    return is_better ? function : member;
}

// What an associated type stands for: as the value says that it was asked of, else as the place does where it is named.
static value
associated_value(struct linker *self, site at, value type, uint32_t depth)
{
    value stands = parameter_value(self, type.symbol, type.bound, depth + 1);
    bool is_itself = stands.kind == VALUE_SYMBOL && symbol_ref_equal(stands.symbol, type.symbol);
    if (is_itself)
        stands = parameter_value(self, type.symbol, at.bound, depth + 1);
    is_itself = stands.kind == VALUE_SYMBOL && symbol_ref_equal(stands.symbol, type.symbol);
    return is_itself ? type : stands;
}

static value
evaluate_member(struct linker *self, site at, const fact_expression *expression, call *call, uint32_t depth)
{
    bool is_super = expression_at(self, at, expression->operand)->op == EXPRESSION_SUPER;
    bool has_crates = hooks_at(self, at.file)->has_crates;
    symbol_ref own;
    if (has_crates && !call && traits_own_type(self, at, expression->operand, expression->name, &own))
        return value_of_symbol(own, at.bound, RESOLUTION_SCOPE);
    value operand = evaluate(self, at, expression->operand, depth + 1), member;
    if (field_of_variant(self, operand, expression->name, &member))
        return member;
    bool has_own = operand.kind == VALUE_SYMBOL && hooks_at(self, operand.symbol.file)->values_have_members &&
                   !is_type(self, operand.symbol) && !is_typed_variable(self, operand.symbol);
    if (has_own && find_member(self, operand, expression->name, call, depth, false, &member))
        return member;
    operand = class_of(self, settle(self, operand, depth + 1), depth + 1);
    if (call)
        call->on_const = operand.qualifiers & QUALIFIED_CONST;
    if (hooks_at(self, at.file)->has_linkage && is_operator(self, expression->name))
        return operator_of(self, at, operand, expression->name, call, depth);
    if (has_crates && is_operator(self, expression->name))
        return traits_operator(self, operand, expression->name, call, depth);
    symbol_ref found;
    if (operand.kind == VALUE_UNKNOWN &&
        find_qualified(self, at, expression->operand, expression->name, &found))
        return value_of_symbol(found, NULL, RESOLUTION_IMPORT);
    struct asked_member asked = {at, expression->name, call, is_super};
    member = member_of_value(self, &asked, operand, depth);
    value method;
    bool is_unclear = has_crates && call && member.kind == VALUE_UNKNOWN &&
                      expression_at(self, at, expression->operand)->op == EXPRESSION_SELF;
    if (is_unclear && traits_own_method(self, at, operand, expression->name, &method))
        return method;
    if (has_crates && member.kind == VALUE_SYMBOL && is_type_parameter(self, member.symbol))
        return associated_value(self, at, member, depth);
    member.qualifiers = operand.qualifiers & QUALIFIED_CONST;
    return member;
}

// Whether the name of a member stands in a method that cannot change its object ([class.this]).
static bool
is_in_const(const struct linker *self, site at)
{
    return at.from != FACT_NONE && self->files[at.file].symbols[at.from].flags & SYMBOL_CONST;
}

static bool
is_field(const struct linker *self, symbol_ref symbol)
{
    return symbol_of(self, symbol)->kind == ENTITY_FIELD && !(symbol_of(self, symbol)->flags & SYMBOL_CLASS_LEVEL);
}

static call
call_of(const struct linker *self, site at, uint32_t values, uint32_t depth)
{
    uint32_t count = values == FACT_NONE ? FACT_NONE : count_arguments(self, at.file, values);
    const hooks *hooks = hooks_at(self, at.file);
    if (values == FACT_NONE && hooks->arity_decides &&
        hooks->methods_apart) // Java always says what it passes
        count = 0;
    return (call){
        .count = count == ARGUMENTS_MAX ? FACT_NONE : count,
        .values = values,
        .site = at,
        .depth = depth,
        .ranks = self->files[at.file].language == LANGUAGE_CPP,
        .on_const = is_in_const(self, at)};
}

// A type with the arguments that follow from what its constructor is given, when it is named without any.
static value
with_constructed(struct linker *self, value type, call *call, uint32_t depth)
{
    if (type.bound || call->values == FACT_NONE || depth >= EVALUATE_DEPTH_MAX ||
        !is_generic(self, type.symbol))
        return type;
    symbol_ref constructor = find_constructor(self, type.symbol, call);
    if (!symbol_ref_is_none(constructor))
        type.bound =
            with_inferred(self, value_of_symbol(constructor, NULL, RESOLUTION_TYPE), call, depth).bound;
    return type;
}

// A getter: calling it calls what it gives.
static bool
is_accessor(const struct linker *self, symbol_ref symbol)
{
    return hooks_at(self, symbol.file)->merges && symbol_of(self, symbol)->flags & SYMBOL_PROPERTY;
}

// Rust: whether a method that the tree does not declare gives what it is called on: what `derive` and the standard library
// provide, and the language's own operators.
static bool
gives_receiver(const struct linker *self, uint32_t method)
{
    static const char *const methods[] = {"clone", "to_owned", "by_ref", "borrow", "borrow_mut", "max", "min"};
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        if (span_is(intern_text(self->names, method), methods[i]))
            return true;
    }
    return is_operator(self, method);
}

// What a call gives that leaves the tree, in C++.
static value
result_of_library(struct linker *self, site at, const fact_expression *callee, value called, call *call, uint32_t depth)
{
    if (called.kind == VALUE_EXTERNAL && library_has_type(self, called.name))
        return called; // an object of that class
    if (called.kind == VALUE_EXTERNAL && call->values != FACT_NONE && library_passes_on(self, called))
        return argument_of(self, call, 0);
    if (callee->op == EXPRESSION_GENERIC)
        callee = expression_at(self, at, callee->operand);
    if (callee->op != EXPRESSION_MEMBER || depth >= EVALUATE_DEPTH_MAX)
        return VALUE_NOTHING;
    value object = settle(self, evaluate(self, at, callee->operand, depth + 1), depth + 1);
    if (object.kind == VALUE_INSTANCE && library_gives_itself(self, callee->name))
        return object;
    return library_result(self, object, callee->name, depth + 1);
}

static value
evaluate_call(struct linker *self, site at, const fact_expression *expression, uint32_t depth)
{
    call call = call_of(self, at, expression->name, depth + 1);
    value called = as_whole(self, evaluate_as(self, at, expression->operand, &call, depth + 1), depth + 1);
    called = underlying_of(self, called, depth + 1);
    if (called.kind == VALUE_INSTANCE && hooks_at(self, at.file)->has_crates)
        called = class_of(self, called, depth + 1); // `F: Fn(A) -> B`
    if (called.kind == VALUE_FUNCTION || called.kind == VALUE_LAMBDA || called.kind == VALUE_EITHER)
        return result_of(self, called, depth + 1);
    if (called.kind == VALUE_LIST_METHOD)
        return list_call(self, called, &call, depth);
    if (called.kind == VALUE_INSTANCE && hooks_at(self, at.file)->merges)
        return result_of(self, called, depth + 1);
    bool is_outside = called.kind == VALUE_UNKNOWN || called.kind == VALUE_EXTERNAL;
    const fact_expression *callee = expression_at(self, at, expression->operand);
    if (is_outside && hooks_at(self, at.file)->has_crates && callee->op == EXPRESSION_MEMBER &&
        gives_receiver(self, callee->name))
        return settle(self, evaluate(self, at, callee->operand, depth + 1), depth + 1);
    if (is_outside && hooks_at(self, at.file)->has_lists)
        return promised(self, at, expression, &call, depth);
    if (is_outside && self->files[at.file].language == LANGUAGE_CPP)
        return result_of_library(self, at, callee, called, &call, depth);
    if (is_outside && expression_at(self, at, expression->operand)->op == EXPRESSION_MEMBER)
        return known_result(self, at.file, called.kind == VALUE_EXTERNAL ? called.module : LINK_NONE,
                            expression_at(self, at, expression->operand)->name);
    if (called.kind != VALUE_SYMBOL)
        return called.kind == VALUE_EXTERNAL ? VALUE_NOTHING : called;
    const fact_symbol *symbol = symbol_of(self, called.symbol);
    if (entity_kind_is_type((entity_kind)symbol->kind))
        return instance_of(self, with_constructed(self, called, &call, depth + 1), depth); // or a conversion
    if (symbol->kind == ENTITY_CONSTRUCTOR) {
        symbol_ref owner = owner_of(self, called.symbol);
        return symbol_ref_is_none(owner)
                   ? VALUE_NOTHING
                   : (value){.kind = VALUE_INSTANCE, .how = called.how, .symbol = owner};
    }
    if (symbol->kind == ENTITY_FIELD || symbol->kind == ENTITY_VARIABLE || symbol->kind == ENTITY_CONSTANT ||
        is_accessor(self, called.symbol)) {
        value held = underlying_of(self, declared_value(self, called, depth + 1), depth + 1); // a function, maybe
        return held.kind == VALUE_FUNCTION || held.kind == VALUE_LAMBDA || held.kind == VALUE_EITHER ||
                       (held.kind == VALUE_SYMBOL && hooks_at(self, at.file)->merges)
                   ? result_of(self, held, depth + 1)
                   : held;
    }
    return declared_value(self, with_inferred(self, called, &call, depth + 1), depth);
}

// The first of several that the tree has; with `is_certain`, the first of all, if the tree has it.
static value
first_in_tree(struct linker *self, value either, bool is_certain, uint32_t depth)
{
    uint32_t next = either.expression;
    for (int i = 0; i < ARGUMENTS_MAX && next != FACT_NONE && depth < EVALUATE_DEPTH_MAX; i++) {
        const fact_expression *pair = expression_at(self, either.site, next);
        bool is_last = pair->op != EXPRESSION_EITHER;
        value one = evaluate(self, either.site, is_last ? next : pair->operand, depth + 1);
        if (one.kind == VALUE_SYMBOL || one.kind == VALUE_INSTANCE)
            return one;
        if (is_certain)
            break;
        next = is_last ? FACT_NONE : pair->name;
    }
    return VALUE_NOTHING;
}

// The class that a variable or field holds, by what it is set to or by its type `typeof Class`; all else is what it is.
static value
held_class(struct linker *self, value holder, bool is_certain, uint32_t depth)
{
    for (int i = 0; i < ALIASES_MAX && holder.kind == VALUE_SYMBOL && depth < EVALUATE_DEPTH_MAX; i++) {
        const fact_symbol *symbol = symbol_of(self, holder.symbol);
        bool is_holder = symbol->kind == ENTITY_FIELD || symbol->kind == ENTITY_VARIABLE || symbol->kind == ENTITY_CONSTANT ||
                         is_accessor(self, holder.symbol);
        if (!is_holder || symbol->type == FACT_NONE || !hooks_at(self, holder.symbol.file)->merges ||
            !symbol_ref_is_none(merged_type(self, holder.symbol)))
            break;
        site within = {holder.symbol.file, holder.symbol.symbol, holder.bound};
        holder = evaluate(self, within, symbol->type, depth + 1);
        if (holder.kind == VALUE_EITHER)
            holder = first_in_tree(self, holder, is_certain, depth + 1);
    }
    return holder;
}

// A new object: `new T(...)`, where T's type arguments may follow from what its constructor is given; of a value, what its construct
// signature gives.
static value
evaluate_instance(struct linker *self, site at, uint32_t operand, uint32_t depth)
{
    value named = as_whole(self, evaluate(self, at, operand, depth + 1), depth + 1);
    value type = held_class(self, named, false, depth + 1);
    bool is_value = named.kind == VALUE_INSTANCE || (named.kind == VALUE_SYMBOL && !is_type(self, named.symbol));
    value made = instance_of(self, type, depth + 1);
    value signature = is_value ? with_signature(self, made, "new()", depth + 1) : made;
    if (is_value && signature.kind == VALUE_FUNCTION)
        return result_of(self, signature, depth + 1);
    if (made.kind == VALUE_SYMBOL) // of a function
        made.kind = VALUE_INSTANCE;
    return made;
}

static value
evaluate_element(struct linker *self, site at, uint32_t operand, uint32_t depth)
{
    value container = settle(self, evaluate(self, at, operand, depth + 1), depth + 1);
    bool is_pointer = container.kind == VALUE_INSTANCE && hooks_at(self, at.file)->has_linkage;
    return is_pointer ? container : element_of(self, container, depth); // p[i] of a T *p
}

// What is passed as parameter `number` to a function: a declared one, or one that is a value.
static value
passed_to(struct linker *self, value function, uint32_t number, uint32_t depth)
{
    bool is_declared = function.kind == VALUE_SYMBOL &&
                       entity_kind_is_callable((entity_kind)symbol_of(self, function.symbol)->kind);
    if (function.kind == VALUE_LIST_METHOD) { // a property of a map of functions
        function.kind = VALUE_CONTAINER;
        function = element_of(self, function, depth + 1);
    }
    return is_declared ? parameter_of(self, function, number, depth) : passed_by(self, function, number, depth);
}

// What the callee passes to a lambda. The operand is what is called; as a CALL of that, it also says what
// else is passed.
static value
evaluate_parameter(struct linker *self, site at, const fact_expression *expression, uint32_t depth)
{
    uint32_t position = expression->name >> 8, number = expression->name & 0xff, callee = expression->operand;
    if (position == PARAMETER_OF_FUNCTION)
        return passed_to(self, settle(self, evaluate(self, at, callee, depth + 1), depth + 1), number, depth + 1);
    call call = {.count = FACT_NONE, .values = FACT_NONE, .site = at, .depth = depth + 1};
    const fact_expression *operand = expression_at(self, at, callee);
    if (operand->op == EXPRESSION_CALL) {
        call = call_of(self, at, operand->name, depth + 1);
        callee = operand->operand;
    }
    value called = as_whole(self, evaluate_as(self, at, callee, &call, depth + 1), depth + 1);
    if (called.kind == VALUE_SYMBOL && is_type(self, called.symbol)) {
        symbol_ref constructor = find_constructor(self, called.symbol, &call);
        if (symbol_ref_is_none(constructor))
            return VALUE_NOTHING;
        called.symbol = constructor;
    }
    if (called.kind == VALUE_LIST_METHOD)
        return position == 0 ? list_passes(self, called, &call, number, depth) : VALUE_NOTHING;
    if (called.kind != VALUE_SYMBOL) // an object that is a function itself
        return passed_by(self, called, number, depth + 1);
    if (!entity_kind_is_callable((entity_kind)symbol_of(self, called.symbol)->kind))
        return passed_by(self, settle(self, called, depth + 1), number, depth + 1);
    called = with_inferred(self, called, &call, depth + 1);
    if (number == PARAMETER_ITSELF)
        return parameter_of(self, called, position, depth + 1);
    return passed_by(self, parameter_of(self, called, position, depth + 1), number, depth + 1);
}

// What an object literal is expected to be where it stands: `this` of its methods (TypeScript handbook, "ThisType<T>").
static value
expected_self(struct linker *self, symbol_ref object, struct bound *bound, uint32_t depth)
{
    const fact_symbol *symbol = symbol_of(self, object);
    if (symbol->kind != ENTITY_ANONYMOUS || symbol->parameters == FACT_NONE || depth >= EVALUATE_DEPTH_MAX)
        return VALUE_NOTHING;
    site at = {object.file, symbol->parent, bound};
    value expected = evaluate(self, at, expression_at(self, at, symbol->parameters)->operand, depth + 1);
    expected = class_of(self, instance_of(self, settle(self, expected, depth + 1), depth + 1), depth + 1);
    bool is_known = expected.kind == VALUE_INSTANCE || expected.kind == VALUE_EITHER;
    return is_known ? expected : VALUE_NOTHING;
}

// What the type parameters of a type stand for inside of an impl block of it (Rust): those of the block, with their bounds.
static struct bound *
bound_by_impl(struct linker *self, site at, uint32_t depth)
{
    const struct linked_file *file = &self->files[at.file];
    uint32_t steps = 0, s = at.from;
    while (s != FACT_NONE && file->symbols[s].kind != ENTITY_IMPL && steps++ < SCOPE_STEPS_MAX)
        s = file->symbols[s].parent;
    if (s == FACT_NONE || file->symbols[s].kind != ENTITY_IMPL || file->symbols[s].owner == FACT_NONE ||
        file->expressions[file->symbols[s].owner].op != EXPRESSION_GENERIC || depth >= EVALUATE_DEPTH_MAX)
        return at.bound;
    return evaluate(self, (site){at.file, s, at.bound}, file->symbols[s].owner, depth + 1).bound;
}

static value
evaluate_self(struct linker *self, site at, uint32_t depth)
{
    symbol_ref type = enclosing_type(self, at.file, at.from);
    if (symbol_ref_is_none(type))
        return VALUE_NOTHING;
    if (hooks_at(self, at.file)->has_crates)
        at.bound = bound_by_impl(self, at, depth);
    value expected = expected_self(self, type, at.bound, depth);
    return expected.kind != VALUE_UNKNOWN
               ? expected
               : (value){.kind = VALUE_INSTANCE,
                         .how = RESOLUTION_TYPE,
                         .symbol = type,
                         .bound = at.bound,
                         .qualifiers = is_in_const(self, at) ? QUALIFIED_CONST : 0};
}

// A type or value with what is said of its use. A variable's place is its own, whatever it was set to.
static value
evaluate_qualified(struct linker *self, site at, const fact_expression *expression, call *call, uint32_t depth)
{
    value found = evaluate_as(self, at, expression->operand, call, depth + 1);
    if (expression->name & (QUALIFIED_REFERENCE | QUALIFIED_TEMPORARY))
        found.qualifiers &= ~(unsigned)(QUALIFIED_REFERENCE | QUALIFIED_TEMPORARY);
    found.qualifiers |= expression->name;
    return found;
}

// What a call gives has no place unless it is a reference ([expr.call]).
static value
evaluate_result(struct linker *self, site at, const fact_expression *expression, uint32_t depth)
{
    value result = evaluate_call(self, at, expression, depth);
    const fact_expression *callee = expression_at(self, at, expression->operand);
    bool is_index = result.kind == VALUE_UNKNOWN && callee->op == EXPRESSION_MEMBER &&
                    span_is(intern_text(self->names, callee->name), "operator[]");
    if (is_index)
        return evaluate_element(self, at, callee->operand, depth);
    if (result.kind == VALUE_UNKNOWN && self->files[at.file].language == LANGUAGE_CPP)
        result = overloads_operation(self, at, expression_at(self, at, expression->operand), depth);
    if (!(result.qualifiers & QUALIFIED_REFERENCE))
        result.qualifiers |= QUALIFIED_TEMPORARY;
    return result;
}

// Whether a symbol that the parser has bound by its name alone is none that can be meant there: Rust's
// functions, macros and modules have names of their own each (reference, "Namespaces").
static bool
is_other_space(const struct linker *self, symbol_ref symbol, const call *call)
{
    entity_kind kind = (entity_kind)symbol_of(self, symbol)->kind;
    if (call && call->is_macro)
        return kind != ENTITY_MACRO;
    return kind == ENTITY_MACRO || (call ? kind == ENTITY_MODULE : entity_kind_is_callable(kind)) ||
           symbol_of(self, symbol)->flags & SYMBOL_OFF;
}

// Whether the arguments of a GENERIC are what a pattern is matched with (Rust).
static bool
is_pattern(const struct linker *self, site at, uint32_t first)
{
    const fact_expression *argument = first == FACT_NONE ? NULL : expression_at(self, at, first);
    return argument && argument->operand != FACT_NONE && expression_at(self, at, argument->operand)->op == EXPRESSION_QUALIFIED;
}

// Rust: of the values that an expression may have, which are all of one type, the first that is known; bounds of a
// type parameter, which are types, hold together.
static value
known_of_either(struct linker *self, site at, uint32_t index, uint32_t depth)
{
    value either = {.kind = VALUE_EITHER, .how = RESOLUTION_TYPE, .site = at, .expression = index};
    uint32_t next = index;
    for (int i = 0; i < ARGUMENTS_MAX && next != FACT_NONE && depth < EVALUATE_DEPTH_MAX; i++) {
        const fact_expression *pair = expression_at(self, at, next);
        bool is_last = pair->op != EXPRESSION_EITHER;
        value one = evaluate(self, at, is_last ? next : pair->operand, depth + 1);
        if (one.kind == VALUE_SYMBOL && is_type(self, one.symbol))
            return either;
        one = settle(self, one, depth + 1);
        if (one.kind == VALUE_INSTANCE || one.kind == VALUE_FUNCTION || one.kind == VALUE_LAMBDA)
            return one;
        next = is_last ? FACT_NONE : pair->name;
    }
    return either;
}

static value
evaluate_operation(struct linker *self, site at, uint32_t index, call *call, uint32_t depth)
{
    const fact_expression *expression = expression_at(self, at, index);
    switch (expression->op) {
    case EXPRESSION_NAME: {
        value named = evaluate_name(self, at, expression->name, call, depth);
        if (named.kind == VALUE_SYMBOL && is_in_const(self, at) && is_field(self, named.symbol))
            named.qualifiers |= QUALIFIED_CONST;
        return named.kind == VALUE_SYMBOL && is_type_parameter(self, named.symbol)
                   ? parameter_value(self, named.symbol, at.bound, depth)
                   : named;
    }
    case EXPRESSION_SYMBOL: {
        symbol_ref symbol = {at.file, expression->name};
        if (hooks_at(self, at.file)->has_crates && is_other_space(self, symbol, call))
            return crates_name(self, at, symbol_of(self, symbol)->name, call, depth);
        if (is_type_parameter(self, symbol))
            return parameter_value(self, symbol, at.bound, depth);
        value named = value_of_symbol(symbol, at.bound, RESOLUTION_SCOPE);
        named.qualifiers = is_in_const(self, at) && is_field(self, symbol) ? QUALIFIED_CONST : 0;
        return named;
    }
    case EXPRESSION_MEMBER:
        return evaluate_member(self, at, expression, call, depth);
    case EXPRESSION_CALL:
        return evaluate_result(self, at, expression, depth);
    case EXPRESSION_QUALIFIED:
        return evaluate_qualified(self, at, expression, call, depth);
    case EXPRESSION_INSTANCE:
        return evaluate_instance(self, at, expression->operand, depth);
    case EXPRESSION_GENERIC:
        if (hooks_at(self, at.file)->has_crates && is_pattern(self, at, expression->name))
            return traits_matched(self, evaluate(self, at, expression->operand, depth + 1), at,
                                  expression_at(self, at, expression->name)->operand, depth);
        return with_arguments(self, evaluate_as(self, at, expression->operand, call, depth + 1), at,
                              expression->name);
    case EXPRESSION_CONTAINER:
    case EXPRESSION_FUNCTION:
    case EXPRESSION_LAMBDA: {
        bool is_container = expression->op == EXPRESSION_CONTAINER;
        return (value){.kind = is_container                          ? VALUE_CONTAINER
                               : expression->op == EXPRESSION_LAMBDA ? VALUE_LAMBDA
                                                                     : VALUE_FUNCTION,
                       .how = RESOLUTION_TYPE,
                       .site = at,
                       .expression = is_container ? expression->operand : index};
    }
    case EXPRESSION_EITHER:
        if (hooks_at(self, at.file)->has_crates)
            return known_of_either(self, at, index, depth);
        return (value){.kind = VALUE_EITHER, .how = RESOLUTION_TYPE, .site = at, .expression = index};
    case EXPRESSION_ELEMENT:
        return evaluate_element(self, at, expression->operand, depth);
    case EXPRESSION_PARAMETER:
        return evaluate_parameter(self, at, expression, depth);
    case EXPRESSION_SELF:
    case EXPRESSION_SUPER:
        return evaluate_self(self, at, depth);
    case EXPRESSION_LITERAL: {
        symbol_ref core;
        if (hooks_at(self, at.file)->has_crates && find_in_core(self, at.file, expression->name, &core))
            return value_of_symbol(core, NULL, RESOLUTION_IMPORT);
        return builtin_value(self, at.file, expression->name);
    }
    default:
        return VALUE_NOTHING;
    }
}

value
evaluate_as(struct linker *self, site at, uint32_t index, call *call, uint32_t depth)
{
    if (index == FACT_NONE || depth >= EVALUATE_DEPTH_MAX || !self->evaluations_left)
        return VALUE_NOTHING;
    self->evaluations_left--;
    return evaluate_operation(self, at, index, call, depth);
}

value
evaluate(struct linker *self, site at, uint32_t expression, uint32_t depth)
{
    return evaluate_as(self, at, expression, NULL, depth);
}

// ---- references

// The class of a field that is constructed: none of a pointer or reference, or of what is no class of the tree.
static value
constructed_field(struct linker *self, value field)
{
    value held = declared_value(self, field, 0);
    entity_kind kind = held.kind == VALUE_INSTANCE ? (entity_kind)symbol_of(self, held.symbol)->kind : ENTITY_NONE;
    bool is_class = kind == ENTITY_CLASS || kind == ENTITY_STRUCT || kind == ENTITY_UNION;
    if (!is_class || held.qualifiers & QUALIFIED_REFERENCE)
        return (value){.kind = VALUE_BUILTIN, .how = RESOLUTION_EXTERNAL};
    held.kind = VALUE_SYMBOL;
    return held;
}

// Constructors that are written outside of their class (C++): in other files, or behind it.
static void
add_outside_constructors(struct linker *self, symbol_ref type, struct choice *choice)
{
    const fact_symbol *class = symbol_of(self, type);
    if (!hooks_at(self, type.file)->has_linkage)
        return;
    for (uint32_t i = tables_first_member(self, type, class->name); i != LINK_NONE && !choice_is_lost(choice);
         i = self->members.members[i].next) {
        symbol_ref member = self->members.members[i].symbol;
        const fact_symbol *symbol = symbol_of(self, member);
        bool is_inside = member.file == type.file && symbol->start >= class->start && symbol->start < class->end;
        if (symbol->kind == ENTITY_CONSTRUCTOR && !is_inside)
            choice_add(self, choice, member, 0);
    }
}

// Whether what is constructed is made of one of its own.
static bool
is_copied(struct linker *self, symbol_ref type, call *call)
{
    value given = call->count == 1 ? argument_of(self, call, 0) : VALUE_NOTHING, seen;
    return given.kind == VALUE_INSTANCE && seen_as(self, given, type, LINK_NONE, call->depth + 1, &seen);
}

// Whether one of a class's constructors takes an object of it: else it has one that nobody wrote ([class.copy.ctor]).
static bool
copies(struct linker *self, symbol_ref type, const struct choice *choice)
{
    for (uint32_t i = 0; i < choice->fitting_count && i < CHOICE_MAX; i++) {
        value wanted = parameter_of(self, value_of_symbol(choice->fitting[i].symbol, NULL, RESOLUTION_TYPE), 0, 1);
        bool is_own = wanted.kind == VALUE_INSTANCE && symbol_ref_equal(wanted.symbol, type);
        if (wanted.kind == VALUE_UNKNOWN || is_own)
            return true;
    }
    return false;
}

symbol_ref
find_constructor(struct linker *self, symbol_ref type, call *call)
{
    const struct linked_file *file = &self->files[type.file];
    struct choice choice;
    choice_begin(&choice, type.file, call);
    for (uint32_t s = type.symbol + 1;
         s < file->symbol_count && file->symbols[s].start < file->symbols[type.symbol].end; s++) {
        symbol_ref symbol = {type.file, s};
        if (file->symbols[s].kind == ENTITY_CONSTRUCTOR && symbol_ref_equal(owner_of(self, symbol), type))
            choice_add(self, &choice, symbol, 0);
    }
    add_outside_constructors(self, type, &choice);
    symbol_ref chosen = SYMBOL_REF_NONE;
    if (hooks_at(self, type.file)->has_linkage && call && is_copied(self, type, call) && !copies(self, type, &choice))
        return type;
    return choice_is_made(self, &choice, &chosen, NULL) ? chosen : SYMBOL_REF_NONE;
}

bool
has_constructor(const struct linker *self, symbol_ref type)
{
    const struct linked_file *file = &self->files[type.file];
    uint32_t end = file->symbols[type.symbol].end;
    for (uint32_t s = type.symbol + 1; s < file->symbol_count && file->symbols[s].start < end; s++) {
        if (file->symbols[s].kind == ENTITY_CONSTRUCTOR &&
            symbol_ref_equal(owner_of(self, (symbol_ref){type.file, s}), type))
            return true;
    }
    uint32_t i = hooks_at(self, type.file)->has_linkage
                     ? tables_first_member(self, type, file->symbols[type.symbol].name)
                     : LINK_NONE;
    for (; i != LINK_NONE; i = self->members.members[i].next) { // written outside of its class
        if (symbol_of(self, self->members.members[i].symbol)->kind == ENTITY_CONSTRUCTOR)
            return true;
    }
    return false;
}

static call
call_of_reference(const struct linker *self, uint32_t file, const fact_reference *reference)
{
    site at = {file, reference->from, NULL};
    return (call){.count = reference->arguments,
                  .is_macro = reference->kind == REFERENCE_MACRO,
                  .values = reference->values,
                  .site = at,
                  .depth = 0,
                  .ranks = self->files[file].language == LANGUAGE_CPP,
                  .on_const = is_in_const(self, at)};
}

symbol_ref
resolve_constructor(struct linker *self, symbol_ref type, uint32_t file, const fact_reference *reference)
{
    call call = call_of_reference(self, file, reference);
    symbol_ref found = find_constructor(self, type, &call);
    bool inherits = hooks_at(self, type.file)->inherits_constructors;
    value at = value_of_symbol(type, NULL, RESOLUTION_TYPE), base;
    for (int i = 0; i < BASES_MAX && symbol_ref_is_none(found) && inherits && first_base(self, at, 0, &base);
         i++) {
        found = find_constructor(self, base.symbol, &call);
        at = base;
    }
    return found;
}

// Of a name for several things, the type where one is asked for; of a variable or field, the function that it
// is set to where it is called.
static value
meant_by(struct linker *self, const fact_reference *reference, value found)
{
    bool is_type_meant = reference->kind == REFERENCE_TYPE || reference->kind == REFERENCE_IMPLEMENTS;
    symbol_ref type =
        is_type_meant && !is_type(self, found.symbol) ? merged_type(self, found.symbol) : SYMBOL_REF_NONE;
    if (!symbol_ref_is_none(type))
        found.symbol = type;
    if (reference->kind == REFERENCE_CALL &&
        (is_accessor(self, found.symbol) ||
         !entity_kind_is_callable((entity_kind)symbol_of(self, found.symbol)->kind))) {
        value held = as_whole(self, settle(self, found, 0), 0);
        if (held.kind == VALUE_SYMBOL &&
            entity_kind_is_callable((entity_kind)symbol_of(self, held.symbol)->kind))
            return held;
    }
    return found;
}

// With linkage, the only definition of a name in its file need not be what a call there means: an included
// macro, another overload, or a function beside a type of its name may be. False when it is meant after all.
static bool
call_by_name(struct linker *self, site at, const fact_expression *expression, call *call, value *called)
{
    const fact_symbol *known = &self->files[at.file].symbols[expression->name];
    bool is_file_level =
        known->parent == 0 && known->owner == FACT_NONE && entity_kind_is_row((entity_kind)known->kind);
    if (!hooks_at(self, at.file)->has_linkage || !is_file_level)
        return false;
    *called = visible_name(self, at, known->name, call);
    return called->kind == VALUE_SYMBOL || known->kind == ENTITY_MACRO;
}

// What a prelude declares is the language's own: a type's member is called by both names, all else by none.
static value
outside_of_prelude(const struct linker *self, value found)
{
    if (found.kind != VALUE_SYMBOL || !self->files[found.symbol.file].is_prelude)
        return found;
    symbol_ref owner = owner_of(self, found.symbol);
    uint32_t name = symbol_of(self, found.symbol)->name;
    return symbol_ref_is_none(owner) ? (value){.kind = VALUE_BUILTIN, .how = RESOLUTION_EXTERNAL, .name = name}
                                     : external_member(symbol_of(self, owner)->name, name);
}

// Whether what is called with `new` is a value of a type that only says that it can be (TypeScript handbook, "Construct
// signatures").
static bool
is_signature(const struct linker *self, symbol_ref type)
{
    uint32_t kind = symbol_of(self, type)->kind;
    return hooks_at(self, type.file)->merges &&
           (kind == ENTITY_INTERFACE || kind == ENTITY_TYPE_ALIAS || kind == ENTITY_ANONYMOUS);
}

value
resolve_reference(struct linker *self, uint32_t file, const fact_reference *reference)
{
    const fact_expression *expression = &self->files[file].expressions[reference->expression];
    site at = {file, reference->from, NULL};
    resolve_begin(self, file);
    bool names_base = expression->op == EXPRESSION_SUPER && reference->kind == REFERENCE_CALL;
    if (names_base) { // super(...): the base's constructor
        value type = evaluate_self(self, at, 0), base;
        if (type.kind == VALUE_UNKNOWN || !first_base(self, type, 0, &base))
            return VALUE_NOTHING;
        bool is_interface = hooks_at(self, file)->merges && symbol_of(self, base.symbol)->kind == ENTITY_INTERFACE;
        return is_interface ? VALUE_NOTHING : base; // the class that it extends is not known
    }
    call call = call_of_reference(self, file, reference);
    bool is_call = reference->kind == REFERENCE_CALL || reference->kind == REFERENCE_MACRO;
    value found;
    if (is_call && expression->op == EXPRESSION_SYMBOL && call_by_name(self, at, expression, &call, &found))
        return found;
    bool has_crates = hooks_at(self, file)->has_crates;
    bool is_path = has_crates && reference->values != FACT_NONE && expression->op == EXPRESSION_MEMBER &&
                   !is_operator(self, expression->name);
    if (is_path && reference->arguments != 1) // only the first is known, which may be the receiver
        call.values = FACT_NONE;
    found = evaluate_as(self, at, reference->expression, is_call ? &call : NULL, 0);
    if (is_call || reference->kind == REFERENCE_CONSTRUCT || reference->kind == REFERENCE_EXTENDS)
        found = as_whole(self, found, 0);
    if (reference->kind == REFERENCE_CONSTRUCT) {
        value held = held_class(self, found, true, 0);
        if (held.kind == VALUE_SYMBOL && symbol_of(self, held.symbol)->kind == ENTITY_CLASS)
            found = held;
    }
    if (is_path)
        found = traits_called(self, at, expression, reference->values, found);
    if (found.kind == VALUE_INSTANCE && reference->kind == REFERENCE_CONSTRUCT && is_signature(self, found.symbol))
        return VALUE_NOTHING; // some class, which the value holds
    if (found.kind == VALUE_INSTANCE &&
        (expression->op == EXPRESSION_SELF || reference->kind == REFERENCE_CONSTRUCT))
        found.kind = VALUE_SYMBOL; // this(...): the own constructor; `new T` by way of an alias
    bool is_passed_by = hooks_at(self, file)->has_linkage && reference->kind == REFERENCE_MACRO &&
                        expression->op == EXPRESSION_QUALIFIED; // a word that is a macro's, or nothing
    if (is_passed_by && (found.kind != VALUE_SYMBOL || symbol_of(self, found.symbol)->kind != ENTITY_MACRO))
        return (value){.kind = VALUE_BUILTIN};
    bool is_enclosed = hooks_at(self, file)->has_linkage && reference->kind == REFERENCE_CALL && expression->op == EXPRESSION_QUALIFIED;
    if (is_enclosed && found.kind == VALUE_SYMBOL && symbol_of(self, found.symbol)->kind == ENTITY_MACRO)
        return (value){.kind = VALUE_BUILTIN}; // `(MACRO)(x)`: a type by another name, as a rule
    bool is_initializer = hooks_at(self, file)->has_linkage && reference->kind == REFERENCE_CONSTRUCT &&
                          expression->op == EXPRESSION_MEMBER &&
                          expression_at(self, at, expression->operand)->op == EXPRESSION_SELF;
    if (is_initializer && (found.kind != VALUE_SYMBOL || symbol_of(self, found.symbol)->kind == ENTITY_FIELD))
        return found.kind == VALUE_SYMBOL ? constructed_field(self, found) : (value){.kind = VALUE_BUILTIN};
    if (hooks_at(self, file)->merges && found.kind == VALUE_SYMBOL)
        found = meant_by(self, reference, found);
    return outside_of_prelude(self, found);
}

bool
resolve_is_dispatched(struct linker *self, uint32_t file, const fact_reference *reference)
{
    const fact_expression *expression = &self->files[file].expressions[reference->expression];
    if (expression->op != EXPRESSION_MEMBER)
        return true;
    if (self->files[file].expressions[expression->operand].op == EXPRESSION_SUPER)
        return false;
    resolve_begin(self, file);
    value receiver = evaluate(self, (site){file, reference->from, NULL}, expression->operand, 1);
    bool is_name_of_type = receiver.kind == VALUE_SYMBOL && is_type(self, receiver.symbol);
    return !is_name_of_type || reference->arguments == FACT_NONE; // `Type::method` passed on as a value is
}
