// Which definitions a name means in C and C++, where the file alone does not say.
//
// A call names a function through its declaration; facts have definitions only. So what counts is whether the
// definition can be the declared one (ISO/IEC 9899 6.2.2 "Linkages of identifiers", 6.10.3 "Macro
// replacement"):
//   1. a macro of the file or of a file that it includes, directly or not: it is replaced before anything is
//   looked up
//   2. what the file itself defines
//   3. what the files define that it includes: inline and static functions, types, enumerators
//   4. what has external linkage anywhere, since one program has one such definition. A tree may hold several
//      programs: then the definition with which the file shares the most folders is taken, if there is one
//      such
//   ... in C++ what C defines, and the other way round, only if both include a header that may declare it
//   5. what a header defines that is not known to be included (its folder may be given to the compiler by
//   another name, a
//      macro's body means what is visible where the macro is used), if it is the only one
// A definition in a condition that does not hold (facts.h: SYMBOL_OFF) counts only where there is no
// other. In C++ a name is one of the namespaces around it, or of those that `using namespace` names (ISO/IEC
// 14882 [basic.lookup.unqual]); what is in another namespace is found by its arguments
// ([basic.lookup.argdep]), and comes last.
#include "stages/linker/tables.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "schema/c_library.h"

enum {
    INCLUDED_MAX = 8192,   // files that one file includes, in all
    CANDIDATES_MAX = 1024, // definitions of one name that are looked at
};

// ---- what a file includes

void
include_set_fini(struct include_set *self)
{
    free(self->stamps);
    free(self->order);
    free(self->queue);
    *self = (struct include_set){.file = LINK_NONE};
}

static void
include(struct linker *self, uint32_t file, uint32_t *count)
{
    struct include_set *set = &self->includes;
    if (*count == INCLUDED_MAX || set->stamps[file] == set->stamp)
        return;
    set->stamps[file] = set->stamp;
    set->order[file] = *count;
    set->queue[(*count)++] = file;
}

// Breadth first, so that past the bound the farthest are missing. What other platforms include is left out; what conditions
// include that do not hold comes last (`is_off`). Returns whether there is any such condition.
static bool
follow_includes(struct linker *self, bool is_off, uint32_t *count)
{
    struct include_set *set = &self->includes;
    bool has_off = false;
    uint32_t assert_header = intern_find(self->names, SPAN_LITERAL("assert.h"));
    for (uint32_t q = 0; q < *count; q++) {
        const struct linked_file *in = &self->files[set->queue[q]];
        for (uint32_t i = 0; i < in->import_count; i++) {
            unsigned flags = in->imports[i].flags;
            has_off |= (flags & IMPORT_OFF) != 0;
            if (flags & IMPORT_FOREIGN || (flags & IMPORT_OFF && !is_off))
                continue;
            set->has_assert |= in->imports[i].module == assert_header;
            for (uint32_t m = 0; m < in->modules[i].count; m++)
                include(self, in->modules[i].files[m], count);
        }
    }
    return has_off;
}

// Notes `using namespace a::b;`, whose names are taken apart once.
static void
add_directive(struct linker *self, const fact_import *import, uint32_t index)
{
    struct include_set *set = &self->includes;
    unsigned flags = import->flags;
    if (!(flags & IMPORT_WILDCARD) || flags & (IMPORT_RELATIVE | IMPORT_SYSTEM) || set->directive_count == DIRECTIVES_MAX)
        return;
    struct directive *added = &set->directives[set->directive_count];
    *added = (struct directive){.import = index};
    span module = intern_text(self->names, import->module);
    for (size_t end = module.size; end > 0 && added->count < NAMESPACE_DEPTH_MAX;) {
        size_t start = end;
        while (start > 0 && module.data[start - 1] != ':')
            start--;
        uint32_t name = intern_find(self->names, span_slice(module, start, end));
        if (name == INTERN_NONE)
            return; // nothing in the tree is called that
        if (end > start)
            added->names[added->count++] = name;
        end = start ? start - 1 : 0;
    }
    set->directive_count += added->count > 0;
}

