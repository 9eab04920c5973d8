// status - what can go wrong outside the program, and its text.
//
// A broken promise between our own functions is a bug and asserts. Everything the world can do to us
// (disk, wire, options, somebody's source file) comes back as one of these; every caller looks.
#ifndef SLUICE_BASE_STATUS_H
#define SLUICE_BASE_STATUS_H

#define STATUS_LIST(X)                                                                                       \
    X(OK, "ok")                                                                                              \
    X(INVALID, "invalid argument")                                                                           \
    X(NOT_FOUND, "not found")                                                                                \
    X(EXISTS, "already there")                                                                               \
    X(IO, "input or output failed")                                                                          \
    X(NO_SPACE, "no space left on device")                                                                   \
    X(PERMISSION, "permission denied")                                                                       \
    X(CORRUPT, "corrupt data")                                                                               \
    X(CONFLICT, "two copies disagree")                                                                       \
    X(LOSS, "data was lost")                                                                                 \
    X(UNKNOWN, "names something this run does not have")                                                     \
    X(TOO_LARGE, "over a limit")                                                                             \
    X(TIMEOUT, "timed out")                                                                                  \
    X(CLOSED, "the other side has gone")                                                                     \
    X(LOCKED, "locked by another process")                                                                   \
    X(VERSION, "made by another version")                                                                    \
    X(INTERRUPTED, "interrupted")                                                                            \
    X(FAILED, "failed")

typedef enum status {
#define X(name, text) STATUS_##name,
    STATUS_LIST(X)
#undef X
        STATUS_COUNT
} status;

// Returns a short English text for `code`; static storage.
const char *status_text(status code);

// Returns the status that stands for an errno value; STATUS_IO where none fits better.
status status_of_errno(int error);

// Exit codes of every sluice process (README: "Exit status").
enum {
    EXIT_DONE = 0,
    EXIT_RUN_FAILED = 1,
    EXIT_USAGE = 2,
    EXIT_QUARANTINED = 3,
    EXIT_ORPHANED = 75,
    EXIT_INTERRUPTED = 130,
    EXIT_TERMINATED = 143,
};

#endif
