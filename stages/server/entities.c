// Entities, keys, scopes and lists.
#include <assert.h>
#include <stdlib.h>

#include "schema/key.h"
#include "schema/render.h"
#include "stages/server/query.h"
#include "stages/server/query_report.h"
#include "stages/server/snapshot.h"
#include "stages/server/words.h"

enum { ID_ORDINALS_MAX = 4, NEAREST_MAX = 5 };

uint32_t
query_entity_count(const query_snapshot *self)
{
    return self->image->entity_count;
}

span
query_name(const query_snapshot *self, query_entity entity)
{
    assert(entity < self->image->entity_count);
    return image_name(self->image, self->image->entities[entity].name);
}

query_node
query_node_of(const query_snapshot *self, query_entity entity)
{
    const image *image = self->image;
    assert(entity < image->entity_count);
    const image_entity *stored = &image->entities[entity];
    query_node node = {
        .kind = (entity_kind)stored->kind,
        .language = (language_id)stored->language,
        .detection = (test_detection)stored->detection,
        .file = stored->file,
        .birth = stored->birth,
        .line_start = stored->line_start,
        .line_end = stored->line_end,
        .name = image_name(image, stored->name),
        .path = stored->file == QUERY_NONE ? (span){"", 0} : image_path(image, stored->file),
    };
    span qualified = {image->qualified_text + stored->qualified, stored[1].qualified - stored->qualified};
    node.qualified_name = stored->is_plain ? node.name : qualified;
    return node;
}

const char *
query_class_text(const query_node *node)
{
    if (node->kind == ENTITY_EXTERNAL)
        return "EXTERNAL";
    return node->detection == DETECTION_NONE ? "CODE" : "TEST";
}

query_entity
query_entity_of_id(const query_snapshot *self, uint64_t id)
{
    uint32_t place = image_find_id(self->image->ids, self->image->id_starts, id);
    return place == QUERY_NONE ? QUERY_NONE : self->image->id_entities[place];
}

void
query_put_key(const query_snapshot *self, query_entity entity, buffer *out)
{
    query_node node = query_node_of(self, entity);
    entity_row row = {.kind = node.kind,
                      .language = node.language,
                      .birth = node.birth,
                      .name = node.name,
                      .qualified_name = node.qualified_name};
    render_key(out, &row, node.path);
}

static bool
has_key(const query_snapshot *self, query_entity entity, span key)
{
    buffer text = {0};
    query_put_key(self, entity, &text);
    bool is_same = span_equal(buffer_span(&text), key);
    buffer_fini(&text);
    return is_same;
}

query_entity
query_entity_of_key(const query_snapshot *self, span key)
{
    for (uint32_t ordinal = 0; ordinal < ID_ORDINALS_MAX; ordinal++) {
        query_entity entity = query_entity_of_id(self, key_id(key, ordinal));
        if (entity != QUERY_NONE && has_key(self, entity, key))
            return entity;
    }
    return QUERY_NONE;
}

query_entity
query_entity_at(const query_snapshot *self, uint32_t file, uint32_t line)
{
    const image *image = self->image;
    if (file >= image->file_count)
        return QUERY_NONE;
    // Later ones that are around the line are inside of earlier ones.
    query_entity found = QUERY_NONE;
    uint32_t smallest = UINT32_MAX;
    for (uint32_t i = image->files[file].entity_start; i < image->files[file + 1].entity_start; i++) {
        const image_entity *entity = &image->entities[i];
        if (entity->line_start > line)
            break;
        uint32_t size = entity->line_end - entity->line_start;
        if (entity->line_end >= line && size <= smallest) {
            smallest = size;
            found = i;
        }
    }
    return found;
}

// ---- scopes

