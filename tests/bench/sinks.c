// sinks - the rows of one run, stored by five sinks one after another, or by five at once.
//
//   sinks record INDEX FOLDER             writes the rows of a published index into FOLDER/<Relation>.rows
//   sinks replay FOLDER DB in-turn|at-once
//
// Rows are recorded about as they come in a run: file by file, what the linker adds last, edges in the order of their
// keys. A replay gives each relation to a process of its own, which does with them what a sink does: counts and
// digests them, puts them into the store, flushes, closes, opens again and counts. Both ways end with the same files,
// fsynced by the same code, under the same seal. Prints one line of key=value: write_s is from the first process's start
// until the last one's end, seal_s what the seal takes after that.
#include <assert.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/params.h"
#include "broker/ledger.h"
#include "schema/rows.h"
#include "schema/store.h"
#include "stages/sink/sink.h"

static int
fail(const char *what, const char *failure)
{
    fprintf(stderr, "sinks: %s: %s\n", what, failure);
    return 1;
}

// ---- recording

struct place {
    uint64_t file_and_line; // what sorts
    uint64_t start, size;   // of the row, in `rows`
};

struct recording {
    buffer rows;
    struct place *places;
    size_t count, capacity;
};

static uint64_t
big_endian(span key)
{
    uint64_t number = 0;
    for (size_t i = 0; i < key.size && i < 4; i++)
        number = number << 8 | (uint8_t)key.data[i];
    return number;
}

// Where a row comes in a run. Rows of one file came together; a file's number stands in its rows or is their key. All
// else came in the order of its keys.
static uint64_t
order_of(family owner, span key, span value)
{
    entity_row entity;
    if (owner == FAMILY_FILES || owner == FAMILY_TEXT || owner == FAMILY_FACTS)
        return big_endian(key) << 32 | UINT32_MAX;
    if ((owner == FAMILY_ENTITIES || owner == FAMILY_TESTS) && entity_row_unpack(value, &entity) == STATUS_OK)
        return (uint64_t)entity.file << 32 | entity.line_start;
    return 0;
}

static void
record_row(struct recording *self, family owner, span key, span value)
{
    if (self->count == self->capacity) {
        self->capacity = self->capacity ? self->capacity * 2 : 1024;
        self->places = realloc(self->places, self->capacity * sizeof *self->places);
        assert(self->places);
    }
    struct place *place = &self->places[self->count++];
    *place = (struct place){.file_and_line = order_of(owner, key, value), .start = self->rows.size};
    rows_put(&self->rows, owner, key, value);
    place->size = self->rows.size - place->start;
}

static int
compare_places(const void *left, const void *right)
{
    const struct place *a = left, *b = right;
    if (a->file_and_line != b->file_and_line)
        return a->file_and_line < b->file_and_line ? -1 : 1;
    return a->start < b->start ? -1 : a->start > b->start;
}

static void
rows_path(char path[STORE_PATH_MAX], const char *folder, relation relation)
{
    snprintf(path, STORE_PATH_MAX, "%s/%s.rows", folder, relation_infos[relation].name);
}

static int
write_recording(struct recording *self, const char *folder, relation relation)
{
    char path[STORE_PATH_MAX];
    rows_path(path, folder, relation);
    FILE *out = fopen(path, "w");
    if (!out)
        return fail(path, "cannot be written");
    if (self->count)
        qsort(self->places, self->count, sizeof *self->places, compare_places);
    for (size_t i = 0; i < self->count; i++)
        fwrite(self->rows.data + self->places[i].start, 1, self->places[i].size, out);
    return fclose(out) == 0 ? 0 : fail(path, "cannot be written");
}

static int
record_relation(store_reader *stored, const char *folder, relation relation)
{
    struct recording self = {0};
    char failure[STORE_FAILURE_BYTES] = "";
    status result = STATUS_OK;
    const relation_info *info = &relation_infos[relation];
    for (unsigned f = info->first; f < info->first + info->family_count && result == STATUS_OK; f++) {
        store_iterator *rows = store_iterator_new(stored, (family)f, (span){0});
        span key, value;
        while (store_iterator_next(rows, &key, &value, &result, failure))
            record_row(&self, (family)f, key, value);
        store_iterator_destroy(&rows);
    }
    int code = result == STATUS_OK ? write_recording(&self, folder, relation) : fail(info->name, failure);
    buffer_fini(&self.rows);
    free(self.places);
    return code;
}

static int
record(const char *index, const char *folder)
{
    char failure[STORE_FAILURE_BYTES] = "";
    generation *published;
    if (generation_open(index, &published, failure) != STATUS_OK)
        return fail(index, failure);
    int code = 0;
    for (int r = 0; r < RELATION_COUNT && code == 0; r++)
        code = record_relation(published->relations[r], folder, (relation)r);
    generation_close(&published);
    return code;
}

// ---- replaying

