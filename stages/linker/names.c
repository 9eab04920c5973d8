// What a NAME denotes. It is looked for, in this order, and the first place that knows it ends the search:
//   1. outward through the entities around it, in its own file: `scope`; and, where the language lets members
//   be named alone,
//      in each type around it through what that inherits: `type`
//   2. the file's imports of that name                                                     `import`,
//   `external`
//   3. its package: folder and package clause (Go), package or namespace (Java, C#, PHP)   `scope`
//   4. what wildcard imports and includes bring, and the language's own package            `import`
//   5. the only visible top-level symbol of that name in the tree, same language group     `unique`
#include "stages/linker/build.h"
#include "stages/linker/cpp_library.h"
#include "stages/linker/crates.h"

#include <assert.h>
#include <stdlib.h>

enum {
    MANY_FILES = 4,              // of a module: more are looked through by name instead of by file
    NOT_CALLED = UINT32_MAX - 1, // in place of a number of arguments, as are the next two
    KNOWN_CALLED = UINT32_MAX - 2,
    KNOWN_NAMED = UINT32_MAX - 3,
    KNOWN_DEPTH_MAX = 4,         // operations around a name that is remembered
    EXPORT_VISITS_MAX = 256,     // files gone through for one name, along re-exports, which may form circles
};

static bool
is_top_level(struct linker *self, symbol_ref symbol)
{
    const struct linked_file *file = &self->files[symbol.file];
    const fact_symbol *found = &file->symbols[symbol.symbol];
    bool is_exported = found->kind == ENTITY_FIELD && found->parent == 0 && hooks_at(self, symbol.file)->merges;
    if ((!entity_kind_is_row((entity_kind)found->kind) && !is_exported) || found->kind == ENTITY_IMPL ||
        found->owner != FACT_NONE)
        return false;
    for (uint32_t s = found->parent; s != FACT_NONE; s = file->symbols[s].parent) {
        if (file->symbols[s].kind != ENTITY_MODULE && file->symbols[s].kind != ENTITY_NAMESPACE)
            return false;
    }
    return true;
}

// What one entity of the file declares under that name. A type's members are left to find_member().
static void
add_declared_in(struct linker *self, const symbol_ref *symbols, uint32_t count, uint32_t scope, bool is_type,
                struct choice *choice)
{
    for (uint32_t i = 0; i < count; i++) {
        const fact_symbol *symbol = symbol_of(self, symbols[i]);
        bool is_apart = symbol->kind == ENTITY_IMPL ||
                        (symbol->kind == ENTITY_METHOD && hooks_at(self, symbols[i].file)->methods_unnamed);
        bool is_here = symbol->parent == scope && symbol->owner == FACT_NONE && !is_apart;
        if (is_here && (!is_type || symbol->kind == ENTITY_TYPE_PARAMETER))
            choice_add(self, choice, symbols[i], 0);
    }
}

