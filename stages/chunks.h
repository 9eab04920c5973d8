// chunks - numbered pieces of rows that a stage makes for one destination, kept until the coordinator says that they
// are settled, and sent again when it asks. The walker (ignored files) and the linker (edges) send through this.
#ifndef SLUICE_STAGES_CHUNKS_H
#define SLUICE_STAGES_CHUNKS_H

#include "base/span.h"
#include "broker/ledger.h"
#include "stages/stage.h"

typedef struct chunks chunks;

enum { CHUNK_BYTES = 256 * 1024, CHUNKS_HELD_BYTES_MAX = 32 * 1024 * 1024 };

// `fault` is the point of fault.h at which a push may go wrong. The caller owns the result.
chunks *chunks_new(stage *stage, ledger_stream stream, const char *fault);
void chunks_destroy(chunks **self_p);

// Adds a row to the chunk of its relation's sink, and sends the chunk when it is full. While more than
// CHUNKS_HELD_BYTES_MAX are unsettled it waits (pulsing) for the coordinator to settle some: `hear` is called with what comes
// in meanwhile. STATUS_CLOSED when the run ended.
status chunks_put(chunks *self, family owner, span key, span value);

// Sends what is left and says `ended`, with `count` numbers for the report.
status chunks_end(chunks *self, const uint64_t *counts, size_t count);

// True when nothing is held any more.
bool chunks_is_settled(const chunks *self);

// Acts on CHUNK_SETTLED and RESEND_CHUNK; ignores all else.
status chunks_hear(chunks *self, const Sluice__Control *message);

#endif
