// fuzz_frames - what comes in over sockets: frames, control messages, deliveries, rows and facts, from
// whatever bytes. An input is opened as a frame, and its bytes are also taken as the payload of each kind,
// for a checksum keeps most mutations out. Facts that unpack are linked.
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

#include "broker/wire.h"
#include "control.pb-c.h"
#include "schema/edge_rows.h"
#include "schema/rows.h"
#include "stages/linker/linker.h"
#include "stages/parser/extract.h"

static void
ignore_row(void *context, family owner, span key, span value)
{
    (void)context, (void)owner, (void)key, (void)value;
}

// The facts twice, as two files: each is a stranger to the other.
static void
take_facts(span bytes)
{
    char failure[256];
    linker *linker = linker_new(NULL, NULL);
    for (uint32_t file = 0; file < 2; file++)
        linker_add(linker, file, bytes);
    linker_link(linker, ignore_row, NULL, failure);
    linker_destroy(&linker);
    linker = linker_new(NULL, NULL);
    if (linker_add(linker, 0, bytes) == STATUS_OK)
        linker_link(linker, ignore_row, NULL, failure);
    linker_destroy(&linker);
}

static void
take_lines(const edge_row *edge)
{
    reader cursor = reader_of(edge->lines);
    uint32_t line = 0, last = 0;
    while (edge_lines_next(&cursor, &line)) {
        if (line < last)
            abort();
        last = line;
    }
}

static void
take_rows(span bytes)
{
    reader cursor = reader_of(bytes);
    row next;
    while (rows_next(&cursor, &next)) {
        entity_row entity;
        file_row file;
        coverage_row coverage;
        edge_row edge;
        edge_reader edges;
        family edge_family = next.family == FAMILY_BY_TARGET ? FAMILY_BY_TARGET : FAMILY_BY_SOURCE;
        ignore_reason reason;
        entity_row_unpack(next.value, &entity);
        file_row_unpack(next.value, &file);
        coverage_row_unpack(next.value, &coverage);
        ignored_row_unpack(next.value, &reason);
        if (edge_reader_open(&edges, edge_family, next.key, next.value) == STATUS_OK) {
            while (edge_reader_next(&edges, &edge))
                take_lines(&edge);
        }
        if (next.family >= FAMILY_COUNT)
            abort();
    }
}

static void
take_messages(span bytes)
{
    const uint8_t *data = (const uint8_t *)bytes.data;
    Sluice__Control *control = sluice__control__unpack(NULL, bytes.size, data);
    if (control)
        sluice__control__free_unpacked(control, NULL);
    Sluice__Task *task = sluice__task__unpack(NULL, bytes.size, data);
    if (task)
        sluice__task__free_unpacked(task, NULL);
    Sluice__Delivery *delivery = sluice__delivery__unpack(NULL, bytes.size, data);
    for (size_t i = 0; delivery && i < delivery->n_sections; i++) {
        span rows = {(const char *)delivery->sections[i]->rows.data, delivery->sections[i]->rows.len};
        take_rows(rows);
        take_facts(rows);
    }
    if (delivery)
        sluice__delivery__free_unpacked(delivery, NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    span bytes = {(const char *)data, size}, payload;
    wire_header header;
    if (wire_open(bytes, 0, &header, &payload) == STATUS_OK)
        take_messages(payload);
    take_messages(bytes);
    take_rows(bytes);
    take_facts(bytes);
    return 0;
}

#ifndef SLUICE_FUZZER

// Adds a message of one section as a frame, and its payload alone.
static void
add_delivery(const buffer *rows)
{
    Sluice__Tally tally = SLUICE__TALLY__INIT, *tallies[] = {&tally};
    Sluice__Section section = SLUICE__SECTION__INIT, *sections[] = {&section};
    Sluice__Delivery delivery = SLUICE__DELIVERY__INIT;
    section.unit = 3;
    section.n_families = 1;
    section.families = tallies;
    section.rows = (ProtobufCBinaryData){rows->size, (uint8_t *)rows->data};
    delivery.n_sections = 1;
    delivery.sections = sections;
    uint8_t *bytes;
    size_t size;
    wire_pack((wire_header){.run = 1, .producer = 2, .sequence = 3}, &delivery.base, &bytes, &size);
    fuzz_add((span){(const char *)bytes, size});
    fuzz_add((span){(const char *)bytes + WIRE_HEADER_BYTES, size - WIRE_HEADER_BYTES});
    free(bytes);
}

static extractor *golden_extractor;

static int
add_golden(const char *path, const struct stat *info, int type, struct FTW *where)
{
    (void)info, (void)where;
    language_id language = language_of_path(span_of(path));
    if (type != FTW_F || !language || fuzz_corpus_count > FUZZ_CORPUS_MAX - 16)
        return 0;
    buffer text = fuzz_read(path);
    product product = {0};
    source_file file = {.path = span_of(path), .language = language, .contents = buffer_span(&text)};
    if (extractor_run(golden_extractor, &file, &product) == STATUS_OK) {
        fuzz_add(buffer_span(&product.rows[PRODUCT_FACTS]));
        fuzz_add(buffer_span(&product.rows[PRODUCT_COVERAGE]));
        if (fuzz_corpus_count % 4 == 0)
            add_delivery(&product.rows[PRODUCT_CODE_GRAPH]);
    }
    product_fini(&product);
    buffer_fini(&text);
    return 0;
}

static void
add_controls(void)
{
    Sluice__Control message = SLUICE__CONTROL__INIT;
    Sluice__Done done = SLUICE__DONE__INIT;
    Sluice__DoneFile file = SLUICE__DONE_FILE__INIT, *files[] = {&file};
    Sluice__Entry entry = SLUICE__ENTRY__INIT, *entries[] = {&entry, &entry};
    file.n_entries = 2;
    file.entries = entries;
    done.n_files = 1;
    done.files = files;
    message.body_case = SLUICE__CONTROL__BODY_DONE;
    message.done = &done;
    buffer packed = {0};
    size_t size = sluice__control__get_packed_size(&message);
    sluice__control__pack(&message, (uint8_t *)buffer_reserve(&packed, size));
    buffer_commit(&packed, size);
    fuzz_add(buffer_span(&packed));
    buffer_fini(&packed);
}

int
main(int argc, char **argv)
{
    golden_extractor = extractor_new(NULL, NULL);
    nftw(SLUICE_GOLDEN, add_golden, 16, FTW_PHYS);
    add_controls();
    extractor_destroy(&golden_extractor);
    return fuzz_run("frames", argc, argv);
}

#endif
