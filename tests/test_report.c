// The report as JSON, read back with jansson: literal fields, of a run that published and of one that failed.
#include "tests/support.h"

#include <jansson.h>

#include "broker/report.h"

struct made {
    report report;
    params params;
    char *folder;
};

static int
setup(void **state)
{
    struct made *made = calloc(1, sizeof *made);
    made->folder = support_folder();
    made->params = (params){.source = made->folder, .db = "/nonexistent/db"};
    runfile run = {.run = 0xabc, .pid = 1, .folder = "/x"};
    report_begin(&made->report, &made->params, &run, "/nonexistent/db");
    made->report.generation = 7;
    made->report.elapsed_ms = 1500;
    made->report.bytes_listed = 12400; // with those that turned out to be binary
    made->report.counts.bytes_settled = 12345;
    made->report.counts.files_settled = 10;
    made->report.ignored[REASON_BINARY] = 2;
    made->report.resolutions[RESOLUTION_TYPE] = 3;
    for (int f = 0; f < FAMILY_COUNT; f++)
        made->report.sent[f] = made->report.stored[f] = (tally){(uint64_t)f + 1, 0xd00 + (uint64_t)f};
    *state = made;
    return 0;
}

static int
teardown(void **state)
{
    struct made *made = *state;
    report_fini(&made->report);
    support_remove(made->folder);
    free(made);
    return 0;
}

static json_t *
parsed(const report *report)
{
    buffer text = {0};
    report_json(report, &text);
    assert_int_equal(text.data[text.size - 1], '\n');
    assert_null(memchr(text.data, '\n', text.size - 1)); // one line
    json_t *json = json_loadb(text.data, text.size, JSON_REJECT_DUPLICATES, NULL);
    buffer_fini(&text);
    assert_non_null(json);
    return json;
}

static const char *
text_at(const json_t *json, const char *name)
{
    const char *text = json_string_value(json_object_get(json, name));
    assert_non_null(text);
    return text;
}

static json_int_t
number_at(const json_t *json, const char *name)
{
    const json_t *number = json_object_get(json, name);
    assert_true(json_is_integer(number));
    return json_integer_value(number);
}

static void
a_published_run_says_what_it_did(void **state)
{
    struct made *made = *state;
    json_t *json = parsed(&made->report);
    assert_string_equal(text_at(json, "status"), "published");
    assert_string_equal(text_at(json, "run"), "0000000000000abc");
    assert_string_equal(text_at(json, "source"), made->folder);
    assert_string_equal(text_at(json, "db"), "/nonexistent/db");
    assert_int_equal(number_at(json, "generation"), 7);
    assert_int_equal(number_at(json, "exit_status"), 0);
    assert_int_equal(number_at(json, "elapsed_ms"), 1500);
    assert_int_equal(number_at(json, "parsed_files"), 10);
    assert_int_equal(number_at(json, "parsed_bytes"), 12345);
    assert_null(json_object_get(json, "failure"));
    json_decref(json);
}

static void
each_relation_has_sent_and_stored(void **state)
{
    struct made *made = *state;
    made->report.stored[FAMILY_TESTS].rows = 99;
    json_t *json = parsed(&made->report), *relations = json_object_get(json, "relations");
    assert_int_equal(json_object_size(relations), 5);
    const json_t *tests = json_object_get(relations, "TestEntitiesExcluded");
    assert_int_equal(number_at(tests, "sent"), FAMILY_TESTS + 1);
    assert_int_equal(number_at(tests, "stored"), 99);
    assert_string_equal(text_at(tests, "sent_digest"), "0000000000000d06");
    assert_string_equal(text_at(tests, "stored_digest"), "0000000000000d06");
    assert_int_equal(json_object_size(json_object_get(json, "sent")), FAMILY_COUNT);
    assert_int_equal(number_at(json_object_get(json_object_get(json, "stored"), "by_target"), "rows"),
                     FAMILY_BY_TARGET + 1);
    json_decref(json);
}

static void
only_counts_that_are_not_zero_are_listed(void **state)
{
    struct made *made = *state;
    json_t *json = parsed(&made->report);
    assert_int_equal(json_object_size(json_object_get(json, "ignored")), 1);
    assert_int_equal(number_at(json_object_get(json, "ignored"), "binary"), 2);
    assert_int_equal(json_object_size(json_object_get(json, "resolutions")), 1);
    assert_int_equal(number_at(json_object_get(json, "resolutions"), "type"), 3);
    json_decref(json);
}

