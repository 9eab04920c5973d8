// Types and what they have: owners of members, bases, inherited members, and which methods override which.
//
// What a type names as its base is evaluated once, into a table of links that is sorted by type, and again by
// base for the way down. A base is looked for from outside of the type, never among what it inherits itself.
#include "stages/linker/python.h"
#include "stages/linker/traits.h"

#include <assert.h>
#include <stdlib.h>

enum {
    BASE_BYTES = 65536,         // of the vault that finding one base may use
    LINKS_BEING_FOUND_MAX = 32, // bases that are looked for while others are
    MEMBERS_SEEN_MAX = 1024,    // of an interface, for its only abstract method
    KNOWN_MISSING = 1 << 14,    // members of Rust's types that are not asked for again
};

// ---- owners: which type a symbol is a member of

// The type that an alias stands for in the end; itself when that is not known.
static symbol_ref
aliased_type(struct linker *self, symbol_ref alias)
{
    value type = instance_of(self, value_of_symbol(alias, NULL, RESOLUTION_TYPE), 0);
    return type.kind == VALUE_INSTANCE ? type.symbol : alias;
}

// Whether any symbol of a file may be a member of a type. Most of what is large has none: headers of macros.
static bool
may_have_owners(const struct linked_file *file)
{
    for (uint32_t s = 0; s < file->symbol_count; s++) {
        if (file->symbols[s].owner != FACT_NONE || file->symbols[s].parent + 1 > 1) // 0: top level; FACT_NONE
            return true;
    }
    return false;
}

bool
resolve_owners(struct linker *self, uint32_t index)
{
    struct linked_file *file = &self->files[index];
    if (!may_have_owners(file))
        return true;
    symbol_ref *owners = vault_alloc(self->vault, file->symbol_count * sizeof *owners);
    if (!owners)
        return false;
    for (uint32_t s = 0; s < file->symbol_count; s++) {
        const fact_symbol *symbol = &file->symbols[s];
        const fact_symbol *parent = symbol->parent == FACT_NONE ? symbol : &file->symbols[symbol->parent];
        bool is_parameter = symbol->kind == ENTITY_TYPE_PARAMETER && !(symbol->flags & SYMBOL_CLASS_LEVEL);
        bool is_plain = symbol->owner == FACT_NONE && symbol->parent != FACT_NONE &&
                        parent->kind != ENTITY_IMPL && !is_parameter;
        owners[s] = is_plain && entity_kind_is_type((entity_kind)parent->kind)
                        ? (symbol_ref){index, symbol->parent}
                        : SYMBOL_REF_NONE;
    }
    file->owners = owners; // what is told by nesting helps to evaluate what is told by an expression
    for (uint32_t s = 0; s < file->symbol_count; s++) {
        const fact_symbol *symbol = &file->symbols[s];
        if (symbol->owner != FACT_NONE) {
            resolve_begin(self, index);
            site at = {index, symbol->parent == FACT_NONE ? 0 : symbol->parent, NULL};
            value owner = evaluate(self, at, symbol->owner, 0);
            if (hooks_of(file->language)->has_crates && owner.kind == VALUE_SYMBOL &&
                symbol_of(self, owner.symbol)->kind == ENTITY_TYPE_ALIAS) // its methods are those of what it stands for
                owner.symbol = aliased_type(self, owner.symbol);
            if (owner.kind == VALUE_SYMBOL)
                owners[s] = owner.symbol;
        } else if (symbol->parent != FACT_NONE && symbol->kind != ENTITY_TYPE_PARAMETER) {
            if (file->symbols[symbol->parent].kind == ENTITY_IMPL)
                owners[s] = owners[symbol->parent];
        }
    }
    return true;
}

// The name of the type of the language's own that a symbol is added to, or LINK_NONE.
static uint32_t
extended_type(const struct linked_file *file, uint32_t index)
{
    const fact_symbol *symbol = &file->symbols[index];
    if (symbol->owner == FACT_NONE && symbol->parent != FACT_NONE && file->symbols[symbol->parent].kind == ENTITY_IMPL)
        symbol = &file->symbols[symbol->parent];
    if (symbol->owner == FACT_NONE)
        return LINK_NONE;
    const fact_expression *owner = &file->expressions[symbol->owner];
    return owner->op == EXPRESSION_LITERAL ? owner->name : LINK_NONE;
}

