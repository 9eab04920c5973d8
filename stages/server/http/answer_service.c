// The service itself: health, statistics, reference, OpenAPI, metrics.
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "schema/render.h"
#include "stages/server/http/fields.h"
#include "stages/server/http/server.h"
#include "stages/server/query_report.h"

void
http_answer_health(http_call *call)
{
    http_put_text(&call->text, "status", SPAN_LITERAL("ok"));
    http_put_integer(&call->text, "server_uptime_seconds_count",
                     (clock_now_ms() - call->server->started_ms) / 1000);
    http_put_flag(&call->text, "file_watcher_active", false);
    http_put_integer(&call->text, "generation", call->generation);
}

// ---- statistics

static void
put_languages(buffer *out, const query_statistics *statistics)
{
    json_put_name(out, "languages_detected_list");
    buffer_put_byte(out, '[');
    for (unsigned i = 0; i < LANGUAGE_COUNT; i++) {
        if (!statistics->files_by_language[i] || i == LANGUAGE_MANIFEST)
            continue;
        if (out->data[out->size - 1] != '[')
            buffer_put_byte(out, ',');
        json_put_string(out, span_of(language_names[i]));
    }
    buffer_put_byte(out, ']');
}

static void
put_relations(buffer *out, const query_statistics *statistics)
{
    const uint64_t rows[RELATION_COUNT] = {
        [RELATION_CODE_GRAPH] = statistics->code_entities + statistics->external_entities,
        [RELATION_DEPENDENCY_EDGES] = statistics->edges,
        [RELATION_TEST_ENTITIES] = statistics->test_entities,
        [RELATION_WORD_COVERAGE] = statistics->files,
        [RELATION_IGNORED_FILES] = statistics->ignored,
    };
    json_put_name(out, "relations");
    buffer_put_byte(out, '{');
    for (unsigned i = 0; i < RELATION_COUNT; i++)
        http_put_integer(out, relation_infos[i].name, rows[i]);
    buffer_put_byte(out, '}');
}

void
http_answer_statistics(http_call *call)
{
    const query_statistics *statistics = query_statistics_of(call->snapshot);
    query_about about = query_snapshot_about(call->snapshot);
    buffer *out = &call->text;
    http_put_integer(out, "code_entities_total_count", statistics->code_entities);
    http_put_integer(out, "test_entities_total_count", statistics->test_entities);
    http_put_integer(out, "dependency_edges_total_count", statistics->edges);
    put_languages(out, statistics);
    http_put_text(out, "database_file_path", span_of(about.path));
    http_put_integer(out, "generation", about.generation);
    buffer_clear(&call->scratch);
    render_time(&call->scratch, about.published_ns);
    http_put_text(out, "indexed_at", buffer_span(&call->scratch));
    http_put_text(out, "source", span_of(about.source));
    http_put_integer(out, "external_entities_total_count", statistics->external_entities);
    put_relations(out, statistics);
}

// ---- the reference

static const char *const type_texts[] = {
    [HTTP_TEXT] = "string",   [HTTP_INTEGER] = "integer", [HTTP_NUMBER] = "number",
    [HTTP_CHOICE] = "string", [HTTP_ENTITY] = "string",   [HTTP_SCOPE] = "string",
};

static void
put_parameter(buffer *out, const http_parameter *parameter)
{
    buffer_put_byte(out, '{');
    http_put_text(out, "name", span_of(parameter->name));
    http_put_text(out, "param_type", span_of(type_texts[parameter->type]));
    http_put_flag(out, "required", parameter->is_required);
    json_put_name(out, "default");
    if (parameter->fallback)
        json_put_string(out, span_of(parameter->fallback));
    else
        buffer_put_span(out, SPAN_LITERAL("null"));
    http_put_text(out, "description", span_of(parameter->description));
    buffer_put_byte(out, '}');
}

static void
put_endpoint(buffer *out, const http_endpoint *endpoint)
{
    buffer_put_byte(out, '{');
    http_put_text(out, "path", span_of(endpoint->path));
    http_put_text(out, "method", span_of(endpoint->method));
    http_put_text(out, "description", span_of(endpoint->description));
    json_put_name(out, "parameters");
    buffer_put_byte(out, '[');
    for (unsigned i = 0; i < HTTP_PARAMETERS_MAX && endpoint->parameters[i].name; i++) {
        if (i)
            buffer_put_byte(out, ',');
        put_parameter(out, &endpoint->parameters[i]);
    }
    buffer_put_byte(out, ']');
    http_put_text(out, "fields", span_of(endpoint->fields));
    buffer_put_byte(out, '}');
}

