#include "schema/generation.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <jansson.h>

#include "base/buffer.h"
#include "schema/json.h"

#define GENERATION_FORMAT "generation-%06" PRIu32
#define TEMPORARY_SUFFIX ".sluice-tmp"
#define REMEDY "; run `sluice index` to make a new generation"

enum {
    NAME_BYTES_MAX = 32,               // generation-4294967295
    FOLDER_DEPTH_MAX = 4,              // generation / relation / what RocksDB may put there
    SEAL_BYTES_MAX = 64 * 1024 * 1024, // some 500,000 files
};

status
store_failure(char *failure, status code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(failure, STORE_FAILURE_BYTES, format, arguments);
    va_end(arguments);
    return code;
}

// ---- files

// Joins into `path`; STATUS_INVALID when it does not fit.
static status
join(char path[STORE_PATH_MAX], const char *folder, const char *name)
{
    int size = snprintf(path, STORE_PATH_MAX, "%s/%s", folder, name);
    return size < STORE_PATH_MAX ? STATUS_OK : STATUS_INVALID;
}

static status
sync_path(const char *path, int flags)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
    if (fd < 0)
        return status_of_errno(errno);
    status result = fsync(fd) == 0 ? STATUS_OK : status_of_errno(errno);
    close(fd);
    return result;
}

static status
write_all(int fd, span contents)
{
    while (contents.size) {
        ssize_t written = write(fd, contents.data, contents.size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return status_of_errno(errno);
        contents = span_slice(contents, (size_t)written, contents.size);
    }
    return fsync(fd) == 0 ? STATUS_OK : status_of_errno(errno);
}

static status
sync_folder_of(const char *path)
{
    char folder[STORE_PATH_MAX];
    const char *slash = strrchr(path, '/');
    size_t size = !slash ? 0 : slash == path ? 1 : (size_t)(slash - path);
    memcpy(folder, path, size);
    folder[size] = 0;
    return sync_path(size ? folder : ".", O_DIRECTORY);
}

status
store_write_file(const char *path, span contents)
{
    char temporary[STORE_PATH_MAX];
    if (snprintf(temporary, sizeof temporary, "%s" TEMPORARY_SUFFIX, path) >= STORE_PATH_MAX)
        return STATUS_INVALID;
    int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (fd < 0)
        return status_of_errno(errno);
    status result = write_all(fd, contents);
    if (close(fd) != 0 && !result)
        result = status_of_errno(errno);
    if (!result && rename(temporary, path) != 0)
        result = status_of_errno(errno);
    if (result) {
        unlink(temporary);
        return result;
    }
    return sync_folder_of(path);
}

// Reads a whole file of at most `bytes_max` into `contents` and puts a NUL behind it, which does not count.
static status
read_file(const char *path, size_t bytes_max, buffer *contents)
{
    enum { CHUNK_BYTES = 64 * 1024 };
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return status_of_errno(errno);
    status result = STATUS_OK;
    ssize_t got = 1;
    while (got > 0 && !result) {
        got = read(fd, buffer_reserve(contents, CHUNK_BYTES), CHUNK_BYTES);
        if (got < 0)
            result = status_of_errno(errno);
        else
            buffer_commit(contents, (size_t)got);
        if (contents->size > bytes_max)
            result = STATUS_TOO_LARGE;
    }
    close(fd);
    *buffer_reserve(contents, 1) = 0;
    return result;
}

// Removes `name` inside the open folder, and all below it if it is a folder itself.
static status
remove_below(int folder, const char *name, int depth)
{
    if (unlinkat(folder, name, 0) == 0 || errno == ENOENT)
        return STATUS_OK;
    if (errno != EISDIR && errno != EPERM)
        return status_of_errno(errno);
    int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *entries = fd < 0 ? NULL : fdopendir(fd);
    if (!entries) {
        status result = status_of_errno(errno);
        if (fd >= 0)
            close(fd);
        return result;
    }
    status result = depth < FOLDER_DEPTH_MAX ? STATUS_OK : STATUS_TOO_LARGE;
    for (struct dirent *entry; !result && (entry = readdir(entries));) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            result = remove_below(dirfd(entries), entry->d_name, depth + 1);
    }
    closedir(entries);
    if (!result && unlinkat(folder, name, AT_REMOVEDIR) != 0)
        result = status_of_errno(errno);
    return result;
}

// ---- lock