void
members_find_extensions(struct linker *self)
{
    for (uint32_t f = 0; f < self->file_count; f++) {
        const struct linked_file *file = &self->files[f];
        for (uint32_t s = 0; file->has_extensions && s < file->symbol_count; s++) {
            uint32_t type = extended_type(file, s);
            if (type != LINK_NONE)
                named_symbols_add(&self->extensions, (struct named_symbol){file->symbols[s].name, type, {f, s}});
        }
    }
    named_symbols_sort(&self->extensions);
}

symbol_ref
member_scope(const struct linker *self, symbol_ref scope)
{
    const fact_symbol *symbol = symbol_of(self, scope);
    if (!entity_kind_is_type((entity_kind)symbol->kind))
        return symbol->owner == FACT_NONE ? SYMBOL_REF_NONE : owner_of(self, scope);
    return symbol->kind == ENTITY_IMPL ? owner_of(self, scope) : scope;
}

symbol_ref
enclosing_type(const struct linker *self, uint32_t file, uint32_t from)
{
    const struct linked_file *in = &self->files[file];
    uint32_t steps = 0;
    for (uint32_t s = from; s != FACT_NONE && steps++ < SCOPE_STEPS_MAX; s = in->symbols[s].parent) {
        if (entity_kind_is_type((entity_kind)in->symbols[s].kind)) {
            symbol_ref owner = owner_of(self, (symbol_ref){file, s});
            return in->symbols[s].kind == ENTITY_IMPL ? owner : (symbol_ref){file, s};
        }
        symbol_ref owner = owner_of(self, (symbol_ref){file, s});
        bool is_lexical = in->symbols[s].flags & SYMBOL_CLASS_LEVEL && !symbol_ref_is_none(owner) &&
                          symbol_of(self, owner)->kind == ENTITY_ANONYMOUS; // an object's arrow function
        if (!symbol_ref_is_none(owner) && !is_lexical)
            return owner;
    }
    return SYMBOL_REF_NONE;
}

// ---- links: what types name as their bases

static int
compare_links(const void *a, const void *b)
{
    const struct base_link *left = a, *right = b;
    int order = symbol_ref_compare(left->type, right->type);
    if (!order)
        order = (left->file > right->file) - (left->file < right->file);
    return order ? order : (left->reference > right->reference) - (left->reference < right->reference);
}

static value
named_base(struct linker *self, site at, uint32_t expression, uint32_t depth)
{
    value base = declared_by(self, as_whole(self, evaluate(self, at, expression, depth), depth));
    bool is_alias = base.kind == VALUE_SYMBOL && symbol_of(self, base.symbol)->kind == ENTITY_TYPE_ALIAS;
    return is_alias && hooks_at(self, base.symbol.file)->has_linkage ? instance_of(self, base, depth) : base; // `typedef List<T> Base;`
}

// Evaluates the base that a link names, unless that is being done already.
static void
find_base(struct linker *self, struct base_link *link, uint32_t depth)
{
    if (link->state != LINK_UNKNOWN || self->links_being_found == LINKS_BEING_FOUND_MAX ||
        depth >= EVALUATE_DEPTH_MAX)
        return;
    link->state = LINK_BEING_FOUND;
    self->links_being_found++;
    const struct linked_file *file = &self->files[link->file];
    const fact_reference *reference = &file->references[link->reference];
    site at = {link->file, file->symbols[reference->from].parent, NULL};
    value base = file->language == LANGUAGE_PYTHON ? python_resolve(self, link->file, reference, NULL)
                                                   : named_base(self, at, reference->expression, depth + 1);
    bool is_known = (base.kind == VALUE_SYMBOL || base.kind == VALUE_INSTANCE) && is_type(self, base.symbol);
    link->base = is_known ? base.symbol : SYMBOL_REF_NONE;
    link->is_generic = is_known && base.bound;
    link->state = LINK_FOUND;
    self->links_being_found--;
}

