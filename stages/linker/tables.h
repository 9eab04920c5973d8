// tables - what the linker's parts share: the facts of all files with names numbered for the whole run.
#ifndef SLUICE_STAGES_LINKER_TABLES_H
#define SLUICE_STAGES_LINKER_TABLES_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/intern.h"
#include "schema/facts.h"
#include "stages/linker/linker.h"
#include "stages/linker/vault.h"

enum { LINK_NONE = UINT32_MAX };

// A symbol of the run: its file (index in path order) and its index there.
typedef struct symbol_ref {
    uint32_t file, symbol;
} symbol_ref;

#define SYMBOL_REF_NONE ((symbol_ref){LINK_NONE, LINK_NONE})

static inline bool
symbol_ref_is_none(symbol_ref ref)
{
    return ref.file == LINK_NONE;
}

static inline bool
symbol_ref_equal(symbol_ref a, symbol_ref b)
{
    return a.file == b.file && a.symbol == b.symbol;
}

// The order of files, then of symbols in a file.
static inline int
symbol_ref_compare(symbol_ref a, symbol_ref b)
{
    if (a.file != b.file)
        return a.file < b.file ? -1 : 1;
    return (a.symbol > b.symbol) - (a.symbol < b.symbol);
}

// The facts of one file; names are numbers of linker.names.
struct linked_file {
    uint32_t number;
    uint16_t cluster; // the first 16 bits of its entities' ids; here, because a page of the vault for each file is much
    bool is_dropped;
    language_id language;
    span path; // owned
    uint32_t path_name, folder_name, base_name, package;
    const fact_symbol *symbols; // in the vault, as are the three that follow, and the owners
    const fact_expression *expressions;
    const fact_reference *references;
    fact_import *imports;
    uint32_t *uses; // Rust: numbers of the imports by what they are looked for; NULL where they are few
    uint32_t symbol_count, expression_count, reference_count, import_count;
    symbol_ref *owners;          // of each symbol, once resolved: the type it is a member of; NULL: none has one
    struct file_list *modules;   // of each import, once resolved: the files it names
    uint32_t *base_references;   // the references that name a type's base, in order
    uint32_t base_reference_count;
    bool has_reexports, has_wildcards, has_scoped_imports; // among its imports
    bool has_extensions; // members of types of the language's own: of `impl str`, `extension Int`
    uint32_t first_link, link_end; // of its types, among the links
    bool is_prelude; // declares what is the language's own (prelude.h)
    struct use_found *use_paths; // of each import of a Rust file: crates.c
    symbol_ref module_parent; // of a Rust file: the module that declares it (crates.h)
    uint32_t manifest;        // of a Rust file: the nearest Cargo.toml
    buffer condition;          // build.c: where a Go file is compiled
    uint32_t build;            // and the build as part of which it is looked at
    bool is_header;            // by its name, of C or C++
    bool is_usual, is_test;            // build.c: part of the usual build; a _test.go
};

struct file_list {
    uint32_t *files;
    uint32_t count;
    bool is_unordered; // not ascending
};

// Rows of a name: its symbols in (file, symbol) order.
struct name_index {
    uint32_t *starts; // names + 1
    symbol_ref *symbols;
    uint32_t *traits; // of each of `symbols`, its symbol_traits(), so that most need not be looked at; NULL where files are indexed
};

// A symbol's kind (8 bits) and flags.
static inline uint32_t
symbol_traits(const fact_symbol *symbol)
{
    return symbol->kind | symbol->flags << 8;
}

// The members of each (type, name), in (file, symbol) order.
struct member {
    symbol_ref type, symbol;
    uint32_t next; // of the same type and name
};

struct member_index {
    uint32_t *slots; // open addressing: first member + 1
    uint32_t mask;   // 0: not built yet
    struct member *members;
};

// Some symbols, to be found by their names.
struct named_symbol {
    uint32_t name;
    uint32_t type; // the name of the type of the language's own that it extends, or LINK_NONE
    symbol_ref symbol;
};

struct named_symbols {
    struct named_symbol *items; // sorted by name, then symbol
    uint32_t count, capacity;
};

// What a type names as its base, with the reference that says so. Sorted by type.
enum link_state { LINK_UNKNOWN, LINK_BEING_FOUND, LINK_FOUND };
struct base_link {
    symbol_ref type, base; // base: none where it is not in the tree
    uint32_t file, reference;
    uint8_t state;
    bool is_generic; // the base has type arguments
};

struct subtype {
    symbol_ref base, type;
};

enum { NAMESPACE_DEPTH_MAX = 16, DIRECTIVES_MAX = 16 };

// `using namespace a::b;`: the names, innermost first.
struct directive {
    uint32_t import, names[NAMESPACE_DEPTH_MAX], count;
};

// The files that one file includes, directly or not, and the namespaces whose names it uses: the file at hand only, since files
// are linked one after the other.
struct include_set {
    uint32_t *stamps; // by file: `stamp` when it is included
    uint32_t *order;  // by included file: how many files were found before it
    uint32_t *queue;
    uint32_t stamp, file; // file: LINK_NONE at first
    uint32_t active_count; // those found from here on stand in conditions that do not hold
    bool has_assert;       // <assert.h> is among them
    struct directive directives[DIRECTIVES_MAX];
    uint32_t directive_count;
};

struct linker {
    void (*pulse)(void *context);
    void *context;
    intern *names;
    vault *vault;
    size_t targets_bytes_max; // of edges by target outside of the vault; 0: no bound
    facts unpacked; // scratch
    arena *workspace;            // of the reference at hand, as are the following: resolve.c
    uint32_t evaluations_left;
    uint32_t references_begun; // counts
    uint32_t binding_file;
    struct linked_file *files;
    uint32_t file_count, file_capacity;
    intern *seen; // file numbers as text: which are here