status
store_lock(const char *db, int *lock_fd)
{
    char path[STORE_PATH_MAX];
    if (mkdir(db, 0777) != 0 && errno != EEXIST)
        return status_of_errno(errno);
    if (join(path, db, "LOCK"))
        return STATUS_INVALID;
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (fd < 0)
        return status_of_errno(errno);
    status result = STATUS_OK;
    if (flock(fd, LOCK_EX | LOCK_NB) != 0)
        result = errno == EWOULDBLOCK ? STATUS_LOCKED : status_of_errno(errno);
    if (!result)
        result = join(path, db, ".gitignore");
    if (!result && access(path, F_OK) != 0) // the database is no part of the tree that it describes
        result = store_write_file(path, SPAN_LITERAL("*\n"));
    if (result)
        close(fd);
    else
        *lock_fd = fd;
    return result;
}

// ---- generations

// Takes a generation's number out of its name; false when `name` is none.
static bool
number_of_name(span name, uint32_t *number)
{
    char written[NAME_BYTES_MAX];
    span digits = name;
    if (!span_starts(name, "generation-") || name.size >= NAME_BYTES_MAX)
        return false;
    digits = span_slice(name, strlen("generation-"), name.size);
    uint64_t value = 0;
    for (size_t i = 0; i < digits.size; i++) {
        if (digits.data[i] < '0' || digits.data[i] > '9' || value > UINT32_MAX)
            return false;
        value = value * 10 + (uint64_t)(digits.data[i] - '0');
    }
    if (value == 0 || value > UINT32_MAX)
        return false;
    *number = (uint32_t)value;
    snprintf(written, sizeof written, GENERATION_FORMAT, *number);
    return span_is(name, written); // not generation-7 for generation-000007
}

// Gives the number that CURRENT holds, 0 when there is no CURRENT.
static status
read_current(const char *db, uint32_t *number)
{
    char path[STORE_PATH_MAX];
    buffer contents = {0};
    *number = 0;
    if (join(path, db, "CURRENT"))
        return STATUS_INVALID;
    status result = read_file(path, NAME_BYTES_MAX, &contents);
    span name = buffer_span(&contents);
    if (result == STATUS_NOT_FOUND)
        result = STATUS_OK;
    else if (!result &&
             (!span_ends(name, "\n") || !number_of_name(span_slice(name, 0, name.size - 1), number)))
        result = STATUS_CORRUPT;
    else if (result == STATUS_TOO_LARGE)
        result = STATUS_CORRUPT;
    buffer_fini(&contents);
    return result;
}

static status
generation_path(const char *db, uint32_t number, char path[STORE_PATH_MAX])
{
    char name[NAME_BYTES_MAX];
    snprintf(name, sizeof name, GENERATION_FORMAT, number);
    return join(path, db, name);
}

status
store_generation_current(const char *db, uint32_t *number, char path[STORE_PATH_MAX])
{
    status result = read_current(db, number);
    if (result)
        return result;
    return *number ? generation_path(db, *number, path) : STATUS_NOT_FOUND;
}

status
store_generation_new(const char *db, uint32_t *number, char path[STORE_PATH_MAX])
{
    status result = read_current(db, number);
    if (result)
        return result;
    if (*number == UINT32_MAX)
        return STATUS_TOO_LARGE;
    ++*number;
    result = generation_path(db, *number, path);
    if (!result && mkdir(path, 0777) != 0)
        result = status_of_errno(errno);
    return result;
}

static int
by_number_down(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left < right) - (left > right);
}

// Removes from an open DB the generations that are not `current` or the newest below it.
static status
remove_generations(int db_fd, const buffer *numbers, uint32_t current)
{
    char name[NAME_BYTES_MAX];
    status result = STATUS_OK;
    unsigned kept = 0;
    const uint32_t *list = (const uint32_t *)(const void *)numbers->data;
    for (size_t i = 0; i < numbers->size / sizeof *list && !result; i++) {
        if (list[i] <= current && kept < STORE_GENERATIONS_KEPT) {
            kept++;
            continue;
        }
        snprintf(name, sizeof name, GENERATION_FORMAT, list[i]);
        result = remove_below(db_fd, name, 0);
    }
    return result;
}

status
store_clean(const char *db)
{
    uint32_t current, number;
    status result = read_current(db, &current);
    if (result)
        return result;
    DIR *entries = opendir(db);
    if (!entries)
        return status_of_errno(errno);
    buffer numbers = {0};
    for (struct dirent *entry; !result && (entry = readdir(entries));) {
        span name = span_of(entry->d_name);
        if (number_of_name(name, &number))
            buffer_put(&numbers, &number, sizeof number);
        else if (span_ends(name, TEMPORARY_SUFFIX) && unlinkat(dirfd(entries), entry->d_name, 0) != 0)
            result = status_of_errno(errno);
    }
    if (numbers.size)
        qsort(numbers.data, numbers.size / sizeof number, sizeof number, by_number_down);
    if (!result)
        result = remove_generations(dirfd(entries), &numbers, current);
    buffer_fini(&numbers);
    closedir(entries);
    return result;
}

