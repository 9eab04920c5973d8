// linker_stage - the linker as a process: takes facts from parsers, links when it is sealed, sends edges and external entities.
#ifndef SLUICE_STAGES_LINKER_LINKER_STAGE_H
#define SLUICE_STAGES_LINKER_LINKER_STAGE_H

#include "stages/stage.h"

extern const stage_kind linker_stage;

#endif
