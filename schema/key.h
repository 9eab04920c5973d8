// key - ISGL1 keys and entity ids.
//
// A key reads `language:type:name:semantic_path:T<birth>`, as in `rust:fn:handle_auth:__src_auth:T1706284800`.
// `semantic_path` is `__` and the path without its extension, with `/`, `.` and `-` as `_`. `birth` is a number
// in the 2020s (seconds since 1970 of some moment in them) that stands for (path, qualified name, type,
// ordinal among equals), so a key survives edits that only move lines, and two methods of one name differ.
//
// An id is 64 bits: 16 of a hash of the semantic path, then 48 of a hash of the whole key. It can be had
// from the key alone, and what belongs to one file lies together in every table that is sorted by id.
#ifndef SLUICE_SCHEMA_KEY_H
#define SLUICE_SCHEMA_KEY_H

#include <stdint.h>

#include "base/buffer.h"
#include "base/span.h"

enum { BIRTH_FIRST = 1577836800, BIRTH_COUNT = 315619200 }; // 2020-01-01 and ten years, in seconds

// Returns the birth of the `ordinal`-th (from 0) entity with that path, qualified name and type.
uint32_t key_birth(span path, span qualified_name, span type, uint32_t ordinal);

// Appends the semantic path of `path` ("" gives "__").
void key_put_semantic_path(buffer *out, span path);

// Appends `name` made safe for a key, as the seed does it: space `_`, `<` `__lt__`, `>` `__gt__`, `,` `__c__`,
// `[` `__lb__`, `]` `__rb__`, `{` `__lc__`, `}` `__rc__`, `::` `__`, and what would break a line or a field
// (`:`, control bytes) `_`.
void key_put_name(buffer *out, span name);

// Appends the whole key.
void key_put(buffer *out, span language, span type, span name, span path, uint32_t birth);

// Appends the key of something outside the tree: `language:external:name:__module:T0`.
void key_put_external(buffer *out, span language, span name, span module);

// Returns the id of a whole key. `ordinal` is 0, or counts on where that id is taken already.
uint64_t key_id(span key, uint32_t ordinal);

// Makes the keys of one file's entities: what they share is done once.
typedef struct key_maker {
    buffer head; // "language:"
    buffer tail; // ":semantic_path:T"
    uint64_t path_hash, cluster;
} key_maker;

void key_maker_init(key_maker *self, span language, span path);
void key_maker_fini(key_maker *self);

// As key_birth(), key_put() and key_id() for that language and path; `hash` is key_maker_hash() of the key.
uint32_t key_maker_birth(const key_maker *self, span qualified_name, span type, uint32_t ordinal);
void key_maker_put(const key_maker *self, buffer *out, span type, span name, uint32_t birth);
uint64_t key_maker_hash(span key, uint32_t ordinal);
uint64_t key_maker_id(const key_maker *self, uint64_t hash);

// Returns the semantic path inside a key (its fourth field); empty when `key` is not a key.
span key_semantic_path(span key);

#endif
