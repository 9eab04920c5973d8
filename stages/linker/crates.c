#include "stages/linker/crates.h"

#include "stages/linker/manifests.h"

#include <assert.h>
#include <stdlib.h>

enum {
    MODULES_DEEP_MAX = 64, // of a module in modules
    PARTS_MAX = 64,        // of a path
    KNOWN_USES = 1 << 14,  // of which what they bring is remembered
    KNOWN_DEPTH_MAX = 16,
    FOLLOWED_MAX = 128, // uses that lead to each other
};

// How long it holds what was found. A `use` may lead round to itself, and brings nothing while it is followed; what was found behind
// it may lack what it brings, and holds as long as it is followed (Tarjan's low links, 1972). Level 0 is the reference at
// hand: what a bound has cut short holds for that one.
enum { FOR_GOOD = UINT32_MAX };
struct holds {
    uint32_t level, serial; // of the use that is being followed
    uint32_t depth;         // level 0: for what is asked that deep or deeper
};

enum follow_state { FOLLOW_UNKNOWN, FOLLOW_BEGUN, FOLLOW_DONE };

// What was found: an UNKNOWN, EXTERNAL or SYMBOL without type arguments.
struct use_found {
    uint8_t kind, how, state; // FOLLOW_...
    struct holds holds;       // while it is begun: its own level
    union {
        symbol_ref symbol;
        struct {
            uint32_t module, name;
        } outside;
    };
};

struct known_use {
    uint32_t file, import, name, arguments;
    uint32_t want;
    struct use_found found;
};

struct use_memory {
    uint32_t level, low; // of what is being followed; the lowest that was met since it began
    uint32_t serial;
    uint32_t open[FOLLOWED_MAX + 1]; // by level: serials
    struct known_use known[KNOWN_USES];
};

static struct use_memory *
memory_of(struct linker *self)
{
    if (!self->use_memory) {
        self->use_memory = calloc(1, sizeof *self->use_memory);
        assert(self->use_memory);
        self->use_memory->low = FOR_GOOD;
    }
    return self->use_memory;
}

void
crates_forget(struct linker *self)
{
    free(self->use_memory);
    self->use_memory = NULL;
}

static uint32_t
serial_at(const struct linker *self, uint32_t level)
{
    return level ? self->use_memory->open[level] : self->references_begun;
}

// What is found from here on lacks what is found at that level.
static void
lacks(struct linker *self, uint32_t level)
{
    struct use_memory *memory = memory_of(self);
    if (level < memory->low)
        memory->low = level;
}

static bool
still_holds(const struct linker *self, const struct holds *holds, uint32_t depth)
{
    return holds->level == FOR_GOOD || (holds->level <= self->use_memory->level && (holds->level || depth >= holds->depth) &&
                                        serial_at(self, holds->level) == holds->serial);
}

// Begins to follow a use; returns what follow_end() needs.
static uint32_t
follow_begin(struct linker *self, struct holds *holds)
{
    struct use_memory *memory = memory_of(self);
    uint32_t before = memory->low;
    memory->low = FOR_GOOD;
    memory->open[++memory->level] = ++memory->serial;
    *holds = (struct holds){.level = memory->level, .serial = memory->serial};
    return before;
}

static void
follow_end(struct linker *self, struct holds *holds, uint32_t before, uint32_t depth)
{
    struct use_memory *memory = self->use_memory;
    if (depth > KNOWN_DEPTH_MAX || !self->evaluations_left)
        memory->low = 0; // bounds are near
    uint32_t low = memory->low < memory->level ? memory->low : FOR_GOOD;
    memory->level--;
    *holds = (struct holds){.level = low, .serial = low == FOR_GOOD ? 0 : serial_at(self, low), .depth = depth};
    memory->low = low < before ? low : before;
}

// Of several things of one name, in several name spaces, the one that is meant.
enum want { WANT_TYPE, WANT_CALL, WANT_MACRO };

static enum want
wanted_by(const call *call)
{
    return !call ? WANT_TYPE : call->is_macro ? WANT_MACRO : WANT_CALL;
}

// How well something of a kind is what is meant: 0 not at all, CERTAIN and above certainly.
enum { CERTAIN = 3 };

static int
rank_of_kind(entity_kind kind, enum want want)
{
    if (kind == ENTITY_MACRO || want == WANT_MACRO)
        return kind == ENTITY_MACRO && want == WANT_MACRO ? CERTAIN : 0;
    bool is_type = entity_kind_is_type(kind) || kind == ENTITY_TYPE_ALIAS || kind == ENTITY_TYPE_PARAMETER;
    if (want == WANT_CALL)
        return entity_kind_is_callable(kind)                        ? 4
               : kind == ENTITY_STRUCT || kind == ENTITY_ENUMERATOR ? 3
               : kind == ENTITY_CONSTANT || kind == ENTITY_VARIABLE ? 2
                                                                    : 1;
    return is_type || kind == ENTITY_MODULE                                                  ? 4
           : kind == ENTITY_CONSTANT || kind == ENTITY_VARIABLE || kind == ENTITY_ENUMERATOR ? 3
                                                                                             : 2;
}

