// listen - a listening socket from an option's text.
#ifndef SLUICE_SERVER_HTTP_LISTEN_H
#define SLUICE_SERVER_HTTP_LISTEN_H

#include "base/status.h"
#include "stages/server/http/guard.h"

enum { LISTEN_FAILURE_BYTES = 512, LISTEN_URL_BYTES = 320 };

// Reads "address:port" or "[address]:port" into the guard's fields: what was bound to. STATUS_INVALID, with
// `failure`, when it is no such thing or has no address. Port 0 is any free one.
status listen_resolve(const char *bind_to, http_guard *guard, char *failure);

// Opens the socket: not blocking, closed on exec. `url` (LISTEN_URL_BYTES) gets what it serves.
status listen_open(const char *bind_to, int *socket, char *url, char *failure);

#endif
