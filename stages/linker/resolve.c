// What an expression means: the value of a small tree of operations, and the binding of names across files.
//
// A NAME is looked for, in this order, and the first place that knows it ends the search:
//   1. outward through the entities around it, in its own file                             `scope`
//   2. the members of the type around it and of its bases, where the language lets them be named alone   `type`
//   3. the file's imports of that name                                                     `import`, `external`
//   4. its package: folder and package clause (Go), package or namespace (Java, C#, PHP)   `scope`
//   5. what wildcard imports and includes bring                                            `import`
//   6. the only visible top-level symbol of that name in the tree, same language group     `unique`
// A MEMBER is looked for in what its operand denotes: an imported module's files, a type and its bases. Without a known
// operand, the only method of that name in the language group is taken (`unique`); several are never guessed among.
#include "stages/linker/tables.h"

#include <assert.h>
#include <stdlib.h>

enum {
    EVALUATE_DEPTH_MAX = 24, // operations and aliases followed; past it a value is unknown
    EVALUATIONS_MAX = 1024,  // of one reference: nested types whose bases are looked for in each other's bases multiply
    BASES_MAX = 64,          // types visited when looking for an inherited member
    ALIASES_MAX = 8,
    CANDIDATES_MAX = 1024,   // of one name in one place; none of more is taken
    SCOPE_STEPS_MAX = 4096,  // scopes and candidates looked at for one name in one file
    MANY_FILES = 4, // of a module: more are looked through by name instead of by file
    EXPORT_VISITS_MAX = 256, // files gone through for one name, along re-exports, which may form circles
};

static value evaluate(struct linker *self, uint32_t file, uint32_t from, uint32_t expression, uint32_t depth);

static value
value_of_symbol(symbol_ref symbol, resolution how)
{
    return (value){.kind = VALUE_SYMBOL, .how = how, .symbol = symbol};
}

static bool
members_in_scope(language_id language)
{
    return language == LANGUAGE_JAVA || language == LANGUAGE_CPP || language == LANGUAGE_CSHARP ||
           language == LANGUAGE_SWIFT || language == LANGUAGE_RUBY;
}

static bool
same_group(const struct linker *self, uint32_t a, uint32_t b)
{
    return language_group(self->files[a].language) == language_group(self->files[b].language);
}

static bool
takes(const fact_symbol *symbol, uint32_t arguments)
{
    if (arguments == FACT_NONE || !entity_kind_is_callable((entity_kind)symbol->kind))
        return true;
    return arguments >= symbol->arity_min && (symbol->flags & SYMBOL_VARIADIC || arguments <= symbol->arity_max);
}

// Collects candidates for one target: exactly one must remain, or exactly one that takes the arguments.
struct choice {
    uint32_t arguments; // of a call; FACT_NONE when nothing is called, or it is not known
    uint32_t count, fitting_count;
    symbol_ref first, fitting;
    uint32_t field_count; // fields, which a call prefers less than any callable
    symbol_ref field;
};

static void
choice_add(const struct linker *self, struct choice *choice, symbol_ref symbol)
{
    entity_kind kind = (entity_kind)symbol_of(self, symbol)->kind;
    if (choice->arguments != FACT_NONE && (kind == ENTITY_FIELD || kind == ENTITY_VARIABLE)) {
        if (choice->field_count++ == 0)
            choice->field = symbol;
        return;
    }
    if (choice->count++ == 0)
        choice->first = symbol;
    if (takes(symbol_of(self, symbol), choice->arguments) && choice->fitting_count++ == 0)
        choice->fitting = symbol;
}

// Whether no further candidate can lead to a choice.
static bool
choice_is_lost(const struct choice *choice)
{
    return (choice->count >= 2 && choice->fitting_count >= 2) || choice->count > CANDIDATES_MAX;
}

static bool
choice_is_made(const struct choice *choice, symbol_ref *chosen)
{
    if (choice->count > CANDIDATES_MAX)
        return false;
    if (choice->count == 1 || choice->fitting_count == 1) {
        *chosen = choice->count == 1 ? choice->first : choice->fitting;
        return true;
    }
    if (choice->count == 0 && choice->field_count == 1) {
        *chosen = choice->field;
        return true;
    }
    return false;
}

// ---- owners: which type a symbol is a member of

