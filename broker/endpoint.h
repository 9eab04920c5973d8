// endpoint - the sockets of a run: who binds, who connects, and every option stated.
//
// On one machine all endpoints are ipc:// sockets in the run's private folder (0700). Who takes binds, who gives
// connects, so the names below are enough to find anybody:
//   control            ROUTER, bound by the coordinator; a DEALER in every stage
//   walker             PULL for credits, bound by the walker; a PUSH in every parser
//   parser-<pid>       PULL for tasks, bound by that parser; a PUSH in the walker
//   linker             PULL for facts, bound by the linker; a PUSH in every parser
//   sink-<Relation>    PULL for rows, bound by that sink; a PUSH in parsers, walker, linker
#ifndef SLUICE_BROKER_ENDPOINT_H
#define SLUICE_BROKER_ENDPOINT_H

#include <czmq.h>

#include "base/status.h"

typedef enum endpoint_kind {
    ENDPOINT_CONTROL_SERVER,
    ENDPOINT_CONTROL,
    ENDPOINT_INPUT,
    ENDPOINT_OUTPUT,
    ENDPOINT_KIND_COUNT
} endpoint_kind;

enum { ENDPOINT_NAME_MAX = 64, ENDPOINT_FOLDER_MAX = 64, ENDPOINT_ADDRESS_MAX = 160 };

// Keeps CZMQ from taking signals and stdout over; call it once, before the first socket.
void endpoint_start(void);

// Opens an endpoint of the run whose folder is `folder`. Messages over `message_bytes_max` are refused by the
// socket. The caller destroys it with zsock_destroy(); what is queued then may still go out for 1 s.
// STATUS_INVALID: the address does not fit a socket address. STATUS_IO: bind or connect failed.
status endpoint_open(endpoint_kind kind, const char *folder, const char *name, uint64_t message_bytes_max, zsock_t **out);

// Sends one frame, handing its malloc'ed bytes over, waiting at most `timeout_ms`.
//   STATUS_TIMEOUT  the other side takes nothing: the bytes are still the caller's
//   STATUS_IO       the socket is broken; likewise
status endpoint_send(zsock_t *socket, void *bytes, size_t size, int timeout_ms);

#endif
