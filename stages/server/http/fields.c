#include "stages/server/http/fields.h"

#include <string.h>

#include "schema/json.h"

const struct http_shape http_shapes[] = {
    {"entity", "key:str, file_path:str, entity_type:str, entity_class:str, language:str"},
    {"edge", "from_key:str, to_key:str, edge_type:str, source_location:str"},
};
const unsigned http_shape_count = sizeof http_shapes / sizeof *http_shapes;

enum { DEPTH_MAX = 16 };

struct parser {
    const char *at;
    buffer *out;
    unsigned depth; // of brackets; the text is ours, and still bounded
};

static bool
take(struct parser *self, const char *text)
{
    size_t size = strlen(text);
    if (strncmp(self->at, text, size) != 0)
        return false;
    self->at += size;
    return true;
}

static bool
is_name_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
           byte == '_';
}

static span
take_name(struct parser *self)
{
    span name = {self->at, 0};
    while (is_name_byte(name.data[name.size]))
        name.size++;
    self->at += name.size;
    return name;
}

// Appends the schema of a type that is a word.
static bool
put_word(struct parser *self)
{
    static const char *const words[][2] = {
        {"int", "integer"}, {"num", "number"}, {"str", "string"}, {"bool", "boolean"}};
    span name = take_name(self);
    if (span_is(name, "any"))
        return true;
    for (unsigned i = 0; i < sizeof words / sizeof *words; i++) {
        if (span_is(name, words[i][0])) {
            buffer_printf(self->out, "\"type\":\"%s\"", words[i][1]);
            return true;
        }
    }
    for (unsigned i = 0; i < http_shape_count; i++) {
        if (span_is(name, http_shapes[i].name)) {
            buffer_printf(self->out, "\"$ref\":\"#/components/schemas/%s\"", http_shapes[i].name);
            return true;
        }
    }
    return false;
}

static bool put_fields(struct parser *self);

// Appends the members of a type's schema, without braces.
static bool
put_type(struct parser *self)
{
    if (++self->depth > DEPTH_MAX)
        return false;
    bool is_right;
    if (take(self, "[")) {
        buffer_put_span(self->out, SPAN_LITERAL("\"type\":\"array\",\"items\":{"));
        is_right = put_type(self) && take(self, "]");
        buffer_put_byte(self->out, '}');
    } else if (take(self, "{*:")) {
        buffer_put_span(self->out, SPAN_LITERAL("\"type\":\"object\",\"additionalProperties\":{"));
        is_right = put_type(self) && take(self, "}");
        buffer_put_byte(self->out, '}');
    } else if (take(self, "{")) {
        is_right = put_fields(self) && take(self, "}");
    } else {
        is_right = put_word(self);
    }
    self->depth--;
    return is_right;
}

// A type that may be null, or not.
static bool
put_nullable(struct parser *self)
{
    size_t start = self->out->size;
    if (!put_type(self))
        return false;
    if (!take(self, "?"))
        return true;
    buffer inner = {0};
    buffer_put_span(&inner, span_slice(buffer_span(self->out), start, self->out->size));
    self->out->size = start;
    buffer_put_span(self->out, SPAN_LITERAL("\"anyOf\":[{"));
    buffer_put_span(self->out, buffer_span(&inner));
    buffer_put_span(self->out, SPAN_LITERAL("},{\"type\":\"null\"}]"));
    buffer_fini(&inner);
    return true;
}

static bool
put_fields(struct parser *self)
{
    buffer required = {0};
    bool is_right = true;
    buffer_put_span(self->out, SPAN_LITERAL("\"type\":\"object\",\"properties\":{"));
    while (is_right && *self->at && *self->at != '}') {
        span name = take_name(self);
        if (!take(self, "?")) {
            buffer_put_byte(&required, required.size ? ',' : '[');
            json_put_string(&required, name);
        }
        if (self->out->data[self->out->size - 1] != '{')
            buffer_put_byte(self->out, ',');
        json_put_string(self->out, name);
        buffer_put_span(self->out, SPAN_LITERAL(":{"));
        is_right = name.size && take(self, ":") && put_nullable(self);
        buffer_put_byte(self->out, '}');
        is_right = is_right && (take(self, ", ") || !*self->at || *self->at == '}');
    }
    buffer_put_byte(self->out, '}');
    if (required.size) {
        buffer_put_span(self->out, SPAN_LITERAL(",\"required\":"));
        buffer_put_span(self->out, buffer_span(&required));
        buffer_put_byte(self->out, ']');
    }
    buffer_fini(&required);
    return is_right;
}

bool
http_put_schema(buffer *out, const char *fields)
{
    struct parser self = {.at = fields, .out = out};
    buffer_put_byte(out, '{');
    bool is_right = put_fields(&self) && !*self.at;
    buffer_put_byte(out, '}');
    return is_right;
}
