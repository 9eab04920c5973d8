#include "schema/store.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <rocksdb/c.h>
#include <xxhash.h>

enum {
    FAMILIES_MAX = 8,               // of one relation
    CACHE_BYTES = 32 * 1024 * 1024, // blocks that a reader keeps unpacked
    MEMTABLE_BYTES = 64 * 1024,     // nothing is ever written through a memtable
    BLOOM_BITS = 10,                // 1 % wrong answers
    BLOOM_BLOCK_KIB = 128,          // from this block size on a needless block read is dear
    ZSTD_WINDOW_DEFAULT = -14,
    GENERATION_TRIES = 5,
    HEX_BYTES_MAX = 64, // of a key in a failure text
};

// An open RocksDB with the families of one relation. The first one is RocksDB's "default", which there always is: to make another one
// costs a millisecond.
struct database {
    rocksdb_t *db;
    relation relation;
    unsigned count;
    rocksdb_options_t *options[FAMILIES_MAX];
    rocksdb_column_family_handle_t *handles[FAMILIES_MAX];
    rocksdb_cache_t *cache;
};

enum open_mode { OPEN_NEW, OPEN_READ_ONLY };

// Rows of one family that are in no SST yet, one after the other: key size, value size (4 bytes each), key,
// value.
struct run {
    buffer rows;
    size_t count;
    size_t last; // where the last row starts
    bool is_sorted;
    unsigned written; // runs written so far

    // What tells whether two runs may share a key, without reading them back: a hash of each key, while keys do not
    // simply ascend. Keys that have ascended for KEYS_UNHASHED rows are not recorded until one does not.
    buffer newest_key;
    bool has_disorder, has_gap;
    uint64_t *hashes;
    size_t hash_count, hash_capacity;
};

enum { KEYS_UNHASHED = 1024, HASHES_MAX = 16 * 1024 * 1024 };

enum { ROW_HEAD_BYTES = 8 };

// What sorting needs of a row: the first 8 bytes of its key as a number, and where it starts.
struct run_entry {
    uint64_t prefix;
    size_t start;
};

// What sorting takes for a row.
enum { SORT_BYTES = sizeof(struct run_entry) };

struct store_writer {
    struct database database;
    char path[STORE_PATH_MAX];      // of the generation
    char runs_path[STORE_PATH_MAX]; // where runs wait to be ingested
    size_t run_bytes;
    struct run runs[FAMILIES_MAX];
    uint64_t put[FAMILIES_MAX]; // rows
    status broken; // the first thing that went wrong, and its text
    char failure[STORE_FAILURE_BYTES];
};

struct store_reader {
    struct database database;
    rocksdb_readoptions_t *read_options;
};

struct store_iterator {
    rocksdb_iterator_t *rows;
    bool is_started; // the row under it was lent
};

// ---- RocksDB's errors

static status
status_of_text(const char *text)
{
    static const struct {
        const char *part;
        status code;
    } texts[] = {
        {"No space left on device", STATUS_NO_SPACE},
        {"Disk quota exceeded", STATUS_NO_SPACE},
        {"Permission denied", STATUS_PERMISSION},
        {"Read-only file system", STATUS_PERMISSION},
        {"exists (error_if_exists", STATUS_EXISTS},
        {"No such file", STATUS_NOT_FOUND},
        {"Corruption", STATUS_CORRUPT},
        {"does not exist", STATUS_NOT_FOUND},
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (strstr(text, texts[i].part))
            return texts[i].code;
    }
    return STATUS_IO;
}

// Turns RocksDB's text into a status and `failure`, and frees it; STATUS_OK when there is none.
static status
take_error(char *error, const char *doing, const struct database *database, char *failure)
{
    if (!error)
        return STATUS_OK;
    status result = status_of_text(error);
    store_failure(failure, result, "%s: %s: %s", relation_infos[database->relation].name, doing, error);
    rocksdb_free(error);
    return result;
}

// ---- opening

