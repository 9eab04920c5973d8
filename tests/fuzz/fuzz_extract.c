// fuzz_extract - the way of a file without sockets: extractor, then linker, on whatever bytes. The first byte
// of an input says which language. What a parser makes must be rows that unpack, and facts that the linker
// takes.
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

#include "schema/rows.h"
#include "stages/linker/linker.h"
#include "stages/parser/extract.h"

static void
require(bool holds)
{
    if (!holds)
        abort();
}

static void
check_row(const row *row, span contents)
{
    entity_row entity;
    file_row file;
    coverage_row coverage;
    if (row->family == FAMILY_ENTITIES || row->family == FAMILY_TESTS) {
        require(entity_row_unpack(row->value, &entity) == STATUS_OK);
        require(entity.code.start <= entity.code.end && entity.code.end <= contents.size);
        require(entity.signature.start <= entity.signature.end && entity.signature.end <= contents.size);
        require(entity.documentation.start <= entity.documentation.end &&
                entity.documentation.end <= contents.size);
        require(entity.line_start >= 1 && entity.line_start <= entity.line_end);
    } else if (row->family == FAMILY_FILES) {
        require(file_row_unpack(row->value, &file) == STATUS_OK);
        require(file.size_bytes == contents.size);
    } else if (row->family == FAMILY_TEXT) {
        require(span_equal(row->value, contents));
    } else if (row->family == FAMILY_COVERAGE) {
        require(coverage_row_unpack(row->value, &coverage) == STATUS_OK);
        require(coverage.entity_words + coverage.import_words + coverage.comment_words <=
                coverage.source_words);
    }
}

static void
ignore_row(void *context, family owner, span key, span value)
{
    (void)context, (void)owner, (void)key, (void)value;
}

static void
link_alone(span facts)
{
    char failure[256];
    linker *linker = linker_new(NULL, NULL);
    require(linker_add(linker, 0, facts) == STATUS_OK);
    require(linker_link(linker, ignore_row, NULL, failure) == STATUS_OK);
    linker_destroy(&linker);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static extractor *extractor; // kept from input to input, as in a parser
    static product product;
    if (!extractor)
        extractor = extractor_new(NULL, NULL);
    if (!size)
        return 0;
    source_file file = {
        .path = SPAN_LITERAL("dir/input"),
        .language = (language_id)(data[0] % (LANGUAGE_COUNT - 1) + 1),
        .contents = {(const char *)data + 1, size - 1},
    };
    product_clear(&product);
    status result = extractor_run(extractor, &file, &product);
    require(result == STATUS_OK || result == STATUS_TOO_LARGE);
    if (result != STATUS_OK)
        return 0;
    for (int i = PRODUCT_CODE_GRAPH; i <= PRODUCT_COVERAGE; i++) {
        reader cursor = reader_of(buffer_span(&product.rows[i]));
        row next;
        while (rows_next(&cursor, &next))
            check_row(&next, file.contents);
        require(cursor.ok);
    }
    link_alone(buffer_span(&product.rows[PRODUCT_FACTS]));
    return 0;
}

#ifndef SLUICE_FUZZER

static int
add_golden(const char *path, const struct stat *info, int type, struct FTW *where)
{
    (void)info, (void)where;
    language_id language = language_of_path(span_of(path));
    if (type != FTW_F || !language)
        return 0;
    buffer text = fuzz_read(path), input = {0};
    buffer_put_byte(&input, (uint8_t)(language - 1));
    buffer_put_span(&input, buffer_span(&text));
    fuzz_add(buffer_span(&input));
    buffer_fini(&text);
    buffer_fini(&input);
    return 0;
}

int
main(int argc, char **argv)
{
    nftw(SLUICE_GOLDEN, add_golden, 16, FTW_PHYS);
    return fuzz_run("extract", argc, argv);
}

#endif
