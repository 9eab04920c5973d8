#include "stages/cli/check.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>

#include <xxhash.h>

#include "schema/catalog.h"
#include "schema/edge_rows.h"
#include "schema/json.h"
#include "schema/key.h"
#include "schema/nodes.h"

enum {
    ERRORS_SHOWN_MAX = 100,
    KEY_BYTES_SHOWN_MAX = 64,
    ID_ORDINALS_MAX = 64, // that many entities of one id would be needed
    MIRROR_SUMS = 4096,
};

struct check {
    catalog *catalog;
    nodes *nodes;  // NULL when they cannot be loaded: edges' ends are not looked up then
    family family; // being read
    tally read[FAMILY_COUNT];
    uint64_t stored_rows[FAMILY_COUNT]; // that were read
    // Sums of hashes of (from, type, to), by source and by target, of the edges whose hash ends in the sum's number.
    uint64_t mirror[2][MIRROR_SUMS];
    buffer unmirrored[2]; // edges of the sums that differ
    uint64_t *text_sizes; // by a file's place in the catalog
    uint64_t error_count;
    buffer errors; // text lines or JSON strings
    bool json;
};

// ---- findings

static void
put_hex(buffer *out, span bytes)
{
    for (size_t i = 0; i < bytes.size && i < KEY_BYTES_SHOWN_MAX; i++)
        buffer_printf(out, "%02x", (uint8_t)bytes.data[i]);
    if (bytes.size > KEY_BYTES_SHOWN_MAX)
        buffer_put_span(out, SPAN_LITERAL("..."));
}

static void
add_error(struct check *self, span text)
{
    self->error_count++;
    if (self->error_count > ERRORS_SHOWN_MAX)
        return;
    if (self->json) {
        if (self->error_count > 1)
            buffer_put_byte(&self->errors, ',');
        json_put_string(&self->errors, text);
    } else {
        buffer_put_span(&self->errors, text);
        buffer_put_byte(&self->errors, '\n');
    }
}

// Enters a finding about a row of the family being read; a key without data: about the family.
__attribute__((format(printf, 3, 4))) static void
report(struct check *self, span key, const char *format, ...)
{
    char what[STORE_FAILURE_BYTES];
    buffer text = {0};
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    buffer_printf(&text, "%s: %s/%s", catalog_generation(self->catalog)->path,
                  relation_infos[family_infos[self->family].relation].name, family_infos[self->family].name);
    if (key.data) {
        buffer_put_span(&text, SPAN_LITERAL(": key "));
        put_hex(&text, key);
    }
    buffer_printf(&text, ": %s", what);
    add_error(self, buffer_span(&text));
    buffer_fini(&text);
}

// ---- files

// Finds the place of a file whose number is a row's key; false, reported, when there is none.
static bool
find_place(struct check *self, span key, size_t *place)
{
    reader in = reader_of(key);
    uint32_t number = reader_u32_be(&in);
    const file_row *file = key.size == 4 ? catalog_find_file(self->catalog, number) : NULL;
    if (!file) {
        report(self, key, "there is no file of this number");
        return false;
    }
    const catalog_file *first = catalog_file_at(self->catalog, 0);
    *place = (size_t)((const catalog_file *)(const void *)((const char *)file - offsetof(catalog_file, row)) -
                      first);
    return true;
}

static void
visit_file(struct check *self, span key, span value)
{
    size_t place;
    file_row file; // the catalog has unpacked it once: it is sound
    if (!find_place(self, key, &place) || file_row_unpack(value, &file))
        return;
    if (place && span_compare(catalog_file_at(self->catalog, place - 1)->row.path, file.path) >= 0)
        report(self, key, "its path does not follow that of the file before");
}

static void
visit_text(struct check *self, span key, span value)
{
    size_t place;
    if (!find_place(self, key, &place))
        return;
    const file_row *file = &catalog_file_at(self->catalog, place)->row;
    XXH128_hash_t hash = XXH3_128bits(value.data, value.size);
    self->text_sizes[place] = value.size;
    if (value.size != file->size_bytes)
        report(self, key, "the text has %zu bytes, its file %" PRIu64, value.size, file->size_bytes);
    else if (hash.low64 != file->content_hash[0] || hash.high64 != file->content_hash[1])
        report(self, key, "the text is not the one that its file's hash was taken of");
}

static void
visit_facts(struct check *self, span key, span value)
{
    size_t place;
    find_place(self, key, &place);
}