// The rows of a file, mapped and left so until the process ends.
static bool
map_rows(const char *path, span *rows)
{
    struct stat info;
    int fd = open(path, O_RDONLY);
    if (fd < 0 || fstat(fd, &info) != 0)
        return false;
    *rows = (span){0};
    if (info.st_size == 0)
        return true;
    void *data = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
    *rows = (span){data, (size_t)info.st_size};
    return data != MAP_FAILED;
}

static status
put_all(store_writer *writer, span rows, const relation_info *info, uint64_t *put, char *failure)
{
    reader cursor = reader_of(rows);
    row next;
    uint64_t digest = 0; // a sink takes it of all that it writes
    status result = STATUS_OK;
    while (result == STATUS_OK && rows_next(&cursor, &next)) {
        unsigned f = (unsigned)next.family - (unsigned)info->first;
        if (f >= info->family_count)
            return store_failure(failure, STATUS_CORRUPT, "%s.rows holds rows of others", info->name);
        digest += row_tally(next.family, next.key, next.value).digest;
        put[f]++;
        result = store_writer_put(writer, next.family, next.key, next.value, failure);
    }
    static volatile uint64_t kept;
    kept = digest;
    (void)kept;
    return cursor.ok ? result : store_failure(failure, STATUS_CORRUPT, "no rows");
}

// A sink's life, in a process of its own; returns its exit status.
static int
write_relation(const char *folder, const char *generation_path, relation relation, size_t run_bytes)
{
    const relation_info *info = &relation_infos[relation];
    char path[STORE_PATH_MAX], failure[STORE_FAILURE_BYTES] = "";
    uint64_t put[FAMILIES_PER_DESTINATION_MAX] = {0}, stored[FAMILIES_PER_DESTINATION_MAX] = {0};
    span rows;
    store_writer *writer = NULL;
    rows_path(path, folder, relation);
    if (!map_rows(path, &rows))
        return fail(path, "cannot be read");
    status result = store_writer_open(generation_path, relation, sink_run_bytes(relation, run_bytes), &writer, failure);
    if (result == STATUS_OK)
        result = put_all(writer, rows, info, put, failure);
    if (result == STATUS_OK)
        result = store_writer_finish(writer, stored, failure);
    store_writer_destroy(&writer);
    if (result != STATUS_OK)
        return fail(info->name, failure);
    return memcmp(put, stored, sizeof put) == 0 ? 0 : fail(info->name, "holds other rows than were put");
}

static bool
is_well(pid_t child)
{
    int code;
    return child > 0 && waitpid(child, &code, 0) == child && WIFEXITED(code) && WEXITSTATUS(code) == 0;
}

static bool
write_all(const char *folder, const char *generation_path, bool at_once, size_t run_bytes)
{
    pid_t children[RELATION_COUNT];
    bool is_fine = true;
    for (int r = 0; r < RELATION_COUNT; r++) {
        children[r] = fork();
        if (children[r] == 0)
            _exit(write_relation(folder, generation_path, (relation)r, run_bytes));
        if (!at_once)
            is_fine &= is_well(children[r]);
    }
    for (int r = 0; r < RELATION_COUNT && at_once; r++)
        is_fine &= is_well(children[r]);
    return is_fine;
}

static int
replay(const char *folder, const char *db, bool at_once, size_t run_bytes)
{
    char generation_path[STORE_PATH_MAX], failure[STORE_FAILURE_BYTES] = "";
    uint32_t number;
    int lock;
    if (store_lock(db, &lock) != STATUS_OK || store_generation_new(db, &number, generation_path) != STATUS_OK)
        return fail(db, "no generation can be made there");
    uint64_t start_us = clock_now_us();
    if (!write_all(folder, generation_path, at_once, run_bytes))
        return 1;
    uint64_t written_us = clock_now_us();
    if (store_seal_write(generation_path, "\"run\":1", failure) != STATUS_OK)
        return fail(generation_path, failure);
    printf("write_s=%.4f seal_s=%.4f\n", (double)(written_us - start_us) / 1e6,
           (double)(clock_now_us() - written_us) / 1e6);
    return 0;
}

int
main(int argc, char **argv)
{
    params params;
    log_open("sinks", LOG_LEVEL_WARN);
    if (params_read(&params, PARAM_FOR_STAGES, &argc, argv) != STATUS_OK)
        return EXIT_USAGE;
    if (argc == 4 && strcmp(argv[1], "record") == 0)
        return record(argv[2], argv[3]);
    bool at_once = argc == 5 && strcmp(argv[4], "at-once") == 0;
    if (argc == 5 && strcmp(argv[1], "replay") == 0 && (at_once || strcmp(argv[4], "in-turn") == 0))
        return replay(argv[2], argv[3], at_once, params.run_bytes);
    fprintf(stderr, "usage: sinks record INDEX FOLDER\n       sinks replay FOLDER DB in-turn|at-once\n");
    return EXIT_USAGE;
}