static int
rank_of(const struct linker *self, const value *found, enum want want)
{
    if (found->kind == VALUE_UNKNOWN)
        return 0;
    return found->kind == VALUE_SYMBOL ? rank_of_kind((entity_kind)symbol_of(self, found->symbol)->kind, want)
                                       : CERTAIN;
}

static void
keep_better(const struct linker *self, value *best, value found, enum want want)
{
    if (rank_of(self, &found, want) > rank_of(self, best, want))
        *best = found;
}

static value
external(uint32_t module, uint32_t name)
{
    return (value){.kind = VALUE_EXTERNAL,
                   .how = RESOLUTION_EXTERNAL,
                   .module = module,
                   .name = name,
                   .expression = FACT_NONE};
}

// What lies outside of the tree: the standard library's, where the prelude declares it.
value
crates_outside(struct linker *self, uint32_t file, uint32_t module, uint32_t name)
{
    static const char *const libraries[] = {"std", "core", "alloc"};
    span path = intern_text(self->names, module);
    for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) {
        size_t size = strlen(libraries[i]);
        symbol_ref found;
        bool is_in = span_starts(path, libraries[i]) && (path.size == size || path.data[size] == ':');
        if (is_in && name != LINK_NONE && find_in_core(self, file, name, &found))
            return value_of_symbol(found, NULL, RESOLUTION_IMPORT);
    }
    return external(module, name);
}

// ---- what a name may be in a path, so that most need not be looked for

enum { NOTE_START = 1, NOTE_FILE = 2, NOTE_CRATE = 4 }; // `self`; of a file or folder; of a package, or what a manifest calls one

static void
note(struct linker *self, span text, uint8_t what)
{
    uint32_t name = intern_find(self->names, text);
    if (name != INTERN_NONE && name < self->path_name_count)
        self->name_notes[name] |= what;
}

static bool
may_be(const struct linker *self, uint32_t name, uint8_t what)
{
    return name < self->path_name_count && self->name_notes[name] & what;
}

// ---- the tree of modules

static bool
is_module(const struct linker *self, symbol_ref symbol)
{
    return symbol_of(self, symbol)->kind == ENTITY_MODULE;
}

// The module that an entity of a file stands in; a module stands in itself.
static symbol_ref
module_around(const struct linker *self, uint32_t file, uint32_t symbol)
{
    const struct linked_file *in = &self->files[file];
    while (symbol != 0 && symbol != FACT_NONE && in->symbols[symbol].kind != ENTITY_MODULE)
        symbol = in->symbols[symbol].parent;
    return (symbol_ref){file, symbol == FACT_NONE ? 0 : symbol};
}

static symbol_ref
module_above(const struct linker *self, symbol_ref module)
{
    const struct linked_file *in = &self->files[module.file];
    return module.symbol ? module_around(self, module.file, in->symbols[module.symbol].parent)
                         : in->module_parent;
}

static symbol_ref
root_of(const struct linker *self, symbol_ref module)
{
    for (int i = 0; i < MODULES_DEEP_MAX; i++) {
        symbol_ref above = module_above(self, module);
        if (symbol_ref_is_none(above))
            break;
        module = above;
    }
    return module;
}

static bool
is_inside(const struct linker *self, symbol_ref module, symbol_ref outer)
{
    for (int i = 0; i < MODULES_DEEP_MAX && !symbol_ref_is_none(module); i++) {
        if (symbol_ref_equal(module, outer))
            return true;
        module = module_above(self, module);
    }
    return false;
}

static uint32_t
file_at(const struct linker *self, span path)
{
    uint32_t name = path.size ? intern_find(self->names, path) : INTERN_NONE;
    return name == INTERN_NONE || name >= self->path_name_count ? LINK_NONE : self->file_of_path[name];
}

static uint32_t
rust_file_at(const struct linker *self, span folder, span stem, const char *ending)
{
    char path[MANIFEST_PATH_BYTES], whole[MANIFEST_PATH_BYTES];
    span joined = manifest_join(path, folder, stem);
    if (!joined.data || joined.size + strlen(ending) > sizeof whole)
        return LINK_NONE;
    memcpy(whole, joined.data, joined.size);
    memcpy(whole + joined.size, ending, strlen(ending));
    return file_at(self, (span){whole, joined.size + strlen(ending)});
}

static span
file_name(span path)
{
    span folder = manifest_folder(path);
    return span_slice(path, folder.size ? folder.size + 1 : 0, path.size);
}

// Whether a file is the root of a crate by its name and place (Cargo book, "Package Layout").
static bool
is_root_by_place(span path)
{
    span name = file_name(path), folder = file_name(manifest_folder(path));
    return span_is(name, "lib.rs") || span_is(name, "main.rs") || span_is(name, "build.rs") ||
           span_is(folder, "bin") || span_is(folder, "tests") || span_is(folder, "examples") ||
           span_is(folder, "benches");
}

