// server - the state that all requests share; for the files of this folder.
#ifndef SLUICE_SERVER_HTTP_SERVER_H
#define SLUICE_SERVER_HTTP_SERVER_H

#include "base/params.h"
#include "stages/server/http/connections.h"
#include "stages/server/http/counters.h"
#include "stages/server/http/endpoint.h"
#include "stages/server/http/guard.h"
#include "stages/server/http/workers.h"
#include "stages/server/query.h"

struct http_server {
    const params *params;
    const char *db;
    query *index;
    uint64_t started_ms;
    http_guard guard;
    http_counters *counters; // what all of them count, so not const with the rest
    connections *connections;
    workers *workers;
    _Atomic bool is_draining;
};

#endif
