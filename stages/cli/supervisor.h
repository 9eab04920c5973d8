// supervisor - `sluice index`: starts all processes of a run, replaces parsers that die, and leaves nothing behind.
#ifndef SLUICE_STAGES_CLI_SUPERVISOR_H
#define SLUICE_STAGES_CLI_SUPERVISOR_H

#include "base/params.h"

// Runs one run and returns its exit status: the coordinator's, or 130 and 143 when a signal ended it.
int supervisor_run(const params *params);

// `sluice keep COMMAND...`: runs a command, and runs it again when a signal killed it, at most ten times. Returns its
// exit status; after the tenth death 1.
int keep_run(char **argv);

#endif
