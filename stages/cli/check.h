// check - `sluice check`: reads every row of the published generation and says what does not fit.
#ifndef SLUICE_STAGES_CLI_CHECK_H
#define SLUICE_STAGES_CLI_CHECK_H

#include <stdbool.h>
#include <stdio.h>

// Checks that
//   each family has the rows and the digest that its seal says, and that its tables count;
//   each row unpacks, and its key has the form of its family;
//   each text is its file's, by size and hash;
//   each entity's file exists, its ranges lie within the text, and its id is that of its key;
//   both ends of each edge exist, and by_target mirrors by_source.
// Prints what it finds (the first 100 of it) with generation, relation and key, then a summary; one JSON
// object if `json`. Returns an exit status: EXIT_DONE, or EXIT_RUN_FAILED when anything was found.
int check_run(const char *db, bool json, FILE *out);

#endif
