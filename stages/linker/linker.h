// linker - binds the references of all files to the entities they mean, and makes the edges.
//
// A streaming hash join: facts are stored as they come (linker_add), in any order; when all are there
// (linker_link), files are put in path order, names are indexed, each reference is bound, and rows come out while
// that goes on: edges by source in the order of their keys, external entities before the first edge to them; then edges
// by target. README.md has the rules by which a reference is bound and how each language reads modules. Nothing depends
// on the order of arrival.
#ifndef SLUICE_STAGES_LINKER_LINKER_H
#define SLUICE_STAGES_LINKER_LINKER_H

#include <stddef.h>
#include <stdint.h>

#include "base/span.h"
#include "base/status.h"
#include "schema/kinds.h"
#include "schema/relations.h"

typedef struct linker linker;

enum { LINKER_FAILURE_BYTES = 256 };

// Where rows go. `key` and `value` are lent for the call.
typedef void linker_emit(void *context, family owner, span key, span value);

// Returns an empty linker; the caller owns it. `pulse` (may be NULL) is called every few milliseconds of linking.
linker *linker_new(void (*pulse)(void *context), void *context);
void linker_destroy(linker **self_p);

// Says, before the first linker_add(), what the shares of facts, tables and edges in memory are taken of (params.def); the rest goes
// to a file without a name in `folder` (vault.h). Names stay in memory. Rows do not depend on it.
void linker_bound(linker *self, const char *folder, size_t memory);

// Takes the packed facts (facts.h) of file number `file`, copying what it needs. STATUS_CORRUPT when they are no
// facts; STATUS_EXISTS when that file's are here already; STATUS_NO_SPACE, STATUS_PERMISSION or STATUS_IO when they cannot be kept:
// linker_failed() has the text.
status linker_add(linker *self, uint32_t file, span packed);

// Forgets a file's facts; harmless when there are none.
void linker_drop(linker *self, uint32_t file);

// Binds everything and emits rows. Call it once, after the last linker_add().
//   STATUS_CONFLICT  two entities of different files have one id (expected once in a million kernels); `failure`
//                    (LINKER_FAILURE_BYTES) names both
//   STATUS_NO_SPACE, STATUS_PERMISSION, STATUS_IO   as linker_add(); `failure` names the file
status linker_link(linker *self, linker_emit *emit, void *context, char *failure);

// What could not be kept, after linker_add() said so: a text in `failure` (LINKER_FAILURE_BYTES), and its status.
status linker_failed(const linker *self, char *failure);

// After linker_link(): how many references were bound in each way.
const uint64_t *linker_resolutions(const linker *self); // RESOLUTION_COUNT of them

#endif
