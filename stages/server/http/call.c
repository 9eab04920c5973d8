#include "stages/server/http/call.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "stages/server/query_find.h"

enum {
    FIRST_BYTES = 32 * 1024, // an answer up to here is sent as one block with its length
    BYTES_PER_TOKEN = 4,
    SHOWN_BYTES_MAX = 200, // of what somebody sent, in a sentence
    NUMBER_DIGITS_MAX = 15,
};

http_call *
http_call_new(const http_server *server)
{
    http_call *self = calloc(1, sizeof *self);
    assert(self); // the number of connections is bounded
    self->server = server;
    self->entity = QUERY_NONE;
    self->status = 200;
    return self;
}

// Gives back what only the making of an answer needs: who reads slowly does not hold a generation.
static void
let_go(http_call *self)
{
    while (self->kept_count) {
        self->kept_count--;
        if (self->kept[self->kept_count].fini)
            self->kept[self->kept_count].fini(self->kept[self->kept_count].value);
        free(self->kept[self->kept_count].value);
    }
    query_snapshot *snapshot = (query_snapshot *)(uintptr_t)self->snapshot;
    query_release(&snapshot);
    self->snapshot = NULL;
}

void
http_call_destroy(http_call **self_p)
{
    http_call *self = *self_p;
    if (!self)
        return;
    let_go(self);
    buffer_fini(&self->text);
    buffer_fini(&self->arguments);
    buffer_fini(&self->scratch);
    buffer_fini(&self->candidates);
    buffer_fini(&self->out);
    free(self);
    *self_p = NULL;
}

// ---- what handlers call

void
http_fail(http_call *call, unsigned status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(call->error, sizeof call->error, format, arguments);
    va_end(arguments);
    call->status = status;
}

const http_value *
http_value_of(const http_call *call, const char *name)
{
    for (unsigned i = 0; i < HTTP_PARAMETERS_MAX && call->endpoint->parameters[i].name; i++) {
        if (strcmp(call->endpoint->parameters[i].name, name) == 0)
            return &call->values[i];
    }
    assert(!"a parameter that the endpoint's row does not have");
    return NULL;
}

span
http_text(const http_call *call, const char *name)
{
    return http_value_of(call, name)->text;
}

uint64_t
http_integer(const http_call *call, const char *name)
{
    return http_value_of(call, name)->integer;
}

void *
http_keep(http_call *call, size_t bytes, void (*fini)(void *))
{
    assert(call->kept_count < HTTP_KEPT_MAX);
    void *value = calloc(1, bytes);
    assert(value);
    call->kept[call->kept_count].value = value;
    call->kept[call->kept_count].fini = fini;
    call->kept_count++;
    return value;
}

void
http_list(http_call *call, const char *name, uint64_t count, http_put_item *put, void *context)
{
    assert(call->list_count < HTTP_LISTS_MAX);
    json_put_name(&call->text, name);
    buffer_put_byte(&call->text, '[');
    call->lists[call->list_count++] =
        (struct http_list){.place = call->text.size, .count = count, .put = put, .context = context};
    buffer_put_byte(&call->text, ']');
}

void
http_list_without_commas(http_call *call)
{
    assert(call->list_count);
    call->lists[call->list_count - 1].has_own_commas = true;
}

uint64_t
http_page_of(const http_call *call, uint64_t total, uint64_t *offset)
{
    const http_value *limit = http_value_of(call, "limit");
    uint64_t start = http_integer(call, "offset");
    *offset = start < total ? start : total;
    return limit->is_given && limit->integer < total - *offset ? limit->integer : total - *offset;
}

void
http_page(http_call *call, const char *total_name, uint64_t total, const char *name, http_put_item *put,
          void *context)
{
    uint64_t offset, count = http_page_of(call, total, &offset);
    if (total_name)
        http_put_integer(&call->text, total_name, total);
    http_list(call, name, count, put, context);
    call->lists[call->list_count - 1].offset = offset;
}

void
http_put_text(buffer *out, const char *name, span value)
{
    json_put_name(out, name);
    json_put_string(out, value);
}

void
http_put_integer(buffer *out, const char *name, uint64_t value)
{
    json_put_name(out, name);
    buffer_printf(out, "%" PRIu64, value);
}

void
http_put_number(buffer *out, const char *name, double value)
{
    json_put_name(out, name);
    if (isfinite(value))
        buffer_printf(out, "%.*g", NUMBER_DIGITS_MAX, value);
    else
        buffer_put_span(out, SPAN_LITERAL("null"));
}

