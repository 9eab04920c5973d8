#include "tests/support.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "base/buffer.h"
#include "base/log.h"
#include "stages/walker/listing.h"
#include "stages/walker/repository.h"
#include "stages/walker/source.h"

// ---- trees: every test has a new empty folder, *state

static int
make_tree(void **state)
{
    *state = support_folder();
    return 0;
}

static int
remove_tree(void **state)
{
    support_remove(*state);
    repository_close_library();
    return 0;
}

// Returns root/path; the last four of these are there at a time.
static const char *
below(const char *root, const char *path)
{
    static char texts[4][8192];
    static unsigned next;
    char *text = texts[next++ % 4];
    snprintf(text, sizeof texts[0], "%s/%s", root, path);
    return text;
}

static void
put_folder(const char *root, const char *path)
{
    assert_int_equal(mkdir(below(root, path), 0777), 0);
}

static void
put_bytes(const char *root, const char *path, span bytes)
{
    int fd = open(below(root, path), O_WRONLY | O_CREAT | O_TRUNC, 0666);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes.data, bytes.size), bytes.size);
    close(fd);
}

// Makes a file, and the folders on the way to it.
static void
put(const char *root, const char *path, const char *text)
{
    char folder[8192];
    for (const char *slash = path; (slash = strchr(slash, '/')); slash++) {
        snprintf(folder, sizeof folder, "%s/%.*s", root, (int)(slash - path), path);
        assert_true(mkdir(folder, 0777) == 0 || errno == EEXIST);
    }
    put_bytes(root, path, span_of(text));
}

// Makes a folder, which is made if need be, a git repository.
static void
put_repository(const char *root, const char *path)
{
    char top[4096];
    snprintf(top, sizeof top, "%s/%s", root, path);
    assert_true(mkdir(top, 0777) == 0 || errno == EEXIST);
    put(top, ".git/HEAD", "ref: refs/heads/main\n");
    put(top, ".git/info/exclude", "");
    put_folder(top, ".git/objects");
    put_folder(top, ".git/refs");
}

// Lists a tree as text: a line for each path, its language or reason after a space.
static char *
list(const char *root, const char *database, uint64_t file_bytes_max)
{
    listing *made;
    listing_options options = {.database = database, .file_bytes_max = file_bytes_max};
    assert_int_equal(listing_make(root, &options, &made), STATUS_OK);
    buffer text = {0};
    for (uint64_t i = 0; i < listing_count(made); i++) {
        const listing_entry *entry = listing_at(made, i);
        buffer_put_span(&text, listing_path(made, entry));
        buffer_put_byte(&text, ' ');
        buffer_put_span(&text, span_of(entry->language ? language_names[entry->language]
                                                       : ignore_reason_texts[entry->reason]));
        buffer_put_byte(&text, '\n');
        if (i)
            assert_true(span_compare(listing_path(made, listing_at(made, i - 1)), listing_path(made, entry)) <
                        0);
    }
    buffer_put_byte(&text, 0);
    listing_destroy(&made);
    assert_null(made);
    return text.data;
}

enum { FILE_BYTES_MAX = 1000 };

static void
assert_lists(const char *root, const char *expected)
{
    char *text = list(root, NULL, FILE_BYTES_MAX);
    assert_string_equal(text, expected);
    free(text);
}

// ---- what there is

static void
an_empty_folder_has_no_entries(void **state)
{
    assert_lists(*state, "");
    put_folder(*state, "empty");
    assert_lists(*state, "");
}

static void
paths_come_in_the_order_of_their_bytes(void **state)
{
    put(*state, "a/z.c", "");
    put(*state, "a.c", "");
    put(*state, "a-b/c.c", "");
    put(*state, "a/b/c.c", "");
    put(*state, "a0.c", "");
    put(*state, "B.c", "");
    assert_lists(*state, "B.c c\n"
                         "a-b/c.c c\n"
                         "a.c c\n"
                         "a/b/c.c c\n"
                         "a/z.c c\n"
                         "a0.c c\n");
}

