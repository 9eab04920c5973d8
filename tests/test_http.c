#include "support.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "stages/server/http/counters.h"
#include "stages/server/http/endpoint.h"
#include "stages/server/http/fields.h"
#include "stages/server/http/guard.h"
#include "stages/server/http/listen.h"

static void
a_loopback_server_allows_loopback_hosts_only(void **state)
{
    (void)state;
    http_guard guard = {.host = "127.0.0.1", .is_loopback = true};
    assert_true(http_guard_allows_host(&guard, SPAN_LITERAL("localhost:7777")));
    assert_true(http_guard_allows_host(&guard, SPAN_LITERAL("[::1]")));
    assert_true(http_guard_allows_host(&guard, SPAN_LITERAL("127.1.2.3:1")));
    assert_false(http_guard_allows_host(&guard, SPAN_LITERAL("evil.example:7777")));
    assert_false(http_guard_allows_host(&guard, SPAN_LITERAL("127.0.0.1.evil.example")));
    assert_false(http_guard_allows_host(&guard, SPAN_LITERAL("127.0.0.1:123456")));
    assert_false(http_guard_allows_host(&guard, SPAN_LITERAL("")));
    assert_false(http_guard_allows_host(&guard, SPAN_LITERAL("[127.0.0.1")));
    assert_false(http_guard_allows_host(&guard, (span){"127.0.0.1\0x", 11}));
}

static void
a_bound_address_and_a_wildcard_have_their_own_hosts(void **state)
{
    (void)state;
    http_guard bound = {.host = "code.lan"}, wildcard = {.host = "0.0.0.0", .is_wildcard = true};
    assert_true(http_guard_allows_host(&bound, SPAN_LITERAL("CODE.lan:80")));
    assert_false(http_guard_allows_host(&bound, SPAN_LITERAL("other.lan")));
    assert_true(http_guard_allows_host(&wildcard, SPAN_LITERAL("other.lan")));
    assert_false(http_guard_allows_host(&wildcard, SPAN_LITERAL("")));
}

static void
foreign_origins_are_refused(void **state)
{
    (void)state;
    http_guard guard = {.host = "127.0.0.1", .is_loopback = true};
    assert_true(http_guard_allows_origin(&guard, SPAN_LITERAL("http://localhost:3000")));
    assert_true(http_guard_allows_origin(&guard, SPAN_LITERAL("https://[::1]")));
    assert_false(http_guard_allows_origin(&guard, SPAN_LITERAL("null")));
    assert_false(http_guard_allows_origin(&guard, SPAN_LITERAL("http://evil.example")));
    assert_false(http_guard_allows_origin(&guard, SPAN_LITERAL("http://localhost@evil.example")));
    assert_false(http_guard_allows_origin(&guard, SPAN_LITERAL("http://localhost/path")));
}

static void
only_the_whole_token_is_right(void **state)
{
    (void)state;
    http_guard guard = {.is_loopback = true};
    assert_true(http_guard_allows_token(&guard, SPAN_LITERAL("")));
    buffer_put_span(&guard.token, SPAN_LITERAL("0123456789abcdef"));
    assert_true(http_guard_allows_token(&guard, SPAN_LITERAL("Bearer 0123456789abcdef")));
    assert_true(http_guard_allows_token(&guard, SPAN_LITERAL("bearer 0123456789abcdef")));
    assert_false(http_guard_allows_token(&guard, SPAN_LITERAL("")));
    assert_false(http_guard_allows_token(&guard, SPAN_LITERAL("Bearer ")));
    assert_false(http_guard_allows_token(&guard, SPAN_LITERAL("Bearer 0123456789abcde")));
    assert_false(http_guard_allows_token(&guard, SPAN_LITERAL("Bearer 0123456789abcdef0123456789abcdef")));
    assert_false(http_guard_allows_token(&guard, SPAN_LITERAL("Basic 0123456789abcdef")));
    http_guard_fini(&guard);
}

static status
read_token(const char *text, http_guard *guard)
{
    char path[] = "/tmp/sluice-token-XXXXXX", failure[LISTEN_FAILURE_BYTES];
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, text, strlen(text)), strlen(text));
    close(file);
    status result = http_guard_read_token(guard, path, failure);
    unlink(path);
    return result;
}

static void
a_token_file_holds_one_word(void **state)
{
    (void)state;
    char failure[LISTEN_FAILURE_BYTES];
    http_guard guard = {.is_loopback = true};
    assert_int_equal(read_token(" 0123456789abcdef\n", &guard), STATUS_OK);
    assert_int_equal(guard.token.size, GUARD_TOKEN_BYTES_MIN);
    assert_int_equal(read_token("0123456789abcde\n", &guard), STATUS_INVALID);
    assert_int_equal(read_token("0123456789 abcdef", &guard), STATUS_INVALID);
    assert_int_equal(read_token("", &guard), STATUS_INVALID);
    assert_int_equal(http_guard_read_token(&guard, "/nowhere/token", failure), STATUS_NOT_FOUND);
    assert_int_equal(http_guard_read_token(&guard, "/tmp", failure), STATUS_INVALID);
    http_guard_fini(&guard);
}