static void
gather_directives(struct linker *self, uint32_t file)
{
    const struct linked_file *in = &self->files[file];
    self->includes.directive_count = 0;
    for (uint32_t i = 0; in->language == LANGUAGE_CPP && in->has_wildcards && i < in->import_count; i++)
        add_directive(self, &in->imports[i], i);
}

static void
gather_includes(struct linker *self, uint32_t file)
{
    struct include_set *set = &self->includes;
    if (!set->stamps) {
        set->stamps = calloc(self->file_count + 1, sizeof *set->stamps);
        set->order = malloc((self->file_count + 1) * sizeof *set->order);
        set->queue = malloc(INCLUDED_MAX * sizeof *set->queue);
        assert(set->stamps && set->order && set->queue);
    }
    set->stamp++;
    set->file = file;
    gather_directives(self, file);
    uint32_t count = 0;
    include(self, file, &count);
    set->has_assert = false;
    bool has_off = follow_includes(self, false, &count);
    bool has_assert = set->has_assert;
    set->active_count = count;
    if (has_off)
        follow_includes(self, true, &count);
    set->has_assert = has_assert;
}

static bool
is_included(struct linker *self, uint32_t file, uint32_t other)
{
    if (self->includes.file != file)
        gather_includes(self, file);
    return self->includes.stamps[other] == self->includes.stamp;
}

// ---- namespaces

// What is around a symbol: the type or namespace that it is defined as a member of, else what it is written
// in.
static symbol_ref
around(const struct linker *self, symbol_ref symbol)
{
    const struct linked_file *file = &self->files[symbol.file];
    symbol_ref owner = file->owners ? file->owners[symbol.symbol] : SYMBOL_REF_NONE;
    if (!symbol_ref_is_none(owner) && !symbol_ref_equal(owner, symbol))
        return owner;
    uint32_t parent = file->symbols[symbol.symbol].parent;
    return parent == FACT_NONE ? SYMBOL_REF_NONE : (symbol_ref){symbol.file, parent};
}

// The names of the namespaces around a symbol, innermost first; returns their number.
static uint32_t
namespaces_around(const struct linker *self, symbol_ref symbol, uint32_t names[NAMESPACE_DEPTH_MAX])
{
    uint32_t count = 0;
    symbol_ref at = around(self, symbol);
    for (int steps = 0; steps < 2 * NAMESPACE_DEPTH_MAX && !symbol_ref_is_none(at); steps++) {
        bool is_named = symbol_of(self, at)->kind == ENTITY_NAMESPACE && !(symbol_of(self, at)->flags & SYMBOL_INLINE);
        if (is_named && count < NAMESPACE_DEPTH_MAX)
            names[count++] = symbol_of(self, at)->name;
        at = around(self, at);
    }
    return count;
}

enum { DISTANCE_NONE = UINT32_MAX };

// Where a name stands.
struct place {
    uint32_t file, from;
    uint32_t inner[NAMESPACE_DEPTH_MAX], inner_count; // the namespaces around it
};

// Whether the namespace of a candidate is one of those around the place that names it, or the file's own.
static bool
is_enclosing(const uint32_t *outer, uint32_t outer_count, const uint32_t *inner, uint32_t inner_count)
{
    if (outer_count > inner_count)
        return false;
    for (uint32_t i = 0; i < outer_count; i++) {
        if (outer[outer_count - 1 - i] != inner[inner_count - 1 - i])
            return false;
    }
    return true;
}