void
http_put_flag(buffer *out, const char *name, bool value)
{
    json_put_name(out, name);
    buffer_put_span(out, value ? SPAN_LITERAL("true") : SPAN_LITERAL("false"));
}

void
http_put_key(http_call *call, buffer *out, query_entity entity)
{
    buffer_clear(&call->scratch);
    query_put_key(call->snapshot, entity, &call->scratch);
    json_put_string(out, buffer_span(&call->scratch));
}

void
http_put_key_member(http_call *call, buffer *out, const char *name, query_entity entity)
{
    json_put_name(out, name);
    http_put_key(call, out, entity);
}

void
http_put_entity(http_call *call, buffer *out, query_entity entity)
{
    query_node node = query_node_of(call->snapshot, entity);
    buffer_put_byte(out, '{');
    http_put_key_member(call, out, "key", entity);
    http_put_text(out, "file_path", node.path);
    http_put_text(out, "entity_type", span_of(entity_kind_texts[node.kind]));
    http_put_text(out, "entity_class", span_of(query_class_text(&node)));
    http_put_text(out, "language", span_of(language_names[node.language]));
    buffer_put_byte(out, '}');
}

void
http_put_edge(http_call *call, buffer *out, const query_edge *edge)
{
    buffer_put_byte(out, '{');
    http_put_key_member(call, out, "from_key", edge->from);
    http_put_key_member(call, out, "to_key", edge->to);
    http_put_text(out, "edge_type", span_of(edge_type_texts[edge->type]));
    buffer_clear(&call->scratch);
    query_put_location(call->snapshot, edge, &call->scratch);
    http_put_text(out, "source_location", buffer_span(&call->scratch));
    buffer_put_byte(out, '}');
}

void
http_put_key_item(http_call *call, buffer *out, void *context, uint64_t index)
{
    const query_entities *entities = context;
    http_put_key(call, out, entities->items[index]);
}

// ---- parameters

static const http_argument *
find_argument(const http_argument *arguments, unsigned count, const char *name, unsigned *times)
{
    const http_argument *found = NULL;
    *times = 0;
    for (unsigned i = 0; i < count; i++) {
        if (span_is(arguments[i].name, name)) {
            found = &arguments[i];
            ++*times;
        }
    }
    return found;
}

static bool
read_integer(span text, uint64_t *value)
{
    *value = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9' || *value > UINT64_MAX / 10 - 1)
            return false;
        *value = *value * 10 + (uint64_t)(text.data[i] - '0');
    }
    return text.size > 0;
}

static bool
read_number(span text, double *value)
{
    char digits[40], *end;
    if (!text.size || text.size >= sizeof digits || text.data[0] < '0' || text.data[0] > '9')
        return false;
    memcpy(digits, text.data, text.size);
    digits[text.size] = '\0';
    *value = strtod(digits, &end);
    return end == digits + text.size && isfinite(*value);
}

static bool
is_choice(span text, const char *choices)
{
    while (*choices) {
        size_t size = strcspn(choices, "|");
        if (span_equal(text, (span){choices, size}))
            return true;
        choices += size + (choices[size] == '|');
    }
    return false;
}

// Puts what somebody sent into a sentence, cut and as valid UTF-8; lent until the next call.
static const char *
shown(http_call *self, span text)
{
    buffer_clear(&self->scratch);
    if (text.size > SHOWN_BYTES_MAX) {
        text.size = SHOWN_BYTES_MAX;
        while (text.size && ((unsigned char)text.data[text.size] & 0xC0) == 0x80)
            text.size--;
    }
    for (size_t i = 0; i < text.size; i++)
        buffer_put_byte(&self->scratch, text.data[i] ? (uint8_t)text.data[i] : '?');
    buffer_put_byte(&self->scratch, 0);
    return self->scratch.data;
}

static void
add_candidate(http_call *self, span text)
{
    if (self->candidates.size)
        buffer_put_byte(&self->candidates, ',');
    json_put_string(&self->candidates, text);
}