static void
each_path_has_a_language_or_a_reason(void **state)
{
    const char *root = *state;
    put(root, "main.go", "package main\n");
    put(root, "README.txt", "");
    put(root, "big.py", "");
    assert_int_equal(truncate(below(root, "big.py"), FILE_BYTES_MAX + 1), 0);
    put(root, "full.py", "");
    assert_int_equal(truncate(below(root, "full.py"), FILE_BYTES_MAX), 0);
    put(root, "big.bin", "");
    assert_int_equal(truncate(below(root, "big.bin"), INT64_C(1) << 40), 0);
    assert_int_equal(mkfifo(below(root, "pipe.c"), 0666), 0);
    assert_int_equal(symlink("main.go", below(root, "link.go")), 0);
    put_folder(root, "folder.c");
    assert_lists(root, "README.txt no_parser\n"
                       "big.bin no_parser\n"
                       "big.py too_large\n"
                       "full.py python\n"
                       "link.go symlink\n"
                       "main.go go\n"
                       "pipe.c not_regular\n");
}

static void
a_socket_is_not_regular(void **state)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const char *path = below(*state, "s.c");
    assert_true(strlen(path) < sizeof address.sun_path);
    memcpy(address.sun_path, path, strlen(path));
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    assert_lists(*state, "s.c not_regular\n");
    close(fd);
}

static void
links_are_not_followed(void **state)
{
    const char *root = *state;
    put(root, "in/a.c", "");
    assert_int_equal(symlink(".", below(root, "in/loop")), 0);
    assert_int_equal(symlink("../..", below(root, "in/up")), 0);
    assert_int_equal(symlink("/etc", below(root, "out")), 0);
    assert_int_equal(symlink("nowhere", below(root, "dangling.c")), 0);
    assert_lists(root, "dangling.c symlink\n"
                       "in/a.c c\n"
                       "in/loop symlink\n"
                       "in/up symlink\n"
                       "out symlink\n");
}

static void
the_root_itself_may_be_a_link(void **state)
{
    put(*state, "real/a.c", "");
    assert_int_equal(symlink("real", below(*state, "link")), 0);
    assert_lists(below(*state, "link"), "a.c c\n");
}

static void
names_are_bytes(void **state)
{
    char longest[256];
    memset(longest, 'n', 255);
    memcpy(longest + 252, ".rs", 4);
    put(*state, "new\nline.c", "");
    put(*state, "\xFF\xFE.py", "");
    put(*state, longest, "");
    put(*state, " ", "");
    put(*state, "\\.go", "");
    char expected[1024];
    snprintf(expected, sizeof expected,
             "  no_parser\n"
             "\\.go go\n"
             "new\nline.c c\n"
             "%s rust\n"
             "\xFF\xFE.py python\n",
             longest);
    assert_lists(*state, expected);
}

// Makes `depth` folders with the name `name` inside each other and a file in the last.
static void
put_deep(const char *root, const char *name, int depth, const char *file)
{
    int fd = open(root, O_PATH | O_DIRECTORY);
    for (int i = 0; i < depth; i++) {
        assert_int_equal(mkdirat(fd, name, 0777), 0);
        int next = openat(fd, name, O_PATH | O_DIRECTORY);
        assert_true(next >= 0);
        close(fd);
        fd = next;
    }
    int made = openat(fd, file, O_WRONLY | O_CREAT, 0666);
    assert_int_equal(write(made, "int x;\n", 7), 7);
    close(made);
    close(fd);
}

// Removes what put_deep() made: support_remove() cannot, the path is too long.
static void
remove_deep(const char *root, const char *name)
{
    char command[512];
    snprintf(command, sizeof command, "rm -rf %s/%s", root, name);
    assert_int_equal(system(command), 0);
}

static void
a_path_may_be_longer_than_the_system_can_open_at_once(void **state)
{
    char name[201];
    memset(name, 'd', 200);
    name[200] = 0;
    put_deep(*state, name, 50, "deep.c");
    listing *made;
    listing_options options = {.file_bytes_max = 100};
    assert_int_equal(listing_make(*state, &options, &made), STATUS_OK);
    assert_int_equal(listing_count(made), 1);
    const listing_entry *entry = listing_at(made, 0);
    assert_int_equal(entry->path_bytes, 50 * 201 + 6);
    assert_int_equal(entry->language, LANGUAGE_C);
    assert_int_equal(entry->size_bytes, 7);

    int root_fd = open(*state, O_PATH | O_DIRECTORY);
    buffer contents = {0};
    source_facts facts;
    assert_int_equal(source_read(root_fd, listing_path(made, entry), 100, &contents, &facts), STATUS_OK);
    assert_int_equal(facts.reason, SOURCE_IS_TEXT);
    assert_true(span_is(buffer_span(&contents), "int x;\n"));
    assert_int_equal(facts.modified_ns, entry->modified_ns);
    buffer_fini(&contents);
    close(root_fd);
    listing_destroy(&made);
    remove_deep(*state, name);
}

