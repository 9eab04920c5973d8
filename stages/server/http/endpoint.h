// endpoint - the table of what can be asked over HTTP, and what a handler may call to answer.
//
// endpoints.def has one row for each endpoint. The router, the reading of parameters, the reference
// (/api-reference-documentation-help), GET /openapi.json and the contract test all expand or read it, so a
// new endpoint is one row there and one handler, `http_answer_<id>`, in a file of this folder.
//
// A handler is called with its parameters read and checked: `scope` and an entity are looked up, numbers are
// in range, a missing one that is required was refused. It writes the members of `data` into call->text with
// the functions of schema/json.h, or refuses with http_fail(). Envelope, tokens, status and headers are not
// its concern.
//
// A list is not written but declared: http_list() says how many items there are and how one is written. Items
// are written when they are sent, so that a list of any length takes bounded memory, and a short answer is
// one block all the same. The snapshot and what http_keep() gave live until the last byte is sent.
#ifndef SLUICE_SERVER_HTTP_ENDPOINT_H
#define SLUICE_SERVER_HTTP_ENDPOINT_H

#include <stdatomic.h>

#include "schema/json.h"
#include "stages/server/query.h"
#include "stages/server/query_source.h"

typedef struct http_call http_call;
typedef struct http_server http_server;

// ---- the table

typedef enum http_type {
    HTTP_TEXT,
    HTTP_INTEGER, // from minimum to maximum
    HTTP_NUMBER,  // not negative
    HTTP_CHOICE,  // one of `choices`, separated by |
    HTTP_ENTITY,  // key, unique prefix or name; looked up
    HTTP_SCOPE,   // L1 or L1||L2; looked up
} http_type;

typedef struct http_parameter {
    const char *name;
    http_type type;
    bool is_required;
    const char *fallback; // what it is when it is not given; NULL: nothing
    uint64_t minimum, maximum;
    const char *choices;
    const char *description;
} http_parameter;

enum { HTTP_PARAMETERS_MAX = 8 };

// How an endpoint is answered.
enum {
    HTTP_SLOW =
        1, // it may take more than a millisecond or two: done by a thread that serves no other connection
    HTTP_FLAT = 2, // its members stand beside `success`, not in `data`
    HTTP_RAW = 4,  // call->text is the whole answer, call->media its type
    HTTP_BODY = 8, // takes a body (POST)
};

typedef struct http_endpoint {
    const char *method, *path, *category, *description;
    unsigned flags;
    http_parameter parameters[HTTP_PARAMETERS_MAX]; // up to the first without a name
    const char *fields;                             // of data; fields.h has the grammar
    void (*answer)(http_call *call);
} http_endpoint;

extern const http_endpoint http_endpoints[];
extern const unsigned http_endpoint_count;

// Returns the endpoint of a path, NULL where there is none.
const http_endpoint *http_endpoint_find(const char *path);

#define ENDPOINT(id, ...) void http_answer_##id(http_call *call);
#include "stages/server/http/endpoints.def"

// ---- a request

enum { HTTP_LISTS_MAX = 8, HTTP_KEPT_MAX = 4, HTTP_ERROR_BYTES_MAX = 1500 };

// Appends the `index`-th item of a list; indexes come in their order, each once.
typedef void http_put_item(http_call *call, buffer *out, void *context, uint64_t index);

typedef struct http_value {
    bool is_given; // or has a fallback
    span text;
    uint64_t integer;
    double number;
} http_value;

struct http_list {
    size_t place;    // in call->text, where its items stand
    uint64_t offset; // index of the first item
    uint64_t count;
    bool has_own_commas;
    http_put_item *put;
    void *context;
};

struct http_call {
    const http_endpoint *endpoint;
    const http_server *server;
    const query_snapshot *snapshot; // one generation for the whole answer
    uint32_t generation;            // its number
    query_scope scope;              // everything without one
    query_entity entity;            // QUERY_NONE without one
    http_value values[HTTP_PARAMETERS_MAX];
    span body;   // of a POST
    buffer text; // the handler's
    const char *media;

    // What follows is for call.c.
    unsigned status; // of HTTP
    struct http_list lists[HTTP_LISTS_MAX];
    unsigned list_count;
    struct {
        void *value;
        void (*fini)(void *);
    } kept[HTTP_KEPT_MAX];
    unsigned kept_count;
    buffer arguments, scratch;
    char error[HTTP_ERROR_BYTES_MAX];
    buffer candidates; // of an error: the members of a JSON array

    buffer out;          // what is to be sent next
    uint64_t sent_bytes; // before it
    unsigned list;       // the next one
    uint64_t index;      // of its next item
    bool is_complete;
};

// ---- for handlers

// Ends the answer with an error: `status` is that of HTTP, the text one sentence.
void http_fail(http_call *call, unsigned status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// Returns what was given for a parameter of the endpoint's row.
const http_value *http_value_of(const http_call *call, const char *name);
span http_text(const http_call *call, const char *name);
uint64_t http_integer(const http_call *call, const char *name); // 0 when it is not given and has no fallback

// Returns `bytes` zeroed bytes that live as long as the answer; `fini`, if any, is then called with them.
void *http_keep(http_call *call, size_t bytes, void (*fini)(void *));

// Writes "name": [...] with `count` items, each by `put`, which gets `context`.
void http_list(http_call *call, const char *name, uint64_t count, http_put_item *put, void *context);

// Says that the items of the last list write what separates them themselves.
void http_list_without_commas(http_call *call);

// As http_list() for the part of `total` items that the parameters `offset` and `limit` ask for: writes
// "total_count" first unless `total_name` is another name, or NULL for none. Indexes then start at the
// offset.
void http_page(http_call *call, const char *total_name, uint64_t total, const char *name, http_put_item *put,
               void *context);

// Returns how many of `total` items the parameters `offset` and `limit` leave; *offset is the first.
uint64_t http_page_of(const http_call *call, uint64_t total, uint64_t *offset);

// Writes "name": value.
void http_put_text(buffer *out, const char *name, span value);
void http_put_integer(buffer *out, const char *name, uint64_t value);
void http_put_number(buffer *out, const char *name, double value); // null where it is not finite
void http_put_flag(buffer *out, const char *name, bool value);

// Writes an entity's key as a JSON string.
void http_put_key(http_call *call, buffer *out, query_entity entity);

// Writes "name": key.
void http_put_key_member(http_call *call, buffer *out, const char *name, query_entity entity);

// Writes the shape `entity`, with its braces: key, file_path, entity_type, entity_class, language.
void http_put_entity(http_call *call, buffer *out, query_entity entity);

// Writes the shape `edge`: from_key, to_key, edge_type, source_location.
void http_put_edge(http_call *call, buffer *out, const query_edge *edge);

// A put for lists of keys; `context` is a query_entities.
http_put_item http_put_key_item;

#endif