// Outward through the entities of the file, in each type through its members and those it inherits
// (JLS 6.3, 15.12.1): the innermost that has the name ends the search. `ended` says so, also where none of
// several is the one.
static bool
find_in_scope(struct linker *self, site at, uint32_t name, call *call, uint32_t depth, value *found,
              bool *ended)
{
    const struct linked_file *in = &self->files[at.file];
    const symbol_ref *symbols;
    uint32_t count = index_range(&self->index, name, &symbols);
    uint32_t first = index_seek(symbols, count, at.file), end = index_seek(symbols, count, at.file + 1);
    bool has_members = hooks_at(self, at.file)->members_in_scope;
    if (end - first > SCOPE_STEPS_MAX) // of so many none is taken
        end = first;
    if (first == end && !has_members)
        return false;
    uint32_t steps = 0;
    bool file_is_scope =
        !hooks_at(self, at.file)->has_linkage; // else visibility.c looks in it, and in others
    for (uint32_t scope = at.from; scope != FACT_NONE && steps < SCOPE_STEPS_MAX;
         scope = in->symbols[scope].parent) {
        bool is_file =
            in->symbols[scope].kind == ENTITY_MODULE || in->symbols[scope].kind == ENTITY_NAMESPACE;
        if (is_file && !file_is_scope)
            return false;
        bool is_type = entity_kind_is_type((entity_kind)in->symbols[scope].kind);
        struct choice choice;
        choice_begin(&choice, at.file, call);
        add_declared_in(self, symbols + first, end - first, scope, is_type, &choice);
        steps += 1 + end - first;
        symbol_ref chosen;
        if (choice_has_any(&choice)) {
            *ended = true;
            bool is_made = choice_is_made(self, &choice, &chosen, NULL);
            *found = is_made ? value_of_symbol(chosen, NULL, RESOLUTION_SCOPE) : VALUE_NOTHING;
            return is_made;
        }
        symbol_ref type = has_members ? member_scope(self, (symbol_ref){at.file, scope}) : SYMBOL_REF_NONE;
        if (!symbol_ref_is_none(type)) {
            value inside = value_of_symbol(type, at.bound, RESOLUTION_TYPE);
            if (!file_is_scope && symbol_of(self, type)->name == name) { // C++: not its constructors ([class.pre])
                *found = inside;
                found->how = type.file == at.file ? RESOLUTION_SCOPE : RESOLUTION_TYPE;
                return *ended = true;
            }
            enum member_search result = search_member(self, inside, name, call, depth, false, found);
            *ended = result != MEMBER_MISSING;
            if (result == MEMBER_FOUND && found->symbol.file == at.file &&
                symbol_of(self, found->symbol)->parent == scope)
                found->how = RESOLUTION_SCOPE;
            if (*ended)
                return result == MEMBER_FOUND;
        }
    }
    return false;
}

