// connections - the time that each connection has left: to send a whole request, then to take the whole
// answer.
//
// libmicrohttpd closes what is silent; who sends one byte a second is never silent. So each connection has
// one moment by which what it is at has to be done, whatever it sends meanwhile.
#ifndef SLUICE_SERVER_HTTP_CONNECTIONS_H
#define SLUICE_SERVER_HTTP_CONNECTIONS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct connections connections;
typedef struct connection_entry connection_entry;

connections *connections_new(void);
void connections_destroy(connections **self_p); // all entries have left

// Enters a connection, which has `ms` milliseconds to send a request.
connection_entry *connections_enter(connections *self, int socket, uint64_t ms);
void connections_leave(connections *self, connection_entry **entry_p);

// Starts the next part of a connection's life: `is_asking` until its next request is there, else until its
// answer is taken.
void connections_allow(connection_entry *entry, bool is_asking, uint64_t ms);

// Shuts the connections whose time is over; one that was asking is told so with a 408. Returns how many. Also
// shuts those whose client has gone since the call before, which libmicrohttpd 0.9 does not see when the end
// came together with what was sent last.
unsigned connections_shut_late(connections *self);

#endif