static void
quarantined_paths_are_bytes(void **state)
{
    struct made *made = *state;
    report_quarantine(&made->report, SPAN_LITERAL("a\n\"b\".c"), REASON_PARSER_CRASH);
    report_quarantine(&made->report, SPAN_LITERAL("\xff.c"), REASON_PARSER_TIMEOUT);
    json_t *json = parsed(&made->report), *list = json_object_get(json, "quarantined");
    assert_int_equal(json_array_size(list), 2);
    assert_string_equal(text_at(json_array_get(list, 0), "path"), "a\n\"b\".c");
    assert_string_equal(text_at(json_array_get(list, 0), "reason"), "parser_crash");
    assert_string_equal(text_at(json_array_get(list, 1), "path"), "\\xFF.c");
    assert_string_equal(text_at(json_array_get(list, 1), "reason"), "parser_timeout");
    json_decref(json);
}

static void
a_failed_run_names_its_first_cause(void **state)
{
    struct made *made = *state;
    strcpy(made->report.failure, "sink CodeGraph: \"disk\" full");
    made->report.further_failures = 4;
    made->report.exit_status = 1;
    json_t *json = parsed(&made->report);
    assert_string_equal(text_at(json, "status"), "failed");
    assert_string_equal(text_at(json, "failure"), "sink CodeGraph: \"disk\" full");
    assert_int_equal(number_at(json, "further_failures"), 4);
    assert_int_equal(number_at(json, "exit_status"), 1);
    json_decref(json);
}

static void
errors_of_a_file_count_once_however_often_it_is_parsed(void **state)
{
    struct made *made = *state;
    report_errors(&made->report, 3, 2);
    report_errors(&made->report, 3, 2);
    report_errors(&made->report, 70000, 100000);
    report_errors(&made->report, 4, 0);
    report_errors(&made->report, UINT32_MAX, 1);
    assert_int_equal(made->report.files_with_errors, 2);
    assert_int_equal(made->report.error_ranges, 100002);
}

static void
seal_fields_are_members_of_an_object(void **state)
{
    struct made *made = *state;
    buffer text = {0};
    buffer_put_byte(&text, '{');
    report_seal_fields(&made->report, &text);
    buffer_put_byte(&text, '}');
    json_t *json = json_loadb(text.data, text.size, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(json);
    assert_int_equal(number_at(json, "generation"), 7);
    const json_t *entities = json_object_get(json_object_get(json, "families"), "entities");
    assert_int_equal(number_at(entities, "rows"), 1);
    assert_string_equal(text_at(entities, "digest"), "0000000000000d00");
    json_decref(json);
    buffer_fini(&text);
}

static void
each_process_says_what_it_cost(void **state)
{
    struct made *made = *state;
    usage coordinator = {.present_us = 5000}, sink = {1234567, 250, 99, 4096, 1000000, 0};
    report_process(&made->report, (process_report){"coordinator", RELATION_COUNT, 0, 11, coordinator});
    report_process(&made->report, (process_report){"sink", RELATION_TEST_ENTITIES, 3, 12, sink});
    json_t *json = parsed(&made->report), *list = json_object_get(json, "processes");
    assert_int_equal(json_array_size(list), 2);
    assert_string_equal(text_at(json_array_get(list, 0), "stage"), "coordinator");
    assert_null(json_object_get(json_array_get(list, 0), "relation"));
    const json_t *process = json_array_get(list, 1);
    assert_string_equal(text_at(process, "relation"), "TestEntitiesExcluded");
    assert_int_equal(number_at(process, "member"), 3);
    assert_int_equal(number_at(process, "pid"), 12);
    assert_int_equal(number_at(process, "peak_rss_kib"), 4096);
    assert_float_equal(json_real_value(json_object_get(process, "present_ms")), 1234.5, 0.001);
    assert_float_equal(json_real_value(json_object_get(process, "user_ms")), 0.2, 0.001);
    assert_float_equal(json_real_value(json_object_get(process, "sys_ms")), 0, 0.001);
    assert_float_equal(json_real_value(json_object_get(process, "send_wait_ms")), 1000, 0.001);
    assert_float_equal(json_real_value(json_object_get(process, "receive_wait_ms")), 0, 0.001);
    json_decref(json);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_published_run_says_what_it_did),
        TEST(each_relation_has_sent_and_stored),
        TEST(only_counts_that_are_not_zero_are_listed),
        TEST(quarantined_paths_are_bytes),
        TEST(a_failed_run_names_its_first_cause),
        TEST(errors_of_a_file_count_once_however_often_it_is_parsed),
        TEST(seal_fields_are_members_of_an_object),
        TEST(each_process_says_what_it_cost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
