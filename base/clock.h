// clock - monotonic time. No row and no decision about a row depends on it; only deadlines and reports do.
#ifndef SLUICE_BASE_CLOCK_H
#define SLUICE_BASE_CLOCK_H

#include <stdint.h>
#include <time.h>

// Returns microseconds since some fixed moment, never going back.
static inline uint64_t
clock_now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

// The same in milliseconds.
static inline uint64_t
clock_now_ms(void)
{
    return clock_now_us() / 1000;
}

#endif
