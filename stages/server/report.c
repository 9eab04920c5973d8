#include "stages/server/query_report.h"

#include <assert.h>
#include <stdlib.h>

#include "schema/render.h"
#include "stages/server/snapshot.h"

// ---- statistics

static void
count_entities(const image *image, query_statistics *out)
{
    for (uint32_t i = 0; i < image->entity_count; i++) {
        const image_entity *entity = &image->entities[i];
        bool is_test = entity->detection != DETECTION_NONE, is_external = entity->kind == ENTITY_EXTERNAL;
        out->test_entities += is_test;
        out->external_entities += is_external;
        if (!is_test && !is_external) {
            out->code_entities++;
            out->entities_by_kind[entity->kind]++;
        }
    }
}

static void *
make_statistics(const query_snapshot *snapshot)
{
    const image *image = snapshot->image;
    query_statistics *out = calloc(1, sizeof *out);
    assert(out);
    count_entities(image, out);
    out->edges = image->edge_count;
    out->ignored = image->ignored_count;
    for (uint32_t i = 0; i < image->edge_count; i++) {
        out->edges_by_type[image->edge_kind[i] >> 4]++;
        out->edges_by_resolution[image->edge_kind[i] & 15]++;
    }
    for (uint32_t i = 0; i < image->file_count; i++) {
        out->files += image->files[i].has_coverage;
        out->files_by_language[image->files[i].language]++;
        out->error_files += image->files[i].error_count > 0;
        out->error_ranges += image->files[i].error_count;
    }
    for (uint32_t i = 0; i < image->ignored_count; i++)
        out->ignored_by_reason[image->ignored[i].reason]++;
    return out;
}

const query_statistics *
query_statistics_of(const query_snapshot *self)
{
    return memo_get(&self->late->statistics, self, make_statistics, free);
}

// ---- files

uint32_t
query_file_count(const query_snapshot *self)
{
    return self->image->file_count;
}

query_file
query_file_at(const query_snapshot *self, uint32_t place)
{
    const image *image = self->image;
    assert(place < image->file_count);
    const image_file *file = &image->files[place];
    return (query_file){
        .number = file->number,
        .path = image_path(image, place),
        .language = (language_id)file->language,
        .size_bytes = file->size_bytes,
        .modified_ns = file->modified_ns,
        .error_count = file->error_count,
        .error_bytes = file->error_bytes,
        .code_count = file->code_count,
        .test_count = file->test_count,
        .entity_start = file->entity_start,
        .entity_end = file[1].entity_start,
        .has_coverage = file->has_coverage,
        .coverage = {.language = (language_id)file->language,
                     .source_words = file->source_words,
                     .entity_words = file->entity_words,
                     .import_words = file->import_words,
                     .comment_words = file->comment_words,
                     .entity_count = file->entity_count},
    };
}

uint32_t
query_file_of_path(const query_snapshot *self, span path)
{
    const image *image = self->image;
    uint32_t low = 0, high = image->file_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (span_compare(image_path(image, middle), path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < image->file_count && span_equal(image_path(image, low), path) ? low : QUERY_NONE;
}

query_scope
query_scope_files(const query_snapshot *self, query_scope scope)
{
    return scope.file_end ? scope : (query_scope){0, self->image->file_count};
}

// ---- ignored paths

uint32_t
query_ignored_count(const query_snapshot *self)
{
    return self->image->ignored_count;
}

query_ignored
query_ignored_at(const query_snapshot *self, uint32_t place)
{
    const image *image = self->image;
    assert(place < image->ignored_count);
    const image_ignored *stored = &image->ignored[place];
    return (query_ignored){{image->ignored_text + stored->path, stored[1].path - stored->path},
                           (ignore_reason)stored->reason};
}

// ---- folders

struct folders {
    query_folder *items;
    size_t count, capacity;
};

static query_folder *
add_folder(struct folders *self, query_folder folder)
{
    if (self->count == self->capacity) {
        self->capacity = self->capacity ? self->capacity * 2 : 64;
        self->items = realloc(self->items, self->capacity * sizeof *self->items);
        assert(self->items);
    }
    self->items[self->count++] = folder;
    return &self->items[self->count - 1];
}

static void
enter_file(query_folder *folder, const image_file *file, uint32_t place)
{
    if (!folder->file_count)
        folder->scope.file_start = place;
    folder->scope.file_end = place + 1;
    folder->file_count++;
    folder->code_count += file->code_count;
    folder->test_count += file->test_count;
}

// Files come in the order of paths, so that each folder's are together; those in no folder are not.
static void *
make_folders(const query_snapshot *snapshot)
{
    const image *image = snapshot->image;
    struct folders *self = calloc(1, sizeof *self);
    assert(self);
    size_t top = 0; // place of the top-level folder that the last file was in
    span nothing = {"", 0};
    add_folder(self, (query_folder){.l1 = nothing, .l2 = nothing});
    for (uint32_t i = 0; i < image->file_count; i++) {
        span path = image_path(image, i), l1 = render_root(path, 1), l2 = render_root(path, 2);
        if (!l1.size) {
            enter_file(&self->items[0], &image->files[i], i);
            continue;
        }
        if (!top || !span_equal(self->items[top].l1, l1)) {
            top = self->count;
            add_folder(self, (query_folder){.l1 = l1, .l2 = nothing});
        }
        enter_file(&self->items[top], &image->files[i], i);
        if (!l2.size)
            continue;
        query_folder *last = &self->items[self->count - 1];
        if (self->count - 1 == top || !span_equal(last->l2, l2))
            last = add_folder(self, (query_folder){.l1 = l1, .l2 = l2});
        enter_file(last, &image->files[i], i);
    }
    return self;
}

static void
destroy_folders(void *folders)
{
    struct folders *self = folders;
    free(self->items);
    free(self);
}

const query_folder *
query_folders(const query_snapshot *self, size_t *count)
{
    const struct folders *folders = memo_get(&self->late->folders, self, make_folders, destroy_folders);
    size_t first = folders->items[0].file_count ? 0 : 1;
    *count = folders->count - first;
    return folders->items + first;
}
