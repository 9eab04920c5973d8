#include "broker/endpoint.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/un.h>

#include "base/log.h"

struct options {
    int type;
    bool binds;
    int high_water_mark; // messages, each way
    int linger_ms;
};

// Data moves in batches of a quarter megabyte, so a few messages keep a pipe full; more only hides a slow stage and
// costs memory. Control messages are small and must not block; their number is bounded by the channel.
static const struct options table[ENDPOINT_KIND_COUNT] = {
    [ENDPOINT_CONTROL_SERVER] = {ZMQ_ROUTER, true, 100000, 1000},
    [ENDPOINT_CONTROL] = {ZMQ_DEALER, false, 100000, 1000},
    [ENDPOINT_INPUT] = {ZMQ_PULL, true, 2, 0},
    [ENDPOINT_OUTPUT] = {ZMQ_PUSH, false, 2, 1000},
};

enum {
    RECONNECT_MS = 2,       // the default of 100 ms costs a small run 150 ms
    RECONNECT_MAX_MS = 50,
    BACKLOG = 300,          // more parsers than params.def allows
};

void
endpoint_start(void)
{
    setenv("ZSYS_SIGHANDLER", "false", 1);
    zsys_init();
    zsys_set_logstream(stderr);
}

status
endpoint_open(endpoint_kind kind, const char *folder, const char *name, uint64_t message_bytes_max, zsock_t **out)
{
    const struct options *options = &table[kind];
    char address[ENDPOINT_ADDRESS_MAX];
    int size = snprintf(address, sizeof address, "ipc://%s/%s", folder, name);
    if (size < 0 || (size_t)size - strlen("ipc://") >= sizeof((struct sockaddr_un *)0)->sun_path)
        return STATUS_INVALID;

    zsock_t *socket = zsock_new(options->type);
    if (!socket)
        return STATUS_IO;
    zsock_set_linger(socket, options->linger_ms);
    zsock_set_sndhwm(socket, options->high_water_mark);
    zsock_set_rcvhwm(socket, options->high_water_mark);
    zsock_set_sndtimeo(socket, 0);
    zsock_set_rcvtimeo(socket, 0);
    zsock_set_reconnect_ivl(socket, RECONNECT_MS);
    zsock_set_reconnect_ivl_max(socket, RECONNECT_MAX_MS);
    zsock_set_backlog(socket, BACKLOG);
    zsock_set_immediate(socket, 0);
    zsock_set_maxmsgsize(socket, (int)(message_bytes_max > INT_MAX ? INT_MAX : message_bytes_max));
    int rc = options->binds ? zsock_bind(socket, "%s", address) : zsock_connect(socket, "%s", address);
    if (rc < 0) {
        log_error("ENDPOINT", "address=%s error=\"%s\"", address, zmq_strerror(errno));
        zsock_destroy(&socket);
        return STATUS_IO;
    }
    *out = socket;
    return STATUS_OK;
}

static void
free_bytes(void *bytes, void *hint)
{
    (void)hint;
    free(bytes);
}

status
endpoint_send(zsock_t *socket, void *bytes, size_t size, int timeout_ms)
{
    void *handle = zsock_resolve(socket);
    zmq_pollitem_t item = {handle, 0, ZMQ_POLLOUT, 0};
    int rc = zmq_poll(&item, 1, timeout_ms);
    if (rc < 0 && errno != EINTR)
        return STATUS_IO;
    if (rc <= 0 || !(item.revents & ZMQ_POLLOUT))
        return STATUS_TIMEOUT;
    // The message takes the bytes only when it is really sent, so look first, then make it.
    zmq_msg_t message;
    if (zmq_msg_init_data(&message, bytes, size, free_bytes, NULL) != 0)
        return STATUS_IO;
    while (zmq_msg_send(&message, handle, 0) < 0) {
        if (errno == EINTR || errno == EAGAIN)
            continue; // it was writable a moment ago, and this thread is its only writer
        int error = errno;
        log_error("ENDPOINT-SEND", "error=\"%s\"", zmq_strerror(error));
        return STATUS_IO;
    }
    return STATUS_OK;
}