static int
compare_numbers(const void *a, const void *b)
{
    const uint32_t *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

// Leaves those of `symbols`, which are in the order of their files, that are in a file from `first` to `last`; returns how
// many.
static uint32_t
narrow(const symbol_ref **symbols, uint32_t count, uint32_t first, uint32_t last)
{
    uint32_t start = index_seek(*symbols, count, first);
    *symbols += start;
    return index_seek(*symbols, count - start, last + 1);
}

// Top-level symbols of that name in one file.
static void
add_top_level(struct linker *self, uint32_t file, uint32_t name, struct choice *choice)
{
    const symbol_ref *symbols;
    uint32_t count = index_range(&self->index, name, &symbols);
    for (uint32_t i = index_seek(symbols, count, file);
         i < count && symbols[i].file == file && !choice_is_lost(choice); i++) {
        if (is_top_level(self, symbols[i]))
            choice_add(self, choice, symbols[i], 0);
    }
}

// The same for many files, from the other side: each symbol of that name whose file is in the list (a
// package's, in path order, without re-exports).
static void
add_top_level_of_many(struct linker *self, const struct file_list *list, uint32_t name, struct choice *choice)
{
    const symbol_ref *symbols;
    uint32_t count = index_range(&self->index, name, &symbols);
    bool is_common = count > list->count * MANY_FILES; // then file by file is less to look through after all
    for (uint32_t i = 0; is_common && i < list->count; i++)
        add_top_level(self, list->files[i], name, choice);
    if (!is_common)
        count = narrow(&symbols, count, list->files[0], list->files[list->count - 1]);
    for (uint32_t i = 0; !is_common && i < count && !choice_is_lost(choice); i++) {
        const uint32_t *file =
            bsearch(&symbols[i].file, list->files, list->count, sizeof *list->files, compare_numbers);
        if (file && is_top_level(self, symbols[i]))
            choice_add(self, choice, symbols[i], 0);
    }
}

// What importers of a file see under that name: a top-level symbol of its own, else what it passes on.
static void
add_exported(struct linker *self, uint32_t file, uint32_t name, uint32_t *visits, struct choice *choice)
{
    if (++*visits > EXPORT_VISITS_MAX)
        return;
    uint32_t known = choice->count;
    add_top_level(self, file, name, choice);
    const struct linked_file *in = &self->files[file];
    for (uint32_t i = 0; in->has_reexports && i < in->import_count && choice->count == known; i++) {
        const fact_import *import = &in->imports[i];
        bool is_all = import->flags & IMPORT_WILDCARD;
        if (!(import->flags & IMPORT_REEXPORT) ||
            (!is_all && (import->alias != name || import->name == LINK_NONE)))
            continue;
        uint32_t there = is_all ? name : import->name;
        if (!is_all && !intern_text(self->names, import->module).size) // its own, under another name
            add_top_level(self, file, there, choice);
        for (uint32_t m = 0; m < in->modules[i].count; m++)
            add_exported(self, in->modules[i].files[m], there, visits, choice);
    }
}

static bool
find_in_module_files(struct linker *self, uint32_t file, const struct file_list *list, uint32_t name,
                     call *call, symbol_ref *found)
{
    struct choice choice;
    choice_begin(&choice, file, call);
    uint32_t visits = 0;
    if (list->count > MANY_FILES)
        add_top_level_of_many(self, list, name, &choice);
    for (uint32_t i = 0; i < list->count && list->count <= MANY_FILES; i++)
        add_exported(self, list->files[i], name, &visits, &choice);
    return choice_is_made(self, &choice, found, NULL);
}

bool
find_in_module(struct linker *self, uint32_t file, uint32_t import, uint32_t name, call *call,
               symbol_ref *found)
{
    return find_in_module_files(self, file, &self->files[file].modules[import], name, call, found);
}

// A module that a file passes on under that name (`export * as name from "..."`), directly or through others'
// `export *`: puts the value of that import into *module.
static bool
find_passed_module(struct linker *self, uint32_t file, uint32_t name, uint32_t *visits, value *module)
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
            *module =
                (value){.kind = VALUE_MODULE, .how = RESOLUTION_IMPORT, .site = {.file = file}, .import = i};
            return true;
        }
        for (uint32_t m = 0; m < in->modules[i].count; m++) {
            if (find_passed_module(self, in->modules[i].files[m], is_all ? name : import->name, visits,
                                   module))
                return true;
        }
    }
    return false;
}

bool
find_passed_by_module(struct linker *self, uint32_t file, uint32_t import, uint32_t name, value *module)
{
    const struct file_list *list = &self->files[file].modules[import];
    uint32_t visits = 0;
    for (uint32_t i = 0; i < list->count && list->count <= MANY_FILES; i++) {
        if (find_passed_module(self, list->files[i], name, &visits, module))
            return true;
    }
    return false;
}

// The type that an import's module names, behind the package: `import a.B.Inner`, `import static a.B.f`.
static bool
type_of_module(struct linker *self, uint32_t file, uint32_t import, uint32_t depth, value *type)
{
    const struct file_list *list = &self->files[file].modules[import];
    if (!list->count || self->files[list->files[0]].package == LINK_NONE ||
        !hooks_at(self, file)->has_packages)
        return false;
    span module = intern_text(self->names, self->files[file].imports[import].module);
    span package = intern_text(self->names, self->files[list->files[0]].package);
    if (module.size <= package.size + 1 || memcmp(module.data, package.data, package.size) != 0)
        return false;
    bool is_first = true;
    for (size_t start = package.size + (package.size > 0); start < module.size; is_first = false) {
        size_t end = start;
        while (end < module.size && module.data[end] != '.' && module.data[end] != '\\')
            end++;
        uint32_t name = intern_find(self->names, span_slice(module, start, end));
        start = end + 1;
        symbol_ref found;
        if (name == INTERN_NONE)
            return false;
        if (is_first && find_in_module_files(self, file, list, name, NULL, &found))
            *type = value_of_symbol(found, NULL, RESOLUTION_IMPORT);
        else if (is_first || !find_member(self, *type, name, NULL, depth, false, type))
            return false;
    }
    return !is_first && is_type(self, type->symbol);
}

