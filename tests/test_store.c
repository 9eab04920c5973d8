#include "tests/support.h"

#include <fcntl.h>
#include <inttypes.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "schema/rows.h"
#include "schema/store.h"

enum { TINY_RUN_BYTES = 4096 };

static char failure[STORE_FAILURE_BYTES];

static int
setup(void **state)
{
    *state = support_folder();
    failure[0] = 0;
    return 0;
}

static int
teardown(void **state)
{
    support_remove(*state);
    return 0;
}

static const char *
below(const char *folder, const char *format, ...)
{
    static char paths[4][1024];
    static unsigned next;
    char *path = paths[next++ % 4];
    size_t size = (size_t)snprintf(path, 1024, "%s/", folder);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(path + size, 1024 - size, format, arguments);
    va_end(arguments);
    return path;
}

static bool
exists(const char *path)
{
    struct stat info;
    return lstat(path, &info) == 0;
}

static void
write_text(const char *path, const char *text)
{
    assert_int_equal(store_write_file(path, span_of(text)), STATUS_OK);
}

static void
put_number(store_writer *writer, family owner, uint32_t number, const char *value)
{
    buffer key = {0};
    buffer_put_u32_be(&key, number);
    assert_int_equal(store_writer_put(writer, owner, buffer_span(&key), span_of(value), failure), STATUS_OK);
    buffer_fini(&key);
}

static store_writer *
writer_open(const char *folder, relation which, size_t run_bytes)
{
    store_writer *writer = NULL;
    assert_int_equal(store_writer_open(folder, which, run_bytes, &writer, failure), STATUS_OK);
    return writer;
}

static store_reader *
reader_open(const char *folder, relation which)
{
    store_reader *stored = NULL;
    assert_int_equal(store_reader_open(folder, which, &stored, failure), STATUS_OK);
    return stored;
}

// Counts the rows of a family by reading them, and checks that their keys ascend.
static unsigned
count_by_reading(store_reader *stored, family owner)
{
    store_iterator *rows = store_iterator_new(stored, owner, (span){0});
    span key, value;
    status result;
    unsigned count = 0;
    uint32_t last = 0;
    while (store_iterator_next(rows, &key, &value, &result, failure)) {
        reader in = reader_of(key);
        uint32_t number = reader_u32_be(&in);
        assert_true(count == 0 || number > last);
        last = number;
        count++;
    }
    assert_int_equal(result, STATUS_OK);
    store_iterator_destroy(&rows);
    return count;
}

// ---- writing and reading

static void
rows_in_many_overlapping_runs_come_back_in_order(void **state)
{
    store_writer *writer = writer_open(*state, RELATION_CODE_GRAPH, TINY_RUN_BYTES);
    uint64_t rows[4];
    for (uint32_t i = 0; i < 3000; i++) // 7919 is prime to 3000: each number once, in no order
        put_number(writer, FAMILY_FILES, i * 7919 % 3000, "a file");
    assert_int_equal(store_writer_finish(writer, rows, failure), STATUS_OK);
    store_writer_destroy(&writer);
    assert_int_equal(rows[0], 0);
    assert_int_equal(rows[1], 3000);
    assert_int_equal(rows[2], 0);
    assert_int_equal(rows[3], 0);

    store_reader *stored = reader_open(*state, RELATION_CODE_GRAPH);
    assert_int_equal(store_reader_count(stored, FAMILY_FILES), 3000);
    assert_in_range(store_reader_bytes(stored, FAMILY_FILES), 1000, 100000);
    assert_int_equal(store_reader_bytes(stored, FAMILY_FACTS), 0);
    assert_int_equal(count_by_reading(stored, FAMILY_FILES), 3000);
    store_reader_destroy(&stored);
}

static void
families_share_the_run_and_keep_their_rows_apart(void **state)
{
    store_writer *writer = writer_open(*state, RELATION_CODE_GRAPH, TINY_RUN_BYTES);
    uint64_t rows[4];
    for (uint32_t i = 0; i < 500; i++) {
        put_number(writer, FAMILY_ENTITIES, 499 - i, "an entity");
        put_number(writer, FAMILY_TEXT, i, "some text that is longer than an entity");
    }
    put_number(writer, FAMILY_FACTS, 7, "");
    assert_int_equal(store_writer_finish(writer, rows, failure), STATUS_OK);
    store_writer_destroy(&writer);
    assert_int_equal(rows[0], 500);
    assert_int_equal(rows[1], 0);
    assert_int_equal(rows[2], 500);
    assert_int_equal(rows[3], 1);
}

