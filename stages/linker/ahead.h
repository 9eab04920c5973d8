// ahead - numbered jobs that several threads do ahead of the one that takes their results in order.
//
// The caller's thread takes part: while the job it wants is not done it does jobs itself, so that without any other thread all
// are still done. Nobody is more than `window` jobs ahead of the one that was taken last.
#ifndef SLUICE_STAGES_LINKER_AHEAD_H
#define SLUICE_STAGES_LINKER_AHEAD_H

#include <stdint.h>

enum { AHEAD_WORKERS_MAX = 4 };

typedef struct ahead ahead;

// Does job `number` in `worker` (below AHEAD_WORKERS_MAX; 0 is the caller's thread). No two calls of one worker overlap.
typedef void ahead_job(void *context, uint32_t worker, uint32_t number);

// Begins with `count` jobs on as many threads as there are processors, at most AHEAD_WORKERS_MAX with the caller's; fewer where
// the system refuses one. The caller owns it; `context` has to live as long.
ahead *ahead_start(uint32_t count, uint32_t window, ahead_job *job, void *context);

// Returns once job `number` is done. Numbers rise from call to call. Job `number + window` may begin now: what job `number`
// made is the caller's until the next call.
void ahead_take(ahead *self, uint32_t number);

// Waits for the jobs that are being done, ends the threads, frees all and sets *self_p to NULL.
void ahead_stop(ahead **self_p);

#endif