status
store_publish(const char *db, uint32_t number, char *failure)
{
    char path[STORE_PATH_MAX], name[NAME_BYTES_MAX];
    snprintf(name, sizeof name, GENERATION_FORMAT "\n", number);
    status result = join(path, db, "CURRENT");
    if (!result)
        result = store_write_file(path, span_of(name));
    if (result)
        store_failure(failure, result, "cannot write %s/CURRENT: %s", db, status_text(result));
    return result;
}

// ---- seal

static bool
is_sst(span name)
{
    return span_ends(name, ".sst");
}

static bool
is_sealed(span name)
{
    return is_sst(name) || span_is(name, "CURRENT") || span_starts(name, "MANIFEST-") ||
           span_starts(name, "OPTIONS-");
}

static int
entry_is_sealed(const struct dirent *entry)
{
    return is_sealed(span_of(entry->d_name));
}

static int
entry_is_sst(const struct dirent *entry)
{
    return is_sst(span_of(entry->d_name));
}

// scandir() in byte order; a list that free_entries() frees. -1 with errno when the folder cannot be read.
static int
list_folder(const char *path, int (*wanted)(const struct dirent *), struct dirent ***entries)
{
    *entries = NULL;
    return scandir(path, entries, wanted, alphasort);
}

static void
free_entries(struct dirent **entries, int count)
{
    for (int i = 0; i < count; i++)
        free(entries[i]);
    free(entries);
}

// fsyncs one sealed file and appends {"name":..,"size":..} for it.
static status
seal_file(const char *folder, relation which, const char *name, buffer *out)
{
    char path[STORE_PATH_MAX];
    struct stat info;
    if (join(path, folder, name))
        return STATUS_INVALID;
    if (stat(path, &info) != 0)
        return status_of_errno(errno);
    if (out->data[out->size - 1] != '[')
        buffer_put_byte(out, ',');
    buffer_printf(out, "\n{\"name\":\"%s/%s\",\"size\":%" PRIu64 "}", relation_infos[which].name, name,
                  (uint64_t)info.st_size);
    return sync_path(path, 0);
}

static status
seal_relation(const char *path, relation which, buffer *out)
{
    char folder[STORE_PATH_MAX];
    struct dirent **entries;
    if (join(folder, path, relation_infos[which].name))
        return STATUS_INVALID;
    int count = list_folder(folder, entry_is_sealed, &entries);
    if (count < 0)
        return status_of_errno(errno);
    status result = STATUS_OK;
    for (int i = 0; i < count && !result; i++)
        result = seal_file(folder, which, entries[i]->d_name, out);
    free_entries(entries, count);
    return result ? result : sync_path(folder, O_DIRECTORY);
}

status
store_seal_write(const char *path, const char *fields, char *failure)
{
    buffer text = {0};
    char seal_path[STORE_PATH_MAX];
    buffer_printf(&text, "{\"format_version\":%d", STORE_FORMAT_VERSION);
    if (*fields)
        buffer_put_byte(&text, ',');
    buffer_put_span(&text, span_of(fields));
    buffer_put_span(&text, SPAN_LITERAL(",\"files\":["));

    status result = join(seal_path, path, "seal.json");
    for (unsigned i = 0; i < RELATION_COUNT && !result; i++) {
        result = seal_relation(path, (relation)i, &text);
        if (result)
            store_failure(failure, result, "cannot seal %s of %s: %s", relation_infos[i].name, path,
                          status_text(result));
    }
    buffer_put_span(&text, SPAN_LITERAL("]}\n"));
    if (!result) {
        result = store_write_file(seal_path, buffer_span(&text));
        if (!result)
            result = sync_folder_of(path); // the generation's own name in DB
        if (result)
            store_failure(failure, result, "cannot write %s: %s", seal_path, status_text(result));
    }
    buffer_fini(&text);
    return result;
}

// Checks that the file has the size that the seal says.
static status
check_file(const char *path, json_t *entry, char *failure)
{
    char file_path[STORE_PATH_MAX];
    struct stat info;
    const char *name = json_string_value(json_object_get(entry, "name"));
    json_t *size = json_object_get(entry, "size");
    if (!name || !json_is_integer(size) || join(file_path, path, name))
        return store_failure(failure, STATUS_CORRUPT, "seal.json of %s has a malformed file entry" REMEDY,
                             path);
    if (stat(file_path, &info) != 0)
        return store_failure(failure, STATUS_CORRUPT, "%s of %s: %s" REMEDY, name, path,
                             errno == ENOENT ? "is missing" : "cannot be read");
    if (info.st_size != json_integer_value(size))
        return store_failure(failure, STATUS_CORRUPT, "%s of %s has %lld bytes, its seal says %lld" REMEDY,
                             name, path, (long long)info.st_size, (long long)json_integer_value(size));
    return STATUS_OK;
}

