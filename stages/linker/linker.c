#include "stages/linker/traits.h"
#include "stages/linker/linker.h"

#include <assert.h>
#include <stdlib.h>

#include "schema/rows.h"
#include "stages/linker/build.h"
#include "stages/linker/crates.h"
#include "stages/linker/edges.h"
#include "stages/linker/prelude.h"
#include "stages/linker/python.h"

linker *
linker_new(void (*pulse)(void *context), void *context)
{
    linker *self = calloc(1, sizeof *self);
    assert(self);
    self->pulse = pulse;
    self->context = context;
    self->names = intern_new();
    self->vault = vault_new();
    self->seen = intern_new();
    facts_init(&self->unpacked);
    self->workspace = arena_new(SCRATCH_BYTES_MAX);
    return self;
}

static void
linked_file_fini(struct linked_file *file)
{
    free((char *)file->path.data);
    free(file->base_references);
    buffer_fini(&file->condition);
    free(file->uses);
    for (uint32_t i = 0; file->modules && i < file->import_count; i++)
        free(file->modules[i].files);
    free(file->modules);
    free(file->use_paths);
    *file = (struct linked_file){.number = file->number, .is_dropped = true};
}

void
linker_destroy(linker **self_p)
{
    linker *self = *self_p;
    if (!self)
        return;
    for (uint32_t i = 0; i < self->file_count; i++)
        linked_file_fini(&self->files[i]);
    free(self->files);
    python_free(self);
    tables_free(self);
    overrides_free(self);
    intern_destroy(&self->names);
    vault_destroy(&self->vault);
    intern_destroy(&self->seen);
    facts_fini(&self->unpacked);
    arena_destroy(&self->workspace);
    free(self->known_names);
    free(self->core_names);
    named_symbols_fini(&self->extensions);
    named_symbols_fini(&self->blankets);
    free(self->name_notes);
    crates_forget(self);
    members_forget(self);
    free(self);
    *self_p = NULL;
}

void
linker_bound(linker *self, const char *folder, size_t memory)
{
    vault_bound(self->vault, folder, (struct vault_bounds){.arrays = memory / 16, .hot = memory / 8, .mapped = memory / 8});
    self->targets_bytes_max = memory / 16;
}

status
linker_failed(const linker *self, char *failure)
{
    return vault_failed(self->vault, failure);
}

static char *
copy_text(span text)
{
    char *copy = malloc(text.size + 1);
    assert(copy);
    if (text.size)
        memcpy(copy, text.data, text.size);
    return copy;
}

// A copy in the vault, or NULL. Imports are gone through for each file that includes theirs.
static void *
copy_records(struct linker *self, const void *records, uint32_t count, size_t bytes, bool is_hot)
{
    void *copy = is_hot ? vault_alloc_hot(self->vault, count * bytes) : vault_alloc(self->vault, count * bytes);
    if (copy && count)
        memcpy(copy, records, count * bytes);
    return copy;
}

static uint32_t
renumbered(const uint32_t *numbers, uint32_t name)
{
    return name == FACT_NONE ? LINK_NONE : numbers[name];
}

// Gives the facts the names of the whole run.
static void
renumber(facts *facts, const uint32_t *numbers)
{
    for (uint32_t i = 0; i < facts->symbol_count; i++)
        facts->symbols[i].name = numbers[facts->symbols[i].name];
    for (uint32_t i = 0; i < facts->expression_count; i++) {
        fact_expression *expression = &facts->expressions[i];
        if (expression->op == EXPRESSION_NAME || expression->op == EXPRESSION_MEMBER ||
            expression->op == EXPRESSION_LITERAL)
            expression->name = numbers[expression->name];
    }
    for (uint32_t i = 0; i < facts->import_count; i++) {
        fact_import *import = &facts->imports[i];
        import->module = numbers[import->module];
        import->name = renumbered(numbers, import->name);
        import->alias = renumbered(numbers, import->alias);
    }
    facts->package = renumbered(numbers, facts->package);
}

