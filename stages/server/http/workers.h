// workers - threads for what takes long, so that the threads that serve connections never wait for it.
#ifndef SLUICE_SERVER_HTTP_WORKERS_H
#define SLUICE_SERVER_HTTP_WORKERS_H

#include <stdbool.h>

#include "base/status.h"

typedef struct workers workers;

enum {
    WORKERS_COUNT = 4,         // long questions that are answered at once; each may hold an answer's bytes
    WORKERS_WAITING_MAX = 256, // and that wait; more are refused
};

// Starts the threads. STATUS_FAILED when the system has none.
status workers_new(workers **out);

// Ends them after what they are at; what waits is not done. All of it has to be accounted for by then.
void workers_destroy(workers **self_p);

// True, and `task` is called with `context` by one of the threads soon; false when too many wait.
bool workers_give(workers *self, void (*task)(void *context), void *context);

#endif
