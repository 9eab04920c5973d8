// manual - the man page and the shells' completions, made from the tables of commands and options, so that they agree with
// --help.
#ifndef SLUICE_STAGES_CLI_MANUAL_H
#define SLUICE_STAGES_CLI_MANUAL_H

#include <stdbool.h>
#include <stdio.h>

typedef struct manual_command {
    const char *name, *arguments, *help;
    unsigned params; // PARAM_FOR_*; 0: it takes somebody else's options
} manual_command;

// Writes the man page ("man": roff with the man macros), or a completion ("bash", "zsh"). False when there is no such thing.
bool manual_put(const char *what, const manual_command *commands, unsigned count, FILE *out);

#endif