static rocksdb_block_based_table_options_t *
table_options_new(unsigned block_kib, rocksdb_cache_t *cache)
{
    rocksdb_block_based_table_options_t *table = rocksdb_block_based_options_create();
    rocksdb_block_based_options_set_block_size(table, (size_t)block_kib * 1024);
    if (cache)
        rocksdb_block_based_options_set_block_cache(table, cache);
    else
        rocksdb_block_based_options_set_no_block_cache(table, 1);
    if (block_kib >= BLOOM_BLOCK_KIB)
        rocksdb_block_based_options_set_filter_policy(table,
                                                      rocksdb_filterpolicy_create_bloom_full(BLOOM_BITS));
    return table;
}

static rocksdb_options_t *
options_new(const family_info *owner, rocksdb_cache_t *cache, enum open_mode mode)
{
    rocksdb_options_t *options = rocksdb_options_create();
    rocksdb_block_based_table_options_t *table = table_options_new(owner->block_kib, cache);
    rocksdb_options_set_block_based_table_factory(options, table);
    rocksdb_block_based_options_destroy(table);
    rocksdb_options_set_compression(options, rocksdb_zstd_compression);
    rocksdb_options_set_compression_options(options, ZSTD_WINDOW_DEFAULT, owner->zstd_level, 0, 0);
    rocksdb_options_set_disable_auto_compactions(options, 1);
    rocksdb_options_set_write_buffer_size(options, MEMTABLE_BYTES);
    rocksdb_options_set_max_open_files(options, -1);
    rocksdb_options_set_max_file_opening_threads(options, 1);
    rocksdb_options_set_max_background_jobs(options, 1);
    rocksdb_options_set_stats_dump_period_sec(options, 0);
    rocksdb_options_set_stats_persist_period_sec(options, 0);
    // Nothing but fatal errors: a full disk is told in LOG, which cannot be written then, and RocksDB aborts.
    rocksdb_options_set_info_log_level(options, 4);
    if (mode == OPEN_READ_ONLY) {
        // A reader would start a LOG of its own in the folder. Where it cannot, it does without.
        rocksdb_options_set_db_log_dir(options, "/dev/null");
    } else {
        rocksdb_options_set_create_if_missing(options, 1);
        rocksdb_options_set_create_missing_column_families(options, 1);
        rocksdb_options_set_error_if_exists(options, 1);
    }
    return options;
}

static void
database_close(struct database *self)
{
    for (unsigned i = 0; i < self->count; i++) {
        if (self->handles[i])
            rocksdb_column_family_handle_destroy(self->handles[i]);
    }
    if (self->db)
        rocksdb_close(self->db);
    for (unsigned i = 0; i < self->count; i++) {
        if (self->options[i])
            rocksdb_options_destroy(self->options[i]);
    }
    if (self->cache)
        rocksdb_cache_destroy(self->cache);
    *self = (struct database){.relation = self->relation};
}

static const char *
family_name(const struct database *self, unsigned index)
{
    return family_infos[relation_infos[self->relation].first + index].name;
}

static const char *
rocksdb_name(const struct database *self, unsigned index)
{
    return index ? family_name(self, index) : "default";
}

static status
database_open(struct database *self, const char *generation_path, relation which, enum open_mode mode,
              char *failure)
{
    const relation_info *info = &relation_infos[which];
    const char *names[FAMILIES_MAX];
    char path[STORE_PATH_MAX], *error = NULL;
    assert(info->family_count <= FAMILIES_MAX);
    *self = (struct database){.relation = which, .count = info->family_count};
    if (snprintf(path, sizeof path, "%s/%s", generation_path, info->name) >= STORE_PATH_MAX)
        return store_failure(failure, STATUS_INVALID, "path is too long: %s", generation_path);

    self->cache = mode == OPEN_READ_ONLY ? rocksdb_cache_create_lru(CACHE_BYTES) : NULL;
    for (unsigned i = 0; i < self->count; i++) {
        self->options[i] = options_new(&family_infos[info->first + i], self->cache, mode);
        names[i] = rocksdb_name(self, i);
    }
    const rocksdb_options_t *const *options = (const rocksdb_options_t *const *)self->options;
    int count = (int)self->count;
    if (mode == OPEN_READ_ONLY)
        self->db = rocksdb_open_for_read_only_column_families(options[0], path, count, names, options,
                                                              self->handles, 0, &error);
    else
        self->db =
            rocksdb_open_column_families(options[0], path, count, names, options, self->handles, &error);
    status result = take_error(error, "cannot open", self, failure);
    if (result)
        database_close(self);
    return result;
}

