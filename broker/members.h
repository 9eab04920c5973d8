// members - the stages of a run as the coordinator knows them: connection, process, heartbeat.
#ifndef SLUICE_BROKER_MEMBERS_H
#define SLUICE_BROKER_MEMBERS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "broker/channel.h"
#include "broker/usage.h"
#include "schema/relations.h"

enum { MEMBERS_MAX = 4095, IDENTITY_MAX = 32 };

typedef struct member {
    uint32_t number; // from 1; also the producer in its frames
    uint8_t identity[IDENTITY_MAX]; // of its DEALER, as the ROUTER knows it
    size_t identity_size;
    channel *channel;
    void *router; // the socket that its messages go out by
    Sluice__Role role;
    relation relation;
    pid_t pid;
    int pid_fd; // readable when the process has ended; -1 when it could not be opened
    uint64_t progress, rejected;
    usage usage; // as its last beat had it
    bool is_idle;
    bool is_gone;
    bool is_welcome;
} member;

// What a member is called in logs and reports: "parser 4 (pid 123)", "sink CodeGraph (pid 99)".
void member_describe(const member *self, char *text, size_t size);

#endif
