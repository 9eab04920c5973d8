// guard - who may ask: what a request's Host, Origin and Authorization have to be.
//
// A page in a browser on this machine can make the browser send requests to a loopback address. It cannot
// read the answers of another origin, unless its own name is made to point here (DNS rebinding), which the
// Host header then gives away. So a loopback server answers only to loopback names, to no foreign Origin, and
// to no request that the browser itself calls cross-site (Fetch Metadata). A server on any other address asks
// for a bearer token (RFC 6750).
#ifndef SLUICE_SERVER_HTTP_GUARD_H
#define SLUICE_SERVER_HTTP_GUARD_H

#include "base/buffer.h"
#include "base/status.h"

enum { GUARD_TOKEN_BYTES_MIN = 16, GUARD_TOKEN_BYTES_MAX = 4096 };

typedef struct http_guard {
    char host[256];   // that was bound to, as it was given, without brackets
    bool is_loopback; // the bound address is
    bool is_wildcard; // it is all addresses: any Host is right, the token decides
    buffer token;     // empty: none is asked for
} http_guard;

// Reads a token file: one line, of visible ASCII, white space around it aside. STATUS_INVALID when it is
// none; STATUS_NOT_FOUND and the like when it cannot be read. `failure` (256 bytes) says why.
status http_guard_read_token(http_guard *self, const char *path, char *failure);
void http_guard_fini(http_guard *self);

// True when a Host header's value (a name or address, perhaps with a port) is one of this server.
bool http_guard_allows_host(const http_guard *self, span host);

// True when an Origin header's value is.
bool http_guard_allows_origin(const http_guard *self, span origin);

// True when no token is asked for, or `authorization` is "Bearer TOKEN"; takes the same time for every wrong
// token of a length.
bool http_guard_allows_token(const http_guard *self, span authorization);

// True when an address, without brackets or port, is a loopback name or address.
bool http_guard_is_loopback(span host);

#endif