// Returns the first file whose path is not below `start` in the order of bytes.
static uint32_t
first_from(const image *image, span start)
{
    uint32_t low = 0, high = image->file_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (span_compare(image_path(image, middle), start) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

// Turns L1||L2 into L1/L2/.
static void
put_folder(buffer *out, span text)
{
    for (size_t i = 0; i < text.size; i++) {
        bool is_bar = text.data[i] == '|' && i + 1 < text.size && text.data[i + 1] == '|';
        buffer_put_byte(out, is_bar ? '/' : (uint8_t)text.data[i]);
        i += is_bar;
    }
    while (out->size && out->data[out->size - 1] == '/')
        out->size--;
    buffer_put_byte(out, '/');
}

struct near_scope {
    unsigned distance;
    const query_folder *folder;
};

static int
compare_near(const void *a, const void *b)
{
    const struct near_scope *left = a, *right = b;
    if (left->distance != right->distance)
        return left->distance < right->distance ? -1 : 1;
    return (left->folder > right->folder) - (left->folder < right->folder);
}

static void
put_scope(buffer *out, const query_folder *folder)
{
    buffer_put_span(out, folder->l1);
    if (folder->l2.size) {
        buffer_put_span(out, SPAN_LITERAL("||"));
        buffer_put_span(out, folder->l2);
    }
}

// How far a scope is from what was asked for: edits, but one that starts with it is near however long it is.
static unsigned
distance_of(const query_folder *folder, span asked)
{
    buffer text = {0}, left = {0}, right = {0};
    put_scope(&text, folder);
    words_fold(&left, buffer_span(&text));
    words_fold(&right, asked);
    span last = folder->l2.size ? folder->l2 : folder->l1;
    unsigned distance = words_distance(buffer_span(&left), buffer_span(&right), WORDS_DISTANCE_BYTES_MAX);
    if (words_starts(buffer_span(&left), buffer_span(&right)) || words_equal(last, asked))
        distance = 1;
    buffer_fini(&text);
    buffer_fini(&left);
    buffer_fini(&right);
    return distance;
}

static void
put_nearest(const query_snapshot *self, span asked, buffer *out)
{
    size_t count;
    const query_folder *folders = query_folders(self, &count);
    struct near_scope *items = calloc(count + 1, sizeof *items);
    assert(items);
    for (size_t i = 0; i < count; i++)
        items[i] = (struct near_scope){folders[i].l1.size ? distance_of(&folders[i], asked) : UINT32_MAX,
                                       &folders[i]};
    qsort(items, count, sizeof *items, compare_near);
    for (size_t i = 0; i < count && i < NEAREST_MAX && items[i].folder->l1.size; i++) {
        if (i)
            buffer_put_byte(out, '\n');
        put_scope(out, items[i].folder);
    }
    free(items);
}

status
query_scope_find(const query_snapshot *self, span text, query_scope *scope, buffer *nearest)
{
    *scope = (query_scope){0};
    buffer_clear(nearest);
    if (!text.size)
        return STATUS_OK;
    buffer folder = {0};
    put_folder(&folder, text);
    scope->file_start = first_from(self->image, buffer_span(&folder));
    folder.data[folder.size - 1] =
        '/' + 1; // the first byte behind all that starts with the folder and a slash
    scope->file_end = first_from(self->image, buffer_span(&folder));
    buffer_fini(&folder);
    if (scope->file_end > scope->file_start)
        return STATUS_OK;
    *scope = (query_scope){0};
    put_nearest(self, text, nearest);
    return STATUS_NOT_FOUND;
}

bool
query_in_scope(const query_snapshot *self, query_entity entity, query_scope scope)
{
    uint32_t file = self->image->entities[entity].file;
    return !scope.file_end || (file >= scope.file_start && file < scope.file_end);
}

// ---- lists

_Static_assert(LANGUAGE_COUNT <= 32 && ENTITY_KIND_COUNT <= 32, "query_filter has a bit for each");

static unsigned
class_of(const image_entity *entity)
{
    if (entity->kind == ENTITY_EXTERNAL)
        return QUERY_EXTERNAL;
    return entity->detection == DETECTION_NONE ? QUERY_CODE : QUERY_TESTS;
}

// All that a filter says but the scope. A mask of 0 is all, of classes it is the code.
static inline bool
passes(const image_entity *stored, const query_filter *filter)
{
    unsigned classes = filter->classes ? filter->classes : QUERY_CODE;
    return class_of(stored) & classes && (!filter->kinds || filter->kinds & 1u << stored->kind) &&
           (!filter->languages || filter->languages & 1u << stored->language);
}

bool
query_passes(const query_snapshot *self, query_entity entity, const query_filter *filter)
{
    return passes(&self->image->entities[entity], filter) && query_in_scope(self, entity, filter->scope);
}

uint64_t
query_list(const query_snapshot *self, const query_filter *filter, uint64_t offset, uint64_t limit,
           query_entities *found)
{
    const image *image = self->image;
    query_scope scope = filter->scope;
    uint32_t start = scope.file_end ? image->files[scope.file_start].entity_start : 0;
    uint32_t end = scope.file_end ? image->files[scope.file_end].entity_start : image->entity_count;
    uint64_t total = 0;
    if (found)
        found->count = 0;
    for (uint32_t i = start; i < end; i++) {
        if (!passes(&image->entities[i], filter))
            continue;
        if (found && total >= offset && (!limit || total - offset < limit))
            query_entities_add(found, i);
        total++;
    }
    return total;
}