static void
a_row_above_the_run_is_stored_alone(void **state)
{
    store_writer *writer = writer_open(*state, RELATION_CODE_GRAPH, TINY_RUN_BYTES);
    uint64_t rows[4];
    buffer value = {0}, back = {0};
    memset(buffer_reserve(&value, 1000000), 'x', 1000000);
    buffer_commit(&value, 1000000);
    assert_int_equal(store_writer_put(writer, FAMILY_TEXT, SPAN_LITERAL("a"), buffer_span(&value), failure),
                     0);
    assert_int_equal(store_writer_put(writer, FAMILY_TEXT, SPAN_LITERAL("b"), SPAN_LITERAL("y"), failure), 0);
    assert_int_equal(store_writer_finish(writer, rows, failure), STATUS_OK);
    store_writer_destroy(&writer);
    assert_int_equal(rows[2], 2);

    store_reader *stored = reader_open(*state, RELATION_CODE_GRAPH);
    assert_int_equal(store_reader_get(stored, FAMILY_TEXT, SPAN_LITERAL("a"), &back, failure), STATUS_OK);
    assert_true(span_equal(buffer_span(&back), buffer_span(&value)));
    store_reader_destroy(&stored);
    buffer_fini(&value);
    buffer_fini(&back);
}

static void
an_empty_relation_is_a_relation(void **state)
{
    store_writer *writer = writer_open(*state, RELATION_IGNORED_FILES, STORE_RUN_BYTES);
    uint64_t rows[1] = {9};
    assert_int_equal(store_writer_finish(writer, rows, failure), STATUS_OK);
    store_writer_destroy(&writer);
    assert_int_equal(rows[0], 0);
    store_reader *stored = reader_open(*state, RELATION_IGNORED_FILES);
    assert_int_equal(count_by_reading(stored, FAMILY_IGNORED), 0);
    store_reader_destroy(&stored);
}

static void
keys_may_hold_any_bytes_and_be_prefixes_of_each_other(void **state)
{
    static const span keys[] = {SPAN_LITERAL("a\0\0\0\0\0\0\0\0"),
                                SPAN_LITERAL("a\0"),
                                SPAN_LITERAL("\xff\xff"),
                                SPAN_LITERAL("a"),
                                SPAN_LITERAL("\xff"),
                                SPAN_LITERAL("a\0\0")};
    static const span sorted[] = {SPAN_LITERAL("a"),     SPAN_LITERAL("a\0"),
                                  SPAN_LITERAL("a\0\0"), SPAN_LITERAL("a\0\0\0\0\0\0\0\0"),
                                  SPAN_LITERAL("\xff"),  SPAN_LITERAL("\xff\xff")};
    store_writer *writer = writer_open(*state, RELATION_IGNORED_FILES, STORE_RUN_BYTES);
    uint64_t rows[1];
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(store_writer_put(writer, FAMILY_IGNORED, keys[i], SPAN_LITERAL("\1"), failure),
                         STATUS_OK);
    assert_int_equal(store_writer_finish(writer, rows, failure), STATUS_OK);
    store_writer_destroy(&writer);

    store_reader *stored = reader_open(*state, RELATION_IGNORED_FILES);
    store_iterator *at = store_iterator_new(stored, FAMILY_IGNORED, (span){0});
    span key, value;
    status result;
    for (size_t i = 0; i < 6; i++) {
        assert_true(store_iterator_next(at, &key, &value, &result, failure));
        assert_true(span_equal(key, sorted[i]));
    }
    assert_false(store_iterator_next(at, &key, &value, &result, failure));
    assert_false(store_iterator_next(at, &key, &value, &result, failure)); // and stays at the end
    store_iterator_destroy(&at);
    store_reader_destroy(&stored);
}

static void
an_iterator_starts_at_the_first_key_not_below(void **state)
{
    store_writer *writer = writer_open(*state, RELATION_IGNORED_FILES, STORE_RUN_BYTES);
    uint64_t rows[1];
    put_number(writer, FAMILY_IGNORED, 10, "");
    put_number(writer, FAMILY_IGNORED, 20, "");
    put_number(writer, FAMILY_IGNORED, 30, "");
    assert_int_equal(store_writer_finish(writer, rows, failure), STATUS_OK);
    store_writer_destroy(&writer);

    store_reader *stored = reader_open(*state, RELATION_IGNORED_FILES);
    store_iterator *at = store_iterator_new(stored, FAMILY_IGNORED, SPAN_LITERAL("\0\0\0\x0b"));
    span key, value;
    status result;
    assert_true(store_iterator_next(at, &key, &value, &result, failure));
    assert_int_equal(key.data[3], 20);
    store_iterator_seek(at, SPAN_LITERAL("\0\0\0\x0a"));
    assert_true(store_iterator_next(at, &key, &value, &result, failure));
    assert_int_equal(key.data[3], 10);
    store_iterator_destroy(&at);
    store_reader_destroy(&stored);
}

