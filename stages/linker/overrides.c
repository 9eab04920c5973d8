// Which methods a call may end in beside the one it names: those that override it, or that implement it.
//
// The way down: which types name a type as their base (members.c), and in languages where an interface is
// implemented by having its methods (Go specification, "Implementing an interface": here by names and numbers
// of parameters), which types have them. Each method's answer is found once. One that has more than
// OVERRIDES_MAX overriding methods has none here: so long a list says no more than the method's own name
// does, and edges would multiply.
#include "stages/linker/binder.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
    OVERRIDES_MAX = 32,
    SUBTYPES_MAX = 1024,     // types looked through for one method
    METHODS_MAX = 64,        // of an interface that types implement by having them
    IMPLEMENTERS_MAX = 1024, // methods of one name whose types may implement an interface
};

static int
compare_subtypes(const void *a, const void *b)
{
    const struct subtype *left = a, *right = b;
    int order = symbol_ref_compare(left->base, right->base);
    return order ? order : symbol_ref_compare(left->type, right->type);
}

static void
add_subtype(struct linker *self, symbol_ref base, symbol_ref type)
{
    if (self->subtype_count == self->subtype_capacity) {
        self->subtype_capacity = self->subtype_capacity ? self->subtype_capacity * 2 : 1024;
        self->subtypes = realloc(self->subtypes, self->subtype_capacity * sizeof *self->subtypes);
        assert(self->subtypes);
    }
    self->subtypes[self->subtype_count++] = (struct subtype){base, type};
}

// ---- interfaces that types implement by having their methods

struct method_set {
    symbol_ref methods[METHODS_MAX];
    uint32_t count;
    bool is_whole;
};

// The methods that an interface declares itself.
static void
add_methods(const struct linker *self, symbol_ref interface, struct method_set *set)
{
    const struct linked_file *file = &self->files[interface.file];
    uint32_t end = file->symbols[interface.symbol].end;
    for (uint32_t s = interface.symbol + 1; s < file->symbol_count && file->symbols[s].start < end; s++) {
        if (file->symbols[s].kind != ENTITY_METHOD || file->symbols[s].parent != interface.symbol)
            continue;
        if (set->count == METHODS_MAX) {
            set->is_whole = false;
            return;
        }
        set->methods[set->count++] = (symbol_ref){interface.file, s};
    }
}

// And those of the interfaces that it embeds. One that embeds what is not in the tree is not known whole.
static void
add_embedded(struct linker *self, symbol_ref interface, struct method_set *set)
{
    symbol_ref bases[BASES_MAX];
    uint32_t count = all_bases(self, interface, bases);
    set->is_whole &= count > 0;
    for (uint32_t i = 0; i < count && set->is_whole; i++)
        add_methods(self, bases[i], set);
}

static bool
has_method(struct linker *self, symbol_ref type, symbol_ref wanted)
{
    const fact_symbol *method = symbol_of(self, wanted);
    call any = {.count = FACT_NONE, .values = FACT_NONE};
    value found;
    if (!find_member(self, value_of_symbol(type, NULL, RESOLUTION_TYPE), method->name, &any, 0, false,
                     &found))
        return false;
    const fact_symbol *has = symbol_of(self, found.symbol);
    return has->kind == ENTITY_METHOD && has->arity_min == method->arity_min &&
           has->arity_max == method->arity_max && !((has->flags ^ method->flags) & SYMBOL_VARIADIC);
}

static void
find_implementers(struct linker *self, symbol_ref interface)
{
    struct method_set set = {.is_whole = true};
    add_embedded(self, interface, &set);
    if (!set.is_whole || set.count == 0)
        return;
    const symbol_ref *rarest = NULL;
    uint32_t count = IMPLEMENTERS_MAX + 1;
    for (uint32_t i = 0; i < set.count; i++) {
        const symbol_ref *symbols;
        uint32_t named = index_range(&self->index, symbol_of(self, set.methods[i])->name, &symbols);
        if (named < count) {
            count = named;
            rarest = symbols;
        }
    }
    for (uint32_t i = 0; rarest && i < count; i++) {
        symbol_ref type = owner_of(self, rarest[i]);
        bool is_method = symbol_of(self, rarest[i])->kind == ENTITY_METHOD && !symbol_ref_is_none(type) &&
                         self->files[type.file].language == self->files[interface.file].language;
        if (!is_method || symbol_of(self, type)->kind == ENTITY_INTERFACE)
            continue;
        uint32_t had = 0;
        resolve_begin(self, type.file);
        while (had < set.count && has_method(self, type, set.methods[had]))
            had++;
        if (had == set.count)
            add_subtype(self, interface, type);
    }
}

void
overrides_build(struct linker *self)
{
    for (uint32_t i = 0; i < self->link_count; i++) {
        if (!symbol_ref_is_none(self->links[i].base))
            add_subtype(self, self->links[i].base, self->links[i].type);
    }
    for (uint32_t f = 0; f < self->file_count; f++) {
        if (!hooks_at(self, f)->is_structural)
            continue;
        for (uint32_t s = 1; s < self->files[f].symbol_count; s++) {
            if (self->files[f].symbols[s].kind == ENTITY_INTERFACE)
                find_implementers(self, (symbol_ref){f, s});
        }
    }
    if (self->subtype_count)
        qsort(self->subtypes, self->subtype_count, sizeof *self->subtypes, compare_subtypes);
    self->override_keys = intern_new();
}

// ---- what overrides a method

// The types below one, each once.
struct descent {
    symbol_ref types[SUBTYPES_MAX];
    uint32_t count;
    uint16_t slots[SUBTYPES_MAX * 2]; // open addressing: number in `types` + 1
};

