#include "stages/server/http/counters.h"

#include <assert.h>
#include <inttypes.h>

static const unsigned statuses[COUNTERS_STATUS_COUNT] = {200, 400, 401, 403, 404, 405, 408,
                                                         411, 413, 414, 500, 501, 503, 0};

// Upper bounds in microseconds: three a decade, from 50 us to 10 s; the last bucket has none.
static const uint64_t bounds[COUNTERS_BUCKET_COUNT - 1] = {
    50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000, 500000, 1000000, 5000000, 10000000};

void
http_counters_add(http_counters *self, unsigned endpoint, unsigned status, uint64_t microseconds)
{
    assert(endpoint <= COUNTERS_ENDPOINTS_MAX);
    http_endpoint_counter *counter = &self->endpoints[endpoint];
    unsigned place = 0, bucket = 0;
    while (place < COUNTERS_STATUS_COUNT - 1 && statuses[place] != status)
        place++;
    while (bucket < COUNTERS_BUCKET_COUNT - 1 && microseconds > bounds[bucket])
        bucket++;
    atomic_fetch_add_explicit(&counter->by_status[place], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&counter->buckets[bucket], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&counter->microseconds, microseconds, memory_order_relaxed);
}

static void
put_statuses(http_endpoint_counter *counter, buffer *out, const char *path)
{
    for (unsigned i = 0; i < COUNTERS_STATUS_COUNT; i++) {
        uint64_t count = atomic_load_explicit(&counter->by_status[i], memory_order_relaxed);
        if (count && statuses[i])
            buffer_printf(out, "sluice_http_requests_total{endpoint=\"%s\",status=\"%u\"} %" PRIu64 "\n",
                          path, statuses[i], count);
        else if (count)
            buffer_printf(out, "sluice_http_requests_total{endpoint=\"%s\",status=\"other\"} %" PRIu64 "\n",
                          path, count);
    }
}

static void
put_histogram(http_endpoint_counter *counter, buffer *out, const char *path)
{
    uint64_t count = 0;
    for (unsigned i = 0; i < COUNTERS_BUCKET_COUNT; i++) {
        count += atomic_load_explicit(&counter->buckets[i], memory_order_relaxed);
        if (i < COUNTERS_BUCKET_COUNT - 1)
            buffer_printf(out, "sluice_http_request_seconds_bucket{endpoint=\"%s\",le=\"%g\"} %" PRIu64 "\n",
                          path, (double)bounds[i] / 1e6, count);
        else
            buffer_printf(out,
                          "sluice_http_request_seconds_bucket{endpoint=\"%s\",le=\"+Inf\"} %" PRIu64 "\n",
                          path, count);
    }
    buffer_printf(out, "sluice_http_request_seconds_sum{endpoint=\"%s\"} %.6f\n", path,
                  (double)atomic_load_explicit(&counter->microseconds, memory_order_relaxed) / 1e6);
    buffer_printf(out, "sluice_http_request_seconds_count{endpoint=\"%s\"} %" PRIu64 "\n", path, count);
}

static bool
is_used(http_endpoint_counter *counter)
{
    for (unsigned i = 0; i < COUNTERS_BUCKET_COUNT; i++) {
        if (atomic_load_explicit(&counter->buckets[i], memory_order_relaxed))
            return true;
    }
    return false;
}

void
http_counters_put(http_counters *self, buffer *out, const char *(*path_of)(unsigned endpoint),
                  unsigned endpoint_count)
{
    static const char nothing[] = "none";
    buffer_put_span(out,
                    SPAN_LITERAL("# HELP sluice_http_requests_total Requests by endpoint and HTTP status.\n"
                                 "# TYPE sluice_http_requests_total counter\n"));
    for (unsigned i = 0; i <= endpoint_count; i++)
        put_statuses(&self->endpoints[i < endpoint_count ? i : COUNTERS_ENDPOINTS_MAX], out,
                     i < endpoint_count ? path_of(i) : nothing);
    buffer_put_span(
        out, SPAN_LITERAL(
                 "# HELP sluice_http_request_seconds From a request's headers to its answer's last byte.\n"
                 "# TYPE sluice_http_request_seconds histogram\n"));
    for (unsigned i = 0; i <= endpoint_count; i++) {
        http_endpoint_counter *counter = &self->endpoints[i < endpoint_count ? i : COUNTERS_ENDPOINTS_MAX];
        if (is_used(counter))
            put_histogram(counter, out, i < endpoint_count ? path_of(i) : nothing);
    }
}
