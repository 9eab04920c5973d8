// coordinator - owns a run: welcomes stages, keeps the ledger, seals the streams, publishes the generation, reports.
//
// States: filling (files flow), linking (all files are in; the linker's edges and the walker's ignored files flow), sealed
// (sinks make all durable), then published or failed. Every event is a line on stderr; the report goes to stdout and,
// before anybody leaves, to DB/last-run.json.
#ifndef SLUICE_BROKER_COORDINATOR_H
#define SLUICE_BROKER_COORDINATOR_H

#include "base/params.h"

// Runs one run to its end and returns its exit status: 0 published, 1 failed, 3 published with quarantined files,
// 130 or 143 interrupted. The run's epoch is SLUICE_RUN (16 hex digits) where it is set.
int coordinator_run(const params *params);

#endif
