#include "tests/support.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "base/log.h"
#include "stages/walker/source.h"

struct place {
    char *folder;
    int fd;
    buffer contents;
    source_facts facts;
};

static int
make_place(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    place->folder = support_folder();
    place->fd = open(place->folder, O_RDONLY | O_DIRECTORY);
    *state = place;
    return 0;
}

static int
remove_place(void **state)
{
    struct place *place = *state;
    buffer_fini(&place->contents);
    close(place->fd);
    support_remove(place->folder);
    free(place);
    return 0;
}

static void
put(struct place *place, const char *name, span text)
{
    int fd = openat(place->fd, name, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    assert_int_equal(write(fd, text.data, text.size), text.size);
    close(fd);
}

// Reads a file and returns its reason.
static unsigned
reason(struct place *place, const char *name, uint64_t bytes_max)
{
    buffer_clear(&place->contents);
    buffer_put(&place->contents, "before", 6);
    status result = source_read(place->fd, span_of(name), bytes_max, &place->contents, &place->facts);
    assert_int_equal(result, STATUS_OK);
    if (place->facts.reason != SOURCE_IS_TEXT)
        assert_int_equal(place->contents.size, 6);
    return place->facts.reason;
}

static void
contents_are_appended_with_the_time_they_were_changed(void **state)
{
    struct place *place = *state;
    put(place, "a.c", SPAN_LITERAL("int a;\n"));
    struct timespec times[2] = {{1000000000, 5}, {1000000000, 5}};
    assert_int_equal(utimensat(place->fd, "a.c", times, 0), 0);
    assert_int_equal(reason(place, "a.c", 100), SOURCE_IS_TEXT);
    assert_true(span_is(buffer_span(&place->contents), "beforeint a;\n"));
    assert_int_equal(place->facts.modified_ns, INT64_C(1000000000000000005));
}

static void
an_empty_file_is_text(void **state)
{
    put(*state, "a.c", SPAN_LITERAL(""));
    assert_int_equal(reason(*state, "a.c", 100), SOURCE_IS_TEXT);
}

static void
a_file_at_its_limit_is_read_and_one_above_is_too_large(void **state)
{
    put(*state, "a.c", SPAN_LITERAL("12345"));
    assert_int_equal(reason(*state, "a.c", 6), SOURCE_IS_TEXT);
    assert_int_equal(reason(*state, "a.c", 5), SOURCE_IS_TEXT);
    assert_int_equal(reason(*state, "a.c", 4), REASON_TOO_LARGE);
}

static void
a_huge_sparse_file_takes_no_memory(void **state)
{
    struct place *place = *state;
    put(place, "a.c", SPAN_LITERAL(""));
    int fd = openat(place->fd, "a.c", O_WRONLY);
    assert_int_equal(ftruncate(fd, INT64_C(1) << 40), 0);
    close(fd);
    assert_int_equal(reason(place, "a.c", 1 << 20), REASON_TOO_LARGE);
    assert_true(place->contents.capacity < 4096);
}

static void
what_is_no_file_is_named_and_never_waited_for(void **state)
{
    struct place *place = *state;
    put(place, "file", SPAN_LITERAL(""));
    assert_int_equal(symlinkat("file", place->fd, "link.c"), 0);
    assert_int_equal(mkfifoat(place->fd, "pipe.c", 0666), 0);
    assert_int_equal(mkdirat(place->fd, "folder.c", 0777), 0);
    assert_int_equal(symlinkat("folder.c", place->fd, "way"), 0);
    put(place, "folder.c/x", SPAN_LITERAL(""));
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%.80s/socket.c", place->folder);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    close(fd);

    assert_int_equal(reason(place, "link.c", 100), REASON_SYMLINK);
    assert_int_equal(reason(place, "pipe.c", 100), REASON_NOT_REGULAR);
    assert_int_equal(reason(place, "folder.c", 100), REASON_NOT_REGULAR);
    assert_int_equal(reason(place, "socket.c", 100), REASON_NOT_REGULAR);
    assert_int_equal(reason(place, "gone.c", 100), REASON_VANISHED);
    assert_int_equal(reason(place, "file/a.c", 100), REASON_VANISHED);
    assert_int_equal(reason(place, "folder.c/x", 100), SOURCE_IS_TEXT);
    assert_int_equal(reason(place, "way/x", 100), REASON_SYMLINK);
}

static void
a_file_without_a_size_is_read_to_its_end(void **state)
{
    struct place *place = *state;
    int fd = open("/proc/self", O_RDONLY | O_DIRECTORY);
    if (fd < 0)
        skip();
    assert_int_equal(source_read(fd, SPAN_LITERAL("status"), 1 << 20, &place->contents, &place->facts),
                     STATUS_OK);
    assert_int_equal(place->facts.reason, SOURCE_IS_TEXT);
    assert_true(place->contents.size > 100);
    assert_int_equal(source_read(fd, SPAN_LITERAL("status"), 10, &place->contents, &place->facts), STATUS_OK);
    assert_int_equal(place->facts.reason, REASON_TOO_LARGE);
    close(fd);
}

static void
a_file_that_never_rests_is_whole_or_unreadable(void **state)
{
    struct place *place = *state;
    put(place, "a.c", SPAN_LITERAL("x"));
    pid_t writer = fork();
    if (writer == 0) {
        char text[65536];
        memset(text, 'x', sizeof text);
        for (;;) {
            int fd = openat(place->fd, "a.c", O_WRONLY);
            ftruncate(fd, 0);
            for (int i = 0; i < 64; i++)
                write(fd, text, sizeof text);
            close(fd);
        }
    }
    for (int i = 0; i < 200; i++) {
        unsigned why = reason(place, "a.c", 1 << 30);
        assert_true(why == SOURCE_IS_TEXT || why == REASON_UNREADABLE);
        assert_true(place->contents.size <= 6 + 64 * 65536);
    }
    kill(writer, SIGKILL);
    assert_int_equal(waitpid(writer, NULL, 0), writer);
}

static void
without_descriptors_nothing_is_said_of_a_file(void **state)
{
    struct place *place = *state;
    put(place, "a.c", SPAN_LITERAL(""));
    struct rlimit before, few;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    few = (struct rlimit){(rlim_t)place->fd + 1, before.rlim_max}; // and all below are open
    int fds[64], count = 0, fd;
    while ((fd = dup(place->fd)) < place->fd)
        fds[count++] = fd;
    close(fd);
    setrlimit(RLIMIT_NOFILE, &few);
    status result = source_read(place->fd, SPAN_LITERAL("a.c"), 100, &place->contents, &place->facts);
    setrlimit(RLIMIT_NOFILE, &before);
    while (count)
        close(fds[--count]);
    assert_int_equal(result, STATUS_IO);
}

// ---- binary or not

static bool
is_binary(const char *pattern, size_t size, size_t times)
{
    buffer text = {0};
    while (times--)
        buffer_put(&text, pattern, size);
    bool answer = source_is_binary(buffer_span(&text));
    buffer_fini(&text);
    return answer;
}

static void
marks_and_magic_numbers_make_a_file_binary(void **state)
{
    assert_true(is_binary("\xFF\xFEi\0", 4, 1));
    assert_true(is_binary("\xFE\xFF\0i", 4, 1));
    assert_true(is_binary("\0\0\xFE\xFF", 4, 1));
    assert_true(is_binary("\x7F"
                          "ELF",
                          4, 1));
    assert_true(is_binary("PK\x03\x04", 4, 1));
    assert_false(is_binary("\xEF\xBB\xBFint a;", 9, 1)); // UTF-8 with its mark is text
    assert_false(is_binary("PK", 2, 1));
}

static void
a_few_nuls_do_not_hide_a_source(void **state)
{
    assert_false(is_binary("a\0", 2, 3));
    assert_true(is_binary("a\0", 2, 4));
    buffer text = {0};
    while (text.size < 8192)
        buffer_put(&text, "int a;\n", 7);
    for (int i = 0; i < 81; i++)
        text.data[i * 100] = 0;
    assert_false(source_is_binary(buffer_span(&text))); // 81 of 8192
    text.data[8191] = 0;
    assert_true(source_is_binary(buffer_span(&text))); // 82: 1 %
    buffer_fini(&text);
}

static void
only_the_first_8_kib_decide(void **state)
{
    buffer text = {0};
    while (text.size < 8192)
        buffer_put_byte(&text, 'a');
    while (text.size < 20000)
        buffer_put_byte(&text, 0);
    assert_false(source_is_binary(buffer_span(&text)));
    buffer_fini(&text);
}

static void
other_encodings_are_text_and_control_bytes_are_not(void **state)
{
    assert_false(is_binary("\x83\x65\x83\x58\x83\x67\n", 7, 1000));   // Shift-JIS
    assert_false(is_binary("caf\xE9\r\n\t\f", 8, 1000));              // Latin-1
    assert_false(is_binary("\x1B[0m x", 6, 1000));                    // ISO-2022 and colours escape
    assert_true(is_binary("G\x40\x01\x17\x9F\xA0\x03\x11", 8, 1000)); // an MPEG stream called .ts
}

#define test_in_place(name) cmocka_unit_test_setup_teardown(name, make_place, remove_place)

int
main(void)
{
    log_open("test", LOG_LEVEL_ERROR);
    const struct CMUnitTest tests[] = {
        test_in_place(contents_are_appended_with_the_time_they_were_changed),
        test_in_place(an_empty_file_is_text),
        test_in_place(a_file_at_its_limit_is_read_and_one_above_is_too_large),
        test_in_place(a_huge_sparse_file_takes_no_memory),
        test_in_place(what_is_no_file_is_named_and_never_waited_for),
        test_in_place(a_file_without_a_size_is_read_to_its_end),
        test_in_place(a_file_that_never_rests_is_whole_or_unreadable),
        test_in_place(without_descriptors_nothing_is_said_of_a_file),
        cmocka_unit_test(marks_and_magic_numbers_make_a_file_binary),
        cmocka_unit_test(a_few_nuls_do_not_hide_a_source),
        cmocka_unit_test(only_the_first_8_kib_decide),
        cmocka_unit_test(other_encodings_are_text_and_control_bytes_are_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