static value
outside_of_tree(uint32_t module, uint32_t name)
{
    return (value){.kind = VALUE_EXTERNAL,
                   .how = RESOLUTION_EXTERNAL,
                   .module = module,
                   .name = name,
                   .expression = FACT_NONE};
}

// What the file that an import names returns: the type of its module entity.
static bool
file_value(struct linker *self, uint32_t file, uint32_t import, uint32_t depth, value *returned)
{
    uint32_t module = module_first_file(self, file, import);
    if (module == LINK_NONE || self->files[module].symbols[0].type == FACT_NONE ||
        depth >= EVALUATE_DEPTH_MAX)
        return false;
    *returned = evaluate(self, (site){module, 0, NULL}, self->files[module].symbols[0].type, depth + 1);
    if (returned->kind == VALUE_SYMBOL && returned->how == RESOLUTION_SCOPE)
        returned->how = RESOLUTION_IMPORT;
    return returned->kind != VALUE_UNKNOWN;
}

static value
value_of_import(struct linker *self, uint32_t file, uint32_t index, call *call, uint32_t depth)
{
    const fact_import *import = &self->files[file].imports[index];
    value returned;
    if (import->name == LINK_NONE && hooks_at(self, file)->module_is_value &&
        !self->files[file].modules[index].count)
        return outside_of_tree(import->module, import->module);
    if (import->name == LINK_NONE && hooks_at(self, file)->module_is_value &&
        file_value(self, file, index, depth, &returned))
        return returned;
    if (import->name == LINK_NONE)
        return (value){
            .kind = VALUE_MODULE, .how = RESOLUTION_IMPORT, .site = {.file = file}, .import = index};
    symbol_ref found;
    if (find_in_module(self, file, index, import->name, call, &found))
        return value_of_symbol(found, NULL, RESOLUTION_IMPORT);
    value type, member;
    if (find_passed_by_module(self, file, index, import->name, &member))
        return member;
    if (type_of_module(self, file, index, depth, &type) &&
        find_member(self, type, import->name, call, depth, false, &member)) {
        member.how = RESOLUTION_IMPORT;
        return member;
    }
    if (self->files[file].modules[index].count && self->files[file].language == LANGUAGE_JAVA &&
        module_is_facade(intern_text(self->names, import->name))) // what its package declares is all the same found in it
        return (value){
            .kind = VALUE_MODULE, .how = RESOLUTION_IMPORT, .site = {.file = file}, .import = index};
    if (self->files[file].modules[index].count)
        return VALUE_NOTHING; // the module is in the tree and has no such name, or several
    return (value){.kind = VALUE_EXTERNAL,
                   .how = RESOLUTION_EXTERNAL,
                   .module = import->module,
                   .name = import->name,
                   .expression = FACT_NONE};
}

bool
sees_import(const struct linked_file *file, const fact_import *import, uint32_t from)
{
    if (import->scope == 0) // the whole file
        return from != FACT_NONE;
    uint32_t scope = from;
    while (scope != FACT_NONE && scope > import->scope) // symbols come after what they are in
        scope = file->symbols[scope].parent;
    return scope == import->scope;
}

// Whether one file of a package sees what another one declares. Languages of the JVM share packages, but for functions and
// variables outside of classes, which only their own language calls by their names.
static bool
sees_in_package(struct linker *self, const struct linked_file *in, symbol_ref symbol)
{
    language_id there = self->files[symbol.file].language;
    if (there == in->language)
        return true;
    return language_is_jvm(in->language) && language_is_jvm(there) && is_type(self, symbol);
}