    struct name_index index;
    struct name_index packages; // of each package name, folder and path: files (symbol 0 of each)
    struct name_index folders;
    struct name_index base_names; // of each file name without its folder: files
    struct include_set includes;
    struct member_index members;
    struct base_link *links;
    uint32_t link_count;
    uint32_t links_being_found;
    bool has_links; // all are found
    struct missing *missing; // members.c
    symbol_ref root; // the base of all types of `root_language`, or none
    language_id root_language;
    struct subtype *subtypes; // sorted by base, then type: overrides.c
    uint32_t subtype_count, subtype_capacity;
    intern *override_keys;    // methods whose overriding ones are known: by number, ...
    buffer override_ranges;   // ... two numbers of each: where they start, and how many there are of them ...
    buffer override_targets;  // ... here
    uint32_t *file_of_path; // by name, LINK_NONE
    uint32_t path_name_count;
    uint32_t *manifests; // among the files
    uint32_t manifest_count;
    struct python_memory *python; // python.c; NULL when nothing is remembered

    struct known_name *known_names; // names.c
    struct core_name *core_names;
    struct use_memory *use_memory;  // crates.c
    uint8_t *name_notes;            // crates.c: of each name, what it may be in a path
    struct named_symbols extensions; // members that the tree adds to types of the language's own
    struct named_symbols blankets;   // methods of Rust's impls for type parameters: traits.h
    uint64_t resolutions[RESOLUTION_COUNT];
};

static inline const fact_symbol *
symbol_of(const struct linker *self, symbol_ref ref)
{
    return &self->files[ref.file].symbols[ref.symbol];
}

// A hash that does not depend on the number of a name (0: LINK_NONE): numbers come as files arrive, and what is kept where in a
// table that forgets must not.
static inline uint32_t
name_hash(const struct linker *self, uint32_t name)
{
    return name == LINK_NONE ? 0 : intern_hash(self->names, name);
}

// Bytes of the vault that going through a file's symbols uses: for vault_rest().
static inline size_t
symbol_bytes(const struct linked_file *file)
{
    return (size_t)file->symbol_count * (sizeof *file->symbols + sizeof *file->owners);
}

static inline uint64_t
symbol_id(const fact_symbol *symbol)
{
    return (uint64_t)symbol->id_high << 32 | symbol->id_low;
}

// tables.c: indexes, made once all files are there and in path order. False when the vault has failed.
bool tables_build(struct linker *self);
void tables_free(struct linker *self);
// Indexes members by type and name; once resolve_owners() is through with all files. False when the vault has failed.
bool tables_index_members(struct linker *self);
// Adds to a list; sorts it, once all are in; where those of a name begin in it, if there are any.
void named_symbols_add(struct named_symbols *self, struct named_symbol added);
void named_symbols_sort(struct named_symbols *self);
uint32_t named_symbols_first(const struct named_symbols *self, uint32_t name);
void named_symbols_fini(struct named_symbols *self);
// The first member of a type with that name, or LINK_NONE; members.members[i].next leads on.
uint32_t tables_first_member(const struct linker *self, symbol_ref type, uint32_t name);
// Symbols named `name`, in (file, symbol) order.
static inline uint32_t
index_range(const struct name_index *index, uint32_t name, const symbol_ref **first)
{
    *first = index->symbols + index->starts[name];
    return index->starts[name + 1] - index->starts[name];
}
// The first of a name's symbols that is in `file` or later, as an offset into its range.
uint32_t index_seek(const symbol_ref *symbols, uint32_t count, uint32_t file);

// modules.c: which files an import names.
void modules_resolve(struct linker *self, uint32_t file);
// The file of the Python module `name` below `module` (each may be empty), as `from` imports it; or LINK_NONE.
uint32_t modules_python_below(const struct linker *self, const struct linked_file *from, span module, span name);

// How many folders two paths have in common, from the root on.
uint32_t module_closeness(span a, span b);
// How many folders a path names.
uint32_t module_depth(span path);

// visibility.c: whether a symbol is a member of a namespace, wherever that is opened, or of an inline one in it (C++).
bool is_in_namespace(const struct linker *self, symbol_ref symbol, symbol_ref namespace);
// Which definitions a name can mean in C and C++, without those in scopes and types around it.
// Puts them into `out`, at most VISIBLE_MAX; returns how many, and how they were found. More than one is left only where
// the language has overloads, or where nothing tells which is meant. 0 too when there are too many to look at.
enum { VISIBLE_MAX = 32 };
uint32_t visible_candidates(struct linker *self, uint32_t file, uint32_t from, uint32_t name, bool is_call,
                            symbol_ref out[VISIBLE_MAX], resolution *how);
void include_set_fini(struct include_set *self);
// Whether what stands in entity `from` of a file sees an import that may stand in one of its scopes (names.c).
bool sees_import(const struct linked_file *file, const fact_import *import, uint32_t from);

// members.c
// Finds the type each symbol of the file is a member of (parents, receivers, impl blocks). False when the vault has failed.
bool resolve_owners(struct linker *self, uint32_t file);
// Lists the members that are added to types of the language's own.
void members_find_extensions(struct linker *self);
// Finds what all types name as their bases; once owners and members are there.
void members_link_bases(struct linker *self);
// Gives back what is remembered of members that types have not.
void members_forget(struct linker *self);

// Whether Java may mean a file's functions by that name, as those of a class: `UtilKt`.
bool module_is_facade(span name);
// The file, or the first of the files, that an import names; of a package's files the one that declares the name that is
// taken from it. LINK_NONE when it is outside of the tree.
uint32_t module_first_file(const struct linker *self, uint32_t file, uint32_t import);

#endif