static unsigned
index_of(const struct database *self, family owner)
{
    const relation_info *info = &relation_infos[self->relation];
    assert(owner >= info->first);
    assert(owner < info->first + info->family_count);
    return owner - info->first;
}

static uint64_t
database_count(struct database *self, unsigned index)
{
    // By the properties of each SST: exact, as nothing is deleted and (with max_open_files -1) all are open.
    uint64_t rows = 0;
    rocksdb_property_int_cf(self->db, self->handles[index], "rocksdb.estimate-num-keys", &rows);
    return rows;
}

// ---- writing: runs

status
store_writer_open(const char *generation_path, relation which, size_t run_bytes, store_writer **out,
                  char *failure)
{
    const char *name = relation_infos[which].name;
    store_writer *self = calloc(1, sizeof *self);
    assert(self);
    self->run_bytes = run_bytes;
    int size = snprintf(self->runs_path, sizeof self->runs_path, "%s/%s.runs", generation_path, name);
    status result = size < STORE_PATH_MAX ? STATUS_OK : STATUS_INVALID;
    if (result)
        store_failure(failure, result, "path is too long: %s", generation_path);
    else
        result = database_open(&self->database, generation_path, which, OPEN_NEW, failure);
    if (!result && mkdir(self->runs_path, 0777) != 0)
        result = store_failure(failure, status_of_errno(errno), "%s: %s", self->runs_path, strerror(errno));
    if (result) {
        self->runs_path[0] = 0;
        store_writer_destroy(&self);
        return result;
    }
    memcpy(self->path, generation_path, strlen(generation_path) + 1);
    *out = self;
    return STATUS_OK;
}

static void
run_row(const struct run *run, size_t start, span *key, span *value)
{
    uint32_t sizes[2];
    const char *at = run->rows.data + start;
    memcpy(sizes, at, sizeof sizes);
    *key = (span){at + ROW_HEAD_BYTES, sizes[0]};
    *value = (span){at + ROW_HEAD_BYTES + sizes[0], sizes[1]};
}

static size_t
run_memory(const struct run *run)
{
    return run->rows.size + (run->is_sorted ? 0 : run->count * SORT_BYTES);
}

static void
note_key(struct run *run, span key)
{
    if (!run->has_disorder) {
        run->has_disorder = run->newest_key.size && span_compare(buffer_span(&run->newest_key), key) >= 0;
        buffer_clear(&run->newest_key);
        buffer_put_span(&run->newest_key, key);
    }
    bool is_recorded = (run->has_disorder || run->hash_count < KEYS_UNHASHED) && run->hash_count < HASHES_MAX;
    run->has_gap |= !is_recorded;
    if (!is_recorded)
        return;
    if (run->hash_count == run->hash_capacity) {
        run->hash_capacity = run->hash_capacity ? run->hash_capacity * 2 : KEYS_UNHASHED;
        run->hashes = realloc(run->hashes, run->hash_capacity * sizeof *run->hashes);
        assert(run->hashes);
    }
    run->hashes[run->hash_count++] = XXH3_64bits(key.data, key.size);
}

#define SORT_NAME sort_hashes
#define SORT_TYPE uint64_t
#define SORT_BYTE(at, depth) (*(at) >> (56 - 8 * (depth)))
#define SORT_DEPTH 8
#define SORT_LESS(a, b) (*(a) < *(b))
#include "base/radix_sort.h"

// False when no key was put twice; true when one may have been.
static bool
may_have_doubles(struct run *run)
{
    if (run->has_gap)
        return true;
    sort_hashes(run->hashes, run->hash_count, 0);
    for (size_t i = 1; i < run->hash_count; i++) {
        if (run->hashes[i] == run->hashes[i - 1])
            return true;
    }
    return false;
}