// The file's package: what its files share without an import.
static bool
find_in_package(struct linker *self, uint32_t file, uint32_t name, call *call, symbol_ref *found)
{
    const struct linked_file *in = &self->files[file];
    if (in->package == LINK_NONE)
        return false;
    bool by_folder = hooks_at(self, file)->package_is_folder;
    const symbol_ref *symbols, *files;
    uint32_t count = index_range(&self->index, name, &symbols);
    uint32_t file_count = by_folder ? index_range(&self->folders, in->folder_name, &files)
                                    : index_range(&self->packages, in->package, &files);
    count = narrow(&symbols, count, files[0].file, files[file_count - 1].file);
    struct choice choice;
    choice_begin(&choice, file, call);
    for (uint32_t i = 0; i < count && !choice_is_lost(&choice); i++) {
        const struct linked_file *other = &self->files[symbols[i].file];
        if (other->package == in->package && sees_in_package(self, in, symbols[i]) &&
            (!by_folder || other->folder_name == in->folder_name) && is_top_level(self, symbols[i]))
            choice_add(self, &choice, symbols[i], 0);
    }
    return choice_is_made(self, &choice, found, NULL);
}

static bool
find_by_wildcard(struct linker *self, site at, uint32_t name, call *call, uint32_t depth, value *found)
{
    const struct linked_file *in = &self->files[at.file];
    struct choice choice;
    choice_begin(&choice, at.file, call);
    bool is_member = false;
    for (uint32_t i = 0; in->has_wildcards && i < in->import_count; i++) {
        if (!(in->imports[i].flags & IMPORT_WILDCARD) || !sees_import(in, &in->imports[i], at.from))
            continue;
        value type, member;
        if (type_of_module(self, at.file, i, depth, &type)) { // its members
            if (find_member(self, type, name, call, depth, false, &member)) {
                choice_add(self, &choice, member.symbol, 0);
                *found = member;
                is_member = true;
            }
            continue;
        }
        uint32_t visits = 0;
        for (uint32_t m = 0; m < in->modules[i].count; m++)
            add_exported(self, in->modules[i].files[m], name, &visits, &choice);
    }
    symbol_ref chosen;
    if (!choice_is_made(self, &choice, &chosen, NULL))
        return false;
    if (!is_member || !symbol_ref_equal(chosen, found->symbol))
        *found = value_of_symbol(chosen, NULL, RESOLUTION_IMPORT);
    found->how = RESOLUTION_IMPORT;
    return true;
}

static bool
find_in_named_package(struct linker *self, uint32_t file, uint32_t package, uint32_t name, symbol_ref *found)
{
    if (package == INTERN_NONE || name >= self->path_name_count)
        return false;
    const symbol_ref *symbols;
    uint32_t count = index_range(&self->index, name, &symbols);
    for (uint32_t i = 0; i < count && i < CANDIDATES_MAX; i++) {
        const struct linked_file *other = &self->files[symbols[i].file];
        *found = symbols[i];
        if (other->package == package && same_group(self, file, symbols[i].file) &&
            is_top_level(self, symbols[i]))
            return true;
    }
    return false;
}

// The package that every file sees (JLS 7.3).
bool
find_in_core(struct linker *self, uint32_t file, uint32_t name, symbol_ref *found)
{
    const char *core = hooks_at(self, file)->core;
    if (!core)
        return false;
    if (!self->core_names) {
        self->core_names = calloc(CORE_NAMES, sizeof *self->core_names);
        assert(self->core_names);
    }
    language_id language = self->files[file].language;
    struct core_name *known = &self->core_names[(name_hash(self, name) ^ (uint32_t)language * 0x9E3779B1u) & (CORE_NAMES - 1)];
    if (!known->is_set || known->name != name || known->language != language) {
        *known = (struct core_name){.name = name, .language = language, .is_set = true};
        known->is_there =
            find_in_named_package(self, file, intern_find(self->names, span_of(core)), name, &known->symbol);
    }
    *found = known->symbol;
    return known->is_there;
}

