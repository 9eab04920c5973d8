// fields - the fields of an answer as a short text, and what is made of it.
//
//   fields := field (", " field)*          field := name ["?"] ":" type       a name with ? may be absent
//   type := ("int" | "num" | "str" | "bool" | "any" | "[" type "]" | "{" fields "}" | "{*:" type "}" | shape)
//   ["?"]      ?: or null
//
// {*:int} is an object with any names. A shape is one of http_shapes, for objects that many endpoints answer
// with.
#ifndef SLUICE_SERVER_HTTP_FIELDS_H
#define SLUICE_SERVER_HTTP_FIELDS_H

#include "base/buffer.h"

struct http_shape {
    const char *name, *fields;
};

extern const struct http_shape http_shapes[];
extern const unsigned http_shape_count;

// Appends the JSON Schema of an object with these fields. False when the text is not of the grammar, which is
// a mistake in a table.
bool http_put_schema(buffer *out, const char *fields);

#endif
