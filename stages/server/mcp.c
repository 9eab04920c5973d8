#include "stages/server/mcp.h"

#include <assert.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "schema/json.h"
#include "stages/server/mcp_tools.h"

enum { FOLLOW_MS = 500 };

// JSON-RPC 2.0, 5.1.
enum { PARSE_ERROR = -32700, INVALID_REQUEST = -32600, METHOD_NOT_FOUND = -32601, INVALID_PARAMS = -32602 };

static const char *const revisions[] = {"2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"};

struct server {
    const char *db;
    FILE *out;
    query *index; // NULL until there is one
    buffer line, text;
};

// ---- messages

static status
send(struct server *self, json_t *message)
{
    char *text = json_dumps(message, JSON_COMPACT);
    assert(text);
    bool is_written = fprintf(self->out, "%s\n", text) > 0 && fflush(self->out) == 0;
    free(text);
    json_decref(message);
    return is_written ? STATUS_OK : STATUS_IO;
}

// `id` is lent; NULL where the request's could not be read.
static status
send_result(struct server *self, json_t *id, json_t *result)
{
    return send(self, json_pack("{s:s, s:O, s:o}", "jsonrpc", "2.0", "id", id, "result", result));
}

static status
send_error(struct server *self, json_t *id, int code, const char *text)
{
    json_t *shown = id ? json_incref(id) : json_null();
    return send(self, json_pack("{s:s, s:o, s:{s:i, s:s}}", "jsonrpc", "2.0", "id", shown, "error", "code", code, "message", text));
}

// ---- methods

static json_t *
initialized(json_t *params)
{
    const char *asked = json_string_value(json_object_get(params, "protocolVersion")), *agreed = revisions[0];
    for (size_t i = 0; asked && i < sizeof revisions / sizeof *revisions; i++) {
        if (strcmp(asked, revisions[i]) == 0)
            agreed = revisions[i];
    }
    return json_pack("{s:s, s:{s:{}}, s:{s:s, s:s}, s:s}", "protocolVersion", agreed, "capabilities", "tools", "serverInfo", "name",
                     "sluice", "version", SLUICE_VERSION, "instructions",
                     "A graph of this source tree's code. Name entities as in the code (Sprintf, Logger.Printf, fmt/print.go:213). "
                     "Start with search or context; use impact and tests before a change.");
}

static bool
open_index(struct server *self)
{
    char failure[STORE_FAILURE_BYTES] = "";
    if (self->index)
        return true;
    status result = query_open(self->db, FOLLOW_MS, &self->index, failure);
    if (result == STATUS_OK)
        return true;
    self->index = NULL;
    buffer_printf(&self->text, "no answer: %s", *failure ? failure : status_text(result));
    return false;
}

static status
answer_call(struct server *self, json_t *id, json_t *params)
{
    const char *name = json_string_value(json_object_get(params, "name"));
    json_t *arguments = json_object_get(params, "arguments");
    if (!name || (arguments && !json_is_object(arguments)))
        return send_error(self, id, INVALID_PARAMS, "tools/call takes a name, and arguments as an object");
    buffer_clear(&self->text);
    bool is_answer = false, is_known = true;
    if (open_index(self)) {
        query_snapshot *snapshot = query_acquire(self->index);
        is_answer = mcp_tools_call(snapshot, name, arguments, &self->text, &is_known);
        query_release(&snapshot);
    }
    if (!is_known)
        return send_error(self, id, INVALID_PARAMS, "no such tool; tools/list has them");
    buffer_clear(&self->line); // paths and code are bytes
    utf8_put(&self->line, buffer_span(&self->text));
    json_t *text = json_stringn(self->line.data ? self->line.data : "", self->line.size);
    return send_result(self, id, json_pack("{s:[{s:s, s:o}], s:b}", "content", "type", "text", "text", text, "isError", !is_answer));
}

static status
answer(struct server *self, json_t *id, const char *method, json_t *params)
{
    if (strcmp(method, "initialize") == 0)
        return send_result(self, id, initialized(params));
    if (strcmp(method, "ping") == 0)
        return send_result(self, id, json_object());
    if (strcmp(method, "tools/list") == 0)
        return send_result(self, id, json_pack("{s:o}", "tools", mcp_tools_list()));
    if (strcmp(method, "tools/call") == 0)
        return answer_call(self, id, params);
    return send_error(self, id, METHOD_NOT_FOUND, "no such method");
}

static status
take_message(struct server *self, json_t *message)
{
    json_t *id = json_object_get(message, "id");
    const char *version = json_string_value(json_object_get(message, "jsonrpc"));
    const char *method = json_string_value(json_object_get(message, "method"));
    bool is_response = json_object_get(message, "result") || json_object_get(message, "error");
    if (json_is_object(message) && !method && is_response)
        return STATUS_OK; // to nothing that we asked
    bool has_id = json_is_string(id) || json_is_integer(id);
    if (!json_is_object(message) || !version || strcmp(version, "2.0") != 0 || !method || (id && !has_id))
        return send_error(self, has_id ? id : NULL, INVALID_REQUEST, "no JSON-RPC 2.0 request");
    return id ? answer(self, id, method, json_object_get(message, "params")) : STATUS_OK; // else a notification
}

static status
take_line(struct server *self, const char *text, size_t size)
{
    json_error_t error;
    size_t blank = strspn(text, " \t\r\n");
    if (blank >= size)
        return STATUS_OK;
    json_t *message = json_loadb(text, size, JSON_REJECT_DUPLICATES, &error);
    if (!message)
        return send_error(self, NULL, PARSE_ERROR, error.text);
    status result = take_message(self, message);
    json_decref(message);
    return result;
}

// Reads a line into `line`; false at the end of input. A line that is too long is read to its end and left empty.
static bool
read_line(struct server *self, FILE *in, bool *is_too_long)
{
    int byte;
    buffer_clear(&self->line);
    *is_too_long = false;
    while ((byte = getc_unlocked(in)) != EOF && byte != '\n') {
        if (self->line.size < MCP_MESSAGE_BYTES_MAX)
            buffer_put_byte(&self->line, (uint8_t)byte);
        else
            *is_too_long = true;
    }
    bool has_line = byte == '\n' || self->line.size > 0;
    buffer_put_byte(&self->line, 0);
    return has_line;
}

status
mcp_serve(const char *db, FILE *in, FILE *out)
{
    struct server self = {.db = db, .out = out};
    status result = STATUS_OK;
    bool is_too_long;
    while (result == STATUS_OK && read_line(&self, in, &is_too_long)) {
        if (is_too_long)
            result = send_error(&self, NULL, INVALID_REQUEST, "the message is longer than 4 MB");
        else
            result = take_line(&self, self.line.data, self.line.size - 1);
    }
    query_close(&self.index);
    buffer_fini(&self.line);
    buffer_fini(&self.text);
    return result;
}