static symbol_ref
owner_of(const struct linker *self, symbol_ref symbol)
{
    const struct linked_file *file = &self->files[symbol.file];
    return file->owners ? file->owners[symbol.symbol] : SYMBOL_REF_NONE;
}

void
resolve_owners(struct linker *self, uint32_t index)
{
    struct linked_file *file = &self->files[index];
    symbol_ref *owners = malloc((file->symbol_count ? file->symbol_count : 1) * sizeof *owners);
    assert(owners);
    for (uint32_t s = 0; s < file->symbol_count; s++) {
        const fact_symbol *symbol = &file->symbols[s];
        const fact_symbol *parent = symbol->parent == FACT_NONE ? symbol : &file->symbols[symbol->parent];
        bool is_plain = symbol->owner == FACT_NONE && symbol->parent != FACT_NONE && parent->kind != ENTITY_IMPL;
        owners[s] = is_plain && entity_kind_is_type((entity_kind)parent->kind) ? (symbol_ref){index, symbol->parent}
                                                                               : SYMBOL_REF_NONE;
    }
    file->owners = owners; // what is told by nesting helps to evaluate what is told by an expression
    for (uint32_t s = 0; s < file->symbol_count; s++) {
        const fact_symbol *symbol = &file->symbols[s];
        if (symbol->owner != FACT_NONE) {
            self->evaluations_left = EVALUATIONS_MAX;
            value owner = evaluate(self, index, symbol->parent == FACT_NONE ? 0 : symbol->parent, symbol->owner, 0);
            if (owner.kind == VALUE_SYMBOL)
                owners[s] = owner.symbol;
        } else if (symbol->parent != FACT_NONE) {
            if (file->symbols[symbol->parent].kind == ENTITY_IMPL)
                owners[s] = owners[symbol->parent];
        }
    }
}

// ---- members of a type

// Adds the members of `type` itself that have the name.
static void
add_own_members(const struct linker *self, symbol_ref type, uint32_t name, struct choice *choice)
{
    if (self->members.mask) {
        for (uint32_t i = tables_first_member(self, type, name); i != LINK_NONE && !choice_is_lost(choice);
             i = self->members.members[i].next)
            choice_add(self, choice, self->members.members[i].symbol);
        return;
    }
    const symbol_ref *symbols; // owners are still being resolved
    uint32_t count = index_range(&self->index, name, &symbols);
    for (uint32_t i = 0; i < count; i++) {
        if (symbol_ref_equal(owner_of(self, symbols[i]), type))
            choice_add(self, choice, symbols[i]);
    }
}

static bool
is_deriving(const struct linker *self, symbol_ref type)
{
    for (uint32_t i = 0; i < self->deriving_count; i++) {
        if (symbol_ref_equal(self->deriving[i], type))
            return true;
    }
    return false;
}

// Puts the bases that a type names into `bases`; returns their number. A base's name is not looked for in what the
// type inherits: that would go round in circles, each of them through the whole chain of bases.
static uint32_t
bases_of(struct linker *self, symbol_ref type, symbol_ref *bases, uint32_t max, uint32_t depth)
{
    const struct linked_file *file = &self->files[type.file];
    uint32_t count = 0;
    if (self->deriving_count == LINKER_DERIVING_MAX || is_deriving(self, type))
        return 0;
    self->deriving[self->deriving_count++] = type;
    for (uint32_t i = 0; i < file->base_reference_count && count < max; i++) {
        const fact_reference *reference = &file->references[file->base_references[i]];
        if (reference->from != type.symbol)
            continue;
        // From outside of the type: a base is never one of the members that it brings.
        value base = evaluate(self, type.file, file->symbols[type.symbol].parent, reference->expression, depth + 1);
        if (base.kind == VALUE_SYMBOL && entity_kind_is_type((entity_kind)symbol_of(self, base.symbol)->kind))
            bases[count++] = base.symbol;
    }
    self->deriving_count--;
    return count;
}