// ---- entities

static bool
is_inside(byte_range range, uint64_t size)
{
    return range.start <= range.end && range.end <= size;
}

static void
check_id(struct check *self, span key, const entity_row *entity)
{
    buffer text = {0};
    catalog_put_key(self->catalog, &text, entity);
    uint32_t ordinal = 0;
    while (ordinal < ID_ORDINALS_MAX && key_id(buffer_span(&text), ordinal) != load_u64_be(key.data))
        ordinal++;
    if (ordinal == ID_ORDINALS_MAX)
        report(self, key, "is not the id of %.*s", (int)text.size, text.data);
    buffer_fini(&text);
}

static void
check_place(struct check *self, span key, const entity_row *entity)
{
    char number[4] = {(char)(entity->file >> 24), (char)(entity->file >> 16), (char)(entity->file >> 8),
                      (char)entity->file};
    size_t place;
    if (!catalog_find_file(self->catalog, entity->file)) {
        report(self, key, "its file %" PRIu32 " does not exist", entity->file);
        return;
    }
    if (!find_place(self, (span){number, sizeof number}, &place))
        return;
    uint64_t size = self->text_sizes[place];
    if (!is_inside(entity->code, size) || !is_inside(entity->signature, size) ||
        !is_inside(entity->documentation, size))
        report(self, key, "a range of it lies outside of its file's %" PRIu64 " bytes", size);
    if (entity->line_start == 0 || entity->line_end < entity->line_start)
        report(self, key, "its lines are %" PRIu32 " to %" PRIu32, entity->line_start, entity->line_end);
}

static void
visit_entity(struct check *self, span key, span value)
{
    entity_row entity;
    if (key.size != 8 || entity_row_unpack(value, &entity)) {
        report(self, key, "is no entity row");
        return;
    }
    bool is_external = entity.kind == ENTITY_EXTERNAL;
    if (is_external != (entity.file == FILE_NUMBER_NONE))
        report(self, key, "is external and has a file, or is not and has none");
    else if (!is_external)
        check_place(self, key, &entity);
    if ((entity.detection != DETECTION_NONE) != (self->family == FAMILY_TESTS))
        report(self, key, "stands in the wrong relation: its detection is %s",
               test_detection_texts[entity.detection]);
    check_id(self, key, &entity);
}

// ---- edges

static void
check_end(struct check *self, span key, uint64_t id, const char *which)
{
    if (self->nodes && !nodes_find(self->nodes, id))
        report(self, key,
               "dangling edge: its %s %016" PRIx64 " is in neither CodeGraph nor TestEntitiesExcluded", which,
               id);
}

static uint64_t
hash_edge(const edge_row *edge)
{
    uint64_t ends[3] = {edge->from, edge->to, edge->type};
    return XXH3_64bits(ends, sizeof ends);
}

typedef void visit_edge(struct check *self, span key, const edge_row *edge);

// False when it is no row of edges, or only at its beginning.
static bool
visit_edges(struct check *self, span key, span value, visit_edge *visit)
{
    edge_reader edges;
    edge_row edge;
    if (edge_reader_open(&edges, self->family, key, value))
        return false;
    while (edge_reader_next(&edges, &edge))
        visit(self, key, &edge);
    return edges.in.ok;
}

static void
check_edge(struct check *self, span key, const edge_row *edge)
{
    unsigned side = self->family == FAMILY_BY_TARGET;
    uint64_t hash = hash_edge(edge);
    self->mirror[side][hash % MIRROR_SUMS] += hash;
    if (side)
        return;
    check_end(self, key, edge->from, "source");
    check_end(self, key, edge->to, "target");
}

static void
visit_edge_row(struct check *self, span key, span value)
{
    if (!visit_edges(self, key, value, check_edge))
        report(self, key, "is no row of edges");
}

// What a lookup for edges without a mirror image needs of one.
struct mirrored {
    uint64_t from, to;
    uint32_t type;
};

static void
keep_suspect(struct check *self, span key, const edge_row *edge)
{
    (void)key;
    uint64_t sum = hash_edge(edge) % MIRROR_SUMS;
    struct mirrored kept = {edge->from, edge->to, edge->type};
    if (self->mirror[0][sum] != self->mirror[1][sum])
        buffer_put(&self->unmirrored[self->family == FAMILY_BY_TARGET], &kept, sizeof kept);
}

static void
visit_suspects(struct check *self, span key, span value)
{
    (void)visit_edges(self, key, value, keep_suspect); // reported already
}