static void
find_entity(http_call *self, const http_parameter *parameter, span text)
{
    query_entities found = {0};
    uint64_t total = 0;
    status result = query_find(self->snapshot, text, (query_scope){0}, &found, &total);
    if (result == STATUS_OK)
        self->entity = found.items[0];
    else if (result == STATUS_CONFLICT)
        http_fail(
            self, 400,
            "%s '%s' is ambiguous: %" PRIu64
            " entities have that name or prefix; give one of the candidates, a longer name, or path:line",
            parameter->name, shown(self, text), total);
    else if (result == STATUS_NOT_FOUND)
        http_fail(self, 404, "%s '%s' not found%s", parameter->name, shown(self, text),
                  found.count ? "; the candidates are near it" : "");
    else
        http_fail(self, 400, "%s is longer than %d bytes", parameter->name, QUERY_TEXT_BYTES_MAX);
    for (size_t i = 0; result && i < found.count; i++) {
        buffer_clear(&self->scratch);
        query_put_key(self->snapshot, found.items[i], &self->scratch);
        add_candidate(self, buffer_span(&self->scratch));
    }
    query_entities_fini(&found);
}

static void
find_scope(http_call *self, const http_parameter *parameter, span text)
{
    buffer nearest = {0}, line = {0};
    if (query_scope_find(self->snapshot, text, &self->scope, &nearest)) {
        for (size_t start = 0, end; start < nearest.size; start = end + 1) {
            for (end = start; end < nearest.size && nearest.data[end] != '\n';)
                end++;
            span one = {nearest.data + start, end - start};
            add_candidate(self, one);
            if (line.size)
                buffer_put_span(&line, SPAN_LITERAL(", "));
            buffer_put_span(&line, one);
        }
        http_fail(self, 404, "%s '%s' not found%s%.*s", parameter->name, shown(self, text),
                  line.size ? "; nearest are: " : "",
                  (int)(line.size < SHOWN_BYTES_MAX * 4 ? line.size : SHOWN_BYTES_MAX * 4),
                  line.size ? line.data : "");
    }
    buffer_fini(&nearest);
    buffer_fini(&line);
}

static void
set_value(http_call *self, const http_parameter *parameter, http_value *value)
{
    switch (parameter->type) {
    case HTTP_TEXT:
        break;
    case HTTP_INTEGER:
        if (!read_integer(value->text, &value->integer) || value->integer < parameter->minimum ||
            value->integer > parameter->maximum)
            http_fail(self, 400, "%s '%s' is not a number from %" PRIu64 " to %" PRIu64, parameter->name,
                      shown(self, value->text), parameter->minimum, parameter->maximum);
        break;
    case HTTP_NUMBER:
        if (!read_number(value->text, &value->number))
            http_fail(self, 400, "%s '%s' is not a number of 0 or more", parameter->name,
                      shown(self, value->text));
        break;
    case HTTP_CHOICE:
        if (!is_choice(value->text, parameter->choices))
            http_fail(self, 400, "%s '%s' is none of %s", parameter->name, shown(self, value->text),
                      parameter->choices);
        break;
    case HTTP_ENTITY:
        find_entity(self, parameter, value->text);
        break;
    case HTTP_SCOPE:
        find_scope(self, parameter, value->text);
        break;
    }
}

static void
read_parameter(http_call *self, unsigned i, const http_argument *arguments, unsigned count)
{
    const http_parameter *parameter = &self->endpoint->parameters[i];
    http_value *value = &self->values[i];
    unsigned times;
    const http_argument *given = find_argument(arguments, count, parameter->name, &times);
    if (times > 1) {
        http_fail(self, 400, "%s is given %u times", parameter->name, times);
        return;
    }
    // An empty one is one that was left out, as a form does.
    bool is_given = given && given->value.size;
    if (!is_given && parameter->is_required) {
        http_fail(self, 400, "parameter '%s' is missing: %s", parameter->name, parameter->description);
        return;
    }
    if (!is_given && !parameter->fallback)
        return;
    value->is_given = true;
    value->text = is_given ? given->value : span_of(parameter->fallback);
    set_value(self, parameter, value);
}

static void
copy_arguments(http_call *self, http_argument *copies, const http_argument *arguments, unsigned count)
{
    size_t bytes = 0;
    for (unsigned i = 0; i < count; i++)
        bytes += arguments[i].value.size;
    buffer_reserve(&self->arguments, bytes + 1); // so that it does not move
    for (unsigned i = 0; i < count; i++) {
        copies[i].name = arguments[i].name;
        copies[i].value = (span){self->arguments.data + self->arguments.size, arguments[i].value.size};
        buffer_put_span(&self->arguments, arguments[i].value);
    }
}

// ---- the answer

