#include "stages/linker/tables.h"

#include <assert.h>
#include <stdlib.h>

static void
place(struct name_index *index, const struct linked_file *file, symbol_ref symbol, uint32_t name)
{
    uint32_t at = index->starts[name + 1]++;
    index->symbols[at] = symbol;
    if (index->traits)
        index->traits[at] = symbol_traits(&file->symbols[symbol.symbol]);
}

// Fills an index in two passes over the files: count, then place. `name_of` gives a symbol's name in that index, or
// LINK_NONE; symbols come in (file, symbol) order, so each range does too. False when the vault has failed.
static bool
build_index(struct linker *self, struct name_index *index, bool files_only,
            uint32_t (*name_of)(const struct linked_file *file, uint32_t symbol))
{
    uint32_t names = intern_count(self->names);
    index->starts = vault_alloc_hot(self->vault, ((size_t)names + 2) * sizeof *index->starts);
    if (!index->starts)
        return false;
    uint64_t total = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t f = 0; f < self->file_count; f++) {
            const struct linked_file *file = &self->files[f];
            uint32_t count = files_only ? 1 : file->symbol_count;
            for (uint32_t s = 0; s < count; s++) {
                uint32_t name = name_of(file, s);
                if (name == LINK_NONE)
                    continue;
                if (pass == 0)
                    index->starts[name + 2]++, total++;
                else
                    place(index, file, (symbol_ref){f, s}, name);
            }
            if (!files_only)
                vault_rest(self->vault, pass ? 2 * symbol_bytes(file) : symbol_bytes(file));
        }
        if (pass == 1)
            break;
        assert(total < UINT32_MAX);
        for (uint32_t i = 2; i <= names + 1; i++)
            index->starts[i] += index->starts[i - 1];
        index->symbols = vault_alloc_hot(self->vault, total * sizeof *index->symbols);
        index->traits = files_only ? NULL : vault_alloc_hot(self->vault, total * sizeof *index->traits);
        if (!index->symbols || (!files_only && !index->traits))
            return false;
    }
    return true;
}

static uint32_t
name_of_symbol(const struct linked_file *file, uint32_t symbol)
{
    return symbol ? file->symbols[symbol].name : LINK_NONE; // the file's own module is not found by name
}

static uint32_t
name_of_package(const struct linked_file *file, uint32_t symbol)
{
    (void)symbol;
    return file->package;
}

static uint32_t
name_of_folder(const struct linked_file *file, uint32_t symbol)
{
    (void)symbol;
    return file->folder_name;
}

static uint32_t
name_of_base(const struct linked_file *file, uint32_t symbol)
{
    (void)symbol;
    return file->base_name;
}

// ---- members

static uint32_t
member_hash(symbol_ref type, uint32_t name)
{
    uint64_t key = (uint64_t)type.file << 40 ^ (uint64_t)type.symbol << 20 ^ name;
    key *= 0x9E3779B97F4A7C15u;
    return (uint32_t)(key >> 32);
}

static uint32_t *
member_slot(const struct linker *self, symbol_ref type, uint32_t name)
{
    const struct member_index *index = &self->members;
    for (uint32_t i = member_hash(type, name) & index->mask;; i = (i + 1) & index->mask) {
        if (!index->slots[i])
            return &index->slots[i];
        const struct member *member = &index->members[index->slots[i] - 1];
        if (symbol_ref_equal(member->type, type) && symbol_of(self, member->symbol)->name == name)
            return &index->slots[i];
    }
}

// An impl block has an owner, too, and its name.
static bool
is_member(const struct linked_file *file, uint32_t symbol)
{
    return !symbol_ref_is_none(file->owners[symbol]) && file->symbols[symbol].kind != ENTITY_IMPL;
}