static int
compare_mirrored(const void *a, const void *b)
{
    const struct mirrored *left = a, *right = b;
    if (left->from != right->from)
        return left->from < right->from ? -1 : 1;
    if (left->to != right->to)
        return left->to < right->to ? -1 : 1;
    return (left->type > right->type) - (left->type < right->type);
}

static void
report_unmirrored(struct check *self, family owner, const struct mirrored *edge)
{
    char key[8];
    family other = owner == FAMILY_BY_SOURCE ? FAMILY_BY_TARGET : FAMILY_BY_SOURCE;
    self->family = owner;
    store_u64_be(key, owner == FAMILY_BY_SOURCE ? edge->from : edge->to);
    report(self, (span){key, sizeof key}, "the edge %s from %016" PRIx64 " to %016" PRIx64 " has no mirror image in %s",
           edge_type_texts[edge->type], edge->from, edge->to, family_infos[other].name);
}

// Both sides are sorted; reports what only one has.
static void
compare_sides(struct check *self)
{
    size_t count[2], at[2] = {0};
    const struct mirrored *edges[2];
    for (int side = 0; side < 2; side++) {
        buffer *kept = &self->unmirrored[side];
        count[side] = kept->size / sizeof *edges[side];
        edges[side] = (const struct mirrored *)(const void *)kept->data;
        if (count[side])
            qsort(kept->data, count[side], sizeof *edges[side], compare_mirrored);
    }
    while (at[0] < count[0] || at[1] < count[1]) {
        int order = at[0] == count[0]   ? 1
                    : at[1] == count[1] ? -1
                                        : compare_mirrored(&edges[0][at[0]], &edges[1][at[1]]);
        if (order < 0)
            report_unmirrored(self, FAMILY_BY_SOURCE, &edges[0][at[0]]);
        else if (order > 0)
            report_unmirrored(self, FAMILY_BY_TARGET, &edges[1][at[1]]);
        at[0] += order <= 0;
        at[1] += order >= 0;
    }
}

// ---- paths

static void
visit_coverage(struct check *self, span key, span value)
{
    coverage_row words;
    if (!key.size || coverage_row_unpack(value, &words))
        report(self, key, "is no coverage row");
}

static void
visit_ignored(struct check *self, span key, span value)
{
    ignore_reason reason;
    if (!key.size || ignored_row_unpack(value, &reason))
        report(self, key, "is no ignored row");
}

// ---- all of it

typedef void visit_function(struct check *self, span key, span value);

static void
visit_all(struct check *self, family owner, visit_function *visit, tally *sum)
{
    char failure[STORE_FAILURE_BYTES];
    store_reader *stored = catalog_generation(self->catalog)->relations[family_infos[owner].relation];
    store_iterator *rows = store_iterator_new(stored, owner, (span){0});
    span key, value;
    status result;
    self->family = owner;
    while (store_iterator_next(rows, &key, &value, &result, failure)) {
        tally_add(sum, row_tally(owner, key, value));
        self->stored_rows[owner]++;
        visit(self, key, value);
    }
    if (result)
        report(self, (span){0}, "%s", failure);
    store_iterator_destroy(&rows);
}

// Reads one family and compares what it holds with the seal.
static void
check_family(struct check *self, family owner, visit_function *visit)
{
    const generation *from = catalog_generation(self->catalog);
    tally sealed = from->seal.families[owner], *read = &self->read[owner];
    visit_all(self, owner, visit, read);
    uint64_t counted = store_reader_count(from->relations[family_infos[owner].relation], owner);
    if (counted != self->stored_rows[owner])
        report(self, (span){0}, "its tables count %" PRIu64 " rows, %" PRIu64 " can be read", counted,
               self->stored_rows[owner]);
    if (read->rows != sealed.rows)
        report(self, (span){0}, "it has %" PRIu64 " rows, its seal says %" PRIu64, read->rows, sealed.rows);
    else if (read->digest != sealed.digest)
        report(self, (span){0}, "its digest is %016" PRIx64 ", its seal says %016" PRIx64, read->digest,
               sealed.digest);
}

static void
check_mirror(struct check *self)
{
    tally unused = {0};
    if (memcmp(self->mirror[0], self->mirror[1], sizeof self->mirror[0]) == 0)
        return;
    visit_all(self, FAMILY_BY_SOURCE, visit_suspects, &unused);
    visit_all(self, FAMILY_BY_TARGET, visit_suspects, &unused);
    compare_sides(self);
}

