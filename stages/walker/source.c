#include "stages/walker/source.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/log.h"

enum {
    CHUNK_BYTES = 4000, // of a long path opened at a time: below PATH_MAX, above any name
    SAMPLE_BYTES = 8192,
    NULS_MIN = 4,
    NULS_PERCENT = 1,
    CONTROLS_MIN = 16,
    CONTROLS_PERCENT = 5,
    LOG_LINES_MAX = 1000,
    READ_BYTES_MAX = 1 << 30, // read(2) gives less than 2 GiB at a time
};

// ---- log

static bool
log_is_open(void)
{
    static unsigned lines; // of the process: the log is the process's too
    if (lines > LOG_LINES_MAX)
        return false;
    if (lines == LOG_LINES_MAX)
        log_warn("WALK-QUIET", "lines=%u rest=not-logged", lines);
    return lines++ < LOG_LINES_MAX;
}

void
source_log_error(span path, const char *text)
{
    if (log_is_open())
        log_text("[WALK_ERROR] %.*s: %s", (int)path.size, path.data, text);
}

void
source_log_large(span path, uint64_t bytes, uint64_t bytes_max)
{
    if (log_is_open())
        log_text("[TOO_LARGE] %.*s: %llu bytes (limit %llu)", (int)path.size, path.data,
                 (unsigned long long)bytes, (unsigned long long)bytes_max);
}

// ---- opening

// Opens a path of at most CHUNK_BYTES; kernels before 5.6 check the last part only for being a link.
static int
open_chunk(int folder_fd, span path, int flags)
{
    char text[CHUNK_BYTES + 1];
    assert(path.size <= CHUNK_BYTES);
    memcpy(text, path.data, path.size);
    text[path.size] = 0;
    struct open_how how = {.flags = (uint64_t)flags, .resolve = RESOLVE_NO_SYMLINKS};
    int fd = (int)syscall(SYS_openat2, folder_fd, text, &how, sizeof how);
    if (fd < 0 && (errno == ENOSYS || errno == EPERM))
        fd = openat(folder_fd, text, flags);
    return fd;
}

int
source_open(int root_fd, span path, int flags)
{
    int folder_fd = root_fd;
    while (path.size > CHUNK_BYTES) {
        const char *slash = memrchr(path.data, '/', CHUNK_BYTES);
        assert(slash); // a name has at most 255 bytes
        size_t size = (size_t)(slash - path.data);
        int fd =
            open_chunk(folder_fd, span_slice(path, 0, size), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        int error = errno;
        if (folder_fd != root_fd)
            close(folder_fd);
        errno = error;
        if (fd < 0)
            return -1;
        folder_fd = fd;
        path = span_slice(path, size + 1, path.size);
    }
    int fd = open_chunk(folder_fd, path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY | flags);
    int error = errno;
    if (folder_fd != root_fd)
        close(folder_fd);
    errno = error;
    return fd;
}

// ---- text or not

static bool
has_magic(span contents)
{
    static const span magics[] = {
        SPAN_LITERAL("\xFF\xFE"),     // UTF-16, UTF-32 little-endian
        SPAN_LITERAL("\xFE\xFF"),     // UTF-16 big-endian
        SPAN_LITERAL("\0\0\xFE\xFF"), // UTF-32 big-endian
        SPAN_LITERAL("\x7F"
                     "ELF"),              // program or library
        SPAN_LITERAL("\xCF\xFA\xED\xFE"), // Mach-O
        SPAN_LITERAL("\xCA\xFE\xBA\xBE"), // Java class, Mach-O of several machines
        SPAN_LITERAL("BC\xC0\xDE"),       // LLVM bitcode
        SPAN_LITERAL("\0asm"),            // WebAssembly
        SPAN_LITERAL("!<arch>\n"),        // ar
        SPAN_LITERAL("PK\x03\x04"),       // zip
        SPAN_LITERAL("\x1F\x8B\x08"),     // gzip
        SPAN_LITERAL("\x28\xB5\x2F\xFD"), // zstd
        SPAN_LITERAL("\xFD"
                     "7zXZ"), // xz
        SPAN_LITERAL("\x89PNG\r\n"),
        SPAN_LITERAL("\xFF\xD8\xFF"), // JPEG
        SPAN_LITERAL("GIF89a"),
        SPAN_LITERAL("%PDF-"),
        SPAN_LITERAL("SQLite format 3"),
    };
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
        size_t size = magics[i].size;
        if (contents.size >= size && memcmp(contents.data, magics[i].data, size) == 0)
            return true;
    }
    return false;
}

// Control bytes that no text needs: not tab, newlines, form feed, backspace (overstrikes), escape.
static bool
is_control(unsigned char byte)
{
    return byte < 0x20 ? !(byte >= 0x08 && byte <= 0x0D) && byte != 0x1B : byte == 0x7F;
}

