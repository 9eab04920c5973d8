// channel - one end of a control connection on which nothing is lost and nothing comes twice.
//
// ZeroMQ keeps order and loses only at disconnects and high-water marks; a channel makes up for those. Messages of
// one direction are numbered from 1. The other side tells the last number it got in order (`received`, in every message
// it sends); what it has not got within CHANNEL_REPEAT_MS is sent again, from there on. A number that was seen is
// dropped; a number after a hole is dropped too, for it will come again. Messages with sequence 0 (beats) are not
// kept. A plain module: the caller moves the bytes and tells the time.
#ifndef SLUICE_BROKER_CHANNEL_H
#define SLUICE_BROKER_CHANNEL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "control.pb-c.h"

enum { CHANNEL_REPEAT_MS = 1000, CHANNEL_KEPT_MAX = 65536 };

typedef struct channel channel;

// Sends one frame; it may fail silently. `bytes` are lent.
typedef void channel_send(void *context, const uint8_t *bytes, size_t size);

// `run` and `producer` go into every frame's header.
channel *channel_new(uint64_t run, channel_send *send, void *context);
void channel_destroy(channel **self_p);
void channel_set_producer(channel *self, uint32_t producer);

// Numbers, keeps and sends a message. STATUS_TOO_LARGE when CHANNEL_KEPT_MAX messages are unanswered: the other side is
// gone in all but name.
status channel_say(channel *self, uint64_t now_ms, Sluice__Control *message);

// Sends a message without a number (a beat); it carries `received`, and so is an answer too.
void channel_beat(channel *self, Sluice__Control *message);

// Looks at what came in. True when it is new and in order, so that the caller is to act on it (messages without a number
// always are).
bool channel_hear(channel *self, const Sluice__Control *message);

// Sends again what was not answered in time. Call it at least every CHANNEL_REPEAT_MS / 2.
void channel_tick(channel *self, uint64_t now_ms);

// True when everything that was said was received.
bool channel_is_settled(const channel *self);

// True when something came in since the last message out: an answer (a beat) is due.
bool channel_owes_answer(const channel *self);

#endif
