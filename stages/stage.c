// DESIGN. One thread. Control messages are read whenever the stage pulses, and kept in a queue, so that `hear` is only ever
// called from the loop, never from inside other work. Outputs number their messages themselves; inputs tell a hole in
// a producer's numbers to the coordinator (ledger.h, rule 4).
#include "stages/stage.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fault.h"
#include "base/log.h"
#include "broker/channel.h"
#include "broker/endpoint.h"
#include "broker/ledger.h"
#include "broker/runfile.h"
#include "broker/usage.h"
#include "broker/wire.h"

enum {
    BEAT_MS = 200,
    POLL_MS = 50,
    PULSE_MS = 20,
    RUNFILE_POLL_MS = 2,
    WELCOME_TRY_MS = 2000, // a run.json is asked for so long before it is read again
    LEAVE_MS = 5000,
    PRODUCERS_MAX = 4096,
    QUEUE_MAX = 65536,
    LARGE_BLOCK_BYTES = 2 << 20,
    HEAP_KEPT_BYTES = 16 << 20, // free at the heap's end
    PASSING_BLOCK_BYTES = 32 << 20,
    PASSING_HEAP_BYTES = 64 << 20,
    PASSING_MEMORY_MIN = 1 << 30, // of --memory
    HEAP_STEP_BYTES = 1 << 20,
};

struct stage_output {
    zsock_t *socket;
    uint64_t sequence;
    uint8_t *delayed; // a message held back by a reorder fault
    size_t delayed_size;
    struct stage_output *next;
};

struct stage {
    const stage_kind *kind;
    const params *params;
    const char *input_name;
    relation relation;
    runfile run;
    char db[4096];
    void *state;
    zsock_t *control, *input;
    channel *channel;
    Sluice__Control **queue; // heard, not yet handed over
    size_t queue_count, queue_capacity;
    struct stage_output *outputs;
    uint64_t *last_sequence; // of each producer, at the input

    uint32_t member, parsers;
    char *generation_path;
    int coordinator_fd; // readable when the coordinator has ended; -1
    bool is_welcome, is_over, has_failed, is_orphan;
    bool input_is_empty, is_blocked;
    uint64_t progress, rejected;
    uint64_t heard_at_ms, beat_at_ms, pulsed_at_ms;
    uint64_t entered_us;
    usage usage; // what was waited is counted as it happens, the rest is measured for each beat
};

static volatile sig_atomic_t signal_caught;

static void
on_signal(int number)
{
    signal_caught = number;
}

static void
catch_signals(void)
{
    struct sigaction action = {.sa_handler = on_signal};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
    // A stage does not outlive whoever started it: foreman leaves its children behind when it is killed.
    pid_t parent = getppid();
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent)
        raise(SIGTERM);
}

// ---- control

static void
send_control(void *context, const uint8_t *bytes, size_t size)
{
    stage *self = context;
    zmq_send(zsock_resolve(self->control), bytes, size, ZMQ_DONTWAIT); // the channel repeats what is lost
}

static void
enqueue(stage *self, Sluice__Control *message)
{
    if (self->queue_count == self->queue_capacity) {
        self->queue_capacity = self->queue_capacity ? self->queue_capacity * 2 : 64;
        assert(self->queue_capacity <= QUEUE_MAX);
        self->queue = realloc(self->queue, self->queue_capacity * sizeof *self->queue);
        assert(self->queue);
    }
    self->queue[self->queue_count++] = message;
}

static void
note_control(stage *self, span frame)
{
    wire_header header;
    span payload;
    status result = wire_open(frame, self->run.run, &header, &payload);
    Sluice__Control *message =
        result == STATUS_OK ? sluice__control__unpack(NULL, payload.size, (const uint8_t *)payload.data) : NULL;
    if (!message) {
        self->rejected++;
        return;
    }
    self->heard_at_ms = clock_now_ms();
    if (message->body_case == SLUICE__CONTROL__BODY_END) { // at once: somebody may be waiting to push
        self->is_over = true;
        self->has_failed |= message->end->failed;
    }
    if (channel_hear(self->channel, message) && message->body_case != SLUICE__CONTROL__BODY_BEAT)
        enqueue(self, message);
    else
        sluice__control__free_unpacked(message, NULL);
}

