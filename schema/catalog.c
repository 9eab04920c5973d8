#include "schema/catalog.h"

#include <assert.h>
#include <stdlib.h>

#include "schema/key.h"
#include "schema/render.h"

struct catalog {
    generation *generation;
    catalog_file *files;
    size_t file_count;
    buffer file_bytes;    // what the files' paths point into
    uint32_t text_number; // whose text is held; FILE_NUMBER_NONE: nobody's
    buffer text;
    store_iterator *entities[2]; // over FAMILY_ENTITIES, FAMILY_TESTS; made when first asked for
};

static store_reader *
reader_of_family(const catalog *self, family owner)
{
    return self->generation->relations[family_infos[owner].relation];
}

// Reads all file rows, their bytes into one buffer. Paths point there only after the last, as it moves.
static status
read_files(catalog *self, char *failure)
{
    store_reader *stored = reader_of_family(self, FAMILY_FILES);
    size_t count = store_reader_count(stored, FAMILY_FILES), *starts = calloc(count + 1, sizeof *starts);
    self->files = calloc(count + 1, sizeof *self->files);
    assert(starts);
    assert(self->files);
    store_iterator *rows = store_iterator_new(stored, FAMILY_FILES, (span){0});
    span key, value;
    status result = STATUS_OK;
    while (self->file_count < count && store_iterator_next(rows, &key, &value, &result, failure)) {
        reader in = reader_of(key);
        starts[self->file_count] = self->file_bytes.size;
        self->files[self->file_count++].number = reader_u32_be(&in);
        buffer_put_span(&self->file_bytes, value);
    }
    store_iterator_destroy(&rows);
    starts[self->file_count] = self->file_bytes.size;
    for (size_t i = 0; i < self->file_count && !result; i++) {
        span bytes = span_slice(buffer_span(&self->file_bytes), starts[i], starts[i + 1]);
        result = file_row_unpack(bytes, &self->files[i].row);
        if (result)
            store_failure(failure, result,
                          "CodeGraph/files of %s: the row of file %u is corrupt; run `sluice index`",
                          self->generation->path, self->files[i].number);
    }
    free(starts);
    return result;
}

status
catalog_open(const char *db, catalog **out, char *failure)
{
    catalog *self = calloc(1, sizeof *self);
    assert(self);
    self->text_number = FILE_NUMBER_NONE;
    status result = generation_open(db, &self->generation, failure);
    if (!result)
        result = read_files(self, failure);
    if (result) {
        catalog_destroy(&self);
        return result;
    }
    *out = self;
    return STATUS_OK;
}

void
catalog_destroy(catalog **self_p)
{
    catalog *self = *self_p;
    if (!self)
        return;
    store_iterator_destroy(&self->entities[0]);
    store_iterator_destroy(&self->entities[1]);
    generation_close(&self->generation);
    buffer_fini(&self->file_bytes);
    buffer_fini(&self->text);
    free(self->files);
    free(self);
    *self_p = NULL;
}

const generation *
catalog_generation(const catalog *self)
{
    return self->generation;
}

size_t
catalog_file_count(const catalog *self)
{
    return self->file_count;
}

const catalog_file *
catalog_file_at(const catalog *self, size_t index)
{
    assert(index < self->file_count);
    return &self->files[index];
}