static void
run_add(struct run *run, span key, span value)
{
    assert(key.size <= UINT32_MAX);
    assert(value.size <= UINT32_MAX);
    if (run->count == 0) {
        run->is_sorted = true;
    } else if (run->is_sorted) {
        span last_key, last_value;
        run_row(run, run->last, &last_key, &last_value);
        run->is_sorted = span_compare(last_key, key) < 0;
    }
    note_key(run, key);
    uint32_t sizes[2] = {(uint32_t)key.size, (uint32_t)value.size};
    run->last = run->rows.size;
    run->count++;
    buffer_put(&run->rows, sizes, sizeof sizes);
    buffer_put_span(&run->rows, key);
    buffer_put_span(&run->rows, value);
}

// Frees the memory too: another family may need it next.
static void
run_clear(struct run *run)
{
    buffer_fini(&run->rows);
    run->count = 0;
    run->last = 0;
}

static uint64_t
key_prefix(span key)
{
    char bytes[8] = {0};
    memcpy(bytes, key.data, key.size < sizeof bytes ? key.size : sizeof bytes);
    return load_u64_be(bytes);
}

static int
compare_entries(const void *a, const void *b, void *context)
{
    const struct run_entry *left = a, *right = b;
    if (left->prefix != right->prefix)
        return left->prefix < right->prefix ? -1 : 1;
    span left_key, right_key, value;
    run_row(context, left->start, &left_key, &value);
    run_row(context, right->start, &right_key, &value);
    return span_compare(left_key, right_key);
}

#define SORT_NAME sort_by_prefix
#define SORT_TYPE struct run_entry
#define SORT_BYTE(at, depth) ((at)->prefix >> (56 - 8 * (depth)))
#define SORT_DEPTH 8
#define SORT_LESS(a, b) ((a)->prefix < (b)->prefix)
#include "base/radix_sort.h"

// Sorts what begins alike by all of its key.
static void
sort_alike(struct run *run, struct run_entry *entries)
{
    for (size_t i = 0, end; i < run->count; i = end) {
        for (end = i + 1; end < run->count && entries[end].prefix == entries[i].prefix;)
            end++;
        if (end > i + 1)
            qsort_r(entries + i, end - i, sizeof *entries, compare_entries, run);
    }
}

// Returns the rows in the order of their keys; the caller frees them.
static struct run_entry *
run_sort(struct run *run)
{
    struct run_entry *entries = malloc(run->count * sizeof *entries);
    assert(entries);
    size_t start = 0;
    for (size_t i = 0; i < run->count; i++) {
        span key, value;
        run_row(run, start, &key, &value);
        entries[i] = (struct run_entry){key_prefix(key), start};
        start += ROW_HEAD_BYTES + key.size + value.size;
    }
    sort_by_prefix(entries, run->count, 0);
    sort_alike(run, entries);
    return entries;
}

static status
conflict(const struct database *database, unsigned index, span key, char *failure)
{
    char hex[2 * HEX_BYTES_MAX + 1] = "";
    for (size_t i = 0; i < key.size && i < HEX_BYTES_MAX; i++)
        snprintf(hex + 2 * i, 3, "%02x", (uint8_t)key.data[i]);
    return store_failure(failure, STATUS_CONFLICT, "%s: two rows of %s have the key %s%s",
                         relation_infos[database->relation].name, family_name(database, index), hex,
                         key.size > HEX_BYTES_MAX ? "..." : "");
}

// Adds a run's rows, sorted, to an open SST.
static status
add_rows(store_writer *self, struct run *run, rocksdb_sstfilewriter_t *sst, unsigned index, char *failure)
{
    struct run_entry *entries = run->is_sorted ? NULL : run_sort(run);
    status result = STATUS_OK;
    size_t next = 0;
    span last_key = {0};
    for (size_t i = 0; i < run->count && !result; i++) {
        char *error = NULL;
        span key, value;
        size_t start = entries ? entries[i].start : next;
        run_row(run, start, &key, &value);
        next = start + ROW_HEAD_BYTES + key.size + value.size;
        if (i && span_equal(last_key, key)) {
            result = conflict(&self->database, index, key, failure);
            break;
        }
        rocksdb_sstfilewriter_put(sst, key.data, key.size, value.data, value.size, &error);
        result = take_error(error, "cannot write a run", &self->database, failure);
        last_key = key;
    }
    free(entries);
    return result;
}