static void
read_control(stage *self)
{
    zmq_msg_t frame;
    zmq_msg_init(&frame);
    while (zmq_msg_recv(&frame, zsock_resolve(self->control), ZMQ_DONTWAIT) >= 0)
        note_control(self, (span){zmq_msg_data(&frame), zmq_msg_size(&frame)});
    zmq_msg_close(&frame);
}

static void
beat(stage *self, uint64_t now)
{
    usage_measure(&self->usage, self->entered_us);
    Sluice__Usage usage = SLUICE__USAGE__INIT;
    usage.present_us = self->usage.present_us;
    usage.user_us = self->usage.user_us;
    usage.system_us = self->usage.system_us;
    usage.peak_kib = self->usage.peak_kib;
    usage.send_us = self->usage.send_us;
    usage.receive_us = self->usage.receive_us;
    Sluice__Beat body = SLUICE__BEAT__INIT;
    body.usage = &usage;
    body.progress = self->progress;
    body.idle = self->input_is_empty;
    body.rejected = self->rejected;
    body.blocked = self->is_blocked;
    Sluice__Control message = STAGE_MESSAGE(BEAT, beat, &body);
    channel_beat(self->channel, &message);
    self->beat_at_ms = now;
}

static void
keep_alive(stage *self)
{
    uint64_t now = clock_now_ms();
    self->pulsed_at_ms = now;
    read_control(self);
    channel_tick(self->channel, now);
    if (now >= self->beat_at_ms + BEAT_MS) {
        struct pollfd coordinator = {.fd = self->coordinator_fd, .events = POLLIN};
        self->is_orphan |= self->coordinator_fd >= 0 && poll(&coordinator, 1, 0) > 0;
        beat(self, now);
    }
}

void
stage_pulse(stage *self)
{
    if (clock_now_ms() < self->pulsed_at_ms + PULSE_MS)
        return;
    self->input_is_empty = false; // whoever pulses is at work
    self->progress++;
    keep_alive(self);
}

void
stage_beat(stage *self)
{
    beat(self, clock_now_ms());
}

void
stage_progress(stage *self)
{
    self->progress++;
}

bool
stage_is_over(const stage *self)
{
    bool is_orphan = self->is_orphan || clock_now_ms() > self->heard_at_ms + self->params->orphan_ms;
    return self->is_over || signal_caught || is_orphan;
}

status
stage_say(stage *self, Sluice__Control *message)
{
    status result = channel_say(self->channel, clock_now_ms(), message);
    if (result != STATUS_OK)
        log_error("CONTROL-FULL", "unanswered=%d", CHANNEL_KEPT_MAX);
    return result;
}

// Polls, and adds the time that it took to `waited_us`.
static void
poll_for(zmq_pollitem_t *items, int count, long ms, uint64_t *waited_us)
{
    uint64_t start_us = clock_now_us();
    zmq_poll(items, count, ms);
    *waited_us += clock_now_us() - start_us;
}

void
stage_await_answer(stage *self, uint64_t ms)
{
    uint64_t deadline = clock_now_ms() + ms;
    while (!channel_is_settled(self->channel) && !stage_is_over(self) && clock_now_ms() < deadline) {
        zmq_pollitem_t item = {zsock_resolve(self->control), 0, ZMQ_POLLIN, 0};
        poll_for(&item, 1, 1, &self->usage.receive_us);
        keep_alive(self);
    }
}

status
stage_fail(stage *self, const char *format, ...)
{
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    log_text("%s", text);
    Sluice__Failure body = SLUICE__FAILURE__INIT;
    body.text = text;
    Sluice__Control message = STAGE_MESSAGE(FAILURE, failure, &body);
    stage_say(self, &message);
    self->has_failed = true;
    return STATUS_FAILED;
}

// ---- outputs

status
stage_output_open(stage *self, const char *name, stage_output **out)
{
    struct stage_output *output = calloc(1, sizeof *output);
    assert(output);
    status result = endpoint_open(ENDPOINT_OUTPUT, self->run.folder, name, INT32_MAX, &output->socket);
    if (result != STATUS_OK) {
        free(output);
        return result;
    }
    output->next = self->outputs;
    self->outputs = output;
    *out = output;
    return STATUS_OK;
}