static void
a_missing_key_is_not_found(void **state)
{
    store_writer *writer = writer_open(*state, RELATION_IGNORED_FILES, STORE_RUN_BYTES);
    uint64_t rows[1];
    buffer value = {0};
    put_number(writer, FAMILY_IGNORED, 1, "one");
    assert_int_equal(store_writer_finish(writer, rows, failure), STATUS_OK);
    store_writer_destroy(&writer);
    store_reader *stored = reader_open(*state, RELATION_IGNORED_FILES);
    assert_int_equal(store_reader_get(stored, FAMILY_IGNORED, SPAN_LITERAL("\0\0\0\2"), &value, failure),
                     STATUS_NOT_FOUND);
    assert_int_equal(store_reader_get(stored, FAMILY_IGNORED, SPAN_LITERAL("\0\0\0\1"), &value, failure),
                     STATUS_OK);
    assert_true(span_is(buffer_span(&value), "one"));
    buffer_fini(&value);
    store_reader_destroy(&stored);
}

static void
one_key_twice_in_a_run_is_a_conflict(void **state)
{
    store_writer *writer = writer_open(*state, RELATION_IGNORED_FILES, STORE_RUN_BYTES);
    uint64_t rows[1];
    put_number(writer, FAMILY_IGNORED, 0xabcd, "one");
    put_number(writer, FAMILY_IGNORED, 0x1, "one");
    put_number(writer, FAMILY_IGNORED, 0xabcd, "two");
    assert_int_equal(store_writer_finish(writer, rows, failure), STATUS_CONFLICT);
    assert_non_null(strstr(failure, "ignored"));
    assert_non_null(strstr(failure, "0000abcd"));
    store_writer_destroy(&writer);
}

static void
one_key_twice_in_a_sorted_run_is_a_conflict(void **state)
{
    store_writer *writer = writer_open(*state, RELATION_IGNORED_FILES, STORE_RUN_BYTES);
    uint64_t rows[1];
    put_number(writer, FAMILY_IGNORED, 1, "one");
    put_number(writer, FAMILY_IGNORED, 1, "one");
    assert_int_equal(store_writer_finish(writer, rows, failure), STATUS_CONFLICT);
    assert_non_null(strstr(failure, "00000001"));
    store_writer_destroy(&writer);
}

static void
one_key_twice_in_different_runs_is_a_conflict(void **state)
{
    store_writer *writer = writer_open(*state, RELATION_IGNORED_FILES, TINY_RUN_BYTES);
    uint64_t rows[1];
    for (uint32_t i = 0; i < 1000; i++)
        put_number(writer, FAMILY_IGNORED, i, "");
    put_number(writer, FAMILY_IGNORED, 0x123, "again");
    for (uint32_t i = 1000; i < 2000; i++)
        put_number(writer, FAMILY_IGNORED, i, "");
    assert_int_equal(store_writer_finish(writer, rows, failure), STATUS_CONFLICT);
    assert_non_null(strstr(failure, "ignored"));
    assert_non_null(strstr(failure, "00000123"));
    store_writer_destroy(&writer);
}

static void
a_key_at_the_seam_of_two_sorted_runs_is_a_conflict(void **state)
{
    store_writer *writer = writer_open(*state, RELATION_IGNORED_FILES, 1); // each row is a run
    uint64_t rows[1];
    put_number(writer, FAMILY_IGNORED, 5, "");
    put_number(writer, FAMILY_IGNORED, 5, "");
    assert_int_equal(store_writer_finish(writer, rows, failure), STATUS_CONFLICT);
    assert_non_null(strstr(failure, "00000005"));
    store_writer_destroy(&writer);
}

static void
a_broken_writer_says_so_again(void **state)
{
    store_writer *writer = writer_open(*state, RELATION_IGNORED_FILES, TINY_RUN_BYTES);
    uint64_t rows[1];
    status result = STATUS_OK;
    for (int i = 0; i < 1000 && !result; i++)
        result = store_writer_put(writer, FAMILY_IGNORED, SPAN_LITERAL("same"), SPAN_LITERAL(""), failure);
    assert_int_equal(result, STATUS_CONFLICT);
    failure[0] = 0;
    assert_int_equal(store_writer_put(writer, FAMILY_IGNORED, SPAN_LITERAL("x"), SPAN_LITERAL(""), failure),
                     STATUS_CONFLICT);
    assert_non_null(strstr(failure, "73616d65"));
    assert_int_equal(store_writer_finish(writer, rows, failure), STATUS_CONFLICT);
    store_writer_destroy(&writer);
}

static void
no_runs_are_left_behind(void **state)
{
    store_writer *writer = writer_open(*state, RELATION_IGNORED_FILES, TINY_RUN_BYTES);
    uint64_t rows[1];
    for (uint32_t i = 0; i < 1000; i++)
        put_number(writer, FAMILY_IGNORED, i, "");
    assert_true(exists(below(*state, "IgnoredFiles.runs/ignored-000000.sst")));
    assert_int_equal(store_writer_finish(writer, rows, failure), STATUS_OK);
    assert_false(exists(below(*state, "IgnoredFiles.runs")));
    store_writer_destroy(&writer);

    writer = writer_open(*state, RELATION_WORD_COVERAGE, TINY_RUN_BYTES);
    for (uint32_t i = 0; i < 1000; i++)
        put_number(writer, FAMILY_COVERAGE, i, "");
    store_writer_destroy(&writer); // unfinished
    assert_false(exists(below(*state, "FileWordCoverage.runs")));
}

