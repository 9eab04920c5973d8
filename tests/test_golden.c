// test_golden - extraction and linking against golden cases: golden/<language>/<case>.d/ holds a small tree and
// expected.rows, written by hand (CONTRIBUTING.md has its format). Without sockets and databases: files go through the
// extractor in path order, their facts through the linker, and what comes out is compared with what is expected.
//
//   test_golden [FOLDER]          all cases below FOLDER (default: the source tree's tests/golden)
//   test_golden FOLDER -v         also prints each case's actual rows
#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/log.h"
#include "schema/key.h"
#include "schema/edge_rows.h"
#include "schema/rows.h"
#include "stages/linker/linker.h"
#include "stages/parser/extract.h"

enum { LINES_MAX = 4096, FILES_MAX = 64, SOURCE_BYTES_MAX = 1 << 20, PATH_BYTES_MAX = 4096 };

struct lines {
    char *items[LINES_MAX];
    size_t count;
};

struct source {
    char *path; // below the case's folder
    char *contents;
    size_t size;
};

struct entity {
    uint64_t id;
    char *name;
    char *place; // what an edge's end is called
};

struct result {
    struct lines lines;
    struct entity entities[LINES_MAX];
    size_t entity_count;
    const struct source *sources;
};

static void
lines_add(struct lines *lines, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    if (lines->count == LINES_MAX || vasprintf(&lines->items[lines->count], format, arguments) < 0)
        abort();
    lines->count++;
    va_end(arguments);
}

static void
lines_free(struct lines *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        free(lines->items[i]);
    lines->count = 0;
}

static int
compare_lines(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int
compare_sources(const void *a, const void *b)
{
    return strcmp(((const struct source *)a)->path, ((const struct source *)b)->path);
}

// ---- reading a case

static char *
read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    char *contents = malloc(SOURCE_BYTES_MAX + 1);
    *size = fread(contents, 1, SOURCE_BYTES_MAX, file);
    contents[*size] = '\0';
    fclose(file);
    return contents;
}

static size_t
collect(const char *folder, const char *below, struct source *sources, size_t count)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    while (dir && (entry = readdir(dir))) {
        if (entry->d_name[0] == '.' || strcmp(entry->d_name, "expected.rows") == 0)
            continue;
        char path[PATH_BYTES_MAX], relative[PATH_BYTES_MAX];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        snprintf(relative, sizeof relative, "%s%s", below, entry->d_name);
        struct stat info;
        if (stat(path, &info) != 0)
            continue;
        if (S_ISDIR(info.st_mode)) {
            strcat(relative, "/");
            count = collect(path, relative, sources, count);
        } else if (count < FILES_MAX) {
            sources[count].contents = read_file(path, &sources[count].size);
            sources[count++].path = strdup(relative);
        }
    }
    if (dir)
        closedir(dir);
    return count;
}

// ---- running it

static char *
folded(span text, bool escape_newlines)
{
    char *out = malloc(text.size * 2 + 1);
    size_t size = 0;
    bool space = false;
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.data[i];
        bool is_space = byte == ' ' || (byte >= '\t' && byte <= '\r');
        if (escape_newlines && byte == '\n') {
            out[size++] = '\\';
            out[size++] = 'n';
        } else if (escape_newlines) {
            out[size++] = byte;
        } else if (is_space) {
            space = size > 0;
        } else {
            if (space)
                out[size++] = ' ';
            space = false;
            out[size++] = byte;
        }
    }
    out[size] = '\0';
    return out;
}

static void
add_entity(struct result *result, span key, const entity_row *row, language_id language)
{
    (void)language;
    uint64_t id = load_u64_be(key.data);
    char *name = strndup(row->qualified_name.data, row->qualified_name.size), *place = NULL;
    if (row->kind == ENTITY_EXTERNAL) {
        if (asprintf(&place, "%s:%.*s", name, (int)row->name.size, row->name.data) < 0)
            abort();
    }
    if (result->entity_count == LINES_MAX)
        abort();
    result->entities[result->entity_count++] = (struct entity){id, name, place};
}

// Hashes, so that a case can name fields: see add_fields_line().
static const char *
fields_text(span fields)
{
    static char text[64 * 1024];
    size_t size = 0;
    text[0] = '\0';
    for (uint32_t hash; field_next(&fields, &hash) && size < sizeof text - 16;)
        size += (size_t)snprintf(text + size, sizeof text - size, "%s%06x", size ? " " : "", hash);
    return text;
}

static void
describe_entity(struct result *result, const entity_row *row, const struct source *source, bool is_file)
{
    const char *name = result->entities[result->entity_count - 1].name;
    bool is_test = row->detection != DETECTION_NONE;
    if (!is_file)
        lines_add(&result->lines, "%s %s %s %u-%u%s%s", is_test ? "test" : "entity", entity_kind_texts[row->kind], name,
                  row->line_start, row->line_end, is_test ? " " : "",
                  is_test ? test_detection_texts[row->detection] : "");
    char *signature = folded((span){source->contents + row->signature.start, row->signature.end - row->signature.start}, false);
    lines_add(&result->lines, "signature %s %s", name, signature);
    free(signature);
    if (row->complexity)
        lines_add(&result->lines, "complexity %s %u", name, row->complexity);
    if (row->fields.size)
        lines_add(&result->lines, "fields %s %s", name, fields_text(row->fields));
    if (row->documentation.end > row->documentation.start) {
        char *doc = folded((span){source->contents + row->documentation.start,
                                  row->documentation.end - row->documentation.start}, true);
        lines_add(&result->lines, "doc %s %s", name, doc);
        free(doc);
    }
}