// Where the files of a file's child modules lie: beside a/mod.rs and the roots of crates, else in the folder
// of its name.
static span
children_folder(const struct linker *self, uint32_t file)
{
    span path = self->files[file].path;
    bool is_root = is_root_by_place(path) || !memchr(path.data, '/', path.size);
    if (is_root || span_is(file_name(path), "mod.rs"))
        return manifest_folder(path);
    return span_slice(path, 0, path.size - (span_ends(path, ".rs") ? strlen(".rs") : 0));
}

// The same for what is declared in a module that is written in the file.
static span
folder_of_module(const struct linker *self, symbol_ref module, char out[MANIFEST_PATH_BYTES])
{
    span names[MODULES_DEEP_MAX];
    uint32_t count = 0;
    const struct linked_file *in = &self->files[module.file];
    for (uint32_t s = module.symbol; s != 0 && s != FACT_NONE && count < MODULES_DEEP_MAX;
         s = in->symbols[s].parent)
        names[count++] = intern_text(self->names, in->symbols[s].name);
    char other[MANIFEST_PATH_BYTES];
    span folder = manifest_join(out, children_folder(self, module.file), (span){"", 0});
    while (count > 0 && folder.data) {
        memcpy(other, folder.data, folder.size);
        folder = manifest_join(out, (span){other, folder.size}, names[--count]);
    }
    return folder;
}

// `mod name;`, whose import has the module "self::name", and for a name what `#[path = "..."]` says.
static bool
is_declaration(const struct linker *self, const fact_import *import)
{
    return import->flags & IMPORT_MODULE && import->alias != LINK_NONE &&
           span_starts(intern_text(self->names, import->module), "self::");
}

static uint32_t
declared_file(const struct linker *self, uint32_t file, const fact_import *import)
{
    char bytes[MANIFEST_PATH_BYTES];
    symbol_ref module = module_around(self, file, import->scope);
    span folder = folder_of_module(self, module, bytes);
    if (import->name != LINK_NONE)
        return rust_file_at(self, module.symbol ? folder : manifest_folder(self->files[file].path),
                            intern_text(self->names, import->name), "");
    span name = intern_text(self->names, import->alias);
    uint32_t found = rust_file_at(self, folder, name, ".rs");
    if (found == LINK_NONE)
        found = rust_file_at(self, folder, name, "/mod.rs");
    span beside = manifest_folder(self->files[file].path);
    if (found == LINK_NONE && !module.symbol) // of a root that is not called so: [[bin]] path = "src/tool.rs"
        found = rust_file_at(self, beside, name, ".rs");
    if (found == LINK_NONE && !module.symbol)
        found = rust_file_at(self, beside, name, "/mod.rs");
    return found;
}

// A file that no `mod` outside of macros declares belongs to the module that its path says.
static symbol_ref
parent_by_place(const struct linker *self, uint32_t file)
{
    static const char *const endings[] = {"/mod.rs", ".rs", "/lib.rs", "/main.rs"};
    span path = self->files[file].path, folder = manifest_folder(path);
    if (is_root_by_place(path))
        return SYMBOL_REF_NONE;
    if (span_is(file_name(path), "mod.rs"))
        folder = manifest_folder(folder);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        uint32_t found = rust_file_at(self, folder, (span){"", 0}, folder.size ? endings[i] : endings[i] + 1);
        if (found != LINK_NONE && found != file)
            return (symbol_ref){found, 0};
    }
    return SYMBOL_REF_NONE;
}

static void
note_names(struct linker *self)
{
    static const char *const starts[] = {"crate", "$crate", "self", "super"};
    self->name_notes = calloc((size_t)self->path_name_count + 1, sizeof *self->name_notes);
    assert(self->name_notes);
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        note(self, span_of(starts[i]), NOTE_START);
    for (uint32_t f = 0; f < self->file_count; f++) {
        const struct linked_file *file = &self->files[f];
        span name = file_name(file->path);
        if (file->language == LANGUAGE_RUST) {
            note(self, span_slice(name, 0, name.size - (span_ends(name, ".rs") ? strlen(".rs") : 0)), NOTE_FILE);
            note(self, file_name(manifest_folder(file->path)), NOTE_FILE);
        }
        if (file->language != LANGUAGE_MANIFEST || !span_is(name, "Cargo.toml"))
            continue;
        if (file->package < self->path_name_count)
            self->name_notes[file->package] |= NOTE_CRATE;
        for (uint32_t i = 0; i < file->import_count; i++) {
            if (file->imports[i].alias < self->path_name_count)
                self->name_notes[file->imports[i].alias] |= NOTE_CRATE;
        }
    }
}