// Looks a member up in a type, then breadth first in its bases.
static bool
find_member(struct linker *self, symbol_ref type, uint32_t name, uint32_t arguments, uint32_t depth, bool skip_own,
            symbol_ref *found)
{
    symbol_ref queue[BASES_MAX];
    uint32_t queued = 1;
    queue[0] = type;
    for (uint32_t i = 0; i < queued; i++) {
        struct choice choice = {.arguments = arguments};
        if (i > 0 || !skip_own)
            add_own_members(self, queue[i], name, &choice);
        if (choice.count || choice.field_count)
            return choice_is_made(&choice, found);
        symbol_ref bases[BASES_MAX];
        uint32_t count = depth < EVALUATE_DEPTH_MAX ? bases_of(self, queue[i], bases, BASES_MAX - queued, depth) : 0;
        for (uint32_t b = 0; b < count; b++) {
            bool is_known = false;
            for (uint32_t q = 0; q < queued; q++)
                is_known |= symbol_ref_equal(queue[q], bases[b]);
            if (!is_known && queued < BASES_MAX)
                queue[queued++] = bases[b];
        }
    }
    return false;
}

// The type whose members the entity `from` may use: its enclosing type, or the type it is a method of.
static symbol_ref
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
        if (!symbol_ref_is_none(owner))
            return owner;
    }
    return SYMBOL_REF_NONE;
}

// ---- names

static bool
is_top_level(const struct linker *self, symbol_ref symbol)
{
    const struct linked_file *file = &self->files[symbol.file];
    const fact_symbol *found = &file->symbols[symbol.symbol];
    if (!entity_kind_is_row((entity_kind)found->kind) || found->kind == ENTITY_IMPL || found->owner != FACT_NONE)
        return false;
    for (uint32_t s = found->parent; s != FACT_NONE; s = file->symbols[s].parent) {
        if (file->symbols[s].kind != ENTITY_MODULE && file->symbols[s].kind != ENTITY_NAMESPACE)
            return false;
    }
    return true;
}

// Outward through the entities of the file.
static bool
find_in_scope(const struct linker *self, uint32_t file, uint32_t from, uint32_t name, uint32_t arguments,
              symbol_ref *found)
{
    const symbol_ref *symbols;
    uint32_t count = index_range(&self->index, name, &symbols);
    uint32_t first = index_seek(symbols, count, file), end = index_seek(symbols, count, file + 1);
    if (first == end)
        return false;
    const struct linked_file *in = &self->files[file];
    uint32_t steps = 0;
    for (uint32_t scope = from; scope != FACT_NONE && steps++ < SCOPE_STEPS_MAX; scope = in->symbols[scope].parent) {
        bool is_type = entity_kind_is_type((entity_kind)in->symbols[scope].kind);
        if (is_type && !members_in_scope(in->language))
            continue;
        struct choice choice = {.arguments = arguments};
        for (uint32_t i = first; i < end; i++) {
            const fact_symbol *symbol = &in->symbols[symbols[i].symbol];
            if (steps++ >= SCOPE_STEPS_MAX)
                return false;
            if (symbol->parent == scope && symbol->owner == FACT_NONE && symbol->kind != ENTITY_IMPL)
                choice_add(self, &choice, symbols[i]);
        }
        if (choice.count || choice.field_count)
            return choice_is_made(&choice, found);
    }
    return false;
}