// How many namespaces lie between the place that names a candidate and the one around it that seems to have it: the candidate's
// own, or one that `using namespace` adds names to ([namespace.udir]). DEPTH_NONE when there is none.
static uint32_t
distance_of(const struct linker *self, const struct place *at, const uint32_t *outer, uint32_t outer_count, int uses)
{
    enum { USES_MAX = 2 }; // `using namespace a; using namespace b;`, where b is a::b
    if (is_enclosing(outer, outer_count, at->inner, at->inner_count))
        return at->inner_count - outer_count;
    const struct include_set *set = &self->includes;
    const struct linked_file *in = &self->files[at->file];
    for (uint32_t i = 0; uses < USES_MAX && i < set->directive_count; i++) {
        const struct directive *used = &set->directives[i];
        if (used->count > outer_count || memcmp(used->names, outer, used->count * sizeof *outer) != 0 ||
            !sees_import(in, &in->imports[used->import], at->from))
            continue;
        uint32_t distance = distance_of(self, at, outer + used->count, outer_count - used->count, uses + 1);
        if (distance != DISTANCE_NONE)
            return distance;
    }
    return DISTANCE_NONE;
}

bool
is_in_namespace(const struct linker *self, symbol_ref symbol, symbol_ref namespace)
{
    uint32_t inner[NAMESPACE_DEPTH_MAX], outer[NAMESPACE_DEPTH_MAX];
    symbol_ref parent = around(self, symbol);
    if (symbol_ref_is_none(parent) || symbol_of(self, parent)->kind != ENTITY_NAMESPACE)
        return false;
    uint32_t inner_count = namespaces_around(self, symbol, inner);
    uint32_t outer_count = namespaces_around(self, namespace, outer);
    uint32_t own = symbol_of(self, namespace)->flags & SYMBOL_INLINE ? 0 : 1;
    return inner_count == outer_count + own && (!own || inner[0] == symbol_of(self, namespace)->name) &&
           memcmp(inner + own, outer, outer_count * sizeof *outer) == 0;
}

// Whether what is of that kind may be top-level.
static bool
is_top_level_kind(uint32_t kind)
{
    return (entity_kind_is_row((entity_kind)kind) || kind == ENTITY_ENUMERATOR) && kind != ENTITY_CONSTRUCTOR;
}

static bool
is_top_level(const struct linker *self, symbol_ref symbol, uint32_t kind)
{
    if (!is_top_level_kind(kind) || symbol.symbol == 0)
        return false;
    if (self->files[symbol.file].language == LANGUAGE_C && kind != ENTITY_METHOD)
        return true; // C nests no names
    symbol_ref at = around(self, symbol);
    bool is_of_namespace = !symbol_ref_is_none(at) && symbol_of(self, at)->kind == ENTITY_NAMESPACE;
    if (kind == ENTITY_METHOD && !is_of_namespace) // else a function that is defined from outside of its namespace
        return false;
    for (int steps = 0; steps < 2 * NAMESPACE_DEPTH_MAX && !symbol_ref_is_none(at); steps++) {
        uint32_t outer = symbol_of(self, at)->kind;
        bool is_transparent = kind == ENTITY_ENUMERATOR && outer == ENTITY_ENUM;
        bool is_c = self->files[symbol.file].language == LANGUAGE_C;
        if (outer != ENTITY_MODULE && outer != ENTITY_NAMESPACE && !is_transparent && !is_c)
            return false;
        at = around(self, at);
    }
    return true;
}

// ---- ranks

enum rank { RANK_MACRO, RANK_OWN, RANK_INCLUDED, RANK_PROGRAM, RANK_OTHER_PROGRAM, RANK_HEADER, RANK_NONE };

// Added to a rank: after all that are not. A type or value of a namespace hides those of the namespaces around that
// ([basic.lookup.unqual]); functions may be found by their arguments, too, and are compared by these.
enum {
    FARTHER = RANK_NONE + 1,
    INACTIVE = FARTHER * (NAMESPACE_DEPTH_MAX + 1),
    ELSEWHERE = 2 * INACTIVE,
    NOT_CALLED = 2 * ELSEWHERE
};