void
crates_link(struct linker *self)
{
    bool has_crates = false;
    for (uint32_t f = 0; f < self->file_count; f++) {
        self->files[f].module_parent = SYMBOL_REF_NONE;
        has_crates |= self->files[f].language == LANGUAGE_RUST;
    }
    if (!has_crates)
        return;
    note_names(self);
    for (uint32_t f = 0; f < self->file_count; f++) {
        const struct linked_file *file = &self->files[f];
        for (uint32_t i = 0; file->language == LANGUAGE_RUST && i < file->import_count; i++) {
            if (!is_declaration(self, &file->imports[i]))
                continue;
            uint32_t child = declared_file(self, f, &file->imports[i]);
            if (child != LINK_NONE && child != f && symbol_ref_is_none(self->files[child].module_parent))
                self->files[child].module_parent = module_around(self, f, file->imports[i].scope);
        }
    }
    for (uint32_t f = 0; f < self->file_count; f++) {
        struct linked_file *file = &self->files[f];
        if (file->language != LANGUAGE_RUST)
            continue;
        if (symbol_ref_is_none(file->module_parent))
            file->module_parent = parent_by_place(self, f);
        file->manifest = manifest_above(self, manifest_folder(file->path), "Cargo.toml");
        file->use_paths = calloc(file->import_count + 1, sizeof *file->use_paths);
        assert(file->use_paths);
    }
}

// ---- crates

// The root of the crate that a file calls `name`, or LINK_NONE where it is not in the tree.
static uint32_t
crate_called(const struct linker *self, uint32_t file, uint32_t name)
{
    if (!may_be(self, name, NOTE_CRATE))
        return LINK_NONE;
    struct manifest_paths paths;
    span called = intern_text(self->names, name), folder = manifest_folder(self->files[file].path);
    uint32_t manifest = self->files[file].manifest;
    for (uint32_t i = 0; manifest != LINK_NONE && i < self->files[manifest].import_count; i++) {
        const fact_import *entry = &self->files[manifest].imports[i];
        if (entry->alias == name &&
            entry->flags & IMPORT_MODULE) // a dependency that is called otherwise there
            called = intern_text(self->names, entry->module);
    }
    manifest = manifest_of_package(self, called, "Cargo.toml", folder);
    if (manifest == LINK_NONE)
        return LINK_NONE;
    manifest_find(self, manifest, SPAN_LITERAL("crate"), &paths);
    uint32_t root = LINK_NONE;
    for (uint32_t i = 0; i < paths.count && root == LINK_NONE; i++)
        root = file_at(self, paths.paths[i]);
    return root;
}

// ---- what a module holds

struct lookup {
    symbol_ref from; // the module that asks
    enum want want;
    call *call;
};

static value in_module(struct linker *self, const struct lookup *lookup, symbol_ref module, uint32_t name,
                       uint32_t depth);

static value
in_value(struct linker *self, const struct lookup *lookup, value outer, uint32_t name, uint32_t depth)
{
    if (outer.kind == VALUE_EXTERNAL)
        return crates_outside(self, lookup->from.file, outer.module, name);
    if (outer.kind != VALUE_SYMBOL)
        return VALUE_NOTHING;
    if (is_module(self, outer.symbol))
        return in_module(self, lookup, outer.symbol, name, depth);
    value type = instance_of(self, outer, depth), member;
    if (type.kind != VALUE_INSTANCE || !is_type(self, type.symbol))
        return VALUE_NOTHING;
    type.kind = VALUE_SYMBOL;
    return find_member(self, type, name, lookup->call, depth, false, &member) ? member : VALUE_NOTHING;
}

// Reads the next part of "a::b"; false at the end.
static bool
next_part(span *path, span *part)
{
    size_t end = 0;
    while (end < path->size && path->data[end] != ':')
        end++;
    *part = span_slice(*path, 0, end);
    *path = span_slice(*path, end + 2 < path->size ? end + 2 : path->size, path->size);
    while (part->size && strchr(" \t\r\n", part->data[part->size - 1]))
        part->size--;
    while (part->size && strchr(" \t\r\n", part->data[0]))
        *part = span_slice(*part, 1, part->size);
    return part->size > 0;
}

// A word that starts a path: `crate`, `self`, `super`.
static bool
start_of_path(const struct linker *self, span word, symbol_ref module, symbol_ref *start)
{
    bool is_root = span_is(word, "crate") || span_is(word, "$crate");
    *start = is_root ? root_of(self, module) : span_is(word, "super") ? module_above(self, module) : module;
    return is_root || span_is(word, "super") || span_is(word, "self");
}

static value child_by_place(const struct linker *self, symbol_ref module, uint32_t name);
static value item_in(const struct linker *self, symbol_ref scope, uint32_t name, enum want want);
static value used_in(struct linker *self, const struct lookup *lookup, symbol_ref scope, uint32_t name, bool is_wildcard,
                     uint32_t depth);

// What a module says itself of a name, not by way of `use a::*`.
static bool
named_in(struct linker *self, const struct lookup *lookup, symbol_ref module, uint32_t name, uint32_t depth, value *found)
{
    *found = item_in(self, module, name, WANT_TYPE);
    if (depth < EVALUATE_DEPTH_MAX)
        keep_better(self, found, used_in(self, lookup, module, name, false, depth), WANT_TYPE);
    if (found->kind == VALUE_UNKNOWN)
        *found = child_by_place(self, module, name);
    return rank_of(self, found, WANT_TYPE) >= CERTAIN;
}