static void
ten_thousand_folders_deep_is_no_trouble_with_few_descriptors_and_little_stack(void **state)
{
    put_deep(*state, "d", 10000, "deep.c");
    pid_t child = fork();
    if (child == 0) {
        struct rlimit few = {16, 16};
        setrlimit(RLIMIT_NOFILE, &few);
        listing *made = NULL;
        listing_options options = {.file_bytes_max = 100};
        status result = listing_make(*state, &options, &made);
        bool is_right = result == STATUS_OK && listing_count(made) == 1 &&
                        listing_at(made, 0)->path_bytes == 2 * 10000 + 6;
        listing_destroy(&made);
        _exit(is_right ? 0 : 1);
    }
    int code;
    assert_int_equal(waitpid(child, &code, 0), child);
    assert_int_equal(code, 0);
    remove_deep(*state, "d");
}

static void
a_walk_comes_back_up_to_every_folder(void **state)
{
    put(*state, "a/b/c/d/e/f/g/h/i/j/k/l/m.c", "");
    put(*state, "a/b/c/d/e/f/z/z.c", "");
    put(*state, "a/b/c/y/y.c", "");
    put(*state, "a/b/c/z/z.c", "");
    put(*state, "z/z.c", "");
    assert_lists(*state, "a/b/c/d/e/f/g/h/i/j/k/l/m.c c\n"
                         "a/b/c/d/e/f/z/z.c c\n"
                         "a/b/c/y/y.c c\n"
                         "a/b/c/z/z.c c\n"
                         "z/z.c c\n");
}

static void
without_descriptors_there_is_no_listing_rather_than_a_wrong_one(void **state)
{
    put(*state, "a/script", "#!/usr/bin/python3\n");
    for (unsigned limit = 3; limit < 6; limit++) { // of the root, the folder, the script: the last is missing
        pid_t child = fork();
        if (child == 0) {
            struct rlimit few = {limit, limit};
            log_open("test", LOG_LEVEL_SILENT);
            freopen("/dev/null", "w", stderr);
            for (int fd = 3; fd < 64; fd++)
                close(fd);
            setrlimit(RLIMIT_NOFILE, &few);
            listing *made = NULL;
            listing_options options = {.file_bytes_max = 100};
            _exit(listing_make(*state, &options, &made) == STATUS_IO && !made ? 0 : 1);
        }
        int code;
        assert_int_equal(waitpid(child, &code, 0), child);
        assert_int_equal(code, 0);
    }
}

