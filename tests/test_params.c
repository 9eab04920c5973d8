// Options: defaults, environment, command line, and the bound of every number from both sides.
#include "tests/support.h"

#include <fcntl.h>

#include "base/params.h"

struct row {
    const char *name, *environment;
    bool is_number;
    uint64_t minimum, maximum;
    unsigned commands;
};

static const struct row rows[] = {
#define TEXT false
#define NUMBER true
#define FLAG false
#define PARAM(field, name, environment, kind, fallback, minimum, maximum, unit, commands, help)              \
    {name, environment, kind, minimum, maximum, commands},
#include "base/params.def"
#undef TEXT
#undef NUMBER
#undef FLAG
};

enum { ROW_COUNT = sizeof rows / sizeof *rows, ARGUMENTS_MAX = 8 };

// Complaints are wanted here, but not on the terminal.
static int
setup(void **state)
{
    for (int i = 0; i < ROW_COUNT; i++)
        unsetenv(rows[i].environment);
    int saved = dup(STDERR_FILENO), null = open("/dev/null", O_WRONLY);
    dup2(null, STDERR_FILENO);
    close(null);
    *state = (void *)(intptr_t)saved;
    return 0;
}

static int
teardown(void **state)
{
    dup2((int)(intptr_t)*state, STDERR_FILENO);
    close((int)(intptr_t)*state);
    return 0;
}

static char *arguments[ARGUMENTS_MAX];
static int argument_count;

// Reads `line`, split at spaces, as the command line of a command.
static status
read_line(params *out, unsigned commands, const char *line)
{
    static char copy[512];
    snprintf(copy, sizeof copy, "%s", line);
    arguments[0] = "sluice";
    argument_count = 1;
    for (char *word = strtok(copy, " "); word; word = strtok(NULL, " "))
        arguments[argument_count++] = word;
    return params_read(out, commands, &argument_count, arguments);
}

static void
defaults_hold_where_nothing_is_said(void **state)
{
    params values;
    assert_int_equal(read_line(&values, PARAM_FOR_ALL, ""), STATUS_OK);
    assert_string_equal(values.source, ".");
    assert_string_equal(values.db, "");
    assert_int_equal(values.file_bytes_max, 67108864);
    assert_int_equal(values.batch_bytes, 1048576);
    assert_int_equal(values.idle_ms, 2000);
    assert_false(values.json);
}

static void
the_environment_beats_the_default(void **state)
{
    params values;
    setenv("SLUICE_IDLE_MS", "7700", 1);
    setenv("SLUICE_JSON", "1", 1);
    setenv("SLUICE_DB", "", 1);
    assert_int_equal(read_line(&values, PARAM_FOR_INDEX, ""), STATUS_OK);
    assert_int_equal(values.idle_ms, 7700);
    assert_true(values.json);
    assert_string_equal(values.db, "");
}

static void
the_command_line_beats_the_environment(void **state)
{
    params values;
    setenv("SLUICE_PARSERS", "5", 1);
    setenv("SLUICE_JSON", "1", 1);
    assert_int_equal(read_line(&values, PARAM_FOR_INDEX, "--parsers 7 --json=0"), STATUS_OK);
    assert_int_equal(values.parsers, 7);
    assert_false(values.json);
}

static void
values_may_follow_an_equals_sign(void **state)
{
    params values;
    assert_int_equal(read_line(&values, PARAM_FOR_INDEX, "--db=a=b --parsers=3"), STATUS_OK);
    assert_string_equal(values.db, "a=b");
    assert_int_equal(values.parsers, 3);
}

static void
what_is_no_option_is_left_in_order(void **state)
{
    params values;
    assert_int_equal(read_line(&values, PARAM_FOR_INDEX, "one --json two -x"), STATUS_OK);
    assert_int_equal(argument_count, 4);
    assert_string_equal(arguments[1], "one");
    assert_string_equal(arguments[2], "two");
    assert_string_equal(arguments[3], "-x");
}

static void
two_dashes_end_the_options(void **state)
{
    params values;
    assert_int_equal(read_line(&values, PARAM_FOR_INDEX, "--json -- --strict -- x"), STATUS_OK);
    assert_true(values.json);
    assert_false(values.strict);
    assert_int_equal(argument_count, 4);
    assert_string_equal(arguments[1], "--strict");
    assert_string_equal(arguments[2], "--");
    assert_string_equal(arguments[3], "x");
}

static void
an_unknown_option_is_invalid(void **state)
{
    params values;
    assert_int_equal(read_line(&values, PARAM_FOR_ALL, "--nonsense"), STATUS_INVALID);
    assert_int_equal(read_line(&values, PARAM_FOR_ALL, "--parser 1"), STATUS_INVALID);
    assert_int_equal(read_line(&values, PARAM_FOR_ALL, "--parsersx=1"), STATUS_INVALID);
    assert_int_equal(read_line(&values, PARAM_FOR_ALL, "--=1"), STATUS_INVALID);
}

static void
an_option_of_another_command_is_invalid(void **state)
{
    params values;
    assert_int_equal(read_line(&values, PARAM_FOR_EXPORT, "--parsers 1"), STATUS_INVALID);
    assert_int_equal(read_line(&values, PARAM_FOR_INDEX, "--format csv"), STATUS_INVALID);
}