static void
check_all(struct check *self)
{
    static visit_function *const visits[FAMILY_COUNT] = {
        [FAMILY_ENTITIES] = visit_entity,     [FAMILY_FILES] = visit_file,
        [FAMILY_TEXT] = visit_text,           [FAMILY_FACTS] = visit_facts,
        [FAMILY_BY_SOURCE] = visit_edge_row,  [FAMILY_BY_TARGET] = visit_edge_row,
        [FAMILY_TESTS] = visit_entity,        [FAMILY_COVERAGE] = visit_coverage,
        [FAMILY_IGNORED] = visit_ignored,
    };
    // Entities need the sizes of the texts, edges the entities.
    static const family order[FAMILY_COUNT] = {
        FAMILY_FILES,     FAMILY_TEXT,      FAMILY_FACTS,    FAMILY_ENTITIES, FAMILY_TESTS,
        FAMILY_BY_SOURCE, FAMILY_BY_TARGET, FAMILY_COVERAGE, FAMILY_IGNORED,
    };
    char failure[STORE_FAILURE_BYTES];
    for (unsigned i = 0; i < FAMILY_COUNT; i++) {
        assert(visits[order[i]]);
        if (order[i] == FAMILY_BY_SOURCE &&
            nodes_load(catalog_generation(self->catalog), &self->nodes, failure))
            report(self, (span){0}, "the ends of edges were not looked up: %s", failure);
        check_family(self, order[i], visits[order[i]]);
    }
    check_mirror(self);
}

static void
put_rows(const struct check *self, buffer *text)
{
    for (unsigned i = 0; i < FAMILY_COUNT; i++) {
        if (self->json) {
            json_put_name(text, family_infos[i].name);
            buffer_printf(text, "{\"rows\":%" PRIu64 ",\"digest\":\"%016" PRIx64 "\"}", self->read[i].rows,
                          self->read[i].digest);
        } else {
            buffer_printf(text, "%-22s %-10s %12" PRIu64 "  %016" PRIx64 "\n",
                          relation_infos[family_infos[i].relation].name, family_infos[i].name,
                          self->read[i].rows, self->read[i].digest);
        }
    }
}

static void
put_summary(const struct check *self, buffer *text)
{
    uint32_t number = self->catalog ? catalog_generation(self->catalog)->number : 0;
    if (self->json) {
        buffer_printf(text, "{\"ok\":%s,\"generation\":%" PRIu32 ",\"families\":{",
                      self->error_count ? "false" : "true", number);
        if (self->catalog)
            put_rows(self, text);
        buffer_printf(text, "},\"error_count\":%" PRIu64 ",\"errors\":[", self->error_count);
        buffer_put_span(text, buffer_span(&self->errors));
        buffer_put_span(text, SPAN_LITERAL("]}\n"));
        return;
    }
    buffer_put_span(text, buffer_span(&self->errors));
    if (self->error_count > ERRORS_SHOWN_MAX)
        buffer_printf(text, "and %" PRIu64 " more\n", self->error_count - ERRORS_SHOWN_MAX);
    if (!self->catalog)
        return;
    put_rows(self, text);
    if (self->error_count)
        buffer_printf(text,
                      "generation %" PRIu32 ": %" PRIu64 " errors; run `sluice index` to make a new one\n",
                      number, self->error_count);
    else
        buffer_printf(text, "generation %" PRIu32 ": every row is sound\n", number);
}

int
check_run(const char *db, bool json, FILE *out)
{
    char failure[STORE_FAILURE_BYTES];
    struct check check = {.json = json};
    if (catalog_open(db, &check.catalog, failure)) {
        add_error(&check, span_of(failure));
    } else {
        check.text_sizes = calloc(catalog_file_count(check.catalog) + 1, sizeof *check.text_sizes);
        assert(check.text_sizes);
        check_all(&check);
    }
    buffer text = {0};
    put_summary(&check, &text);
    bool is_written = fwrite(text.data, 1, text.size, out) == text.size && fflush(out) == 0;
    buffer_fini(&text);
    buffer_fini(&check.errors);
    buffer_fini(&check.unmirrored[0]);
    buffer_fini(&check.unmirrored[1]);
    free(check.text_sizes);
    nodes_destroy(&check.nodes);
    catalog_destroy(&check.catalog);
    return check.error_count || !is_written ? EXIT_RUN_FAILED : EXIT_DONE;
}
