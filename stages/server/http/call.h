// call - one request from its parameters to the bytes of its answer. Knows the table of endpoints and the
// query core, and no socket.
#ifndef SLUICE_SERVER_HTTP_CALL_H
#define SLUICE_SERVER_HTTP_CALL_H

#include "stages/server/http/endpoint.h"

enum { HTTP_ARGUMENTS_MAX = 32 };

typedef struct http_argument {
    span name, value;
} http_argument;

// Returns an empty call; the caller owns it.
http_call *http_call_new(const http_server *server);

// Frees it with all that its handler keeps, and releases its snapshot.
void http_call_destroy(http_call **self_p);

// Copies the arguments and answers on `snapshot`, which the call takes over: afterwards the status and the
// first part of the answer are known. `endpoint` is that of the request.
void http_call_answer(http_call *self, const http_endpoint *endpoint, query_snapshot **snapshot_p,
                      const http_argument *arguments, unsigned count);

// The two halves of http_call_answer(), for endpoints that are answered by another thread.
void http_call_take(http_call *self, const http_endpoint *endpoint, query_snapshot **snapshot_p,
                    const http_argument *arguments, unsigned count);
void http_call_run(http_call *self);

// Makes the call an error that is no endpoint's; `path` is what was asked for.
void http_call_refuse(http_call *self, unsigned status, span path, const char *sentence);

// Makes `self->out` what is to be sent next: about `bytes`, or all that is left. is_complete then says that
// nothing comes after it.
void http_call_more(http_call *self, size_t bytes);

#endif