const file_row *
catalog_find_file(const catalog *self, uint32_t number)
{
    size_t low = 0, high = self->file_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (self->files[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low < self->file_count && self->files[low].number == number ? &self->files[low].row : NULL;
}

span
catalog_path(const catalog *self, uint32_t number)
{
    const file_row *file = catalog_find_file(self, number);
    return file ? file->path : (span){"", 0};
}

status
catalog_text(catalog *self, uint32_t number, span *text, char *failure)
{
    status result = STATUS_OK;
    if (number != self->text_number || number == FILE_NUMBER_NONE) {
        buffer key = {0};
        buffer_put_u32_be(&key, number);
        self->text_number = FILE_NUMBER_NONE;
        result = store_reader_get(reader_of_family(self, FAMILY_TEXT), FAMILY_TEXT, buffer_span(&key),
                                  &self->text, failure);
        buffer_fini(&key);
        if (!result)
            self->text_number = number;
    }
    *text = result ? (span){"", 0} : buffer_span(&self->text);
    return result;
}

status
catalog_entity(catalog *self, uint64_t id, entity_row *entity, buffer *bytes, char *failure)
{
    static const family families[2] = {FAMILY_ENTITIES, FAMILY_TESTS};
    char key[8];
    store_u64_be(key, id);
    status result = STATUS_NOT_FOUND;
    for (unsigned i = 0; i < 2 && result == STATUS_NOT_FOUND; i++)
        result = store_reader_get(reader_of_family(self, families[i]), families[i], (span){key, 8}, bytes,
                                  failure);
    if (!result)
        result = entity_row_unpack(buffer_span(bytes), entity);
    return result;
}

void
catalog_put_key(const catalog *self, buffer *out, const entity_row *entity)
{
    render_key(out, entity, catalog_path(self, entity->file));
}

// ---- entities of a file

void
catalog_entities_fini(catalog_entities *self)
{
    free(self->items);
    buffer_fini(&self->bytes);
    *self = (catalog_entities){0};
}

// Takes a row over; it is unpacked when all are there and `bytes` no longer moves.
static void
entities_add(catalog_entities *self, uint64_t id, span value)
{
    if (self->count == self->capacity) {
        self->capacity = self->capacity ? self->capacity * 2 : 64;
        self->items = realloc(self->items, self->capacity * sizeof *self->items);
        assert(self->items);
    }
    self->items[self->count++].id = id;
    buffer_put_string(&self->bytes, value);
}

static void
entities_settle(catalog_entities *self)
{
    reader in = reader_of(buffer_span(&self->bytes));
    for (size_t i = 0; i < self->count; i++) {
        status result = entity_row_unpack(reader_string(&in), &self->items[i].row);
        assert(!result); // it was looked at before it was taken
    }
}

static int
compare_in_file(const void *a, const void *b)
{
    const struct catalog_entity *left = a, *right = b;
    if (left->row.line_start != right->row.line_start)
        return left->row.line_start < right->row.line_start ? -1 : 1;
    if (left->row.code.start != right->row.code.start)
        return left->row.code.start < right->row.code.start ? -1 : 1;
    return (left->id > right->id) - (left->id < right->id);
}

// The order of keys, but for names that differ only where a key does not.
static int
compare_external(const void *a, const void *b)
{
    const struct catalog_entity *left = a, *right = b;
    buffer keys[2] = {{0}, {0}};
    render_key(&keys[0], &left->row, (span){"", 0});
    render_key(&keys[1], &right->row, (span){"", 0});
    int order = span_compare(buffer_span(&keys[0]), buffer_span(&keys[1]));
    buffer_fini(&keys[0]);
    buffer_fini(&keys[1]);
    return order ? order : (left->id > right->id) - (left->id < right->id);
}

// Returns the first 16 bits that the ids of a path's entities share.
static uint64_t
cluster_of(span path)
{
    buffer key = {0};
    span none = {"", 0};
    key_put(&key, none, none, none, path, 0);
    uint64_t id = key_id(buffer_span(&key), 0);
    buffer_fini(&key);
    return id >> 48;
}

static store_iterator *
iterator_of(catalog *self, family owner)
{
    store_iterator **rows = &self->entities[owner == FAMILY_TESTS];
    if (!*rows)
        *rows = store_iterator_new(reader_of_family(self, owner), owner, (span){0});
    return *rows;
}

status
catalog_entities_of(catalog *self, family owner, uint32_t number, catalog_entities *found, char *failure)
{
    assert(owner == FAMILY_ENTITIES || owner == FAMILY_TESTS);
    const bool is_external = number == FILE_NUMBER_NONE;
    uint64_t cluster = is_external ? 0 : cluster_of(catalog_path(self, number));
    store_iterator *rows = iterator_of(self, owner);
    char start[8];
    span key, value;
    status result = STATUS_OK;
    store_u64_be(start, cluster << 48);
    store_iterator_seek(rows, (span){start, is_external ? 0 : sizeof start});
    found->count = 0;
    buffer_clear(&found->bytes);
    while (!result && store_iterator_next(rows, &key, &value, &result, failure)) {
        entity_row entity;
        if (key.size != 8 || entity_row_unpack(value, &entity)) {
            result =
                store_failure(failure, STATUS_CORRUPT, "%s of %s holds a corrupt row; run `sluice check`",
                              relation_infos[family_infos[owner].relation].name, self->generation->path);
            break;
        }
        uint64_t id = load_u64_be(key.data);
        if (!is_external && id >> 48 != cluster)
            break;
        if (entity.file == number)
            entities_add(found, id, value);
    }
    entities_settle(found);
    if (found->count)
        qsort(found->items, found->count, sizeof *found->items,
              is_external ? compare_external : compare_in_file);
    return result;
}
