// Sockets of a run over ipc: round trips, addresses that do not fit, and a full queue, where the bytes stay
// the caller's.
#include "tests/support.h"

#include "base/log.h"
#include "broker/endpoint.h"

enum { WAIT_MS = 5000, BYTES_MAX = 1 << 20, FULL_MAX = 1000, LARGE_BYTES = 1 << 18 };

static int
setup_group(void **state)
{
    log_open("test", LOG_LEVEL_SILENT);
    endpoint_start();
    return 0;
}

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

static zsock_t *
opened(endpoint_kind kind, const char *folder, const char *name)
{
    zsock_t *socket = NULL;
    assert_int_equal(endpoint_open(kind, folder, name, BYTES_MAX, &socket), STATUS_OK);
    return socket;
}

static zmsg_t *
received(zsock_t *socket)
{
    zmq_pollitem_t item = {zsock_resolve(socket), 0, ZMQ_POLLIN, 0};
    assert_int_equal(zmq_poll(&item, 1, WAIT_MS), 1);
    zmsg_t *message = zmsg_recv(socket);
    assert_non_null(message);
    return message;
}

static void *
copied(const char *text)
{
    return strdup(text);
}

static void
what_is_pushed_is_pulled_in_order(void **state)
{
    zsock_t *input = opened(ENDPOINT_INPUT, *state, "linker"),
            *output = opened(ENDPOINT_OUTPUT, *state, "linker");
    assert_int_equal(endpoint_send(output, copied("one"), 3, WAIT_MS), STATUS_OK);
    assert_int_equal(endpoint_send(output, copied("two"), 3, WAIT_MS), STATUS_OK);
    for (int i = 0; i < 2; i++) {
        zmsg_t *message = received(input);
        assert_true(zframe_streq(zmsg_first(message), i ? "two" : "one"));
        zmsg_destroy(&message);
    }
    zsock_destroy(&output);
    zsock_destroy(&input);
}

static void
the_output_may_come_before_the_input(void **state)
{
    zsock_t *output = opened(ENDPOINT_OUTPUT, *state, "walker");
    assert_int_equal(endpoint_send(output, copied("early"), 5, WAIT_MS), STATUS_OK);
    zsock_t *input = opened(ENDPOINT_INPUT, *state, "walker");
    zmsg_t *message = received(input);
    assert_true(zframe_streq(zmsg_first(message), "early"));
    zmsg_destroy(&message);
    zsock_destroy(&output);
    zsock_destroy(&input);
}

static void
control_goes_both_ways(void **state)
{
    zsock_t *server = opened(ENDPOINT_CONTROL_SERVER, *state, "control"),
            *stage = opened(ENDPOINT_CONTROL, *state, "control");
    assert_int_equal(endpoint_send(stage, copied("hello"), 5, WAIT_MS), STATUS_OK);
    zmsg_t *message = received(server);
    assert_int_equal(zmsg_size(message), 2); // identity and body
    assert_true(zframe_streq(zmsg_last(message), "hello"));
    assert_int_equal(zmsg_send(&message, server), 0);
    message = received(stage);
    assert_true(zframe_streq(zmsg_first(message), "hello"));
    zmsg_destroy(&message);
    zsock_destroy(&stage);
    zsock_destroy(&server);
}

static void
an_address_that_does_not_fit_is_invalid(void **state)
{
    zsock_t *socket = NULL;
    char folder[200];
    memset(folder, 'x', sizeof folder - 1);
    folder[0] = '/';
    folder[sizeof folder - 1] = '\0';
    assert_int_equal(endpoint_open(ENDPOINT_INPUT, folder, "control", BYTES_MAX, &socket), STATUS_INVALID);
    folder[107 - 8] = '\0'; // with "/control" 107 bytes: the longest that fits, but there is no such folder
    assert_int_equal(endpoint_open(ENDPOINT_INPUT, folder, "control", BYTES_MAX, &socket), STATUS_IO);
    folder[107 - 8] = 'x';
    folder[108 - 8] = '\0';
    assert_int_equal(endpoint_open(ENDPOINT_INPUT, folder, "control", BYTES_MAX, &socket), STATUS_INVALID);
    assert_null(socket);
}

static void
a_folder_that_is_not_there_is_an_io_error(void **state)
{
    zsock_t *socket = NULL;
    assert_int_equal(endpoint_open(ENDPOINT_INPUT, "/nonexistent", "x", BYTES_MAX, &socket), STATUS_IO);
    assert_null(socket);
}

static void
a_full_queue_times_out_and_the_bytes_stay_the_callers(void **state)
{
    zsock_t *output = opened(ENDPOINT_OUTPUT, *state, "sink-X"); // nobody takes
    status result = STATUS_OK;
    char *bytes = NULL;
    int sent = -1;
    for (; result == STATUS_OK && sent < FULL_MAX; sent++) {
        bytes = malloc(LARGE_BYTES);
        memset(bytes, 'b', LARGE_BYTES);
        result = endpoint_send(output, bytes, LARGE_BYTES, 0);
    }
    assert_int_equal(result, STATUS_TIMEOUT);
    assert_true(sent < 10); // a few messages in flight, and no more
    assert_int_equal(bytes[LARGE_BYTES - 1], 'b');
    zsock_t *input = opened(ENDPOINT_INPUT, *state, "sink-X");
    zmsg_t *message = received(input);
    zmsg_destroy(&message);
    assert_int_equal(endpoint_send(output, bytes, LARGE_BYTES, WAIT_MS), STATUS_OK);
    for (int i = 0; i < sent; i++) { // nothing of what was taken is lost
        message = received(input);
        assert_int_equal(zmsg_content_size(message), LARGE_BYTES);
        zmsg_destroy(&message);
    }
    zsock_destroy(&input);
    zsock_destroy(&output);
}

static void
what_was_sent_before_closing_still_arrives(void **state)
{
    zsock_t *input = opened(ENDPOINT_INPUT, *state, "linker"),
            *output = opened(ENDPOINT_OUTPUT, *state, "linker");
    assert_int_equal(endpoint_send(output, copied("last"), 4, WAIT_MS), STATUS_OK);
    zsock_destroy(&output);
    zmsg_t *message = received(input);
    assert_true(zframe_streq(zmsg_first(message), "last"));
    zmsg_destroy(&message);
    zsock_destroy(&input);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(what_is_pushed_is_pulled_in_order),
        TEST(the_output_may_come_before_the_input),
        TEST(control_goes_both_ways),
        TEST(an_address_that_does_not_fit_is_invalid),
        TEST(a_folder_that_is_not_there_is_an_io_error),
        TEST(a_full_queue_times_out_and_the_bytes_stay_the_callers),
        TEST(what_was_sent_before_closing_still_arrives),
    };
    return cmocka_run_group_tests(tests, setup_group, NULL);
}