static bool
seal_names(json_t *files, const char *relation_name, const char *file_name)
{
    char name[STORE_PATH_MAX];
    size_t i;
    json_t *entry;
    snprintf(name, sizeof name, "%s/%s", relation_name, file_name);
    json_array_foreach(files, i, entry)
    {
        const char *sealed = json_string_value(json_object_get(entry, "name"));
        if (sealed && strcmp(sealed, name) == 0)
            return true;
    }
    return false;
}

// Looks for an SST in the relation's folder that the seal does not name.
static status
check_no_other_sst(const char *path, relation which, json_t *files, char *failure)
{
    char folder[STORE_PATH_MAX];
    struct dirent **entries;
    const char *name = relation_infos[which].name;
    if (join(folder, path, name))
        return store_failure(failure, STATUS_INVALID, "path is too long: %s", path);
    int count = list_folder(folder, entry_is_sst, &entries);
    if (count < 0)
        return store_failure(failure, STATUS_CORRUPT, "%s of %s is missing" REMEDY, name, path);
    status result = STATUS_OK;
    for (int i = 0; i < count && !result; i++) {
        if (!seal_names(files, name, entries[i]->d_name))
            result = store_failure(failure, STATUS_CORRUPT, "%s/%s of %s is not in its seal" REMEDY, name,
                                   entries[i]->d_name, path);
    }
    free_entries(entries, count);
    return result;
}

static uint64_t
hex_number(json_t *value)
{
    const char *text = json_string_value(value);
    return text ? strtoull(text, NULL, 16) : (uint64_t)json_integer_value(value);
}

static status
take_families(json_t *families, store_seal *seal)
{
    for (unsigned i = 0; i < FAMILY_COUNT; i++) {
        json_t *entry = json_object_get(families, family_infos[i].name);
        json_t *rows = json_object_get(entry, "rows"), *digest = json_object_get(entry, "digest");
        if (!json_is_integer(rows) || !json_is_string(digest))
            return STATUS_CORRUPT;
        seal->families[i] = (tally){(uint64_t)json_integer_value(rows), hex_number(digest)};
    }
    return STATUS_OK;
}

// Checks a parsed seal against the folder and takes over what it says.
static status
take_seal(const char *path, json_t *root, store_seal *seal, char *failure)
{
    size_t i;
    json_t *entry, *files = json_object_get(root, "files");
    json_int_t version = json_integer_value(json_object_get(root, "format_version"));
    if (version != STORE_FORMAT_VERSION)
        return store_failure(failure, STATUS_VERSION,
                             "%s has format %lld, this sluice reads format %d" REMEDY, path,
                             (long long)version, STORE_FORMAT_VERSION);
    status result = json_is_array(files) ? STATUS_OK : STATUS_CORRUPT;
    if (result || take_families(json_object_get(root, "families"), seal))
        return store_failure(failure, STATUS_CORRUPT, "seal.json of %s is incomplete" REMEDY, path);
    json_array_foreach(files, i, entry)
    {
        if (!result)
            result = check_file(path, entry, failure);
    }
    for (unsigned which = 0; which < RELATION_COUNT && !result; which++)
        result = check_no_other_sst(path, (relation)which, files, failure);

    const char *source = json_string_value(json_object_get(root, "source"));
    seal->run = hex_number(json_object_get(root, "run"));
    seal->source = strdup(source ? source : "");
    assert(seal->source);
    return result;
}

status
store_seal_read(const char *path, store_seal *seal, char *failure)
{
    char seal_path[STORE_PATH_MAX];
    buffer text = {0};
    *seal = (store_seal){0};
    if (join(seal_path, path, "seal.json"))
        return store_failure(failure, STATUS_INVALID, "path is too long: %s", path);
    status result = read_file(seal_path, SEAL_BYTES_MAX, &text);
    if (result) {
        buffer_fini(&text);
        return store_failure(failure, result, "cannot read seal.json of %s: %s" REMEDY, path,
                             status_text(result));
    }
    const char *slash = strrchr(path, '/');
    number_of_name(span_of(slash ? slash + 1 : path), &seal->generation);
    seal->text = text.data;

    json_error_t error;
    json_t *root = json_loadb(text.data, text.size, 0, &error);
    if (!root)
        return store_failure(failure, STATUS_CORRUPT, "seal.json of %s is damaged: line %d: %s" REMEDY, path,
                             error.line, error.text);
    result = take_seal(path, root, seal, failure);
    json_decref(root);
    return result;
}

void
store_seal_fini(store_seal *seal)
{
    free(seal->source);
    free(seal->text);
    *seal = (store_seal){0};
}
