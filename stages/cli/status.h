// status - `sluice status`: what is published, and the proof it was sealed with.
#ifndef SLUICE_STAGES_CLI_STATUS_H
#define SLUICE_STAGES_CLI_STATUS_H

#include <stdbool.h>
#include <stdio.h>

// Prints the published generation of `db`: number, time, run and source, rows and digest of each family, and
// how edges were bound. As one JSON object if `json`. Returns an exit status: EXIT_RUN_FAILED with the
// reason on stderr (in JSON: as member "error") when there is none or it cannot be read.
int status_run(const char *db, bool json, FILE *out);

#endif