static void
an_address_is_told_loopback_or_not(void **state)
{
    (void)state;
    char failure[LISTEN_FAILURE_BYTES];
    http_guard guard = {.host = ""};
    assert_int_equal(listen_resolve("127.0.0.1:7777", &guard, failure), STATUS_OK);
    assert_true(guard.is_loopback && !guard.is_wildcard);
    assert_int_equal(listen_resolve("[::1]:0", &guard, failure), STATUS_OK);
    assert_true(guard.is_loopback);
    assert_int_equal(listen_resolve("0.0.0.0:7777", &guard, failure), STATUS_OK);
    assert_true(!guard.is_loopback && guard.is_wildcard);
    static const char *const wrong[] = {"",           "7777",        ":7777",    "127.0.0.1",
                                        "127.0.0.1:", "127.0.0.1:x", "::1:7777", "127.0.0.1:123456"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(listen_resolve(wrong[i], &guard, failure), STATUS_INVALID);
}

static void
expect_schema(const char *fields, const char *expected)
{
    buffer out = {0};
    assert_true(http_put_schema(&out, fields));
    buffer_put_byte(&out, 0);
    assert_string_equal(out.data, expected);
    buffer_fini(&out);
}

static void
fields_become_a_schema(void **state)
{
    (void)state;
    expect_schema("", "{\"type\":\"object\",\"properties\":{}}");
    expect_schema("a:int, b?:[str]", "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"},"
                                     "\"b\":{\"type\":\"array\",\"items\":"
                                     "{\"type\":\"string\"}}},\"required\":[\"a\"]}");
    expect_schema("a?:{*:num}",
                  "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"object\",\"additionalProperties\":"
                  "{\"type\":\"number\"}}}}");
    expect_schema(
        "a?:str?, e?:edge",
        "{\"type\":\"object\",\"properties\":{\"a\":{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]},"
        "\"e\":{\"$ref\":\"#/components/schemas/edge\"}}}");
}

static void
what_is_not_of_the_grammar_is_no_schema(void **state)
{
    (void)state;
    static const char *const wrong[] = {"a",      "a:",       "a:nothing",
                                        "a:[int", "a:{b:int", "a:int,b:int",
                                        ":int",   "a:int}",   "a:[[[[[[[[[[[[[[[[[[int]]]]]]]]]]]]]]]]]]"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        buffer out = {0};
        assert_false(http_put_schema(&out, wrong[i]));
        buffer_fini(&out);
    }
}

// Each endpoint has a path of its own, its fields are of the grammar, and its parameters have names of their
// own.
static void
the_table_is_right(void **state)
{
    (void)state;
    assert_true(http_endpoint_count <= COUNTERS_ENDPOINTS_MAX);
    for (unsigned i = 0; i < http_endpoint_count; i++) {
        const http_endpoint *endpoint = &http_endpoints[i];
        buffer out = {0};
        assert_ptr_equal(http_endpoint_find(endpoint->path), endpoint);
        assert_true(http_put_schema(&out, endpoint->fields));
        assert_true(strcmp(endpoint->method, endpoint->flags & HTTP_BODY ? "POST" : "GET") == 0);
        buffer_fini(&out);
        for (unsigned j = 0; j < HTTP_PARAMETERS_MAX && endpoint->parameters[j].name; j++) {
            assert_non_null(endpoint->parameters[j].description);
            assert_false(endpoint->parameters[j].is_required && endpoint->parameters[j].fallback);
            for (unsigned k = 0; k < j; k++)
                assert_string_not_equal(endpoint->parameters[j].name, endpoint->parameters[k].name);
        }
    }
    assert_null(http_endpoint_find("/nothing"));
}

static const char *
path_of(unsigned endpoint)
{
    return endpoint ? "/b" : "/a";
}

static void
buckets_are_cumulated(void **state)
{
    (void)state;
    static http_counters counters;
    buffer out = {0};
    http_counters_add(&counters, 1, 200, 50);
    http_counters_add(&counters, 1, 200, 51);
    http_counters_add(&counters, 1, 418, 20000000);
    http_counters_put(&counters, &out, path_of, 2);
    buffer_put_byte(&out, 0);
    assert_non_null(strstr(out.data, "sluice_http_requests_total{endpoint=\"/b\",status=\"200\"} 2\n"));
    assert_non_null(strstr(out.data, "sluice_http_requests_total{endpoint=\"/b\",status=\"other\"} 1\n"));
    assert_non_null(strstr(out.data, "sluice_http_request_seconds_bucket{endpoint=\"/b\",le=\"5e-05\"} 1\n"));
    assert_non_null(
        strstr(out.data, "sluice_http_request_seconds_bucket{endpoint=\"/b\",le=\"0.0001\"} 2\n"));
    assert_non_null(strstr(out.data, "sluice_http_request_seconds_bucket{endpoint=\"/b\",le=\"10\"} 2\n"));
    assert_non_null(strstr(out.data, "sluice_http_request_seconds_bucket{endpoint=\"/b\",le=\"+Inf\"} 3\n"));
    assert_non_null(strstr(out.data, "sluice_http_request_seconds_count{endpoint=\"/b\"} 3\n"));
    assert_null(strstr(out.data, "endpoint=\"/a\""));
    buffer_fini(&out);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_loopback_server_allows_loopback_hosts_only),
        cmocka_unit_test(a_bound_address_and_a_wildcard_have_their_own_hosts),
        cmocka_unit_test(foreign_origins_are_refused),
        cmocka_unit_test(only_the_whole_token_is_right),
        cmocka_unit_test(a_token_file_holds_one_word),
        cmocka_unit_test(an_address_is_told_loopback_or_not),
        cmocka_unit_test(fields_become_a_schema),
        cmocka_unit_test(what_is_not_of_the_grammar_is_no_schema),
        cmocka_unit_test(the_table_is_right),
        cmocka_unit_test(buckets_are_cumulated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