static bool
has_linkage(uint32_t kind, uint32_t flags)
{
    return !(flags & SYMBOL_STATIC) && (kind == ENTITY_FUNCTION || kind == ENTITY_VARIABLE || kind == ENTITY_METHOD);
}

static bool
is_asked_for(uint32_t kind, bool is_call, bool is_c)
{
    if (!is_call)
        return true;
    if (kind == ENTITY_ENUMERATOR || (is_c && entity_kind_is_type((entity_kind)kind)))
        return kind == ENTITY_TYPE_ALIAS && !is_c;
    return kind != ENTITY_NAMESPACE && kind != ENTITY_MODULE;
}

// A file that defines main() is a program of its own: what it defines is not what another file means.
static bool
is_program(const struct linker *self, uint32_t file)
{
    const symbol_ref *symbols;
    uint32_t name = intern_find(self->names, SPAN_LITERAL("main"));
    uint32_t count = name == INTERN_NONE ? 0 : index_range(&self->index, name, &symbols);
    for (uint32_t i = count ? index_seek(symbols, count, file) : 0; i < count && symbols[i].file == file;
         i++) {
        if (symbol_of(self, symbols[i])->kind == ENTITY_FUNCTION)
            return true;
    }
    return false;
}

// Whether the file, whose includes were gathered last, and another one include a file both: the header that may declare to
// the one what the other defines. Of the other's, two levels.
static bool
shares_header(const struct linker *self, uint32_t other)
{
    const struct include_set *set = &self->includes;
    const struct linked_file *in = &self->files[other];
    for (uint32_t i = 0; i < in->import_count; i++) {
        for (uint32_t m = 0; m < in->modules[i].count; m++) {
            uint32_t header = in->modules[i].files[m];
            if (set->stamps[header] == set->stamp)
                return true;
            const struct linked_file *next = &self->files[header];
            for (uint32_t k = 0; k < next->import_count; k++) {
                for (uint32_t n = 0; n < next->modules[k].count; n++) {
                    if (set->stamps[next->modules[k].files[n]] == set->stamp)
                        return true;
                }
            }
        }
    }
    return false;
}

static uint32_t
rank_of(struct linker *self, uint32_t file, symbol_ref symbol, uint32_t kind, uint32_t flags)
{
    uint32_t inactive = flags & SYMBOL_OFF ? INACTIVE : 0;
    bool is_own = symbol.file == file, is_seen = is_included(self, file, symbol.file);
    if (is_seen && self->includes.order[symbol.file] >= self->includes.active_count)
        inactive = INACTIVE;
    if (is_seen && kind == ENTITY_MACRO)
        return RANK_MACRO + inactive;
    if (is_seen)
        return (is_own ? RANK_OWN : RANK_INCLUDED) + inactive;
    if (self->files[file].language != self->files[symbol.file].language && !shares_header(self, symbol.file))
        return RANK_NONE; // C and C++ know of each other by a header alone
    if (has_linkage(kind, flags))
        return (is_program(self, symbol.file) ? RANK_OTHER_PROGRAM : RANK_PROGRAM) + inactive;
    return self->files[symbol.file].is_header ? RANK_HEADER + inactive : RANK_NONE;
}

// Whether what stands in a header that is not known to be included may be visible: in a macro's body, which
// means what is visible where it is used, in a file that others include, and when the header is beside the
// file.
static bool
is_open(const struct linker *self, uint32_t file, uint32_t from, symbol_ref symbol)
{
    const struct linked_file *in = &self->files[file];
    return in->symbols[from].kind == ENTITY_MACRO || in->is_header ||
           in->folder_name == self->files[symbol.file].folder_name;
}

// Whether it is the name of a function of the C library, or of the macro that its <assert.h> defines, if that is included.
static bool
is_of_library(const struct linker *self, span name)
{
    static const char words[] = C_LIBRARY_FUNCTIONS;
    if (span_is(name, "assert") && !self->includes.has_assert)
        return false;
    for (const char *at = words; (at = memmem(at, (size_t)(words + sizeof words - 1 - at), name.data, name.size)); at++) {
        if (at[-1] == ' ' && at[name.size] == ' ')
            return true;
    }
    return false;
}

