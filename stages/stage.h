// stage - the loop that every stage shares: find the run, hello, poll, take, hear, leave.
//
// A stage is one process with one thread, one control connection, at most one input (a PULL that it binds) and any number
// of outputs. Its module ends in one `const stage_kind`. The loop:
//   - reads control messages and hands them to `hear`, in order, each once;
//   - reads input messages and hands them to `take`, at most one for each turn;
//   - calls `turn`, where the stage does work of its own;
//   - keeps the heartbeat, and repeats what the coordinator has not answered.
// Work that takes longer than a few milliseconds calls stage_pulse() from inside, so that the heartbeat goes on.
//
// It leaves when the coordinator says END (exit status 0, or 1 of a failed run), after the coordinator has gone or 5 s;
// when it was ended by a signal (130, 143); when nothing was heard for orphan_ms, or no run was found in welcome_ms (75).
#ifndef SLUICE_STAGES_STAGE_H
#define SLUICE_STAGES_STAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/params.h"
#include "base/span.h"
#include "base/status.h"
#include "control.pb-c.h"
#include "records.pb-c.h"
#include "schema/relations.h"

typedef struct stage stage;
typedef struct stage_output stage_output;

typedef struct stage_kind {
    const char *name; // in log lines
    Sluice__Role role;
    // Called once welcomed: makes the state.
    status (*open)(stage *stage, void **state);
    // One data message: `payload` is a packed protobuf of records.proto, lent for the call.
    status (*take)(void *state, uint32_t producer, span payload);
    // One control message, lent for the call.
    status (*hear)(void *state, const Sluice__Control *message);
    // Own work. Sets *is_busy when it wants to be called again at once. May be NULL.
    status (*turn)(void *state, bool *is_busy);
    void (*close)(void **state_p);
} stage_kind;

// Runs a stage to its end and returns its exit status. `input` is the name of the PULL it binds (endpoint.h), or NULL.
// `relation` matters for sinks only.
int stage_run(const stage_kind *kind, const params *params, const char *input, relation relation);

// What a `main` of a stage does: options, log, faults, then stage_run(). Returns the exit status.
int stage_main(int argc, char **argv, const stage_kind *kind, const char *input, relation relation);

// ---- for the stage

const params *stage_params(const stage *self);
uint32_t stage_member(const stage *self);            // its number in this run
const char *stage_generation_path(const stage *self); // where sinks write
uint32_t stage_parsers(const stage *self);           // how many parsers the run was started with
uint64_t stage_now_ms(const stage *self);

// Says something to the coordinator; it arrives once and in order, or the run ends. `message` is lent.
status stage_say(stage *self, Sluice__Control *message);

// Waits until the coordinator has answered what was said so far, at most `ms`.
void stage_await_answer(stage *self, uint64_t ms);

// Tells the coordinator why the run cannot go on, logs it, and returns STATUS_FAILED.
status stage_fail(stage *self, const char *format, ...) __attribute__((format(printf, 2, 3)));

// Connects to another stage's input. The stage keeps it; stage_output_close() lets go of it early.
status stage_output_open(stage *self, const char *name, stage_output **out);
void stage_output_close(stage *self, stage_output **output_p);

// Packs and pushes a message, waiting while the other side takes nothing (pulsing, within the run's life).
// `fault` names the point of fault.h that may drop, double or reorder it.
//   STATUS_CLOSED  the run has ended meanwhile
status stage_push(stage *self, stage_output *output, const ProtobufCMessage *message, const char *fault);

// Keeps the heartbeat, and collects control messages for later; call it every few milliseconds of long work.
void stage_pulse(stage *self);

// Sends a heartbeat now, and with it what the process has cost: for a stage that is about to say its last.
void stage_beat(stage *self);

// Notes that work was done: the coordinator ends what stands still.
void stage_progress(stage *self);

// Waits a few milliseconds for control messages and hands them to `hear`: for a stage that can go on only when what it sent
// is settled. Counts as blocked on sending. Must not be called from `hear`. STATUS_CLOSED when the run has ended.
status stage_wait(stage *self);

// True when the run has ended, or a signal came: long work may stop.
bool stage_is_over(const stage *self);

// A Control message with its body set, as in STAGE_MESSAGE(DONE, done, &done).
#define STAGE_MESSAGE(CASE, member, body)                                                                                \
    ((Sluice__Control){.base = PROTOBUF_C_MESSAGE_INIT(&sluice__control__descriptor),                                    \
                       .body_case = SLUICE__CONTROL__BODY_##CASE,                                                        \
                       .member = (body)})

#endif