static void
run_path(const store_writer *self, unsigned index, unsigned number, char *path, size_t size)
{
    snprintf(path, size, "%s/%s-%06u.sst", self->runs_path, family_name(&self->database, index), number);
}

// Writes the rows that the `index`-th family holds in memory as one SST.
static status
write_run(store_writer *self, unsigned index, char *failure)
{
    struct run *run = &self->runs[index];
    if (run->count == 0)
        return STATUS_OK;
    char path[STORE_PATH_MAX + HEX_BYTES_MAX], *error = NULL;
    run_path(self, index, run->written, path, sizeof path);
    rocksdb_envoptions_t *env_options = rocksdb_envoptions_create();
    rocksdb_sstfilewriter_t *sst = rocksdb_sstfilewriter_create(env_options, self->database.options[index]);
    rocksdb_sstfilewriter_open(sst, path, &error);
    status result = take_error(error, "cannot create a run", &self->database, failure);
    if (!result)
        result = add_rows(self, run, sst, index, failure);
    if (!result) {
        rocksdb_sstfilewriter_finish(sst, &error);
        result = take_error(error, "cannot finish a run", &self->database, failure);
    }
    rocksdb_sstfilewriter_destroy(sst);
    rocksdb_envoptions_destroy(env_options);
    run_clear(run);
    run->written++;
    return result;
}

static status
remember(store_writer *self, status result, char *failure)
{
    if (result && !self->broken) {
        self->broken = result;
        snprintf(self->failure, sizeof self->failure, "%s", failure);
    }
    return result;
}

// Writes runs, the largest first, until `more` bytes fit.
static status
make_room(store_writer *self, size_t more, char *failure)
{
    unsigned family_count = self->database.count;
    for (;;) {
        size_t used = 0;
        unsigned largest = 0;
        for (unsigned i = 0; i < family_count; i++) {
            used += run_memory(&self->runs[i]);
            if (run_memory(&self->runs[i]) > run_memory(&self->runs[largest]))
                largest = i;
        }
        if (used == 0 || used + more <= self->run_bytes)
            return STATUS_OK;
        status result = write_run(self, largest, failure);
        if (result)
            return result;
    }
}

status
store_writer_put(store_writer *self, family owner, span key, span value, char *failure)
{
    unsigned index = index_of(&self->database, owner);
    if (self->broken)
        return store_failure(failure, self->broken, "%s", self->failure);
    status result = make_room(self, ROW_HEAD_BYTES + SORT_BYTES + key.size + value.size, failure);
    if (result)
        return remember(self, result, failure);
    run_add(&self->runs[index], key, value);
    self->put[index]++;
    return STATUS_OK;
}

// ---- writing: the end

// Moves all runs of one family into the RocksDB. Runs that overlap are all kept: the newer lies above.
static status
ingest(store_writer *self, unsigned index, char *failure)
{
    unsigned count = self->runs[index].written;
    if (count == 0)
        return STATUS_OK;
    char **paths = calloc(count, sizeof *paths), *error = NULL;
    assert(paths);
    for (unsigned i = 0; i < count; i++) {
        paths[i] = malloc(STORE_PATH_MAX + HEX_BYTES_MAX);
        assert(paths[i]);
        run_path(self, index, i, paths[i], STORE_PATH_MAX + HEX_BYTES_MAX);
    }
    rocksdb_ingestexternalfileoptions_t *options = rocksdb_ingestexternalfileoptions_create();
    rocksdb_ingestexternalfileoptions_set_move_files(options, 1);
    rocksdb_ingest_external_file_cf(self->database.db, self->database.handles[index],
                                    (const char *const *)paths, count, options, &error);
    rocksdb_ingestexternalfileoptions_destroy(options);
    for (unsigned i = 0; i < count; i++)
        free(paths[i]);
    free(paths);
    return take_error(error, "cannot ingest", &self->database, failure);
}