// A macro of another platform hides nothing: `#ifdef _MSC_VER`, `#define snprintf _snprintf`; nor does one that renames a function
// when an option says so, `#ifdef NO_SETENV`, `#define setenv my_setenv`. Macros that are no functions' names are written in
// capitals, or have parameters (`#ifdef LUA_CORE`, `#define l_likely(x) ...`: the file that includes it gives the option).
// Macros that replace a function of the library (`#define free(p) my_free(p)`) have parameters, too.
static bool
is_absent(const struct linker *self, uint32_t file, uint32_t from, symbol_ref candidate, uint32_t traits)
{
    if ((traits & 0xff) != ENTITY_MACRO || !(traits >> 8 & SYMBOL_OFF))
        return false;
    const fact_symbol *symbol = symbol_of(self, candidate);
    unsigned both = symbol->flags & self->files[file].symbols[from].flags;
    span name = intern_text(self->names, symbol->name);
    bool is_small = name.data[0] >= 'a' && name.data[0] <= 'z', takes = symbol->arity_max || symbol->flags & SYMBOL_VARIADIC;
    bool is_like_function = is_small && (!takes || is_of_library(self, name));
    return symbol->flags & SYMBOL_FOREIGN ? !(both & SYMBOL_FOREIGN) : is_like_function && !(both & SYMBOL_OFF);
}

// What can be said of a candidate by its traits alone: false when rank_of() and is_open() will refuse it. A common name has
// thousands, in as many files.
static bool
may_be_visible(struct linker *self, uint32_t file, uint32_t from, symbol_ref symbol, uint32_t traits)
{
    uint32_t kind = traits & 0xff;
    if (language_group(self->files[symbol.file].language) != LANGUAGE_C || !is_top_level_kind(kind))
        return false;
    return is_included(self, file, symbol.file) || has_linkage(kind, traits >> 8) ||
           (self->files[symbol.file].is_header && is_open(self, file, from, symbol));
}

struct best {
    symbol_ref *items;
    uint32_t count, rank, closeness, depth;
    bool is_tied; // several files are as close
};

// Of definitions with external linkage, the nearest file's: the one that shares the most folders, then the one with the
// fewest others around it (copies and examples lie deeper).
static bool
is_nearer(const struct linker *self, uint32_t file, symbol_ref symbol, struct best *best)
{
    uint32_t closeness = module_closeness(self->files[file].path, self->files[symbol.file].path);
    uint32_t depth = module_depth(self->files[symbol.file].path);
    bool is_closer = closeness > best->closeness || (closeness == best->closeness && depth < best->depth);
    if (best->count && !is_closer) {
        bool is_as_close = closeness == best->closeness && depth == best->depth;
        best->is_tied |= is_as_close && best->items[0].file != symbol.file;
        return is_as_close;
    }
    best->closeness = closeness;
    best->depth = depth;
    best->is_tied = false;
    best->count = 0;
    return true;
}

static void
offer(struct linker *self, uint32_t file, symbol_ref symbol, uint32_t rank, struct best *best)
{
    if (rank > best->rank)
        return;
    if (rank < best->rank)
        *best = (struct best){.items = best->items, .rank = rank};
    bool is_far = rank % FARTHER == RANK_PROGRAM || rank % FARTHER == RANK_OTHER_PROGRAM;
    if (is_far && !is_nearer(self, file, symbol, best))
        return;
    if (best->count < VISIBLE_MAX)
        best->items[best->count] = symbol;
    best->count++;
}