// Whether all ids begin with the file's 16 bits, as key_id() makes them.
static bool
is_one_cluster(const facts *facts)
{
    uint32_t cluster = facts->symbols[0].id_high >> 16;
    for (uint32_t i = 1; i < facts->symbol_count; i++) {
        const fact_symbol *symbol = &facts->symbols[i];
        if ((symbol->id_high || symbol->id_low) && symbol->id_high >> 16 != cluster)
            return false;
    }
    return true;
}

static span
folder_of(span path)
{
    size_t end = path.size;
    while (end > 0 && path.data[end - 1] != '/')
        end--;
    return span_slice(path, 0, end ? end - 1 : 0);
}

static span
base_of(span path)
{
    span folder = folder_of(path);
    return span_slice(path, folder.size ? folder.size + 1 : 0, path.size);
}

// Interns the strings of a file's facts, and puts their numbers into the facts.
static void
take_names(linker *self, facts *facts)
{
    uint32_t string_count = intern_count(facts->strings);
    uint32_t *numbers = malloc((string_count + 1) * sizeof *numbers);
    assert(numbers);
    for (uint32_t i = 0; i < string_count; i++)
        numbers[i] = intern_add(self->names, intern_text(facts->strings, i));
    renumber(facts, numbers);
    free(numbers);
}

static bool
names_base(const fact_reference *reference)
{
    return reference->kind == REFERENCE_EXTENDS || reference->kind == REFERENCE_IMPLEMENTS;
}

// Looked at here once, while they are at hand.
static void
note_what_it_has(struct linked_file *file, const facts *facts)
{
    for (uint32_t i = 0; i < facts->symbol_count && !file->has_extensions; i++) {
        uint32_t owner = facts->symbols[i].owner;
        file->has_extensions = owner != FACT_NONE && facts->expressions[owner].op == EXPRESSION_LITERAL;
    }
    uint32_t count = 0;
    for (uint32_t i = 0; i < facts->reference_count; i++)
        count += names_base(&facts->references[i]);
    file->base_references = count ? malloc(count * sizeof *file->base_references) : NULL;
    assert(file->base_references || !count);
    for (uint32_t i = 0; i < facts->reference_count && count; i++) {
        if (names_base(&facts->references[i]))
            file->base_references[file->base_reference_count++] = i;
    }
    for (uint32_t i = 0; i < facts->import_count; i++) {
        file->has_reexports |= (facts->imports[i].flags & IMPORT_REEXPORT) != 0;
        file->has_wildcards |= (facts->imports[i].flags & IMPORT_WILDCARD) != 0;
        file->has_scoped_imports |= facts->imports[i].scope != 0;
    }
}

static struct linked_file *
add_file(linker *self)
{
    if (self->file_count == self->file_capacity) {
        self->file_capacity = self->file_capacity ? self->file_capacity * 2 : 256;
        self->files = realloc(self->files, self->file_capacity * sizeof *self->files);
        assert(self->files);
    }
    return &self->files[self->file_count++];
}

status
linker_add(linker *self, uint32_t number, span packed)
{
    span key = {(const char *)&number, sizeof number};
    if (intern_find(self->seen, key) != INTERN_NONE)
        return STATUS_EXISTS;
    span path;
    facts *unpacked = &self->unpacked;
    status result = facts_unpack(unpacked, packed, &path);
    if (result != STATUS_OK || !is_one_cluster(unpacked))
        return STATUS_CORRUPT;
    intern_add(self->seen, key);
    take_names(self, unpacked);
    struct linked_file *file = add_file(self);
    *file = (struct linked_file){
        .number = number,
        .cluster = (uint16_t)(unpacked->symbols[0].id_high >> 16),
        .language = unpacked->language,
        .path = {copy_text(path), path.size},
        .path_name = intern_add(self->names, path),
        .folder_name = intern_add(self->names, folder_of(path)),
        .base_name = intern_add(self->names, base_of(path)),
        .package = unpacked->package,
        .symbols = copy_records(self, unpacked->symbols, unpacked->symbol_count, sizeof *unpacked->symbols, false),
        .expressions = copy_records(self, unpacked->expressions, unpacked->expression_count, sizeof *unpacked->expressions, false),
        .references = copy_records(self, unpacked->references, unpacked->reference_count, sizeof *unpacked->references, false),
        .imports = copy_records(self, unpacked->imports, unpacked->import_count, sizeof *unpacked->imports, true),
        .symbol_count = unpacked->symbol_count,
        .expression_count = unpacked->expression_count,
        .reference_count = unpacked->reference_count,
        .import_count = unpacked->import_count,
    };
    note_what_it_has(file, unpacked);
    bool is_kept = file->symbols && file->expressions && file->references && file->imports;
    char failure[VAULT_FAILURE_BYTES];
    if (!is_kept)
        return vault_failed(self->vault, failure);
    if (file->language == LANGUAGE_GO)
        build_place(self, file);
    if (file->language == LANGUAGE_RUST)
        crates_order_uses(file);
    return STATUS_OK;
}