static status
flush(struct database *self, char *failure)
{
    rocksdb_flushoptions_t *options = rocksdb_flushoptions_create();
    rocksdb_flushoptions_set_wait(options, 1);
    status result = STATUS_OK;
    for (unsigned i = 0; i < self->count && !result; i++) {
        char *error = NULL;
        rocksdb_flush_cf(self->db, options, self->handles[i], &error);
        result = take_error(error, "cannot flush", self, failure);
    }
    rocksdb_flushoptions_destroy(options);
    return result;
}

struct key_range {
    span smallest, largest;
};

static int
compare_ranges(const void *a, const void *b)
{
    const struct key_range *left = a, *right = b;
    return span_compare(left->smallest, right->smallest);
}

// True when two SSTs of the `index`-th family could hold one key.
static bool
overlaps(struct database *self, unsigned index)
{
    const rocksdb_livefiles_t *files = rocksdb_livefiles(self->db);
    int file_count = rocksdb_livefiles_count(files);
    struct key_range *ranges = calloc((size_t)file_count + 1, sizeof *ranges);
    assert(ranges);
    size_t count = 0;
    for (int i = 0; i < file_count; i++) {
        if (strcmp(rocksdb_livefiles_column_family_name(files, i), rocksdb_name(self, index)) != 0)
            continue;
        struct key_range *range = &ranges[count++];
        range->smallest.data = rocksdb_livefiles_smallestkey(files, i, &range->smallest.size);
        range->largest.data = rocksdb_livefiles_largestkey(files, i, &range->largest.size);
    }
    qsort(ranges, count, sizeof *ranges, compare_ranges);
    bool found = false;
    for (size_t i = 1; i < count && !found; i++)
        found = span_compare(ranges[i].smallest, ranges[i - 1].largest) <= 0;
    free(ranges);
    rocksdb_livefiles_destroy(files);
    return found;
}

// Reads a family whose SSTs overlap from end to end: a key that two of them hold comes up once only. Which
// key it was, RocksDB tells by counting what it steps over: one per row, and one more per older copy.
static status
check_distinct(struct database *self, unsigned index, uint64_t rows, char *failure)
{
    enum { LEVEL_DISABLED = 1, LEVEL_COUNTS = 2 };
    char *error = NULL;
    buffer key = {0}, twice = {0};
    uint64_t distinct = 0, stepped = 0;
    rocksdb_perfcontext_t *counts = rocksdb_perfcontext_create();
    rocksdb_readoptions_t *options = rocksdb_readoptions_create();
    rocksdb_readoptions_set_fill_cache(options, 0);
    rocksdb_iterator_t *at = rocksdb_create_iterator_cf(self->db, options, self->handles[index]);
    rocksdb_set_perf_level(LEVEL_COUNTS);
    rocksdb_perfcontext_reset(counts); // they are the thread's, not this object's
    for (rocksdb_iter_seek_to_first(at); rocksdb_iter_valid(at); distinct++) {
        size_t size;
        const char *bytes = rocksdb_iter_key(at, &size);
        buffer_clear(&key);
        buffer_put(&key, bytes, size);
        rocksdb_iter_next(at);
        uint64_t stepped_now = rocksdb_perfcontext_metric(counts, rocksdb_internal_key_skipped_count);
        if (stepped_now - stepped > 1 && !twice.size)
            buffer_put_span(&twice, buffer_span(&key));
        stepped = stepped_now;
    }
    rocksdb_set_perf_level(LEVEL_DISABLED);
    rocksdb_iter_get_error(at, &error);
    status result = take_error(error, "cannot read back", self, failure);
    if (!result && distinct != rows)
        result = conflict(self, index, buffer_span(&twice), failure);
    rocksdb_iter_destroy(at);
    rocksdb_readoptions_destroy(options);
    rocksdb_perfcontext_destroy(counts);
    buffer_fini(&key);
    buffer_fini(&twice);
    return result;
}

