// params - options: params.def as a struct, read from the environment and the command line, checked, and explained.
#ifndef SLUICE_BASE_PARAMS_H
#define SLUICE_BASE_PARAMS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/status.h"

enum {
    PARAM_FOR_INDEX = 1 << 0,
    PARAM_FOR_EXPORT = 1 << 1,
    PARAM_FOR_READERS = 1 << 2, // status, check and the like
    PARAM_FOR_STAGES = 1 << 3,  // coordinator, walker, parser, linker, sink
    PARAM_FOR_QUESTIONS = 1 << 4, // search, show, callers and the like
    PARAM_FOR_SQL = 1 << 5,
    PARAM_FOR_MCP = 1 << 6,
    PARAM_FOR_SERVE = 1 << 7,
    PARAM_FOR_ALL = 0xff,
    PARAM_FOR_NOBODY = 1 << 30, // a command without options
};

typedef const char *param_TEXT;
typedef uint64_t param_NUMBER;
typedef bool param_FLAG;

typedef struct params {
#define PARAM(field, name, environment, kind, fallback, minimum, maximum, unit, commands, help) param_##kind field;
#include "base/params.def"
} params;

// Fills `out` from defaults, environment and command line (`--name value`, `--name=value`, flags without a value), for a
// command that takes the options of `commands`. What is no option is left in argv[1 ...], `*argc_p` counts it and
// argv[0]. STATUS_INVALID after a line on stderr that names the option, what is wrong with it and what it takes.
// `out` points into argv and the environment.
status params_read(params *out, unsigned commands, int *argc_p, char **argv);

// What is told of an option.
typedef struct param_text {
    const char *name, *environment, *fallback, *unit, *help; // static
    bool is_flag;
} param_text;

// Gives the next option of `commands`; *at is 0 at first. False when there are no more.
bool params_next(unsigned commands, unsigned *at, param_text *out);

// Prints the options of `commands`, one each with its default and unit.
void params_help(FILE *out, unsigned commands);

// What may be held of something that has a bound of its own: at most a sixteenth of `memory`, at least 64 KiB.
static inline uint64_t
params_share(const params *self, uint64_t bound)
{
    uint64_t share = self->memory / 16 > 65536 ? self->memory / 16 : 65536;
    return bound < share ? bound : share;
}

// Puts all values into the environment, so that processes started from here have the same.
void params_export(const params *values);

#endif
