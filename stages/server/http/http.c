#include "stages/server/http/http.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <microhttpd.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "stages/server/http/call.h"
#include "stages/server/http/listen.h"
#include "stages/server/http/server.h"

enum {
    FOLLOW_MS = 200,
    BLOCK_BYTES = 32 * 1024, // of a long answer, at once
    URL_BYTES_MAX = 8192,    // path and arguments
    LOOK_EVERY_MS = 250,     // at signals and late connections
    DRAIN_LOOK_MS = 5,
    DRAIN_IDLE_MS = 250,      // idle connections may still send a request for so long, and are then closed
    SPARE_CONNECTIONS = 64,   // above the limit, to be told so
    BODY_DISCARDED_TIMES = 4, // a body so many times over its limit is not even read to its end
    THREADS_MIN = 2,          // so that one long list does not stop all others
};

struct request {
    http_server *server;
    struct MHD_Connection *connection;
    connection_entry *entry;
    http_call *call; // until its answer is queued
    unsigned endpoint;
    unsigned status;
    uint64_t started_us;
    buffer body;
    bool is_body_over;
    bool is_given;   // to a worker, which has answered it when we see it again
    bool is_last;    // the connection is closed after it
    bool is_refused; // answered with an error once its body is read, so that the connection can go on
};

static uint64_t
now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

// ---- sending

struct answer {
    http_call *call;
    size_t at; // in its next bytes
};

static void
free_call(void *context)
{
    http_call *call = context;
    http_call_destroy(&call);
}

static void
free_answer(void *context)
{
    struct answer *self = context;
    http_call_destroy(&self->call);
    free(self);
}

static ssize_t
read_answer(void *context, uint64_t position, char *out, size_t room)
{
    (void)position;
    struct answer *self = context;
    if (self->at == self->call->out.size && self->call->is_complete)
        return MHD_CONTENT_READER_END_OF_STREAM;
    if (self->at == self->call->out.size) {
        http_call_more(self->call, BLOCK_BYTES);
        self->at = 0;
    }
    size_t left = self->call->out.size - self->at, size = left < room ? left : room;
    memcpy(out, self->call->out.data + self->at, size);
    self->at += size;
    return (ssize_t)size;
}

// The response takes the call over.
static struct MHD_Response *
response_of(http_call *call)
{
    if (call->is_complete)
        return MHD_create_response_from_buffer_with_free_callback_cls(call->out.size, call->out.data,
                                                                      free_call, call);
    struct answer *answer = calloc(1, sizeof *answer);
    assert(answer); // their number is bounded
    answer->call = call;
    return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK_BYTES, read_answer, answer, free_answer);
}

static void
put_headers(const struct request *self, struct MHD_Response *response, const http_call *call)
{
    char generation[16];
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, call->media);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    if (call->generation) {
        snprintf(generation, sizeof generation, "%" PRIu32, call->generation);
        MHD_add_response_header(response, "X-Sluice-Generation", generation);
    }
    if (call->status == MHD_HTTP_METHOD_NOT_ALLOWED)
        MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW,
                                http_endpoints[self->endpoint].flags & HTTP_BODY ? "POST" : "GET, HEAD");
    if (call->status == MHD_HTTP_UNAUTHORIZED)
        MHD_add_response_header(response, MHD_HTTP_HEADER_WWW_AUTHENTICATE, "Bearer realm=\"sluice\"");
    if (call->status == MHD_HTTP_SERVICE_UNAVAILABLE)
        MHD_add_response_header(response, MHD_HTTP_HEADER_RETRY_AFTER, "1");
    if (self->is_last || atomic_load_explicit(&self->server->is_draining, memory_order_relaxed))
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
}

