#include "stages/linker/tables.h"

#include <assert.h>
#include <stdlib.h>

// Fills an index in two passes over the files: count, then place. `name_of` gives a symbol's name in that index, or
// LINK_NONE; symbols come in (file, symbol) order, so each range does too.
static void
build_index(struct linker *self, struct name_index *index, bool files_only,
            uint32_t (*name_of)(const struct linked_file *file, uint32_t symbol))
{
    uint32_t names = intern_count(self->names);
    index->starts = calloc((size_t)names + 2, sizeof *index->starts);
    assert(index->starts);
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
                    index->symbols[index->starts[name + 1]++] = (symbol_ref){f, s};
            }
        }
        if (pass == 1)
            break;
        assert(total < UINT32_MAX);
        for (uint32_t i = 2; i <= names + 1; i++)
            index->starts[i] += index->starts[i - 1];
        index->symbols = malloc((total ? total : 1) * sizeof *index->symbols);
        assert(index->symbols);
    }
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

void
tables_build(struct linker *self)
{
    build_index(self, &self->index, false, name_of_symbol);
    build_index(self, &self->packages, true, name_of_package);
    build_index(self, &self->folders, true, name_of_folder);
    self->path_name_count = intern_count(self->names);
    self->file_of_path = malloc((self->path_name_count + 1) * sizeof *self->file_of_path);
    assert(self->file_of_path);
    memset(self->file_of_path, 0xff, (self->path_name_count + 1) * sizeof *self->file_of_path);
    for (uint32_t f = 0; f < self->file_count; f++)
        self->file_of_path[self->files[f].path_name] = f;
}

void
tables_free(struct linker *self)
{
    struct name_index *all[] = {&self->index, &self->packages, &self->folders};
    for (int i = 0; i < 3; i++) {
        free(all[i]->starts);
        free(all[i]->symbols);
        *all[i] = (struct name_index){0};
    }
    free(self->file_of_path);
    self->file_of_path = NULL;
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
