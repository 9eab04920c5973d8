#include "stages/server/image.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <xxhash.h>

#include "base/log.h"

enum { IMAGE_VERSION = 1, ALIGNMENT = 8 };

#define IMAGE_MAGIC 0x6567616d69636c73 // "slcimage", read as a number, so that byte orders do not mix
#define IMAGE_NAME "query.image"

struct image_header {
    uint64_t magic;
    uint64_t version;
    uint64_t seal;     // hash of seal.json: run, and digests of all rows
    uint64_t bytes;    // of the whole image
    uint64_t checksum; // of all behind it
    struct {
        uint64_t start, bytes;
    } sections[IMAGE_SECTION_COUNT];
};

static const size_t item_bytes[IMAGE_SECTION_COUNT] = {
#define SECTION(type, name) sizeof(type),
    IMAGE_SECTIONS(SECTION)
#undef SECTION
};

static uint64_t
hash_of_seal(const store_seal *seal)
{
    return XXH3_64bits_withSeed(seal->text, strlen(seal->text), seal->run);
}

static uint64_t
checksum_of(const void *bytes, size_t size)
{
    size_t start = offsetof(struct image_header, sections);
    return XXH3_64bits((const char *)bytes + start, size - start);
}

void *
image_part_alloc(image_parts *parts, image_section section, size_t count, size_t bytes)
{
    assert(bytes == item_bytes[section]);
    char *at = buffer_reserve(&parts->sections[section], count * bytes + 1);
    memset(at, 0, count * bytes);
    buffer_commit(&parts->sections[section], count * bytes);
    return at;
}

static void
parts_fini(image_parts *parts)
{
    for (unsigned i = 0; i < IMAGE_SECTION_COUNT; i++)
        buffer_fini(&parts->sections[i]);
}

// ---- from bytes to an image

// Sets the sections and counts. The bytes are sound: ours, or with a right checksum.
static void
set_sections(image *self)
{
    const struct image_header *header = self->bytes;
    const char *start = self->bytes;
#define SECTION(type, name)                                                                                  \
    self->name = (const type *)(const void *)(start + header->sections[IMAGE_##name].start);                 \
    self->name##_size = header->sections[IMAGE_##name].bytes / sizeof(type);
    IMAGE_SECTIONS(SECTION)
#undef SECTION
    self->entity_count = (uint32_t)(self->entities_size - 1);
    self->edge_count = (uint32_t)self->edge_to_size;
    self->file_count = (uint32_t)(self->files_size - 1);
    self->ignored_count = (uint32_t)(self->ignored_size - 1);
    self->name_count = (uint32_t)(self->name_starts_size - 1);
    self->term_count = (uint32_t)(self->term_starts_size - 1);
}

static bool
is_sound(const void *bytes, size_t size, const store_seal *seal)
{
    const struct image_header *header = bytes;
    if (size < sizeof *header || header->magic != IMAGE_MAGIC || header->version != IMAGE_VERSION ||
        header->bytes != size || header->seal != hash_of_seal(seal) ||
        header->checksum != checksum_of(bytes, size))
        return false;
    for (unsigned i = 0; i < IMAGE_SECTION_COUNT; i++) {
        uint64_t start = header->sections[i].start, section = header->sections[i].bytes;
        if (start % ALIGNMENT || start > size || section > size - start || section % item_bytes[i])
            return false;
    }
    return true;
}

static uint64_t
aligned(uint64_t size)
{
    return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

// Puts the sections one behind the other and frees them.
static void
join_parts(image *self, image_parts *parts, const store_seal *seal)
{
    struct image_header header = {.magic = IMAGE_MAGIC, .version = IMAGE_VERSION, .seal = hash_of_seal(seal)};
    uint64_t size = sizeof header;
    for (unsigned i = 0; i < IMAGE_SECTION_COUNT; i++) {
        header.sections[i].start = size;
        header.sections[i].bytes = parts->sections[i].size;
        size = aligned(size + parts->sections[i].size);
    }
    header.bytes = size;
    char *bytes = calloc(1, size);
    assert(bytes);
    for (unsigned i = 0; i < IMAGE_SECTION_COUNT; i++) {
        if (parts->sections[i].size)
            memcpy(bytes + header.sections[i].start, parts->sections[i].data, parts->sections[i].size);
        buffer_fini(&parts->sections[i]);
    }
    memcpy(bytes, &header, sizeof header);
    header.checksum = checksum_of(bytes, size);
    memcpy(bytes, &header, sizeof header);
    self->bytes = bytes;
    self->byte_count = size;
}

// ---- the file

// Maps a file that is an image of this generation; false, whatever the reason, when there is none.
static bool
map_file(image *self, const char *path, const store_seal *seal)
{
    struct stat info;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return false;
    void *bytes = MAP_FAILED;
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && info.st_size > 0)
        bytes = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_SHARED | MAP_POPULATE, fd, 0);
    close(fd);
    if (bytes == MAP_FAILED)
        return false;
    if (!is_sound(bytes, (size_t)info.st_size, seal)) {
        munmap(bytes, (size_t)info.st_size);
        return false;
    }
    self->bytes = bytes;
    self->byte_count = (size_t)info.st_size;
    self->is_mapped = true;
    return true;
}

static bool
write_bytes(int fd, const char *bytes, size_t size)
{
    while (size) {
        ssize_t written = write(fd, bytes, size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes += written;
        size -= (size_t)written;
    }
    return true;
}

// Leaves the image for others, under a name of this process's own until it is whole. It is not synced: what a
// crash of the machine makes of it does not match its checksum, and it is built again. That it cannot is no
// error: the folder may be somebody else's, or the disk full.
static bool
write_file(const image *self, const char *path)
{
    char temporary[STORE_PATH_MAX + 64];
    snprintf(temporary, sizeof temporary, "%s.%ld.sluice-tmp", path, (long)getpid());
    int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (fd < 0)
        return false;
    bool is_written = write_bytes(fd, self->bytes, self->byte_count);
    is_written = close(fd) == 0 && is_written && rename(temporary, path) == 0;
    if (!is_written)
        unlink(temporary);
    return is_written;
}

// Puts the mapped file in the place of the bytes that were built, so that all processes share them.
static void
exchange(image *self, const char *path, const store_seal *seal)
{
    image mapped = {0};
    if (!write_file(self, path) || !map_file(&mapped, path, seal))
        return;
    free((void *)(uintptr_t)self->bytes);
    *self = mapped;
}

status
image_open(const char *generation_path, const store_seal *seal, image **out, char *failure)
{
    char path[STORE_PATH_MAX];
    if (snprintf(path, sizeof path, "%s/" IMAGE_NAME, generation_path) >= STORE_PATH_MAX)
        return store_failure(failure, STATUS_INVALID, "path is too long: %s", generation_path);
    image *self = calloc(1, sizeof *self);
    assert(self);
    if (!map_file(self, path, seal)) {
        image_parts parts = {0};
        status result = image_build(generation_path, &parts, failure);
        if (result) {
            parts_fini(&parts);
            free(self);
            return result;
        }
        join_parts(self, &parts, seal);
        exchange(self, path, seal);
    }
    set_sections(self);
    *out = self;
    return STATUS_OK;
}

void
image_destroy(image **self_p)
{
    image *self = *self_p;
    if (!self)
        return;
    if (self->is_mapped)
        munmap((void *)(uintptr_t)self->bytes, self->byte_count);
    else
        free((void *)(uintptr_t)self->bytes);
    free(self);
    *self_p = NULL;
}
