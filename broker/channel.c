#include "broker/channel.h"

#include <assert.h>
#include <stdlib.h>

#include "base/fault.h"
#include "broker/wire.h"

struct kept {
    uint8_t *bytes;
    size_t size;
    uint64_t sequence;
};

struct channel {
    uint64_t run;
    uint32_t producer;
    channel_send *send;
    void *context;

    uint64_t said;     // number of the last message out
    uint64_t answered; // last number that the other side has
    uint64_t received; // last number that came in, in order
    uint64_t answered_with;
    uint64_t sent_at_ms; // when the oldest unanswered message was last sent, or an answer last came
    bool has_progress;   // an answer came since the last tick

    struct kept *kept; // ring of CHANNEL_KEPT_MAX, from `answered` + 1 to `said`
    uint32_t capacity;
};

channel *
channel_new(uint64_t run, channel_send *send, void *context)
{
    channel *self = calloc(1, sizeof *self);
    assert(self);
    *self = (channel){.run = run, .send = send, .context = context, .capacity = 64};
    self->kept = calloc(self->capacity, sizeof *self->kept);
    assert(self->kept);
    return self;
}

static struct kept *
slot(const channel *self, uint64_t sequence)
{
    return &self->kept[sequence % self->capacity];
}

void
channel_destroy(channel **self_p)
{
    channel *self = *self_p;
    if (!self)
        return;
    for (uint64_t i = self->answered + 1; i <= self->said; i++)
        free(slot(self, i)->bytes);
    free(self->kept);
    free(self);
    *self_p = NULL;
}

void
channel_set_producer(channel *self, uint32_t producer)
{
    self->producer = producer;
}

static void
transmit(channel *self, const struct kept *kept)
{
    if (fault_at("control.drop") != FAULT_DROP)
        self->send(self->context, kept->bytes, kept->size);
}

static struct kept
pack(channel *self, Sluice__Control *message)
{
    message->received = self->received;
    self->answered_with = self->received;
    struct kept kept = {.sequence = message->sequence};
    wire_header header = {.run = self->run, .producer = self->producer};
    wire_pack(header, &message->base, &kept.bytes, &kept.size);
    return kept;
}

static void
grow(channel *self)
{
    struct kept *larger = calloc((size_t)self->capacity * 2, sizeof *larger);
    assert(larger);
    for (uint64_t i = self->answered + 1; i <= self->said; i++)
        larger[i % (self->capacity * 2)] = *slot(self, i);
    free(self->kept);
    self->kept = larger;
    self->capacity *= 2;
}

status
channel_say(channel *self, uint64_t now_ms, Sluice__Control *message)
{
    uint64_t waiting = self->said - self->answered;
    if (waiting >= CHANNEL_KEPT_MAX)
        return STATUS_TOO_LARGE;
    if (waiting + 1 >= self->capacity)
        grow(self);
    if (waiting == 0)
        self->sent_at_ms = now_ms;
    message->sequence = ++self->said;
    *slot(self, self->said) = pack(self, message);
    transmit(self, slot(self, self->said));
    return STATUS_OK;
}

void
channel_beat(channel *self, Sluice__Control *message)
{
    message->sequence = 0;
    struct kept kept = pack(self, message);
    transmit(self, &kept);
    free(kept.bytes);
}

static void
forget_answered(channel *self, uint64_t received)
{
    if (received > self->said)
        return; // nothing we said: another epoch's word
    self->has_progress |= self->answered < received;
    while (self->answered < received) {
        struct kept *kept = slot(self, ++self->answered);
        free(kept->bytes);
        *kept = (struct kept){0};
    }
}

bool
channel_hear(channel *self, const Sluice__Control *message)
{
    forget_answered(self, message->received);
    if (message->sequence == 0)
        return true;
    if (message->sequence != self->received + 1) {
        self->answered_with = self->received - 1; // say again where we are
        return false;
    }
    self->received++;
    return true;
}

void
channel_tick(channel *self, uint64_t now_ms)
{
    if (self->has_progress) {
        self->has_progress = false;
        self->sent_at_ms = now_ms;
    }
    if (self->said == self->answered || now_ms < self->sent_at_ms + CHANNEL_REPEAT_MS)
        return;
    for (uint64_t i = self->answered + 1; i <= self->said; i++)
        transmit(self, slot(self, i));
    self->sent_at_ms = now_ms;
}

bool
channel_is_settled(const channel *self)
{
    return self->said == self->answered;
}

bool
channel_owes_answer(const channel *self)
{
    return self->answered_with != self->received;
}