static int
compare_numbers(const void *a, const void *b)
{
    const uint32_t *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

// Top-level symbols of that name in one file.
static void
add_top_level(const struct linker *self, uint32_t file, uint32_t name, struct choice *choice)
{
    const symbol_ref *symbols;
    uint32_t count = index_range(&self->index, name, &symbols);
    for (uint32_t i = index_seek(symbols, count, file); i < count && symbols[i].file == file && !choice_is_lost(choice);
         i++) {
        if (is_top_level(self, symbols[i]))
            choice_add(self, choice, symbols[i]);
    }
}

// The same for many files, from the other side: each symbol of that name whose file is in the list (a package's, in path
// order, without re-exports).
static void
add_top_level_of_many(const struct linker *self, const struct file_list *list, uint32_t name, struct choice *choice)
{
    const symbol_ref *symbols;
    uint32_t count = index_range(&self->index, name, &symbols);
    bool is_common = count > list->count * MANY_FILES; // then file by file is less to look through after all
    for (uint32_t i = 0; is_common && i < list->count; i++)
        add_top_level(self, list->files[i], name, choice);
    for (uint32_t i = 0; !is_common && i < count && !choice_is_lost(choice); i++) {
        const uint32_t *file = bsearch(&symbols[i].file, list->files, list->count, sizeof *list->files, compare_numbers);
        if (file && is_top_level(self, symbols[i]))
            choice_add(self, choice, symbols[i]);
    }
}

// What importers of a file see under that name: a top-level symbol of its own, else what it passes on.
static void
add_exported(const struct linker *self, uint32_t file, uint32_t name, uint32_t *visits, struct choice *choice)
{
    if (++*visits > EXPORT_VISITS_MAX)
        return;
    uint32_t known = choice->count;
    add_top_level(self, file, name, choice);
    const struct linked_file *in = &self->files[file];
    for (uint32_t i = 0; in->has_reexports && i < in->import_count && choice->count == known; i++) {
        const fact_import *import = &in->imports[i];
        bool is_all = import->flags & IMPORT_WILDCARD;
        if (!(import->flags & IMPORT_REEXPORT) || (!is_all && (import->alias != name || import->name == LINK_NONE)))
            continue;
        uint32_t there = is_all ? name : import->name;
        if (!is_all && !intern_text(self->names, import->module).size) // its own, under another name
            add_top_level(self, file, there, choice);
        for (uint32_t m = 0; m < in->modules[i].count; m++)
            add_exported(self, in->modules[i].files[m], there, visits, choice);
    }
}

static bool
find_in_module(const struct linker *self, uint32_t file, uint32_t import, uint32_t name, uint32_t arguments,
               symbol_ref *found)
{
    const struct file_list *list = &self->files[file].modules[import];
    struct choice choice = {.arguments = arguments};
    uint32_t visits = 0;
    if (list->count > MANY_FILES)
        add_top_level_of_many(self, list, name, &choice);
    for (uint32_t i = 0; i < list->count && list->count <= MANY_FILES; i++)
        add_exported(self, list->files[i], name, &visits, &choice);
    return choice_is_made(&choice, found);
}

// A module that a file passes on under that name (`export * as name from "..."`), directly or through others' `export *`:
// puts the value of that import into *module.
static bool
find_passed_module(const struct linker *self, uint32_t file, uint32_t name, uint32_t *visits, value *module)
{
    const struct linked_file *in = &self->files[file];
    if (++*visits > EXPORT_VISITS_MAX)
        return false;
    for (uint32_t i = 0; in->has_reexports && i < in->import_count; i++) {
        const fact_import *import = &in->imports[i];
        bool is_all = import->flags & IMPORT_WILDCARD;
        if (!(import->flags & IMPORT_REEXPORT) || (!is_all && import->alias != name))
            continue;
        if (!is_all && import->name == LINK_NONE) {
            *module = (value){.kind = VALUE_MODULE, .how = RESOLUTION_IMPORT, .file = file, .import = i};
            return true;
        }
        for (uint32_t m = 0; m < in->modules[i].count; m++) {
            if (find_passed_module(self, in->modules[i].files[m], is_all ? name : import->name, visits, module))
                return true;
        }
    }
    return false;
}

// The same for what an import names.
static bool
find_passed_by_module(const struct linker *self, uint32_t file, uint32_t import, uint32_t name, value *module)
{
    const struct file_list *list = &self->files[file].modules[import];
    uint32_t visits = 0;
    for (uint32_t i = 0; i < list->count && list->count <= MANY_FILES; i++) {
        if (find_passed_module(self, list->files[i], name, &visits, module))
            return true;
    }
    return false;
}

static value
value_of_import(struct linker *self, uint32_t file, uint32_t index, uint32_t arguments)
{
    const fact_import *import = &self->files[file].imports[index];
    if (import->name == LINK_NONE)
        return (value){.kind = VALUE_MODULE, .how = RESOLUTION_IMPORT, .file = file, .import = index};
    symbol_ref found;
    value module;
    if (find_in_module(self, file, index, import->name, arguments, &found))
        return value_of_symbol(found, RESOLUTION_IMPORT);
    if (find_passed_by_module(self, file, index, import->name, &module))
        return module;
    if (self->files[file].modules[index].count)
        return VALUE_NOTHING; // the module is in the tree and has no such name, or several
    return (value){.kind = VALUE_EXTERNAL,
                   .how = RESOLUTION_EXTERNAL,
                   .module = import->module,
                   .name = import->name};
}

static bool
import_is_visible(const struct linked_file *file, const fact_import *import, uint32_t from)
{
    if (import->scope == 0) // the whole file
        return from != FACT_NONE;
    uint32_t scope = from;
    while (scope != FACT_NONE && scope > import->scope) // symbols come after what they are in
        scope = file->symbols[scope].parent;
    return scope == import->scope;
}

// The file's package: what its files share without an import.
static bool
find_in_package(const struct linker *self, uint32_t file, uint32_t name, uint32_t arguments, symbol_ref *found)
{
    const struct linked_file *in = &self->files[file];
    if (in->package == LINK_NONE)
        return false;
    bool by_folder = in->language == LANGUAGE_GO;
    const symbol_ref *symbols;
    uint32_t count = index_range(&self->index, name, &symbols);
    struct choice choice = {.arguments = arguments};
    for (uint32_t i = 0; i < count && !choice_is_lost(&choice); i++) {
        const struct linked_file *other = &self->files[symbols[i].file];
        if (other->package == in->package && other->language == in->language &&
            (!by_folder || other->folder_name == in->folder_name) && is_top_level(self, symbols[i]))
            choice_add(self, &choice, symbols[i]);
    }
    return choice_is_made(&choice, found);
}

static bool
find_by_wildcard(struct linker *self, uint32_t file, uint32_t from, uint32_t name, uint32_t arguments,
                 symbol_ref *found)
{
    const struct linked_file *in = &self->files[file];
    struct choice choice = {.arguments = arguments};
    for (uint32_t i = 0; in->has_wildcards && i < in->import_count; i++) {
        if (!(in->imports[i].flags & IMPORT_WILDCARD) || !import_is_visible(in, &in->imports[i], from))
            continue;
        for (uint32_t m = 0; m < in->modules[i].count; m++)
            add_top_level(self, in->modules[i].files[m], name, &choice);
    }
    return choice_is_made(&choice, found);
}

static bool
is_visible_from(const struct linker *self, symbol_ref symbol, uint32_t file)
{
    const fact_symbol *found = symbol_of(self, symbol);
    return symbol.file == file || !(found->flags & (SYMBOL_STATIC | SYMBOL_PRIVATE));
}

// The only one of its name in the language group; members when `is_member`, else top-level symbols.
static bool
find_unique(const struct linker *self, uint32_t file, uint32_t name, uint32_t arguments, bool is_member,
            symbol_ref *found)
{
    const symbol_ref *symbols;
    uint32_t count = index_range(&self->index, name, &symbols);
    struct choice choice = {.arguments = arguments};
    for (uint32_t i = 0; i < count && choice.count < 2; i++) {
        const fact_symbol *symbol = symbol_of(self, symbols[i]);
        bool is_kind = is_member ? symbol->kind == ENTITY_METHOD : is_top_level(self, symbols[i]);
        if (is_kind && same_group(self, file, symbols[i].file) && is_visible_from(self, symbols[i], file))
            choice_add(self, &choice, symbols[i]);
    }
    *found = choice.first;
    return choice.count == 1 && choice.fitting_count == 1;
}

static value
evaluate_name(struct linker *self, uint32_t file, uint32_t from, uint32_t name, uint32_t arguments, uint32_t depth)
{
    const struct linked_file *in = &self->files[file];
    symbol_ref found;
    if (find_in_scope(self, file, from, name, arguments, &found))
        return value_of_symbol(found, RESOLUTION_SCOPE);
    if (members_in_scope(in->language)) {
        symbol_ref type = enclosing_type(self, file, from);
        if (!symbol_ref_is_none(type) && find_member(self, type, name, arguments, depth, false, &found))
            return value_of_symbol(found, RESOLUTION_TYPE);
    }
    for (uint32_t i = 0; i < in->import_count; i++) {
        if (in->imports[i].alias == name && import_is_visible(in, &in->imports[i], from))
            return value_of_import(self, file, i, arguments);
    }
    if (find_in_package(self, file, name, arguments, &found))
        return value_of_symbol(found, RESOLUTION_SCOPE);
    if (find_by_wildcard(self, file, from, name, arguments, &found))
        return value_of_symbol(found, RESOLUTION_IMPORT);
    if (find_unique(self, file, name, arguments, false, &found))
        return value_of_symbol(found, RESOLUTION_UNIQUE);
    return VALUE_NOTHING;
}

// ---- operations

// An instance of the type that the value denotes; aliases lead to what they stand for.
static value
instance_of(struct linker *self, value type, uint32_t depth)
{
    for (int i = 0; i < ALIASES_MAX && type.kind == VALUE_SYMBOL; i++) {
        const fact_symbol *symbol = symbol_of(self, type.symbol);
        if (symbol->kind == ENTITY_TYPE_ALIAS && symbol->type != FACT_NONE && depth < EVALUATE_DEPTH_MAX) {
            value aliased = evaluate(self, type.symbol.file, symbol->parent == FACT_NONE ? 0 : symbol->parent,
                                     symbol->type, depth + 1);
            bool is_type = aliased.kind == VALUE_CONTAINER ||
                           (aliased.kind == VALUE_SYMBOL && !symbol_ref_equal(aliased.symbol, type.symbol));
            // A named type may have methods of its own (Go): they are looked for first, so it stays itself.
            if (is_type && self->files[type.symbol.file].language != LANGUAGE_GO) {
                type = aliased;
                continue;
            }
        }
        type.kind = entity_kind_is_type((entity_kind)symbol->kind) ? VALUE_INSTANCE : VALUE_UNKNOWN;
        return type;
    }
    bool is_value = type.kind == VALUE_INSTANCE; // no type was declared: the value stands for its type (facts.h)
    return is_value || type.kind == VALUE_CONTAINER || type.kind == VALUE_EXTERNAL || type.kind == VALUE_BUILTIN
               ? type
               : VALUE_NOTHING;
}

static value settle(struct linker *self, value operand, uint32_t depth);

// An instance of a symbol's declared type or result, seen from where it is declared.
static value
declared_value(struct linker *self, symbol_ref symbol, uint32_t depth)
{
    const fact_symbol *found = symbol_of(self, symbol);
    if (found->type == FACT_NONE || depth >= EVALUATE_DEPTH_MAX)
        return VALUE_NOTHING;
    value type = evaluate(self, symbol.file, symbol.symbol, found->type, depth + 1);
    return instance_of(self, settle(self, type, depth + 1), depth + 1); // a variable's is the one it is set to
}

// What a value is when something is asked of it: a variable stands for an instance of its type.
static value
settle(struct linker *self, value operand, uint32_t depth)
{
    if (operand.kind != VALUE_SYMBOL)
        return operand;
    entity_kind kind = (entity_kind)symbol_of(self, operand.symbol)->kind;
    if (kind == ENTITY_FIELD || kind == ENTITY_VARIABLE || kind == ENTITY_CONSTANT)
        return declared_value(self, operand.symbol, depth);
    symbol_ref owner = owner_of(self, operand.symbol);
    if (kind == ENTITY_ENUMERATOR && !symbol_ref_is_none(owner)) // a value of its enumeration
        return (value){.kind = VALUE_INSTANCE, .how = operand.how, .symbol = owner};
    return operand;
}

// What the tree adds to a type of the language's own (Swift extensions, Rust impls of traits, C# extension types).
static bool
find_extension(const struct linker *self, uint32_t file, uint32_t type, uint32_t name, uint32_t arguments,
               symbol_ref *found)
{
    const symbol_ref *symbols;
    uint32_t count = index_range(&self->index, name, &symbols);
    struct choice choice = {.arguments = arguments};
    for (uint32_t i = 0; i < count; i++) {
        const struct linked_file *in = &self->files[symbols[i].file];
        const fact_symbol *symbol = &in->symbols[symbols[i].symbol];
        if (symbol->owner == FACT_NONE && symbol->parent != FACT_NONE && in->symbols[symbol->parent].kind == ENTITY_IMPL)
            symbol = &in->symbols[symbol->parent];
        if (symbol->owner == FACT_NONE || !same_group(self, file, symbols[i].file))
            continue;
        const fact_expression *owner = &in->expressions[symbol->owner];
        if (owner->op == EXPRESSION_LITERAL && owner->name == type)
            choice_add(self, &choice, symbols[i]);
    }
    return choice_is_made(&choice, found);
}

static value
evaluate_member(struct linker *self, uint32_t file, uint32_t from, const fact_expression *expression,
                uint32_t arguments, uint32_t depth)
{
    bool is_super = self->files[file].expressions[expression->operand].op == EXPRESSION_SUPER;
    value operand = settle(self, evaluate(self, file, from, expression->operand, depth + 1), depth + 1);
    symbol_ref found;
    if (operand.kind == VALUE_MODULE) {
        if (find_in_module(self, operand.file, operand.import, expression->name, arguments, &found))
            return value_of_symbol(found, RESOLUTION_IMPORT);
        value module;
        if (find_passed_by_module(self, operand.file, operand.import, expression->name, &module))
            return module;
        if (self->files[operand.file].modules[operand.import].count)
            return VALUE_NOTHING;
        return (value){.kind = VALUE_EXTERNAL,
                       .how = RESOLUTION_EXTERNAL,
                       .module = self->files[operand.file].imports[operand.import].module,
                       .name = expression->name};
    }
    if (operand.kind == VALUE_SYMBOL || operand.kind == VALUE_INSTANCE) {
        const fact_symbol *symbol = symbol_of(self, operand.symbol);
        if (entity_kind_is_type((entity_kind)symbol->kind)) {
            if (find_member(self, operand.symbol, expression->name, arguments, depth, is_super, &found))
                return value_of_symbol(found, RESOLUTION_TYPE);
            return VALUE_NOTHING;
        }
        if (symbol->kind == ENTITY_MODULE || symbol->kind == ENTITY_NAMESPACE) {
            struct choice choice = {.arguments = arguments};
            const symbol_ref *symbols;
            uint32_t count = index_range(&self->index, expression->name, &symbols);
            for (uint32_t i = 0; i < count && !choice_is_lost(&choice); i++) {
                symbol_ref parent = {symbols[i].file, symbol_of(self, symbols[i])->parent};
                const fact_symbol *outer = symbol_of(self, parent);
                if (outer->kind == symbol->kind && outer->name == symbol->name &&
                    same_group(self, file, symbols[i].file))
                    choice_add(self, &choice, symbols[i]);
            }
            if (choice_is_made(&choice, &found))
                return value_of_symbol(found, RESOLUTION_SCOPE);
            return VALUE_NOTHING;
        }
    }
    if (operand.kind == VALUE_BUILTIN && find_extension(self, file, operand.name, expression->name, arguments, &found))
        return value_of_symbol(found, RESOLUTION_TYPE);
    if (operand.kind == VALUE_BUILTIN) // of a type of the language's own: `string:trim`
        return (value){.kind = VALUE_EXTERNAL,
                       .how = RESOLUTION_EXTERNAL,
                       .module = operand.name,
                       .name = expression->name};
    if (operand.kind == VALUE_EXTERNAL)
        return (value){.kind = VALUE_EXTERNAL, .how = RESOLUTION_EXTERNAL, .module = operand.module, .name = expression->name};
    if (operand.kind == VALUE_UNKNOWN && find_unique(self, file, expression->name, arguments, true, &found))
        return value_of_symbol(found, RESOLUTION_UNIQUE);
    return VALUE_NOTHING;
}

static value
evaluate_call(struct linker *self, uint32_t file, uint32_t from, uint32_t callee, uint32_t depth)
{
    value called = evaluate(self, file, from, callee, depth + 1);
    if (called.kind != VALUE_SYMBOL)
        return called.kind == VALUE_EXTERNAL ? VALUE_NOTHING : called;
    const fact_symbol *symbol = symbol_of(self, called.symbol);
    if (entity_kind_is_type((entity_kind)symbol->kind))
        return instance_of(self, called, depth); // construction or conversion
    if (symbol->kind == ENTITY_CONSTRUCTOR) {
        symbol_ref owner = owner_of(self, called.symbol);
        return symbol_ref_is_none(owner) ? VALUE_NOTHING
                                         : (value){.kind = VALUE_INSTANCE, .how = called.how, .symbol = owner};
    }
    return declared_value(self, called.symbol, depth);
}

static value
evaluate_self(const struct linker *self, uint32_t file, uint32_t from)
{
    symbol_ref type = enclosing_type(self, file, from);
    return symbol_ref_is_none(type) ? VALUE_NOTHING
                                    : (value){.kind = VALUE_INSTANCE, .how = RESOLUTION_TYPE, .symbol = type};
}

static value
evaluate_as(struct linker *self, uint32_t file, uint32_t from, uint32_t index, uint32_t arguments, uint32_t depth)
{
    if (index == FACT_NONE || depth >= EVALUATE_DEPTH_MAX || !self->evaluations_left)
        return VALUE_NOTHING;
    self->evaluations_left--;
    const fact_expression *expression = &self->files[file].expressions[index];
    switch (expression->op) {
    case EXPRESSION_NAME:
        return evaluate_name(self, file, from, expression->name, arguments, depth);
    case EXPRESSION_SYMBOL:
        return value_of_symbol((symbol_ref){file, expression->name}, RESOLUTION_SCOPE);
    case EXPRESSION_MEMBER:
        return evaluate_member(self, file, from, expression, arguments, depth);
    case EXPRESSION_CALL:
        return evaluate_call(self, file, from, expression->operand, depth);
    case EXPRESSION_INSTANCE:
        return instance_of(self, evaluate(self, file, from, expression->operand, depth + 1), depth + 1);
    case EXPRESSION_GENERIC:
        return evaluate(self, file, from, expression->operand, depth + 1);
    case EXPRESSION_CONTAINER:
        return (value){.kind = VALUE_CONTAINER,
                       .how = RESOLUTION_TYPE,
                       .file = file,
                       .from = from,
                       .expression = expression->operand};
    case EXPRESSION_ELEMENT: {
        value container = settle(self, evaluate(self, file, from, expression->operand, depth + 1), depth + 1);
        bool is_pointer = container.kind == VALUE_INSTANCE && language_group(self->files[file].language) == LANGUAGE_C;
        if (is_pointer)
            return container; // p[i] of a T *p
        if (container.kind != VALUE_CONTAINER)
            return VALUE_NOTHING;
        return instance_of(self, evaluate(self, container.file, container.from, container.expression, depth + 1),
                           depth + 1);
    }
    case EXPRESSION_SELF:
    case EXPRESSION_SUPER:
        return evaluate_self(self, file, from);
    case EXPRESSION_LITERAL:
        return (value){.kind = VALUE_BUILTIN, .how = RESOLUTION_EXTERNAL, .name = expression->name};
    default:
        return VALUE_NOTHING;
    }
}

static value
evaluate(struct linker *self, uint32_t file, uint32_t from, uint32_t expression, uint32_t depth)
{
    return evaluate_as(self, file, from, expression, FACT_NONE, depth);
}

symbol_ref
resolve_constructor(struct linker *self, symbol_ref type, uint32_t arguments)
{
    const struct linked_file *file = &self->files[type.file];
    struct choice choice = {.arguments = arguments};
    for (uint32_t s = type.symbol + 1; s < file->symbol_count && file->symbols[s].start < file->symbols[type.symbol].end;
         s++) {
        symbol_ref symbol = {type.file, s};
        if (file->symbols[s].kind == ENTITY_CONSTRUCTOR && symbol_ref_equal(owner_of(self, symbol), type))
            choice_add(self, &choice, symbol);
    }
    symbol_ref chosen = SYMBOL_REF_NONE;
    return choice_is_made(&choice, &chosen) ? chosen : SYMBOL_REF_NONE;
}

value
resolve_reference(struct linker *self, uint32_t file, const fact_reference *reference)
{
    const fact_expression *expression = &self->files[file].expressions[reference->expression];
    self->evaluations_left = EVALUATIONS_MAX;
    bool names_base = expression->op == EXPRESSION_SUPER && reference->kind == REFERENCE_CALL;
    if (names_base) { // super(...): the base's constructor
        symbol_ref type = enclosing_type(self, file, reference->from), base;
        if (symbol_ref_is_none(type) || !bases_of(self, type, &base, 1, 0))
            return VALUE_NOTHING;
        return value_of_symbol(base, RESOLUTION_TYPE);
    }
    value found = evaluate_as(self, file, reference->from, reference->expression, reference->arguments, 0);
    if (found.kind == VALUE_INSTANCE && (expression->op == EXPRESSION_SELF || reference->kind == REFERENCE_CONSTRUCT))
        found.kind = VALUE_SYMBOL; // this(...): the own constructor; `new T` by way of an alias
    return found;
}