// True when no row before the `place`-th has its category.
static bool
is_new_category(unsigned place)
{
    for (unsigned i = 0; i < place; i++) {
        if (strcmp(http_endpoints[i].category, http_endpoints[place].category) == 0)
            return false;
    }
    return true;
}

static void
put_category(buffer *out, const char *category)
{
    bool is_first = true;
    buffer_put_byte(out, '{');
    http_put_text(out, "name", span_of(category));
    json_put_name(out, "endpoints");
    buffer_put_byte(out, '[');
    for (unsigned i = 0; i < http_endpoint_count; i++) {
        if (strcmp(http_endpoints[i].category, category) != 0)
            continue;
        if (!is_first)
            buffer_put_byte(out, ',');
        is_first = false;
        put_endpoint(out, &http_endpoints[i]);
    }
    buffer_put_span(out, SPAN_LITERAL("]}"));
}

void
http_answer_reference(http_call *call)
{
    buffer *out = &call->text;
    http_put_text(out, "api_version", span_of(SLUICE_VERSION));
    http_put_integer(out, "total_endpoints", http_endpoint_count);
    json_put_name(out, "categories");
    buffer_put_byte(out, '[');
    for (unsigned i = 0; i < http_endpoint_count; i++) {
        if (!is_new_category(i))
            continue;
        if (i)
            buffer_put_byte(out, ',');
        put_category(out, http_endpoints[i].category);
    }
    buffer_put_byte(out, ']');
}

// ---- metrics

static const char *
path_of(unsigned endpoint)
{
    return http_endpoints[endpoint].path;
}

static void
put_gauge(buffer *out, const char *name, const char *type, const char *help, uint64_t value)
{
    buffer_printf(out, "# HELP %s %s\n# TYPE %s %s\n%s %" PRIu64 "\n", name, help, name, type, name, value);
}

// Returns the process's resident memory, of which the index's mapped part is shared.
static uint64_t
resident_bytes(void)
{
    unsigned long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file && fscanf(file, "%*u %lu", &pages) != 1)
        pages = 0;
    if (file)
        fclose(file);
    return (uint64_t)pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

static void
put_rows(buffer *out, const query_about *about)
{
    buffer_put_span(
        out, SPAN_LITERAL(
                 "# HELP sluice_rows Rows of the generation that is served.\n# TYPE sluice_rows gauge\n"));
    for (unsigned i = 0; i < FAMILY_COUNT; i++)
        buffer_printf(out, "sluice_rows{relation=\"%s\",family=\"%s\"} %" PRIu64 "\n",
                      relation_infos[family_infos[i].relation].name, family_infos[i].name,
                      about->seal->families[i].rows);
}

void
http_answer_metrics(http_call *call)
{
    http_counters *counters = call->server->counters;
    query_about about = query_snapshot_about(call->snapshot);
    buffer *out = &call->text;
    assert(http_endpoint_count <= COUNTERS_ENDPOINTS_MAX);
    http_counters_put(counters, out, path_of, http_endpoint_count);
    put_gauge(out, "sluice_http_connections", "gauge", "Open connections.",
              atomic_load(&counters->connections));
    put_gauge(out, "sluice_http_connections_total", "counter", "Connections so far.",
              atomic_load(&counters->connections_total));
    put_gauge(out, "sluice_http_requests_active", "gauge", "Requests that are being answered, this one too.",
              atomic_load(&counters->active));
    put_gauge(out, "sluice_http_timeouts_total", "counter",
              "Connections that were shut because they took too long.", atomic_load(&counters->timeouts));
    put_gauge(out, "sluice_http_aborted_total", "counter", "Answers whose client went away.",
              atomic_load(&counters->aborted));
    put_gauge(out, "sluice_generation", "gauge", "Number of the generation that is served.",
              about.generation);
    put_gauge(out, "sluice_generation_timestamp_seconds", "gauge", "When it was published.",
              (uint64_t)about.published_ns / 1000000000);
    put_gauge(out, "sluice_generation_open_failures_total", "counter",
              "Generations that could not be opened.", query_failures(call->server->index));
    put_gauge(out, "sluice_image_bytes", "gauge",
              "Memory that the generation's image takes, shared with other processes.", about.memory_bytes);
    put_gauge(out, "process_resident_memory_bytes", "gauge", "Resident memory of the process.",
              resident_bytes());
    put_gauge(out, "sluice_uptime_seconds", "gauge", "Since the server was started.",
              (clock_now_ms() - call->server->started_ms) / 1000);
    put_rows(out, &about);
    call->media = "text/plain; version=0.0.4; charset=utf-8";
}