static void
take_rows(struct result *result, const buffer *rows, const struct source *source)
{
    reader cursor = reader_of(buffer_span(rows));
    row next;
    while (rows_next(&cursor, &next)) {
        entity_row entity;
        coverage_row coverage;
        if (next.family == FAMILY_ENTITIES || next.family == FAMILY_TESTS) {
            if (entity_row_unpack(next.value, &entity) != STATUS_OK)
                abort();
            add_entity(result, next.key, &entity, entity.language);
            bool is_file = entity.kind == ENTITY_MODULE && entity.signature.start == entity.signature.end;
            describe_entity(result, &entity, source, is_file);
        } else if (next.family == FAMILY_COVERAGE) {
            if (coverage_row_unpack(next.value, &coverage) != STATUS_OK)
                abort();
            lines_add(&result->lines, "coverage %s %u %u %u %u", source->path, coverage.source_words,
                      coverage.entity_words, coverage.import_words, coverage.comment_words);
        }
    }
}

static const struct entity *
entity_of(const struct result *result, uint64_t id)
{
    for (size_t i = 0; i < result->entity_count; i++) {
        if (result->entities[i].id == id)
            return &result->entities[i];
    }
    return NULL;
}

static void
take_edge(void *context, family owner, span key, span packed)
{
    struct result *result = context;
    if (owner == FAMILY_ENTITIES) {
        entity_row external;
        if (entity_row_unpack(packed, &external) != STATUS_OK)
            abort();
        add_entity(result, key, &external, external.language);
    }
    if (owner != FAMILY_BY_SOURCE)
        return;
    edge_reader edges;
    edge_row edge;
    if (edge_reader_open(&edges, owner, key, packed) != STATUS_OK)
        abort();
    while (edge_reader_next(&edges, &edge)) {
        const struct entity *from = entity_of(result, edge.from), *to = entity_of(result, edge.to);
        lines_add(&result->lines, "edge %s %s %s %s", edge_type_texts[edge.type], from ? from->name : "DANGLING",
                  !to ? "DANGLING" : to->place ? to->place : to->name, resolution_texts[edge.resolution]);
    }
    if (!edges.in.ok)
        abort();
}

static void
run_case(struct result *result, struct source *sources, size_t count)
{
    extractor *extractor = extractor_new(NULL, NULL);
    linker *linker = linker_new(NULL, NULL);
    product product = {0};
    uint32_t errors = 0;
    for (size_t i = 0; i < count; i++) {
        source_file file = {
            .number = (uint32_t)i,
            .path = span_of(sources[i].path),
            .language = language_of_path(span_of(sources[i].path)),
            .contents = {sources[i].contents, sources[i].size},
        };
        if (!file.language)
            continue;
        product_clear(&product);
        if (extractor_run(extractor, &file, &product) != STATUS_OK)
            abort();
        take_rows(result, &product.rows[PRODUCT_CODE_GRAPH], &sources[i]);
        take_rows(result, &product.rows[PRODUCT_TESTS], &sources[i]);
        take_rows(result, &product.rows[PRODUCT_COVERAGE], &sources[i]);
        errors += product.error_count;
        if (linker_add(linker, file.number, buffer_span(&product.rows[PRODUCT_FACTS])) != STATUS_OK)
            abort();
    }
    lines_add(&result->lines, "errors %u", errors);
    char failure[256];
    if (linker_link(linker, take_edge, result, failure) != STATUS_OK)
        lines_add(&result->lines, "failure %s", failure);
    product_fini(&product);
    linker_destroy(&linker);
    extractor_destroy(&extractor);
}

// ---- comparing

static bool
has_word(const char *list, const char *word, size_t size)
{
    for (const char *at = list; (at = strstr(at, word)); at++) {
        bool starts = at == list || at[-1] == ' ';
        if (starts && (at[size] == ' ' || at[size] == '\0'))
            return true;
    }
    return false;
}

// Whether an actual line is one that the case speaks of completely.
static bool
is_compared(const char *line, const char *edge_types)
{
    if (strncmp(line, "entity ", 7) == 0 || strncmp(line, "test ", 5) == 0 || strncmp(line, "failure ", 8) == 0)
        return true;
    if (strncmp(line, "edge ", 5) != 0)
        return false;
    char type[32];
    size_t size = strcspn(line + 5, " ");
    snprintf(type, sizeof type, "%.*s", (int)size, line + 5);
    return has_word(edge_types, type, size);
}

