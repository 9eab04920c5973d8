// sink - one relation's writer: takes rows, keeps each file's until it is settled, writes them, and acks what is durable.
#ifndef SLUICE_STAGES_SINK_SINK_H
#define SLUICE_STAGES_SINK_SINK_H

#include "stages/stage.h"

extern const stage_kind sink_stage;

// Which relation this process writes; set by main before stage_run().
void sink_set_relation(relation relation);

// How much of a relation its sink collects before it writes a sorted run, of what the option allows.
size_t sink_run_bytes(relation relation, size_t run_bytes);

#endif