void
stage_output_close(stage *self, stage_output **output_p)
{
    struct stage_output *output = *output_p;
    if (!output)
        return;
    struct stage_output **link = &self->outputs;
    while (*link != output)
        link = &(*link)->next;
    *link = output->next;
    zsock_set_linger(output->socket, 0); // whom it was for has gone
    zsock_destroy(&output->socket);
    free(output->delayed);
    free(output);
    *output_p = NULL;
}

// Sends a frame, pulsing while the other side takes nothing. Only what is not taken at once counts as waiting.
static status
send_frame(stage *self, stage_output *output, uint8_t *bytes, size_t size)
{
    status result = endpoint_send(output->socket, bytes, size, 0);
    for (;;) {
        if (result == STATUS_TIMEOUT) {
            uint64_t start_us = clock_now_us();
            result = endpoint_send(output->socket, bytes, size, PULSE_MS);
            self->usage.send_us += clock_now_us() - start_us;
        }
        self->is_blocked = result == STATUS_TIMEOUT;
        if (result != STATUS_TIMEOUT) {
            if (result != STATUS_OK)
                free(bytes);
            return result;
        }
        self->pulsed_at_ms = clock_now_ms();
        keep_alive(self); // not work: waiting is no progress
        if (stage_is_over(self)) {
            free(bytes);
            return STATUS_CLOSED;
        }
    }
}

static uint8_t *
copy_bytes(const uint8_t *bytes, size_t size)
{
    uint8_t *copy = malloc(size);
    assert(copy);
    return memcpy(copy, bytes, size);
}

status
stage_push(stage *self, stage_output *output, const ProtobufCMessage *message, const char *fault)
{
    uint8_t *bytes;
    size_t size;
    wire_header header = {.run = self->run.run, .producer = self->member, .sequence = ++output->sequence};
    wire_pack(header, message, &bytes, &size);
    if (fault_at("wire.corrupt") == FAULT_DROP)
        bytes[size - 1] ^= 0x20;
    fault_action action = fault_at(fault);
    if (action == FAULT_DROP) {
        free(bytes);
        return STATUS_OK;
    }
    if (action == FAULT_REORDER && !output->delayed) {
        output->delayed = bytes;
        output->delayed_size = size;
        return STATUS_OK;
    }
    status result = STATUS_OK;
    if (action == FAULT_DUP)
        result = send_frame(self, output, copy_bytes(bytes, size), size);
    if (result == STATUS_OK)
        result = send_frame(self, output, bytes, size);
    else
        free(bytes);
    if (result == STATUS_OK && output->delayed) {
        uint8_t *delayed = output->delayed;
        output->delayed = NULL;
        result = send_frame(self, output, delayed, output->delayed_size);
    }
    return result;
}

// ---- input

// Tells the coordinator of a hole in a producer's numbers.
static void
note_sequence(stage *self, wire_header header)
{
    uint32_t producer = header.producer % PRODUCERS_MAX;
    uint64_t expected = self->last_sequence[producer] + 1;
    if (header.sequence > expected) {
        Sluice__Gap body = SLUICE__GAP__INIT;
        body.parser = header.producer;
        body.expected = expected;
        body.got = header.sequence;
        Sluice__Control message = STAGE_MESSAGE(GAP, gap, &body);
        stage_say(self, &message);
        log_warn("GAP", "producer=%u expected=%" PRIu64 " got=%" PRIu64, header.producer, expected,
                 header.sequence);
    }
    if (header.sequence >= expected)
        self->last_sequence[producer] = header.sequence;
}

static status
take_input(stage *self)
{
    zmq_msg_t frame;
    zmq_msg_init(&frame);
    status result = STATUS_OK;
    if (zmq_msg_recv(&frame, zsock_resolve(self->input), ZMQ_DONTWAIT) >= 0) {
        self->input_is_empty = false;
        wire_header header;
        span payload;
        span bytes = {zmq_msg_data(&frame), zmq_msg_size(&frame)};
        status is_ours = wire_open(bytes, self->run.run, &header, &payload);
        if (is_ours == STATUS_OK) {
            note_sequence(self, header);
            self->progress++;
            result = self->kind->take(self->state, header.producer, payload);
        } else {
            self->rejected++;
            log_warn("REJECTED", "why=\"%s\" bytes=%zu", status_text(is_ours), bytes.size);
        }
    } else {
        self->input_is_empty = true;
    }
    zmq_msg_close(&frame);
    return result;
}