// Runs `work` as somebody who is not root; true when it says so.
static bool
as_nobody(const char *root, bool (*work)(const char *root))
{
    assert_int_equal(chmod(root, 0755), 0);
    pid_t child = fork();
    if (child == 0) {
        log_open("test", LOG_LEVEL_SILENT);
        freopen("/dev/null", "w", stderr);
        if (getuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
            _exit(2);
        _exit(work(root) ? 0 : 1);
    }
    int code;
    assert_int_equal(waitpid(child, &code, 0), child);
    return code == 0;
}

static bool
list_with_locked_places(const char *root)
{
    char *text = list(root, NULL, FILE_BYTES_MAX);
    bool is_right = strcmp(text, "half/a.c unreadable\n"
                                 "half/b.txt no_parser\n"
                                 "locked/ unreadable\n"
                                 "script unreadable\n"
                                 "secret.c c\n") == 0;
    free(text);
    int root_fd = open(root, O_PATH | O_DIRECTORY);
    buffer contents = {0};
    source_facts facts;
    status result = source_read(root_fd, SPAN_LITERAL("secret.c"), 100, &contents, &facts);
    close(root_fd);
    return is_right && result == STATUS_OK && facts.reason == REASON_UNREADABLE && contents.size == 0;
}

static void
what_may_not_be_read_is_unreadable(void **state)
{
    const char *root = *state;
    put(root, "locked/a.c", "");
    put(root, "half/a.c", "");
    put(root, "half/b.txt", "");
    put(root, "secret.c", "int x;\n");
    put(root, "script", "#!/bin/sh\n");
    chmod(below(root, "locked"), 0);
    chmod(below(root, "half"), 0744); // names can be read, nothing else
    chmod(below(root, "secret.c"), 0);
    chmod(below(root, "script"), 0);
    assert_true(as_nobody(root, list_with_locked_places));
    chmod(below(root, "locked"), 0755);
}

static bool
list_locked_root(const char *root)
{
    listing *made;
    listing_options options = {0};
    return listing_make(below(root, "locked"), &options, &made) == STATUS_PERMISSION && !made;
}

static void
a_root_that_cannot_be_listed_is_an_error(void **state)
{
    listing *made;
    listing_options options = {0};
    assert_int_equal(listing_make(below(*state, "nowhere"), &options, &made), STATUS_NOT_FOUND);
    assert_null(made);
    put_folder(*state, "locked");
    chmod(below(*state, "locked"), 0);
    assert_true(as_nobody(*state, list_locked_root));
    put(*state, "file", "");
    assert_int_equal(listing_make(below(*state, "file"), &options, &made), STATUS_NOT_FOUND);
}

static bool
stop(void *context, uint64_t paths)
{
    assert_int_equal(paths, 4096);
    ++*(int *)context;
    return false;
}

static void
the_caller_can_stop_a_listing(void **state)
{
    char name[32];
    for (int i = 0; i < 4096; i++) {
        snprintf(name, sizeof name, "%d", i);
        put(*state, name, "");
    }
    int calls = 0;
    listing *made;
    listing_options options = {.progress = stop, .context = &calls};
    assert_int_equal(listing_make(*state, &options, &made), STATUS_INTERRUPTED);
    assert_null(made);
    assert_int_equal(calls, 1);
}

// ---- rules

static void
a_gitignore_counts_inside_a_repository_only(void **state)
{
    put(*state, ".gitignore", "/*\n");
    put(*state, "kernel/a.c", "");
    assert_lists(*state, ".gitignore no_parser\n"
                         "kernel/a.c c\n");
    put_repository(*state, "");
    assert_lists(*state, ".git/ repository_data\n"
                         ".gitignore ignored_by_rule\n"
                         "kernel/ ignored_by_rule\n");
}

static void
a_git_folder_that_is_no_repository_makes_none(void **state)
{
    put(*state, ".gitignore", "/*\n");
    put_folder(*state, ".git");
    assert_lists(*state, ".git/ repository_data\n"
                         ".gitignore no_parser\n");
}

static void
ignore_files_count_everywhere(void **state)
{
    put(*state, ".ignore", "*.o\n/out\n");
    put(*state, "sub/.sluiceignore", "gen/\n!keep.o\n");
    put(*state, "sub/a.o", "");
    put(*state, "sub/keep.o", "");
    put(*state, "sub/gen/x.c", "");
    put(*state, "out/x.c", "");
    put(*state, "sub/out/x.c", "");
    assert_lists(*state, ".ignore no_parser\n"
                         "out/ ignored_by_rule\n"
                         "sub/.sluiceignore no_parser\n"
                         "sub/a.o ignored_by_rule\n"
                         "sub/gen/ ignored_by_rule\n"
                         "sub/keep.o no_parser\n"
                         "sub/out/x.c c\n");
}

static void
an_exclude_file_is_weaker_than_a_gitignore(void **state)
{
    put_repository(*state, "");
    put(*state, ".git/info/exclude", "*.c\n");
    put(*state, ".gitignore", "!a.c\n");
    put(*state, "a.c", "");
    put(*state, "b.c", "");
    assert_lists(*state, ".git/ repository_data\n"
                         ".gitignore no_parser\n"
                         "a.c c\n"
                         "b.c ignored_by_rule\n");
}

static void
a_nested_repository_has_its_own_rules(void **state)
{
    put_repository(*state, "");
    put(*state, ".gitignore", "*.c\n");
    put(*state, ".ignore", "*.rs\n");
    put_repository(*state, "vendor");
    put(*state, "vendor/.gitignore", "*.go\n");
    put(*state, "vendor/a.c", "");
    put(*state, "vendor/a.go", "");
    put(*state, "vendor/a.rs", "");
    put(*state, "z.c", "");
    put(*state, "z.go", "");
    assert_lists(*state, ".git/ repository_data\n"
                         ".gitignore no_parser\n"
                         ".ignore no_parser\n"
                         "vendor/.git/ repository_data\n"
                         "vendor/.gitignore no_parser\n"
                         "vendor/a.c c\n"
                         "vendor/a.go ignored_by_rule\n"
                         "vendor/a.rs ignored_by_rule\n"
                         "z.c ignored_by_rule\n"
                         "z.go go\n");
}

static void
a_git_file_leads_to_its_repository(void **state)
{
    put_repository(*state, "main");
    put(*state, "main/.git/worktrees/w/HEAD", "ref: refs/heads/w\n");
    put(*state, "main/.git/worktrees/w/commondir", "../..\n");
    put(*state, "main/.git/worktrees/w/gitdir", "/gone\n");
    put(*state, "main/.git/info/exclude", "*.c\n");
    char text[4096];
    snprintf(text, sizeof text, "gitdir: %s/main/.git/worktrees/w\n", (char *)*state);
    put(*state, "w/.git", text);
    put(*state, "w/a.c", "");
    assert_lists(*state, "main/.git/ repository_data\n"
                         "w/.git repository_data\n"
                         "w/a.c ignored_by_rule\n");
    put(*state, "w/.git", "gitdir: /nowhere\n");
    assert_lists(*state, "main/.git/ repository_data\n"
                         "w/.git repository_data\n"
                         "w/a.c c\n");
}

static void
the_rules_above_the_root_count_up_to_the_top_of_its_repository(void **state)
{
    put(*state, ".gitignore", "a.c\n");
    put_repository(*state, "top");
    put(*state, "top/.git/info/exclude", "/sub/root/b.c\n");
    put(*state, "top/.gitignore", "c.c\n/sub/root/d.c\n/e.c\nsub/\n");
    put(*state, "top/.ignore", "f.c\n");
    put(*state, "top/sub/.gitignore", "root/x/g.c\n!c.c\n");
    put(*state, "top/sub/root/.gitignore", "/x/h.c\n");
    static const char *const names[] = {"a.c", "b.c", "c.c", "d.c", "e.c", "f.c", "x/g.c", "x/h.c", "x/i.c"};
    char path[64];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "top/sub/root/%s", names[i]);
        put(*state, path, "");
    }
    assert_lists(below(*state, "top/sub/root"), ".gitignore no_parser\n"
                                                "a.c c\n"
                                                "b.c ignored_by_rule\n"
                                                "c.c c\n"
                                                "d.c ignored_by_rule\n"
                                                "e.c c\n"
                                                "f.c c\n"
                                                "x/g.c ignored_by_rule\n"
                                                "x/h.c ignored_by_rule\n"
                                                "x/i.c c\n");
}