void
members_link_bases(struct linker *self)
{
    size_t count = 0;
    for (uint32_t f = 0; f < self->file_count; f++)
        count += self->files[f].base_reference_count;
    assert(count < UINT32_MAX);
    self->links = malloc((count + 1) * sizeof *self->links);
    assert(self->links);
    for (uint32_t f = 0; f < self->file_count; f++) {
        const struct linked_file *file = &self->files[f];
        for (uint32_t i = 0; i < file->base_reference_count; i++) {
            uint32_t from = file->references[file->base_references[i]].from;
            symbol_ref type = {f, from};
            if (file->symbols[from].kind == ENTITY_IMPL)
                type = owner_of(self, type);
            if (!symbol_ref_is_none(type))
                self->links[self->link_count++] = (struct base_link){
                    .type = type, .base = SYMBOL_REF_NONE, .file = f, .reference = file->base_references[i]};
        }
    }
    qsort(self->links, self->link_count, sizeof *self->links, compare_links);
    for (uint32_t f = 0, i = 0; f < self->file_count; f++) {
        self->files[f].first_link = i;
        while (i < self->link_count && self->links[i].type.file == f)
            i++;
        self->files[f].link_end = i;
    }
    for (uint32_t i = 0; i < self->link_count; i++) {
        resolve_begin(self, self->links[i].file);
        find_base(self, &self->links[i], 0);
        vault_rest(self->vault, BASE_BYTES);
    }
    self->has_links = true;
}

void
members_forget(struct linker *self)
{
    free(self->missing);
    self->missing = NULL;
}