bool
source_is_binary(span contents)
{
    if (has_magic(contents))
        return true;
    size_t size = contents.size < SAMPLE_BYTES ? contents.size : SAMPLE_BYTES;
    size_t nuls = 0, controls = 0;
    for (size_t i = 0; i < size; i++) {
        nuls += contents.data[i] == 0;
        controls += is_control((unsigned char)contents.data[i]);
    }
    return (nuls >= NULS_MIN && nuls * 100 >= size * NULS_PERCENT) ||
           (controls >= CONTROLS_MIN && controls * 100 >= size * CONTROLS_PERCENT);
}

// ---- reading

static unsigned
reason_of_errno(int error)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR:
        return REASON_VANISHED;
    case ELOOP:
        return REASON_SYMLINK;
    case ENXIO: // a socket, or a device that is not there
        return REASON_NOT_REGULAR;
    default:
        return REASON_UNREADABLE;
    }
}

static bool
is_our_own_lack(int error)
{
    return error == EMFILE || error == ENFILE || error == ENOMEM;
}

// Appends what is left of the file, at most `bytes_max` bytes; `expected` is how much that is likely to be.
// Returns 0 or errno; EFBIG when there is more.
static int
read_all(int fd, uint64_t expected, uint64_t bytes_max, buffer *contents)
{
    size_t start = contents->size;
    size_t room = (size_t)expected + 1; // one more, to see the end
    for (;;) {
        char *to = buffer_reserve(contents, room);
        ssize_t size = read(fd, to, room < READ_BYTES_MAX ? room : READ_BYTES_MAX);
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0)
            return errno;
        if (size == 0)
            return 0;
        buffer_commit(contents, (size_t)size);
        if (contents->size - start > bytes_max)
            return EFBIG;
        room = room > (size_t)size ? room - (size_t)size : SAMPLE_BYTES;
    }
}

static bool
is_same_file(const struct stat *a, const struct stat *b)
{
    return a->st_size == b->st_size && a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
           a->st_mtim.tv_nsec == b->st_mtim.tv_nsec && a->st_ctim.tv_sec == b->st_ctim.tv_sec &&
           a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

// Reads an open regular file, twice if need be. Returns 0, errno, EFBIG (over the limit: `before` says by
// how much), or EAGAIN (it keeps changing).
static int
read_stable(int fd, uint64_t bytes_max, buffer *contents, struct stat *before)
{
    size_t start = contents->size;
    for (int attempt = 0; attempt < 2; attempt++) {
        struct stat after;
        contents->size = start;
        if (lseek(fd, 0, SEEK_SET) != 0 || fstat(fd, before) != 0)
            return errno;
        if ((uint64_t)before->st_size > bytes_max)
            return EFBIG;
        int error = read_all(fd, (uint64_t)before->st_size, bytes_max, contents);
        if (error)
            return error;
        if (fstat(fd, &after) != 0)
            return errno;
        // Files that know no size (as in /proc) say 0, and hold more.
        bool is_whole = before->st_size == 0 || contents->size - start == (uint64_t)before->st_size;
        if (is_same_file(before, &after) && is_whole)
            return 0;
    }
    return EAGAIN;
}

// Turns read_stable()'s code into a reason, and logs it.
static unsigned
judge_error(int error, span path, uint64_t bytes, uint64_t bytes_max)
{
    if (error == EFBIG) {
        source_log_large(path, bytes > bytes_max ? bytes : bytes_max + 1, bytes_max);
        return REASON_TOO_LARGE;
    }
    unsigned reason = reason_of_errno(error);
    if (reason == REASON_UNREADABLE)
        source_log_error(path, error == EAGAIN ? "changed twice while it was read" : strerror(error));
    return reason;
}

status
source_read(int root_fd, span path, uint64_t bytes_max, buffer *contents, source_facts *facts)
{
    *facts = (source_facts){.reason = SOURCE_IS_TEXT};
    int fd = source_open(root_fd, path, 0);
    if (fd < 0) {
        if (is_our_own_lack(errno))
            return STATUS_IO;
        facts->reason = judge_error(errno, path, 0, bytes_max);
        return STATUS_OK;
    }
    size_t start = contents->size;
    struct stat info = {0};
    int error = fstat(fd, &info) == 0 ? 0 : errno;
    if (!error && !S_ISREG(info.st_mode)) {
        facts->reason = REASON_NOT_REGULAR;
    } else if (error || (error = read_stable(fd, bytes_max, contents, &info))) {
        facts->reason = judge_error(error, path, (uint64_t)info.st_size, bytes_max);
    } else if (source_is_binary(span_slice(buffer_span(contents), start, contents->size))) {
        facts->reason = REASON_BINARY;
    }
    close(fd);
    facts->modified_ns = (int64_t)info.st_mtim.tv_sec * 1000000000 + info.st_mtim.tv_nsec;
    if (facts->reason != SOURCE_IS_TEXT)
        contents->size = start;
    return STATUS_OK;
}