static void
the_users_own_git_configuration_has_no_influence(void **state)
{
    put(*state, "home/.gitconfig", "[core]\n\texcludesFile = ~/ignored\n");
    put(*state, "home/ignored", "*.c\n");
    put(*state, "home/.config/git/ignore", "*.c\n");
    put_repository(*state, "r");
    put(*state, "r/a.c", "");
    setenv("HOME", below(*state, "home"), 1);
    setenv("XDG_CONFIG_HOME", below(*state, "home/.config"), 1);
    setenv("GIT_DIR", "/nowhere", 1);
    assert_lists(below(*state, "r"), ".git/ repository_data\n"
                                     "a.c c\n");
    unsetenv("GIT_DIR");
}

static void
rules_in_odd_files_do_not_count(void **state)
{
    put(*state, "rules", "*.c\n");
    put(*state, "a/x.c", "");
    assert_int_equal(symlink("../rules", below(*state, "a/.ignore")), 0);
    put(*state, "b/x.c", "");
    assert_int_equal(mkfifo(below(*state, "b/.ignore"), 0666), 0);
    put(*state, "c/.ignore/x.c", "");
    assert_lists(*state, "a/.ignore symlink\n"
                         "a/x.c c\n"
                         "b/.ignore not_regular\n"
                         "b/x.c c\n"
                         "c/.ignore/x.c c\n"
                         "rules no_parser\n");
}

static void
the_runs_own_database_is_one_row_whatever_it_is_called(void **state)
{
    put(*state, "a.c", "");
    put(*state, "out/db/generation-000001/x.c", "");
    put(*state, ".ignore", "out/db\n");
    char database[4096];
    snprintf(database, sizeof database, "%s/out/../out/db", (char *)*state);
    char *text = list(*state, database, 100);
    assert_string_equal(text, ".ignore no_parser\n"
                              "a.c c\n"
                              "out/db/ own_database\n");
    free(text);
}

// ---- languages

