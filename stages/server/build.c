// Builds an image's entities, files and edges from a generation's rows. Time and memory are linear in the
// rows, but for the sorting of what lies in one file and of the external entities.
#include <assert.h>
#include <stdlib.h>

#include "base/intern.h"
#include "schema/edge_rows.h"
#include "schema/key.h"
#include "schema/render.h"
#include "stages/server/image.h"
#include "stages/server/query.h"

enum { ROWS_MAX = INT32_MAX }; // entities, edges and names are numbered with 32 bits, postings with 28

// An entity as it is read, before it has a number.
struct raw_entity {
    uint64_t id;
    uint64_t place;   // line_start << 32 | code.start
    size_t qualified; // in `qualified`, that many bytes
    uint32_t qualified_size;
    image_entity entity;
};

struct raw_edge {
    uint32_t from, to;
    uint32_t lines; // in `lines`, that many bytes
    uint32_t lines_size;
    uint8_t kind;
};

struct build {
    image_parts *parts;
    const char *path; // of the generation
    char *failure;
    store_reader *reader; // of the relation being read

    image_file *files;
    uint32_t file_count, last_file; // last_file: where the search for a number starts

    struct raw_entity *raw;
    uint32_t entity_count, entity_capacity;
    uint32_t *order; // numbers of raw entities in the order of entities
    intern *names;
    buffer qualified;

    const uint64_t *ids;
    const uint32_t *id_starts, *id_entities;
    struct raw_edge *edges;
    uint32_t edge_count, edge_capacity;
    buffer lines;
};

static status
corrupt(struct build *self, family owner)
{
    return store_failure(
        self->failure, STATUS_CORRUPT, "%s of %s holds a corrupt row in %s; run `sluice check`",
        relation_infos[family_infos[owner].relation].name, self->path, family_infos[owner].name);
}

static status
too_many(struct build *self, family owner)
{
    return store_failure(self->failure, STATUS_TOO_LARGE, "%s of %s has more than %d rows",
                         family_infos[owner].name, self->path, (int)ROWS_MAX);
}

typedef status take_row(struct build *self, family owner, span key, span value);

// Gives all rows of a family to `take`. Its relation is opened unless it is still from the family before.
static status
read_family(struct build *self, family owner, take_row *take)
{
    span key, value;
    status result = STATUS_OK;
    store_iterator *rows = store_iterator_new(self->reader, owner, (span){0});
    while (!result && store_iterator_next(rows, &key, &value, &result, self->failure))
        result = take(self, owner, key, value);
    store_iterator_destroy(&rows);
    return result;
}

// Opens a relation, gives it to `read`, and closes it: what RocksDB caches meanwhile is given back.
static status
with_relation(struct build *self, relation which, status (*read)(struct build *self))
{
    status result = store_reader_open(self->path, which, &self->reader, self->failure);
    if (!result)
        result = read(self);
    store_reader_destroy(&self->reader);
    return result;
}

// ---- files and paths

static status
take_file(struct build *self, family owner, span key, span value)
{
    file_row row;
    reader in = reader_of(key);
    image_file *file = image_part_alloc(self->parts, IMAGE_files, 1, sizeof *file);
    buffer *paths = &self->parts->sections[IMAGE_path_text];
    if (key.size != 4 || file_row_unpack(value, &row))
        return corrupt(self, owner);
    *file = (image_file){
        .size_bytes = row.size_bytes,
        .modified_ns = row.modified_ns,
        .number = reader_u32_be(&in),
        .path = (uint32_t)paths->size,
        .error_count = row.error_count,
        .error_bytes = row.error_bytes,
        .language = row.language,
    };
    if (self->file_count) {
        span before = buffer_span(paths);
        before = span_slice(before, file[-1].path, before.size);
        if (span_compare(before, row.path) >= 0)
            return corrupt(self, owner);
    }
    buffer_put_span(paths, row.path);
    self->file_count++;
    return paths->size < UINT32_MAX ? STATUS_OK : too_many(self, owner);
}

// Ends the table of files; then it no longer moves.
static void
settle_files(struct build *self)
{
    image_file *end = image_part_alloc(self->parts, IMAGE_files, 1, sizeof *end);
    end->path = (uint32_t)self->parts->sections[IMAGE_path_text].size;
    self->files = (image_file *)(void *)self->parts->sections[IMAGE_files].data;
}

