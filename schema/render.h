// render - what is derived from a row and its file's text when somebody asks: key, signature, documentation.
#ifndef SLUICE_SCHEMA_RENDER_H
#define SLUICE_SCHEMA_RENDER_H

#include "base/buffer.h"
#include "schema/rows.h"

// Returns the part of `text` that `range` names; empty where it does not lie inside.
span render_cut(span text, byte_range range);

// Appends an entity's ISGL1 key; `path` is its file's, of no meaning for an external entity.
void render_key(buffer *out, const entity_row *entity, span path);

// Appends `text` with every run of white space as one space, trimmed.
void render_signature(buffer *out, span text);

// Appends the words of a comment or docstring: without its markers (//, ///, //!, /* */, #, =begin, """ and
// their like), without the stars of a block's left edge, and without the indentation that all lines share.
// Blank lines at both ends go too; lines are separated by \n.
void render_documentation(buffer *out, span text, language_id language);

// Appends XXH3-128 of `text` as 32 hex digits.
void render_hash(buffer *out, span text);

// Appends a moment as ISO 8601, UTC, whole seconds: 2024-01-26T16:00:00Z.
void render_time(buffer *out, int64_t nanoseconds);

// Appends 100 * part / whole with two decimals, rounded to the nearest; 0.00 where whole is 0.
void render_percent(buffer *out, uint64_t part, uint64_t whole);

// A path's folder ("" at the root, no slash at its end) and what is below it, which keeps a trailing slash.
span render_folder(span path);
span render_file_name(span path);
// What stands after the last dot of the file name; "" when there is none or only a leading one.
span render_extension(span path);
// The `level`-th folder (from 1) of a path, "" when it has fewer.
span render_root(span path, unsigned level);

#endif