bool
tables_index_members(struct linker *self)
{
    struct member_index *index = &self->members;
    uint32_t count = 0, size = 64;
    for (uint32_t f = 0; f < self->file_count; f++)
        for (uint32_t s = 0; s < self->files[f].symbol_count && self->files[f].owners; s++)
            count += is_member(&self->files[f], s);
    while (size < count * 2)
        size *= 2;
    index->slots = vault_alloc_hot(self->vault, size * sizeof *index->slots);
    index->members = vault_alloc_hot(self->vault, count * sizeof *index->members);
    if (!index->slots || !index->members)
        return false;
    index->mask = size - 1;
    // Backwards, so that each chain reads forwards.
    uint32_t used = 0;
    for (uint32_t f = self->file_count; f > 0; f--) {
        const struct linked_file *file = &self->files[f - 1];
        for (uint32_t s = file->owners ? file->symbol_count : 0; s > 0; s--) {
            if (!is_member(file, s - 1))
                continue;
            symbol_ref type = file->owners[s - 1];
            uint32_t *slot = member_slot(self, type, file->symbols[s - 1].name);
            index->members[used] = (struct member){type, {f - 1, s - 1}, *slot ? *slot - 1 : LINK_NONE};
            *slot = ++used;
        }
        vault_rest(self->vault, 2 * symbol_bytes(file));
    }
    return true;
}

uint32_t
tables_first_member(const struct linker *self, symbol_ref type, uint32_t name)
{
    return *member_slot(self, type, name) - 1; // 0 becomes LINK_NONE
}

void
named_symbols_add(struct named_symbols *self, struct named_symbol added)
{
    if (self->count == self->capacity) {
        self->capacity = self->capacity ? 2 * self->capacity : 64;
        self->items = realloc(self->items, self->capacity * sizeof *self->items);
        assert(self->items);
    }
    self->items[self->count++] = added;
}

static int
compare_named(const void *a, const void *b)
{
    const struct named_symbol *left = a, *right = b;
    int order = (left->name > right->name) - (left->name < right->name);
    return order ? order : symbol_ref_compare(left->symbol, right->symbol);
}

void
named_symbols_sort(struct named_symbols *self)
{
    if (self->count)
        qsort(self->items, self->count, sizeof *self->items, compare_named);
}

uint32_t
named_symbols_first(const struct named_symbols *self, uint32_t name)
{
    uint32_t low = 0, high = self->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (self->items[middle].name < name)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void
named_symbols_fini(struct named_symbols *self)
{
    free(self->items);
    *self = (struct named_symbols){0};
}

static bool
is_header_path(span path)
{
    static const char *const ends[] = {".h",   ".hh",  ".hpp", ".hxx", ".h++",
                                       ".inc", ".inl", ".ipp", ".tcc", ".def"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (span_ends(path, ends[i]))
            return true;
    }
    return false;
}

static void
add_manifest(struct linker *self, uint32_t file)
{
    self->manifests = realloc(self->manifests, (self->manifest_count + 1) * sizeof *self->manifests);
    assert(self->manifests);
    self->manifests[self->manifest_count++] = file;
}

bool
tables_build(struct linker *self)
{
    if (!build_index(self, &self->index, false, name_of_symbol) ||
        !build_index(self, &self->packages, true, name_of_package) ||
        !build_index(self, &self->folders, true, name_of_folder) ||
        !build_index(self, &self->base_names, true, name_of_base))
        return false;
    self->includes.file = LINK_NONE;
    self->path_name_count = intern_count(self->names);
    self->file_of_path = vault_alloc_hot(self->vault, ((size_t)self->path_name_count + 1) * sizeof *self->file_of_path);
    if (!self->file_of_path)
        return false;
    memset(self->file_of_path, 0xff, (self->path_name_count + 1) * sizeof *self->file_of_path);
    for (uint32_t f = 0; f < self->file_count; f++) {
        self->file_of_path[self->files[f].path_name] = f;
        self->files[f].is_header = is_header_path(self->files[f].path);
        if (self->files[f].language == LANGUAGE_MANIFEST)
            add_manifest(self, f);
    }
    return true;
}

void
tables_free(struct linker *self)
{
    include_set_fini(&self->includes);
    free(self->links);
    free(self->manifests);
    self->links = NULL;
    self->manifests = NULL;
}

uint32_t
index_seek(const symbol_ref *symbols, uint32_t count, uint32_t file)
{
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (symbols[middle].file < file)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