void
linker_drop(linker *self, uint32_t number)
{
    for (uint32_t i = 0; i < self->file_count; i++) {
        if (self->files[i].number == number)
            linked_file_fini(&self->files[i]);
    }
}

static int
compare_files(const void *a, const void *b)
{
    const struct linked_file *left = a, *right = b;
    if (left->is_prelude != right->is_prelude)
        return left->is_prelude ? 1 : -1;
    int order = span_compare(left->path, right->path);
    return order ? order : (left->number > right->number) - (left->number < right->number);
}

// Path order, without what was dropped.
static void
sort_files(linker *self)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < self->file_count; i++) {
        if (!self->files[i].is_dropped)
            self->files[kept++] = self->files[i];
    }
    self->file_count = kept;
    if (kept)
        qsort(self->files, kept, sizeof *self->files, compare_files);
}

// Adds the preludes of the languages that the tree has; *added says how many. The vault may fail.
static status
preludes_add(linker *self, uint32_t *added)
{
    bool has[LANGUAGE_COUNT] = {false};
    for (uint32_t f = 0; f < self->file_count; f++)
        has[self->files[f].language] |= !self->files[f].is_dropped;
    for (uint32_t i = 0; i < prelude_count; i++) {
        if (!has[preludes[i].language])
            continue;
        status taken =
            linker_add(self, FILE_NUMBER_NONE, (span){(const char *)preludes[i].bytes, preludes[i].size});
        if (taken != STATUS_OK)
            return taken;
        struct linked_file *file = &self->files[self->file_count - 1];
        file->is_prelude = true;
        file->package = intern_add(self->names, span_of(preludes[i].package));
        ++*added;
    }
    return STATUS_OK;
}

// The names of the packages that languages declare their own types in: what is outside of the tree is named by them.
static void
core_names_add(linker *self)
{
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        const char *core = hooks_of((language_id)i)->core;
        if (core)
            intern_add(self->names, span_of(core));
    }
}

// All that references are looked up in. False when the vault has failed.
static bool
build_indexes(linker *self)
{
    if (!tables_build(self))
        return false;
    crates_link(self);
    for (uint32_t f = 0; f < self->file_count; f++) {
        modules_resolve(self, f);
        vault_rest(self->vault, self->files[f].import_count * sizeof(fact_import));
    }
    members_find_extensions(self);
    for (uint32_t f = 0; f < self->file_count; f++) {
        if (!resolve_owners(self, f))
            return false;
        vault_rest(self->vault, 2 * symbol_bytes(&self->files[f]));
    }
    crates_forget(self);
    return tables_index_members(self);
}

status
linker_link(linker *self, linker_emit *emit, void *context, char *failure)
{
    uint32_t prelude_count = 0;
    bool is_ready = preludes_add(self, &prelude_count) == STATUS_OK;
    core_names_add(self);
    sort_files(self);
    if (!is_ready || !build_indexes(self)) {
        status failed = vault_failed(self->vault, failure);
        assert(failed); // preludes are made by the same build
        return failed;
    }
    traits_build(self);
    members_link_bases(self);
    overrides_build(self);
    self->file_count -= prelude_count; // which come last, and have no rows
    status result = rows_make(self, emit, context, failure);
    self->file_count += prelude_count;
    return result;
}

const uint64_t *
linker_resolutions(const linker *self)
{
    return self->resolutions;
}
