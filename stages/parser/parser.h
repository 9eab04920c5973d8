// parser - the stage that turns batches of source files into rows and facts.
//
// It gives the walker credits for two batches, and for each batch: says `start`, extracts every file, pushes one message for
// each destination with a section for each file, says `done` with what it sent, and gives the next credit.
#ifndef SLUICE_STAGES_PARSER_PARSER_H
#define SLUICE_STAGES_PARSER_PARSER_H

#include "stages/stage.h"

extern const stage_kind parser_stage;

// Writes the name of this process's input (parser-<pid>) into `name`, which has room for ENDPOINT_NAME_MAX bytes.
void parser_input_name(char *name, size_t size);

#endif
