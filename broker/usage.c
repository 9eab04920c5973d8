#include "broker/usage.h"

#include <sys/resource.h>

#include "base/clock.h"

static uint64_t
microseconds(struct timeval time)
{
    return (uint64_t)time.tv_sec * 1000000 + (uint64_t)time.tv_usec;
}

void
usage_measure(usage *self, uint64_t entered_us)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used); // cannot fail with these arguments
    self->user_us = microseconds(used.ru_utime);
    self->system_us = microseconds(used.ru_stime);
    self->peak_kib = (uint64_t)used.ru_maxrss;
    self->present_us = clock_now_us() - entered_us;
}
