// The walk goes down first, with a stack of its own: a frame for each open folder has its children, sorted
// with a '/' behind the names of folders. Taking them in that order gives the paths in byte order, so
// nothing is sorted at the end. A folder is read at one go; the deepest few stay open so that those below
// them are opened by name, and one that was closed meanwhile is opened again by its path from the root.
//
// Folders are also numbered as they are entered, with counts of their C and C++ files; a folder's number is
// above its parent's, so two passes over the numbers (up to add, down to decide) settle all headers.
#include "stages/walker/listing.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "stages/walker/ignore.h"
#include "stages/walker/repository.h"
#include "stages/walker/source.h"

enum {
    FOLDERS_OPEN_MAX = 8,
    FOLDER_READ_BYTES = 64 * 1024,
    SHEBANG_BYTES = 128,
    RULES_BYTES_MAX = 4 * 1024 * 1024, // of one .gitignore
    PROGRESS_PATHS = 4096,
};

// A name in a folder that is being read, or waits in a frame.
struct child {
    size_t name_offset; // in names; a folder's name ends in '/', and a NUL follows
    uint64_t size_bytes;
    int64_t modified_ns;
    uint32_t name_bytes;
    uint8_t type; // d_type
    uint8_t language, reason;
    bool is_header; // its language is decided at the end
};

struct frame {
    size_t first_child, next_child, child_end;
    size_t names_start;
    size_t path_bytes; // of the folder, its '/' included
    ignore_mark rules;
    uint32_t folder; // its number
    int fd;          // -1: closed
};

struct folder {
    uint32_t parent;
    uint32_t c_count, cpp_count; // files of its own, then of its whole subtree
    uint8_t header_language;
};

struct header {
    uint64_t entry;
    uint32_t folder;
};

struct listing {
    buffer paths, entries;
};

struct walk {
    const listing_options *options;
    listing *result;
    int root_fd;
    char *root; // absolute, without links
    dev_t database_device;
    ino_t database_inode; // 0: none
    ignore *rules;
    buffer path; // where the walk is: the way from the repository's top to the root, then the relative path
    size_t prefix_bytes; // of that way
    buffer names, children, frames, folders, headers;
    char *listed; // FOLDER_READ_BYTES
    uint64_t seen;
    int lack; // errno, when this process ran out of something: no entry may be made of that
};

static struct frame *
top_frame(struct walk *walk)
{
    return (struct frame *)(walk->frames.data + walk->frames.size) - 1;
}

static struct child *
child_at(struct walk *walk, size_t index)
{
    return (struct child *)walk->children.data + index;
}

static size_t
child_count(const struct walk *walk)
{
    return walk->children.size / sizeof(struct child);
}

static span
child_name(const struct walk *walk, const struct child *child)
{
    return (span){walk->names.data + child->name_offset, child->name_bytes};
}

// The path of the walk relative to the root.
static span
relative_path(const struct walk *walk)
{
    return span_slice(buffer_span(&walk->path), walk->prefix_bytes, walk->path.size);
}

// Remembers an error that says something of us, not of the tree.
static void
note_lack(struct walk *walk, int error)
{
    if (error == EMFILE || error == ENFILE || error == ENOMEM)
        walk->lack = error;
}

// Logs what is wrong with `name`, which is absolute or in the folder that the walk is in.
static void
complain(struct walk *walk, const char *name, const char *text)
{
    buffer path = {0};
    span here = relative_path(walk);
    const char *slash = name[0] == '/' ? NULL : memrchr(here.data, '/', here.size);
    buffer_put_span(&path, span_slice(here, 0, slash ? (size_t)(slash - here.data) + 1 : 0));
    buffer_put_span(&path, span_of(name));
    source_log_error(buffer_span(&path), text);
    buffer_fini(&path);
}

// Returns the reason for an entry of `name`, which could not be looked at, and logs what nobody expects.
static uint8_t
judge_error(struct walk *walk, const char *name, int error)
{
    if (error == ENOENT)
        return REASON_VANISHED;
    if (error == ELOOP)
        return REASON_SYMLINK;
    complain(walk, name, strerror(error));
    note_lack(walk, error);
    return REASON_UNREADABLE;
}