static span
path_of(const struct build *self, uint32_t file)
{
    const char *text = self->parts->sections[IMAGE_path_text].data;
    return (span){text + self->files[file].path, self->files[file + 1].path - self->files[file].path};
}

// Coverage comes in the order of paths, as the files do.
static status
take_coverage(struct build *self, family owner, span key, span value)
{
    coverage_row row;
    if (coverage_row_unpack(value, &row))
        return corrupt(self, owner);
    while (self->last_file < self->file_count && span_compare(path_of(self, self->last_file), key) < 0)
        self->last_file++;
    if (self->last_file == self->file_count || !span_equal(path_of(self, self->last_file), key))
        return corrupt(self, owner);
    image_file *file = &self->files[self->last_file];
    file->has_coverage = 1;
    file->source_words = row.source_words;
    file->entity_words = row.entity_words;
    file->import_words = row.import_words;
    file->comment_words = row.comment_words;
    file->entity_count = row.entity_count;
    return STATUS_OK;
}

static status
take_ignored(struct build *self, family owner, span key, span value)
{
    ignore_reason reason;
    buffer *paths = &self->parts->sections[IMAGE_ignored_text];
    if (ignored_row_unpack(value, &reason))
        return corrupt(self, owner);
    image_ignored *ignored = image_part_alloc(self->parts, IMAGE_ignored, 1, sizeof *ignored);
    *ignored = (image_ignored){(uint32_t)paths->size, reason};
    buffer_put_span(paths, key);
    return paths->size < UINT32_MAX ? STATUS_OK : too_many(self, owner);
}

static status
read_coverage(struct build *self)
{
    self->last_file = 0;
    return read_family(self, FAMILY_COVERAGE, take_coverage);
}

static status
read_ignored(struct build *self)
{
    status result = read_family(self, FAMILY_IGNORED, take_ignored);
    image_ignored *end = image_part_alloc(self->parts, IMAGE_ignored, 1, sizeof *end);
    end->path = (uint32_t)self->parts->sections[IMAGE_ignored_text].size;
    return result;
}

// ---- entities

