// json - bytes as JSON strings. Writing only: reading is jansson's.
//
// Paths and source text are bytes. What is valid UTF-8 is written as it is. In a text that holds an invalid
// byte, each such byte becomes the four characters \xHH and each backslash \x5C, so that the text can be
// turned back; who reads it knows by `path_base64` beside it that this was done.
#ifndef SLUICE_SCHEMA_JSON_H
#define SLUICE_SCHEMA_JSON_H

#include "base/buffer.h"
#include "base/span.h"

// True when `text` is UTF-8: shortest forms only, no surrogates, nothing above U+10FFFF.
bool utf8_is_valid(span text);

// Appends `text` as valid UTF-8, invalid bytes as \xHH; of a valid text that is a copy.
void utf8_put(buffer *out, span text);

// Appends `text` as a JSON string, quotes included. Control characters are escaped, so it is one line.
void json_put_string(buffer *out, span text);

// Appends "name": with its quotes and colon, and a comma before it unless it follows a `{`.
void json_put_name(buffer *out, const char *name);

// Appends `bytes` in base 64 (RFC 4648, padded), without quotes.
void base64_put(buffer *out, span bytes);

#endif