// A first part that is a name: of the module at hand, a crate's, or (edition 2015) of the crate's root. What globs bring
// comes last, as each is such a path itself, which others might be asked for.
static value
first_of_path(struct linker *self, const struct lookup *lookup, symbol_ref module, uint32_t name,
              uint32_t depth)
{
    value found;
    if (named_in(self, lookup, module, name, depth, &found))
        return found;
    uint32_t crate = crate_called(self, module.file, name);
    if (crate != LINK_NONE)
        return value_of_symbol((symbol_ref){crate, 0}, NULL, RESOLUTION_IMPORT);
    symbol_ref root = root_of(self, module);
    bool is_root = symbol_ref_equal(root, module);
    if (!is_root && named_in(self, lookup, root, name, depth, &found))
        return found;
    found = in_module(self, lookup, module, name, depth);
    return rank_of(self, &found, WANT_TYPE) >= CERTAIN || is_root ? found : in_module(self, lookup, root, name, depth);
}

// What the path of a `use` denotes, seen from a module. What starts with the name of nothing in the tree is
// outside.
static value
follow_path(struct linker *self, const struct lookup *lookup, symbol_ref module, span path, uint32_t depth)
{
    span rest = path, part;
    bool is_global = span_starts(path, "::");
    if (is_global)
        rest = span_slice(path, 2, path.size);
    uint32_t whole = intern_find(self->names, path);
    value at = VALUE_NOTHING;
    for (int i = 0; i < PARTS_MAX && next_part(&rest, &part); i++) {
        symbol_ref start = at.kind == VALUE_SYMBOL ? at.symbol : module;
        bool can_start =
            i == 0 || (at.kind == VALUE_SYMBOL && is_module(self, at.symbol) && span_is(part, "super"));
        if (can_start && start_of_path(self, part, start, &start)) {
            if (symbol_ref_is_none(start))
                return VALUE_NOTHING;
            at = value_of_symbol(start, NULL, RESOLUTION_IMPORT);
            continue;
        }
        uint32_t name =
            intern_find(self->names, span_starts(part, "r#") ? span_slice(part, 2, part.size) : part);
        if (i > 0) {
            at = name == INTERN_NONE ? VALUE_NOTHING : in_value(self, lookup, at, name, depth);
        } else {
            if (name != INTERN_NONE)
                at = first_of_path(self, lookup, is_global ? root_of(self, module) : module, name, depth);
            if (at.kind == VALUE_UNKNOWN && whole != INTERN_NONE)
                return external(whole, name);
        }
        if (at.kind == VALUE_UNKNOWN)
            return at;
    }
    return at;
}

// Keeps what was found; false where it is more than can be kept.
static bool
keep_found(struct use_found *kept, value found)
{
    bool is_plain = found.kind == VALUE_UNKNOWN || found.kind == VALUE_EXTERNAL || found.kind == VALUE_SYMBOL;
    kept->state = is_plain && !found.bound ? FOLLOW_DONE : FOLLOW_UNKNOWN;
    kept->kind = (uint8_t)found.kind;
    kept->how = (uint8_t)found.how;
    if (found.kind == VALUE_SYMBOL)
        kept->symbol = found.symbol;
    else
        kept->outside.module = found.module, kept->outside.name = found.name;
    return kept->state == FOLLOW_DONE;
}

static value
kept_value(const struct use_found *kept)
{
    if (kept->kind == VALUE_SYMBOL)
        return value_of_symbol(kept->symbol, NULL, (resolution)kept->how);
    return kept->kind == VALUE_EXTERNAL ? external(kept->outside.module, kept->outside.name) : VALUE_NOTHING;
}

// Whether that is known, or being followed, which brings nothing: *found.
static bool
is_found(struct linker *self, const struct use_found *kept, uint32_t depth, value *found)
{
    bool is_known = kept->state == FOLLOW_DONE && still_holds(self, &kept->holds, depth);
    if (!is_known && kept->state != FOLLOW_BEGUN)
        return false;
    if (kept->holds.level != FOR_GOOD)
        lacks(self, kept->holds.level);
    *found = is_known ? kept_value(kept) : VALUE_NOTHING;
    return true;
}

// What the path of a `use` denotes, without the name that is taken from there. It depends on nothing else, and is found once
// for all before references are bound: modules_resolve().
static value
outer_of_use(struct linker *self, uint32_t file, uint32_t index, uint32_t depth)
{
    struct use_found *kept = &self->files[file].use_paths[index];
    value found;
    if (is_found(self, kept, depth, &found))
        return found;
    if (memory_of(self)->level == FOLLOWED_MAX) {
        lacks(self, 0);
        return VALUE_NOTHING;
    }
    const fact_import *import = &self->files[file].imports[index];
    struct lookup lookup = {.from = module_around(self, file, import->scope), .want = WANT_TYPE};
    kept->state = FOLLOW_BEGUN;
    uint32_t before = follow_begin(self, &kept->holds);
    found = follow_path(self, &lookup, lookup.from, intern_text(self->names, import->module), depth);
    if (!keep_found(kept, found))
        keep_found(kept, found = VALUE_NOTHING); // not a module, nor a type
    follow_end(self, &kept->holds, before, depth);
    return found;
}

