// POST /sql: one SELECT, as text or in a JSON object.
#include <jansson.h>

#include "stages/server/http/server.h"
#include "stages/server/sql.h"

struct rows {
    http_call *call;
    uint64_t count;
    uint64_t bytes_max;
    bool is_full;
};

static void
take_head(void *context, const char *const *names, unsigned count)
{
    buffer *out = &((struct rows *)context)->call->text;
    json_put_name(out, "columns");
    buffer_put_byte(out, '[');
    for (unsigned i = 0; i < count; i++) {
        if (i)
            buffer_put_byte(out, ',');
        json_put_string(out, span_of(names[i]));
    }
    buffer_put_byte(out, ']');
    json_put_name(out, "rows");
    buffer_put_byte(out, '[');
}

static bool
take_row(void *context, const sql_value *values, unsigned count)
{
    struct rows *self = context;
    buffer *out = &self->call->text;
    size_t start = out->size;
    buffer_put_span(out, self->count ? SPAN_LITERAL(",[") : SPAN_LITERAL("["));
    for (unsigned i = 0; i < count; i++) {
        if (i)
            buffer_put_byte(out, ',');
        sql_put_json(out, &values[i]);
    }
    buffer_put_byte(out, ']');
    self->is_full = out->size > self->bytes_max;
    if (self->is_full)
        out->size = start;
    else
        self->count++;
    return !self->is_full;
}

// Takes statement and limit out of a JSON body; false when it is none of ours.
static bool
read_json(http_call *call, span body, buffer *statement, uint64_t *limit)
{
    json_error_t error;
    json_t *object = json_loadb(body.data, body.size, JSON_REJECT_DUPLICATES, &error);
    json_t *text = json_object_get(object, "statement"), *bound = json_object_get(object, "limit");
    bool is_right =
        json_is_string(text) && (!bound || (json_is_integer(bound) && json_integer_value(bound) >= 0));
    if (!object)
        http_fail(call, 400, "the body is not JSON: %.200s", error.text);
    else if (!text)
        http_fail(call, 400,
                  "statement is missing: send {\"statement\": \"SELECT ...\", \"limit\": 100}, or the "
                  "statement as text");
    else if (!is_right)
        http_fail(call, 400, "statement is a text, limit a number of 0 or more");
    if (is_right)
        buffer_put(statement, json_string_value(text), json_string_length(text));
    if (is_right && bound)
        *limit = (uint64_t)json_integer_value(bound);
    json_decref(object);
    return is_right;
}

static unsigned
status_of(status result)
{
    switch (result) {
    case STATUS_INVALID:
        return 400;
    case STATUS_PERMISSION:
        return 403;
    case STATUS_TIMEOUT:
        return 408;
    case STATUS_TOO_LARGE:
        return 413;
    default:
        return 500;
    }
}

static void
run(http_call *call, span statement, uint64_t rows_max)
{
    const params *params = call->server->params;
    char failure[SQL_FAILURE_BYTES] = "";
    struct rows rows = {.call = call, .bytes_max = params->answer_bytes};
    sql_limits limits = {.rows_max = rows_max, .bytes_max = params->answer_bytes, .time_ms = params->time_ms};
    sql_reader to = {&rows, take_head, take_row};
    sql_outcome outcome;
    status result = sql_run(call->snapshot, statement, &limits, &to, &outcome, failure);
    if (result) {
        http_fail(call, status_of(result), "%s", *failure ? failure : status_text(result));
        return;
    }
    if (rows.is_full)
        snprintf(
            failure, sizeof failure,
            "cut after %llu rows: the limit is %llu bytes; use LIMIT and OFFSET, or narrow the statement",
            (unsigned long long)rows.count, (unsigned long long)rows.bytes_max);
    buffer_put_byte(&call->text, ']');
    http_put_integer(&call->text, "row_count", rows.count);
    http_put_flag(&call->text, "truncated", rows.is_full || outcome.is_cut);
    if (*failure)
        http_put_text(&call->text, "note", span_of(failure));
}

void
http_answer_sql(http_call *call)
{
    span body = span_trim(call->body);
    uint64_t rows_max = call->server->params->rows_max, limit = UINT64_MAX;
    buffer statement = {0};
    bool is_right = true;
    if (!body.size) {
        http_fail(call, 400, "the statement is missing: send it as the body");
        return;
    }
    if (body.data[0] == '{')
        is_right = read_json(call, body, &statement, &limit);
    else
        buffer_put_span(&statement, body);
    if (is_right && limit && limit != UINT64_MAX && (!rows_max || limit < rows_max))
        rows_max = limit;
    if (is_right)
        run(call, buffer_span(&statement), rows_max);
    buffer_fini(&statement);
}