// ---- OpenAPI

static void
put_schema_of(buffer *out, const http_parameter *parameter)
{
    json_put_name(out, "schema");
    buffer_put_byte(out, '{');
    http_put_text(out, "type", span_of(type_texts[parameter->type]));
    if (parameter->type == HTTP_INTEGER) {
        http_put_integer(out, "minimum", parameter->minimum);
        http_put_integer(out, "maximum", parameter->maximum);
    } else if (parameter->type == HTTP_NUMBER) {
        http_put_integer(out, "minimum", 0);
    } else if (parameter->type == HTTP_CHOICE) {
        json_put_name(out, "enum");
        buffer_put_byte(out, '[');
        for (const char *at = parameter->choices; *at;) {
            size_t size = strcspn(at, "|");
            if (at != parameter->choices)
                buffer_put_byte(out, ',');
            json_put_string(out, (span){at, size});
            at += size + (at[size] == '|');
        }
        buffer_put_byte(out, ']');
    }
    if (parameter->fallback) {
        bool is_text = parameter->type != HTTP_INTEGER && parameter->type != HTTP_NUMBER;
        json_put_name(out, "default");
        if (is_text)
            json_put_string(out, span_of(parameter->fallback));
        else
            buffer_put_span(out, span_of(parameter->fallback));
    }
    buffer_put_byte(out, '}');
}

static void
put_open_parameters(buffer *out, const http_endpoint *endpoint)
{
    json_put_name(out, "parameters");
    buffer_put_byte(out, '[');
    for (unsigned i = 0; i < HTTP_PARAMETERS_MAX && endpoint->parameters[i].name; i++) {
        const http_parameter *parameter = &endpoint->parameters[i];
        if (i)
            buffer_put_byte(out, ',');
        buffer_put_byte(out, '{');
        http_put_text(out, "name", span_of(parameter->name));
        http_put_text(out, "in", SPAN_LITERAL("query"));
        http_put_text(out, "description", span_of(parameter->description));
        http_put_flag(out, "required", parameter->is_required);
        put_schema_of(out, parameter);
        buffer_put_byte(out, '}');
    }
    buffer_put_byte(out, ']');
}

// The schema of a whole answer: the envelope around the endpoint's fields.
static void
put_answer_schema(buffer *out, const http_endpoint *endpoint)
{
    buffer fields = {0};
    if (endpoint->flags & HTTP_FLAT)
        buffer_printf(&fields, "success:bool, endpoint:str, %s, tokens:int", endpoint->fields);
    else
        buffer_printf(&fields, "success:bool, endpoint:str, data:{%s}, tokens:int", endpoint->fields);
    buffer_put_byte(&fields, 0);
    bool is_right = http_put_schema(out, fields.data);
    assert(is_right); // the table is ours
    (void)is_right;
    buffer_fini(&fields);
}

static void
put_good_response(buffer *out, const http_endpoint *endpoint)
{
    bool is_text = strcmp(endpoint->path, "/metrics") == 0;
    json_put_name(out, "200");
    buffer_put_byte(out, '{');
    http_put_text(out, "description", SPAN_LITERAL("The answer."));
    json_put_name(out, "content");
    buffer_put_byte(out, '{');
    json_put_name(out, is_text ? "text/plain" : "application/json");
    buffer_put_span(out, SPAN_LITERAL("{\"schema\":"));
    if (endpoint->flags & HTTP_RAW)
        buffer_printf(out, "{\"type\":\"%s\"}", is_text ? "string" : "object");
    else
        put_answer_schema(out, endpoint);
    buffer_put_span(out, SPAN_LITERAL("}}}"));
}

