// usage - what a process has cost so far, and how long it waited, for the report of a run.
//
// A stage measures itself and says so with each heartbeat. What is neither waiting nor CPU time is time in
// which it could have worked and did not get a processor, or waited for the disk.
#ifndef SLUICE_BROKER_USAGE_H
#define SLUICE_BROKER_USAGE_H

#include <stdint.h>

typedef struct usage {
    uint64_t present_us;         // since the process entered its stage
    uint64_t user_us, system_us; // CPU time of all its threads, as getrusage() counts it
    uint64_t peak_kib;           // resident memory, at most
    uint64_t send_us;            // blocked until somebody took what it sends
    uint64_t receive_us;         // blocked until the run began, or until there was something to do
} usage;

// Fills in CPU time, memory and presence; what was waited the caller has counted itself.
void usage_measure(usage *self, uint64_t entered_us);

#endif