// ---- finding the run

// Waits for a run.json: of the run that SLUICE_RUN names, if it is set, else of any that lives.
static status
find_run(stage *self, uint64_t deadline_ms)
{
    const char *wanted = getenv("SLUICE_RUN");
    uint64_t wanted_run = wanted ? strtoull(wanted, NULL, 16) : 0;
    while (!signal_caught && clock_now_ms() < deadline_ms) {
        status result = runfile_read(self->db, &self->run);
        if (result == STATUS_OK && (!wanted_run || self->run.run == wanted_run))
            return STATUS_OK;
        uint64_t start_us = clock_now_us();
        poll(NULL, 0, RUNFILE_POLL_MS);
        self->usage.receive_us += clock_now_us() - start_us;
    }
    return signal_caught ? STATUS_INTERRUPTED : STATUS_TIMEOUT;
}

static status
say_hello(stage *self)
{
    char build[] = SLUICE_VERSION;
    fault_at_subject("stage.hello", span_of(self->input_name ? self->input_name : self->kind->name));
    Sluice__Hello body = SLUICE__HELLO__INIT;
    body.role = self->kind->role;
    body.relation = self->relation;
    body.pid = (uint32_t)getpid();
    body.run = self->run.run;
    body.protocol = WIRE_PROTOCOL;
    body.build = build;
    Sluice__Control message = STAGE_MESSAGE(HELLO, hello, &body);
    return stage_say(self, &message);
}

static void
disconnect(stage *self)
{
    channel_destroy(&self->channel);
    if (self->control)
        zsock_destroy(&self->control);
    if (self->coordinator_fd >= 0)
        close(self->coordinator_fd);
    self->coordinator_fd = -1;
}

static status
read_welcome(stage *self)
{
    if (!self->queue_count)
        return STATUS_TIMEOUT;
    Sluice__Control *first = self->queue[0];
    status result = STATUS_INVALID;
    if (first->body_case == SLUICE__CONTROL__BODY_WELCOME) {
        self->member = first->welcome->member;
        self->parsers = first->welcome->parsers;
        self->generation_path = strdup(first->welcome->generation_path);
        self->is_welcome = true;
        channel_set_producer(self->channel, self->member);
        result = STATUS_OK;
    } else if (first->body_case == SLUICE__CONTROL__BODY_REFUSED) {
        log_error("REFUSED", "why=\"%s\"", first->refused->why);
    } else if (first->body_case == SLUICE__CONTROL__BODY_END) {
        result = STATUS_CLOSED; // too late: all is done
    }
    sluice__control__free_unpacked(first, NULL);
    memmove(self->queue, self->queue + 1, --self->queue_count * sizeof *self->queue);
    return result;
}

// Connects to the run at hand and asks to be let in.
static status
join(stage *self)
{
    status result =
        endpoint_open(ENDPOINT_CONTROL, self->run.folder, "control", INT32_MAX, &self->control);
    if (result != STATUS_OK)
        return result;
    self->channel = channel_new(self->run.run, send_control, self);
    self->coordinator_fd = (int)syscall(SYS_pidfd_open, (pid_t)self->run.pid, 0);
    return say_hello(self);
}

static status
await_welcome(stage *self, uint64_t until_ms)
{
    while (!signal_caught && !self->is_orphan && clock_now_ms() < until_ms) {
        zmq_pollitem_t item = {zsock_resolve(self->control), 0, ZMQ_POLLIN, 0};
        poll_for(&item, 1, PULSE_MS, &self->usage.receive_us);
        keep_alive(self);
        status welcome = read_welcome(self);
        if (welcome != STATUS_TIMEOUT)
            return welcome;
    }
    return signal_caught ? STATUS_INTERRUPTED : STATUS_TIMEOUT;
}

// A coordinator that is slow is waited for: a second hello, over another connection, would look like a second stage.
static bool
is_still_run(const stage *self)
{
    runfile now;
    return runfile_read(self->db, &now) == STATUS_OK && now.run == self->run.run && now.pid == self->run.pid;
}