static void
put_tokens(buffer *out, uint64_t before)
{
    static const char name[] = ",\"tokens\":";
    char number[24];
    // The number's own digits count too.
    uint64_t bytes = before + out->size + sizeof name - 1 + 1, tokens = 0;
    for (size_t digits = 1; digits < sizeof number; digits++) {
        tokens = (bytes + digits + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
        if ((size_t)snprintf(number, sizeof number, "%" PRIu64, tokens) <= digits)
            break;
    }
    buffer_printf(out, "%s%s}", name, number);
}

static void
compose_error(http_call *self, span path)
{
    buffer *out = &self->out;
    buffer_clear(out);
    buffer_put_byte(out, '{');
    http_put_flag(out, "success", false);
    http_put_text(out, "error", span_of(self->error));
    http_put_text(out, "endpoint", path);
    if (self->candidates.size) {
        json_put_name(out, "candidates");
        buffer_put_byte(out, '[');
        buffer_put_span(out, buffer_span(&self->candidates));
        buffer_put_byte(out, ']');
    }
    put_tokens(out, 0);
    self->media = "application/json";
    self->is_complete = true;
    let_go(self);
}

static void
put_end(http_call *self)
{
    self->is_complete = true;
    let_go(self);
    if (self->endpoint->flags & HTTP_RAW)
        return;
    if (!(self->endpoint->flags & HTTP_FLAT))
        buffer_put_byte(&self->out, '}');
    put_tokens(&self->out, self->sent_bytes);
}

// Appends items of the current list until there are `bytes`; true when it has no more.
static bool
put_items(http_call *self, size_t bytes)
{
    struct http_list *list = &self->lists[self->list];
    for (; self->index < list->count; self->index++) {
        if (self->out.size >= bytes)
            return false;
        if (self->index && !list->has_own_commas)
            buffer_put_byte(&self->out, ',');
        list->put(self, &self->out, list->context, list->offset + self->index);
    }
    return true;
}

// Appends the handler's text between the last list and the next one, or the end.
static void
put_text_before(http_call *self, unsigned list)
{
    size_t start = list ? self->lists[list - 1].place : 0;
    size_t end = list < self->list_count ? self->lists[list].place : self->text.size;
    buffer_put_span(&self->out, span_slice(buffer_span(&self->text), start, end));
}

static void
fill(http_call *self, size_t bytes)
{
    while (self->list < self->list_count) {
        if (!put_items(self, bytes))
            return;
        self->list++;
        self->index = 0;
        put_text_before(self, self->list);
    }
    put_end(self);
}

void
http_call_more(http_call *self, size_t bytes)
{
    assert(!self->is_complete);
    self->sent_bytes += self->out.size;
    buffer_clear(&self->out);
    fill(self, bytes);
}

static void
start_answer(http_call *self)
{
    const http_endpoint *endpoint = self->endpoint;
    buffer_clear(&self->out);
    if (!(endpoint->flags & HTTP_RAW)) {
        buffer_put_byte(&self->out, '{');
        http_put_flag(&self->out, "success", true);
        http_put_text(&self->out, "endpoint", span_of(endpoint->path));
        buffer_put_span(&self->out,
                        endpoint->flags & HTTP_FLAT ? SPAN_LITERAL(",") : SPAN_LITERAL(",\"data\":{"));
    }
    put_text_before(self, 0);
    fill(self, FIRST_BYTES);
}

void
http_call_take(http_call *self, const http_endpoint *endpoint, query_snapshot **snapshot_p,
               const http_argument *arguments, unsigned count)
{
    http_argument copies[HTTP_ARGUMENTS_MAX];
    assert(count <= HTTP_ARGUMENTS_MAX);
    self->endpoint = endpoint;
    self->snapshot = *snapshot_p;
    *snapshot_p = NULL;
    self->generation = query_snapshot_about(self->snapshot).generation;
    self->media = "application/json";
    copy_arguments(self, copies, arguments, count);
    for (unsigned i = 0; i < HTTP_PARAMETERS_MAX && endpoint->parameters[i].name && self->status == 200; i++)
        read_parameter(self, i, copies, count);
}

void
http_call_run(http_call *self)
{
    if (self->status == 200)
        self->endpoint->answer(self);
    if (self->status == 200)
        start_answer(self);
    else
        compose_error(self, span_of(self->endpoint->path));
}

void
http_call_answer(http_call *self, const http_endpoint *endpoint, query_snapshot **snapshot_p,
                 const http_argument *arguments, unsigned count)
{
    http_call_take(self, endpoint, snapshot_p, arguments, count);
    http_call_run(self);
}

void
http_call_refuse(http_call *self, unsigned status, span path, const char *sentence)
{
    http_fail(self, status, "%s", sentence);
    compose_error(self, path);
}