// ---- entries

static void
put_entry(struct walk *walk, span path, const struct child *child)
{
    buffer *paths = &walk->result->paths;
    listing_entry entry = {.path_offset = paths->size,
                           .size_bytes = child->language ? child->size_bytes : 0,
                           .modified_ns = child->language ? child->modified_ns : 0,
                           .path_bytes = (uint32_t)path.size,
                           .language = child->language,
                           .reason = child->reason};
    buffer_put_span(paths, path);
    buffer_put(&walk->result->entries, &entry, sizeof entry);
}

// An entry for the folder the walk stands at the end of (path ends in '/').
static void
put_folder_entry(struct walk *walk, ignore_reason reason)
{
    struct child folder = {.reason = (uint8_t)reason};
    put_entry(walk, relative_path(walk), &folder);
}

// ---- rules

// Reads an open file with rules into `text`; false when they do not count, which `why` then says.
static bool
read_rules(int fd, buffer *text, const char **why)
{
    struct stat info;
    *why = NULL;
    if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode))
        return false;
    ssize_t size = 1;
    while (size > 0 && text->size <= RULES_BYTES_MAX) {
        size = read(fd, buffer_reserve(text, FOLDER_READ_BYTES), FOLDER_READ_BYTES);
        buffer_commit(text, size > 0 ? (size_t)size : 0);
    }
    if (size < 0)
        *why = strerror(errno);
    else if (size > 0)
        *why = "over 4 MiB: its rules do not count";
    return !*why;
}

// Adds the rules in `name` (below the folder `folder_fd`, where the walk is, or absolute) if there are any.
static void
add_rules(struct walk *walk, int folder_fd, const char *name, ignore_kind kind, size_t base_bytes)
{
    int fd = openat(folder_fd, name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        if (errno != ENOTDIR && errno != ENXIO)
            judge_error(walk, name, errno);
        return;
    }
    buffer text = {0};
    const char *why;
    if (read_rules(fd, &text, &why))
        ignore_add(walk->rules, kind, base_bytes, buffer_span(&text));
    else if (why)
        complain(walk, name, why);
    close(fd);
    buffer_fini(&text);
}

// Makes the folder with `path` (absolute) a repository's top if it is one.
static void
enter_repository(struct walk *walk, const char *path, size_t base_bytes)
{
    char exclude_path[REPOSITORY_PATH_MAX];
    if (!repository_is_at(path, exclude_path))
        return;
    ignore_enter_repository(walk->rules);
    add_rules(walk, AT_FDCWD, exclude_path, IGNORE_GIT_EXCLUDE, base_bytes);
}

// What a folder's names say of rules in it.
struct rule_files {
    bool has_repository, has[IGNORE_GIT_EXCLUDE];
};

static const char *const rule_names[IGNORE_GIT_EXCLUDE] = {
    [IGNORE_SLUICE] = ".sluiceignore",
    [IGNORE_ANY] = ".ignore",
    [IGNORE_GIT] = ".gitignore",
};

static void
note_rule_file(struct rule_files *files, span name)
{
    if (name.data[0] != '.')
        return;
    files->has_repository |= span_is(name, ".git") || span_is(name, ".git/");
    for (int kind = 0; kind < IGNORE_GIT_EXCLUDE; kind++)
        files->has[kind] |= span_is(name, rule_names[kind]);
}

// Puts the rules of the folder the walk is in into force.
static void
add_folder_rules(struct walk *walk, int folder_fd, const struct rule_files *files)
{
    if (files->has_repository) {
        buffer path = {0};
        buffer_put_span(&path, span_of(walk->root));
        buffer_put_byte(&path, '/');
        buffer_put_span(&path, relative_path(walk));
        buffer_put_byte(&path, 0);
        enter_repository(walk, path.data, walk->path.size);
        buffer_fini(&path);
    }
    for (int kind = 0; kind < IGNORE_GIT_EXCLUDE; kind++) {
        if (files->has[kind] && (kind != IGNORE_GIT || ignore_in_repository(walk->rules)))
            add_rules(walk, folder_fd, rule_names[kind], (ignore_kind)kind, walk->path.size);
    }
}

