// Statuses and spans: the small things that all else leans on.
#include "tests/support.h"

#include <errno.h>

#include "base/span.h"
#include "base/status.h"

static void
every_status_has_a_text_of_its_own(void **state)
{
    for (int i = 0; i < STATUS_COUNT; i++) {
        assert_true(strlen(status_text((status)i)) > 1);
        for (int other = 0; other < i; other++)
            assert_string_not_equal(status_text((status)i), status_text((status)other));
    }
    assert_string_equal(status_text(STATUS_CORRUPT), "corrupt data");
}

static void
system_errors_become_statuses(void **state)
{
    assert_int_equal(status_of_errno(0), STATUS_OK);
    assert_int_equal(status_of_errno(ENOENT), STATUS_NOT_FOUND);
    assert_int_equal(status_of_errno(ENOTDIR), STATUS_NOT_FOUND);
    assert_int_equal(status_of_errno(EEXIST), STATUS_EXISTS);
    assert_int_equal(status_of_errno(ENOSPC), STATUS_NO_SPACE);
    assert_int_equal(status_of_errno(EDQUOT), STATUS_NO_SPACE);
    assert_int_equal(status_of_errno(EACCES), STATUS_PERMISSION);
    assert_int_equal(status_of_errno(EROFS), STATUS_PERMISSION);
    assert_int_equal(status_of_errno(ENAMETOOLONG), STATUS_INVALID);
    assert_int_equal(status_of_errno(EINTR), STATUS_INTERRUPTED);
    assert_int_equal(status_of_errno(EIO), STATUS_IO);
    assert_int_equal(status_of_errno(EMFILE), STATUS_IO);
}

static void
exit_codes_are_what_the_manual_says(void **state)
{
    assert_int_equal(EXIT_DONE, 0);
    assert_int_equal(EXIT_RUN_FAILED, 1);
    assert_int_equal(EXIT_USAGE, 2);
    assert_int_equal(EXIT_QUARANTINED, 3);
    assert_int_equal(EXIT_ORPHANED, 75);
    assert_int_equal(EXIT_INTERRUPTED, 130);
    assert_int_equal(EXIT_TERMINATED, 143);
}

static void
spans_are_ordered_by_bytes_then_by_length(void **state)
{
    assert_true(span_compare(SPAN_LITERAL("a"), SPAN_LITERAL("b")) < 0);
    assert_true(span_compare(SPAN_LITERAL("ab"), SPAN_LITERAL("a")) > 0);
    assert_true(span_compare(SPAN_LITERAL("\xff"), SPAN_LITERAL("a")) > 0);
    assert_int_equal(span_compare((span){NULL, 0}, SPAN_LITERAL("")), 0);
}

static void
spans_start_and_end_with_texts(void **state)
{
    assert_true(span_starts(SPAN_LITERAL("abc"), "ab"));
    assert_false(span_starts(SPAN_LITERAL("a"), "ab"));
    assert_true(span_ends(SPAN_LITERAL("abc"), "bc"));
    assert_false(span_ends(SPAN_LITERAL("c"), "bc"));
    assert_true(span_starts(SPAN_LITERAL(""), ""));
}

static void
trimming_takes_white_space_but_no_nul(void **state)
{
    assert_true(span_is(span_trim(SPAN_LITERAL(" \t\r\n a b \f\v")), "a b"));
    assert_int_equal(span_trim(SPAN_LITERAL("  \n")).size, 0);
    assert_true(span_equal(span_trim((span){"\0 ", 2}), (span){"\0", 1}));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_has_a_text_of_its_own),
        cmocka_unit_test(system_errors_become_statuses),
        cmocka_unit_test(exit_codes_are_what_the_manual_says),
        cmocka_unit_test(spans_are_ordered_by_bytes_then_by_length),
        cmocka_unit_test(spans_start_and_end_with_texts),
        cmocka_unit_test(trimming_takes_white_space_but_no_nul),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