static status
enter_run(stage *self)
{
    uint64_t deadline = clock_now_ms() + self->params->welcome_ms;
    for (;;) {
        status result = find_run(self, deadline);
        if (result == STATUS_TIMEOUT)
            log_error("NO-RUN", "db=%s waited_ms=%" PRIu64 " remedy=\"start one with: sluice index\"", self->db,
                      self->params->welcome_ms);
        if (result != STATUS_OK)
            return result;
        result = join(self);
        if (result != STATUS_OK)
            return result;
        do {
            uint64_t until = clock_now_ms() + WELCOME_TRY_MS;
            result = await_welcome(self, until < deadline ? until : deadline);
        } while (result == STATUS_TIMEOUT && clock_now_ms() < deadline && is_still_run(self));
        if (result != STATUS_TIMEOUT)
            return result;
        disconnect(self);
        self->is_orphan = false; // of that run; another one may begin
    }
}

// ---- the loop

static status
hear_queue(stage *self, void *state)
{
    status result = STATUS_OK;
    // `hear` may push, and pushing may pulse, so the queue may grow meanwhile.
    for (size_t i = 0; i < self->queue_count; i++) {
        Sluice__Control *message = self->queue[i];
        if (result == STATUS_OK && !self->is_over)
            result = self->kind->hear(state, message);
        sluice__control__free_unpacked(message, NULL);
    }
    self->queue_count = 0;
    return result;
}

static void
wait_for_messages(stage *self, bool is_busy, bool with_input, uint64_t *waited_us)
{
    zmq_pollitem_t items[2] = {{zsock_resolve(self->control), 0, ZMQ_POLLIN, 0}};
    int count = 1;
    if (self->input && with_input)
        items[count++] = (zmq_pollitem_t){zsock_resolve(self->input), 0, ZMQ_POLLIN, 0};
    uint64_t now = clock_now_ms();
    long left = self->beat_at_ms + BEAT_MS > now ? (long)(self->beat_at_ms + BEAT_MS - now) : 0;
    if (is_busy)
        zmq_poll(items, count, 0);
    else
        poll_for(items, count, left < POLL_MS ? left : POLL_MS, waited_us);
}

status
stage_wait(stage *self)
{
    wait_for_messages(self, false, false, &self->usage.send_us);
    keep_alive(self);
    status result = hear_queue(self, self->state);
    return result == STATUS_OK && stage_is_over(self) ? STATUS_CLOSED : result;
}

static status
run_loop(stage *self, void *state)
{
    status result = STATUS_OK;
    bool is_busy = false;
    while (result == STATUS_OK && !stage_is_over(self)) {
        if (!channel_owes_answer(self->channel) || is_busy)
            wait_for_messages(self, is_busy, true, &self->usage.receive_us);
        if (channel_owes_answer(self->channel))
            beat(self, clock_now_ms());
        keep_alive(self);
        result = hear_queue(self, state);
        is_busy = false;
        if (result == STATUS_OK && self->input && !self->is_over)
            result = take_input(self);
        if (result == STATUS_OK && self->kind->turn && !self->is_over)
            result = self->kind->turn(state, &is_busy);
    }
    return result;
}

// The coordinator leaves first, so that its exit status is the run's (foreman takes the first it sees).
static void
wait_for_coordinator(const stage *self)
{
    uint64_t deadline = clock_now_ms() + LEAVE_MS;
    struct pollfd item = {.fd = self->coordinator_fd, .events = POLLIN};
    while (self->coordinator_fd >= 0 && !signal_caught && clock_now_ms() < deadline && poll(&item, 1, POLL_MS) <= 0)
        ;
}

// After a failure of its own a stage stays until the coordinator has heard of it and says END.
static void
await_end(stage *self)
{
    while (!stage_is_over(self)) {
        wait_for_messages(self, false, true, &self->usage.receive_us);
        keep_alive(self);
        for (size_t i = 0; i < self->queue_count; i++)
            sluice__control__free_unpacked(self->queue[i], NULL);
        self->queue_count = 0;
        if (self->input) { // nobody blocks on a stage that takes nothing any more
            zmq_msg_t frame;
            zmq_msg_init(&frame);
            while (zmq_msg_recv(&frame, zsock_resolve(self->input), ZMQ_DONTWAIT) >= 0)
                ;
            zmq_msg_close(&frame);
        }
    }
}

static int
exit_status(const stage *self, status result)
{
    if (signal_caught && !self->is_over)
        return signal_caught == SIGINT ? EXIT_INTERRUPTED : EXIT_TERMINATED;
    if (!self->is_over)
        return EXIT_ORPHANED;
    bool is_fine = result == STATUS_OK || result == STATUS_CLOSED;
    return self->has_failed || !is_fine ? EXIT_RUN_FAILED : EXIT_DONE;
}