// The first link of a type; those that follow are of the same type as long as its name says so.
static uint32_t
first_link(const struct linker *self, symbol_ref type)
{
    uint32_t low = self->files[type.file].first_link, high = self->files[type.file].link_end;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (self->links[middle].type.symbol < type.symbol)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool
is_link_of(const struct linker *self, uint32_t link, symbol_ref type)
{
    return link < self->link_count && symbol_ref_equal(self->links[link].type, type);
}

// ---- the bases of a type, breadth first

struct hop {
    symbol_ref type;
    uint32_t from, link; // the hop that names it as its base, and how
};

struct ascent {
    value start;
    uint32_t depth;
    struct hop hops[BASES_MAX];
    uint32_t count;
};

static void
ascent_begin(struct ascent *ascent, value type, uint32_t depth)
{
    ascent->start = type;
    ascent->depth = depth;
    ascent->count = 1;
    ascent->hops[0] = (struct hop){type.symbol, 0, LINK_NONE};
}

// Adds the bases of hop number `from`.
static void
ascend(struct linker *self, struct ascent *ascent, uint32_t from)
{
    symbol_ref type = ascent->hops[from].type;
    for (uint32_t i = first_link(self, type); is_link_of(self, i, type) && ascent->count < BASES_MAX; i++) {
        find_base(self, &self->links[i], ascent->depth);
        symbol_ref base = self->links[i].base;
        bool is_known = symbol_ref_is_none(base);
        for (uint32_t q = 0; q < ascent->count && !is_known; q++)
            is_known = symbol_ref_equal(ascent->hops[q].type, base);
        if (!is_known)
            ascent->hops[ascent->count++] = (struct hop){base, from, i};
    }
    // What a defined type is declared as has what it has, but for methods that it could not be given.
    value definition, defined = value_of_symbol(type, NULL, RESOLUTION_TYPE);
    if (ascent->count < BASES_MAX && definition_of(self, defined, ascent->depth, &definition) &&
        definition.kind == VALUE_SYMBOL && is_type(self, definition.symbol) &&
        !symbol_ref_equal(definition.symbol, type))
        ascent->hops[ascent->count++] = (struct hop){definition.symbol, from, LINK_NONE};
}

// What the impl block of a link says of its trait's associated types, by name, before what is told by position.
static struct bound *
bound_by_block(struct linker *self, const struct base_link *link, value type, struct bound *bound, uint32_t depth)
{
    const struct linked_file *file = &self->files[link->file];
    symbol_ref impl = {link->file, file->references[link->reference].from};
    if (file->symbols[impl.symbol].kind != ENTITY_IMPL || !hooks_of(file->language)->has_crates)
        return bound;
    value block = with_receiver(self, value_of_symbol(impl, NULL, RESOLUTION_TYPE), type, depth + 1);
    return traits_associated(self, impl, link->base, block.bound, bound);
}

// The type of a hop, with its type arguments as seen from where the ascent began.
static value
value_at_hop(struct linker *self, const struct ascent *ascent, uint32_t hop)
{
    uint32_t path[BASES_MAX], length = 0;
    for (uint32_t h = hop; h != 0; h = ascent->hops[h].from)
        path[length++] = h;
    value type = ascent->start;
    type.kind = VALUE_SYMBOL;
    type.symbol = ascent->hops[0].type;
    while (length > 0) {
        const struct hop *next = &ascent->hops[path[--length]];
        value definition;
        if (next->link == LINK_NONE && definition_of(self, type, ascent->depth, &definition) &&
            definition.kind == VALUE_SYMBOL) {
            type = definition;
            continue;
        }
        const struct base_link *link = next->link == LINK_NONE ? NULL : &self->links[next->link];
        struct bound *bound = NULL;
        if (link && link->is_generic) {
            const struct linked_file *file = &self->files[link->file];
            const fact_reference *reference = &file->references[link->reference];
            site at = {link->file, file->symbols[reference->from].parent, type.bound};
            if (file->symbols[reference->from].kind == ENTITY_IMPL)
                at.bound = with_receiver(self,
                                         value_of_symbol((symbol_ref){link->file, reference->from}, NULL,
                                                         RESOLUTION_TYPE),
                                         type, ascent->depth + 1)
                               .bound;
            bound = named_base(self, at, reference->expression, ascent->depth + 1).bound;
        }
        if (link)
            bound = bound_by_block(self, link, type, bound, ascent->depth);
        type.symbol = next->type;
        type.bound = bound;
    }
    return type;
}

bool
first_base(struct linker *self, value type, uint32_t depth, value *base)
{
    struct ascent ascent;
    ascent_begin(&ascent, type, depth);
    ascend(self, &ascent, 0);
    if (ascent.count > 1)
        *base = value_at_hop(self, &ascent, 1);
    return ascent.count > 1;
}

uint32_t
all_bases(struct linker *self, symbol_ref type, symbol_ref *bases)
{
    struct ascent ascent;
    ascent_begin(&ascent, value_of_symbol(type, NULL, RESOLUTION_TYPE), 0);
    for (uint32_t i = 0; i < ascent.count; i++) {
        symbol_ref at = ascent.hops[i].type;
        bases[i] = at;
        for (uint32_t link = first_link(self, at); is_link_of(self, link, at); link++) {
            if (symbol_ref_is_none(self->links[link].base))
                return 0;
        }
        ascend(self, &ascent, i);
    }
    return ascent.count;
}

// What a type's link to a base outside of the tree says of whether it derives from `name`.
static conversion
link_outside_leads(const struct linker *self, const struct base_link *link, uint32_t name)
{
    const struct linked_file *file = &self->files[link->file];
    const fact_expression *base = &file->expressions[file->references[link->reference].expression];
    while (base->op == EXPRESSION_GENERIC && base->operand != FACT_NONE)
        base = &file->expressions[base->operand];
    bool is_named = base->op == EXPRESSION_NAME || base->op == EXPRESSION_MEMBER || base->op == EXPRESSION_LITERAL;
    if (!is_named)
        return CONVERSION_UNKNOWN;
    if (base->name == name)
        return CONVERSION_WIDENING;
    bool is_root = hooks_is_core_root(file->language, intern_text(self->names, base->name));
    return is_root ? CONVERSION_NONE : CONVERSION_UNKNOWN;
}

conversion
derives_outside(struct linker *self, symbol_ref type, uint32_t name, uint32_t depth)
{
    struct ascent ascent;
    ascent_begin(&ascent, value_of_symbol(type, NULL, RESOLUTION_TYPE), depth);
    conversion answer = CONVERSION_NONE;
    for (uint32_t i = 0; i < ascent.count && depth < EVALUATE_DEPTH_MAX; i++) {
        symbol_ref at = ascent.hops[i].type;
        ascend(self, &ascent, i);
        if (symbol_of(self, at)->kind == ENTITY_ENUM) // has bases that it does not name
            answer = CONVERSION_UNKNOWN;
        for (uint32_t link = first_link(self, at); is_link_of(self, link, at); link++) {
            if (!symbol_ref_is_none(self->links[link].base))
                continue;
            conversion leads = link_outside_leads(self, &self->links[link], name);
            answer = leads > answer ? leads : answer;
        }
    }
    return ascent.count < BASES_MAX && depth < EVALUATE_DEPTH_MAX ? answer : CONVERSION_UNKNOWN;
}

// ---- what types have not

// A member, or a base, that a type of a crate was found not to have, in one of the ways it is asked for.
struct missing {
    symbol_ref type;
    uint32_t name;
    enum { ASKED = 1, ASKED_OF_CORE = 2, ASKED_FOR_FIELD = 4, ASKED_AS_BASE = 8 } how; // ASKED always: the place is taken
};

// Where that is remembered. A type of Rust's library has up to BASES_MAX traits, and a path through what it derefs to asks for what
// it has not. NULL for other languages, and while bases are still looked for.
static struct missing *
missing_place(struct linker *self, struct missing asked)
{
    if (!self->members.mask || !self->has_links || !hooks_at(self, asked.type.file)->has_crates)
        return NULL;
    if (!self->missing) {
        self->missing = calloc(KNOWN_MISSING, sizeof *self->missing);
        assert(self->missing);
    }
    uint32_t hash = (asked.type.file * 0x9E3779B1u ^ asked.type.symbol) * 0x85EBCA6Bu ^ asked.name * 0xC2B2AE35u ^ asked.how;
    return &self->missing[(hash ^ hash >> 15) & (KNOWN_MISSING - 1)];
}

static bool
is_missing(const struct missing *place, struct missing asked)
{
    return place && symbol_ref_equal(place->type, asked.type) && place->name == asked.name && place->how == asked.how;
}

bool
seen_as(struct linker *self, value type, symbol_ref base, uint32_t by_name, uint32_t depth, value *seen)
{
    struct missing asked = {type.symbol, by_name, ASKED | ASKED_AS_BASE};
    struct missing *known = by_name != LINK_NONE && depth < EVALUATE_DEPTH_MAX ? missing_place(self, asked) : NULL;
    if (is_missing(known, asked))
        return false;
    struct ascent ascent;
    ascent_begin(&ascent, type, depth);
    for (uint32_t i = 0; i < ascent.count && depth < EVALUATE_DEPTH_MAX; i++) {
        symbol_ref at = ascent.hops[i].type;
        if (by_name != LINK_NONE ? symbol_of(self, at)->name == by_name : symbol_ref_equal(at, base)) {
            *seen = value_at_hop(self, &ascent, i);
            return true;
        }
        ascend(self, &ascent, i);
    }
    if (known)
        *known = asked;
    return false;
}

// ---- members of a type

// Whether a base keeps the member for itself: an interface's static methods are not inherited (JLS 8.4.8).
static bool
is_left_behind(const struct linker *self, symbol_ref type, symbol_ref member)
{
    const fact_symbol *symbol = symbol_of(self, member);
    return symbol->flags & SYMBOL_CLASS_LEVEL && symbol->kind == ENTITY_METHOD &&
           symbol_of(self, type)->kind == ENTITY_INTERFACE && hooks_at(self, member.file)->methods_apart;
}

// The type that is the base of all, at the end of what a type names itself (JLS 8.1.4, 9.2), where the tree
// has it.
static void
ascend_to_root(struct linker *self, struct ascent *ascent)
{
    uint32_t file = ascent->hops[0].type.file;
    const char *root = hooks_at(self, file)->root;
    if (!root || ascent->count == BASES_MAX)
        return;
    if (self->root_language != self->files[file].language) {
        uint32_t name = intern_find(self->names, span_of(root));
        self->root_language = self->files[file].language;
        if (name == INTERN_NONE || !find_in_core(self, file, name, &self->root))
            self->root = SYMBOL_REF_NONE;
    }
    bool is_known = symbol_ref_is_none(self->root);
    for (uint32_t q = 0; q < ascent->count && !is_known; q++)
        is_known = symbol_ref_equal(ascent->hops[q].type, self->root);
    if (!is_known)
        ascent->hops[ascent->count++] = (struct hop){self->root, 0, LINK_NONE};
}

// Whether a member belongs to each instance, where that of the class itself is meant (ECMA-262, "Class Definitions").
static bool
is_of_instance(const struct linker *self, symbol_ref member)
{
    const fact_symbol *symbol = symbol_of(self, member);
    bool is_method = symbol->kind == ENTITY_METHOD || symbol->kind == ENTITY_FIELD;
    return is_method && !(symbol->flags & SYMBOL_CLASS_LEVEL);
}

// Adds the members of `type` itself that have the name.
static void
add_own_members(struct linker *self, symbol_ref type, uint32_t name, uint32_t level, bool is_class, struct choice *choice)
{
    if (self->members.mask) {
        for (uint32_t i = tables_first_member(self, type, name); i != LINK_NONE && !choice_is_lost(choice);
             i = self->members.members[i].next) {
            symbol_ref member = self->members.members[i].symbol;
            bool is_meant = !is_class || !is_of_instance(self, member);
            if (is_meant && (!level || !is_left_behind(self, type, member)))
                choice_add(self, choice, member, level);
        }
        return;
    }
    const symbol_ref *symbols; // owners are still being resolved
    uint32_t count = index_range(&self->index, name, &symbols);
    for (uint32_t i = 0; i < count; i++) {
        if (symbol_ref_equal(owner_of(self, symbols[i]), type))
            choice_add(self, choice, symbols[i], level);
    }
}

// Those of what else is declared under the type's name beside it.
static void
add_merged_members(struct linker *self, symbol_ref type, uint32_t name, uint32_t level, struct choice *choice)
{
    const symbol_ref *symbols;
    uint32_t count = index_range(&self->index, symbol_of(self, type)->name, &symbols), seen = 0;
    for (uint32_t i = index_seek(symbols, count, type.file);
         i < count && symbols[i].file == type.file && seen++ < SCOPE_STEPS_MAX; i++) {
        if (!symbol_ref_equal(symbols[i], type) && is_merged(self, symbols[i], type))
            add_own_members(self, symbols[i], name, level, false, choice);
    }
}

// Looks for a member; with `is_core`, only for what the language's own types declare themselves.
static enum member_search
search_as(struct linker *self, value type, uint32_t name, call *call, uint32_t depth, bool skip_own, bool is_core,
          value *found)
{
    bool has_crates = hooks_at(self, type.symbol.file)->has_crates;
    bool overloads_inherited = call && hooks_at(self, type.symbol.file)->overloads_inherited;
    bool is_class = type.kind == VALUE_SYMBOL && !skip_own && symbol_of(self, type.symbol)->kind == ENTITY_CLASS &&
                    hooks_at(self, type.symbol.file)->merges;
    struct ascent ascent;
    struct choice choice;
    ascent_begin(&ascent, type, depth);
    choice_begin(&choice, self->binding_file, call);
    bool has_injected = hooks_at(self, type.symbol.file)->has_linkage;
    choice.is_field = !call && type.kind == VALUE_INSTANCE && has_crates;
    choice.is_core = is_core;
    choice.is_open = has_crates;
    struct missing asked = {type.symbol, name, ASKED | (is_core ? ASKED_OF_CORE : 0) | (choice.is_field ? ASKED_FOR_FIELD : 0)};
    struct missing *known = !skip_own && depth < EVALUATE_DEPTH_MAX ? missing_place(self, asked) : NULL;
    if (is_missing(known, asked))
        return MEMBER_MISSING;
    for (uint32_t i = 0; i < ascent.count; i++) {
        if (has_injected && symbol_of(self, ascent.hops[i].type)->name == name) {
            *found = value_at_hop(self, &ascent, i); // the class's name, not its constructors ([class.pre])
            found->how = RESOLUTION_TYPE;
            return MEMBER_FOUND;
        }
        if (i > 0 || !skip_own)
            add_own_members(self, ascent.hops[i].type, name, i, is_class, &choice);
        if (!choice_has_any(&choice) && hooks_at(self, ascent.hops[i].type.file)->merges)
            add_merged_members(self, ascent.hops[i].type, name, i, &choice);
        if (choice_has_any(&choice) && !overloads_inherited)
            break;
        if (depth < EVALUATE_DEPTH_MAX)
            ascend(self, &ascent, i);
        if (i + 1 == ascent.count)
            ascend_to_root(self, &ascent);
    }
    if (!choice_has_any(&choice)) {
        if (known)
            *known = asked;
        return MEMBER_MISSING;
    }
    symbol_ref member;
    uint32_t level;
    bool is_one = has_crates && choice.count > 1 && traits_select(self, &choice, type, depth, &member, &level);
    if (!is_one && !choice_is_made(self, &choice, &member, &level))
        return MEMBER_UNCLEAR;
    bool is_foreign = has_crates && !is_core && self->files[type.symbol.file].is_prelude;
    if (is_foreign && !traits_is_certain(self, member, call, depth))
        return MEMBER_MISSING;
    value owner = value_at_hop(self, &ascent, level);
    *found = with_receiver(self, value_of_symbol(member, owner.bound, RESOLUTION_TYPE), owner, depth);
    return MEMBER_FOUND;
}

// Rust: what the standard library's types have themselves comes before what the tree's impls add to them.
enum member_search
search_member(struct linker *self, value type, uint32_t name, call *call, uint32_t depth, bool skip_own,
              value *found)
{
    bool has_core = self->files[type.symbol.file].is_prelude && hooks_at(self, type.symbol.file)->has_crates;
    enum member_search result =
        has_core ? search_as(self, type, name, call, depth, skip_own, true, found) : MEMBER_MISSING;
    return result == MEMBER_MISSING ? search_as(self, type, name, call, depth, skip_own, false, found) : result;
}

bool
find_member(struct linker *self, value type, uint32_t name, call *call, uint32_t depth, bool skip_own,
            value *found)
{
    return search_member(self, type, name, call, depth, skip_own, found) == MEMBER_FOUND;
}

// Looks through a type's own members for abstract methods; false when there are two.
static bool
add_abstract(struct linker *self, symbol_ref type, symbol_ref *method)
{
    const struct linked_file *file = &self->files[type.file];
    uint32_t end = file->symbols[type.symbol].end;
    for (uint32_t s = type.symbol + 1; s < file->symbol_count && s - type.symbol < MEMBERS_SEEN_MAX; s++) {
        const fact_symbol *symbol = &file->symbols[s];
        if (symbol->start >= end)
            break;
        if (symbol->kind != ENTITY_METHOD || symbol->parent != type.symbol ||
            !(symbol->flags & SYMBOL_ABSTRACT) ||
            hooks_is_of_every_object(file->language, intern_text(self->names, symbol->name)))
            continue;
        if (!symbol_ref_is_none(*method) && symbol_of(self, *method)->name != symbol->name)
            return false;
        if (symbol_ref_is_none(*method))
            *method = (symbol_ref){type.file, s};
    }
    return true;
}

bool
only_abstract_method(struct linker *self, value type, uint32_t depth, value *method)
{
    if (symbol_of(self, type.symbol)->kind != ENTITY_INTERFACE)
        return false;
    struct ascent ascent;
    ascent_begin(&ascent, type, depth);
    symbol_ref only = SYMBOL_REF_NONE;
    uint32_t level = 0;
    for (uint32_t i = 0; i < ascent.count && depth < EVALUATE_DEPTH_MAX; i++) {
        symbol_ref before = only;
        if (!add_abstract(self, ascent.hops[i].type, &only))
            return false;
        if (!symbol_ref_equal(before, only))
            level = i;
        ascend(self, &ascent, i);
    }
    if (symbol_ref_is_none(only))
        return false;
    *method = value_of_symbol(only, value_at_hop(self, &ascent, level).bound, RESOLUTION_TYPE);
    return true;
}
