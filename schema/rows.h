// rows - the values stored under the keys of relations.def, as structs and as bytes.
//
// Who makes a row packs a struct; who reads one unpacks it. Spans in an unpacked row point into the bytes
// it came from and live as long. What can be derived is not stored: an ISGL1 key comes from language, kind,
// name, path and birth; signature, documentation, code and content hash are cut out of the file's text.
#ifndef SLUICE_SCHEMA_ROWS_H
#define SLUICE_SCHEMA_ROWS_H

#include <stdint.h>

#include "base/buffer.h"
#include "base/status.h"
#include "schema/kinds.h"
#include "schema/languages.h"
#include "schema/relations.h"

enum { FILE_NUMBER_NONE = UINT32_MAX }; // an external entity's file

// A half-open range of bytes in a file's text; empty when start == end.
typedef struct byte_range {
    uint32_t start, end;
} byte_range;

// An entity of CodeGraph, or of TestEntitiesExcluded when `detection` is not DETECTION_NONE.
typedef struct entity_row {
    uint32_t file; // number of its file, FILE_NUMBER_NONE for an external entity
    entity_kind kind;
    language_id language;
    test_detection detection;
    uint32_t birth;                // 0 for an external entity
    uint32_t line_start, line_end; // from 1
    byte_range code;
    byte_range signature;     // the declaration without its body, unfolded
    byte_range documentation; // the comment, with its markers
    span name;
    span qualified_name; // parts joined by "."; of an external entity: its module, or empty
    uint32_t complexity; // of a callable with a body: McCabe's number (1976), at least 1; else 0
    span fields; // FIELD_HASH_BYTES for each, ascending: of a type the fields that it declares; of a method names that it
                 // uses of its own instance, each of which may be a field
} entity_row;

enum { FIELD_HASH_BYTES = 3, FIELDS_MAX = 1000 };

// The hash of a field's name, below 1 << 24; a leading `@` or `$` is no part of the name. Two names of one class are the
// same in one of 17 million pairs, which metrics can bear.
uint32_t field_hash(span name);

// Takes the next hash off an entity row's fields; false at the end.
static inline bool
field_next(span *fields, uint32_t *hash)
{
    if (fields->size < FIELD_HASH_BYTES)
        return false;
    const uint8_t *at = (const uint8_t *)fields->data;
    *hash = (uint32_t)at[0] << 16 | (uint32_t)at[1] << 8 | at[2];
    *fields = (span){fields->data + FIELD_HASH_BYTES, fields->size - FIELD_HASH_BYTES};
    return true;
}

void entity_row_pack(buffer *out, const entity_row *row);
// STATUS_CORRUPT when the bytes are no entity row.
status entity_row_unpack(span bytes, entity_row *row);

// A parsed file.
typedef struct file_row {
    span path; // bytes, relative to the indexed folder, no leading "./"
    language_id language;
    uint64_t size_bytes;
    int64_t modified_ns; // mtime, nanoseconds since 1970
    uint64_t content_hash[2]; // XXH3-128 of the contents, low half first
    uint32_t error_count;     // ranges of the text that did not parse
    uint32_t error_bytes;     // and how much they hold
} file_row;

void file_row_pack(buffer *out, const file_row *row);
status file_row_unpack(span bytes, file_row *row);

// One file's words. Percentages are derived: raw = entity / source, effective = entity / (source - import -
// comment), both 0 where the divisor is 0.
typedef struct coverage_row {
    language_id language;
    uint32_t source_words, entity_words, import_words, comment_words;
    uint32_t entity_count; // without the file's own module entity
} coverage_row;

void coverage_row_pack(buffer *out, const coverage_row *row);
status coverage_row_unpack(span bytes, coverage_row *row);

// Value of an IgnoredFiles row: the reason, one byte. The key is the path; a folder's ends in '/'.
void ignored_row_pack(buffer *out, ignore_reason reason);
status ignored_row_unpack(span bytes, ignore_reason *reason);

// A run of rows as one message carries them and a linker or parser collects them: family (1 byte), key,
// value (strings), again and again.
void rows_put(buffer *out, family owner, span key, span value);

typedef struct row {
    family family;
    span key, value;
} row;

// What one stored row adds to its family's tally. `rows` are the relation's rows: as many as the edges that it holds.
tally row_tally(family owner, span key, span value);

// Takes the next row off `cursor`; false at the end, or, with cursor->ok false, where the bytes are no row.
bool rows_next(reader *cursor, row *next);

#endif