static bool
is_visible_from(struct linker *self, symbol_ref symbol, uint32_t file)
{
    const fact_symbol *found = symbol_of(self, symbol);
    return symbol.file == file ||
           (!(found->flags & (SYMBOL_STATIC | SYMBOL_PRIVATE)) && build_exports(self, file, symbol));
}

// The only one of its name in the language group; members when `is_member`, else top-level symbols.
bool
find_unique(struct linker *self, uint32_t file, uint32_t name, call *call, bool is_member, symbol_ref *found)
{
    const symbol_ref *symbols;
    uint32_t count = index_range(&self->index, name, &symbols);
    struct choice choice;
    choice_begin(&choice, file, call);
    const uint32_t *traits = self->index.traits + (symbols - self->index.symbols);
    for (uint32_t i = 0; i < count && count <= CANDIDATES_MAX && choice.count < 2; i++) {
        bool is_hidden = traits[i] >> 8 & (SYMBOL_STATIC | SYMBOL_PRIVATE) && symbols[i].file != file;
        bool is_kind = is_member ? (traits[i] & 0xff) == ENTITY_METHOD : !is_hidden && is_top_level(self, symbols[i]);
        if (is_kind && !is_hidden && same_group(self, file, symbols[i].file) && is_visible_from(self, symbols[i], file))
            choice_add(self, &choice, symbols[i], 0);
    }
    *found = choice.first;
    return choice.count == 1 && choice.fitting_count == 1;
}

enum { QUALIFIER_PARTS_MAX = 16, QUALIFIER_BYTES_MAX = 256 };

bool
find_qualified(struct linker *self, site at, uint32_t operand, uint32_t name, symbol_ref *found)
{
    const hooks *hooks = hooks_at(self, at.file);
    if (!hooks->has_packages || hooks->package_is_folder)
        return false;
    uint32_t parts[QUALIFIER_PARTS_MAX], count = 0;
    while (operand != FACT_NONE && count < QUALIFIER_PARTS_MAX) {
        const fact_expression *part = expression_at(self, at, operand);
        if (part->op != EXPRESSION_MEMBER && part->op != EXPRESSION_NAME)
            return false;
        parts[count++] = part->name;
        operand = part->operand;
    }
    char package[QUALIFIER_BYTES_MAX];
    size_t size = 0;
    while (count > 0) {
        span text = intern_text(self->names, parts[--count]);
        if (size + text.size + 1 > sizeof package)
            return false;
        if (size)
            package[size++] = '.';
        memcpy(package + size, text.data, text.size);
        size += text.size;
    }
    return find_in_named_package(self, at.file, intern_find(self->names, (span){package, size}), name, found);
}

// The import that gives the file that name. Of several (JLS 7.5.3: static imports) the first that takes the
// arguments.
static bool
find_import(struct linker *self, site at, uint32_t name, call *call, uint32_t depth, value *found)
{
    const struct linked_file *in = &self->files[at.file];
    bool is_found = false;
    for (uint32_t i = 0; i < in->import_count; i++) {
        if (in->imports[i].alias != name || !sees_import(in, &in->imports[i], at.from))
            continue;
        value imported = value_of_import(self, at.file, i, call, depth);
        bool fits = imported.kind == VALUE_SYMBOL && takes(symbol_of(self, imported.symbol), call);
        if (!is_found || fits)
            *found = imported;
        is_found = true;
        if (fits || !(in->imports[i].flags & IMPORT_STATIC))
            return true;
    }
    return is_found;
}

// Whether a file of the language group has a top-level symbol of that name, which may be there at run time.
static bool
is_declared_somewhere(struct linker *self, uint32_t file, uint32_t name)
{
    const symbol_ref *symbols;
    uint32_t count = index_range(&self->index, name, &symbols);
    for (uint32_t i = 0; i < count && i < CANDIDATES_MAX; i++) {
        if (same_group(self, file, symbols[i].file) && is_top_level(self, symbols[i]))
            return true;
    }
    return false;
}