// The root may lie inside a repository: its rules from the top down to above the root count.
static void
add_rules_above(struct walk *walk)
{
    char exclude_path[REPOSITORY_PATH_MAX];
    size_t top_bytes;
    if (!repository_find(walk->root, &top_bytes, exclude_path))
        return;
    size_t root_bytes = strlen(walk->root);
    if (top_bytes == root_bytes)
        return; // the walk itself comes by there
    ignore_enter_repository(walk->rules);
    add_rules(walk, AT_FDCWD, exclude_path, IGNORE_GIT_EXCLUDE, 0);

    size_t below = top_bytes == 1 ? 1 : top_bytes + 1; // where the way from top to root starts
    for (size_t at = below; at <= root_bytes; at++) {
        if (at > below && walk->root[at - 1] != '/')
            continue;
        char *folder = strndup(walk->root, at);
        assert(folder);
        int fd = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
        free(folder);
        if (fd < 0)
            continue;
        add_rules(walk, fd, rule_names[IGNORE_GIT], IGNORE_GIT, at - below);
        close(fd);
    }
    buffer_put(&walk->path, walk->root + below, root_bytes - below);
    buffer_put_byte(&walk->path, '/');
    walk->prefix_bytes = walk->path.size;
}

// ---- looking at one name

// Looks for a #! line; returns 0 or errno.
static int
read_language(int folder_fd, const char *name, uint8_t *language)
{
    char first[SHEBANG_BYTES];
    struct stat info;
    int fd = openat(folder_fd, name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return errno;
    ssize_t size = 0;
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode))
        size = pread(fd, first, sizeof first, 0);
    int error = size < 0 ? errno : 0;
    close(fd);
    if (size > 0)
        *language = (uint8_t)language_of_shebang((span){first, (size_t)size});
    return error;
}

static bool
is_header_name(span name)
{
    return span_ends(name, ".h") || span_ends(name, ".H");
}

// A regular file that no rule leaves out: its language, and what stat(2) says of it.
static void
judge_file(struct walk *walk, int folder_fd, const char *name, struct child *child)
{
    struct stat info;
    int error = 0;
    child->language = (uint8_t)language_of_path(span_of(name));
    if (child->language == LANGUAGE_NONE && !strchr(name, '.'))
        error = read_language(folder_fd, name, &child->language);
    if (child->language != LANGUAGE_NONE && fstatat(folder_fd, name, &info, AT_SYMLINK_NOFOLLOW) != 0)
        error = errno;
    child->reason = error ? judge_error(walk, name, error) : REASON_NO_PARSER;
    if (error)
        child->language = LANGUAGE_NONE;
    if (child->language == LANGUAGE_NONE)
        return;
    child->size_bytes = (uint64_t)info.st_size;
    child->modified_ns = (int64_t)info.st_mtim.tv_sec * 1000000000 + info.st_mtim.tv_nsec;
}

// Counts a C or C++ file in its folder, then turns one that is too large away.
static void
count_file(struct walk *walk, uint32_t folder, span name, struct child *child)
{
    struct folder *counts = (struct folder *)walk->folders.data + folder;
    child->is_header = child->language == LANGUAGE_C && is_header_name(name);
    counts->c_count += child->language == LANGUAGE_C && !child->is_header;
    counts->cpp_count += child->language == LANGUAGE_CPP;
    if (child->language && child->size_bytes > walk->options->file_bytes_max) {
        source_log_large(relative_path(walk), child->size_bytes, walk->options->file_bytes_max);
        child->language = LANGUAGE_NONE;
        child->reason = REASON_TOO_LARGE;
    }
}

static bool
is_own_database(const struct walk *walk, int folder_fd, const char *name)
{
    struct stat info;
    return walk->database_inode && fstatat(folder_fd, name, &info, AT_SYMLINK_NOFOLLOW) == 0 &&
           info.st_ino == walk->database_inode && info.st_dev == walk->database_device;
}