static enum MHD_Result
queue(struct request *self)
{
    http_call *call = self->call;
    unsigned status = self->status = call->status;
    connections_allow(self->entry, false, self->server->params->answer_ms);
    struct MHD_Response *response = response_of(call);
    if (!response)
        return MHD_NO; // no memory: the connection is closed, the call freed with the request
    self->call = NULL;
    put_headers(self, response, call);
    enum MHD_Result result = MHD_queue_response(self->connection, status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result
refuse(struct request *self, unsigned status, const char *path, const char *sentence)
{
    http_call_refuse(self->call, status, span_of(path), sentence);
    return queue(self);
}

static enum MHD_Result
refuse_later(struct request *self, unsigned status, const char *path, const char *sentence)
{
    http_call_refuse(self->call, status, span_of(path), sentence);
    self->is_refused = true;
    return MHD_YES;
}

// ---- taking

struct headers {
    const http_guard *guard;
    unsigned host_count, origin_count, token_count;
    bool is_host_allowed, is_origin_allowed, is_token_allowed, is_cross_site;
    span length;
};

static enum MHD_Result
take_header(void *context, enum MHD_ValueKind kind, const char *name, size_t name_bytes, const char *value,
            size_t value_bytes)
{
    (void)kind, (void)name_bytes;
    struct headers *self = context;
    span text = {value ? value : "", value ? value_bytes : 0};
    if (strcasecmp(name, MHD_HTTP_HEADER_HOST) == 0) {
        self->host_count++;
        self->is_host_allowed = http_guard_allows_host(self->guard, text);
    } else if (strcasecmp(name, MHD_HTTP_HEADER_ORIGIN) == 0) {
        self->origin_count++;
        self->is_origin_allowed = http_guard_allows_origin(self->guard, text);
    } else if (strcasecmp(name, MHD_HTTP_HEADER_AUTHORIZATION) == 0) {
        self->token_count++;
        self->is_token_allowed = http_guard_allows_token(self->guard, text);
    } else if (strcasecmp(name, "Sec-Fetch-Site") == 0) {
        self->is_cross_site = span_is(text, "cross-site");
    } else if (strcasecmp(name, MHD_HTTP_HEADER_CONTENT_LENGTH) == 0) {
        self->length = text;
    }
    return MHD_YES;
}

struct arguments {
    http_argument items[HTTP_ARGUMENTS_MAX];
    unsigned count;
    bool are_too_many;
    size_t bytes;
};

static enum MHD_Result
take_argument(void *context, enum MHD_ValueKind kind, const char *name, size_t name_bytes, const char *value,
              size_t value_bytes)
{
    (void)kind;
    struct arguments *self = context;
    self->bytes += name_bytes + value_bytes + 2;
    if (self->count == HTTP_ARGUMENTS_MAX)
        self->are_too_many = true;
    else
        self->items[self->count++] =
            (http_argument){{name, name_bytes}, {value ? value : "", value ? value_bytes : 0}};
    return MHD_YES;
}

static bool
is_over(span length, uint64_t bytes_max)
{
    uint64_t value = 0;
    for (size_t i = 0; i < length.size; i++) {
        if (length.data[i] < '0' || length.data[i] > '9')
            return true;
        value = value * 10 + (uint64_t)(length.data[i] - '0');
        if (value > bytes_max)
            return true;
    }
    return false;
}

// Refuses what may not be asked at all, or says nothing and returns 0.
static unsigned
status_of_headers(const struct request *self, const struct headers *headers, bool has_host, const char **why)
{
    const http_server *server = self->server;
    unsigned status = 0;
    *why = "";
    if (atomic_load_explicit(&server->counters->connections, memory_order_relaxed) >
        server->params->http_connections) {
        status = MHD_HTTP_SERVICE_UNAVAILABLE;
        *why = "too many connections: close some, or raise --http-connections";
    } else if ((!headers->host_count && has_host) || headers->host_count > 1 || headers->origin_count > 1 ||
               headers->token_count > 1) {
        status = MHD_HTTP_BAD_REQUEST;
        *why = "a request has one Host header and at most one Origin and Authorization header; Host may be "
               "missing";
    } else if (headers->host_count && !headers->is_host_allowed) {
        status = MHD_HTTP_FORBIDDEN;
        *why = "the Host header names another server: ask for localhost, a loopback address, or the address "
               "that was bound";
    } else if ((headers->origin_count && !headers->is_origin_allowed) || headers->is_cross_site) {
        status = MHD_HTTP_FORBIDDEN;
        *why = "pages of other origins may not ask this server";
    } else if (server->guard.token.size && !headers->is_token_allowed) {
        status = MHD_HTTP_UNAUTHORIZED;
        *why = headers->token_count ? "the bearer token is not the one of --token-file"
                                    : "a bearer token is missing: send Authorization: Bearer TOKEN";
    }
    return status;
}

static enum MHD_Result
refuse_path(struct request *self, const char *url)
{
    char sentence[512];
    snprintf(sentence, sizeof sentence,
             "endpoint '%.200s' not found; /api-reference-documentation-help lists them", url);
    return refuse_later(self, MHD_HTTP_NOT_FOUND, url, sentence);
}

// Looks at a request's headers; a request that is right is answered after its body.
static enum MHD_Result
begin(struct request *self, const char *url, const char *method, const char *version)
{
    struct headers headers = {.guard = &self->server->guard};
    const char *why;
    MHD_get_connection_values_n(self->connection, MHD_HEADER_KIND, take_header, &headers);
    unsigned status = status_of_headers(self, &headers, strcmp(version, "HTTP/1.0") != 0, &why);
    if (strlen(url) > URL_BYTES_MAX)
        return refuse(self, MHD_HTTP_URI_TOO_LONG, "", "the URL is longer than 8192 bytes");
    if (status) {
        self->is_last = true;
        return refuse(self, status, url, why);
    }
    const http_endpoint *endpoint = http_endpoint_find(url);
    if (!endpoint)
        return refuse_path(self, url);
    self->endpoint = (unsigned)(endpoint - http_endpoints);
    bool is_method = strcmp(method, endpoint->method) == 0;
    if (!is_method && !(strcmp(endpoint->method, "GET") == 0 && strcmp(method, "HEAD") == 0))
        return refuse_later(self, MHD_HTTP_METHOD_NOT_ALLOWED, url,
                            endpoint->flags & HTTP_BODY ? "this endpoint takes POST"
                                                        : "this endpoint takes GET");
    // Who sends a little too much first sends it all and then reads what is wrong.
    if (is_over(headers.length, self->server->params->request_bytes * BODY_DISCARDED_TIMES)) {
        self->is_last = true;
        return refuse(self, MHD_HTTP_CONTENT_TOO_LARGE, url, "the body is larger than --request-bytes");
    }
    return MHD_YES;
}

static enum MHD_Result
take_body(struct request *self, const char *bytes, size_t *size)
{
    uint64_t limit = self->server->params->request_bytes;
    buffer *body = &self->body;
    self->is_body_over |= body->size + *size > limit;
    if (!self->is_body_over) {
        buffer_put(body, bytes, *size);
    } else {
        body->size += *size; // only counted: nothing reads it
        if (body->size > limit * BODY_DISCARDED_TIMES)
            return MHD_NO;
    }
    *size = 0;
    return MHD_YES;
}

// A worker's part.
static void
work(void *context)
{
    struct request *self = context;
    http_call_run(self->call);
    MHD_resume_connection(self->connection);
}

static enum MHD_Result
give(struct request *self)
{
    self->is_given = true;
    MHD_suspend_connection(self->connection);
    if (workers_give(self->server->workers, work, self))
        return MHD_YES;
    http_fail(self->call, MHD_HTTP_SERVICE_UNAVAILABLE, "too many long questions wait; ask again");
    work(self);
    return MHD_YES;
}

static enum MHD_Result
finish(struct request *self, const char *url)
{
    if (self->is_given || self->is_refused)
        return queue(self);
    const http_endpoint *endpoint = &http_endpoints[self->endpoint];
    struct arguments arguments = {.count = 0};
    MHD_get_connection_values_n(self->connection, MHD_GET_ARGUMENT_KIND, take_argument, &arguments);
    if (arguments.bytes + strlen(url) > URL_BYTES_MAX)
        return refuse(self, MHD_HTTP_URI_TOO_LONG, url, "the URL is longer than 8192 bytes");
    if (arguments.are_too_many)
        return refuse(self, MHD_HTTP_BAD_REQUEST, url, "there are more than 32 parameters");
    if (self->is_body_over)
        return refuse(self, MHD_HTTP_CONTENT_TOO_LARGE, url, "the body is larger than --request-bytes");
    self->call->body = buffer_span(&self->body);
    query_snapshot *snapshot = query_acquire(self->server->index);
    http_call_take(self->call, endpoint, &snapshot, arguments.items, arguments.count);
    if (endpoint->flags & HTTP_SLOW && self->call->status == MHD_HTTP_OK)
        return give(self);
    http_call_run(self->call);
    return queue(self);
}

static struct request *
request_new(http_server *server, struct MHD_Connection *connection)
{
    struct request *self = calloc(1, sizeof *self);
    assert(self); // one for each connection, whose number is bounded
    self->server = server;
    self->connection = connection;
    self->call = http_call_new(server);
    self->endpoint = COUNTERS_ENDPOINTS_MAX;
    self->started_us = now_us();
    self->entry = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
    atomic_fetch_add_explicit(&server->counters->active, 1, memory_order_relaxed);
    return self;
}

static enum MHD_Result
handle(void *context, struct MHD_Connection *connection, const char *url, const char *method,
       const char *version, const char *upload, size_t *upload_bytes, void **request_p)
{
    struct request *self = *request_p;
    if (!self) {
        *request_p = self = request_new(context, connection);
        return begin(self, url, method, version);
    }
    if (*upload_bytes)
        return take_body(self, upload, upload_bytes);
    return finish(self, url);
}

static void
completed(void *context, struct MHD_Connection *connection, void **request_p,
          enum MHD_RequestTerminationCode why)
{
    (void)connection;
    http_server *server = context;
    struct request *self = *request_p;
    if (!self)
        return;
    if (why != MHD_REQUEST_TERMINATED_COMPLETED_OK)
        atomic_fetch_add_explicit(&server->counters->aborted, 1, memory_order_relaxed);
    if (self->status)
        http_counters_add(server->counters, self->endpoint, self->status, now_us() - self->started_us);
    connections_allow(self->entry, true, server->params->request_ms);
    http_call_destroy(&self->call);
    buffer_fini(&self->body);
    free(self);
    *request_p = NULL;
    atomic_fetch_sub_explicit(&server->counters->active, 1, memory_order_relaxed);
}

static void
connection_changed(void *context, struct MHD_Connection *connection, void **entry_p,
                   enum MHD_ConnectionNotificationCode what)
{
    http_server *server = context;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        int socket = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
        *entry_p = connections_enter(server->connections, socket, server->params->request_ms);
        atomic_fetch_add_explicit(&server->counters->connections, 1, memory_order_relaxed);
        atomic_fetch_add_explicit(&server->counters->connections_total, 1, memory_order_relaxed);
    } else if (*entry_p) {
        connection_entry *entry = *entry_p;
        connections_leave(server->connections, &entry);
        *entry_p = NULL;
        atomic_fetch_sub_explicit(&server->counters->connections, 1, memory_order_relaxed);
    }
}

// ---- serving

// Connections are files.
static void
raise_file_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

static struct MHD_Daemon *
start(http_server *self, int socket)
{
    const params *params = self->params;
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned threads = (unsigned)params->http_threads;
    if (!threads)
        threads = processors < THREADS_MIN ? THREADS_MIN : processors > 16 ? 16 : (unsigned)processors;
    // Any of the threads may get all of them.
    unsigned connections = ((unsigned)params->http_connections + SPARE_CONNECTIONS) * threads;
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC |
                     (threads > 1 ? 0 : MHD_NO_FLAG);
    return MHD_start_daemon(flags, 0, NULL, NULL, handle, self, MHD_OPTION_LISTEN_SOCKET, socket,
                            MHD_OPTION_THREAD_POOL_SIZE, threads > 1 ? threads : 0,
                            MHD_OPTION_CONNECTION_LIMIT, connections, MHD_OPTION_CONNECTION_TIMEOUT,
                            (unsigned)(params->request_ms / 1000 + 2), MHD_OPTION_CONNECTION_MEMORY_LIMIT,
                            (size_t)params->header_bytes, MHD_OPTION_NOTIFY_COMPLETED, completed, self,
                            MHD_OPTION_NOTIFY_CONNECTION, connection_changed, self,
                            MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
}

// Waits for a signal, and looks after the connections meanwhile.
static int
wait_for_end(http_server *self, const sigset_t *signals)
{
    struct timespec step = {0, LOOK_EVERY_MS * 1000000L};
    for (;;) {
        int caught = sigtimedwait(signals, NULL, &step);
        if (caught > 0)
            return caught;
        unsigned shut = connections_shut_late(self->connections);
        atomic_fetch_add_explicit(&self->counters->timeouts, shut, memory_order_relaxed);
    }
}

// Finishes what was asked. False when that took too long.
static bool
drain(http_server *self)
{
    uint64_t start = clock_now_ms();
    struct timespec step = {0, DRAIN_LOOK_MS * 1000000L};
    for (;;) {
        uint64_t passed = clock_now_ms() - start;
        bool is_idle = atomic_load(&self->counters->active) == 0;
        if (is_idle && (passed >= DRAIN_IDLE_MS || atomic_load(&self->counters->connections) == 0))
            return true;
        if (passed >= self->params->drain_ms)
            return false;
        connections_shut_late(self->connections);
        nanosleep(&step, NULL);
    }
}

static int
serve(http_server *self, int socket, const char *url, const sigset_t *signals)
{
    struct MHD_Daemon *daemon = start(self, socket);
    if (!daemon) {
        close(socket);
        fprintf(stderr, "sluice: the server does not start: %s\n", strerror(errno));
        return EXIT_RUN_FAILED;
    }
    query_snapshot *snapshot = query_acquire(self->index);
    log_info("SERVING", "url=%s generation=%" PRIu32, url, query_snapshot_about(snapshot).generation);
    query_release(&snapshot);
    int caught = wait_for_end(self, signals);
    log_info("DRAINING", "signal=%d active=%" PRIu64, caught, (uint64_t)atomic_load(&self->counters->active));
    atomic_store(&self->is_draining, true);
    int closed = MHD_quiesce_daemon(daemon);
    if (closed >= 0)
        close(closed);
    uint64_t start_ms = clock_now_ms();
    if (!drain(self)) {
        // Threads may be deep in a computation that nothing stops, and the daemon cannot be stopped without
        // them.
        log_warn("CUT-OFF", "active=%" PRIu64 " drain_ms=%" PRIu64,
                 (uint64_t)atomic_load(&self->counters->active), self->params->drain_ms);
        _exit(EXIT_DONE);
    }
    uint64_t drained_ms = clock_now_ms() - start_ms;
    MHD_stop_daemon(daemon);
    log_info("STOPPED", "drained_ms=%" PRIu64 " stopped_ms=%" PRIu64, drained_ms, clock_now_ms() - start_ms);
    return EXIT_DONE;
}

static int
check_guard(http_server *self, char *failure)
{
    const params *params = self->params;
    if (listen_resolve(params->bind, &self->guard, failure))
        return EXIT_USAGE;
    if (*params->token_file && http_guard_read_token(&self->guard, params->token_file, failure))
        return EXIT_USAGE;
    if (self->guard.is_loopback || self->guard.token.size)
        return EXIT_DONE;
    snprintf(
        failure, LISTEN_FAILURE_BYTES,
        "--bind: %.200s can be reached from other machines: give --token-file, with a bearer token for them",
        params->bind);
    return EXIT_USAGE;
}

static int
open_and_serve(http_server *self, const sigset_t *signals)
{
    char failure[STORE_FAILURE_BYTES] = "", url[LISTEN_URL_BYTES];
    int socket = -1, code = check_guard(self, failure);
    if (code == EXIT_DONE && query_open(self->db, FOLLOW_MS, &self->index, failure))
        code = EXIT_RUN_FAILED;
    if (code == EXIT_DONE && listen_open(self->params->bind, &socket, url, failure))
        code = EXIT_RUN_FAILED;
    if (code == EXIT_DONE && workers_new(&self->workers)) {
        snprintf(failure, sizeof failure, "cannot start threads");
        close(socket);
        code = EXIT_RUN_FAILED;
    }
    if (code == EXIT_DONE)
        return serve(self, socket, url, signals);
    fprintf(stderr, "sluice: %s\n", failure);
    return code;
}

int
http_serve(const params *params, const char *db)
{
    http_server self = {.params = params, .db = db, .started_ms = clock_now_ms()};
    sigset_t signals;
    raise_file_limit();
    // Threads inherit the mask: the signals are for wait_for_end() alone.
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    self.counters = calloc(1, sizeof *self.counters);
    assert(self.counters);
    self.connections = connections_new();
    int code = open_and_serve(&self, &signals);
    workers_destroy(&self.workers);
    query_close(&self.index);
    connections_destroy(&self.connections);
    http_guard_fini(&self.guard);
    free(self.counters);
    return code;
}