// Whether the language's own package, which is not in the tree, declares a type of that name (JLS 7.3).
static bool
is_core_type(const struct linker *self, uint32_t file, uint32_t name)
{
    return hooks_at(self, file)->core_types &&
           hooks_is_core_type(self->files[file].language, intern_text(self->names, name));
}

// Outside of the scopes around it: all that does not depend on where in the file the name stands.
static value
evaluate_free_name(struct linker *self, site at, uint32_t name, call *call, uint32_t depth)
{
    symbol_ref found;
    value result = VALUE_NOTHING;
    if (find_import(self, at, name, call, depth, &result))
        return result;
    if (find_in_package(self, at.file, name, call, &found))
        return value_of_symbol(found, NULL, RESOLUTION_SCOPE);
    if (find_by_wildcard(self, at, name, call, depth, &result))
        return result;
    if (find_in_core(self, at.file, name, &found))
        return value_of_symbol(found, NULL, RESOLUTION_IMPORT);
    if (is_core_type(self, at.file, name))
        return outside_of_tree(intern_find(self->names, span_of(hooks_at(self, at.file)->core)), name);
    if (hooks_at(self, at.file)->free_is_external)
        return is_declared_somewhere(self, at.file, name) ? VALUE_NOTHING : outside_of_tree(LINK_NONE, name);
    if (find_unique(self, at.file, name, call, false, &found))
        return value_of_symbol(found, NULL, RESOLUTION_UNIQUE);
    return VALUE_NOTHING;
}

static struct known_name *
known_slot(struct linker *self, uint32_t file, uint32_t name, uint32_t arguments)
{
    uint32_t hash = name_hash(self, name) ^ (arguments * 0x85EBCA6Bu);
    if (!self->known_names) {
        self->known_names = calloc(KNOWN_NAMES, sizeof *self->known_names);
        assert(self->known_names);
    }
    struct known_name *known = &self->known_names[hash >> 16 & (KNOWN_NAMES - 1)];
    if (known->file != file || known->name != name || known->arguments != arguments)
        *known = (struct known_name){.file = file, .name = name, .arguments = arguments};
    return known;
}

// The place of a free name's value among those that were looked up lately, or NULL when it may not be kept:
// where imports are visible in parts of the file only, where types of arguments choose, and deep inside of an
// expression, where bounds are near.
static struct known_name *
known_name_of(struct linker *self, site at, uint32_t name, const call *call, uint32_t depth)
{
    if (depth > KNOWN_DEPTH_MAX || self->files[at.file].has_scoped_imports ||
        (call && call->values != FACT_NONE))
        return NULL;
    return known_slot(self, at.file, name, call ? call->count : NOT_CALLED);
}

// In C a name has one meaning in a file, whoever says it, but for what macros say and what is not compiled: it is looked up once.
static uint32_t
known_candidates(struct linker *self, site at, uint32_t name, bool is_call, symbol_ref candidates[VISIBLE_MAX],
                 resolution *how)
{
    const struct linked_file *in = &self->files[at.file];
    const fact_symbol *from = &in->symbols[at.from == FACT_NONE ? 0 : at.from];
    if (in->language != LANGUAGE_C || from->kind == ENTITY_MACRO || from->flags & SYMBOL_OFF)
        return visible_candidates(self, at.file, at.from, name, is_call, candidates, how);
    struct known_name *known = known_slot(self, at.file, name, is_call ? KNOWN_CALLED : KNOWN_NAMED);
    if (!known->is_set) {
        uint32_t count = visible_candidates(self, at.file, at.from, name, is_call, candidates, how);
        assert(count <= 1); // one_of_alternatives()
        known->value = count ? value_of_symbol(candidates[0], NULL, *how) : VALUE_NOTHING;
        known->is_set = true;
    }
    candidates[0] = known->value.symbol;
    *how = known->value.how;
    return known->value.kind == VALUE_SYMBOL ? 1 : 0;
}

