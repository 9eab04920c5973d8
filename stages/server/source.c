#include "stages/server/query_source.h"

#include <assert.h>

#include "schema/render.h"
#include "stages/server/snapshot.h"

void
query_source_fini(query_source *self)
{
    buffer_fini(&self->row_bytes);
    buffer_fini(&self->text);
    buffer_fini(&self->rendered);
    *self = (query_source){0};
}

status
query_source_file(query_source *self, const query_snapshot *snapshot, uint32_t file, span *text,
                  char *failure)
{
    assert(file < snapshot->image->file_count);
    uint64_t run = snapshot->seal.run;
    if (self->snapshot != snapshot || self->run != run || self->file != file) {
        char key[4];
        uint32_t number = snapshot->image->files[file].number;
        for (int i = 3; i >= 0; i--, number >>= 8)
            key[i] = (char)(number & 0xff);
        self->snapshot = NULL;
        store_reader *reader = query_reader(snapshot, RELATION_CODE_GRAPH, failure);
        status result = STATUS_FAILED;
        if (reader)
            result = store_reader_get(reader, FAMILY_TEXT, (span){key, sizeof key}, &self->text, failure);
        if (result == STATUS_NOT_FOUND)
            store_failure(failure, result, "%.*s: its text is not in the index",
                          (int)image_path(snapshot->image, file).size,
                          image_path(snapshot->image, file).data);
        if (result)
            return result;
        self->snapshot = snapshot;
        self->run = run;
        self->file = file;
    }
    *text = buffer_span(&self->text);
    return STATUS_OK;
}

static status
load_row(query_source *self, const query_snapshot *snapshot, query_entity entity, char *failure)
{
    const image *image = snapshot->image;
    family owner = image->entities[entity].detection == DETECTION_NONE ? FAMILY_ENTITIES : FAMILY_TESTS;
    char key[8];
    store_u64_be(key, image->ids[image->entity_ids[entity]]);
    store_reader *reader = query_reader(snapshot, family_infos[owner].relation, failure);
    if (!reader)
        return STATUS_FAILED;
    status result = store_reader_get(reader, owner, (span){key, sizeof key}, &self->row_bytes, failure);
    if (result == STATUS_NOT_FOUND)
        return store_failure(failure, result, "an entity of %s is not in it; run `sluice check`",
                             snapshot->path);
    if (!result && entity_row_unpack(buffer_span(&self->row_bytes), &self->row))
        result = store_failure(failure, STATUS_CORRUPT, "an entity of %s is corrupt; run `sluice check`",
                               snapshot->path);
    return result;
}

status
query_source_load(query_source *self, const query_snapshot *snapshot, query_entity entity, char *failure)
{
    assert(entity < snapshot->image->entity_count);
    span text = {"", 0};
    uint32_t file = snapshot->image->entities[entity].file;
    status result = load_row(self, snapshot, entity, failure);
    if (!result && file != QUERY_NONE)
        result = query_source_file(self, snapshot, file, &text, failure);
    if (result)
        return result;
    self->code = render_cut(text, self->row.code);
    buffer_clear(&self->rendered);
    render_signature(&self->rendered, render_cut(text, self->row.signature));
    size_t end = self->rendered.size;
    render_documentation(&self->rendered, render_cut(text, self->row.documentation), self->row.language);
    self->signature = span_slice(buffer_span(&self->rendered), 0, end);
    self->documentation = span_slice(buffer_span(&self->rendered), end, self->rendered.size);
    return STATUS_OK;
}