static void
a_header_follows_the_sources_of_the_nearest_folder_that_has_any(void **state)
{
    put(*state, "c/a.c", "");
    put(*state, "c/a.h", "");
    put(*state, "c/include/x/b.h", "");
    put(*state, "cpp/a.cc", "");
    put(*state, "cpp/include/b.h", "");
    put(*state, "cpp/tie/a.c", "");
    put(*state, "cpp/tie/a.cpp", "");
    put(*state, "cpp/tie/a.h", "");
    put(*state, "only/h/d.H", "");
    put(*state, "only/q.hpp", "");
    put(*state, "rules/.ignore", "*.cc\n");
    put(*state, "rules/e.cc", "");
    put(*state, "rules/e.h", "");
    put(*state, "top.h", "");
    assert_lists(*state, "c/a.c c\n"
                         "c/a.h c\n"
                         "c/include/x/b.h c\n"
                         "cpp/a.cc cpp\n"
                         "cpp/include/b.h cpp\n"
                         "cpp/tie/a.c c\n"
                         "cpp/tie/a.cpp cpp\n"
                         "cpp/tie/a.h c\n"
                         "only/h/d.H cpp\n"
                         "only/q.hpp cpp\n"
                         "rules/.ignore no_parser\n"
                         "rules/e.cc ignored_by_rule\n"
                         "rules/e.h cpp\n" // of the whole tree: 3 C++, 2 C
                         "top.h cpp\n");
}

static void
headers_alone_are_c(void **state)
{
    put(*state, "a.h", "");
    put(*state, "b/b.h", "");
    assert_lists(*state, "a.h c\n"
                         "b/b.h c\n");
}

static void
a_source_that_is_too_large_still_decides_its_headers(void **state)
{
    put(*state, "a.cc", "");
    assert_int_equal(truncate(below(*state, "a.cc"), FILE_BYTES_MAX + 1), 0);
    put(*state, "a.h", "");
    assert_lists(*state, "a.cc too_large\n"
                         "a.h cpp\n");
}

static void
a_name_without_a_dot_is_decided_by_its_first_line(void **state)
{
    put(*state, "env", "#!/usr/bin/env python3\n");
    put(*state, "ruby", "#! /usr/bin/ruby -w\n");
    put(*state, "sh", "#!/bin/sh\n");
    put(*state, "text", "hello\n");
    put(*state, "none", "");
    put(*state, "Rakefile", "");
    put(*state, "dotted.txt", "#!/usr/bin/python3\n");
    assert_lists(*state, "Rakefile ruby\n"
                         "dotted.txt no_parser\n"
                         "env python\n"
                         "none no_parser\n"
                         "ruby ruby\n"
                         "sh bash\n"
                         "text no_parser\n");
}

#define test_on_tree(name) cmocka_unit_test_setup_teardown(name, make_tree, remove_tree)

int
main(void)
{
    log_open("test", LOG_LEVEL_ERROR);
    const struct CMUnitTest tests[] = {
        test_on_tree(an_empty_folder_has_no_entries),
        test_on_tree(paths_come_in_the_order_of_their_bytes),
        test_on_tree(each_path_has_a_language_or_a_reason),
        test_on_tree(a_socket_is_not_regular),
        test_on_tree(links_are_not_followed),
        test_on_tree(the_root_itself_may_be_a_link),
        test_on_tree(names_are_bytes),
        test_on_tree(a_path_may_be_longer_than_the_system_can_open_at_once),
        test_on_tree(ten_thousand_folders_deep_is_no_trouble_with_few_descriptors_and_little_stack),
        test_on_tree(a_walk_comes_back_up_to_every_folder),
        test_on_tree(without_descriptors_there_is_no_listing_rather_than_a_wrong_one),
        test_on_tree(what_may_not_be_read_is_unreadable),
        test_on_tree(a_root_that_cannot_be_listed_is_an_error),
        test_on_tree(the_caller_can_stop_a_listing),
        test_on_tree(a_gitignore_counts_inside_a_repository_only),
        test_on_tree(a_git_folder_that_is_no_repository_makes_none),
        test_on_tree(ignore_files_count_everywhere),
        test_on_tree(an_exclude_file_is_weaker_than_a_gitignore),
        test_on_tree(a_nested_repository_has_its_own_rules),
        test_on_tree(a_git_file_leads_to_its_repository),
        test_on_tree(the_rules_above_the_root_count_up_to_the_top_of_its_repository),
        test_on_tree(the_users_own_git_configuration_has_no_influence),
        test_on_tree(rules_in_odd_files_do_not_count),
        test_on_tree(the_runs_own_database_is_one_row_whatever_it_is_called),
        test_on_tree(a_header_follows_the_sources_of_the_nearest_folder_that_has_any),
        test_on_tree(headers_alone_are_c),
        test_on_tree(a_source_that_is_too_large_still_decides_its_headers),
        test_on_tree(a_name_without_a_dot_is_decided_by_its_first_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
