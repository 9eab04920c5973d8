// fault - injected faults, for tests. SLUICE_FAULT=point:nth:action[,point:nth:action...] in the environment.
//
// A point is a named place in the code; `nth` counts how often this process came by (from 1; `*`: every time; for points
// that have a subject, such as a path, `nth` may be `=text`: whenever the subject is that). Actions: kill (SIGKILL
// itself), stop (SIGSTOP), abort, errno=N (which is set) and drop, dup, reorder (the caller does them), delay=ms. Unknown texts are
// an error at start: a test that injects nothing must not pass.
//
//   parser.taken     a batch was received        parser.parse    before each file; subject: its path
//   parser.sent      after each destination's message         parser.done     before `done` is said
//   parser.push  walker.push  linker.push                     a message is about to be pushed (drop, dup, reorder)
//   sink.took        a message was taken         sink.flush      before the store is finished
//   sink.flushed     after it, before the ack    sink.acked      after the ack was sent
//   walker.read      a batch was read            linker.taken    facts were taken     linker.link   before linking
//   linker.spill     more room on disk is asked for (errno)
//   coordinator.seal     before the sinks are sealed          coordinator.publish   before CURRENT is replaced
//   coordinator.sealed   seal.json is written                 coordinator.published CURRENT is replaced
//   stage.hello      a stage is about to say hello; subject: the name of its input, such as sink-CodeGraph
//   wire.corrupt     a message is about to be sent: its bytes are damaged (drop)
//   control.drop     a control message is about to be sent (drop)
#ifndef SLUICE_BASE_FAULT_H
#define SLUICE_BASE_FAULT_H

#include "base/span.h"
#include "base/status.h"

typedef enum fault_action { FAULT_NONE, FAULT_DROP, FAULT_DUP, FAULT_REORDER, FAULT_ERRNO } fault_action;

// Reads the environment. STATUS_INVALID when it does not say what the paragraph above says.
status fault_open(void);

// Counts one passing of `point`; kills, stops, aborts or delays right here, or returns what the caller is to do.
fault_action fault_at(const char *point);
fault_action fault_at_subject(const char *point, span subject);

#endif