// Fills in what a child is; the walk's path stands at it, without a '/'. REASON_COUNT: a folder to go into.
static void
judge_child(struct walk *walk, int folder_fd, uint32_t folder, struct child *child)
{
    span whole = buffer_span(&walk->path);
    bool is_folder = child->type == DT_DIR;
    const char *name = child_name(walk, child).data;

    if (child->type == DT_UNKNOWN) // its reason is there already
        return;
    if (strcmp(name, ".git/") == 0 || (strcmp(name, ".git") == 0 && child->type == DT_REG))
        child->reason = REASON_REPOSITORY_DATA;
    else if (is_folder && is_own_database(walk, folder_fd, name))
        child->reason = REASON_OWN_DATABASE;
    else if (ignore_drops(walk->rules, whole, is_folder))
        child->reason = REASON_IGNORED_BY_RULE;
    else if (is_folder)
        child->reason = REASON_COUNT;
    else if (child->type == DT_LNK)
        child->reason = REASON_SYMLINK;
    else if (child->type != DT_REG)
        child->reason = REASON_NOT_REGULAR;
    else {
        judge_file(walk, folder_fd, name, child);
        count_file(walk, folder, span_of(name), child);
    }
}

// ---- one folder

// Finds the type of a name on a file system whose folders do not tell; where it cannot be found, the reason.
static void
look_up_type(struct walk *walk, int folder_fd, const char *name, struct child *child)
{
    struct stat info;
    if (fstatat(folder_fd, name, &info, AT_SYMLINK_NOFOLLOW) == 0)
        child->type = (uint8_t)IFTODT(info.st_mode);
    else
        child->reason = judge_error(walk, name, errno);
}

static void
put_child(struct walk *walk, int folder_fd, const struct dirent64 *found, struct rule_files *files)
{
    const char *name = found->d_name;
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return;
    struct child child = {.name_offset = walk->names.size, .type = found->d_type};
    if (child.type == DT_UNKNOWN)
        look_up_type(walk, folder_fd, name, &child);
    buffer_put(&walk->names, name, strlen(name));
    if (child.type == DT_DIR)
        buffer_put_byte(&walk->names, '/');
    child.name_bytes = (uint32_t)(walk->names.size - child.name_offset);
    buffer_put_byte(&walk->names, 0);
    buffer_put(&walk->children, &child, sizeof child);
    note_rule_file(files, child_name(walk, &child));
}

// Reads all names of a folder; returns 0 or errno.
static int
read_names(struct walk *walk, int folder_fd, struct rule_files *files)
{
    for (;;) {
        ssize_t size = getdents64(folder_fd, walk->listed, FOLDER_READ_BYTES);
        if (size <= 0)
            return size == 0 ? 0 : errno;
        for (ssize_t at = 0; at < size;) {
            const struct dirent64 *found = (const struct dirent64 *)(walk->listed + at);
            put_child(walk, folder_fd, found, files);
            at += found->d_reclen;
        }
    }
}

static int
compare_children(const void *left, const void *right, void *walk)
{
    return span_compare(child_name(walk, left), child_name(walk, right));
}

// False when the caller of the listing wants no more.
static bool
count_path(struct walk *walk)
{
    if (++walk->seen % PROGRESS_PATHS || !walk->options->progress)
        return true;
    return walk->options->progress(walk->options->context, walk->seen);
}

static uint32_t
put_folder(struct walk *walk)
{
    bool is_root = walk->frames.size == sizeof(struct frame); // its own frame is there already
    struct folder folder = {.parent = is_root ? 0 : (top_frame(walk) - 1)->folder};
    buffer_put(&walk->folders, &folder, sizeof folder);
    return (uint32_t)(walk->folders.size / sizeof folder) - 1;
}

static void
close_frame(struct walk *walk, struct frame *frame)
{
    if (frame->fd < 0 || frame->fd == walk->root_fd)
        return;
    close(frame->fd);
    frame->fd = -1;
}