static bool
lines_have(const struct lines *lines, const char *line, bool *used)
{
    for (size_t i = 0; i < lines->count; i++) {
        if (!used[i] && strcmp(lines->items[i], line) == 0) {
            used[i] = true;
            return true;
        }
    }
    return false;
}

static unsigned
compare(const char *name, struct result *result, const struct lines *expected, const char *edge_types)
{
    static bool used[LINES_MAX];
    memset(used, 0, sizeof used);
    unsigned wrong = 0;
    for (size_t i = 0; i < expected->count; i++) {
        if (!lines_have(&result->lines, expected->items[i], used)) {
            printf("%s: missing     %s\n", name, expected->items[i]);
            wrong++;
        }
    }
    for (size_t i = 0; i < result->lines.count; i++) {
        if (!used[i] && is_compared(result->lines.items[i], edge_types)) {
            printf("%s: unexpected  %s\n", name, result->lines.items[i]);
            wrong++;
        }
    }
    return wrong;
}

static int
compare_hashes(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

// `fields T a b` as the program says it: hashes in their order.
static void
add_fields_line(struct lines *expected, char *line)
{
    uint32_t hashes[64];
    size_t count = 0, size = 0;
    char *rest = NULL, packed[64 * FIELD_HASH_BYTES];
    strtok_r(line, " ", &rest);
    const char *name = strtok_r(NULL, " ", &rest);
    for (char *word; count < 64 && (word = strtok_r(NULL, " ", &rest));)
        hashes[count++] = field_hash(span_of(word));
    qsort(hashes, count, sizeof *hashes, compare_hashes);
    for (size_t i = 0; i < count; i++) {
        for (int shift = 16; shift >= 0; shift -= 8)
            packed[size++] = (char)(hashes[i] >> shift & 0xff);
    }
    lines_add(expected, "fields %s %s", name ? name : "", fields_text((span){packed, size}));
}

static bool
read_expected(const char *folder, struct lines *expected, char *edge_types, size_t size)
{
    char path[PATH_BYTES_MAX];
    snprintf(path, sizeof path, "%s/expected.rows", folder);
    FILE *file = fopen(path, "r");
    if (!file)
        return false;
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    while ((length = getline(&line, &capacity, file)) >= 0) {
        while (length > 0 && strchr(" \r\n", line[length - 1]))
            line[--length] = '\0';
        if (length == 0 || line[0] == '#')
            continue;
        if (strncmp(line, "edges ", 6) == 0)
            snprintf(edge_types + strlen(edge_types), size - strlen(edge_types), " %s", line + 6);
        else if (strncmp(line, "fields ", 7) == 0)
            add_fields_line(expected, line);
        else
            lines_add(expected, "%s", line);
    }
    free(line);
    fclose(file);
    return true;
}

// Returns how many lines are wrong; a case without expected rows, or without any, is wrong.
static unsigned
check_case(const char *folder, bool is_verbose)
{
    static struct result result;
    static struct lines expected;
    static struct source sources[FILES_MAX];
    char edge_types[256] = "";
    memset(&result, 0, sizeof result);
    unsigned wrong = 1;
    size_t count = collect(folder, "", sources, 0);
    qsort(sources, count, sizeof *sources, compare_sources);
    if (!read_expected(folder, &expected, edge_types, sizeof edge_types) || !expected.count) {
        printf("%s: no expected rows\n", folder);
    } else {
        run_case(&result, sources, count);
        qsort(result.lines.items, result.lines.count, sizeof *result.lines.items, compare_lines);
        for (size_t i = 0; is_verbose && i < result.lines.count; i++)
            printf("    %s\n", result.lines.items[i]);
        wrong = compare(folder, &result, &expected, edge_types);
    }
    for (size_t i = 0; i < count; i++) {
        free(sources[i].path);
        free(sources[i].contents);
    }
    for (size_t i = 0; i < result.entity_count; i++) {
        free(result.entities[i].name);
        free(result.entities[i].place);
    }
    lines_free(&result.lines);
    lines_free(&expected);
    return wrong;
}

struct score {
    unsigned passed, failed;
};

static void
check_below(const char *folder, bool is_verbose, struct score *score)
{
    struct dirent **entries;
    size_t length = strlen(folder);
    if (length > 2 && strcmp(folder + length - 2, ".d") == 0) {
        if (check_case(folder, is_verbose))
            score->failed++;
        else
            score->passed++;
        return;
    }
    int count = scandir(folder, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        char path[PATH_BYTES_MAX];
        struct stat info;
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        if (entries[i]->d_name[0] != '.' && stat(path, &info) == 0 && S_ISDIR(info.st_mode))
            check_below(path, is_verbose, score);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

int
main(int argc, char **argv)
{
    log_open("test_golden", LOG_LEVEL_WARN);
    struct score score = {0};
    bool is_verbose = argc > 2 && strcmp(argv[2], "-v") == 0;
    check_below(argc > 1 ? argv[1] : SLUICE_GOLDEN, is_verbose, &score);
    printf("%u passed, %u failed\n", score.passed, score.failed);
    return score.failed || !score.passed;
}
