// counters - how many requests were answered, how, and how fast: what GET /metrics shows. Any number of
// threads count at once.
#ifndef SLUICE_SERVER_HTTP_COUNTERS_H
#define SLUICE_SERVER_HTTP_COUNTERS_H

#include <stdatomic.h>
#include <stdint.h>

#include "base/buffer.h"

enum { COUNTERS_ENDPOINTS_MAX = 64, COUNTERS_STATUS_COUNT = 14, COUNTERS_BUCKET_COUNT = 16 };

typedef struct http_endpoint_counter {
    _Atomic uint64_t by_status[COUNTERS_STATUS_COUNT];
    _Atomic uint64_t buckets[COUNTERS_BUCKET_COUNT]; // not cumulated; the last one is above all bounds
    _Atomic uint64_t microseconds;
} http_endpoint_counter;

typedef struct http_counters {
    http_endpoint_counter endpoints[COUNTERS_ENDPOINTS_MAX + 1]; // the last one: of no endpoint
    _Atomic uint64_t bytes;
    _Atomic uint64_t connections, connections_total;
    _Atomic uint64_t active;
    _Atomic uint64_t timeouts, aborted;
} http_counters;

// Counts one answer of an endpoint (its place in the table, or COUNTERS_ENDPOINTS_MAX).
void http_counters_add(http_counters *self, unsigned endpoint, unsigned status, uint64_t microseconds);

// Appends requests by endpoint and status, and latency histograms; `paths` are the endpoints'.
void http_counters_put(http_counters *self, buffer *out, const char *(*path_of)(unsigned endpoint),
                       unsigned endpoint_count);

#endif