static value
follow_use_afresh(struct linker *self, const struct lookup *asked, uint32_t file, uint32_t index, uint32_t name,
                  uint32_t depth)
{
    const fact_import *import = &self->files[file].imports[index];
    if (is_declaration(self, import)) {
        const struct file_list *known = self->files[file].modules ? &self->files[file].modules[index] : NULL;
        uint32_t child = known && known->count ? known->files[0] : declared_file(self, file, import);
        return child == LINK_NONE ? VALUE_NOTHING
                                  : value_of_symbol((symbol_ref){child, 0}, NULL, RESOLUTION_IMPORT);
    }
    if (depth >= EVALUATE_DEPTH_MAX || !self->evaluations_left)
        return VALUE_NOTHING;
    self->evaluations_left--;
    value outer = outer_of_use(self, file, index, depth);
    if (name == LINK_NONE)
        return outer;
    if (outer.kind == VALUE_EXTERNAL)
        return crates_outside(self, file, import->module, name);
    struct lookup lookup = {.from = module_around(self, file, import->scope), .want = asked->want, .call = asked->call};
    value found = in_value(self, &lookup, outer, name, depth);
    if (found.kind == VALUE_SYMBOL)
        found.how = RESOLUTION_IMPORT;
    return found;
}

// What a `use` brings under a name, looked up once where it does not depend on arguments.
static value
follow_use(struct linker *self, const struct lookup *asked, uint32_t file, uint32_t index, uint32_t name, uint32_t depth)
{
    bool has_values = asked->call && asked->call->values != FACT_NONE;
    uint32_t want = asked->want | (uint32_t)has_values << 8;
    uint32_t arguments = asked->call ? asked->call->count : FACT_NONE;
    uint32_t hash = file * 0x9E3779B1u ^ index * 0x85EBCA6Bu ^ name_hash(self, name) ^
                    (arguments + want) * 0x27D4EB2Fu;
    struct known_use *known = &memory_of(self)->known[(hash ^ hash >> 15) & (KNOWN_USES - 1)];
    bool is_it = known->file == file && known->import == index && known->name == name && known->arguments == arguments &&
                 known->want == want;
    value found;
    if (is_it && is_found(self, &known->found, depth, &found))
        return found;
    if (self->use_memory->level == FOLLOWED_MAX) {
        lacks(self, 0);
        return VALUE_NOTHING;
    }
    if (known->found.state == FOLLOW_BEGUN)
        return follow_use_afresh(self, asked, file, index, name, depth); // its place is another's
    *known = (struct known_use){file, index, name, arguments, want, .found.state = FOLLOW_BEGUN};
    uint32_t before = follow_begin(self, &known->found.holds);
    found = follow_use_afresh(self, asked, file, index, name, depth);
    if (!keep_found(&known->found, found) || has_values)
        known->found.state = FOLLOW_UNKNOWN;
    follow_end(self, &known->found.holds, before, depth);
    return found;
}

// The best item of that name that stands directly in an entity. One under a condition that does not hold
// comes last.
static value
item_in(const struct linker *self, symbol_ref scope, uint32_t name, enum want want)
{
    const symbol_ref *symbols;
    uint32_t count = index_range(&self->index, name, &symbols);
    value best = VALUE_NOTHING;
    int best_rank = 0;
    for (uint32_t i = index_seek(symbols, count, scope.file); i < count && symbols[i].file == scope.file;
         i++) {
        const fact_symbol *symbol = symbol_of(self, symbols[i]);
        if (symbol->parent != scope.symbol || symbol->owner != FACT_NONE || symbol->kind == ENTITY_IMPL)
            continue;
        int rank = 2 * rank_of_kind((entity_kind)symbol->kind, want) - (symbol->flags & SYMBOL_OFF ? 1 : 0);
        if (rank <= best_rank)
            continue;
        best = value_of_symbol(symbols[i], NULL, RESOLUTION_SCOPE);
        best_rank = rank;
    }
    return best;
}

enum { USES_ORDERED_MIN = 16 }; // a file with fewer is looked through

struct use {
    uint64_t place;
    uint32_t number;
};

#define SORT_NAME sort_uses
#define SORT_TYPE struct use
#define SORT_BYTE(at, depth) ((depth) < 8 ? (at)->place >> (56 - 8 * (depth)) : (at)->number >> (88 - 8 * (depth)))
#define SORT_DEPTH 12
#define SORT_LESS(a, b) ((a)->place != (b)->place ? (a)->place < (b)->place : (a)->number < (b)->number)
#include "base/radix_sort.h"

// What a `use` is looked for by: the name that it gives, or LINK_NONE for a glob.
static uint32_t
use_key(const fact_import *import)
{
    return import->flags & IMPORT_WILDCARD ? LINK_NONE : import->alias;
}

// Where a `use` is in the order of those of a file: by the entity that it stands in, then by what it is looked for by.
static uint64_t
use_place(uint32_t scope, uint32_t key)
{
    return (uint64_t)scope << 32 | key;
}