// Opens what was written as a reader would and counts it.
static status
count_rows(store_writer *self, uint64_t *rows, char *failure)
{
    struct database written;
    status result = database_open(&written, self->path, self->database.relation, OPEN_READ_ONLY, failure);
    if (result)
        return result;
    for (unsigned i = 0; i < written.count && !result; i++) {
        rows[i] = database_count(&written, i);
        if (overlaps(&written, i) && may_have_doubles(&self->runs[i]))
            result = check_distinct(&written, i, rows[i], failure);
        if (!result && rows[i] != self->put[i])
            result = store_failure(failure, STATUS_CORRUPT, "%s: %s was given %" PRIu64 " rows and holds %" PRIu64,
                                   self->path, family_name(&written, i),
                                   self->put[i], rows[i]);
    }
    database_close(&written);
    return result;
}

static status
write_runs(store_writer *self, char *failure)
{
    status result = STATUS_OK;
    for (unsigned i = 0; i < self->database.count && !result; i++)
        result = write_run(self, i, failure);
    return result;
}

status
store_writer_spill(store_writer *self, char *failure)
{
    if (self->broken)
        return store_failure(failure, self->broken, "%s", self->failure);
    status result = write_runs(self, failure);
    return result ? remember(self, result, failure) : STATUS_OK;
}

static status
finish(store_writer *self, uint64_t *rows, char *failure)
{
    status result = write_runs(self, failure);
    for (unsigned i = 0; i < self->database.count && !result; i++)
        result = ingest(self, i, failure);
    if (!result)
        result = flush(&self->database, failure); // rocksdb_close() says nothing, so ask here
    if (result)
        return result;
    database_close(&self->database);
    if (rmdir(self->runs_path) != 0)
        return store_failure(failure, status_of_errno(errno), "%s: %s", self->runs_path, strerror(errno));
    self->runs_path[0] = 0;
    return count_rows(self, rows, failure);
}

status
store_writer_finish(store_writer *self, uint64_t *rows, char *failure)
{
    if (self->broken)
        return store_failure(failure, self->broken, "%s", self->failure);
    assert(self->database.db); // not finished before
    return remember(self, finish(self, rows, failure), failure);
}

// Removes the runs that were not ingested.
static void
remove_runs(store_writer *self)
{
    char path[STORE_PATH_MAX + HEX_BYTES_MAX];
    for (unsigned i = 0; i < self->database.count; i++) {
        for (unsigned number = 0; number < self->runs[i].written; number++) {
            run_path(self, i, number, path, sizeof path);
            unlink(path);
        }
    }
    rmdir(self->runs_path);
}

void
store_writer_destroy(store_writer **self_p)
{
    store_writer *self = *self_p;
    if (!self)
        return;
    if (self->runs_path[0])
        remove_runs(self);
    for (unsigned i = 0; i < FAMILIES_MAX; i++) {
        run_clear(&self->runs[i]);
        buffer_fini(&self->runs[i].newest_key);
        free(self->runs[i].hashes);
    }
    database_close(&self->database);
    free(self);
    *self_p = NULL;
}

// ---- reading

status
store_reader_open(const char *generation_path, relation which, store_reader **out, char *failure)
{
    store_reader *self = calloc(1, sizeof *self);
    assert(self);
    status result = database_open(&self->database, generation_path, which, OPEN_READ_ONLY, failure);
    if (result) {
        free(self);
        return result;
    }
    self->read_options = rocksdb_readoptions_create();
    *out = self;
    return STATUS_OK;
}

void
store_reader_destroy(store_reader **self_p)
{
    store_reader *self = *self_p;
    if (!self)
        return;
    rocksdb_readoptions_destroy(self->read_options);
    database_close(&self->database);
    free(self);
    *self_p = NULL;
}