// What has no overloads and stands several times in what a file sees, stands in the branches of conditions:
// the first in the file that is seen first is taken, since a later one has to ask whether there is one
// already.
static uint32_t
one_of_alternatives(const struct linker *self, struct best *best)
{
    uint32_t first = 0;
    bool is_seen = best->rank % FARTHER <= RANK_INCLUDED;
    for (uint32_t i = 1; i < best->count; i++) {
        uint32_t a = best->items[first].file, b = best->items[i].file;
        if (a != b && !is_seen)
            return 0;
        if (a != b && self->includes.order[b] < self->includes.order[a])
            first = i;
    }
    best->items[0] = best->items[first];
    return best->count ? 1 : 0;
}

static resolution
resolution_of(uint32_t rank, bool is_own)
{
    switch (rank % FARTHER) {
    case RANK_MACRO:
    case RANK_OWN:
    case RANK_INCLUDED:
        return is_own ? RESOLUTION_SCOPE : RESOLUTION_IMPORT;
    default:
        return RESOLUTION_UNIQUE;
    }
}

uint32_t
visible_candidates(struct linker *self, uint32_t file, uint32_t from, uint32_t name, bool is_call,
                   symbol_ref out[VISIBLE_MAX], resolution *how)
{
    const symbol_ref *symbols;
    uint32_t count = index_range(&self->index, name, &symbols);
    if (count > CANDIDATES_MAX)
        return 0;
    from = from == FACT_NONE ? 0 : from; // from outside of the file's own module
    bool is_c = self->files[file].language == LANGUAGE_C;
    struct place at = {.file = file, .from = from};
    at.inner_count = namespaces_around(self, (symbol_ref){file, from}, at.inner);
    struct best best = {.items = out, .rank = 2 * NOT_CALLED};
    const uint32_t *traits = self->index.traits + (symbols - self->index.symbols);
    for (uint32_t i = 0; i < count; i++) {
        if (!may_be_visible(self, file, from, symbols[i], traits[i]))
            continue;
        uint32_t kind = traits[i] & 0xff;
        bool is_itself = symbols[i].file == file && symbols[i].symbol == from && kind == ENTITY_MACRO;
        if (is_itself || is_absent(self, file, from, symbols[i], traits[i]) || !is_asked_for(kind, is_call, is_c) ||
            !is_top_level(self, symbols[i], kind))
            continue;
        uint32_t rank = rank_of(self, file, symbols[i], kind, traits[i] >> 8);
        if (!is_c && is_call && rank % FARTHER == RANK_INCLUDED) // overloads, wherever they are ([over.load])
            rank -= RANK_INCLUDED - RANK_OWN;
        uint32_t outer[NAMESPACE_DEPTH_MAX], outer_count = 0;
        if (!is_c && kind != ENTITY_MACRO)
            outer_count = namespaces_around(self, symbols[i], outer);
        if (self->includes.file != file)
            gather_includes(self, file);
        uint32_t distance = distance_of(self, &at, outer, outer_count, 0);
        if (distance == DISTANCE_NONE)
            rank += ELSEWHERE;
        else if (rank % FARTHER >= RANK_HEADER)
            rank += FARTHER * NAMESPACE_DEPTH_MAX;
        else if (kind != ENTITY_MACRO && !entity_kind_is_callable((entity_kind)kind))
            rank += FARTHER * distance;
        if (is_call && (kind == ENTITY_VARIABLE || kind == ENTITY_CONSTANT))
            rank += NOT_CALLED;
        bool is_possible = rank % FARTHER < RANK_HEADER ||
                           (rank % FARTHER == RANK_HEADER && is_open(self, file, from, symbols[i]));
        if (is_possible)
            offer(self, file, symbols[i], rank, &best);
    }
    if (best.is_tied || best.count > VISIBLE_MAX)
        return 0;
    uint32_t left =
        is_c || best.rank % FARTHER == RANK_MACRO ? one_of_alternatives(self, &best) : best.count;
    *how = resolution_of(best.rank, left && out[0].file == file);
    return left;
}