void
crates_order_uses(struct linked_file *file)
{
    if (file->import_count < USES_ORDERED_MIN)
        return;
    struct use *uses = malloc(file->import_count * sizeof *uses);
    file->uses = malloc(file->import_count * sizeof *file->uses);
    assert(uses && file->uses);
    for (uint32_t i = 0; i < file->import_count; i++)
        uses[i] = (struct use){use_place(file->imports[i].scope, use_key(&file->imports[i])), i};
    sort_uses(uses, file->import_count, 0);
    for (uint32_t i = 0; i < file->import_count; i++)
        file->uses[i] = uses[i].number;
    free(uses);
}

// Where in a file's order the uses of that place begin; 0 where it has no order.
static uint32_t
first_use(const struct linked_file *file, uint64_t place)
{
    uint32_t low = 0, high = file->uses ? file->import_count : 0;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const fact_import *import = &file->imports[file->uses[middle]];
        if (use_place(import->scope, use_key(import)) < place)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

// What the `use` declarations that stand in one entity say of a name.
static value
used_in(struct linker *self, const struct lookup *lookup, symbol_ref scope, uint32_t name, bool is_wildcard,
        uint32_t depth)
{
    const struct linked_file *in = &self->files[scope.file];
    value best = VALUE_NOTHING;
    if ((scope.symbol && !in->has_scoped_imports) || (is_wildcard && !in->has_wildcards))
        return best;
    bool sees_private = !is_module(self, scope) || is_inside(self, lookup->from, scope);
    bool is_off = false;
    uint64_t place = use_place(scope.symbol, is_wildcard ? LINK_NONE : name);
    for (uint32_t at = first_use(in, place); at < in->import_count; at++) {
        uint32_t i = in->uses ? in->uses[at] : at;
        const fact_import *import = &in->imports[i];
        bool is_there = use_place(import->scope, use_key(import)) == place;
        if (in->uses && !is_there)
            break;
        bool is_all = import->flags & IMPORT_WILDCARD;
        if (!is_there || is_all != is_wildcard || !(sees_private || import->flags & IMPORT_REEXPORT))
            continue;
        value found = follow_use(self, lookup, scope.file, i,
                                 is_all                         ? name
                                 : is_declaration(self, import) ? LINK_NONE
                                                                : import->name,
                                 depth);
        if (is_all && found.kind == VALUE_EXTERNAL) // what is outside may or may not have it
            continue;
        if (is_off && !(import->flags & IMPORT_OFF) && found.kind != VALUE_UNKNOWN)
            best = VALUE_NOTHING;
        if (best.kind == VALUE_UNKNOWN)
            is_off = import->flags & IMPORT_OFF;
        keep_better(self, &best, found, lookup->want);
    }
    return best;
}

// A module's file that is declared inside of a macro.
static value
child_by_place(const struct linker *self, symbol_ref module, uint32_t name)
{
    if (!may_be(self, name, NOTE_FILE))
        return VALUE_NOTHING;
    char bytes[MANIFEST_PATH_BYTES];
    span folder = folder_of_module(self, module, bytes), text = intern_text(self->names, name);
    uint32_t found = rust_file_at(self, folder, text, ".rs");
    if (found == LINK_NONE)
        found = rust_file_at(self, folder, text, "/mod.rs");
    bool is_child = found != LINK_NONE && symbol_ref_equal(self->files[found].module_parent, module);
    return is_child ? value_of_symbol((symbol_ref){found, 0}, NULL, RESOLUTION_IMPORT) : VALUE_NOTHING;
}

// A macro that a crate exports is an item of its root, wherever it stands; `macro_rules` are seen by what
// follows.
static value
macro_of_crate(const struct linker *self, symbol_ref root, uint32_t name, uint32_t file)
{
    const symbol_ref *symbols;
    uint32_t count = index_range(&self->index, name, &symbols), found = 0;
    value best = VALUE_NOTHING;
    for (uint32_t i = 0; i < count && i < CANDIDATES_MAX; i++) {
        const fact_symbol *symbol = symbol_of(self, symbols[i]);
        if (symbol->kind != ENTITY_MACRO || self->files[symbols[i].file].language != LANGUAGE_RUST)
            continue;
        bool is_own = symbols[i].file == file;
        if (is_own && best.kind == VALUE_SYMBOL && best.symbol.file == file)
            continue;
        if (!is_own && (symbol->flags & SYMBOL_OFF ||
                        !symbol_ref_equal(root_of(self, (symbol_ref){symbols[i].file, 0}), root)))
            continue;
        found += !is_own;
        if (is_own || best.kind == VALUE_UNKNOWN)
            best = value_of_symbol(symbols[i], NULL, is_own ? RESOLUTION_SCOPE : RESOLUTION_IMPORT);
    }
    bool is_one = best.kind == VALUE_SYMBOL && (best.symbol.file == file || found == 1);
    return is_one ? best : VALUE_NOTHING;
}

static value
in_module(struct linker *self, const struct lookup *lookup, symbol_ref module, uint32_t name, uint32_t depth)
{
    if (depth >= EVALUATE_DEPTH_MAX || !self->evaluations_left)
        return VALUE_NOTHING;
    self->evaluations_left--;
    value best = item_in(self, module, name, lookup->want);
    keep_better(self, &best, used_in(self, lookup, module, name, false, depth), lookup->want);
    if (rank_of(self, &best, lookup->want) < CERTAIN)
        keep_better(self, &best, used_in(self, lookup, module, name, true, depth), lookup->want);
    if (best.kind == VALUE_UNKNOWN && lookup->want == WANT_TYPE)
        best = child_by_place(self, module, name);
    bool is_root = symbol_ref_is_none(module_above(self, module));
    if (best.kind == VALUE_UNKNOWN && lookup->want == WANT_MACRO && is_root)
        best = macro_of_crate(self, module, name, LINK_NONE);
    return best;
}

value
crates_member(struct linker *self, site at, symbol_ref module, uint32_t name, call *call, uint32_t depth)
{
    struct lookup lookup = {.from = module_around(self, at.file, at.from),
                            .want = wanted_by(call),
                            .call = call};
    if (may_be(self, name, NOTE_START) && span_is(intern_text(self->names, name), "super")) {
        symbol_ref above = module_above(self, module);
        return symbol_ref_is_none(above) ? VALUE_NOTHING : value_of_symbol(above, NULL, RESOLUTION_IMPORT);
    }
    value found = in_module(self, &lookup, module, name, depth + 1);
    if (found.kind == VALUE_SYMBOL && found.symbol.file != at.file)
        found.how = RESOLUTION_IMPORT;
    return found;
}

// ---- names

// The macros of crates that a root takes with `#[macro_use] extern crate`.
static value
macro_of_used_crate(struct linker *self, symbol_ref root, uint32_t name)
{
    const struct linked_file *file = &self->files[root.file];
    value best = VALUE_NOTHING;
    for (uint32_t i = 0; i < file->import_count && best.kind == VALUE_UNKNOWN; i++) {
        const fact_import *import = &file->imports[i];
        if (!(import->flags & IMPORT_MODULE) || import->name != LINK_NONE || is_declaration(self, import))
            continue;
        uint32_t crate = crate_called(self, root.file, import->module);
        if (crate != LINK_NONE)
            best = macro_of_crate(self, (symbol_ref){crate, 0}, name, LINK_NONE);
    }
    return best;
}

value
crates_name(struct linker *self, site at, uint32_t name, call *call, uint32_t depth)
{
    const struct linked_file *in = &self->files[at.file];
    symbol_ref module = module_around(self, at.file, at.from), start, found;
    if (may_be(self, name, NOTE_START) && start_of_path(self, intern_text(self->names, name), module, &start))
        return symbol_ref_is_none(start) ? VALUE_NOTHING : value_of_symbol(start, NULL, RESOLUTION_SCOPE);
    struct lookup lookup = {.from = module, .want = wanted_by(call), .call = call};
    uint32_t steps = 0;
    for (uint32_t s = at.from; s != module.symbol && s != FACT_NONE && steps++ < SCOPE_STEPS_MAX;
         s = in->symbols[s].parent) {
        symbol_ref scope = {at.file, s};
        bool is_type = entity_kind_is_type((entity_kind)in->symbols[s].kind);
        value best = item_in(self, scope, name, lookup.want);
        if (is_type && best.kind == VALUE_SYMBOL &&
            (!is_type_parameter(self, best.symbol) || symbol_of(self, best.symbol)->flags & SYMBOL_CLASS_LEVEL))
            best = VALUE_NOTHING; // members are never named alone
        if (!is_type)
            keep_better(self, &best, used_in(self, &lookup, scope, name, false, depth), lookup.want);
        if (!is_type && best.kind == VALUE_UNKNOWN)
            best = used_in(self, &lookup, scope, name, true, depth);
        if (best.kind != VALUE_UNKNOWN)
            return best;
    }
    value best = in_module(self, &lookup, module, name, depth + 1);
    if (best.kind == VALUE_UNKNOWN && lookup.want == WANT_MACRO) {
        best = macro_of_crate(self, root_of(self, module), name, at.file);
        return best.kind == VALUE_UNKNOWN ? macro_of_used_crate(self, root_of(self, module), name) : best;
    }
    if (best.kind != VALUE_UNKNOWN)
        return best;
    uint32_t crate = call ? LINK_NONE : crate_called(self, at.file, name);
    if (crate != LINK_NONE)
        return value_of_symbol((symbol_ref){crate, 0}, NULL, RESOLUTION_IMPORT);
    if (find_in_core(self, at.file, name, &found))
        return value_of_symbol(found, NULL, RESOLUTION_IMPORT);
    span text = intern_text(self->names, name);
    bool is_library = span_is(text, "std") || span_is(text, "core") || span_is(text, "alloc");
    return is_library ? external(name, name) : VALUE_NOTHING;
}

uint32_t
crates_import_file(struct linker *self, uint32_t file, uint32_t index)
{
    const fact_import *import = &self->files[file].imports[index];
    if (is_declaration(self, import))
        return declared_file(self, file, import);
    resolve_begin(self, file);
    value found = outer_of_use(self, file, index, 0);
    self->files[file].use_paths[index].holds.level = FOR_GOOD; // as good as bounds allow
    return found.kind == VALUE_SYMBOL ? found.symbol.file : LINK_NONE;
}
