// Injected faults: what their text may say, when they are due, what they do.
#include "tests/support.h"

#include <signal.h>
#include <sys/wait.h>

#include "base/clock.h"
#include "base/fault.h"

static status
open_with(const char *text)
{
    setenv("SLUICE_FAULT", text, 1);
    return fault_open();
}

static int
teardown(void **state)
{
    unsetenv("SLUICE_FAULT");
    return fault_open() != STATUS_OK;
}

static void
without_the_variable_nothing_happens(void **state)
{
    unsetenv("SLUICE_FAULT");
    assert_int_equal(fault_open(), STATUS_OK);
    assert_int_equal(fault_at("parser.push"), FAULT_NONE);
    assert_int_equal(open_with(""), STATUS_OK);
}

static void
each_action_is_known(void **state)
{
    assert_int_equal(open_with("a.b:1:kill,a.b:1:stop,a.b:1:abort,a.b:1:drop,a.b:1:dup,a.b:1:reorder"),
                     STATUS_OK);
    assert_int_equal(open_with("a.b:1:errno=28,a.b:*:delay=0"), STATUS_OK);
}

static void
the_caller_is_told_what_to_do(void **state)
{
    assert_int_equal(open_with("a:1:drop,b:1:dup,c:1:reorder,d:1:errno=5,e:1:delay=1"), STATUS_OK);
    assert_int_equal(fault_at("a"), FAULT_DROP);
    assert_int_equal(fault_at("b"), FAULT_DUP);
    assert_int_equal(fault_at("c"), FAULT_REORDER);
    assert_int_equal(fault_at("d"), FAULT_ERRNO);
    assert_int_equal(fault_at("e"), FAULT_NONE);
}

static void
the_nth_passing_alone_is_hit(void **state)
{
    assert_int_equal(open_with("a:3:drop"), STATUS_OK);
    assert_int_equal(fault_at("a"), FAULT_NONE);
    assert_int_equal(fault_at("other"), FAULT_NONE);
    assert_int_equal(fault_at("a"), FAULT_NONE);
    assert_int_equal(fault_at("a"), FAULT_DROP);
    assert_int_equal(fault_at("a"), FAULT_NONE);
}

static void
a_star_hits_every_time(void **state)
{
    assert_int_equal(open_with("a:*:drop"), STATUS_OK);
    for (int i = 0; i < 3; i++)
        assert_int_equal(fault_at("a"), FAULT_DROP);
}

static void
faults_of_one_point_count_the_same_passings(void **state)
{
    assert_int_equal(open_with("a:1:drop,a:2:dup"), STATUS_OK);
    assert_int_equal(fault_at("a"), FAULT_DROP);
    assert_int_equal(fault_at("a"), FAULT_DUP);
    assert_int_equal(fault_at("a"), FAULT_NONE);
}

static void
a_subject_hits_whenever_it_comes_by(void **state)
{
    assert_int_equal(open_with("p:=src/a.c:drop"), STATUS_OK);
    assert_int_equal(fault_at_subject("p", SPAN_LITERAL("src/b.c")), FAULT_NONE);
    assert_int_equal(fault_at_subject("p", SPAN_LITERAL("src/a.c")), FAULT_DROP);
    assert_int_equal(fault_at_subject("p", SPAN_LITERAL("src/a.cc")), FAULT_NONE);
    assert_int_equal(fault_at_subject("p", SPAN_LITERAL("src/a.c")), FAULT_DROP);
    assert_int_equal(fault_at("p"), FAULT_NONE);
}

static void
bad_texts_are_refused(void **state)
{
    static const char *const bad[] = {
        "a",
        "a:1",
        "a:1:",
        ":1:drop",
        "a::drop",
        "a:0:drop",
        "a:x:drop",
        "a:1x:drop",
        "a:-1:drop",
        "a:=:drop",
        "a:1:nonsense",
        "a:1:drops",
        "a:1:drop:x",
        "a:1:drop,",
        ",a:1:drop",
        "a,b:1:drop",
        "a:1:errno",
        "a:1:errno=",
        "a:1:errno=x",
        "a:1:errno=5x",
        "a:1:errno=-5",
        "a:1:delay=-1",
        "a:1:delay=1s",
        "a:1:delay=99999999999",
        "a:1:drop;b:1:drop",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (open_with(bad[i]) != STATUS_INVALID)
            fail_msg("'%s' was accepted", bad[i]);
    }
}

static void
eight_faults_fit_and_nine_do_not(void **state)
{
    assert_int_equal(open_with("a:1:drop,a:1:drop,a:1:drop,a:1:drop,a:1:drop,a:1:drop,a:1:drop,a:1:drop"),
                     STATUS_OK);
    assert_int_equal(
        open_with("a:1:drop,a:1:drop,a:1:drop,a:1:drop,a:1:drop,a:1:drop,a:1:drop,a:1:drop,a:1:drop"),
        STATUS_INVALID);
}

static void
a_delay_takes_its_time(void **state)
{
    assert_int_equal(open_with("a:1:delay=20"), STATUS_OK);
    uint64_t before = clock_now_ms();
    assert_int_equal(fault_at("a"), FAULT_NONE);
    assert_true(clock_now_ms() - before >= 19);
}

// Returns the wait status of a process that passes point `a` under the fault.
static int
ends_how(const char *text, int options)
{
    assert_int_equal(open_with(text), STATUS_OK);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        signal(SIGABRT, SIG_DFL);
        fault_at("a");
        _exit(0);
    }
    int how = 0;
    assert_int_equal(waitpid(pid, &how, options), pid);
    if (WIFSTOPPED(how)) {
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
    }
    return how;
}

static void
kill_stop_and_abort_happen_on_the_spot(void **state)
{
    int killed = ends_how("a:1:kill", 0), aborted = ends_how("a:1:abort", 0),
        stopped = ends_how("a:1:stop", WUNTRACED);
    assert_true(WIFSIGNALED(killed) && WTERMSIG(killed) == SIGKILL);
    assert_true(WIFSIGNALED(aborted) && WTERMSIG(aborted) == SIGABRT);
    assert_true(WIFSTOPPED(stopped) && WSTOPSIG(stopped) == SIGSTOP);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_teardown(name, teardown)
    const struct CMUnitTest tests[] = {
        TEST(without_the_variable_nothing_happens),
        TEST(each_action_is_known),
        TEST(the_caller_is_told_what_to_do),
        TEST(the_nth_passing_alone_is_hit),
        TEST(a_star_hits_every_time),
        TEST(faults_of_one_point_count_the_same_passings),
        TEST(a_subject_hits_whenever_it_comes_by),
        TEST(bad_texts_are_refused),
        TEST(eight_faults_fit_and_nine_do_not),
        TEST(a_delay_takes_its_time),
        TEST(kill_stop_and_abort_happen_on_the_spot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