static void
descent_add(struct descent *descent, symbol_ref type)
{
    uint32_t hash = (type.file * 0x9E3779B1u ^ type.symbol * 0x85EBCA77u) >> 7, mask = SUBTYPES_MAX * 2 - 1,
             i = hash & mask;
    while (descent->slots[i]) {
        if (symbol_ref_equal(descent->types[descent->slots[i] - 1], type))
            return;
        i = (i + 1) & mask;
    }
    if (descent->count == SUBTYPES_MAX)
        return;
    descent->types[descent->count++] = type;
    descent->slots[i] = (uint16_t)descent->count;
}

static void
descend(const struct linker *self, struct descent *descent, symbol_ref base)
{
    uint32_t low = 0, high = self->subtype_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (symbol_ref_compare(self->subtypes[middle].base, base) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < self->subtype_count && symbol_ref_equal(self->subtypes[low].base, base); low++)
        descent_add(descent, self->subtypes[low].type);
}

static bool
is_virtual(const struct linker *self, symbol_ref method)
{
    const fact_symbol *symbol = symbol_of(self, method);
    symbol_ref owner = owner_of(self, method);
    if (symbol->kind != ENTITY_METHOD || symbol_ref_is_none(owner) ||
        symbol->flags & (SYMBOL_PRIVATE | SYMBOL_CLASS_LEVEL))
        return false;
    uint32_t kind = symbol_of(self, owner)->kind;
    bool is_of_interface = kind == ENTITY_INTERFACE || kind == ENTITY_TRAIT;
    switch (hooks_at(self, method.file)->dispatch) {
    case DISPATCH_ALL:
        return true;
    case DISPATCH_ABSTRACT:
        return is_of_interface || symbol->flags & SYMBOL_ABSTRACT;
    case DISPATCH_INTERFACE:
        return is_of_interface;
    default:
        return false;
    }
}

static void
add_override(symbol_ref *found, uint32_t *count, symbol_ref method)
{
    for (uint32_t i = 0; i < *count; i++) {
        if (symbol_ref_equal(found[i], method))
            return;
    }
    if (*count <= OVERRIDES_MAX)
        found[(*count)++] = method;
}

// Adds what the type has in the method's place: its own, or where the method has no body, what it inherits
// from another base.
static void
add_overrides_of_type(struct linker *self, symbol_ref method, symbol_ref type, symbol_ref *found,
                      uint32_t *count)
{
    const fact_symbol *wanted = symbol_of(self, method);
    bool is_own = false;
    for (uint32_t i = tables_first_member(self, type, wanted->name); i != LINK_NONE;
         i = self->members.members[i].next) {
        symbol_ref member = self->members.members[i].symbol;
        const fact_symbol *symbol = symbol_of(self, member);
        if (symbol->kind != ENTITY_METHOD || symbol->flags & (SYMBOL_PRIVATE | SYMBOL_CLASS_LEVEL) ||
            !overrides(self, member, method))
            continue;
        is_own = true;
        if (!(symbol->flags & SYMBOL_ABSTRACT))
            add_override(found, count, member);
    }
    if (is_own || !(wanted->flags & SYMBOL_ABSTRACT) || symbol_of(self, type)->kind == ENTITY_INTERFACE)
        return;
    call any = {.count = wanted->arity_max, .values = FACT_NONE};
    value inherited;
    if (find_member(self, value_of_symbol(type, NULL, RESOLUTION_TYPE), wanted->name, &any, 0, true,
                    &inherited) &&
        symbol_of(self, inherited.symbol)->kind == ENTITY_METHOD &&
        !symbol_ref_equal(inherited.symbol, method) &&
        !(symbol_of(self, inherited.symbol)->flags & SYMBOL_ABSTRACT) &&
        overrides(self, inherited.symbol, method))
        add_override(found, count, inherited.symbol);
}

static uint32_t
find_overrides(struct linker *self, symbol_ref method, symbol_ref *found)
{
    struct descent descent;
    descent.count = 0; // `types` is large, and mostly not used
    memset(descent.slots, 0, sizeof descent.slots);
    uint32_t count = 0;
    descend(self, &descent, owner_of(self, method));
    for (uint32_t i = 0; i < descent.count && count <= OVERRIDES_MAX; i++) {
        resolve_begin(self, descent.types[i].file);
        add_overrides_of_type(self, method, descent.types[i], found, &count);
        descend(self, &descent, descent.types[i]);
    }
    return count > OVERRIDES_MAX ? 0 : count;
}

const symbol_ref *
overrides_of(struct linker *self, symbol_ref method, uint32_t *count)
{
    *count = 0;
    if (!is_virtual(self, method))
        return NULL;
    uint32_t known = intern_count(self->override_keys);
    uint32_t number = intern_add(self->override_keys, (span){(const char *)&method, sizeof method});
    if (number == known) {
        symbol_ref found[OVERRIDES_MAX + 1];
        uint32_t size = find_overrides(self, method, found);
        size_t used = self->override_targets.size / sizeof *found;
        uint32_t range[2] = {(uint32_t)used, size};
        buffer_put(&self->override_targets, found, size * sizeof *found);
        buffer_put(&self->override_ranges, range, sizeof range);
    }
    const uint32_t *range = (const uint32_t *)(const void *)self->override_ranges.data + 2 * (size_t)number;
    *count = range[1];
    return (const symbol_ref *)(const void *)self->override_targets.data + range[0];
}

void
overrides_forget(struct linker *self)
{
    intern_clear(self->override_keys);
    buffer_clear(&self->override_targets);
    buffer_clear(&self->override_ranges);
}

void
overrides_free(struct linker *self)
{
    free(self->subtypes);
    self->subtypes = NULL;
    intern_destroy(&self->override_keys);
    buffer_fini(&self->override_targets);
    buffer_fini(&self->override_ranges);
}
