#include "stages/server/http/guard.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FAILURE_BYTES = 256 };

void
http_guard_fini(http_guard *self)
{
    buffer_fini(&self->token);
}

// ---- the token

static status
read_file(const char *path, buffer *out, char *failure)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    struct stat info;
    if (file < 0 || fstat(file, &info) != 0 || !S_ISREG(info.st_mode)) {
        status result = file < 0 ? status_of_errno(errno) : STATUS_INVALID;
        snprintf(failure, FAILURE_BYTES, "cannot read the token file: %s",
                 file < 0 ? strerror(errno) : "it is no file");
        if (file >= 0)
            close(file);
        return result;
    }
    ssize_t size = read(file, buffer_reserve(out, GUARD_TOKEN_BYTES_MAX + 1), GUARD_TOKEN_BYTES_MAX + 1);
    close(file);
    buffer_commit(out, size > 0 ? (size_t)size : 0);
    if (size >= 0)
        return STATUS_OK;
    snprintf(failure, FAILURE_BYTES, "cannot read the token file: %s", strerror(errno));
    return STATUS_IO;
}

static bool
is_visible(span text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] <= ' ' || text.data[i] >= 0x7f)
            return false;
    }
    return true;
}

status
http_guard_read_token(http_guard *self, const char *path, char *failure)
{
    buffer text = {0};
    status result = read_file(path, &text, failure);
    span token = span_trim(buffer_span(&text));
    if (result == STATUS_OK &&
        (token.size < GUARD_TOKEN_BYTES_MIN || text.size > GUARD_TOKEN_BYTES_MAX || !is_visible(token))) {
        snprintf(failure, FAILURE_BYTES,
                 "the token file has to hold one word of %d to %d visible ASCII characters",
                 GUARD_TOKEN_BYTES_MIN, GUARD_TOKEN_BYTES_MAX);
        result = STATUS_INVALID;
    }
    buffer_clear(&self->token);
    if (result == STATUS_OK)
        buffer_put_span(&self->token, token);
    buffer_fini(&text);
    return result;
}

// Every byte is looked at, so that the time tells nothing of where they differ.
static bool
is_same_secret(span secret, span given)
{
    volatile unsigned char difference = secret.size != given.size;
    for (size_t i = 0; i < given.size; i++)
        difference |= (unsigned char)(secret.data[i % secret.size] ^ given.data[i]);
    return difference == 0;
}

bool
http_guard_allows_token(const http_guard *self, span authorization)
{
    static const char scheme[] = "Bearer ";
    enum { SCHEME_BYTES = sizeof scheme - 1 };
    if (!self->token.size)
        return true;
    if (authorization.size <= SCHEME_BYTES || strncasecmp(authorization.data, scheme, SCHEME_BYTES) != 0)
        return false;
    return is_same_secret(buffer_span(&self->token),
                          span_trim(span_slice(authorization, SCHEME_BYTES, authorization.size)));
}

// ---- names and addresses

static bool
is_equal_folded(span a, const char *b)
{
    return a.size == strlen(b) && strncasecmp(a.data, b, a.size) == 0;
}

bool
http_guard_is_loopback(span host)
{
    char text[INET6_ADDRSTRLEN];
    struct in_addr four;
    struct in6_addr six;
    if (is_equal_folded(host, "localhost"))
        return true;
    if (!host.size || host.size >= sizeof text || memchr(host.data, '\0', host.size))
        return false;
    memcpy(text, host.data, host.size);
    text[host.size] = '\0';
    if (inet_pton(AF_INET, text, &four) == 1)
        return ntohl(four.s_addr) >> 24 == 127;
    return inet_pton(AF_INET6, text, &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

static bool
is_port(span text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
    }
    return text.size <= 5;
}

// Takes "host", "host:port", "[address]" or "[address]:port" apart.
static bool
take_host(span text, span *host)
{
    const char *colon = NULL;
    size_t end = text.size;
    if (text.size && text.data[0] == '[') {
        const char *close = memchr(text.data, ']', text.size);
        if (!close)
            return false;
        *host = span_slice(text, 1, (size_t)(close - text.data));
        end = (size_t)(close - text.data) + 1;
    } else {
        colon = memchr(text.data, ':', text.size);
        end = colon ? (size_t)(colon - text.data) : text.size;
        *host = span_slice(text, 0, end);
    }
    span rest = span_slice(text, end, text.size);
    return host->size && (!rest.size || (rest.data[0] == ':' && is_port(span_slice(rest, 1, rest.size))));
}

bool
http_guard_allows_host(const http_guard *self, span value)
{
    span host;
    if (!take_host(value, &host))
        return false;
    return self->is_wildcard || http_guard_is_loopback(host) || is_equal_folded(host, self->host);
}

bool
http_guard_allows_origin(const http_guard *self, span origin)
{
    span host;
    size_t scheme = span_starts(origin, "http://") ? 7 : span_starts(origin, "https://") ? 8 : 0;
    if (!scheme || !take_host(span_slice(origin, scheme, origin.size), &host))
        return false;
    return http_guard_is_loopback(host) || is_equal_folded(host, self->host);
}
