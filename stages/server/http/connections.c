#include "stages/server/http/connections.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "base/clock.h"

struct connection_entry {
    connection_entry *previous, *next;
    int socket;
    bool is_shut;
    uint64_t left_at;     // `end` when its client was first seen to have gone, or 0
    _Atomic uint64_t end; // a time in ms << 1 | is it asking
};

struct connections {
    pthread_mutex_t lock; // of the list; a socket in it is open
    connection_entry first;
};

connections *
connections_new(void)
{
    connections *self = calloc(1, sizeof *self);
    assert(self);
    pthread_mutex_init(&self->lock, NULL);
    self->first.next = self->first.previous = &self->first;
    return self;
}

void
connections_destroy(connections **self_p)
{
    connections *self = *self_p;
    if (!self)
        return;
    assert(self->first.next == &self->first);
    pthread_mutex_destroy(&self->lock);
    free(self);
    *self_p = NULL;
}

void
connections_allow(connection_entry *entry, bool is_asking, uint64_t ms)
{
    atomic_store_explicit(&entry->end, (clock_now_ms() + ms) << 1 | is_asking, memory_order_relaxed);
}

connection_entry *
connections_enter(connections *self, int socket, uint64_t ms)
{
    connection_entry *entry = calloc(1, sizeof *entry);
    assert(entry); // their number is bounded
    entry->socket = socket;
    connections_allow(entry, true, ms);
    pthread_mutex_lock(&self->lock);
    entry->previous = &self->first;
    entry->next = self->first.next;
    entry->previous->next = entry->next->previous = entry;
    pthread_mutex_unlock(&self->lock);
    return entry;
}

void
connections_leave(connections *self, connection_entry **entry_p)
{
    connection_entry *entry = *entry_p;
    pthread_mutex_lock(&self->lock);
    entry->previous->next = entry->next;
    entry->next->previous = entry->previous;
    pthread_mutex_unlock(&self->lock);
    free(entry);
    *entry_p = NULL;
}

static void
shut(connection_entry *entry, bool was_asking)
{
    static const char body[] =
        "{\"success\":false,\"error\":\"no whole request came in time\",\"endpoint\":\"\",\"tokens\":20}";
    char late[256];
    int size =
        snprintf(late, sizeof late,
                 "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Type: application/json\r\n"
                 "Content-Length: %zu\r\n\r\n%s",
                 sizeof body - 1, body);
    if (was_asking)
        (void)!send(entry->socket, late, (size_t)size, MSG_DONTWAIT | MSG_NOSIGNAL);
    shutdown(entry->socket, SHUT_RDWR);
    entry->is_shut = true;
}

// True when the client will send nothing more, nothing it sent waits, and that has been so since we last
// looked: a request that libmicrohttpd is just taking has changed `end` by then.
static bool
has_left(connection_entry *entry, uint64_t end)
{
    char byte;
    bool is_gone = end & 1 && recv(entry->socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
    bool was_gone = entry->left_at == end;
    entry->left_at = is_gone ? end : 0;
    return is_gone && was_gone;
}

unsigned
connections_shut_late(connections *self)
{
    uint64_t now = clock_now_ms();
    unsigned count = 0;
    pthread_mutex_lock(&self->lock);
    for (connection_entry *entry = self->first.next; entry != &self->first; entry = entry->next) {
        uint64_t end = atomic_load_explicit(&entry->end, memory_order_relaxed);
        if (entry->is_shut)
            continue;
        bool is_late = end >> 1 <= now, is_left = has_left(entry, end);
        if (is_late || is_left)
            shut(entry, is_late && end & 1);
        count += is_late && !is_left;
    }
    pthread_mutex_unlock(&self->lock);
    return count;
}