// C and C++: what is left of a name when scopes and types are through.
value
visible_name(struct linker *self, site at, uint32_t name, call *call)
{
    symbol_ref candidates[VISIBLE_MAX], found;
    resolution how;
    struct choice choice;
    choice_begin(&choice, at.file, call);
    uint32_t count = known_candidates(self, at, name, call != NULL, candidates, &how);
    uint32_t namespaces = 0;
    for (uint32_t i = 0; i < count; i++) {
        choice_add(self, &choice, candidates[i], 0);
        namespaces += symbol_of(self, candidates[i])->kind == ENTITY_NAMESPACE;
    }
    if (namespaces && namespaces == count) // one that is opened in several places
        found = candidates[0];
    else if (!choice_is_made(self, &choice, &found, NULL))
        return VALUE_NOTHING;
    if (how != RESOLUTION_UNIQUE)
        how = found.file == at.file ? RESOLUTION_SCOPE : RESOLUTION_IMPORT;
    return value_of_symbol(found, NULL, how);
}

// Whether what stands in entity `from` of a file sees all of std's names: `using namespace std;`.
static bool
uses_library(const struct linked_file *in, const struct linker *self, uint32_t from)
{
    for (uint32_t i = 0; in->language == LANGUAGE_CPP && in->has_wildcards && i < in->import_count; i++) {
        const fact_import *import = &in->imports[i];
        bool is_library = import->flags & IMPORT_WILDCARD && span_is(intern_text(self->names, import->module), "std");
        if (is_library && sees_import(in, import, from))
            return true;
    }
    return false;
}

// The same by way of `using std::f` and `namespace a = b::c`; `using b::f` only makes visible what is found
// anyway.
static value
used_name(struct linker *self, site at, uint32_t name, call *call, uint32_t depth)
{
    const struct linked_file *in = &self->files[at.file];
    for (uint32_t i = 0; in->language != LANGUAGE_C && i < in->import_count; i++) {
        const fact_import *import = &in->imports[i];
        if (import->alias != name || !sees_import(in, import, at.from))
            continue;
        span module = intern_text(self->names, import->module);
        if (span_is(module, "std") || span_starts(module, "std::"))
            return value_of_import(self, at.file, i, call, depth);
        size_t start = module.size;
        while (start > 0 && module.data[start - 1] != ':')
            start--;
        uint32_t last = intern_find(self->names, span_slice(module, start, module.size));
        if (import->name == LINK_NONE && last != INTERN_NONE && last < self->path_name_count)
            name = last;
        break;
    }
    value found = visible_name(self, at, name, call);
    return found.kind == VALUE_UNKNOWN && uses_library(in, self, at.from) ? library_type(self, name) : found;
}

value
evaluate_name(struct linker *self, site at, uint32_t name, call *call, uint32_t depth)
{
    value result = VALUE_NOTHING;
    bool ended = false;
    if (hooks_at(self, at.file)->has_crates)
        return crates_name(self, at, name, call, depth);
    if (find_in_scope(self, at, name, call, depth, &result, &ended) || ended)
        return result;
    if (hooks_at(self, at.file)->has_linkage)
        return used_name(self, at, name, call, depth);
    struct known_name *known = known_name_of(self, at, name, call, depth);
    if (known && known->is_set)
        return known->value;
    result = evaluate_free_name(self, at, name, call, depth);
    // Searching may have looked up other names: the place may be another's by now.
    known = known_name_of(self, at, name, call, depth);
    bool is_plain =
        result.kind == VALUE_UNKNOWN || result.kind == VALUE_EXTERNAL || result.kind == VALUE_SYMBOL;
    if (known && is_plain && !result.bound && self->evaluations_left) {
        known->value = result;
        known->is_set = true;
    }
    return result;
}