static void
a_relation_is_written_once(void **state)
{
    store_writer *writer = writer_open(*state, RELATION_IGNORED_FILES, STORE_RUN_BYTES), *second = NULL;
    uint64_t rows[1];
    assert_int_equal(store_writer_finish(writer, rows, failure), STATUS_OK);
    store_writer_destroy(&writer);
    assert_int_equal(store_writer_open(*state, RELATION_IGNORED_FILES, STORE_RUN_BYTES, &second, failure),
                     STATUS_EXISTS);
    assert_null(second);
}

static void
a_writer_needs_its_generation(void **state)
{
    store_writer *writer = NULL;
    const char *path = below(*state, "missing/generation");
    assert_int_not_equal(store_writer_open(path, RELATION_IGNORED_FILES, STORE_RUN_BYTES, &writer, failure),
                         0);
    assert_null(writer);
    assert_int_not_equal(failure[0], 0);
}

static void
a_missing_relation_cannot_be_read(void **state)
{
    store_reader *stored = NULL;
    assert_int_equal(store_reader_open(*state, RELATION_IGNORED_FILES, &stored, failure), STATUS_NOT_FOUND);
    assert_null(stored);
}

static void
a_reader_outlives_its_folder(void **state)
{
    store_writer *writer = writer_open(*state, RELATION_IGNORED_FILES, TINY_RUN_BYTES);
    uint64_t rows[1];
    buffer value = {0};
    for (uint32_t i = 0; i < 2000; i++)
        put_number(writer, FAMILY_IGNORED, i * 1201 % 2000, "here");
    assert_int_equal(store_writer_finish(writer, rows, failure), STATUS_OK);
    store_writer_destroy(&writer);

    store_reader *stored = reader_open(*state, RELATION_IGNORED_FILES);
    support_remove(strdup(below(*state, "IgnoredFiles")));
    assert_false(exists(below(*state, "IgnoredFiles")));
    assert_int_equal(count_by_reading(stored, FAMILY_IGNORED), 2000);
    assert_int_equal(store_reader_get(stored, FAMILY_IGNORED, SPAN_LITERAL("\0\0\0\7"), &value, failure),
                     STATUS_OK);
    buffer_fini(&value);
    store_reader_destroy(&stored);
}

static void
a_damaged_block_is_an_error_and_not_an_end(void **state)
{
    store_writer *writer = writer_open(*state, RELATION_IGNORED_FILES, STORE_RUN_BYTES);
    uint64_t rows[1];
    char sst[1024] = "";
    for (uint32_t i = 0; i < 20000; i++)
        put_number(writer, FAMILY_IGNORED, i, "");
    assert_int_equal(store_writer_finish(writer, rows, failure), STATUS_OK);
    store_writer_destroy(&writer);
    for (int i = 0; i < 100 && !exists(sst); i++)
        snprintf(sst, sizeof sst, "%s", below(*state, "IgnoredFiles/%06d.sst", i));
    int fd = open(sst, O_WRONLY);
    assert_int_equal(pwrite(fd, "\xaa\xaa\xaa\xaa", 4, 100), 4);
    close(fd);

    store_reader *stored = reader_open(*state, RELATION_IGNORED_FILES);
    store_iterator *at = store_iterator_new(stored, FAMILY_IGNORED, (span){0});
    span key, value;
    status result;
    while (store_iterator_next(at, &key, &value, &result, failure))
        continue;
    assert_int_equal(result, STATUS_CORRUPT);
    assert_non_null(strstr(failure, "checksum"));
    store_iterator_destroy(&at);
    store_reader_destroy(&stored);
}

// Writes until the small file system is full; a child's work, as RocksDB may abort.
static void
fill(const char *folder)
{
    store_writer *writer = NULL;
    uint64_t rows[4];
    buffer value = {0};
    status result = store_writer_open(folder, RELATION_CODE_GRAPH, 1024 * 1024, &writer, failure);
    uint32_t random = 1;
    for (uint32_t i = 0; i < 20000 && !result; i++) {
        buffer_clear(&value);
        for (int j = 0; j < 1000; j++)
            buffer_put_byte(&value, (uint8_t)((random = random * 1664525 + 1013904223) >> 24));
        buffer key = {0};
        buffer_put_u32_be(&key, i);
        result = store_writer_put(writer, FAMILY_TEXT, buffer_span(&key), buffer_span(&value), failure);
        buffer_fini(&key);
    }
    if (!result)
        result = store_writer_finish(writer, rows, failure);
    _exit(result == STATUS_NO_SPACE && strstr(failure, "No space left on device") ? 0 : 1);
}

