// walker - lists the tree, reads each file once, and hands batches of whole files to parsers.
//
// A batch's bytes are kept until the coordinator says that it is settled; until then it may have to be sent
// again. While more than held_bytes_max bytes are kept (or one larger file) nothing more is read. Files that
// turn out not to be readable are skipped, and become rows of IgnoredFiles like all that the listing leaves
// out.
#ifndef SLUICE_STAGES_WALKER_WALKER_H
#define SLUICE_STAGES_WALKER_WALKER_H

#include "stages/stage.h"

// Its input, "walker", takes credits.
extern const stage_kind walker_stage;

#endif