status
store_reader_get(store_reader *self, family owner, span key, buffer *value, char *failure)
{
    char *error = NULL;
    unsigned index = index_of(&self->database, owner);
    buffer_clear(value);
    rocksdb_pinnableslice_t *found = rocksdb_get_pinned_cf(
        self->database.db, self->read_options, self->database.handles[index], key.data, key.size, &error);
    status result = take_error(error, "cannot read", &self->database, failure);
    if (result)
        return result;
    if (!found)
        return STATUS_NOT_FOUND;
    size_t size;
    const char *bytes = rocksdb_pinnableslice_value(found, &size);
    buffer_put(value, bytes, size);
    rocksdb_pinnableslice_destroy(found);
    return STATUS_OK;
}

uint64_t
store_reader_count(store_reader *self, family owner)
{
    return database_count(&self->database, index_of(&self->database, owner));
}

uint64_t
store_reader_bytes(store_reader *self, family owner)
{
    uint64_t bytes = 0;
    rocksdb_column_family_handle_t *handle = self->database.handles[index_of(&self->database, owner)];
    rocksdb_property_int_cf(self->database.db, handle, "rocksdb.total-sst-files-size", &bytes);
    return bytes;
}

store_iterator *
store_iterator_new(store_reader *self, family owner, span start)
{
    store_iterator *rows = calloc(1, sizeof *rows);
    assert(rows);
    unsigned index = index_of(&self->database, owner);
    rows->rows =
        rocksdb_create_iterator_cf(self->database.db, self->read_options, self->database.handles[index]);
    store_iterator_seek(rows, start);
    return rows;
}

void
store_iterator_seek(store_iterator *self, span start)
{
    rocksdb_iter_seek(self->rows, start.data ? start.data : "", start.size);
    self->is_started = false;
}

bool
store_iterator_next(store_iterator *self, span *key, span *value, status *result, char *failure)
{
    if (self->is_started && rocksdb_iter_valid(self->rows))
        rocksdb_iter_next(self->rows);
    self->is_started = true;
    *result = STATUS_OK;
    if (rocksdb_iter_valid(self->rows)) {
        key->data = rocksdb_iter_key(self->rows, &key->size);
        value->data = rocksdb_iter_value(self->rows, &value->size);
        return true;
    }
    char *error = NULL;
    rocksdb_iter_get_error(self->rows, &error);
    if (error) {
        *result = store_failure(failure, status_of_text(error), "cannot read on: %s", error);
        rocksdb_free(error);
    }
    return false;
}

void
store_iterator_destroy(store_iterator **self_p)
{
    store_iterator *self = *self_p;
    if (!self)
        return;
    rocksdb_iter_destroy(self->rows);
    free(self);
    *self_p = NULL;
}

// ---- a whole generation

static status
open_all(generation *self, char *failure)
{
    status result = store_seal_read(self->path, &self->seal, failure);
    for (unsigned i = 0; i < RELATION_COUNT && !result; i++)
        result = store_reader_open(self->path, (relation)i, &self->relations[i], failure);
    return result;
}

// True when CURRENT names another generation than the one that could not be opened.
static bool
was_replaced(const char *db, uint32_t number)
{
    uint32_t current;
    char path[STORE_PATH_MAX];
    return store_generation_current(db, &current, path) == STATUS_OK && current != number;
}

status
generation_open(const char *db, generation **out, char *failure)
{
    for (int tries = 1;; tries++) {
        generation *self = calloc(1, sizeof *self);
        assert(self);
        status result = store_generation_current(db, &self->number, self->path);
        if (result == STATUS_NOT_FOUND)
            store_failure(failure, result, "no generation published in %s; run `sluice index` first", db);
        else if (result)
            store_failure(failure, result, "cannot read %s/CURRENT: %s; run `sluice index` with another --db",
                          db, status_text(result));
        else
            result = open_all(self, failure);
        if (!result) {
            *out = self;
            return STATUS_OK;
        }
        uint32_t number = self->number;
        generation_close(&self);
        if (tries == GENERATION_TRIES || number == 0 || !was_replaced(db, number))
            return result;
    }
}

void
generation_close(generation **self_p)
{
    generation *self = *self_p;
    if (!self)
        return;
    for (unsigned i = 0; i < RELATION_COUNT; i++)
        store_reader_destroy(&self->relations[i]);
    store_seal_fini(&self->seal);
    free(self);
    *self_p = NULL;
}