static void
a_full_disk_is_no_space(void **state)
{
    const char *folder = below(*state, "small");
    assert_int_equal(mkdir(folder, 0777), 0);
    if (mount("tmpfs", folder, "tmpfs", 0, "size=8m") != 0)
        skip(); // not allowed here
    pid_t child = fork();
    if (child == 0)
        fill(folder);
    int code = -1;
    waitpid(child, &code, 0);
    umount2(folder, MNT_DETACH);
    assert_true((WIFEXITED(code) && WEXITSTATUS(code) == 0) ||
                (WIFSIGNALED(code) && WTERMSIG(code) == SIGABRT));
}

// ---- generations

// Makes a whole generation with one row in every relation's first family; returns its number.
static uint32_t
make_generation(const char *db, char path[STORE_PATH_MAX])
{
    uint32_t number;
    assert_int_equal(store_generation_new(db, &number, path), STATUS_OK);
    buffer fields = {0};
    buffer_printf(&fields, "\"run\":\"00000000deadbeef\",\"source\":\"/src\",\"families\":{");
    for (unsigned i = 0; i < FAMILY_COUNT; i++)
        buffer_printf(&fields, "%s\"%s\":{\"rows\":%u,\"digest\":\"%016x\"}", i ? "," : "",
                      family_infos[i].name, i, i * 16);
    buffer_printf(&fields, "}");
    buffer_put_byte(&fields, 0);
    for (unsigned i = 0; i < RELATION_COUNT; i++) {
        uint64_t rows[8];
        store_writer *writer = writer_open(path, (relation)i, STORE_RUN_BYTES);
        put_number(writer, relation_infos[i].first, i, "row");
        assert_int_equal(store_writer_finish(writer, rows, failure), STATUS_OK);
        store_writer_destroy(&writer);
    }
    assert_int_equal(store_seal_write(path, fields.data, failure), STATUS_OK);
    buffer_fini(&fields);
    return number;
}

static void
publish_one(const char *db, char path[STORE_PATH_MAX])
{
    uint32_t number = make_generation(db, path);
    assert_int_equal(store_publish(db, number, failure), STATUS_OK);
}

// Finds the first file in a relation's folder whose name starts or ends with `part`.
static const char *
find_file(const char *folder, const char *part)
{
    static char path[1024];
    char command[1200];
    snprintf(command, sizeof command, "ls -d '%s'/*%s* | head -n 1", folder, part);
    FILE *list = popen(command, "r");
    assert_non_null(list);
    assert_non_null(fgets(path, sizeof path, list));
    pclose(list);
    path[strcspn(path, "\n")] = 0;
    return path;
}

static status
read_seal(const char *path)
{
    store_seal seal;
    status result = store_seal_read(path, &seal, failure);
    store_seal_fini(&seal);
    return result;
}

static void
nothing_is_published_at_first(void **state)
{
    uint32_t number;
    char path[STORE_PATH_MAX];
    generation *opened = NULL;
    assert_int_equal(store_generation_current(*state, &number, path), STATUS_NOT_FOUND);
    assert_int_equal(generation_open(*state, &opened, failure), STATUS_NOT_FOUND);
    assert_null(opened);
    assert_non_null(strstr(failure, "run `sluice index` first"));
}

static void
generations_are_numbered_from_one(void **state)
{
    uint32_t number;
    char path[STORE_PATH_MAX], first[STORE_PATH_MAX];
    assert_int_equal(store_generation_new(*state, &number, first), STATUS_OK);
    assert_int_equal(number, 1);
    assert_string_equal(first, below(*state, "generation-000001"));
    assert_int_equal(store_generation_new(*state, &number, path), STATUS_EXISTS);
    assert_int_equal(store_publish(*state, 1, failure), STATUS_OK);
    assert_int_equal(store_generation_new(*state, &number, path), STATUS_OK);
    assert_int_equal(number, 2);
}

static void
current_holds_the_name_of_what_was_published(void **state)
{
    uint32_t number;
    char path[STORE_PATH_MAX], text[64] = "";
    assert_int_equal(store_publish(*state, 7, failure), STATUS_OK);
    FILE *file = fopen(below(*state, "CURRENT"), "r");
    assert_int_equal(fread(text, 1, sizeof text, file), 18);
    fclose(file);
    assert_string_equal(text, "generation-000007\n");
    assert_false(exists(below(*state, "CURRENT.sluice-tmp")));
    assert_int_equal(store_generation_current(*state, &number, path), STATUS_OK);
    assert_int_equal(number, 7);
    assert_int_equal(store_publish(*state, 1234567, failure), STATUS_OK);
    assert_int_equal(store_generation_current(*state, &number, path), STATUS_OK);
    assert_string_equal(path, below(*state, "generation-1234567"));
}

