// Log lines: one write each, escaped, with the level that was asked for. Read from a packet pipe, where one
// read gives what one write gave.
#include "tests/support.h"

#include <fcntl.h>

#include "base/log.h"

struct capture {
    int saved, read_end;
};

static int
setup(void **state)
{
    static struct capture capture;
    int ends[2];
    assert_int_equal(pipe2(ends, O_DIRECT | O_NONBLOCK), 0);
    capture = (struct capture){dup(STDERR_FILENO), ends[0]};
    dup2(ends[1], STDERR_FILENO);
    close(ends[1]);
    log_open("tester", LOG_LEVEL_INFO);
    *state = &capture;
    return 0;
}

static int
teardown(void **state)
{
    struct capture *capture = *state;
    dup2(capture->saved, STDERR_FILENO);
    close(capture->saved);
    close(capture->read_end);
    return 0;
}

// What the next single write wrote; empty when there was none.
static const char *
next_write(const struct capture *capture)
{
    static char text[8192];
    ssize_t size = read(capture->read_end, text, sizeof text - 1);
    text[size > 0 ? size : 0] = '\0';
    return text;
}

static void
a_line_has_level_event_stage_and_values(void **state)
{
    log_warn("EOS-LATE", "stream=%u waited_ms=%u", 3u, 20u);
    assert_string_equal(next_write(*state), "level=warn event=EOS-LATE stage=tester stream=3 waited_ms=20\n");
}

static void
each_line_is_one_write(void **state)
{
    log_info("A", "n=%d", 1);
    log_error("B", "n=%d", 2);
    assert_string_equal(next_write(*state), "level=info event=A stage=tester n=1\n");
    assert_string_equal(next_write(*state), "level=error event=B stage=tester n=2\n");
    assert_string_equal(next_write(*state), "");
}

static void
a_line_may_have_no_values(void **state)
{
    log_line(LOG_LEVEL_INFO, "BARE", "%s", "");
    assert_string_equal(next_write(*state), "level=info event=BARE stage=tester \n");
}

static void
lower_levels_are_not_written(void **state)
{
    log_debug("A", "n=%d", 1);
    assert_string_equal(next_write(*state), "");
    log_open("tester", LOG_LEVEL_DEBUG);
    log_debug("A", "n=%d", 1);
    assert_string_equal(next_write(*state), "level=debug event=A stage=tester n=1\n");
    log_open("tester", LOG_LEVEL_SILENT);
    log_error("A", "n=%d", 1);
    assert_string_equal(next_write(*state), "");
}

static void
what_would_break_a_line_is_escaped(void **state)
{
    log_info("PATH", "path=%s", "a\nb\tc\x1b[2J\xff\x7f d");
    assert_string_equal(next_write(*state),
                        "level=info event=PATH stage=tester path=a\\x0Ab\\x09c\\x1B[2J\\xFF\\x7F d\n");
}

static void
a_long_line_is_cut_but_stays_one_line(void **state)
{
    char path[20000];
    memset(path, '\n', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    log_info("PATH", "path=%s", path);
    const char *line = next_write(*state);
    size_t size = strlen(line);
    assert_true(size > 4000 && size <= 4096);
    assert_int_equal(line[size - 1], '\n');
    assert_ptr_equal(strchr(line, '\n'), line + size - 1);
    assert_string_equal(next_write(*state), "");
}

static void
a_text_is_written_as_it_is(void **state)
{
    log_text("[PARSE_ERROR] %s: %d ranges", "a.c", 2);
    assert_string_equal(next_write(*state), "[PARSE_ERROR] a.c: 2 ranges\n");
}

static void
a_reader_that_went_away_is_no_error(void **state)
{
    struct capture *capture = *state;
    close(capture->read_end);
    log_error("GONE", "n=%d", 1);
    capture->read_end = -1;
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_line_has_level_event_stage_and_values),
        TEST(each_line_is_one_write),
        TEST(a_line_may_have_no_values),
        TEST(lower_levels_are_not_written),
        TEST(what_would_break_a_line_is_escaped),
        TEST(a_long_line_is_cut_but_stays_one_line),
        TEST(a_text_is_written_as_it_is),
        TEST(a_reader_that_went_away_is_no_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