// Returns the place of the file of that number, or QUERY_NONE. Neighbours are mostly of one file.
static uint32_t
place_of_file(struct build *self, uint32_t number)
{
    if (self->last_file < self->file_count && self->files[self->last_file].number == number)
        return self->last_file;
    uint32_t low = 0, high = self->file_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (self->files[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    self->last_file = low;
    return low < self->file_count && self->files[low].number == number ? low : QUERY_NONE;
}

static struct raw_entity *
add_entity(struct build *self)
{
    if (self->entity_count == self->entity_capacity) {
        self->entity_capacity = self->entity_capacity ? self->entity_capacity * 2 : 1024;
        self->raw = realloc(self->raw, self->entity_capacity * sizeof *self->raw);
        assert(self->raw);
    }
    return &self->raw[self->entity_count++];
}

static status
take_entity(struct build *self, family owner, span key, span value)
{
    entity_row row;
    if (key.size != 8 || entity_row_unpack(value, &row))
        return corrupt(self, owner);
    bool is_external = row.kind == ENTITY_EXTERNAL;
    uint32_t file = is_external ? QUERY_NONE : place_of_file(self, row.file);
    if (!is_external && file == QUERY_NONE)
        return corrupt(self, owner);
    if (self->entity_count == ROWS_MAX >> POSTING_BITS)
        return too_many(self, owner);
    bool is_plain = !is_external && span_equal(row.name, row.qualified_name);
    *add_entity(self) = (struct raw_entity){
        .id = load_u64_be(key.data),
        .place = (uint64_t)row.line_start << 32 | row.code.start,
        .qualified = self->qualified.size,
        .qualified_size = is_plain ? 0 : (uint32_t)row.qualified_name.size,
        .entity = {.file = file,
                   .name = intern_add(self->names, row.name),
                   .birth = row.birth,
                   .line_start = row.line_start,
                   .line_end = row.line_end,
                   .kind = (uint8_t)row.kind,
                   .language = (uint8_t)row.language,
                   .detection = (uint8_t)row.detection,
                   .is_plain = is_plain},
    };
    if (!is_plain)
        buffer_put_span(&self->qualified, row.qualified_name);
    return STATUS_OK;
}

static int
compare_in_file(const void *a, const void *b, void *context)
{
    const struct raw_entity *raw = context, *left = &raw[*(const uint32_t *)a],
                            *right = &raw[*(const uint32_t *)b];
    if (left->place != right->place)
        return left->place < right->place ? -1 : 1;
    return (left->id > right->id) - (left->id < right->id);
}

struct external {
    span key;
    uint64_t id;
    uint32_t raw;
};

static int
compare_external(const void *a, const void *b)
{
    const struct external *left = a, *right = b;
    int order = span_compare(left->key, right->key);
    return order ? order : (left->id > right->id) - (left->id < right->id);
}

static span
raw_qualified(const struct build *self, const struct raw_entity *raw)
{
    return span_slice(buffer_span(&self->qualified), raw->qualified, raw->qualified + raw->qualified_size);
}

// Sorts the numbers of external entities by their keys, which are rendered once.
static void
sort_external(struct build *self, uint32_t *numbers, uint32_t count)
{
    struct external *items = calloc(count + 1, sizeof *items);
    size_t *starts = calloc(count + 1, sizeof *starts);
    buffer text = {0};
    assert(items && starts);
    for (uint32_t i = 0; i < count; i++) {
        const struct raw_entity *raw = &self->raw[numbers[i]];
        entity_row row = {.kind = ENTITY_EXTERNAL,
                          .language = (language_id)raw->entity.language,
                          .name = intern_text(self->names, raw->entity.name),
                          .qualified_name = raw_qualified(self, raw)};
        starts[i] = text.size;
        render_key(&text, &row, (span){"", 0});
    }
    starts[count] = text.size;
    for (uint32_t i = 0; i < count; i++)
        items[i] = (struct external){span_slice(buffer_span(&text), starts[i], starts[i + 1]),
                                     self->raw[numbers[i]].id, numbers[i]};
    qsort(items, count, sizeof *items, compare_external);
    for (uint32_t i = 0; i < count; i++)
        numbers[i] = items[i].raw;
    buffer_fini(&text);
    free(starts);
    free(items);
}

// Orders all entities by file (a counting sort), each file's by place, the external ones last.
static void
order_entities(struct build *self)
{
    uint32_t groups = self->file_count + 1, *starts = calloc(groups + 2, sizeof *starts);
    self->order = calloc(self->entity_count + 1, sizeof *self->order);
    assert(starts && self->order);
    for (uint32_t i = 0; i < self->entity_count; i++) {
        uint32_t file = self->raw[i].entity.file;
        starts[(file == QUERY_NONE ? self->file_count : file) + 2]++;
    }
    for (uint32_t i = 2; i <= groups; i++)
        starts[i] += starts[i - 1];
    for (uint32_t i = 0; i < self->entity_count; i++) {
        uint32_t file = self->raw[i].entity.file;
        self->order[starts[(file == QUERY_NONE ? self->file_count : file) + 1]++] = i;
    }
    for (uint32_t i = 0; i < self->file_count; i++) {
        self->files[i].entity_start = starts[i];
        qsort_r(self->order + starts[i], starts[i + 1] - starts[i], sizeof *self->order, compare_in_file,
                self->raw);
    }
    self->files[self->file_count].entity_start = starts[self->file_count];
    sort_external(self, self->order + starts[self->file_count],
                  self->entity_count - starts[self->file_count]);
    free(starts);
}

static void
put_entities(struct build *self)
{
    buffer *text = &self->parts->sections[IMAGE_qualified_text];
    image_entity *out = image_part_alloc(self->parts, IMAGE_entities, self->entity_count + 1, sizeof *out);
    for (uint32_t i = 0; i < self->entity_count; i++) {
        const struct raw_entity *raw = &self->raw[self->order[i]];
        out[i] = raw->entity;
        out[i].qualified = (uint32_t)text->size;
        buffer_put_span(text, raw_qualified(self, raw));
        if (raw->entity.file == QUERY_NONE)
            continue;
        image_file *file = &self->files[raw->entity.file];
        file->code_count += raw->entity.detection == DETECTION_NONE;
        file->test_count += raw->entity.detection != DETECTION_NONE;
    }
    out[self->entity_count].qualified = (uint32_t)text->size;
}

struct id_entity {
    uint64_t id;
    uint32_t entity;
};

// The rows of each family came in the order of their ids: two sorted runs are merged.
static status
put_ids(struct build *self, uint32_t code_count)
{
    uint32_t count = self->entity_count, *number = calloc(count + 1, sizeof *number);
    uint64_t *ids = image_part_alloc(self->parts, IMAGE_ids, count, sizeof *ids);
    uint32_t *starts = image_part_alloc(self->parts, IMAGE_id_starts, ID_CLUSTERS + 1, sizeof *starts);
    uint32_t *entities = image_part_alloc(self->parts, IMAGE_id_entities, count, sizeof *entities);
    uint32_t *places = image_part_alloc(self->parts, IMAGE_entity_ids, count, sizeof *places);
    status result = STATUS_OK;
    assert(number);
    for (uint32_t i = 0; i < count; i++)
        number[self->order[i]] = i;
    for (uint32_t i = 0, code = 0, test = code_count; i < count; i++) {
        bool is_code = test == count || (code < code_count && self->raw[code].id < self->raw[test].id);
        uint32_t next = is_code ? code++ : test++;
        ids[i] = self->raw[next].id;
        entities[i] = number[next];
        places[number[next]] = i;
        starts[(ids[i] >> 48) + 1]++;
        if (i && ids[i - 1] >= ids[i])
            result = corrupt(self, is_code ? FAMILY_ENTITIES : FAMILY_TESTS);
    }
    for (uint32_t i = 0; i < ID_CLUSTERS; i++)
        starts[i + 1] += starts[i];
    self->ids = ids;
    self->id_starts = starts;
    self->id_entities = entities;
    free(number);
    return result;
}

static void
put_names(struct build *self)
{
    uint32_t count = intern_count(self->names);
    span *names = calloc(count + 1, sizeof *names);
    assert(names);
    for (uint32_t i = 0; i < count; i++)
        names[i] = intern_text(self->names, i);
    image_build_names(self->parts, names, count);
    free(names);
}

static status
read_code(struct build *self)
{
    status result = read_family(self, FAMILY_FILES, take_file);
    settle_files(self);
    return result ? result : read_family(self, FAMILY_ENTITIES, take_entity);
}

static status
read_tests(struct build *self)
{
    return read_family(self, FAMILY_TESTS, take_entity);
}

static void
entities_fini(struct build *self)
{
    intern_destroy(&self->names);
    buffer_fini(&self->qualified);
    free(self->raw);
    free(self->order);
    self->raw = NULL;
    self->order = NULL;
}

static status
build_entities(struct build *self)
{
    self->names = intern_new();
    status result = with_relation(self, RELATION_CODE_GRAPH, read_code);
    uint32_t code_count = self->entity_count;
    if (!result)
        result = with_relation(self, RELATION_TEST_ENTITIES, read_tests);
    if (!result) {
        order_entities(self);
        put_entities(self);
        put_names(self);
        result = put_ids(self, code_count);
    }
    entities_fini(self);
    return result;
}

// ---- edges

static struct raw_edge *
add_edge(struct build *self)
{
    if (self->edge_count == self->edge_capacity) {
        self->edge_capacity = self->edge_capacity ? self->edge_capacity * 2 : 4096;
        self->edges = realloc(self->edges, self->edge_capacity * sizeof *self->edges);
        assert(self->edges);
    }
    return &self->edges[self->edge_count++];
}

static status
take_edge(struct build *self, const edge_row *row)
{
    uint32_t from = image_find_id(self->ids, self->id_starts, row->from);
    uint32_t to = image_find_id(self->ids, self->id_starts, row->to);
    if (from == QUERY_NONE || to == QUERY_NONE)
        return store_failure(self->failure, STATUS_CORRUPT,
                             "DependencyEdges of %s has an edge without an end; run `sluice check`",
                             self->path);
    if (self->edge_count == ROWS_MAX || self->lines.size > ROWS_MAX)
        return too_many(self, FAMILY_BY_SOURCE);
    *add_edge(self) = (struct raw_edge){
        .from = self->id_entities[from],
        .to = self->id_entities[to],
        .lines = (uint32_t)self->lines.size,
        .lines_size = (uint32_t)row->lines.size,
        .kind = (uint8_t)(row->type << 4 | row->resolution),
    };
    buffer_put_span(&self->lines, row->lines);
    return STATUS_OK;
}

static status
take_edges(struct build *self, family owner, span key, span value)
{
    edge_reader edges;
    edge_row row;
    if (edge_reader_open(&edges, owner, key, value))
        return corrupt(self, owner);
    status result = STATUS_OK;
    while (!result && edge_reader_next(&edges, &row))
        result = take_edge(self, &row);
    return result || edges.in.ok ? result : corrupt(self, owner);
}

static int
compare_edges(const void *a, const void *b)
{
    const struct raw_edge *left = a, *right = b;
    if (left->kind >> 4 != right->kind >> 4)
        return (left->kind >> 4) - (right->kind >> 4);
    return (left->to > right->to) - (left->to < right->to);
}

static status
read_edges(struct build *self)
{
    return read_family(self, FAMILY_BY_SOURCE, take_edges);
}

// Turns counts, which stand two places to the right, into starts one place to the right: filling a list moves
// its start to where it belongs.
static void
sum_up(uint32_t *starts, uint32_t count)
{
    for (uint32_t i = 2; i <= count; i++)
        starts[i] += starts[i - 1];
}

// Sorts the edges by source (a counting sort: each source's edges are together already, but not in the order
// of numbers), each source's by type and target, and writes them.
static void
put_out_edges(struct build *self)
{
    uint32_t count = self->edge_count;
    uint32_t *starts =
        image_part_alloc(self->parts, IMAGE_out_starts, self->entity_count + 2, sizeof *starts);
    struct raw_edge *sorted = malloc((count + 1) * sizeof *sorted);
    assert(sorted);
    for (uint32_t i = 0; i < count; i++)
        starts[self->edges[i].from + 2]++;
    sum_up(starts, self->entity_count);
    for (uint32_t i = 0; i < count; i++)
        sorted[starts[self->edges[i].from + 1]++] = self->edges[i];
    self->parts->sections[IMAGE_out_starts].size -= sizeof *starts;
    free(self->edges);
    self->edges = sorted;
    for (uint32_t i = 0; i < self->entity_count; i++) {
        if (starts[i + 1] - starts[i] > 1)
            qsort(sorted + starts[i], starts[i + 1] - starts[i], sizeof *sorted, compare_edges);
    }
}

static void
put_edge_columns(struct build *self)
{
    uint32_t count = self->edge_count;
    uint32_t *to = image_part_alloc(self->parts, IMAGE_edge_to, count, sizeof *to);
    uint8_t *kind = image_part_alloc(self->parts, IMAGE_edge_kind, count, sizeof *kind);
    uint32_t *lines = image_part_alloc(self->parts, IMAGE_line_starts, count + 1, sizeof *lines);
    buffer *bytes = &self->parts->sections[IMAGE_line_bytes];
    for (uint32_t i = 0; i < count; i++) {
        const struct raw_edge *edge = &self->edges[i];
        to[i] = edge->to;
        kind[i] = edge->kind;
        lines[i] = (uint32_t)bytes->size;
        buffer_put(bytes, self->lines.data + edge->lines, edge->lines_size);
    }
    lines[count] = (uint32_t)bytes->size;
}

// The same edges by target: type by type over edges that are sorted by source, so each list comes out by type
// and source.
static void
put_in_edges(struct build *self)
{
    uint32_t count = self->edge_count;
    uint32_t *starts = image_part_alloc(self->parts, IMAGE_in_starts, self->entity_count + 2, sizeof *starts);
    uint32_t *from = image_part_alloc(self->parts, IMAGE_in_from, count, sizeof *from);
    uint32_t *number = image_part_alloc(self->parts, IMAGE_in_edge, count, sizeof *number);
    for (uint32_t i = 0; i < count; i++)
        starts[self->edges[i].to + 2]++;
    sum_up(starts, self->entity_count);
    for (unsigned type = 0; type < EDGE_TYPE_COUNT; type++) {
        for (uint32_t i = 0; i < count; i++) {
            if (self->edges[i].kind >> 4 != type)
                continue;
            uint32_t at = starts[self->edges[i].to + 1]++;
            from[at] = self->edges[i].from;
            number[at] = i;
        }
    }
    self->parts->sections[IMAGE_in_starts].size -= sizeof *starts;
}

static status
build_edges(struct build *self)
{
    status result = with_relation(self, RELATION_DEPENDENCY_EDGES, read_edges);
    if (!result) {
        put_out_edges(self);
        put_edge_columns(self);
        put_in_edges(self);
    }
    free(self->edges);
    buffer_fini(&self->lines);
    return result;
}

status
image_build(const char *generation_path, image_parts *parts, char *failure)
{
    struct build build = {.parts = parts, .path = generation_path, .failure = failure};
    status result = build_entities(&build);
    if (!result)
        result = with_relation(&build, RELATION_WORD_COVERAGE, read_coverage);
    if (!result)
        result = with_relation(&build, RELATION_IGNORED_FILES, read_ignored);
    if (!result)
        result = build_edges(&build);
    return result;
}