static void
a_strange_current_is_corrupt_and_nothing_is_removed(void **state)
{
    static const char *const texts[] = {"",
                                        "\n",
                                        "generation-000007",
                                        "generation-7\n",
                                        "generation-000000\n",
                                        "generation-00000x\n",
                                        "../../etc\n",
                                        "generation-4294967296\n",
                                        "generation-000001\ngeneration-000002\n"};
    mkdir(below(*state, "generation-000009"), 0777);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        uint32_t number;
        char path[STORE_PATH_MAX];
        write_text(below(*state, "CURRENT"), texts[i]);
        assert_int_equal(store_generation_current(*state, &number, path), STATUS_CORRUPT);
        assert_int_equal(store_clean(*state), STATUS_CORRUPT);
        assert_int_equal(store_generation_new(*state, &number, path), STATUS_CORRUPT);
    }
    assert_true(exists(below(*state, "generation-000009")));
}

static void
a_published_generation_can_be_opened(void **state)
{
    char path[STORE_PATH_MAX];
    generation *opened = NULL;
    publish_one(*state, path);
    assert_int_equal(generation_open(*state, &opened, failure), STATUS_OK);
    assert_int_equal(opened->number, 1);
    assert_string_equal(opened->path, path);
    assert_int_equal(opened->seal.run, 0xdeadbeef);
    assert_int_equal(opened->seal.generation, 1);
    assert_string_equal(opened->seal.source, "/src");
    assert_int_equal(opened->seal.families[FAMILY_IGNORED].rows, 8);
    assert_int_equal(opened->seal.families[FAMILY_IGNORED].digest, 128);
    assert_int_equal(store_reader_count(opened->relations[RELATION_TEST_ENTITIES], FAMILY_TESTS), 1);
    generation_close(&opened);
    assert_null(opened);
}

static void
reading_leaves_a_generation_as_it_was(void **state)
{
    char path[STORE_PATH_MAX], before[4096] = "", after[4096] = "", command[STORE_PATH_MAX + 40];
    generation *opened = NULL;
    publish_one(*state, path);
    snprintf(command, sizeof command, "ls -lR --full-time '%s'", path);
    FILE *list = popen(command, "r");
    assert_true(fread(before, 1, sizeof before - 1, list) > 0);
    pclose(list);
    assert_int_equal(generation_open(*state, &opened, failure), STATUS_OK);
    generation_close(&opened);
    list = popen(command, "r");
    assert_true(fread(after, 1, sizeof after - 1, list) > 0);
    pclose(list);
    assert_string_equal(before, after);
}

static void
an_opened_generation_outlives_two_more_runs(void **state)
{
    char path[STORE_PATH_MAX], first[STORE_PATH_MAX];
    generation *opened = NULL;
    publish_one(*state, first);
    assert_int_equal(generation_open(*state, &opened, failure), STATUS_OK);
    publish_one(*state, path);
    publish_one(*state, path);
    assert_int_equal(store_clean(*state), STATUS_OK);
    assert_false(exists(first));
    assert_int_equal(count_by_reading(opened->relations[RELATION_DEPENDENCY_EDGES], FAMILY_BY_SOURCE), 1);
    generation_close(&opened);
}

static void
a_seal_detects_a_cut_manifest(void **state)
{
    char path[STORE_PATH_MAX];
    generation *opened = NULL;
    publish_one(*state, path);
    assert_int_equal(truncate(find_file(below(path, "CodeGraph"), "MANIFEST"), 60), 0);
    assert_int_equal(read_seal(path), STATUS_CORRUPT);
    assert_non_null(strstr(failure, "CodeGraph/MANIFEST-"));
    assert_int_equal(generation_open(*state, &opened, failure), STATUS_CORRUPT);
    assert_non_null(strstr(failure, "sluice index"));
}

static void
a_seal_detects_a_missing_sst(void **state)
{
    char path[STORE_PATH_MAX];
    publish_one(*state, path);
    assert_int_equal(unlink(find_file(below(path, "IgnoredFiles"), ".sst")), 0);
    assert_int_equal(read_seal(path), STATUS_CORRUPT);
    assert_non_null(strstr(failure, "IgnoredFiles/"));
    assert_non_null(strstr(failure, "is missing"));
}

static void
a_seal_detects_a_truncated_sst(void **state)
{
    char path[STORE_PATH_MAX];
    publish_one(*state, path);
    assert_int_equal(truncate(find_file(below(path, "DependencyEdges"), ".sst"), 10), 0);
    assert_int_equal(read_seal(path), STATUS_CORRUPT);
    assert_non_null(strstr(failure, "DependencyEdges/"));
}