static void
put_responses(buffer *out, const http_endpoint *endpoint)
{
    static const char *const errors[][2] = {
        {"400", "A parameter is missing, malformed or ambiguous."},
        {"401", "The bearer token is missing or wrong."},
        {"403", "Not allowed: a foreign Host or Origin, or what only reads was asked to write."},
        {"404", "No such entity or scope."},
        {"405", "Another method."},
        {"408", "It took too long."},
        {"413", "The request, or what it needs, is too large."},
        {"414", "The URL is too long."},
        {"500", "The index cannot be read."},
        {"503", "Too much is asked at once."},
    };
    json_put_name(out, "responses");
    buffer_put_byte(out, '{');
    put_good_response(out, endpoint);
    for (unsigned i = 0; i < sizeof errors / sizeof *errors; i++) {
        json_put_name(out, errors[i][0]);
        buffer_put_byte(out, '{');
        http_put_text(out, "description", span_of(errors[i][1]));
        buffer_put_span(out, SPAN_LITERAL(",\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/"
                                          "components/schemas/error\"}}}}"));
    }
    buffer_put_byte(out, '}');
}

static void
put_operation_id(buffer *out, const http_endpoint *endpoint)
{
    json_put_name(out, "operationId");
    buffer_put_byte(out, '"');
    for (const char *at = endpoint->path + 1; *at; at++)
        buffer_put_byte(out, *at == '-' || *at == '.' || *at == '/' ? '_' : (uint8_t)*at);
    buffer_put_byte(out, '"');
}

static void
put_path(buffer *out, const http_endpoint *endpoint)
{
    json_put_name(out, endpoint->path);
    buffer_put_byte(out, '{');
    json_put_name(out, endpoint->flags & HTTP_BODY ? "post" : "get");
    buffer_put_byte(out, '{');
    put_operation_id(out, endpoint);
    buffer_put_span(out, SPAN_LITERAL(",\"tags\":["));
    json_put_string(out, span_of(endpoint->category));
    buffer_put_byte(out, ']');
    http_put_text(out, "description", span_of(endpoint->description));
    put_open_parameters(out, endpoint);
    if (endpoint->flags & HTTP_BODY)
        buffer_put_span(
            out, SPAN_LITERAL(
                     ",\"requestBody\":{\"required\":true,\"content\":{\"text/"
                     "plain\":{\"schema\":{\"type\":\"string\"}},"
                     "\"application/json\":{\"schema\":{\"type\":\"object\",\"properties\":{\"statement\":"
                     "{\"type\":\"string\"},\"limit\":{\"type\":\"integer\",\"minimum\":0}},"
                     "\"required\":[\"statement\"]}}}}"));
    put_responses(out, endpoint);
    buffer_put_span(out, SPAN_LITERAL("}}"));
}

static void
put_components(buffer *out)
{
    json_put_name(out, "components");
    buffer_put_span(
        out, SPAN_LITERAL(
                 "{\"securitySchemes\":{\"token\":{\"type\":\"http\",\"scheme\":\"bearer\"}},\"schemas\":{"));
    for (unsigned i = 0; i < http_shape_count; i++) {
        json_put_name(out, http_shapes[i].name);
        bool is_right = http_put_schema(out, http_shapes[i].fields);
        assert(is_right);
        (void)is_right;
    }
    json_put_name(out, "error");
    http_put_schema(out, "success:bool, error:str, endpoint:str, candidates?:[str], tokens:int");
    buffer_put_span(out, SPAN_LITERAL("}}"));
}

void
http_answer_openapi(http_call *call)
{
    buffer *out = &call->text;
    buffer_printf(out,
                  "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"sluice\",\"version\":\"%s\",\"description\":"
                  "\"A source tree as a "
                  "queryable code graph. `tokens` is an answer's bytes / 4, rounded "
                  "up.\"},\"servers\":[{\"url\":\"/\"}],"
                  "\"security\":[{},{\"token\":[]}],\"paths\":{",
                  SLUICE_VERSION);
    for (unsigned i = 0; i < http_endpoint_count; i++)
        put_path(out, &http_endpoints[i]);
    buffer_put_byte(out, '}');
    put_components(out);
    buffer_put_byte(out, '}');
}