static void
finish(stage *self)
{
    while (self->outputs) {
        struct stage_output *output = self->outputs;
        stage_output_close(self, &output);
    }
    if (self->input)
        zsock_destroy(&self->input);
    for (size_t i = 0; i < self->queue_count; i++)
        sluice__control__free_unpacked(self->queue[i], NULL);
    free(self->queue);
    disconnect(self);
    if (self->is_orphan)
        runfile_remove_stale(self->db); // whoever leaves last finds the folder empty
    free(self->generation_path);
    free(self->last_sequence);
    zsys_shutdown();
}

int
stage_run(const stage_kind *kind, const params *params, const char *input, relation relation)
{
    stage self = {.kind = kind, .params = params, .input_name = input, .relation = relation, .coordinator_fd = -1};
    self.entered_us = clock_now_us();
    runfile_database(params->db, params->source, self.db, sizeof self.db);
    self.last_sequence = calloc(PRODUCERS_MAX, sizeof *self.last_sequence);
    assert(self.last_sequence);
    endpoint_start();
    catch_signals();

    void *state = NULL;
    status result = enter_run(&self);
    self.heard_at_ms = clock_now_ms();
    if (result == STATUS_OK && input)
        result = endpoint_open(ENDPOINT_INPUT, self.run.folder, input, INT32_MAX, &self.input);
    if (result == STATUS_OK)
        result = kind->open(&self, &state);
    self.state = state;
    if (result == STATUS_OK)
        result = run_loop(&self, state);
    if (result != STATUS_OK && self.is_welcome && !stage_is_over(&self)) {
        if (!self.has_failed && result != STATUS_CLOSED)
            stage_fail(&self, "%s failed: %s", kind->name, status_text(result));
        await_end(&self);
    }
    if (state)
        kind->close(&state);
    int code = exit_status(&self, result);
    if (self.is_over && self.channel)
        beat(&self, clock_now_ms()); // the answer to END: this stage holds nothing any more
    if (self.is_over)
        wait_for_coordinator(&self);
    log_debug("LEFT", "exit=%d", code);
    finish(&self);
    return code;
}

// What is large goes back to the system when it is freed. glibc would raise that bound with each large block that is
// freed, up to 32 MiB, and keep what is below in heaps full of holes.
//
// That is for the linker, whose blocks grow and stay, and where --memory is low. Where batches only pass, the next one is as
// large: a new mapping for each would cost a fault for each page, which is a tenth of all processor time where headers have
// megabytes.
static void
return_large_blocks(bool is_passed)
{
    mallopt(M_MMAP_THRESHOLD, is_passed ? PASSING_BLOCK_BYTES : LARGE_BLOCK_BYTES);
    mallopt(M_TRIM_THRESHOLD, is_passed ? PASSING_HEAP_BYTES : HEAP_KEPT_BYTES);
    mallopt(M_TOP_PAD, HEAP_STEP_BYTES);
}

int
stage_main(int argc, char **argv, const stage_kind *kind, const char *input, relation relation)
{
    params params;
    if (params_read(&params, PARAM_FOR_STAGES, &argc, argv) != STATUS_OK)
        return EXIT_USAGE;
    return_large_blocks(kind->role != SLUICE__ROLE__ROLE_LINKER && params.memory >= PASSING_MEMORY_MIN);
    log_open(input ? input : kind->name, params.verbose ? LOG_LEVEL_DEBUG : LOG_LEVEL_WARN);
    if (fault_open() != STATUS_OK) {
        log_error("FAULT", "remedy=\"SLUICE_FAULT=point:nth:action, see base/fault.h\"");
        return EXIT_USAGE;
    }
    return stage_run(kind, &params, input, relation);
}

const params *
stage_params(const stage *self)
{
    return self->params;
}

uint32_t
stage_member(const stage *self)
{
    return self->member;
}

const char *
stage_generation_path(const stage *self)
{
    return self->generation_path;
}

uint32_t
stage_parsers(const stage *self)
{
    return self->parsers;
}

uint64_t
stage_now_ms(const stage *self)
{
    (void)self;
    return clock_now_ms();
}