static void
a_seal_detects_a_missing_current(void **state)
{
    char path[STORE_PATH_MAX];
    publish_one(*state, path);
    assert_int_equal(unlink(below(path, "CodeGraph/CURRENT")), 0);
    assert_int_equal(read_seal(path), STATUS_CORRUPT);
    assert_non_null(strstr(failure, "CodeGraph/CURRENT"));
}

static void
a_seal_detects_an_sst_too_many(void **state)
{
    char path[STORE_PATH_MAX];
    publish_one(*state, path);
    write_text(below(path, "CodeGraph/999999.sst"), "x");
    assert_int_equal(read_seal(path), STATUS_CORRUPT);
    assert_non_null(strstr(failure, "CodeGraph/999999.sst"));
}

static void
a_log_file_does_not_matter_to_a_seal(void **state)
{
    char path[STORE_PATH_MAX];
    publish_one(*state, path);
    write_text(below(path, "CodeGraph/LOG"), "anything");
    assert_int_equal(read_seal(path), STATUS_OK);
}

static void
a_missing_seal_is_not_found(void **state)
{
    char path[STORE_PATH_MAX];
    publish_one(*state, path);
    assert_int_equal(unlink(below(path, "seal.json")), 0);
    assert_int_equal(read_seal(path), STATUS_NOT_FOUND);
}

static void
a_damaged_seal_is_corrupt(void **state)
{
    static const char *const texts[] = {"",
                                        "{",
                                        "[]x",
                                        "{\"format_version\":5}",
                                        "{\"format_version\":5,\"files\":[]}",
                                        "{\"format_version\":5,\"files\":{},\"families\":{}}",
                                        "\xff"};
    char path[STORE_PATH_MAX];
    publish_one(*state, path);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        write_text(below(path, "seal.json"), texts[i]);
        assert_int_equal(read_seal(path), STATUS_CORRUPT);
    }
}

static void
a_seal_of_another_format_is_another_version(void **state)
{
    write_text(below(*state, "seal.json"), "{\"format_version\":999,\"new\":[]}");
    assert_int_equal(read_seal(*state), STATUS_VERSION);
    assert_non_null(strstr(failure, "format 999"));
}

static void
a_generation_without_a_relation_cannot_be_sealed(void **state)
{
    uint32_t number;
    char path[STORE_PATH_MAX];
    assert_int_equal(store_generation_new(*state, &number, path), STATUS_OK);
    assert_int_equal(store_seal_write(path, "", failure), STATUS_NOT_FOUND);
    assert_non_null(strstr(failure, "CodeGraph"));
    assert_false(exists(below(path, "seal.json")));
}

// ---- lock and clean

static void
a_lock_refuses_a_second_taker(void **state)
{
    const char *db = below(*state, "db");
    int first = -1, second = -1;
    assert_int_equal(store_lock(db, &first), STATUS_OK);
    assert_int_equal(fcntl(first, F_GETFD), FD_CLOEXEC);
    assert_int_equal(store_lock(db, &second), STATUS_LOCKED);
    close(first);
    assert_int_equal(store_lock(db, &second), STATUS_OK);
    close(second);
}

static void
a_lock_makes_the_folder_and_hides_it_from_git(void **state)
{
    char text[8] = "";
    int fd = -1;
    assert_int_equal(store_lock(below(*state, "db"), &fd), STATUS_OK);
    close(fd);
    FILE *file = fopen(below(*state, "db/.gitignore"), "r");
    assert_non_null(file);
    assert_non_null(fgets(text, sizeof text, file));
    fclose(file);
    assert_string_equal(text, "*\n");
    assert_int_equal(store_lock(below(*state, "missing/db"), &fd), STATUS_NOT_FOUND);
}

static void
clean_keeps_the_published_generation_and_the_one_before(void **state)
{
    for (int i = 3; i <= 8; i++) {
        mkdir(below(*state, "generation-%06d", i), 0777);
        mkdir(below(*state, "generation-%06d/CodeGraph", i), 0777);
        write_text(below(*state, "generation-%06d/CodeGraph/000001.sst", i), "x");
    }
    assert_int_equal(store_publish(*state, 6, failure), STATUS_OK);
    assert_int_equal(store_clean(*state), STATUS_OK);
    for (int i = 3; i <= 8; i++)
        assert_int_equal(exists(below(*state, "generation-%06d", i)), i == 5 || i == 6);
    assert_true(exists(below(*state, "generation-000005/CodeGraph/000001.sst")));
}

static void
clean_removes_half_generations_when_nothing_is_published(void **state)
{
    mkdir(below(*state, "generation-000001"), 0777);
    assert_int_equal(store_clean(*state), STATUS_OK);
    assert_false(exists(below(*state, "generation-000001")));
}

