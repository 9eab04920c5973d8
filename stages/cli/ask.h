// ask - questions on the command line: search, show, callers, callees, impact, tests, cycles, hotspots,
// overview.
#ifndef SLUICE_CLI_ASK_H
#define SLUICE_CLI_ASK_H

#include <stdio.h>

#include "base/params.h"

typedef enum ask_question {
    ASK_SEARCH,
    ASK_SHOW,
    ASK_CALLERS,
    ASK_CALLEES,
    ASK_IMPACT,
    ASK_TESTS,
    ASK_CYCLES,
    ASK_HOTSPOTS,
    ASK_OVERVIEW,
} ask_question;

// Answers one question of the published generation in `db` on `out`, as columns or, with params->json, as one
// JSON object. `subject` is what is asked about: a name, or for cycles and hotspots a folder or NULL; an
// overview is of the whole index. A name that is ambiguous or unknown is told on stderr with its candidates.
// Returns the exit status: EXIT_RUN_FAILED when there is no answer.
int ask_run(ask_question question, const params *params, const char *db, const char *subject, FILE *out);

#endif
