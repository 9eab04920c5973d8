// DB/run.json: live, stale, corrupt.
#include "tests/support.h"

#include <sys/stat.h>
#include <sys/wait.h>

#include "broker/runfile.h"

static int
setup(void **state)
{
    *state = support_folder();
    return 0;
}

static int
teardown(void **state)
{
    support_remove(*state);
    return 0;
}

static void
put_file(const char *folder, const char *name, const char *text)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static bool
is_there(const char *folder, const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return access(path, F_OK) == 0;
}

// The number of a process that has just ended.
static uint32_t
ended_process(void)
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        _exit(0);
    waitpid(pid, NULL, 0);
    return (uint32_t)pid;
}

static void
a_live_run_is_read_back(void **state)
{
    runfile values = {.run = 0xfedcba9876543210, .pid = (uint32_t)getpid(), .folder = "/run/x/sluice-abc"},
            read;
    assert_int_equal(runfile_write(*state, &values), STATUS_OK);
    assert_int_equal(runfile_read(*state, &read), STATUS_OK);
    assert_int_equal(read.run, 0xfedcba9876543210);
    assert_int_equal(read.pid, getpid());
    assert_string_equal(read.folder, "/run/x/sluice-abc");
}

static void
without_a_run_nothing_is_found(void **state)
{
    runfile read;
    assert_int_equal(runfile_read(*state, &read), STATUS_NOT_FOUND);
    runfile_remove(*state);
    runfile_remove_stale(*state);
}

static void
a_run_whose_coordinator_has_ended_is_not_found(void **state)
{
    runfile values = {.run = 1, .pid = ended_process(), .folder = "/run/x/sluice-abc"}, read;
    assert_int_equal(runfile_write(*state, &values), STATUS_OK);
    assert_int_equal(runfile_read(*state, &read), STATUS_NOT_FOUND);
}

static void
other_texts_are_corrupt(void **state)
{
    static const char *const bad[] = {
        "",
        "{}",
        "nonsense",
        "{\"run\":\"1\",\"pid\":1}",
        "{\"run\":\"1\",\"pid\":1,\"folder\":\"/cut/of",
        "{\"run\":\"zz\",\"pid\":1,\"folder\":\"/x\"}",
        "{\"run\":\"1\",\"pid\":0,\"folder\":\"/x\"}",          // kill(0) is our own group
        "{\"run\":\"1\",\"pid\":4294967295,\"folder\":\"/x\"}", // kill(-1) is everybody
        ("{\"run\":\"1\",\"pid\":1,\"folder\":\"/"
         "0123456789012345678901234567890123456789012345678901234567890123\"}"),
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        runfile read;
        put_file(*state, "run.json", bad[i]);
        if (runfile_read(*state, &read) != STATUS_CORRUPT)
            fail_msg("'%s' was accepted", bad[i]);
    }
}

static void
what_a_dead_coordinator_left_is_removed(void **state)
{
    runfile values = {.run = 1, .pid = ended_process()};
    snprintf(values.folder, sizeof values.folder, "%s/sluice-s", (char *)*state);
    assert_int_equal(mkdir(values.folder, 0700), 0);
    static const char *const names[] = {"control", "walker", "linker", "sink-CodeGraph", "parser-12"};
    for (int i = 0; i < 5; i++)
        put_file(values.folder, names[i], "");
    assert_int_equal(runfile_write(*state, &values), STATUS_OK);
    runfile_remove_stale(*state);
    assert_false(is_there(*state, "run.json"));
    assert_false(is_there(*state, "sluice-s"));
}

static void
a_live_run_is_left_alone(void **state)
{
    runfile values = {.run = 1, .pid = (uint32_t)getpid()};
    snprintf(values.folder, sizeof values.folder, "%s/sluice-s", (char *)*state);
    assert_int_equal(mkdir(values.folder, 0700), 0);
    assert_int_equal(runfile_write(*state, &values), STATUS_OK);
    runfile_remove_stale(*state);
    assert_true(is_there(*state, "run.json"));
    assert_true(is_there(*state, "sluice-s"));
}

static void
a_folder_that_is_not_ours_is_left_alone(void **state)
{
    char folder[256];
    snprintf(folder, sizeof folder, "%s/other", (char *)*state);
    assert_int_equal(mkdir(folder, 0700), 0);
    put_file(folder, "control", "");
    runfile_remove_folder(folder);
    assert_true(is_there(folder, "control"));
    runfile_remove_folder("nowhere");
}

static void
files_that_are_not_ours_keep_the_folder(void **state)
{
    char folder[256];
    snprintf(folder, sizeof folder, "%s/sluice-s", (char *)*state);
    assert_int_equal(mkdir(folder, 0700), 0);
    put_file(folder, "control", "");
    put_file(folder, "precious", "");
    runfile_remove_folder(folder);
    assert_false(is_there(folder, "control"));
    assert_true(is_there(folder, "precious"));
}

static void
the_database_is_the_option_or_lies_in_the_source(void **state)
{
    char path[4096];
    runfile_database("", "/src", path, sizeof path);
    assert_string_equal(path, "/src/.sluice");
    runfile_database(NULL, ".", path, sizeof path);
    assert_string_equal(path, "./.sluice");
    runfile_database("/db", "/src", path, sizeof path);
    assert_string_equal(path, "/db");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_live_run_is_read_back),
        TEST(without_a_run_nothing_is_found),
        TEST(a_run_whose_coordinator_has_ended_is_not_found),
        TEST(other_texts_are_corrupt),
        TEST(what_a_dead_coordinator_left_is_removed),
        TEST(a_live_run_is_left_alone),
        TEST(a_folder_that_is_not_ours_is_left_alone),
        TEST(files_that_are_not_ours_keep_the_folder),
        TEST(the_database_is_the_option_or_lies_in_the_source),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