// Puts a frame for the open folder on the stack; it owns the descriptor.
static void
push_frame(struct walk *walk, int folder_fd)
{
    struct frame frame = {.first_child = child_count(walk),
                          .next_child = child_count(walk),
                          .names_start = walk->names.size,
                          .path_bytes = walk->path.size,
                          .rules = ignore_enter(walk->rules),
                          .fd = folder_fd};
    buffer_put(&walk->frames, &frame, sizeof frame);
    if (walk->frames.size > FOLDERS_OPEN_MAX * sizeof frame)
        close_frame(walk, top_frame(walk) - FOLDERS_OPEN_MAX);
}

static void
pop_frame(struct walk *walk)
{
    struct frame *frame = top_frame(walk);
    close_frame(walk, frame);
    ignore_leave(walk->rules, frame->rules);
    walk->children.size = frame->first_child * sizeof(struct child);
    walk->names.size = frame->names_start;
    walk->frames.size -= sizeof *frame;
}

// Reads the open folder that the walk stands at into a new frame, which owns the descriptor. STATUS_OK with
// *error set to errno: it could not be read, is closed, and there is no frame.
static status
scan_folder(struct walk *walk, int folder_fd, int *error)
{
    struct rule_files files = {0};
    push_frame(walk, folder_fd);
    *error = read_names(walk, folder_fd, &files);
    if (*error) {
        pop_frame(walk);
        return STATUS_OK;
    }
    add_folder_rules(walk, folder_fd, &files);

    struct frame *frame = top_frame(walk);
    frame->folder = put_folder(walk);
    frame->child_end = child_count(walk);
    for (size_t i = frame->first_child; i < frame->child_end; i++) {
        struct child *child = child_at(walk, i);
        span name = child_name(walk, child);
        buffer_put(&walk->path, name.data, name.size - (child->type == DT_DIR));
        judge_child(walk, folder_fd, frame->folder, child);
        walk->path.size = frame->path_bytes;
        if (!count_path(walk))
            return STATUS_INTERRUPTED;
    }
    size_t count = frame->child_end - frame->first_child;
    if (count)
        qsort_r(child_at(walk, frame->first_child), count, sizeof(struct child), compare_children, walk);
    return walk->lack ? STATUS_IO : STATUS_OK;
}

// Opens the folder that the walk's path ends with, whose name is `name`; its parent is the top frame's.
static int
open_folder(struct walk *walk, span name)
{
    struct frame *parent = top_frame(walk);
    span path = relative_path(walk);
    span above = span_slice(path, 0, path.size - name.size);
    if (parent->fd < 0)
        parent->fd = source_open(walk->root_fd, span_slice(above, 0, above.size - 1), O_DIRECTORY);
    if (parent->fd < 0)
        return -1;
    return source_open(parent->fd, span_slice(name, 0, name.size - 1), O_DIRECTORY);
}

// Goes into the folder that the walk's path ends with, or makes an entry that says why not.
static status
enter_folder(struct walk *walk, span name)
{
    int fd = open_folder(walk, name);
    int error = fd < 0 ? errno : 0;
    status result = fd < 0 ? STATUS_OK : scan_folder(walk, fd, &error);
    if (error == 0)
        return result;
    span path = relative_path(walk);
    if (error == ENOENT || error == ENOTDIR || error == ELOOP) {
        put_folder_entry(walk, REASON_VANISHED);
        return STATUS_OK;
    }
    source_log_error(path, strerror(error));
    put_folder_entry(walk, REASON_UNREADABLE);
    note_lack(walk, error);
    return walk->lack ? STATUS_IO : STATUS_OK;
}

// ---- the whole

static status
take_child(struct walk *walk, const struct frame *frame, const struct child *child)
{
    walk->path.size = frame->path_bytes;
    buffer_put_span(&walk->path, child_name(walk, child));
    if (child->reason == REASON_COUNT)
        return enter_folder(walk, child_name(walk, child));
    if (child->is_header && child->language) {
        struct header header = {listing_count(walk->result), frame->folder};
        buffer_put(&walk->headers, &header, sizeof header);
    }
    put_entry(walk, relative_path(walk), child);
    return STATUS_OK;
}