static void
clean_removes_temporary_files_and_nothing_of_others(void **state)
{
    write_text(below(*state, "CURRENT.sluice-tmp"), "x");
    write_text(below(*state, "last-run.json"), "{}");
    write_text(below(*state, "generation-1"), "not ours");
    mkdir(below(*state, "generation-abc"), 0777);
    mkdir(below(*state, "my.tmp"), 0777);
    assert_int_equal(store_clean(*state), STATUS_OK);
    assert_false(exists(below(*state, "CURRENT.sluice-tmp")));
    assert_true(exists(below(*state, "last-run.json")));
    assert_true(exists(below(*state, "generation-1")));
    assert_true(exists(below(*state, "generation-abc")));
    assert_true(exists(below(*state, "my.tmp")));
}

static void
clean_follows_no_symbolic_link(void **state)
{
    mkdir(below(*state, "elsewhere"), 0777);
    write_text(below(*state, "elsewhere/precious"), "x");
    mkdir(below(*state, "generation-000002"), 0777);
    assert_int_equal(symlink(below(*state, "elsewhere"), below(*state, "generation-000001")), 0);
    assert_int_equal(symlink(below(*state, "elsewhere"), below(*state, "generation-000002/CodeGraph")), 0);
    assert_int_equal(store_clean(*state), STATUS_OK);
    assert_false(exists(below(*state, "generation-000001")));
    assert_false(exists(below(*state, "generation-000002")));
    assert_true(exists(below(*state, "elsewhere/precious")));
}

static void
a_file_is_replaced_whole(void **state)
{
    char text[16] = "";
    write_text(below(*state, "run.json"), "a longer text");
    write_text(below(*state, "run.json"), "short");
    FILE *file = fopen(below(*state, "run.json"), "r");
    assert_int_equal(fread(text, 1, sizeof text, file), 5);
    fclose(file);
    assert_false(exists(below(*state, "run.json.sluice-tmp")));
    assert_int_equal(store_write_file(below(*state, "missing/file"), SPAN_LITERAL("x")), STATUS_NOT_FOUND);
}

#define STORE_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(rows_in_many_overlapping_runs_come_back_in_order),
        STORE_TEST(families_share_the_run_and_keep_their_rows_apart),
        STORE_TEST(a_row_above_the_run_is_stored_alone),
        STORE_TEST(an_empty_relation_is_a_relation),
        STORE_TEST(keys_may_hold_any_bytes_and_be_prefixes_of_each_other),
        STORE_TEST(an_iterator_starts_at_the_first_key_not_below),
        STORE_TEST(a_missing_key_is_not_found),
        STORE_TEST(one_key_twice_in_a_run_is_a_conflict),
        STORE_TEST(one_key_twice_in_a_sorted_run_is_a_conflict),
        STORE_TEST(one_key_twice_in_different_runs_is_a_conflict),
        STORE_TEST(a_key_at_the_seam_of_two_sorted_runs_is_a_conflict),
        STORE_TEST(a_broken_writer_says_so_again),
        STORE_TEST(no_runs_are_left_behind),
        STORE_TEST(a_relation_is_written_once),
        STORE_TEST(a_writer_needs_its_generation),
        STORE_TEST(a_missing_relation_cannot_be_read),
        STORE_TEST(a_reader_outlives_its_folder),
        STORE_TEST(a_damaged_block_is_an_error_and_not_an_end),
        STORE_TEST(a_full_disk_is_no_space),
        STORE_TEST(nothing_is_published_at_first),
        STORE_TEST(generations_are_numbered_from_one),
        STORE_TEST(current_holds_the_name_of_what_was_published),
        STORE_TEST(a_strange_current_is_corrupt_and_nothing_is_removed),
        STORE_TEST(a_published_generation_can_be_opened),
        STORE_TEST(reading_leaves_a_generation_as_it_was),
        STORE_TEST(an_opened_generation_outlives_two_more_runs),
        STORE_TEST(a_seal_detects_a_cut_manifest),
        STORE_TEST(a_seal_detects_a_missing_sst),
        STORE_TEST(a_seal_detects_a_truncated_sst),
        STORE_TEST(a_seal_detects_a_missing_current),
        STORE_TEST(a_seal_detects_an_sst_too_many),
        STORE_TEST(a_log_file_does_not_matter_to_a_seal),
        STORE_TEST(a_missing_seal_is_not_found),
        STORE_TEST(a_damaged_seal_is_corrupt),
        STORE_TEST(a_seal_of_another_format_is_another_version),
        STORE_TEST(a_generation_without_a_relation_cannot_be_sealed),
        STORE_TEST(a_lock_refuses_a_second_taker),
        STORE_TEST(a_lock_makes_the_folder_and_hides_it_from_git),
        STORE_TEST(clean_keeps_the_published_generation_and_the_one_before),
        STORE_TEST(clean_removes_half_generations_when_nothing_is_published),
        STORE_TEST(clean_removes_temporary_files_and_nothing_of_others),
        STORE_TEST(clean_follows_no_symbolic_link),
        STORE_TEST(a_file_is_replaced_whole),
    };
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
