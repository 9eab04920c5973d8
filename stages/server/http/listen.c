#include "stages/server/http/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 511 }; // connections that wait to be taken

// Cuts at the last colon.
static bool
cut(const char *bind_to, char host[256], char port[8])
{
    const char *colon = strrchr(bind_to, ':');
    if (!colon || strlen(colon + 1) < 1 || strlen(colon + 1) > 5 ||
        strspn(colon + 1, "0123456789") != strlen(colon + 1))
        return false;
    span text = {bind_to, (size_t)(colon - bind_to)};
    if (text.size > 2 && text.data[0] == '[' && text.data[text.size - 1] == ']')
        text = span_slice(text, 1, text.size - 1);
    else if (memchr(text.data, ':', text.size))
        return false;
    if (!text.size || text.size >= 256)
        return false;
    memcpy(host, text.data, text.size);
    host[text.size] = '\0';
    snprintf(port, 8, "%s", colon + 1);
    return true;
}

static status
resolve(const char *bind_to, char host[256], struct addrinfo **found, char *failure)
{
    char port[8];
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    if (!cut(bind_to, host, port)) {
        snprintf(failure, LISTEN_FAILURE_BYTES,
                 "--bind: '%.200s' is not address:port, as in 127.0.0.1:7777 or [::1]:7777", bind_to);
        return STATUS_INVALID;
    }
    int error = getaddrinfo(host, port, &hints, found);
    if (!error)
        return STATUS_OK;
    snprintf(failure, LISTEN_FAILURE_BYTES, "--bind: '%.200s' has no address: %s", host, gai_strerror(error));
    return STATUS_INVALID;
}

static void
text_of(const struct sockaddr *address, socklen_t size, char *host, size_t host_bytes, char *port,
        size_t port_bytes)
{
    if (getnameinfo(address, size, host, (socklen_t)host_bytes, port, (socklen_t)port_bytes,
                    NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        snprintf(host, host_bytes, "?");
}

status
listen_resolve(const char *bind_to, http_guard *guard, char *failure)
{
    struct addrinfo *found = NULL;
    char numeric[INET6_ADDRSTRLEN + 20], port[8];
    status result = resolve(bind_to, guard->host, &found, failure);
    if (result)
        return result;
    text_of(found->ai_addr, found->ai_addrlen, numeric, sizeof numeric, port, sizeof port);
    guard->is_loopback = http_guard_is_loopback(span_of(numeric));
    guard->is_wildcard = strcmp(numeric, "0.0.0.0") == 0 || strcmp(numeric, "::") == 0;
    freeaddrinfo(found);
    return STATUS_OK;
}

static int
open_socket(const struct addrinfo *address)
{
    int yes = 1, file = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (file < 0)
        return -1;
    setsockopt(file, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(file, address->ai_addr, address->ai_addrlen) == 0 && listen(file, BACKLOG) == 0)
        return file;
    int error = errno;
    close(file);
    errno = error;
    return -1;
}

status
listen_open(const char *bind_to, int *out, char *url, char *failure)
{
    struct addrinfo *found = NULL;
    struct sockaddr_storage bound;
    socklen_t size = sizeof bound;
    char host[256], port[8] = "";
    status result = resolve(bind_to, host, &found, failure);
    if (result)
        return result;
    *out = open_socket(found);
    freeaddrinfo(found);
    if (*out < 0) {
        result = status_of_errno(errno);
        snprintf(failure, LISTEN_FAILURE_BYTES, "cannot listen on %.200s: %s%s", bind_to, strerror(errno),
                 errno == EADDRINUSE ? "; another server has it, or give another --bind" : "");
        return result;
    }
    if (getsockname(*out, (struct sockaddr *)&bound, &size) == 0)
        text_of((struct sockaddr *)&bound, size, host, sizeof host, port, sizeof port);
    snprintf(url, LISTEN_URL_BYTES, strchr(host, ':') ? "http://[%s]:%s" : "http://%s:%s", host, port);
    return STATUS_OK;
}