static status
walk_down(struct walk *walk)
{
    while (walk->frames.size) {
        struct frame *frame = top_frame(walk);
        if (frame->next_child == frame->child_end) {
            pop_frame(walk);
            continue;
        }
        struct frame here = *frame; // both may move when a folder is entered
        struct child child = *child_at(walk, frame->next_child++);
        status result = take_child(walk, &here, &child);
        if (result != STATUS_OK)
            return result;
    }
    return STATUS_OK;
}

// The rule for `.h` (listing.h).
static void
decide_headers(struct walk *walk)
{
    struct folder *folders = (struct folder *)walk->folders.data;
    size_t folder_count = walk->folders.size / sizeof *folders;
    for (size_t i = folder_count; i-- > 1;) {
        folders[folders[i].parent].c_count += folders[i].c_count;
        folders[folders[i].parent].cpp_count += folders[i].cpp_count;
    }
    for (size_t i = 0; i < folder_count; i++) {
        bool is_decided = folders[i].c_count || folders[i].cpp_count;
        uint8_t above = i ? folders[folders[i].parent].header_language : (uint8_t)LANGUAGE_C;
        uint8_t own = folders[i].cpp_count > folders[i].c_count ? LANGUAGE_CPP : LANGUAGE_C;
        folders[i].header_language = is_decided ? own : above;
    }
    const struct header *headers = (const struct header *)walk->headers.data;
    listing_entry *entries = (listing_entry *)walk->result->entries.data;
    for (size_t i = 0; i < walk->headers.size / sizeof *headers; i++)
        entries[headers[i].entry].language = folders[headers[i].folder].header_language;
}

static status
walk_init(struct walk *walk, const char *root)
{
    walk->root = realpath(root, NULL);
    if (!walk->root)
        return status_of_errno(errno);
    walk->root_fd = open(walk->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (walk->root_fd < 0)
        return status_of_errno(errno);
    struct stat info;
    if (walk->options->database && stat(walk->options->database, &info) == 0) {
        walk->database_device = info.st_dev;
        walk->database_inode = info.st_ino;
    }
    walk->rules = ignore_new();
    walk->listed = malloc(FOLDER_READ_BYTES);
    walk->result = calloc(1, sizeof *walk->result);
    assert(walk->listed && walk->result);
    return STATUS_OK;
}

static void
walk_fini(struct walk *walk)
{
    while (walk->frames.size)
        pop_frame(walk);
    if (walk->root_fd >= 0)
        close(walk->root_fd);
    ignore_destroy(&walk->rules);
    listing_destroy(&walk->result);
    buffer_fini(&walk->path);
    buffer_fini(&walk->names);
    buffer_fini(&walk->children);
    buffer_fini(&walk->frames);
    buffer_fini(&walk->folders);
    buffer_fini(&walk->headers);
    free(walk->listed);
    free(walk->root);
}

status
listing_make(const char *root, const listing_options *options, listing **out)
{
    *out = NULL;
    int error = 0;
    struct walk walk = {.options = options, .root_fd = -1};
    status result = walk_init(&walk, root);
    if (result == STATUS_OK) {
        add_rules_above(&walk);
        result = scan_folder(&walk, walk.root_fd, &error);
    }
    if (result == STATUS_OK && error)
        result = status_of_errno(error);
    if (result == STATUS_OK)
        result = walk_down(&walk);
    if (result == STATUS_OK) {
        decide_headers(&walk);
        *out = walk.result;
        walk.result = NULL;
    }
    walk_fini(&walk);
    return result;
}

void
listing_destroy(listing **self_p)
{
    listing *self = *self_p;
    if (!self)
        return;
    buffer_fini(&self->paths);
    buffer_fini(&self->entries);
    free(self);
    *self_p = NULL;
}

uint64_t
listing_count(const listing *self)
{
    return self->entries.size / sizeof(listing_entry);
}

const listing_entry *
listing_at(const listing *self, uint64_t index)
{
    assert(index < listing_count(self));
    return (const listing_entry *)self->entries.data + index;
}

span
listing_path(const listing *self, const listing_entry *entry)
{
    return (span){self->paths.data + entry->path_offset, entry->path_bytes};
}
