// http - the index over HTTP/1.1, by libmicrohttpd.
//
// A few threads serve all connections, each many of them; what takes long is given to other threads
// meanwhile. Each request is answered from one generation, the newest when its headers were read; a new
// generation is opened beside the old one, and no request waits for it.
#ifndef SLUICE_SERVER_HTTP_HTTP_H
#define SLUICE_SERVER_HTTP_HTTP_H

#include "base/params.h"

// Serves the index in `db` until SIGTERM or SIGINT, then takes no more connections, finishes what was asked
// (for at most drain_ms), and returns an exit status. Without an index, or where it cannot listen, says so
// and returns at once.
int http_serve(const params *params, const char *db);

#endif