static void
a_missing_value_is_invalid(void **state)
{
    params values;
    assert_int_equal(read_line(&values, PARAM_FOR_INDEX, "--parsers"), STATUS_INVALID);
    assert_int_equal(read_line(&values, PARAM_FOR_INDEX, "--parsers="), STATUS_INVALID);
    assert_int_equal(read_line(&values, PARAM_FOR_INDEX, "--db"), STATUS_INVALID);
}

static void
a_number_is_decimal_digits_and_nothing_else(void **state)
{
    static const char *const bad[] = {"--parsers=x",
                                      "--parsers=1x",
                                      "--parsers=-1",
                                      "--parsers=+1",
                                      "--parsers=0x1",
                                      "--parsers=1.5",
                                      "--parsers=99999999999999999999"};
    params values;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(read_line(&values, PARAM_FOR_INDEX, bad[i]), STATUS_INVALID);
}

static void
bytes_may_be_given_in_kibibytes_and_larger_units(void **state)
{
    params values;
    assert_int_equal(read_line(&values, PARAM_FOR_INDEX, "--memory 256M"), STATUS_OK);
    assert_int_equal(values.memory, 256 << 20);
    assert_int_equal(read_line(&values, PARAM_FOR_INDEX, "--memory=3G --max-file-bytes 2K"), STATUS_OK);
    assert_int_equal(values.memory, UINT64_C(3) << 30);
    assert_int_equal(values.file_bytes_max, 2048);
    const char *const bad[] = {"--memory M", "--memory 1MB", "--memory 1m", "--memory 99999999999999999G",
                               "--parsers 1K"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(read_line(&values, PARAM_FOR_INDEX, bad[i]), STATUS_INVALID);
}

static void
a_flag_is_0_or_1(void **state)
{
    params values;
    assert_int_equal(read_line(&values, PARAM_FOR_INDEX, "--json=2"), STATUS_INVALID);
    assert_int_equal(read_line(&values, PARAM_FOR_INDEX, "--json=yes"), STATUS_INVALID);
    assert_int_equal(read_line(&values, PARAM_FOR_INDEX, "--json=1"), STATUS_OK);
}

static status
read_number(const struct row *row, uint64_t value)
{
    params values;
    char line[128];
    snprintf(line, sizeof line, "%s %ju", row->name, (uintmax_t)value);
    return read_line(&values, row->commands, line);
}

static void
every_number_has_its_bounds_on_the_command_line(void **state)
{
    for (int i = 0; i < ROW_COUNT; i++) {
        const struct row *row = &rows[i];
        if (!row->is_number)
            continue;
        assert_int_equal(read_number(row, row->minimum), STATUS_OK);
        assert_int_equal(read_number(row, row->maximum), STATUS_OK);
        assert_int_equal(read_number(row, row->maximum + 1), STATUS_INVALID);
        if (row->minimum)
            assert_int_equal(read_number(row, row->minimum - 1), STATUS_INVALID);
    }
}

static void
every_number_has_its_bounds_in_the_environment(void **state)
{
    params values;
    char text[32];
    for (int i = 0; i < ROW_COUNT; i++) {
        if (!rows[i].is_number)
            continue;
        snprintf(text, sizeof text, "%ju", (uintmax_t)rows[i].maximum + 1);
        setenv(rows[i].environment, text, 1);
        assert_int_equal(read_line(&values, PARAM_FOR_ALL, ""), STATUS_INVALID);
        snprintf(text, sizeof text, "%ju", (uintmax_t)rows[i].maximum);
        setenv(rows[i].environment, text, 1);
        assert_int_equal(read_line(&values, PARAM_FOR_ALL, ""), STATUS_OK);
        unsetenv(rows[i].environment);
    }
}

static void
exported_values_are_read_back_by_another_process(void **state)
{
    params values, again;
    assert_int_equal(read_line(&values, PARAM_FOR_INDEX, "--db /x --parsers 9 --strict"), STATUS_OK);
    params_export(&values);
    assert_int_equal(read_line(&again, PARAM_FOR_STAGES, ""), STATUS_OK);
    assert_string_equal(again.db, "/x");
    assert_int_equal(again.parsers, 9);
    assert_true(again.strict);
    assert_false(again.json);
    assert_int_equal(again.stall_ms, 60000);
}

static void
help_names_the_options_of_the_command_only(void **state)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    params_help(out, PARAM_FOR_EXPORT);
    fclose(out);
    assert_non_null(strstr(text, "--format jsonl, csv or table"));
    assert_non_null(strstr(text, "(SLUICE_DB)"));
    assert_null(strstr(text, "--parsers"));
    free(text);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(defaults_hold_where_nothing_is_said),
        TEST(the_environment_beats_the_default),
        TEST(the_command_line_beats_the_environment),
        TEST(values_may_follow_an_equals_sign),
        TEST(what_is_no_option_is_left_in_order),
        TEST(two_dashes_end_the_options),
        TEST(an_unknown_option_is_invalid),
        TEST(an_option_of_another_command_is_invalid),
        TEST(a_missing_value_is_invalid),
        TEST(a_number_is_decimal_digits_and_nothing_else),
        TEST(bytes_may_be_given_in_kibibytes_and_larger_units), TEST(a_flag_is_0_or_1),
        TEST(every_number_has_its_bounds_on_the_command_line),
        TEST(every_number_has_its_bounds_in_the_environment),
        TEST(exported_values_are_read_back_by_another_process),
        TEST(help_names_the_options_of_the_command_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
